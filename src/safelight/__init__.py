"""Safelight: agencies work together without exposing the survivor."""
