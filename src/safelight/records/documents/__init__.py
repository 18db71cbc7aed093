"""Documents filed in a person's record."""
