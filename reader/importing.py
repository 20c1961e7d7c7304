"""Issue files are copied into a library, under year and month, and never over a file that differs."""

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader import formats
from reader.later import Later
from reader.messages import say
from reader.newspaper.issue import IssuePart
from reader.storage.catalogue import Catalogue
from reader.storage.folder import (
    OWN_FOLDER,
    REMOVED,
    digest_of,
    files_below,
    place_without_replacing,
    reason_of,
)
from reader.sync_report import Failure

if TYPE_CHECKING:
    from reader import parsing
else:
    parsing = Later("reader.parsing")


@dataclass(slots=True)
class ImportReport:
    """What became of the files of an import: `copied` (path in the library), `same` (path given, path of the equal
    file that was there), `same_issue` (path in the library, path of another file with a page of the same issue)."""

    copied: list[str] = field(default_factory=list)
    same: list[tuple[str, str]] = field(default_factory=list)
    same_issue: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    passed_over: int = 0


def import_files(paths: Sequence[Path], root: Path, catalogue: Catalogue) -> ImportReport:
    """Copies the files, and those of folders, below `root`. `catalogue` is only asked what is there already."""
    copying = _Import(root, catalogue)
    for path in (file for given in paths for file in files_below(given)):
        is_no_file = path.exists() and not path.is_file()
        if is_no_file or not formats.is_issue_file(_below_removed(path) or path):
            copying.report.passed_over += 1
        else:
            copying.take(path)
    return copying.report


_Issue = tuple[str, dt.date]


class _Import:
    """One import, with what it has copied so far and the catalogue does not know yet."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.report = ImportReport()
        self._root = root
        self._catalogue = catalogue
        self._copied: dict[bytes, str] = {}
        self._pages: dict[_Issue, dict[str, set[str | None]]] = {}

    def take(self, path: Path) -> None:
        if path.resolve().is_relative_to(self._root) and _below_removed(path.resolve()) is None:
            self.report.same.append((str(path), self._name(path.resolve())))
            return
        try:
            data = path.read_bytes()
            part = parsing.parse(formats.read(path, path.name))
            folder = self._root / _folder_for(part)
            if (twin := self._twin(data, folder / path.name)) is not None:
                self.report.same.append((str(path), twin))
                return
            name = self._name(_place(path, data, folder))
        except formats.UnreadableFile as error:
            self.report.failed.append(Failure(str(path), str(error)))
        except OSError as error:
            self.report.failed.append(Failure(str(path), reason_of(error)))
        else:
            self._copied[digest_of(data)] = name
            self._note_issue(name, part)
            self.report.copied.append(name)

    def _name(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()

    def _twin(self, data: bytes, target: Path) -> str | None:
        """A file of the library that holds exactly these bytes."""
        digest = digest_of(data)
        names = [*self._catalogue.paths_with_digest(digest), self._copied.get(digest), self._name(target)]
        for name in filter(None, names):
            with suppress(OSError):
                if (self._root / name).read_bytes() == data:
                    return name
        return None

    def _note_issue(self, name: str, part: IssuePart) -> None:
        """Reports a file of the library that has a page of the same issue."""
        title, date = part.masthead.title, part.masthead.date
        if title is None or date is None:
            return
        if (title, date) not in self._pages:
            files = self._catalogue.files_of_day(title, date)
            self._pages[title, date] = {file: pages for file in files if (pages := self._pages_of(file))}
        known = self._pages[title, date]
        pages = {article.page for article in part.articles}
        self.report.same_issue += [(name, other) for other in known if known[other] & pages][:1]
        known[name] = pages

    def _pages_of(self, name: str) -> set[str | None]:
        with suppress(formats.UnreadableFile):
            part = parsing.parse(formats.read(self._root / name, name))
            return {article.page for article in part.articles}
        return set()


def _below_removed(path: Path) -> Path | None:
    """Where a text that was removed stands below the folder of its time; None for any other file."""
    parts = path.parts
    for at in range(len(parts) - 3):
        if parts[at : at + 2] == (OWN_FOLDER, REMOVED):
            return Path(*parts[at + 3 :])
    return None


def _folder_for(part: IssuePart) -> str:
    date = part.masthead.date
    return f"{date:%Y/%m}" if date else say("日期不详")


def _place(path: Path, data: bytes, folder: Path) -> Path:
    """Puts a copy of the file into the folder, under the first name that is free."""
    folder.mkdir(parents=True, exist_ok=True)
    for target in _free_names(folder / path.name):
        if target.exists():
            continue
        copy = folder / f".{target.name}.part"
        try:
            copy.write_bytes(data)
            shutil.copystat(path, copy)
            place_without_replacing(copy, target)
        except FileExistsError:
            continue
        except OSError:
            copy.unlink(missing_ok=True)
            raise
        return target
    raise FileExistsError(path.name)


def _free_names(target: Path) -> Iterator[Path]:
    """The name itself, then “name (2).txt”, “name (3).txt” …"""
    yield target
    for number in range(2, 1000):
        yield target.with_name(f"{target.stem} ({number}){target.suffix}")
