"""An address got out: one button, for every agency."""
