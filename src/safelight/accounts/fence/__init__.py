"""The data fence: an agency's rows exist only while somebody acts for that agency."""
