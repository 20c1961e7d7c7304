"""Pages by the names of a day's files: `scan_01.txt` to `scan_08.txt` in one folder make a row of pages.

Such a number alone tells no page, as it may count sheets in a box or articles.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from msgspec import Struct

from reader.language.patterns import pattern
from reader.newspaper.facts import Fact, Rule, fact_by

_NUMBERED = pattern(r"(?P<stem>(?:.*[^0-9])?)(?P<number>[0-9]{1,3})(?P<ending>\.[A-Za-z][A-Za-z0-9]*)")
_COUNTS_OTHERS = pattern(
    r"(?:(?<![a-z])(?:content|article|art|news|part|item|story|chap|chapter|no|c|box|vol|reel|copy)"
    r"|[篇条则卷盒箱袋册号件])[ ._-]*$",
    re.IGNORECASE,
)
"""What the number behind it counts, if not pages."""
_IN_FILE = pattern(
    r"\.(?!(?:zip|tar|t?gz|t?bz2|t?xz|zst)(?:/|$))[A-Za-z][A-Za-z0-9]{1,5}(?:/|$)", re.IGNORECASE
)
"""A folder that is a file with several texts, such as a table or a book: its numbers count rows or chapters."""
_FEWEST = 3
_MOST = 64
"""Number of pages; longer rows count something else."""


class _Numbered(Struct, frozen=True):
    """A file whose name ends with a number, with the pages that it states."""

    path: str
    name: str
    number: int
    stated: frozenset[str]

    @property
    def agrees(self) -> bool:
        """Whether the file states no other page than its number."""
        return self.stated <= {str(self.number)}


def pages_in_rows(articles: Iterable[tuple[str, str | None]]) -> Mapping[str, Fact[str]]:
    """Return the pages of those files of one day that make a row, by their paths.

    `articles` are the path and the stated page of each article. The files are in one folder, and their names differ
    only in the number at the end, from 1 without a gap. One that states another page shows that they are no pages.
    """
    stated: defaultdict[str, set[str]] = defaultdict(set)
    for path, page in articles:
        stated[path].update([page] if page else [])
    if len(stated) < _FEWEST:
        return {}
    rows: defaultdict[tuple[str, ...], list[_Numbered]] = defaultdict(list)
    for path, labels in stated.items():
        folder, _, name = path.rpartition("/")
        match = _NUMBERED.fullmatch(name)
        if match is not None and not _IN_FILE.search(folder) and not _COUNTS_OTHERS.search(match["stem"]):
            row = folder, match["stem"], match["ending"]
            rows[row].append(_Numbered(path, name, int(match["number"]), frozenset(labels)))
    pages = chain.from_iterable(row for row in rows.values() if _are_pages(row))
    return {page.path: fact_by(Rule.PAGE_IN_ROW, str(page.number), page.name) for page in pages}


def _are_pages(row: list[_Numbered]) -> bool:
    numbers = sorted(file.number for file in row)
    is_complete = numbers == [*range(1, len(row) + 1)]
    return _FEWEST <= len(row) <= _MOST and is_complete and all(file.agrees for file in row)
