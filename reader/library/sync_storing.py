"""Storing the results of a sync: in transactions of the catalogue, each followed by an update of the index."""

import datetime as dt
import json
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain, groupby
from math import ceil
from operator import itemgetter

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reader import never, parsing
from reader.i18n import say
from reader.library.answers import DateRepair, names_as_words
from reader.library.character_places import given_readings, resolved
from reader.library.file_parsing import UNREAD, FileToRead, ReadFile, pages_of
from reader.library.printings import articles_of
from reader.library.sources import issues_to_join, join_issues
from reader.library.stories import stitch_days, unstitched
from reader.library.sync_events import Failure, ProgressCounter, SyncReport
from reader.library.sync_marks import MarkFollower
from reader.library.sync_reading import SyncCorrections
from reader.library.undated_copies import undated_copies
from reader.newspaper.article import Article
from reader.newspaper.decision import Decision, RefusedTrait, printing_of
from reader.newspaper.holdings import Document
from reader.newspaper.issue import IssuePart, PathOrder, Told, order_of, teller
from reader.newspaper.logical_clock import mark_of
from reader.plugs import all_plugs, answering
from reader.search.documents import in_words
from reader.search.engine import FOLDED_IN_PASSING, Engine
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter, fresh_among
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, Unreachable
from reader.storage.issue_table import renew_search_form
from reader.storage.printing_table import PrintingTable
from reader.storage.profile_table import REFUSED
from reader.storage.reading_table import Reading
from reader.worker_pool import Run


def _mark_of(decision: Decision) -> str:
    """Return a string that is different after each change of a decision, or of what is stored of such articles."""
    return f"{mark_of(decision)} 2"


class ArticleToStore(Struct, frozen=True):
    """An article to be stored with its readings, and a record for each decision that was located in it."""

    article_id: int
    article: Article
    readings: tuple[Reading, ...]


def articles_to_store(
    catalogue: Catalogue,
    decisions: Sequence[Decision],
    printings: PrintingTable,
    is_given: Callable[[str], bool] = never,
) -> Iterator[ArticleToStore]:
    """Yield the articles whose stored readings differ from the decisions about characters in effect.

    `is_given` returns whether the decision with a UUID is another person's; the readings of such decisions stay as they
    are.

    The character of a decision is searched for in the article of its printing; if it is not found there, in all
    articles of its file, as these may have been divided differently since.
    """
    stored: dict[int, dict[str, Reading]] = defaultdict(dict)
    others_by_article: dict[int, list[Reading]] = defaultdict(list)
    for reading in catalogue.readings.all():
        if is_given(reading.uuid):
            others_by_article[reading.article_id].append(reading)
        else:
            stored[reading.article_id][reading.uuid] = reading
    if not stored and not decisions:
        return
    decisions_by_article = _decisions_by_article(catalogue, decisions, printings, stored)
    for article_id in sorted({*decisions_by_article, *stored}):
        article_decisions = decisions_by_article.get(article_id, {})
        mark_by_uuid = {
            uuid: stored_reading.modified for uuid, stored_reading in stored.get(article_id, {}).items()
        }
        if mark_by_uuid != {uuid: _mark_of(decision) for uuid, decision in article_decisions.items()}:
            article = catalogue.article(article_id)
            if article is not None:
                readings, places = resolved(article.article, list(article_decisions.values()))
                other_readings = given_readings(
                    article.article,
                    (foreign_reading.place for foreign_reading in others_by_article[article_id]),
                    places,
                )
                yield ArticleToStore(
                    article_id,
                    replace(article.article, readings=other_readings + readings),
                    (
                        *others_by_article[article_id],
                        *(
                            Reading(article_id, uuid, _mark_of(decision), places[uuid])
                            for uuid, decision in article_decisions.items()
                        ),
                    ),
                )


def _decisions_by_article(
    catalogue: Catalogue,
    decisions: Sequence[Decision],
    printings: PrintingTable,
    stored: Mapping[int, Mapping[str, Reading]],
) -> dict[int, dict[str, Decision]]:
    """Return for each article (by id) the decisions that have to be located in it, by UUID.

    `stored` has the readings stored before, by article id and UUID.
    """

    def is_in(article_id: int, decision: Decision) -> bool:
        reading = stored.get(article_id, {}).get(decision.uuid)
        if reading is not None and reading.modified == _mark_of(decision):
            return reading.place is not None
        article = catalogue.article(article_id)
        return article is not None and resolved(article.article, [decision])[1][decision.uuid] is not None

    located = []
    for candidate in decisions:
        it = printing_of(candidate.content)
        if it is not None:
            located.append((candidate, it))
    homes = articles_of([printing for _, printing in located], catalogue, printings)
    of_path: dict[str, list[int]] = defaultdict(list)
    for path, article_id in catalogue.readings.ids_in_files({it.path for _, it in located}):
        of_path[path].append(article_id)
    by_article: dict[int, dict[str, Decision]] = defaultdict(dict)
    for (decision, printing), home in zip(located, homes, strict=True):
        if home is not None:
            by_article[home.id][decision.uuid] = decision
        if home is None or not is_in(home.id, decision):
            for article_id in of_path[printing.path]:
                by_article[article_id][decision.uuid] = decision
    return by_article


WRITTEN_SECONDS = 1.0
"""Seconds in which a child has usually written the segments of an update."""
# Number of articles that are added to the index in the first and in each further step, if it has to catch up. The first
# step is short, so that the newest articles can be found soon; the second adds them again, since every segment makes
# searches slower. After a crash, a step is repeated.
INDEXED_FIRST = 5000
INDEXED_AT_ONCE = 140_000


def in_steps(documents: Iterable[Document], count: int) -> Iterator[Iterator[Document]]:
    """Yield `count` documents, sorted by date, in equal steps of up to `INDEXED_AT_ONCE`; each ends with a day.

    If two had articles of the same day, the index would have to build segments again to separate their days.
    """
    steps = ceil(count / INDEXED_AT_ONCE)
    of_date: dict[dt.date | int, int] = {}

    def step_of(numbered: tuple[int, Document]) -> int:
        step = numbered[0] * steps // count
        return of_date.setdefault(numbered[1].date or step, step)

    for _, some in groupby(enumerate(documents), step_of):
        yield (document for _, document in some)


def counted_names(catalogue: Catalogue) -> Mapping[str, int]:
    """Return the names of a library's people that are to be words of its index, counted."""
    names = answering(names_as_words, all_plugs())(catalogue)
    if not names:
        return {}
    from reader.language.words import counts_of_names

    return counts_of_names(names)


class IndexUpdater(Struct):
    """Updates the index from the catalogue. Raises like `Catalogue` and `Engine`."""

    _catalogue: Catalogue
    _engine: Engine
    _progress: ProgressCounter
    _end_update: Callable[[], object] | None = None
    _began: float = 0.0
    """When the update began, by the monotonic clock."""
    _waiting: list[int] = []
    """The ids of articles that are to be added by the next update, with `_run`."""
    _run: Run = map
    is_folded_later: bool = False
    """Whether the small segments of updates are folded by `fold`, not with each update."""
    stored: int = 0
    """How many of the files that are read are stored; set by the sync before it stores them."""
    # How many files are stored whose articles an update has taken, and whose articles the index has.
    _begun: int = 0
    _ended: int = 0

    @property
    def indexed(self) -> int:
        """How many of the stored files can be searched."""
        if self._end_update or self._waiting:
            return self._ended
        return self.stored

    def catch_up(self) -> str | None:
        """Add missing articles to the index, the newest first, and remove extra ones.

        Index and catalogue differ after a crash, and if the index was damaged, deleted or made by another version.
        Return a message if damaged parts were rebuilt, else None.
        """
        self._engine.begin_with(partial(counted_names, self._catalogue))
        missing = self._engine.missing_dates()
        indexed = self._engine.ids()
        # no id is given twice, and later ones are higher: two states of a catalogue differ in one of these
        if missing or (len(indexed), indexed.max(initial=0)) != self._catalogue.count_and_last():
            # make the index contain all articles and no others, given the ids that it contains
            stored_ids = np.asarray(self._catalogue.article_ids(), dtype=np.uint32)
            extra = np.setdiff1d(indexed, stored_ids, assume_unique=True).tolist()
            if extra:
                self._engine.update((), extra)
            if len(indexed) - len(extra) < len(stored_ids):
                newest_first = np.asarray(self._catalogue.article_ids(newest_first=True), dtype=np.uint32)
                absent = newest_first[~np.isin(newest_first, indexed)].tolist()
                if len(absent) > INDEXED_FIRST:
                    first = absent[:INDEXED_FIRST]
                else:
                    first = []
                steps = in_steps(self._documents(absent, len(absent), len(first)), len(absent))
                for step in chain([self._documents(first, len(absent))] if first else [], steps):
                    self._engine.update(step)
                    self._progress.stored += 1
        self._engine.note_complete()
        if missing:
            return say("索引有损坏，已重建：{dates}", dates=in_words(missing))
        return None

    def prepare(self, added: Collection[int], removed: Sequence[int], run: Run = map) -> None:
        """Write the segments of an update within the transaction that adds and removes these articles (given by id).

        `publish` has to follow as soon as the transaction is committed: between the two, an article that is replaced
        by another is in no search.
        """
        if removed or (added and run is map):
            self.finish()
            self._begin(list(added), removed, run)

    @contextmanager
    def cancelling(self) -> Iterator[None]:
        """Forget what is prepared in the block if its transaction fails; the next update deletes the files."""
        try:
            yield
        except BaseException:
            self._end_update = None
            raise

    def publish(self, added: Collection[int], removed: Sequence[int], run: Run = map) -> None:
        """Publish the update that was prepared for a transaction, after it.

        Articles that are only added with another `run` than `map` can be found after `finish`, or some calls of
        `go_on`.
        """
        if removed or (added and run is map):
            self.finish()
        elif added:
            self._waiting += added
            self._run = run
            self.go_on()

    def go_on(self) -> None:
        """Finish an update that was begun `WRITTEN_SECONDS` ago, and begin one with the articles that wait for that."""
        if not self._end_update or time.monotonic() >= self._began + WRITTEN_SECONDS:
            self._next()

    def finish(self) -> None:
        while self._end_update or self._waiting:
            self._next()

    def fold(self) -> None:
        """Fold small segments of the index into one."""
        with suppress(OSError):  # all can be searched; this can wait
            while self._engine.tidy(FOLDED_IN_PASSING):
                pass

    def _next(self) -> None:
        end = self._end_update
        if end:
            self._end_update = None
            end()
            if not self.is_folded_later:
                self.fold()
            self._progress.stored += 1
            self._ended = self._begun
        waiting = self._waiting
        self._waiting = []
        if waiting:
            self._begin(waiting, (), self._run)

    def _begin(self, added: Sequence[int], removed: Sequence[int], run: Run) -> None:
        self._began = time.monotonic()
        self._begun = self.stored
        self._end_update = self._engine.begin_update(self._documents(added), removed, run)

    def _documents(self, ids: Sequence[int], total: int = 0, before: int = 0) -> Iterator[Document]:
        """Yield the documents; if a `total` is given, report the progress, of which `before` is reported already."""
        done = 0
        for some in self._catalogue.portions(ids):
            if total:
                self._progress.report(max(done, before), total)
            rows = self._catalogue.texts(some)
            yield from (rows[id] for id in some if id in rows)
            done += len(some)


_LINES_NAMED = 5
"""Maximum number of line numbers in a message."""
PACKED_AT_ONCE = 1000
"""Number of texts that are compressed in one transaction."""
READ_AT_ONCE = 500
"""Number of articles with changed readings of characters that are stored in one transaction."""
JOINED_AT_ONCE = 50
"""Number of issues that are joined in one transaction."""
FEW_TOLD = 20
"""Number of files up to which it is quicker to look up for each what it is told, than all that is told once."""
STITCHED_AT_ONCE = 50
"""Number of issues whose days are stitched in one transaction."""


class SyncStore(Struct):
    """Writes the results of a sync to the catalogue and the index.

    The files are counted in `report`; `marks` moves the reader's records with their articles.
    """

    _catalogue: Catalogue
    _index: IndexUpdater
    _corrections: SyncCorrections
    _progress: ProgressCounter
    _report: SyncReport
    _marks: MarkFollower
    _keys_moved: dict[tuple[str, str], str] = {}
    _undated: set[str] = set()
    """The paths of files without a day that were stored."""
    _held: ExitStack | None = None
    """The transaction of `together`, and its writer, once something is written."""
    _writer: CatalogueWriter | None = None

    def follow_articles(self) -> str | None:
        """Move all marks at the end of a sync; return a message if that failed (`MarkFollower.finish`)."""
        return self._marks.finish(self._keys_moved)

    @contextmanager
    def writing(self, run: Run = map) -> Iterator[CatalogueWriter]:
        """Open a transaction of the catalogue, or go on with that of `together`.

        At its end, changed issues are joined and stitched. After it, the index is updated (`IndexUpdater.update`) and
        marks are moved.
        """
        if self._held is None:
            with self._index.cancelling(), self._catalogue.writing() as writer:
                yield writer
                self._join_and_stitch(writer)
                self._index.prepare(writer.added, writer.removed, run)
            self._publish(writer, run)
            return
        if self._writer is None:
            self._writer = self._held.enter_context(self._catalogue.writing())
        yield self._writer
        self._join_and_stitch(self._writer)

    @property
    def is_pending(self) -> bool:
        """Whether something is written that others see only after `commit`."""
        return self._writer is not None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of what is written within the block, or up to `commit`; it has to be little."""
        with ExitStack() as self._held:
            try:
                yield
                self.commit()
            finally:
                self._held = None
                self._writer = None

    def commit(self) -> None:
        """End the transaction of `together`, if something was written: before what needs the index, or the marks where
        the articles are now, or may be long; another one follows.
        """
        if self._writer is not None and self._held is not None:
            writer = self._writer
            self._writer = None
            with self._index.cancelling():
                self._index.prepare(writer.added, writer.removed)
                self._held.pop_all().close()
            self._publish(writer)

    def _join_and_stitch(self, writer: CatalogueWriter) -> None:
        writer.settle()
        join_issues(self._catalogue, writer, writer.to_join, self._corrections.chosen_sources)
        writer.settle()
        # after the second `settle`, because joining gives articles other rows
        stitch_days(self._catalogue, writer, writer.to_stitch, self._corrections.all)

    def _publish(self, writer: CatalogueWriter, run: Run = map) -> None:
        """Follow a commit; if the program is killed in between, the next sync brings index and marks up to date."""
        self._index.publish(writer.added, writer.removed, run)
        self._marks.follow(writer.removed, self._keys_moved, writer.places_left, writer.articles_moved)

    def store(
        self, batch: Sequence[ReadFile], run: Run, read_again: Callable[[FileToRead], ReadFile]
    ) -> None:
        """Store a batch of files in one transaction; the index is updated with `run`.

        A file that is not fresh, after all, is read again with `read_again`.
        """
        with self.writing(run) as writer:
            dates = {read.day[1] for read in batch if read.part}
            fresh = fresh_among(writer.connection, [read.fresh for read in batch if read.fresh], dates)
            read_files: list[ReadFile] = []
            for read in batch:
                if _is_stale(read, fresh):
                    read = read_again(read.to_read)
                read_files.append(read)
            pages = set(chain.from_iterable(pages_of(read) for read in read_files if read.part))
            others = (read for read in _issue_by_issue(read_files) if read.to_read.file.path not in pages)
            for is_fresh, some in groupby(others, _is_fresh):
                if is_fresh:
                    self._store_fresh(writer, list(some))
                else:
                    for read in some:
                        self._store_one(writer, read)
        if not self.is_pending:
            self._progress.stored += 1

    def _store_fresh(self, writer: CatalogueWriter, some: Sequence[ReadFile]) -> None:
        writer.store_fresh([read.fresh for read in some if read.fresh])
        self._report.added += len(some)
        for read in some:
            self._note_damage(read)

    def _note_damage(self, read: ReadFile) -> None:
        if read.damaged_lines:
            damage = _damage_in_words(read.damaged_lines)
            self._report.damaged.append(Failure(read.to_read.file.path, damage))

    def _store_one(self, writer: CatalogueWriter, read: ReadFile) -> None:
        file = read.to_read.file
        if read.part is not None:
            self._store_part(writer, read, read.part)
        elif read.message is not None:
            _store_failure(writer, read, read.message)
        else:
            writer.touch(file.path, file, read.beside)
            self._report.unchanged += 1

    def _store_part(self, writer: CatalogueWriter, read: ReadFile, part: IssuePart) -> None:
        file = read.to_read.file
        before = read.to_read.before
        if before is not None:
            keys = [article.key for article in part.articles]
            self._keys_moved |= self._marks.replaced(file.path, keys, read.texts)
        writer.store(
            file,
            read.digest,
            parsing.PARSER_VERSION,
            part,
            read.texts,
            read.corrections,
            read.masthead_texts,
            read.beside,
            read.packed,
            read.certainty,
        )
        if part.masthead.date is None:
            self._undated.add(file.path)
        if before is not None and before.state == "failed":
            # it may have been divided into several issues
            writer.move_to_files(file.path, [file.path])
        self._keys_moved |= {(file.path, old): new for old, new in read.keys_moved.items()}
        self._note_damage(read)
        if before is None:
            self._report.added += 1
        # a renamed file is counted as such, and one that is told more was counted before
        elif not read.to_read.is_moved and read.to_read.told is None:
            self._report.changed += 1

    def told_by_profiles(self, refused: Sequence[RefusedTrait]) -> dict[str, Told]:
        """Return what the other issues tell about files, by path, where that differs from what they were told before.

        What the reader has `refused` is not told. Only files for which it may differ are looked at, those with a
        refusal that is new or undone included.
        """
        profiles = self._catalogue.profiles
        before = profiles.refused()
        now = {(refusal.newspaper, refusal.trait) for refusal in refused}
        kinds_by_path: dict[str, Told] = {}
        number = profiles.due_number(FEW_TOLD + 1)
        if before == now and not number:
            return kinds_by_path
        with self.writing() as writer:
            for newspaper, text in sorted(before ^ now):
                writer.profiles.look_at_text(newspaper, text)
            writer.keep(REFUSED, json.dumps(sorted(now), ensure_ascii=False))
            is_few = before == now and number <= FEW_TOLD
            tell = partial(profiles.tell, refused=now) if is_few else teller(profiles.all_told(now))
            settled = []
            for source_id, path, newspaper, was_told, traits in profiles.due():
                new_kinds = tell(newspaper, traits)
                if new_kinds != was_told:
                    kinds_by_path[path] = new_kinds
                else:
                    settled.append(source_id)
            writer.profiles.settle(settled)
        return kinds_by_path

    def place_undated(self) -> None:
        """Move issues without a year to days inferred from their neighbours, in one transaction if there are any."""
        placed = list(answering(DateRepair, all_plugs())(self._catalogue).placements())
        if placed:
            self.commit()
            with self.writing() as writer:
                for file, date in placed:
                    writer.place(file.source_id, date)

    def join_undated_copies(self) -> None:
        """Move copies of files without a day into the issues of these, in one transaction if there are any."""
        copies = undated_copies(self._catalogue, self._undated)
        self._undated.clear()
        if copies:
            self.commit()
            with self.writing() as writer:
                for copy, original in copies:
                    writer.move(copy.id, copy.issue_id, original.issue_id)

    def contradict_numbers(self) -> None:
        """Let the numbers of issues that do not fit between those of the days around them be contradicted by these."""
        against = answering(DateRepair, all_plugs())(self._catalogue).against_numbers()
        before = self._catalogue.tree.against_numbers()
        if against == before:
            return
        self.commit()
        with self.writing() as writer:
            writer.contradict_numbers(against, before)

    def join_remaining(self) -> None:
        """Join the forms of issues again whose choice of sources has changed."""
        chosen = self._corrections.chosen_sources()
        if chosen is None:
            return
        to_join = issues_to_join(self._catalogue, chosen)
        for at in range(0, len(to_join), JOINED_AT_ONCE):
            self.commit()
            self._progress.report(at, len(to_join))
            with self.writing() as writer:
                writer.to_join.update(to_join[at : at + JOINED_AT_ONCE])

    def stitch_remaining(self) -> None:
        """Stitch the days again whose corrections have changed, or that were stitched by another version.

        If the corrections cannot be read, all days stay as they are.
        """
        if not self._corrections.are_readable:
            return
        left = unstitched(self._catalogue, self._corrections.all)
        for at in range(0, len(left), STITCHED_AT_ONCE):
            self.commit()
            self._progress.report(at, len(left))
            with self.writing() as writer:
                writer.to_stitch.update(left[at : at + STITCHED_AT_ONCE])

    def read_characters(self, decisions: Sequence[Decision], is_given: Callable[[str], bool]) -> None:
        """Store again the articles whose decisions about characters changed; `is_given` as in `articles_to_store`."""
        to_store = list(
            articles_to_store(self._catalogue, decisions, self._marks.user_data.printings, is_given)
        )
        for at in range(0, len(to_store), READ_AT_ONCE):
            self.commit()
            self._progress.report(at, len(to_store))
            with self.writing() as writer:
                for changed_article in to_store[at : at + READ_AT_ONCE]:
                    writer.put_readings(
                        changed_article.article_id,
                        changed_article.article,
                        search_text(changed_article.article),
                        changed_article.readings,
                    )

    def renew_search_texts(self) -> None:
        """Store the articles in the present search form whose files could not be read since that has changed."""
        if not self._catalogue.is_of_former_form():
            return
        left = self._catalogue.articles_of_former_form()
        for at in range(0, len(left), READ_AT_ONCE):
            self.commit()
            self._progress.report(at, len(left))
            stored = self._catalogue.stored(left[at : at + READ_AT_ONCE])
            with self.writing() as writer:
                for stored_article in stored.values():
                    writer.put_again(
                        stored_article.id, stored_article.article, search_text(stored_article.article)
                    )
        with self.writing() as writer:
            renew_search_form(writer.connection)

    def tell_pictures(self) -> None:
        """Store of the articles of an earlier version whether they have pictures."""
        while some := self._catalogue.with_unknown_pictures(READ_AT_ONCE):
            with self.writing() as writer:
                writer.texts.tell_pictures(some)
            self.commit()  # so that the next ones are others

    def pack_texts(self) -> None:
        """Compress texts again that were stored before the dictionary existed, or by an earlier version."""
        total = 1
        left = 1
        while left:
            with self.writing() as writer:
                left = writer.texts.pack_again(PACKED_AT_ONCE)
            total = max(total, left)
            self.commit()
            if left:
                self._progress.report(total - left, total)
        self._catalogue.give_back_space()


def record_unreached(writer: CatalogueWriter, unreached: Iterable[Unreachable]) -> None:
    """Record files and folders that could not be examined as unreadable, so that they are still listed later."""
    for unreachable_file in unreached:
        writer.fail(
            FoundFile(unreachable_file.path, 0, 0), UNREAD, parsing.PARSER_VERSION, unreachable_file.message
        )


def _store_failure(writer: CatalogueWriter, read: ReadFile, message: str) -> None:
    file = read.to_read.file
    before = read.to_read.before
    corrections = read.corrections
    if before is not None and read.is_of_days:
        writer.move_to_files(file.path, read.days)
    elif before is not None:
        corrections = before.corrections
    version = parsing.PARSER_VERSION
    after = KnownFile(
        file.path, file.size, file.mtime_ns, read.digest, version, "failed", message, corrections
    )
    # otherwise every sync would change the catalogue's generation, which windows follow
    if after != before:
        writer.fail(
            file,
            read.digest,
            version,
            message,
            is_left_out=read.is_left_out,
            beside=read.beside,
            corrections=corrections,
        )


def _is_stale(read: ReadFile, fresh: Container[str]) -> bool:
    """Return whether a file that was read as a fresh one is none, after all."""
    return read.fresh is not None and read.fresh.path not in fresh


def _is_fresh(read: ReadFile) -> bool:
    return read.fresh is not None


def _issue_by_issue(batch: Sequence[ReadFile]) -> Iterator[ReadFile]:
    """Yield the files so that those of the same newspaper and day are together, in order of place and path.

    The order matters as article ids ascend in the order of storing, and results of equal rank are ordered by id.
    """
    days: dict[object, list[tuple[int, PathOrder, ReadFile]]] = defaultdict(list)
    for at, read in enumerate(batch):
        day = read.day if read.day[1] else at
        place = read.part.masthead.place if read.part else None
        days[day].append((place or 0, order_of(read.to_read.file.path), read))
    for files in days.values():
        yield from (read for *_, read in sorted(files, key=itemgetter(0, 1)))


def _damage_in_words(lines: Sequence[int]) -> str:
    numbers = say("、").join(map(str, lines[:_LINES_NAMED]))
    if len(lines) > _LINES_NAMED:
        return say("第 {lines} 等 {count} 行有无法解码的字节，写作 �", lines=numbers, count=len(lines))
    return say("第 {lines} 行有无法解码的字节，写作 �", lines=numbers)
