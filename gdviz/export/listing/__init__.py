"""The course's listings, and a program followed line by line."""
