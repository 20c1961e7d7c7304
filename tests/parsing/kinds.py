"""The pages of `kinds.txt`, with the roles that their lines may have."""

from functools import cache
from pathlib import Path

from msgspec import Struct

from reader.newspaper.article import SourceText
from reader.parsing.weights import LineRole

ROLES = {
    "M": {LineRole.MASTHEAD},
    "G": {LineRole.PAGE},
    "S": {LineRole.SECTION, LineRole.LABEL},
    "K": {LineRole.KICKER},
    "H": {LineRole.HEADLINE},
    "I": {LineRole.HEADLINE_MORE},
    "D": {LineRole.DECK},
    "B": {LineRole.BYLINE},
    "F": {LineRole.JUMP_FROM},
    "T": {LineRole.JUMP_TO},
    "O": {LineRole.OPENING},
    "P": {LineRole.PARAGRAPH},
    "Q": {LineRole.PARAGRAPH_MORE},
    "h": {LineRole.SUBHEAD},
    "C": {LineRole.CAPTION},
    "E": {LineRole.SIGNATURE},
    "N": {LineRole.NOTICE},
}


class Page(Struct, frozen=True):
    """Of every line the letters of its roles, and its text; `begins`: the lines that begin an article."""

    name: str
    codes: tuple[str, ...]
    begins: tuple[int, ...]
    texts: tuple[str, ...]

    def source(self, blank_lines: int) -> SourceText:
        """The page with so many blank lines behind each of its lines."""
        return SourceText(
            "a.txt", "utf-8", tuple(line for text in self.texts for line in (text, *[""] * blank_lines))
        )


@cache
def pages() -> tuple[Page, ...]:
    """All of them."""
    text = Path(__file__).with_name("kinds.txt").read_text(encoding="utf-8")
    return tuple(_page(page) for page in text.partition("\n")[2].split("\n===\n"))


def _page(page: str) -> Page:
    name, *rows = page.strip().split("\n")
    codes, _, texts = zip(*(row.partition("|") for row in rows), strict=True)
    begins = tuple(n for n, code in enumerate(codes) if code.startswith("+"))
    return Page(name, tuple(code.strip("+") for code in codes), begins, texts)
