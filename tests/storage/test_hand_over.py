"""The stamp of a day that is handed over tells every change of what is sent, and no other ids of the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reader.storage.hand_over import HandedDay, HandedForm, HandedStitch
from tests.invented_article import ARTICLE
from tests.storage.stocked import stocked

IDS = {"id", "issue_id", "source_id", "article_id", "first_id", "second_id"}
TOLD_BY_THE_DIGEST = {"kind", "page", "page_order", "kicker", "title", "lead", "names", "length"}


@pytest.fixture
def day(tmp_path: Path) -> HandedDay:
    hand_over = stocked(tmp_path / "catalogue.sqlite").hand_over
    days = [hand_over.day(*each) for each in hand_over.days().items()]
    day = next(each for each in days if len(each.articles) > 2)
    first, second, *_ = (each.id for each in day.articles)
    form = HandedForm(day.files[0].id, 0, ARTICLE, "文字")
    return replace(day, forms=[form], stitches=[HandedStitch(first, second, 0.9, "[]", 0, "渡口", "渡口", 1)])


def having(day: HandedDay, **rows: Any) -> HandedDay:
    return replace(day, **rows)


GROUPS = ("issues", "files", "articles", "appearances", "forms", "stitches")


def changes(day: HandedDay) -> Iterator[tuple[str, HandedDay]]:
    for name in GROUPS:
        if not (rows := getattr(day, name)):
            continue
        first, *others = rows
        if name in GROUPS[3:]:
            yield f"less {name}", having(day, **{name: []})
        for field in first._fields:
            if field not in IDS and not (name == "articles" and field in TOLD_BY_THE_DIGEST):
                changed = first._replace(**{field: b"?" if field == "digest" else "?"})
                yield f"{name} {field}", having(day, **{name: [changed, *others]})


def test_whatever_is_sent_changes_the_stamp(day: HandedDay) -> None:
    for each in (day, having(day, articles=[], appearances=[], stitches=[])):
        assert [what for what, changed in changes(each) if changed.stamp() == each.stamp()] == []


def test_ids_do_not(day: HandedDay) -> None:
    def renumbered(row: Any) -> Any:
        return row._replace(**{field: getattr(row, field) + 1000 for field in IDS.intersection(row._fields)})

    other = having(day, **{name: [*map(renumbered, getattr(day, name))] for name in GROUPS})
    assert other.stamp() == day.stamp()
