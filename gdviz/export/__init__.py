"""What a run can be saved as."""
