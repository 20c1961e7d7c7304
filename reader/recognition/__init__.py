"""Recognising the text of a page's picture, offline: recognizers that can be replaced, and pages as ALTO."""
