"""Review teams: meetings, the list of families by number, decisions and what to do."""
