"""Claims in the window: what is written in the dossier that is asked for, or another text, is checked in a view."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QMenu

from reader.export.exported_files import named_file
from reader.features.claims.checked_text import CheckedText, dossier_asked, text_of_dossier
from reader.features.claims.claims_file import ENDINGS, as_bytes, pieces_of
from reader.features.claims.footnotes import as_decisions, choices_in, choose, has_footnote, with_footnote
from reader.features.claims.handed_in import ENDINGS as ENDINGS_READ
from reader.features.claims.handed_in import MOST_BYTES, text_of
from reader.features.claims.in_words import counts_in_words, nothing_to_check
from reader.features.claims.ui.claim_list import ClaimActs, ClaimRow
from reader.features.claims.ui.claims_face import ClaimsFace, FaceActs
from reader.features.claims.ui.witness_list import witness_rows
from reader.features.claims.witnesses import Checked, Witness, analysed, check
from reader.i18n import say
from reader.library.read_share import WHOLE, ReadSoFar
from reader.newspaper.decision import DecisionContent
from reader.newspaper.holdings import Bookmark
from reader.newspaper.printing import Printing
from reader.plugs import Slot
from reader.search.documents import SearchCancelled
from reader.storage.disk_errors import explain
from reader.storage.regular_file import open_named
from reader.ui.desk import Desk, OwnText, Part
from reader.ui.frame import SetFace
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle, TaskQueue
from reader.ui.widgets.dialog import Files, ask_for_file, ask_to_open
from reader.ui.widgets.services import Change
from reader.ui.widgets.undo_stack import FAULTS

ACTION = "claims"
"""The action that shows the view."""
_FAULTS = (SearchCancelled, *FAULTS)
_SHOWN_AT_ONCE = 5
_GROWTH = 1.2
"""After how many more sentences, and by how much more of them, the list is shown anew while a text is being checked."""


class ClaimsPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tasks = TaskQueue(self)
        self.quoting = TaskQueue(self)
        self.writing = TaskQueue(self, writes=True)
        self.checking = ExclusiveTask(self, self._show_progress)
        self._text = CheckedText()
        self._rows: list[Checked] = []
        self._read = WHOLE
        self._asked = ""
        """What the dossier is called that was asked for when the text was taken; "" for none."""
        self._stamp: object = None
        """The state of the library in which the text is checked."""
        self._is_handed_in = False
        """Whether the text is not what is written in the dossier that is asked for."""
        self._is_complete = True
        self._is_running = False

    # -- what leads here

    def set_face(self, action: str) -> SetFace:
        return self.face

    def offer_on_list(self, menu: QMenu, name: str, printings: Sequence[Printing], typed: str = "") -> None:
        if typed:
            menu.addAction(say("查证…"), partial(self._show_list, typed))

    def offer_on_text(self, menu: QMenu, own_text: OwnText) -> None:
        if own_text.text.strip():
            menu.addAction(say("查证这段话"), partial(self.check, own_text))

    def _show_list(self, typed: str) -> None:
        self._is_handed_in = False
        self.desk.results.enter_query(typed)
        self.desk.views.show(ACTION)

    def check(self, own_text: OwnText) -> None:
        """Check a text that the reader has written or drafted."""
        self.desk.views.show(ACTION)
        if not own_text.dossier:
            self.take(own_text.text)
            return
        decisions = self._library.user_data.decisions

        def work() -> CheckedText:
            choices = choices_in(decisions, own_text.dossier)
            return CheckedText(own_text.text, own_text.dossier, "", choices)

        self.tasks.drop()
        self.tasks.run(work, self._hand_in, self._failed, FAULTS)

    # -- the text

    def ask_file(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in ENDINGS_READ)
        path = ask_to_open(self.face, say("打开要查的文字"), Files.CLAIMS, kinds)
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read a file, and check it."""

        def read() -> str:
            with io.FileIO(open_named(path)) as stream:
                return text_of(stream.read(MOST_BYTES + 1), path.name)

        self.tasks.run(read, self.take, self._failed, (OSError, *FAULTS))

    def take(self, text: str) -> None:
        """Check a text that is in no dossier."""
        self.tasks.drop()
        self._hand_in(CheckedText(text))

    def _hand_in(self, text: CheckedText) -> None:
        self._is_handed_in = True
        self._asked = dossier_asked(self.desk.views.articles())
        self.face.field.setPlainText(text.text)
        self._begin(text)

    def _read_asked(self) -> None:
        """Show what is written in the dossier that is asked for; a text that was handed in stays, until another is."""
        name = dossier_asked(self.desk.views.articles())
        is_same = name == self._asked
        self._asked = name
        if name and not (is_same and self._is_handed_in):
            self._is_handed_in = False
            self.tasks.drop()
            read = partial(text_of_dossier, self._library, name)
            self.tasks.run(read, self._show_text, self._show_no_text, FAULTS)
        elif self._is_handed_in or self.face.is_writing():
            self._go_on()
        else:
            self._show_field()

    def _show_field(self) -> None:
        """Show the field for a text, as none is asked for."""
        self.checking.cancel()
        self._text = CheckedText()
        self.face.show_writing()

    def _show_no_text(self, error: Exception) -> None:
        """Say why there is no text of the dossier that is asked for; that of another one is shown no more."""
        self._show_field()
        self._failed(error)

    def _show_text(self, text: CheckedText) -> None:
        """Check what is written in a dossier, unless it is what was checked already."""
        if not text.text.strip():
            self.checking.cancel()
            self._text = text
            self._rows = []
            self.face.show_writing(say("专题“{name}”里还没有自己写的话；可以在这里贴一段。", name=text.name))
        elif replace(text, choices={}) != replace(self._text, choices={}):
            self._begin(text)
        else:
            self._text = text
            self._show()
            self._go_on()

    # -- checking

    def _begin(self, text: CheckedText) -> None:
        self._text = text
        self._rows = []
        self._run()

    def _go_on(self) -> None:
        """Check the sentences that are left, or all again if the library is another by now."""
        if self._is_running or self.face.is_writing() or not self._text.text.strip():
            return
        is_same_library = self._stamp == self._library_stamp()
        if not is_same_library:
            self._begin(self._text)
        elif not self._is_complete:
            self._run()

    def _library_stamp(self) -> object:
        return self._library.generation(), self._library.read

    def _run(self) -> None:
        library = self._library
        text = self._text.text
        rows = self._rows
        first = len(rows)
        self._stamp = self._library_stamp()
        self._is_complete = False
        self._is_running = True
        self._show()

        def work(task: TaskHandle) -> ReadSoFar:
            next_shown = first + 1
            for row in check(library, text, None, task.is_cancelled, first):
                rows.append(row)
                if len(rows) >= next_shown:
                    task.report(len(rows))
                    next_shown = max(len(rows) + _SHOWN_AT_ONCE, int(len(rows) * _GROWTH))
            return library.look_at_read().of_analysis(analysed(library))

        def progress(number: int) -> str:
            if rows is self._rows:
                self._show_unless_writing(number)
            return say("查证：到第 {n} 句", n=number)

        def failed(error: Exception) -> None:
            if rows is self._rows:
                self._is_running = False
                self._show_unless_writing()
            self._failed(error)

        self.checking.run(work, partial(self._done, rows), failed, _FAULTS, progress)

    def _done(self, rows: list[Checked], read: ReadSoFar) -> None:
        if rows is not self._rows:
            return
        self._is_running = False
        self._is_complete = True
        self._read = read
        why_not = nothing_to_check(rows)
        if why_not:
            self._services.message(why_not)
        elif not self.face.isVisible():
            self._services.message(counts_in_words(rows, read))
        self._show_unless_writing()

    def leave(self) -> None:
        self.checking.cancel()

    def finish(self) -> None:
        self.checking.cancel()

    def refresh(self, change: Change) -> None:
        if change is Change.NOTES and "face" in vars(self) and self.desk.views.is_shown(self.face):
            self._read_asked()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self._services.message(explain(error, Path(error.filename or "")))
        elif not isinstance(error, SearchCancelled):
            self._services.error(error)

    # -- showing

    @cached_property
    def face(self) -> ClaimsFace:
        of_sentences = ClaimActs(self.turn, self._open_first, self._offer_on_list)
        acts = FaceActs(
            read=self._read_asked,
            leave=self.leave,
            check=self.take,
            go_on=self._run,
            read_file=self.read_file,
            ask_file=self.ask_file,
            step_back=self.desk.views.step_back,
            choose=self._show_witnesses,
            open_witness=self.open_witness,
            of_sentences=of_sentences,
            offer_on_bookmark=self._offer_on_bookmark,
            offer_to_keep=self._offer_to_keep,
            export=self._export,
        )
        return ClaimsFace(acts, self._services.message, self.tasks, self.quoting)

    def _show(self, number: int | None = None) -> None:
        """Show the sentences that are checked, the first of them if a number is given."""
        rows = self._rows[:number]
        choices = self._text.choices
        shown = [ClaimRow(at, row, has_footnote(row, choices), self._read) for at, row in enumerate(rows)]
        self.face.show_sentences(
            shown,
            self._lead(rows),
            is_complete=self._is_complete,
            is_running=self._is_running,
            is_kept=bool(self._text.dossier),
        )
        self._show_witnesses(self.face.lines.current())

    def _show_unless_writing(self, number: int | None = None) -> None:
        """Show the sentences, as for `_show`, unless the reader is about to write another text."""
        if not self.face.is_writing():
            self._show(number)

    def _show_progress(self, words: str, _label: str, _cancel: Callable[[], object]) -> None:
        """Say how far the text is checked; the view has its own button to stop."""
        self.face.lead.setText(words)

    def _lead(self, rows: Sequence[Checked]) -> str:
        parts = []
        if self._text.name:
            parts.append(say("专题“{name}”里写的话，对照整个资料库", name=self._text.name))
        if self._is_complete and not rows:
            parts.append(nothing_to_check(rows))
        parts.append(counts_in_words(rows, self._read))
        if not self._is_complete and not self._is_running:
            parts.append(say("没有查完"))
        return wording.GAP.join(filter(None, parts))

    def _show_witnesses(self, row: ClaimRow | None) -> None:
        witnesses = self.face.witnesses
        self.quoting.drop()
        witnesses.sentence = row
        if row is None:
            witnesses.show_rows([])
            return
        read = partial(witness_rows, self._library, row.checked)
        self.quoting.run(read, witnesses.show_rows, self._failed, FAULTS)

    def open_witness(self, witness: Witness) -> None:
        self.desk.reading.open_article(witness.source.article_id, [witness.words])

    def _open_first(self, row: ClaimRow) -> None:
        self.open_witness(row.checked.witnesses[0])

    def _offer_on_list(self, menu: QMenu, printings: Sequence[Printing]) -> None:
        for part in self.desk.parts.offering(Slot.LIST, self):
            part.offer_on_list(menu, say("查证"), printings)

    def _offer_on_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        for part in self.desk.parts.offering(Slot.ARTICLE):
            part.offer_on_bookmark(menu, bookmark)

    # -- footnotes

    def turn(self, row: ClaimRow) -> None:
        """Write a footnote to a sentence, or none any more; in a dossier, that is kept."""
        sentence = row.checked.sentence.text
        is_written = not row.has_note
        dossier = self._text.dossier
        if not dossier:
            self._show_choices(dossier, {**self._text.choices, sentence: is_written})
            return
        decisions = self._library.user_data.decisions
        if is_written:
            words = say("给“{sentence}”写脚注", sentence=wording.shortened(sentence))
        else:
            words = say("给“{sentence}”不写脚注", sentence=wording.shortened(sentence))

        def work() -> Mapping[str, bool]:
            choose(decisions, dossier, {sentence: is_written})
            return choices_in(decisions, dossier)

        def show(_: object) -> None:
            if not self.desk.views.is_shown(self.face):
                self.desk.views.show(ACTION)
            self._read_choices()

        self.desk.undo.act(words, work, partial(self._show_choices, dossier), show)

    def _read_choices(self) -> None:
        dossier = self._text.dossier
        read = partial(choices_in, self._library.user_data.decisions, dossier)
        self.tasks.run(read, partial(self._show_choices, dossier), self._failed, FAULTS)

    def _show_choices(self, dossier: str, choices: Mapping[str, bool]) -> None:
        """Show what is chosen in a dossier, "" for none, unless another text is shown by now."""
        if dossier == self._text.dossier:
            self._text = replace(self._text, choices=choices)
            self._show_unless_writing()

    def _offer_to_keep(self, menu: QMenu) -> None:
        """Fill a menu with where the text can be kept: as a passage of a dossier, with what was chosen for it."""
        text = self._text

        def along(dossier: str) -> Mapping[str, DecisionContent]:
            return as_decisions(dossier, text.choices)

        def take_dossier(dossier: str) -> None:
            if self._text.text == text.text and not self._text.dossier:
                self._text = replace(self._text, dossier=dossier)
                self._show_choices(dossier, self._text.choices)

        for part in self.desk.parts.offering(Slot.TEXT, self):
            part.offer_on_text(menu, OwnText(text.text, along=along, kept=take_dossier))

    # -- writing

    def _export(self, ending: str) -> None:
        title = say("写成全文")
        name = self._text.name or say("查证")
        proposed = f"{named_file(name)}{ending}"
        file = ask_for_file(self.face, title, Files.CLAIMS, proposed, f"*{ending}", [ending, *ENDINGS])
        if file is None:
            return
        rows = list(self._rows)
        text = self._text
        library = self._library

        def content() -> bytes:
            read = library.look_at_read().of_analysis(analysed(library))
            pieces = list(pieces_of(text.text, rows, read, with_footnote(rows, text.choices)))
            return as_bytes(pieces, name, file.path.suffix.lower())

        self._services.write_file(self.writing, file.path, content, replaces=file.replaces)
