"""How often each word is in each article: counted on first use, and kept in the library's cache in portions.

An article's row in a catalogue never changes, so that what was counted of it stays true. A portion is a file with the
words of up to `AT_ONCE` articles; two of them may have the same article, if two processes counted it.
"""

import re
import shutil
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

import msgspec
import numpy as np
import zstandard
from msgspec import Struct
from numpy.typing import NDArray

from reader.language.equality import simplified
from reader.language.forms import SEARCH_FORM
from reader.language.library_names import NO_NAMES, LibraryNames
from reader.language.words import cut, pieces
from reader.language.words import stamp as stamp_of_words
from reader.library.derived_data import Derived
from reader.search.answering.places import runs
from reader.search.documents import SearchCancelled
from reader.storage.regular_file import write_whole

Numbers: TypeAlias = NDArray[np.int64]
Short: TypeAlias = NDArray[np.uint32]

RULES = 1
"""Version of the rules by which words are counted."""
AT_ONCE = 4000
_REPORTED_EVERY = 50
_CUT_AT_ONCE = 200_000
_MOST_KNOWN = 1 << 16
_MOST_BYTES = 1 << 28
_NUMERALS = frozenset("〇○零一二两三四五六七八九十百千万亿第几兩萬億幾")


def is_word(text: str) -> bool:
    """Return whether a piece that jieba cut is a word: not punctuation, nor a number in figures or characters."""
    has_letter = text.isalpha() or any(map(str.isalpha, text))
    return has_letter and not text[0].isdecimal() and not _NUMERALS.issuperset(text)


def counts_of(
    text: str, is_word: Callable[[str], bool] = is_word, names: LibraryNames = NO_NAMES
) -> dict[str, int]:
    """Return how often each word is in a search text, as printed: cut in simplified characters, as for the index."""
    found = Counter[str]()
    for words in words_of(text, names):
        found.update(words)
    return {word: count for word, count in found.items() if is_word(word)}


def words_of(text: str, names: LibraryNames = NO_NAMES) -> Iterator[Iterable[str]]:
    """Yield what each stretch of a search text is cut into, as printed: words, punctuation, spaces, numbers.

    It is cut in simplified characters, by the names of a library, too. A stretch is a run of the text, or a piece of a
    very long one.
    """
    for begin, end in runs(text):
        for piece in pieces(text[begin:end], _CUT_AT_ONCE):
            plain = simplified(piece)
            if plain is piece:
                yield cut(piece, names)
            else:
                yield _as_printed(piece, cut(plain, names))


def _as_printed(text: str, words: Iterable[str]) -> Iterator[str]:
    at = 0
    for word in words:
        yield text[at : at + len(word)]
        at += len(word)


def cache_folder(derived: Derived) -> Path:
    """Return the folder of what is counted of the articles of a catalogue, by these rules, own words and names.

    Raises like the engine.
    """
    rules = "-".join(filter(None, (str(RULES), str(SEARCH_FORM), stamp_of_words(derived.engine.names()))))
    stamp = re.sub(r"[^\w-]", "-", f"{rules}-{derived.catalogue.identity()}")
    return derived.cache / "word-counts" / stamp


class Portion(Struct, frozen=True, array_like=True):
    """The counts of some articles: for each of them the number of its different words, which these are, how often."""

    ids: bytes
    lengths: bytes
    numbers: bytes
    counts: bytes
    words: tuple[str, ...]

    def arrays(self) -> tuple[Numbers, Short, Short, Short]:
        lengths, numbers, counts = (
            np.frombuffer(column_bytes, np.uint32)
            for column_bytes in (self.lengths, self.numbers, self.counts)
        )
        return np.frombuffer(self.ids, np.int64), lengths, numbers, counts

    def is_sound(self) -> bool:
        ids, lengths, numbers, counts = self.arrays()
        are_whole = len(ids) == len(lengths) and int(lengths.sum()) == len(numbers) == len(counts)
        return are_whole and len(np.unique(ids)) == len(ids) and bool((numbers < len(self.words)).all())


def portion_of(texts: Iterable[tuple[int, str]], names: LibraryNames = NO_NAMES) -> Portion:
    number_of: dict[str, int] = {}
    ids = array("q")
    lengths = array("I")
    numbers = array("I")
    counts = array("I")
    is_known_word = lru_cache(_MOST_KNOWN)(is_word)  # its 13 MB go with the portion
    for article_id, text in texts:
        count_by_word = counts_of(text, is_known_word, names)
        ids.append(article_id)
        lengths.append(len(count_by_word))
        numbers.extend([number_of.setdefault(word, len(number_of)) for word in count_by_word])
        counts.extend(count_by_word.values())
    return Portion(ids.tobytes(), lengths.tobytes(), numbers.tobytes(), counts.tobytes(), tuple(number_of))


class WordCounts:
    """The counts of a library's articles. Raises like its catalogue and its engine."""

    def __init__(self, derived: Derived) -> None:
        self._catalogue = derived.catalogue
        self._names = derived.engine.names()
        self._folder = cache_folder(derived)

    def portions(
        self,
        article_ids: Numbers,
        alive: Numbers,
        progress: Callable[[int, int], object],
        cancelled: Callable[[], bool],
    ) -> Iterator[tuple[Portion, Numbers]]:
        """Yield portions with all articles `article_ids` that exist, each with the ids that are to be taken from it.

        Those that are not counted yet are counted, and kept portion by portion. `progress` is called with the number of
        articles counted and the total. Files of articles that are no longer among those `alive` are deleted. Raises
        SearchCancelled soon after `cancelled()` becomes true.
        """
        left = np.unique(article_ids)
        for path in sorted(self._folder.glob("*.counts")):
            if cancelled():
                raise SearchCancelled
            portion = _read(path)
            ids = portion.arrays()[0] if portion else np.empty(0, np.int64)
            if portion is None or not np.isin(ids, alive, assume_unique=True).any():
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            elif len(portion_ids := ids[np.isin(ids, left, assume_unique=True)]):
                left = left[~np.isin(left, portion_ids, assume_unique=True)]
                yield portion, portion_ids
        done = len(article_ids) - len(left)
        total = len(article_ids)

        def texts(ids: Sequence[int]) -> Iterator[tuple[int, str]]:
            for number, pair in enumerate(self._catalogue.search_texts(ids)):
                if cancelled():
                    raise SearchCancelled
                if not number % _REPORTED_EVERY:
                    progress(done + number, total)
                yield pair

        for at in range(0, len(left), AT_ONCE):
            portion = portion_of(texts(left[at : at + AT_ONCE].tolist()), self._names)
            done += AT_ONCE
            self._keep(portion)
            yield portion, portion.arrays()[0]

    def _keep(self, portion: Portion) -> None:
        """Keep a portion, and none of other rules or another catalogue; on a full disk it is counted again."""
        with suppress(OSError):
            if not self._folder.exists():
                shutil.rmtree(self._folder.parent, ignore_errors=True)
                self._folder.mkdir(parents=True, exist_ok=True)
            packed = zstandard.compress(msgspec.msgpack.encode(portion), 3)
            write_whole(self._folder / f"{uuid4().hex}.counts", packed, replaces=False)


def _read(path: Path) -> Portion | None:
    """Return a kept portion; None if it can't be read."""
    with suppress(OSError, ValueError, zstandard.ZstdError):
        content = zstandard.decompress(path.read_bytes(), max_output_size=_MOST_BYTES)
        portion = msgspec.msgpack.decode(content, type=Portion)
        if portion.is_sound():
            return portion
        return None
    return None
