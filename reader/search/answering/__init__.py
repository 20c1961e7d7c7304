"""Running a query on the index and the texts, rung by rung; snippets of its results; suggestions for other queries."""
