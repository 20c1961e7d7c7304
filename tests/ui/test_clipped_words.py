"""Given a window in any of its states, at any usual width and in either language, when it is drawn, then each word of
the program stands there whole; only free text (headlines, names of files, what the reader wrote) may be elided."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import AROUND_DIALOG
from reader.ui.window import screenshot
from reader.ui.window.screenshot import above, await_that, settle
from reader.ui.window.window import MainWindow
from tests import homes
from tests.rotation import in_turn
from tests.ui.clipped import painted_words, without_room
from tools.gallery import drawing, hands
from tools.gallery.hands import Hand
from tools.gallery.scenes import SCENES, notebook, reading, searching

WIDTHS = (1440, 1366, 1200, 900)
"""In pixels."""
QUICK: tuple[Hand, ...] = (
    reading.reading,
    searching.search,
    searching.search_over_time,
    notebook.calendar_hits_month,
)


@pytest.fixture(params=["zh", "en"])
def window(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr("reader.i18n.language", lambda: request.param)
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0)
    with hands.opened(hands.copy_of_sample(tmp_path)) as window:
        hands.read_with_notes(window)
        yield window


def cut_in(window: MainWindow, states: Sequence[Hand]) -> list[str]:
    """Return what is cut in each of the states and widths."""
    found = []
    for bring in states:
        bring(window)
        found += [f"{bring.__name__} at {each}" for each in cut_at_widths(window)]
        clear(window)
    return found


def cut_at_widths(window: MainWindow) -> list[str]:
    found = []
    for width in WIDTHS:
        window.resize(width, 800)
        for dialog in above(window):
            if isinstance(dialog, QDialog):  # as it is where it is opened in a window of this width
                dialog.resize(dialog.size().boundedTo(window.size() - AROUND_DIALOG))
        await_rest(window)
        found += [f"{width} px: {each}" for each in cut_now(window, width)]
    return found


def await_rest(window: MainWindow) -> None:
    """Wait until nothing more moves; a scene may show work that does not end."""
    settle()
    with suppress(TimeoutError), pytest.MonkeyPatch.context() as patched:
        patched.setattr(screenshot, "TIMEOUT_SECONDS", 5)
        await_that(lambda: all(queue.is_idle() for queue in window.findChildren(TaskQueue)))
    for _ in range(3):  # what holds a text that wraps learns its height a round after its width
        QApplication.processEvents()


def cut_now(window: MainWindow, width: int) -> list[str]:
    with painted_words() as cut:
        drawn: list[QWidget] = [window, *above(window)]
        for each in drawn:
            each.grab()
    if window.width() != width:
        cut.append(f"{window.width()} px wide")
    return list(dict.fromkeys([*cut, *(words for each in drawn for words in without_room(each))]))


def clear(window: MainWindow) -> None:
    """Bring the window back to where the states begin."""
    for each in reversed(above(window)):
        each.close()
    layout, controller = window.controller.layout, window.controller
    layout.show_second(False)
    controller.features.results.leave_search()
    controller.show_tab("papers")
    layout.uncover()
    hands.read(window, hands.STORY)


def test_each_word_stands_whole_where_one_reads_and_searches(window: MainWindow) -> None:
    cut = cut_in(window, QUICK)
    assert not cut, "\n".join(cut)


@pytest.fixture(scope="module")
def read_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return homes.with_sample_read(tmp_path_factory.mktemp("read") / "home")


@pytest.mark.slow
@pytest.mark.child
@pytest.mark.parametrize(
    ("scene", "language"),
    in_turn((pytest.param(*each) for each in product(SCENES, ("zh", "en"))), days=7),
)
def test_each_word_stands_whole_in_every_scene_of_the_gallery(
    scene: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_home: Path
) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: language)
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0)
    shutil.copytree(read_home, tmp_path / "home", dirs_exist_ok=True)
    (tmp_path / "scene").mkdir()
    with drawing.shown(scene, (max(WIDTHS), 800), "paper", tmp_path / "scene") as window:
        cut = cut_at_widths(window)
    assert not cut, "\n".join(cut)
