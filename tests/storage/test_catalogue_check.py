"""Whatever a row of the catalogue says that isn't what was written is found, and which file or article it is of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.storage import catalogue_check
from reader.storage.catalogue_check import misread
from reader.storage.text_table import TextTable
from tests.storage.stocked import head, put, stocked

WRITTEN = Article(
    "key-written",
    ArticleKind.ARTICLE,
    "3",
    kicker="眉题",
    headline="标题",
    credits=(Credit(Role.REPORTER, ("顾知远",), "本报记者　顾知远"),),
    blocks=(Block(BlockKind.PARAGRAPH, "渡口开了。", ((2, 2),)),),
    source_lines=((1, 2),),
)


class Rows:
    """The catalogue's rows, changed and set back by one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def misread(self) -> str | None:
        return misread(self, TextTable(self).unpacker())

    def misread_after(self, update: str, *values: object) -> str | None:
        """What is found when a row has been changed; afterwards it is as before."""
        changed = self._connection.execute(update, values).rowcount
        try:
            assert changed == 1
            return self.misread()
        finally:
            self._connection.rollback()


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    path: Path = tmp_path_factory.mktemp("checked") / "catalogue.sqlite"
    catalogue = stocked(path)
    put(catalogue, "日报/写明.txt", head("1992-02-02"), WRITTEN)
    catalogue.close()
    with closing(sqlite3.connect(path)) as connection:
        yield Rows(connection)


def id_of(rows: Rows, key: str) -> int:
    ((article_id,),) = rows("SELECT id FROM article WHERE key = ?", key)
    return int(article_id)


def test_rows_as_they_were_written_differ_in_nothing(rows: Rows) -> None:
    assert rows.misread() is None


FILE = "日报/1987-07-01.txt"
OF_FILE = f"WHERE path = '{FILE}'"
OF_ISSUE = f"WHERE id = (SELECT issue_id FROM source {OF_FILE})"


@pytest.mark.parametrize(
    "update",
    [
        f"UPDATE source SET title = '雁桥晚报' {OF_FILE}",
        f"UPDATE source SET title = NULL {OF_FILE}",
        f"UPDATE source SET masthead = '不是' {OF_FILE}",
        f"UPDATE source SET masthead = '[]' {OF_FILE}",
        f"UPDATE source SET masthead = '{{}}' {OF_FILE}",
        f"UPDATE source SET masthead = replace(masthead, '1987-07-01', '1987-07-02') {OF_FILE}",
        f"UPDATE source SET masthead = replace(masthead, '07-01', '07-02') {OF_FILE}",
        f"UPDATE issue SET newspaper = '雁桥晚报' {OF_ISSUE}",
        f"UPDATE issue SET date = '1987-07-02' {OF_ISSUE}",
        f"UPDATE issue SET date = '1987-07-32' {OF_ISSUE}",
        f"UPDATE issue SET date = NULL {OF_ISSUE}",
        f"UPDATE issue SET month_day = '07-02' {OF_ISSUE}",
        f"UPDATE issue SET month_day = NULL {OF_ISSUE}",
        f'UPDATE issue SET identity = \'["雁桥日报", "1987-07-02"]\' {OF_ISSUE}',
        f'UPDATE issue SET identity = \'["雁桥晚报", "1987-07-01"]\' {OF_ISSUE}',
        f"UPDATE issue SET identity = '[]' {OF_ISSUE}",
        f"UPDATE issue SET identity = '7' {OF_ISSUE}",
    ],
)
def test_a_file_whose_day_or_newspaper_is_another_is_named(rows: Rows, update: str) -> None:
    problem = rows.misread_after(update)
    assert problem is not None
    assert FILE in problem


def test_an_issue_that_was_placed_by_its_neighbours_has_the_month_and_day_of_its_file(rows: Rows) -> None:
    of_issue = "WHERE id = (SELECT issue_id FROM source WHERE path = '日报/散页b.txt')"
    placed = f"UPDATE issue SET date = ?, identity = json_array(newspaper, ?) {of_issue}"
    assert rows.misread_after(placed, "1988-02-01", "1988-02-01") is None
    for date in ("1988-02-02", "1988-03-01"):
        assert "散页b" in (rows.misread_after(placed, date, date) or "")
    assert "散页b" in (rows.misread_after(placed, "1988-02-01", "1989-02-01") or "")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", "key-another"),
        ("digest", b"0"),
        ("kind", ArticleKind.NOTICES.value),
        ("page", "4"),
        ("page", None),
        ("page_order", 4),
        ("kicker", None),
        ("title", "标題"),
        ("lead", "渡口"),
        ("names", "[]"),
        ("length", 6),
        ("pictures", 1),
    ],
)
def test_each_column_of_an_article_is_that_of_its_text(rows: Rows, column: str, value: object) -> None:
    article_id = id_of(rows, WRITTEN.key)
    problem = rows.misread_after(f"UPDATE article SET {column} = ? WHERE id = ?", value, article_id)
    assert problem is not None
    assert f"第 {article_id} 篇" in problem


def test_an_earlier_version_has_not_written_whether_there_are_pictures(rows: Rows) -> None:
    assert rows.misread_after("UPDATE article SET pictures = NULL WHERE key = 'key-written'") is None


@pytest.mark.parametrize("column", ["search", "record"])
def test_a_text_that_can_not_be_unpacked_is_one_that_differs(rows: Rows, column: str) -> None:
    article_id = id_of(rows, WRITTEN.key)
    update = f"UPDATE article_text SET {column} = x'00' WHERE article_id = ?"
    assert f"第 {article_id} 篇" in (rows.misread_after(update, article_id) or "")


def test_an_article_without_its_text_is_one_that_differs(rows: Rows) -> None:
    article_id = id_of(rows, WRITTEN.key)
    problem = rows.misread_after("DELETE FROM article_text WHERE article_id = ?", article_id)
    assert f"第 {article_id} 篇" in (problem or "")


@pytest.mark.parametrize("at_once", [1, 3, 4, 5])
def test_it_is_found_however_many_articles_come_before_it(
    rows: Rows, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_check, "FETCHED_AT_ONCE", at_once)
    assert rows.misread() is None
    for (article_id,) in rows("SELECT id FROM article"):
        problem = rows.misread_after("UPDATE article SET title = '改过的' WHERE id = ?", article_id)
        assert f"第 {article_id} 篇" in (problem or "")
