"""The events that the articles asked for tell: a draft, which is read here and kept as a chronicle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.features.chronicle.chronicles import StoredLine
from reader.features.chronicle.drafting import Drafted, shown_day, undated_in_words
from reader.features.chronicle.ui.line_list import LineRows
from reader.i18n import count, say
from reader.newspaper.decision import ChronicleLine, ChronicleSource
from reader.ui.frame import SetFace
from reader.ui.widgets import wording
from reader.ui.widgets.controls import LinkButton
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Heading, Nothing, RowAct, on_row


def why_none(draft: Drafted) -> str:
    """Return why a draft has no event, in words."""
    if not draft.articles:
        return say("没有文章，也就没有大事。")
    reason = count(draft.articles, "看了 {n} 篇，没有一篇说到定得下日子的事")
    return reason + undated_in_words(draft) + say("。")


def drafted_in_words(draft: Drafted) -> str:
    return count(len(draft.lines), "{n} 件事") + undated_in_words(draft)


class DraftedRows(LineRows):
    """The events of a draft; what is not to be kept is struck out, here only."""

    said = Nothing("")
    """What is said in place of the rows."""

    def __init__(self, open_source: Callable[[ChronicleSource], object]) -> None:
        self._open_source = open_source
        self._drafted: list[StoredLine] = []
        super().__init__(say("大事"))
        self.state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def nothing(self) -> Nothing:
        return self.said

    def show_lines(self, lines: Sequence[StoredLine]) -> None:
        self._drafted = [*lines]
        self._show()

    def lines(self) -> list[ChronicleLine]:
        return [row.line for row in self._drafted]

    def acts(self) -> Sequence[RowAct[StoredLine]]:
        return [
            on_row(say("打开文章"), self._open, ENTER, DOUBLE_CLICK),
            on_row(say("不留"), self._turn, "Space"),
        ]

    def _open(self, row: StoredLine) -> None:
        self._open_source(row.line.sources[0])

    def _turn(self, row: StoredLine) -> None:
        at = int(row.uuid)
        turned = replace(row.line, is_dropped=row.line.is_retained)
        self._drafted[at] = replace(row, line=turned)
        self._show()

    def _show(self) -> None:
        rows: list[StoredLine | Heading] = []
        year: int | None = None
        for row in self._drafted:
            day = shown_day(row.line)
            if day is not None and day.year != year:
                year = day.year
                rows.append(Heading(say("{year}年", year=year)))
            rows.append(row)
        self.show_rows(rows)


class EventsFace(SetFace):
    """The events of what is asked for (objectName `events`), drafted when they come to be seen."""

    def __init__(
        self,
        read: Callable[[], object],
        leave: Callable[[], object],
        keep: Callable[[], object],
        draft: Callable[[], object],
        open_kept: Callable[[], object],
        open_source: Callable[[ChronicleSource], object],
    ) -> None:
        """Make the view; `read` drafts, `leave` gives that up, `keep` keeps the draft, `draft` asks what else to draft
        from, `open_kept` shows those kept.
        """
        super().__init__()
        self.setObjectName("events")
        self.setAccessibleName(say("大事"))
        self._read = read
        self._leave = leave
        self.draft: Drafted | None = None
        self.rows = DraftedRows(open_source)
        self.keep_button = LinkButton(say("存成大事记"), px=12, act=keep)
        self.draft_button = LinkButton(say("起草…"), quiet=True, px=12, act=draft)
        self.kept_button = LinkButton(say("存下的大事记…"), quiet=True, px=12, act=open_kept)
        self.lead = self.lay_out(self.rows, tools=[self.keep_button, self.draft_button, self.kept_button])
        self.show_progress(0)

    def face(self) -> QWidget:
        return self.rows.currentWidget() or self.rows.view

    def read(self) -> None:
        self._read()

    def leave(self) -> None:
        self._leave()

    def show_progress(self, articles: int) -> None:
        body = count(articles, "看过 {n} 篇") if articles else ""
        self._say(say("正在起草……"), body)

    def show_failure(self, why: str) -> None:
        self._say(say("没有起草成"), why)

    def show_draft(self, draft: Drafted, rows: Sequence[StoredLine]) -> None:
        if not draft.lines:
            self._say(say("没有大事"), why_none(draft))
            return
        self.draft = draft
        self.lead.setText(wording.GAP.join([say("草稿"), drafted_in_words(draft)]))
        self.keep_button.setEnabled(True)
        self.rows.show_lines(rows)

    def _say(self, title: str, body: str) -> None:
        self.draft = None
        self.lead.setText("")
        self.keep_button.setEnabled(False)
        self.rows.said = Nothing(title, body)
        self.rows.show_lines(())
