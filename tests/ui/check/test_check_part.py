"""What is to be checked is gathered when its tab is first opened, followed while it is shown, and left with it."""

from types import SimpleNamespace
from typing import Any

import pytest

from reader import do_nothing
from reader.ui.check import check_place
from reader.ui.check.check_part import CheckPart
from reader.ui.frame import Tab
from reader.ui.widgets.services import Change, Services
from tests.invented_article import ISSUE, bookmark
from tests.ui.stand_ins import Calls, Heard, noted


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls: Calls = []

    def made(_desk: object, _part: object) -> object:
        calls.append(("made",))
        return noted(calls)

    monkeypatch.setattr(check_place, "CheckPlace", made)
    return calls


def part_in(tab: str) -> tuple[CheckPart, Any]:
    """Return the part, and the desk of a window in which a tab is open."""
    frame = SimpleNamespace(tabShown=Heard(), tab=tab)
    desk: Any = SimpleNamespace(
        frame=frame,
        reading=SimpleNamespace(opened=Heard()),
        services=Services(do_nothing),
        library=None,
        parent=None,
    )
    return CheckPart(desk), desk


def test_a_window_in_another_tab_makes_nothing(calls: Calls) -> None:
    part, desk = part_in(Tab.PAPERS)
    part.refresh(Change.PAPERS)
    desk.frame.tabShown.emit(Tab.BOOKMARKS)
    desk.reading.opened.emit()
    assert calls == []
    assert not part.is_made()


def test_a_window_that_begins_in_its_tab_opens_it(calls: Calls) -> None:
    part_in(Tab.CHECK)
    assert calls == [("made",), ("open",)]


def test_it_is_made_once_opened_with_its_tab_and_left_with_it(calls: Calls) -> None:
    _, desk = part_in(Tab.PAPERS)
    for tab in (Tab.CHECK, Tab.PAPERS, Tab.CHECK):
        desk.frame.tabShown.emit(tab)
    assert calls == [("made",), ("open",), ("leave",), ("open",)]


def test_it_follows_the_library_and_hides_the_evidence_of_what_was_read_before(calls: Calls) -> None:
    part, desk = part_in(Tab.CHECK)
    calls.clear()
    part.refresh(Change.PAPERS)
    desk.reading.opened.emit()
    assert calls == [("follow", Change.PAPERS), ("hide_evidence",)]


def test_what_is_asked_for_elsewhere_is_shown_there(calls: Calls) -> None:
    part, _ = part_in(Tab.PAPERS)
    lost = bookmark()
    part.show_mark(lost)
    part.show_day(ISSUE)
    part.show_decided("misread")
    assert calls == [("made",), ("show_mark", lost), ("show_day", ISSUE), ("show_decided", "misread")]
