"""What the core asks about pictures without a text, and the answer where no feature recognises pictures."""

from collections.abc import Iterator

from msgspec import Struct

from reader.i18n import count, say
from reader.storage.folder import LibraryFolder

COMMAND = 'pip install "yuebao-reader[ocr]"'
"""What installs a recogniser."""
LEAST_DPI = 200
"""The resolution in dots per inch below which a recogniser is likely to misread small print."""


class WaitingPicture(Struct, frozen=True):
    """A picture without a text; `dpi` is the resolution that its file states, None if it states none."""

    path: str
    dpi: int | None = None

    @property
    def is_coarse(self) -> bool:
        return self.dpi is not None and self.dpi < LEAST_DPI


class WaitingPictures:
    """Answers as if no picture could be recognised. A feature that recognises them answers for the folder."""

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder

    def look(self) -> tuple[WaitingPicture, ...]:
        """Return the pictures of the library that have no text yet, the latest first."""
        return ()

    def hint(self) -> str:
        """Return in words what has to be installed first; "" if a recogniser is there."""
        return ""


def waiting_in_words(pictures: tuple[WaitingPicture, ...]) -> str:
    """Return how many pictures wait, and how many of them are likely to be misread; "" if there are none."""
    return say("，").join(_parts(pictures))


def _parts(pictures: tuple[WaitingPicture, ...]) -> Iterator[str]:
    if not pictures:
        return
    yield count(len(pictures), "{n} 张图片还没有文字")
    if coarse := [each.dpi for each in pictures if each.is_coarse and each.dpi]:
        yield count(len(coarse), "其中 {n} 张分辨率低") + say("（{dpi} dpi，可能读错）", dpi=min(coarse))
    if unknown := sum(each.dpi is None for each in pictures):
        yield count(unknown, "{n} 张没有写明分辨率")
