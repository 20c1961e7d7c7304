"""The tree of issues, the list of an issue's articles, and which of them is being read."""
