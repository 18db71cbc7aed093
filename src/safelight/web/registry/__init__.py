"""The registry desk: runs, tasks, what was sent about one person, court overrides."""
