"""What else to search for: other readings of a query, and others where it finds nothing."""
