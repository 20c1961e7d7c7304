"""Which kind of library is at a path or an address. A folder of issue files is of none; features bring the others."""

from collections.abc import Iterator
from pathlib import Path

from reader.plugs import Elsewhere, LibraryKind, plugs_with_libraries


def library_kinds() -> list[LibraryKind]:
    return [plug.library for plug in plugs_with_libraries() if plug.library is not None]


def kinds_elsewhere() -> Iterator[Elsewhere]:
    return (kind.elsewhere for kind in library_kinds() if kind.elsewhere is not None)


def library_kind_of(root: Path) -> LibraryKind | None:
    """Return the kind of the library at a path; None for a folder of issue files."""
    return next((kind for kind in library_kinds() if kind.holds(root)), None)


def library_kind_named(text: str) -> LibraryKind | None:
    """Return the kind for an argument that is an address or a file name with the suffix of a kind, else None."""
    return next(
        (
            kind
            for kind in library_kinds()
            if _is_address(kind.elsewhere, text) or text.lower().endswith(kind.suffix)
        ),
        None,
    )


def is_address(text: str) -> bool:
    """Return whether a text is the address of a library on a server, and not a path."""
    return any(_is_address(each, text) for each in kinds_elsewhere())


def _is_address(elsewhere: Elsewhere | None, text: str) -> bool:
    return elsewhere is not None and text.startswith(elsewhere.schemes)


def name_and_address_of(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the library on a server with this local folder; None for other folders."""
    kind = library_kind_of(root)
    return kind.elsewhere.name_and_address(root) if kind is not None and kind.elsewhere is not None else None


def is_elsewhere(root: Path) -> bool:
    """Return whether a library is on a server, which may be unreachable."""
    kind = library_kind_of(root)
    return kind is not None and kind.elsewhere is not None
