"""Importing files: copies of issue files in a library, by year and month, from the window, by a drop or a command."""
