"""Child support enforcement: what can be done, what is dangerous in it, who decides."""
