"""What is being read: the issue in the list, the article on the page, the way back and forward."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from reader.library import Library, LibraryError
from reader.messages import say
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.search.query import needles, parse_query
from reader.stories import Tie
from reader.ui.article_pane import ArticlePane
from reader.ui.history import History, Place
from reader.ui.issue_list import IssuePane
from reader.ui.issue_tree import IssueTree
from reader.ui.operations import Lane


class Reading(QObject):
    """Keeps tree, list and page on the same article, and remembers where one has been."""

    shown = Signal(object)
    """A `StoredArticle` has come on the page, or None."""
    opened = Signal()
    """A person went to an article."""
    historyChanged = Signal()
    broke = Signal(str)
    missed = Signal(str)
    """Something asked for is not there; in words."""

    def __init__(self, library: Library, tree: IssueTree, issues: IssuePane, pane: ArticlePane) -> None:
        super().__init__(pane)
        self._library = library
        self._tree = tree
        self._issues = issues
        self._pane = pane
        self._history = History()
        self._is_page = False
        tree.issueActivated.connect(self.open_issue)
        tree.articleActivated.connect(self.open_article)
        issues.articleActivated.connect(self.open_article)
        issues.stepWanted.connect(self.step_issue)
        pane.jumpActivated.connect(self.open_jump)
        pane.linesWanted.connect(self._show_lines)
        self._lane = Lane(self)
        self._lane.broke.connect(self.broke)

    # -- where one is

    @property
    def article(self) -> StoredArticle | None:
        return self._pane.article()

    @property
    def query(self) -> str:
        """What the article was found by."""
        return self._history.current.query if self._history.current else ""

    @property
    def is_page(self) -> bool:
        """Whether the article is to be seen among all that stands on its page."""
        return self._is_page

    def position(self) -> str:
        """Where the article stands in its issue: “第 3 篇，共 9 篇”; "" while another issue is listed."""
        at, total = self._issues.position()
        if at and self.article is not None and self._issues.article_id() == self.article.id:
            return say("第 {at} 篇，共 {total} 篇", at=at, total=total)
        return ""

    def place(self) -> Place | None:
        """The article on the page and how far down it is read."""
        return self._history.leave(self._pane.scroll_fraction()).current

    @property
    def can_go_back(self) -> bool:
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        return self._history.can_go_forward

    # -- going somewhere

    def open_issue(self, issue_id: int) -> None:
        """Lists the issue's articles; the one on the page stays selected if it is among them."""
        self._issues.show_issue(issue_id)
        stored = self.article
        if stored is not None and stored.issue.id == issue_id:
            self._issues.show_article(issue_id, stored.id)
        self._tree.show_issue(issue_id)

    def open_article(
        self,
        article_id: int,
        query: str = "",
        down: float = 0.0,
        *,
        seam: int | None = None,
        is_page: bool | None = None,
    ) -> None:
        """Brings an article on the page, the matches of `query` marked; a new place in the history. `seam` is the part
        of its story (its id) over whose beginning the match goes that is shown first. `is_page`: whether it is seen
        among all that stands on its page; None is as before."""
        stored = self._library.article(article_id)
        if stored is None:
            self.missed.emit(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        self._history = self._history.leave(self._pane.scroll_fraction())
        before, was_page = self.article, self._is_page
        self._is_page = was_page if is_page is None else is_page
        stays = was_page and self._is_page and before is not None and _are_on_one_page(before, stored)
        self._history = self._history.visit(
            Place(stored.article.key, query, down, self._is_page), stays=stays
        )
        self._show(stored, query, down, seam)
        self.opened.emit()

    def open_place(self, place: Place) -> bool:
        """Opens an article by its key, where one had read to; False when there is no such article."""
        found = self._library.find(place.key)
        if found:
            self.open_article(found[0].id, place.query, place.down, is_page=place.is_page)
        return bool(found)

    def open_bookmark(self, bookmark: Bookmark) -> None:
        """Opens the bookmarked article; where the library has it no more, the text as of bookmarking."""
        found = self._library.find(bookmark.key)
        same_day = [stored for stored in found if stored.issue.date == bookmark.date]
        if found:
            self.open_article((same_day or found)[0].id, is_page=False)
        else:
            self._pane.show_orphan(bookmark)
            self.shown.emit(self._pane.article())

    def open_jump(self) -> None:
        """Follows the jump line on the page; where all that it leads to is on the page, to the other part."""
        stored, parts = self.article, self._pane.parts()
        if stored is None:
            return
        shown = {part.id for part in parts}
        ends = [self._library.jump_target(part.id) for part in (stored, parts[-1], parts[0])]
        target = next((end for end in ends if end is not None and end not in shown), ends[0])
        if target is not None:
            self.open_article(target, is_page=False)
            return
        self.missed.emit(say("没有找到转接的另一头，它可能在还没有的那一版里。"))

    def step(self, by: Literal[-1, 1]) -> None:
        """The next article of the issue, or the one before; over its end into the next issue."""
        if not self._issues.step(by):
            self.step_issue(by, from_end=by < 0)

    def step_issue(self, by: Literal[-1, 1], *, from_end: bool = False) -> None:
        """The next issue of the newspaper, or the one before, at its first article (or its last)."""
        here = self._issues.issue_id()
        beside = self._library.issue_beside(here, by) if here is not None else None
        if beside is None:
            self.missed.emit(say("已是最后一期。") if by > 0 else say("已是最早一期。"))
            return
        self.open_issue(beside.id)
        if rows := self._library.articles(beside.id):
            self.open_article(rows[-1 if from_end else 0].id)

    def go(self, by: Literal[-1, 1]) -> None:
        """Back or forward in the history; places whose article is gone are passed over."""
        history = self._history.leave(self._pane.scroll_fraction())
        while (after := history.step(by)) != history:
            history = after
            place = history.current
            found = self._library.find(place.key) if place else []
            if place and found:
                self._history = history
                self._is_page = place.is_page
                self._show(found[0], place.query, place.down)
                self.opened.emit()
                return

    # -- staying up to date

    def refresh(self) -> None:
        """The catalogue has changed: the lists are read anew, what is on the page stays."""
        self._tree.refresh()
        self._issues.refresh()
        stored = self.article
        if stored is None:
            self.open_newest()
        elif (now := self._now(stored)) is not None and not _is_shown_alike(now, stored):
            self._show(now, self.query, self._pane.scroll_fraction())
        else:
            self._follow_story(stored)

    def open_newest(self) -> None:
        """The newest issue at its first article; nothing in an empty library."""
        newest = self._library.newest_issue()
        if newest is not None:
            self.open_issue(newest.id)
            if rows := self._library.articles(newest.id):
                self.open_article(rows[0].id)

    def finish(self) -> None:
        self._lane.finish()

    # -- inside

    def _show_lines(self, article_id: int, text: str) -> None:
        """The file is read apart from the window's own thread: it may lie on a slow drive."""
        source = self._pane.source
        self._lane.run(
            lambda: self._library.excerpt(article_id, text),
            source.show_excerpt,
            lambda error: source.show_words(str(error)),
            (LibraryError,),
        )

    def _now(self, stored: StoredArticle) -> StoredArticle | None:
        """What the article on the page has become; None where the library has it no more."""
        return self._library.article(stored.id) or next(iter(self._library.find(stored.article.key)), None)

    def _follow_story(self, stored: StoredArticle) -> None:
        """What is on the page may have become part of a story, or may be it no more; what is at the top stays there."""
        chain = self._library.chain(stored.id)
        ties = self._library.ties(chain)
        if not chain or _outline(ties) == _outline(self._pane.ties()):
            return
        before, position = self._pane.parts(), self._pane.page.first_position_in_view()
        self._show(stored, self.query, 0.0)
        if before[0].id == chain[0].id == stored.id:
            self._pane.page.show_position(position)

    def _show(self, stored: StoredArticle, query: str, down: float, seam: int | None = None) -> None:
        marked = needles(parse_query(query)) if query else ()
        chain = self._library.chain(stored.id)
        ties = self._library.ties(chain)
        self._pane.show_article(stored, marked, chain=chain, ties=ties, seam=seam)
        if down:
            self._pane.restore_scroll(down)
        self._issues.show_article(stored.issue.id, stored.id)
        self._tree.show_article(stored.id)
        self.shown.emit(stored)
        self.historyChanged.emit()


def _are_on_one_page(one: StoredArticle, other: StoredArticle) -> bool:
    return (one.issue.id, one.article.page) == (other.issue.id, other.article.page)


def _outline(ties: Sequence[Tie]) -> list[tuple[int, int, bool]]:
    """What of them changes the page."""
    return [(tie.first.id, tie.second.id, tie.stitch.is_made) for tie in ties]


def _is_shown_alike(one: StoredArticle, other: StoredArticle) -> bool:
    """Whether the page shows the same of both: how many articles the issue has is not on it."""
    one, other = (replace(each, issue=replace(each.issue, article_count=0)) for each in (one, other))
    return one == other
