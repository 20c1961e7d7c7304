"""Whatever a person does in the window, it shows what the same library shows that is opened anew."""

import datetime as dt
import itertools
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pprint import pformat
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import Phase as Search
from hypothesis import strategies as st
from hypothesis.internal.conjecture import engine
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QToolButton,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reader import app
from reader.export.notes import NoteOrder
from reader.features.bookmark.ui.note_files import NoteFiles
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.dossiers.ui.dossier_pane import DossierPane, NoteField
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.features.saved_searches.saved_searches import searches_of
from reader.features.saved_searches.ui import SavedPart
from reader.features.timeline.ui import timeline_part
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.search.documents import Order
from reader.ui.article.article_pane import ArticlePane
from reader.ui.controllers import read_marking, searching
from reader.ui.issues.tree_entries import TreeEntry
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.sync.progress_strip import Phase
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import Question
from reader.ui.widgets.menus import MenuChip
from reader.ui.widgets.popup import Popup
from reader.ui.window.window import MainWindow
from tests import homes, laws, rotation
from tests.acts import state_of
from tests.ui import a_window
from tests.ui.a_window import answer, texts

DAYS = (dt.date(1987, 6, 5), dt.date(1987, 6, 12), dt.date(1987, 7, 3))
LATER = (dt.date(1987, 7, 10), dt.date(1987, 7, 17))
REPRINTED = "渡口的灯油由各户轮流添，一户管一旬，谁家忘了，船就不开。这个规矩传了四代人，没有写在纸上。"
WORDS = ("老船工", "隔着水喊话", "灯油", "第3段")
QUERIES = (
    "渡口",
    "灯油",
    "木桶 隔着水",
    "1987年6月 船工",
    "标题:船校",
    "版:2 灯油",
    "喊话 -木桶",
    '"没有这样的话"',
    "第 4003 期",
)
CLAIMS = {
    "headline": Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE),
    "subhead": Claim(CorrectionKind.ROLE, CorrectedRole.SUBHEAD),
    **{
        kind.value: Claim(kind)
        for kind in (CorrectionKind.STARTS, CorrectionKind.JOINED, CorrectionKind.PARAGRAPH_JOINED)
    },
}
TOP = QModelIndex()
SOON_MS = 500
"""What a timer does once and sooner is waited for."""

State = dict[str, object]


def issue_text(date: dt.date, more: str = "") -> str:
    """Two pages of two articles, the first long enough to be scrolled, the last the same in all issues."""
    lines = ["雁桥日报", f"{date.year}年{date.month}月{date.day}日　第{4000 + date.day}期　今日二版"]
    for number, words in enumerate((*a_window.HEADLINES, "灯油轮流添")):
        page = ["", f"第0{1 + number // 2}版"] if number % 2 == 0 else []
        lines += [*page, "", f"# {date.day}日{words}" if number < 3 else f"# {words}", ""]
        if number == 3:
            lines += [f"本报讯（记者 江舟）{REPRINTED}"]
            continue
        lines += [f"本报讯（记者 闻小树）{date.day}日，老船工说：{more}"]
        lines += [f"\n{date.day}日第{n}段。{a_window.LONG}" for n in range(1, 30 if number == 0 else 4)]
    return "\n".join(lines) + "\n"


class Acts(RuleBasedStateMachine):
    """A window, and after it another one on the same folder."""

    def __init__(self, qtbot: QtBot, folder: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.qtbot, self.patch = qtbot, patch
        self.home = homes.use(patch, folder / "home")
        self.root = folder / "旧报"
        self.root.mkdir()
        for day in DAYS:
            self.write(day)
        theme.use("paper")
        self.window = self.open_window()
        self.settle()
        self.state = state_of(self.library)
        self.done: list[State] = []
        self.undone: list[State] = []

    # -- what rules are made of

    @property
    def library(self) -> Library:
        return self.window.controller.library

    @property
    def pane(self) -> ArticlePane:
        return self.window.controller.layout.pane

    def open_window(self) -> MainWindow:
        window = app.open_window(self.root)
        window.resize(1440, 900)
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow)
        a_window.settle(self.qtbot, window)
        return window

    def close(self, window: MainWindow) -> None:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def write(self, day: dt.date, more: str = "") -> None:
        (self.root / f"{day:%Y%m%d}.txt").write_text(issue_text(day, more), encoding="utf-8")

    def act(self, name: str) -> None:
        """Does what an action of the menus does."""
        action = self.window.findChild(QAction, name)
        assert isinstance(action, QAction)
        if action.isEnabled():
            action.trigger()
        self.settle()

    @property
    def dossiers(self) -> DossierPane:
        return self.window.controller.features.parts.of(DossiersPart).pane

    def settle(self, window: MainWindow | None = None) -> None:
        """Waits until nothing is under way any more."""
        settle(self.qtbot, window or self.window)

    def select(self, words: str) -> bool:
        page = self.pane.page
        page.setFocus()
        found = page.document().find(words)
        if found.hasSelection():
            page.setTextCursor(found)
        return bool(found.hasSelection())

    def leave_name(self) -> None:
        """Takes the name that is offered in a list."""
        if isinstance(field := QApplication.focusWidget(), QLineEdit) and "名字" in field.accessibleName():
            QTest.keyClick(field, Qt.Key.Key_Escape)
            self.settle()

    # -- reading

    @rule(number=st.integers(0, 40))
    def choose_in_the_tree(self, number: int) -> None:
        tree = self.window.controller.layout.tree
        rows = [index for index, entry, _ in tree_rows(self.window) if entry.issue is not None]
        if rows:
            tree.setCurrentIndex(rows[number % len(rows)])
        self.settle()

    @rule(number=st.integers(0, 9))
    def choose_in_the_list(self, number: int) -> None:
        layout = self.window.controller.layout
        shown = layout.results.view if layout.are_results_shown() else layout.issues.view
        if rows := shown.model().rowCount():
            shown.setCurrentIndex(shown.model().index(number % rows, 0))
        self.settle()

    @rule(
        name=st.sampled_from(
            (
                "next_article",
                "previous_article",
                "next_issue",
                "previous_issue",
                "next_page",
                "previous_page",
                "newest_issue",
                "back",
                "forward",
            )
        )
    )
    def go(self, name: str) -> None:
        self.act(name)

    @rule(share=st.sampled_from((0.0, 0.4, 1.0)))
    def scroll(self, share: float) -> None:
        bar = self.pane.page.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))

    @rule(
        name=st.sampled_from(
            (
                "whole_page",
                "script",
                "larger",
                "smaller",
                "normal_size",
                "show_papers",
                "show_bookmarks",
                "show_dossiers",
                "toggle_list",
                "toggle_sidebar",
                "next_pane",
            )
        )
    )
    def arrange(self, name: str) -> None:
        self.act(name)

    @rule(name=st.sampled_from(("dark", "white", "paper")))
    def dress(self, name: str) -> None:
        theme.use(name)

    @rule(folds=st.booleans(), has_all_shapes=st.booleans())
    def set_searching(self, folds: bool, has_all_shapes: bool) -> None:
        results = self.window.controller.features.results
        results.set_folds(folds)
        results.set_all_shapes(has_all_shapes)
        self.settle()

    @rule()
    def open_second(self) -> None:
        self.act("open_beside")

    @precondition(lambda self: self.window.controller.features.second.is_open())
    @rule(does=st.sampled_from(("close", "next", "bookmark")))
    def use_the_second_article(self, does: str) -> None:
        second = self.window.controller.layout.area.second
        if does == "close":
            self.act("close_beside")
        elif does == "next":
            second.header.next_button.clicked.emit()
        else:
            second.header.star_button.click()
        self.settle()

    # -- searching

    @rule(query=st.sampled_from(QUERIES), enters=st.booleans())
    def search(self, query: str, enters: bool) -> None:
        field = self.window.controller.layout.search
        field.begin()
        field.line.setText(query)
        self.settle()
        if enters:
            field.submitted.emit(query)
            self.settle()

    @rule()
    def escape(self) -> None:
        self.act("escape")

    @precondition(lambda self: self.window.controller.layout.are_results_shown())
    @rule(order=st.sampled_from(Order))
    def order_results(self, order: Order) -> None:
        choose(self.window.controller.layout.results.header.order_chip, order.value)
        self.settle()

    @rule()
    def save_search(self) -> None:
        self.act("save_search")
        self.leave_name()

    @precondition(lambda self: self.window.controller.features.parts.of(SavedPart).pane.model.rows())
    @rule(number=st.integers(0, 3), does=st.sampled_from(("open", "rename", "remove")))
    def use_a_saved_search(self, number: int, does: str) -> None:
        pane = self.window.controller.features.parts.of(SavedPart).pane
        rows = pane.model.rows()
        uuid = rows[number % len(rows)].uuid
        if does == "open":
            pane.model.acts.open(uuid)
        elif does == "rename":
            pane.model.acts.rename(uuid, "江上")
        else:
            pane.model.acts.remove(uuid)
        self.settle()

    # -- the notebook

    @rule(name=st.sampled_from(("bookmark", "add_to_dossier", "read_article", "read_issue")))
    def keep(self, name: str) -> None:
        self.act(name)

    @precondition(lambda self: not self.window.controller.reading.is_page)
    @rule(words=st.sampled_from(WORDS), name=st.sampled_from(("highlight", "add_to_dossier")))
    def keep_words(self, words: str, name: str) -> None:
        if self.select(words):
            self.act(name)

    @precondition(lambda self: not self.window.controller.reading.is_page)
    @rule(words=st.sampled_from(("", *WORDS)), note=st.sampled_from(("外公也这么说", "查一查 灯油", "")))
    def write_note(self, words: str, note: str) -> None:
        self.pane.page.setFocus()
        if words and not self.select(words):
            return
        self.act("note")
        for editor in self.window.findChildren(BookmarkEditor):
            if editor.isVisible():
                editor.note.setPlainText(note)
                editor.save_button.click()
        self.settle()

    @precondition(lambda self: self.pane.page.marks.highlights)
    @rule(number=st.integers(0, 3), words=st.sampled_from(("标为绿色", "标为紫色", "删除标记")))
    def use_a_highlight(self, number: int, words: str) -> None:
        marks = self.pane.page.marks.highlights
        self.pane.calls.open_highlight(marks[number % len(marks)].uuid, self.pane.mapToGlobal(QPoint()))
        bar = QApplication.activePopupWidget()
        if isinstance(bar, Popup):
            next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == words).click()
        self.settle()

    @precondition(lambda self: self.window.controller.features.bookmarks.bookmarks)
    @rule(number=st.integers(0, 5), does=st.sampled_from(("open", "beside", "edit", "remove", "remove all")))
    def use_a_bookmark(self, number: int, does: str) -> None:
        pane, bookmarks = (
            self.window.controller.layout.bookmarks,
            self.window.controller.features.bookmarks.bookmarks,
        )
        bookmark = sorted(bookmarks, key=lambda each: each.modified)[number % len(bookmarks)]
        if does == "open":
            pane.open(bookmark)
        elif does == "beside":
            pane.acts.open_second(bookmark)
        elif does == "edit":
            editor = pane.edit(bookmark.uuid, "想起来了", ("船",))
            assert editor is not None
            editor.save_button.click()
        else:
            pane.remove([bookmark] if does == "remove" else bookmarks)
        self.settle()

    @rule(order=st.sampled_from(NoteOrder))
    def order_bookmarks(self, order: NoteOrder) -> None:
        choose(self.window.controller.layout.bookmarks.order_chip, order.value)

    @rule()
    def bring_back(self) -> None:
        """All that was removed not long ago."""
        bookmarks = self.window.controller.features.bookmarks
        if removed := bookmarks.removed:
            bookmarks.restore(removed)
        self.settle()

    @rule()
    def import_notes(self) -> None:
        path = self.root.parent / "别处的.json"
        path.write_text(notes_of_elsewhere(), encoding="utf-8")
        self.patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        self.window.controller.features.parts.of(NoteFiles).import_some()
        self.settle()
        for box in self.window.findChildren(Question, "importPlan"):
            answer(box, "导入")
        self.settle()
        toast = self.window.toast
        if toast.action_button.text() == "撤销" and state_of(self.library) == self.state:
            self.done.append(self.state)  # what came was older than what is there
            self.undone.clear()

    @rule()
    def new_dossier(self) -> None:
        self.dossiers.acts.create()
        self.settle()
        self.leave_name()

    @rule(text=st.sampled_from(("灯是谁点的？", "")))
    def write_in_dossier(self, text: str) -> None:
        self.act("write_in_dossier")
        for field in self.window.findChildren(NoteField):
            if field.isVisible():
                field.setPlainText(text)
                QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    @precondition(lambda self: self.dossiers.dossiers)
    @rule(number=st.integers(0, 3), does=st.sampled_from(("choose", "rename", "remove")))
    def use_a_dossier(self, number: int, does: str) -> None:
        pane = self.dossiers
        rows = pane.dossiers
        uuid = rows[number % len(rows)].uuid
        if does == "choose":
            pane.names.model.acts.open(uuid)
        elif does == "rename":
            pane.names.model.acts.rename(uuid, "灯与船")
        else:
            pane.acts.remove_dossier(uuid)
        self.settle()

    @precondition(lambda self: self.dossiers.listing.rows())
    @rule(number=st.integers(0, 3), does=st.sampled_from(("open", "to the top", "take out")))
    def use_an_entry(self, number: int, does: str) -> None:
        pane = self.dossiers
        entries = pane.listing.rows()
        entry = entries[number % len(entries)]
        if does == "open":
            if entry.bookmark is not None:
                pane.acts.open(entry)
        elif does == "to the top":
            pane.acts.move([entry.uuid], entries[0].uuid)
        else:
            pane.acts.remove([entry.uuid])
        self.settle()

    # -- corrections

    @rule(number=st.integers(0, 6), claim=st.sampled_from(sorted(CLAIMS)))
    def correct(self, number: int, claim: str) -> None:
        stored = self.pane.article()
        if stored is None or not stored.id:
            return
        said = [stored.article.title(), *(block.text for block in stored.article.blocks)]
        self.window.controller.features.corrections.lines.correct(
            stored, said[number % len(said)], CLAIMS[claim]
        )
        self.settle()

    @precondition(lambda self: not self.window.controller.reading.is_page)
    @rule(words=st.sampled_from(("船工", "灯油")), read_as=st.sampled_from(("船土", "灯沺")))
    def correct_characters(self, words: str, read_as: str) -> None:
        if self.select(words):
            self.act("correct_character")
            for dialog in self.window.findChildren(Question):
                if dialog.isVisible():
                    answer(dialog, "改正", read_as)
            self.settle()

    @rule(day=st.sampled_from((dt.date(1987, 6, 6), dt.date(1987, 8, 1))))
    def correct_the_date(self, day: dt.date) -> None:
        stored = self.pane.article()
        if stored is not None and stored.sources:
            claims = [Claim(CorrectionKind.DATE, date=day)]
            self.window.controller.features.corrections.issues.correct([stored.sources[0].path], claims)
            self.settle()

    # -- the folder

    @rule(day=st.sampled_from((*DAYS, *LATER)), more=st.sampled_from(("", "灯修好了。", "渡口停航。")))
    def write_an_issue(self, day: dt.date, more: str) -> None:
        self.write(day, more)
        self.rescan()

    @precondition(lambda self: len(list(self.root.glob("*.txt"))) > 1)
    @rule(number=st.integers(0, 4))
    def remove_an_issue(self, number: int) -> None:
        files = sorted(self.root.glob("*.txt"))
        files[number % len(files)].unlink()
        self.rescan()

    def rescan(self) -> None:
        self.act("rescan")
        strip = self.window.controller.layout.strip
        if strip.phase is Phase.ASKING:
            strip.calls.answer(True)
            self.settle()
        assert_alike(state_of(self.library), self.state)

    # -- back and again

    @rule()
    def undo(self) -> None:
        self.turn("undo", self.done, self.undone)

    @rule()
    def redo(self) -> None:
        self.turn("redo", self.undone, self.done)

    def turn(self, name: str, source: list[State], target: list[State]) -> None:
        self.act(name)
        told = self.window.toast.label.text()
        if not source:
            assert told in ("没有可以撤销的。", "没有可以重做的。")
            return
        assert told.startswith(("已撤销：", "已重做：")), told
        target.append(self.state)
        self.state = source.pop()
        assert_alike(state_of(self.library), self.state)

    # -- what holds

    @invariant()
    def no_fault_is_told(self) -> None:
        faults = [path.read_text(encoding="utf-8") for path in (self.home / "data" / "faults").glob("*")]
        assert not faults, "\n".join(faults)

    @invariant()
    def what_was_changed_is_to_be_undone(self) -> None:
        now = state_of(self.library)
        if now != self.state:
            self.done.append(self.state)
            self.undone.clear()
            self.state = now

    @invariant()
    def the_tree_leads_to_the_article(self) -> None:
        stored, entry = self.pane.article(), self.window.controller.layout.tree.current_entry()
        if stored is None or not stored.id or entry is None:
            return
        if entry.article is not None:
            assert entry.article.id == stored.id

    @invariant()
    def the_results_are_those_of_the_query(self) -> None:
        controller = self.window.controller
        layout, searching = controller.layout, controller.features.searching
        text = layout.search.line.text()
        assert searching.text == text
        if not text or layout.results.opened_rung() or layout.results.header.hints.fresh_chip.isChecked():
            return
        query = self.library.searcher.understand(text)
        if searching.has_all_shapes:
            query = self.library.searcher.in_all_shapes(query, lambda: False)
        found = self.library.searcher.search(query, layout.results.order())
        assert list(layout.results.model.folding.found) == list(found.ids)
        assert layout.results.position()[1] == found.total

    @invariant()
    def lists_show_what_is_kept(self) -> None:
        library, layout = self.library, self.window.controller.layout
        kept = library.notebook.bookmarks()
        assert {each.uuid for each in layout.bookmarks.listing.rows()} == {each.uuid for each in kept}
        saved = self.window.controller.features.parts.of(SavedPart).pane.model.rows()
        assert [row.uuid for row in saved] == [each.uuid for each in searches_of(library).all()]
        assert list(self.dossiers.dossiers) == dossiers_of(library).all()
        if (row := self.dossiers.current()) is not None:
            assert list(self.dossiers.listing.rows()) == dossiers_of(library).entries(row.uuid)
        assert layout.issues.model.marks.read == library.read_marks.ids()
        whole = {each.article_id for each in kept if each.passage is None}
        for pane in (layout.pane, layout.area.second):
            stored = pane.article()
            if stored is not None and stored.id:
                is_starred = pane.header.star_button.accessibleName().startswith("取消")
                assert is_starred == (stored.id in whole)

    # -- the end

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.opened_anew_it_is_the_same()
                self.all_is_undone_and_redone()
        finally:
            self.close(self.window)

    def opened_anew_it_is_the_same(self) -> None:
        self.window.settings.save_now()
        other = self.open_window()
        try:
            self.settle(other)
            follow(other, self.window)
            self.settle(other)
            assert_alike(seen(self.window), seen(other))
            assert_alike(state_of(other.controller.library), self.state)
        finally:
            self.close(other)

    def all_is_undone_and_redone(self) -> None:
        for name, source, target in (("undo", self.done, self.undone), ("redo", self.undone, self.done)):
            while source:
                self.turn(name, source, target)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until nothing is under way any more."""

    controller = window.controller
    for _ in range(2):
        QApplication.processEvents()
        queues, timers = window.findChildren(TaskQueue), window.findChildren(QTimer)
        soon = [each for each in timers if each.isSingleShot() and each.interval() < SOON_MS]

        def is_quiet(queues: list[TaskQueue] = queues, soon: list[QTimer] = soon) -> bool:
            page = controller.layout.area.page
            return (
                controller.features.undo.is_idle()
                and not controller.sync.process.is_running()
                and all(queue.is_idle() for queue in queues)
                and not any(isValid(each) and each.isActive() for each in soon)
                and (page.isHidden() or page.view.is_set())
            )

        qtbot.waitUntil(is_quiet)


def assert_alike(one: State, other: State) -> None:
    unlike = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    assert not unlike, pformat({name: (one.get(name), other.get(name)) for name in sorted(unlike)}, width=120)


def choose(chip: MenuChip, key: str) -> None:
    next(each for each in chip.choices.actions() if each.data() == key).trigger()


def tree_rows(
    window: MainWindow, parent: QModelIndex = TOP, depth: int = 0, *, opens: bool = False
) -> Iterator[tuple[QModelIndex, TreeEntry, int]]:
    """The rows that are read, and how deep they are; `opens`: all."""
    model = window.controller.layout.tree.tree_model
    if opens and model.canFetchMore(parent):
        model.fetchMore(parent)
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        entry = model.entry(index)
        assert entry is not None
        yield index, entry, depth
        yield from tree_rows(window, index, depth + 1, opens=opens)


def follow(window: MainWindow, first: MainWindow) -> None:
    """Has a window that was just opened show what is not remembered: query, list and dossier."""
    was = first.controller.layout
    if text := was.search.line.text():
        window.controller.features.results.enter_query(text)
    if (issue_id := was.issues.issue_id()) is not None and not was.are_results_shown():
        window.controller.reading.open_issue(issue_id)
    if (row := first.controller.features.parts.of(DossiersPart).pane.current()) is not None:
        window.controller.features.parts.of(DossiersPart).pane.names.model.acts.open(row.uuid)


def seen(window: MainWindow) -> State:
    """What a person sees in the window, wherever it was opened."""
    controller = window.controller
    layout, dossiers = controller.layout, controller.features.parts.of(DossiersPart).pane
    spoken = Qt.ItemDataRole.AccessibleTextRole
    listed = layout.issues.view.model()
    return {
        "tree": [(depth, index.data(spoken)) for index, _, depth in tree_rows(window, opens=True)],
        "list": [listed.index(row, 0).data(spoken) for row in range(listed.rowCount())],
        "page": page_of(layout.pane),
        "second": page_of(layout.area.second) if controller.features.second.is_open() else None,
        "whole page": [part.article.title() for part in layout.area.page.parts()]
        if controller.reading.is_page
        else None,
        "bookmarks": texts(layout.bookmarks.listing.view),
        "removed": layout.bookmarks.removed_button.text(),
        "dossiers": texts(dossiers.names.view),
        "entries": texts(dossiers.listing.view),
        "saved": texts(controller.features.parts.of(SavedPart).pane.view),
        "query": layout.search.line.text(),
        "found": list(layout.results.model.folding.found),
        "count": layout.results.header.count.text(),
        "counts": layout.strip.counts,
        "style": layout.settings.style,
        "tab": layout.tab,
    }


def page_of(pane: ArticlePane) -> object:
    stored, page = pane.article(), pane.page
    marks = sorted((each.note, each.color.value, str(each.places)) for each in page.marks.highlights)
    return (
        stored and stored.article.title(),
        [block.text.replace(a_window.LONG, "…") for block in page.blocks],
        marks,
        pane.header.star_button.accessibleName(),
    )


@cache
def notes_of_elsewhere() -> str:
    """Notes on the same papers, written in another library."""
    with TemporaryDirectory() as folder:
        for day in DAYS:
            Path(folder, f"{day:%Y%m%d}.txt").write_text(issue_text(day), encoding="utf-8")
        library = Library.open(Path(folder))
        library.sync()
        first, second, *_ = library.searcher.search("灯油").ids
        library.notebook.bookmark(first, "别处写的", ("别处",))
        library.notebook.bookmark(second, passage=library.notebook.quote(second, "一户管一旬"))
        dossier = dossiers_of(library).add("别处的专题").uuid
        dossiers_of(library).add_articles(dossier, [(second, None)])
        written = library.notebook.export_notes()
        library.close()
    return written


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for a pause, and nobody reads so long that an article counts as read."""
    monkeypatch.setattr(searching, "_PAUSE_MS", 0)
    monkeypatch.setattr(timeline_part, "PAUSE_MS", 0)
    for bound in ("LEAST", "MOST"):
        monkeypatch.setattr(read_marking, bound, float("inf"))


PARTS = 4
"""Into so many tests the examples are parted, of which one runs each day."""


SHRINKING_SECONDS = 90
"""So long a failing example is made smaller, at most: then the test, which has 300 s, says it."""


def play(count: int, part: int, qtbot: QtBot, folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "MAX_SHRINKING_SECONDS", SHRINKING_SECONDS)
    places = (folder / str(number) for number in itertools.count())

    class Begun(Acts):
        def __init__(self) -> None:
            place = next(places)
            place.mkdir()
            super().__init__(qtbot, place, patch)

    run_state_machine_as_test(
        seed(part)(Begun),
        settings=settings(
            max_examples=count,
            stateful_step_count=30,
            deadline=None,
            phases=set(Search) - {Search.explain},
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("part", rotation.in_turn(range(PARTS)))
def test_after_any_acts_the_window_shows_what_one_opened_anew_shows(
    part: int, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(laws.examples(100) // PARTS, part, qtbot, tmp_path, monkeypatch)
