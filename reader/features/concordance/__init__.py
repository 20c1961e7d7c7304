"""Concordance: every place of a query in its context, and the words that are more frequent near it than elsewhere."""
