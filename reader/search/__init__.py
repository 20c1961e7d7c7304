"""Search: search texts and needles, the query language, the index and engine, snippets, suggestions."""

STAMP = "5.3"
"""`index_versions.VERSION` and `index.manifest.FORMAT`, repeated here so that those modules need not be imported."""
