"""A whole page of the newspaper, laid out as it was printed."""
