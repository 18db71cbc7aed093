"""Cases: what brings people to an agency, who works on it, what is coming up."""
