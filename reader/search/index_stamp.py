"""By which an index that came from elsewhere is told to be one of this version of the program."""

STAMP = "3.3"
"""`index_versions.VERSION` and `index.manifest.FORMAT`, told without what those need."""
