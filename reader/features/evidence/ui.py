"""Evidence in the window: making it of a search or a list, and a page with what a check has found, by outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from msgspec import structs
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QMenu, QWidget

from reader import assets
from reader.export.exported_files import named_file
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.evidence.checking import Checked, Finding, check, head_in_words
from reader.features.evidence.evidence_file import EvidenceFile
from reader.features.evidence.library_of_papers import library_with
from reader.features.evidence.making import Answer, EvidenceSource, answer, made
from reader.i18n import say
from reader.library.linked_articles import link_candidates
from reader.newspaper.printing import Printing
from reader.plugs import answering, plugs
from reader.search.documents import SearchCancelled
from reader.storage.regular_file import write_whole
from reader.ui.desk import Desk, InsteadPart, comparison
from reader.ui.frame import InsteadPane
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle
from reader.ui.widgets.controls import Label, Wide, row_layout
from reader.ui.widgets.dialog import Files, ask_for_file, ask_to_open
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Heading, Nothing, RowAct, on_row
from reader.ui.widgets.pieced_listing import ReasonedListing
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.undo_stack import FAULTS

_FAULTS = (SearchCancelled, OSError, *FAULTS)
T = TypeVar("T")


class EvidencePart(InsteadPart["EvidencePane"]):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._task = ExclusiveTask(self, desk.services.task)

    def handlers(self) -> Handlers:
        return {"make_evidence": self._make_of_search, "check_evidence": self._choose}

    def finish(self) -> None:
        self._task.cancel()

    # -- making

    def _make_of_search(self) -> None:
        searching = self.desk.results.searching
        text = searching.text.strip()
        if text:
            self._make(text, EvidenceSource((text,), not searching.has_all_shapes))
        else:
            self._services.message(say("先搜索，再存成证据。"))

    def offer_on_list(self, menu: QMenu, name: str, printings: Sequence[Printing], typed: str = "") -> None:
        def make() -> None:
            self._make(name, EvidenceSource(printings=tuple(printings), origin=name))

        menu.addAction(say("存成证据…"), make).setEnabled(bool(printings))

    def _make(self, name: str, source: EvidenceSource) -> None:
        self._run(
            lambda task: answer(self._library, source, task.is_cancelled),
            partial(self._choose_target, name, source),
        )

    def _choose_target(self, name: str, source: EvidenceSource, library_answer: Answer) -> None:
        window = self.desk.frame.window()
        with_texts = say("证据，连同文字") + f" (*{EVIDENCE_SUFFIX})"
        digests_only = say("证据，只有摘要、没有文字，可以公开") + f" (*{EVIDENCE_SUFFIX})"
        proposed = f"{named_file(name)}{EVIDENCE_SUFFIX}"
        kinds = f"{with_texts};;{digests_only}"
        file = ask_for_file(window, say("存成证据"), Files.EVIDENCE, proposed, kinds, [EVIDENCE_SUFFIX])
        if file is None:
            return
        has_texts = file.kind != digests_only
        chosen = structs.replace(source, has_texts=has_texts)

        def write(task: TaskHandle) -> None:
            parts = made(self._library, chosen, "", library_answer, _progress_of(task), task.is_cancelled)
            write_whole(file.path, parts, replaces=file.replaces)

        def tell(_: None) -> None:
            words = say("已存为 {path}", path=file.path.name)
            if not has_texts:
                words = say("已存为 {path}，里面没有文字，只有摘要", path=file.path.name)
            self._services.saved(words, file.path)

        self._run(write, tell)

    def _run(self, work: Callable[[TaskHandle], T], done: Callable[[T], None]) -> None:
        self._task.run(work, done, self._failed, _FAULTS, lambda n: say("证据：已到第 {n} 篇", n=n))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SearchCancelled):
            self._services.error(error)

    # -- checking

    def _choose(self) -> None:
        kinds = say("证据") + f" (*{EVIDENCE_SUFFIX})"
        path = ask_to_open(self.desk.frame.window(), say("核对证据"), Files.EVIDENCE, kinds)
        if path:
            self.check(path)

    def check(self, path: Path) -> None:
        def work(task: TaskHandle) -> tuple[EvidenceFile, Checked]:
            evidence = EvidenceFile(path)
            return evidence, check(self._library, evidence, _progress_of(task), task.is_cancelled)

        self._run(work, lambda pair: self._show(*pair))

    def open_document(self, path: Path) -> None:
        """Check a file in the library that has its papers: the open one, else another one, which is opened then."""
        saved_settings = self.desk.window.settings.saved
        roots = link_candidates(None, saved_settings.recent, assets.sample_library())

        def look(task: TaskHandle) -> Path | None:
            return library_with(EvidenceFile(path), self._library, roots)

        def go(root: Path | None) -> None:
            window = self.desk.window
            if root is None:
                self.check(path)
            else:
                window.open_library(root, lambda: window.desk().parts.open_document(path))

        self._run(look, go)

    def make_pane(self) -> EvidencePane:
        return EvidencePane(self)

    def _show(self, evidence: EvidenceFile, checked: Checked) -> None:
        self.pane.show_checked(evidence, checked)
        self.open()
        self._services.message(checked.counts_in_words())

    def open_article(self, row: Finding) -> None:
        self.desk.reading.open_article(row.article_id)

    def compare(self, row: Finding) -> None:
        assert row.difference is not None
        dialog = answering(comparison, plugs())(self.desk.frame.window(), row.difference)
        if dialog:
            dialog.open()


def _progress_of(task: TaskHandle) -> Callable[[int, int], object]:
    return lambda done, _: task.report(done)


class EvidencePane(InsteadPane):
    def __init__(self, part: EvidencePart) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self.lead = Label("", theme.sans(13), "ink2", wraps=True)
        self.findings = _Findings(part)
        buttons = row_layout(*map(self.findings.button, self.findings.row_acts), Wide(), spacing=12)
        self.lay_out(say("核对证据"), self.findings, self.lead, buttons, close=part.close)

    def face(self) -> QWidget:
        return self.findings.view

    def show_checked(self, evidence: EvidenceFile, checked: Checked) -> None:
        self.lead.setText("\n".join([*head_in_words(evidence, checked)]))
        rows: list[Finding | Heading] = []
        for outcome, group in groupby(checked.findings, key=attrgetter("outcome")):
            findings = list(group)
            rows += [Heading(f"{outcome.in_words()} {len(findings):,}"), *findings]
        self.findings.show_rows(rows)


class _Findings(ReasonedListing["Finding"]):
    def __init__(self, part: EvidencePart) -> None:
        self._part = part
        super().__init__(say("证据里的文章"), "paper")

    def key_of(self, row: Finding) -> object:
        return row.shown.printing, row.outcome

    def words(self, row: Finding) -> str:
        return wording.listed([row.outcome.in_words(), row.citation, row.why])

    def first_line(self, row: Finding) -> tuple[str, QFont]:
        return row.citation, theme.sans(13)

    def reason(self, row: Finding) -> str:
        return row.why

    def nothing(self) -> Nothing:
        return Nothing(say("这份证据里没有文章"))

    def acts(self) -> Sequence[RowAct[Finding]]:
        part = self._part
        return [
            on_row(say("打开文章"), part.open_article, ENTER, DOUBLE_CLICK, when=_is_in_library),
            on_row(say("比较文字"), part.compare, when=_differs),
        ]


def _is_in_library(row: Finding) -> bool:
    return bool(row.article_id)


def _differs(row: Finding) -> bool:
    return row.difference is not None
