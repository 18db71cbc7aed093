"""Keys: an agency's, each person's own wrapped by it, and the sealed envelope."""
