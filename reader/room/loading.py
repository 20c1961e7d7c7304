"""Loading a room from a local catalogue, day by day; days that the room has already, unchanged, are skipped.

A transaction stores several whole days. What was committed stays, whatever happens to the next one: running the same
command again continues there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from psycopg import errors

from reader.i18n import say
from reader.library import measuring
from reader.room import reprints, rights
from reader.room.address import RoomAddress
from reader.room.answers import one, rows, run
from reader.room.catalogue import MEASURED_KEY, RoomCatalogue
from reader.room.common_grams import count_common, uncounted
from reader.room.connections import (
    LIBRARIAN,
    RoomConnections,
    RoomError,
    connect,
    error_told,
    look_at_encoding,
)
from reader.room.day_writer import DayWriter
from reader.room.far_loading import analyze, far_years
from reader.room.line import Line
from reader.room.missing_years import MissingYears
from reader.room.people_loading import PeopleLoad
from reader.room.refusals import look_at_version, version_of
from reader.room.schema import make_years
from reader.room.watch import SOON_SECONDS, Watch
from reader.search.day_numbers import day_number
from reader.search.engine import DateRange
from reader.storage.hand_over import HandedDay, HandedIssue, HandOver
from reader.storage.row_values import date_of

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
    ended while the other server is stuck, and keeps its locks. Raises RoomError where another load holds the lock.
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


def end_with_the_client(connection: Line) -> None:
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


@dataclass(frozen=True, slots=True)
class Loaded:
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
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Loaded:
    """Make the room's holding of that name hold what a catalogue has. Raises RoomError.

    `progress` is called with the number of days done and of all days.
    """
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)
        end_with_the_client(connection)
        for setting in BULK:
            run(connection, setting)
        with only_load(address) as assure_lock, far_years(connection, address) as (far, missing):
            return _Load(connection, hand_over, holding, progress, far, missing, assure_lock).run()


def check(address: RoomAddress) -> None:
    """Raise RoomError where this user, or this version of the program, can't load the room."""
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)


def note_measured(address: RoomAddress, measured: str) -> None:
    """Store the measured misreading rates of the room. Raises RoomError."""
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)
        sql = "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        run(connection, sql, MEASURED_KEY, measured)


def measure(address: RoomAddress) -> None:
    """Measure how often characters are misread in the room, if it has changed by a tenth since. Raises RoomError."""
    with closing(RoomConnections(address)) as connections:
        catalogue = RoomCatalogue(connections)
        if measuring.is_due(catalogue):
            note_measured(address, measuring.measured(catalogue))


def _begin(connection: Line, address: RoomAddress) -> None:
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
        connection: Line,
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
        self._far, self._missing = far, missing
        self._left_out = 0
        run(connection, "INSERT INTO holding (name) VALUES (%s) ON CONFLICT DO NOTHING", holding)
        (self._holding,) = one(connection, tuple[int], "SELECT id FROM holding WHERE name = %s", holding)
        self._people = PeopleLoad(connection, hand_over, self._holding, missing)

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
        loaded = articles = 0
        with self._transaction():
            self._people.begin()
        for some in _in_batches(self._changed(days, stamps)):
            # in a transaction of its own: until it ends, nobody else can make or analyse partitions
            with self._transaction():
                make_years(self._connection, _years_of(some))
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
            is_counted = self._people.count()
            reprints.load(self._connection, self._hand_over, self._holding)
        if is_counted:
            # after a vacuum, index-only scans suffice
            run(self._connection, "VACUUM ANALYZE name, naming")
        unchanged = len(days) - loaded - self._left_out
        return Loaded(loaded, unchanged, len(gone), articles, self._left_out, self._missing.dates)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._assure_lock()
        with self._connection.transaction():
            yield

    def _batch(self) -> DayWriter:
        return DayWriter(
            self._connection, self._holding, self._hand_over, self._people, self._far, self._missing
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
            stamp = self._people.stamped(day.stamp())
            if stamps.get(name) != stamp and not self._is_left_out(name):
                yield day, stamp


def _years_of(days: Sequence[tuple[HandedDay, bytes]]) -> set[int]:
    """Return the years of the articles of these days."""
    dates = {each.id: each.date for day, _ in days for each in day.issues}
    return {day_number(date_of(dates[each.issue_id])) >> 9 for day, _ in days for each in day.articles}


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
