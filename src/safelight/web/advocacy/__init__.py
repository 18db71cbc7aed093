"""An advocate's work with somebody."""
