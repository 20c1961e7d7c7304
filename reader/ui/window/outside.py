"""Opening files and folders outside the window, by their own program or in the platform's file manager."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle


def show_in_folder(path: Path) -> None:
    """Show a file in its folder, selected where the platform can do that."""
    if sys.platform == "win32":
        QProcess.startDetached("explorer.exe", ["/select,", QDir.toNativeSeparators(str(path))])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def reveal(library: Library, tell: Callable[[str], object]) -> None:
    """Open the folder of a library, or show its file in a folder; `tell` what is in the folder if not the papers."""
    if words := library.about_folder():
        tell(words)
    if library.is_in_one_file:
        show_in_folder(library.root)
    else:
        open_outside(library.root)


def open_source(library: Library, stored: StoredArticle | None, tell: Callable[[str], object]) -> None:
    """Open the file of an article with the program registered for it; `tell` if the file is gone."""
    if stored is None or not stored.sources:
        return
    if words := library.why_no_files():
        tell(words)
        return
    source = stored.sources[0]
    path = library.folder.file_on_disk(source.path)
    if source.is_missing or not path.exists():
        tell(say("原文件 {path} 已不在那里；正文取自目录中的副本。", path=source.path))
    else:
        open_outside(path)
