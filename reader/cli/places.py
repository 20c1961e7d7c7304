"""What `--library` names: a folder or a reading room."""

from pathlib import Path

from reader.cli.errors import CommandError
from reader.i18n import say
from reader.newspaper.room_place import is_room


def window_root(given: Path | str | None) -> Path | None:
    """Return what a window opens: the folder given, if any; of a reading room the one that is kept of it here.

    Raises LibraryError.
    """
    if given is None or not is_room(str(given)):
        return None if given is None else Path(given)
    from reader.library.reading_room import ReadingRoom

    room = ReadingRoom.at(str(given))
    room.close()
    return room.root


def only_folder(given: Path | str | None) -> Path | None:
    """Return the folder given, if any. Raises CommandError for a reading room."""
    if given is None or not is_room(str(given)):
        return None if given is None else Path(given)
    raise CommandError(say("这是阅览室，报纸由它的管理员放入；这个命令要一个文件夹。"))
