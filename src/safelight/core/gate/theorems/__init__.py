"""What is proved of every policy set, and a question that breaks what does not hold."""
