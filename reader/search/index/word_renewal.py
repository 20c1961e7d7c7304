"""The words of a segment cut anew, after the reader's own words have changed; all else of it is copied."""

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from reader.language import words as language_words
from reader.language.library_names import LibraryNames
from reader.search.documents import Texts
from reader.search.index.containers import ContainerWriter
from reader.search.index.gram_builder import InvertedWords
from reader.search.index.manifest import WAITING_PREFIX, SegmentEntry
from reader.search.index.segments import OWN_WORDS, OpenFile, Segment
from reader.search.terms import WORDS

_CUT_AT_ONCE = 500
"""The number of documents that are cut between two calls of `pause`."""


def is_cut_otherwise(segment: Segment, names: LibraryNames) -> bool:
    """Return whether the words of a segment are those of other words of the reader's own, or other names."""
    file = segment.file
    if not isinstance(file, OpenFile) or file.words is None:
        return False
    return file.own_words != language_words.stamp(names)


def with_new_words(
    segment: Segment, folder: Path, names: LibraryNames, texts: Texts, pause: Callable[[], object]
) -> SegmentEntry:
    """Write a segment to a new file with its texts cut by the reader's own words of today; return its new entry.

    They are cut by the names of the index, too.

    `pause` is called every `_CUT_AT_ONCE` documents, and may raise. Raises OSError, and IndexDamaged.
    """
    file = segment.file
    assert isinstance(file, OpenFile)
    entry = replace(segment.entry, name=os.urandom(8).hex())
    path = folder / entry.file_name
    with (
        tempfile.TemporaryDirectory(
            prefix=WAITING_PREFIX, dir=folder, ignore_cleanup_errors=True
        ) as waiting_room,
        closing(InvertedWords(names)) as words,
    ):
        _cut(segment, texts, words, Path(waiting_room), pause)
        with path.open("xb") as written:
            out = ContainerWriter(written)
            for name in file.container.names():
                if name != WORDS and not name.startswith(f"{WORDS}."):
                    out.copy(name, file.container)
            words.write(out, entry.documents, None)
            crc = out.finish({**file.container.meta, OWN_WORDS: words.stamp})
            written.flush()
            os.fsync(written.fileno())
    return replace(entry, size=path.stat().st_size, crc=crc)


def _cut(
    segment: Segment, texts: Texts, words: InvertedWords, waiting_room: Path, pause: Callable[[], object]
) -> None:
    """Cut the texts of all documents, in the order of the segment; those that were removed have no words any more."""
    ids = segment.ids.tolist()
    for first in range(0, len(ids), _CUT_AT_ONCE):
        pause()
        batch = ids[first : first + _CUT_AT_ONCE]
        documents = texts.texts(batch)
        searched = []
        for id in batch:
            if id in documents:
                searched.append(documents[id].text)
            else:
                searched.append("")
        words.add(searched, first, waiting_room)
