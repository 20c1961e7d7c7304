"""Strings near each other of which one may have been misread."""

from collections.abc import Sequence

from reader.search.misread_string import Misread
from reader.search.needles import occurrences
from reader.search.query import Exact, Near
from reader.search.terms import as_printed


class MisreadNear(Near):
    """Documents in which two strings stand near each other, those of them that are `misread` where they count as that.

    So a place is none of them that is likelier to be meant as printed, or of which a reader has decided.
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
            printed = f"{printed[:place]}\0{printed[place + 1 :]}"  # as long, so that distances stay
        return super().test(printed, article)
