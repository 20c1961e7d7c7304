"""The reader's bookmarks and notes: read and changed on another thread, each change as an act that can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from reader import do_nothing
from reader.export.notes import KEPT_IN_SIGHT
from reader.i18n import count, say
from reader.library.acts import Turn, Turned
from reader.library.library import Library
from reader.newspaper.holdings import Anchor, Bookmark
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.note_drafts import NoteDraft
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, LibraryFeature, Services
from reader.ui.widgets.undo_stack import FAULTS, UndoStack

if TYPE_CHECKING:
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_tables import Version


class Bookmarks(LibraryFeature):
    """Changes the reader's bookmarks on another thread. Signal: `changed` has all of them, whenever they were read."""

    changed = Signal(list)

    def __init__(
        self,
        services: Services,
        library: Library,
        undo: UndoStack,
        show: Callable[[Sequence[Bookmark]], object],
        parent: QObject,
    ) -> None:
        """Make the feature; `show` shows the bookmarks that undoing or redoing has changed, [] if they are many."""
        super().__init__(services, library, parent)
        self._undo = undo
        self._show = show
        self.check: Callable[[Bookmark], object] = do_nothing
        """Shows a lost bookmark among what is to be checked, with the places that it may have."""
        self._notebook = library.notebook
        self._user_data = library.user_data
        self.tasks = TaskQueue(self, writes=True)
        self._lookup = TaskQueue(self)  # a queue of its own: waiting for a server must not delay storing
        self.bookmarks: list[Bookmark] = []
        """All bookmarks, as last read."""
        self.removed: list[Bookmark] = []
        self.replaced: frozenset[str] = frozenset()
        """The UUIDs of those whose text a merge has replaced, and nobody has looked at since."""
        """Those recently removed, the last first."""
        self.trouble = ""
        """Why they can't be read; "" if they can."""
        self._is_finished = False

    def start(self) -> None:
        self.read()

    def refresh(self, change: Change) -> None:
        self.read()  # with every change: articles may have other ids in the catalogue

    def finish(self) -> None:
        self._is_finished = True

    def of(self, anchor: Anchor) -> Bookmark | None:
        """Return the bookmark of a whole article; None if it has none."""
        return next(
            (
                bookmark
                for bookmark in self.bookmarks
                if bookmark.anchor == anchor and bookmark.passage is None
            ),
            None,
        )

    def by_uuid(self, uuid: str) -> Bookmark | None:
        return next((bookmark for bookmark in self.bookmarks if bookmark.uuid == uuid), None)

    def read(self, then: Callable[[], object] = do_nothing) -> None:
        """Read all bookmarks again; `then` is called after `changed` was emitted.

        The articles of bookmarks are then looked up in the library; if any is found, the bookmarks are read again.
        """

        def read() -> tuple[list[Bookmark], list[Bookmark]]:
            since = dt.datetime.now(dt.UTC) - KEPT_IN_SIGHT
            self.replaced = self._user_data.machine.replaced()
            return self._notebook.bookmarks(), self._notebook.removed_bookmarks(since)

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.trouble = str(error)
            self.changed.emit(self.bookmarks)

        def looked_up(is_any_found: bool) -> None:
            if is_any_found and not self._is_finished:
                self.tasks.run(read, take, failed, FAULTS)

        def take(lists: tuple[list[Bookmark], list[Bookmark]]) -> None:
            self.bookmarks, self.removed = lists
            self.trouble = ""
            self.changed.emit(self.bookmarks)

        def take_first(lists: tuple[list[Bookmark], list[Bookmark]]) -> None:
            take(lists)
            then()

        if not self._is_finished:
            self.tasks.run(read, take_first, failed, FAULTS)
            self._lookup.run(self._notebook.look_for_articles, looked_up, None, FAULTS)

    # -- adding and removing

    def toggle(self, anchor: Anchor) -> None:
        old_bookmark = self.of(anchor)
        if old_bookmark is not None:
            self.remove(old_bookmark)
        elif isinstance(anchor, int):
            self._change(
                lambda new_bookmark: say("收藏“{title}”", title=new_bookmark.article.title()),
                partial(self._notebook.bookmark, anchor),
                say("已收藏"),
            )

    def mark(self, article_id: int, passage: Passage) -> None:
        self._change(
            lambda new_bookmark: say("在“{title}”里标记", title=new_bookmark.article.title()),
            partial(self._notebook.bookmark, article_id, passage=passage),
            say("已标记，按 M 写批注"),
        )

    def remove(self, *bookmarks: Bookmark) -> None:
        """Remove bookmarks as one act, which is undone as a whole."""
        uuids = [bookmark.uuid for bookmark in bookmarks]
        if len(bookmarks) != 1:
            words = count(len(uuids), "删除 {n} 条收藏")
            message = count(len(uuids), "已删除 {n} 条")
        elif bookmarks[0].passage is not None:
            title = bookmarks[0].article.title()
            words = say("删除“{title}”里的标记", title=title)
            message = say("已删除“{title}”里的标记", title=title)
        else:
            title = bookmarks[0].article.title()
            words = say("删除收藏“{title}”", title=title)
            message = say("已删除收藏“{title}”", title=title)
        self._change_all(words, partial(self._user_data.remove_bookmarks, uuids), message)

    def restore(self, bookmarks: Sequence[Bookmark]) -> None:
        uuids = [bookmark.uuid for bookmark in bookmarks]
        self._change_all(
            count(len(uuids), "找回 {n} 条收藏"),
            partial(self._user_data.restore_bookmarks, uuids),
            count(len(uuids), "已找回 {n} 条"),
        )

    # -- highlights

    def color(self, bookmark: Bookmark, color: MarkColor) -> None:
        if bookmark.passage is not None and bookmark.passage.color is not color:
            passage = replace(bookmark.passage, color=color)
            self._change(
                say("给“{title}”里的标记换颜色", title=bookmark.article.title()),
                partial(self._user_data.color_passage, bookmark.uuid, passage),
            )

    def attach(self, bookmark: Bookmark, article_id: int) -> None:
        """Attach a bookmark, whose printing is uncertain, to the article that the reader has chosen for it."""
        attach = partial(self._notebook.attach, bookmark, article_id)
        self.tasks.run(attach, lambda _: self.read(), self._services.error, FAULTS)

    # -- notes and tags

    def write(self, draft: NoteDraft, again: Callable[[NoteDraft], object]) -> None:
        """Store a note; its bookmark or highlight is added with it, or restored if it was removed meanwhile.

        If it could not be stored, `again` is called to open its editor again.
        """

        def failed(error: Exception) -> None:
            self._services.error(error)
            again(draft)

        self._change(
            lambda written: say("写“{title}”的批注", title=written.article.title()),
            partial(self._notebook.write_note, draft),
            failed=failed,
        )

    def change_tags(self, tags: list[str], to: str) -> None:
        words = say("标签“{tags}”改为“{to}”", tags=say("、").join(tags), to=to)
        self._change_all(words, partial(self._user_data.change_tags, tags, to), words)

    def restore_version(self, version: Version) -> None:
        self._change(
            say("换回“{title}”以前的版本", title=version.bookmark.article.title()),
            partial(self._library.user_data.restore_version, version),
            say("已换回以前的版本"),
        )

    def keep_own(self, bookmark: Bookmark) -> None:
        """Bring back what another computer's text has replaced, in one step that can be undone."""
        title = bookmark.article.title()
        self._change(
            say("换回“{title}”原来的话", title=title),
            partial(self._library.user_data.restore_latest, bookmark.uuid),
            say("已换回原来的话；另一台电脑上写的在以前的版本里"),
        )

    def followed(self, draft: NoteDraft) -> NoteDraft:
        """Return a draft on its article as it is now; unchanged if a server does not say."""
        with suppress(*FAULTS):
            draft = self._notebook.followed(draft)
        return draft

    def keep_draft(self, draft: NoteDraft) -> None:
        self._undo.run(partial(self._notebook.keep_draft, draft))

    def drop_draft(self, draft: NoteDraft) -> None:
        self._undo.run(partial(self._notebook.drop_draft, draft))

    def cancel(self, draft: NoteDraft, again: Callable[[NoteDraft], object]) -> None:
        """Discard a note that was being written; undoing that calls `again` to continue writing."""

        def done(_: object) -> None:
            self._services.message(say("没有存这条批注"), can_undo=True)

        def go_on_writing(_: object) -> None:
            again(draft)

        def turn(_: object) -> Turn:
            return partial(Turned, None)

        self._undo.act(
            say("不存这条批注"), partial(self._notebook.drop_draft, draft), done, go_on_writing, turn=turn
        )

    def read_drafts(self, then: Callable[[list[NoteDraft]], object]) -> None:
        self.tasks.run(self._notebook.drafts, then)

    # -- carrying out

    def merge(self, words: str, merge: Callable[[], MergePlan], summary: Callable[[MergePlan], str]) -> None:
        """Merge other records as one act, and report what has changed in the words that `summary` returns."""

        def done(plan: MergePlan) -> None:
            self._services.message(summary(plan), can_undo=plan.size > 0)
            self.read()

        def show(_: MergePlan) -> None:
            self.read(partial(self._show, []))

        self._undo.act(words, merge, done, show)

    def _change(
        self,
        words: str | Callable[[Bookmark], str],
        change: Callable[[], Bookmark],
        message: str = "",
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        def done(_: Bookmark) -> None:
            if message:
                self._services.message(message, can_undo=True)
            self.read()

        def show(bookmark: Bookmark) -> None:
            self.read(partial(self._show, [bookmark]))

        self._undo.act(words, change, done, show, failed)

    def _change_all(self, words: str, change: Callable[[], list[Bookmark]], message: str) -> None:
        def done(_: list[Bookmark]) -> None:
            self._services.message(message, can_undo=True)
            self.read()

        def show(bookmarks: list[Bookmark]) -> None:
            self.read(partial(self._show, bookmarks))

        self._undo.act(words, change, done, show)


def like(draft: NoteDraft, bookmarks: Sequence[Bookmark]) -> Bookmark | None:
    """Return the first of some bookmarks that is on the article and the passage of a draft; None if none is."""
    of_article = (bookmark for bookmark in bookmarks if bookmark.printing.is_same(draft.printing))
    passage_identity = draft.passage and draft.passage.identity
    return next(
        (
            near_bookmark
            for near_bookmark in of_article
            if (near_bookmark.passage and near_bookmark.passage.identity) == passage_identity
        ),
        None,
    )
