"""Words in context: every place of a query, in any order, and what is more frequent beside them than elsewhere."""
