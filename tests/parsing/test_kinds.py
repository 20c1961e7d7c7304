"""Given pages of the many kinds that a daily prints, when they are parsed, with blank lines or without, then each line
has its role and each article begins where it does (`kinds.txt`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.newspaper.text import SourceText
from reader.parsing import explain, parse
from reader.parsing.weights import LineRole

_ROLES = {
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


@dataclass(frozen=True)
class Page:
    name: str
    codes: tuple[str, ...]
    texts: tuple[str, ...]


def _pages() -> Iterator[Page]:
    text = Path(__file__).with_name("kinds.txt").read_text(encoding="utf-8")
    for page in text.partition("\n")[2].split("\n===\n"):
        name, *rows = page.strip().split("\n")
        codes, _, texts = zip(*(row.partition("|") for row in rows), strict=True)
        yield Page(name, codes, texts)


@pytest.mark.parametrize("blank_lines", [0, 1, 2])
@pytest.mark.parametrize("page", list(_pages()), ids=lambda page: page.name)
def test_a_page(page: Page, blank_lines: int) -> None:
    step = blank_lines + 1
    lines = [line for text in page.texts for line in (text, *[""] * blank_lines)]
    source = SourceText("a.txt", "utf-8", tuple(lines))
    wrong = {
        verdict.text: verdict.role
        for code, verdict in zip(page.codes, explain(source), strict=True)
        if verdict.role not in set[LineRole]().union(*(_ROLES[letter] for letter in code.strip("+")))
    }
    assert wrong == {}
    begins = [page.texts[n] for n, code in enumerate(page.codes) if code.startswith("+")]
    told = [page.texts[(article.source_lines[0][0] - 1) // step] for article in parse(source).articles]
    assert told == begins
