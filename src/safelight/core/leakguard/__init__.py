"""The leak guard: protected values found in text that is about to leave."""
