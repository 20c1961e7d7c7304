"""What `--library` names: a folder, or the address of a library on a server."""

from pathlib import Path

from reader.cli.errors import CommandError
from reader.library.library_kinds import library_kind_named
from reader.plugs import Elsewhere


def elsewhere(given: Path | str | None) -> Elsewhere | None:
    """Return what opens a library on a server if `given` is the address of one; None for a folder or None."""
    kind = None if given is None else library_kind_named(str(given))
    return kind.elsewhere if kind is not None else None


def window_root(given: Path | str | None) -> Path | None:
    """Return the folder that a window opens: `given`, or the local folder of a library on a server; None for None.

    Raises LibraryError if there can be no such local folder.
    """
    if (where := elsewhere(given)) is not None:
        return where.folder_of(str(given))
    return None if given is None else Path(given)


def only_folder(given: Path | str | None) -> Path | None:
    """Return `given` as a path; None for None. Raises CommandError if it is the address of a library on a server."""
    if (where := elsewhere(given)) is not None:
        raise CommandError(where.why_no_folder())
    return None if given is None else Path(given)
