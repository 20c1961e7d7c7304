"""The picture of its page beside an article."""
