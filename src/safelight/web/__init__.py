"""The staff's screens, one folder a journey."""
