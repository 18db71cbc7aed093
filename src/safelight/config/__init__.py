"""Settings, routes and checks: the top of the application."""
