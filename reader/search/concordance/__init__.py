"""Words in context: every place of a query, in any order, and what stands beside them more often than elsewhere."""
