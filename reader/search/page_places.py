"""The order of pages in an issue."""

import re

from reader.search.schema import page_label

PAGE_BITS = 12
_LAST_PAGE = (1 << PAGE_BITS) - 1


def page_place(page: str) -> int:
    """Return the rank of a page in its issue, below 4096: 1, 2 … 99, a1 … z99, all other labels."""
    found = re.fullmatch("([a-z]?)([0-9]+)", page_label(page))
    if not found:
        return _LAST_PAGE
    section = ord(found[1]) - ord("a") + 1 if found[1] else 0
    return section * 100 + min(int(found[2]), 99)
