"""Error messages: a sentence for an error that the user can act on, a report with the traceback for a bug."""

import platform
import re
import sys
import traceback
from argparse import ArgumentTypeError
from enum import IntEnum

from reader import __version__
from reader.i18n import say
from reader.own_process import was_replaced


class Status(IntEnum):
    """What the program ends with, as the help says it; 130 after Ctrl+C."""

    DONE = 0
    """It is done; that nothing is found is an answer, too."""
    NOT_DONE = 1
    """Something of the reader's could not be done, or nothing was found with `--quiet`."""
    WRONG_COMMAND = 2
    """What was typed can't be meant, or contradicts itself; nothing was tried."""


class CommandError(Exception):
    """A command failed; the message, in the program's language, says why and what to do."""


class WrongArguments(ArgumentTypeError):
    """What was typed can't be meant, or contradicts itself: a value, or several of them together."""


STATUS_OF: tuple[tuple[type[Exception], Status], ...] = (
    (WrongArguments, Status.WRONG_COMMAND),
    (Exception, Status.NOT_DONE),
)
"""What the program ends with for each kind of error: the first kind that an error is of."""


def status_of(error: Exception) -> Status:
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))


def sentence_for(error: Exception) -> str | None:
    """Return the message for an error that is expected to happen; None for any other, which is a bug."""
    if isinstance(error, CommandError):
        return str(error)
    if was_replaced():  # before anything is imported that does not fit
        return say("阅报在运行的时候换成了另一版。资料没有改动；请再运行一次。")
    import sqlite3

    if isinstance(error, sqlite3.OperationalError | OSError):
        from reader.storage.disk_errors import explain, explain_derived
        from reader.storage.platform_folders import places

        if isinstance(error, sqlite3.Error):
            return explain_derived(error, places().cache)
        return explain(error)
    from reader.display import NoWindow
    from reader.formats import UnreadableFile
    from reader.library.library import LibraryError
    from reader.library.sync_events import LibraryBusy, TooManyLost
    from reader.search.documents import IndexDamaged
    from reader.storage.catalogue import CatalogueDamaged
    from reader.storage.folder import FolderError
    from reader.storage.platform_folders import NoHome
    from reader.storage.user_data import UserDataError

    if isinstance(error, CatalogueDamaged | IndexDamaged):
        return say("资料库的目录或索引损坏了：{reason}。请运行 reader check --repair 重建。", reason=error)
    if isinstance(
        error,
        FolderError
        | LibraryBusy
        | LibraryError
        | NoHome
        | NoWindow
        | TooManyLost
        | UnreadableFile
        | UserDataError,
    ):
        return str(error)
    return None


def wrong_command(message: str, command: str) -> tuple[str, str]:
    """Return what is said of a wrong command line, and the hint where to read how it is written."""
    return say("命令行不对：{message}", message=message), say("说明和例子：{command} --help", command=command)


def without_passwords(text: str) -> str:
    """Return an argument with "…" in place of passwords in addresses (://name:password@…, ?password=…)."""
    return _PASSWORDS.sub(_without_password, text)


def _without_password(address: re.Match[str]) -> str:
    return f"{address[1] or address[2]}…"


_PASSWORDS = re.compile(r"((?<!\w)\w+://[^\s/?:@]*:)[^\s/@]*(?=@)|((?<=[?&])(?:ssl)?password=)[^&\s]*")


def report_of(error: Exception) -> str:
    """Return a report of a bug, to be sent to the maintainers: versions, command line, traceback."""
    return "\n".join(
        [
            say("阅报出错了，这是程序的问题，资料没有改动。请把下面的文字发给维护者（地址见 README）。"),
            "",
            f"reader {__version__} · Python {platform.python_version()} · {platform.platform()}",
            "reader " + " ".join(map(without_passwords, sys.argv[1:])),
            "",
            "".join(traceback.format_exception(error)).rstrip(),
        ]
    )
