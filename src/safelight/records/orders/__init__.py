"""Orders of protection, on the record of whom they protect."""
