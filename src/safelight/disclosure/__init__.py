"""The only reader of records: gather facts, decide, show what was released, ledger."""
