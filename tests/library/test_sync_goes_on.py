"""A sync that was cut off is gone on with: its progress begins where the other one ended."""

import datetime as dt
from pathlib import Path

import pytest

from reader.library import sync as syncing
from reader.library.library import Library
from reader.library.sync_events import Progress, SyncCancelled
from tests.ui.a_window import issue_text

FILES = 10


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Ten files, each of which is stored as soon as it is read."""
    monkeypatch.setattr(syncing, "BATCH_CHARACTERS", 1)
    write(tmp_path, range(1, FILES + 1))
    return Library.open(tmp_path)


def write(root: Path, days: range) -> None:
    for day in days:
        date = dt.date(1987, 6, day)
        (root / f"{date:%Y%m%d}.txt").write_text(issue_text(date, 4000 + day), encoding="utf-8")


def cut_off_after(library: Library, files: int) -> list[Progress]:
    """Syncs until so many files are read; returns what was said of the files by then."""
    told: list[Progress] = []

    def stop(now: Progress) -> None:
        if now.path:
            told.append(now)
            if now.done - now.before == files:
                raise SyncCancelled

    with pytest.raises(SyncCancelled):
        library.sync(stop)
    return told


def told_by(library: Library) -> list[Progress]:
    told: list[Progress] = []
    library.sync(lambda now: told.append(now) if now.path else None)
    return told


def test_a_sync_that_was_cut_off_goes_on_at_its_place(library: Library) -> None:
    cut_off_after(library, 4)
    told = told_by(library)
    assert [(now.done, now.total, now.before) for now in told] == [
        (done, FILES, 4) for done in range(4, FILES)
    ]


def test_one_that_was_cut_off_twice_too(library: Library) -> None:
    cut_off_after(library, 4)
    cut_off_after(library, 3)
    assert [(now.done, now.total) for now in told_by(library)][:1] == [(7, FILES)]


def test_after_a_whole_sync_the_next_counts_what_is_new(library: Library, tmp_path: Path) -> None:
    cut_off_after(library, 4)
    library.sync()
    write(tmp_path, range(21, 26))
    assert [(now.done, now.total) for now in told_by(library)] == [(done, 5) for done in range(5)]
    write(tmp_path, range(26, 30))
    told = cut_off_after(library, 1)
    assert (told[0].done, told[0].total) == (0, 4)
    assert [(now.done, now.total) for now in told_by(library)][:1] == [(1, 4)]
