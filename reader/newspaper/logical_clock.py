"""The order of changes to records on several machines, independent of wrong clocks.

Each record has a tick that grows with every change of it. A change gives the record a greater tick than any
that this machine has seen (Lamport, “Time, Clocks, and the Ordering of Events in a Distributed System”,
1978), and not less than the time (the hybrid logical clock of Kulkarni, Demirbas, Madappa, Avva and Leone,
“Logical Physical Clocks and Consistent Snapshots in Globally Distributed Databases”, 2014). So a change by
somebody who has seen another one comes after it, whatever the clocks say; and of two changes of which neither
was seen, the later one does while the clocks are right.

The times of a record are those of the writer's clock, for display; they decide only between equal ticks.
"""

import datetime as dt
from typing import NamedTuple, Protocol

LAST_TICK = 2**53 - 1
"""The greatest tick: 2**53 - 1, the largest integer that all JSON parsers represent exactly."""
LAST_HONEST_TICK = LAST_TICK // 2
"""Almost half more than the tick of the last representable time (year 9999), so above any clock's tick."""

_UNIT = dt.timedelta(microseconds=100)
"""The time of one tick: shorter than writing to the disk, so that ticks don't run ahead of the clock."""
_JUST = dt.timedelta(microseconds=1)
_BEGIN = dt.datetime.min.replace(tzinfo=dt.UTC)
_END = dt.datetime.max.replace(tzinfo=dt.UTC)


class Moment(NamedTuple):
    """When a change was made: its tick, and the time that is displayed."""

    tick: int
    time: dt.datetime


class Changed(Protocol):
    """A record with the times of its creation and its last change."""

    @property
    def uuid(self) -> str: ...
    @property
    def created(self) -> dt.datetime: ...
    @property
    def modified(self) -> dt.datetime: ...
    @property
    def tick(self) -> int: ...


def tick_of(time: dt.datetime) -> int:
    """Return a time as a tick: tenths of a millisecond since the year 1.

    Records without a tick have that of their time.
    """
    return max(0, (time - _BEGIN) // _UNIT)


def moment_of(record: Changed) -> Moment:
    return Moment(record.tick, record.modified)


def moment_after(now: dt.datetime, *seen: Moment) -> Moment:
    """Return the moment of a change at `now`, later than all moments that were seen before.

    If one has LAST_TICK, which only a faulty or malicious program writes, the time is made later instead.
    """
    if seen:
        tick = max(tick_of(now), *(moment.tick + 1 for moment in seen))
    else:
        tick = tick_of(now)
    if tick <= LAST_TICK:
        return Moment(tick, now)
    return Moment(LAST_TICK, max(now, *(min(moment.time, _END - _JUST) + _JUST for moment in seen)))


def order_of(record: Changed) -> tuple[int, dt.datetime, dt.datetime, str]:
    """Return a sort key for records by their last change; with equal ticks and times, by their age."""
    return (record.tick, record.modified, record.created, record.uuid)


def mark_of(record: Changed) -> str:
    return f"{record.tick} {record.modified.isoformat()}"


def tick_to_json(record: Changed) -> dict[str, int]:
    """Return the JSON field with a record's tick; no field if the tick is that of its time, which is usual.

    Then versions of the program without ticks can read the record.
    """
    if record.tick == tick_of(record.modified):
        return {}
    return {"tick": record.tick}


def tick_from_json(tick: object, modified: dt.datetime) -> int:
    """Return a record's tick from its JSON or row, where None means the tick of the time `modified`.

    Raises ValueError if it is no valid tick.
    """
    if tick is None:
        return tick_of(modified)
    if type(tick) is not int or not 0 <= tick <= LAST_TICK:
        raise ValueError("tick")
    return tick
