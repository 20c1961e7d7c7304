"""Files that are a ZIP of parts themselves: EPUB and Word."""
