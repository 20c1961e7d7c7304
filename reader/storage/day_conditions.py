"""What a query asks of an issue's day: SQL, made of what its origin is worth by the table of rules (`DateOrigin`)."""

from collections.abc import Iterable

from reader.newspaper.issue import DateOrigin


def _is_any(origins: Iterable[DateOrigin]) -> str:
    """Return in SQL whether the origin of an issue's day is one of these."""
    return " OR ".join(f"date_origin = '{origin.value}'" for origin in origins)


IS_ESTIMATED = _is_any(origin for origin in DateOrigin if origin.is_estimated)
"""SQL: whether the day of an issue follows from its text, or from other issues."""
IS_INFERRED = _is_any(origin for origin in DateOrigin if origin.is_inferred)
"""SQL: whether nobody has written it down as the paper's."""
IS_PLACED = f"date IS NULL OR {IS_ESTIMATED}"
"""SQL: whether an issue has no date of its own."""
