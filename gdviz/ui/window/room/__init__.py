"""Who has how much room: the window on its screen, the columns in the window."""
