"""In the window a body leads to who is seen in its offices, and these to the articles that say so."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.features.offices.offices import Conflict, Place, held_months, office_table
from reader.features.offices.ui.chart import Lane, Scale, lanes
from reader.features.offices.ui.offices_face import OfficesFace
from reader.features.offices.ui.offices_part import OfficesPane
from reader.library.library import Library
from tests.features.offices.office_papers import write_papers
from tests.ui import a_window


def _bars(pane: OfficesPane) -> list[tuple[str, list[str]]]:
    rows = [row for row in pane.chart.rows() if isinstance(row, Lane)]
    return [(row.office.name, [each.name for each in row.bars]) for row in rows]


def test_keys_lead_from_a_body_to_bars_and_articles(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, write_papers(tmp_path / "旧报"))
    window.resize(1366, 768)
    window.controller.features.actions["show_offices"].trigger()
    part = window.controller.features.parts.of(OfficesFace).offices
    pane = part.pane
    chart = part.pane.chart
    qtbot.waitUntil(lambda: [body.name for body in pane.bodies.rows()] == ["雁桥市"])
    qtbot.waitUntil(lambda: _bars(pane)[:1] == [("市长", ["陈海涛", "戴汝舟"])])
    assert {name for name, _ in _bars(pane)} == {"市长", "市委书记", "代市长", "副市长", "原市长"}
    assert [row.office for row in chart.rows() if isinstance(row, Conflict)] == ["市长"]
    qtbot.waitUntil(lambda: len(pane.places.rows()) == 3)
    QTest.keyClick(chart.view, Qt.Key.Key_Right)
    assert pane.places.heading.text() == "戴汝舟，市长，1 篇"
    while not isinstance(chart.current(), Conflict):
        at = chart.view.currentIndex().row()
        QTest.keyClick(chart.view, Qt.Key.Key_Down)
        assert chart.view.currentIndex().row() > at
    qtbot.waitUntil(lambda: len(pane.places.rows()) == 2)
    acting = pane.places.rows()[1]
    assert isinstance(acting, Place)
    assert pane.places.words(acting) == (
        "雁桥日报　1987-03-11　01版，本报讯　雁桥市代市长戴汝舟在会上说，堤已修好。"
    )
    QTest.keyClick(pane.places.view, Qt.Key.Key_Down)
    QTest.keyClick(pane.places.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not part.is_shown())
    stored = window.controller.layout.pane.article()
    assert stored is not None
    assert str(stored.issue.date) == "1987-03-11"

    # the bodies stay in the sidebar, and lead back to the chart
    assert window.controller.layout.is_list_shown()
    a_window.click_row(pane.bodies.view, pane.bodies.index_of("雁桥市"))
    assert part.is_shown()
    assert not window.controller.layout.is_list_shown()
    QTest.keyClick(pane.bodies.view, Qt.Key.Key_Escape)
    assert not part.is_shown()
    assert window.controller.layout.is_list_shown()


def test_bars_of_a_lane_do_not_touch_and_all_have_one(qtbot: QtBot, tmp_path: Path) -> None:
    library = Library.open(write_papers(tmp_path / "库"))
    library.sync()
    (body,) = office_table(library, "雁桥市")
    for width in (200, 500, 900):
        scale = Scale(body, held_months(library), width)
        found = [*lanes(body, scale)]
        for lane in found:
            extents = [scale.extent(each) for each in lane.bars]
            assert all(one[1] < other[0] for one, other in pairwise(extents))
            assert all(0 <= begin <= end <= width for begin, end in extents)
        assert sorted(id(each) for lane in found for each in lane.bars) == sorted(map(id, body.holders))
    library.close()
