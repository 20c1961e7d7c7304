"""Finding: terms, the query language, the engine, snippets, suggestions."""
