"""The same text again, and series: in a room as its folders have found them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.features.reprints.reprint_table import ReprintTable
from reader.features.reprints.same_texts import FoundTexts
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.library import Library
from tests import homes
from tests.features.room.clusters import empty_room
from tests.reprinted_papers import ISSUES, write_papers
from tests.shelf import articles_of

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    write_papers(tmp_path / "两报")
    with closing(Library.open(tmp_path / "两报")) as opened:
        opened.sync()
        yield opened


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    with closing(ReadingRoom(empty_room())) as opened:
        yield opened


def put(library: Library, room: ReadingRoom) -> None:
    load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address)


def similar_in(library: Library) -> Any:
    """What is told of every article, and of all together, by keys."""
    similar, articles = FoundTexts(library.derived), articles_of(library)
    keys = {each.id: each.article.key for each in articles}
    groups = similar.groups([*keys])
    told = [
        (
            each.article.key,
            [(other.stored.article.key, other.share, other.likeness) for other in similar.of(each.id).others],
            similar.of(each.id).is_standing,
            [
                similar.difference(each.id, reprint.other(each.id)).parts  # type: ignore[union-attr]
                for reprint in library.derived.catalogue.table(ReprintTable).of([each.id])
            ],
            sorted(keys[i] for i in groups.get(each.id, ())),
            (found := similar.series_of(each.id)) and [part.article.key for part in found.parts],
        )
        for each in articles
    ]
    every = sorted(sorted(keys[i] for i in group) for group in similar.all_groups())
    return told, every, [[keys[part.article_id] for part in parts] for parts in similar.all_series()]


def test_printings_and_series_are_those_of_the_folder(library: Library, room: ReadingRoom) -> None:
    put(library, room)
    told = similar_in(library)
    assert similar_in(room) == told
    assert any(others for _, others, *_ in told[0])
    assert [len(parts) for parts in told[2]] == [3]
    before = room.derived.catalogue.generation()
    put(library, room)
    assert room.derived.catalogue.generation() == before


def test_what_is_gone_from_the_folder_is_gone_from_the_room(library: Library, room: ReadingRoom) -> None:
    put(library, room)
    gone = [path for path in ISSUES if "石板" in path]
    for path in gone:
        (library.root / path).unlink()
    library.sync(accept_missing=True)
    library.forget_missing(gone)
    put(library, room)
    assert similar_in(room) == similar_in(library)
    assert not similar_in(room)[1]


def test_an_article_of_two_folders_has_what_either_has_found(
    tmp_path: Path, library: Library, room: ReadingRoom
) -> None:
    """The folders have a paper in common; the other paper, which prints the same, is in one of them."""
    for path, text in ISSUES.items():
        if "石板" not in path:
            other = tmp_path / "一报" / path
            other.parent.mkdir(parents=True, exist_ok=True)
            other.write_text(text, encoding="utf-8")
    with closing(Library.open(tmp_path / "一报")) as one:
        one.sync()
        put(one, room)
        assert similar_in(room) == similar_in(one)
        put(library, room)
        assert similar_in(room) == similar_in(library)
        put(one, room)
        assert similar_in(room) == similar_in(library)
