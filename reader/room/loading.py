"""Loading a room from a catalogue, day by day: what the room has as it is already is passed over.

A transaction takes some days, whole. What was committed stays, whatever happens to the next: the same command goes on
from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from reader.i18n import say
from reader.room import reprints, texts
from reader.room.address import RoomAddress
from reader.room.catalogue import MEASURED_KEY
from reader.room.common_grams import count_common
from reader.room.connections import LIBRARIAN, RoomError, connect, error_told
from reader.room.far_loading import analyze, far_years, lost_on_the_way, sweep
from reader.room.missing_years import MissingYears
from reader.room.people_loading import PeopleLoad
from reader.room.schema import VERSION, rows, run
from reader.room.stored_text import as_stored
from reader.search.day_numbers import day_number
from reader.search.engine import DateRange, Document
from reader.storage.hand_over import HandedArticle, HandedDay, HandedIssue, HandOver
from reader.storage.packing import Packer
from reader.storage.row_values import date_of

AT_ONCE = 1000
"""Articles of a transaction, or as many as a day has."""

BULK = (
    "SET maintenance_work_mem = '256MB'",
    "SET gin_pending_list_limit = '16384'",
)
"""What makes loading many texts quick; what waits for the index is read by each search, and leaves empty pages."""
SORTED = (
    "SELECT gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
    " WHERE a.amname = 'gin' AND c.relkind = 'i' AND c.relnamespace = current_schema()::regnamespace"
)
"""Has all that waits put into its index."""
_ISSUE = "identity, newspaper, date, month_day, date_origin, number, label, newspaper_origin, edition"
_SOURCE = (
    "id, holding_id, issue_id, path, is_missing, encoding, masthead, reading, corrections, format, place,"
    " head_printed, head_search"
)
_APPEARANCE = "source_id, position, article_id, source_lines, is_other"
_FORM = "source_id, position, key, record, search, beside"
_ARTICLE = (
    "id, issue_id, day, key, digest, kind, page, page_order, kicker, title, lead, names, length, record"
)
_STITCH = "first_id, second_id, confidence, reasons, is_told, pair, paragraph, seam"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has done."""

    days: int
    unchanged: int
    removed: int
    articles: int
    left_out: int = 0
    """Days that were not touched, because the server of their years does not answer."""
    missing_dates: tuple[DateRange, ...] = ()
    """These years."""


def load(
    hand_over: HandOver,
    holding: str,
    address: RoomAddress,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Loaded:
    """Make the room hold what a catalogue has, under the name of that `holding`. Raises RoomError."""
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection)
        for setting in BULK:
            run(connection, setting)
        ((is_alone,),) = rows(connection, "SELECT pg_try_advisory_lock(hashtext('yuebao load'))")
        if not is_alone:
            raise RoomError(say("另有一处正在往这个阅览室里放报纸。等它放完，再运行一次。"))
        with far_years(connection, address) as (far, missing):
            return _Load(connection, hand_over, holding, progress, far, missing).run()


def check(address: RoomAddress) -> None:
    """Raise RoomError where the room can't be loaded, by this user or this version of the program."""
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection)


def note_measured(address: RoomAddress, measured: str) -> None:
    """Store how often characters are misread in the room. Raises RoomError."""
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection)
        sql = "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        run(connection, sql, MEASURED_KEY, measured)


def _begin(connection: Connection[Any]) -> None:
    run(connection, f"SET ROLE {LIBRARIAN}")
    ((version,),) = rows(connection, "SELECT value FROM meta WHERE key = 'version'")
    if version != str(VERSION):
        raise RoomError(say("这个阅览室是由另一版本的阅报建的。请用同一版本打开。"))


class _Load:
    def __init__(
        self,
        connection: Connection[Any],
        hand_over: HandOver,
        holding: str,
        progress: Callable[[int, int], object],
        far: MissingYears,
        missing: MissingYears,
    ) -> None:
        self._connection = connection
        self._hand_over = hand_over
        self._progress = progress
        self._far, self._missing = far, missing
        self._left_out = 0
        run(connection, "INSERT INTO holding (name) VALUES (%s) ON CONFLICT DO NOTHING", holding)
        ((self._holding,),) = rows(connection, "SELECT id FROM holding WHERE name = %s", holding)
        self._people = PeopleLoad(connection, hand_over, self._holding, missing)

    def run(self) -> Loaded:
        stamps = dict(
            rows(self._connection, "SELECT day, stamp FROM day_stamp WHERE holding_id = %s", self._holding)
        )
        days = self._hand_over.days()
        loaded = articles = 0
        with self._connection.transaction():
            self._people.begin()
        for some in _in_batches(self._changed(days, stamps)):
            with self._connection.transaction():
                articles += self._batch().put(some)
            loaded += len(some)
        gone = [name for name in sorted(stamps.keys() - days.keys()) if not self._is_left_out(name)]
        with self._connection.transaction():
            self._batch().remove(gone)
        if loaded or gone:
            count_common(self._connection, self._missing)
            analyze(self._connection, self._missing)
            run(self._connection, SORTED)
        with self._connection.transaction():
            is_counted = self._people.count()
            reprints.load(self._connection, self._hand_over, self._holding)
        if is_counted:
            # what is vacuumed is answered by the index alone
            run(self._connection, "VACUUM ANALYZE name, naming")
        unchanged = len(days) - loaded - self._left_out
        return Loaded(loaded, unchanged, len(gone), articles, self._left_out, self._missing.dates)

    def _batch(self) -> _Batch:
        return _Batch(
            self._connection, self._holding, self._hand_over, self._people, self._far, self._missing
        )

    def _is_left_out(self, name: str) -> bool:
        """Return whether a day can't be stored now, and count it."""
        is_left_out = day_number(date_of(json.loads(name)[1])) in self._missing
        self._left_out += is_left_out
        return is_left_out

    def _changed(
        self, days: Mapping[str, Sequence[HandedIssue]], stamps: Mapping[str, bytes]
    ) -> Iterator[tuple[HandedDay, bytes]]:
        for nth, (name, issues) in enumerate(days.items()):
            self._progress(nth, len(days))
            day = self._hand_over.day(name, issues)
            stamp = self._people.stamped(day.stamp())
            if stamps.get(name) != stamp and not self._is_left_out(name):
                yield day, stamp


def _in_batches(days: Iterator[tuple[HandedDay, bytes]]) -> Iterator[list[tuple[HandedDay, bytes]]]:
    batch: list[tuple[HandedDay, bytes]] = []
    count = 0
    for day, stamp in days:
        batch.append((day, stamp))
        count += len(day.articles)
        if count >= AT_ONCE:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


class _Batch:
    """Some days, within a transaction."""

    def __init__(
        self,
        connection: Connection[Any],
        holding: int,
        hand_over: HandOver,
        people: PeopleLoad,
        far: MissingYears,
        missing: MissingYears,
    ) -> None:
        self._connection = connection
        self._holding = holding
        self._hand_over = hand_over
        self._far, self._missing = far, missing
        self._people = people

    def put(self, days: Sequence[tuple[HandedDay, bytes]]) -> int:
        """Store the days in the place of what the holding had of them. Return how many articles were not there."""
        numbers = {day_number(date_of(each.date)) for day, _ in days for each in day.issues}
        sweep(self._connection, (number for number in numbers if number in self._far))
        issues = {each.id: self._issue(each) for day, _ in days for each in day.issues}
        paths = [file.path for day, _ in days for file in day.files]
        touched = self._take_out("(issue_id = ANY(%s) OR path = ANY(%s))", list(issues.values()), paths)
        articles, added = self._articles([each for day, _ in days for each in day.articles], issues, days)
        self._files(days, issues, articles)
        self._stitches(days, articles)
        self._people.place(articles, added)
        self._settle({*touched, *issues.values()}, added)
        for day, stamp in days:
            run(
                self._connection,
                "INSERT INTO day_stamp VALUES (%s, %s, %s)"
                " ON CONFLICT (holding_id, day) DO UPDATE SET stamp = excluded.stamp",
                self._holding,
                day.name,
                stamp,
            )
        return len(added)

    def remove(self, names: Sequence[str]) -> None:
        """Take out the days that the holding has no more."""
        if not names:
            return
        run(
            self._connection,
            "DELETE FROM day_stamp WHERE holding_id = %s AND day = ANY(%s)",
            self._holding,
            [*names],
        )
        dated = [each for name in names if len(each := json.loads(name)) == 2]
        touched: set[int] = set()
        of_day = "issue_id IN (SELECT id FROM issue WHERE {})"
        for newspaper, date in dated:
            touched |= self._take_out(of_day.format("newspaper = %s AND date = %s"), newspaper, date)
        touched |= self._take_out(of_day.format("identity = ANY(%s)"), [*names])
        self._settle(touched, [])

    def _issue(self, issue: HandedIssue) -> int:
        ((issue_id,),) = rows(
            self._connection,
            f"INSERT INTO issue ({_ISSUE}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (identity)"
            " DO UPDATE SET month_day = excluded.month_day, date_origin = excluded.date_origin,"
            " number = excluded.number, label = excluded.label, newspaper_origin = excluded.newspaper_origin"
            " RETURNING id",
            *issue[1:],
            issue.edition,
        )
        return int(issue_id)

    def _take_out(self, which: str, *values: object) -> set[int]:
        """Delete files of the holding; return the issues that they were of."""
        found = rows(
            self._connection,
            f"DELETE FROM source WHERE holding_id = %s AND {which} RETURNING issue_id",
            self._holding,
            *values,
        )
        return {issue_id for (issue_id,) in found}

    def _articles(
        self,
        handed: Sequence[HandedArticle],
        issues: Mapping[int, int],
        days: Sequence[tuple[HandedDay, bytes]],
    ) -> tuple[dict[int, int], list[Document]]:
        """Store the articles that the room does not have. Return the room's ids of all, and what was added."""
        known = {
            (issue_id, key, bytes(digest)): article_id
            for article_id, issue_id, key, digest in rows(
                self._connection,
                "SELECT id, issue_id, key, digest FROM article WHERE issue_id = ANY(%s)",
                list(issues.values()),
            )
        }
        own = {each.id: known.get((issues[each.issue_id], each.key, each.digest)) for each in handed}
        strange = sorted((each for each in handed if own[each.id] is None), key=lambda each: each.id)
        fresh = self._new_ids("article_id", len(strange))
        own.update({each.id: number for each, number in zip(strange, fresh, strict=True)})
        added = self._copy_articles(strange, own, issues, days)
        return {mine: number for mine, number in own.items() if number is not None}, added

    def _copy_articles(
        self,
        strange: Sequence[HandedArticle],
        own: Mapping[int, int | None],
        issues: Mapping[int, int],
        days: Sequence[tuple[HandedDay, bytes]],
    ) -> list[Document]:
        of_issue = {each.id: each for day, _ in days for each in day.issues}
        read = {
            i: (article, text) for i, article, text in self._hand_over.articles([each.id for each in strange])
        }
        packer = Packer(None)
        added = []
        with self._connection.cursor().copy(f"COPY article ({_ARTICLE}) FROM STDIN") as copy:
            for each in strange:
                article, text = read[each.id]
                issue, number = of_issue[each.issue_id], own[each.id] or 0
                document = Document(number, issue.newspaper, date_of(issue.date), each.page, text)
                added.append(document)
                copy.write_row(
                    (
                        number,
                        issues[each.issue_id],
                        day_number(document.date),
                        *each[2:7],
                        each.kicker and _plain(each.kicker),
                        *map(_plain, each[8:11]),
                        each.length,
                        packer.record(article, text),
                    )
                )
        return added

    def _files(
        self, days: Sequence[tuple[HandedDay, bytes]], issues: Mapping[int, int], articles: Mapping[int, int]
    ) -> None:
        files = [file for day, _ in days for file in day.files]
        fresh = self._new_ids("source_id_seq", len(files))
        own = {file.id: number for file, number in zip(files, fresh, strict=True)}
        with self._connection.cursor().copy(f"COPY source ({_SOURCE}) FROM STDIN") as copy:
            for file in files:
                place = json.loads(file.masthead).get("place") or 0
                is_missing = file.state == "missing"
                form = json.loads(file.reading)["format"] if file.reading else ""
                told = (
                    file.path,
                    is_missing,
                    file.encoding,
                    file.masthead,
                    file.reading,
                    file.corrections,
                    form,
                )
                heads = (file.head_printed, file.head_search)
                copy.write_row((own[file.id], self._holding, issues[file.issue_id], *told, place, *heads))
        with self._connection.cursor().copy(f"COPY appearance ({_APPEARANCE}) FROM STDIN") as copy:
            for day, _ in days:
                for each in day.appearances:
                    place = (own[each.source_id], each.position, articles[each.article_id])
                    copy.write_row((*place, each.source_lines, bool(each.is_other)))
        packer = Packer(None)
        with self._connection.cursor().copy(f"COPY form ({_FORM}) FROM STDIN") as copy:
            for form in (form for day, _ in days for form in day.forms):
                record = packer.record(form.article, form.text)
                copy.write_row(
                    (own[form.source_id], form.position, form.article.key, record, *as_stored(form.text))
                )

    def _stitches(self, days: Sequence[tuple[HandedDay, bytes]], articles: Mapping[int, int]) -> None:
        run(
            self._connection,
            "DELETE FROM stitch WHERE first_id = ANY(%s) OR second_id = ANY(%s)",
            *[list(articles.values())] * 2,
        )
        with self._connection.cursor().copy(f"COPY stitch ({_STITCH}) FROM STDIN") as copy:
            for each in (stitch for day, _ in days for stitch in day.stitches):
                if each.second_id in articles:
                    ends = (articles[each.first_id], articles[each.second_id])
                    words = (each.pair and _plain(each.pair), each.paragraph and _plain(each.paragraph))
                    copy.write_row(
                        (*ends, each.confidence, each.reasons, bool(each.is_told), *words, each.seam)
                    )

    def _settle(self, touched: set[int], added: Sequence[Document]) -> None:
        """Delete what no file has any more, and count."""
        issues = list(touched)
        gone = rows(
            self._connection,
            "DELETE FROM article a WHERE issue_id = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM appearance p WHERE p.article_id = a.id) RETURNING id, day",
            issues,
        )
        if any(day in self._missing for _, day in gone):  # an issue that has got another date
            raise lost_on_the_way(self._missing)
        of_gone = [article_id for article_id, _ in gone]
        self._people.take_out(of_gone)
        texts.put(self._connection, added, of_gone, self._missing)
        run(
            self._connection,
            "DELETE FROM issue i WHERE id = ANY(%s) AND NOT EXISTS (SELECT FROM source s WHERE s.issue_id = i.id)",
            issues,
        )
        run(
            self._connection,
            "UPDATE issue i SET article_count = (SELECT count(*) FROM article a WHERE a.issue_id = i.id)"
            " WHERE id = ANY(%s)",
            issues,
        )

    def _new_ids(self, sequence: str, count: int) -> list[int]:
        found = rows(
            self._connection, "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", sequence, count
        )
        return [number for (number,) in found]


def _plain(text: str) -> str:
    """Return a text without what PostgreSQL can't store; only for what is shown in lists."""
    return text.replace("\0", " ")
