"""Articles as an e-book."""
