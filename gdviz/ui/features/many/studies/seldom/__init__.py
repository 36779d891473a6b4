"""Seldom a bad minimum: one guesses how often nets of each width end badly, and sees."""
