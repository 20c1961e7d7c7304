"""The layout of the window: its columns and bars, and the page that stands there without a library."""
