"""My work: what waits for this worker."""
