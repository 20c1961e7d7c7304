"""What is in doubt in the window: a row below the tree with its number, and a page by kind with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.doubts import Doubt, DoubtKind, Remedy
from reader.library.read_share import all_so_far, none_so_far
from reader.newspaper.holdings import IssueRow
from reader.ui.desk import Desk, InsteadPart
from reader.ui.frame import InsteadPane
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue, do_nothing
from reader.ui.widgets.controls import Label, LinkButton, Wide, row_layout
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.listing import (
    DOUBLE_CLICK,
    ENTER,
    Heading,
    Nothing,
    ReasonedListing,
    RowAct,
    on_row,
    on_rows,
)
from reader.ui.widgets.services import Change, Handlers

if TYPE_CHECKING:
    from reader.library.doubt_acts import DoubtAct
    from reader.library.doubt_sources import AllDoubts

_FIRST_AT_ONCE = 2
"""The number of acts before those that settle a doubt in one step."""
_PAUSE = 20
"""A folder in which nothing has changed is looked at again after so many times as long as that took."""


class UnknownPart(InsteadPart["UnknownPane"]):
    """Counts on its own thread, when the library or the notes have changed, and shows the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: AllDoubts | None = None
        self._with_apart = False
        """Whether what is counted apart is listed, too: it is when it was chosen once."""
        self._state: object = None
        self._took = 0
        self._looked = QElapsedTimer()
        self._looking = TaskQueue(self)
        self._is_stale = False
        self.row = QWidget()
        self.row_button = LinkButton("", act=self.open)
        row_layout(self.row_button, Wide(), of=self.row, margins=(8, 4, 8, 4))
        self.row.hide()
        desk.frame.put_below_tree(self.row, self.row_button)

    def handlers(self) -> Handlers:
        return {"unknown": self.open}

    def prepare(self) -> Iterator[None]:
        self.look()
        yield

    def refresh(self, change: Change) -> None:
        if self.desk.sync.process.is_running():
            return  # its end is told, too
        state = self._library.generation(), self._library.read.is_whole
        is_pause_over = not self._looked.isValid() or self._looked.elapsed() > _PAUSE * self._took
        if change is not Change.SCAN or state != self._state or is_pause_over:
            self.look()

    def look(self) -> None:
        """Count anew; while that is under way, once more after it."""

        def look() -> AllDoubts:
            from reader.library.doubt_sources import look

            return look(self._library, with_apart=self._with_apart)

        self._is_stale = not self._looking.is_idle()
        if not self._is_stale:
            self._state = self._library.generation(), self._library.read.is_whole
            self._looked.start()
            self._looking.run(look, self._show)

    def _show(self, found: AllDoubts) -> None:
        self._found, self._took = found, self._looked.elapsed()
        number = f"{self._found.total:,}"
        if self._found.is_whole:
            words = say("待查 {n}", n=number)
        else:
            words = say("待查 到此 {n}", n=number)
        self.row_button.setText(words)
        is_any = self._found.total > 0 or not self._found.is_whole
        self.row.setVisible(is_any and bool(self._found.kinds))
        if "pane" in vars(self):
            self.pane.show_doubts(self._found)
        if self._is_stale:
            self.look()

    def make_pane(self) -> UnknownPane:
        pane = UnknownPane(self)
        if self._found is not None:
            pane.show_doubts(self._found)
        return pane

    def list_apart(self) -> None:
        """List what is counted apart, from now on."""
        if not self._with_apart:
            self._with_apart = True
            self.look()

    # -- what is done with a doubt

    def can_open(self, doubt: Doubt) -> bool:
        return bool(doubt.bookmark or doubt.article_id or doubt.issue)

    def open_place(self, doubt: Doubt) -> None:
        if doubt.bookmark is not None:
            self.desk.reading.open_bookmark(doubt.bookmark)
        elif doubt.article_id:
            self.desk.reading.open_article(doubt.article_id)
        elif doubt.issue is not None:
            self.desk.reading.open_first(doubt.issue.id)

    def remedy(self, doubts: Sequence[Doubt]) -> tuple[str, Callable[[], object]] | None:
        """Return what is to be done with one or several doubts, in words, and the function that does it.

        None if nothing can be, or not with several at once.
        """
        remedies = {doubt.kind.remedy for doubt in doubts}
        if len(remedies) != 1:
            return None
        if remedies == {Remedy.ISSUE}:
            return self._remedy_of_issues(doubts)
        if remedies == {Remedy.PAGES}:
            return self._remedy_of_pages(doubts)
        if len(doubts) == 1:
            return self._remedy_of(doubts[0])
        return None

    def _remedy_of_issues(self, doubts: Sequence[Doubt]) -> tuple[str, Callable[[], object]] | None:
        if self._library.words.why_no_lines:
            return None
        paths = [doubt.path for doubt in doubts]
        issue = doubts[0].issue
        if len(doubts) == 1 and issue is not None:
            return say("更正日期、报名…"), partial(self._correct, issue)
        if "correct_files" not in self.desk.actions:
            return None
        return count(len(paths), "更正所选的 {n} 个文件…"), partial(self._correct_files, paths)

    def acts_at_once(self, doubt: Doubt) -> list[DoubtAct]:
        """Return what settles a doubt about the reader's own records in one step."""
        from reader.library.doubt_acts import acts_on

        return acts_on(self._library, doubt)

    def carry_out(self, act: DoubtAct) -> None:
        def again(_: object) -> None:
            self.desk.services.refresh(Change.NOTES)

        self.desk.undo.act(act.name, act.work, again, again)

    def _remedy_of_pages(self, doubts: Sequence[Doubt]) -> tuple[str, Callable[[], object]] | None:
        if self._library.words.why_no_lines or "correct_files" not in self.desk.actions:
            return None
        issues = [doubt.issue.id for doubt in doubts if doubt.issue is not None]
        return say("更正、确认版面…"), partial(self._confirm_pages, issues)

    def _remedy_of(self, doubt: Doubt) -> tuple[str, Callable[[], object]] | None:
        desk = self.desk
        bookmark = doubt.bookmark
        match doubt.kind.remedy:
            case Remedy.RECOGNIZE:
                return self._by_action(say("识别…"), "waiting_pictures")
            case Remedy.CORRECTIONS:
                return self._by_action(say("看更正…"), "corrections")
            case Remedy.FILES:
                return say("查看清单"), lambda: desk.frame.strip.calls.show_failures()
            case Remedy.COMPARE:
                compare = desk.frame.pane.calls.compare_sources
                return say("比较不同的字句…"), partial(self._open_and, doubt, compare)
            case Remedy.PROOFREAD:
                by_action = self._by_action(say("校对"), "proofread")
                return by_action and (by_action[0], partial(self._open_and, doubt, by_action[1]))
            case Remedy.VERSIONS if bookmark is not None:
                return say("以前的写法…"), partial(desk.frame.bookmarks.calls.show_versions, bookmark)
            case Remedy.PLACE if bookmark is not None and bookmark.is_passage_lost:
                return say("找像的地方…"), partial(desk.bookmarks.find_places, bookmark)
        return None

    def _by_action(self, words: str, name: str) -> tuple[str, Callable[[], object]] | None:
        action = self.desk.actions.get(name)
        if action is None:
            return None
        return (words, action.trigger)

    def _correct(self, issue: IssueRow) -> None:
        suggestion = next(iter(self._library.contents.repairs.of(issue.id)), None)
        self.desk.corrections.issues.open_dialog(issue, suggestion=suggestion)

    def _confirm_pages(self, issue_ids: Sequence[int]) -> None:
        issues = self.desk.corrections.issues
        issues.files_to_list = [path for issue_id in issue_ids for path in issues.paths(issue_id)]
        issues.confirms_pages = True
        self.desk.actions["correct_files"].trigger()

    def _correct_files(self, paths: Sequence[str]) -> None:
        self.desk.corrections.issues.files_to_list = paths
        self.desk.actions["correct_files"].trigger()

    def _open_and(self, doubt: Doubt, act: Callable[[], object]) -> None:
        self.open_place(doubt)
        self.desk.reading.after_reading(act)


class UnknownPane(InsteadPane):
    def __init__(self, part: UnknownPart) -> None:
        super().__init__()
        self._part = part
        self.setObjectName("unknown")
        self.kinds = QWidget()
        self._flow = FlowLayout(12)
        self.kinds.setLayout(self._flow)
        self.things = _Things(part)
        self._buttons = [*map(self.things.button, self.things.row_acts)]
        self.things.row_chosen = self._show_buttons_at_once
        self._show_buttons_at_once()
        buttons = row_layout(*self._buttons, Wide(), spacing=12)
        self._lead = self.lay_out(say("待查"), self.things, self.kinds, buttons, close=part.close)

    def face(self) -> QWidget:
        return self.things.view

    def _show_buttons_at_once(self) -> None:
        """Show what settles a doubt in one step only where there is something."""
        for button in self._buttons[_FIRST_AT_ONCE:]:
            button.setVisible(button.isEnabled())

    def show_doubts(self, found: AllDoubts) -> None:
        lead = [count(found.total, "{n} 条待查，一种一种地列"), all_so_far(found.read)]
        self._lead.setText(wording.listed(lead))
        self._flow.clear()
        self._flow.addWidget(LinkButton(say("全部"), quiet=True, act=partial(self.choose, None)))
        rows: list[Doubt | Heading] = []
        apart: list[LinkButton] = []
        for of_kind in found.kinds:
            kind = of_kind.kind
            words = f"{kind.words} {of_kind.why_not or f'{of_kind.number:,}'}"
            button = LinkButton(words, quiet=True, act=partial(self.choose, kind))
            rows += [Heading(words), *of_kind.doubts]
            if kind.is_apart:
                apart.append(button)
            else:
                self._flow.addWidget(button)
        if apart:
            self._flow.addWidget(Label(say("另外数的："), theme.sans(12), "ink3"))
        for button in apart:
            self._flow.addWidget(button)
        self.things.show_rows(rows)

    def choose(self, kind: DoubtKind | None) -> None:
        """Show only this kind; None for all that are not counted apart."""
        self.things.chosen_kind = kind
        if kind is not None and kind.is_apart:
            self._part.list_apart()
        self.things.show_again()
        self.things.view.setFocus()


class _Things(ReasonedListing[Doubt]):
    def __init__(self, part: UnknownPart) -> None:
        self._part = part
        self.chosen_kind: DoubtKind | None = None
        self.row_chosen: Callable[[], object] = do_nothing
        """Called when another row is chosen; set by the page."""
        super().__init__(say("待查的"), "paper", takes_several=True)

    def listed(self, rows: Sequence[Doubt | Heading]) -> Sequence[Doubt | Heading]:
        if self.chosen_kind is not None:
            return [row for row in rows if isinstance(row, Doubt) and row.kind is self.chosen_kind]
        listed: list[Doubt | Heading] = []
        for row in rows:
            if isinstance(row, Heading) and listed and isinstance(listed[-1], Heading):
                listed.pop()  # that of a kind which is counted apart
            if isinstance(row, Heading) or not row.kind.is_apart:
                listed.append(row)
        if listed and isinstance(listed[-1], Heading):
            listed.pop()
        return listed

    def follow_choice(self) -> None:
        super().follow_choice()
        self.row_chosen()

    def key_of(self, row: Doubt) -> object:
        if row.bookmark is not None:
            bookmark = row.bookmark.uuid
        else:
            bookmark = ""
        uuids = row.namesakes.uuids if row.namesakes is not None else ()
        return row.kind, row.words, row.why, row.path, row.correction, bookmark, uuids

    def words(self, row: Doubt) -> str:
        return wording.listed([row.words, row.why, row.stands])

    def tip(self, row: Doubt) -> str:
        return "\n".join(dict.fromkeys(filter(None, (row.words, row.why, row.stands, row.path))))

    def first_line(self, row: Doubt) -> tuple[str, QFont]:
        return row.words, theme.sans(13)

    def aside(self, row: Doubt) -> str:
        if row.path != row.words:
            return row.path
        return ""

    def reason(self, row: Doubt) -> str:
        return wording.listed([row.why, row.stands])

    def nothing(self) -> Nothing:
        read = self._part.desk.library.read
        return Nothing(none_so_far(read, say("没有待查的"), say("到此没有待查的")))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[Doubt]]:
        part = self._part
        return [
            on_row(say("打开"), part.open_place, ENTER, DOUBLE_CLICK, when=part.can_open),
            on_rows(
                say("处理"),
                self._remedy,
                when=lambda rows: bool(rows) and part.remedy(rows) is not None,
                words_of=self._remedy_words,
            ),
            self._at_once(0, "Alt+Return"),
            self._at_once(1, "Alt+Backspace"),
        ]

    def _at_once(self, number: int, key: str) -> RowAct[Doubt]:
        """Return the act that settles one doubt about the reader's own records: the first or the second of them."""

        def act_on(rows: Sequence[Doubt]) -> DoubtAct | None:
            acts = self._part.acts_at_once(rows[0]) if len(rows) == 1 else []
            return acts[number] if number < len(acts) else None

        def carry_out(rows: Sequence[Doubt]) -> None:
            act = act_on(rows)
            if act is not None:
                self._part.carry_out(act)

        def words_of(rows: Sequence[Doubt]) -> str:
            act = act_on(rows)
            return say("就这样") if act is None else act.words

        return on_rows(
            say("就这样"), carry_out, key, when=lambda rows: act_on(rows) is not None, words_of=words_of
        )

    def _remedy(self, rows: Sequence[Doubt]) -> None:
        remedy = self._part.remedy(rows)
        if remedy is not None:
            remedy[1]()

    def _remedy_words(self, rows: Sequence[Doubt]) -> str:
        remedy = self._part.remedy(rows) if rows else None
        if remedy is None:
            return say("处理")
        return remedy[0]
