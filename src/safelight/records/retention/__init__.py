"""Legal holds, purges, and how long each agency keeps what."""
