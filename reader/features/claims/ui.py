"""The window of claims: a text is pasted or dropped, and its sentences stand beside what the papers say."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu, QWidget

from reader.features.claims.claims_file import ENDINGS, as_bytes, pieces_of
from reader.features.claims.handed_in import ENDINGS as ENDINGS_READ
from reader.features.claims.handed_in import MOST_BYTES, text_of
from reader.features.claims.in_words import (
    counts_in_words,
    difference_in_words,
    nothing_to_check,
    outcome_in_words,
    remarks_on,
    sources_in_words,
)
from reader.features.claims.weighing import Outcome
from reader.features.claims.witnesses import Checked, Witness, analysed, check
from reader.i18n import say
from reader.library.library import Library
from reader.library.read_share import WHOLE, ReadSoFar
from reader.newspaper.holdings import Bookmark
from reader.newspaper.printing import Printing
from reader.plugs import Slot
from reader.search.documents import SearchCancelled
from reader.storage.disk_errors import explain
from reader.storage.regular_file import open_named
from reader.ui.desk import Desk, InsteadPart
from reader.ui.frame import FoldingSplitter, InsteadPane
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle, TaskQueue
from reader.ui.widgets.controls import Label, LinkButton, PushButton, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Files, WritingField, ask_for_file, ask_to_open
from reader.ui.widgets.listing import (
    DOUBLE_CLICK,
    ENTER,
    Nothing,
    Piece,
    PiecedListing,
    RowAct,
    on_row,
    on_rows,
)
from reader.ui.widgets.menus import MenuChip
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.undo_stack import FAULTS

_PADDING = 12
_SIDE_BY_SIDE = 860
"""The width from which on the witnesses stand beside the sentences, in pixels."""
_WRITING_HEIGHT = 110
_FAULTS = (SearchCancelled, *FAULTS)
_SHOWN_AT_ONCE = 5
"""After how many sentences the list is shown anew while a text is being checked."""


class ClaimsPart(InsteadPart["ClaimsPane"]):
    is_wide = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tasks = TaskQueue(self)
        self.quoting = TaskQueue(self)
        self.checking = ExclusiveTask(self, desk.services.task)

    def handlers(self) -> Handlers:
        return {"claims": self.open}

    def finish(self) -> None:
        self.checking.cancel()

    def offer_on_list(self, menu: QMenu, name: str, printings: Sequence[Printing]) -> None:
        menu.addAction(say("查证…"), self.open)

    def offer_on_text(self, menu: QMenu, text: str) -> None:
        if text.strip():
            menu.addAction(say("查证这段话"), partial(self.check, text))

    def check(self, text: str) -> None:
        """Check a text that the reader has written or drafted."""
        self.open()
        self.pane.take(text)

    def make_pane(self) -> ClaimsPane:
        return ClaimsPane(self)

    def open_witness(self, witness: Witness) -> None:
        self.desk.reading.open_article(witness.source.article_id, [witness.words])


class ClaimField(WritingField):
    """The text to check; a file that is dropped or pasted is read into it."""

    def __init__(self, pane: ClaimsPane) -> None:
        super().__init__(pane, say("要查的文字"), pane.check)
        self._pane = pane
        self.setPlaceholderText(say("把文字贴在这里，或把 .txt、.md、.docx 拖进来；Ctrl+Enter 查"))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(_files_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = _files_in(source)
        if files:
            self._pane.read_file(files[0])
        else:
            super().insertFromMimeData(source)

    def dropEvent(self, event: QDropEvent) -> None:
        if _files_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # a move would delete the reader's file
            self.insertFromMimeData(event.mimeData())
            event.accept()
            return
        super().dropEvent(event)


def _files_in(mime: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS_READ]


class ClaimRow(Struct, frozen=True):
    """A sentence with what became of it; `has_note`: it gets a footnote when the whole is written."""

    number: int
    checked: Checked
    has_note: bool
    read: ReadSoFar


class ClaimList(PiecedListing[ClaimRow]):
    """The sentences of a text, each with what became of it."""

    padding = _PADDING

    def __init__(self, part: ClaimsPart, pane: ClaimsPane) -> None:
        self._part = part
        self._pane = pane
        super().__init__(say("查证"), "paper", tell=part.desk.services.message, tasks=part.tasks)

    def words(self, row: ClaimRow) -> str:
        outcome = outcome_in_words(row.checked.outcome, row.read)
        note = say("写脚注") if row.has_note else ""
        return wording.listed([row.checked.sentence.text, outcome, *remarks_on(row.checked), note])

    def key_of(self, row: ClaimRow) -> object:
        return row.number

    def pieces(self, row: ClaimRow) -> Iterator[Piece]:
        outcome = row.checked.outcome
        ink = "ink3" if outcome is Outcome.NOTHING else "ink"
        yield Piece(row.checked.sentence.text.replace("\n", " "), theme.serif(16), ink, 8, 26)
        words = [outcome_in_words(outcome, row.read), *remarks_on(row.checked)]
        if row.has_note:
            words.append(say("写脚注"))
        yield Piece(wording.GAP.join(words), theme.sans(12, 700), _TOKENS[outcome], 3)

    def nothing(self) -> Nothing:
        explanation = say("每句话：有据、报上另有说法、可能说的是这一件、没有找到；从不说“假”。")
        return Nothing(say("把要查的文字贴在上面"), explanation, [(say("打开文件…"), self._pane.ask_file)])

    def acts(self) -> Sequence[RowAct[ClaimRow]]:
        return [
            on_row(
                say("写脚注"),
                self._turn,
                "Space",
                when=_may_have_note,
                words_of=_note_act,
            ),
            on_row(say("打开文章"), self._open, ENTER, DOUBLE_CLICK, when=_has_witness),
            on_rows(say("下一句"), lambda _: self._step(1), "J", is_menu_only=True),
            on_rows(say("上一句"), lambda _: self._step(-1), "K", is_menu_only=True),
        ]

    def add_to_menu(self, menu: QMenu, rows: Sequence[ClaimRow]) -> None:
        witnesses = [witness for row in self.rows() if row.has_note for witness in row.checked.witnesses]
        printings = list(dict.fromkeys(witness.source.printing for witness in witnesses))
        for part in self._part.desk.parts.offering(Slot.LIST, self._part):
            part.offer_on_list(menu, say("查证"), printings)

    def _turn(self, row: ClaimRow) -> None:
        self._pane.turn(row)

    def _open(self, row: ClaimRow) -> None:
        self._part.open_witness(row.checked.witnesses[0])

    def _step(self, step: int) -> None:
        current = self.current()
        keys = [row.number for row in self.rows()]
        if not keys:
            return
        at = keys.index(current.number) + step if current is not None else 0
        if 0 <= at < len(keys):
            self.select(keys[at])


_TOKENS = {
    Outcome.BORNE_OUT: "accent",
    Outcome.OTHERWISE: "warn",
    Outcome.MAY_BE: "ink2",
    Outcome.NOT_FOUND: "ink2",
    Outcome.NOTHING: "ink3",
}


def _note_act(row: ClaimRow) -> str:
    if row.has_note:
        return say("不写脚注")
    return say("写脚注")


def _may_have_note(row: ClaimRow) -> bool:
    return row.checked.outcome is not Outcome.NOTHING


def _has_witness(row: ClaimRow) -> bool:
    return bool(row.checked.witnesses)


class WitnessRow(Struct, frozen=True):
    """A witness of a sentence, and its passage as a bookmark with the sentence as a note, which a dossier keeps.

    The bookmark is None if the library does not have the article any more.
    """

    witness: Witness
    bookmark: Bookmark | None


def witness_rows(library: Library, checked: Checked) -> list[WitnessRow]:
    """Return the witnesses of a sentence as they are listed. Raises LibraryError."""
    rows = []
    for witness in checked.witnesses:
        stored = library.articles.article(witness.source.article_id)
        bookmark = None
        if stored is not None:
            passage = library.notebook.quote(stored.id, witness.words)
            printing = stored.printing
            moment = dt.datetime.now(dt.UTC)
            bookmark = Bookmark(
                "",
                printing.key,
                printing.newspaper,
                printing.date,
                stored.issue.month_day,
                stored.issue.number,
                printing.page,
                printing.path,
                stored.article,
                _note_of(checked, witness),
                (),
                moment,
                moment,
                passage,
                file=printing.file,
                article_id=stored.id,
                facts=stored.facts,
            )
        rows.append(WitnessRow(witness, bookmark))
    return rows


def _note_of(checked: Checked, witness: Witness) -> str:
    """Return what a dossier keeps beside a witness: the sentence, and what the paper says of it."""
    differences = map(difference_in_words, witness.differences)
    return "\n".join([checked.sentence.text, outcome_in_words(witness.outcome), *differences])


class WitnessList(PiecedListing[WitnessRow]):
    """The witnesses of the chosen sentence: where they are, in what they differ, and their words."""

    padding = _PADDING

    def __init__(self, part: ClaimsPart) -> None:
        self._part = part
        self.sentence: ClaimRow | None = None
        super().__init__(say("报上的原话"), "list", tasks=part.quoting)

    def words(self, row: WitnessRow) -> str:
        witness = row.witness
        differences = map(difference_in_words, witness.differences)
        return wording.listed(
            [outcome_in_words(witness.outcome), sources_in_words(witness), *differences, witness.words]
        )

    def key_of(self, row: WitnessRow) -> object:
        return row.witness.source.printing

    def pieces(self, row: WitnessRow) -> Iterator[Piece]:
        witness = row.witness
        yield Piece(sources_in_words(witness), theme.sans(12), "accent", 4)
        outcome = outcome_in_words(witness.outcome)
        yield Piece(outcome, theme.sans(12, 700), _TOKENS[witness.outcome], 1)
        for difference in witness.differences:
            yield Piece(difference_in_words(difference), theme.sans(13, 700), "warn", 3)
        yield Piece(witness.words, theme.serif(15), "ink2", 30, 26, list(witness.marks))

    def nothing(self) -> Nothing:
        if self.sentence is None:
            return Nothing(say("选一句，看报上怎么说"))
        checked = self.sentence.checked
        outcome = outcome_in_words(checked.outcome, self.sentence.read)
        return Nothing(outcome, say("；").join(remarks_on(checked)))

    def acts(self) -> Sequence[RowAct[WitnessRow]]:
        return [on_row(say("打开文章"), self._open, ENTER, DOUBLE_CLICK)]

    def add_to_menu(self, menu: QMenu, rows: Sequence[WitnessRow]) -> None:
        for row in rows[:1]:
            if row.bookmark is not None:
                for part in self._part.desk.parts.offering(Slot.ARTICLE):
                    part.offer_on_bookmark(menu, row.bookmark)

    def _open(self, row: WitnessRow) -> None:
        self._part.open_witness(row.witness)


class ClaimsPane(InsteadPane):
    """The text to check, its sentences, and beside these, else below them, the witnesses of the chosen one."""

    def __init__(self, part: ClaimsPart) -> None:
        super().__init__()
        self.setObjectName("claims")
        self._part = part
        self._desk = part.desk
        self._text = ""
        self._rows: list[Checked] = []
        self._without_note: set[int] = set()
        self.field = ClaimField(self)
        self.field.setFont(theme.serif(15))
        self.field.setFixedHeight(_WRITING_HEIGHT)
        self.lines = ClaimList(part, self)
        self.witnesses = WitnessList(part)
        self.check_button = PushButton(say("查"), primary=True, act=self._check)
        self.open_button = LinkButton(say("打开文件…"), act=self.ask_file)
        self.export_chip = self._made_export_chip()
        self.keep_chip = MenuChip(say("收进…"))
        self.keep_chip.show_choice(say("收进…"))
        self.keep_chip.choices.aboutToShow.connect(self._offer_to_keep)
        self.keep_chip.setEnabled(False)
        self._neighbour = self._made_neighbour()
        body = FoldingSplitter({self.lines: 2, self._neighbour: 1}, least=_SIDE_BY_SIDE)
        buttons = row_layout(self.open_button, Wide(), self.check_button, spacing=8)
        self.counts = self.lay_out(
            say("查证"), body, self.field, buttons, tools=[self.keep_chip, self.export_chip], close=part.close
        )
        self.lines.view.selectionModel().currentChanged.connect(self._show_witnesses)

    def _made_export_chip(self) -> MenuChip:
        chip = MenuChip(say("写成全文"))
        chip.show_choice(say("写成全文"))
        chip.choices.addAction(say("Word（.docx），证据作脚注"), partial(self._export, ".docx"))
        chip.choices.addAction(say("Markdown（.md），证据作脚注"), partial(self._export, ".md"))
        chip.setEnabled(False)
        return chip

    def _made_neighbour(self) -> QWidget:
        neighbour = QWidget()
        theme.tint(neighbour, "list")
        title = row_layout(Label(say("报上的原话"), theme.serif(15, 700)), margins=(16, 10, 16, 8))
        keys = Label(say("J K 上下句　空格 写、不写脚注　Enter 打开文章"), theme.sans(12), "ink3", wraps=True)
        fill_with_rules(neighbour, [title], self.witnesses, row_layout(Wide(keys), margins=(16, 8, 16, 8)))
        return neighbour

    def face(self) -> QWidget:
        if self._rows:
            return self.lines.view
        return self.field

    # -- the text

    def ask_file(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in ENDINGS_READ)
        path = ask_to_open(self, say("打开要查的文字"), Files.CLAIMS, kinds)
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read a file into the field, and check it."""

        def read() -> str:
            with io.FileIO(open_named(path)) as stream:
                return text_of(stream.read(MOST_BYTES + 1), path.name)

        self._part.tasks.run(read, self.take, self._failed, (OSError, *FAULTS))

    def take(self, text: str) -> None:
        """Put a text into the field, and check it."""
        self.field.setPlainText(text)
        self._check()

    # -- checking

    def check(self, field: WritingField) -> None:
        self._check()

    def _check(self) -> None:
        text = self.field.toPlainText()
        library = self._desk.library
        rows: list[Checked] = []
        self._text = text
        self._without_note = set()
        self._show(rows)

        def work(task: TaskHandle) -> ReadSoFar:
            for row in check(library, text, None, task.is_cancelled):
                rows.append(row)
                if len(rows) == 1 or len(rows) % _SHOWN_AT_ONCE == 0:
                    task.report(len(rows))
            return library.look_at_read().of_analysis(analysed(library))

        def progress(number: int) -> str:
            self._show(rows[:number])
            return say("查证：到第 {n} 句", n=number)

        self._part.checking.run(work, partial(self._done, rows), self._failed, _FAULTS, progress)

    def _done(self, rows: list[Checked], read: ReadSoFar) -> None:
        self._show(rows, read)
        why_not = nothing_to_check(rows)
        if why_not:
            self._desk.services.message(why_not)
        elif not self.isVisible():
            self._desk.services.message(counts_in_words(rows, read))
        else:
            self.lines.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self._desk.services.message(explain(error, Path(error.filename or "")))
        elif not isinstance(error, SearchCancelled):
            self._desk.services.error(error)

    def _show(self, rows: Sequence[Checked], read: ReadSoFar = WHOLE) -> None:
        self._rows = list(rows)
        listed = [
            ClaimRow(number, row, number not in self._without_note and bool(row.witnesses), read)
            for number, row in enumerate(rows)
        ]
        self.lines.show_rows(listed)
        self.counts.setText(counts_in_words(rows, read) if rows else "")
        self.export_chip.setEnabled(bool(rows))
        self.keep_chip.setEnabled(bool(rows))
        self._show_witnesses()

    def _offer_to_keep(self) -> None:
        """Fill the menu with where the text that was checked can be kept: as a passage of a dossier."""
        menu = self.keep_chip.choices
        menu.clear()
        for part in self._desk.parts.offering(Slot.TEXT, self._part):
            part.offer_on_text(menu, self._text)

    def turn(self, row: ClaimRow) -> None:
        """Write a footnote to a sentence, or none any more."""
        rows = [
            replace(other, has_note=not other.has_note) if other.number == row.number else other
            for other in self.lines.rows()
        ]
        self._without_note ^= {row.number}
        self.lines.show_rows(rows)

    def _show_witnesses(self, *_: object) -> None:
        row = self.lines.current()
        library = self._desk.library
        self._part.quoting.drop()
        self.witnesses.sentence = row
        if row is None:
            self.witnesses.show_rows([])
            return
        self._part.quoting.run(
            partial(witness_rows, library, row.checked), self.witnesses.show_rows, self._failed, FAULTS
        )

    # -- writing

    def _export(self, ending: str) -> None:
        title = say("写成全文")
        name = say("查证")
        file = ask_for_file(self, title, Files.CLAIMS, f"{name}{ending}", f"*{ending}", [ending, *ENDINGS])
        if file is None:
            return
        chosen = {row.number for row in self.lines.rows() if row.has_note}
        rows = list(self._rows)
        text = self._text
        library = self._desk.library

        def content() -> bytes:
            read = library.look_at_read().of_analysis(analysed(library))
            pieces = list(pieces_of(text, rows, read, chosen))
            return as_bytes(pieces, name, file.path.suffix.lower())

        self._desk.services.write_file(self._part.tasks, file.path, content, replaces=file.replaces)
