"""The one door to a library: its tree, its articles, its search, its bookmarks. Everything above talks to this.

Every method may be called from any thread.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader import assets
from reader.export.article_text import markable_texts, page_blocks
from reader.i18n import say
from reader.issue_dating.coverage import Coverage, HeldIssue
from reader.language.forms import search_form
from reader.language.words import keep_in as keep_words_in
from reader.library import stories
from reader.library.documents import document_of
from reader.library.originals import Originals
from reader.library.sync_events import Failure, LibraryBusy, Progress, SyncReport
from reader.newspaper.holdings import (
    ArticleRow,
    Bookmark,
    IssueRow,
    MissingFile,
    NewspaperRow,
    PageRow,
    PeriodRow,
    SourceFile,
    StoredArticle,
    kept_article,
)
from reader.newspaper.passage import MarkColor, Passage
from reader.search.engine import DateRange, Document, Engine, Found, IndexDamaged, Order, years_from
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.disk_errors import LibraryError as LibraryError
from reader.storage.disk_errors import explain
from reader.storage.folder import FolderError, LibraryFolder, user_folders
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import open_named, read_at_most
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.issue_dating.suggestions import Suggestion
    from reader.library.corrections import Corrections
    from reader.library.import_files import ImportReport
    from reader.library.missing_files import RemovedTexts
    from reader.library.search_hits import SeamHit, SearchHit
    from reader.library.source_excerpt import Excerpt
    from reader.library.stories import Tie
    from reader.search.completions import Completion
    from reader.search.query import Query
    from reader.storage.backups import Backup
    from reader.storage.masthead_table import KnownMasthead
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_records import Records
    from reader.storage.user_undo import Step, Undone

READINGS_TOLD = 3
"""Other readings of what was asked, at most."""

ALIKE_TRIED = 2
"""Words of the library that are tried in the place of one that is not found."""

SOON_READ = 100_000
"""Characters of an article that is read out of the catalogue at once; a longer one may take longer than a window is
to wait."""


@dataclass(frozen=True, slots=True)
class Counts:
    newspapers: int
    issues: int
    articles: int
    missing_files: int
    failed_files: int


@dataclass(frozen=True, slots=True)
class Results:
    """An answer: which articles, in order; how many in all (`total` is a bound from above unless exact), and how many
    of them in which month (as `Found` has it; 0: undated), on which page ("": none), in which newspaper.
    `missing_dates` can't be searched before the next sync."""

    query: Query
    understood_as: str
    ids: tuple[int, ...]
    total: int
    total_is_exact: bool
    by_month: Mapping[int, int]
    by_page: Mapping[str, int]
    by_newspaper: Mapping[str, int]
    missing_dates: tuple[DateRange, ...]
    suggestions: tuple[str, ...]
    seconds: float

    @property
    def by_year(self) -> Mapping[int, int]:
        return years_from(self.by_month)


class _Texts:
    """The catalogue, as the engine looks at it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def documents(self, ids: Sequence[int]) -> dict[int, Document]:
        return {i: document_of(row) for i, row in self._catalogue.texts(ids).items()}

    def known(self, ids: Sequence[int]) -> set[int]:
        return self._catalogue.known(ids)

    def texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        return self._catalogue.search_texts(ids)


class Library:
    """A folder of issue files with its catalogue, its index and the user's data."""

    def __init__(self, folder: LibraryFolder) -> None:
        """Raises UserDataError, OSError and sqlite3.Error where its own files can't be made."""
        self.folder = folder
        self.root = folder.root
        self.is_sample = folder.is_sample
        self.name = say("样本：雁桥日报") if folder.is_sample else folder.root.name or str(folder.root)
        self.user_data = UserData(folder.user_folder)
        self.user_data.make_whole(folder.other_user_folder / "user.sqlite")
        self._cache = folder.cache_folder(self._uuid())
        for own in (places().cache, places().cache / "libraries"):
            make_private(own)
        keep_words_in(places().cache)
        self._lock = self._cache / "writer.lock"
        self._catalogue = self._open_catalogue()
        self._originals = Originals(folder, lambda: self._catalogue)
        self._passages_looked_for: dict[str, tuple[tuple[int, str, Passage], bool]] = {}
        self._held_article: tuple[tuple[int, int], StoredArticle] | None = None
        self._opening = threading.Lock()
        self._opened_engine: tuple[str, Engine] | None = None

    def _uuid(self) -> str:
        """A library whose notes can't be opened (a later version's) is read all the same. Raises UserDataError where
        they can be another time."""
        try:
            return self.user_data.library_uuid()
        except UserDataError as error:
            if isinstance(error.__cause__, sqlite3.Error | OSError):
                raise
            self.user_data.complaint = str(error)
            return ""

    @classmethod
    def open(cls, root: Path) -> Library:
        """Raises LibraryError when `root` is not a folder that can be read, or its own files can't be made."""
        try:
            return cls(LibraryFolder.at(root))
        except (FolderError, UserDataError) as error:
            raise LibraryError(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(explain(error, places().cache)) from error

    @classmethod
    def sample(cls) -> Library:
        return cls.open(assets.sample_library())

    @property
    def keeps_notes_elsewhere(self) -> bool:
        """Whether the reader's notes can't stand in the folder; those on the sample never do."""
        return not self.is_sample and self.folder.user_folder != user_folders(self.root)[0]

    @cached_property
    def corrections(self) -> Corrections:
        from reader.library import corrections

        return corrections.Corrections(
            self.user_data, self._originals, lambda: self._catalogue, self._take_corrections
        )

    def back_up_changes(self) -> str | None:
        """Backs the reader's own data up where something of it was changed since the last time; why it could not be
        done, in words."""
        try:
            self.user_data.back_up_changes()
        except UserDataError as error:
            return str(error)
        return None

    def close(self) -> None:
        self.back_up_changes()
        self._close_engine()
        self._catalogue.close()

    def _open_catalogue(self) -> Catalogue:
        path = self._cache / "catalogue.sqlite"
        try:
            return Catalogue(path)
        except CatalogueDamaged:
            Catalogue.throw_away(path)
            return Catalogue(path)
        except sqlite3.OperationalError:
            if not Catalogue.set_unreadable_aside(path):
                raise
            return Catalogue(path)

    @property
    def _engine(self) -> Engine:
        """Raises IndexDamaged until a sync has made the index anew, CatalogueDamaged until the catalogue is."""
        from reader.search.index import index_versions

        identity = self._catalogue.identity()
        with self._opening:
            if self._opened_engine is None or self._opened_engine[0] != identity:
                engine = index_versions.VersionedEngine(self._cache, identity, _Texts(self._catalogue))
                self._opened_engine = identity, engine
            return self._opened_engine[1]

    def _throw_index_away(self) -> None:
        from reader.search.index import index_versions

        self._close_engine()
        index_versions.throw_away(self._cache, self._catalogue.identity())

    def _close_engine(self) -> None:
        with self._opening:
            if self._opened_engine is not None:
                self._opened_engine[1].close()
            self._opened_engine = None

    def _throw_catalogue_away(self) -> None:
        from reader.library import recovery
        from reader.search.index import index_versions

        kept = list(recovery.salvaged(self._catalogue))
        self._catalogue.close()
        Catalogue.throw_away(self._cache / "catalogue.sqlite")
        self._catalogue = self._open_catalogue()
        self._close_engine()
        index_versions.throw_away(self._cache)
        recovery.put_back(self._catalogue, kept)

    # -- bringing it up to date

    def sync(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        *,
        accept_missing: bool = False,
    ) -> SyncReport:
        """Raises what `sync.sync` raises. Damaged catalogues and indexes are made anew, once."""
        from reader.library import sync

        mended = self._look_into_suspicion()
        try:
            report = self._sync(progress, accept_missing)
        except IndexDamaged:
            with sync.only_writer(self._lock):
                self._throw_index_away()
            mended = say("搜索用的索引损坏了，已重建。")
            report = self._sync(progress, accept_missing)
        except CatalogueDamaged:
            with sync.only_writer(self._lock):
                self._throw_catalogue_away()
            mended = _catalogue_mended()
            report = self._sync(progress, accept_missing)
        report.mended = mended or report.mended
        return report

    def _look_into_suspicion(self) -> str | None:
        """Where somebody has met damage in the catalogue, a sync that does not meet it must not leave it there."""
        from reader.library import sync

        if not self._catalogue.is_suspected():
            return None
        with sync.only_writer(self._lock):
            if self._catalogue.problems():
                self._throw_catalogue_away()
                return _catalogue_mended()
            self._catalogue.trust()
        return None

    def _sync(self, progress: Callable[[Progress], None], accept_missing: bool) -> SyncReport:
        from reader.library import sync

        while True:
            identity = self._catalogue.identity()
            report = sync.sync(
                self.folder,
                self._catalogue,
                self._engine,
                self.user_data,
                self._lock,
                progress,
                accept_missing=accept_missing,
            )
            if self._catalogue.identity() == identity:
                return report  # else the cache was deleted meanwhile, and what was read before it with it

    def _take_corrections(self) -> bool:
        from reader.library import sync

        try:
            sync.take_corrections(self.folder, self._catalogue, self._engine, self.user_data, self._lock)
        except (LibraryBusy, IndexDamaged, CatalogueDamaged):
            return False  # the next sync takes them in
        return True

    def tidy(self, pause: Callable[[], object] = lambda: None) -> None:
        """Makes the index small and quick again after much was added: some minutes of work after a million articles,
        none most days. `pause` is called often; whatever it raises ends it, and nothing is lost.

        Raises what `sync.sync` raises.
        """
        from reader.library import sync

        while sync.tidy(self._engine, self._lock, pause):
            pass

    def is_ready(self) -> bool:
        """Whether it was ever synced to the end, and all that it holds can be found: else sync."""
        try:
            is_read = self._catalogue.is_complete() and stories.is_stitched(self._catalogue)
            is_read = is_read and not self._catalogue.is_suspected()
            return is_read and len(self._engine) == self.counts().articles
        except (IndexDamaged, CatalogueDamaged):
            return False

    def was_read(self) -> bool:
        """Whether a sync has ever found files here, whatever has become of what it made of them."""
        return self.folder.files_last_seen() > 0

    def generation(self) -> int:
        """Changes whenever the catalogue changes."""
        return self._catalogue.generation()

    # -- the tree

    def newspapers(self) -> list[NewspaperRow]:
        return self._catalogue.newspapers()

    def years(self, newspaper: str) -> list[PeriodRow]:
        return self._catalogue.years(newspaper)

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        return self._catalogue.months(newspaper, year)

    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]:
        return self._catalogue.issues(newspaper, year, month)

    def undated_issues(self, newspaper: str) -> list[IssueRow]:
        return self._catalogue.undated_issues(newspaper)

    def coverage(self, newspaper: str) -> Coverage:
        """Which days of the newspaper are held, reckoned: some hundredths of a second for 20,000 issues."""
        return Coverage([HeldIssue(*row) for row in self._catalogue.dated_issues(newspaper)]).reckon()

    def pages(self, issue_id: int) -> list[PageRow]:
        return self._catalogue.pages(issue_id)

    def articles(self, issue_id: int) -> list[ArticleRow]:
        """The whole issue, in order of page and place."""
        return self._catalogue.articles(issue_id)

    def issue(self, issue_id: int) -> IssueRow | None:
        return self._catalogue.issue(issue_id)

    def files_of_issue(self, issue_id: int) -> list[SourceFile]:
        """In order of path."""
        return self._catalogue.files_of_issue(issue_id)

    def issue_beside(self, issue_id: int, step: Literal[-1, 1]) -> IssueRow | None:
        return self._catalogue.issue_beside(issue_id, step)

    def newest_issue(self) -> IssueRow | None:
        return self._catalogue.newest_issue()

    def counts(self) -> Counts:
        return Counts(*self._catalogue.counts())

    def failures(self, most: int = -1) -> list[Failure]:
        """Files that could not be read, the first `most` of them in order of path; -1: all."""
        return [Failure(*each) for each in self._catalogue.failed_files(most).items()]

    # -- reading

    def article(self, article_id: int) -> StoredArticle | None:
        """The last very long one is kept at hand: reading it takes a good part of a second."""
        asked = article_id, self.generation()
        held = self._held_article
        if held is not None and held[0] == asked:
            return held[1]
        stored = self._catalogue.article(article_id)
        if stored is not None and sum(len(block.text) for block in stored.article.blocks) > SOON_READ:
            self._held_article = asked, stored
        return stored

    def slow_to_read(self, article_ids: Collection[int]) -> list[int]:
        """Which of these articles `article` takes long for, because they are very long and not at hand."""
        rows = self._catalogue.article_rows(list(article_ids))
        held = self._held_article
        at_hand = held[0] if held is not None else None
        return [i for i, row in rows.items() if row.length > SOON_READ and at_hand != (i, self.generation())]

    def find(self, key: str) -> list[StoredArticle]:
        """The articles with this key, or with the one it has become; the oldest first."""
        found = [stored for i in self.ids_of(key) if (stored := self.article(i)) is not None]
        return sorted(found, key=lambda stored: (stored.issue.date or dt.date.max, stored.id))

    def ids_of(self, key: str) -> list[int]:
        """The ids of the articles with this key, or with the one it has become."""
        return self._catalogue.ids_of_key(key) or self._catalogue.ids_of_key(self.user_data.resolve(key))

    def chain(self, article_id: int) -> tuple[StoredArticle, ...]:
        """The parts that are surely one story with this article, in order: it alone where there is no other, nothing
        where one is no more."""
        ids = stories.chain(self._catalogue, article_id)
        chain = tuple(stored for i in ids if (stored := self.article(i)) is not None)
        return chain if len(chain) == len(ids) else ()

    def issue_suggestions(self, issue_id: int) -> tuple[Suggestion, ...]:
        """What the issue's neighbours tell of a date or a number that is not sure; `neighbours` says it in words."""
        from reader.library import date_suggestions

        return date_suggestions.suggestions_of(self._catalogue, issue_id)

    def all_issue_suggestions(self) -> Iterator[tuple[IssueRow, tuple[Suggestion, ...]]]:
        """The issues of which their neighbours tell something."""
        from reader.library import date_suggestions

        return date_suggestions.all_suggestions(self._catalogue)

    def ties(self, parts: Sequence[StoredArticle]) -> tuple[Tie, ...]:
        """What is known of these articles' going on: with each other, and what is offered besides."""
        return stories.ties(self._catalogue, [part.id for part in parts])

    def jump_target(self, article_id: int) -> int | None:
        """The article that goes on with this one, else the one it goes on with: surely, or more likely than not."""
        return stories.other_end(self._catalogue, article_id)

    def excerpt(self, article_id: int, text: str) -> Excerpt:
        """The lines of the file on which a text of the article, as it is shown, was printed. Raises LibraryError where
        the file is not there."""
        from reader.library import source_excerpt

        stored, here = self._originals.of_article(article_id)
        spans = source_excerpt.spans_of_text(stored.article, text)
        return source_excerpt.excerpt(here.path, self._originals.source(here.path).lines, spans, text)

    # -- searching

    def prepare_search(self) -> None:
        """Asks something ahead: the first search would have to wait, a third of a second, for all that is loaded for it
        and for the index to be opened. By date, which needs no dictionary: where there is none yet, a sync makes it.
        Where the index is damaged a search will tell."""
        with suppress(LibraryError, sqlite3.Error, OSError):
            self.complete("的", 1)
            self.hits(self.search("的", Order.NEWEST, limit=1).ids, self.understand("的"))

    def understand(self, text: str) -> Query:
        """What is typed, as `search` takes it: a date without a year is the last one up to the newest issue."""
        from reader.search import query as queries

        return queries.parse_query(text, near=self._newest_day())

    def complete(self, text: str, cursor: int) -> list[Completion]:
        """How what is typed up to the cursor may go on; some thousandths of a second, however large the library."""
        from reader.search import completions
        from reader.search.query import dates

        def known(typed: str, limit: int, are_names: bool) -> list[str]:
            return self._catalogue.vocabulary.beginning_with(typed, limit, are_names=are_names)

        today = dt.date.today()
        try:
            days = dates.DateReader(today, self._newest_day() or today)
            return completions.completions(text, cursor, days, known, self._names)
        except CatalogueDamaged:  # searching tells of it
            return []

    def _newest_day(self) -> dt.date | None:
        with suppress(CatalogueDamaged):  # searching tells of it
            if (newest := self.newest_issue()) is not None:
                return newest.date
        return None

    def search(
        self,
        text: str,
        order: Order = Order.RELEVANCE,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        with_suggestions: bool = True,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Results:
        """Answers whatever is typed, and tells other readings of it; with suggestions, where nothing is found, also
        less of it that does find something (some ten searches more).

        Raises SearchCancelled once `cancelled()` is true, LibraryError where the index is damaged (a sync makes it
        anew).
        """
        from reader.search import query as queries
        from reader.search import readings, suggestions

        began = time.perf_counter()
        query = self.understand(text)
        try:
            found = self._engine.search(
                query, order, limit=limit, offset=offset, exact=exact, cancelled=cancelled
            )
            hints: tuple[str, ...] = ()
            if found.total:
                others = islice(readings.other_readings(query, self._names), READINGS_TOLD)
                hints = tuple(dict.fromkeys(map(queries.as_typed, others)))
            elif with_suggestions:
                hints = suggestions.suggestions(
                    query, lambda q: self._finds(q, cancelled), newspapers=self._names, similar=self._alike
                )
        except (IndexDamaged, CatalogueDamaged) as error:
            raise _unsearchable() from error
        return _results(query, found, hints, began)

    def count(self, text: str, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Results]:
        """The numbers of `search` without ids, ever nearer the truth: at once what the index tells, then again and
        again while texts are looked at, the newest first; the last is exact. Raises what `search` raises."""
        began = time.perf_counter()
        query = self.understand(text)
        try:
            for found in self._engine.count(query, cancelled):
                yield _results(query, found, (), began)
        except (IndexDamaged, CatalogueDamaged) as error:
            raise _unsearchable() from error

    def _names(self) -> list[str]:
        return [newspaper.title for newspaper in self.newspapers()]

    def _alike(self, typed: str) -> list[str]:
        return self._catalogue.vocabulary.alike(typed, ALIKE_TRIED)

    def _finds(self, query: Query, cancelled: Callable[[], bool]) -> bool:
        return self._engine.page(query, Order.NEWEST, limit=1, cancelled=cancelled) != ()

    def hits(self, article_ids: Sequence[int], query: Query) -> list[SearchHit]:
        """The rows of these articles, in the order given; those that are no more are left out."""
        from reader.library import search_hits

        return search_hits.hits(self._catalogue, article_ids, query)

    def seam_hits(self, query: Query, order: Order = Order.NEWEST) -> list[SeamHit]:
        """Where what was asked for crosses the seam of a story over several pages, the newest first (in the order of
        relevance, too): what is found so is in no article, and not among `search`'s. Raises LibraryError as that."""
        from reader.library import search_hits

        try:
            return search_hits.seam_hits(self._catalogue, query, order)
        except CatalogueDamaged as error:
            raise _unsearchable() from error

    def mastheads_found(self, query: Query, order: Order = Order.NEWEST) -> list[KnownMasthead]:
        """The files in whose mastheads stands what was asked for, the newest first (in the order of relevance, too):
        these words are in no article, and the files not among `search`'s. Raises LibraryError as that."""
        from reader.library import search_hits

        try:
            return search_hits.mastheads_found(self._catalogue, query, order)
        except CatalogueDamaged as error:
            raise _unsearchable() from error

    # -- bookmarks: on the disk when these return; UserDataError when not

    def bookmarks(self) -> list[Bookmark]:
        """Those that are not removed, the newest first; what the library has no more is told of each."""
        return list(map(self._anchored, self.user_data.bookmarks()))

    def bookmarks_of(self, key: str) -> list[Bookmark]:
        """Those of an article, and of passages of it, the oldest first."""
        return list(map(self._anchored, self.user_data.bookmarks_of(self.user_data.resolve(key))))

    def removed_bookmarks(self, since: dt.datetime | None = None) -> list[Bookmark]:
        """Those that `restore_bookmark` can bring back, the last removed first; since then, where a time is given."""
        removed = self.user_data.removed_bookmarks()
        return [b for b in removed if since is None or (b.deleted is not None and b.deleted >= since)]

    def _anchored(self, bookmark: Bookmark) -> Bookmark:
        ids = self._catalogue.ids_of_key(bookmark.key)
        return replace(
            bookmark,
            is_orphan=not ids,
            is_passage_lost=bool(ids) and bookmark.passage is not None and self._is_lost(bookmark, ids),
        )

    def _is_lost(self, bookmark: Bookmark, ids: Sequence[int]) -> bool:
        """Whether none of the articles, read with all their parts, has the passage; once for each generation."""
        assert bookmark.passage is not None
        generation = self.generation()
        known = self._passages_looked_for.get(bookmark.uuid)
        asked = (generation, bookmark.key, bookmark.passage)
        if known is None or known[0] != asked:
            is_lost = not (self._has_words(bookmark.passage, ids) or self._has_place(bookmark.passage, ids))
            known = self._passages_looked_for[bookmark.uuid] = (asked, is_lost)
        return known[1]

    def _has_words(self, passage: Passage, ids: Sequence[int]) -> bool:
        """Whether the words stand within one block, which is soon seen; most do."""
        wanted = search_form(passage.exact)
        texts = self._catalogue.texts(ids).values() if "\n" not in passage.exact else ()
        return any(wanted in row.text for row in texts)

    def _has_place(self, passage: Passage, ids: Sequence[int]) -> bool:
        from reader.library import quotes

        stories = (self.chain(i) or tuple(filter(None, [self.article(i)])) for i in ids)
        pages = (markable_texts(page_blocks(*story)) for story in stories if story)
        return any(quotes.places_of(passage, page) for page in pages)

    def article_of(self, bookmark: Bookmark) -> StoredArticle:
        """The article as the library has it; where it has it no more, as it was kept. For citing it."""
        found = self.find(bookmark.key)
        same_day = [stored for stored in found if stored.issue.date == bookmark.date]
        return next(iter([*same_day, *found]), kept_article(bookmark))

    def bookmark_of(self, key: str) -> Bookmark | None:
        return self.user_data.bookmark_of(key)

    def bookmark(
        self, article_id: int, note: str = "", tags: Sequence[str] = (), passage: Passage | None = None
    ) -> Bookmark:
        """Of the article, or of a passage of it. Raises LibraryError when there is no such article any more."""
        stored = self.article(article_id)
        if stored is None:
            raise LibraryError(say("这篇文章已不在目录中，没有存书签。请重新打开它。"))
        return self.user_data.add_bookmark(stored, note, tags, passage)

    def edit_bookmark(self, uuid: str, note: str, tags: Sequence[str]) -> Bookmark:
        return self.user_data.edit_bookmark(uuid, note, tags)

    def color_passage(self, uuid: str, passage: Passage) -> Bookmark:
        return self.user_data.color_passage(uuid, passage)

    def remove_bookmark(self, uuid: str) -> Bookmark:
        return self.user_data.remove_bookmark(uuid)

    def remove_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        """All of them, or none."""
        return self.user_data.remove_bookmarks(uuids)

    def restore_bookmark(self, uuid: str) -> Bookmark:
        return self.user_data.restore_bookmark(uuid)

    def restore_bookmarks(self, uuids: Sequence[str]) -> list[Bookmark]:
        """All of them, or none."""
        return self.user_data.restore_bookmarks(uuids)

    def quote(self, article_id: int, words: str, color: MarkColor = MarkColor.YELLOW) -> Passage:
        """These words as they stand in the article, or begin in it. Raises LibraryError where they don't."""
        from reader.library import quotes

        chain = self.chain(article_id) or tuple(filter(None, [self.article(article_id)]))
        story = chain[[part.id for part in chain].index(article_id) :] if chain else ()
        texts = markable_texts(page_blocks(*story)) if story else []
        if (passage := quotes.passage_quoting(words, texts, color)) is None:
            raise LibraryError(say("这篇文章里没有“{words}”，没有标。", words=words))
        return passage

    def export_notes(self, of: Collection[str] | None = None) -> str:
        """A file from which another library takes everything: bookmarks with the removed ones, corrections, aliases;
        or only bookmarks, those with the UUIDs given."""
        from reader.storage import archive, user_records

        everything = self.user_data.everything()
        if of is not None:
            chosen = tuple(each for each in everything.bookmarks if each.uuid in of)
            everything = user_records.Records(chosen)
        return archive.archive_to_text(everything)

    def plan_import(self, path: Path) -> MergePlan:
        """What `import_notes` would change. Raises LibraryError as that."""
        return self.user_data.plan(self._notes_in(path))

    def import_notes(self, path: Path) -> MergePlan:
        """Takes in such a file; of a thing that was changed here and there, the later change holds, and a record that
        can't be read is kept apart. Raises LibraryError where it is no such file: then nothing is changed.

        `undo_last_step` makes it undone."""
        plan = self.user_data.take(self._notes_in(path), path.name)
        self._follow_records(plan)
        return plan

    def restore_backup(self, backup: Backup) -> MergePlan:
        """Makes bookmarks and corrections what they were in a backup; `undo_last_step` makes it undone."""
        plan = self.user_data.restore(backup)
        self._follow_records(plan)
        return plan

    def undo_last_step(self) -> tuple[Step, Undone] | None:
        """Undoes the last import or restored backup that is not undone; None where there is none."""
        if (step := self.user_data.last_step()) is None:
            return None
        undone = self.user_data.undo_step(step)
        self._take_corrections()
        return step, undone

    def _follow_records(self, plan: MergePlan) -> None:
        if plan.size:
            self._take_corrections()  # which lets bookmarks find their articles, too

    def _notes_in(self, path: Path) -> Records:
        from reader.storage import archive, foreign_files

        try:
            data = read_at_most(open_named(path), foreign_files.LARGEST_NOTES)
            return archive.archive_from_bytes(data, path.name)
        except OSError as error:
            raise LibraryError(explain(error, path)) from error
        except archive.LaterVersion as error:
            raise LibraryError(
                say("{path} 是由更新版本的阅报写的，请先升级阅报。什么也没有改。", path=path)
            ) from error
        except ValueError as error:
            raise LibraryError(say("{path} 不是阅报导出的收藏与批注。什么也没有改。", path=path)) from error

    # -- adding files

    def import_files(self, paths: Sequence[Path]) -> ImportReport:
        """Copies issue files, and those of folders, into the library under year/month. Sync afterwards.

        A file whose bytes the library holds is not copied again; a name that is taken by another file gets a
        number. Raises LibraryError for the sample and for a folder that can't be written.
        """
        from reader.library import import_files

        if self.is_sample:
            raise LibraryError(
                say("样本资料库不能添加文件。请先新建或打开自己的文件夹，例如 {path}。", path=default_root())
            )
        return import_files.import_files(paths, self.root, self._catalogue)

    # -- files that are gone

    def missing_files(self) -> list[MissingFile]:
        return self._catalogue.missing_files()

    def forget_missing(self, paths: Sequence[str]) -> RemovedTexts:
        """Removes the texts of missing files, after they were written down; a person has asked for it. Raises
        LibraryBusy, and LibraryError where the texts can't be written down: then nothing is removed."""
        from reader.library import missing_files as forgetting

        try:
            return forgetting.forget_missing(
                self.folder, self._catalogue, self._engine, self.user_data, self._lock, paths
            )
        except OSError as error:
            raise LibraryError(explain(error, self.folder.user_folder)) from error
        except (IndexDamaged, CatalogueDamaged) as error:
            raise LibraryError(say("搜索用的索引损坏了。更新一次资料库就会自动重建。")) from error

    # -- checking

    def problems(self) -> list[str]:
        """What is wrong with the derived data: damage, and where the index tells something else than the catalogue."""
        from reader.library import integrity

        return integrity.problems(self._catalogue, lambda: self._engine)

    def unfound(self, count: int) -> list[tuple[str, str]]:
        """Cuts `count` strings out of articles taken at random and searches for each; those that do not find the
        article they were cut from, with its key."""
        from reader.library import integrity

        return integrity.unfound(self._catalogue, self._engine, count)

    def repair(
        self, progress: Callable[[Progress], None] = lambda _: None, *, whole_index: bool = False
    ) -> SyncReport:
        """Makes anew what `problems` has found, and nothing else: parts of the index, all of it where it tells
        something else than the catalogue (or `whole_index` says so), or everything where the catalogue is damaged.

        Raises what `sync.sync` raises.
        """
        from reader.library import integrity, sync

        if self._catalogue.problems():
            return self.rebuild(progress)
        with suppress(IndexDamaged):  # the sync makes it anew
            if whole_index or integrity.is_misfiled(self._catalogue, self._engine):
                with sync.only_writer(self._lock):
                    self._throw_index_away()
        return self.sync(progress)

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> SyncReport:
        """Makes the index anew and reads every file again; what was read from missing files stays, as far as the
        catalogue can be read. Raises what `sync.sync` raises."""
        from reader.library import sync

        with sync.only_writer(self._lock):
            if self._catalogue.problems():
                self._throw_catalogue_away()
            self._throw_index_away()
            with self._catalogue.writing() as writer:
                writer.read_again()
        return self.sync(progress)


def _results(query: Query, found: Found, hints: tuple[str, ...], began: float) -> Results:
    from reader.search import query as queries

    return Results(
        query,
        queries.understood_as(query),
        found.ids,
        found.total,
        found.total_is_exact,
        found.by_month,
        found.by_page,
        found.by_newspaper,
        found.missing_dates,
        hints,
        time.perf_counter() - began,
    )


def _catalogue_mended() -> str:
    return say("目录损坏了，已从文件重建。")


def _unsearchable() -> LibraryError:
    return LibraryError(say("搜索用的索引损坏了。更新一次资料库就会自动重建。"))


def default_root() -> Path:
    """Where a person's own library stands unless they choose another folder."""
    return places().documents / say("阅报资料库")
