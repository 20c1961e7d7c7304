"""Recognising the text of a library's pictures, page by page; a finished page is stored, and not recognised again."""

import os
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from reader import formats
from reader.features.recognition import pace, rapid, tesseract
from reader.features.recognition.alto_page import alto_of, is_unknown_script
from reader.features.recognition.page_process import PageReader
from reader.features.recognition.recognizer import RecognitionError, RecognitionOptions
from reader.features.recognition.resolution import stated_dpi
from reader.i18n import say
from reader.library.answers import (
    COMMAND,
    UnknownKind,
    UnknownThing,
    WaitingPicture,
    WaitingPictures,
    resolution_in_words,
    wordless_among,
)
from reader.library.derived_data import Derived
from reader.library.files_beside import source_of
from reader.library.page_pictures import listed
from reader.library.recognized_pictures import PictureDigest, RecognizedPictures
from reader.library.sync_events import Failure, RecognitionProgress, RecognitionReport
from reader.own_process import is_frozen
from reader.parsing import origin_of
from reader.pictures import page_files
from reader.pictures.picture_process import PictureError, grey_page
from reader.storage.folder import FolderError, LibraryFolder, as_stored, reason_of


class PictureRecognition:
    """Recognises the pictures of a library folder. `progress` is called before each page; it may raise to stop the
    work.
    """

    def __init__(
        self,
        folder: LibraryFolder,
        read: PageReader,
        options: RecognitionOptions,
        progress: Callable[[RecognitionProgress], None] = lambda _: None,
    ) -> None:
        self._folder = folder
        self._read = read
        self._options = options
        self._progress = progress
        self._pictures = RecognizedPictures(folder)
        self._report = RecognitionReport()
        self._began = time.monotonic()
        self._total = 0

    def run(self, paths: Sequence[str]) -> RecognitionReport:
        """Recognise the pictures at these paths of the library, and in the folders among them, the newest first.

        A picture named in `paths` is recognised even if it has a text file. Raises what `progress` raises.
        """
        named = [path for path in paths if self._folder.file(path).is_file()]
        found = [path for path in paths if path not in named]
        inside = self._inside(found) if found else []
        self._total = len(named) + len(inside)
        try:
            for path in (*named, *inside):
                self._recognize(path)
        finally:
            self._pictures.remember()
        self._tell("")
        return self._report

    def _inside(self, folders: Sequence[str]) -> list[str]:
        """Return the pictures in folders of the library that have no text, the latest first; list the others in the
        report.
        """
        below = tuple("" if folder in ("", ".") else f"{folder}/" for folder in folders)
        pictures = []
        for path, has_text in _pictures_in(self._folder):
            if not path.startswith(below):
                continue
            if has_text or (path.lower().endswith(".pdf") and self._has_text(path)):
                self._report.with_text.append(path)
            else:
                pictures.append(path)
        return pictures

    def _has_text(self, path: str) -> bool:
        """Return whether a PDF has text of its own, and no text recognised by this program."""
        with suppress(formats.UnreadableFile, OSError):
            return self._pictures.text_of(path) is None and bool(source_of(self._folder, path).lines)
        return False

    def _recognize(self, path: str) -> None:
        try:
            status = self._folder.file(path).stat()
            picture = self._pictures.digest(path, status.st_size, as_stored(status.st_mtime_ns))
            descriptor = self._folder.open(path)
        except OSError as error:
            self._fail(path, reason_of(error))
            return
        try:
            self._recognize_pages(path, picture, descriptor)
        finally:
            os.close(descriptor)

    def _recognize_pages(self, path: str, picture: PictureDigest, descriptor: int) -> None:
        known = self._pictures.texts.all.get(picture, {})
        is_known = known and not self._options.is_again
        of, number = (max(each.of for each in known.values()) if is_known else 1), 0
        self._total += of - 1
        while number < of:
            number += 1
            self._tell(path)
            if is_known and number in known:
                self._report.earlier += 1
                continue
            try:
                pages = self._recognize_page(path, picture, descriptor, number)
            except (PictureError, RecognitionError) as error:
                self._fail(path if of == 1 else f"{path}#{number}", str(error))
            except OSError as error:
                self._fail(path, reason_of(error))
            else:
                self._total += pages - of
                of = pages

    def _recognize_page(self, path: str, picture: PictureDigest, descriptor: int, number: int) -> int:
        """Recognise a page and store its text; return the number of pages in the file."""
        began = time.monotonic()
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            dpi = stated_dpi(file)
            file.seek(0)
        with (
            tempfile.TemporaryDirectory(prefix="reader-") as folder,
            grey_page(descriptor, number - 1, Path(folder), dots=self._options.dots) as grey,
        ):
            page = self._read(grey, self._options)
        self._pictures.texts.keep(picture, number, grey.pages, alto_of(page, dpi))
        pace.remember(time.monotonic() - began)
        self._report.recognized += 1
        name = path if grey.pages == 1 else f"{path}#{number}"
        if not page.lines:
            self._report.blank.append(name)
        if is_unknown_script(page.lines):
            self._report.unknown_script.append(name)
        if grey.is_damaged:
            self._report.damaged.append(name)
        return grey.pages

    def _fail(self, path: str, message: str) -> None:
        self._report.failed.append(Failure(path, message))

    def _tell(self, path: str) -> None:
        report = self._report
        done = report.recognized + report.earlier + len(report.failed)
        left = (time.monotonic() - self._began) / report.recognized if report.recognized else None
        self._progress(
            RecognitionProgress(
                done, self._total, path, left * (self._total - done) if left is not None else None
            )
        )


def waiting(folder: LibraryFolder, wordless: Collection[str] = ()) -> list[str]:
    """Return the pictures of a library with pages still to be recognised, the latest first.

    These are pictures of which some pages are recognised, and pictures without any text; of PDFs of which no page is
    recognised, those that are `wordless`. Raises FolderError.
    """
    recognized = RecognizedPictures(folder)
    found = []
    for path, has_text in _pictures_in(folder):
        pages = recognized.pages_of(path)
        is_begun = bool(pages) and len(pages) < max(each.of for each in pages.values())
        has_text = has_text or (path.lower().endswith(".pdf") and path not in wordless)
        if is_begun or not (pages or has_text):
            found.append(path)
    return found


def _pictures_in(folder: LibraryFolder) -> list[tuple[str, bool]]:
    """Return the pictures of a library, those of the latest day first, each with whether it has a text file."""
    scan = folder.scan(lambda path: page_files.is_picture(path) or formats.is_issue_path(path))
    folders: dict[str, page_files.Folder] = {}

    def in_folder(path: str) -> page_files.Folder:
        if path not in folders:
            folders[path] = listed(folder, path)
        return folders[path]

    texts = [file.path for file in scan.files if not page_files.is_picture(file.path)]
    pictured = {page_files.picture_of(text, in_folder) for text in texts}
    pictured.update(picture for text in texts for picture in page_files.pictures_of_pages(text, in_folder))
    pictures = [file.path for file in scan.files if page_files.is_picture(file.path)]
    pictures.sort(key=lambda path: str(origin_of(path).date or ""), reverse=True)
    return [(path, path in pictured) for path in pictures]


class FoundWaiting(WaitingPictures):
    def look(self, wordless: Collection[str]) -> tuple[WaitingPicture, ...]:
        with suppress(FolderError):
            return tuple(
                WaitingPicture(path, self._dpi(path)) for path in waiting(self._folder, frozenset(wordless))
            )
        return ()

    def hint(self) -> str:
        if rapid.is_there() or tesseract.program():
            return ""
        if is_frozen():
            return say(
                "这样装的阅报不带识别部件（约 100 MB）：装好 tesseract 和它的中文数据就能识别，"
                "或改用 pip 安装：{command}",
                command=COMMAND,
            )
        return say("识别要先装部件（约 100 MB，只装一次）：{command}", command=COMMAND)

    def _dpi(self, path: str) -> int | None:
        """Return the resolution that a picture states in dots per inch; None if it can't be read or states none."""
        try:
            with os.fdopen(self._folder.open(path), "rb") as file:
                return stated_dpi(file)
        except OSError:
            return None


def unknown_pictures(folder: LibraryFolder, derived: Derived) -> UnknownKind:
    def things() -> Iterator[UnknownThing]:
        failed = derived.local().catalogue.files.failed_files()
        wordless = wordless_among(Failure(*each) for each in failed.items())
        for each in FoundWaiting(folder).look(wordless):
            yield UnknownThing(each.path, resolution_in_words(each), each.path)

    command, action = "reader recognize", "waiting_pictures"
    return UnknownKind("pictures", say("等着识别的图片"), things, command, action)
