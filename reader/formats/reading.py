"""The bytes of an issue file, or the reason why they can't be had."""

from pathlib import Path

from reader.messages import say

MOST_BYTES = 50 * 1024 * 1024


class UnreadableFile(Exception):
    """A file that gives no issue; its text is a sentence for the reader."""


def bytes_of(path: Path) -> bytes:
    """Raises UnreadableFile where the file can't be opened, is no file, or is larger than 50 MB."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(say("文件超过 50 MB，不像一期报纸。请按期拆开后再放入。"))
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(say("文件不见了：可能刚被移走或改名。")) from None
    except (IsADirectoryError, NotADirectoryError):
        raise UnreadableFile(say("这是一个文件夹，不是文件。")) from None
    except PermissionError:
        if path.is_dir():
            raise UnreadableFile(say("这是一个文件夹，不是文件。")) from None
        raise UnreadableFile(say("没有权限读取这个文件。请检查它的访问权限。")) from None
    except OSError as error:
        raise UnreadableFile(say("文件读不出来：{reason}", reason=error.strerror or str(error))) from None
