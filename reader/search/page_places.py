"""Where pages stand in an issue."""

import re

from reader.search.schema import page_label

PAGE_BITS = 12
_LAST_PAGE = (1 << PAGE_BITS) - 1


def page_place(page: str) -> int:
    """Where a page stands in an issue: 1, 2 … 99, a1 … z99, all others, below 4096."""
    found = re.fullmatch("([a-z]?)([0-9]+)", page_label(page))
    if not found:
        return _LAST_PAGE
    section = ord(found[1]) - ord("a") + 1 if found[1] else 0
    return section * 100 + min(int(found[2]), 99)
