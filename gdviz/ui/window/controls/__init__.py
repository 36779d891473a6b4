"""What a run is set up with: problem, hyper-parameters, start."""
