"""Recognising the text of a library's pictures, page by page; a finished page is stored, and not recognised again."""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reader import do_nothing, formats
from reader.features.recognition import pace
from reader.features.recognition.alto_page import alto_of
from reader.features.recognition.page_process import PageReader
from reader.features.recognition.recognizer import RecognitionError, RecognitionOptions
from reader.features.recognition.resolution import stated_dpi
from reader.features.recognition.waiting_pictures import pictures_in
from reader.formats.reading import may_hold_pictures
from reader.library.files_beside import source_of
from reader.library.recognized_pictures import PictureDigest, RecognizedPictures
from reader.library.sync_events import Failure, RecognitionProgress, RecognitionReport
from reader.newspaper.picture_names import may_have_text
from reader.pictures.picture_process import NoSpace, PictureError, grey_page
from reader.storage.disk_errors import DiskError, disk_error_of
from reader.storage.folder import LibraryFolder, reason_of


class _DiskFull(Exception):
    """There is no room for the texts of further pages."""


class PictureRecognition:
    """Recognises the pictures of a library folder. `progress` is called before each page; it may raise to stop the
    work.
    """

    def __init__(
        self,
        folder: LibraryFolder,
        read: PageReader,
        options: RecognitionOptions,
        progress: Callable[[RecognitionProgress], None] = do_nothing,
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
        """Recognise the pictures at these paths of the library, and in folders and archives among them, newest first.

        A picture named in `paths` is recognised even if it has a text file. Raises what `progress` raises.
        """
        picture_paths = [path for path in paths if self._is_picture(path)]
        folder_paths = [path for path in paths if path not in picture_paths]
        inside = self._inside(folder_paths) if folder_paths else []
        self._total = len(picture_paths) + len(inside)
        try:
            for path in (*picture_paths, *inside):
                self._recognize(path)
        except _DiskFull:
            self._report.untried = self._total - self._done
        finally:
            self._pictures.remember()
        self._tell("")
        return self._report

    def _is_picture(self, path: str) -> bool:
        """Return whether a path is that of a file which is taken for a picture, and no folder or archive."""
        if self._folder.file(path).is_file():
            return not may_hold_pictures(path)
        return self._pictures.archived.picture(path) is not None

    def _inside(self, folders: Sequence[str]) -> list[str]:
        """Return the pictures in folders of the library that have no text, the latest first; list the others in the
        report.
        """
        is_whole = not {"", "."}.isdisjoint(folders)
        below = tuple(f"{folder}/" for folder in folders)
        pictures = []
        for path, has_text in pictures_in(self._folder):
            if not is_whole and not path.startswith(below):
                continue
            if has_text or (may_have_text(path) and self._has_text(path)):
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
            file = self._pictures.found(path)
            picture = self._pictures.digest(path, file.size, file.mtime_ns)
            descriptor = self._pictures.descriptor_of(path)
        except formats.UnreadableFile as error:
            self._fail(path, str(error))
            return
        except OSError as error:
            self._fail(path, reason_of(error))
            if disk_error_of(error) is DiskError.FULL:
                raise _DiskFull from error
            return
        try:
            self._recognize_pages(path, picture, descriptor)
        finally:
            os.close(descriptor)

    def _recognize_pages(self, path: str, picture: PictureDigest, descriptor: int) -> None:
        page_by_number = self._pictures.texts.all.get(picture, {})
        is_known = page_by_number and not self._options.is_again
        if is_known:
            page_count = max(page.of for page in page_by_number.values())
        else:
            page_count = 1
        number = 0
        self._total += page_count - 1
        while number < page_count:
            number += 1
            self._tell(path)
            if is_known and number in page_by_number:
                self._report.earlier += 1
                continue
            try:
                pages = self._recognize_page(path, picture, descriptor, number)
            except NoSpace as error:
                self._fail(path, str(error))
                raise _DiskFull from error
            except (PictureError, RecognitionError) as error:
                self._fail(path if page_count == 1 else f"{path}#{number}", str(error))
            except OSError as error:
                self._fail(path, reason_of(error))
                if disk_error_of(error) is DiskError.FULL:
                    raise _DiskFull from error
            else:
                self._total += pages - page_count
                page_count = pages

    def _recognize_page(self, path: str, picture: PictureDigest, descriptor: int, number: int) -> int:
        """Recognise a page and store its text; return the number of pages in the file."""
        began = time.monotonic()
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            dpi = stated_dpi(file)
            file.seek(0)
        with (
            tempfile.TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True) as folder,
            grey_page(descriptor, number - 1, Path(folder), dots=self._options.dots) as grey,
        ):
            page = self._read(grey, self._options)
        self._pictures.texts.keep(picture, number, grey.pages, alto_of(page, dpi))
        pace.remember(time.monotonic() - began)
        self._report.recognized += 1
        name = path if grey.pages == 1 else f"{path}#{number}"
        if page.is_unknown_script:
            self._report.unknown_script.append(name)
        elif not page.lines:
            self._report.blank.append(name)
        if page.is_undecided:
            self._report.undecided.append(name)
        if grey.is_damaged:
            self._report.damaged.append(name)
        return grey.pages

    def _fail(self, path: str, message: str) -> None:
        self._report.failed.append(Failure(path, message))

    @property
    def _done(self) -> int:
        return self._report.recognized + self._report.earlier + len(self._report.failed)

    def _tell(self, path: str) -> None:
        report = self._report
        done = self._done
        if report.recognized:
            left = (time.monotonic() - self._began) / report.recognized
        else:
            left = None
        self._progress(
            RecognitionProgress(
                done, self._total, path, left * (self._total - done) if left is not None else None
            )
        )
