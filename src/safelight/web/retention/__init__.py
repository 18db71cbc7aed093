"""Keeping and purging: a record, single items, and the agency's schedule."""
