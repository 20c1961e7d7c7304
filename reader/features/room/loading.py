"""Loading a room from a local catalogue, day by day; days that the room has already, unchanged, are skipped.

A transaction stores several whole days. What was committed stays, whatever happens to the next one: running the same
command again continues there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import chain
from operator import attrgetter

import psycopg
from msgspec import Struct
from psycopg import errors, sql

from reader import do_nothing
from reader.features.room import rights, texts
from reader.features.room.address import RoomAddress
from reader.features.room.answers import BoundedConnection, one, rows, run
from reader.features.room.catalogue import RoomCatalogue
from reader.features.room.common_grams import count_common, uncounted
from reader.features.room.connections import (
    LIBRARIAN,
    SCHEMA,
    RoomConnections,
    RoomError,
    RoomLost,
    connect,
    connect_reading,
    look_at_encoding,
    reporting_errors,
)
from reader.features.room.far_servers import FarServers
from reader.features.room.former_texts import FORM, STITCHING
from reader.features.room.missing_years import MissingYears
from reader.features.room.schema import look_at_version, make_years, texts_of, version_of
from reader.features.room.sides import SideLoad, load_tables, make_tables, sides
from reader.features.room.texts import as_stored
from reader.features.room.watch import SOON_SECONDS, Watch
from reader.i18n import say
from reader.language.forms import SEARCH_FORM
from reader.library.stories import STAMP
from reader.newspaper.holdings import Document
from reader.search.documents import DateRange, day_number, years_in_words
from reader.storage.hand_over import HandedArticle, HandedDay, HandedIssue, HandOver
from reader.storage.packing import packed_record
from reader.storage.text_table import date_of


@contextmanager
def far_years(
    connection: BoundedConnection, address: RoomAddress
) -> Iterator[tuple[MissingYears, MissingYears]]:
    """Yield the years on other servers, and which of them can't be queried, for the duration of a load.

    Raises RoomLost if another server stops answering meanwhile; the load is then ended within seconds.
    """
    with closing(FarServers(partial(connect_reading, address))) as far:
        far.look().wait()
        missing = far.missing
        try:
            with Watch(
                connection, look=far.look, is_lost=partial(far.misses_more_than, missing), seconds=math.inf
            ):
                yield MissingYears.of(far.years), missing
        except psycopg.OperationalError as error:
            if missing.covers(far.missing):
                far.look().wait()
            if missing.covers(far.missing):
                raise
            raise lost_on_the_way(far.missing) from error


def lost_on_the_way(missing: MissingYears) -> RoomLost:
    """Return the error for a load that meets years that can't be queried."""
    return RoomLost(
        say(
            "{years}所在的服务器没有应答，放到一半的没有留下，先前放好的都在。再运行一次就接着放。",
            years=years_in_words(missing.dates),
        )
    )


def sweep(connection: BoundedConnection, days: Iterable[int]) -> None:
    """Delete texts without article on other servers: those commit before this one, which may have failed in between."""
    far = sorted(days)
    if far:
        run(
            connection,
            "DELETE FROM article_text t WHERE day = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM article a WHERE a.id = t.id)",
            far,
        )


def analyze(connection: BoundedConnection, years: Sequence[int]) -> None:
    """Update the planner's statistics of this server's tables; of the tables of texts, those of `years`.

    A year of 50,000 articles takes ten seconds, because the grams of its texts are computed.
    """
    table_rows = rows(
        connection,
        tuple[str],
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        " AND (NOT relispartition OR relname = ANY(%s::text[]))",
        [texts_of(year) for year in years],
    )
    names = sql.SQL(", ").join(sql.Identifier(SCHEMA, name) for (name,) in table_rows)
    run(connection, sql.SQL("ANALYZE {}").format(names))


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


class DayWriter:
    """Writes days of a holding within a transaction.

    `far` are the years on other servers, `missing` those of them whose server does not answer.
    """

    def __init__(
        self,
        connection: BoundedConnection,
        holding: int,
        hand_over: HandOver,
        sides: Sequence[SideLoad],
        far: MissingYears,
        missing: MissingYears,
    ) -> None:
        self._connection = connection
        self._holding = holding
        self._hand_over = hand_over
        self._far = far
        self._missing = missing
        self._sides = sides

    def put(self, days: Sequence[tuple[HandedDay, bytes]]) -> int:
        """Store the days in place of the holding's former ones. Return how many articles are new to the room."""
        handed_issues = list(chain.from_iterable(handed.issues for handed, _ in days))
        files = chain.from_iterable(handed.files for handed, _ in days)
        numbers = {day_number(date_of(issue.date)) for issue in handed_issues}
        sweep(self._connection, (number for number in numbers if number in self._far))
        issues = {issue.id: self._issue(issue) for issue in handed_issues}
        paths = [file.path for file in files]
        touched = self._take_out("(issue_id = ANY(%s) OR path = ANY(%s))", list(issues.values()), paths)
        number_by_id, added = self._put_articles(days, issues)
        self._put_files(days, issues, number_by_id)
        self._put_stitches(days, number_by_id)
        for side in self._sides:
            side.place(number_by_id, added)
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

    def _put_articles(
        self, days: Sequence[tuple[HandedDay, bytes]], issues: Mapping[int, int]
    ) -> tuple[dict[int, int], list[Document]]:
        """Store the articles that the room does not have. Return all their numbers in the room, and what was added."""
        handed = list(chain.from_iterable(day.articles for day, _ in days))
        number_by_digest = {
            (issue_id, key, digest): article_id
            for article_id, issue_id, key, digest in rows(
                self._connection,
                tuple[int, int, str, bytes],
                "SELECT id, issue_id, key, digest FROM article WHERE issue_id = ANY(%s)",
                list(issues.values()),
            )
        }
        number_by_id: dict[int, int] = {}
        strange = []
        for article in handed:
            number = number_by_digest.get((issues[article.issue_id], article.key, article.digest))
            if number is None:
                strange.append(article)
            else:
                number_by_id[article.id] = number
        strange.sort(key=attrgetter("id"))
        fresh = self._new_ids("article_id", len(strange))
        number_by_id.update({article.id: number for article, number in zip(strange, fresh, strict=True)})
        return number_by_id, self._copy_articles(strange, number_by_id, issues, days)

    def _put_stitches(self, days: Sequence[tuple[HandedDay, bytes]], number_by_id: Mapping[int, int]) -> None:
        numbers = list(number_by_id.values())
        run(
            self._connection,
            "DELETE FROM stitch WHERE first_id = ANY(%s) OR second_id = ANY(%s)",
            numbers,
            numbers,
        )
        handed_stitches = chain.from_iterable(day.stitches for day, _ in days)
        stitches = [stitch for stitch in handed_stitches if stitch.second_id in number_by_id]
        with self._connection.cursor().copy(f"COPY stitch ({_STITCH}) FROM STDIN") as copy:
            for stitch in stitches:
                copy.write_row(
                    (
                        number_by_id[stitch.first_id],
                        number_by_id[stitch.second_id],
                        stitch.confidence,
                        stitch.reasons,
                        bool(stitch.is_told),
                        stitch.pair and _plain(stitch.pair),
                        stitch.paragraph and _plain(stitch.paragraph),
                        stitch.seam,
                    )
                )

    def remove(self, names: Sequence[str]) -> None:
        """Delete the days that the holding no longer has."""
        if not names:
            return
        run(
            self._connection,
            "DELETE FROM day_stamp WHERE holding_id = %s AND day = ANY(%s)",
            self._holding,
            [*names],
        )
        touched: set[int] = set()
        of_day = "issue_id IN (SELECT id FROM issue WHERE {})"
        for name in names:
            match json.loads(name):
                case [newspaper, date]:
                    touched |= self._take_out(of_day.format("newspaper = %s AND date = %s"), newspaper, date)
        touched |= self._take_out(of_day.format("identity = ANY(%s)"), [*names])
        self._settle(touched, [])

    def _issue(self, issue: HandedIssue) -> int:
        (issue_id,) = one(
            self._connection,
            tuple[int],
            f"INSERT INTO issue ({_ISSUE}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (identity)"
            " DO UPDATE SET month_day = excluded.month_day, date_origin = excluded.date_origin,"
            " number = excluded.number, label = excluded.label, newspaper_origin = excluded.newspaper_origin"
            " RETURNING id",
            *issue[1:],
            issue.edition,
        )
        return issue_id

    def _take_out(self, which: str, *values: object) -> set[int]:
        """Delete files of the holding; return the ids of their issues."""
        issue_rows = rows(
            self._connection,
            tuple[int],
            f"DELETE FROM source WHERE holding_id = %s AND {which} RETURNING issue_id",
            self._holding,
            *values,
        )
        return {issue_id for (issue_id,) in issue_rows}

    def _copy_articles(
        self,
        strange: Sequence[HandedArticle],
        number_by_id: Mapping[int, int],
        issues: Mapping[int, int],
        days: Sequence[tuple[HandedDay, bytes]],
    ) -> list[Document]:
        of_issue = {}
        for day, _ in days:
            for handed_issue in day.issues:
                of_issue[handed_issue.id] = handed_issue
        ids = [handed_article.id for handed_article in strange]
        read = {i: (article, text) for i, article, text in self._hand_over.articles(ids)}
        added = []
        with self._connection.cursor().copy(f"COPY article ({_ARTICLE}) FROM STDIN") as copy:
            for handed_article in strange:
                article, text = read[handed_article.id]
                issue = of_issue[handed_article.issue_id]
                number = number_by_id[handed_article.id]
                document = Document(number, issue.newspaper, date_of(issue.date), handed_article.page, text)
                added.append(document)
                copy.write_row(
                    (
                        number,
                        issues[handed_article.issue_id],
                        day_number(document.date),
                        *handed_article[2:7],
                        handed_article.kicker and _plain(handed_article.kicker),
                        *map(_plain, handed_article[8:11]),
                        handed_article.length,
                        packed_record(article, text),
                    )
                )
        return added

    def _put_files(
        self, days: Sequence[tuple[HandedDay, bytes]], issues: Mapping[int, int], articles: Mapping[int, int]
    ) -> None:
        files = list(chain.from_iterable(day.files for day, _ in days))
        fresh = self._new_ids("source_id_seq", len(files))
        number_by_file = {file.id: number for file, number in zip(files, fresh, strict=True)}
        with self._connection.cursor().copy(f"COPY source ({_SOURCE}) FROM STDIN") as copy:
            for file in files:
                place = json.loads(file.masthead).get("place") or 0
                is_missing = file.state == "missing"
                if file.reading:
                    form = json.loads(file.reading)["format"]
                else:
                    form = ""
                values = (
                    file.path,
                    is_missing,
                    file.encoding,
                    file.masthead,
                    file.reading,
                    file.corrections,
                    form,
                )
                heads = (file.head_printed, file.head_search)
                copy.write_row(
                    (number_by_file[file.id], self._holding, issues[file.issue_id], *values, place, *heads)
                )
        with self._connection.cursor().copy(f"COPY appearance ({_APPEARANCE}) FROM STDIN") as copy:
            for day, _ in days:
                for appearance in day.appearances:
                    place = (
                        number_by_file[appearance.source_id],
                        appearance.position,
                        articles[appearance.article_id],
                    )
                    copy.write_row((*place, appearance.source_lines, bool(appearance.is_other)))
        with self._connection.cursor().copy(f"COPY form ({_FORM}) FROM STDIN") as copy:
            for form in chain.from_iterable(day.forms for day, _ in days):
                record = packed_record(form.article, form.text)
                copy.write_row(
                    (
                        number_by_file[form.source_id],
                        form.position,
                        form.article.key,
                        record,
                        *as_stored(form.text),
                    )
                )

    def _settle(self, touched: set[int], added: Sequence[Document]) -> None:
        """Delete articles and issues that no file has, store the added texts, and count the articles of the issues."""
        issues = list(touched)
        gone = rows(
            self._connection,
            tuple[int, int],
            "DELETE FROM article a WHERE issue_id = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM appearance p WHERE p.article_id = a.id) RETURNING id, day",
            issues,
        )
        if any(day in self._missing for _, day in gone):  # the date of its issue has changed
            raise lost_on_the_way(self._missing)
        of_gone = [article_id for article_id, _ in gone]
        for side in self._sides:
            side.take_out(of_gone)
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
        id_rows = rows(
            self._connection,
            tuple[int],
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)",
            sequence,
            count,
        )
        return [number for (number,) in id_rows]


def _plain(text: str) -> str:
    """Return a text without NUL, which PostgreSQL can't store. Only for texts that are shown in lists, not searched."""
    return text.replace("\0", " ")


_SECONDS = 20.0
"""Seconds in which a server has to confirm the lock; else it counts as lost."""
_ENDING_MS = 1000
"""Milliseconds to wait for the lock of a load that has just ended: a server ends a session after its client."""
_SETTINGS = (
    f"SET ROLE {LIBRARIAN}",
    f"SET lock_timeout = {_ENDING_MS}",
    "SET idle_in_transaction_session_timeout = 0",
    "BEGIN",
)
_LOCKED = f"LOCK TABLE {rights.LOCK} IN EXCLUSIVE MODE"
_LOOKS_MS = 2000
"""Milliseconds between the server's checks, during a query, whether its client is still connected."""


@contextmanager
def only_load(address: RoomAddress) -> Iterator[Callable[[], None]]:
    """Hold the lock of a load; yield a function that raises psycopg.OperationalError if the lock was lost meanwhile.

    It is a lock on a view to which readers have no right, held by a transaction that has neither rows nor a snapshot,
    so that nobody else waits for it, and VACUUM goes on.

    The lock has a connection of its own, which queries no other server: on PostgreSQL 15, a session that does can't be
    ended while the other server is stuck, and keeps its locks. Raises RoomError if another load holds the lock.
    """
    with closing(connect(address, is_reader=False)) as connection:
        with Watch(connection, seconds=SOON_SECONDS):
            for setting in _SETTINGS:
                run(connection, setting)
            try:
                run(connection, _LOCKED)
            except errors.LockNotAvailable:
                raise RoomError(say("另有一处正在往这个阅览室里放报纸。等它放完，再运行一次。")) from None

        def assure() -> None:
            with Watch(connection, seconds=_SECONDS):
                run(connection, _LOCKED)  # again: unlike a query, this leaves no snapshot open

        yield assure


def end_with_the_client(connection: BoundedConnection) -> None:
    """Have the server roll back when the client is gone, also while it waits for another server."""
    with suppress(errors.InvalidParameterValue):  # a server on Windows can't check
        run(connection, f"SET client_connection_check_interval = {_LOOKS_MS}")


AT_ONCE = 1000
"""The number of articles from which on a transaction takes no further days."""

BULK = (
    "SET maintenance_work_mem = '256MB'",
    "SET gin_pending_list_limit = '16384'",
)
"""Settings that load many texts fast. Each search reads a GIN index's pending list, which leaves empty pages."""
SORTED = (
    "SELECT gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
    " WHERE a.amname = 'gin' AND c.relkind = 'i' AND c.relnamespace = current_schema()::regnamespace"
)
"""SQL that moves all pending lists into their indexes."""


class Loaded(Struct, frozen=True):
    """What a load has done: the numbers of days stored, unchanged and removed, and of articles added."""

    days: int
    unchanged: int
    removed: int
    articles: int
    left_out: int = 0
    """Days that were skipped, because the server of their years does not answer."""
    missing_dates: tuple[DateRange, ...] = ()
    """The years whose server does not answer."""


def load(
    hand_over: HandOver,
    holding: str,
    address: RoomAddress,
    progress: Callable[[int, int], object] = do_nothing,
) -> Loaded:
    """Update the room's holding of that name to the content of a local catalogue. Raises RoomError.

    `progress` is called with the number of days done and of all days.
    """
    with reporting_errors(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)
        end_with_the_client(connection)
        for setting in BULK:
            run(connection, setting)
        with only_load(address) as assure_lock, far_years(connection, address) as (far, missing):
            return _Load(connection, hand_over, holding, progress, far, missing, assure_lock).run()


def check(address: RoomAddress) -> None:
    """Raise RoomError if this user, or this version of the program, can't load the room."""
    with reporting_errors(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)


def note(address: RoomAddress, key: str, value: str) -> None:
    """Store a value in the `meta` of the room. Raises RoomError."""
    with reporting_errors(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)
        sql = "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        run(connection, sql, key, value)


def measure(address: RoomAddress) -> None:
    """Store the values of features that no longer follow from what is in the room. Raises RoomError."""
    with closing(RoomConnections(address)) as connections:
        catalogue = RoomCatalogue(connections)
        for side_value in chain.from_iterable(side.values for side in sides()):
            value = side_value.value(catalogue)
            if value is not None:
                note(address, side_value.key, value)


def _begin(connection: BoundedConnection, address: RoomAddress) -> None:
    look_at_encoding(connection)
    if connection.info.parameter_status("in_hot_standby") == "on":
        raise errors.ReadOnlySqlTransaction("read-only transaction")
    with Watch(connection, seconds=SOON_SECONDS):
        run(connection, f"SET ROLE {LIBRARIAN}")
        look_at_version(address, version_of(connection))
        run(connection, "RESET ROLE")
        rights.bring(connection)
        run(connection, f"SET ROLE {LIBRARIAN}")


class _Load:
    def __init__(
        self,
        connection: BoundedConnection,
        hand_over: HandOver,
        holding: str,
        progress: Callable[[int, int], object],
        far: MissingYears,
        missing: MissingYears,
        assure_lock: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._hand_over = hand_over
        self._progress = progress
        self._assure_lock = assure_lock
        self._far = far
        self._missing = missing
        self._left_out = 0
        self._holding_name = holding
        run(connection, "INSERT INTO holding (name) VALUES (%s) ON CONFLICT DO NOTHING", holding)
        (self._holding,) = one(connection, tuple[int], "SELECT id FROM holding WHERE name = %s", holding)
        self._sides = [
            side.load(connection, hand_over, self._holding, missing) for side in sides() if side.load
        ]

    def run(self) -> Loaded:
        stamps = dict(
            rows(
                self._connection,
                tuple[str, bytes],
                "SELECT day, stamp FROM day_stamp WHERE holding_id = %s",
                self._holding,
            )
        )
        days = self._hand_over.days()
        loaded = 0
        articles = 0
        with self._transaction():
            make_tables(self._connection)
            for side in self._sides:
                side.begin()
        for some in _in_batches(self._changed(days, stamps)):
            # in a transaction of its own: until it ends, nobody else can make or analyse partitions
            with self._transaction():
                dates: dict[int, str | None] = {}
                periods: set[int] = set()
                for day, _ in some:
                    dates |= {issue.id: issue.date for issue in day.issues}
                    periods |= {day_number(date_of(dates[article.issue_id])) >> 9 for article in day.articles}
                make_years(self._connection, periods)
            with self._transaction():
                articles += self._batch().put(some)
            loaded += len(some)
        gone = [name for name in sorted(stamps.keys() - days.keys()) if not self._is_left_out(name)]
        with self._transaction():
            self._batch().remove(gone)
        years = uncounted(self._connection, self._missing)  # including those left by a load that was cut off
        if years or loaded or gone:
            analyze(self._connection, years)
            run(self._connection, SORTED)
        count_common(self._connection, self._missing)  # last: a year that is counted is finished
        with self._transaction():
            changed = list(chain.from_iterable(side.end() for side in self._sides))
            load_tables(self._connection, self._hand_over, self._holding)
        if changed:
            # after a vacuum, index-only scans suffice
            run(self._connection, f"VACUUM ANALYZE {', '.join(changed)}")
        if not self._left_out:
            sql = "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            run(self._connection, sql, FORM + self._holding_name, SEARCH_FORM)
            if self._hand_over.is_stitched(STAMP):
                run(self._connection, sql, STITCHING + self._holding_name, STAMP)
        unchanged = len(days) - loaded - self._left_out
        return Loaded(loaded, unchanged, len(gone), articles, self._left_out, self._missing.dates)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._assure_lock()
        with self._connection.transaction():
            yield

    def _batch(self) -> DayWriter:
        return DayWriter(
            self._connection, self._holding, self._hand_over, self._sides, self._far, self._missing
        )

    def _is_left_out(self, name: str) -> bool:
        """Return whether the server of a day does not answer, and count such days."""
        is_left_out = day_number(date_of(json.loads(name)[1])) in self._missing
        self._left_out += is_left_out
        return is_left_out

    def _changed(
        self, days: Mapping[str, Sequence[HandedIssue]], stamps: Mapping[str, bytes]
    ) -> Iterator[tuple[HandedDay, bytes]]:
        for nth, (name, issues) in enumerate(days.items()):
            self._progress(nth, len(days))
            day = self._hand_over.day(name, issues)
            stamp = day.stamp()
            for side in self._sides:
                stamp = side.stamped(stamp)
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
            batch = []
            count = 0
    if batch:
        yield batch
