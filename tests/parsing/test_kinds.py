"""Given pages of the many kinds that a daily prints, when they are parsed, with blank lines or without, then each line
has its role and each article begins where it does (`kinds.txt`)."""

import pytest

from reader.parsing import explain, parse
from reader.parsing.weights import LineRole
from tests.parsing.kinds import ROLES, Page, pages


@pytest.mark.parametrize("blank_lines", [0, 1, 2])
@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page(page: Page, blank_lines: int) -> None:
    source = page.source(blank_lines)
    wrong = {
        verdict.text: verdict.role
        for codes, verdict in zip(page.codes, explain(source), strict=True)
        if verdict.role not in set[LineRole]().union(*(ROLES[letter] for letter in codes))
    }
    assert wrong == {}
    begins = [page.texts[n] for n in page.begins]
    told = [
        page.texts[(article.source_lines[0][0] - 1) // (blank_lines + 1)]
        for article in parse(source).articles
    ]
    assert told == begins
