"""Cuts text into words by jieba's dictionary and algorithm; the dictionary is read on first use, in milliseconds.

jieba itself has its dictionary, and its model of unknown words, in 90 MB of Python objects, which it builds in half a
second at each start. Here the words are in a succinct trie (marisa), in a file of 3 MB. Segmentation is the same as in
jieba (github.com/fxsjy/jieba, MIT): the most probable sequence of dictionary words. Runs of single characters in it are
segmented by the Viterbi path of a hidden Markov model. Its states are the beginning, the middle and the end of a word,
and a word of one character.
"""

from __future__ import annotations

import json
import math
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reader import assets
from reader.language.equality import simplified
from reader.language.library_names import NO_NAMES, LibraryNames, counts_in
from reader.language.own_words import LONGEST, own_words
from reader.language.patterns import pattern

if TYPE_CHECKING:
    import marisa_trie


T = TypeVar("T")


def portions(items: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Yield the items in batches, in order, each of a total `size` of up to `most`; a larger item is a batch alone."""
    portion: list[T] = []
    filled = 0
    for item in items:
        more = size(item)
        if portion and filled + more > most:
            yield portion
            portion = []
            filled = 0
        portion.append(item)
        filled += more
    if portion:
        yield portion


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield a text in pieces of at most `most` characters, cut after a sentence or a line if possible."""
    begin = 0
    while len(text) - begin > most:
        half = begin + most // 2
        end = begin + most
        cut = max(text.rfind("\n", half, end), text.rfind("。", half, end)) + 1 or end
        yield text[begin:cut]
        begin = cut
    yield text[begin:]


def words(text: str, names: LibraryNames = NO_NAMES) -> list[str]:
    """Return the words of `text` in order; nothing is left out, so that joined they are `text`.

    Those of a library are cut by its `names`, too.
    """
    return dictionary(names).cut(text, True)


def known_words(text: str) -> list[str]:
    """Return a text cut like `words` does, but only into dictionary words and single characters."""
    return dictionary().cut(text, False)


def word_spans(before: str, after: str) -> bool:
    """Return whether a word of the dictionary begins in `before` and ends in the text `after` it."""
    before = before[-8:]
    after = after[:8]
    trie = dictionary().trie
    text = before + after
    seam = len(before)
    longest = (at + len((trie.prefixes(text[at:]) or ("",))[-1]) for at in range(seam))
    # a word of the dictionary, or of letters
    if not _LETTER.match(after) and all(end <= seam for end in longest):
        return False
    at = 0
    for word in dictionary().cut(text, False):
        if at < seam < at + len(word):
            return True
        at += len(word)
    return False


class WordMatch(Enum):
    WHOLE = auto()
    """The string is one or several whole words or names."""
    PART = auto()
    """The string is part of a longer word with a related meaning: 中学 in 高中学生."""
    BROKEN = auto()
    """The string crosses a word boundary (民生 in 市民生活), or is part of a longer name (水芹 in 祝水芹), number, or
    Latin word (ai in email)."""


WINDOW = 4
"""The number of characters on each side of a string that decide its `WordMatch`."""


@lru_cache(maxsize=1 << 10)
def standing(before: str, text: str, after: str, names: LibraryNames = NO_NAMES) -> WordMatch:
    """Return the `WordMatch` of `text` between the `WINDOW` characters `before` and `after` it."""
    if not (before[-1:].isalnum() or after[:1].isalnum()):
        return WordMatch.WHOLE
    window = before + text + after
    begin = len(before)
    end = len(before) + len(text)
    seams = {0}
    at = 0
    for word in dictionary(names).cut(window, False):
        if at <= begin and end <= at + len(word) and word != text:
            if word.isascii() or _is_own_name(word, names):
                return WordMatch.BROKEN
            return WordMatch.PART
        at += len(word)
        seams.add(at)
    if not {begin, end} <= seams or (
        len(text) <= _LONGEST_GIVEN_NAME and _is_in_name(window, begin, end, names)
    ):
        return WordMatch.BROKEN
    if after[:1] and after[0] in _SUFFIXES and end + 1 in seams:
        return WordMatch.PART
    return WordMatch.WHOLE


_LONGEST_GIVEN_NAME = 2
_NOT_SURNAMES = "于和向由都来那但时应连全任位成区路元原边段"
"""Surnames that are far more often ordinary words."""
_SUFFIXES = "厂社队校院局所站店馆会部司团组厅室"
"""Characters that make the preceding word the name of an institution (水泵厂), which may not be in the dictionary."""


def _is_own_name(word: str, names: LibraryNames) -> bool:
    """Return whether a word is one of the reader's own, or a library's, and a person's name."""
    from reader.language.names import is_name

    return word in dictionary(names).own_chances and is_name(word)


def _is_in_name(window: str, begin: int, end: int, names: LibraryNames) -> bool:
    """Return whether `[begin, end)` is part of a longer name that is not in the dictionary."""
    from reader.language.names import is_name, is_surname

    if not any(is_surname(character) for character in window[max(0, begin - 2) : begin + 1]):
        return False
    at = 0
    last = ""
    for word in dictionary(names).cut(window, True):
        if at <= begin and end <= at + len(word):
            if end - begin < len(word):
                return is_name(word)
            return len(last) == 1 and last not in _NOT_SURNAMES and is_name(last + word)
        at += len(word)
        last = word
    return False


@lru_cache(maxsize=1 << 12)
def chance_of_best_cut(text: str) -> float:
    """Return the log probability of the most probable segmentation of a text."""
    lexicon = dictionary()
    up_to = [0.0] + [-math.inf] * len(text)
    for at in range(len(text)):
        so_far = up_to[at]
        up_to[at + 1] = max(up_to[at + 1], so_far + lexicon.least)
        for word, number in lexicon.trie.iter_prefixes_with_ids(text[at : at + _LONGEST]):
            end = at + len(word)
            up_to[end] = max(up_to[end], so_far + lexicon.chances[lexicon.rank[number]])
        for end, chance in lexicon.own_at(text, at) if lexicon.own_chances else ():
            up_to[end] = max(up_to[end], so_far + chance)
    return up_to[-1]


def names_person(word: str) -> bool:
    lexicon = dictionary()
    return word in lexicon.trie and bool(lexicon.is_person[lexicon.trie[word]])


def has_word(text: str) -> bool:
    return dictionary().chance(text) is not None


def is_known(text: str) -> bool:
    """Return whether `text` is a dictionary word of two or more characters, and more probable than several words."""
    return len(text) > 1 and dictionary().cut(text, False) == [text]


def han_words(*lengths: int) -> list[str]:
    """Return the dictionary's words of these lengths (in characters) that consist of basic Han characters."""
    import marisa_trie

    sizes = {_BYTES_OF_HAN * length for length in lengths}
    # words as bytes are listed in half the time of strings
    all_words = marisa_trie.BinaryTrie().map(dictionary().mapped).iterkeys()
    lines = b"\n".join(word for word in all_words if len(word) in sizes).decode()
    several = "|".join(f"[\u4e00-\u9fff]{{{length}}}" for length in lengths)
    return re.findall(f"^(?:{several})$", lines, re.MULTILINE)


_BYTES_OF_HAN = 3
"""Size of a basic Han character in UTF-8."""


def rarity(word: str) -> float:
    """Return the negative log probability of a word; that of the rarest word if it is not in the dictionary."""
    chance = dictionary().chance(word)
    if chance is None:
        return -dictionary().least
    return -chance


def cost(text: str) -> float:
    """Return the negative log probability of the most probable segmentation of a text into dictionary words."""
    return sum(map(rarity, known_words(text)))


_LIBRARIES = 4
"""The number of libraries whose dictionaries are remembered."""


@lru_cache(maxsize=_LIBRARIES)
def dictionary(names: LibraryNames = NO_NAMES) -> Dictionary:
    """Return the dictionary with the reader's own words, and the names of a library."""
    added = _added_counts(names)
    if added:
        return _listed_words().with_words(added)
    return _listed_words()


def _added_counts(names: LibraryNames) -> Mapping[str, int]:
    """Return how often each word that is added to the dictionary occurs in jieba's corpus, as if it stood there."""
    return {**counts_in(names), **_own_counts()}


@cache
def _own_counts() -> Mapping[str, int]:
    """Return how often each of the reader's own words occurs in jieba's corpus, as if it stood there.

    Where that is not said, it is so often that the word is more probable than the words which it would be cut into.
    """
    listed = _listed_words()
    return {word: count or listed.suggested_count(word) for word, count in own_words().counts.items()}


def counts_of_names(forms: Iterable[str]) -> dict[str, int]:
    """Return how often names would have to occur in jieba's corpus to be words; without those that are.

    Of `forms`, in search form, those of Han characters alone are taken, also in simplified characters.
    """
    listed = _listed_words()
    counts: dict[str, int] = {}
    for form in forms:
        for name in (form, simplified(form)):
            if name not in listed.trie and 1 < len(name) <= LONGEST and _HAN.fullmatch(name):
                counts[name] = listed.suggested_count(name)
    return counts


def stamp(names: LibraryNames) -> str:
    """Return what differs where the texts of a library are cut otherwise; "" where by the dictionary alone."""
    stamps = [own_words().stamp]
    if counts_in(names):
        stamps.append(names.stamp)
    return "+".join(filter(None, stamps))


def use_other_own_words() -> None:
    """Have the words that the environment names now."""
    for remembered in (own_words, _own_counts, dictionary, _cutter, standing, chance_of_best_cut):
        remembered.cache_clear()


@cache
def _listed_words() -> Dictionary:
    """Read the dictionary from the resources; `tools.tables.dictionary_file` says what its file holds."""
    import marisa_trie

    with assets.resource(FILE).open("rb") as file:
        head = json.loads(file.readline())
        trie, rank, is_person, chances, emitted = map(file.read, head["sizes"])
    by_state = memoryview(emitted).cast("d")
    width = LAST + 1 - FIRST
    return Dictionary(
        trie,
        marisa_trie.Trie().map(trie),
        memoryview(rank).cast("H"),
        is_person,
        memoryview(chances).cast("d"),
        head["least"],
        head["begun"],
        head["followed"],
        {state: by_state[i * width : (i + 1) * width] for i, state in enumerate(STATES)},
    )


# Words cut by `rjieba` (the same algorithm and dictionary in Rust) if it is installed, else by jieba itself.
#
# Cutting an article takes `rjieba` some 0.1 ms, the others some 2 ms. Both are slow to load, and meant for processes
# that read many files. A window only needs the functions above, which cut Han characters alike and are loaded
# in milliseconds.


_CUT_AT_ONCE = 200_000
"""The number of characters that are cut at a time: their words need thirty times as much memory."""


def cut(text: str, names: LibraryNames = NO_NAMES) -> list[str]:
    """Return what `words` returns; faster for many texts, but slower to load.

    With `rjieba`, “2024-11-09” and “www.example.cn” stay whole.
    """
    return _cutter(names)(text)


def index_words(text: str, names: LibraryNames = NO_NAMES) -> list[str]:
    """Return the words of a text to be indexed, without duplicates.

    They have two characters or more, not only punctuation. Single characters are indexed as grams.
    """
    words: dict[str, None] = {}
    for piece in pieces(text, _CUT_AT_ONCE):
        words |= dict.fromkeys(cut(piece, names))
    return [word for word in words if len(word) > 1 and (word.isalnum() or any(map(str.isalnum, word)))]


@lru_cache(maxsize=2)  # one that has words added takes as much memory as jieba
def _cutter(names: LibraryNames) -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        return _cutter_of_jieba(names)
    cut = rjieba.cut
    count_by_new_word = _added_counts(names)
    if count_by_new_word:
        cutter = rjieba.Jieba()
        for word, count in count_by_new_word.items():
            cutter.add_word(word, count, "n")
        cut = cutter.cut

    def cut_with_new_words(text: str) -> list[str]:
        return cut(text, True)

    return cut_with_new_words


def _cutter_of_jieba(names: LibraryNames) -> Callable[[str], list[str]]:
    """Return what jieba cuts with, or what a window cuts with where jieba was left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the source of jieba 0.42.1
        try:
            import jieba
        except ImportError:
            return partial(words, names=names)
    cutter = jieba.Tokenizer()
    # by itself it would load a file of the machine's common temporary folder, which anybody may have put there
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    for word, count in _added_counts(names).items():
        cutter.add_word(word, count)
    cut_by_jieba: Callable[[str], list[str]] = cutter.lcut
    return cut_by_jieba


FILE = "wordlists/dictionary.bin"
"""The dictionary among the resources."""
# The first and the last character (code points) for which the model has probabilities.
FIRST = 0x4E00
LAST = 0x9FD5
STATES = "BMES"
_BEFORE = {"B": "ES", "M": "MB", "S": "SE", "E": "BM"}
# jieba's value for what the model does not have
NEVER = -3.14e100
_LONGEST = 16
"""The length, in characters, of the dictionary's longest word."""

_STRETCH = pattern(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_GAP = pattern(r"(\r\n|\s)")
_HAN = pattern(r"([\u4E00-\u9FD5]+)")
_LATIN = pattern(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_LETTER = pattern(r"[a-zA-Z0-9]")


class Dictionary(Struct, frozen=True):
    """The words of the dictionary with their log probabilities, and the hidden Markov model.

    Attributes:
        mapped: the bytes that `trie` reads in place.
        trie: the words; each has an id.
        rank: by word id, the index of the word's log probability in `chances`.
        is_person: by word id, whether the word is tagged as a person's name.
        chances: the distinct log probabilities of words; equally frequent words share one.
        least: the log probability of a character that is not in the dictionary.
        begun: the model's initial log probabilities, by state.
        followed: the model's transition log probabilities, by state and next state.
        emitted: the model's emission log probabilities, by state and character.
        own_chances: the log probabilities of the reader's own words, and of a library's names.
    """

    mapped: bytes
    trie: marisa_trie.Trie
    rank: Sequence[int]
    is_person: Sequence[int]
    chances: Sequence[float]
    least: float
    begun: Mapping[str, float]
    followed: Mapping[str, Mapping[str, float]]
    emitted: Mapping[str, Sequence[float]]
    own_chances: Mapping[str, float] = {}

    def cut(self, text: str, guess: bool) -> list[str]:
        """Return the words of `text` in order; nothing is left out, so that joined they are `text`.

        With `guess`, they include words that are not in the dictionary but probable by the model.
        """
        parts: list[str] = []
        for number, stretch in enumerate(_STRETCH.split(text)):
            if not number % 2:  # between two stretches
                for piece in _GAP.split(stretch) if stretch else ():
                    parts += [piece] if _GAP.match(piece) else list(piece)
            elif guess:
                parts += self._guessed(self._known(stretch))
            else:
                words = self._known(stretch)
                parts += _letters_joined(words) if _LETTER.search(stretch) else words
        return parts

    def chance(self, word: str) -> float | None:
        """Return the log probability of a word; None if it is not in the dictionary."""
        if word in self.own_chances:
            return self.own_chances[word]
        return self.chances[self.rank[self.trie[word]]] if word in self.trie else None

    def with_words(self, counts: Mapping[str, int]) -> Dictionary:
        """Return the dictionary with these words, as if each occurred so often in jieba's corpus besides all others.

        It is computed as jieba does, to the last bit: of two ways that are as probable, the same one is taken.
        """
        listed_count = sum(
            self._count_of(self.chances[self.rank[self.trie[word]]]) for word in counts if word in self.trie
        )
        total = self._count_of(0.0) + sum(counts.values()) - listed_count
        log_total = math.log(total)
        return replace(
            self,
            chances=[math.log(self._count_of(chance)) - log_total for chance in self.chances],
            least=-log_total,
            own_chances={word: math.log(count) - log_total for word, count in counts.items()},
        )

    def _count_of(self, chance: float) -> int:
        """Return how often what has a log probability occurs in jieba's corpus."""
        return max(1, round(math.exp(chance - self.least)))

    def suggested_count(self, word: str) -> int:
        """Return how often a word would have to occur to be more probable than the words it is cut into."""
        chance_of_parts = 0.0
        for part in self._known(word):
            chance = self.chance(part)
            if chance is None:
                chance = self.least
            chance_of_parts += chance
        count = int(math.exp(chance_of_parts - self.least)) + 1
        chance_of_whole = self.chance(word)
        if chance_of_whole is None:
            return count
        return max(count, round(math.exp(chance_of_whole - self.least)))

    def own_at(self, text: str, at: int) -> Iterator[tuple[int, float]]:
        """Yield where each of the reader's own words that begins in a text at a place ends, and its log probability."""
        for end in range(at + 2, min(at + LONGEST, len(text)) + 1):
            chance = self.own_chances.get(text[at:end])
            if chance is not None:
                yield end, chance

    def _known(self, text: str) -> list[str]:
        """Return the most probable segmentation into dictionary words; of equal ones, that with longer words first."""
        words_at = self.trie.iter_prefixes_with_ids
        chances = self.chances
        rank = self.rank
        best = [0.0] * (len(text) + 1)
        ends = [0] * len(text)
        for at in range(len(text) - 1, -1, -1):
            most = -math.inf
            end = at
            for word, number in words_at(text[at : at + _LONGEST]):
                after = at + len(word)
                chance = chances[rank[number]] + best[after]
                if chance >= most:
                    most = chance
                    end = after
            for after, own_chance in self.own_at(text, at) if self.own_chances else ():
                chance = own_chance + best[after]
                if chance > most or (chance == most and after > end):
                    most = chance
                    end = after
            if end == at:
                most = best[at + 1] + self.least
                end = at + 1
            best[at] = most
            ends[at] = end
        words = []
        at = 0
        while at < len(text):
            words.append(text[at : ends[at]])
            at = ends[at]
        return words

    def _guessed(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the words, with runs of single characters segmented again by the model."""
        singles = ""
        for word in [*words, ""]:
            if len(word) == 1:
                singles += word
                continue
            if len(singles) < 2 or singles in self.trie:
                yield from singles
            else:
                for stretch in _HAN.split(singles):
                    if _HAN.match(stretch):
                        yield from self._by_model(stretch)
                    else:
                        yield from filter(None, _LATIN.split(stretch))
            singles = ""
            if word:
                yield word

    def _by_model(self, text: str) -> Iterator[str]:
        """Yield the words of a text according to the most probable states of its characters (Viterbi)."""
        codes = [ord(character) - FIRST for character in text]
        chances = {state: self.begun[state] + self.emitted[state][codes[0]] for state in STATES}
        paths = {state: state for state in STATES}
        for code in codes[1:]:
            best: dict[str, tuple[float, str]] = {}
            for state in STATES:
                emitted = self.emitted[state][code]
                best[state] = max(
                    (chances[last] + self.followed[last].get(state, NEVER) + emitted, last)
                    for last in _BEFORE[state]
                )
            chances = {state: chance for state, (chance, _) in best.items()}
            paths = {state: paths[last] + state for state, (_, last) in best.items()}
        _, last = max((chances[state], state) for state in "ES")
        begin = 0
        for at, state in enumerate(paths[last]):
            if state in "ES":
                yield text[begin : at + 1]
                begin = at + 1


def _letters_joined(words: Sequence[str]) -> Iterator[str]:
    """Yield the words, with consecutive single letters and digits joined into one word."""
    letters = ""
    for word in words:
        if len(word) == 1 and _LETTER.match(word):
            letters += word
            continue
        if letters:
            yield letters
            letters = ""
        yield word
    if letters:
        yield letters
