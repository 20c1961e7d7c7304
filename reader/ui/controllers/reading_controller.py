"""The controller of reading: the listed issue, the article on the page, the history of articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal

from reader import do_nothing
from reader.i18n import say
from reader.library.articles import Story
from reader.library.contents import Contents
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, IssueRow, StoredArticle
from reader.newspaper.printing import Printing, link_to, stored_printing
from reader.ui.article import article_pane
from reader.ui.article.article_pane import ArticlePane, SourceLines
from reader.ui.issues.issue_list import IssuePane
from reader.ui.issues.issue_tree import IssueTree
from reader.ui.issues.tree_entries import ReadAhead, Rows, read_rows
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.services import Change, Handlers, LibraryFeature, Services


class Manner(Struct, frozen=True):
    """How an article is opened: by the user or by the program (`by_itself`), and whether it is selected in the tree."""

    by_itself: bool = False
    moves_tree: bool = True


CHOSEN = Manner()
IN_TREE = Manner(moves_tree=False)
BY_ITSELF = Manner(by_itself=True)


class ReadingPosition(Struct, frozen=True):
    """A position in the history: an article and how it was shown.

    Attributes:
        printing: identifies the article.
        needles: the strings marked on the page, in search form.
        down: the share of the text above the view, 0 to 1.
        is_page: whether the whole page was shown, and not the article alone.
        title: by which it is found if its text was replaced.
    """

    printing: Printing
    needles: tuple[str, ...] = ()
    down: float = 0.0
    is_page: bool = False
    title: str = ""


class NavigationHistory(Struct, frozen=True):
    """The positions in order; `at` is the number of the current one, -1 for none."""

    places: tuple[ReadingPosition, ...] = ()
    at: int = -1

    @property
    def current(self) -> ReadingPosition | None:
        if self.at >= 0:
            return self.places[self.at]
        return None

    def visit(self, place: ReadingPosition, *, stays: bool = False) -> NavigationHistory:
        """Return the history with a new position after the current one; those after it are removed.

        The same article shown in the same way, or another one while the page `stays`, replaces the current position.
        """
        current = self.current
        if current is not None and (
            stays or (current.printing.is_same(place.printing) and current.is_page == place.is_page)
        ):
            return self.with_current(lambda _: place)
        # at most a hundred positions, the new one included
        before = self.places[max(self.at - 98, 0) : self.at + 1]
        return NavigationHistory((*before, place), len(before))

    def with_current(self, change: Callable[[ReadingPosition], ReadingPosition]) -> NavigationHistory:
        if self.current is None:
            return self
        changed = change(self.current)
        return NavigationHistory((*self.places[: self.at], changed, *self.places[self.at + 1 :]), self.at)

    def step(self, by: int) -> NavigationHistory:
        """Return the history one position back (-1) or forward (1); unchanged at its ends."""
        at = self.at + by
        if 0 <= at < len(self.places):
            return NavigationHistory(self.places, at)
        return self


MOST = 500
"""The maximum number of stored places, each of which takes some hundred bytes of the settings."""


class StoppedPlaces(Struct, frozen=True):
    """The articles in which reading stopped, with the share of the text above the view (0 to 1), the last first.

    They are kept as the links that are stored, because reading or writing hundreds of links takes too long for a click.
    """

    places: tuple[tuple[str, float], ...] = ()

    def stopped(self, printing: Printing, down: float) -> StoppedPlaces:
        link = link_to(printing)
        others = (place for place in self.places if place[0] != link)
        return StoppedPlaces(((link, down), *others)[:MOST])

    def last_among(
        self, articles: Mapping[int, str], article_of: Callable[[Printing], int | None]
    ) -> tuple[int, float] | None:
        """Return the id of the article among `articles` in which reading stopped last, and how far down; None for none.

        `articles` maps ids of articles to their keys, `article_of` returns the id of the article of a printing.
        """
        keys = set(articles.values())
        for link, down in self.places:
            if link.partition("?")[0].rpartition("/")[2] in keys:
                printing = stored_printing(link)
            else:
                printing = None
            if printing is not None:
                article_id = article_of(printing)
            else:
                article_id = None
            if article_id is not None and article_id in articles:
                return article_id, down
        return None


By = Literal[-1, 1]


class Awaited:
    """The last request of the user that a server has not answered yet, to be repeated when it has."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._act: Callable[[], None] | None = None

    def __bool__(self) -> bool:
        return self._act is not None

    def awaits(self, act: Callable[[], None]) -> bool:
        """Return whether the last query is unanswered; `act` is then called again when the answer is there."""
        if self._contents.is_unanswered:
            self._act = act
        return self._contents.is_unanswered

    def until_known(self, act: Callable[[], None]) -> None:
        act()
        self.awaits(partial(self.until_known, act))

    def set(self, act: Callable[[], None] | None) -> None:
        """Set the function to call when there is an answer; None for none."""
        self._act = act

    def follow(self) -> None:
        act = self._act
        self._act = None
        if act is not None:
            act()


class ReadingController(LibraryFeature):
    shown = Signal(object)
    """Emitted with the `StoredArticle` that is on the page now, or None."""
    opened = Signal()
    """Emitted when the user has opened an article."""

    def __init__(
        self, services: Services, library: Library, tree: IssueTree, issues: IssuePane, pane: ArticlePane
    ) -> None:
        super().__init__(services, library, pane)
        self._tree = tree
        self._issues = issues
        self._pane = pane
        self.history = NavigationHistory()
        self.stopped = StoppedPlaces()
        """Where reading stopped, apart from the article on the page; `stopped_places` has that, too."""
        self.is_page = False
        """Whether articles are shown on their whole page."""
        self._ahead: ReadAhead | None = None
        """The rows that tree and list need for the article that was just read; None when they are shown."""
        self._opening = 0
        self.awaited = Awaited(library.contents)
        self._placing = Awaited(library.contents)
        self._is_by_itself = False
        """Whether the article on the page was opened by the program."""
        self.continued: Callable[[int, int], object] = do_nothing
        """Called with an issue (its id) that is continued where reading stopped, and the article's number from 1."""
        tree.issueActivated.connect(lambda issue_id: self.read_issue(issue_id, IN_TREE))
        issues.calls.open_article = self.open_article
        issues.calls.step_issue = self.step_issue
        pane.calls.open_jump = self.open_jump
        self._lines = SourceLines(library, pane)
        self._articles = TaskQueue(self)
        self._lists = TaskQueue(self)

    def handlers(self) -> Handlers:
        return {
            "back": partial(self.go, -1),
            "forward": partial(self.go, 1),
            "next_issue": partial(self.step_issue, 1),
            "previous_issue": partial(self.step_issue, -1),
            "newest_issue": self.open_newest,
        }

    # -- state

    @property
    def article(self) -> StoredArticle | None:
        return self._pane.article()

    @property
    def can_go_back(self) -> bool:
        return self.history.at > 0 or self._is_off_history()

    def _is_off_history(self) -> bool:
        """Return whether the text stored with a bookmark is on the page, opened from the current position."""
        return self.article is not None and not self.article.id and self.history.current is not None

    @property
    def needles(self) -> tuple[str, ...]:
        """The needles of the query that found the article, in search form; () for none."""
        if self.history.current:
            return self.history.current.needles
        return ()

    def position(self) -> tuple[str, str]:
        """Return the article's position in its issue, in words and short: “第 3 篇，共 9 篇”, “3 / 9”; "" if another
        issue is listed.
        """
        at, total = self._issues.position()
        if at and self.article is not None and self._issues.article_id() == self.article.id:
            return say("第 {at} 篇，共 {total} 篇", at=at, total=total), f"{at} / {total}"
        return "", ""

    def place(self) -> ReadingPosition | None:
        """Return the current position with the current scroll position; None without an article."""
        return self._left().current

    def stopped_places(self) -> StoppedPlaces:
        place = self._left().current
        if place is None:
            return self.stopped
        return self.stopped.stopped(place.printing, place.down)

    # -- navigation

    def step(self, by: By) -> None:
        """Go to the next article of the issue (1) or the previous one (-1), at its end into the adjacent issue."""
        if not self._issues.view.step(by):
            self._step_over(by)

    def step_issue(self, by: By) -> None:
        adjacent = self._adjacent(by, self.step_issue)
        if adjacent is not None:
            self.read_issue(adjacent.id)

    def _step_over(self, by: By) -> None:
        adjacent = self._adjacent(by, self._step_over)
        if adjacent is not None:
            rows = self._library.contents.articles(adjacent.id)
            if not self.awaited.awaits(partial(self._step_over, by)):
                self.open_issue(adjacent.id)
                if rows:
                    self.open_article(rows[-1 if by < 0 else 0].id)

    def _adjacent(self, by: By, again: Callable[[By], None]) -> IssueRow | None:
        """Return the adjacent issue.

        Return None if there is none, which a message says, or if a server has not answered yet; `again` is then called
        when it has.
        """
        issue_id = self._issues.issue_id()
        if issue_id is not None:
            adjacent = self._library.contents.adjacent_issue(issue_id, by)
        else:
            adjacent = None
        is_known = issue_id is None or not self.awaited.awaits(partial(again, by))
        if adjacent is None and is_known:
            self._services.message(say("已是最后一期。") if by > 0 else say("已是最早一期。"))
        return adjacent

    def read_issue(self, issue_id: int, manner: Manner = CHOSEN) -> None:
        """List an issue's articles, and open the one where reading stopped, else the first."""
        self.open_issue(issue_id)
        stored = self.article
        if stored is not None and stored.issue.id == issue_id:
            if not self._articles.is_idle():
                self._opening += 1  # supersedes the article that is being read
                self._read_again(stored)
            return
        rows = self._library.contents.articles(issue_id)
        if self.awaited.awaits(partial(self.read_issue, issue_id, manner)):
            return
        keys = {row.id: row.key for row in rows}
        article_of = self._library.articles.printings.article_of
        place = self.stopped_places().last_among(keys, article_of)
        if place is None:
            self.open_first(issue_id, manner)
            return
        article_id, down = place
        at = list(keys).index(article_id)
        self.open_article(article_id, down=down, manner=manner)
        if at or down:
            self.continued(issue_id, at + 1)

    def open_first(self, issue_id: int, manner: Manner = CHOSEN) -> None:
        rows = self._library.contents.articles(issue_id)
        if rows:
            self.open_article(rows[0].id, manner=manner)

    def open_issue(self, issue_id: int) -> None:
        self._issues.show_issue(issue_id)
        stored = self.article
        if stored is not None and stored.issue.id == issue_id:
            self._issues.show_article(issue_id, stored.id)
        self._tree.show_issue(issue_id)

    def open_article(
        self,
        article_id: int,
        needles: Sequence[str] = (),
        down: float = 0.0,
        *,
        seam: int | None = None,
        is_page: bool | None = None,
        manner: Manner = CHOSEN,
    ) -> None:
        """Show an article as a new position in the history.

        Args:
            article_id: The article.
            needles: The needles of the query that found it, in search form; their occurrences are marked.
            down: The share of the text to scroll down, from 0 to 1.
            seam: The id of a part of its story; the match that crosses the beginning of that part is shown first.
            is_page: Whether to show it on its whole page; None for as before.
            manner: How it is opened.
        """

        def open_story(story: Story | None) -> None:
            self._open(story, tuple(needles), down, seam, is_page, manner)

        self._read(partial(self._library.articles.story, article_id), open_story)

    def _read(
        self,
        read: Callable[[], Story | None],
        show: Callable[[Story | None], None],
        *,
        overtakes: bool = True,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Read a story on another thread and call `show` with it, unless another one was opened meanwhile.

        Args:
            read: Returns the story; called on another thread.
            show: Called with the story, on the main thread.
            overtakes: Whether this supersedes what is being opened.
            meanwhile: Called if a server is away, instead of reporting the error.
        """
        self._opening += overtakes
        opening = self._opening
        reach_changes = self._library.contents.reach_changes
        if overtakes:
            # what was asked for before is no longer wanted
            self.awaited.set(None)

        def failed(error: Exception) -> None:
            is_wanted = overtakes and opening == self._opening
            if is_wanted:  # repeat it when the server is back,
                self.awaited.set(partial(self._read, read, show))
                if reach_changes != self._library.contents.reach_changes:  # or now if it is back already
                    return self.awaited.follow()
            if is_wanted and meanwhile:
                meanwhile()
            else:
                report_fault(error)

        def read_ahead() -> tuple[Story | None, ReadAhead | None]:
            story = read()
            if story is None or self._library.is_elsewhere:  # a server is asked only for what is shown
                return story, None
            return story, ReadAhead(self._library.contents, story.opened)

        def arrive(known: tuple[Story | None, ReadAhead | None]) -> None:
            if opening == self._opening:
                story, self._ahead = known
                show(story)
                self._ahead = None

        self._articles.run(read_ahead, arrive, failed, (LibraryError,))

    def _open(
        self,
        story: Story | None,
        needles: tuple[str, ...] = (),
        down: float = 0.0,
        seam: int | None = None,
        is_page: bool | None = None,
        manner: Manner = CHOSEN,
    ) -> None:
        if story is None:
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        stored = story.opened
        before = self.article
        was_page = self.is_page
        self._is_by_itself = manner.by_itself
        self._leave()
        self.is_page = was_page if is_page is None else is_page
        pages = [
            (either_article.issue.id, either_article.article.page)
            for either_article in (stored, before)
            if either_article is not None
        ]
        # going from article to article on one page is one step of the history
        stays = was_page and self.is_page and pages[1:] == pages[:1]
        self.history = self.history.visit(
            ReadingPosition(stored.printing, needles, down, self.is_page, stored.article.title()), stays=stays
        )
        self._show(story, needles, down, seam, moves_tree=manner.moves_tree)
        if not manner.by_itself:
            self.opened.emit()

    def mark(self, needles: Sequence[str]) -> None:
        """Mark other needles on the page, () for none; the scroll position stays."""
        self.history = self.history.with_current(lambda place: replace(place, needles=tuple(needles)))
        self._pane.hits.mark_needles(needles)

    def show_page(self, is_page: bool) -> bool:
        stored = self.article
        if stored is None or not stored.id:
            return False
        story = Story(stored, self._pane.parts(), self._pane.ties())
        self._open(story, self.needles, self._pane.scroll_fraction(), is_page=is_page)
        return True

    def after_reading(self, act: Callable[[], object]) -> None:
        self._articles.run(do_nothing, lambda _: act())

    def restore(self, place: ReadingPosition) -> bool:
        if not self._library.articles.may_have(place.printing):
            return False

        def open_story(story: Story | None) -> None:
            if story:
                self._open(story, place.needles, place.down, None, place.is_page, BY_ITSELF)
            else:
                self.open_newest(BY_ITSELF)

        self._read(partial(self._library.articles.story_at, place.printing), open_story)
        return True

    def open_bookmark(self, bookmark: Bookmark, needles: Sequence[str] = ()) -> None:
        """Open the bookmarked article; if the library no longer has it, show the text stored with the bookmark."""

        def show_stored(away: Library | None = self._library) -> None:
            self._pane.show_orphan(bookmark, away)
            self.shown.emit(self._pane.article())
            self.opened.emit()

        def show(story: Story | None) -> None:
            if story is not None:
                self._open(story, tuple(needles), is_page=False)
            else:
                show_stored(away=None)

        if self._library.is_elsewhere:
            meanwhile = show_stored
        else:
            meanwhile = None
        self._read(partial(self._library.articles.story_at, bookmark.printing), show, meanwhile=meanwhile)

    def open_jump(self) -> None:
        if self.article is None:
            return
        try:
            target = article_pane.jump_target(self._library, self._pane)
        except LibraryError:  # a server has not answered yet
            self.awaited.set(self.open_jump)
            return
        if target is not None:
            self.open_article(target, is_page=False)
            return
        self._services.message(say("没有找到转接的另一头，它可能在还没有的那一版里。"))

    def go(self, by: Literal[-1, 1]) -> None:
        """Go back (-1) or forward (1) in the history; positions whose article is gone are skipped."""
        self._leave()
        history = self.history
        if by < 0 and self._is_off_history():
            history = replace(history, at=history.at + 1)
        while (after := history.step(by)) != history:
            history = after
            place = after.current
            if place is not None and self._library.articles.may_have(place.printing, place.title):
                self.history = history
                self.is_page = place.is_page
                story_at = partial(self._library.articles.story_at, place.printing, place.title)
                self._read(story_at, partial(self._return, place))
                return

    def _return(self, place: ReadingPosition, story: Story | None) -> None:
        if story is not None:
            self._renew(story.opened)
            self._show(story, place.needles, place.down)
            self.opened.emit()

    def _renew(self, stored: StoredArticle) -> None:
        self.history = self.history.with_current(
            lambda place: replace(place, printing=stored.printing, title=stored.article.title())
        )

    def _left(self) -> NavigationHistory:
        """Return the history with the current scroll position, unless another article is being opened."""
        if self._is_off_history() or not self._articles.is_idle():
            return self.history
        down = self._pane.scroll_fraction()
        return self.history.with_current(lambda place: replace(place, down=down))

    def _leave(self) -> None:
        self.history = self._left()
        if self.history.current is not None:
            self.stopped = self.stopped_places()

    # -- refresh

    def refresh(self, change: Change) -> None:
        if change is not Change.PAPERS:
            return
        self._read_lists()
        if self.article is not None:
            self._read_again(self.article)
        elif not self.awaited:
            self.open_newest(BY_ITSELF)

    def follow_answers(self) -> None:
        self._read_lists()
        if self.awaited:
            self.awaited.follow()
        elif self.article is None and self._articles.is_idle():
            self.open_newest(BY_ITSELF)

    def _read_lists(self) -> None:
        opened = self._tree.opened()

        def take(rows: Rows) -> None:
            self._tree.take(rows)
            self._placing.follow()

        self._lists.run(partial(read_rows, self._library.contents, opened), take)
        self._issues.refresh()

    def _read_again(self, stored: StoredArticle) -> None:
        def show(story: Story | None) -> None:
            if self.article is not None and self.article is not stored:
                self._read_again(self.article)
            elif story is not None and article_pane.refresh(self._pane, story):
                self._renew(story.opened)
                entry = self._tree.current_entry()
                is_above = entry is not None and entry.issue is None  # one looks for something in the tree
                self._follow(story.opened, moves_tree=not (is_above and self._tree.hasFocus()))

        self._read(partial(article_pane.current_story, self._library, stored), show, overtakes=False)

    def open_newest(self, manner: Manner = CHOSEN) -> None:
        """Open the newest issue; if a person asks for it, say which later days are not taken for it."""
        contents = self._library.contents
        newest = contents.newest_issue()
        if newest is None:
            return
        self.read_issue(newest.id, manner)
        if manner is CHOSEN:
            words = contents.why_none_is_newer(newest)
            if words:
                self._services.message(words)

    def follow_newest(self) -> None:
        """Open the newest issue instead of an older one that the program has opened, if the page is untouched."""
        newest = self._library.contents.newest_issue()
        stored = self.article
        if newest is not None and stored is not None and self.is_untouched() and newest.id != stored.issue.id:
            self.open_newest(BY_ITSELF)

    def is_untouched(self) -> bool:
        is_by_itself = self._is_by_itself or self.article is None
        return is_by_itself and not self._pane.scroll_fraction() and self._articles.is_idle()

    # -- private

    def _show(
        self,
        story: Story,
        needles: Sequence[str],
        down: float,
        seam: int | None = None,
        moves_tree: bool = True,
    ) -> None:
        article_pane.show(self._pane, story, needles, down, seam)
        self._follow(story.opened, moves_tree=moves_tree)

    def _follow(self, stored: StoredArticle, *, moves_tree: bool = True) -> None:
        self._issues.show_article(stored.issue.id, stored.id, self._ahead)
        if moves_tree:
            # if the list is visible, it shows the issue's articles
            opens = not self._issues.isVisibleTo(self._issues.window())
            show = partial(self._tree.show_article, stored.id, self._ahead, opens_issue=opens)
            # the rows along the path may take several answers of a server
            self._placing.until_known(show)
        self.shown.emit(stored)
