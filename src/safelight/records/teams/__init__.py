"""Review teams: shared rows name no family; who it is about is in each own vault."""
