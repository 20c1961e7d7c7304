"""One library: its issues, articles, search, bookmarks and corrections, and how it is synced with its folder."""
