"""What is asked of double wells, with one weight to six."""
