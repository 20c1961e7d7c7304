"""The lists of people and of evidence: read page by page, and what their rows say."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from reader.features.people.person import Certainty, NameEvidence, PersonRow
from reader.features.people.seen_days import SeenDays
from reader.features.people.ui.people_pane import (
    _MAX_PAGES,
    PAGE,
    EvidenceModel,
    PeopleModel,
    PeoplePane,
)
from reader.ui.widgets import text_painting, wording

JUNE, MARCH = dt.date(1987, 6, 12), dt.date(1988, 3, 1)


def person(
    *forms: str, label: str = "", first: dt.date | None = None, last: dt.date | None = None
) -> PersonRow:
    return PersonRow(forms[0], label, "", "", 3, Certainty.LIKELY, SeenDays(first, last), forms)


def people(total: int) -> list[PersonRow]:
    return [person(f"第{number}人") for number in range(total)]


@pytest.mark.parametrize("total", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 2 * PAGE + 1])
def test_each_row_is_read_with_its_page_when_it_is_looked_at(qtbot: QtBot, total: int) -> None:
    model, everyone = PeopleModel(), people(total)
    wanted: list[list[int]] = []
    changed: list[tuple[int, int]] = []
    model.read_pages = wanted.append
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.begin(everyone[:PAGE], total)
    assert model.rowCount() == total
    assert [row for row in map(model.row, map(model.index, range(total))) if row] == everyone[:PAGE]
    missing = list(range(1, -(-total // PAGE)))
    qtbot.waitUntil(lambda: wanted == ([missing] if missing else []))
    assert {model.index(row).data() for row in range(PAGE, total)} <= {"还没读出来"}
    for number in missing:
        model.set_page(number, everyone[number * PAGE : (number + 1) * PAGE])
    assert changed == [(number * PAGE, min((number + 1) * PAGE, total) - 1) for number in missing]
    assert [model.row(model.index(row)) for row in range(total)] == everyone
    assert [number for number, _ in model.known_rows()] == list(range(total))
    assert [model.place_of(each.name, "") for each in everyone] == list(range(total))
    qtbot.wait(1)
    assert len(wanted) == bool(missing), "what was asked for is not asked for again"


def test_a_page_behind_the_end_changes_nothing(qtbot: QtBot) -> None:
    model = PeopleModel()
    model.begin(people(1), 1)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_page(1, people(1))
    assert model.rowCount() == 1


def test_of_very_many_pages_those_read_last_are_kept(qtbot: QtBot) -> None:
    model = PeopleModel()
    everyone = people(PAGE * (_MAX_PAGES + 2))
    model.begin(everyone[:PAGE], len(everyone))
    for number in range(1, _MAX_PAGES + 1):
        model.set_page(number, everyone[number * PAGE : (number + 1) * PAGE])
    assert model.row(model.index(0)) == everyone[0]
    model.set_page(_MAX_PAGES + 1, everyone[-PAGE:])
    assert [row for _, row in model.known_rows()] == everyone[-PAGE:]
    asked: list[list[int]] = []
    model.read_pages = asked.append
    assert model.row(model.index(0)) is None
    qtbot.waitUntil(lambda: asked == [[0]])


def test_another_list_has_other_rows(qtbot: QtBot) -> None:
    model = PeopleModel()
    model.begin(people(PAGE), 2 * PAGE)
    asked: list[list[int]] = []
    model.read_pages = asked.append
    model.row(model.index(PAGE))
    model.begin(people(PAGE), 3 * PAGE)
    model.row(model.index(2 * PAGE))
    qtbot.waitUntil(lambda: asked == [[2]])
    model.row(model.index(PAGE))
    model.begin([person("何苇")], 1)
    qtbot.wait(1)
    assert asked == [[2]]
    assert [model.index(row).data() for row in range(model.rowCount())] == ["何苇 3 篇"]


def test_a_person_is_found_in_each_form_of_the_name_and_by_the_label() -> None:
    model = PeopleModel()
    model.begin([person("何苇", label="记者"), person("闻砚秋", "聞硯秋"), person("何苇")], 3)
    assert [model.place_of(*each) for each in [("何苇", ""), ("何苇", "记者"), ("聞硯秋", "")]] == [2, 0, 1]
    assert model.place_of("聞硯秋", "记者") == model.place_of("宋三槐", "") == -1


SAID = [
    (person("何苇"), "何苇 3 篇", "何苇，多半是人名，3 篇"),
    (
        person("闻砚秋", "聞硯秋", "文砚秋", first=JUNE, last=MARCH),
        "闻砚秋、聞硯秋、文砚秋 3 篇",
        "闻砚秋，也写作 聞硯秋、文砚秋，多半是人名，3 篇，1987–1988",
    ),
]


@pytest.mark.parametrize(("row", "shown", "spoken"), SAID)
def test_what_a_row_of_people_says(row: PersonRow, shown: str, spoken: str) -> None:
    model = PeopleModel()
    model.begin([row], 1)
    index = model.index(0)
    assert (index.data(), index.data(Qt.ItemDataRole.AccessibleTextRole)) == (shown, spoken)
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None
    assert index.flags() == Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@pytest.mark.parametrize(("date", "day"), [(JUNE, "1987年6月12日"), (None, "日期不详")])
def test_what_a_row_of_evidence_says(date: dt.date | None, day: str) -> None:
    model = EvidenceModel()
    row = NameEvidence(7, "雁桥日报", date, "渡口添了船", Certainty.STRING, "", "何苇说要添船")
    model.begin([row], 1)
    assert model.index(0).data() == "渡口添了船\n何苇说要添船"
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        f"{day}，雁桥日报，渡口添了船，只是字样，何苇说要添船"
    )


@pytest.mark.parametrize(
    ("first", "last", "of_years", "of_days"),
    [
        (None, None, "", ""),
        (JUNE, None, "", ""),
        (None, JUNE, "", ""),
        (JUNE, JUNE, "1987", "1987年6月12日"),
        (JUNE, dt.date(1987, 6, 13), "1987", "1987年6月12日 – 1987年6月13日"),
        (JUNE, MARCH, "1987–1988", "1987年6月12日 – 1988年3月1日"),
    ],
)
def test_a_span_of_years_and_of_days(
    first: dt.date | None, last: dt.date | None, of_years: str, of_days: str
) -> None:
    seen = SeenDays(first, last)
    assert (seen.years(), seen.in_words(wording.day)) == (of_years, of_days)


@pytest.mark.parametrize(
    ("papers", "width", "said"),
    [
        ((), 300, "多半是人名"),
        (("江城晚报",), 300, "多半是人名　江城晚报"),
        (("江城晚报", "雁桥日报"), 300, "多半是人名　江城晚报、雁桥日报"),
        (("江城晚报", "雁桥日报"), 170, "多半是人名　2 种报纸"),
    ],
)
def test_a_row_names_the_newspapers_or_tells_how_many_they_are(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, papers: tuple[str, ...], width: int, said: str
) -> None:
    painted: list[str] = []
    draw_words = text_painting.draw_words

    def draw(painter: QPainter, rect: QRectF, text: str, *style: Any) -> float:
        painted.append(text)
        return draw_words(painter, rect, text, *style)

    monkeypatch.setattr(text_painting, "draw_words", draw)
    pane = PeoplePane()
    qtbot.addWidget(pane)
    pane.show_people([replace(person("何渡生"), newspapers=papers)], 1, "")
    pane.view.setFixedWidth(width)
    pane.view.grab()
    assert said in painted
    assert pane.model.index(0).data(Qt.ItemDataRole.ToolTipRole) == ("、".join(papers) or None)
