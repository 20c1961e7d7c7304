"""Going on in a newspaper: to the next article, over the end of an issue, and from issue to issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import IssueRow
from reader.ui.issues.issue_list import IssuePane
from reader.ui.widgets.services import Services

if TYPE_CHECKING:
    from reader.ui.issues.reading_controller import ReadingController

By = Literal[-1, 1]


class IssueSteps:
    """Steps from the issue that is listed."""

    def __init__(
        self, services: Services, library: Library, issues: IssuePane, reading: ReadingController
    ) -> None:
        self._services = services
        self._contents = library.contents
        self._issues = issues
        self._reading = reading

    def step(self, by: By) -> None:
        """Open the next article of the issue, or the one before; from its end one of the next issue."""
        if not self._issues.step(by):
            self._step_over(by)

    def step_issue(self, by: By) -> None:
        """Open the next issue of the newspaper, or the one before, where one stopped in it."""
        if (beside := self._beside(by, self.step_issue)) is not None:
            self._reading.read_issue(beside.id)

    def _step_over(self, by: By) -> None:
        """Open the first article of the next issue, or the last one of the issue before."""
        if (beside := self._beside(by, self._step_over)) is not None:
            rows = self._contents.articles(beside.id)
            if not self._reading.awaited.awaits(lambda: self._step_over(by)):
                self._reading.open_issue(beside.id)
                if rows:
                    self._reading.open_article(rows[-1 if by < 0 else 0].id)

    def _beside(self, by: By, again: Callable[[By], None]) -> IssueRow | None:
        """Return the issue beside; None if there is none, which is told, or if that is not known yet."""
        issue_id = self._issues.issue_id()
        beside = self._contents.issue_beside(issue_id, by) if issue_id is not None else None
        is_known = issue_id is None or not self._reading.awaited.awaits(lambda: again(by))
        if beside is None and is_known:
            self._services.message(say("已是最后一期。") if by > 0 else say("已是最早一期。"))
        return beside
