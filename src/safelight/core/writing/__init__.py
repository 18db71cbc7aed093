"""Help while writing: what belongs in the sealed part, and words that put blame wrongly."""
