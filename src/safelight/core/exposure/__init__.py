"""Exposure: everyone who could come to hold an item, and by which path."""
