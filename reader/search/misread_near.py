"""Strings near each other of which one or both may have been misread."""

from collections.abc import Sequence

from reader.search.misread_string import Misread
from reader.search.needles import occurrences
from reader.search.query import Exact, Near
from reader.search.terms import as_printed


class MisreadNear(Near):
    """Documents in which two strings are near each other; those in `misread` only where they count as misread.

    Excluded are places that are likelier meant as printed, or that a reader has decided on.
    """

    def __init__(self, first: Exact, second: Exact, within: int, misread: Sequence[Misread]) -> None:
        super().__init__(first, second, within)
        self._misread = misread

    def test(self, text: str, article: int = 0) -> bool:
        printed = as_printed(text)
        others = {
            begin + each.differs_at
            for each in self._misread
            for begin in {begin for begin, _ in occurrences(printed, each.needle)}
            - {begin for begin, _ in each.places(text, article)}
        }
        for place in others:
            printed = f"{printed[:place]}\0{printed[place + 1 :]}"  # same length, so that distances stay
        return super().test(printed, article)
