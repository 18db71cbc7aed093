"""The vault of a program that holds its own key: opening, locking, who can."""
