"""The words of two sets are counted as they are printed, and measured as published examples are; counts are kept."""

import datetime as dt
import math
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from reader.features.keyness import word_counts
from reader.features.keyness.keyness import (
    Keyness,
    Side,
    Sums,
    key_words,
    keyness,
    log_likelihood,
    log_ratio,
    places_query,
    remarks_on,
    summed,
)
from reader.features.keyness.word_counts import counts_of, is_word, portion_of
from reader.features.packs.packing_up import PackChoice, pack_up
from reader.language.words import cut
from reader.library.character_places import CharacterPlace
from reader.library.library import Library
from reader.library.read_share import WHOLE
from reader.newspaper.article import Where
from reader.search.answering.dispersion import Parts
from reader.search.documents import DateRange, SearchCancelled
from reader.search.query import Query, understood_as
from reader.search.terms import READ_AS, SEAM
from tests.search.answering.test_dispersion import assert_alike, naive_dispersion
from tests.shelf import articles_of

DUNNING = [
    ("the swiss", 110, 2442, 111, 29114, 270.72),
    ("can be", 29, 13, 123, 31612, 263.90),
    ("previous year", 31, 23, 139, 31584, 256.84),
    ("mineral water", 10, 0, 3, 31764, 167.23),
]
"""Of the table of bigrams in Dunning 1993: the four cells of the table, and −2 log λ."""


@pytest.mark.parametrize(("_", "a", "b", "c", "d", "expected"), DUNNING)
def test_log_likelihood_is_that_of_dunning(_: str, a: int, b: int, c: int, d: int, expected: float) -> None:
    (found,) = log_likelihood(np.array([a]), np.array([b]), a + c, b + d)
    assert found == pytest.approx(expected, abs=0.005)


counts = st.integers(0, 10_000)


@given(counts, counts, st.integers(1, 10_000), st.integers(1, 10_000))
def test_log_likelihood_is_the_sum_of_four_cells(a: int, b: int, c: int, d: int) -> None:
    def cell(observed: int, row: int, column: int) -> float:
        return observed * math.log(observed * (a + b + c + d) / (row * column)) if observed else 0.0

    cells = cell(a, a + b, a + c) + cell(b, a + b, b + d) + cell(c, c + d, a + c) + cell(d, c + d, b + d)
    (found,) = log_likelihood(np.array([a]), np.array([b]), a + c, b + d)
    assert found == pytest.approx(max(2 * cells, 0.0), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("here", "there", "all_here", "all_there", "expected"),
    [
        (10, 10, 1000, 1000, 0),
        (20, 10, 1000, 1000, 1),
        (10, 20, 1000, 1000, -1),
        (10, 10, 1000, 4000, 2),
        (8, 0, 1000, 1000, 4),  # none counts as half of one
        (0, 8, 1000, 2000, -3),
    ],
)
def test_log_ratio_is_the_binary_logarithm_of_the_shares(
    here: int, there: int, all_here: int, all_there: int, expected: float
) -> None:
    (found,) = log_ratio(np.array([here]), np.array([there]), all_here, all_there)
    assert found == pytest.approx(expected)


def test_words_are_neither_punctuation_nor_numbers() -> None:
    assert [
        each
        for each in ("渡口", "，", "1987", "三十七", "第一", "3.5%", "一", "一盏", "GDP")
        if is_word(each)
    ] == [
        "渡口",
        "一盏",
        "GDP",
    ]


def test_words_are_counted_as_printed_each_run_once() -> None:
    text = f"\n\n\n渡輪開往渡口，渡口有渡輪{SEAM}{READ_AS}渡轮開往渡口"
    assert counts_of(text) == {"渡輪": 2, "渡口": 2, "開往": 1, "有": 1}


TEXTS = st.lists(
    st.lists(st.sampled_from(["渡口", "马灯", "，", "船", "1987", "板车", "\n"]), max_size=12).map("".join),
    min_size=1,
    max_size=8,
)


@given(TEXTS, st.data())
def test_sums_are_those_of_a_naive_count(texts: Sequence[str], data: st.DataObject) -> None:
    ids = range(1, len(texts) + 1)
    here, there = (data.draw(st.sets(st.sampled_from(ids))) for _ in range(2))
    split = data.draw(st.integers(0, len(texts)))
    issue_of = {each: data.draw(st.integers(40, 43)) for each in ids}
    pairs = [*zip(ids, texts, strict=True)]
    portions = [portion_of(part) for part in (pairs[:split], pairs[split:])]
    sums = summed(
        ((each, each.arrays()[0]) for each in portions),
        np.array(sorted(here), int),
        np.array(sorted(there), int),
        Parts.of(issue_of),
    )
    assert sums.counted == (len(here), len(there))
    for side, of in enumerate((here, there)):
        own = [
            Counter(word for line in texts[each - 1].split("\n") for word in cut(line) if is_word(word))
            for each in of
        ]
        frequencies = sum(own, Counter[str]())
        articles = Counter(word for each in own for word in each)
        assert_spread_as_counted(sums, sums.sides[side], dict(zip(of, own, strict=True)), issue_of)
        told = dict(zip(sums.words, sums.totals[[side, side + 2]].T.tolist(), strict=True))
        assert {word: pair for word, pair in told.items() if any(pair)} == {
            word: [frequencies[word], articles[word]] for word in frequencies
        }


def assert_spread_as_counted(
    sums: Sums, side: Side, own: Mapping[int, Counter[str]], issue_of: Mapping[int, int]
) -> None:
    """DP and D of each word, by their formulas, from the words of each issue."""
    by_issue: dict[int, Counter[str]] = {}
    for article_id, words in own.items():
        by_issue[issue_of[article_id]] = by_issue.get(issue_of[article_id], Counter()) + words
    parts = [words for words in by_issue.values() if words]
    told = side.spread(len(sums.words)).of_words(np.arange(len(sums.words)))
    for word, spread in zip(sums.words, told, strict=True):
        if len(word) > 1:
            frequencies = [words[word] for words in parts]
            assert_alike(spread, naive_dispersion(frequencies, [words.total() for words in parts]))


def test_words_in_fewer_than_three_articles_are_not_listed() -> None:
    texts = ["渡口马灯马灯", "渡口马灯", "渡口板车", "船上"]
    portion = portion_of(enumerate(texts))
    one_issue = Parts.of(dict.fromkeys(range(4), 7))
    sums = summed([(portion, portion.arrays()[0])], np.array([0, 1, 2]), np.array([3]), one_issue)
    assert [(each.word, each.here, each.articles_here, each.is_more) for each in key_words(sums)] == [
        ("渡口", 3, 3, True)
    ]


# -- a library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(_papers(tmp_path / "库", range(1, 7)))
    library.sync()
    yield library
    library.close()


def _papers(root: Path, days: Sequence[int]) -> Path:
    root.mkdir(exist_ok=True)
    for day in days:
        word = "渡口挂着马灯，船上也有马灯" if day % 2 else "板车上了桥，桥上有板车"
        text = f"雁桥日报\n1987年6月{day}日\n\n## 江边第{day}夜\n\n{word}，{'甲乙丙丁戊己庚'[day % 7]}说。\n"
        (root / f"1987060{day}.txt").write_text(text, "utf-8")
    return root


def _asked(library: Library, here: str, there: str | None = None) -> Keyness:
    others = None if there is None else library.sets.of_text(there)
    return keyness(library, library.sets.of_text(here), others)


def test_a_search_is_compared_with_the_rest(library: Library) -> None:
    found = _asked(library, "渡口")
    assert (found.articles, found.counted, found.in_both) == ((3, 3), (3, 3), 0)
    told = {each.word: (each.here, each.there, each.articles_here, each.is_more) for each in found.words}
    assert told["马灯"] == (6, 0, 3, True)
    assert told["板车"] == (0, 6, 0, False)
    assert found.words == tuple(sorted(found.words, key=lambda each: (-each.log_likelihood, each.word)))


def test_two_searches_are_compared_and_what_is_in_both_is_told(library: Library) -> None:
    found = _asked(library, "渡口", "日期:1987-06-01..1987-06-02")
    assert (found.articles, found.in_both) == ((3, 2), 1)
    assert remarks_on(found, WHOLE) == ["有 1 篇两边都算了。"]
    assert remarks_on(_asked(library, "没有的词"), WHOLE) == ["没有这样的文章。"]
    assert remarks_on(_asked(library, "雁桥 或 江边"), WHOLE) == ["另一边没有文章，没有可比的。"]


def test_days_bound_both_sets(library: Library) -> None:
    last = dt.date(1987, 6, 3)
    here = library.sets.narrowed(library.sets.of_text("渡口"), last=last)
    rest = library.sets.narrowed(library.sets.whole(), last=last)
    assert keyness(library, here, None, rest).articles == (2, 1)


def test_a_word_leads_to_its_places_in_its_set(library: Library) -> None:
    here = library.searcher.understand("渡口 日期:1987-06-01..1987-06-04")
    typed = places_query("马灯", here)
    found = library.searcher.search(library.searcher.understand(typed))
    assert found.total == 2
    rest = library.searcher.understand(places_query("板车", here, is_rest=True))
    assert library.searcher.search(rest).total == 3, understood_as(rest)


def test_what_was_counted_is_kept_and_only_what_is_new_is_counted(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _asked(library, "渡口")
    counted: list[str] = []

    def watched(text: str, *_: object) -> dict[str, int]:
        counted.append(text)
        return counts_of(text)

    monkeypatch.setattr(word_counts, "counts_of", watched)
    assert _asked(library, "渡口") == first
    assert not counted
    _papers(tmp_path / "库", range(7, 9))
    library.sync()
    assert _asked(library, "渡口").articles == (4, 4)
    assert len(counted) == 2


@pytest.mark.parametrize("content", [b"", b"damaged", b"\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00\x90"])
def test_a_damaged_portion_is_counted_again(library: Library, content: bytes) -> None:
    first = _asked(library, "渡口")
    (kept,) = (library.derived.cache / "word-counts").rglob("*.counts")
    kept.write_bytes(content)
    assert _asked(library, "渡口") == first
    assert not kept.exists()


def test_counts_of_another_catalogue_are_dropped(library: Library) -> None:
    former = library.derived.cache / "word-counts" / "former" / "1.counts"
    former.parent.mkdir(parents=True)
    former.write_bytes(b"")
    assert _asked(library, "渡口").articles == (3, 3)
    assert not former.exists()


def test_a_cancelled_count_goes_on_where_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_counts, "AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(word_counts, "_REPORTED_EVERY", 1)
    asked = library.sets.of_text("渡口")
    with pytest.raises(SearchCancelled):
        keyness(library, asked, cancelled=lambda: len(told) > 4, progress=lambda *now: told.append(now))
    assert len(list((library.derived.cache / "word-counts").rglob("*.counts"))) == 2
    told.clear()
    assert keyness(library, asked, progress=lambda *now: told.append(now)).counted == (3, 3)
    assert told == [(4, 6), (5, 6)]


# -- other kinds of libraries


def _with_corrections(library: Library) -> None:
    for stored in articles_of(library)[:2]:
        at = stored.article.blocks[0].text.index("船" if "船" in stored.article.blocks[0].text else "桥")
        library.characters.correct(stored.id, CharacterPlace(Where.BLOCK, 0, at), "舟")


def test_a_pack_is_counted_as_its_library_is(library: Library, tmp_path: Path) -> None:
    _with_corrections(library)
    pack_up(library, tmp_path / "报.yuebao", PackChoice("何苇"))
    with closing(Library.open(tmp_path / "报.yuebao")) as pack:
        for asked in (("渡口",), ("渡口", "日期:1987-06-01..1987-06-04"), ("板车", "江边")):
            found = _asked(pack, *asked)
            assert found == _asked(library, *asked)
            assert found.counted == found.articles
            assert found.words


def test_what_cannot_be_searched_is_not_among_the_rest(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an unreachable server's days, neither side has any article, although they were counted before."""
    before = _asked(library, "江边", "渡口")
    engine, days = library.derived.engine, library.searcher.understand("日期:1987-06-01..1987-06-02")
    real, away = engine.matches, {*engine.matches(days).tolist()}

    def matches(query: Query, cancelled: Callable[[], bool] = lambda: False) -> NDArray[np.uint32]:
        found = real(query, cancelled)
        return found[~np.isin(found, [*away])]

    monkeypatch.setattr(engine, "matches", matches)
    monkeypatch.setattr(library, "lacked", lambda: (DateRange(None, None),))
    assert before.articles == (6, 3)
    assert _asked(library, "渡口").articles == (2, 2)
    assert _asked(library, "渡口").counted == (2, 2)


def test_which_pieces_are_words_is_forgotten_with_the_portion() -> None:
    portion_of([(1, "渡口的船开了")])  # the dictionary stays
    text = " ".join(f"ab{number:x}yz" for number in range(5_000))
    tracemalloc.start()
    try:
        portion_of([(2, text)])
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < 100_000
