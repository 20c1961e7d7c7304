"""Opening and reading regular files only, and writing files atomically.

The program never waits for a pipe that nobody writes to, for a device or a file without an end; and the size is limited
while reading, whatever the file's metadata say. A file, or a folder of files, is written completely or not at all, and
the unfinished ones of a killed program are deleted.
"""

import datetime as dt
import errno
import io
import os
import shutil
import stat
import sys
import threading
import time
import uuid
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from msgspec import Struct

from reader import held_files
from reader.i18n import say
from reader.language.patterns import pattern
from reader.storage.system_paths import for_new_file, for_system

_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class Pieces(Protocol):
    """Bytes that can be read in pieces. `read` may return less than was asked for, and raises OSError."""

    name: str
    size: int

    def read(self, length: int, at: int) -> bytes: ...

    def close(self) -> None: ...


_LOCKED = 33
"""Windows' number for a part of a file that another program has locked."""


class PositionedFile:
    """An open file as `Pieces`; also closed when it is garbage-collected. Opening raises OSError."""

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        self.name = path.name
        if descriptor is None:
            self._file = os.open(path, _READ_ONLY)
        else:
            self._file = descriptor
        self.close = weakref.finalize(self, os.close, self._file)
        self.size = os.fstat(self._file).st_size
        self._seeking = threading.Lock()

    if sys.platform != "win32":

        def read(self, length: int, at: int) -> bytes:
            return os.pread(self._file, length, at)

    else:

        def read(self, length: int, at: int) -> bytes:
            with self._seeking:
                os.lseek(self._file, at, os.SEEK_SET)
                try:
                    return os.read(self._file, length)
                except (
                    PermissionError
                ) as error:  # the C library tells no number; the file is open, but locked
                    raise OSError(error.errno, error.strerror, self.name, _LOCKED) from error


NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""A flag of `os.open` that refuses links; 0 on systems without one."""
_READING = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # neither opening nor reading waits
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_PIECE = 1 << 20


class NotRegular(OSError):
    """A pipe, a device or a socket; a folder is an IsADirectoryError instead."""


class TooLarge(OSError):
    """The content is larger than allowed."""


def open_regular(path: Path | str, folder: int | None = None, flags: int = 0) -> int:
    """Open a regular file, and return a descriptor to read from.

    `path` may be relative to the open `folder`, `flags` are those of `os.open`. Raises OSError: NotRegular and
    IsADirectoryError if it is no file.
    """
    _check(
        os.stat(path, dir_fd=folder, follow_symlinks=not flags & NO_LINK), path
    )  # opening has effects on a device
    descriptor = held_files.patiently(partial(os.open, path, _READING | flags, dir_fd=folder))
    try:
        _check(os.fstat(descriptor), path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def open_named(path: Path) -> int:
    """Open what a person has named: a file, or a pipe that this process was given (`/dev/stdin`, `<(…)`).

    It waits for the writer of such a pipe, as every program does. Raises what `open_regular` raises.
    """
    descriptor = _given_descriptor(path)
    if descriptor is not None and not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.dup(descriptor)
    return open_regular(path)


def read_at_most(descriptor: int, most: int) -> bytes:
    """Return the whole content if it is at most `most` bytes; closes the descriptor. Raises OSError: TooLarge."""
    try:
        if os.fstat(descriptor).st_size > most:
            raise TooLarge(errno.EFBIG, os.strerror(errno.EFBIG))
        pieces = []
        size = 0
        while piece := os.read(descriptor, _PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise TooLarge(errno.EFBIG, os.strerror(errno.EFBIG))
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def _check(status: os.stat_result, path: Path | str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def _given_descriptor(path: Path) -> int | None:
    """Return the descriptor of this process that a path such as /dev/fd/3 refers to; None for other paths."""
    if str(path) == "/dev/stdin":
        return 0
    is_given = str(path.parent) in ("/dev/fd", "/proc/self/fd")
    if is_given and path.name.isascii() and path.name.isdigit():
        return int(path.name)
    return None


# Opening files that come from outside: how they are opened, how much of one is read, which are renamed.
#
# Everything in a `.reader/` folder is opened through this module: it may have been made by somebody else, and
# another program may change it at any moment. `docs/threat-model.md` says what is promised.


LARGEST = 1 << 29
"""Maximum bytes of a copy of the user's data: a hundred thousand bookmarks with their articles."""
LARGEST_NOTES = 1 << 28
"""Maximum bytes of an export file: importing needs three to four times as much memory."""


class RefusedFile(Exception):
    """A file that was not opened, or not read completely; the message says why."""


def kind_of(path: Path) -> str | None:
    """Return a description of what is there if it is not a regular file; None for a regular file. Raises OSError."""
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return say("链接")
    if stat.S_ISDIR(mode):
        return say("文件夹")
    return say("管道或设备")


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading, without following links. Raises RefusedFile for anything else, OSError."""
    kind = kind_of(path)
    if kind is not None:
        raise _refused(path, kind)
    try:
        return os.fdopen(open_regular(path, flags=NO_LINK), "rb")
    except NotRegular as error:  # it has just become something else
        raise _refused(path, say("管道或设备")) from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a regular file of at most `LARGEST`. Raises RefusedFile, OSError."""
    with open_file(path) as file:
        try:
            return read_at_most(os.dup(file.fileno()), LARGEST)
        except TooLarge as error:
            raise RefusedFile(say("{path} 太大了，没有读。", path=path)) from error


def set_aside(path: Path, now: dt.datetime) -> Path:
    """Rename a file of whatever kind within its folder; return the new path. Raises OSError."""
    aside = path.with_name(f"{path.name}.set-aside-{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}")
    held_files.rename(path, aside)
    return aside


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can do that.

    A file that was created or renamed there is then found after a loss of power. Raises OSError.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(path: Path, kind: str) -> RefusedFile:
    return RefusedFile(say("{path} 不是文件，而是{kind}，没有打开。", path=path, kind=kind))


# Access to files inside a folder that can't be led outside by links in it.
#
# A link that stays inside is followed. The path is opened folder by folder, each held open while the next is
# opened, so that no folder can be replaced by a link meanwhile; on Windows, which has no such handles, the path is
# checked before it is opened.


_HAS_HANDLES = {os.open, os.mkdir, os.stat, os.unlink, os.link} <= os.supports_dir_fd and bool(NO_LINK)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", os.O_RDONLY)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK | getattr(os, "O_BINARY", 0)


_PART = pattern(
    r"(\.[0-9a-f]{32}|user-([0-9-]+\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(settings|tmp)[0-9a-z_]{8})\.part"
    r"(-journal)?"
)
"""Matches the names of unfinished files of this program, and of its earlier versions. Other files are left alone."""
# no write takes an hour: an older file was left by a killed program
_FORGOTTEN_SECONDS = 3600


def new_part() -> str:
    """Return a name for an unfinished file, which `forget_parts` recognizes."""
    return f".{uuid.uuid4().hex}.part"


class LeadsOut(OSError):
    """A path inside a folder that leads outside, through a link or by itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            errno.EXDEV, say("它是链接，或在链接之下，指向资料库之外，未读取链接指向的内容。"), str(path)
        )


def is_link(entry: "os.DirEntry[str]") -> bool:
    if entry.is_symlink():
        return True
    if os.name == "nt":
        tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    else:
        tag = 0
    return bool(tag) and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def real_name(path: Path, root: Path) -> str | None:
    """Return the link-free name of a path below `root` (itself free of links); None if it leads out."""
    real_root = for_system(root)
    name = _name_without_links(for_system(path), real_root)
    if name is not None:
        return name
    real = Path(os.path.realpath(for_system(path)))
    if real.is_relative_to(real_root):
        return real.relative_to(real_root).as_posix()
    return None


def _name_without_links(path: Path, root: Path) -> str | None:
    """Return the name of a path below `root` on Windows; None if a part of it is a link, and on other systems.

    The name that Windows itself returns may lack the dot at the end of a folder's, and is refused for a long path.
    """
    if sys.platform != "win32" or not path.is_relative_to(root):
        return None
    name = path.relative_to(root)
    if ".." in name.parts:
        return None
    step = root
    for part in name.parts:
        step /= part
        try:
            if os.lstat(step).st_reparse_tag:
                return None
        except FileNotFoundError:  # what is not there yet is no link
            break
        except OSError:
            return None
    return name.as_posix()


def open_inside(root: Path, name: str) -> int:
    """Open a regular file, and return a descriptor to read from.

    Raises OSError: LeadsOut, and what `open_regular` raises.
    """
    try:
        real = real_name(root / name, root)
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error), name) from error
    if real is None:
        raise LeadsOut(root / name)
    folder, _, file = real.rpartition("/")
    with _open_real(root, folder, makes=False) as opened_folder:
        return open_regular(opened_folder.path_of(file), opened_folder.handle, NO_LINK)


class OpenFolder(Struct, frozen=True):
    """A folder that is held open; names are those of files directly in it. Every method raises OSError."""

    path: Path
    handle: int | None

    def path_of(self, name: str) -> str:
        """Return the path of a name, relative to `handle` if there is one."""
        if self.handle is not None:
            return name
        return str(for_system(self.path) / name)

    def has(self, name: str) -> bool:
        try:
            os.stat(self.path_of(name), dir_fd=self.handle, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def make(self, name: str) -> None:
        """Create a folder. Raises FileExistsError if the name is taken."""
        os.mkdir(self.path_of(name), dir_fd=self.handle)

    def put(self, name: str, data: bytes | IO[bytes], like: os.stat_result | None = None) -> None:
        """Create a file atomically and flush it to the disk, with the times and permissions of `like`.

        Large data are given as an open file, whose rest is copied piece by piece.

        Raises FileExistsError if the name is taken: the existing file is unchanged.
        """
        part = new_part()
        descriptor = os.open(self.path_of(part), _NEW, 0o666, dir_fd=self.handle)
        try:
            with os.fdopen(descriptor, "wb") as file:
                shutil.copyfileobj(io.BytesIO(data) if isinstance(data, bytes) else data, file)
                file.flush()
                if like is not None and _HAS_HANDLES:
                    descriptor = file.fileno()
                    if sys.platform != "win32":
                        with suppress(OSError):  # not every file system keeps them
                            os.fchmod(descriptor, stat.S_IMODE(like.st_mode) & 0o777)
                            os.utime(descriptor, ns=(like.st_atime_ns, like.st_mtime_ns))
                write_through(file.fileno())
            if like is not None and not _HAS_HANDLES:
                os.utime(self.path_of(part), ns=(like.st_atime_ns, like.st_mtime_ns))
            try:
                # a hard link fails if the name is taken, while a rename would replace the file
                os.link(
                    self.path_of(part),
                    self.path_of(name),
                    src_dir_fd=self.handle,
                    dst_dir_fd=self.handle,
                    follow_symlinks=os.link not in os.supports_follow_symlinks,
                )
            except FileExistsError:
                raise
            except (OSError, NotImplementedError) as error:  # a file system without hard links
                if self.has(name):
                    raise FileExistsError(self.path / name) from error
                part_path = self.path_of(part)
                target_path = self.path_of(name)
                held_files.patiently(
                    partial(os.rename, part_path, target_path, src_dir_fd=self.handle, dst_dir_fd=self.handle)
                )
        finally:
            with suppress(OSError):
                os.unlink(self.path_of(part), dir_fd=self.handle)

    def forget_parts(self) -> None:
        """Delete unfinished files older than an hour, which a killed program has left here: no process
        is writing them.
        """
        for name in filter(_PART.fullmatch, self._names()):
            with suppress(OSError):
                status = os.stat(self.path_of(name), dir_fd=self.handle, follow_symlinks=False)
                is_old = abs(time.time() - status.st_mtime) > _FORGOTTEN_SECONDS
                if is_old and stat.S_ISREG(status.st_mode):
                    os.unlink(self.path_of(name), dir_fd=self.handle)

    def _names(self) -> list[str]:
        if self.handle is None:
            return [path.name for path in for_system(self.path).iterdir()]
        folder = os.open(".", os.O_RDONLY, dir_fd=self.handle)
        try:
            with os.scandir(folder) as entries:
                return [entry.name for entry in entries]
        finally:
            os.close(folder)

    def sync(self) -> None:
        """Flush the names of the folder to the disk, so that new files survive a power cut."""
        if os.name == "posix":  # Windows has no such thing
            folder = os.open(self.path_of("."), os.O_RDONLY, dir_fd=self.handle)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


@contextmanager
def open_folder(root: Path, name: str, *, makes: bool = False) -> Iterator[OpenFolder]:
    """Open the folder `name` ("": itself) of the folder `root`; with `makes`, create it if it does not exist.

    Raises OSError: LeadsOut.
    """
    real = real_name(root / name, root)
    if real is None:
        raise LeadsOut(root / name)
    with _open_real(root, real, makes=makes) as opened_folder:
        yield opened_folder


@contextmanager
def _open_real(root: Path, real: str, *, makes: bool) -> Iterator[OpenFolder]:
    """Open a folder by the name that `real_name` has returned."""
    steps = Path(real).parts
    if not _HAS_HANDLES:
        folder = for_system(root) / real
        if makes:
            folder.mkdir(parents=True, exist_ok=True)
        yield OpenFolder(root / real, None)
        return
    handle = os.open(root, _FOLDER)
    try:
        for step in steps:
            if makes:
                with suppress(FileExistsError):
                    os.mkdir(step, dir_fd=handle)
            # opened one by one without following links: a folder that is replaced by a link meanwhile must not lead
            # outside
            below = os.open(step, _FOLDER | NO_LINK, dir_fd=handle)
            os.close(handle)
            handle = below
        yield OpenFolder(root / real, handle)
    finally:
        os.close(handle)


def place_without_replacing(part: Path, target: Path) -> None:
    """Rename the finished file `part` to `target`, atomically, and never replacing another.

    Raises FileExistsError when `target` is there already, OSError; `part` is gone in any case, unless it is held.
    """
    try:
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError as error:  # a file system without hard links
            if target.exists():
                raise FileExistsError(target) from error
            held_files.rename(part, target)
    finally:
        held_files.discard(part)


def part_of(target: Path) -> Path:
    """Return a new path next to a file, at which it is written first; `forget_parts` recognizes such paths."""
    return target.with_name(new_part())


def forget_parts(*folders: Path) -> None:
    """Delete unfinished files older than an hour in the program's own folders: no process is still writing them."""
    for folder in folders:
        with suppress(OSError):
            if not folder.is_symlink():
                OpenFolder(folder, None).forget_parts()


def write_whole(
    target: Path, text: str | bytes | Iterable[str | bytes], *, replaces: bool, mode: int = 0o666
) -> None:
    """Write a file completely or not at all: a text, the pieces of one, or bytes.

    Raises OSError if it can't be written, FileExistsError if the name is taken and `replaces` is false, and what
    iterating over the pieces raises. Then the former file is unchanged, and no unfinished file is left.
    """
    with whole_file(target, replaces=replaces, mode=mode) as file:
        for piece in [text] if isinstance(text, str | bytes) else text:
            file.write(piece.encode() if isinstance(piece, str) else piece)


def write_through(descriptor: int) -> None:
    """Have what was written to a file be on the disk itself, as it is needed after a power cut. Raises OSError.

    macOS leaves it in the memory of the disk unless it is asked for more, which not every file system can do.
    """
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


@contextmanager
def whole_file(target: Path, *, replaces: bool, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Yield a file to write to. It becomes `target` at the end of the block; on an exception it is deleted.

    It gets the permissions `mode`, as far as the user's mask allows. Raises like `write_whole`.
    """
    whole_target = for_new_file(target)
    part = part_of(whole_target)
    try:
        with open(part, "xb", opener=partial(os.open, mode=mode)) as file:
            yield file
            file.flush()
            write_through(file.fileno())
        if replaces:
            held_files.replace(part, whole_target)
        else:
            place_without_replacing(part, whole_target)
        sync_folder(target.parent)
    except BaseException:  # also KeyboardInterrupt
        held_files.discard(part)
        raise


def write_whole_folder(target: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write a folder of texts, given with their paths in it, completely or not at all; return the number of files.

    If two texts have the same path, a number is added to the second one. Raises OSError; FileExistsError if `target`
    exists already.
    """
    # its files may have paths that are too long for Windows otherwise
    whole_target = for_new_file(target)
    if whole_target.exists() or whole_target.is_symlink():
        raise FileExistsError(str(target))
    part = part_of(whole_target)
    used_paths: set[str] = set()
    try:
        part.mkdir()
        for path, text in files:
            # a path that is not taken, regardless of case, and take it
            stem, dot, ending = path.rpartition(".")
            free = path
            number = 1
            while free.casefold() in used_paths:
                number += 1
                free = f"{stem} {number}{dot}{ending}"
            used_paths.add(free.casefold())
            (part / free).parent.mkdir(parents=True, exist_ok=True)
            (part / free).write_text(text, encoding="utf-8", newline="\n")
        held_files.rename(part, whole_target)  # which replaces nothing but an empty folder
        sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return len(used_paths)
