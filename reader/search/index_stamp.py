"""The version of an index as a string, by which an index from elsewhere is recognized as readable."""

STAMP = "3.3"
"""`index_versions.VERSION` and `index.manifest.FORMAT`, repeated here so that nothing of these is imported."""
