"""The wings: packages for kinds of libraries other than folders of issue files.

A wing contains everything that only such libraries need, and registers it as a `Wing`. No other part of the program
refers to it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

from msgspec import Struct

from reader.plugs import Action, Command

WINGS = "reader.packs.wing", "reader.room.wing"
"""The modules with a `WING`. To keep the start fast, they import other modules of the wing only when needed."""


class SelfCheck(Struct, frozen=True):
    """A check of `reader --self-test`; `run` gets an empty folder, returns a message, and raises if it fails."""

    name: str
    title: Callable[[], str]
    run: Callable[[Path], str]


class Elsewhere(Struct, frozen=True):
    """The part of a wing for libraries on servers, each of which has an address and a folder on this machine."""

    schemes: tuple[str, ...]
    """The URL schemes of the addresses, with `://`."""
    name_and_address: Callable[[Path], tuple[str, str] | None]
    """Returns the name and the address of the library with this local folder; None for any other folder."""
    folder_of: Callable[[str], Path]
    """Returns the folder of the library, given its address or a file that contains it. Raises LibraryError."""
    open_at_terminal: str
    """The function, as `module:name`, that opens a library, given its address or a file that contains it; it may ask
    for a password on the terminal."""
    why_no_folder: Callable[[], str]
    """Returns the message for a command that requires a folder but got an address."""
    help: Callable[[], str]
    """Returns the paragraph about such addresses in the help of `--library`."""


class Wing(Struct, frozen=True):
    """The registration of a wing: the functions and names that the rest of the program uses for its libraries."""

    suffix: str
    """The suffix of its files, in lower case."""
    holds: Callable[[Path], bool]
    """Returns whether a file or folder is one of its libraries."""
    open: str
    """The function, as `module:name`, that opens one of its libraries, given its path. Raises LibraryError."""
    command: Command
    window: str
    """The full name of the module with its part of the window (`ui.window.wings.WingWindow`)."""
    actions: Callable[[], tuple[Action, ...]]
    """Returns the actions that it adds to the window."""
    help: Callable[[], str]
    """Returns the paragraph about its libraries in the help of `reader open`."""
    check: SelfCheck | None = None
    elsewhere: Elsewhere | None = None


@cache
def wings() -> tuple[Wing, ...]:
    """Return all wings."""
    return tuple(import_module(name).WING for name in WINGS)


def wing_of(root: Path) -> Wing | None:
    """Return the wing to which the library at a path belongs; None for a folder of issue files."""
    return next((each for each in wings() if each.holds(root)), None)


def wing_named(text: str) -> Wing | None:
    """Return the wing for an argument that is an address or a file name with the suffix of a wing, else None."""
    return next(
        (each for each in wings() if _is_address(each, text) or text.lower().endswith(each.suffix)), None
    )


def is_address(text: str) -> bool:
    """Return whether a text is the address of a library on a server, and not a path."""
    return any(_is_address(each, text) for each in wings())


def _is_address(wing: Wing, text: str) -> bool:
    return wing.elsewhere is not None and text.startswith(wing.elsewhere.schemes)


def name_and_address_of(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the library on a server with this local folder; None for other folders."""
    wing = wing_of(root)
    return wing.elsewhere.name_and_address(root) if wing is not None and wing.elsewhere is not None else None


def is_elsewhere(root: Path) -> bool:
    """Return whether a library is on a server, which may be unreachable."""
    wing = wing_of(root)
    return wing is not None and wing.elsewhere is not None
