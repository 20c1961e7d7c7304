"""Bookmarks, highlights and notes: made, edited, listed, exported, backed up."""
