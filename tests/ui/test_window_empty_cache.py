"""A window on a library that a reader has worked in, and of which nothing derived is left: while it is read in, and
after that, everything is where it was. What would be a fault of the program fails every test here."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.saved_searches.ui import SavedPart
from reader.library.library import Library
from reader.storage import settings
from reader.ui.article.article_pane import ArticlePane
from reader.ui.frame import place_by_face
from reader.ui.window.window import MainWindow
from tests import everything_noted
from tests.ui import a_window
from tests.ui.a_window import texts, view


@pytest.fixture
def noted(tmp_path: Path) -> tuple[Path, dict[str, object]]:
    return tmp_path / "柳川", everything_noted.write_noted(tmp_path / "柳川")


def go_through(window: MainWindow, qtbot: QtBot) -> None:
    """Looks at every tab, and reads everything anew."""
    for tab in place_by_face():
        window.controller.show_tab(tab)
        QTest.qWait(30)
    window.controller.features.parts.of(SavedPart).read()
    window.controller.features.bookmarks.read()
    qtbot.waitUntil(window.controller.features.parts.of(SavedPart).is_idle)


def test_everything_is_there_while_the_library_is_read_in_and_after_that(
    qtbot: QtBot, noted: tuple[Path, dict[str, object]]
) -> None:
    root, before = noted
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.activateWindow()
    assert window.controller.library.contents.newest_issue() is None
    go_through(window, qtbot)
    a_window.settle(qtbot, window)
    go_through(window, qtbot)
    assert "戏台" in texts(view(window, "savedSearches"))[0]
    listed = "".join(texts(view(window, "bookmarkList")))
    assert everything_noted.STAGE in listed
    assert everything_noted.PASSAGE in listed
    assert everything_noted.told(window.controller.library) == before


def test_the_places_of_last_time_are_opened_when_they_are_read_in(
    qtbot: QtBot, noted: tuple[Path, dict[str, object]]
) -> None:
    root, _ = noted
    library = Library.open(root)
    library.sync()
    window = a_window.open_on(qtbot, root)
    stage, rice = (
        everything_noted.article_of(library, each) for each in (everything_noted.STAGE, everything_noted.RICE)
    )
    library.close()
    window.controller.reading.open_article(stage)
    window.controller.features.second.open(rice)
    qtbot.waitUntil(lambda: not window.controller.is_reading())
    window.close()
    kept = settings.load().settings
    assert kept.places_read
    assert kept.places_beside

    everything_noted.empty_cache()
    closed_early = app.open_window(root)
    qtbot.addWidget(closed_early)
    qtbot.wait(20)
    closed_early.close()
    again = settings.load().settings
    assert (again.places_read, again.places_beside) == (kept.places_read, kept.places_beside)

    everything_noted.empty_cache()
    window = a_window.open_on(qtbot, root)
    controller = window.controller
    qtbot.waitUntil(lambda: _title(controller.layout.pane) == everything_noted.STAGE)
    qtbot.waitUntil(lambda: _title(controller.layout.area.second) == everything_noted.RICE)
    window.close()
    again = settings.load().settings
    assert again.places_read == kept.places_read


def _title(pane: ArticlePane) -> str:
    stored = pane.article()
    return stored.article.title() if stored is not None else ""
