"""The passages of an article: its sentences, and what each of them tells of days."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from reader.features.claims.plain_text import plain_of
from reader.features.claims.stating import core_of
from reader.features.claims.told_days import years_in
from reader.features.claims.weighing import Account
from reader.language.dates.calendar import Days, months, one_day
from reader.language.patterns import pattern
from reader.newspaper.article import Article, BlockKind
from reader.newspaper.facts import Fact
from reader.parsing import DayBases, dateline, day_bases, mentioned_days

HEADLINE = -1
"""In place of the number of a block: the headline group."""
_SENTENCE = pattern(r"[^。！？!?]+[。！？!?]*[”’」』）)]*")
_LONGEST = 600
"""The most characters of a passage; a text without full stops is cut."""
_WITH_TEXT = (BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.CAPTION, BlockKind.SUBHEAD)


class Passage(Struct, frozen=True):
    """The characters [start, end) of a block of an article, or of its headline."""

    block: int
    start: int
    end: int


class Texts:
    """The texts of an article in simplified characters, and the passages in them."""

    def __init__(self, article: Article, paper: dt.date | None) -> None:
        self.article = article
        self._paper = paper
        self._bases: DayBases | None = None
        headings = (article.kicker, article.headline, *article.decks)
        self.printed: dict[int, str] = {HEADLINE: " ".join(filter(None, headings))}
        for number, block in enumerate(article.blocks):
            if block.kind in _WITH_TEXT:
                self.printed[number] = block.text
        self.plain = {number: plain_of(text) for number, text in self.printed.items()}
        self.passages = [
            passage for number, text in self.plain.items() for passage in _passages(number, text)
        ]
        self.whole = "\n".join(self.plain.values())

    def words(self, passage: Passage) -> str:
        return self.plain[passage.block][passage.start : passage.end]

    def rarity_of(self, passage: Passage, weights: Mapping[str, float]) -> float:
        """Return the sum of the weights of those strings that a passage has."""
        words = self.words(passage)
        return sum(weight for gram, weight in weights.items() if gram in words)

    def around(self, passage: Passage) -> Iterator[Passage]:
        """Yield the passage with the one before it, and with the one behind it, in its block."""
        same = [other for other in self.passages if other.block == passage.block]
        at = same.index(passage)
        if at > 0:
            yield Passage(passage.block, same[at - 1].start, passage.end)
        if at + 1 < len(same):
            yield Passage(passage.block, passage.start, same[at + 1].end)

    def account(self, passage: Passage) -> Account:
        """Return what a passage tells, with its days."""
        plain = self.words(passage)
        base = self._base(passage)
        above = _last_day(self.plain[passage.block][: passage.start], base, self._paper)
        days = list(_days_in(plain, base, self._paper, above))
        core = core_of(plain, [span for span, _ in days])
        account_days = tuple(passage_days for _, passage_days in days)
        last_above = above.value if above is not None else None
        base_days = one_day(base.value) if base.value is not None else None
        return Account(plain, core, account_days, last_above, base_days, self.whole)

    def _base(self, passage: Passage) -> Fact[dt.date]:
        if self._bases is None:
            self._bases = day_bases(self.article, self._paper)
        return self._bases.at(max(passage.block, 0), passage.start)


def _days_in(
    plain: str, base: Fact[dt.date], paper: dt.date | None, above: Fact[Days] | None
) -> Iterator[tuple[tuple[int, int], Days | None]]:
    """Yield the spans of words that tell days, months or years, in order, with these days; None if not certain."""
    days: dict[tuple[int, int], Days | None] = {}
    for mention in mentioned_days(plain, base, paper, above):
        days[mention.start, mention.end] = mention.days
    for start, end, year in years_in(plain):
        if not any(first < end and start < last for first, last in days):
            days[start, end] = months(year, 1, 12)
    yield from sorted(days.items(), key=_begin)


def _begin(span_and_days: tuple[tuple[int, int], Days | None]) -> int:
    return span_and_days[0][0]


def _last_day(text: str, base: Fact[dt.date], paper: dt.date | None) -> Fact[Days] | None:
    """Return the single day that a text tells last; None if it tells none."""
    facts = [mention.fact for mention in mentioned_days(text, base, paper)]
    days = [fact for fact in facts if fact.value is not None and fact.value.first == fact.value.last]
    return days[-1] if days else None


def _passages(number: int, text: str) -> Iterator[Passage]:
    begin = 0
    head = dateline(text)
    if head is not None and number != HEADLINE:
        begin = head.end
    for match in _SENTENCE.finditer(text, begin):
        for first in range(match.start(), match.end(), _LONGEST):
            end = min(first + _LONGEST, match.end())
            if text[first:end].strip():
                yield Passage(number, first, end)


def best_of(texts: Texts, weights: Mapping[str, float], most: int) -> list[tuple[float, Passage]]:
    """Return the passages of an article with the rarest strings, at most so many, each with their weight."""
    ranked = [(texts.rarity_of(passage, weights), passage) for passage in texts.passages]
    ranked = [pair for pair in ranked if pair[0] > 0]
    ranked.sort(key=_minus_rarity)
    return ranked[:most]


def _minus_rarity(pair: tuple[float, Passage]) -> float:
    return -pair[0]


def extended(
    texts: Texts, passage: Passage, rarity: float, weights: Mapping[str, float], least: float
) -> Iterable[Passage]:
    """Return a passage, and those with a neighbour that has further strings of at least this weight."""
    others = [other for other in texts.around(passage) if texts.rarity_of(other, weights) >= rarity + least]
    return [passage, *others]
