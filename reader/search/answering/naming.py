"""Queries for a naming, which is a person's surname with a title (陈市长), that find only articles about that person.

A naming refers to (is tied to) the person if the article prints the full name before it. Otherwise the office may tie
it: at that time, the person is recorded in an office with this title, and nobody else of the surname is. These ties
are determined beforehand (`library.naming_rung`).
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from msgspec import Struct, field

from reader.i18n import say
from reader.search.needles import TiedNeedle, for_runs
from reader.search.query import Exact, Query, place_leaves
from reader.search.terms import SEAM, unmarked_runs


class OfficeTie(Struct, frozen=True):
    """A tie by office: at the time of the article, `person` is the only one of the surname known to have this title."""

    title: str
    surname: str
    person: str


class Ties(Struct, frozen=True):
    """The conditions under which a naming refers to a person: it is tied to the person.

    Attributes:
        names: the full names, in search form; one of them has to be printed before the naming.
        by_office: the articles, by id, in which the naming is tied by the office; no full name is needed there.
        apart: the ids of articles in which a full name does not suffice, since they name another person of the surname.
    """

    names: tuple[str, ...]
    by_office: Mapping[int, OfficeTie] = field(default_factory=dict)
    apart: Collection[int] = frozenset()


class Called(Exact):
    """A query for documents with a naming that is tied to a person.

    Attributes:
        surname: the number of characters of the surname.
        ties: the conditions under which the naming refers to the person.
    """

    def __init__(self, naming: str, surname: int, ties: Ties) -> None:
        """`naming` is in search form; `surname` is the number of characters of its surname."""
        super().__init__(naming, naming)
        self.surname = surname
        self.ties = ties

    def decided_by_grams(self) -> bool:
        return False

    def needle_in(self, article: int | None) -> str:
        """Return the tied needle to look for in an article (an id); "" if no place in it is tied."""
        if article in self.ties.by_office:
            return TiedNeedle(self.needle, self.surname, self.ties.names, is_free=True).written()
        return self.by_name(article)

    def by_name(self, article: int | None) -> str:
        """Return the tied needle for the places in an article that are tied by a full name; "" if none can be."""
        is_apart = article in self.ties.apart
        if is_apart:
            return ""
        return TiedNeedle(self.needle, self.surname, self.ties.names).written()

    def test(self, text: str, article: int = 0) -> bool:
        return next(self.found(text, self.needle_in(article)), None) is not None

    def places(self, text: str, article: int) -> list[tuple[int, int]]:
        """Return begin and end of each place of the naming in an article's search text that is tied to the person."""
        return list(self.found(text, self.needle_in(article)))

    def found(self, text: str, needle: str) -> Iterator[tuple[int, int]]:
        """Yield begin and end of each occurrence of a tied needle in a search text; none if `needle` is ""."""
        if not needle or self.needle not in text:
            return
        from reader.search.needles import occurrences

        lines = text.split("\n")
        forms = [unmarked_runs(line) for line in lines]
        at = 0
        for line, line_forms, run_needles in zip(lines, forms, for_runs(forms, (needle,)), strict=True):
            for run, form, (needle_of_run,) in zip(line.split(SEAM), line_forms, run_needles, strict=True):
                begin = at + len(run) - len(form)
                for first, last in occurrences(form, needle_of_run):
                    yield begin + first, begin + last
                at += len(run) + 1

    def _key(self) -> tuple[object, ...]:
        by_office = frozenset(self.ties.by_office.items())
        return *super()._key(), self.surname, self.ties.names, by_office, frozenset(self.ties.apart)


def explained_ties(query: Query, article: int, text: str) -> str:
    """Return an explanation, as it is shown, of why the namings in an article refer to the person; "" without any."""
    leaves = [leaf for leaf in place_leaves(query) if isinstance(leaf, Called)]
    explanations = dict.fromkeys(chain.from_iterable(_explanations(leaf, article, text) for leaf in leaves))
    return say("；").join(explanations)


def _explanations(leaf: Called, article: int, text: str) -> Iterator[str]:
    """Yield up to two explanations for a naming: the full name before it, and the office if that ties more places."""
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
