"""Orders of protection."""
