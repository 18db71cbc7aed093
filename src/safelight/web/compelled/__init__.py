"""Reports, orders, subpoenas; a child's confidence; a question without names."""
