"""Service plans: one for each person of a family, sharing nothing with the others."""
