"""Questions about safety, as data with their licence."""
