"""Notes: written, kept while they are written, changed, moved to the sealed part."""
