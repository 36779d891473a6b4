"""The process: its start, its language, and what may befall it."""
