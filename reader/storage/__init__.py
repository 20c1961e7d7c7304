"""The library folder; the catalogue (derived, disposable) and the user's data (precious), two SQLite files."""
