"""PDF files with a text layer: characters, read in a child process → lines → reading order → articles."""
