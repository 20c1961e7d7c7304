"""The block of fields between two lines of --- at the beginning of a Markdown file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.newspaper.source_text import SourceText
from reader.parsing import fields, pages

_FIELD = re.compile(r"\s*(?P<key>[\w ]{1,24}?)\s*[:：]\s*(?P<value>.{0,200})")
_OTHER = re.compile(r"\s*(?:- |#|$)")
_MOST_LINES = 40
_TELLING = frozenset(
    {"title", "headline", "date", "author", "source", "page", "newspaper", "paper", "issue", "section", "url"}
)
_IN_CHINESE = frozenset(
    {
        "标题",
        "主题",
        "副题",
        "引题",
        "作者",
        "日期",
        "出版日期",
        "时间",
        "来源",
        "报纸",
        "报名",
        "版",
        "版次",
        "版面",
    }
    | {"栏目", "期号", "星期", "标签", "分类", "关键词", "链接", "网址", "摘要", "字数", "编号", "编辑"}
)
_HEADLINE = frozenset({"title", "headline", "标题", "主题"})
_PAGE = frozenset({"page", "版", "版次", "版面"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields about the file's first article; dates and the paper's name are read as a masthead's are."""

    headline: str | None = None
    page: str | None = None


def end_of(source: SourceText) -> int:
    """Return the number of the line that closes the block; 0 in a file that does not begin with one."""
    if not source.lines or source.lines[0].strip() != "---":
        return 0
    keys: set[str] = set()
    for number, line in enumerate(source.lines[1:_MOST_LINES], 2):
        if line.strip() in ("---", "..."):
            return number if keys & (_TELLING | _IN_CHINESE) else 0
        field = _FIELD.match(line[:240])
        if field:
            keys.add(field["key"].lower())
        if not (_is_key(field["key"]) if field else _OTHER.match(line[:240])):
            return 0
    return 0


def _is_key(words: str) -> bool:
    """Return whether a text is the name of a field, and not a speaker or the title of a list."""
    return words.isascii() or words in _IN_CHINESE


def fields_of(lines: Iterable[str]) -> FrontMatter:
    """Return the fields of the block's lines."""
    headline = page = None
    for line in lines:
        field = _FIELD.match(line[:240])
        if not field:
            continue
        value = field["value"].strip().strip("\"'“”")
        if field["key"].lower() in _HEADLINE and value and not fields.is_title(value):
            headline = value
        elif field["key"].lower() in _PAGE:
            page = pages.page_label(value.strip("第版"))
    return FrontMatter(headline, page)
