"""The dictionary programs, and how each is called with a word: by a command or by a URL."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from PySide6.QtCore import QProcess

from reader.i18n import say

WORD = "{word}"
"""The placeholder of the word in the user's own command."""
LONGEST = 60
"""The maximum number of characters of a selection that are looked up."""
_OF_SHELLS = re.compile(r'["%&|<>^`$\\]')
"""Characters with a meaning in command files of Windows; they are removed, since no word needs them."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Program(StrEnum):
    """A dictionary program that can be chosen."""

    AUTOMATIC = "automatic"
    GOLDENDICT = "goldendict"
    EUDIC = "eudic"
    MACOS = "macos"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Command:
    """A program, by its absolute path, and its arguments."""

    program: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """A URL, in ASCII."""

    url: str


def program_names(platform: str) -> tuple[tuple[Program, str], ...]:
    """Return the programs that can be chosen on a platform (a value of `sys.platform`), with their names."""
    macos = ((Program.MACOS, say("macOS 词典")),) if platform == "darwin" else ()
    return (
        (Program.AUTOMATIC, say("自动")),
        (Program.GOLDENDICT, "GoldenDict-ng"),
        (Program.EUDIC, say("欧路词典")),
        *macos,
        (Program.OWN, say("自己的命令")),
    )


def word_of(selected: str) -> str:
    """Return selected text as a word to look up; "" if it contains none.

    The word is on one line and begins with a letter, a digit or a Han character, so that it is not taken for an option.
    """
    line = " ".join(_OF_SHELLS.sub(" ", selected).split())
    printable = "".join(character for character in line if character.isprintable())
    first = next((at for at, character in enumerate(printable) if character.isalnum()), len(printable))
    return printable[first : first + LONGEST].strip()


def effective(chosen: Program, platform: str) -> Program:
    """Return the program that a choice means on a platform."""
    if chosen is Program.AUTOMATIC:
        return Program.MACOS if platform == "darwin" else Program.GOLDENDICT
    return chosen


def request(
    chosen: Program, own: str, word: str, platform: str, find: Callable[[str], str]
) -> Command | Address | None:
    """Return the command or URL that looks up a word; None if the program is not installed.

    Args:
        chosen: The program chosen in the settings.
        own: The user's own command or URL.
        word: A result of `word_of`, not "".
        platform: A value of `sys.platform`.
        find: Returns the absolute path of a program by its name, "" if there is none.
    """
    match effective(chosen, platform):
        case Program.OWN:
            return _own_request(own.strip(), word, find)
        case Program.EUDIC:
            return Address(f"eudic://dict/{quote(word, safe='')}")
        case Program.MACOS:
            # passed to `open` as text: a QUrl would take the word for a host name and encode it as one
            return _command("/usr/bin/open", (f"dict://{quote(word, safe='')}",), find)
        case _:
            there = _command("goldendict", (word,), find)
            installs_address = platform in ("win32", "darwin") and chosen is Program.GOLDENDICT
            if there is None and installs_address:
                return Address(f"goldendict:///{quote(word, safe='')}")
            return there


def _own_request(own: str, word: str, find: Callable[[str], str]) -> Command | Address | None:
    if _ADDRESS.match(own):
        escaped = quote(word, safe="")
        return Address(own.replace(WORD, escaped) if WORD in own else own + escaped)
    program, *arguments = QProcess.splitCommand(own) or [""]
    if not any(WORD in each for each in arguments):
        arguments.append(WORD)
    return _command(program, tuple(each.replace(WORD, word) for each in arguments), find)


def _command(program: str, arguments: tuple[str, ...], find: Callable[[str], str]) -> Command | None:
    path = find(program) if program else ""
    return Command(path, arguments) if path else None
