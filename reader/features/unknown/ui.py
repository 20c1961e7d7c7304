"""What is not known in the window: a row below the tree with its number, and a page by kind with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.answers import UnknownKind, UnknownThing
from reader.library.read_share import all_so_far, none_so_far
from reader.newspaper.holdings import IssueRow
from reader.ui.desk import Desk, InsteadPart
from reader.ui.frame import InsteadPane
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import FlowLayout, LinkButton, Wide, row_layout
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Heading, Nothing, ReasonedListing, RowAct, on_row
from reader.ui.widgets.services import Change, Handlers

if TYPE_CHECKING:
    from reader.features.unknown.unknown import AllUnknown

_PAUSE = 20
"""A folder in which nothing has changed is looked at again after so many times as long as that took."""


class Row(Struct, frozen=True):
    kind: UnknownKind
    thing: UnknownThing


class UnknownPart(InsteadPart["UnknownPane"]):
    """Counts on its own thread, when the library or the notes have changed, and shows the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: AllUnknown | None = None
        self._state: object = None
        self._took = 0
        self._looked = QElapsedTimer()
        self._looking, self._is_stale = TaskQueue(self), False
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

        def look() -> AllUnknown:
            from reader.features.unknown.unknown import look

            return look(self._library)

        self._is_stale = not self._looking.is_idle()
        if not self._is_stale:
            self._state = self._library.generation(), self._library.read.is_whole
            self._looked.start()
            self._looking.run(look, self._show)

    def _show(self, found: AllUnknown) -> None:
        self._found, self._took = found, self._looked.elapsed()
        number = f"{self._found.total:,}"
        words = say("待查 {n}", n=number) if self._found.is_whole else say("待查 到此 {n}", n=number)
        self.row_button.setText(words)
        self.row.setVisible(bool(self._found.kinds))
        if "pane" in vars(self):
            self.pane.show_unknown(self._found)
        if self._is_stale:
            self.look()

    def make_pane(self) -> UnknownPane:
        pane = UnknownPane(self)
        if self._found is not None:
            pane.show_unknown(self._found)
        return pane

    # -- what is done with a thing

    def can_open(self, row: Row) -> bool:
        return bool(row.thing.bookmark or row.thing.article_id or row.thing.issue)

    def open_thing(self, row: Row) -> None:
        thing = row.thing
        if thing.bookmark is not None:
            self.desk.reading.open_bookmark(thing.bookmark)
        elif thing.article_id:
            self.desk.reading.open_article(thing.article_id)
        elif thing.issue is not None:
            self.desk.reading.open_first(thing.issue.id)

    def remedy(self, row: Row) -> tuple[str, Callable[[], object]] | None:
        """Return what is to be done with a thing, in words, and the function that does it; None if nothing can be."""
        desk, thing = self.desk, row.thing
        if row.kind.action:
            action = desk.actions.get(row.kind.action)
            return None if action is None else (say("识别…"), action.trigger)
        if thing.bookmark is not None:
            bookmark = thing.bookmark
            find = say("找像的地方…"), lambda: desk.bookmarks.find_places(bookmark)
            return find if bookmark.is_passage_lost else None
        if thing.issue is None:
            return say("查看清单"), lambda: desk.frame.strip.calls.show_failures()
        if row.kind.name == "encoding":
            return None
        if row.kind.name == "copies":
            compare = desk.frame.pane.calls.compare_sources
            return say("比较不同的字句…"), lambda: self._open_and(row, compare)
        if row.kind.name == "low-quality":
            proofread = desk.actions.get("proofread")
            return (
                None if proofread is None else (say("校对"), lambda: self._open_and(row, proofread.trigger))
            )
        if self._library.words.why_no_lines:
            return None
        return say("更正日期…"), partial(self._correct, thing.issue)

    def _correct(self, issue: IssueRow) -> None:
        suggestion = next(iter(self._library.contents.repairs.of(issue.id)), None)
        self.desk.corrections.issues.open_dialog(issue, suggestion=suggestion)

    def _open_and(self, row: Row, act: Callable[[], object]) -> None:
        self.open_thing(row)
        self.desk.reading.after_reading(act)


class UnknownPane(InsteadPane):
    def __init__(self, part: UnknownPart) -> None:
        super().__init__()
        self.setObjectName("unknown")
        self.kinds = QWidget()
        self._flow = FlowLayout(12)
        self.kinds.setLayout(self._flow)
        self.things = _Things(part)
        buttons = row_layout(*map(self.things.button, self.things.row_acts), Wide(), spacing=12)
        self._lead = self.lay_out(say("待查"), self.things, self.kinds, buttons, close=part.close)

    def face(self) -> QWidget:
        return self.things.view

    def show_unknown(self, found: AllUnknown) -> None:
        lead = [count(found.total, "{n} 条还不知道，一种一种地列"), all_so_far(found.read)]
        self._lead.setText(wording.listed(lead))
        self._flow.clear()
        self._flow.addWidget(LinkButton(say("全部"), quiet=True, act=partial(self.choose, "")))
        rows: list[Row | Heading] = []
        for each in found.kinds:
            words = f"{each.kind.title} {each.why_not or f'{len(each.things):,}'}"
            self._flow.addWidget(LinkButton(words, quiet=True, act=partial(self.choose, each.kind.name)))
            rows += [Heading(words), *(Row(each.kind, thing) for thing in each.things)]
        self.things.show_rows(rows)

    def choose(self, name: str) -> None:
        """Show only this kind; "" for all."""
        self.things.chosen_kind = name
        self.things.show_again()
        self.things.view.setFocus()


class _Things(ReasonedListing[Row]):
    def __init__(self, part: UnknownPart) -> None:
        self._part, self.chosen_kind = part, ""
        super().__init__(say("待查的"), "paper")

    def listed(self, rows: Sequence[Row | Heading]) -> Sequence[Row | Heading]:
        if not self.chosen_kind:
            return rows
        return [row for row in rows if isinstance(row, Row) and row.kind.name == self.chosen_kind]

    def key_of(self, row: Row) -> object:
        return row.kind.name, row.thing.words, row.thing.path

    def words(self, row: Row) -> str:
        return wording.listed([row.thing.words, row.thing.why])

    def tip(self, row: Row) -> str:
        return "\n".join(dict.fromkeys(filter(None, (row.thing.words, row.thing.why, row.thing.path))))

    def first_line(self, row: Row) -> tuple[str, QFont]:
        return row.thing.words, theme.sans(13)

    def aside(self, row: Row) -> str:
        return row.thing.path if row.thing.path != row.thing.words else ""

    def reason(self, row: Row) -> str:
        return row.thing.why

    def nothing(self) -> Nothing:
        read = self._part.desk.library.read
        return Nothing(none_so_far(read, say("没有待查的"), say("到此没有待查的")))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))

    def acts(self) -> Sequence[RowAct[Row]]:
        part = self._part
        return [
            on_row(say("打开"), part.open_thing, ENTER, DOUBLE_CLICK, when=part.can_open),
            on_row(
                say("处理"),
                self._remedy,
                when=lambda row: part.remedy(row) is not None,
                words_of=self._remedy_words,
            ),
        ]

    def _remedy(self, row: Row) -> None:
        remedy = self._part.remedy(row)
        if remedy is not None:
            remedy[1]()

    def _remedy_words(self, row: Row) -> str:
        remedy = self._part.remedy(row)
        return say("处理") if remedy is None else remedy[0]
