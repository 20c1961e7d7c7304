"""The name of a publication that stands in one line with its day, as at the head of a file."""

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.language.dates.printed_days import YEAR
from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.parsing import fields, pages
from reader.parsing.fields import BLANK
from reader.parsing.line_features import Line
from reader.parsing.regularity import begins_below

_PAUSE = pattern("[，。；！？!?;]")
_OF_OTHERS = pattern("[原转]载|[摘选]自|[来源]自|来源|[上紧]接|下转|[参详]?见")
"""What another paper has printed, or another page."""
_BETWEEN = pattern(r"[\s|｜:：/／·•、()（）《》【】\[\]“”*]+")
_NAME_WORD = pattern(r"[^\s|｜：:（()）《》]+")
_PUBLICATION = pattern(
    f"(?P<name>[{HAN}]{{2,10}}?(?:[报刊]|新闻|时讯|快讯|电讯|通讯|通信|消息|文艺|文学|杂志|汇编|选编))(?:副刊|增刊|号外)?"
)
"""The name of a paper that stands in one line with its day; of its supplement, the paper's."""
_LONGEST_NAMED = 60
_FEWEST_LINES = 2
_MOST_WORDS = 4
_LONGEST_WORD = 10
_YEAR_OF_ISSUE = pattern(f"(?:{YEAR})\\s?年(?={BLANK})")
"""A year right before the issue's number: 1962年第3期."""


@lru_cache(maxsize=256)
def name_beside_day(plain: str) -> tuple[int, int] | None:
    """Return the span of a publication's name in a line that has its day, or year and number, and few other words.

    “柳城新闻　民国二十三年五月八日”, “营地新闻（油印）　第四十三期　1944年2月9日”, “江滩文艺　1962年第3期　诗页”.
    """
    if len(plain) > _LONGEST_NAMED or _PAUSE.search(plain) or _OF_OTHERS.search(plain):
        return None
    left, line_fields = fields.without_fields(plain)
    if line_fields.number is not None:
        left, years = _YEAR_OF_ISSUE.subn(_blank, left)
    else:
        years = 0
    if not line_fields.has_year and not years:
        return None
    left = pages.LABELS.sub(_blank, left)
    before = left.partition(BLANK)[0]
    others = [word for word in _BETWEEN.split(left) if word.strip(BLANK)]
    if len(others) > _MOST_WORDS or any(BLANK in word or len(word) > _LONGEST_WORD for word in others):
        return None
    names = (_PUBLICATION.fullmatch(before, *word.span()) for word in _NAME_WORD.finditer(before))
    return next((name.span("name") for name in names if name is not None), None)


def is_head_of_file(lines: Sequence[Line]) -> bool:
    """Return whether the first line of a file names a publication: beside its day, or with the only mark of a heading,
    right above regular headings that have none.
    """
    if len(lines) < _FEWEST_LINES:
        return False
    first = lines[0]
    if first.level and _PUBLICATION.fullmatch("".join(first.plain.split())) is not None:
        return begins_below(lines, 0)
    return name_beside_day(first.plain) is not None


def _blank(match: re.Match[str]) -> str:
    return BLANK * (match.end() - match.start())
