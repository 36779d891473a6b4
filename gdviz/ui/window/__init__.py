"""The window itself, and what is the same in every workspace."""
