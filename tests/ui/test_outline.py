"""Of two outlines, what differs is told, and where."""

from tests.ui.outline import changes

ONE = ["Window", "  List 甲", "    rows: 2", "    0.0 渡口", "    1.0 码头", "  Button 开"]


def test_of_the_same_nothing_is_told() -> None:
    assert changes(ONE, [*ONE]) == ""


def test_what_is_gone_and_what_is_new_stand_below_what_holds_them() -> None:
    other = [line.replace("码头", "板车") for line in ONE[:-1]]
    assert changes(ONE, other).splitlines() == [
        "  Window",
        "    List 甲",
        "-     1.0 码头",
        "+     1.0 板车",
        "-   Button 开",
    ]
