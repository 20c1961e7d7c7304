"""Files of notes and corrections that a person gives: read whole, in whatever encoding they were saved."""

from pathlib import Path

from msgspec import Struct

from reader.formats.decoding import decoded, guess_words
from reader.i18n import say
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.regular_file import open_named, read_at_most


class Given(Struct, frozen=True):
    """A file's content, and what is to be told of it: that its encoding is a guess; "" if there is nothing."""

    data: bytes
    """What was in UTF-8 as it is, damaged bytes included; anything else as UTF-8."""
    remark: str = ""


def given(path: Path, most: int) -> Given:
    """Return the content of a file of at most `most` bytes.

    Raises LibraryError if it can't be read, or if it looks as likely in two encodings: a guess would be stored.
    """
    try:
        data = read_at_most(open_named(path), most)
    except OSError as error:
        raise LibraryError(explain(error, path)) from error
    text = decoded(data)
    if text is None or text.encoding == _UTF_8 or _is_utf_8(data):
        return Given(data)
    if text.rival is not None:
        raise LibraryError(
            say("看不出 {path} 是什么编码的文字，未作任何改动。请存成 UTF-8 再试。", path=path)
        )
    return Given(text.text.encode(), guess_words(path.name, text))


_UTF_8 = "utf-8"


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
