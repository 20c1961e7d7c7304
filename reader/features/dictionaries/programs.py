"""The dictionary programs that can be chosen, and the word that is passed to one."""

import re
from enum import StrEnum

from reader.i18n import say

WORD = "{word}"
"""The placeholder of the word in the user's own command."""
LONGEST = 60
"""The maximum number of characters of a selection that are looked up."""
_OF_SHELLS = re.compile(r'["%&|<>^`$\\]')
"""Characters with a meaning in command files of Windows; they are removed, since no word needs them."""


class Program(StrEnum):
    """A dictionary program that can be chosen."""

    AUTOMATIC = "automatic"
    GOLDENDICT = "goldendict"
    EUDIC = "eudic"
    MACOS = "macos"
    OWN = "own"


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
    if chosen is Program.AUTOMATIC:
        if platform == "darwin":
            return Program.MACOS
        return Program.GOLDENDICT
    return chosen
