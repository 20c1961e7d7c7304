"""Rows of the user's data are counted while they are checked, each a few times, and checking them can be given up."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.newspaper.decision import Decision, DossierNote
from reader.storage import record_tables
from reader.storage.record_tables import GivenUp, counted, reporting_rows
from reader.storage.user_data import UserData
from reader.storage.user_merge import plan_merge
from reader.storage.user_records import Records
from reader.storage.user_repair import repair_and_merge
from tests import growth
from tests.invented_article import ARTICLE
from tests.storage.many_rows import write_aliases
from tests.storage.test_user_merge import a_bookmark, of

NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
ROWS = 300
MANY = 4000


@pytest.fixture(autouse=True)
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_tables, "PAUSE_SECONDS", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / ".reader"
    UserData(made).library_uuid()
    write_aliases(made / "user.sqlite", ROWS)
    return made


def give_up(number: int) -> None:
    if number == ROWS // 2:
        raise GivenUp


def test_nobody_counts_where_nobody_has_asked() -> None:
    assert list(counted("乙甲")) == ["乙", "甲"]


def test_rows_are_told_until_the_end_and_not_after_it() -> None:
    told: list[int] = []
    with reporting_rows(told.append):
        list(counted("乙甲"))
        list(counted("丙"))
    list(counted("丁"))
    assert told == [1, 2, 3]


def test_it_is_not_told_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_tables, "PAUSE_SECONDS", 60)
    told: list[int] = []
    with reporting_rows(told.append):
        list(counted(range(MANY)))
    assert told == []


def test_every_row_is_checked_a_few_times_and_no_more(folder: Path) -> None:
    told: list[int] = []
    with reporting_rows(told.append):
        repair_and_merge(UserData(folder))
    assert ROWS <= told[-1] <= 8 * ROWS


def test_what_is_given_up_has_changed_nothing_and_is_done_the_next_time(folder: Path) -> None:
    before = (folder / "user.sqlite").read_bytes()
    with pytest.raises(GivenUp), reporting_rows(give_up):
        repair_and_merge(UserData(folder))
    assert (folder / "user.sqlite").read_bytes() == before
    data = UserData(folder)
    repair_and_merge(data)
    assert data.complaint is None
    assert len(data.records().aliases) == ROWS


def test_what_was_put_right_before_it_is_given_up_is_told(folder: Path) -> None:
    (folder / "user.sqlite-journal").mkdir()
    with pytest.raises(GivenUp, match="journal"), reporting_rows(give_up):
        repair_and_merge(UserData(folder))


FEW = 500


def test_many_bookmarks_of_one_printing_are_not_compared_each_with_each() -> None:
    def merge(number: int) -> Callable[[], None]:
        headlines = [str(n % (number // 2)) for n in range(number)]
        theirs = [
            a_bookmark(str(n), article=replace(ARTICLE, headline=headline))
            for n, headline in enumerate(headlines)
        ]

        def merged() -> None:
            assert len(plan_merge(of(), of(*theirs)).added) == number // 2

        return merged

    assert growth.grows_with_its_size(merge, FEW)


def test_many_overridden_texts_are_not_looked_for_each_among_all() -> None:
    def merge(number: int) -> Callable[[], None]:
        former = [DossierNote(dossier="d", place="1", text=f"旧{n}") for n in range(number)]
        ours = [Decision(str(n), note, NOW, NOW, tick=1) for n, note in enumerate(former)]
        note = DossierNote(dossier="d", place="1", text="新")
        theirs = [replace(each, content=note, tick=2) for each in ours]

        def merged() -> None:
            plan = plan_merge(Records(decisions=tuple(ours)), Records(decisions=tuple(theirs)))
            assert len(plan.decisions) == 2 * number

        return merged

    assert growth.grows_with_its_size(merge, FEW)
