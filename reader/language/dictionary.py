"""jieba's dictionary and its model of unknown words, in a file of 3 MB that is read in milliseconds.

jieba itself has its dictionary in 90 MB of Python objects, which it builds in half a second at each start. Here the
words are in a succinct trie (marisa). Segmentation is the same as in jieba
(github.com/fxsjy/jieba, MIT): the most probable sequence of dictionary words. Runs of single characters in it are
segmented by the Viterbi path of a hidden Markov model. Its states are the beginning, the middle and the end of a word,
and a word of one character.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence

import marisa_trie
from msgspec import Struct

from reader import assets

FILE = "wordlists/dictionary.bin"
"""The dictionary among the resources."""
# The first and the last character (code points) for which the model has probabilities.
FIRST, LAST = 0x4E00, 0x9FD5
STATES = "BMES"
_BEFORE = {"B": "ES", "M": "MB", "S": "SE", "E": "BM"}
# jieba's value for what the model does not have
NEVER = -3.14e100
_LONGEST = 16
"""The length, in characters, of the dictionary's longest word."""

_STRETCH = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_GAP = re.compile(r"(\r\n|\s)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_LETTER = re.compile(r"[a-zA-Z0-9]")


class Dictionary(Struct, frozen=True):
    """The words of the dictionary with their log probabilities, and the hidden Markov model.

    Attributes:
        trie: the words; each has an id.
        rank: by word id, the index of the word's log probability in `chances`.
        is_person: by word id, whether the word is tagged as a person's name.
        chances: the distinct log probabilities of words; equally frequent words share one.
        least: the log probability of a character that is not in the dictionary.
        begun: the model's initial log probabilities, by state.
        followed: the model's transition log probabilities, by state and next state.
        emitted: the model's emission log probabilities, by state and character.
    """

    trie: marisa_trie.Trie
    rank: Sequence[int]
    is_person: Sequence[int]
    chances: Sequence[float]
    least: float
    begun: Mapping[str, float]
    followed: Mapping[str, Mapping[str, float]]
    emitted: Mapping[str, Sequence[float]]

    def cut(self, text: str, guess: bool) -> list[str]:
        """Return the words of `text` in order; nothing is left out, so that joined they are `text`.

        With `guess`, they include words that are not in the dictionary but probable by the model.
        """
        found: list[str] = []
        for number, stretch in enumerate(_STRETCH.split(text)):
            if not number % 2:  # between two stretches
                for piece in _GAP.split(stretch) if stretch else ():
                    found += [piece] if _GAP.match(piece) else list(piece)
            elif guess:
                found += self._guessed(self._known(stretch))
            else:
                words = self._known(stretch)
                found += _letters_joined(words) if _LETTER.search(stretch) else words
        return found

    def may_span(self, before: str, after: str) -> bool:
        """Return whether a word of the dictionary, or of letters, may begin in one text and end in the next."""
        text, seam = before + after, len(before)
        longest = (at + len((self.trie.prefixes(text[at:]) or ("",))[-1]) for at in range(seam))
        return _LETTER.match(after) is not None or any(end > seam for end in longest)

    def chance(self, word: str) -> float | None:
        """Return the log probability of a word; None if it is not in the dictionary."""
        return self.chances[self.rank[self.trie[word]]] if word in self.trie else None

    def names_person(self, word: str) -> bool:
        return word in self.trie and bool(self.is_person[self.trie[word]])

    def chance_of_best_cut(self, text: str) -> float:
        """Return the log probability of the most probable segmentation of a text."""
        up_to = [0.0] + [-math.inf] * len(text)
        for at in range(len(text)):
            so_far = up_to[at]
            up_to[at + 1] = max(up_to[at + 1], so_far + self.least)
            for word, number in self.trie.iter_prefixes_with_ids(text[at : at + _LONGEST]):
                end = at + len(word)
                up_to[end] = max(up_to[end], so_far + self.chances[self.rank[number]])
        return up_to[-1]

    def rarity(self, word: str) -> float:
        """Return the negative log probability of a word; that of the rarest word if it is not in the dictionary."""
        chance = self.chance(word)
        return -self.least if chance is None else -chance

    def _known(self, text: str) -> list[str]:
        """Return the most probable segmentation into dictionary words; of equal ones, that with longer words first."""
        words_at, chances, rank = self.trie.iter_prefixes_with_ids, self.chances, self.rank
        best = [0.0] * (len(text) + 1)
        ends = [0] * len(text)
        for at in range(len(text) - 1, -1, -1):
            most, end = -math.inf, at
            for word, number in words_at(text[at : at + _LONGEST]):
                after = at + len(word)
                chance = chances[rank[number]] + best[after]
                if chance >= most:
                    most, end = chance, after
            if end == at:
                most, end = best[at + 1] + self.least, at + 1
            best[at], ends[at] = most, end
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
            best = {
                state: max(
                    (chances[last] + self.followed[last].get(state, NEVER) + self.emitted[state][code], last)
                    for last in _BEFORE[state]
                )
                for state in STATES
            }
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


def load() -> Dictionary:
    """Read the dictionary from the resources; `tools.tables.dictionary_file` says what its file holds."""
    with assets.resource(FILE).open("rb") as file:
        head = json.loads(file.readline())
        trie, rank, is_person, chances, emitted = map(file.read, head["sizes"])
    by_state = memoryview(emitted).cast("d")
    width = LAST + 1 - FIRST
    return Dictionary(
        marisa_trie.Trie().frombytes(trie),
        memoryview(rank).cast("H"),
        is_person,
        memoryview(chances).cast("d"),
        head["least"],
        head["begun"],
        head["followed"],
        {state: by_state[i * width : (i + 1) * width] for i, state in enumerate(STATES)},
    )
