r"""Paths as Windows takes them whole.

Given a path as people write it, Windows drops dots and spaces at the end of a name, takes `CON.txt` and `nul.txt` for
devices, and refuses more than 260 characters. Behind `\\?\` it takes each name as it is. So whatever is below a
library's folder is asked of the system in that form, and shown without it. On other systems both forms are the same.
"""

import errno
import os
import re
import sys
from contextlib import suppress
from pathlib import Path, PurePath

_AS_IT_IS = "\\\\?\\"
_SERVER_AS_IT_IS = "\\\\?\\UNC\\"
_SERVER = "\\\\"

_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Return whether Windows takes the name of a file for that of a device."""
    return _DEVICE.match(name) is not None


def names_device(path: str) -> bool:
    """Return whether the system takes a path for that of a device; never so but on Windows."""
    if sys.platform != "win32" or path.startswith(_AS_IT_IS):
        return False
    return is_device(Path(path).name)


def for_system(path: Path) -> Path:
    """Return an absolute path in the form in which the system takes each of its names as it is."""
    if sys.platform != "win32":
        return path
    return Path(taken_whole(str(path)))


def for_new_file(path: Path) -> Path:
    """Return the path of a file or folder that a person has named and that is to be made, however long it is.

    On Windows its name is what the system makes of what was typed, without dots and spaces at the end: a file whose
    name has them could be opened by few programs. Raises OSError for the name of a device.
    """
    if sys.platform != "win32":
        return path
    if names_device(str(path)):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return Path(taken_whole(os.path.abspath(path)))  # noqa: PTH100  # which also drops what Windows drops


def for_people(path: Path) -> Path:
    """Return a path as people write it."""
    if sys.platform != "win32":
        return path
    return Path(as_written(str(path)))


def real_path(path: Path) -> Path:
    """Return an absolute path without links, as people write it. Raises ValueError, and OSError except on Windows.

    Windows is asked for it in the form that it takes whole: else it refuses a long path, and `CON.txt` is no file.
    """
    if sys.platform != "win32":
        return Path(os.path.realpath(path))
    whole_path = taken_whole(os.path.normpath(path.absolute()))
    with suppress(OSError):  # whose links can't be told, Wine's long ones among them, is what it is called
        whole_path = os.path.realpath(whole_path)
    return for_people(Path(whole_path))


def is_place_there(path: Path) -> bool:
    """Return whether the folder is there in which a file or folder is or was: where that is away, so may its drive be.

    A path that another system has written (`C:/报` on Linux, `/报` on Windows) names no place here. Raises OSError.
    """
    return path.is_absolute() and for_system(path.parent).is_dir()


def folder_name(path: PurePath) -> str:
    """Return what a folder is called. The root of a drive or of a server's share has no name: it is its path."""
    return path.name or str(path)


def taken_whole(path: str) -> str:
    """Return a path of Windows behind the sign that has its names taken as they are; a relative one as it is."""
    if path.startswith(_AS_IT_IS):
        return path
    if path.startswith(_SERVER):
        return _SERVER_AS_IT_IS + path.removeprefix(_SERVER)
    if path[1:3] == ":\\":
        return _AS_IT_IS + path
    return path


def as_written(path: str) -> str:
    """Return a path of Windows without the sign that has its names taken as they are."""
    if path.startswith(_SERVER_AS_IT_IS):
        return _SERVER + path.removeprefix(_SERVER_AS_IT_IS)
    if path[5:7] == ":\\":
        return path.removeprefix(_AS_IT_IS)
    return path
