"""An act is whole: whichever write finds the disk full, it is done and told so, or it is not done and told so."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from reader.features.saved_searches.saved_searches import searches_of
from reader.library.acts import Turn
from reader.library.library import Library, LibraryError
from reader.newspaper.decision import SearchLook
from reader.storage.user_data import UserDataError
from tests import rotation
from tests.acts import state_of
from tests.full_disk import full_disk
from tests.library.test_acts import ACTS, carry_out, papers

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_WRITES = 400
MADE_BEFORE = ("bookmark", "mark", "collect", "save", "read", "strike out", "split", "correct")


def said(library: Library) -> Counter[str]:
    """What the records say, whatever their names are. Every saved search has been looked at."""
    looked_at = {each.search for each in library.user_data.decisions.contents(SearchLook)}
    assert {each.uuid for each in searches_of(library).all()} <= looked_at
    return Counter(_UUID.sub("U", repr(each)) for each in state_of(library).values())


QUICK = ("bookmark", "collect", "character", "import", "save")
APPLIED = ("character", "correct", "import", "take back")
"""Acts that change the articles, too."""
CASES = [
    *((name, True, 1) for name in sorted(ACTS)),
    *((name, False, 10) for name in APPLIED),
]


def is_quick(case: tuple[str, bool, int]) -> bool:
    name, is_of_notes, _ = case
    return is_of_notes and name in QUICK


def _carried_out(library: Library, name: str) -> tuple[Turn | None, str]:
    """Carry out an act; return what undoes it, and what is told if it fails."""
    try:
        return library.acts.carried_out(lambda: ACTS[name](library, 1))[1], ""
    except (LibraryError, UserDataError) as error:
        return None, str(error)


@pytest.mark.parametrize(
    ("name", "is_of_notes", "step"),
    [
        *(pytest.param(*case, id=f"{case}") for case in CASES if is_quick(case)),
        *rotation.in_turn(
            [
                pytest.param(*case, marks=pytest.mark.slow, id=f"{case}")
                for case in CASES
                if not is_quick(case)
            ],
            days=3,
        ),
    ],
)
def test_a_full_disk_leaves_no_act_half_done(name: str, is_of_notes: bool, step: int, tmp_path: Path) -> None:
    """Of the writes to the catalogue some are tried; what they can't store is stored by the next sync."""
    with papers(tmp_path) as library:
        carry_out(library, [(each, 3) for each in MADE_BEFORE])
        before, done = said(library), []
        for write in range(0, MOST_WRITES, step):
            with full_disk(write, lambda path: path.endswith("user.sqlite") is is_of_notes) as disk:
                turn, told = _carried_out(library, name)
            if told:
                assert disk.has_failed
                assert "磁盘满了" in told
            else:
                done.append(said(library))
            if turn is not None:
                turn()
            assert said(library) == before, f"write {write}"
            if not disk.has_failed:
                break
        assert all(each == done[-1] for each in done)
        assert len(done) * step < MOST_WRITES


def test_a_search_that_is_saved_in_the_terminal_is_saved_with_what_was_seen(tmp_path: Path) -> None:
    with papers(tmp_path) as library:
        for write in range(MOST_WRITES):
            saved = None
            with full_disk(write) as disk, suppress(UserDataError):
                saved = searches_of(library).add("江上", "江上")
            assert searches_of(library).all() == ([] if saved is None else [saved])
            if saved is not None:
                assert searches_of(library).look(saved, marks=False).count.new == 0
                searches_of(library).remove(saved.uuid)
            if not disk.has_failed:
                break
