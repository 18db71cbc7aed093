"""Signing in: password, second factor, recovery codes; the demo's cast page."""
