"""Tables of articles (CSV, TSV, JSON Lines): cells, recognized columns, and the text of an issue's rows."""
