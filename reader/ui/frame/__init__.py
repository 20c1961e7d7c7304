"""What a feature knows of the window around it: its panes for reading, its tabs, what it can be asked to show."""
