"""Recognition in the window."""
