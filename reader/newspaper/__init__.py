"""The data model: articles, issues, their identity, and what users record about them; no input or output."""
