"""Storage on disk: the library folder, the catalogue (derived, disposable) and the user's data (precious), in
SQLite.
"""
