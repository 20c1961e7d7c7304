"""Removing the texts of missing files from a library at the reader's request, after writing them to files."""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from reader.export.article_text import issue_file
from reader.i18n import say
from reader.library.derived_data import only_writer
from reader.search.engine import Engine
from reader.storage.catalogue import Catalogue
from reader.storage.folder import REMOVED, LibraryFolder
from reader.storage.regular_file import open_folder
from reader.storage.system_paths import real_path
from reader.storage.user_data import UserData


class RemovedTexts(Struct, frozen=True):
    """The files whose texts were removed, and the number of articles removed.

    `texts_folder` is the folder into which the texts were written; None if nothing was removed.
    """

    paths: tuple[str, ...]
    articles: int
    texts_folder: Path | None


def forget_missing(
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
    user_data: UserData,
    lock: Path,
    paths: Sequence[str],
    now: Callable[[], dt.datetime] = dt.datetime.now,
) -> RemovedTexts:
    """Remove the articles of those of the files that are missing from catalogue and index.

    Before, their texts are written below `removed/` in the folder of the user data. Bookmarks, notes and corrections
    stay. Raises OSError if the folder cannot be read or the texts cannot be written, else like `sync.remove_missing`.
    """
    from reader.library import sync

    # it raises if the drive is not mounted, when all files only seem to be missing
    os.scandir(folder.root).close()
    with only_writer(lock):
        missing = {file.path: file for file in catalogue.files.missing_files()}
        gone = [path for path in dict.fromkeys(paths) if path in missing and not folder.file(path).exists()]
        if not gone:
            return RemovedTexts((), 0, None)
        texts_folder = _new_folder(real_path(folder.user_folder), now().astimezone())
        for path in gone:
            _keep(texts_folder, catalogue, path)
        before = catalogue.tree.counts()[2]
        sync.remove_missing(folder, catalogue, engine, user_data, lock, gone)
        return RemovedTexts(tuple(gone), before - catalogue.tree.counts()[2], texts_folder)


def _new_folder(user_folder: Path, now: dt.datetime) -> Path:
    """Create and return a new folder named after the local time."""
    with open_folder(user_folder, REMOVED, makes=True) as removed:
        for number in range(1, 1000):
            name = f"{now:%Y-%m-%d %H.%M.%S}" + (f" ({number})" if number > 1 else "")
            with suppress(FileExistsError):
                removed.make(name)
                return removed.path / name
    raise FileExistsError(removed.path)


def _keep(texts_folder: Path, catalogue: Catalogue, path: str) -> None:
    masthead, _, articles = catalogue.parsed_file(path)
    # the path without parts that could lead out of its folder, as the catalogue may be damaged
    target = PurePosixPath(*(part for part in PurePosixPath(path).parts if part not in ("/", "..")))
    with open_folder(texts_folder, str(target.parent), makes=True) as folder:
        folder.put(target.name, issue_file(masthead, articles).encode())
        folder.sync()


def in_words(forgotten: RemovedTexts) -> str:
    if forgotten.texts_folder is None:
        return say("没有可以移除的：这些文件没有不见。")
    return say(
        "移除了 {files} 个文件的文字（{articles} 篇）。它们存在 {folder}，导入这个文件夹就能放回去。",
        files=len(forgotten.paths),
        articles=forgotten.articles,
        folder=forgotten.texts_folder,
    )
