"""The process: how it starts, and what may befall it."""
