"""What the panes say of a reading room in which nothing is open yet, and what one can do there."""

import pytest

from reader.features.room.ui import RoomState

AWAY, REFUSED = "连不上阅览室 rooms：连接断了。", "rooms 不让用户 lan 看。"


@pytest.mark.parametrize(
    ("state", "title", "ways"),
    [
        (RoomState("rooms"), "正在连接阅览室“rooms”…", []),
        (
            RoomState("rooms", AWAY),
            "连不上阅览室“rooms”",
            ["retry", "show_bookmarks", "open_room", "recent_libraries"],
        ),
        (
            RoomState("rooms", REFUSED, is_refused=True),
            "进不了阅览室“rooms”",
            ["retry", "show_bookmarks", "open_room", "recent_libraries"],
        ),
        (RoomState("rooms", articles=0), "阅览室“rooms”里还没有报纸", ["open_room", "recent_libraries"]),
    ],
)
def test_a_room_without_anything_to_read_says_why(state: RoomState, title: str, ways: list[str]) -> None:
    words = state.words()
    assert words is not None
    assert words[0] == title
    assert state.trouble in words[1]
    assert [way.key for way in state.links()] == ways


def test_a_room_with_papers_says_nothing() -> None:
    for trouble in ("", AWAY):
        assert RoomState("rooms", trouble, articles=9).words() is None
        assert RoomState("rooms", trouble, articles=9).in_lists() == ""
