"""Releases and packets, on the sender's side."""
