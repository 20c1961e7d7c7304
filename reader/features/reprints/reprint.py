"""The data of reprints, which are articles with the same text, and of series, found by the headlines of their parts."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from operator import attrgetter
from typing import Annotated

from msgspec import Meta, Struct

from reader.export.timeline import percent
from reader.i18n import say
from reader.language.equality import simplified
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.newspaper.article import Article, BlockKind

LONGEST_PAUSE = 45
"""Maximum number of days between two parts of a series; after a longer pause the same headline begins a new one."""

_MOST_PARTS = 999
"""Maximum number of a part; a greater number after a headline is a year or counts something else."""
_SHORTEST_TITLE = 2
_SHORTEST_SERIES_NAME = 3
"""Letters of a kicker or a section that may name a series, whose parts then have headlines of their own."""

_N = f"(?:{NUMERAL}{{1,5}})"
_OPEN = "(?:未完待续|未完|待续|续完|续昨|续前|接昨|接前|上接|下续|完|续)"
_ORDER = "(?:上|中|下)"
_GAP = r"[\s·.:：、,，—\-]*"
_WHOLE_GAP = r"(?<![\s·.:：、,，—\-])" + _GAP
_BRACKETED = pattern(
    rf"^(?P<title>.*?){_WHOLE_GAP}[(\[【〔〈<](?:连载|系列报道|系列|续)?之?第?(?P<n>{_N}|{_ORDER}|{_OPEN})[篇回章节集讲期]?[)\]】〕〉>]$"
)
_BEHIND = pattern(
    rf"^(?P<title>.*?){_WHOLE_GAP}(?:之(?P<a>{_N})|(?:连载|系列报道|系列){_GAP}第?(?P<b>{_N})[篇回章节集讲期]?"
    rf"|第(?P<c>{_N})[篇回章集讲])$"
)
_CIRCLED = {ord("①") + n: f"({n + 1})" for n in range(20)}
_GENERIC = pattern(
    r"^(?:长篇|小说|中篇|短篇|历史|纪实|报告文学)*(?:连载|选载|系列报道|系列|专题|报道|特稿|续篇|专栏|副刊)*$"
)
_GENERIC_END = pattern(rf"{_WHOLE_GAP}(?:连载|选载|系列报道|系列){_GAP}$")
_ENDS_OPEN = pattern(r"[(\[【〔]?(?:未完待续|未完|待续)[)\]】〕。]?$|[(\[【〔](?:续完|下续)[)\]】〕]$")
_BEGINS_OPEN = pattern(r"^[(\[【〔]?(?:上接|接|续)(?:本报|昨|前|上期|\d+月\d+日|[一二三四五六七八九十]+月)")

MAY_BE_MARKED = pattern(
    rf"[(\[【〔〈<](?:连载|系列报道|系列|续)?之?第?(?:{_N}|{_ORDER}|{_OPEN})|之{_N}|连载|選載|选载|連載|系列|第{_N}[篇回章集讲講]|\d"
)
"""For every article for which `mark_of` returns a mark, this matches in its headline or `MAY_BE_OPEN` in its text."""
MAY_BE_OPEN = pattern("未完|待续|待續|续完|續完|下续|下續|上接|续昨|續昨|接昨|接前|续前|續前|接上期|续上期")


class SeriesMark(Struct, frozen=True):
    """The mark of an article that is a part of a series.

    `title` is that of the series, letters only; `number` is that of the part, None if words like 未完 or 续 only say
    that it is a part.
    """

    title: str
    number: int | None


class SeriesPart(Struct, frozen=True):
    """An article that may be part of a series, and its date."""

    article_id: int
    date: dt.date | None
    mark: SeriesMark


def mark_of(article: Article) -> SeriesMark | None:
    headline = _form(article.headline or "")
    title_and_number = _marked(headline) if headline else None
    if title_and_number is not None:
        title, number = title_and_number
        if len(_letters(title)) >= _SHORTEST_TITLE and not _GENERIC.match(title):
            return SeriesMark(_letters(title), number)
    for line in (article.kicker, article.section, *article.decks):
        title_and_number = _marked(_form(line)) if line else None
        if title_and_number is None:
            continue
        title, number = title_and_number
        if len(_letters(title)) >= _SHORTEST_SERIES_NAME and not _GENERIC.match(title) and number is not None:
            return SeriesMark(_letters(title), number)
        if len(_letters(headline)) >= _SHORTEST_TITLE:
            return SeriesMark(_letters(headline), number)
    if len(_letters(headline)) >= _SHORTEST_TITLE and _is_open(article):
        return SeriesMark(_letters(headline), None)
    return None


def _date_and_number(dated_part: tuple[dt.date, int | None, SeriesPart]) -> tuple[dt.date, int]:
    date, number, _ = dated_part
    return date, number or 0


def series(parts: Sequence[SeriesPart]) -> list[tuple[SeriesPart, ...]]:
    """Return the series among the articles of one newspaper whose marks have the same title, each in order.

    Numbers rise within a series; one that does not rise, or a pause of more than `LONGEST_PAUSE` days, begins another.
    Of two articles of the same number and day the first is returned. A single part is no series, nor are several parts
    with only one number among them.
    """
    in_order = sorted(parts, key=attrgetter("article_id"))
    dated = [(part.date, part.mark.number, part) for part in in_order if part.date is not None]
    dated.sort(key=_date_and_number)
    groups: list[list[SeriesPart]] = []
    highest = 0
    before: tuple[dt.date, int | None] = dt.date.min, None
    for date, number, part in dated:
        if groups and before == (date, number):
            continue
        is_late = (date - before[0]).days > LONGEST_PAUSE
        if not groups or is_late or (number is not None and number <= highest):
            groups.append([])
            highest = 0
        groups[-1].append(part)
        highest = number or highest
        before = (date, number)
    return [tuple(series_parts) for series_parts in groups if len(series_parts) > 1]


def _marked(line: str) -> tuple[str, int | None] | None:
    """Return the title and the number of a line that ends in a mark; None if it does not."""
    match = _BRACKETED.match(line)
    if match is not None:
        words = match["n"]
        if words in _ORDERS:
            return match["title"], _ORDERS[words]
        if re.fullmatch(_OPEN, words):
            return match["title"], None
        number = number_of(words)
    elif (match := _BEHIND.match(line)) is not None:
        number = number_of(match["a"] or match["b"] or match["c"])
    if match is None or number is None or not 0 < number <= _MOST_PARTS:
        return None
    return _GENERIC_END.sub("", match["title"]), number


_ORDERS = {"上": 1, "中": 2, "下": 3}


def _is_open(article: Article) -> bool:
    """Return whether the first or the last text says that it continues on another day, or began on one."""
    texts = [block.text for block in article.blocks if block.text and block.kind is not BlockKind.CAPTION]
    return bool(texts) and bool(
        _ENDS_OPEN.search(_form(texts[-1])[-24:]) or _BEGINS_OPEN.search(_form(texts[0])[:24])
    )


def _form(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text.translate(_CIRCLED))).strip()


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


MOST_REPRINTS = 40
"""A text in more articles than this is printed in the paper permanently, and its printings are not listed."""

WHOLE_SHARE = 0.6
"""Minimum share of the longer text for both to be the same text, and not one a piece of the other."""


Id = Annotated[int, Meta(ge=0, le=0xFFFFFFFF)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Reprint(Struct, frozen=True, array_like=True):
    """Two articles with the same text.

    `share` is how much of the shorter text is in the other, `whole_share` how much of the longer, `likeness` how much
    is equal within the stretch that is in both. The first has the lesser id.
    """

    first_id: Id
    second_id: Id
    share: Share
    whole_share: Share
    likeness: Share

    @property
    def is_whole(self) -> bool:
        """Return whether both are the same text as a whole, and neither is only a piece of the other."""
        return self.whole_share >= WHOLE_SHARE

    def alike(self) -> str:
        """Return the similarity in words: “98% 相同”; for an extract its share of the longer text, too."""
        of_longer = percent(self.whole_share)
        if self.is_whole:
            return say("{percent} 相同", percent=of_longer)
        if self.share == 1:
            return say("短的一篇全在长的一篇里，占它的 {percent}", percent=of_longer)
        return say(
            "短的一篇有 {share} 在长的一篇里，占它的 {percent}", share=percent(self.share), percent=of_longer
        )

    def other(self, article_id: int) -> int:
        return self.first_id + self.second_id - article_id
