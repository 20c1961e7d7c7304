"""Reading the corrections of one file of a library without opening the library, so that nothing is created."""

from pathlib import Path

from reader.formats.reading import bytes_of
from reader.newspaper.correction import Correction
from reader.newspaper.logical_clock import order_of
from reader.storage.folder import user_folders
from reader.storage.regular_file import open_inside, read_at_most
from reader.storage.user_data import UserData


def corrections_of(file: Path, root: Path) -> tuple[Correction, ...]:
    """Return the corrections in effect for a file below `root`, and for files with the same bytes.

    Raises UserDataError if they cannot be read, ValueError if the file is not below `root`.
    """
    path = file.resolve().relative_to(root.resolve()).as_posix()
    # the corrections in effect from both possible folders of a library's user data. If both have a
    # correction, the one changed later is used.
    known: dict[str, Correction] = {}
    for folder in user_folders(root):
        data = UserData(folder)
        if data.path.exists():
            for each in data.corrections.all(with_undone=True):
                if each.uuid not in known or order_of(each) > order_of(known[each.uuid]):
                    known[each.uuid] = each
    held = [each for each in known.values() if not each.undone]
    paths = {each.anchor.path for each in held}
    same = {other for other in paths if other == path or _is_copy(file, root.resolve(), other)}
    return tuple(each for each in held if each.anchor.path in same)


def _is_copy(file: Path, root: Path, other: str) -> bool:
    try:
        size = file.stat().st_size
        return read_at_most(open_inside(root, other), size) == bytes_of(file)
    except OSError:
        return False
