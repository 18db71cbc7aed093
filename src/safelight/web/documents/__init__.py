"""Documents: filed in a record, opened there, and opened from a packet."""
