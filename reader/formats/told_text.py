"""Writing down what a format reads: lines, and what it tells of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.i18n import count
from reader.newspaper.article import LinePart, Reading, SourceText, Told, ToldArticle, ToldLine

if TYPE_CHECKING:
    from reader.formats.web.lines import WebLine


@dataclass(slots=True)
class TextBuilder:
    """Collects the lines of a text: first those of the masthead, then article by article, a blank line between."""

    lines: list[str] = field(default_factory=list)
    articles: list[ToldArticle] = field(default_factory=list)

    def add_masthead(self, *words: str | None) -> None:
        """Add a line of those words that are known."""
        line = "\u3000".join(each for each in words if each)
        if line:
            self.lines.append(line)

    def add_article(self, parts: Iterable[tuple[LinePart, str]], page: str | None = None) -> None:
        """Add an article; parts without words are passed over."""
        told: list[ToldLine] = []
        if self.lines:
            self.lines.append("")
        for part, text in parts:
            if text.strip():
                self.lines.append(" ".join(text.split("\n")))
                told.append((len(self.lines), part))
        if told:
            self.articles.append(ToldArticle(tuple(told), page))

    def left_out_of(self, lines: Iterable[WebLine], pictures: int) -> tuple[str, ...]:
        """Return in words what a page has more than this text: lines of other things, and pictures in the article."""
        written = set(self.lines)
        others = sum(len("".join(line.text.split())) for line in lines if line.text not in written)
        told = (
            count(pictures, "{n} 幅图片") if pictures else "",
            count(others, "导航、链接之类 {n} 字") if others else "",
        )
        return tuple(filter(None, told))

    def source(
        self,
        name: str,
        encoding: str,
        *,
        title: str | None,
        date: dt.date | None,
        is_dated_by_address: bool,
        left_out: Iterable[str] = (),
    ) -> SourceText:
        """Return the text; `left_out` says in words what of the file is not in it."""
        told = Told(tuple(self.articles), title, date, is_dated_by_address)
        return SourceText(name, encoding, tuple(self.lines), told, Reading("", 0.0, tuple(left_out)))

    def parsed_source(
        self,
        name: str,
        encoding: str,
        *,
        title: str | None,
        date: dt.date | None,
        is_dated_by_address: bool,
        place: int | None,
        before: int,
    ) -> SourceText:
        """Return the text of one article that was parsed before, as `Told` and `ToldArticle` have it."""
        articles = tuple(replace(article, before=before) for article in self.articles)
        told = Told(articles, title, date, is_dated_by_address, is_parsed=True, place=place)
        return SourceText(name, encoding, tuple(self.lines), told)
