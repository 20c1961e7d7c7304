"""What is not known of a library, in one place: undated issues, contradictions, unread files, lost marks."""
