"""The gate: one question about some items in, one decision out."""
