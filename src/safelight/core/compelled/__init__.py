"""What a law or a court can ask of a program, and what must happen before it gets it."""
