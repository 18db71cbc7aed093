"""One person: found, taken in, seen on one page, written about."""
