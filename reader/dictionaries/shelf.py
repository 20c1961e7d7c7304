"""The shelf: the dictionaries in a folder of the reader's, and what they say of a word."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.dictionaries import lookup_table
from reader.dictionaries.dictionary import Dictionary, DictionaryError, Entry
from reader.dictionaries.mdict import mdict_of
from reader.dictionaries.stardict import stardict_of
from reader.i18n import say
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import make_private

MOST_DICTIONARIES = 100
"""Of those that can be read."""
_MOST_FILES = 20_000
"""The most files of the folder that are looked at: somebody may have chosen the whole disk."""
_DEEPEST = 5
"""The most folders within each other that are looked into."""
_LONGEST_PART = 8
_MOST_PARTS = 6
_MOST_LINKS = 4
"""The most headwords that one leads on to (@@@LINK of MDict) before it is given up."""
_LINK = "@@@LINK="


@dataclass(frozen=True, slots=True)
class Problem:
    """A dictionary that can't be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the dictionaries say of a word.

    `parts`: the shorter words in it that they have, where they don't have it itself. `dictionaries`: how many there
    are that can be read.
    """

    word: str
    entries: tuple[Entry, ...] = ()
    parts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    dictionaries: int = 0


class Shelf:
    """The dictionaries of a folder. Methods may be called from any thread; they take long where something is new."""

    def __init__(self, folder: Path, cache: Path) -> None:
        """`cache` is the folder of the program's own in which tables of headwords are kept."""
        self._folder = folder
        self._cache = cache
        self._is_unwanted = threading.Event()
        self._broken: dict[str, Problem] = {}
        """Dictionaries whose headwords could not be read, by the name of their table."""

    def stop(self) -> None:
        """Let what is being read on another thread end soon."""
        self._is_unwanted.set()

    def look_up(self, word: str, tell: Callable[[str], object] = lambda _: None) -> Answer:
        """Return what there is of a word; `tell` is called with the title of one that is read for the first time.

        Raises OSError if the folder can't be read.
        """
        dictionaries, problems = self._tables(tell)
        entries = [
            entry for each in dictionaries for entry in _entries(each, word.strip(), problems, _MOST_LINKS)
        ]
        parts = () if entries else tuple(self._parts(dictionaries, word.strip(), problems))
        return Answer(word.strip(), tuple(entries), parts, tuple(problems), len(dictionaries))

    def _tables(self, tell: Callable[[str], object]) -> tuple[list[_Listed], list[Problem]]:
        """Return the dictionaries with a table of their headwords, which is made where there is none."""
        listed: list[_Listed] = []
        problems: list[Problem] = []
        names: list[str] = []
        make_private(self._cache)
        for path in _files_of(self._folder, problems):
            if len(listed) == MOST_DICTIONARIES:
                problems.insert(
                    0, Problem(self._folder.name, say("词典太多，只用前 {n} 本", n=MOST_DICTIONARIES))
                )
                break
            try:
                dictionary = stardict_of(path) if path.suffix.casefold() == ".ifo" else mdict_of(path)
                name = lookup_table.name_of(dictionary)
                names.append(name)
                table = self._cache / f"{name}.npy"
                if name in self._broken:
                    problems.append(self._broken[name])
                elif table.is_file() or self._make(dictionary, name, table, tell, problems):
                    if lookup_table.is_empty(table):
                        raise DictionaryError(say("一个词条也没有"))
                    listed.append(_Listed(dictionary, table))
            except (DictionaryError, OSError) as error:
                problems.append(_problem(path, error))
        lookup_table.forget_others(self._cache, names)
        return listed, problems

    def _make(
        self,
        dictionary: Dictionary,
        name: str,
        table: Path,
        tell: Callable[[str], object],
        problems: list[Problem],
    ) -> bool:
        tell(dictionary.title)
        try:
            return lookup_table.make(dictionary.headwords(), table, self._is_unwanted.is_set)
        except DictionaryError as error:
            self._broken[name] = _problem(dictionary.files[0], error)
            problems.append(self._broken[name])
            return False

    def _parts(self, dictionaries: list[_Listed], word: str, problems: list[Problem]) -> Iterator[str]:
        """Yield the longest words of the dictionaries that a word consists of, from left to right."""
        at = found = 0
        while at < len(word) and found < _MOST_PARTS:
            lengths = range(min(_LONGEST_PART, len(word) - at), 0, -1)
            candidates = (word[at : at + length] for length in lengths if length < len(word))
            part = next((each for each in candidates if _is_held(dictionaries, each)), "")
            if part:
                yield part
                found += 1
            at += len(part) or 1


@dataclass(frozen=True, slots=True)
class _Listed:
    """A dictionary and the table of its headwords."""

    dictionary: Dictionary
    table: Path


def _files_of(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the files of a folder, and of folders in it, that dictionaries begin with, in order of name."""
    found: list[Path] = []
    for number, path in enumerate(_walk(folder)):
        if number >= _MOST_FILES:
            problems.append(Problem(folder.name, say("文件太多，没有看完")))
            break
        if path.suffix.casefold() in (".ifo", ".mdx"):
            found.append(path)
    return sorted(found)


def _walk(folder: Path, depth: int = _DEEPEST) -> Iterator[Path]:
    """Yield the files of a folder and of those in it, links not followed. Raises OSError if it can't be read."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() and path.is_dir():
            continue
        if not path.is_dir():
            yield path
        elif depth:
            with suppress(PermissionError):
                yield from _walk(path, depth - 1)


def _entries(listed: _Listed, word: str, problems: list[Problem], links: int) -> Iterator[Entry]:
    dictionary = listed.dictionary
    try:
        for head in lookup_table.find(listed.table, word):
            markup = dictionary.markup(head.start, head.length)
            if markup.startswith(_LINK):
                target = markup[len(_LINK) :].strip()
                if links and target != word:
                    yield from _entries(listed, target, problems, links - 1)
            else:
                yield Entry(dictionary.title, head.word, markup)
    except (DictionaryError, OSError, ValueError) as error:
        problems.append(_problem(dictionary.files[0], error))


def _is_held(dictionaries: list[_Listed], word: str) -> bool:
    if not word.strip():
        return False
    for listed in dictionaries:
        try:
            if lookup_table.find(listed.table, word):
                return True
        except (OSError, ValueError):
            continue
    return False


def _problem(path: Path, error: Exception) -> Problem:
    reason = explain(error, path) if isinstance(error, OSError) else str(error)
    return Problem(path.name, reason)
