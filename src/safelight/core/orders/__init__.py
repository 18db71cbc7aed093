"""Orders of protection: their conditions, and what follows from each."""
