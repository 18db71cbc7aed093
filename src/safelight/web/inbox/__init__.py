"""Packets received."""
