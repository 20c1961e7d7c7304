"""Printings of a text, as the library tells of them."""

import datetime as dt
import random
from pathlib import Path
from typing import cast

import pytest
from msgspec import Struct

from reader.comparison.differences import text_of
from reader.features.reprints.reprint import MOST_REPRINTS
from reader.features.reprints.same_texts import FoundTexts, first_in_words
from reader.library.derived_data import DerivedData
from reader.newspaper.article import Article
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import DateOrigin, Masthead
from reader.search.query import parse_query
from reader.storage.catalogue import Catalogue
from tests.comparison.invented_printings import a_text, misread
from tests.features.reprints.test_sync_reprints import an_article, compare, put


class Derived(Struct, frozen=True):
    catalogue: Catalogue


class Shelf:
    """A catalogue into which articles are put, and what is similar in it."""

    def __init__(self, folder: Path) -> None:
        self.catalogue = Catalogue(folder / "c.sqlite")
        self.texts = FoundTexts(cast(DerivedData, Derived(self.catalogue)))
        self._files = 0

    def put(self, *articles: Article, date: dt.date | None = None) -> list[int]:
        """Put articles, each into a file of its own. Return their ids."""
        before = set(self.catalogue.article_ids())
        for article in articles:
            self._files += 1
            put(self.catalogue, f"{self._files}.txt", article, date=date)
        compare(self.catalogue)
        return sorted(set(self.catalogue.article_ids()) - before)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_the_likest_come_first_and_a_piece_last(shelf: Shelf) -> None:
    chance = random.Random(1)
    text = a_text(chance, 900)
    own, near, far, piece = shelf.put(
        an_article(text),
        an_article(misread(chance, text, 0.02)),
        an_article(misread(chance, text, 0.1)),
        an_article(text[300:600]),
    )
    found = shelf.texts.of(own)
    assert [each.stored.id for each in found.others] == [near, far, piece]
    assert [each.is_whole for each in found.others] == [True, True, False]
    assert not found.is_standing
    assert found.others[0].likeness > 0.95 > found.others[1].likeness > 0.85
    assert shelf.texts.groups([own, piece]) == {own: frozenset({own, near, far})}
    assert shelf.texts.all_groups() == [(own, near, far)]


def test_two_items_of_a_digest_are_not_one_text(shelf: Shelf) -> None:
    chance = random.Random(2)
    one, other = a_text(chance, 400), a_text(chance, 400)
    first, second, digest = shelf.put(an_article(one), an_article(other), an_article(f"{one}\n{other}"))
    assert {each.stored.id for each in shelf.texts.of(digest).others} == {first, second}
    assert shelf.texts.groups([first, second, digest]) == {}


def test_only_what_a_query_finds_is_folded(shelf: Shelf) -> None:
    chance = random.Random(3)
    text = a_text(chance, 600)
    ids = shelf.put(*(an_article(text + end, "新闻") for end in ("渡口", "渡口亮灯", "亮灯")))
    folds = shelf.texts.folds(ids[:2], parse_query("渡口"))
    assert folds == dict.fromkeys(ids[:2], frozenset(ids[:2]))
    assert shelf.texts.folds(ids[1:2], parse_query("亮灯")) == {ids[1]: frozenset(ids[1:])}
    assert shelf.texts.folds(ids[2:], parse_query("亮灯 -渡口")) == {}


def test_the_line_below_every_article_ties_nothing(shelf: Shelf) -> None:
    chance = random.Random(4)
    foot = a_text(chance, 160)
    ids = shelf.put(*(an_article(f"{a_text(chance, 110)}\n{foot}") for _ in range(60)))
    last = ids[-8:]
    assert all(shelf.texts.of(each).others == () for each in last)


def test_a_standing_text_is_said_to_be_one(shelf: Shelf) -> None:
    chance = random.Random(5)
    form = a_text(chance, 300)
    ids = shelf.put(*(an_article(misread(chance, form, 0.01)) for _ in range(MOST_REPRINTS + 8)))
    told = [shelf.texts.of(each) for each in ids]
    assert all(each.is_standing and not each.others for each in told)
    assert shelf.texts.groups(ids) == {}
    assert shelf.texts.all_groups() == []


def test_a_difference_and_its_witnesses(shelf: Shelf) -> None:
    text = a_text(random.Random(6), 300)
    text = text[:100] + "己未年的渡口" + text[100:]
    one, other = shelf.put(an_article(text), an_article(text.replace("己未年", "己末年")))
    difference = shelf.texts.difference(one, other)
    assert difference is not None
    assert (difference.text, difference.other_text) == (text, text.replace("己未年", "己末年"))
    assert text_of(difference.one.article) == text
    assert shelf.texts.difference(one, 999) is None


def test_of_what_is_gone_nothing_is_told(shelf: Shelf) -> None:
    assert shelf.texts.of(99).others == ()
    assert shelf.texts.series_of(99) is None
    assert shelf.texts.groups([99]) == {}
    assert shelf.texts.all_series() == []


def test_the_equally_like_come_by_date_and_those_without_one_last(shelf: Shelf) -> None:
    text = a_text(random.Random(7), 600)
    days = (None, dt.date(1990, 1, 3), dt.date(1985, 1, 1), dt.date(1990, 1, 2))
    ids = [
        at
        for number, day in enumerate((dt.date(1980, 1, 1), *days))
        for at in shelf.put(an_article(text, f"题{number}"), date=day)
    ]
    others = shelf.texts.of(ids[0]).others
    assert [each.stored.issue.date for each in others] == [*sorted(filter(None, days)), None]


MARCH = (dt.date(1990, 3, 6), dt.date(1990, 3, 8), dt.date(1990, 3, 9))


def printed_on(day: dt.date | None, newspaper: str) -> StoredArticle:
    issue = IssueRow(1, newspaper, day, None, DateOrigin.PRINTED if day else None, None, 1, "")
    return StoredArticle(1, an_article("渡口"), issue, Masthead(), ())


@pytest.mark.parametrize(
    ("asked", "others", "words"),
    [
        (MARCH[0], (MARCH[1], MARCH[2]), "本篇最早：1990年3月6日"),
        (MARCH[1], (MARCH[0], MARCH[2]), "最早：1990年3月6日，甲报"),
        (MARCH[0], (MARCH[0], MARCH[2]), "本篇最早，同一天还有：甲报"),
        (MARCH[0], (MARCH[0], MARCH[0]), "都在同一天：1990年3月6日"),
        (MARCH[2], (MARCH[0], MARCH[0]), "最早：1990年3月6日，甲报、乙报"),
        (MARCH[1], (MARCH[0], None), "最早：1990年3月6日，甲报；1 处日期不详"),
        (None, (MARCH[0], MARCH[1]), "最早：1990年3月6日，甲报；1 处日期不详"),
        (None, (MARCH[0], None), "日期不详，看不出哪一处最早"),
    ],
)
def test_who_was_first_is_told_as_far_as_days_tell_it(
    asked: dt.date | None, others: tuple[dt.date | None, dt.date | None], words: str
) -> None:
    printed = [printed_on(day, name) for day, name in zip(others, ("甲报", "乙报"), strict=True)]
    assert first_in_words(printed_on(asked, "丙报"), printed) == words
