"""The wings: libraries that are no folder of issue files, but something else that can be read as one.

Each is a package, which has all that only such libraries need, and hands it over as a `Wing`. Nothing else names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library.library import Library

WINGS = "reader.packs.wing", "reader.room.wing"
"""The modules that have a `WING`. They import nothing of what it leads to before that is wanted."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action of the window, which stands in its menus behind another one."""

    name: str
    words: str
    after: str
    at_hand: bool = False
    """Whether the window's menu has it; the command palette has it in any case."""
    with_recent: bool = False
    """Whether the menu of the recent libraries has it."""


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A check of `reader --self-test`; `run` returns what was found in an empty folder, and raises if it fails."""

    name: str
    title: Callable[[], str]
    run: Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Of libraries that are on a server, and have an address: of each, a folder is kept here."""

    schemes: tuple[str, ...]
    """The beginnings of their addresses."""
    told: Callable[[Path], tuple[str, str] | None]
    """Return the name and the address of the library of which a folder is kept."""
    folder_of: Callable[[str], Path]
    """Return the folder that is kept of the library of an address, or of a file that has one. Raises LibraryError."""
    open_at_terminal: Callable[[str], Library]
    """Open the library of an address, or of a file that has one; who is at the terminal is asked what it takes."""
    why_no_folder: Callable[[], str]
    """Return why a command that needs a folder can't do with one, in words."""
    help: Callable[[], str]
    """Return what the help of `--library` says of them, behind a folder."""


@dataclass(frozen=True, slots=True)
class Wing:
    """What a wing has for the rest of the program."""

    suffix: str
    """Ends the names of its files, in small letters."""
    holds: Callable[[Path], bool]
    """Return whether a file or a folder is one of its libraries."""
    open: Callable[[Path], Library]
    """Open a library that it holds. Raises LibraryError."""
    command: str
    """The name of its command, and of the one behind which the help tells of it."""
    behind: str
    short: Callable[[], str]
    """What the command is for, in the list of the commands."""
    terminal: str
    """The module of the command, with what `cli.arguments.Command` says."""
    window: str
    """The module of its part of the window (`ui.window.wings.WingWindow`)."""
    actions: Callable[[], tuple[Action, ...]]
    """Return the actions of that part."""
    help: Callable[[], str]
    """Return what the help of `reader open` says of its libraries, behind a folder."""
    check: SelfCheck | None = None
    elsewhere: Elsewhere | None = None


@cache
def wings() -> tuple[Wing, ...]:
    return tuple(import_module(name).WING for name in WINGS)


def wing_of(root: Path) -> Wing | None:
    """Return the wing that holds a file or a folder; None for a folder of issue files."""
    return next((each for each in wings() if each.holds(root)), None)


def wing_named(text: str) -> Wing | None:
    """Return the wing to which a text on a command line leads: an address, or the name of a file."""
    return next(
        (each for each in wings() if _is_address(each, text) or text.lower().endswith(each.suffix)), None
    )


def is_address(text: str) -> bool:
    """Return whether a text is the address of a library, and so no path."""
    return any(_is_address(each, text) for each in wings())


def _is_address(wing: Wing, text: str) -> bool:
    return wing.elsewhere is not None and text.startswith(wing.elsewhere.schemes)


def told_elsewhere(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the library on a server of which a folder is kept here; None for others."""
    wing = wing_of(root)
    return wing.elsewhere.told(root) if wing is not None and wing.elsewhere is not None else None


def is_elsewhere(root: Path) -> bool:
    """Return whether a library is on a server, which may be away."""
    wing = wing_of(root)
    return wing is not None and wing.elsewhere is not None
