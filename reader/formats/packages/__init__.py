"""Formats whose files are ZIP archives of parts: EPUB and Word."""
