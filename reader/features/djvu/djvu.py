"""DjVu files: pages of words with boxes, as an OCR program has laid them under the picture."""

from reader.features.djvu import hidden_text
from reader.features.djvu.programs import text_layer
from reader.formats import page_boxes
from reader.formats.page_boxes import LaidOut, PageText, PageWriter
from reader.formats.reading import OnlyPictures, SavedFile
from reader.formats.scans import printed_lines
from reader.i18n import count, say
from reader.newspaper.article import SourceText, StatedHead

_SIGN = b"AT&TFORM"
_OF_PAGES = (b"DJVU", b"DJVM")
"""Kinds of the outermost chunk that are documents: one page, several."""


class Djvu:
    name = "djvu"

    def certainty(self, file: SavedFile) -> float:
        if file.data.startswith(_SIGN) and file.data[12:16] in _OF_PAGES:
            return 1.0
        if file.ending in (".djvu", ".djv"):
            return 0.2
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        return _laid_out(file).source


def boxes_of(file: SavedFile, source: SourceText) -> tuple[page_boxes.PageBoxes, ...]:
    return page_boxes.of_laid_out(_laid_out(file), source)


def _laid_out(file: SavedFile) -> LaidOut:
    """Return the text of a file's pages, in which the parser finds the articles. Raises UnreadableFile."""
    pages = [printed_lines.completed(page) for page in hidden_text.pages_of(text_layer(file.data))]
    empty = sum(not page.blocks for page in pages)
    if empty == len(pages):
        raise OnlyPictures(
            say(
                "这个 DjVu 没有文字层，多半是扫描的图像。可以在这里识别：用“导入文件、识别图片…”选它，"
                "或运行 reader recognize。"
            )
        )
    texts = [PageText(str(number), [page]) for number, page in enumerate(pages, 1)]
    left_out = (count(empty, "{n} 页没有文字层"),) if empty else ()
    return PageWriter(texts).laid_out_by_pages(file.name, "DjVu", StatedHead(), left_out)
