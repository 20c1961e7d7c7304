"""States of the library: nothing in it, being read in, something of it gone, no place to write."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec.structs import replace

from reader.features.tables.ui import ColumnsDialog
from reader.library.derived_data import only_writer
from reader.library.sync_events import Progress
from reader.library.sync_process import PAUSE
from reader.storage import settings
from reader.storage.settings import LibrarySeen
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.sync.progress_strip import Phase
from reader.ui.widgets.controls import PushButton
from reader.ui.window.screenshot import await_that, await_update, settle
from reader.ui.window.window import MainWindow
from tests.corpus import write_library
from tests.shelf import fill, small_disk
from tests.ui.a_window import opening_progress
from tests.ui.invented_library import TITLES
from tools.gallery.hands import (
    FIRST_FILE,
    STORY,
    click,
    copy_of_sample,
    do,
    on_copy,
    on_sample,
    opened,
    read,
    read_with_notes,
    scene,
    show_source_lines,
)

# -- nothing, or not everything yet


@contextmanager
def _nothing_in(root: Path) -> Iterator[MainWindow]:
    with opened(root) as window:
        await_that(window.controller.layout.is_welcome_shown)
        yield window


@scene
def empty_folder(folder: Path) -> Iterator[MainWindow]:
    (folder / "旧报").mkdir()
    with _nothing_in(folder / "旧报") as window:
        yield window


@scene
def folder_of_other_files(folder: Path) -> Iterator[MainWindow]:
    (folder / "旧报").mkdir()
    (folder / "旧报" / "19870612.tif").write_bytes(b"II*\x00")
    with _nothing_in(folder / "旧报") as window:
        yield window


def _remember_libraries(folder: Path) -> None:
    """One that is there, one that was moved away, one on a disk that is not plugged in."""
    roots = [folder / "晚报", folder / "县志办旧报", folder / "移动硬盘" / "周报1950—1987"]
    roots[0].mkdir()
    seen = [LibrarySeen(f"2026-0{n}-09T12:00:00+00:00", n, 731 * n) for n in (3, 2, 1)]
    settings.save(
        replace(
            settings.load().settings,
            recent=tuple(map(str, roots)),
            libraries_seen={str(root): each for root, each in zip(roots, seen, strict=True)},
        )
    )


@scene
def welcome_with_recent_libraries(folder: Path) -> Iterator[MainWindow]:
    _remember_libraries(folder)
    (folder / "旧报").mkdir()
    with _nothing_in(folder / "旧报") as window:
        await_that(lambda: any(each.trouble() for each in window.recent.libraries()))
        yield window


@scene
def recent_libraries(folder: Path) -> Iterator[MainWindow]:
    _remember_libraries(folder)
    with opened(copy_of_sample(folder)) as window:
        do(window, "recent_libraries")
        await_that(lambda: any(each.trouble() for each in window.recent.libraries()))
        yield window


@contextmanager
def _half_read(root: Path) -> Iterator[MainWindow]:
    """While the first issues are there and others are being read."""
    write_library(root, 400)
    with opened(root, awaits_update=False) as window:
        strip = window.controller.layout.strip
        await_that(lambda: window.controller.reading.article and strip.phase is Phase.RUNNING)
        yield window


@scene
def opening_a_folder(folder: Path) -> Iterator[MainWindow]:
    """Before the first issue is there."""
    write_library(folder / "旧报", 400)
    with opened(folder / "旧报", awaits_update=False) as window:
        first = window.controller.sync.first
        empty = window.controller.layout.pane.empty
        await_that(lambda: (shown := opening_progress(empty)) and shown.found)
        assert opening_progress(empty) is not None
        window.controller.sync.process.close(waits=True)
        progress = [
            Progress(n, 400, "1991.txt", 0, day=f"1991-02-{n:02}", headline=title)
            for n, title in enumerate(TITLES, 4)
        ]
        for each in progress:
            first.follow(each)
        yield window


@scene
def reading_in(folder: Path) -> Iterator[MainWindow]:
    """Paused unseen, so that it lasts."""
    with _half_read(folder / "旧报") as window:
        window.controller.sync.process.order(PAUSE)
        yield window


@scene
def reading_in_paused(folder: Path) -> Iterator[MainWindow]:
    with _half_read(folder / "旧报") as window:
        click(window.controller.layout.strip.pause_button)
        yield window


@on_sample
def all_read_in(window: MainWindow) -> None:
    """What follows from the files is worked out."""
    window.controller.layout.strip.show_running(0, 1113)


# -- something is gone, or other than it was


def _lose_first_file(window: MainWindow, root: Path) -> None:
    (root / FIRST_FILE).unlink()
    window.controller.library.sync(accept_missing=True)
    window.controller.sync.look()


@on_copy
def file_gone(window: MainWindow, root: Path) -> None:
    _lose_first_file(window, root)
    read(window, STORY)


@on_copy
def files_gone_list(window: MainWindow, root: Path) -> None:
    _lose_first_file(window, root)
    window.files.show_missing()


@on_copy
def file_changed(window: MainWindow, root: Path) -> None:
    read(window, STORY)
    (root / FIRST_FILE).write_text("全变了。\n" * 90, encoding="utf-8")
    show_source_lines(window, "馆长闻砚秋")
    settle()


@scene
def files_not_read(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    (root / "坏了.txt").write_bytes(bytes(range(256)) * 40)
    (root / "也坏了.txt").write_bytes(b"\0" * 4096)
    with opened(root) as window:
        read(window, STORY)
        window.files.show_failures()
        yield window


def _with_a_table(folder: Path) -> Path:
    root = copy_of_sample(folder)
    words = "船来了又走了，走了又来了。" * 5
    table = f"headline,哪天,story,版\n渡口添了一条船,2024-03-05,{words},2\n"
    (root / "同事抄的旧报.csv").write_text(table, encoding="utf-8")
    (root / "坏了.zip").write_bytes(b"PK\x03\x04")
    return root


@scene
def table_not_read(folder: Path) -> Iterator[MainWindow]:
    with opened(_with_a_table(folder)) as window:
        window.files.show_failures()
        yield window


@scene
def columns_asked(folder: Path) -> Iterator[MainWindow]:
    with opened(_with_a_table(folder)) as window:
        window.files.show_failures()
        button = window.findChild(PushButton, "askColumns")
        assert isinstance(button, PushButton)
        button.click()
        await_that(lambda: window.findChild(ColumnsDialog) is not None)
        yield window


@on_copy
def root_absent(window: MainWindow, root: Path) -> None:
    """The disk with the library was pulled out while the window stood."""
    read(window, STORY)
    pulled_out = root.parent / "disk"
    pulled_out.mkdir()
    for path in root.iterdir():
        path.rename(pulled_out / path.name)  # at once: the window may be writing there
    do(window, "rescan")
    await_update(window)


@scene
def library_absent(folder: Path) -> Iterator[MainWindow]:
    """What was open last is no longer there: the sample, and why."""
    settings.save(replace(settings.load().settings, library=str(folder / "旧报")))
    with opened(None) as window:
        await_that(window.controller.layout.area.questions.isVisible)
        yield window


# -- no place to write


@scene
def read_only(folder: Path) -> Iterator[MainWindow]:
    """A folder that nothing can be written into: the notebook is kept elsewhere."""
    root = copy_of_sample(folder)
    (root / ".reader").write_text("no folder", encoding="utf-8")
    with opened(root) as window:
        read_with_notes(window)
        yield window


@scene
def another_window_writes(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    with opened(root) as window, only_writer(window.controller.library.local.lock):
        do(window, "rescan")
        await_update(window)
        yield window


@scene
def disk_full(folder: Path) -> Iterator[MainWindow]:
    """A note that could not be saved stands in its editor again."""
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder / "disk", "8m"))
        window = stack.enter_context(opened(copy_of_sample(disk)))
        read_with_notes(window)
        do(window, "note")
        await_that(lambda: window.findChild(BookmarkEditor))
        editor = window.findChild(BookmarkEditor)
        assert isinstance(editor, BookmarkEditor)
        editor.note.setPlainText("外婆说过这盏灯。" * 2000)
        fill(disk)
        click(editor.save_button)
        await_that(window.toast.isVisible)
        settle()
        yield window
        for each in window.findChildren(BookmarkEditor):
            each.note.setPlainText("")
