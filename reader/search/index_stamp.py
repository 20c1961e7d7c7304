"""The version of the index as a string: an index that was built elsewhere can be read if its version is the same."""

STAMP = "5.3"
"""`index_versions.VERSION` and `index.manifest.FORMAT`, repeated here so that those modules need not be imported."""
