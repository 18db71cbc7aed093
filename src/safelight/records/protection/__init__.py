"""Child protection cases: their course, who is responsible, and the pattern as facts."""
