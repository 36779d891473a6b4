"""The plot, and what several views draw in one."""
