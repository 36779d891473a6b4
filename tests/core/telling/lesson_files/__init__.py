"""What a lesson's file can say, read and held against the runs."""
