"""Notes on the articles of a reading room: exact where somebody waits for the server, and there where it is away."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.room.connections import RoomConnections, RoomLost
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.library import Library
from tests import homes
from tests.features.room.clusters import shared
from tests.ui.a_window import DAYS, write_issues

pytestmark = pytest.mark.slow


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingRoom]:
    homes.use(monkeypatch, tmp_path / "home")
    address = shared().room("of_notes")
    with closing(Library.open(write_issues(tmp_path / "报", DAYS[:1]))) as library:
        library.sync()
        load(library.local.catalogue.hand_over, "报", address)
    with closing(ReadingRoom(address)) as opened:
        yield opened


def bookmarked(room: ReadingRoom) -> tuple[str, str]:
    """The keys of two articles; the second has a passage that is marked."""
    first, second = room.searcher.search("报:雁桥日报").ids[:2]
    room.notebook.bookmark(first)
    kept = room.notebook.bookmark(second, passage=room.notebook.quote(second, "老船工说"))
    return next(each.key for each in room.notebook.bookmarks() if each.passage is None), kept.key


def test_bookmarks_tell_what_the_room_has_no_more(room: ReadingRoom) -> None:
    first, second = bookmarked(room)
    assert not any(each.is_orphan or each.is_passage_lost for each in room.notebook.bookmarks())
    shared().run(f"UPDATE yuebao.article SET key = 'gone' WHERE key = '{first}'", "of_notes")
    assert {each.key for each in room.notebook.bookmarks() if each.is_orphan} == {first}
    assert not room.notebook.look_for_articles()
    shared().run(f"UPDATE yuebao.article SET key = 'gone, too' WHERE key = '{second}'", "of_notes")
    assert room.notebook.look_for_articles()


def test_bookmarks_are_told_and_cited_without_the_server(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookmarked(room)

    def lost(*_words: object, **_named: object) -> None:
        raise RoomLost("连接断了")

    monkeypatch.setattr(RoomConnections, "rows", lost)
    kept = room.notebook.bookmarks()
    assert len(kept) == 2
    assert not any(each.is_orphan for each in kept)
    stored = room.notebook.article_of(kept[0])
    assert (stored.id, stored.article.headline) == (0, kept[0].article.headline)
