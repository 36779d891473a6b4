"""The views, one a file. A new file with a `VIEWS` is found, and nothing else is edited."""
