"""Inferring the dates and numbers of issues, and the missing days of a newspaper, from the issues around them."""
