"""Packets: the only way information crosses between agencies."""
