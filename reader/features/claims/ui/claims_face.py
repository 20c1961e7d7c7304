"""The view of claims: a text is written, pasted or dropped; its sentences stand above what the papers say of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from reader.features.claims.handed_in import ENDINGS
from reader.features.claims.ui.claim_list import ClaimActs, ClaimList, ClaimRow
from reader.features.claims.ui.witness_list import WitnessList
from reader.features.claims.witnesses import Witness
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.ui.frame import FoldingSplitter, SetFace
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
    Wide,
    column_layout,
    fill_with_rules,
    row_layout,
    stacked,
)
from reader.ui.widgets.dialog import WritingField
from reader.ui.widgets.listing import Nothing
from reader.ui.widgets.menus import MenuChip

_SIDE_BY_SIDE = 860
"""The width from which on the witnesses stand beside the sentences, in pixels."""


class FaceActs(Struct, frozen=True, kw_only=True):
    """What the view has done for it."""

    read: Callable[[], object]
    """Shows the text of what is asked for."""
    leave: Callable[[], object]
    """Gives up what is under way."""
    check: Callable[[str], object]
    """Checks a text that was handed in."""
    go_on: Callable[[], object]
    """Checks the sentences that are left."""
    read_file: Callable[[Path], object]
    ask_file: Callable[[], object]
    step_back: Callable[[], object]
    """Goes one step back, as Esc does."""
    choose: Callable[[ClaimRow | None], object]
    """Shows the witnesses of a sentence."""
    open_witness: Callable[[Witness], object]
    of_sentences: ClaimActs
    offer_on_bookmark: Callable[[QMenu, Bookmark], object]
    offer_to_keep: Callable[[QMenu], object]
    """Adds where the text can be kept."""
    export: Callable[[str], object]
    """Writes the whole text as a file with an ending."""


class ClaimField(WritingField):
    """The text to check; a file that is dropped or pasted is read into it."""

    def __init__(self, acts: FaceActs) -> None:
        super().__init__(None, say("要查的文字"), self._check)
        self._acts = acts
        self.setPlaceholderText(
            say(
                "把文字贴在这里，或把 .txt、.md、.docx 拖进来；Ctrl+Enter 查。\n\n"
                "每句话：有据、报上另有说法、可能说的是这一件、没有找到；从不说“假”。"
            )
        )
        self.setFont(theme.serif(15))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(_files_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = _files_in(source)
        if files:
            self._acts.read_file(files[0])
        else:
            super().insertFromMimeData(source)

    def dropEvent(self, event: QDropEvent) -> None:
        if _files_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # a move would delete the reader's file
            self.insertFromMimeData(event.mimeData())
            event.accept()
            return
        super().dropEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._acts.step_back()
            return
        super().keyPressEvent(event)

    def _check(self, field: WritingField) -> None:
        self._acts.check(field.toPlainText())


def _files_in(mime: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]


class ClaimsFace(SetFace):
    """A field for a text, or its sentences and below them, or beside them, the witnesses of the chosen one."""

    def __init__(
        self, acts: FaceActs, tell: Callable[[str], None], tasks: TaskQueue, quoting: TaskQueue
    ) -> None:
        """Make the view; `quoting` reads the witnesses."""
        super().__init__()
        self.setObjectName("claims")
        self.setAccessibleName(say("查证"))
        self._acts = acts
        self.field = ClaimField(acts)
        self.lines = ClaimList(acts.of_sentences, tell, tasks)
        self.witnesses = WitnessList(acts.open_witness, acts.offer_on_bookmark, quoting)
        self._writing = self._made_writing()
        self._reading = FoldingSplitter({self.lines: 3, self._made_neighbour(): 2}, least=_SIDE_BY_SIDE)
        self._body = stacked(self._writing, self._reading)
        self.other_button = LinkButton(say("换一段…"), quiet=True, px=12, act=self.write_another)
        self.go_on_button = LinkButton(say("接着查"), px=12, act=acts.go_on)
        self.stop_button = LinkButton(say("停下"), px=12, act=acts.leave)
        self.keep_chip = MenuChip(say("收进…"))
        self.keep_chip.show_choice(say("收进…"))
        self.keep_chip.choices.aboutToShow.connect(self._offer_to_keep)
        self.export_chip = self._made_export_chip()
        self._tools = (
            self.stop_button,
            self.go_on_button,
            self.other_button,
            self.keep_chip,
            self.export_chip,
        )
        self.lead = self.lay_out(self._body, tools=self._tools)
        self.lines.view.selectionModel().currentChanged.connect(self._choose)
        self.show_writing()

    def _made_writing(self) -> QWidget:
        writing = QWidget()
        self.check_button = PushButton(say("查"), primary=True, act=self._check)
        self.open_button = LinkButton(say("打开文件…"), act=self._acts.ask_file)
        buttons = row_layout(self.open_button, Wide(), self.check_button, spacing=8)
        column_layout(Wide(self.field), buttons, of=writing, margins=(16, 10, 16, 10), spacing=8)
        return writing

    def _made_export_chip(self) -> MenuChip:
        chip = MenuChip(say("写成全文"))
        chip.show_choice(say("写成全文"))
        chip.choices.addAction(say("Word（.docx），证据作脚注"), partial(self._acts.export, ".docx"))
        chip.choices.addAction(say("Markdown（.md），证据作脚注"), partial(self._acts.export, ".md"))
        return chip

    def _made_neighbour(self) -> QWidget:
        neighbour = QWidget()
        theme.tint(neighbour, "list")
        title = row_layout(Label(say("报上的原话"), theme.serif(15, 700)), margins=(16, 8, 16, 6))
        keys = Label(say("J K 上下句　空格 写、不写脚注　Enter 打开文章"), theme.sans(12), "ink3", wraps=True)
        fill_with_rules(neighbour, [title], self.witnesses, row_layout(Wide(keys), margins=(16, 6, 16, 6)))
        return neighbour

    # -- what the row of views asks of it

    def face(self) -> QWidget:
        if self.is_writing():
            return self.field
        if self.lines.rows():
            return self.lines.view
        return self.other_button

    def read(self) -> None:
        self._acts.read()

    def leave(self) -> None:
        self._acts.leave()

    # -- what is shown

    def is_writing(self) -> bool:
        """Whether the field is shown in place of sentences."""
        return self._body.currentWidget() is self._writing

    def show_writing(self, lead: str = "") -> None:
        """Show the field; `lead` says why, "" if there is nothing to be said."""
        self.lead.setText(lead or say("一段文字，一句一句对照整个资料库"))
        self._body.setCurrentWidget(self._writing)
        for tool in self._tools:
            tool.hide()

    def show_sentences(
        self, rows: Sequence[ClaimRow], lead: str, *, is_complete: bool, is_running: bool, is_kept: bool
    ) -> None:
        """Show sentences: whether these are all, others are being checked, and the text is in a dossier."""
        is_inside = self.field.hasFocus() or self.check_button.hasFocus()
        self.lines.said = Nothing(say("正在查……"))
        self.lead.setText(lead)
        self._body.setCurrentWidget(self._reading)
        self.lines.show_rows(rows)
        self.stop_button.setVisible(is_running)
        self.go_on_button.setVisible(not is_complete and not is_running)
        self.other_button.show()
        self.keep_chip.setVisible(is_complete and not is_kept and bool(rows))
        self.export_chip.setVisible(is_complete and bool(rows))
        if is_inside and is_running and not rows:
            self.lines.state.setFocus(Qt.FocusReason.OtherFocusReason)  # which the rows take over
        elif is_inside:
            self.face().setFocus(Qt.FocusReason.OtherFocusReason)

    def write_another(self) -> None:
        """Show the field with its text chosen, so that another one takes its place."""
        self._acts.leave()
        self.show_writing()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        self._acts.check(self.field.toPlainText())

    def _choose(self, *_: object) -> None:
        self._acts.choose(self.lines.current())

    def _offer_to_keep(self) -> None:
        self.keep_chip.choices.clear()
        self._acts.offer_to_keep(self.keep_chip.choices)
