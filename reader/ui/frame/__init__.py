"""The parts of the window that features use: its panes for reading and its tabs."""
