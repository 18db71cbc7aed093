"""State rules on the indicator and on requests for an address, as data."""
