"""A step and an end in words and in numbers, and lessons."""
