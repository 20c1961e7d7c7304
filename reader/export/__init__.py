"""Export: an article as text, Markdown and HTML, citations, notes, the clipboard, an issue as Markdown."""
