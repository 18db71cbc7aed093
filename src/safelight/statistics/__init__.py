"""Counts without anybody in them: small ones are not shown."""
