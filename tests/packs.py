"""Packs for tests: one that was made of a small library, and what somebody else might make of it."""

import io
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from nacl.signing import SigningKey

from reader.features.packs.pack_file import About, PackFile
from reader.features.packs.packing_up import (
    SMALL_BLOCK,
    GivenNotes,
    PackChoice,
    PackWriter,
    blocks_of,
    pack_up,
)
from reader.features.people.people import people_of
from reader.library.character_places import CharacterPlace
from reader.library.library import Library, LibraryError
from reader.newspaper.article import Where
from reader.search import STAMP
from reader.search.documents import Order
from reader.search.query import parse_query
from reader.storage.catalogue_version import VERSION
from tests.terminal import write_issues

# Keys that the program has never made.
STRANGER, ANOTHER, THIRD, FOURTH = (SigningKey(bytes(range(at, at + 32))) for at in range(4))


GOLDEN = Path(__file__).parent / "library" / "golden_packs"
"""A pack of every version in which packs were made, all of the same small library. They are never made anew."""


def make_golden(folder: Path) -> Path:
    """Make the pack of this version: `python -m tests.packs`, once, when `catalogue_version.VERSION` has risen."""
    root = write_issues(folder / "柳川")
    library = Library.open(root)
    library.sync()
    (first, *_) = library.searcher.search("老戏台建于").ids or library.searcher.search("光绪年间").ids
    stored = library.articles.article(first)
    assert stored is not None
    index, at = next(
        (i, b.text.find("光绪")) for i, b in enumerate(stored.article.blocks) if "光绪" in b.text
    )
    library.characters.correct(first, CharacterPlace(Where.BLOCK, index, at), "咸")
    library.notebook.bookmark(library.searcher.search("马灯").ids[0], "外公的灯", ("家史",))
    notes = frozenset({GivenNotes.BOOKMARKS})
    target = GOLDEN / f"{VERSION}.yuebao"
    pack_up(library, folder / "own.yuebao", PackChoice("何苇", notes))
    library.close()
    return forge(target, *contents(folder / "own.yuebao"))


def contents(path: Path) -> tuple[About, dict[str, bytes]]:
    """What a pack tells of itself, and its members."""
    pack = PackFile(path)
    members = {name: pack.member(name) for name in pack.names()}
    read = {name: member.read(member.size, 0) for name, member in members.items()}
    pack.close()
    return pack.about, read


def forge(
    path: Path, about: About, members: Mapping[str, bytes], key: SigningKey = STRANGER, index: str = STAMP
) -> Path:
    """Write a pack of any members, soundly signed by a stranger."""
    with path.open("wb") as file:
        writer = PackWriter(file)
        for name, data in members.items():
            writer.add(name, blocks_of(io.BytesIO(data), SMALL_BLOCK), SMALL_BLOCK)
        writer.finish(about, key, index)
    return path


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, left out or put in: what a bad stick or a bad person does."""
    at = chance.randrange(len(data))
    match chance.randrange(6):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + chance.randbytes(chance.randint(1, 64)) + data[at:]
        case 2:
            return data[:at] + data[at + chance.randint(1, 5000) :]
        case 3:
            return data[:at] + bytes(chance.randint(1, 600)) + data[at + 600 :]
        case _:
            changed = bytearray(data)
            for _ in range(chance.choice((1, 1, 4, 40))):
                changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            return bytes(changed)


def used(path: Path) -> str | None:
    """Do with a pack what a reader does, then have it checked. Return the sentence of the first failure, or what the
    check tells, which also reads what nothing else has read; anything but a sentence escapes.
    """
    try:
        library = Library.open(path)
    except LibraryError as error:
        return str(error)
    failure: str | None = None
    try:
        for act in _acts(library):
            try:
                act()
            except LibraryError as error:
                failure = failure or str(error)
    finally:
        library.close()
    return failure


def _acts(library: Library) -> Iterator[Callable[[], object]]:
    def first_page(words: str, order: Order) -> None:
        found = library.searcher.search(words, order, limit=5)
        for hit in library.searcher.hits(found.ids, parse_query(words)):
            library.articles.article(hit.article.id)

    def newest() -> None:
        issue = library.contents.newest_issue()
        if issue is not None:
            library.contents.articles(issue.id)

    def people() -> None:
        for row in people_of(library).rows(limit=5):
            people_of(library).card(row.name)

    def check() -> None:
        if problems := library.problems():
            raise LibraryError("\n".join(problems))

    yield library.contents.counts
    yield lambda: first_page("戏台", Order.NEWEST)
    yield lambda: first_page("记者:温如岚 或 渡船", Order.RELEVANCE)
    yield lambda: list(library.searcher.count("的 -雪"))
    yield newest
    yield lambda: [library.contents.years(each.title) for each in library.contents.newspapers()]
    yield people
    yield check


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["READER_HOME"] = folder
        print(make_golden(Path(folder)))
