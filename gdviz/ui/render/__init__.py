"""Pictures of what is seen: as PNG, PDF and SVG, drawn off screen by the views themselves."""
