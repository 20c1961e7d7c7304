"""What the address of a page tells in the sites of digital papers: `html/2024-05/06/content_12.htm` and the like."""

import datetime as dt
import re
from dataclasses import dataclass

_DAY = re.compile(
    r"(?<!\d)(?P<year>19\d\d|20\d\d)(?:[-_](?P<m1>\d\d)[/-]|(?P<m2>\d\d)/)(?P<day>\d\d)(?=/|_|-|$)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>19\d\d|20\d\d)(?P<m1>\d\d)(?P<m2>)(?P<day>\d\d)(?!\d)")
_LEAF = re.compile(
    r"(?P<node>nbs\.|node|page|layout|col(?=\d)|l(?=\d))|(?P<article>nw\.|content|con_|articel|article|c(?=\d))"
)
_NW = re.compile(r"nw\.D\d+\w*?_(?:\d{8})_\d+-(?P<page>[A-Za-z]?\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class PaperAddress:
    """`is_article` and `is_list` (of a page's articles) tell the kind of a page; neither, if it is of no such site."""

    date: dt.date | None = None
    page: str | None = None
    is_article: bool = False
    is_list: bool = False


def address_of(address: str, name: str) -> PaperAddress:
    """Return what is told by where a page was saved from, else by its path in the library."""
    found = [_read(each) for each in (address, name) if each]
    dated = next((each for each in found if each.date), None)
    kind = next((each for each in found if each.is_article or each.is_list), PaperAddress())
    page = next((each.page for each in found if each.page), None)
    return PaperAddress(dated.date if dated else None, page, kind.is_article, kind.is_list)


def _read(address: str) -> PaperAddress:
    path = re.split("[?#]", address.replace("\\", "/"), maxsplit=1)[0][-400:]
    leaf = path.rpartition("/")[2]
    day = next((date for found in reversed([*_DAY.finditer(path)]) if (date := _date(found))), None)
    day = day or next(
        (date for found in reversed([*_COMPACT.finditer(path)]) if (date := _date(found))), None
    )
    kind = _LEAF.match(leaf.lower()) if day else None
    page = _NW.search(leaf)
    return PaperAddress(
        day,
        page["page"] if page else None,
        kind is not None and kind["article"] is not None,
        kind is not None and kind["node"] is not None,
    )


def _date(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found["year"]), int(found["m1"] or found["m2"]), int(found["day"]))
    except ValueError:
        return None
