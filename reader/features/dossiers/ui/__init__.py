"""Dossiers in the window, and on paper."""
