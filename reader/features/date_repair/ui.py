"""Suggestions for the date and the number of the issue on the page, above its article."""

from __future__ import annotations

from reader.library.answers import Repair
from reader.library.library import Library
from reader.newspaper.holdings import IssueRow
from reader.ui.article.article_pane import ArticlePane
from reader.ui.controllers.corrections import IssueCorrections
from reader.ui.desk import Desk, Part
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change


class DateRepairPart(Part):
    """Looks for suggestions for what the panes show."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        frame = desk.frame
        corrections = desk.corrections
        tasks = TaskQueue(self)
        self._tasks = tasks
        self.first = _OfPane(self._library, frame.pane, corrections.issues, tasks)
        second = _OfPane(self._library, frame.area.second, corrections.second_issues, tasks)
        desk.reading.shown.connect(self.first.look)
        desk.second.changed.connect(second.look)

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self.first.look()


class _OfPane:
    def __init__(
        self, library: Library, pane: ArticlePane, corrections: IssueCorrections, tasks: TaskQueue
    ) -> None:
        self._library = library
        self._pane = pane
        self._corrections = corrections
        self._tasks = tasks
        self.known: tuple[int, int] | None = None
        """The issue and the generation of the catalogue for which suggestions were last looked up."""
        self._can_correct = not library.words.why_no_lines
        pane.calls.take_suggestion = self._take
        pane.calls.consider_suggestion = self._consider

    def look(self, _: object = None) -> None:
        """Look for suggestions for the issue on the page, once for each state of the catalogue."""
        issue = self._issue()
        library = self._library
        old_state = self.known
        if issue is None:
            self.known = None
        if issue is None or not self._can_correct:
            self._pane.suggestions.show_suggestions(None, ())
            return

        def read() -> tuple[tuple[int, int], tuple[Repair, ...]] | None:
            state = issue.id, library.generation()
            if state == old_state:
                return None
            return (state, library.contents.repairs.of(issue.id))

        def show(found: tuple[tuple[int, int], tuple[Repair, ...]] | None) -> None:
            if found is not None and self._issue() == issue:
                self.known, suggestions = found
                self._pane.suggestions.show_suggestions(issue, suggestions)

        if self._pane.suggestions.issue_id != issue.id:
            self._pane.suggestions.show_suggestions(None, ())
        self._tasks.run(read, show)

    def _issue(self) -> IssueRow | None:
        stored = self._pane.article()
        if stored is not None and stored.id:
            return stored.issue
        return None

    def _take(self, suggestion: Repair) -> None:
        issue = self._issue()
        if issue is not None and suggestion.claim is not None:
            self._corrections.correct(self._corrections.paths(issue.id), [suggestion.claim])

    def _consider(self, suggestion: Repair) -> None:
        issue = self._issue()
        if issue:
            self._corrections.open_dialog(issue, suggestion=suggestion)
