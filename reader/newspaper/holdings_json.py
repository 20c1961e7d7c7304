"""Converts what a library holds to the JSON of the commands."""

from reader.newspaper.holdings import SourceRow, StoredArticle
from reader.newspaper.json_format import printed_to_json, reading_to_json


def stored_to_json(stored: StoredArticle) -> dict[str, object]:
    """Return the article as printed, with what was recognised beside it, and with its issue and its files."""
    issue = stored.issue
    return {
        **printed_to_json(stored.article),
        "newspaper": issue.newspaper,
        "newspaper_origin": issue.newspaper_origin.value if issue.newspaper_origin else None,
        "date": issue.date.isoformat() if issue.date else None,
        "month_day": issue.month_day,
        "date_origin": issue.date_origin.value if issue.date_origin else None,
        "number": issue.number,
        "edition": issue.edition,
        "sources": [source_to_json(source) for source in stored.sources],
    }


def source_to_json(source: SourceRow) -> dict[str, object]:
    """Return a file that contains the article. `is_other`: another file's text is shown."""
    return {
        "path": source.path,
        "encoding": source.encoding,
        "source_lines": [list(span) for span in source.source_lines],
        "is_missing": source.is_missing,
        "is_other": source.is_other,
        **(reading_to_json(source.reading) if source.reading else {}),
    }
