"""Who holds a vault's key, and opening and locking it."""
