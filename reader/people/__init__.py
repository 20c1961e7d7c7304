"""People: who is named in a text, and by which marks."""
