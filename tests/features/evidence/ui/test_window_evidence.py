"""Evidence in the window: made of a search, a dossier, a chronicle; checked on a page that leads to each article."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from reader.features.differences.ui import DifferenceDialog
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.evidence.checking import Outcome
from reader.features.evidence.evidence_file import EvidenceFile
from reader.features.evidence.ui import EvidencePart
from reader.newspaper.printing import Printing
from reader.plugs import Slot
from reader.ui.window.window import MainWindow
from tests.features.importing.ui.test_window_drops import drag_over, drop, mime
from tests.ui import a_window
from tests.ui.a_window import actions_of

OLD, NEW = "老船工说：", "老船工昨天说："


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that a person chooses, to write and to open."""
    target = tmp_path / f"船{EVIDENCE_SUFFIX}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    return target


def part_of(window: MainWindow) -> EvidencePart:
    return window.controller.features.parts.of(EvidencePart)


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    features = window.controller.features
    features.results.enter_query(text)
    qtbot.waitUntil(lambda: features.searching.text == text and features.searching.is_idle())


def do(window: MainWindow, qtbot: QtBot, act: Callable[[], object]) -> EvidencePart:
    act()
    part = part_of(window)
    qtbot.waitUntil(part._task.queue.is_idle)
    return part


def test_a_search_is_evidence_and_a_change_leads_to_its_article_and_its_place(
    window: MainWindow, root: Path, qtbot: QtBot, chosen: Path
) -> None:
    search(window, qtbot, "老船工")
    header = window.controller.layout.results.header
    make = window._actions["make_evidence"]
    assert make in header.actions_on_query
    do(window, qtbot, make.trigger)
    assert [each.typed for each in EvidenceFile(chosen).head.query] == ["老船工"]

    changed = root / "19870612.txt"
    changed = changed if changed.exists() else sorted(root.glob("*.txt"))[0]
    changed.write_text(changed.read_text(encoding="utf-8").replace(OLD, NEW, 1), encoding="utf-8")
    window.controller.library.sync()
    part = do(window, qtbot, window._actions["check_evidence"].trigger)
    assert part.is_shown()
    assert "当时 9 篇" in part.pane.lead.text()
    rows = part.pane.findings.rows()
    assert [each.outcome for each in rows] == [Outcome.CHANGED, *[Outcome.SAME] * 8]
    part.pane.findings.select(part.pane.findings.key_of(rows[0]))
    _, comparing = part.pane.findings.row_acts
    assert part.pane.findings.do(comparing)
    (dialog,) = window.findChildren(DifferenceDialog)
    assert "昨天" in dialog.texts[1].toPlainText()
    assert "昨天" not in dialog.texts[0].toPlainText()
    dialog.reject()
    part.pane.findings.view.setFocus()
    QTest.keyClick(part.pane.findings.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not part.is_shown())
    shown = window.controller.layout.pane
    qtbot.waitUntil(lambda: getattr(shown.article(), "id", 0) == rows[0].article_id)
    part.pane.findings.select(part.pane.findings.key_of(rows[1]))
    assert not comparing.when([rows[1]])


def test_a_list_is_evidence_of_its_articles(window: MainWindow, qtbot: QtBot, chosen: Path) -> None:
    library = window.controller.library
    ids = library.searcher.search("老船工", limit=2).ids
    printings = [each.printing for each in library.articles.several(ids)]
    menu = QMenu()
    for part in window.controller.features.parts.offering(Slot.LIST):
        part.offer_on_list(menu, "专题“船”", [*printings, Printing("nosuch")])
    offered = {action.text(): action for action in actions_of(menu)}
    assert [*offered] == ["存成证据…"]
    do(window, qtbot, offered["存成证据…"].trigger)
    evidence = EvidenceFile(chosen)
    assert (evidence.head.origin, evidence.head.articles) == ("专题“船”", 2)
    assert "1 篇" in evidence.head.not_counted[0]
    part = do(window, qtbot, window._actions["check_evidence"].trigger)
    assert [each.outcome for each in part.pane.findings.rows()] == [Outcome.SAME] * 2


def test_a_damaged_file_is_told_and_nothing_is_shown(window: MainWindow, qtbot: QtBot, chosen: Path) -> None:
    chosen.write_text("yuebao-evidence 1\n", encoding="utf-8")
    part = do(window, qtbot, window._actions["check_evidence"].trigger)
    assert not part.is_shown()
    assert "不完整" in window.toast.label.text()


def test_two_windows_make_the_same_evidence(
    window: MainWindow, root: Path, qtbot: QtBot, chosen: Path
) -> None:
    other = a_window.open_on(qtbot, root)
    for each in (window, other):
        search(each, qtbot, "老船工")
        do(each, qtbot, each._actions["make_evidence"].trigger)
        checked = do(each, qtbot, each._actions["check_evidence"].trigger)
        assert {row.outcome for row in checked.pane.findings.rows()} == {Outcome.SAME}


def test_evidence_of_digests_is_chosen_in_the_dialog_by_its_kind(
    window: MainWindow, qtbot: QtBot, chosen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def last_kind(_parent: object, _title: str, _proposed: str, kinds: str) -> tuple[str, str]:
        return str(chosen), kinds.split(";;")[-1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", last_kind)
    search(window, qtbot, "老船工")
    do(window, qtbot, window._actions["make_evidence"].trigger)
    assert not EvidenceFile(chosen).head.has_texts
    assert "只有摘要" in window.toast.label.text()
    part = do(window, qtbot, window._actions["check_evidence"].trigger)
    assert "只有摘要" in part.pane.lead.text()
    assert {each.outcome for each in part.pane.findings.rows()} == {Outcome.SAME}


def test_evidence_that_is_given_to_the_window_is_checked_in_it(
    window: MainWindow, qtbot: QtBot, chosen: Path
) -> None:
    search(window, qtbot, "老船工")
    do(window, qtbot, window._actions["make_evidence"].trigger)
    root = window.controller.library.root
    window.open_given(chosen)
    qtbot.waitUntil(part_of(window).is_shown)
    assert window.controller.library.root == root


def test_evidence_of_another_library_opens_that_library(
    window: MainWindow, root: Path, qtbot: QtBot, chosen: Path, tmp_path: Path
) -> None:
    search(window, qtbot, "老船工")
    do(window, qtbot, window._actions["make_evidence"].trigger)
    other = tmp_path / "别处"
    other.mkdir()
    (other / "19900305.txt").write_text(
        "周报\n1990年3月5日 第5期\n\n## 井台修好了\n\n本报讯 井台修好了。\n", encoding="utf-8"
    )
    window.open_library(other)
    qtbot.waitUntil(lambda: window.controller.library.root == other)
    window.open_given(chosen)
    qtbot.waitUntil(lambda: window.controller.library.root == root)
    qtbot.waitUntil(lambda: part_of(window).is_shown())
    assert {each.outcome for each in part_of(window).pane.findings.rows()} == {Outcome.SAME}


def test_a_file_that_is_dropped_is_checked_and_not_copied(
    window: MainWindow, qtbot: QtBot, chosen: Path
) -> None:
    search(window, qtbot, "老船工")
    do(window, qtbot, window._actions["make_evidence"].trigger)
    words = drag_over(window, mime(chosen))
    assert words == (f"松手就打开“{chosen.name}”", "与报纸核对：每篇是不是还与当时一样。")
    drop(window, mime(chosen))
    qtbot.waitUntil(part_of(window).is_shown)
