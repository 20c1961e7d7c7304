"""Issues in files of several formats: which articles are the same, and whose text of them is shown."""
