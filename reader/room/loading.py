"""Loading a room from a catalogue, day by day: what the room has as it is already is passed over.

A transaction takes some days, whole. What was committed stays, whatever happens to the next: the same command goes on
from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, errors

from reader.room import reprints
from reader.room.address import RoomAddress
from reader.room.catalogue import MEASURED_KEY
from reader.room.common_grams import count_common, uncounted
from reader.room.connections import LIBRARIAN, connect, error_told, look_at_encoding
from reader.room.day_writer import DayWriter
from reader.room.far_loading import analyze, far_years
from reader.room.load_lock import end_with_the_client, only_load
from reader.room.missing_years import MissingYears
from reader.room.people_loading import PeopleLoad
from reader.room.refusals import look_at_version
from reader.room.schema import make_years, rows, run
from reader.search.day_numbers import day_number
from reader.search.engine import DateRange
from reader.storage.hand_over import HandedDay, HandedIssue, HandOver
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
    with (
        error_told(address),
        only_load(address) as assure_lock,
        connect(address, is_reader=False) as connection,
    ):
        _begin(connection, address)
        end_with_the_client(connection)
        for setting in BULK:
            run(connection, setting)
        with far_years(connection, address) as (far, missing):
            return _Load(connection, hand_over, holding, progress, far, missing, assure_lock).run()


def check(address: RoomAddress) -> None:
    """Raise RoomError where the room can't be loaded, by this user or this version of the program."""
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)


def note_measured(address: RoomAddress, measured: str) -> None:
    """Store how often characters are misread in the room. Raises RoomError."""
    with error_told(address), connect(address, is_reader=False) as connection:
        _begin(connection, address)
        sql = "INSERT INTO meta VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        run(connection, sql, MEASURED_KEY, measured)


def _begin(connection: Connection[Any], address: RoomAddress) -> None:
    look_at_encoding(connection)
    if connection.info.parameter_status("in_hot_standby") == "on":
        raise errors.ReadOnlySqlTransaction("read-only transaction")
    run(connection, f"SET ROLE {LIBRARIAN}")
    ((version,),) = rows(connection, "SELECT value FROM meta WHERE key = 'version'")
    look_at_version(address, version)


class _Load:
    def __init__(
        self,
        connection: Connection[Any],
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
        ((self._holding,),) = rows(connection, "SELECT id FROM holding WHERE name = %s", holding)
        self._people = PeopleLoad(connection, hand_over, self._holding, missing)

    def run(self) -> Loaded:
        stamps = dict(
            rows(self._connection, "SELECT day, stamp FROM day_stamp WHERE holding_id = %s", self._holding)
        )
        days = self._hand_over.days()
        loaded = articles = 0
        with self._transaction():
            self._people.begin()
        for some in _in_batches(self._changed(days, stamps)):
            # in a transaction of its own, since until it has ended nobody else can make or analyse years
            with self._transaction():
                make_years(self._connection, _years_of(some))
            with self._transaction():
                articles += self._batch().put(some)
            loaded += len(some)
        gone = [name for name in sorted(stamps.keys() - days.keys()) if not self._is_left_out(name)]
        with self._transaction():
            self._batch().remove(gone)
        years = uncounted(
            self._connection, self._missing
        )  # also those that a load which was cut off has left
        if years or loaded or gone:
            analyze(self._connection, years)
            run(self._connection, SORTED)
        count_common(self._connection, self._missing)  # at last: a year that is counted is done with
        with self._transaction():
            is_counted = self._people.count()
            reprints.load(self._connection, self._hand_over, self._holding)
        if is_counted:
            # what is vacuumed is answered by the index alone
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


def _years_of(days: Sequence[tuple[HandedDay, bytes]]) -> set[int]:
    """Return the years that articles of these days are of."""
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
