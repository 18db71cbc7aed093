"""What the person who is protected chose about support, and what was asked and told."""
