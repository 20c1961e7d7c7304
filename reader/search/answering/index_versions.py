"""The index of this program version, and an older one that is searched until this one is complete.

An index belongs to a catalogue, whose ids it contains, and to a version. Its folder is called
`index-<version>-<identity of the catalogue>`. After an upgrade, the program searches the older index while a sync
builds the new one, the newest issues first. When the new one is complete, all others are deleted.
"""

import shutil
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path

from reader.language.equality import FOLDED
from reader.language.forms import key_form
from reader.search.answering.whoosh_engine import OURS, WhooshEngine
from reader.search.documents import IndexDamaged, Texts
from reader.search.index.manifest import IndexFiles
from reader.search.terms import ANY, grams

_CHANGED = set(
    chain.from_iterable(other for code, other in FOLDED.items() if key_form(chr(code)) == chr(code))
)
"""The characters of the search form that other characters, or runs of them, became in its former version."""
CHANGED_SIGNS = frozenset(filter(str.isascii, _CHANGED))
"""Those of them that are signs, and no characters that were radicals."""


@lru_cache(maxsize=1 << 14)
def grams_of_former(needle: str) -> tuple[str, ...]:
    """Return the grams that every text with `needle` has in an index of the former search form; () if none is sure."""
    return grams("".join(map(_unchanged, needle)))


def _unchanged(character: str) -> str:
    """Return the character; any one in place of one whose search form has changed."""
    if character in _CHANGED:
        return ANY
    return character


VERSION = 5
"""The version of the index; raised whenever the content of an index or its format changes."""

_LAST_OF_FORMER_FORM = 3
"""The last version whose grams are those of the former search form."""


def folder_of(cache: Path, identity: str, version: int | None = None) -> Path:
    """Return the folder of a catalogue's index; `version` defaults to the current one."""
    return cache / f"index-{version or VERSION}-{identity}"


def opened(cache: Path, identity: str, texts: Texts, files: IndexFiles | None = None) -> WhooshEngine:
    """Open the index of a catalogue in `cache`, or read-only through `files` if it is stored elsewhere."""
    engine = WhooshEngine(folder_of(cache, identity), texts, files)
    if not engine.is_complete():
        engine.older = _newest_of(cache, identity, texts)
    return engine


def _newest_of(cache: Path, identity: str, texts: Texts) -> WhooshEngine | None:
    """Return the newest complete and readable index of an older version; None if there is none."""
    for version in range(VERSION - 1, 0, -1):
        folder = folder_of(cache, identity, version)
        with suppress(IndexDamaged, OSError):
            if version <= _LAST_OF_FORMER_FORM:
                grams_of = grams_of_former
            else:
                grams_of = grams
            if folder.is_dir() and (engine := WhooshEngine(folder, texts, None, grams_of)).is_complete():
                return engine
    return None


def throw_away(cache: Path, identity: str | None = None) -> None:
    """Delete the index of a catalogue of the current version; without `identity`, all indexes in the folder."""
    for path in [folder_of(cache, identity)] if identity else list(cache.glob("index*")):
        if OURS.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
