"""Agreements between two agencies."""
