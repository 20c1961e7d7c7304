"""A reading room: a library on a PostgreSQL server, loaded by librarians and read by many."""
