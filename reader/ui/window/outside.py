"""Opening files and folders outside the window, by their own program or in the platform's file manager."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from reader.i18n import say
from reader.library.given_pack import no_originals
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


def where_notes_are(library: Library) -> str:
    """Return a sentence on where the user data are kept if they are not in the library's folder; else ""."""
    if library.pack is not None:
        return say("资料包是只读的：您自己的书签与批注存在本机，不在这个文件里。")
    if library.line is not None:
        return say("阅览室“{name}”：您自己的书签与批注存在本机。", name=library.name)
    if library.keeps_notes_elsewhere:
        return say("“{name}”不能写入：书签与批注存在本机，不在这个文件夹里。", name=library.name)
    return ""


def why_no_files(library: Library) -> str:
    """Return why a library has no files to show; "" if it has."""
    if library.pack is not None:
        return no_originals()
    if library.line is not None:
        return say("阅览室里是文章的文字，原来的文件在管理员那里。")
    return ""


def reveal(library: Library, tell: Callable[[str], object]) -> None:
    """Open the folder of a library, or show a pack in its folder; `tell` that a room's folder holds only notes."""
    if library.line is not None:
        tell(say("报纸在阅览室的服务器上；这个文件夹里是您自己的书签与批注。"))
    if library.pack is None:
        open_outside(library.root)
    else:
        show_in_folder(library.root)


def open_source(library: Library, stored: StoredArticle | None, tell: Callable[[str], object]) -> None:
    """Open the file of an article with the program registered for it; `tell` if the file is gone."""
    if stored is None or not stored.sources:
        return
    if words := why_no_files(library):
        tell(words)
        return
    source = stored.sources[0]
    path = library.folder.file_on_disk(source.path)
    if source.is_missing or not path.exists():
        tell(say("原文件 {path} 已不在那里；正文取自目录中的副本。", path=source.path))
    else:
        open_outside(path)
