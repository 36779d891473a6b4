"""Settings, runs in blocks and their traces, and many runs beside each other."""
