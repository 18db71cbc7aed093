"""Formats of the world outside: read and written here, decided on by the gate."""
