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
from reader.ui.widgets.dialog import Files, ask_to_open
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


def library_around(path: Path, roots: Iterable[Path]) -> Path:
    """Return the innermost of the libraries whose folder holds a file; its own folder if none does."""
    around = [root for root in roots if path.is_relative_to(root)]
    return max(around, key=lambda root: len(root.parts), default=path.parent)


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
