"""The search bar: suggestions while one types, results, filters, counts by year."""
