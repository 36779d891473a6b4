"""A curve of something that grows, drawn in time that depends on pixels, not on its length."""
