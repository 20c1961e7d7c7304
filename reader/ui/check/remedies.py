"""What the window does about doubts that nothing can be said of at once: dialogs, views and other lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtGui import QAction

from reader.i18n import count, say
from reader.library.doubts import Doubt, Remedy
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.ui.desk import Desk
from reader.ui.frame import Tab


class Act(Struct, frozen=True):
    words: str
    act: Callable[[], object]


class Remedies:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def can_open(self, doubt: Doubt) -> bool:
        return bool(doubt.bookmark or doubt.article_id or doubt.issue)

    def open_place(self, doubt: Doubt) -> None:
        if doubt.bookmark is not None:
            self._desk.reading.open_bookmark(doubt.bookmark)
        elif doubt.article_id:
            self._desk.reading.open_article(doubt.article_id)
        elif doubt.issue is not None:
            self._desk.reading.open_first(doubt.issue.id)

    def of(self, doubts: Sequence[Doubt]) -> Act | None:
        """Return what is to be done with one or several doubts; None if nothing can be, or not with several at once."""
        remedies = {doubt.kind.remedy for doubt in doubts}
        if len(remedies) != 1:
            return None
        if remedies == {Remedy.ISSUE}:
            return self._of_issues(doubts)
        if remedies == {Remedy.PAGES}:
            return self._of_pages(doubts)
        return self._of_one(doubts[0]) if len(doubts) == 1 else None

    def _of_issues(self, doubts: Sequence[Doubt]) -> Act | None:
        if self._desk.library.words.why_no_lines:
            return None
        paths = [doubt.path for doubt in doubts]
        issue = doubts[0].issue
        if len(doubts) == 1 and issue is not None:
            return Act(say("更正日期、报纸名…"), partial(self._correct, issue))
        if self._action("correct_files") is None:
            return None
        words = count(len(paths), "更正所选的 {n} 个文件…")
        return Act(words, partial(self._correct_files, paths))

    def _of_pages(self, doubts: Sequence[Doubt]) -> Act | None:
        if self._desk.library.words.why_no_lines or self._action("correct_files") is None:
            return None
        issues = [doubt.issue.id for doubt in doubts if doubt.issue is not None]
        return Act(say("更正、确认版面…"), partial(self._confirm_pages, issues))

    def _action(self, name: str) -> QAction | None:
        """Return what does something by a name, also if it is no action of its own; None if no feature does it."""
        try:
            return self._desk.actions[name]
        except KeyError:
            return None

    def _of_one(self, doubt: Doubt) -> Act | None:
        desk = self._desk
        bookmark = doubt.bookmark
        match doubt.kind.remedy:
            case Remedy.RECOGNIZE:
                return self._by_action(say("识别…"), "waiting_pictures")
            case Remedy.FILES:
                return Act(say("查看清单"), lambda: desk.frame.strip.calls.show_failures())
            case Remedy.COMPARE:
                compare = desk.frame.pane.calls.compare_sources
                return Act(say("比较不同的字句…"), partial(self._open_and, doubt, compare))
            case Remedy.PROOFREAD:
                by_action = self._by_action(say("校对"), "proofread")
                return by_action and Act(by_action.words, partial(self._open_and, doubt, by_action.act))
            case Remedy.VERSIONS if bookmark is not None:
                return Act(say("以前的版本…"), partial(desk.frame.bookmarks.calls.show_versions, bookmark))
            case Remedy.PLACE if bookmark is not None:
                words = say("改批注") if bookmark.note else say("写批注")
                return Act(words, partial(self._write_note, bookmark))
        return None

    def _by_action(self, words: str, name: str) -> Act | None:
        action = self._action(name)
        return None if action is None else Act(words, action.trigger)

    def _write_note(self, bookmark: Bookmark) -> None:
        self._desk.frame.show_tab(Tab.BOOKMARKS)
        self._desk.frame.bookmarks.edit(bookmark.uuid)

    def _correct(self, issue: IssueRow) -> None:
        suggestion = next(iter(self._desk.library.contents.repairs.of(issue.id)), None)
        self._desk.corrections.issues.open_dialog(issue, suggestion=suggestion)

    def _confirm_pages(self, issue_ids: Sequence[int]) -> None:
        issues = self._desk.corrections.issues
        issues.files_to_list = [path for issue_id in issue_ids for path in issues.paths(issue_id)]
        issues.confirms_pages = True
        self._desk.actions["correct_files"].trigger()

    def _correct_files(self, paths: Sequence[str]) -> None:
        self._desk.corrections.issues.files_to_list = paths
        self._desk.actions["correct_files"].trigger()

    def _open_and(self, doubt: Doubt, act: Callable[[], object]) -> None:
        self.open_place(doubt)
        self._desk.reading.after_reading(act)
