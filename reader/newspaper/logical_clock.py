"""The order of changes, which no machine's clock can upset.

Each record has a tick that grows with every change of it. Whoever changes something gives it a greater tick than any
that was seen (Lamport, “Time, Clocks, and the Ordering of Events in a Distributed System”, 1978), and not less than the
time (the hybrid logical clock of Kulkarni, Demirbas, Madappa, Avva and Leone, “Logical Physical Clocks and Consistent
Snapshots in Globally Distributed Databases”, 2014). So a change by somebody who has seen another one comes after it,
whatever the clocks say; and of two changes of which neither was seen, the later one does while the clocks are right.

The times of a record are those that the writer's clock showed, for a reader to see; they decide nothing but between
equal ticks.
"""

import datetime as dt
from typing import NamedTuple, Protocol

LAST_TICK = 2**53 - 1
"""The greatest tick: the last integer that every program that reads JSON has exactly."""
LAST_HONEST_TICK = LAST_TICK // 2
"""A third more than the tick of the last time there is: who counts on from any clock stays below."""

_UNIT = dt.timedelta(microseconds=100)
"""Less than a write to the disk takes: while the clock is right, a tick is that of the time."""
_JUST = dt.timedelta(microseconds=1)
_BEGIN = dt.datetime.min.replace(tzinfo=dt.UTC)
_END = dt.datetime.max.replace(tzinfo=dt.UTC)


class Moment(NamedTuple):
    """When a change was made: its tick, and the time that a reader sees."""

    tick: int
    time: dt.datetime


class Changed(Protocol):
    """A record that was made at a time, and changed at another."""

    @property
    def uuid(self) -> str: ...
    @property
    def created(self) -> dt.datetime: ...
    @property
    def modified(self) -> dt.datetime: ...
    @property
    def tick(self) -> int: ...


def tick_of(time: dt.datetime) -> int:
    """Return a time as a tick, in tenths of a millisecond since the year 1: that of a record without one."""
    return max(0, (time - _BEGIN) // _UNIT)


def moment_of(record: Changed) -> Moment:
    """Return when a record was changed."""
    return Moment(record.tick, record.modified)


def moment_after(now: dt.datetime, *seen: Moment) -> Moment:
    """Return the moment of a change at `now` by somebody who has seen these: it is later than all of them.

    After the last tick, which nobody comes to who has not begun there, the time decides, and is made later.
    """
    tick = max(tick_of(now), *(each.tick + 1 for each in seen)) if seen else tick_of(now)
    if tick <= LAST_TICK:
        return Moment(tick, now)
    return Moment(LAST_TICK, max(now, *(min(each.time, _END - _JUST) + _JUST for each in seen)))


def order_of(record: Changed) -> tuple[int, dt.datetime, dt.datetime, str]:
    """Return the key that sorts records by their last changes; of those changed at once, the older record is first."""
    return (record.tick, record.modified, record.created, record.uuid)


def mark_of(record: Changed) -> str:
    """Return a text that is another one after every change of a record."""
    return f"{record.tick} {record.modified.isoformat()}"


def tick_to_json(record: Changed) -> dict[str, int]:
    """Return the tick of a record as a field of its JSON: none where it is that of its time, as it usually is.

    Earlier versions of the program, which have no ticks, can then read the record.
    """
    return {} if record.tick == tick_of(record.modified) else {"tick": record.tick}


def tick_from_json(tick: object, modified: dt.datetime) -> int:
    """Return the tick of a record that was modified then, from its JSON or row. Raises ValueError if there is none."""
    if tick is None:
        return tick_of(modified)
    if type(tick) is not int or not 0 <= tick <= LAST_TICK:
        raise ValueError("tick")
    return tick
