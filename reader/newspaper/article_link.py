"""Links to articles: `yuebao:article/KEY?paper=…&date=…&page=…&file=…`; `file` is the digest of a file.

A link identifies a printing, and contains no path. It may come from anywhere, so whatever does not have
exactly this form is rejected.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath

from reader.i18n import say
from reader.language.patterns import pattern
from reader.newspaper.printing import FILE_MARK, Printing

_FIGURES = pattern("([0-9]+)")

PathOrder = tuple[tuple[str, int, str], ...]


def leads_inside(path: str) -> bool:
    """Return whether a relative path stays inside the folder it is appended to, symbolic links aside."""
    parts = PurePath(path)
    return not parts.anchor and ".." not in parts.parts and "\x00" not in path


def order_of(path: str) -> PathOrder:
    """Return a sort key by which 9.txt comes before 10.txt."""
    pieces = [*_FIGURES.split(path), ""]
    figures = [each.lstrip("0") for each in pieces[1::2]]
    return tuple((word, len(each), each) for word, each in zip(pieces[::2], figures, strict=True))


SCHEME = "yuebao:"
LONGEST = 2000
"""Maximum characters of a link. Those of this program have about a tenth."""
_LONGEST_PAPER, _LONGEST_PAGE = 100, 20
_MOST_FIELDS = 12
_LINK = pattern(r"yuebao:(?://)?article/([a-z2-7]{16}(?:-[1-9][0-9]{0,5})?)/?(?:\?([^#?]*))?", re.I)
_DATE = pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FILE = pattern(f"[0-9a-f]{{{FILE_MARK}}}")


class BadLink(ValueError):
    """The text is no valid link to an article; the message, for the user, says so."""


def is_link(text: str) -> bool:
    """Return whether a text begins like a link. It may still be malformed."""
    return text[: len(SCHEME)].lower() == SCHEME


def link_to(printing: Printing) -> str:
    """Return the link to a printing, percent-encoded in ASCII so that other programs recognize it."""
    from urllib.parse import urlencode

    fields = {
        "paper": printing.newspaper[:_LONGEST_PAPER],
        "date": printing.date.isoformat() if printing.date else "",
        "page": (printing.page or "")[:_LONGEST_PAGE],
        "file": printing.file,
    }
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{SCHEME}article/{printing.key}" + (f"?{query}" if query else "")


def parse_link(text: str) -> Printing:
    """Return the printing that a link identifies. Raises BadLink."""
    from urllib.parse import parse_qsl

    found = _LINK.fullmatch(text) if len(text) <= LONGEST and text.isprintable() else None
    if found is None:
        raise _bad(text)
    try:
        pairs = parse_qsl(
            found[2] or "", keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
        fields = dict(pairs)
        if len(fields) < len(pairs):
            raise _bad(text)
        date = _date(fields.get("date", ""))
    except ValueError as error:
        raise _bad(text) from error
    paper, page, file = (fields.get(name, "") for name in ("paper", "page", "file"))
    if file and not _FILE.fullmatch(file):
        raise _bad(text)
    if len(paper) > _LONGEST_PAPER or len(page) > _LONGEST_PAGE or not (paper + page).isprintable():
        raise _bad(text)
    return Printing(found[1].lower(), paper, date, page or None, file)


def stored_printing(text: str) -> Printing | None:
    """Return the printing of a stored link, or of a key as stored by earlier versions; else None."""
    try:
        return parse_link(text if is_link(text) else f"{SCHEME}article/{text}")
    except BadLink:
        return None


def _date(text: str) -> dt.date | None:
    """Return a date in the form YYYY-MM-DD; None for "". Raises ValueError for any other text."""
    if text and not _DATE.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text) if text else None


def _bad(text: str) -> BadLink:
    shown = "".join(each if each.isprintable() else "?" for each in text[:60]) + "…" * (len(text) > 60)
    return BadLink(
        say(
            "这不是阅报的链接，什么也没有打开：{link}。完整的链接像 yuebao:article/tze25a2vmsg5zpia",
            link=shown,
        )
    )
