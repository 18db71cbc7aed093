"""What a law or a court asks of a program, and the steps that were taken."""
