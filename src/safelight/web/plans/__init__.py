"""Service plans: items, reviews, and a copy for the person it is for."""
