"""The tree of issues, the list of an issue's articles, read marks, and the controller of reading."""
