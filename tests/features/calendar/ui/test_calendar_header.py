"""The chip with the query whose matches the calendar marks."""

from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.calendar_header import HitsChip
from tests.ui.a_window import click

NARROWEST = 90


def test_it_names_the_query_on_one_line_and_is_there_as_long_as_there_is_one(qtbot: QtBot) -> None:
    chip = HitsChip(lambda: None)
    qtbot.addWidget(chip)
    assert chip.isHidden()
    chip.show_query("渡口\n  板车")
    assert "“渡口 板车”" in chip.accessibleName()
    assert not chip.isHidden()
    chip.show_query("")
    assert chip.isHidden()


def test_a_long_query_takes_no_more_room_than_a_header_has(qtbot: QtBot) -> None:
    widths = []
    for query in ("渡", "渡口" * 8, "渡口" * 80):
        chip = HitsChip(lambda: None)
        qtbot.addWidget(chip)
        chip.show_query(query)
        widths.append(chip.sizeHint().width())
        assert chip.minimumSizeHint().width() <= NARROWEST
    short, long, longer = widths
    assert short < long <= longer
    assert longer < 2 * long


def test_a_click_dismisses_it(qtbot: QtBot) -> None:
    dismissed: list[str] = []
    chip = HitsChip(lambda: dismissed.append("it"))
    qtbot.addWidget(chip)
    chip.show_query("渡口")
    click(chip)
    assert dismissed == ["it"]
