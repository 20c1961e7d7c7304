"""Keyness: which words one set of articles uses more often, or less, than another."""
