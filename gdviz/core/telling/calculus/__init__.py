"""Where a gradient comes from: its derivation, and the computational graph of a sample."""
