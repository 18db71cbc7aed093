"""The plan of a case: every action with its danger, her light, her word, warnings."""
