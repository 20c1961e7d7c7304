"""Translating queries of the catalogue's tables, which are written for SQLite, for PostgreSQL."""

from functools import lru_cache

_LIST = "(SELECT value FROM json_each(?))"
_POSTGRES_LIST = "(SELECT value::bigint FROM json_array_elements_text(?::json))"


@lru_cache(maxsize=256)
def in_postgres(sql: str) -> str:
    """Return a query with PostgreSQL's placeholders, lists of ids, and comparison with NULL."""
    same = sql.replace(_LIST, _POSTGRES_LIST).replace("IS ?", "IS NOT DISTINCT FROM ?")
    return same.replace("%", "%%").replace("?", "%s")
