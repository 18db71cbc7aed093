"""Long tests: full size by `make soak`, a short run of each with every test."""
