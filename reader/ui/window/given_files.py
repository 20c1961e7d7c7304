"""A file that a person chooses: a library, a document of a feature, or an issue, which is shown in its library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader import formats
from reader.i18n import say
from reader.library.sync_events import SyncReport
from reader.newspaper.picture_names import is_picture
from reader.plugs import documents, library_kinds
from reader.storage.folder import OWN_FOLDER
from reader.storage.system_paths import for_system
from reader.ui.widgets.dialog import Files, ask, ask_to_open
from reader.ui.window.library_controller import LibraryController


def ask_for_any_file(parent: QWidget) -> Path | None:
    """Ask for a file of any kind; those of the program's own are told by name, others are not hidden."""
    suffixes = [kind.suffix for kind in library_kinds() if kind.suffix]
    suffixes += [document.suffix for _, document in documents()]
    own = " ".join(f"*{suffix}" for suffix in suffixes)
    kinds = [say("所有文件") + " (*)"]
    if own:
        kinds.append(say("阅报自己的文件") + f" ({own})")
    return ask_to_open(parent, say("打开文件"), Files.ANY, ";;".join(kinds))


def is_of_papers(path: Path) -> bool:
    return formats.is_issue_file(path) or is_picture(path.name)


def library_around(path: Path, roots: Iterable[Path]) -> Path | None:
    """Return the innermost library whose folder holds a file: of those at `roots`, or one by what stands in it; None
    if the file is in no library.
    """
    around = {root for root in roots if path.is_relative_to(root)}
    around.update(folder for folder in path.parents if for_system(folder / OWN_FOLDER).is_dir())
    return max(around, key=lambda root: len(root.parts), default=None)


def ask_for_library(parent: QWidget, path: Path, read: Callable[[], object]) -> None:
    """Ask whether the folder of a file that is in no library shall become one: all in it is read in."""
    folder = path.parent.name or str(path.parent)
    ask(
        parent,
        "newLibrary",
        say("把“{folder}”作为资料库打开？", folder=folder),
        say(
            "“{name}”所在的文件夹还不是资料库。打开它，就读入这个文件夹里的全部报纸，"
            "并在里面放一个 .reader 文件夹，存您的收藏、批注和更正；报纸的文件不会改动。",
            name=path.name,
        ),
        [(say("打开这个文件夹"), read)],
    )


def show_issue_of(
    path: Path, controller: LibraryController, tell: Callable[[str], object], *, is_read: bool = True
) -> None:
    """Show the issue of a file of the open library; say so if no issue is in it.

    What is not read yet (`is_read`, or a sync is running) is shown after the sync.
    """
    library = controller.library
    name = path.relative_to(library.root).as_posix()
    issue = library.contents.newest_of_files([name])
    if issue is not None:
        if controller.layout.are_results_shown():
            controller.features.results.leave_search()
        controller.reading.read_issue(issue.id)
    elif is_read and not controller.sync.process.is_running():
        tell(say("“{name}”里没有读到文章。", name=path.name))
    else:
        show_later = partial(_show_after, path, controller, tell)
        controller.sync.finished.connect(show_later, Qt.ConnectionType.SingleShotConnection)


def _show_after(
    path: Path, controller: LibraryController, tell: Callable[[str], object], _: SyncReport
) -> None:
    show_issue_of(path, controller, tell)
