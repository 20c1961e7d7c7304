"""What people come for takes no more clicks than this: each press of the mouse counts, typing does not.

The clicks are those of a mouse, in a window of the usual size; an entry of a menu that opens another one is a click.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.evidence.making import EvidenceSource, answer, made
from reader.features.evidence.ui import EvidencePart
from reader.features.offices.ui.offices_face import OfficesFace
from reader.newspaper.correction import Claim, CorrectionKind
from reader.ui.check.kind_list import KindRow
from reader.ui.widgets.controls import LinkButton, SegmentedControl
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.features.importing.ui.test_window_drops import drag_over, drop, mime
from tests.features.offices.office_papers import write_papers
from tests.ui import a_window
from tests.ui.a_window import press, type_text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three issues, in whose articles a paragraph ends with who took a picture."""
    return a_window.write_issues(tmp_path / "旧报", more="渡船靠岸（何苇　摄）")


class Mouse:
    """Clicks in a window, and counts them."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.layout = window.controller.layout
        self.clicks = 0

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        self.clicks += 1
        a_window.click(widget)

    def click_row(self, view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> None:
        assert view.isVisible()
        self.clicks += 1
        a_window.click_row(view, index)

    def click_segment(self, words: str) -> None:
        """Click a place of the sidebar, or a face of one."""
        controls = self.layout._sidebar.findChildren(SegmentedControl)
        segments = [button for control in controls if control.isVisible() for button in control.segments()]
        self.click(next(button for button in segments if button.text() == words))

    def choose(self, menu: QMenu, *words: str) -> None:
        """Choose an entry of a menu that is open, through the menus in it; each is a click."""
        for name in words:
            self.clicks += 1
            (entry,) = (each for each in menu.actions() if each.text().partition("\t")[0] == name)
            assert entry.isEnabled()
            inner = entry.menu()
            if isinstance(inner, QMenu):
                inner.aboutToShow.emit()
                menu = inner
            else:
                entry.trigger()


def paper_of_a_day(mouse: Mouse) -> None:
    mouse.click(mouse.layout.issues.day_button)
    type_text("1987-6-12")
    press(Qt.Key.Key_Return)
    mouse.qtbot.waitUntil(lambda: day_read(mouse.window) == "1987-06-12")


def day_read(window: MainWindow) -> str:
    stored = window.controller.reading.article
    return str(stored.issue.date) if stored is not None else ""


def papers_of_a_day_in_every_year(mouse: Mouse) -> None:
    mouse.click(mouse.layout.issues.day_button)
    type_text("6月12日")
    press(Qt.Key.Key_Return)
    panel = mouse.window.controller.features.parts.of(CalendarPart).pane.day_panel
    mouse.qtbot.waitUntil(
        lambda: any("1987年6月12日" in link.text() for link in panel.findChildren(LinkButton))
    )


def all_that_is_to_be_checked(mouse: Mouse) -> None:
    mouse.click_segment("核对")
    place = mouse.window.controller.features.check.place
    mouse.qtbot.waitUntil(place.is_idle)
    assert place.kinds.view.isVisible()


def this_line_is_the_headline(mouse: Mouse) -> None:
    page = mouse.layout.pane.page
    menu = QMenu(mouse.window)
    mouse.clicks += 1  # with the right button, on a paragraph
    page.menuOpening.emit(menu, next(block for block in page.blocks if block.kind.name == "PARAGRAPH"))
    menu.aboutToShow.emit()
    mouse.choose(menu, "更正", "这是标题")
    mouse.qtbot.waitUntil(lambda: "已更正" in mouse.window.toast.label.text())


def this_line_is_the_photographers_name(mouse: Mouse) -> None:
    page = mouse.layout.pane.page
    menu = QMenu(mouse.window)
    mouse.clicks += 1  # with the right button, on the line
    page.menuOpening.emit(menu, next(block for block in page.blocks if block.text.endswith("摄）")))
    menu.aboutToShow.emit()
    mouse.choose(menu, "更正", "署名是摄影…")
    form = a_window.asked(mouse.window)
    a_window.answer(form, "更正", "何苇")
    mouse.qtbot.waitUntil(lambda: "已更正" in mouse.window.toast.label.text())


def a_colleagues_evidence_is_checked(mouse: Mouse) -> None:
    """The file is dropped on the window."""
    window = mouse.window
    library = window.controller.library
    source = EvidenceSource(("老船工",))
    file = library.root.parent / f"船{EVIDENCE_SUFFIX}"
    file.write_bytes(b"".join(made(library, source, "", answer(library, source))))
    mouse.clicks += 1
    drag_over(window, mime(file))
    drop(window, mime(file))
    part = window.controller.features.parts.of(EvidencePart)
    mouse.qtbot.waitUntil(lambda: bool(part.pane.findings.rows()))
    assert part.pane.findings.view.isVisible()


def a_colleagues_evidence_is_opened(mouse: Mouse) -> None:
    window = mouse.window
    library = window.controller.library
    source = EvidenceSource(("老船工",))
    file = library.root.parent / f"船{EVIDENCE_SUFFIX}"
    file.write_bytes(b"".join(made(library, source, "", answer(library, source))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        mouse.click(window.controller.layout.top.open_button)
    part = window.controller.features.parts.of(EvidencePart)
    mouse.qtbot.waitUntil(lambda: bool(part.pane.findings.rows()))
    assert part.pane.findings.view.isVisible()


def a_correction_is_taken_back(mouse: Mouse) -> None:
    library = mouse.window.controller.library
    library.corrections.correct_issue(["19870605.txt"], [Claim(CorrectionKind.NUMBER, number=4100)])
    mouse.click_segment("核对")
    place = mouse.window.controller.features.check.place
    mouse.qtbot.waitUntil(lambda: place.doubts is not None and place.is_idle())
    (number,) = (at for at, row in enumerate(place.kinds.model.rows()) if is_of_corrections(row))
    mouse.click_row(place.kinds.view, place.kinds.model.index(number, 0))
    listing = place.card.listing()
    mouse.qtbot.waitUntil(lambda: bool(listing.rows()))
    buttons = place.card.findChildren(QAbstractButton)
    mouse.click(next(button for button in buttons if button.text() == "撤销这条更正"))
    mouse.qtbot.waitUntil(lambda: not library.corrections.known())


def is_of_corrections(row: object) -> bool:
    return isinstance(row, KindRow) and row.feature == "correct"


JOBS: dict[Callable[[Mouse], None], int] = {
    paper_of_a_day: 1,
    papers_of_a_day_in_every_year: 1,
    all_that_is_to_be_checked: 1,
    this_line_is_the_headline: 3,
    this_line_is_the_photographers_name: 3,
    a_correction_is_taken_back: 3,
    a_colleagues_evidence_is_checked: 1,
    a_colleagues_evidence_is_opened: 1,
}
"""Each job, and the most clicks that it may take."""


@pytest.mark.parametrize(("job", "most"), JOBS.items(), ids=[job.__name__ for job in JOBS])
def test_a_job_takes_so_many_clicks(
    qtbot: QtBot, window: MainWindow, job: Callable[[Mouse], None], most: int
) -> None:
    mouse = Mouse(qtbot, window)
    job(mouse)
    assert mouse.clicks <= most


@pytest.mark.parametrize("words", ["逐处", "用词", "大事", "历年", "人物"])
def test_what_was_found_is_seen_otherwise_by_a_click(qtbot: QtBot, window: MainWindow, words: str) -> None:
    mouse = Mouse(qtbot, window)
    search_and_wait(window, "渡口")
    segments = mouse.layout.results.header.views.segments.segments()
    mouse.click(next(button for button in segments if button.text() == words))
    qtbot.waitUntil(lambda: bool(window.controller.features.views.action))
    assert mouse.layout.pane.isVisible(), "the article stays beside it"
    assert mouse.clicks == 1


def test_a_colleagues_evidence_is_chosen_in_to_check(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouse = Mouse(qtbot, window)
    library = window.controller.library
    source = EvidenceSource(("老船工",))
    file = library.root.parent / f"船{EVIDENCE_SUFFIX}"
    file.write_bytes(b"".join(made(library, source, "", answer(library, source))))
    monkeypatch.setattr("reader.features.evidence.ui.ask_to_open", lambda *_: file)
    mouse.click_segment("核对")
    links = window.controller.features.check.place.pane.findChildren(LinkButton)
    mouse.click(next(link for link in links if link.text() == "核对证据…"))
    part = window.controller.features.parts.of(EvidencePart)
    qtbot.waitUntil(lambda: bool(part.pane.findings.rows()))
    assert mouse.clicks == 2


def test_who_was_mayor_when_takes_three(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, write_papers(tmp_path / "旧报"))
    mouse = Mouse(qtbot, window)
    mouse.click_segment("人物")
    mouse.click_segment("职务")
    pane = window.controller.features.parts.of(OfficesFace).offices.pane
    qtbot.waitUntil(lambda: bool(pane.bodies.rows()))
    mouse.click_row(pane.bodies.view, pane.bodies.model.index(0, 0))
    qtbot.waitUntil(lambda: bool(pane.chart.rows()))
    assert pane.chart.view.isVisible()
    assert mouse.clicks <= 3
