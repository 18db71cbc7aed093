"""Support pursued safely: what can be done next, and what must happen first."""
