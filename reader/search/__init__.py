"""Search: terms, the query language, the engine, snippets, suggestions."""
