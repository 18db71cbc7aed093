"""Child protection: how a case goes on, and what is known of the violence in it."""
