"""People: who they are, how to reach them, and what protects them."""
