"""Articles and newspaper pages on paper: typeset for sheets, previewed, printed, saved as PDF."""
