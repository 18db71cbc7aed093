"""Service plans: items and reviews of one person."""
