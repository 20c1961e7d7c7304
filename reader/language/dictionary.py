"""jieba's dictionary and its guess at words that no dictionary has, in 3 MB that are read in milliseconds.

jieba itself keeps its dictionary in 90 MB of Python objects, which take half a second to make; here a succinct trie
(marisa) holds the words, which takes as long, but once for all: then it is a file. Cutting is jieba's own, step by
step (github.com/fxsjy/jieba, MIT): of all ways to cut a stretch into words of the dictionary the most probable; what is
left in single characters by the Viterbi path of a hidden Markov model, whose states are the begin, the middle and the
end of a word, and a word of one character.
"""

import contextlib
import functools
import json
import math
import os
import re
import runpy
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import marisa_trie

_FORMAT = 3
_PREFIX = struct.Struct("<II")
"""The CRC of all that follows, the length of the head."""
_FIRST, _LAST = 0x4E00, 0x9FD5
"""Between these the model knows characters."""
_STATES = "BMES"
_BEFORE = {"B": "ES", "M": "MB", "S": "SE", "E": "BM"}
_NEVER = -3.14e100
_LONGEST = 16
"""Characters of the longest word of the dictionary."""
_LARGEST = 1 << 25
"""Bytes of a section, at most."""

_STRETCH = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_GAP = re.compile(r"(\r\n|\s)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_LETTER = re.compile(r"[a-zA-Z0-9]")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The chances of the words of `trie`, and that of a character that is none; the model's, of which `emitted` by
    state, then by character. All of them are logarithms. Words that are as frequent share one of `chances`: `rank`
    tells which, by the words' numbers in the trie.
    """

    trie: marisa_trie.Trie
    rank: Sequence[int]
    chances: Sequence[float]
    least: float
    begun: Mapping[str, float]
    followed: Mapping[str, Mapping[str, float]]
    emitted: Mapping[str, Sequence[float]]

    def cut(self, text: str, guess: bool) -> list[str]:
        """The words of `text`, nothing left out; `guess`: also words that are not in the dictionary."""
        found: list[str] = []
        for stretch in filter(None, _STRETCH.split(text)):
            if not _STRETCH.match(stretch):
                for piece in _GAP.split(stretch):
                    found += [piece] if _GAP.match(piece) else list(piece)
            elif guess:
                found += self._guessed(self._known(stretch))
            else:
                found += _letters_joined(self._known(stretch))
        return found

    def _known(self, text: str) -> list[str]:
        """The most probable words of the dictionary; of two ways as probable, that which begins with the longer one."""
        best = [0.0] * (len(text) + 1)
        ends = [0] * len(text)
        for at in range(len(text) - 1, -1, -1):
            most, end = -math.inf, at
            for word, number in self.trie.iter_prefixes_with_ids(text[at : at + _LONGEST]):
                after = at + len(word)
                chance = self.chances[self.rank[number]] + best[after]
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
        """Words among those that are cut into single characters."""
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
        """Words by the most probable states of the characters."""
        codes = [ord(character) - _FIRST for character in text]
        chances = {state: self.begun[state] + self.emitted[state][codes[0]] for state in _STATES}
        paths = {state: state for state in _STATES}
        for code in codes[1:]:
            best = {
                state: max(
                    (chances[last] + self.followed[last].get(state, _NEVER) + self.emitted[state][code], last)
                    for last in _BEFORE[state]
                )
                for state in _STATES
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


# ---- from jieba's files, and to a file of its own


def load(path: Path | None) -> Dictionary:
    """The dictionary that is kept at `path`; made of jieba's files, and put there, where there is none yet."""
    source = _source()
    stamp = {"format": _FORMAT, "words": (source / "dict.txt").stat().st_size}
    if path:
        try:
            return _read(path, stamp)
        except (OSError, ValueError, KeyError, TypeError, struct.error):
            pass
    sections, told = _made(source)
    if path:
        _write(path, sections, {**stamp, **told})
    return _of(sections, told)


def _source() -> Path:
    """Where jieba is installed; it need not be imported, which takes long."""
    found = find_spec("jieba")
    assert found
    assert found.origin
    return Path(found.origin).parent


def _made(source: Path) -> tuple[list[bytes], dict[str, object]]:
    """The trie, the ranks, the chances, the model's emissions; and the rest."""
    lines = [line.split(" ") for line in (source / "dict.txt").read_text(encoding="utf-8").splitlines()]
    trie = marisa_trie.Trie(word for word, *_ in lines)
    log_total = math.log(sum(int(count) for _, count, *_ in lines))
    counts = sorted({int(count) for _, count, *_ in lines})
    rank_of = {count: rank for rank, count in enumerate(counts)}
    rank = array("H", bytes(2 * len(trie)))
    for word, count, *_ in lines:
        rank[trie[word]] = rank_of[int(count)]
    chances = array("d", (math.log(count) - log_total for count in counts))
    model = {
        name: runpy.run_path(str(source / "finalseg" / f"prob_{name}.py"))["P"]
        for name in ("start", "trans", "emit")
    }
    emitted = array("d")
    for state in _STATES:
        of_state = model["emit"][state]
        emitted.extend(of_state.get(chr(code), _NEVER) for code in range(_FIRST, _LAST + 1))
    told = {
        "least": -log_total,
        "begun": model["start"],
        "followed": model["trans"],
    }
    return [trie.tobytes(), rank.tobytes(), chances.tobytes(), emitted.tobytes()], told


def _of(sections: Sequence[bytes], told: Mapping[str, object]) -> Dictionary:
    trie, rank, chances, emitted = sections
    by_state = memoryview(emitted).cast("d")
    width = _LAST + 1 - _FIRST
    return Dictionary(
        marisa_trie.Trie().frombytes(trie),
        memoryview(rank).cast("H"),
        memoryview(chances).cast("d"),
        told["least"],  # type: ignore[arg-type]  # as it was written
        told["begun"],  # type: ignore[arg-type]
        told["followed"],  # type: ignore[arg-type]
        {state: by_state[i * width : (i + 1) * width] for i, state in enumerate(_STATES)},
    )


def _write(path: Path, sections: Sequence[bytes], told: Mapping[str, object]) -> None:
    """In one step; where it can't be written, it will be made again."""
    head = json.dumps({**told, "sizes": [len(section) for section in sections]}).encode()
    prefix = _PREFIX.pack(_crc([head, *sections]), len(head))
    new = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(b"".join([prefix, head, *sections]))
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()


def _read(path: Path, stamp: Mapping[str, object]) -> Dictionary:
    """Raises OSError, ValueError, KeyError, TypeError or struct.error where it is not what was written."""
    with path.open("rb") as file:
        crc, length = _PREFIX.unpack(file.read(_PREFIX.size))
        head = file.read(min(length, _LARGEST))
        told = json.loads(head)
        if any(told[name] != value for name, value in stamp.items()):
            raise ValueError("another dictionary")
        sections = [file.read(min(size, _LARGEST)) for size in told["sizes"]]
    if _crc([head, *sections]) != crc:
        raise ValueError("damaged")
    return _of(sections, told)


def _crc(pieces: Iterable[bytes]) -> int:
    return functools.reduce(lambda crc, piece: zlib.crc32(piece, crc), pieces, 0)
