"""Opening files and folders in other programs: the one registered for them, or the platform's file manager."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle


def show_in_folder(path: Path) -> None:
    """Show a file in the file manager; it is selected on Windows and macOS."""
    if sys.platform == "win32":
        QProcess.startDetached("explorer.exe", ["/select,", QDir.toNativeSeparators(str(path))])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def open_outside(path: Path, show: Callable[[str], object]) -> None:
    """Open a file or a folder with the program registered for it; call `show` with a message if there is none."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        show(say("没有能打开 {path} 的程序。", path=path))


def reveal(library: Library, show: Callable[[str], object]) -> None:
    """Open the folder of a library in the file manager, or show its file there."""
    words = library.words.about_folder
    if words:
        show(words)
    if library.is_in_one_file:
        show_in_folder(library.root)
    else:
        open_outside(library.root, show)


def open_source(library: Library, stored: StoredArticle | None, show: Callable[[str], object]) -> None:
    """Open the file of an article with the program registered for it; call `show` with a message if there is none."""
    if stored is None or not stored.sources:
        return
    words = library.words.why_no_files
    if words:
        show(words)
        return
    source = stored.sources[0]
    if source.is_missing or not library.folder.holding_file(source.path).exists():
        show(say("原文件 {path} 已不在那里；正文取自目录中的副本。", path=source.path))
    else:
        open_outside(library.folder.file_on_disk(source.path), show)
