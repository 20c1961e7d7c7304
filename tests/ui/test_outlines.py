"""Given a scene of the gallery, when the window stands in it, then everything in it says what its golden outline
says, in that order: each widget with its words, its name and its tip; the rows of lists, the entries of menus, the
paragraphs of texts with their forms.

What stands as in `reading.txt` is told there alone. After a change that is meant, all are written anew by
pytest -n0 tests/ui/test_outlines.py --update-golden; look at the diff.
"""

import datetime as dt
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reader import assets
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window import screenshot
from reader.ui.window.screenshot import above, await_that
from reader.ui.window.window import MainWindow
from tests import homes
from tests.ui import a_window
from tests.ui.outline import changes, outline_of
from tools.gallery import drawing

FOLDER = Path(__file__).with_name("outlines")
SIZE = (1200, 800)
READING = "reading"
SCENES = (
    READING,
    *("search", "search-without-hits", "typing", "search-help", "search-found-in-notes-alone"),
    *("search-over-time", "saved-searches", "concordance-sorted", "collocates", "calendar", "calendar-month"),
    *("person", "person-evidence", "person-decisions", "names", "bookmarks", "menu-on-a-bookmark"),
    *("note-editor", "notes-on-the-page", "notes-in-full", "corrections", "correcting", "misreadings"),
    *("dossier", "dossier-menu-on-words", "clipping-as-cards", "print-dialog", "pdf-dialog-of-a-page"),
    *("whole-page", "page-picture", "two-articles", "sources-compared", "series", "source-lines"),
    *("find-in-article", "style-panel", "cite-menu", "menu", "palette", "keys", "settings"),
    *(
        "recent-libraries",
        "welcome-with-recent-libraries",
        "day-of-every-year",
        "riffling",
        "story-over-two-pages",
    ),
)
PATIENCE_S = 60
"""So long the window may take to come to rest."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def read_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return homes.with_sample_read(tmp_path_factory.mktemp("read") / "home")


@pytest.fixture
def scene(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_home: Path
) -> Iterator[MainWindow]:
    shutil.copytree(read_home, tmp_path / "home", dirs_exist_ok=True)
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0)
    (tmp_path / "scene").mkdir()
    others = QApplication.topLevelWidgets()
    with drawing.shown(request.param, SIZE, "paper", tmp_path / "scene") as window:
        assert a_window.strays(others) == []
        yield window


def seen(window: MainWindow, folder: Path) -> list[str]:
    """Return what stands in the window and over it, without what differs from day to day and from place to place."""
    # how far a page is scrolled to its article depends on when it was typeset
    window.controller.layout.area.page.view.verticalScrollBar().setValue(0)
    over = sorted(outline_of(each) for each in above(window))
    lines = [line for each in (outline_of(window), *over) for line in each]
    today = dt.date.today()
    text = _UUID.sub("<uuid>", "\n".join(lines)).replace(str(folder), "~")
    text = text.replace(str(assets.sample_library()), "<sample>")
    text = re.sub(r"用时 [\d.]+ 秒", "用时 <s> 秒", text)
    for written in (f"{today}", f"{today.year}年{today.month}月{today.day}日"):
        text = text.replace(written, "<today>")
    return text.split("\n")


def without_what_is_known(lines: Sequence[str], known: frozenset[str]) -> list[str]:
    """Return the lines; of each part that is known as it stands only the first, with a mark."""
    left: list[str] = []
    at = 0
    while at < len(lines):
        part = _part(lines, at)
        if len(part) > 1 and _joined(part) in known:
            left.append(f"{part[0]} …as when reading")
            at += len(part)
        else:
            left.append(lines[at])
            at += 1
    return left


def _part(lines: Sequence[str], at: int) -> Sequence[str]:
    """Return a line and what is set below it."""
    depth = _depth(lines[at])
    end = at + 1
    while end < len(lines) and _depth(lines[end]) > depth:
        end += 1
    return lines[at:end]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _joined(part: Sequence[str]) -> str:
    return "\n".join(line[_depth(part[0]) :] for line in part)


@cache
def parts_when_reading() -> frozenset[str]:
    lines = (FOLDER / f"{READING}.txt").read_text("utf-8").splitlines()
    return frozenset(_joined(_part(lines, at)) for at in range(len(lines)))


@pytest.mark.parametrize(("scene", "name"), [(each, each) for each in SCENES], indirect=["scene"], ids=SCENES)
def test_all_stands_as_in_the_outline(
    scene: MainWindow, name: str, tmp_path: Path, update_golden: bool
) -> None:
    path = FOLDER / f"{name}.txt"

    def outline() -> list[str]:
        lines = seen(scene, tmp_path)
        return lines if name == READING else without_what_is_known(lines, parts_when_reading())

    if update_golden:
        await_rest(scene)
        path.write_text("".join(f"{line}\n" for line in outline()), encoding="utf-8")
        parts_when_reading.cache_clear()
    expected = path.read_text("utf-8").splitlines()
    with suppress(TimeoutError), pytest.MonkeyPatch.context() as patched:
        patched.setattr(screenshot, "TIMEOUT_SECONDS", PATIENCE_S)
        await_that(lambda: outline() == expected)
    changed = changes(expected, outline())
    assert not changed, f"otherwise than in {path.name}:\n{changed}"


def await_rest(window: MainWindow) -> None:
    """Wait until nothing more moves."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(screenshot, "SETTLING_SECONDS", 0.6)
        screenshot.settle()
    await_that(lambda: all(queue.is_idle() for queue in window.findChildren(TaskQueue)))
    QApplication.processEvents()
