"""How long a page takes to be recognised on this machine, as measured on the last ones; kept in the cache."""

from contextlib import suppress
from pathlib import Path

from reader.i18n import count
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import write_whole

_WEIGHT = 0.2
"""The share of the last page in the mean."""
_MOST = 3600.0


def seconds_a_page() -> float | None:
    """Return the mean of the last pages, in seconds; None if none was recognised here."""
    with suppress(OSError, ValueError):
        seconds = float(_file().read_text("ascii")[:40])
        if 0 < seconds < _MOST:
            return seconds
        return None
    return None


def remember(seconds: float) -> None:
    """Add a page to the mean; a failure is ignored."""
    before = seconds_a_page()
    if before is None:
        mean = seconds
    else:
        mean = before + _WEIGHT * (seconds - before)
    with suppress(OSError):
        make_private(_file().parent)
        write_whole(_file(), f"{mean:.2f}\n", replaces=True)


def in_words(seconds: float) -> str:
    """Return a time, given in seconds, in words: rounded to seconds, minutes or hours."""
    if seconds < 90:
        return count(max(1, round(seconds)), "{n} 秒")
    if seconds < 5400:
        return count(round(seconds / 60), "{n} 分钟")
    return count(round(seconds / 3600), "{n} 小时")


def _file() -> Path:
    return places().cache / "pictures" / "seconds-a-page"
