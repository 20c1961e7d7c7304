"""Finds a digital paper's date and page in the URL or path of a file: `html/2024-05/06/content_12.htm`."""

import datetime as dt
import re

from msgspec import Struct

from reader.language.dates.calendar import date_or_none

_DAY = re.compile(
    r"(?<!\d)(?P<year>19\d\d|20\d\d)(?:[-_/](?P<m1>\d\d)[/-]|(?P<m2>\d\d)/)(?P<day>\d\d)(?=/|_|-|$)"
)
_ASKED = re.compile(
    r"(?<!\w)date=(?P<year>19\d\d|20\d\d)-?(?P<m1>\d\d)(?P<m2>)-?(?P<day>\d\d)(?!\d)", re.IGNORECASE
)
"""A date in the query of a URL: `detail.html?date=2024-03-05&id=12&page=02`."""
_ASKED_PAGE = re.compile(r"(?<!\w)page=(?P<page>[A-Za-z]?\d{1,3})(?!\w)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>19\d\d|20\d\d)(?P<m1>\d\d)(?P<m2>)(?P<day>\d\d)(?!\d)")
_LEAF = re.compile(
    r"(?P<article>nw\.|(?:\w+_)?content|con[_-]|articel|article|detail|c(?=\d)|\d{8}_[a-z]?\d+_\d+\.|\d{1,4}_\d+\.)"
    r"|(?P<node>nbs\.|node|page|layout|edition|(?:col|l)(?=[a-z]{0,3}\d)|v[a-z]?\d+\.|\d{8}_[a-z]?\d+\.)"
)
_NW = re.compile(r"nw\.D\d+\w*?_(?:\d{8})_\d+-(?P<page>[A-Za-z]?\d{1,3})\b")


class PaperAddress(Struct, frozen=True):
    """What a URL or path of a digital paper states; `page` is the label as written.

    `is_article`: the web page is an article; `is_list`: it lists the articles of a printed page. Both are
    False if it is not recognized as part of a digital paper.
    """

    date: dt.date | None = None
    page: str | None = None
    is_article: bool = False
    is_list: bool = False


def address_of(address: str, name: str) -> PaperAddress:
    """Return date, page and kind, each from the URL `address` if stated there, else from the path `name`."""
    found = [_read(each) for each in (address, name) if each]
    dated = next((each for each in found if each.date), None)
    kind = next((each for each in found if each.is_article or each.is_list), PaperAddress())
    page = next((each.page for each in found if each.page), None)
    return PaperAddress(dated.date if dated else None, page, kind.is_article, kind.is_list)


def _read(address: str) -> PaperAddress:
    address = address.replace("\\", "/")
    path = re.split("[?#]", address, maxsplit=1)[0][-400:]
    leaf = path.rpartition("/")[2]
    asked = address[-400:]
    days = (_last(_DAY, path), _last(_COMPACT, path), _last(_ASKED, asked))
    day = next(filter(None, days), None)
    kind = _LEAF.match(leaf.lower()) if day else None
    page = _NW.search(leaf) or (_ASKED_PAGE.search(asked) if day else None)
    return PaperAddress(
        day,
        page["page"] if page else None,
        kind is not None and kind["article"] is not None,
        kind is not None and kind["node"] is not None,
    )


def _last(pattern: re.Pattern[str], text: str) -> dt.date | None:
    dates = ((found["year"], found["m1"] or found["m2"], found["day"]) for found in pattern.finditer(text))
    return next(filter(None, reversed([date_or_none(*map(int, each)) for each in dates])), None)
