"""The policies, compiled for one question: lists, files and proofs from the one text."""
