"""Pages of many layouts (`layouts.txt`), as programs, amateurs and old printers make them: the day, pages, cuts."""

from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct

from reader import formats
from reader.newspaper.issue import IssuePart
from reader.parsing import parse


class Layout(Struct, frozen=True):
    """A page: its day, “-” if none is told, the page and beginning of each of its articles, and its text."""

    name: str
    day: str
    articles: tuple[str, ...]
    text: str


@cache
def layouts() -> dict[str, Layout]:
    text = Path(__file__).with_name("layouts.txt").read_text(encoding="utf-8")
    return {layout.name: layout for layout in map(_layout, text.split("\n@@@ ")[1:])}


def _layout(text: str) -> Layout:
    head, _, page = text.partition("\n---\n")
    name, day, *articles = head.split("\n")
    return Layout(name, day, tuple(articles), page)


def _told(part: IssuePart, as_long_as: tuple[str, ...]) -> tuple[str, ...]:
    """The page and the beginning of each article, as long as that of the layout."""
    told = []
    for at, article in enumerate(part.articles):
        words = article.headline or article.blocks[0].text
        line = f"{article.page or '-'} {''.join(words.split())}"
        told.append(line[: len(as_long_as[at])] if at < len(as_long_as) else line)
    return tuple(told)


@pytest.mark.parametrize("name", layouts())
def test_a_page_is_cut_as_a_person_would_cut_it(name: str) -> None:
    layout = layouts()[name]
    part = parse(formats.decode(layout.text.encode(), "a.txt"))
    assert _told(part, layout.articles) == layout.articles
    assert str(part.masthead.date or "-") == layout.day
