"""Dialogs that only a certain state of a library leads to, each opened by a function of its own."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from reader.features.bookmark.ui.note_files import NoteFiles
from reader.features.chronicle.chronicles import Chronicles
from reader.features.chronicle.ui.chronicle_part import ChroniclePart, LineList
from reader.features.foreign_notes.ui import ForeignNotesPart
from reader.features.importing.ui import ImportingPart
from reader.features.people.ui.people_part import PeoplePart
from reader.features.tables.ui import ask_columns
from reader.library.sync_events import Failure
from reader.newspaper.decision import ChronicleLine, ChronicleSource
from reader.newspaper.holdings import MissingFile
from reader.ui.desk import Part
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window import dialogs
from reader.ui.window.given_files import ask_for_library
from reader.ui.window.screenshot import await_that
from reader.ui.window.window import MainWindow

T = TypeVar("T", bound=Part)
DAY = dt.date(1987, 6, 12)


def changes(window: MainWindow, _folder: Path) -> None:
    dialogs.show_changes(window)


def notices(window: MainWindow, _folder: Path) -> None:
    dialogs.show_notices(window)


def failures(window: MainWindow, _folder: Path) -> None:
    failed = [Failure(f"1987/06/很长的名字的一个文件夹/{number}.txt", "文件是空的") for number in range(30)]
    dialogs.show_failures(window, failed, len(failed), "sync", try_again=print)


def missing_files(window: MainWindow, _folder: Path) -> None:
    files = [MissingFile(f"1987/06/198706{day}.txt", "雁桥日报", DAY, None, 7) for day in range(10, 30)]
    dialogs.open_missing_files(window, dialogs.MissingFiles(files, print))


def removed_notes(window: MainWindow, _folder: Path) -> None:
    bookmarks = window.controller.features.bookmarks
    bookmarks.remove(bookmarks.bookmarks[0])
    await_that(lambda: bookmarks.removed)
    _part(window, NoteFiles).show_removed()


def merging(window: MainWindow, _folder: Path) -> None:
    people = _part(window, PeoplePart)
    people._person = ("何渡生", "")
    people.ask_merge()


def parting(window: MainWindow, _folder: Path) -> None:
    people = _part(window, PeoplePart)
    people._person = ("何渡生", "")
    people.ask_split([1, 2])


def rewording(window: MainWindow, _folder: Path) -> None:
    lines = _chronicle(window)
    lines._reword(lines.rows()[0])


def day_of_a_line(window: MainWindow, _folder: Path) -> None:
    lines = _chronicle(window)
    lines._ask_day(lines.rows()[0])


def foreign_notes(window: MainWindow, folder: Path) -> None:
    file = folder / "notes.md"
    file.write_text("> 这句话报上从来没有印过，哪里也找不到\n\n记一笔\n", encoding="utf-8")
    _part(window, ForeignNotesPart).import_file(file)


def own_library(window: MainWindow, folder: Path) -> None:
    _part(window, ImportingPart)._offer_own_library([folder / "a.txt"])


def dropped_folder(window: MainWindow, folder: Path) -> None:
    _part(window, ImportingPart).dropping._ask(folder)


def columns(window: MainWindow, _folder: Path) -> None:
    controller = window.controller
    table = controller.library.root / "表.csv"
    table.write_text("甲,乙\n渡口添了一条新船，老船工说好,1987-06-12\n", encoding="utf-8")
    ask_columns(window, controller.library.folder, TaskQueue(window), print, print, "表.csv")


def _part(window: MainWindow, kind: type[T]) -> T:
    return window.controller.features.parts.of(kind)


def _chronicle(window: MainWindow) -> LineList:
    part = _part(window, ChroniclePart)
    source = ChronicleSource("k", "雁桥日报", DAY, "1", "a.txt", "", "渡口添船", "渡口添了一条新船。" * 20)
    line = ChronicleLine("", "", DAY, DAY, "stated", (source,))
    chronicles = Chronicles(window.controller.library)
    if not chronicles.all():
        chronicles.add("渡口大事记", "", [line])
    window.controller.features.show_collection(chronicles.all()[0].uuid)
    await_that(lambda: part.pane.lines.rows())
    return part.pane.lines


def new_library(window: MainWindow, folder: Path) -> None:
    ask_for_library(window, folder / "很长的名字的一个文件夹，里面的报纸还没有读过" / "19870612.txt", print)


OPENERS: dict[Callable[[MainWindow, Path], object], tuple[str, str]] = {
    changes: ("ui/window/dialogs.py", "show_changes"),
    notices: ("ui/window/dialogs.py", "show_notices"),
    failures: ("ui/window/dialogs.py", "show_failures"),
    missing_files: ("ui/window/dialogs.py", "open_missing_files"),
    removed_notes: ("features/bookmark/ui/note_files.py", "NoteFiles.show_removed"),
    merging: ("features/people/ui/people_part.py", "PeoplePart.ask_merge"),
    parting: ("features/people/ui/people_part.py", "PeoplePart.ask_split"),
    rewording: ("features/chronicle/ui/chronicle_part.py", "LineList._reword"),
    day_of_a_line: ("features/chronicle/ui/chronicle_part.py", "LineList._ask_day"),
    foreign_notes: ("features/foreign_notes/ui.py", "ForeignNotesPart._take"),
    own_library: ("features/importing/ui.py", "ImportingPart._offer_own_library"),
    dropped_folder: ("features/importing/ui.py", "Dropping._ask"),
    new_library: ("ui/window/given_files.py", "ask_for_library"),
    columns: ("features/tables/ui.py", "ask_columns.<locals>.show"),
}
"""What opens the dialogs, and the place in the source where each is made."""
