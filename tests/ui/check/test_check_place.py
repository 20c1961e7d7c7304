"""To check: one place for what is in doubt and what a person decided; its keys, its acts, and what stands beside."""

import cProfile
import datetime as dt
import gc
import itertools
import pstats
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.i18n import count
from reader.library import doubt_offers, doubt_sources
from reader.library.corrections import Effect
from reader.library.derived_data import only_writer
from reader.library.doubt_offers import Offer
from reader.library.doubt_rows import MADE_AT_ONCE
from reader.library.doubt_sources import AllDoubts
from reader.library.doubts import Doubt, DoubtKind
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.plugs import Plug
from reader.storage.catalogue import CatalogueDamaged
from reader.ui.check.check_place import CheckPlace
from reader.ui.check.doubt_paging import DoubtPages, DoubtSet, chosen_set
from reader.ui.check.finding import Listed
from reader.ui.check.kind_list import KindRow, decided_by
from reader.ui.controllers.issue_dialogs import IssueDialog
from reader.ui.frame import Tab
from reader.ui.widgets.listing import ListingDialog
from reader.ui.widgets.services import Change
from reader.ui.window.window import MainWindow
from tests import doubtful_library
from tests.doubtful_library import KINDS
from tests.living import objects_where
from tests.many_issues import multiply
from tests.ui import a_window
from tests.ui.a_window import CTRL, focused, press

FIRST_CHOICES = {
    "unnamed": "更正日期、报纸名…",
    "undated": "更正日期、报纸名…",
    "other-day": "就是 1987年7月3日",
    "other-weekday": "就是 1987年6月8日",
    "future-day": "更正日期、报纸名…",
    "contradicting": "改为第 4173 期",
    "masthead-only": "更正日期、报纸名…",
    "unread": "查看清单",
    "unread-pages": "",
    "passed-over": "查看清单",
    "copies": "比较不同的字句…",
    "low-quality": "校对",
    "pictures": "识别…",
    "lost-marks": "写批注",
    "lost-corrections": "收回这一条",
    "other-correction": "用这一条",
    "overruled": "就是第 4172 期",
    "set-apart": "",
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return a_window.open_on(qtbot, doubtful_library.write(tmp_path / "旧报"))


def opened(qtbot: QtBot, window: MainWindow) -> CheckPlace:
    press(Qt.Key.Key_6, CTRL)
    place = window.controller.features.check.place
    qtbot.waitUntil(lambda: place.doubts is not None and place.is_idle())
    return place


def choose(qtbot: QtBot, place: CheckPlace, kind: DoubtKind) -> None:
    """Choose a kind, and wait until what stands beside its first row is there."""
    row = next(row for row in place.kinds.rows() if row.kind is kind)
    place.kinds.select(place.kinds.key_of(row))
    place.choose(row)
    qtbot.waitUntil(place.is_idle)


def press_on_row(place: CheckPlace, key: Qt.Key) -> None:
    place.list.view.setFocus()
    QTest.keyClick(place.list.view, key)


def chips(place: CheckPlace) -> list[str]:
    """Return what the keys do for the current row."""
    return [chip.text() for chip in place.list.chips if not chip.isHidden()]


def kinds_of(window: MainWindow) -> dict[DoubtKind, int]:
    found = doubt_sources.look(window.controller.library).kinds
    return {each.kind: each.number for each in found}


def test_each_kind_is_listed_with_its_number_and_what_the_first_key_does(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = opened(qtbot, window)
    assert place.pane.number.text() == count(len(KINDS), "{n} 处待核")
    listed = {row.kind.value: row.number for row in place.kinds.rows() if row.kind and not row.kind.is_apart}
    assert listed == dict.fromkeys(KINDS, 1)
    first: dict[str, str] = {}
    for kind in map(DoubtKind, KINDS):
        choose(qtbot, place, kind)
        assert [row.path for row in place.list.rows()] == [KINDS[kind.value]]
        first[kind.value] = chips(place)[0].partition("  ")[2] if chips(place) else ""
    assert first == FIRST_CHOICES


def test_the_lines_and_how_each_thing_is_known_stand_beside_the_row(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.OTHER_WEEKDAY)
    layout = window.controller.layout
    assert layout.area.first_view() is place.evidence.text
    words = place.evidence.text.toPlainText()
    assert "1987年6月8日 星期四 第4177期 今日四版" in words
    assert "这一天是星期一" in words
    choose(qtbot, place, DoubtKind.LOST_MARKS)
    assert "渡口的灯亮到后半夜" in place.evidence.text.toPlainText()


def test_a_number_settles_a_doubt_and_undo_brings_it_back(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.CONTRADICTING)
    press_on_row(place, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: DoubtKind.CONTRADICTING not in kinds_of(window))
    qtbot.waitUntil(lambda: place.is_idle() and place.list.rows() == [])
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kinds_of(window).get(DoubtKind.CONTRADICTING) == 1)
    qtbot.waitUntil(lambda: [row.path for row in place.list.rows()] == [KINDS["contradicting"]])


def test_a_number_settles_the_row_that_is_seen_while_the_kinds_have_the_keys(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.CONTRADICTING)
    place.kinds.view.setFocus()
    decided = next(row for row in place.kinds.rows() if row.feature)
    place.choose(decided)
    qtbot.waitUntil(lambda: place.is_idle() and not place.list.view.isVisible())
    QTest.keyClick(place.kinds.view, Qt.Key.Key_1)
    assert window.controller.features.undo.is_idle()
    choose(qtbot, place, DoubtKind.CONTRADICTING)
    assert place.list.view.isVisible()
    QTest.keyClick(place.kinds.view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: DoubtKind.CONTRADICTING not in kinds_of(window))


def test_a_place_that_is_taken_apart_hears_of_its_view_without_a_failure(qapp: QApplication) -> None:
    place = CheckPlace.__new__(CheckPlace)
    QObject.__init__(place)
    view = QObject()
    view.installEventFilter(place)
    QCoreApplication.sendEvent(view, QEvent(QEvent.Type.Hide))


def test_all_of_a_kind_is_one_step_and_what_comes_later_is_asked_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.INFERRED_TITLE)
    before = kinds_of(window)[DoubtKind.INFERRED_TITLE]
    assert before == len(place.list.rows()) > 1
    assert place.card.doubts.all_button.isVisible()
    assert place.card.doubts.all_button.text() == f"{before} 处都照 1 办"
    place.card.doubts.all_button.click()
    qtbot.waitUntil(lambda: DoubtKind.INFERRED_TITLE not in kinds_of(window))
    qtbot.waitUntil(window.controller.features.undo.is_idle)
    (window.controller.library.root / "19870628.txt").write_text(_HEADLESS, encoding="utf-8")
    window._actions["rescan"].trigger()
    a_window.settle(qtbot, window)
    assert kinds_of(window)[DoubtKind.INFERRED_TITLE] == 1, (
        "what was said of the others is not said of this one"
    )
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kinds_of(window)[DoubtKind.INFERRED_TITLE] == before + 1)


def test_what_was_said_of_one_stays_when_all_others_are_settled_and_nothing_is_asked_twice(
    qtbot: QtBot, window: MainWindow
) -> None:
    library = window.controller.library
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.INFERRED_TITLE)
    rows = list(place.list.rows())
    one, *others = [row.path for row in rows]
    elsewhere = Claim(CorrectionKind.TITLE, title="江城晚报")
    with only_writer(library.local.lock):  # another program reads the library in: nothing can be applied
        place._settling.by_offer(Offer("改为《江城晚报》", ((one, (elsewhere,)),)), chosen_set(rows[:1]))
        qtbot.waitUntil(lambda: [row.path for row in place.list.rows()] == others)
        qtbot.waitUntil(place.is_idle)
        assert place.card.doubts.all_button.text() == f"{len(others)} 处都照 1 办"
        place.card.doubts.all_button.click()
        qtbot.waitUntil(lambda: place.list.rows() == [])
        assert place.card.number.text() == "0"
        press(Qt.Key.Key_1, CTRL)
        press(Qt.Key.Key_6, CTRL)
        place.look()
        qtbot.waitUntil(place.is_idle)
        assert (place.list.rows(), place.card.number.text()) == ([], "0")
    said = {correction.anchor.path: correction.claim for correction in library.user_data.corrections.all()}
    assert said[one] == elsewhere
    assert others == [path for path in said if path in others]
    qtbot.waitUntil(lambda: DoubtKind.INFERRED_TITLE not in kinds_of(window))
    assert window.controller.features.undo.is_idle()
    overruled = [known for known in library.corrections.known() if known.effect is Effect.OVERRULED]
    assert not {known.correction.anchor.path for known in overruled} & {one, *others}


def test_where_another_process_has_synced_nothing_is_done_that_was_not_told(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.INFERRED_TITLE)
    told = kinds_of(window)[DoubtKind.INFERRED_TITLE]
    assert place.card.doubts.all_button.text() == f"{told} 处都照 1 办"
    corrections = window.controller.library.user_data.corrections
    before = corrections.all()
    root = window.controller.library.root
    (root / "19870628.txt").write_text(_HEADLESS, encoding="utf-8")
    other = Library.open(root)
    other.sync()
    other.close()
    place.card.doubts.all_button.click()
    qtbot.waitUntil(lambda: f"说是 {told} 处" in window.toast.label.text())
    qtbot.waitUntil(window.controller.features.undo.is_idle)
    assert corrections.all() == before
    qtbot.waitUntil(lambda: place.card.doubts.all_button.text() == f"{told + 1} 处都照 1 办")
    place.card.doubts.all_button.click()
    qtbot.waitUntil(lambda: DoubtKind.INFERRED_TITLE not in kinds_of(window))


def test_those_without_a_first_choice_are_told_and_stay(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers_of = doubt_offers.offers_of

    def of_some(library: Library, doubt: Doubt) -> tuple[Offer, ...]:
        return () if doubt.path == KINDS["undated"] else offers_of(library, doubt)

    monkeypatch.setattr(doubt_offers, "offers_of", of_some)
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.INFERRED_TITLE)
    paths = [row.path for row in place.list.rows()]
    assert paths == [KINDS["low-quality"], KINDS["undated"]]
    place.card.doubts.all_button.click()
    qtbot.waitUntil(lambda: "其中 1 处没有可以照办的，还没有动" in window.toast.label.text())
    qtbot.waitUntil(lambda: [row.path for row in place.list.rows()] == [KINDS["undated"]])


def test_of_a_day_days_are_offered_and_no_numbers(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.INFERRED_DAY)
    assert [words.partition("  ")[2] for words in chips(place)] == [
        "就是 1987年6月21日",
        "不是 1987 年",
        "不定",
    ]


def test_what_was_decided_is_counted_as_its_list_has_rows(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    decided = [row for row in place.kinds.rows() if row.feature]
    numbers = {row.feature: row.number for row in decided}
    assert numbers == {"correct": 4, "people": 0, "profiles": numbers["profiles"]}
    for row in decided:
        place.choose(row)
        listing = place.card.listing()
        qtbot.waitUntil(listing.tasks.is_idle)
        assert len(listing.rows()) == row.number


def test_a_lost_mark_is_shown_even_if_its_note_was_written_meanwhile(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.LOST_MARKS)
    bookmark = place.list.rows()[0].bookmark
    assert bookmark is not None
    place.choose(place.kinds.rows()[0])
    place.show_mark(replace(bookmark, note="先前写的"))
    qtbot.waitUntil(place.is_idle)
    current = place.list.current()
    assert current is not None
    assert current.bookmark == bookmark


def test_what_a_feature_lists_without_counting_it_has_no_number(window: MainWindow) -> None:
    plug = Plug("elsewhere", decided=lambda: "别处定的")
    assert decided_by(plug, window.controller.library) == KindRow("别处定的", feature="elsewhere")


@pytest.mark.parametrize(("key", "number"), [(Qt.Key.Key_1, 4172), (Qt.Key.Key_2, 4190)])
def test_a_later_file_against_a_correction_is_settled_either_way(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, number: int
) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.OVERRULED)
    assert [words.partition("  ")[2] for words in chips(place)] == [
        "就是第 4172 期",
        "改为第 4190 期",
        "不定",
    ]
    press_on_row(place, key)
    qtbot.waitUntil(lambda: DoubtKind.OVERRULED not in kinds_of(window))
    issues = window.controller.library.contents.issues("雁桥日报", 1987, 6)
    (issue,) = (row for row in issues if row.date == dt.date(1987, 6, 3))
    assert issue.number == number
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kinds_of(window).get(DoubtKind.OVERRULED) == 1)


_HEADLESS = """1987年6月28日

# 渡船又换了篷布

摆渡的老人说，旧的补了三回。
"""


def test_enter_goes_on_a_letter_opens_and_esc_leaves(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.INFERRED_TITLE)
    press_on_row(place, Qt.Key.Key_Return)
    assert place.list.view.currentIndex().row() == 1
    choose(qtbot, place, DoubtKind.UNDATED)
    press_on_row(place, Qt.Key.Key_O)
    qtbot.waitUntil(partial(_shows, window, KINDS["undated"]))
    assert not place.evidence.isVisible()
    press_on_row(place, Qt.Key.Key_Escape)
    assert not window.controller.layout.is_card_shown()
    assert window.controller.layout.tab == Tab.CHECK
    window.controller.show_tab(Tab.PAPERS)
    assert not place.evidence.isVisible()


def _shows(window: MainWindow, path: str) -> bool:
    stored = window.controller.layout.pane.article()
    return stored is not None and [each.path for each in stored.sources][:1] == [path]


@pytest.mark.parametrize("width", [900, 640])
def test_in_a_narrow_window_arrows_go_along_the_kinds_and_enter_goes_to_the_rows_and_back(
    qtbot: QtBot, window: MainWindow, width: int
) -> None:
    window.resize(width, 640)
    place = opened(qtbot, window)
    assert focused() is place.kinds.view
    first, *others = place.kinds.rows()[:4]
    assert place.kinds.current() == first
    for row in others:
        press(Qt.Key.Key_Down)
        assert place.kinds.current() == row
    assert focused() is place.kinds.view
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(place.list.rows()) and place.is_idle())
    assert focused() is place.list.view
    press(Qt.Key.Key_Escape)
    assert focused() is (place.kinds.view if width == 900 else place.evidence.text)


@pytest.mark.parametrize("width", [900, 640])
def test_in_a_narrow_window_enter_alone_goes_to_the_rows_of_the_first_kind(
    qtbot: QtBot, window: MainWindow, width: int
) -> None:
    window.resize(width, 640)
    place = opened(qtbot, window)
    first = place.kinds.rows()[0]
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(place.list.rows()) and place.is_idle())
    assert place.list.rows()[0].kind is first.kind
    assert focused() is place.list.view


@pytest.mark.parametrize("width", [900, 640])
def test_in_a_narrow_window_the_evidence_of_a_kind_stands_beside_it_without_enter(
    qtbot: QtBot, window: MainWindow, width: int
) -> None:
    window.resize(width, 640)
    place = opened(qtbot, window)
    qtbot.waitUntil(lambda: place.is_idle() and place.evidence.isVisible())
    assert not place.list.view.isVisible()
    before = place.list.rows()[0].kind
    press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: place.is_idle() and place.list.rows()[0].kind is not before)
    assert place.evidence.isVisible()
    assert focused() is place.kinds.view
    press(Qt.Key.Key_Escape)
    if width == 640:  # the drawer has closed
        press(Qt.Key.Key_Escape)
    assert not place.evidence.isVisible()
    assert window.controller.layout.pane.isVisible()


def test_in_a_narrow_window_a_list_without_rows_has_the_keys_too(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(640, 640)
    place = opened(qtbot, window)
    rows = list(place.kinds.rows())
    at = next(at for at, row in enumerate(rows) if row.feature == "people")
    place.kinds.view.setFocus()
    place.kinds.select(place.kinds.key_of(rows[at - 1]))
    press(Qt.Key.Key_Down)
    listing = place.card.listing()
    qtbot.waitUntil(listing.tasks.is_idle)
    press(Qt.Key.Key_Return)
    assert focused() is listing.state
    press(Qt.Key.Key_Escape)
    assert not place.card.isVisible()


@pytest.mark.parametrize(
    ("width", "leaves"),
    [(1440, False), (900, False), (900, True), (640, False)],
    ids=["wide", "with the rail", "with the rail after Esc", "narrow"],
)
def test_by_keys_alone_a_kind_is_entered_its_row_decided_and_that_undone(
    qtbot: QtBot, window: MainWindow, width: int, leaves: bool
) -> None:
    window.resize(width, 640)
    place = opened(qtbot, window)
    place.kinds.view.setFocus()
    row = next(row for row in place.kinds.rows() if row.kind is DoubtKind.OTHER_DAY)
    place.kinds.select(place.kinds.key_of(row))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(place.is_idle)
    assert focused() is place.list.view
    press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: DoubtKind.OTHER_DAY not in kinds_of(window))
    qtbot.waitUntil(lambda: place.is_idle() and place.list.rows() == [])
    assert not place.evidence.isVisible(), "no row is left that it could stand beside"
    if leaves:
        press(Qt.Key.Key_Escape)
        assert focused() is place.kinds.view
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kinds_of(window).get(DoubtKind.OTHER_DAY) == 1)
    qtbot.waitUntil(lambda: place.is_idle() and len(place.list.rows()) == 1)
    assert focused() is place.list.view, "the next digit decides again"


def test_in_a_narrow_window_the_list_of_a_kind_stays_when_the_columns_are_arranged_anew(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(640, 640)
    place = opened(qtbot, window)
    place.kinds.view.setFocus()
    place.kinds.select(place.kinds.key_of(place.kinds.rows()[0]))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(place.list.rows()) and place.is_idle())
    window.controller.layout.arrange()
    assert place.list.view.isVisible()
    assert focused() is place.list.view


def test_where_nothing_is_open_what_is_usual_is_listed_with_its_rows(qtbot: QtBot, tmp_path: Path) -> None:
    root = a_window.write_issues(tmp_path / "好报")
    headless = a_window.issue_text(dt.date(1987, 6, 19), 4019).partition("\n")[2]
    (root / "19870619.txt").write_text(headless, encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    place = opened(qtbot, window)
    assert place.doubts is not None
    assert place.doubts.total == 0
    first = place.kinds.rows()[0]
    assert first.kind is not None
    assert first.kind.is_apart
    qtbot.waitUntil(lambda: len(place.list.rows()) == first.number)


def test_enter_on_what_was_decided_goes_to_its_rows(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    place.kinds.view.setFocus()
    row = next(row for row in place.kinds.rows() if row.feature == "correct")
    place.kinds.select(place.kinds.key_of(row))
    press(Qt.Key.Key_Return)
    assert place.card.isAncestorOf(focused())


def test_several_rows_are_corrected_together(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.INFERRED_TITLE)
    place.list.view.selectAll()
    chosen = {row.path for row in place.list.chosen()}
    assert chips(place) == [f"1  所选的 {len(chosen)} 处都照 1 办", f"2  更正所选的 {len(chosen)} 个文件…"]
    press_on_row(place, Qt.Key.Key_2)
    files = window.findChild(ListingDialog)
    assert files is not None
    listing = files.listing
    qtbot.waitUntil(lambda: {file.path for file in listing.rows()} == chosen)
    files.reject()


def test_the_dialog_begins_with_what_is_suggested(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.CONTRADICTING)
    assert [words.partition("  ")[2] for words in chips(place)][-1] == "不定"
    choose(qtbot, place, DoubtKind.UNDATED)
    assert not place.card.doubts.all_button.isVisible(), "a dialog is not opened for all of them"
    press_on_row(place, Qt.Key.Key_1)
    dialog = window.findChild(IssueDialog)
    assert dialog is not None
    dialog.reject()


@pytest.mark.parametrize("name", ["unknown", "corrections", "habits"])
def test_former_actions_lead_here(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window._actions[name].trigger()
    qtbot.waitUntil(lambda: window.controller.layout.tab == Tab.CHECK)


# -- many

FEW = 200
MANY = 6000
TIMES = 3
"""Rows are laid out once, twice or three times, as their events come: some calls are no more than that."""


def calls_of(act: Callable[[], object]) -> int:
    profile = cProfile.Profile()
    profile.runcall(act)
    profile.create_stats()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def doubts_alive() -> int:
    return len(objects_where(lambda thing: isinstance(thing, Doubt)))


class Shown(Struct, frozen=True):
    """How many doubts were made to show some, and what it took the window's thread, also to take all out again."""

    made: int
    calls: int
    calls_of_taking_out: int


def shown(qtbot: QtBot, window: MainWindow, number: int) -> Shown:
    place = window.controller.features.check.place
    multiply(window.controller.library, number)
    place.choose(KindRow(DoubtKind.UNDATED.words, DoubtKind.UNDATED))
    qtbot.waitUntil(place.is_idle)
    found = place._finding._found_now(None, Listed(DoubtKind.UNDATED, 0))

    def show() -> None:
        place._show(found, None)
        QApplication.processEvents()

    calls = calls_of(show)
    qtbot.waitUntil(place.is_idle)
    gc.collect()
    made = doubts_alive()
    assert place.card.number.text() == f"{found.doubts.of(DoubtKind.UNDATED).number:,}"
    doubt = place.list.current()
    assert doubt is not None
    rows = found.doubts.of(DoubtKind.UNDATED).rows
    every = DoubtSet(DoubtKind.UNDATED, doubt, rows=rows)

    def take_out() -> None:
        place._take_out(every, is_applied=True)
        QApplication.processEvents()

    calls_of_taking_out = calls_of(take_out)
    assert place.list.rows() == []
    assert place.card.number.text() == "0"
    return Shown(made, calls, calls_of_taking_out)


def test_thousands_cost_the_window_no_more_than_hundreds(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window)
    shown(qtbot, window, FEW)  # a list that is empty before, as for those that are compared
    few = [shown(qtbot, window, FEW) for _ in range(TIMES)]
    many = [shown(qtbot, window, MANY) for _ in range(TIMES)]
    assert max(each.made for each in many) < 4 * MADE_AT_ONCE
    most_calls = max(each.calls for each in few)
    assert min(each.calls for each in many) < 1.1 * most_calls + 1000
    most_calls = max(each.calls_of_taking_out for each in few)
    assert min(each.calls_of_taking_out for each in many) < 1.1 * most_calls + 1000


def test_the_rows_are_read_as_one_scrolls_to_them(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    multiply(window.controller.library, 250)
    place.look()
    choose(qtbot, place, DoubtKind.UNDATED)
    assert len(place.list.rows()) == MADE_AT_ONCE
    place.list.view.scrollToBottom()
    qtbot.waitUntil(lambda: len(place.list.rows()) == 2 * MADE_AT_ONCE)
    place.list.select(place.list.key_of(place.list.rows()[-1]))
    press_on_row(place, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(place.list.rows()) == 251)
    paths = [row.path for row in place.list.rows()]
    assert (len(set(paths)), paths) == (251, sorted(paths))
    current = place.list.current()
    assert current is not None
    assert current.path == paths[2 * MADE_AT_ONCE]


class HeldOnce:
    """A function that holds whoever calls it first, until it may go on."""

    def __init__(self, act: Callable[..., Any]) -> None:
        self._act = act
        self._calls = itertools.count()
        self.has_begun = Event()
        self.may_go_on = Event()

    def __get__(self, owner: object, _: object) -> Callable[..., Any]:
        return partial(self, owner)

    def __call__(self, *values: Any, **named: Any) -> Any:
        if next(self._calls) == 0:
            self.has_begun.set()
            assert self.may_go_on.wait(120)
        return self._act(*values, **named)


def test_rows_that_are_read_while_it_is_looked_again_stay(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = opened(qtbot, window)
    multiply(window.controller.library, 250)
    place.look()
    choose(qtbot, place, DoubtKind.UNDATED)
    held = HeldOnce(doubt_sources.look)
    monkeypatch.setattr(doubt_sources, "look", held)
    place.look()
    assert held.has_begun.wait(120)
    place.list.view.scrollToBottom()
    qtbot.waitUntil(lambda: len(place.list.rows()) == 2 * MADE_AT_ONCE)
    place.list.select(place.list.key_of(place.list.rows()[MADE_AT_ONCE + MADE_AT_ONCE // 2]))
    current = place.list.current()
    held.may_go_on.set()
    qtbot.waitUntil(place.is_idle)
    assert len(place.list.rows()) == 2 * MADE_AT_ONCE
    assert place.list.current() == current


def test_a_page_that_is_being_read_comes_though_it_is_looked_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever went on from the last row is at the next one."""
    place = opened(qtbot, window)
    multiply(window.controller.library, 250)
    place.look()
    choose(qtbot, place, DoubtKind.UNDATED)
    held = HeldOnce(DoubtPages.read)
    monkeypatch.setattr(DoubtPages, "read", held)
    place.list.select(place.list.key_of(place.list.rows()[-1]))
    press_on_row(place, Qt.Key.Key_Return)
    assert held.has_begun.wait(120)
    place.look()
    qtbot.waitUntil(place.is_idle)
    held.may_go_on.set()
    qtbot.waitUntil(place.is_idle)
    paths = [row.path for row in place.list.rows()]
    assert (len(paths), paths) == (2 * MADE_AT_ONCE, sorted(paths))
    current = place.list.current()
    assert current is not None
    assert current.path == paths[MADE_AT_ONCE]


@pytest.mark.parametrize("changes_meanwhile", [False, True])
def test_a_day_in_doubt_far_down_is_the_first_row(
    qtbot: QtBot, window: MainWindow, changes_meanwhile: bool
) -> None:
    place = opened(qtbot, window)
    multiply(window.controller.library, 250)
    (last,) = window.controller.library.local.catalogue.tree.issues_where(
        "date IS NULL ORDER BY id DESC LIMIT 1"
    )
    place.show_day(last)
    if changes_meanwhile:
        place.follow(Change.PAPERS)
    qtbot.waitUntil(place.is_idle)
    current = place.list.current()
    assert current is not None
    assert current.issue == last, [row.path for row in place.list.rows()][:3]
    assert place.list.view.currentIndex().row() == 0
    assert len(place.list.rows()) == MADE_AT_ONCE + 1
    place.look()
    qtbot.waitUntil(place.is_idle)
    again = place.list.current()
    assert again is not None
    assert again.issue == last
    assert place.list.view.currentIndex().row() == 0


def test_the_first_that_are_found_are_shown_while_the_rest_is_looked_for(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    of_passed_over = doubt_sources.of_passed_over

    def held(*values: Any, **options: Any) -> Iterator[Doubt]:
        assert go_on.wait(120)
        yield from of_passed_over(*values, **options)

    monkeypatch.setattr(doubt_sources, "of_passed_over", held)
    press(Qt.Key.Key_6, CTRL)
    place = window.controller.features.check.place
    of_files = sum(kind in doubt_sources.OF_FILES for kind in map(DoubtKind, KINDS))
    qtbot.waitUntil(lambda: place.pane.number.text() == f"{of_files} 处待核　还在数……")
    assert place.list.rows()
    go_on.set()
    qtbot.waitUntil(lambda: place.is_idle() and place.pane.number.text() == f"{len(KINDS)} 处待核")


def test_what_was_sought_is_sought_no_more_if_the_look_fails(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.LOST_MARKS)
    bookmark = place.list.rows()[0].bookmark
    assert bookmark is not None
    choose(qtbot, place, DoubtKind.UNDATED)

    def fail(*_: object, **__: object) -> AllDoubts:
        raise CatalogueDamaged("damaged")

    with monkeypatch.context() as patch:
        patch.setattr(doubt_sources, "look", fail)
        place.show_mark(bookmark)
        qtbot.waitUntil(place.is_idle)
    place.look()
    qtbot.waitUntil(place.is_idle)
    assert [row.kind for row in place.list.rows()] == [DoubtKind.UNDATED], "the list stays where it was"


# -- the picture


def test_what_the_picture_of_the_page_shows_stands_beside_the_lines(qtbot: QtBot, tmp_path: Path) -> None:
    root = doubtful_library.write(tmp_path / "旧报")
    picture = Image.new("L", (900, 1200), 255)
    picture.paste(0, (0, 0, 900, 240))
    picture.save(root / "1987" / "19870608.png", dpi=(150, 150))
    window = a_window.open_on(qtbot, root)
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.OTHER_WEEKDAY)
    strip = place.evidence.strip
    qtbot.waitUntil(lambda: strip.has_image() and strip.height() > 50)
    image = strip.grab().toImage()
    middle = image.pixelColor(image.width() // 4, image.height() // 2)
    assert middle.lightness() < 40, "the head of the page, which is black"
    choose(qtbot, place, DoubtKind.LOST_MARKS)
    assert not strip.isVisible()


def test_a_picture_without_text_is_shown_itself(qtbot: QtBot, window: MainWindow) -> None:
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.PICTURES)
    qtbot.waitUntil(place.evidence.strip.has_image)


def test_in_a_narrow_window_closing_the_list_shows_what_it_covers(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(640, 640)
    layout = window.controller.layout
    place = opened(qtbot, window)
    choose(qtbot, place, DoubtKind.OTHER_WEEKDAY)
    place.leave_card()
    assert layout.area.is_instead_shown(place.evidence)
    assert focused() is place.evidence.face()
    assert not place.list.view.isVisible()
    layout.toggle_list()
    qtbot.waitUntil(place.list.view.isVisible)
