"""Uncaught exceptions: reported in one sentence; the details of a fault in the program go to a file."""

import datetime as dt
import platform
import sqlite3
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject
from shiboken6 import isValid

import reader
from reader.i18n import say
from reader.language.control_characters import made_visible
from reader.own_process import was_replaced
from reader.search.engine import IndexDamaged
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.platform_folders import make_private, places
from reader.ui.widgets import wording


def is_damage(error: BaseException) -> bool:
    """Return whether an error means damaged derived data, which the next update rebuilds."""
    return isinstance(error, CatalogueDamaged | IndexDamaged)


def reported(error: BaseException) -> str:
    """Return the message for an error; for a fault in the program, write its details to a file first."""
    if is_damage(error):
        return say("搜索用的索引损坏了。更新一次资料库就会自动重建。")
    if isinstance(error, LibraryError):  # such as damage in a library that was given
        return str(error)
    if isinstance(error, OSError | sqlite3.OperationalError):
        return explain(error, places().cache if isinstance(error, sqlite3.Error) else None)
    if was_replaced():
        return wording.replaced()
    return _written_down("".join(traceback.format_exception(error)))


def _written_down(details: str) -> str:
    """Write the details to a file and to stderr; return the message that names the file."""
    now = dt.datetime.now()
    text = (
        f"阅报 {reader.__version__}, Python {platform.python_version()}, {platform.platform()}, {now:%Y-%m-%d %H:%M}\n"
        f"{details}\n"
    )
    print(made_visible(text), file=sys.stderr)
    target = places().data / "faults" / f"fault-{now:%Y%m%d-%H%M%S}.txt"
    try:
        make_private(target.parent)
        target.write_text(text, encoding="utf-8")
    except OSError:
        return say("阅报出了差错，细节在终端里。您的文件和书签没有受影响。")
    return say("阅报出了差错，细节记在 {path}。您的文件和书签没有受影响。", path=target)


def watch(window: QObject, report: Callable[[BaseException], None]) -> None:
    """Call `report` with every uncaught exception except KeyboardInterrupt, also from Qt's slots.

    When `window` is gone, a report is written all the same.
    """

    def caught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
        elif isValid(window):
            report(error)
        else:
            reported(error)

    sys.excepthook = caught
