"""A library's bookmarks and notes. Every change is on the disk when a method returns, else it raises UserDataError."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.export.article_text import markable_texts, page_blocks
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.articles import Articles
from reader.library.derived_data import Derived
from reader.newspaper.holdings import Bookmark, StoredArticle, kept_article
from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.issue_table import CurrentPrinting, Moves
from reader.storage.note_drafts import NoteDrafts
from reader.storage.regular_file import open_named, read_at_most
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.storage.backups import Backup
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_records import Records
    from reader.storage.user_tables import Step, Undone


class Notebook:
    """The bookmarks and notes of a library.

    `follow` is called when an import has changed corrections, so that the articles are read again.
    """

    def __init__(
        self, derived: Derived, user_data: UserData, articles: Articles, follow: Callable[[], object]
    ) -> None:
        self._derived = derived
        self._user_data = user_data
        self._articles = articles
        self._follow = follow
        self._drafts = NoteDrafts(user_data.folder)
        self._passages_looked_for: dict[str, tuple[tuple[int, int, Passage], bool]] = {}

    def bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks that are not removed, the newest first, with what the library no longer has."""
        return self.anchored(self._user_data.bookmarks())

    def bookmarks_of(self, stored: StoredArticle) -> list[Bookmark]:
        """Return the bookmarks of an article and of its passages, the oldest first."""
        found = self.anchored(self._user_data.bookmarks_with_key(stored.article.key))
        return [each for each in found if each.anchor == stored.anchor]

    def removed_bookmarks(self, since: dt.datetime | None = None) -> list[Bookmark]:
        """Return the bookmarks that `restore_bookmark` can restore, the last removed first; those removed after
        `since`.
        """
        removed = self._user_data.removed_bookmarks()
        return [b for b in removed if since is None or (b.deleted is not None and b.deleted >= since)]

    def look_for_articles(self) -> bool:
        """Look for what `bookmarks` can't know at once; return whether its result has changed."""
        return False

    def anchored(self, bookmarks: Sequence[Bookmark]) -> list[Bookmark]:
        """Return the bookmarks with the articles that the library has of them, and with what it no longer has."""
        found = self._articles.printings.articles_of([each.printing for each in bookmarks])
        orphans = {each.key for each, article in zip(bookmarks, found, strict=True) if article is None}
        equal = (
            Counter(each.key for each in self._derived.catalogue.forms.printed(orphans)) if orphans else {}
        )
        return [
            replace(
                bookmark,
                article_id=article.id if article else 0,
                elsewhere=0 if article else equal.get(bookmark.key, 0),
                is_orphan=article is None,
                is_passage_lost=article is not None and self._is_lost(bookmark, article.id),
            )
            for bookmark, article in zip(bookmarks, found, strict=True)
        ]

    def _is_lost(self, bookmark: Bookmark, article_id: int) -> bool:
        """Return whether the passage is not in the article, read with all its parts; cached for each generation."""
        if bookmark.passage is None:
            return False
        generation = self._derived.catalogue.generation()
        known = self._passages_looked_for.get(bookmark.uuid)
        lookup = (generation, article_id, bookmark.passage)
        if known is None or known[0] != lookup:
            passage = bookmark.passage
            is_lost = not (self._has_words(passage, article_id) or self._has_place(passage, article_id))
            known = self._passages_looked_for[bookmark.uuid] = (lookup, is_lost)
        return known[1]

    def _has_words(self, passage: Passage, article_id: int) -> bool:
        """Return whether the words stand within one block: a quick test that most passages pass."""
        wanted = search_form(passage.exact)
        texts = self._derived.catalogue.texts([article_id]).values() if "\n" not in passage.exact else ()
        return any(wanted in row.text for row in texts)

    def _has_place(self, passage: Passage, article_id: int) -> bool:
        from reader.library import quotes

        story = self._articles.chain(article_id) or tuple(filter(None, [self._articles.article(article_id)]))
        return bool(story and quotes.places_of(passage, markable_texts(page_blocks(*story))))

    def article_of(self, bookmark: Bookmark) -> StoredArticle:
        """Return the library's article for a bookmark, for citing it; if there is none, the bookmark's own copy."""
        return self._articles.article_at(bookmark.printing) or kept_article(bookmark)

    def elsewhere(self, bookmark: Bookmark) -> list[StoredArticle]:
        """Return the articles with the text of a bookmark that is on none of them for certain, the oldest first."""
        return self._articles.find(bookmark.key) if bookmark.is_orphan else []

    def attach(self, bookmark: Bookmark, article_id: int) -> None:
        """Put a bookmark on an article with its text, as a reader says. Raises LibraryError if that is gone."""
        stored = self._articles.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中。请重新打开它。"))
        place = CurrentPrinting(stored.printing, stored.issue.month_day)
        self._user_data.printings.follow(Moves(bookmarks={bookmark.uuid: place}))

    def named(self, name: str) -> list[Bookmark]:
        """Return the bookmarks, also the removed ones, of the printings of a name (`Printings.named`).

        Those of whole articles come first.
        """
        known = self.anchored([*self._user_data.bookmarks(), *self._user_data.removed_bookmarks()])
        ids = {each.id for each in self._articles.printings.named(name)}
        words = name.split("@")
        found = [
            each
            for each in known
            if each.article_id in ids
            or each.uuid == name
            or (each.is_orphan and set(words) <= {*each.printing.name.split("@"), each.path})
        ]
        return sorted(found, key=lambda each: each.passage is not None)

    def bookmark(
        self, article_id: int, note: str = "", tags: Sequence[str] = (), passage: Passage | None = None
    ) -> Bookmark:
        """Bookmark the article, or a passage of it. Raises LibraryError if the article no longer exists."""
        stored = self._articles.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中，没有存书签。请重新打开它。"))
        return self._user_data.add_bookmark(
            stored,
            note,
            tags,
            passage,
            lambda known: self._articles.printings.article_of(known.printing) == stored.id,
        )

    def write_note(self, draft: NoteDraft) -> Bookmark:
        """Store a note that was drafted, with the bookmark or the highlight that it needs; the draft is dropped.

        Words that somebody has written there since the draft was begun are kept as a version.
        Raises LibraryError if the article no longer exists; then the draft is still there.
        """
        if draft.bookmark:
            stored = self._user_data.edit_bookmark(draft.bookmark, draft.note, draft.tags, draft.began)
        else:
            stored = self._write_new(draft)
        self.drop_draft(draft)
        return stored

    def _write_new(self, draft: NoteDraft) -> Bookmark:
        article_id = self._articles.printings.article_of(draft.printing)
        made = self.bookmark(article_id or 0, draft.note, draft.tags, draft.passage)
        if made.words() == draft.words():
            return made
        return self._user_data.edit_bookmark(made.uuid, draft.note, draft.tags)

    def keep_draft(self, draft: NoteDraft) -> None:
        """Store what has been written of a note so far, beside the user's data. Raises UserDataError."""
        try:
            self._drafts.keep(draft)
        except OSError as error:
            raise UserDataError(explain(error, self._user_data.folder)) from error

    def drop_draft(self, draft: NoteDraft) -> None:
        """Remove a stored draft; one that can't be removed from a failing disk is offered again."""
        with suppress(OSError):
            self._drafts.drop(draft)

    def drafts(self) -> list[NoteDraft]:
        """Return the drafts of notes whose window ended before they were stored, the last first."""
        return self._drafts.all()

    def edit_bookmark(self, uuid: str, note: str, tags: Sequence[str]) -> Bookmark:
        return self._user_data.edit_bookmark(uuid, note, tags)

    def color_passage(self, uuid: str, passage: Passage) -> Bookmark:
        return self._user_data.color_passage(uuid, passage)

    def remove_bookmark(self, uuid: str) -> Bookmark:
        return self._user_data.remove_bookmark(uuid)

    def remove_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        """Remove all of these bookmarks, or none."""
        return self._user_data.remove_bookmarks(uuids)

    def restore_bookmark(self, uuid: str) -> Bookmark:
        return self._user_data.restore_bookmark(uuid)

    def restore_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        """Restore all of these bookmarks, or none."""
        return self._user_data.restore_bookmarks(uuids)

    def quote(self, article_id: int, words: str, color: MarkColor = MarkColor.YELLOW) -> Passage:
        """Return the passage for these words, or for their beginning, in the article.

        Raises LibraryError if they are not in it.
        """
        from reader.library import quotes

        chain = self._articles.chain(article_id) or tuple(filter(None, [self._articles.article(article_id)]))
        story = chain[[part.id for part in chain].index(article_id) :] if chain else ()
        texts = markable_texts(page_blocks(*story)) if story else []
        if (passage := quotes.passage_quoting(words, texts, color)) is None:
            raise LibraryError(say("这篇文章里没有“{words}”，没有标。", words=words))
        return passage

    def export_notes(self, of: Collection[str] | None = None) -> str:
        """Return the text of an export file: bookmarks with the removed ones, corrections, aliases, decisions.

        With `of`, only the bookmarks with these UUIDs.
        """
        from reader.storage import archive, user_records

        records = self._user_data.records()
        if of is not None:
            chosen = tuple(each for each in records.bookmarks if each.uuid in of)
            records = user_records.Records(chosen)
        return archive.archive_to_text(records)

    def plan_import(self, path: Path) -> MergePlan:
        """Return what `import_notes` would change. Raises LibraryError as that."""
        return self._user_data.plan(self._notes_in(path))

    def import_notes(self, path: Path) -> MergePlan:
        """Import an export file, as a step that `undo_last_step` can undo.

        Of a record that was changed in both places, the later change wins, and a record that can't be read is stored
        separately. Raises LibraryError if it is no such file: then nothing is changed.
        """
        plan = self._user_data.merge_records(self._notes_in(path), path.name)
        self._follow_records(plan)
        return plan

    def restore_backup(self, backup: Backup) -> MergePlan:
        """Restore bookmarks and corrections from a backup, as a step that `undo_last_step` can undo."""
        plan = self._user_data.restore(backup)
        self._follow_records(plan)
        return plan

    def undo_last_step(self) -> tuple[Step, Undone] | None:
        """Undo the last import or restored backup that is not yet undone; None if there is none."""
        if (step := self._user_data.last_step()) is None:
            return None
        undone = self._user_data.undo_step(step)
        self._follow()
        return step, undone

    def _follow_records(self, plan: MergePlan) -> None:
        if plan.size:
            self._follow()  # which lets bookmarks find their articles, too

    def _notes_in(self, path: Path) -> Records:
        from reader.storage import archive, regular_file

        try:
            data = read_at_most(open_named(path), regular_file.LARGEST_NOTES)
            return archive.archive_from_bytes(data, path.name)
        except OSError as error:
            raise LibraryError(explain(error, path)) from error
        except archive.LaterVersion as error:
            raise LibraryError(
                say("{path} 是由更新版本的阅报写的，请先升级阅报。什么也没有改。", path=path)
            ) from error
        except ValueError as error:
            raise LibraryError(say("{path} 不是阅报导出的收藏与批注。什么也没有改。", path=path)) from error
