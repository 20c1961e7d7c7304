"""Bookmarks, highlights, notes and dossiers: making, editing, listing, exporting and restoring them."""
