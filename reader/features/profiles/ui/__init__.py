"""The habits of newspapers in the window."""
