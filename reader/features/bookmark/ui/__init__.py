"""What the window does with many bookmarks and notes at once."""
