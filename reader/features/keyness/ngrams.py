"""Word sequences (n-grams): words that stand together in a set of articles, by frequency, and how they are spread.

Punctuation, and numbers in figures or characters, are no words and end a sequence, as the end of a paragraph does.
What is in fewer than `LEAST_ARTICLES` articles is not listed. An answer is kept in the library's cache: the same
question about the same articles is not counted again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
import zstandard
from msgspec import Struct

from reader import do_nothing, never
from reader.export.tables import Table
from reader.features.keyness.keyness import LEAST_ARTICLES
from reader.features.keyness.word_counts import Numbers, cache_folder, is_word, words_of
from reader.i18n import count, say
from reader.language.library_names import NO_NAMES, LibraryNames
from reader.library.article_set import ArticleSet
from reader.library.derived_data import reporting_damaged_data
from reader.library.library import Library
from reader.search.answering.dispersion import Dispersion, Mask, cells_of, dispersions
from reader.search.documents import SearchCancelled
from reader.storage.regular_file import write_whole

LENGTHS = (2, 3, 4, 5, 6)
"""The numbers of words of a sequence that can be asked for."""
MOST_LISTED = 20_000
"""The number of sequences that are listed at most, the most frequent."""
_KEPT = 8
"""The number of answers that are kept."""
_REPORTED_EVERY = 50
_MOST_KNOWN = 1 << 16
_MOST_BYTES = 1 << 26
_END = 0
"""The number of what is no word, and ends a sequence."""


class NGram(Struct, frozen=True):
    """A sequence of words as printed, with its frequency, the number of articles with it, and how it is spread."""

    text: str
    frequency: int
    articles: int
    dispersion: Dispersion


class NGrams(Struct, frozen=True):
    """The sequences of `length` words by frequency, descending; `total` counts those that are not listed, too.

    `articles` is the number of articles of the set, `words` that of their words.
    """

    length: int
    found: tuple[NGram, ...] = ()
    total: int = 0
    articles: int = 0
    words: int = 0


class Tokens(Struct, frozen=True):
    """The words of articles one after another, as numbers of the vocabulary, `_END` for the end of a sequence.

    `articles` and `issues` are, for each of them, the number of its article and of its issue.
    """

    words: Numbers
    articles: Numbers
    issues: Numbers
    vocabulary: tuple[str, ...]


def ngrams(
    library: Library,
    asked: ArticleSet,
    length: int,
    *,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], object] = do_nothing,
) -> NGrams:
    """Return the sequences of `length` words of a set of articles.

    `progress` is called with the number of articles read and the total. Raises like `keyness`.
    """
    with reporting_damaged_data():
        derived = library.derived
        catalogue = derived.catalogue
        issue_of = catalogue.tree.issues_of_articles()
        matching = derived.engine.matches(asked.query, cancelled).tolist()
        ids = sorted(each for each in matching if each in issue_of)
        issues = [issue_of[each] for each in ids]
        kept = _Kept(cache_folder(derived) / "ngrams", ids, issues, length)
        answer = kept.read()
        if answer is not None:
            return answer
        texts = catalogue.search_texts(ids)
        tokens = tokens_of(
            _reported(texts, len(ids), cancelled, progress),
            dict(zip(ids, issues, strict=True)),
            derived.engine.names(),
        )
        answer = counted(tokens, length)
        kept.write(answer)
        return answer


def _reported(
    texts: Iterable[tuple[int, str]],
    total: int,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], object],
) -> Iterator[tuple[int, str]]:
    for number, text in enumerate(texts):
        if cancelled():
            raise SearchCancelled
        if not number % _REPORTED_EVERY:
            progress(number, total)
        yield text


def tokens_of(
    texts: Iterable[tuple[int, str]], issue_of: dict[int, int], names: LibraryNames = NO_NAMES
) -> Tokens:
    number_of: dict[str, int] = {}
    is_known_word = lru_cache(_MOST_KNOWN)(is_word)
    words = array("I")
    lengths = array("I")
    issues = array("q")
    for article_id, text in texts:
        before = len(words)
        for run in words_of(text, names):
            for word in run:
                if is_known_word(word):
                    words.append(number_of.setdefault(word, len(number_of) + 1))
                elif not word.isspace():
                    words.append(_END)
            words.append(_END)
        lengths.append(len(words) - before)
        issues.append(issue_of[article_id])
    of_article = np.frombuffer(lengths, np.uint32).astype(np.int64)
    _, issue_numbers = np.unique(np.frombuffer(issues, np.int64), return_inverse=True)
    return Tokens(
        np.frombuffer(words, np.uint32).astype(np.int64),
        np.repeat(np.arange(len(of_article)), of_article),
        np.repeat(issue_numbers, of_article),
        ("", *number_of),
    )


def counted(tokens: Tokens, length: int) -> NGrams:
    """Return the sequences of `length` words.

    One can only be in enough articles if the one that is a word shorter, where it begins, occurs as often.
    """
    number_of = _numbers_of_frequent(tokens.words, tokens.words != _END)
    at_place = number_of
    for step in range(1, length):
        following = np.zeros_like(number_of)
        following[:-step] = number_of[step:]
        pairs = at_place * (int(number_of.max(initial=0)) + 1) + following
        at_place = _numbers_of_frequent(pairs, (at_place > 0) & (following > 0))
    places = np.flatnonzero(at_place)
    found = at_place[places] - 1
    listed, total = _listed(tokens, places, found, length)
    return NGrams(
        length,
        listed,
        total,
        len(np.unique(tokens.articles)),
        int(np.count_nonzero(tokens.words)),
    )


def _numbers_of_frequent(values: Numbers, are_meant: Mask) -> Numbers:
    """Return for each place the number of its value, from 1; 0 where none is meant, or the value is too rare."""
    _, places, counts = np.unique(values[are_meant], return_inverse=True, return_counts=True)
    is_frequent = counts >= LEAST_ARTICLES
    numbers = np.where(is_frequent, np.cumsum(is_frequent), 0)
    found = np.zeros(len(values), np.int64)
    found[are_meant] = numbers[places]
    return found


def _listed(tokens: Tokens, places: Numbers, found: Numbers, length: int) -> tuple[tuple[NGram, ...], int]:
    """Return the sequences that are in enough articles, `found` at these places, and the number of all of them."""
    number = int(found.max(initial=-1)) + 1
    once = np.ones(len(found), np.int64)
    in_articles = np.bincount(cells_of(found, tokens.articles[places], once).words, minlength=number)
    frequencies = np.bincount(found, minlength=number)
    enough = np.flatnonzero(in_articles >= LEAST_ARTICLES)
    ranked = enough[np.argsort(-frequencies[enough], kind="stable")]
    least = int(frequencies[ranked[min(MOST_LISTED, len(ranked)) - 1]]) if len(ranked) else 0
    chosen = ranked[frequencies[ranked] >= least]
    spread = _spread(tokens, places, found, chosen)
    _, firsts = np.unique(found, return_index=True)
    rows = [
        NGram(_text_at(tokens, int(places[firsts[each]]), length), frequency, articles, dispersion)
        for each, frequency, articles, dispersion in zip(
            chosen.tolist(), frequencies[chosen].tolist(), in_articles[chosen].tolist(), spread, strict=True
        )
    ]
    rows.sort(key=_by_frequency)
    return tuple(rows[:MOST_LISTED]), len(enough)


def _by_frequency(row: NGram) -> tuple[int, str]:
    return -row.frequency, row.text


def _spread(tokens: Tokens, places: Numbers, found: Numbers, chosen: Numbers) -> list[Dispersion]:
    """Return the dispersions of the chosen sequences over issues, which are as large as they have words."""
    is_word_here = tokens.words != _END
    sizes = np.bincount(tokens.issues[is_word_here])
    own_number = np.full(int(found.max(initial=-1)) + 1, -1)
    own_number[chosen] = np.arange(len(chosen))
    is_chosen = own_number[found] >= 0
    own = own_number[found[is_chosen]]
    cells = cells_of(own, tokens.issues[places[is_chosen]], np.ones(len(own), np.int64))
    return dispersions(cells, sizes, len(chosen)).of_words(np.arange(len(chosen)))


def _text_at(tokens: Tokens, place: int, length: int) -> str:
    """Return the sequence at a place as printed: a space stands between words of letters."""
    text = ""
    for number in tokens.words[place : place + length].tolist():
        word = tokens.vocabulary[number]
        if text and text[-1].isascii() and word[0].isascii():
            text += " "
        text += word
    return text


class _Kept:
    """The file in the library's cache with the answer to a question: about articles, in their issues."""

    def __init__(self, folder: Path, ids: Sequence[int], issues: Sequence[int], length: int) -> None:
        asked = msgspec.msgpack.encode((length, LEAST_ARTICLES, MOST_LISTED, ids, issues))
        self._folder = folder
        self._path = folder / f"{blake2b(asked, digest_size=16).hexdigest()}.ngrams"

    def read(self) -> NGrams | None:
        with suppress(OSError, ValueError, zstandard.ZstdError):
            content = zstandard.decompress(self._path.read_bytes(), max_output_size=_MOST_BYTES)
            return msgspec.msgpack.decode(content, type=NGrams)
        return None

    def write(self, answer: NGrams) -> None:
        """Keep an answer, and the latest others; on a full disk it is counted again."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            packed = zstandard.compress(msgspec.msgpack.encode(answer), 3)
            write_whole(self._path, packed, replaces=True)
            others = sorted(self._folder.glob("*.ngrams"), key=lambda path: path.stat().st_mtime)
            for path in others[:-_KEPT]:
                path.unlink(missing_ok=True)


def headings() -> tuple[str, ...]:
    """Return the headings of the columns of `numbers_of`."""
    return say("次数"), say("篇数"), say("期数"), "DP", "D"


def numbers_of(row: NGram) -> tuple[str, ...]:
    counts = (row.frequency, row.articles, row.dispersion.issues)
    return *(f"{each:,}" for each in counts), *row.dispersion.in_words()


def size_in_words(found: NGrams) -> str:
    return say("，").join([count(found.articles, "{n} 篇"), count(found.words, "{n} 个词")])


def to_json(row: NGram) -> dict[str, object]:
    counts = {"words": row.text, "frequency": row.frequency, "articles": row.articles}
    return {**counts, **row.dispersion.as_json()}


def table_of(rows: Iterable[NGram]) -> Table:
    names = ("words", "frequency", "articles", "issues", "dp", "juilland_d")
    cells = (
        (row.text, row.frequency, row.articles, row.dispersion.issues, *row.dispersion.cells())
        for row in rows
    )
    return Table((say("词串"), *headings()), names, cells)
