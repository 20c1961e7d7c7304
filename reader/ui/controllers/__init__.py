"""The controllers of what every library has: reading, searching, marking, correcting, in the panes of the layout."""
