"""The people named in an article, each name once, with the evidence for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.features.people.person import STRONG, Certainty, NameMark
from reader.language import common_words
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.names import is_name
from reader.language.patterns import pattern
from reader.language.words import is_known
from reader.newspaper.article import Article, Credit, Role

if TYPE_CHECKING:
    from reader.features.people.recognition import NamedPerson

_PEN_NAME = pattern(f"[{HAN}]{{2,4}}|[^\\W\\d_]{{3,12}}")
_NO_PERSON = pattern(
    "[社報报台網网部局處处所室組组隊队團团會会院校廠厂站館馆科者員员]$|[编編]辑?部|通讯员|通訊員|综合|綜合|本[报報刊台]"
    "|來論|来论|轉載|转载|[專专][栏欄题題]"
)
_LONGEST = 20
_BESIDE = frozenset("上下里内外旁边")


class Naming(Struct, frozen=True):
    """A name in an article, with the marks and offices of all its occurrences."""

    name: str
    marks: tuple[NameMark, ...]
    """The strongest first."""
    field: int
    """The index in `shown_texts` of the text with the surest occurrence."""
    at: int
    """The place in that text where the surest occurrence begins."""
    offices: tuple[str, ...]

    @property
    def certainty(self) -> Certainty:
        """How certain its marks make it that the string is a name: by a strong one, or by two weak ones."""
        if not STRONG.isdisjoint(self.marks):
            return Certainty.CERTAIN
        if len(self.marks) > 1:
            return Certainty.LIKELY
        return Certainty.STRING


def shown_texts(article: Article) -> Sequence[str]:
    """Return all texts of an article that are searched for names; `Naming.field` is an index in it."""
    credits = (credit.as_printed for credit in article.credits)
    head = (article.kicker or "", article.headline or "", article.section or "")
    return (*head, *article.decks, *credits, *(block.text for block in article.blocks))


def named_in_all(articles: Sequence[Article]) -> list[list[Naming]]:
    """Return the people named in each of the articles: those in the credits first, then in reading order.

    Much quicker than article by article.
    """
    from reader.features.people.recognition import people_in_all

    shown = [_running_texts(article) for article in articles]
    people = people_in_all(["\n".join(texts.values()) for texts in shown])
    return [_named(*fields) for fields in zip(articles, shown, people, strict=True)]


def _running_texts(article: Article) -> dict[int, str]:
    """Return the texts of an article other than credits, by their indexes in `shown_texts`."""
    first_credit = 3 + len(article.decks)
    credits = range(first_credit, first_credit + len(article.credits))
    return {number: text for number, text in enumerate(shown_texts(article)) if number not in credits}


def _named(article: Article, texts: Mapping[int, str], people: Sequence[NamedPerson]) -> list[Naming]:
    """Return the people of an article: those in its credits, then those recognized in its running texts."""
    places: dict[str, list[_Place]] = {}
    for number, credit in enumerate(article.credits, 3 + len(article.decks)):
        if credit.role is not Role.AGENCY:
            for name in credit.names:
                if is_credited(name) and not _is_bare_word(name, credit.as_printed):
                    at = max(0, credit.as_printed.find(name))
                    places.setdefault(name, []).append((number, at, frozenset({NameMark.CREDIT}), ()))
    printed = [credit for credit in article.credits if _is_in_some(credit.as_printed, texts)]
    numbers = [*texts]
    starts = [0, *accumulate(len(text) + 1 for text in texts.values())]
    for person in people:
        place = bisect_right(starts, person.begin) - 1
        number = numbers[place]
        at = person.begin - starts[place]
        if printed and _is_misread_credit(person.name, texts[number], at, printed):
            continue
        places.setdefault(person.name, []).append((number, at, person.marks, person.offices))
    return [_naming(name, person_places) for name, person_places in places.items()]


def _is_in_some(string: str, texts: Mapping[int, str]) -> bool:
    return any(string in text for text in texts.values())


_Place = tuple[int, int, frozenset[NameMark], tuple[str, ...]]
"""The index of a text, the place where a name begins in it, and the marks and offices there."""


def is_credited(name: str) -> bool:
    """Return whether a name in a credit is a person's: it has the form of a name, or of a pen name that is no word."""
    if is_name(name):
        return len(name) <= _LONGEST
    is_pen_name = _PEN_NAME.fullmatch(name) is not None and not _NO_PERSON.search(name)
    return is_pen_name and (name[0].isascii() or not is_known(name))


def _is_bare_word(name: str, as_printed: str) -> bool:
    """Return whether a credit is a common word that looks like a name, 路口 on a line of its own, or 钟楼下."""
    plain = simplified(name)
    if len(plain) == len("钟楼下") and plain[-1] in _BESIDE and common_words.is_common(plain[:-1]):
        return True
    return as_printed.strip() == name and common_words.is_common(plain) and plain not in common_words.famous()


def _is_misread_credit(name: str, text: str, at: int, credits: Sequence[Credit]) -> bool:
    """Return whether a recognized name lies in a printed credit and overlaps one of the names parsed from it.

    The parsed names win, as the words of a credit are surer evidence than the characters of a name.
    """
    for credit in credits:
        begin = text.find(credit.as_printed, max(0, at - len(credit.as_printed)))
        if 0 <= begin <= at < begin + len(credit.as_printed):
            if name in credit.names:
                return False
            offsets = (text.find(credited_name, begin) for credited_name in credit.names)
            if any(
                0 <= first < at + len(name) and at < first + len(credited_name)
                for first, credited_name in zip(offsets, credit.names, strict=True)
            ):
                return True
    return False


def _rank(place: _Place) -> int:
    return _RANK[_ranked(place[2])[0]]


def _naming(name: str, places: Sequence[_Place]) -> Naming:
    if len(places) == 1:
        field, at, marks, offices = places[0]
        return Naming(name, _ranked(marks), field, at, offices)
    marks = places[0][2].union(*(other_place[2] for other_place in places[1:]))
    field, at, *_ = min(places, key=_rank)
    all_offices = dict.fromkeys(chain.from_iterable(offices for *_, offices in places))
    return Naming(name, _ranked(marks), field, at, tuple(all_offices))


@lru_cache(1 << 10)
def _ranked(marks: frozenset[NameMark]) -> tuple[NameMark, ...]:
    return tuple(sorted(marks, key=_RANK.__getitem__))


_RANK = {mark: rank for rank, mark in enumerate(NameMark)}
