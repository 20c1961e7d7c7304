"""Writing and comparing the times of changes."""

import datetime as dt

_AHEAD = dt.timedelta(days=400)
"""More than a clock with the wrong year. Two machines of which one rejects the times of the other would change each
other's file for ever: one caps the times, the other merges its later ones back."""
_MADE = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
"""The time of this version: a clock that shows less has been reset."""
_JUST = dt.timedelta(microseconds=1)
_END = dt.datetime.max.replace(tzinfo=dt.UTC)
_DOUBTED = dt.datetime(2046, 11, 1, tzinfo=dt.UTC)


def time_as_written(time: dt.datetime) -> str:
    """Return a time as text in UTC, to the microsecond: times are compared as texts."""
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")


def latest_plausible_time(now: dt.datetime) -> dt.datetime:
    """Return the latest time of a change that is accepted: 400 days from now.

    A later one is the fault of some clock, and must not override all others. If the clock that gave `now` has itself
    been reset, only times far off are rejected.
    """
    now = now.astimezone(dt.UTC)
    return now + _AHEAD if now > _MADE else _DOUBTED


def time_after(now: dt.datetime, *changes: dt.datetime) -> dt.datetime:
    """Return `now`, or the moment after the latest of these changes where that is later: the last of all at most."""
    return max(now, *(each + _JUST if each < _END else each for each in changes))
