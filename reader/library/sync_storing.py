"""Storing what a sync has read: in transactions of the catalogue, each followed by the index."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from reader import parsing
from reader.i18n import say
from reader.library import measuring
from reader.library.character_places import given_readings, resolved
from reader.library.date_suggestions import placements
from reader.library.derived_data import document_of
from reader.library.printings import articles_of
from reader.library.sources import due_issues, join_issues
from reader.library.stories import stitch_days, unstitched
from reader.library.sync_events import Failure, ProgressCounter, SyncReport
from reader.library.sync_marks import MarkFollower
from reader.library.sync_plan import UNREAD
from reader.library.sync_reading import ReadFile, SyncCorrections, pages_of
from reader.newspaper.article import Article
from reader.newspaper.article_link import PathOrder, order_of
from reader.newspaper.decision import Decision, printing_of
from reader.newspaper.issue import Masthead
from reader.newspaper.logical_clock import mark_of
from reader.search.answering import query_execution
from reader.search.engine import Document, Engine
from reader.search.index_warnings import in_words
from reader.search.needles import needle_of
from reader.search.query import Exact, Query
from reader.search.terms import FIRST_BLOCK_LINE, as_printed, own_text, search_text
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, Unreachable
from reader.storage.issue_table import PrintingTable
from reader.storage.reading_table import Reading
from reader.storage.schema import MEASURED


@dataclass(frozen=True, slots=True)
class DueArticle:
    """An article to be stored, and the readings with the decisions that were looked for in it."""

    article_id: int
    article: Article
    readings: tuple[Reading, ...]


def due_articles(
    catalogue: Catalogue,
    decisions: Sequence[Decision],
    printings: PrintingTable,
    is_given: Callable[[str], bool] = lambda uuid: False,
) -> Iterator[DueArticle]:
    """Yield the articles whose stored readings are not those of the decisions in effect about characters.

    `is_given` takes a decision's UUID and returns whether it is another person's, whose readings stay as they are.

    The character of a decision is located in the article of its printing; if it is not there, in all articles of its
    file, whose texts may have changed since.
    """
    stored: dict[int, dict[str, Reading]] = defaultdict(dict)
    given: dict[int, list[Reading]] = defaultdict(list)
    for reading in catalogue.readings.all():
        if is_given(reading.uuid):
            given[reading.article_id].append(reading)
        else:
            stored[reading.article_id][reading.uuid] = reading
    if not stored and not decisions:
        return
    wanted = _decisions_by_article(catalogue, decisions, printings, stored)
    for article_id in sorted({*wanted, *stored}):
        here = wanted.get(article_id, {})
        known = {uuid: each.modified for uuid, each in stored.get(article_id, {}).items()}
        if known != {uuid: mark_of(decision) for uuid, decision in here.items()}:
            found = catalogue.article(article_id)
            if found is not None:
                readings, places = resolved(found.article, list(here.values()))
                kept = given_readings(found.article, (each.place for each in given[article_id]), places)
                yield DueArticle(
                    article_id,
                    replace(found.article, readings=kept + readings),
                    (
                        *given[article_id],
                        *(
                            Reading(article_id, uuid, mark_of(decision), places[uuid])
                            for uuid, decision in here.items()
                        ),
                    ),
                )


def _decisions_by_article(
    catalogue: Catalogue,
    decisions: Sequence[Decision],
    printings: PrintingTable,
    stored: Mapping[int, Mapping[str, Reading]],
) -> dict[int, dict[str, Decision]]:
    """Return for each article the decisions whose characters have to be located in it, by UUID.

    `stored` are the readings as of the last time, by article and UUID.
    """

    def is_in(article_id: int, decision: Decision) -> bool:
        known = stored.get(article_id, {}).get(decision.uuid)
        if known is not None and known.modified == mark_of(decision):
            return known.place is not None
        found = catalogue.article(article_id)
        return found is not None and resolved(found.article, [decision])[1][decision.uuid] is not None

    located = [(each, it) for each in decisions if (it := printing_of(each.content)) is not None]
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


INDEXED_FIRST, INDEXED_AT_ONCE = 5000, 100_000
"""Articles that the index takes in one step when it lags behind: first few, so that the newest are soon found; after a
crash a step is repeated."""


class IndexUpdater:
    """Brings the index up to the catalogue. Raises what `Catalogue` and `Engine` raise."""

    def __init__(self, catalogue: Catalogue, engine: Engine, progress: ProgressCounter) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._progress = progress

    def catch_up(self) -> str | None:
        """Add and remove what differs, the newest first. Return what was damaged and is rebuilt, in words.

        They differ after a crash, and if the index was damaged, deleted, or is of another version.
        """
        missing = self._engine.missing_dates()
        held = np.asarray(self._catalogue.article_ids(), dtype=np.uint32)
        indexed = self._engine.ids()
        extra = np.setdiff1d(indexed, held, assume_unique=True).tolist()
        if extra:
            self._engine.update((), extra)
        if len(indexed) - len(extra) < len(held):
            newest_first = np.asarray(self._catalogue.article_ids(newest_first=True), dtype=np.uint32)
            self._add_in_steps(newest_first[~np.isin(newest_first, indexed)].tolist())
        self._engine.note_complete()
        return say("索引有损坏，已重建：{dates}", dates=in_words(missing)) if missing else None

    def update(self, added: Collection[int], removed: Sequence[int]) -> None:
        """Add articles of the catalogue to the index, and remove others (by id)."""
        if added or removed:
            self._engine.update(self._documents(list(added)), removed)

    def _add_in_steps(self, absent: Sequence[int]) -> None:
        done = 0
        while done < len(absent):
            some = absent[done : done + (INDEXED_AT_ONCE if done else INDEXED_FIRST)]
            self._engine.update(self._documents(some, done, len(absent)))
            self._progress.stored += 1
            done += len(some)

    def _documents(self, ids: Sequence[int], done: int = 0, total: int = 0) -> Iterator[Document]:
        for some in self._catalogue.portions(ids):
            if total:
                self._progress.report(done, total)
            rows = self._catalogue.texts(some)
            yield from (document_of(rows[id]) for id in some if id in rows)
            done += len(some)


COMPARED_AT_ONCE, COMPARED_CHARACTERS = 4000, 4_000_000
"""Articles that are compared with all others in one transaction, and characters of theirs."""
_LETTERS_KEPT = 2_000_000
"""Letters of former articles that are kept while articles are compared with them."""


def compare_new(catalogue: Catalogue, writer: CatalogueWriter, check: Callable[[], object]) -> int:
    """Compare the next articles with those before them, within the transaction of `writer`. Return how many are left.

    `check` is called often; what it raises ends the work, and the next sync begins this step again.
    """
    from reader.reprints.comparison import (
        SHORTEST,
        Comparison,
        Letters,
        Postings,
        letters,
        reprints,
        shingles,
    )
    from reader.reprints.reprint import MAY_BE_MARKED, MAY_BE_OPEN, mark_of

    writer.reprints.forget_others()
    table = catalogue.reprints
    ids = table.next_ids(COMPARED_AT_ONCE)
    if not ids:
        return 0
    new: dict[int, Letters] = {}
    marks = []
    up_to, characters = ids[-1], 0
    for article_id, text in catalogue.search_texts(ids):
        if characters > COMPARED_CHARACTERS:
            up_to = max(new)
            break
        characters += len(text)
        check()
        head, body = _head_and_body(text)
        new[article_id] = letters(body)
        if MAY_BE_MARKED.search(head) or MAY_BE_OPEN.search(body):
            stored = table.article(article_id)
            mark = mark_of(stored) if stored else None
            if mark is not None:
                marks.append((article_id, mark))
    lengths = {i: len(found) if len(found) >= SHORTEST else 0 for i, found in new.items()}
    postings = Postings.of((i, shingles(found)) for i, found in new.items())
    comparison = Comparison(postings, table.runs)

    former: dict[int, Letters] = {}

    def letters_of(article_id: int) -> Letters | None:
        check()
        if (known := new.get(article_id, former.get(article_id))) is not None:
            return known
        for _, text in catalogue.search_texts([article_id]):
            if sum(map(len, former.values())) > _LETTERS_KEPT:
                former.clear()
            former[article_id] = letters(_head_and_body(text)[1])
        return former.get(article_id)

    found = reprints(
        comparison.candidates(lambda wanted: table.lengths(wanted - lengths.keys()) | lengths), letters_of
    )
    writer.reprints.add(up_to, lengths.items(), comparison.standing(), found, postings, marks)
    return table.count_left()


def _head_and_body(text: str) -> tuple[str, str]:
    """Return the lines of a search text above the article's blocks, and the blocks, both as printed."""
    lines = as_printed(own_text(text)).split("\n", FIRST_BLOCK_LINE)
    return "\n".join(lines[:FIRST_BLOCK_LINE]), "".join(lines[FIRST_BLOCK_LINE:])


ARTICLES_A_NAME = 8
"""Reading so many texts takes as long as asking the index for one name."""


class NameCompleter:
    """Completes new names. Requires an index that is up to the catalogue, and no other writer."""

    def __init__(self, catalogue: Catalogue, engine: Engine) -> None:
        self._catalogue = catalogue
        self._engine = engine

    def complete_few(self) -> None:
        """Store the articles with each new name, if the new names are few and every article is counted.

        For many names, reading all texts is faster. Raises what `Catalogue` and `Engine` raise.
        """
        _, _, articles, _, _ = self._catalogue.tree.counts()
        few = articles // ARTICLES_A_NAME
        new = self._catalogue.names.new_names(few + 1)
        if not new or len(new) > few or not self._catalogue.names.are_counted():
            return
        found = {name_id: self._engine.matches(Query(Exact(form, needle_of(form)))) for name_id, form in new}
        with self._catalogue.writing() as writer:
            for name_id, ids in found.items():
                writer.names.complete(name_id, ids.tolist())


_LINES_NAMED = 5
PACKED_AT_ONCE = 1000
"""Texts that are packed in one transaction."""
COUNTED_AT_ONCE = 5000
"""Articles stored together are counted in the same transaction, unless there are more of them."""
COUNTED_A_STEP, READ_A_STEP = 300, 5000
"""Articles that are counted, and that are read for new names, in one transaction if many have to be."""
READ_AT_ONCE = 500
"""Articles with other readings of characters that are stored in one transaction."""
JOINED_AT_ONCE = 50
"""Issues of several formats that are joined in one transaction, if many have to be."""
STITCHED_AT_ONCE = 50
"""Issues whose days are stitched in one transaction, if many have to be."""


class SyncStore:
    """Writes to the catalogue and the index.

    `report` counts the files; `marks` are what readers have made, which follows its articles in every step.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: IndexUpdater,
        engine: Engine,
        corrections: SyncCorrections,
        progress: ProgressCounter,
        report: SyncReport,
        marks: MarkFollower,
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._names = NameCompleter(catalogue, engine)
        self._corrections = corrections
        self._progress = progress
        self._report = report
        self._marks = marks
        self._keys_moved: dict[tuple[str, str], str] = {}
        marks.begin()

    def follow_articles(self) -> str | None:
        """Let all marks follow, at the end; return what went wrong, in words (`MarkFollower.finish`)."""
        return self._marks.finish(self._keys_moved)

    @contextmanager
    def writing(self) -> Iterator[CatalogueWriter]:
        """Open a transaction of the catalogue. At its end changed days are stitched; then the index is updated."""
        with self._catalogue.writing() as writer:
            yield writer
            writer.settle()
            join_issues(self._catalogue, writer, writer.to_join, self._corrections.chosen_sources())
            writer.settle()
            stitch_days(self._catalogue, writer, writer.to_stitch, self._corrections.all)
            if writer.names.left() <= COUNTED_AT_ONCE:
                writer.names.count_in(COUNTED_AT_ONCE)
        self._index.update(writer.added, writer.removed)
        self._marks.follow(writer.removed, self._keys_moved, writer.places_left)

    def store(self, batch: Sequence[ReadFile]) -> None:
        """Store a batch of files in one transaction."""
        pages = {path for read in batch if read.part for path in pages_of(read)}
        with self.writing() as writer:
            for read in _issue_by_issue(batch):
                if read.due.file.path not in pages:
                    self._store_one(writer, read)
        self._progress.stored += 1

    def _store_one(self, writer: CatalogueWriter, read: ReadFile) -> None:
        file, before = read.due.file, read.due.before
        if read.part is not None:
            if before is not None:
                keys = [article.key for article in read.part.articles]
                self._keys_moved |= self._marks.replaced(file.path, keys, read.texts)
            head = (
                (*read.head, *(line for line, _ in read.labelled)),
                query_execution.search_text(read.head, read.labelled),
            )
            writer.store(
                file,
                read.digest,
                parsing.PARSER_VERSION,
                read.part,
                read.texts,
                read.corrections,
                head,
                read.beside,
            )
            self._keys_moved |= {(file.path, old): new for old, new in read.keys_moved.items()}
            if read.damaged_lines:
                self._report.damaged.append(Failure(file.path, _damage_in_words(read.damaged_lines)))
            if before is None:
                self._report.added += 1
            elif not read.due.is_moved:
                self._report.changed += 1
        elif read.message is not None:
            after = KnownFile(
                file.path,
                file.size,
                file.mtime_ns,
                read.digest,
                parsing.PARSER_VERSION,
                "failed",
                read.message,
                before.corrections if before else "",
            )
            if after != before:
                writer.fail(
                    file,
                    read.digest,
                    parsing.PARSER_VERSION,
                    read.message,
                    is_left_out=read.is_left_out,
                    beside=read.beside,
                )
        else:
            writer.touch(file.path, file, read.beside)
            self._report.unchanged += 1

    def place_undated(self) -> None:
        """Move issues without a year to days inferred from their neighbours, in one transaction if there are any."""
        placed = list(placements(self._catalogue))
        if placed:
            with self.writing() as writer:
                for file, date in placed:
                    writer.place(file.source_id, date)

    def join_remaining(self) -> None:
        """Join the forms of those issues again for which a reader has changed the choice of a source."""
        if (chosen := self._corrections.chosen_sources()) is None:
            return
        due = due_issues(self._catalogue, chosen)
        for at in range(0, len(due), JOINED_AT_ONCE):
            self._progress.report(at, len(due))
            with self.writing() as writer:
                writer.to_join.update(due[at : at + JOINED_AT_ONCE])

    def stitch_remaining(self) -> None:
        """Stitch the days with other corrections than before, and those stitched by another version of the program.

        If the corrections can't be read, all days stay as they are.
        """
        if not self._corrections.are_readable:
            return
        left = unstitched(self._catalogue, self._corrections.all)
        for at in range(0, len(left), STITCHED_AT_ONCE):
            self._progress.report(at, len(left))
            with self.writing() as writer:
                writer.to_stitch.update(left[at : at + STITCHED_AT_ONCE])

    def read_characters(self, decisions: Sequence[Decision], is_given: Callable[[str], bool]) -> None:
        """Store the articles again that were stored with other decisions about characters than those in effect.

        What was stored with a decision that `is_given` (by its UUID) stays.
        """
        due = list(due_articles(self._catalogue, decisions, self._marks.printings, is_given))
        for at in range(0, len(due), READ_AT_ONCE):
            self._progress.report(at, len(due))
            with self.writing() as writer:
                for each in due[at : at + READ_AT_ONCE]:
                    writer.put_readings(
                        each.article_id, each.article, search_text(each.article), each.readings
                    )

    def pack_texts(self) -> None:
        """Pack the texts that were stored before there was a dictionary, or by an earlier version."""
        self._in_steps(lambda writer: writer.texts.pack_again(PACKED_AT_ONCE))
        self._catalogue.give_back_space()

    def count_names(self) -> None:
        """Count the names of articles that are not counted yet, and look for new names in earlier articles."""
        self._in_steps(lambda writer: writer.names.count_in(COUNTED_A_STEP))
        self._names.complete_few()
        self._in_steps(lambda writer: writer.names.look_for_new_names(READ_A_STEP))

    def compare_articles(self) -> None:
        """Look for reprints and parts of series among the articles that have not been compared with the others."""
        total = left = self._catalogue.reprints.count_left()
        while left:
            done = total - left
            with self._catalogue.writing() as writer:
                left = compare_new(self._catalogue, writer, partial(self._progress.report, done, total))

    def measure_misreadings(self) -> None:
        """Measure how often characters are misread, if that is due (`measuring.is_due`)."""
        if not measuring.is_due(self._catalogue):
            return
        value = measuring.measured(self._catalogue, self._progress.report)
        with self._catalogue.writing() as writer:
            writer.keep(MEASURED, value)

    def _in_steps(self, step: Callable[[CatalogueWriter], int]) -> None:
        """Run steps, each in its own transaction and returning how much is left, until nothing is."""
        total = 0
        while True:
            with self._catalogue.writing() as writer:
                left = step(writer)
            if not left:
                break
            total = max(total, left)
            self._progress.report(total - left, total)


def record_unreached(writer: CatalogueWriter, unreached: Iterable[Unreachable]) -> None:
    """Record what could not be examined as files that can't be read, so that it stays in sight after the sync."""
    for each in unreached:
        writer.fail(FoundFile(each.path, 0, 0), UNREAD, parsing.PARSER_VERSION, each.message)


def _issue_by_issue(batch: Sequence[ReadFile]) -> Iterator[ReadFile]:
    """Yield the files, those of one day one after another, in order of place and name.

    Results of equal rank are ordered by the ids of their articles, which rise in the order of storing.
    """
    days: dict[object, list[tuple[int, PathOrder, ReadFile]]] = defaultdict(list)
    for at, read in enumerate(batch):
        head = read.part.masthead if read.part else Masthead()
        day = (head.title, head.date) if head.date else at
        days[day].append((head.place or 0, order_of(read.due.file.path), read))
    for files in days.values():
        yield from (read for *_, read in sorted(files, key=lambda each: each[:2]))


def _damage_in_words(lines: Sequence[int]) -> str:
    named = say("、").join(map(str, lines[:_LINES_NAMED]))
    if len(lines) > _LINES_NAMED:
        return say("第 {lines} 等 {count} 行有读不出来的字节，写作 �", lines=named, count=len(lines))
    return say("第 {lines} 行有读不出来的字节，写作 �", lines=named)
