"""Running Safelight without a database server: embedded PostgreSQL for a first run."""
