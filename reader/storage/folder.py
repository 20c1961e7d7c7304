"""The library folder: the reader's own files, which are only read, and the paths of the program's files for it."""

import errno
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from contextlib import suppress
from enum import Enum, auto
from functools import cached_property, partial
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from reader import assets, do_nothing, held_files
from reader.i18n import say
from reader.newspaper import article
from reader.storage.disk_errors import DiskError, disk_error_of, explain, system_words
from reader.storage.platform_folders import places
from reader.storage.regular_file import LeadsOut, is_link, open_inside, real_name
from reader.storage.system_paths import for_people, for_system, real_path

OWN_FOLDER = ".reader"
REMOVED = "removed"
"""Name of the folder, next to the user's data, for the texts of missing files that a person has removed."""
_REPORTED_EVERY = 256
"""Number of entries of a folder between two calls of `tell`."""


class FolderError(Exception):
    """The folder can't be used; the message says why and what to do."""


class FoundFile(Struct, frozen=True, gc=False):
    """An issue file: `path` relative to the library, with `/`; size in bytes, time of last change in ns.

    A file in a container has the container's path in front of its own, and the CRC-32 of its bytes as its time.

    A file with the same size and time is assumed to be unchanged: a change that keeps both is found by `reader check
    --repair`, which reads every file.
    """

    path: str
    size: int
    mtime_ns: int


class FilesAsRead(Mapping[str, FoundFile]):
    """Files as they were when they were read; all but their paths is looked up when it is asked for."""

    def __init__(self, paths: dict[str, None], look_up: Callable[[], Mapping[str, FoundFile]]) -> None:
        self._paths = paths
        self._look_up = look_up

    @cached_property
    def _files(self) -> Mapping[str, FoundFile]:
        return self._look_up()

    def __getitem__(self, path: str) -> FoundFile:
        if path not in self._paths:
            raise KeyError(path)
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def keys(self) -> KeysView[str]:
        return self._paths.keys()


class Unreachable(Struct, frozen=True):
    path: str
    message: str


class Scan(Struct):
    """The result of a walk through the folder, in order of path. `led_out` are links to places
    outside, not followed. `same` are the issue files that are as they were known, which have no entry in `files`;
    `same_size` is the number of their bytes.
    """

    files: list[FoundFile] = field(default_factory=list)
    same: Mapping[str, FoundFile] = field(default_factory=dict)
    same_size: int = 0
    led_out: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    unreachable: list[Unreachable] = field(default_factory=list)
    followed: set[str] = field(default_factory=set)

    @property
    def number(self) -> int:
        return len(self.files) + len(self.same)

    def by_path(self) -> dict[str, FoundFile]:
        """Return all issue files."""
        return {**self.same, **{file.path: file for file in self.files}}


class LibraryFolder(Struct, frozen=True):
    """A folder of issue files.

    `user_folder` is the folder of the user's data: `.reader/` in the library, or a folder of the platform if the
    library can't be written or its files are gone, and always for the sample. `other_user_folder` is the other one of
    the two, which may have been in use before.
    """

    root: Path
    is_sample: bool
    user_folder: Path
    other_user_folder: Path
    lacks_locks: bool = False
    """Whether the user's data are elsewhere because files on this drive can't be locked."""

    @classmethod
    def of_file(cls, path: Path, identity: str) -> "LibraryFolder":
        """Return the folder of a library in one file; the folder of its user data depends on its `identity`, not its
        path.
        """
        path = real_path(path.expanduser())
        user_folder = places().data / "libraries" / _name_of(identity)
        return cls(path, False, user_folder, user_folder.with_name(_name_of(str(path))))

    @classmethod
    def at(cls, root: Path) -> "LibraryFolder":
        """Return the folder at `root`. Raises FolderError if it is not a readable folder."""
        try:
            root = real_path(root.expanduser())
            os.scandir(for_system(root)).close()
        except PermissionError as error:
            raise FolderError(say("没有权限读取文件夹 {path}。请检查权限后再打开。", path=root)) from error
        except NotADirectoryError as error:
            raise FolderError(say("{path} 是文件，不是文件夹。请打开它所在的文件夹。", path=root)) from error
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links, an impossible name
            raise FolderError(_not_there(root)) from error
        is_sample = root == assets.sample_library()
        user_folder, elsewhere = user_folders(root)
        if is_sample or _is_away(root):
            use = _Use.NONE
        else:
            use = _use_of(user_folder)
        if use is _Use.FULL:
            return cls(root, is_sample, user_folder, elsewhere)
        return cls(root, is_sample, elsewhere, user_folder, lacks_locks=use is _Use.WITHOUT_LOCKS)

    def cache_folder(self, library_uuid: str) -> Path:
        return places().cache / "libraries" / _name_of(f"{library_uuid}\n{self.root}")

    def files_last_seen(self) -> int:
        """Return the number of issue files that the last sync found at this path, in whatever library; 0 if unknown.

        Raises FolderError if what says it can't be read, as while another program holds it.
        """
        return _files_last_seen(self.root)

    def had_files(self) -> bool:
        """Return whether the last sync found issue files at this path, in whatever library."""
        return _had_files(self.root)

    def remember_files_seen(self, count: int) -> None:
        """Remember the number of issue files that a sync found.

        While another program holds the file that says it, a former number stays: one that is above 0, too.
        """
        file = _count_file(self.root)
        with suppress(OSError):
            if count:
                _note(file, str(count))
            else:
                held_files.remove(file, missing_ok=True)

    def uuid_last_seen(self) -> str:
        """Return the UUID of the library that was opened last at this path; "" if unknown."""
        try:
            return _noted(_uuid_file(self.root))
        except (OSError, ValueError):
            return ""

    def remember_uuid(self, library_uuid: str) -> None:
        if library_uuid != self.uuid_last_seen():
            with suppress(OSError):
                _uuid_file(self.root).parent.mkdir(parents=True, exist_ok=True)
                _note(_uuid_file(self.root), library_uuid)

    def file(self, path: str) -> Path:
        """Return a file of the library as the system finds it."""
        return for_system(self.root) / path

    def holding_file(self, path: str) -> Path:
        """Return a file of the library, or the one that holds it, as the system finds it."""
        file = self.file(path)
        return next((parent_path for parent_path in (file, *file.parents) if parent_path.is_file()), file)

    def file_on_disk(self, path: str) -> Path:
        """Return a file of the library, or the one that holds it, as other programs are given it."""
        return for_people(self.holding_file(path))

    def open(self, path: str) -> int:
        """Open a file of the library, and return a descriptor to read from. Raises OSError: LeadsOut, NotRegular."""
        return open_inside(self.root, path)

    def scan(
        self,
        is_issue_file: Callable[[str], bool],
        tell: Callable[[int], object] = do_nothing,
        known: Mapping[str, FoundFile] = MappingProxyType({}),
        *,
        are_trusted: bool = False,
    ) -> Scan:
        """Walk the whole tree except hidden folders; `tell` is called now and then with the number of files found.

        `is_issue_file` gets paths relative to the library, with `/`. The files in `known`, by path, that are as there
        are told apart (`Scan.same`). If they `are_trusted`, they are not looked at as long as the folder has a
        file with the name.

        A file with several names is found once, under the name without links if that is an issue file's. Raises
        FolderError if the root itself is gone, and what `tell` raises.
        """
        if not for_system(self.root).is_dir():
            raise FolderError(_not_there(self.root))
        scan = Scan()
        same: list[str] = []
        issue_test = None if are_trusted else is_issue_file
        seen: set[tuple[int, int]] = set()
        waiting = [("", str(for_system(self.root)))]
        while waiting:
            below, folder = waiting.pop()
            try:
                # a `Path` for each folder would take a sixth of the time of a scan by names
                status = os.stat(folder)  # noqa: PTH116
                identity = (status.st_dev, status.st_ino)
                if identity in seen and status.st_ino:
                    continue
                seen.add(identity)
                with os.scandir(folder) as directory:
                    entries = _unknown(directory, below, known, issue_test, same)
            except OSError as error:
                if not below:
                    raise FolderError(_not_there(self.root)) from error
                scan.unreachable.append(Unreachable(_storable(below[:-1]), reason_of(error)))
                continue
            # in the system's order, in which their status is found soonest; of two links to a file the first counts
            entries.sort(key=_name_of_link, reverse=True)
            folders = []
            while entries:
                if len(entries) % _REPORTED_EVERY == 0:
                    tell(len(scan.files) + len(same))
                entry = entries.pop()
                if entry.name[0] != "." and self._look_at(entry, below + entry.name, is_issue_file, scan):
                    folders.append((f"{below}{entry.name}/", entry.path))
            waiting += sorted(folders, reverse=True)
        scan.same = _among(known, same)
        for found_by_path in (scan.files, scan.unreachable):
            found_by_path.sort(key=attrgetter("path"))
        scan.passed_over.sort()
        return scan

    def _look_at(
        self, entry: "os.DirEntry[str]", name: str, is_issue_file: Callable[[str], bool], scan: Scan
    ) -> bool:
        """Add an entry of a folder to the scan; return True if it is a folder to walk through."""
        try:
            if is_link(entry) and not self._is_to_follow(Path(entry.path), is_issue_file, scan):
                return False
            status = entry.stat()
        except OSError as error:
            if is_issue_file(name) or _may_be_folder(entry):
                scan.unreachable.append(Unreachable(_storable(name), reason_of(error)))
            else:
                scan.passed_over.append(_storable(name))
            return False
        if not stat.S_ISREG(status.st_mode) or not is_issue_file(name):
            if stat.S_ISDIR(status.st_mode):
                return True
            scan.passed_over.append(_storable(name))
        elif name.isascii() or name == _storable(name):
            scan.files.append(FoundFile(name, status.st_size, as_stored(status.st_mtime_ns)))
        else:
            scan.unreachable.append(
                Unreachable(_storable(name), say("文件名的编码无法识别，请给文件改名后再试。"))
            )
        return False

    def _is_to_follow(self, link: Path, is_issue_file: Callable[[str], bool], scan: Scan) -> bool:
        """Return whether a link leads to a file or folder of the library that is not found without the link.

        Raises OSError if its target does not exist.
        """
        real = real_name(link, self.root)
        if real is None:
            scan.led_out.append(_storable(link.relative_to(for_system(self.root)).as_posix()))
            return False
        is_folder = stat.S_ISDIR(link.stat().st_mode)
        parts = Path(real).parts
        is_hidden = any(part.startswith(".") for part in parts)
        is_found_itself = not is_hidden and (is_folder or is_issue_file(real))
        if is_found_itself or OWN_FOLDER in parts or real in scan.followed:
            return False
        scan.followed.add(real)
        return True


def user_folders(root: Path) -> tuple[Path, Path]:
    """Return the two possible places of a library's user data: in its folder, and in a folder of the platform."""
    return root / OWN_FOLDER, places().data / "libraries" / _name_of(str(root))


def library_above(file: Path) -> Path | None:
    """Return the nearest folder above a file with the user data of a library, or None; nothing is
    created or changed.
    """
    for folder in real_path(file.expanduser()).parents:
        if any((user_folder / "user.sqlite").exists() for user_folder in user_folders(folder)):
            return folder
    return None


def reason_of(error: OSError) -> str:
    kind = disk_error_of(error)
    if kind is DiskError.FULL:
        return say("磁盘满了，放不下。请腾出空间后再试。")
    if kind is DiskError.BUSY:
        return say("另一个程序正占用它。等那个程序放开，再试一次。")
    if error.errno == errno.EROFS:
        return say("磁盘不能写入。")
    if isinstance(error, LeadsOut):
        return str(error.strerror)
    if isinstance(error, PermissionError):
        return say("没有权限读取。请检查文件的权限。")
    if isinstance(error, FileNotFoundError):
        return say("没有这个文件，写错了，或已经移走。")
    return say("系统读不到它：{reason}", reason=system_words(error))


def scan_of(folder: Path, is_issue_file: Callable[[str], bool]) -> Scan:
    """Return the issue files of a folder that is not a library. Raises FolderError."""
    root = real_path(folder)
    return LibraryFolder(root, False, root, root).scan(is_issue_file)


def digest_of(data: bytes) -> bytes:
    """Return the digest by which equal files are recognised: 16 bytes of BLAKE2b."""
    return article.digest_of(data, 16)


def _among(known: Mapping[str, FoundFile], paths: Sequence[str]) -> Mapping[str, FoundFile]:
    """Return the known files with these paths; usually all: another dictionary takes as long as a third of the scan."""
    if len(paths) == len(known):
        return known
    return {path: known[path] for path in paths}


def _unknown(
    entries: "Iterable[os.DirEntry[str]]",
    below: str,
    file_by_path: Mapping[str, FoundFile],
    is_issue_file: Callable[[str], bool] | None,
    same: list[str],
) -> "list[os.DirEntry[str]]":
    """Add the paths of the files that are as `file_by_path` to `same`, and return the other entries; without
    `is_issue_file`, known ones are trusted to be so.
    """
    if not file_by_path:
        return list(entries)
    left = []
    if is_issue_file is None:
        paths = file_by_path.keys()
        for entry in entries:
            path = below + entry.name
            if path in paths and entry.is_file(follow_symlinks=False):
                same.append(path)
            else:
                left.append(entry)
        return left
    before_of = file_by_path.get
    for entry in entries:
        before = before_of(path := below + entry.name)
        if before is None or not entry.is_file(follow_symlinks=False):
            left.append(entry)
        else:
            try:
                status = entry.stat()
            except OSError:
                left.append(entry)
                continue
            is_as_it_was = status.st_mtime_ns == before.mtime_ns and status.st_size == before.size
            if is_as_it_was and is_issue_file(path):
                same.append(path)
            else:
                left.append(entry)
    return left


def _name_of_link(entry: "os.DirEntry[str]") -> str:
    try:
        if is_link(entry):
            return entry.name
        return ""
    except OSError:
        return ""


def _may_be_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return True


def _not_there(root: Path) -> str:
    return say("找不到文件夹 {path}。它可能被移走、改名，或所在的磁盘没有接上。", path=root)


def as_stored(mtime_ns: int) -> int:
    """Return a time as a signed integer of 64 bits, as the catalogue stores it; one far in the future wraps around."""
    return (mtime_ns + (1 << 63)) % (1 << 64) - (1 << 63)


def _storable(name: str) -> str:
    """Return `name` with the bytes that are not UTF-8 replaced by �."""
    if not name.isascii():
        return os.fsencode(name).decode("utf-8", "replace")
    return name


def _name_of(text: str) -> str:
    return article.digest_of(text.encode("utf-8", "surrogateescape"), 10).hex()


def _count_file(root: Path) -> Path:
    """Return the file that says how many issue files there were; it is there only after some were found."""
    return places().cache / "libraries" / f"{_name_of(str(root))}.count"


def _uuid_file(root: Path) -> Path:
    return _count_file(root).with_suffix(".library")


def _noted(file: Path) -> str:
    """Return what a small file has, which another program may hold for a moment. Raises OSError, ValueError."""
    return held_files.patiently(partial(file.read_text, encoding="ascii"))


def _note(file: Path, text: str) -> None:
    """Write a small file, which another program may hold for a moment. Raises OSError."""
    held_files.patiently(partial(file.write_text, text, encoding="ascii"))


def _files_last_seen(root: Path) -> int:
    file = _count_file(root)
    try:
        return int(_noted(file))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return 0
    except OSError as error:
        raise FolderError(explain(error, file)) from error


def _had_files(root: Path) -> bool:
    """Return whether a folder had files; where that can't be read, it is not taken for a new one."""
    try:
        return _files_last_seen(root) > 0
    except FolderError:
        return True


def _is_away(root: Path) -> bool:
    """Return whether a folder that had files is empty, as when a drive is not mounted.

    What is written there would be hidden when the drive comes back.
    """
    try:
        return not any(for_system(root).iterdir()) and _had_files(root)
    except OSError:
        return False


class _Use(Enum):
    """How a folder can be used for the user's data."""

    FULL = auto()
    WITHOUT_LOCKS = auto()
    NONE = auto()


def _use_of(user_folder: Path) -> _Use:
    """Return whether files can be created and locked in the library; a disk that is merely full counts as writable."""
    try:
        user_folder.mkdir(mode=0o700, exist_ok=True)
        if real_name(user_folder, user_folder.parent) is None:
            return _Use.NONE
        _sweep_probes(user_folder)
        # without a name where the system can do that
        with tempfile.TemporaryFile(prefix=_PROBE, dir=user_folder) as probe:
            if _can_lock(probe.fileno()):
                return _Use.FULL
            return _Use.WITHOUT_LOCKS
    except OSError as error:
        is_full = disk_error_of(error) is DiskError.FULL and user_folder.is_dir()
        if is_full:
            return _Use.FULL
        return _Use.NONE


def _can_lock(descriptor: int) -> bool:
    """Return whether a new file can be locked as SQLite locks its own; some network drives (NFS, WebDAV) can't."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


_PROBE = ".can-write-"


def _sweep_probes(user_folder: Path) -> None:
    """Delete the probe files that a killed program has left, but none that another process may be using now."""
    for probe in user_folder.glob(f"{_PROBE}*"):
        with suppress(OSError):
            status = probe.lstat()
            if stat.S_ISREG(status.st_mode) and not status.st_size and time.time() - status.st_mtime > 60:
                probe.unlink()
