"""The ledger: append-only, written with the act itself, sealed, verifiable.

It holds no readable person or value: the body of an entry about a person is encrypted
with that person's own key, and their mark means nothing without it.
"""
