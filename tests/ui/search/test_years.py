"""Without the feature that draws years the window has none, and asks for none."""

from pytestqt.qtbot import QtBot

from reader.library.read_share import WHOLE
from reader.ui.search.years import Years, YearsPanel


def test_years_that_nobody_draws_have_no_bars_and_no_choice(qtbot: QtBot) -> None:
    years = Years()
    qtbot.addWidget(years)
    with qtbot.assertNotEmitted(years.chosen):
        years.show_counts({12 * 1987 + 5: 3})
        years.show_read(WHOLE)
        years.show_timeline(None)
        years.show_wanted(None)
    assert not years.has_choice()
    assert list(years.periods()) == []


def test_the_panel_has_a_place_for_them_and_no_action_that_shows_it(qtbot: QtBot) -> None:
    panel = YearsPanel()
    qtbot.addWidget(panel)
    panel.show_timeline(None)
    panel.clear()
    assert panel.years.parentWidget() is panel
    assert panel.action == ""
