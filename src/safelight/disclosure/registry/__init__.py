"""Registry files: what of whom goes out, and where what comes back belongs."""
