"""Search: search texts and needles, the query language, the index and engine, snippets, suggestions."""
