"""What two agencies signed."""
