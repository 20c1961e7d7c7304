"""Suggested dates and numbers of issues, inferred from their neighbours."""
