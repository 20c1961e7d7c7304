"""Namings of a person by surname and title (陈市长), each with what ties it to the person.

A naming counts where the article prints the full name before it, or by the office: the person was seen in it at that
time, and nobody else of the surname was. The ties by office are determined beforehand (`library.naming_rung`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reader.i18n import say
from reader.search.needles import TiedNeedle, for_runs
from reader.search.query import Exact, Query, places_asked
from reader.search.terms import MARKERS, SEAM


@dataclass(frozen=True, slots=True)
class OfficeTie:
    """At the time of an article, `person` is the only one of the surname who was seen in an office, as `title`."""

    title: str
    surname: str
    person: str


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a naming to a person.

    Attributes:
        names: the full names, in search form; one of them has to stand before the naming.
        by_office: the articles in which the office ties it, by id.
        apart: the ids of articles in which no name ties it, because they name another person of the surname.
    """

    names: tuple[str, ...]
    by_office: Mapping[int, OfficeTie] = field(default_factory=dict)
    apart: Collection[int] = frozenset()


class Called(Exact):
    """Documents with a naming that is tied to the person.

    Attributes:
        surname: the number of characters of the surname.
        ties: what ties it.
    """

    def __init__(self, naming: str, surname: int, ties: Ties) -> None:
        """The naming is in search form; `surname` is the number of characters of the surname."""
        super().__init__(naming, naming)
        self.surname = surname
        self.ties = ties

    def decided_by_grams(self) -> bool:
        return False

    def needle_in(self, article: int | None) -> str:
        """Return the tied needle for an article; "" where nothing ties it."""
        if article in self.ties.by_office:
            return TiedNeedle(self.needle, self.surname, self.ties.names, is_free=True).written()
        return self.by_name(article)

    def by_name(self, article: int | None) -> str:
        """Return the tied needle for what a name ties in an article; "" where names tie nothing."""
        is_apart = article in self.ties.apart
        return "" if is_apart else TiedNeedle(self.needle, self.surname, self.ties.names).written()

    def test(self, text: str, article: int = 0) -> bool:
        return next(self.found(text, self.needle_in(article)), None) is not None

    def places(self, text: str, article: int) -> list[tuple[int, int]]:
        """Return begin and end of each place in an article's search text, those of repeated runs included."""
        return list(self.found(text, self.needle_in(article)))

    def found(self, text: str, needle: str) -> Iterator[tuple[int, int]]:
        """Yield begin and end of each place of a tied needle in a search text."""
        if not needle or self.needle not in text:
            return
        from reader.search.needles import occurrences

        lines = [line.split(SEAM) for line in text.split("\n")]
        forms = [[run.lstrip(MARKERS) for run in line] for line in lines]
        at = 0
        for line, line_forms, own in zip(lines, forms, for_runs(forms, (needle,)), strict=True):
            for run, form, (needle_of_run,) in zip(line, line_forms, own, strict=True):
                begin = at + len(run) - len(form)
                for first, last in occurrences(form, needle_of_run):
                    yield begin + first, begin + last
                at += len(run) + 1

    def _key(self) -> tuple[object, ...]:
        by_office = frozenset(self.ties.by_office.items())
        return *super()._key(), self.surname, self.ties.names, by_office, frozenset(self.ties.apart)


def ties_told(query: Query, article: int, text: str) -> str:
    """Return in words what ties the namings that a query finds in an article to the person; "" for none."""
    leaves = [leaf for leaf in places_asked(query) if isinstance(leaf, Called)]
    told = dict.fromkeys(words for leaf in leaves for words in _told(leaf, article, text))
    return say("；").join(told)


def _told(leaf: Called, article: int, text: str) -> Iterator[str]:
    """Yield what ties the places of a naming: a name before them, and the office where that ties more of them."""
    places, by_name = (
        len([*leaf.found(text, needle)]) for needle in (leaf.needle_in(article), leaf.by_name(article))
    )
    if by_name:
        yield say("同篇有{name}", name=next(name for name in leaf.ties.names if name in text))
    if by_name < places:
        tie = leaf.ties.by_office[article]
        yield say(
            "此时任{title}的{surname}姓只见{person}", title=tie.title, surname=tie.surname, person=tie.person
        )


def called(namings: Sequence[str], surname: int, ties: Ties) -> list[Called]:
    """Return the queries for namings that are tied in the same way."""
    return [Called(naming, surname, ties) for naming in namings]
