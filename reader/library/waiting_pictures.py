"""What the core asks about pictures without a text, and the answer where no feature recognises pictures."""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from reader.i18n import count, say
from reader.library.sync_events import Failure
from reader.storage.folder import LibraryFolder

COMMAND = 'pip install "yuebao-reader[ocr]"'
"""What installs a recogniser."""
LEAST_DPI = 200
"""The resolution in dots per inch below which a recogniser is likely to misread small print."""
_RECOGNIZE = "reader recognize"
"""What is in the message on a PDF without a text, in every language (`formats.pdf`)."""


class WaitingPicture(Struct, frozen=True):
    """A picture without a text; `dpi` is the resolution that its file states, None if it states none."""

    path: str
    dpi: int | None = None

    @property
    def is_coarse(self) -> bool:
        return self.dpi is not None and self.dpi < LEAST_DPI

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF, whose pages are counted when it is opened, and which states no resolution."""
        return self.path.lower().endswith(".pdf")


class WaitingPictures:
    """Answers as if no picture could be recognised. A feature that recognises them answers for the folder."""

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder

    def look(self, wordless: Collection[str]) -> tuple[WaitingPicture, ...]:
        """Return the pictures of the library that have no text yet, the latest first.

        `wordless` are the PDFs that a sync could not read, as they have no text (`wordless_among`).
        """
        return ()

    def hint(self) -> str:
        """Return in words what has to be installed first; "" if a recogniser is there."""
        return ""


def wordless_among(failures: Iterable[Failure]) -> list[str]:
    """Return the paths of those of the files that could not be read which are PDFs without a text."""
    return [each.path for each in failures if _RECOGNIZE in each.message]


def waiting_in_words(pictures: Collection[WaitingPicture]) -> str:
    """Return how many pictures wait, and how many of them are likely to be misread; "" if there are none."""
    return say("，").join(_parts(pictures))


def _parts(pictures: Collection[WaitingPicture]) -> Iterator[str]:
    if single := sum(not each.is_pdf for each in pictures):
        yield count(single, "{n} 张图片还没有文字")
    if several := len(pictures) - single:
        yield count(several, "{n} 个 PDF 还没有文字")
    if coarse := coarse_in_words(pictures):
        yield coarse
    if unknown := sum(each.dpi is None and not each.is_pdf for each in pictures):
        yield count(unknown, "{n} 张没有写明分辨率")


def coarse_in_words(pictures: Iterable[WaitingPicture]) -> str:
    """Return how many pictures are likely to be misread, with the lowest resolution; "" if none is."""
    coarse = [each.dpi for each in pictures if each.is_coarse and each.dpi]
    if not coarse:
        return ""
    return count(len(coarse), "其中 {n} 张分辨率低") + say("（{dpi} dpi，可能读错）", dpi=min(coarse))
