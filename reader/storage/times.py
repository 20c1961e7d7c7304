"""Times of changes, as they are written and compared."""

import datetime as dt

_AHEAD = dt.timedelta(days=1)
_MADE = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
"""When this version was made: a clock that shows less has lost its time."""
_DOUBTED = dt.datetime(2046, 11, 1, tzinfo=dt.UTC)


def time_as_written(time: dt.datetime) -> str:
    """UTC, to the microsecond: times that are compared as texts."""
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")


def latest_plausible_time(now: dt.datetime) -> dt.datetime:
    """The latest time of a change that is believed: a day from now. A later one is a fault of some clock, and must not
    win over every other. Where the clock that tells `now` has itself lost its time, only what is far off is doubted.
    """
    now = now.astimezone(dt.UTC)
    return now + _AHEAD if now > _MADE else _DOUBTED
