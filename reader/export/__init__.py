"""Export of articles, notes, dossiers, timelines and citations to files and the clipboard."""
