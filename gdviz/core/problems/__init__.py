"""What is minimised. A new problem is an entry in a module's `PROBLEMS`, or a new module."""
