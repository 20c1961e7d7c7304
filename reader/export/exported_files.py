"""What files that are exported are called, and what PDF files say about themselves."""

import re
import unicodedata

from msgspec import Struct

from reader.language.forms import on_one_line
from reader.storage.system_paths import is_device

LONGEST_NAME = 150
"""Maximum number of bytes of a file name without its suffix; some encrypted file systems allow no more."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')


class About(Struct, frozen=True):
    """The metadata of a PDF file; `language` is that of the text, a tag of BCP 47."""

    title: str = ""
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "zh"


class Heading(Struct, frozen=True):
    """An item of the document outline, which PDF viewers show as a table of contents."""

    words: str
    sheet: int
    """The index of the sheet it leads to."""
    top: float
    """The distance from the top of the sheet, in logical pixels."""


def named_file(name: str) -> str:
    """Return `name` as a valid name of a file or folder, without a suffix."""
    return file_name(name, newspaper="")


def file_name(*words: str, newspaper: str) -> str:
    """Return the words as a file name that is valid on Windows, macOS and Linux, shortened to `LONGEST_NAME`."""
    # composed, as macOS may hand over names decomposed, in which form other systems don't find them
    joined = unicodedata.normalize("NFC", on_one_line(" ".join(filter(None, (newspaper, *words)))))
    name = _FORBIDDEN.sub(" ", joined).strip(" .")
    # cut in bytes, in which file systems count; a character that was cut in two is dropped
    name = name.encode("utf-8", "ignore")[:LONGEST_NAME].decode("utf-8", "ignore").strip(" .")
    if not name or is_device(name):
        name = f"_{name}"
    return name
