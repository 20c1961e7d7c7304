import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets import theme
from reader.ui.window import dialogs

PLAIN = ("paper", "raised", "list", "window", "sidebar", "sel", "soft", "hover", "track")
MARKED = ("hit", "mark_yellow", "mark_cyan", "mark_green", "mark_purple")
"""The grounds of hits and highlights, which lie under whatever text the page has: decks, datelines, jump lines too."""
GROUNDS = PLAIN + MARKED
TEXTS = ("ink", "ink2", "ink3", "accent", "warn", "ok", "focus")
OTHERS = (
    ("on_accent", "accent"),
    ("hit_current_ink", "hit_current"),
    ("ink", "heat1"),
    ("ink", "heat2"),
    ("ink", "heat3"),
    ("on_accent", "heat4"),
    ("toast_ink", "toast"),
    ("toast_accent", "toast"),
)
NO_TEXT = {"rule", "press"}
"""Hairlines, and the rule over the folio: nothing is told by them."""
FIGURES = (
    ("rule2", "raised"),  # the border of a field, of a day that is held, of a tag
    ("bar", "list"),  # a year among the results
    *(
        (token, ground) for token in ("accent", "focus", "warn") for ground in PLAIN
    ),  # bars, rings, dashed days
    ("heat4", "list"),
    ("ink2", "window"),  # icons
    ("ink2", "paper"),
    *(
        ("hit_edge", ground) for ground in ("paper", "list", "raised")
    ),  # frames of hits, ticks beside the page
    # handles of scroll bars, borders of chips, menus and fields
    *(("rule2", ground) for ground in ("sidebar", "paper", "list", "window")),
)


def luminance(color: QColor) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", theme.themes())
def test_every_text_stands_out_from_every_ground_it_may_lie_on(name: str) -> None:
    colors = theme.themes()[name].colors
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + list(OTHERS)
    assert [
        (a, b, round(contrast(colors[a], colors[b]), 2))
        for a, b in pairs
        if contrast(colors[a], colors[b]) < 4.5
    ] == []


@pytest.mark.parametrize("name", theme.themes())
def test_figures_can_be_told_from_their_ground(name: str) -> None:
    colors = theme.themes()[name].colors
    told = [(a, b, round(contrast(colors[a], colors[b]), 2)) for a, b in FIGURES]
    assert [each for each in told if each[2] < 3] == []


def test_every_token_is_in_these_tables() -> None:
    pairs = {token for pair in (*OTHERS, *FIGURES) for token in pair}
    assert {*TEXTS, *GROUNDS, *pairs, *NO_TEXT} == set(theme.themes()["paper"].colors)


def test_all_themes_have_the_same_tokens() -> None:
    tokens = {name: set(one.colors) for name, one in theme.themes().items()}
    assert tokens["paper"] == tokens["white"] == tokens["dark"]


def test_a_change_recolours_what_is_open(qtbot: QtBot, qapp: QApplication) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    theme.tint(widget, "sidebar")
    widget.show()
    with qtbot.waitSignal(theme.signals.changed):
        theme.use("dark")
    assert theme.current().is_dark
    assert widget.palette().color(QPalette.ColorRole.Window) == theme.themes()["dark"].colors["sidebar"]
    assert qapp.palette().color(QPalette.ColorRole.WindowText) == theme.color("ink")


def test_what_is_hidden_is_recoloured_when_it_is_shown_again(qtbot: QtBot) -> None:
    window, pane = QWidget(), QWidget()
    qtbot.addWidget(window)
    pane.setParent(window)
    theme.tint(pane, "paper")
    window.show()
    pane.hide()
    theme.use("dark")
    assert pane.palette().color(QPalette.ColorRole.Window) != theme.color("paper")
    pane.show()
    assert pane.palette().color(QPalette.ColorRole.Window) == theme.color("paper")
    window.hide()
    theme.use(theme.DEFAULT)
    window.show()
    assert pane.palette().color(QPalette.ColorRole.Window) == theme.color("paper")


def test_a_widget_that_is_gone_is_forgotten(qtbot: QtBot) -> None:
    widget = QWidget()
    theme.tint(widget, "sidebar")
    theme.ink(widget, "ink3")
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)
    theme.use("dark")


def test_an_unknown_name_means_the_default() -> None:
    theme.use("sepia")
    assert theme.current().name == theme.DEFAULT


def test_a_word_that_is_no_token_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme.color("mauve")


def test_what_a_style_sheet_draws_changes_its_colours_with_the_theme(
    qtbot: QtBot, qapp: QApplication
) -> None:
    text = QPlainTextEdit("\n" * 400)
    theme.slim(text)
    qtbot.addWidget(text)
    theme.use("paper")
    text.show()
    text.grab()
    theme.use("dark")
    qapp.processEvents()
    bar = text.verticalScrollBar().grab().toImage()
    drawn = {QColor(bar.pixel(bar.width() // 2, y)).name() for y in range(bar.height())}
    assert theme.color("rule2").name() in drawn
    assert theme.themes()["paper"].colors["rule2"].name() not in drawn


@pytest.mark.parametrize("name", ["white", "dark"])
def test_a_dialog_that_is_open_changes_with_the_theme(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    theme.use("paper")
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    table = dialogs.show_help(parent, is_on_search=False).findChild(QTableWidget)
    assert table is not None
    theme.use(name)
    qapp.processEvents()
    image = table.viewport().grab().toImage()
    assert image.pixelColor(image.width() - 4, image.height() // 2) == theme.color("paper")
