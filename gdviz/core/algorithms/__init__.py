"""How the weight moves. A new one is an entry in a module's `ALGORITHMS`."""
