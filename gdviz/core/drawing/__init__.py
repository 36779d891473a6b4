"""What pictures are made from."""
