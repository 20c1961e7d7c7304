"""The lines of a page read again where another program has read them, for proofreading; what they say is kept."""

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from reader.features.recognition.page_process import PageChild
from reader.features.recognition.recognizer import RecognitionError
from reader.formats.reading import UnreadableFile
from reader.library.answers import SecondReader
from reader.library.page_pictures import PagePicture
from reader.newspaper.article import digest_of
from reader.newspaper.line_place import LineOnPicture, LineReading
from reader.pictures.picture_process import PictureError, grey_page
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import open_regular, read_at_most, write_whole

_AT_ONCE = 12
"""The number of lines after which it is asked whether to go on."""
_DOTS = 300
_MOST_KEPT = 4 << 20
_VERSION = 2
"""The version of what is kept; a new one has all lines read again."""


class LinesReadAgain(SecondReader):
    _unwritten: dict[Path, Sequence[LineReading]] = msgspec.field(default_factory=dict)
    """What could not be written down, by the file for it: it is known until the program ends."""

    def is_there(self) -> bool:
        from reader.features.recognition import rapid

        return rapid.is_there()

    def kept(self, picture: PagePicture, lines: Sequence[LineOnPicture]) -> Sequence[LineReading] | None:
        with suppress(OSError, UnreadableFile, ValueError, RecursionError):
            descriptor, original = self._pictures.opened(picture.path)
            try:
                file = _file(descriptor, original, picture, lines)
            finally:
                os.close(descriptor)
            if file in self._unwritten:
                return self._unwritten[file]
            data = read_at_most(open_regular(file), _MOST_KEPT)
            readings = msgspec.json.decode(data, type=list[LineReading])
            if len(readings) == len(lines):
                return readings
        return None

    def read(self, picture: PagePicture, lines: Sequence[LineOnPicture], pause: Callable[[], object]) -> None:
        readings: list[LineReading] = []
        try:
            descriptor, original = self._pictures.opened(picture.path)
            try:
                file = _file(descriptor, original, picture, lines)
                with (
                    tempfile.TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True) as folder,
                    grey_page(descriptor, picture.page or 0, Path(folder), dots=_DOTS) as grey,
                    PageChild("rapidocr", threads=1) as child,
                ):
                    while len(readings) < len(lines):
                        pause()
                        begin = len(readings)
                        readings += child.readings_of(grey, lines[begin : begin + _AT_ONCE])
            finally:
                os.close(descriptor)
        except (PictureError, RecognitionError, UnreadableFile) as error:
            raise LibraryError(str(error)) from error
        except OSError as error:
            raise LibraryError(explain(error, self._folder.file(picture.path))) from error
        self._keep(file, readings)

    def _keep(self, file: Path, readings: Sequence[LineReading]) -> None:
        """Write down what lines say; without room it is kept in memory."""
        try:
            make_private(file.parent)
            write_whole(file, msgspec.json.encode(readings), replaces=True)
        except OSError:
            self._unwritten[file] = readings


def _file(
    descriptor: int, original: str | None, picture: PagePicture, lines: Sequence[LineOnPicture]
) -> Path:
    """Return the file for what these lines say of the open picture; `original` is that of which it is a copy."""
    status = os.fstat(descriptor)
    state = original or (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    name = digest_of(repr((_VERSION, state, picture.page, lines)).encode(), 16).hex()
    return places().cache / "read-again" / f"{name}.json"
