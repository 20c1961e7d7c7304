"""Reading the bytes of an issue file."""

from collections.abc import Callable
from pathlib import Path

from reader.i18n import say
from reader.storage.regular_file import NotRegular, TooLarge, open_named, read_at_most

MOST_BYTES = 50 * 1024 * 1024


class UnreadableFile(Exception):
    """A file that gives no issue; the message is a sentence for the reader."""


class NotAnIssue(UnreadableFile):
    """A file that is whole and understood, but holds no article: the page that lists the others, a search form.

    The message is what it is, in few words, by which such files are counted.
    """


class UnknownColumns(UnreadableFile):
    """A table of which a person has to say which column is the text."""


class NotOpened(UnreadableFile):
    """A file that the system does not give; another time it may."""


def bytes_of(path: Path) -> bytes:
    """Return the content of a file that a person has named. Raises UnreadableFile."""
    return bytes_from(lambda: open_named(path))


def bytes_from(opened: Callable[[], int]) -> bytes:
    """Return what can be read from the descriptor that `opened` gives.

    Raises UnreadableFile if it raises OSError, or if there are more than 50 MB.
    """
    try:
        return read_at_most(opened(), MOST_BYTES)
    except OSError as error:
        raise refusal_of(error) from None


def refusal_of(error: OSError) -> UnreadableFile:
    """Return what is raised where the system does not give a file."""
    match error:
        case TooLarge():
            return too_large()
        case NotRegular():
            return NotOpened(say("这不是普通文件，而是管道、设备之类，没有读。"))
        case FileNotFoundError():
            return NotOpened(say("文件不见了：可能刚被移走或改名。"))
        case IsADirectoryError() | NotADirectoryError():
            return NotOpened(say("这是一个文件夹，不是文件。"))
        case PermissionError():
            return NotOpened(say("没有权限读取这个文件。请检查它的访问权限。"))
        case _:
            return NotOpened(say("文件读不出来：{reason}", reason=error.strerror or str(error)))


def too_large() -> UnreadableFile:
    return UnreadableFile(say("文件超过 50 MB，不像一期报纸。请按期拆开后再放入。"))
