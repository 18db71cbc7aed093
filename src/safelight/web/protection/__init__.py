"""Child protection: the course of a case, and the pattern of the violence as facts."""
