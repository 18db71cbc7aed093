"""Review teams: what is shared in words from closed lists, and what each member sees."""
