"""Sequences of words are those of a naive count, of whatever articles in whatever issues; an answer is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.features.keyness import ngrams as module
from reader.features.keyness.keyness import LEAST_ARTICLES
from reader.features.keyness.ngrams import counted, ngrams, table_of, tokens_of
from reader.features.keyness.word_counts import is_word
from reader.features.packs.packing_up import PackChoice, pack_up
from reader.language.words import cut
from reader.library.library import Library
from tests import homes
from tests.laws import examples
from tests.library import drawn_sets
from tests.search.answering.test_dispersion import assert_alike, naive_dispersion

TEXTS = st.lists(
    st.text(alphabet="渡口的马灯亮了，板车三old town。\n ", max_size=40).map(lambda text: f"\n\n\n{text}"),
    min_size=3,
    max_size=8,
)


def chains(text: str) -> Iterator[list[str]]:
    """The words that stand together: punctuation, numbers and line ends are between the others."""
    for line in text.split("\n"):
        chain: list[str] = []
        for word in cut(line):
            if is_word(word):
                chain.append(word)
            elif not word.isspace():
                yield chain
                chain = []
        yield chain


def joined(words: Sequence[str]) -> str:
    text = words[0]
    for before, word in pairwise(words):
        text += " " * (before[-1].isascii() and word[0].isascii()) + word
    return text


@given(TEXTS, st.integers(2, 4), st.data())
@settings(max_examples=examples(60))
def test_law_they_are_those_of_a_naive_count(texts: list[str], length: int, data: st.DataObject) -> None:
    issue_of = {number: data.draw(st.integers(5, 7)) for number in range(len(texts))}
    found = counted(tokens_of(enumerate(texts), issue_of), length)
    times = Counter[tuple[str, ...]]()
    in_articles = defaultdict[tuple[str, ...], set[int]](set)
    in_issues = defaultdict[int, Counter[tuple[str, ...]]](Counter)
    sizes = Counter[int]()
    for number, text in enumerate(texts):
        for chain in chains(text):
            sizes[issue_of[number]] += len(chain)
            for at in range(len(chain) - length + 1):
                words = tuple(chain[at : at + length])
                times[words] += 1
                in_articles[words].add(number)
                in_issues[issue_of[number]][words] += 1
    listed = {words for words in times if len(in_articles[words]) >= LEAST_ARTICLES}
    assert found.total == len(listed)
    assert found.words == sizes.total()
    assert sorted((row.text, row.frequency, row.articles) for row in found.found) == sorted(
        (joined(words), times[words], len(in_articles[words])) for words in listed
    )
    issues = [issue for issue in sizes if sizes[issue]]
    of_text = {joined(words): words for words in listed}
    if len(of_text) == len(listed):
        for row in found.found:
            frequencies = [in_issues[issue][of_text[row.text]] for issue in issues]
            assert_alike(row.dispersion, naive_dispersion(frequencies, [sizes[issue] for issue in issues]))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    with closing(Library.open(drawn_sets.write(tmp_path / "报"))) as opened:
        opened.sync()
        yield opened


def test_the_most_frequent_come_first_and_a_pack_has_the_same(library: Library, tmp_path: Path) -> None:
    found = ngrams(library, library.sets.whole(), 2)
    assert found.found
    assert [row.frequency for row in found.found] == sorted(
        (row.frequency for row in found.found), reverse=True
    )
    assert found.articles == library.contents.counts().articles
    pack_up(library, tmp_path / "报.yuebao", PackChoice("何苇"))
    with closing(Library.open(tmp_path / "报.yuebao")) as pack:
        assert ngrams(pack, pack.sets.whole(), 2) == found
    assert [row[0] for row in table_of(found.found).rows] == [row.text for row in found.found]


def test_what_was_counted_is_not_counted_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = library.sets.of_text("渡口")
    found = ngrams(library, asked, 3)
    monkeypatch.setattr(module, "counted", None)
    assert ngrams(library, asked, 3) == found
    with pytest.raises(TypeError):
        ngrams(library, asked, 2)
    for path in library.derived.cache.rglob("*.ngrams"):
        path.write_bytes(b"torn")
    with pytest.raises(TypeError):
        ngrams(library, asked, 3)


def test_of_many_the_most_frequent_are_listed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = ngrams(library, library.sets.whole(), 2)
    monkeypatch.setattr(module, "MOST_LISTED", 5)
    found = ngrams(library, library.sets.whole(), 2)
    assert (found.found, found.total) == (everything.found[:5], everything.total)
