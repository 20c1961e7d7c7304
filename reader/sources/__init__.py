"""Issues in files of several formats: which articles are the same, and which format's text is shown."""
