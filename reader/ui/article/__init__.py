"""The article pane: an article typeset, its hits, highlights and source lines."""
