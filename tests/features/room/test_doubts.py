"""A room tells what is in doubt about its issues as the folder does that it was loaded from; asked of the server."""

from collections.abc import Iterator

import pytest

from reader.cli.unknown import _to_json
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library import doubt_sources
from reader.library.doubt_evidence import evidence_of
from reader.library.doubts import Doubt, DoubtKind
from reader.library.library import Library
from reader.ui.check.kind_list import KindRow, rows_of
from tests import doubtful_library, homes
from tests.features.room.clusters import empty_room

OF_THE_FOLDER = {
    DoubtKind.CONTRADICTING,
    DoubtKind.UNREAD,
    DoubtKind.PASSED_OVER,
    DoubtKind.COPIES,
}
"""The kinds that are in the folder alone."""
USUAL = {kind for kind in DoubtKind if kind.is_apart}
"""The kinds that a good library has, too."""
OF_THE_READER = {
    DoubtKind.PICTURES,
    DoubtKind.LOST_MARKS,
    DoubtKind.LOST_CORRECTIONS,
    DoubtKind.OTHER_CORRECTION,
    DoubtKind.SET_APART,
}
"""The kinds that are of the folder's own reader, or machine."""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, ReadingRoom]]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        library = Library.open(doubtful_library.write(tmp_path_factory.mktemp("报") / "旧报"))
        room = ReadingRoom(empty_room())
        load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address)
        yield library, room
        room.close()
        library.close()


def listed(library: Library) -> dict[DoubtKind, list[tuple[str, str, str]]]:
    kinds = doubt_sources.look(library).kinds
    return {found.kind: [*map(in_words, found.doubts)] for found in kinds if found.doubts}


def in_words(doubt: Doubt) -> tuple[str, str, str]:
    return doubt.words, doubt.why, doubt.stands


def test_what_is_in_doubt_about_issues_is_told_as_by_the_folder(
    libraries: tuple[Library, ReadingRoom],
) -> None:
    library, room = libraries
    of_folder = listed(library)
    expected = {kind: rows for kind, rows in of_folder.items() if kind not in OF_THE_FOLDER | OF_THE_READER}
    assert len(expected) > 8
    assert listed(room) == expected
    told = {found.kind: found.why_not for found in doubt_sources.look(room).kinds if found.why_not}
    assert told.keys() == OF_THE_FOLDER | USUAL, "of which a room says why it can't tell them"


def test_what_is_not_counted_has_no_number(libraries: tuple[Library, ReadingRoom]) -> None:
    _, room = libraries
    told = _to_json(doubt_sources.look(room))
    assert told["counted_apart"] == {}
    kinds = rows_of(doubt_sources.look(room), ())
    of_usual = [row for row in kinds if isinstance(row, KindRow) and row.kind in USUAL]
    assert len(of_usual) == len(USUAL)
    assert all("这里不数" in row.why_not for row in of_usual)


def test_how_each_thing_is_known_is_told_although_the_file_is_not_here(
    libraries: tuple[Library, ReadingRoom],
) -> None:
    _, room = libraries
    kinds = doubt_sources.look(room).kinds
    (doubt,) = next(found.doubts for found in kinds if found.kind is DoubtKind.OTHER_WEEKDAY)
    evidence = evidence_of(room, doubt)
    assert "星期四" in [row.value for row in evidence.rows]
    assert evidence.why_no_lines
    assert not evidence.lines
