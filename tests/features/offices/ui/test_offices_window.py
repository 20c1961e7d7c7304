"""In the window a body leads to who is seen in its offices, and these to the articles that say so."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from reader.features.offices.offices import Conflict, Holder
from reader.features.offices.ui import OfficesPart
from tests.features.offices.office_papers import write_papers
from tests.ui import a_window


def test_a_body_leads_to_people_and_articles(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, write_papers(tmp_path / "旧报"))
    window.controller.features.actions["offices"].trigger()
    part = window.controller.features.parts.of(OfficesPart)
    pane = part.pane
    qtbot.waitUntil(lambda: [body.name for body in pane.bodies.rows()] == ["雁桥市"])
    holders = [row for row in pane.holders.rows() if isinstance(row, Holder)]
    assert [(row.office, row.name) for row in holders][:2] == [("市长", "陈海涛"), ("市长", "戴汝舟")]
    assert [row.office for row in pane.holders.rows() if isinstance(row, Conflict)] == ["市长"]
    acting = next(row for row in holders if row.is_acting)
    pane.holders.select(pane.holders.key_of(acting))
    pane.show_holder()
    assert [pane.places.words(row) for row in pane.places.rows()] == ["雁桥日报　1987-03-11　01版"]
    pane.places.select(pane.places.rows()[0].article_id)
    assert pane.places.do(pane.places.row_acts[0])
    qtbot.waitUntil(lambda: not part.is_shown())
    stored = window.controller.layout.pane.article()
    assert stored is not None
    assert str(stored.issue.date) == "1987-03-11"
