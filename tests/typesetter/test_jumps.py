"""What a generated day says of its stories is true of its files."""

import re

import pytest

from reader.language.variants import simplified
from reader.parsing import pages
from tests.typesetter import STYLES
from tests.typesetter.jump_lines import JUMP_LINES, JumpLines
from tests.typesetter.jumps import Case, Half, JumpDay, jump_day
from tests.typesetter.lines import Role
from tests.typesetter.truth import ArticleTruth, squash

pytestmark = pytest.mark.slow

each_case = pytest.mark.parametrize("case", Case)


def days(case: Case, noise: float = 0.0) -> list[JumpDay]:
    return [jump_day(style, case, 3, noise, half) for style in STYLES for half in Half]


def ends_of(day: JumpDay) -> list[tuple[ArticleTruth, ArticleTruth]]:
    return [
        (day.sheets[a].truth.articles[m], day.sheets[b].truth.articles[n]) for (a, m), (b, n) in day.pairs
    ]


@each_case
def test_a_day_is_the_same_every_time(case: Case) -> None:
    assert jump_day(STYLES[0], case, 5, 0.03) == jump_day(STYLES[0], case, 5, 0.03)


@each_case
def test_every_line_has_one_role(case: Case) -> None:
    for day in days(case, 0.03):
        for sheet in day.sheets:
            lines = {n for n, line in enumerate(sheet.source().lines, 1) if line.strip()}
            head = sheet.truth.masthead.lines if sheet.truth.masthead else ()
            told = [*head, *sheet.truth.furniture, *(n for one in sheet.truth.articles for n in one.lines())]
            assert sorted(told) == sorted(lines)


@pytest.mark.parametrize("case", [Case.ONE, Case.TO_ONE_PAGE, Case.CHAIN, Case.NO_HEADLINE, Case.NAMED])
def test_both_ends_of_a_story_print_a_jump_line(case: Case) -> None:
    for day in days(case):
        assert day.pairs
        for first, second in ends_of(day):
            assert first.jump_to
            assert second.jump_from
            assert first.roles.get(Role.JUMP)
            assert second.roles.get(Role.JUMP)


@pytest.mark.parametrize("case", [Case.LOST_ENDS, Case.QUIET])
def test_where_nothing_belongs_together_nothing_is_said_to(case: Case) -> None:
    assert not any(day.pairs for day in days(case))


def test_jump_lines_name_the_headline_where_they_are_to() -> None:
    for day in days(Case.NAMED):
        printed = "".join(squash(simplified(line)) for sheet in day.sheets for line in sheet.source().lines)
        assert re.search("[下紧][转接][^。]{1,6}《", printed)


def test_the_two_halves_share_no_story() -> None:
    first, second = (
        {
            line
            for day in (jump_day(STYLES[1], Case.ONE, n, 0, half) for n in range(6))
            for sheet in day.sheets
            for line in sheet.source().lines
            if len(line) > 60
        }
        for half in Half
    )
    assert not first & second


@pytest.mark.parametrize("lines", JUMP_LINES, ids=lambda lines: lines.name)
def test_every_kind_of_jump_line_is_printed_and_read(lines: JumpLines) -> None:
    day = jump_day(STYLES[0], Case.ONE, 2, 0, Half.FITTED, lines)
    for first, second in ends_of(day):
        printed = [line.strip() for sheet in day.sheets for line in sheet.source().lines]
        assert first.jump_to in {jump.page for line in printed if (jump := pages.jump_to(line))}
        assert second.jump_from in {jump.page for line in printed if (jump := pages.jump_from(line))}


def test_a_page_that_is_not_read_stands_in_no_jump_line() -> None:
    for seed in range(12):
        day = jump_day(STYLES[0], Case.PAGE_UNREAD, seed)
        printed = [line for sheet in day.sheets for line in sheet.source().lines]
        assert any(re.search("(?:下转|上接)[^0-9]?版", line) for line in printed)


def test_a_day_in_one_file_is_one_sheet() -> None:
    assert all(len(day.sheets) == 1 for day in days(Case.ONE_FILE))
