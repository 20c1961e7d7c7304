"""Dossiers: articles, passages and the reader's own notes, in an order of the reader's, and documents made of them."""
