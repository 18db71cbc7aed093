"""The demo county: a fixed cast and its families, made through the same actions."""
