"""Importing issue files into a library, into folders by year and month, without ever replacing a different file."""

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import IO

from msgspec import Struct, field
from msgspec.structs import replace

from reader import formats
from reader.formats.reading import (
    OnlyPictures,
    UnknownColumns,
    bytes_from,
    is_manifest,
    is_table,
    pictures_named,
    texts_named,
)
from reader.i18n import say
from reader.library.file_parsing import refuse_without_sign
from reader.library.files_beside import FilesBeside
from reader.library.library import Library, LibraryError
from reader.library.passed_over import by_name, file_without_article, loose_picture, passed_over
from reader.library.sync_events import Failure, PassedOver
from reader.newspaper.issue import IssuePart
from reader.newspaper.picture_names import is_picture
from reader.parsing import origin_of
from reader.pictures import page_files
from reader.pictures.page_files import Folder
from reader.plugs import all_plugs, answering
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import beside_path
from reader.storage.folder import OWN_FOLDER, REMOVED, FolderError, digest_of, reason_of, scan_of
from reader.storage.platform_folders import default_root
from reader.storage.regular_file import (
    OpenFolder,
    TooLarge,
    open_folder,
    open_inside,
    open_named,
    read_at_most,
)
from reader.storage.system_paths import for_system, real_path

_WITH_PICTURES = (".txt", ".md", ".xml", ".hocr")
"""Suffixes of text files that may have a picture of their page with the same name in the same folder."""
_OF_PAGES = (".pdf",)
"""Suffixes of files that may be pictures of pages, but are imported as issue files themselves."""


class GivenFolder(Struct, frozen=True):
    """A folder to be imported, whose symbolic links are not followed; paths in it are relative, with `/`."""

    root: Path

    def open(self, path: str) -> int:
        """Open a file and return a descriptor for reading. Raises OSError, also for a path outside the folder."""
        return open_inside(self.root, path)

    def has(self, path: str) -> bool:
        with suppress(OSError):
            os.close(self.open(path))
            return True
        return False

    def picture_of(self, path: str) -> str | None:
        if not path.lower().endswith(_WITH_PICTURES):
            return None
        picture = page_files.picture_of(path, self._listed)
        if picture is None or picture.lower().endswith(_OF_PAGES):
            return None
        return picture

    def copy(self, path: str, to: OpenFolder, name: str) -> bool:
        """Copy a file into a folder under `name`; return False if that name is taken. Raises OSError."""
        with os.fdopen(self.open(path), "rb") as file, suppress(FileExistsError):
            to.put(name, file, os.fstat(file.fileno()))
            return True
        return False

    def _listed(self, path: str) -> Folder:
        try:
            with os.scandir(for_system(self.root) / path) as entries:
                pairs = [(entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith(".")]
        except OSError:
            return Folder((), ())
        files = [name for name, is_folder in pairs if not is_folder and is_picture(name)]
        return Folder([name for name, is_folder in pairs if is_folder], files)


class ImportReport(Struct):
    copied: list[str] = field(default_factory=list)
    """The paths of the copies in the library."""
    same: list[tuple[str, str]] = field(default_factory=list)
    """Files not copied because the library has an equal one: the given path, the path in the library."""
    same_issue: list[tuple[str, str]] = field(default_factory=list)
    """Copies with a page that another file has, too: the path of the copy, the path of the other file."""
    failed: list[Failure] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    """The given files that are not copied, although nothing failed: by their names, or for want of an article.

    Of those in a folder, files of programs are left out.
    """
    led_out: list[str] = field(default_factory=list)
    """Symbolic links to places outside the given folder, which were not followed."""
    pictures: int = 0
    """The number of page pictures copied with their texts."""
    wordless: list[str] = field(default_factory=list)
    """The library paths of pictures without a text, copied now or present before; their texts can be recognised."""

    @property
    def left_out(self) -> int:
        """The number of files that were read, and have no article."""
        return sum(file.is_without_article for file in self.passed_over)


def import_files(library: Library, paths: Sequence[Path]) -> ImportReport:
    """Copy issue files, and those in folders, into a library under year/month; a sync has to follow.

    A file is not copied if the library has an equal one. If its name is taken, a number is added. Containers are copied
    whole, of a folder without issue files the pictures. Raises LibraryError for the sample and for libraries that
    cannot be changed.
    """
    if library.is_sample:
        raise LibraryError(
            say("样本资料库不能添加文件。请先新建或打开自己的文件夹，例如 {path}。", path=default_root())
        )
    return _imported(paths, library.root, library.written.catalogue)


def import_folder(folder: Path, root: Path, catalogue: Catalogue) -> ImportReport:
    return _imported([folder], root, catalogue)


def _imported(paths: Sequence[Path], root: Path, catalogue: Catalogue) -> ImportReport:
    copying = _Import(root, catalogue)
    for path in paths:
        whole_path = for_system(path.absolute())
        if os.path.isdir(whole_path):  # noqa: PTH112  # pathlib's raises OSError for a name that is too long
            copying.take_folder(path)
        elif not os.path.lexists(whole_path):
            copying.report.failed.append(Failure(str(path), reason_of(FileNotFoundError())))
        elif _is_special(path):
            copying.pass_over(by_name(path.name), path)
        elif formats.is_issue_file(_below_removed(path) or path):
            around = GivenFolder(real_path(path.parent))
            copying.take(path, partial(open_named, whole_path), around, path.name)
        elif is_picture(path.name):
            copying.take_picture(path, partial(open_named, whole_path))
        else:
            copying.pass_over(by_name(path.name), path)
    copying.end()
    return copying.report


_PARTS_OF_ADDRESS = 5
"""Number of path components of a saved web page that may contain its newspaper and date."""
_MOST_OF_CONTAINER = 150 << 20
"""Maximum size of a container that is copied, as it is read into memory."""
_HEAD = 200_000
"""Number of bytes at the beginning of a file by which an issue manifest is recognized."""
_PIECE = 1 << 20
_Issue = tuple[str, dt.date]


class _Import:
    """A running import; it remembers the files copied so far, which are not in the catalogue yet."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.report = ImportReport()
        self._root = root
        self._catalogue = catalogue
        self._copied: dict[bytes, str] = {}
        self._pages: dict[_Issue, dict[str, set[str | None]]] = {}
        self._folders: set[str] = set()
        self._taken: set[Path] = set()
        self._pictures: set[str] = set()
        """The pictures copied with their texts, as paths in the given folder."""
        self._passed: set[Path] = set()

    def pass_over(self, file: PassedOver, path: Path) -> None:
        """Add to the report that the given file at `path` is not copied; once, if it is given twice."""
        if path in self._passed:
            return
        self._passed.add(path)
        self.report.passed_over.append(replace(file, path=str(path)))

    def take_folder(self, folder: Path) -> None:
        """Copy all issue files of a folder, issue manifests and tables first; if it has none, its pictures."""
        try:
            scan = scan_of(folder, formats.is_issue_path)
            if not scan.files:
                pictures = scan_of(folder, is_picture)
            else:
                pictures = None
        except FolderError as error:
            self.report.failed.append(Failure(str(folder), str(error)))
            return
        around = GivenFolder(real_path(folder))
        self._pictures.clear()
        contents = [file for file in scan.files if _is_contents(file.path, partial(around.open, file.path))]
        paths = {file.path for file in contents}
        for file in [*contents, *(file for file in scan.files if file.path not in paths)]:
            if real_path(folder / file.path) not in self._taken:
                self.take(folder / file.path, partial(around.open, file.path), around, file.path)
        for file in pictures.files if pictures else ():
            self.take_picture(folder / file.path, partial(around.open, file.path))
        scan = pictures or scan
        for passed_file in passed_over(scan.passed_over, {}):
            self.pass_over(passed_file, folder / passed_file.path)
        for name in filter(is_picture, scan.passed_over):
            if name not in self._pictures:
                self.pass_over(loose_picture(name), folder / name)
        self.report.led_out += [str(folder / name) for name in scan.led_out]
        self.report.failed += [
            Failure(str(folder / failure.path), failure.message) for failure in scan.unreachable
        ]

    def take(self, path: Path, opened: Callable[[], int], around: GivenFolder, inner: str) -> None:
        """Copy one file, with the pages that it refers to and with page pictures.

        It is read from the descriptor that `opened` returns. `inner` is its path in the folder `around`, which also
        contains the pages and pictures.
        """

        def bytes_of(name: str) -> bytes:
            return bytes_from(partial(around.open, name))

        near_files = FilesBeside(inner, bytes_of)
        real = real_path(path)
        if real.is_relative_to(self._root) and _below_removed(real) is None:
            self.report.same.append((str(path), self._name(real)))
            return
        try:
            data, part = _read(path, opened, near_files)
            if self._took_issue(path, data, part, near_files, around, inner):
                return
            folder = _folder_for(part) if part is not None else ""
            twin = self._twin(data, f"{folder}/{path.name}".lstrip("/"))
            if twin is not None:
                self.report.same.append((str(path), twin))
                return
            with open_folder(self._root, folder, makes=True) as target_folder:
                self._folders.add(folder)
                name = self._name(target_folder.path / _place(target_folder, path.name, data, _status(path)))
                if part is not None and (picture := around.picture_of(inner)) is not None:
                    target = PurePosixPath(name).with_suffix(PurePosixPath(picture).suffix).name
                    self._copy_picture(around, picture, target_folder, target)
        except formats.UnreadableFile as error:
            self._leave(path, opened, error)
        except OSError as error:
            self.report.failed.append(Failure(str(path), reason_of(error)))
        else:
            self._copied[digest_of(data)] = name
            if part is not None:
                self._note_issue(name, part)
            self.report.copied.append(name)

    def _leave(self, path: Path, opened: Callable[[], int], why: formats.UnreadableFile) -> None:
        """Record in the report why a file is no issue; if it is a file of pictures, copy it."""
        match why:
            case formats.NotAnIssue():
                what = str(why) or say("里面没有能读的文件")
                self.pass_over(file_without_article(path.name, what), path)
            case OnlyPictures():
                self.take_picture(path, opened)
            case _:
                self.report.failed.append(Failure(str(path), str(why)))

    def take_picture(self, path: Path, opened: Callable[[], int]) -> None:
        """Copy a picture without a text into the folder that `_folder_of_picture` returns.

        A picture that is in the library already is only listed in the report.
        """
        real = real_path(path)
        if real.is_relative_to(self._root):
            self.report.wordless.append(self._name(real))
            return
        try:
            with open_folder(self._root, _folder_of_picture(path), makes=True) as target_folder:
                self._folders.add(target_folder.path.relative_to(self._root).as_posix())
                for name in _free_names(path.name):
                    with os.fdopen(opened(), "rb") as file, suppress(FileExistsError):
                        if not target_folder.has(name):
                            target_folder.put(name, file, os.fstat(file.fileno()))
                            break
                        if _is_same(
                            file, partial(open_inside, self._root, self._name(target_folder.path / name))
                        ):
                            break
                else:
                    raise FileExistsError(path.name)
                self.report.wordless.append(self._name(target_folder.path / name))
        except OSError as error:
            self.report.failed.append(Failure(str(path), reason_of(error)))

    def _copy_picture(self, around: GivenFolder, picture: str, to: OpenFolder, name: str) -> None:
        """Copy a picture of a text that is copied, unless the name is taken. Raises OSError."""
        if around.copy(picture, to, name):
            self.report.pictures += 1
            self._pictures.add(picture)

    def _took_issue(
        self,
        path: Path,
        data: bytes,
        part: IssuePart | None,
        beside: FilesBeside,
        around: GivenFolder,
        name: str,
    ) -> bool:
        """If the file refers to pages or texts, copy them into a separate folder, keeping the relative paths.

        Return whether it refers to any. `part` is None for a table. Raises OSError and UnreadableFile.
        """
        if part is None:
            _look_at_texts(path.name, data, beside)
        pages = [noted_file.name for noted_file in beside.noted if noted_file.is_page]
        if pages:
            self._taken.update(real_path(path.parent / name) for name in pages)
            copy = self._take_issue(path, data, part, beside, pages)
            if copy is not None:
                self._copy_named_pictures(data, around, name, copy)
        return bool(pages)

    def _copy_named_pictures(self, data: bytes, around: GivenFolder, name: str, copy: str) -> None:
        """Copy the pictures that an issue manifest names to where its copy refers to them. Raises OSError."""
        for picture in answering(pictures_named, all_plugs())(data):
            source = beside_path(name, picture)
            if not is_picture(picture) or source.startswith("../"):
                continue
            where, _, last = beside_path(copy, picture).rpartition("/")
            if not where.startswith("..") and around.has(source):
                with open_folder(self._root, where, makes=True) as target_folder:
                    self._folders.add(where)
                    self._copy_picture(around, source, target_folder, last)

    def _take_issue(
        self, path: Path, data: bytes, part: IssuePart | None, beside: FilesBeside, pages: Sequence[str]
    ) -> str | None:
        """Copy an issue manifest with its pages, or a table with its texts; return the path of the copy, or None if the
        library already has it.
        """
        # The folder that contains the manifest and all of its pages is copied as a unit, so that the
        # references stay valid.
        above = max(PurePosixPath(name).parts.count("..") for name in pages)
        parts = path.absolute().parts
        inner = PurePosixPath(*parts[-above - 1 :])
        if len(parts) > above + 2:
            unit = parts[-above - 2]
        else:
            unit = path.stem
        if part is None:
            month = ""
        elif part.masthead.date:
            month = _folder_for(part).rpartition("/")[0]
        else:
            month = _folder_for(part)
        twin = self._twin(data, f"{month}/{unit}/{inner}".lstrip("/"))
        if twin is not None:
            self.report.same.append((str(path), twin))
            return None
        folder = for_system(self._root) / month
        free = next(name for name in _free_names(unit) if not (folder / name).exists())
        files = {beside_path(str(inner), name): beside(name) for name in pages}
        # the manifest last, when its pages are in place
        for name, content in [*files.items(), (str(inner), data)]:
            where, _, last = f"{month}/{free}/{name}".lstrip("/").rpartition("/")
            with open_folder(self._root, where, makes=True) as target_folder:
                self._folders.add(where)
                target_folder.put(last, content or b"", _status(path))
            self.report.copied.append(f"{where}/{last}")
        self._copied[digest_of(data)] = self.report.copied[-1]
        if part is not None:
            self._note_issue(self.report.copied[-1], part)
        return self.report.copied[-1]

    def end(self) -> None:
        """Flush the copied files and their folders to the disk; delete partial files of a killed import."""
        for folder in self._folders:
            with suppress(OSError), open_folder(self._root, folder) as target_folder:
                target_folder.forget_parts()
                target_folder.sync()

    def _name(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()

    def _twin(self, data: bytes, target: str) -> str | None:
        """Return the path of a file of the library with exactly these bytes, or None.

        Files with the digest in the catalogue, a file copied before, and the file at `target` are compared.
        """
        digest = digest_of(data)
        names = [*self._catalogue.files.paths_with_digest(digest), self._copied.get(digest), target]
        for name in filter(None, names):
            with suppress(OSError):
                if read_at_most(open_inside(self._root, name), len(data)) == data:
                    return name
        return None

    def _note_issue(self, name: str, part: IssuePart) -> None:
        """Add to the report another file of the library that has a page in common with the copied file `name`."""
        title = part.masthead.title
        date = part.masthead.date
        if title is None or date is None:
            return
        if (title, date) not in self._pages:
            files = self._catalogue.files.files_of_day(title, date)
            self._pages[title, date] = {file: self._pages_of(file) for file in files}
        pages_by_file = self._pages[title, date]
        pages = {article.page for article in part.articles}
        other = next((file for file in pages_by_file if pages_by_file[file] & pages), None)
        if other is not None:
            self.report.same_issue.append((name, other))
        pages_by_file[name] = pages

    def _pages_of(self, name: str) -> set[str | None]:
        from reader import parsing

        with suppress(formats.UnreadableFile):
            with formats.Containers(partial(open_inside, self._root)) as containers:
                source = formats.decode(
                    containers.bytes_of(name), name, beside=FilesBeside(name, containers.bytes_of)
                )
                part = parsing.parse(source)
            return {article.page for article in part.articles}
        return set()


def _read(path: Path, opened: Callable[[], int], beside: FilesBeside) -> tuple[bytes, IssuePart | None]:
    """Return the bytes of a file and its parsed issue; None instead of an issue for a container.

    Raises UnreadableFile and OSError.
    """
    from reader import parsing

    why = formats.what_to_do(path)
    if why is not None:
        raise formats.UnreadableFile(why)
    if formats.is_container(path.name):
        return _container(path.name, opened), None
    data = bytes_from(opened)
    try:
        # the part of a path that may contain newspaper and date: the file name, for web pages also folders
        part = parsing.parse(
            formats.decode(
                data,
                path.name if formats.is_text(path) else "/".join(path.parts[-_PARTS_OF_ADDRESS:]),
                beside=beside,
            )
        )
    except formats.SeveralDays:
        return data, None
    refuse_without_sign(path.name, part)
    return data, part


def _container(name: str, opened: Callable[[], int]) -> bytes:
    """Return the bytes of a container that has entries, or of a table whose columns are unknown.

    Raises NotAnIssue for a container without entries, UnreadableFile and OSError.
    """
    with formats.Containers(lambda _: opened()) as containers, suppress(UnknownColumns):
        listing = containers.listing(name)
        if not listing.entries:
            raise formats.NotAnIssue(listing.complaint or "")
    try:
        return read_at_most(opened(), _MOST_OF_CONTAINER)
    except TooLarge:
        raise formats.UnreadableFile(
            say("压缩包超过 150 MB，不便在这里复制。请直接把它放进资料库的文件夹。")
        ) from None


def _look_at_texts(name: str, data: bytes, beside: FilesBeside) -> None:
    """Let `beside` note the files that have the texts of a table's rows. Raises UnreadableFile."""
    if is_table(name):
        for text_name in answering(texts_named, all_plugs())(data, name):
            beside(text_name)


def _is_contents(path: str, opened: Callable[[], int]) -> bool:
    """Return whether a file is an issue manifest or a table, which has to be copied before its pages or texts."""
    if is_table(path):
        return True
    with suppress(OSError), os.fdopen(opened(), "rb") as file:
        return answering(is_manifest, all_plugs())(file.read(_HEAD))
    return False


def _is_special(path: Path) -> bool:
    """Return whether the path exists but is not a regular file (a pipe, a device)."""
    try:
        return not stat.S_ISREG(_status(path).st_mode)
    except OSError:
        return False


def _status(path: Path) -> os.stat_result:
    """Return the status of a given file, whatever Windows would take its name for. Raises OSError."""
    return for_system(path.absolute()).stat()


def _below_removed(path: Path) -> Path | None:
    """Return the former path of a text that was removed from a library; None for any other file.

    Removed texts are below a folder named by the time of removal.
    """
    parts = path.parts
    for at in range(len(parts) - 3):
        if parts[at : at + 2] == (OWN_FOLDER, REMOVED):
            return Path(*parts[at + 3 :])
    return None


def _folder_for(part: IssuePart) -> str:
    """Return the folder of an issue's month, or of its day for web pages.

    The date of a web page may be only in its path, so that the folder has to contain it.
    """
    date = part.masthead.date
    if date is None:
        return say("日期不详")
    if part.reading is None:
        return f"{date:%Y/%m}"
    return f"{date:%Y/%m/%Y-%m-%d}"


def _folder_of_picture(path: Path) -> str:
    """Return the folder for a picture: that of the month in its name, else that of the day in its folder's name."""
    date = origin_of(path.name).date
    if date is not None:
        return f"{date:%Y/%m}"
    date = origin_of("/".join(path.parts[-2:])).date
    if date is None:
        return say("日期不详")
    return f"{date:%Y/%m/%Y-%m-%d}"


def _is_same(file: IO[bytes], other: Callable[[], int]) -> bool:
    """Return whether two files have the same bytes; `file` is read to where they differ. Raises OSError."""
    with os.fdopen(other(), "rb") as other_file:
        if os.fstat(file.fileno()).st_size != os.fstat(other_file.fileno()).st_size:
            return False
        while piece := file.read(_PIECE):
            if piece != other_file.read(_PIECE):
                return False
    return True


def _place(target_folder: OpenFolder, name: str, data: bytes, like: os.stat_result) -> str:
    """Write a file into the folder under the first free name, and return that name.

    Raises FileExistsError if a thousand names are taken.
    """
    for free in _free_names(name):
        if not target_folder.has(free):
            with suppress(FileExistsError):
                target_folder.put(free, data, like)
                return free
    raise FileExistsError(name)


def _free_names(name: str) -> Iterator[str]:
    """Yield the name itself, then “name (2).txt”, “name (3).txt”, … up to 999."""
    yield name
    target = PurePath(name)
    for number in range(2, 1000):
        yield f"{target.stem} ({number}){target.suffix}"
