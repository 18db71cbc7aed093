"""Records, one context a folder: thin models, and actions as the only writers."""
