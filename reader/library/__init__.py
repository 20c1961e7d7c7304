"""One library: its issues, articles, search, bookmarks and corrections, and how it is kept up to
date with its folder.
"""
