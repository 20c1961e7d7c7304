"""On a screen of 900×640 no dialog and no menu is larger than the screen, and no button is outside of its dialog."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QWidget

from reader.ui.window import screenshot
from reader.ui.window.screenshot import above
from reader.ui.window.window import MainWindow
from tools.gallery import drawing

SCREEN = QRect(0, 0, 900, 640)
"""What is inside of this is also on a screen of 1024×640."""
WITH_DIALOGS = (
    *("settings", "keys", "search-help", "about-box", "recent-libraries", "style-panel", "tags", "backups"),
    *("print-dialog", "pdf-dialog-of-a-page", "clipping-of-an-article", "clipping-as-cards", "packing-up"),
    *("correcting-an-issue", "other-printings", "printings-compared", "dossier-more-menu"),
)


@pytest.fixture(params=WITH_DIALOGS)
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0)
    (tmp_path / "scene").mkdir()
    size = (SCREEN.width(), SCREEN.height())
    with drawing.shown(request.param, size, "paper", tmp_path / "scene") as window:
        yield window


def too_large(widget: QWidget) -> list[str]:
    """What of a dialog or menu does not fit."""
    found = []
    size = widget.size().expandedTo(widget.minimumSizeHint())
    if size.width() > SCREEN.width() or size.height() > SCREEN.height():
        found.append(f"{type(widget).__name__} {size.width()}×{size.height()}")
    for button in widget.findChildren(QAbstractButton):
        place = QRect(button.mapTo(widget, QPoint()), button.size())
        if button.isVisibleTo(widget) and is_free(button, widget) and not widget.rect().contains(place):
            found.append(f"{button.text() or button.accessibleName()} {place}")
    return found


def is_free(button: QWidget, widget: QWidget) -> bool:
    """Whether a button is not on something that is scrolled."""
    parent = button.parentWidget()
    while parent is not None and parent is not widget:
        if parent.objectName() == "qt_scrollarea_viewport":
            return False
        parent = parent.parentWidget()
    return True


def test_all_of_it_is_on_the_screen(opened: MainWindow) -> None:
    shown = above(opened)
    assert shown, "the scene has a dialog or a menu"
    assert {widget.windowTitle() or widget.accessibleName(): too_large(widget) for widget in shown} == {
        widget.windowTitle() or widget.accessibleName(): [] for widget in shown
    }
