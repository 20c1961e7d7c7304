"""The window of the corrections: their list, and the one of the files."""
