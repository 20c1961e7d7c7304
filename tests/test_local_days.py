"""Days of what a reader did are local days: stored times are in UTC, and one function takes a day out of them."""

import ast
import datetime as dt
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.export.article_text import day_in_words, local_day
from reader.export.forms import NoteFormat, RecordFormat, Style
from reader.export.notes import records, written_out
from reader.export.records import written
from reader.ui.article.article_header import stored_text_notice
from tests.export.content import text_of
from tests.invented_article import STORED, bookmark
from tests.modules import ROOT, nodes

OF_FILES = ("formats", "features/epub/reading.py", "features/web_pages", "parsing", "storage/backups.py")
"""Days of files, in the zone that the file states; backups are kept for each day, and their days not shown."""
ZONES = {"Pacific/Auckland": 13, "America/Los_Angeles": -8}
"""Hours from UTC on 26 November 2026."""
EVENING = dt.datetime(2026, 11, 26, 14, 24, tzinfo=dt.UTC)


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if not hasattr(time, "tzset"):
        pytest.skip("Windows has no TZ")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@given(st.integers(-86_400, 86_400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_day_is_that_of_the_clock_on_the_wall(zone: str, seconds: int) -> None:
    moment = EVENING + dt.timedelta(seconds=seconds)
    assert local_day(moment) == (moment + dt.timedelta(hours=ZONES[zone])).date()


@pytest.mark.parametrize("moment", [EVENING, EVENING.replace(hour=3)])
def test_all_that_names_the_day_of_a_note_names_the_same(zone: str, moment: dt.datetime) -> None:
    note = replace(bookmark(note="待核"), created=moment)
    day = (moment + dt.timedelta(hours=ZONES[zone])).date()
    for form in NoteFormat:
        assert day_in_words(day) in written_out([note], form, Style.GB2015, lambda _: STORED)
    table = text_of(written(records([note], lambda _: STORED), RecordFormat.CSV, Style.GB2015))
    assert f",{day.isoformat()}T" in table
    assert day_in_words(day) in stored_text_notice(note)


def test_no_other_place_takes_a_day_out_of_a_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, node in nodes(ast.Call)
        if not str(path.relative_to(ROOT)).startswith(OF_FILES)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and ast.unparse(node.func.value) != "progress"
    ]
    assert [each.partition(":")[0] for each in found] == ["export/article_text.py"]
