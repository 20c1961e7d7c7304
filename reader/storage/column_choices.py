"""The reader's choices about the columns of tables, in a small file next to the user's data; tables are not changed."""

from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import msgspec

from reader import held_files
from reader.newspaper.decision import ColumnChoice
from reader.storage.regular_file import NotRegular, TooLarge, open_regular, read_at_most, write_whole

NAME = "columns.json"
# a larger file was not written by this program
_MOST_BYTES = 4 << 20
_UNUSABLE = (ValueError, RecursionError)
"""What is raised for a file that can be read, and has no choices."""
_DECODER = msgspec.json.Decoder(tuple[ColumnChoice, ...])


def choices_in(user_folder: Path) -> tuple[ColumnChoice, ...]:
    """Return the choices; none if there is no file of them, or if it can't be read.

    Raises PermissionError while another program holds it: tables would be read otherwise than the reader has said.
    """
    try:
        return _stored(user_folder / NAME)
    except OSError as error:
        if held_files.is_held(error):
            raise
        return ()
    except _UNUSABLE:
        return ()


def keep(user_folder: Path, choice: ColumnChoice) -> None:
    """Store a choice, replacing an earlier one about the same columns.

    A file that has no choices is renamed and replaces no other file. Raises OSError, also where the earlier ones can't
    be read now: then they stay as they are.
    """
    target = user_folder / NAME
    before: Sequence[ColumnChoice] = ()
    try:
        before = _stored(target)
    except FileNotFoundError:
        pass
    except (*_UNUSABLE, NotRegular, IsADirectoryError, TooLarge):
        # a path for a file that can't be read, where none is yet
        names = chain(["columns.unreadable.json"], map("columns.unreadable-{}.json".format, count(2)))
        free = next(path for path in map(user_folder.joinpath, names) if not path.exists())
        held_files.rename(target, free)
    others = [earlier_choice for earlier_choice in before if earlier_choice.names != choice.names]
    user_folder.mkdir(mode=0o700, exist_ok=True)
    write_whole(target, msgspec.json.format(msgspec.json.encode([*others, choice])), replaces=True)


def _stored(path: Path) -> tuple[ColumnChoice, ...]:
    """Return the choices in a file. Raises OSError if it can't be read, `_UNUSABLE` if it has none."""
    return _DECODER.decode(held_files.patiently(lambda: read_at_most(open_regular(path), _MOST_BYTES)))
