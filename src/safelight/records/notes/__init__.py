"""Notes, in a general and a sealed partition."""
