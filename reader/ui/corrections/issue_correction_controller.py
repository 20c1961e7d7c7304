"""The controller of corrections to an issue: its date, number and newspaper, as suggested or entered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.ui.article.article_menu import entries_of, known_entries
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.issue_dating.suggestions import Suggestion
    from reader.library.corrections import IssueCorrectionOutcome
    from reader.library.date_suggestions import DateExplanation


class IssueCorrectionController(Feature):
    """Corrects issues in the library; each correction can be undone with all other acts."""

    corrected = Signal(object)
    """Emitted with an `IssueCorrectionOutcome` after a correction; the issue's files or its date may have changed."""
    turned = Signal(object)
    """Emitted with the outcome of a correction that was undone or redone, together with `corrected`."""

    def __init__(
        self, services: Services, library: Library, pane: ArticlePane, undoing: UndoStack, parent: QObject
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._pane = pane
        self._undoing = undoing
        self._looked_up: tuple[int, int] | None = None
        """The issue and the generation of the catalogue for which suggestions were last looked up."""
        self._tasks = TaskQueue(self)
        pane.menuOpening.connect(self._offer)
        pane.suggestions.taken.connect(self._take)
        pane.suggestions.considered.connect(self._consider)

    # -- suggestions

    @cached_property
    def _can_correct(self) -> bool:
        return not self._library.corrections.why_no_lines()

    def look(self) -> None:
        """Look for suggestions for the issue on the page, once for each state of the catalogue."""
        issue, library, known = self._issue(), self._library, self._looked_up
        if issue is None:
            self._looked_up = None
        if issue is None or not self._can_correct:
            self._pane.suggestions.show_suggestions(None, ())
            return

        def read() -> tuple[tuple[int, int], tuple[Suggestion, ...]] | None:
            state = issue.id, library.generation()
            return None if state == known else (state, library.contents.issue_suggestions(issue.id))

        def show(found: tuple[tuple[int, int], tuple[Suggestion, ...]] | None) -> None:
            if found is not None and self._issue() == issue:
                self._looked_up, suggestions = found
                self._pane.suggestions.show_suggestions(issue, suggestions)

        if self._pane.suggestions.issue_id() != issue.id:
            self._pane.suggestions.show_suggestions(None, ())
        self._tasks.run(read, show)

    def _take(self, suggestion: Suggestion) -> None:
        from reader.library import date_suggestions

        issue, claim = self._issue(), date_suggestions.claim_of(suggestion)
        if issue is not None and claim is not None:
            self.correct(self._paths(issue.id), [claim])

    def _consider(self, suggestion: Suggestion) -> None:
        if issue := self._issue():
            self.open_dialog(issue, suggestion=suggestion)

    # -- dates that are not printed

    def explain_date(self, issue: IssueRow) -> None:
        """Open the dialog on the evidence for an issue's date; do nothing for a printed date."""

        def show(explanation: DateExplanation | None) -> None:
            if explanation is not None:
                self._open_reason(issue, explanation)

        self._tasks.run(lambda: self._library.contents.date_explanation(issue.id), show)

    def _open_reason(self, issue: IssueRow, explanation: DateExplanation) -> None:
        from reader.ui.corrections import issue_dialog

        window: QWidget = self._pane.window()
        dialog = issue_dialog.DateReasonDialog(window, issue, explanation)
        claim = Claim(CorrectionKind.NOT_YEAR, year=explanation.year)
        dialog.refused.connect(lambda: self.correct(self._paths(issue.id), [claim]))
        dialog.correctionWanted.connect(lambda: self.open_dialog(issue))
        dialog.open()

    # -- corrections

    def open_dialog(self, issue: IssueRow, path: str = "", suggestion: Suggestion | None = None) -> None:
        """Open the dialog on an issue; `path` is the file of the shown article, if any."""
        from reader.ui.corrections import issue_dialog

        paths = self._paths(issue.id)
        if not paths:
            self._services.message(say("这一期的文件都不在了，无从更正。"))
            return
        window: QWidget = self._pane.window()
        dialog = issue_dialog.IssueDialog(window, issue, paths, path, suggestion)
        dialog.correctionWanted.connect(lambda claims, chosen: self.correct(chosen, claims))
        dialog.open()

    def open_dialog_of_page(self) -> None:
        """Open the dialog on the issue of the article on the page."""
        stored = self._pane.article()
        if stored is not None and stored.id:
            path = next((source.path for source in stored.sources if not source.is_missing), "")
            self.open_dialog(stored.issue, path)

    def correct(self, paths: Sequence[str], claims: Sequence[Claim]) -> None:
        if not paths or not claims:
            return
        words = say("；").join(claim.words for claim in claims)

        def done(made: IssueCorrectionOutcome) -> None:
            message = say("已更正：{claim}", claim=words)
            if not made.is_applied:
                message = say("已记下：{claim}。资料库更新之后生效", claim=words)
            self._services.message(message, can_undo=True)
            self.corrected.emit(made)

        def turned(now: IssueCorrectionOutcome) -> None:
            self.corrected.emit(now)
            self.turned.emit(now)

        def show(made: IssueCorrectionOutcome) -> None:
            corrections = self._library.corrections
            self._undoing.run(lambda: corrections.outcome_of_issue(made.corrections), turned)

        self._undoing.do(
            say("更正“{claim}”", claim=words),
            lambda: self._library.corrections.correct_issue(paths, claims),
            done,
            show,
        )

    def offer_for(self, menu: QMenu, issue: IssueRow) -> None:
        """Add the correction of an issue to a menu, and the evidence for its date if it is not printed."""
        if (entries := known_entries(menu)) is not None:
            menu = entries.correct
            menu.addSeparator()
        if wording.is_date_estimated(issue):
            menu.addAction(say("日期的根据…"), partial(self.explain_date, issue))
        if not self._library.corrections.why_no_lines():
            menu.addAction(say("这一期的日期、期号、报名不对…"), partial(self.open_dialog, issue))

    def _offer(self, menu: QMenu, _block: object) -> None:
        stored = self._pane.article()
        is_there = stored is not None and bool(stored.id) and not stored.is_missing
        if is_there and not self._library.corrections.why_no_lines():
            menu = entries_of(menu).correct
            menu.addSeparator()
            menu.addAction(say("这一期的日期、期号、报名不对…"), self.open_dialog_of_page)

    def _issue(self) -> IssueRow | None:
        stored = self._pane.article()
        return stored.issue if stored is not None and stored.id else None

    def _paths(self, issue_id: int) -> tuple[str, ...]:
        files = self._library.contents.files_of_issue(issue_id)
        return tuple(file.path for file in files if not file.is_missing)
