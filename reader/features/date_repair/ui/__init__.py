"""Suggested dates and numbers above the article on the page."""
