"""Headings, whatever format they stand in: which are headlines, which name a page or a day, what may stand above."""

import re
from collections import Counter
from collections.abc import Iterable

from reader.formats.day_names import day_named
from reader.formats.page_names import page_named

_LONGEST_KICKER = 40
_OF_MASTHEAD = re.compile("编辑|編輯|责编|美编|主编|校对|版式|电话|邮箱|星期|第.{1,4}版|本报记者")
"""What stands in a line above an article that is not its kicker."""


def rank_of_headlines(ranks: Iterable[int]) -> int | None:
    """Return the highest rank (the least number) of which several headings have text directly below, else one.

    ranks: Those of the headings with text directly below that name no page and no day.
    """
    counts = Counter(ranks)
    several = [rank for rank, count in counts.items() if count > 1]
    return min(several or counts, default=None)


def names_a_place(text: str) -> bool:
    """Return whether a heading is that of a page or a day."""
    return page_named(text) is not None or day_named(text) is not None


def may_be_kicker(text: str) -> bool:
    """Return whether a line right above a headline is like one's kicker: short, no sentence, nothing of a masthead."""
    is_short = 0 < len(text) <= _LONGEST_KICKER and text[-1] not in "。！？；…：”"
    return is_short and not _OF_MASTHEAD.search(text)
