"""Texts in the catalogue stay what they are, however they are packed, whatever happens while they are packed anew."""

import random
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.issue import IssuePart, Masthead
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.folder import FoundFile, digest_of
from tests.corpus import a_paragraph
from tests.storage.catalogue_of_version_4 import made_of_version_4

MANY = 2000


def articles(count: int, seed: int = 1) -> list[Article]:
    rng = random.Random(seed)
    return [
        Article(
            f"key-{seed}-{n}",
            ArticleKind.ARTICLE,
            "1",
            headline=f"第{n}条",
            blocks=(Block(BlockKind.PARAGRAPH, a_paragraph(rng, 120), ((n, n + 1),)),),
            source_lines=((n, n + 1),),
        )
        for n in range(count)
    ]


def a_large_article() -> Article:
    text = a_paragraph(random.Random(7), 2000)
    return Article("large", ArticleKind.ARTICLE, "1", blocks=(Block(BlockKind.PARAGRAPH, text, ((0, 1),)),))


def put(catalogue: Catalogue, path: str, held: list[Article]) -> None:
    part = IssuePart(path, "utf-8", 9, Masthead(title="雁桥日报"), tuple(held))
    with catalogue.writing() as writer:
        writer.store(FoundFile(path, 1, 1), digest_of(path.encode()), 1, part, [search_text(a) for a in held])


def pack_all(catalogue: Catalogue, at_once: int = 300) -> None:
    left = 1
    while left:
        with catalogue.writing() as writer:
            left = writer.texts.pack_again(at_once)


def dictionaries(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT DISTINCT dictionary FROM article_text ORDER BY 1").fetchall()
    return [row[0] for row in rows]


def holds(catalogue: Catalogue, held: list[Article]) -> bool:
    """Whether these articles, in the order of their ids, and no others are there, shown and searched as they were."""
    ids = catalogue.article_ids()
    shown = [stored.article for stored in map(catalogue.article, ids) if stored]
    searched = dict(catalogue.search_texts(ids))
    return shown == held and [searched[i] for i in ids] == [search_text(article) for article in held]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite"


def test_texts_are_asked_for_by_id_in_any_number(path: Path) -> None:
    catalogue, held = Catalogue(path), articles(600)
    put(catalogue, "1.txt", held)
    ids = catalogue.article_ids()
    assert dict(catalogue.search_texts([*ids[::2], 10_000])) == {
        i: search_text(article) for i, article in list(zip(ids, held, strict=True))[::2]
    }
    assert list(catalogue.search_texts([])) == []


def test_large_texts_are_found_among_small_ones(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.storage.text_table._FETCHED_ALONE", 150)
    catalogue, held = Catalogue(path), [*articles(3), a_large_article(), *articles(3, seed=2)]
    put(catalogue, "1.txt", held)
    assert holds(catalogue, held)


@pytest.mark.slow
def test_a_library_that_grows_gets_a_dictionary_and_all_its_texts_are_packed_with_it(path: Path) -> None:
    catalogue, early, late = Catalogue(path), articles(MANY), articles(5, seed=2)
    put(catalogue, "1.txt", early)
    pack_all(catalogue)
    put(catalogue, "2.txt", late)
    assert len(dictionaries(path)) == 1
    assert dictionaries(path) > [0]
    assert holds(catalogue, early + late)
    assert holds(Catalogue(path), early + late)


def test_threads_may_ask_at_the_same_time(path: Path) -> None:
    catalogue, held = Catalogue(path), articles(MANY)
    put(catalogue, "1.txt", held)
    pack_all(catalogue)
    expected = dict(catalogue.search_texts(catalogue.article_ids()))
    with ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda _: dict(catalogue.search_texts(list(expected))), range(24))
    assert all(answer == expected for answer in answers)


def test_a_small_library_needs_no_dictionary(path: Path) -> None:
    catalogue, held = Catalogue(path), articles(5)
    put(catalogue, "1.txt", held)
    pack_all(catalogue)
    assert dictionaries(path) == [0]
    assert holds(catalogue, held)


def test_a_catalogue_of_version_4_keeps_its_texts_and_they_are_packed_by_and_by(path: Path) -> None:
    held = articles(MANY)
    made_of_version_4(path, held)
    catalogue = Catalogue(path)
    assert dictionaries(path) == [-1]
    assert holds(catalogue, held)
    with catalogue.writing() as writer:
        assert writer.texts.pack_again(400) == MANY - 400
    assert holds(catalogue, held)
    pack_all(catalogue)
    assert len(dictionaries(path)) == 1
    assert holds(catalogue, held)
    before = path.stat().st_size
    catalogue.give_back_space()
    catalogue.close()
    assert path.stat().st_size < before
    assert holds(Catalogue(path), held)


KILLED = """
import os, sqlite3, sys
from pathlib import Path
from reader.storage.catalogue import Catalogue

class Killed(sqlite3.Connection):
    left = int(sys.argv[2])
    def execute(self, *given):
        Killed.left -= 1
        if not Killed.left:
            os._exit(9)
        return super().execute(*given)

connect = sqlite3.connect
sqlite3.connect = lambda *given, **named: connect(*given, **named, factory=Killed)
catalogue = Catalogue(Path(sys.argv[1]))
left = 1
while left:
    with catalogue.writing() as writer:
        left = writer.texts.pack_again(10)
"""


@pytest.mark.slow
@pytest.mark.parametrize("statement", [8, 10, 12, 13, 14, 16, 30, 45, 60])
def test_killed_while_it_is_upgraded_or_packed_it_has_lost_nothing(path: Path, statement: int) -> None:
    held = articles(30)
    made_of_version_4(path, held)
    process = subprocess.run([sys.executable, "-c", KILLED, str(path), str(statement)], check=False)
    assert process.returncode == 9
    catalogue = Catalogue(path)
    assert holds(catalogue, held)
    pack_all(catalogue)
    assert holds(catalogue, held)
    assert catalogue.problems() == []


@pytest.mark.parametrize("column", ["search", "record"])
def test_a_damaged_text_is_a_damaged_catalogue(path: Path, column: str) -> None:
    catalogue = Catalogue(path)
    put(catalogue, "1.txt", articles(20))
    damage(
        path,
        f"UPDATE article_text SET {column} = CAST(substr({column}, 1, 30) || x'00' AS BLOB) WHERE article_id = 7",
    )
    (problem,) = catalogue.problems()
    assert "7" in problem
    with pytest.raises(CatalogueDamaged):
        catalogue.article(7)
    if column == "search":
        with pytest.raises(CatalogueDamaged):
            catalogue.texts([6, 7])
        with pytest.raises(CatalogueDamaged):
            list(catalogue.search_texts([6, 7]))


def test_a_damaged_dictionary_is_a_damaged_catalogue(path: Path) -> None:
    catalogue = Catalogue(path)
    put(catalogue, "1.txt", articles(MANY))
    pack_all(catalogue)
    catalogue.close()
    whole = path.read_bytes()
    for damaged in ("substr(data, 1, 5000)", "x'00'", "zeroblob(length(data))"):
        path.write_bytes(whole)
        damage(path, f"UPDATE text_dictionary SET data = {damaged}")
        with pytest.raises(CatalogueDamaged):
            Catalogue(path).texts([7])
    damage(path, "DELETE FROM text_dictionary")
    with pytest.raises(CatalogueDamaged):
        Catalogue(path).texts([7])


def damage(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)
