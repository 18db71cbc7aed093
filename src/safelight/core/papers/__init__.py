"""Papers of a support case: templates whose every field has a category."""
