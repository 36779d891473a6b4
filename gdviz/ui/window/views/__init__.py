"""Which views there are, where they stand, and when each draws."""
