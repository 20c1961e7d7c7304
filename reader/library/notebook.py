"""The bookmarks and notes of a library.

When a method returns, its changes are on the disk; otherwise it raises UserDataError.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.export.article_text import PageBlock, markable_texts, recognised_blocks
from reader.i18n import say
from reader.library.articles import Articles
from reader.library.derived_data import Derived
from reader.library.printings import facts_of_articles
from reader.newspaper.article import Article, CharacterReading
from reader.newspaper.decision import (
    CharacterDecision,
    CorrectedCharacter,
    Decision,
    DismissedMisreading,
)
from reader.newspaper.facts import NO_FACTS
from reader.newspaper.holdings import Bookmark, StoredArticle, stored_article
from reader.newspaper.passage import MarkColor, Passage
from reader.search.terms import fields
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.printing_table import CurrentPrinting, Moves
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.library.quotes import MarkPlace
    from reader.storage.backups import Backup
    from reader.storage.note_drafts import NoteDraft, NoteDrafts
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_records import Records
    from reader.storage.user_tables import Step, Undone


def _no_readings(_bookmark: Bookmark, _article_id: int) -> tuple[CharacterReading, ...]:
    return ()


class Notebook:
    """The bookmarks and notes of a library.

    `follow` is called after an import has changed records, so that corrections and bookmarks are applied again.
    """

    def __init__(
        self, derived: Derived, user_data: UserData, articles: Articles, follow: Callable[[], object]
    ) -> None:
        self._derived = derived
        self._user_data = user_data
        self._articles = articles
        self._follow = follow
        self._passages_looked_for: dict[str, tuple[tuple[int, int, Passage], bool]] = {}

    @cached_property
    def _drafts(self) -> NoteDrafts:
        from reader.storage.note_drafts import NoteDrafts

        return NoteDrafts(self._user_data.folder)

    def bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks that are not removed, the newest first, orphans included."""
        return self.anchored(self._user_data.bookmarks())

    def bookmarks_of(self, stored: StoredArticle) -> list[Bookmark]:
        """Return the bookmarks of an article and of its passages, the oldest first."""
        bookmarks = self.anchored(self._user_data.bookmarks_with_key(stored.article.key))
        return [bookmark for bookmark in bookmarks if bookmark.anchor == stored.anchor]

    def as_printed(self, parts: Sequence[StoredArticle]) -> list[Bookmark]:
        """Return the bookmarks of a story's parts, their passages with the words that are printed, for what leaves.

        They are as recognised if the parts are.
        """
        pairs = []
        for at, part in enumerate(parts):
            for bookmark in self.bookmarks_of(part):
                pairs.append((at, bookmark))
        if not any(part.article.readings for part in parts):
            return [bookmark for _, bookmark in pairs]
        from reader.export.corrected_places import printed_passage

        printed = []
        for at, bookmark in pairs:
            passage = bookmark.passage
            if passage:
                passage = printed_passage(passage, *parts[at:])
            printed.append(replace(bookmark, article=bookmark.article.corrected(), passage=passage))
        return printed

    def removed_bookmarks(self, since: dt.datetime | None = None) -> list[Bookmark]:
        """Return the removed bookmarks, the last removed first; with `since`, only those removed since then."""
        removed = self._user_data.removed_bookmarks()
        return [b for b in removed if since is None or (b.deleted is not None and b.deleted >= since)]

    def look_for_articles(self) -> bool:
        """Look up articles that `bookmarks` could not find immediately; return whether its result has changed."""
        return False

    def anchored(self, bookmarks: Sequence[Bookmark]) -> list[Bookmark]:
        """Return the bookmarks with their present article ids, and with whether article or passage are lost.

        Their articles, which are stored as recognised, have the corrections that are in effect now.
        """
        articles = self._articles.printings.articles_of([bookmark.printing for bookmark in bookmarks])
        pairs = list(zip(bookmarks, articles, strict=True))
        lost_keys = {bookmark.key for bookmark, article in pairs if article is None}
        equal_texts: Counter[str] = Counter()
        is_unfinished = False
        if lost_keys:
            equal_texts.update(printed.key for printed in self._derived.catalogue.forms.printed(lost_keys))
            is_unfinished = not self._derived.read_so_far().is_whole
        readings = self._readings() if bookmarks else _no_readings
        ids = [article.id for article in articles if article is not None]
        facts = facts_of_articles(self._derived.catalogue, ids)
        anchored = []
        for bookmark, article in pairs:
            article_id = article.id if article else 0
            bookmark = replace(
                bookmark,
                article=replace(bookmark.article, readings=readings(bookmark, article_id)),
                article_id=article_id,
                elsewhere=0,
                facts=facts.get(article_id, NO_FACTS),
                is_orphan=False,
                is_awaited=False,
                is_passage_lost=False,
            )
            if article is None:
                elsewhere = equal_texts[bookmark.key]
                bookmark = replace(bookmark, elsewhere=elsewhere, is_orphan=True, is_awaited=is_unfinished)
            elif self._is_lost(bookmark, article_id):
                bookmark = replace(bookmark, is_passage_lost=True)
            anchored.append(bookmark)
        return anchored

    def _readings(self) -> Callable[[Bookmark, int], tuple[CharacterReading, ...]]:
        """Return a function for the corrections of a bookmark's stored article, given the id of its present one.

        They are those of the present article if its text is still the same, else located in the stored text.
        """
        from reader.library.character_places import resolved

        corrected = {reading.article_id for reading in self._derived.catalogue.readings.all()}
        decisions: dict[str, list[Decision]] = defaultdict(list)
        for decision in self._user_data.decisions.all(CorrectedCharacter, DismissedMisreading):
            if isinstance(decision.content, CharacterDecision):
                decisions[decision.content.key].append(decision)

        def of(bookmark: Bookmark, article_id: int) -> tuple[CharacterReading, ...]:
            if article_id in corrected:
                stored = self._articles.article(article_id)
            else:
                stored = None
            if stored is not None and _texts(stored.article) == _texts(bookmark.article):
                return stored.article.readings
            article_decisions = decisions.get(bookmark.key)
            if article_decisions:
                return resolved(bookmark.article, article_decisions)[0]
            return ()

        return of

    def _is_lost(self, bookmark: Bookmark, article_id: int) -> bool:
        """Return whether the passage is no longer in the article's story; cached for a generation of the catalogue."""
        if bookmark.passage is None:
            return False
        generation = self._derived.catalogue.generation()
        cached = self._passages_looked_for.get(bookmark.uuid)
        lookup = (generation, article_id, bookmark.passage)
        if cached is None or cached[0] != lookup:
            passage = bookmark.passage
            anchored_bookmark = replace(bookmark, article_id=article_id)
            is_lost = not (self._has_words(passage, article_id) or self.places(anchored_bookmark))
            cached = (lookup, is_lost)
            self._passages_looked_for[bookmark.uuid] = cached
        return cached[1]

    def _has_words(self, passage: Passage, article_id: int) -> bool:
        """Return whether the article has the words with their context; a quick test that most passages pass."""
        from reader.library import quotes

        sure_words = quotes.sure_words(passage)
        texts = self._derived.catalogue.texts([article_id]).values() if sure_words else ()
        return any(sure_words in row.text for row in texts)

    def places(self, bookmark: Bookmark) -> list[MarkPlace]:
        """Return where the passage of a bookmark is, a place for each text that it includes.

        [] if it is lost, and for a bookmark of a whole article. The bookmark has to be `anchored`.
        """
        from reader.library import quotes
        from reader.library.quotes import mark_places

        story, blocks = self._story_of(bookmark)
        if bookmark.passage is None:
            return []
        spans = quotes.places_of(bookmark.passage, markable_texts(blocks), bookmark.article)
        return mark_places(spans, blocks, story)

    def likeliest(self, bookmark: Bookmark) -> list[tuple[Passage, list[MarkPlace]]]:
        """Return what a lost passage may be now, the likeliest first; one is taken by `move_passage`."""
        from reader.library import quotes
        from reader.library.quotes import mark_places

        story, blocks = self._story_of(bookmark)
        if bookmark.passage is None or not blocks:
            return []
        texts = markable_texts(blocks)
        color = bookmark.passage.color
        candidates = []
        for spans in quotes.likeliest_places(bookmark.passage, texts):
            first = spans[0]
            last = spans[-1]
            passage = quotes.passage_of(texts, (first.text, first.start), (last.text, last.end), color)
            if passage is not None:
                candidates.append((passage, mark_places(spans, blocks, story)))
        return candidates

    def _story_of(self, bookmark: Bookmark) -> tuple[tuple[StoredArticle, ...], tuple[PageBlock, ...]]:
        """Return the article of a bookmark with the other parts of its story, and their blocks; none for an orphan."""
        at = bookmark.article_id
        story = self._articles.chain(at) or tuple(filter(None, [self._articles.article(at)] if at else []))
        return story, recognised_blocks(*story) if story else ()

    def article_of(self, bookmark: Bookmark) -> StoredArticle:
        """Return the article of a bookmark, for citing it; if it is not found, the copy stored in the bookmark."""
        return self._articles.article_at(bookmark.printing) or stored_article(bookmark)

    def elsewhere(self, bookmark: Bookmark) -> list[StoredArticle]:
        """Return the articles with the text of an orphan, to which it could belong, the oldest first.

        [] for a bookmark with an article.
        """
        if bookmark.is_orphan:
            return self._articles.find(bookmark.key)
        return []

    def attach(self, bookmark: Bookmark, article_id: int) -> None:
        """Move a bookmark to an article chosen by the reader. Raises LibraryError if that no longer exists."""
        stored = self._articles.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中。请重新打开它。"))
        place = CurrentPrinting(stored.printing, stored.issue.month_day)
        self._user_data.printings.follow(Moves(bookmarks={bookmark.uuid: place}))

    def named(self, name: str) -> list[Bookmark]:
        """Return the bookmarks, including removed ones, of the articles with this name (`Printings.named`).

        The bookmark with this UUID and orphans of this name are returned, too. Bookmarks of whole articles come first.
        """
        all_bookmarks = self.anchored(self._user_data.all_bookmarks())
        ids = {printing.id for printing in self._articles.printings.named(name)}
        words = name.split("@")
        bookmarks = [
            bookmark
            for bookmark in all_bookmarks
            if bookmark.article_id in ids
            or bookmark.uuid == name
            or (bookmark.is_orphan and set(words) <= {*bookmark.printing.name.split("@"), bookmark.path})
        ]
        of_articles = [bookmark for bookmark in bookmarks if bookmark.passage is None]
        return [*of_articles, *(bookmark for bookmark in bookmarks if bookmark.passage is not None)]

    def bookmark(
        self, article_id: int, note: str = "", tags: Sequence[str] = (), passage: Passage | None = None
    ) -> Bookmark:
        """Bookmark an article or a passage of it. Raises LibraryError if the article no longer exists."""
        stored = self._articles.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中，没有收藏。请重新打开它。"))
        return self._add(stored, note, tags, passage)

    def _add(
        self, stored: StoredArticle, note: str, tags: Sequence[str], passage: Passage | None
    ) -> Bookmark:
        def is_on_it(bookmark: Bookmark) -> bool:
            return self._articles.printings.article_of(bookmark.printing) == stored.id

        return self._user_data.add_bookmark(stored, note, tags, passage, is_on_it)

    def write_note(self, draft: NoteDraft) -> Bookmark:
        """Store a drafted note, creating its bookmark or highlight if necessary, and delete the draft.

        If somebody has changed the note since the draft was begun, that text is stored as a version. If the article
        no longer exists, what the draft knows of it is stored, by which its successor is found. If this raises
        LibraryError, the draft is not deleted.
        """
        if draft.bookmark:
            stored = self._user_data.edit_bookmark(draft.bookmark, draft.note, draft.tags, draft.began)
        else:
            now = self._now(draft)
            with self._user_data.whole():
                bookmark = self._add(now or draft.stored_article(), draft.note, draft.tags, draft.passage)
                if bookmark.words() != draft.words():
                    bookmark = self._user_data.edit_bookmark(bookmark.uuid, draft.note, draft.tags)
            if now is None:
                self._follow()
            stored = bookmark
        self.drop_draft(draft)
        return stored

    def followed(self, draft: NoteDraft) -> NoteDraft:
        """Return a draft on its article as it is now, found as by `Printings.article_of`; unchanged if it is gone."""
        stored = self._now(draft)
        if stored:
            return replace(draft, printing=stored.printing)
        return draft

    def _now(self, draft: NoteDraft) -> StoredArticle | None:
        return self._articles.article(self._articles.printings.article_of(draft.printing, draft.title) or 0)

    def keep_draft(self, draft: NoteDraft) -> None:
        """Store an unfinished note in the folder of the user data. Raises UserDataError."""
        try:
            self._drafts.keep(draft)
        except OSError as error:
            raise UserDataError(explain(error, self._user_data.folder)) from error

    def drop_draft(self, draft: NoteDraft) -> None:
        """Delete a stored draft. If that fails, the draft will be offered again, which does no harm."""
        with suppress(OSError):
            self._drafts.drop(draft)

    def drafts(self) -> list[NoteDraft]:
        """Return the drafts of notes that were not stored before their window was closed, the latest first."""
        return self._drafts.all()

    def tags(self) -> list[tuple[str, int]]:
        """Return all tags with the numbers of their bookmarks, the most used first."""
        from reader.export.notes import tags_of

        return tags_of(self._user_data.bookmarks())

    def move_passage(self, bookmark: Bookmark, passage: Passage) -> Bookmark:
        """Move a highlight to other words of its article, of `likeliest`; return its bookmark as it is now.

        The former words are kept as a version. Raises LibraryError if the article no longer exists.
        """
        stored = self._articles.article(bookmark.article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中。请重新打开它。"))
        return self._user_data.move_passage(bookmark.uuid, passage, stored.article)

    def quote(self, article_id: int, words: str, color: MarkColor = MarkColor.YELLOW) -> Passage:
        """Return the passage for the first occurrence of these words in the article and the following parts.

        They may be as recognised or as corrected.

        Raises LibraryError if they are not found.
        """
        from reader.export.corrected_places import recognised_words
        from reader.library import quotes

        chain = self._articles.chain(article_id) or tuple(filter(None, [self._articles.article(article_id)]))
        if chain:
            story = chain[[part.id for part in chain].index(article_id) :]
        else:
            story = ()
        if story:
            texts = markable_texts(recognised_blocks(*story))
        else:
            texts = []
        passage = quotes.passage_quoting(words, texts, color) or quotes.passage_quoting(
            recognised_words(words, *story) if story else "", texts, color
        )
        if passage is None:
            raise LibraryError(say("这篇文章里没有“{words}”，没有标。", words=words))
        return passage

    def export_notes(self, uuids: Collection[str] | None = None) -> str:
        """Return the text of an export file with all records of the user data, including removed bookmarks.

        With `uuids`, it has only the bookmarks with these UUIDs.
        """
        from reader.storage import archive, user_records

        records = self._user_data.records()
        if uuids is not None:
            chosen = tuple(bookmark for bookmark in records.bookmarks if bookmark.uuid in uuids)
            records = user_records.Records(chosen)
        return archive.archive_to_text(records)

    def plan_import(self, path: Path) -> MergePlan:
        """Return the changes that `import_notes` would make. Raises LibraryError like that method."""
        records, remark = self._notes_in(path)
        return replace(self._user_data.plan(records), remark=remark)

    def import_notes(self, path: Path) -> MergePlan:
        """Import an export file as a step that `undo_last_step` can undo; return the changes made.

        If a record was changed in both places, the later change wins. A record that cannot be read is stored
        separately. Raises LibraryError if it is not such a file; nothing is changed then.
        """
        records, remark = self._notes_in(path)
        plan = self._user_data.merge_records(records, path.name)
        self._follow_records(plan)
        return replace(plan, remark=remark)

    def restore_backup(self, backup: Backup) -> MergePlan:
        """Restore the records of a backup as a step that `undo_last_step` can undo; return the changes made."""
        plan = self._user_data.backups.restore(backup)
        self._follow_records(plan)
        return plan

    def undo_last_step(self, *kinds: str) -> tuple[Step, Undone] | None:
        """Undo the last step of these kinds (`UserData.last_step`); return it and the result, or None."""
        step = self._user_data.last_step(*kinds)
        if step is None:
            return None
        undone = self._user_data.undo_step(step)
        self._follow()
        return step, undone

    def _follow_records(self, plan: MergePlan) -> None:
        if plan.size:
            self._follow()  # this also moves bookmarks to their articles

    def _notes_in(self, path: Path) -> tuple[Records, str]:
        """Return the records of an export file, and what is to be told of it (`Given.remark`)."""
        from reader.library.given_files import given
        from reader.storage import archive, regular_file

        file = given(path, regular_file.LARGEST_NOTES)
        try:
            return archive.archive_from_bytes(file.data, path.name), file.remark
        except archive.LaterVersion as error:
            raise LibraryError(
                say("{path} 是由更新版本的阅报写的，请先升级阅报。未作任何改动。", path=path)
            ) from error
        except ValueError as error:
            raise LibraryError(say("{path} 不是阅报导出的收藏与批注。未作任何改动。", path=path)) from error


def _texts(article: Article) -> list[str]:
    return [field.text for field in fields(replace(article, readings=(), elsewhere=()))]
