"""Strings near each other of which one may have been misread, and a reader has decided on some of its places."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reader.search.query import Exact, Near
from reader.search.terms import as_printed


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions on one character of a string: that at `at` of its needle, at these places by article."""

    needle: str
    at: int
    places: Mapping[int, Collection[int]]


class MisreadNear(Near):
    """Documents in which two strings stand near each other; a place of which a reader has decided is none of them."""

    def __init__(self, first: Exact, second: Exact, within: int, decided: Sequence[Decided]) -> None:
        super().__init__(first, second, within)
        self._decided = decided

    def test(self, text: str, article: int = 0) -> bool:
        printed = as_printed(text)
        taken = {
            place
            for each in self._decided
            for place in each.places.get(article, ())
            if place >= each.at and printed.startswith(each.needle, place - each.at)
        }
        for place in taken:
            printed = f"{printed[:place]}\0{printed[place + 1 :]}"  # as long, so that distances stay
        return super().test(printed, article)
