"""Cuts a page with boxes into regions, a headline each with the columns of its text."""
