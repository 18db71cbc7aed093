"""What goes to the Federal Case Registry and comes back, as each vault keeps it."""
