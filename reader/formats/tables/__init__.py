"""Tables of articles (CSV, TSV, JSON Lines): cells, which column is which, and the rows of an issue as text."""
