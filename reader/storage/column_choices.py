"""The reader's choices about the columns of tables, in a small file next to the user's data; tables are not changed."""

from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import msgspec

from reader import held_files
from reader.newspaper.decision import ColumnChoice
from reader.storage.regular_file import open_regular, read_at_most, write_whole

NAME = "columns.json"
# a larger file was not written by this program
_MOST_BYTES = 4 << 20
_DECODER = msgspec.json.Decoder(tuple[ColumnChoice, ...])


def choices_in(user_folder: Path) -> tuple[ColumnChoice, ...]:
    """Return the choices; none if the file does not exist or can't be read."""
    try:
        return _DECODER.decode(read_at_most(open_regular(user_folder / NAME), _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return ()


def keep(user_folder: Path, choice: ColumnChoice) -> None:
    """Store a choice, replacing an earlier one about the same columns.

    A file that can't be read is renamed and replaces no other file. Raises OSError.
    """
    before: Sequence[ColumnChoice] = choices_in(user_folder)
    target = user_folder / NAME
    if not before and target.exists():
        # a path for a file that can't be read, where none is yet
        names = chain(["columns.unreadable.json"], map("columns.unreadable-{}.json".format, count(2)))
        free = next(path for path in map(user_folder.joinpath, names) if not path.exists())
        held_files.rename(target, free)
    others = [earlier_choice for earlier_choice in before if earlier_choice.names != choice.names]
    user_folder.mkdir(mode=0o700, exist_ok=True)
    write_whole(target, msgspec.json.format(msgspec.json.encode([*others, choice])), replaces=True)
