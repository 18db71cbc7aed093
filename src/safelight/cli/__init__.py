"""The `safelight` command: every way to run, check and look into an installation."""
