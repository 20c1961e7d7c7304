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
    """An action that a wing adds to the window's menus, after the action with the name `after`."""

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
    """The part of a wing for libraries on a server, which have an address, and a local folder on this machine."""

    schemes: tuple[str, ...]
    """The URL schemes of the addresses, with `://`."""
    told: Callable[[Path], tuple[str, str] | None]
    """Returns the name and the address of the library with this local folder; None for any other folder."""
    folder_of: Callable[[str], Path]
    """Returns the local folder of the library with an address, or of a file that contains one. Raises LibraryError."""
    open_at_terminal: Callable[[str], Library]
    """Opens the library with an address, or of a file that contains one; asks for a password on the terminal if
    needed."""
    why_no_folder: Callable[[], str]
    """Returns the message of a command that needs a folder, and was given an address."""
    help: Callable[[], str]
    """Returns the text that the help of `--library` appends on such addresses."""


@dataclass(frozen=True, slots=True)
class Wing:
    """The registration of a wing: what the rest of the program calls for its libraries."""

    suffix: str
    """The suffix of its files, in lower case."""
    holds: Callable[[Path], bool]
    """Returns whether a file or a folder is one of its libraries."""
    open: Callable[[Path], Library]
    """Opens one of its libraries. Raises LibraryError."""
    command: str
    """The name of its command."""
    behind: str
    """The command after which the help lists it."""
    short: Callable[[], str]
    """What the command is for, in the list of the commands."""
    terminal: str
    """The full name of the command's module, with the functions that `cli.arguments.Command` names."""
    window: str
    """The module of its part of the window (`ui.window.wings.WingWindow`)."""
    actions: Callable[[], tuple[Action, ...]]
    """Returns the actions that it adds to the window."""
    help: Callable[[], str]
    """Returns the text that the help of `reader open` appends on its libraries."""
    check: SelfCheck | None = None
    elsewhere: Elsewhere | None = None


@cache
def wings() -> tuple[Wing, ...]:
    return tuple(import_module(name).WING for name in WINGS)


def wing_of(root: Path) -> Wing | None:
    """Return the wing to which the library at a path belongs; None for a folder of issue files."""
    return next((each for each in wings() if each.holds(root)), None)


def wing_named(text: str) -> Wing | None:
    """Return the wing for an argument that is an address, or a file name with a wing's suffix; None for any other."""
    return next(
        (each for each in wings() if _is_address(each, text) or text.lower().endswith(each.suffix)), None
    )


def is_address(text: str) -> bool:
    """Return whether a text is the address of a library on a server, not a path."""
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
