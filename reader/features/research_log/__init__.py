"""The research log: what was searched for and read, if the reader wants it noted."""
