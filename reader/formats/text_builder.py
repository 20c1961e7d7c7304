"""Builds the SourceText of formats that delimit articles: the lines, and the part of each in its article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from reader.i18n import count
from reader.newspaper.article import (
    LinePart,
    LineSpan,
    Reading,
    SourceText,
    StatedArticle,
    StatedIssue,
    StatedLine,
)
from reader.newspaper.facts import IssueFacts, Rule

if TYPE_CHECKING:
    from reader.formats.web_lines import WebLine


class TextBuilder(Struct):
    """Collects the lines of a text: first the masthead, then the articles, separated by blank lines."""

    lines: list[str] = field(default_factory=list)
    articles: list[StatedArticle] = field(default_factory=list)
    aside: int = 0

    def add_masthead(self, *words: str | dt.date | None) -> None:
        """Add a line with those words, or days, that are neither None nor empty, separated by ideographic spaces."""
        texts = (f"{w.year}年{w.month}月{w.day}日" if isinstance(w, dt.date) else w for w in words)
        line = "\u3000".join(filter(None, texts))
        if line:
            self.lines.append(line)

    def add_article(
        self,
        parts: Iterable[tuple[LinePart, str]],
        page: str | None = None,
        page_rule: Rule | None = None,
    ) -> None:
        """Add an article with its lines, its page label and how that is known; blank lines are ignored."""
        stated: list[StatedLine] = []
        if self.lines:
            self.lines.append("")
        for part, text in parts:
            if text.strip():
                self.lines.append(" ".join(text.split("\n")))
                stated.append((len(self.lines), part))
        if stated:
            self.articles.append(StatedArticle(tuple(stated), page, page_rule=page_rule))

    def add_aside(self, texts: Iterable[str]) -> None:
        """Add the words beside the articles that are not in this text yet, as its last lines."""
        written = {"", *self.lines}
        others = [text for text in dict.fromkeys(texts) if text not in written]
        self.lines += ["", *others] if others else []
        self.aside = len(others)

    def left_out_of(self, lines: Iterable[WebLine], pictures: int) -> tuple[str, ...]:
        """Return in words what of a web page is not in this text.

        Args:
            lines: All lines of the web page.
            pictures: The number of pictures in the article.
        """
        written = set(self.lines)
        others = sum(len("".join(line.text.split())) for line in lines if line.text not in written)
        stated = (
            count(pictures, "{n} 幅图片") if pictures else "",
            count(others, "导航、链接之类 {n} 字") if others else "",
        )
        return tuple(filter(None, stated))

    def source(
        self,
        name: str,
        encoding: str,
        *,
        title: str | None,
        date: dt.date | None,
        is_dated_by_address: bool = False,
        rule: Rule = Rule.MASTHEAD,
        facts: IssueFacts | None = None,
        left_out: Iterable[str] = (),
    ) -> SourceText:
        """Return the text; for the parameters see `StatedIssue` and `Reading`."""
        stated = StatedIssue(
            tuple(self.articles),
            title,
            date,
            is_dated_by_address,
            rule=rule,
            facts=facts,
        )
        reading = Reading("", 0.0, tuple(left_out))
        return SourceText(name, encoding, tuple(self.lines), stated, reading, aside=self.aside)


class RecordBuilder(TextBuilder):
    """Collects the lines of an issue that records of a file state: `paper` and `date` are its masthead.

    `origins` has the lines of the file that a line is from, by its number in this text.
    """

    paper: str = ""
    date: dt.date | None = None
    origins: dict[int, LineSpan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add_masthead(self.paper, self.date)

    def add_record(self, parts: Iterable[tuple[LinePart, str, LineSpan]], page: str | None = None) -> None:
        """Add an article of lines, each with its part and the lines of the file that it is from."""
        printed = [(part, text, origin) for part, text, origin in parts if text.strip()]
        self.add_article([(part, text) for part, text, _ in printed], page)
        first = len(self.lines) - len(printed) + 1
        for number, (_, _, origin) in enumerate(printed, first):
            self.origins[number] = origin

    def add_rest(self, lines: Sequence[tuple[int, str]]) -> None:
        """Add the lines of the file that are in no article, with their numbers there, as words beside the text."""
        if lines:
            self.lines.append("")
        for number, text in lines:
            self.lines.append(text)
            self.origins[len(self.lines)] = (number, number)
        self.aside = len(lines)

    def issue(
        self,
        name: str,
        encoding: str,
        *,
        rule: Rule = Rule.RECORD,
        facts: IssueFacts | None = None,
        left_out: Iterable[str] = (),
    ) -> SourceText:
        """Return the text of the issue; with the lines of the file, if these are told."""
        title = self.paper or None
        text = self.source(
            name, encoding, title=title, date=self.date, rule=rule, facts=facts, left_out=left_out
        )
        if not self.origins:
            return text
        numbers = range(1, len(self.lines) + 1)
        return replace(text, spans=tuple(self.origins.get(number, (0, 0)) for number in numbers))


def without_repeats(
    texts: Iterable[tuple[LinePart, str]], head: Iterable[tuple[LinePart, str]]
) -> Iterator[tuple[LinePart, str]]:
    """Yield the lines of a text, except those at its beginning that repeat a line of the headline `head`."""
    printed = {"".join(text.split()) for _, text in head}
    is_begun = False
    for part, text in texts:
        if is_begun or "".join(text.split()) not in printed:
            yield part, text
            is_begun = True
