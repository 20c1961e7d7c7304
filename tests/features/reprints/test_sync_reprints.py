"""Reprints in a library: the same whether articles come one by one or all at once, and gone with their articles."""

import datetime as dt
import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from reader.features.reprints import comparing, comparison, reprint_table
from reader.features.reprints.comparing import ReprintComparing
from reader.features.reprints.reprint_table import TABLES, ReprintTable, ReprintWriter
from reader.library.sync_events import SyncCancelled
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.issue import IssuePart, Masthead
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile, digest_of
from tests.comparison.invented_printings import a_text, cut, misread


def an_article(text: str, headline: str = "渡口的灯") -> Article:
    lines = ((3, 3),)
    blocks = (Block(BlockKind.PARAGRAPH, text, lines),)
    return Article(digest_of(text.encode()).hex(), ArticleKind.ARTICLE, "1", headline=headline, blocks=blocks)


def put(catalogue: Catalogue, path: str, *articles: Article, date: dt.date | None = None) -> None:
    part = IssuePart(path, "utf-8", 9, Masthead(title="雁桥日报", date=date), articles)
    with catalogue.writing() as writer:
        texts = [search_text(article) for article in articles]
        writer.store(FoundFile(path, 10, 20), digest_of(repr(articles).encode()), 1, part, texts)


def compare(catalogue: Catalogue, check: Callable[[], object] = lambda: None) -> None:
    while catalogue.table(ReprintTable).count_left():
        with catalogue.writing() as writer:
            ReprintComparing(catalogue).step(writer, check)


def found_in(catalogue: Catalogue) -> set[frozenset[str]]:
    """Return the pairs of reprints by their texts, which do not depend on the order of storing."""
    texts = dict(catalogue.search_texts(catalogue.article_ids()))
    return {frozenset({texts[r.first_id], texts[r.second_id]}) for r in catalogue.table(ReprintTable).all()}


def run_sizes(path: Path) -> list[int]:
    """Return the number of postings in each run of the catalogue at `path`."""
    with closing(sqlite3.connect(path)) as connection:
        return [size for (size,) in connection.execute("SELECT postings FROM shingle_run")]


def printings(seed: int, of: int, rate: float = 0.05) -> list[str]:
    """Return invented texts, of every third another printing too."""
    chance = random.Random(seed)
    texts = [a_text(chance, chance.randint(80, 1200)) for _ in range(of)]
    return texts + [cut(chance, misread(chance, text, rate), 0.2) for text in texts[::3]]


def brute_force(texts: Sequence[str]) -> set[frozenset[str]]:
    """Return the pairs that are reprints by the alignment alone, each text compared with each."""
    from reader.comparison.alignment import align, letters

    forms = [search_text(an_article(text)) for text in texts]
    of = [letters(form.split("\n", 3)[3]) for form in forms]
    return {
        frozenset({forms[a], forms[b]})
        for a in range(len(texts))
        for b in range(a)
        if comparison.is_reprint(align(of[a], of[b])) and min(len(of[a]), len(of[b])) >= 60
    }


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.05, 0.1])
def test_what_an_alignment_of_all_with_all_finds(tmp_path: Path, rate: float) -> None:
    texts = printings(7, 36, rate)
    catalogue = Catalogue(tmp_path / "c.sqlite")
    put(catalogue, "1.txt", *map(an_article, texts))
    compare(catalogue)
    assert found_in(catalogue) == brute_force(texts)
    assert len(found_in(catalogue)) == 12


@pytest.mark.parametrize("at_once", [1, 7, 30])
def test_one_by_one_or_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    texts = printings(11, 45)
    whole = Catalogue(tmp_path / "whole.sqlite")
    put(whole, "1.txt", *map(an_article, texts))
    compare(whole)
    monkeypatch.setattr(comparing, "COMPARED_AT_ONCE", at_once)
    monkeypatch.setattr(reprint_table, "LARGEST_RUN", 900)
    monkeypatch.setattr(reprint_table, "_FEW_IN", at_once)
    random.Random(at_once).shuffle(texts)
    steps = Catalogue(tmp_path / "steps.sqlite")
    for number in range(0, len(texts), 4):
        put(steps, f"{number}.txt", *map(an_article, texts[number : number + 4]))
        compare(steps)
    assert found_in(steps) == found_in(whole)
    sizes = run_sizes(tmp_path / "steps.sqlite")
    assert sum(sizes) == sum(run_sizes(tmp_path / "whole.sqlite"))
    assert len(sizes) < 12
    assert max(sizes) <= 900


@pytest.mark.parametrize("sampled", [1, 2, 5, 64])
def test_few_shingles_are_found_in_part_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sampled: int
) -> None:
    catalogue = Catalogue(tmp_path / "c.sqlite")
    put(catalogue, "1.txt", *map(an_article, printings(17, 60)))
    compare(catalogue)
    with catalogue.writing() as writer:
        monkeypatch.setattr(reprint_table, "_FEW_IN", 1 << 30)
        (whole,) = ReprintWriter(writer.connection).runs(np.array([1], np.uint32))
        chance = np.random.default_rng(sampled)
        monkeypatch.setattr(reprint_table, "_FEW_IN", sampled)
        for count in (1, 3, len(whole) // sampled // 2):
            some = chance.choice(whole.shingles, count)
            wanted = np.sort(np.concatenate([some, some + np.uint32(1), some[:1], whole.shingles[[0, -1]]]))
            (found,) = ReprintWriter(writer.connection).runs(wanted)
            is_wanted = np.isin(whole.shingles, wanted)
            if len(np.unique(wanted)) * sampled <= len(whole):
                assert len(found) == is_wanted.sum()
            there = np.isin(found.shingles, wanted)
            assert found.shingles[there].tolist() == whole.shingles[is_wanted].tolist()
            assert found.articles[there].tolist() == whole.articles[is_wanted].tolist()


def test_a_step_that_was_cut_off_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "COMPARED_AT_ONCE", 20)
    texts = printings(13, 45)
    catalogue = Catalogue(tmp_path / "c.sqlite")
    put(catalogue, "1.txt", *map(an_article, texts))
    calls = 0

    def cancel() -> None:
        nonlocal calls
        calls += 1
        if calls in (10, 40, 75):
            raise SyncCancelled

    for _ in range(3):
        with pytest.raises(SyncCancelled):
            compare(catalogue, cancel)
    compare(catalogue, cancel)
    assert found_in(catalogue) == brute_force(texts)


def test_reprints_go_with_their_articles(tmp_path: Path) -> None:
    text = a_text(random.Random(3), 500)
    catalogue = Catalogue(tmp_path / "c.sqlite")
    put(catalogue, "1.txt", an_article(text))
    put(catalogue, "2.txt", an_article(misread(random.Random(4), text, 0.05)))
    compare(catalogue)
    assert len(found_in(catalogue)) == 1
    put(catalogue, "2.txt", an_article(a_text(random.Random(5), 500)))
    assert found_in(catalogue) == set()
    compare(catalogue)
    assert found_in(catalogue) == set()
    put(catalogue, "3.txt", an_article(text + "。"))
    compare(catalogue)
    assert len(found_in(catalogue)) == 1


def test_other_rules_compare_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = printings(17, 12)
    catalogue = Catalogue(tmp_path / "c.sqlite")
    put(catalogue, "1.txt", *map(an_article, texts))
    compare(catalogue)
    before = found_in(catalogue)
    monkeypatch.setattr(reprint_table, "TABLES", replace(TABLES, rules=TABLES.rules + 1))
    assert catalogue.table(ReprintTable).count_left() == len(texts)
    compare(catalogue)
    assert found_in(catalogue) == before != set()


def test_what_stands_in_the_paper_every_day_is_tied_to_nothing(tmp_path: Path) -> None:
    chance = random.Random(19)
    form, news = a_text(chance, 300), a_text(chance, 600)
    catalogue = Catalogue(tmp_path / "c.sqlite")
    for day in range(60):
        put(
            catalogue,
            f"{day}.txt",
            an_article(misread(chance, form, 0.01)),
            an_article(a_text(chance, 400)),
            *([an_article(misread(chance, news, 0.05))] if day % 20 == 0 else []),
        )
        compare(catalogue)
    texts = dict(catalogue.search_texts(catalogue.article_ids()))
    daily = [
        i for i, text in texts.items() if text[20:40] not in news and catalogue.table(ReprintTable).of([i])
    ]
    assert all(len(catalogue.table(ReprintTable).of([i])) <= 2 * comparison.CROWDED for i in daily)
    assert sum(len(catalogue.table(ReprintTable).of([i])) == 2 for i in texts) == 3
    last = max(texts)
    assert catalogue.table(ReprintTable).standing(texts) >= {last - 1, last - 3}
    assert catalogue.table(ReprintTable).of([last]) == []


def test_the_marks_of_a_series_are_found_with_the_reprints(tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path / "c.sqlite")) as catalogue:
        for number in (1, 2):
            put(catalogue, f"{number}.txt", an_article("船靠了岸。" * 20, f"老船工的故事（之{number}）"))
        compare(catalogue)
        ((first, second),) = catalogue.table(ReprintTable).all_parts()
    assert (first.mark.number, second.mark.number) == (1, 2)
