"""The pictures of a library that wait to be recognised.

A window looks for them in every library: what only one with pictures needs is loaded when the first is found.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from reader.features.recognition.resolution import stated_dpi
from reader.formats.reading import UnreadableFile, may_hold_pictures
from reader.i18n import say
from reader.library.answers import COMMAND, WaitingPicture, WaitingPictures, resolution_in_words
from reader.library.derived_data import Derived
from reader.library.doubts import Doubt, DoubtKind, DoubtSource
from reader.library.page_pictures import listed
from reader.library.recognized_pictures import is_issue_or_picture
from reader.newspaper.picture_names import is_picture, may_have_text
from reader.own_process import is_frozen
from reader.pictures import page_files
from reader.storage.folder import FolderError, LibraryFolder

if TYPE_CHECKING:
    from reader.library.recognized_pictures import RecognizedPictures


def waiting(folder: LibraryFolder, wordless: Collection[str] = ()) -> list[str]:
    """Return the pictures of a library with pages still to be recognised, the latest first.

    These are pictures of which some pages are recognised, and pictures without any text; of PDFs of which no page is
    recognised, those that are `wordless`. Raises FolderError.
    """
    pictures = pictures_in(folder)
    if not pictures:
        return []
    from reader.library.recognized_pictures import RecognizedPictures

    recognized = RecognizedPictures(folder)
    paths = []
    for path, has_text in pictures:
        pages = recognized.pages_of(path)
        is_begun = bool(pages) and len(pages) < max(page.of for page in pages.values())
        has_text = has_text or (may_have_text(path) and path not in wordless)
        if is_begun or not (pages or has_text):
            paths.append(path)
    return paths


def pictures_in(folder: LibraryFolder) -> list[tuple[str, bool]]:
    """Return the pictures of a library, those of the latest day first, each with whether it has a text file."""
    scan = folder.scan(is_issue_or_picture)
    folders: dict[str, page_files.Folder] = {}

    def in_folder(path: str) -> page_files.Folder:
        if path not in folders:
            folders[path] = listed(folder, path)
        return folders[path]

    texts = [file.path for file in scan.files if not is_picture(file.path)]
    pictures = [file.path for file in scan.files if is_picture(file.path)]
    archives = list(filter(may_hold_pictures, texts))
    if archives:
        from reader.library.archived_pictures import ArchivedPictures

        archived = ArchivedPictures(folder)
        for archive in archives:
            texts += archived.texts_in(archive)
            pictures += [picture.path for picture in archived.pictures_in(archive)]
        archived.remember()
    if not pictures:
        return []
    pictured = {page_files.picture_of(text, in_folder) for text in texts}
    for text in texts:
        pictured.update(page_files.pictures_of_pages(text, in_folder))
    from reader.parsing import origin_of

    pictures.sort(key=lambda path: str(origin_of(path).date or ""), reverse=True)
    return [(path, path in pictured) for path in pictures]


class FoundWaiting(WaitingPictures):
    def look(self, wordless: Collection[str]) -> tuple[WaitingPicture, ...]:
        try:
            paths = waiting(self._folder, frozenset(wordless))
        except FolderError:
            return ()
        if not paths:
            return ()
        from reader.library.recognized_pictures import RecognizedPictures

        pictures = RecognizedPictures(self._folder)
        with pictures.archived:
            return tuple(WaitingPicture(path, _dpi(pictures, path)) for path in paths)

    def hint(self) -> str:
        from reader.features.recognition import rapid, tesseract

        if rapid.is_there() or tesseract.program():
            return ""
        if is_frozen():
            return say(
                "这样装的阅报不带识别部件（约 100 MB）：装好 tesseract 和它的中文数据就能识别，"
                "或改用 pip 安装：{command}",
                command=COMMAND,
            )
        return say("识别要先装部件（约 100 MB，只装一次）：{command}", command=COMMAND)


def _dpi(pictures: "RecognizedPictures", path: str) -> int | None:
    """Return the resolution that a picture states in dots per inch; None if it can't be read or states none."""
    try:
        with pictures.stream_of(path) as file:
            return stated_dpi(file)
    except (OSError, UnreadableFile):
        return None


def pictures_in_doubt(folder: LibraryFolder, derived: Derived) -> DoubtSource:
    def doubts() -> Iterator[Doubt]:
        wordless = derived.local().catalogue.files.wordless_files()
        for picture in FoundWaiting(folder).look(wordless):
            yield Doubt(DoubtKind.PICTURES, picture.path, resolution_in_words(picture), path=picture.path)

    return DoubtSource((DoubtKind.PICTURES,), doubts)
