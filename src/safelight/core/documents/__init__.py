"""Files that somebody brings: what is taken in, and what of it may travel."""
