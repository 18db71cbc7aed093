"""Agencies, their staff and roles, the data fence and the keys."""
