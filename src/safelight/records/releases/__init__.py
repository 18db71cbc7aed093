"""What one person signed."""
