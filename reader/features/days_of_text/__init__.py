"""Texts of several days: where a text is divided into the issues of its days, each read like a file."""
