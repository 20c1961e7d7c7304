"""A table of the headwords of a dictionary in the cache: what is looked up is found in it without reading it.

Two files: records sorted by the hash of the headword as it is compared, and the headwords themselves. Their name tells
from which state of which files they were made.
"""

import hashlib
import time
import unicodedata
import uuid
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import numpy as np

from reader.dictionaries.dictionary import Dictionary, Headword
from reader.language.variants import simplified

_VERSION = 1
_RECORD = np.dtype(
    [("hash", "<u8"), ("start", "<u8"), ("length", "<u4"), ("word", "<u8"), ("word_length", "<u2")]
)
_AT_ONCE = 1000
_FORGOTTEN = 24 * 3600
"""Seconds after which nobody is at work on a table any more that is not whole."""
_MOST_FOUND = 12
"""The most entries of one headword that are shown."""


def compared(word: str) -> str:
    """Return a word as it is compared: without case and width, in simplified characters."""
    return simplified(" ".join(unicodedata.normalize("NFKC", word).casefold().split()))


def name_of(dictionary: Dictionary) -> str:
    """Return the name of the table of a dictionary, another one as soon as a file of it has changed. Raises OSError."""
    stamp = [str(_VERSION)]
    for path in dictionary.files:
        status = path.stat()
        stamp += [str(path.absolute()), str(status.st_size), str(status.st_mtime_ns)]
    return hashlib.blake2b("\0".join(stamp).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def make(headwords: Iterable[Headword], path: Path, is_unwanted: Callable[[], bool]) -> bool:
    """Make a table and return True, or stop where it `is_unwanted` by now. Raises OSError, and what `headwords` do."""
    hashes, starts, lengths, words, word_lengths = array("Q"), array("Q"), array("I"), array("Q"), array("H")
    mine = f"{path.stem}-{uuid.uuid4().hex}"  # another window may make the same table
    part, part_of_words = path.with_name(f"{mine}.part"), path.with_name(f"{mine}-words.part")
    try:
        with part_of_words.open("wb") as file:
            at = 0
            left = iter(headwords)
            while batch := list(islice(left, _AT_ONCE)):
                if is_unwanted():
                    return False
                for word, start, length in batch:
                    data = word.encode("utf-8", "replace")
                    hashes.append(_hash(compared(word)))
                    starts.append(start)
                    lengths.append(length)
                    words.append(at)
                    word_lengths.append(len(data))
                    file.write(data)
                    at += len(data)
        records = np.empty(len(hashes), _RECORD)
        columns = (hashes, starts, lengths, words, word_lengths)
        order = np.argsort(np.array(hashes, np.uint64), kind="stable")
        for name, column in zip(_RECORD.names or (), columns, strict=True):
            records[name] = np.asarray(column)[order]
        with part.open("wb") as file:
            np.save(file, records, allow_pickle=False)
        part_of_words.replace(path.with_suffix(".words"))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
        part_of_words.unlink(missing_ok=True)
    return True


def is_empty(path: Path) -> bool:
    """Return whether a table has no headwords. Raises OSError."""
    return not path.with_suffix(".words").stat().st_size


def find(path: Path, word: str) -> list[Headword]:
    """Return the headwords that are compared equal to a word, in the dictionary's order. Raises OSError, ValueError."""
    records = np.load(path, mmap_mode="r", allow_pickle=False)
    wanted = compared(word)
    code = _hash(wanted)
    found: list[Headword] = []
    with path.with_suffix(".words").open("rb") as file:
        at = bisect_left(records["hash"], code)
        while at < len(records) and int(records[at]["hash"]) == code and len(found) < _MOST_FOUND:
            _, start, length, word_at, word_length = records[at].item()
            file.seek(word_at)
            head = file.read(word_length).decode("utf-8", "replace")
            if compared(head) == wanted:
                found.append(Headword(head, start, length))
            at += 1
    return found


def forget_others(folder: Path, names: Iterable[str]) -> None:
    """Delete the tables of dictionaries that are no longer there, or not as they were, and what was left half made."""
    kept = set(names)
    for path in folder.glob("*.*"):
        with suppress(OSError):  # another window may be reading it
            is_old_part = path.suffix == ".part" and time.time() - path.stat().st_mtime > _FORGOTTEN
            if is_old_part or (path.suffix in (".npy", ".words") and path.stem not in kept):
                path.unlink()


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
