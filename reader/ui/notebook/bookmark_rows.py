"""The rows of bookmarks: their words, their painting, and the list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QLineF, QMimeData, QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem

from reader.export.notes import doubt_in_words, is_same_article, quoted, source_in_words
from reader.i18n import say
from reader.newspaper.holdings import Bookmark
from reader.ui.article.highlights import GiverOf, color_words, given_words, paint_underline
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.row_list import Index, RowDelegate, RowModel, draggable

if TYPE_CHECKING:
    from reader.library.search_hits import NoteHit

_QUOTE_INDENT = 10
_NOTE_LINES = 4
"""The maximum number of lines of a note in a row."""

_Marked: TypeAlias = tuple[str, text_painting.Marks]
"""A text and the spans of it that a search has found."""


class _RowWords(Struct, frozen=True):
    """What a row shows of a bookmark, in words."""

    row: Bookmark
    source: str
    quotation: str
    doubt: str


class BookmarkModel(RowModel[Bookmark]):
    def __init__(self) -> None:
        super().__init__()
        self._in_words: dict[str, _RowWords] = {}
        """Of the rows shown so far, by their UUIDs; a row is measured and painted in several steps."""
        self.hits: Mapping[str, NoteHit] = {}
        """What a search has found in the bookmarks, by their UUIDs; shown with the rows set next."""
        self.giver_of: GiverOf = lambda _: ""

        self.replaced: frozenset[str] = frozenset()
        """The UUIDs of those whose text a merge has replaced, and nobody has looked at since."""

    def set_rows(self, rows: Sequence[Bookmark]) -> None:
        self._in_words.clear()
        super().set_rows(rows)

    def in_words(self, row: Bookmark) -> _RowWords:
        row_words = self._in_words.get(row.uuid)
        if row_words is None or row_words.row is not row:
            row_words = _RowWords(row, source_in_words(row), quoted(row), doubt_in_words(row))
            self._in_words[row.uuid] = row_words
        return row_words

    def remark(self, row: Bookmark) -> str:
        """Return in words that another computer's text has replaced one written here; "" if none has."""
        if row.uuid in self.replaced:
            return say("另一台电脑上写的换下了这里的；看原来的话：Shift+F2，换回：Alt+Enter")
        return ""

    def giver(self, row: Bookmark) -> str:
        """Return in words who gave a bookmark along with the library; "" for the reader's own."""
        return given_words(self.giver_of(row))

    def quotation(self, index: Index) -> _Marked:
        row = self.row(index)
        hit = self.hits.get(row.uuid)
        return self.in_words(row).quotation, hit.quotation_marks if hit else ()

    def note(self, index: Index) -> _Marked:
        row = self.row(index)
        hit = self.hits.get(row.uuid)
        return row.note, hit.note_marks if hit else ()

    def found_tags(self, index: Index) -> Sequence[str]:
        hit = self.hits.get(self.row(index).uuid)
        if hit:
            return hit.tags
        return ()

    def begins_article(self, index: Index) -> bool:
        """Return whether the row above is of another article, so that this row shows title and source."""
        at = index.row()
        return at == 0 or not is_same_article(self._rows[at - 1], self._rows[at])

    def ends_article(self, index: Index) -> bool:
        at = index.row() + 1
        return at >= len(self._rows) or not is_same_article(self._rows[at - 1], self._rows[at])

    def words(self, row: Bookmark) -> str:
        source = source_in_words(row).replace(wording.GAP, " ")
        parts = [
            row.article.title(),
            source,
            quoted(row),
            row.note,
            self.remark(row),
            self.giver(row),
            " ".join(row.tags),
        ]
        return "\n".join(filter(None, parts))

    def spoken(self, row: Bookmark) -> str:
        return wording.listed([_spoken(row), self.remark(row), self.giver(row)])

    def flags(self, index: Index) -> Qt.ItemFlag:
        return draggable(super().flags(index))

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.mime_data_of([self.row(index) for index in indexes])


def _quote_font() -> QFont:
    return theme.serif(14)


def _cut_quotation(quotation: _Marked, width: float) -> _Marked:
    """Return highlighted words cut so that the first found span is within the two lines shown of them."""
    return text_painting.cut_to(*quotation, int((width - 2 * _QUOTE_INDENT) / 14 * 2) - 3)


def _spoken(bookmark: Bookmark) -> str:
    parts = [bookmark.article.title(), *source_in_words(bookmark).split(wording.GAP)]
    if bookmark.passage:
        parts.append(say("标出“{words}”", words=quoted(bookmark)))
        parts.append(say("标为{color}色", color=color_words(bookmark.passage.color)))
    if bookmark.note:
        parts.append(say("批注：{note}", note=bookmark.note))
    if bookmark.tags:
        parts.append(say("标签：{tags}", tags=say("、").join(bookmark.tags)))
    return wording.listed([*parts, doubt_in_words(bookmark)])


class BookmarkDelegate(RowDelegate[BookmarkModel]):
    """Paints rows of variable height; the rows of one article follow each other below its title.

    A row has the highlighted words on the background of their colour, the note, a warning, and the tags.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        width = self._view.viewport().width()
        inner = width - 2 * self.margin
        words, _ = text_painting.cut_to(*self._model.note(index), int(inner / 13 * _NOTE_LINES) - 3)
        lines = text_painting.line_count(words, theme.sans(13), inner, _NOTE_LINES)
        note = 4 + 20 * lines if lines else 0
        quote = self._quote_height(self._model.quotation(index), inner)
        around = 70 if self._model.begins_article(index) else 16
        remarks = 26 * (
            bool(self._model.in_words(row).doubt)
            + bool(self._model.giver(row))
            + bool(self._model.remark(row))
        )
        return QSize(width, around + quote + note + remarks + (28 if row.tags else 0))

    def _quote_height(self, quotation: _Marked, width: float) -> int:
        words, _ = _cut_quotation(quotation, width)
        lines = text_painting.line_count(words, _quote_font(), width - 2 * _QUOTE_INDENT, 2)
        if lines:
            return 12 + 22 * lines
        return 0

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        x = rect.x() + self.margin
        y = rect.y() + 6
        width = rect.width() - 2 * self.margin
        if self._model.begins_article(index):
            y = self._paint_title(painter, x, y + 6, width, row)
        elif self._model.in_words(row).doubt:
            theme.draw_icon(painter, "warning", "warn", x + width - 16, rect.bottom() - 24, 16)
        if row.passage:
            y = self._paint_quote(painter, x, y, width, index)
        if row.note:
            words, marks = text_painting.cut_to(*self._model.note(index), int(width / 13 * _NOTE_LINES) - 3)
            y = text_painting.draw_text(
                painter, x, y + 4, width, words, theme.sans(13), "ink2", 20, _NOTE_LINES, marks
            )
        doubt = self._model.in_words(row).doubt
        if doubt:
            y = text_painting.draw_text(painter, x, y + 4, width, doubt, theme.sans(12), "warn", 22)
        remark = self._model.remark(row)
        if remark:
            y = text_painting.draw_text(painter, x, y + 4, width, remark, theme.sans(12), "warn", 22)
        giver = self._model.giver(row)
        if giver:
            y = text_painting.draw_text(painter, x, y + 4, width, giver, theme.sans(12, 700), "ok", 22)
        self._paint_tags(painter, QRectF(x, y + 8, width, 20), row.tags, self._model.found_tags(index))
        if len(self._view.selectedIndexes()) > 1:
            self.draw_rule(painter, rect, "rule")  # separates adjacent selected rows

    def paint_rule(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        if self._model.ends_article(index):
            super().paint_rule(painter, rect, index)

    def _paint_title(self, painter: QPainter, x: float, y: float, width: float, row: Bookmark) -> float:
        words = self._model.in_words(row)
        name, token = ("warning", "warn") if words.doubt else ("star-filled", "accent")
        has_icon = name == "warning" or row.passage is None
        if has_icon:
            theme.draw_icon(painter, name, token, x + width - 16, y + 3, 16)
        ink = "ink3" if row.is_orphan else "ink"
        space = 24 if has_icon else 0
        title = row.article.title()
        y = text_painting.draw_text(painter, x, y, width - space, title, theme.serif(15, 700), ink, 24)
        return text_painting.draw_text(painter, x, y, width, words.source, theme.sans(12), "ink3", 20)

    def _paint_quote(self, painter: QPainter, x: float, y: float, width: float, index: Index) -> float:
        """Paint the highlighted words as on the page: on the background of their colour, with its underline."""
        row = self._model.row(index)
        quotation = self._model.quotation(index)
        if row.passage is None:
            return y
        color = row.passage.color
        height = self._quote_height(quotation, width) - 6
        box = QRectF(x, y + 6, width, height)
        text_painting.draw_box(painter, box, 3, f"mark_{color.value}", None)
        left = x + _QUOTE_INDENT
        inner = width - 2 * _QUOTE_INDENT
        words, marks = _cut_quotation(quotation, width)
        text_painting.draw_text(painter, left, y + 8, inner, words, _quote_font(), "ink", 22, 2, marks)
        line = QLineF(x + 2, box.bottom() - 1, box.right() - 2, box.bottom() - 1)
        paint_underline(painter, line, color, has_note=bool(row.note))
        return box.bottom()

    def _paint_tags(
        self, painter: QPainter, rect: QRectF, tags: Sequence[str], matched_tags: Sequence[str]
    ) -> None:
        font = theme.sans(12)
        x = rect.x()
        for tag in tags:
            box = QRectF(
                x, rect.y(), min(text_painting.width_of(tag, font) + 16, rect.right() - x), rect.height()
            )
            if box.width() < 28:
                return
            is_found = tag in matched_tags
            text_painting.draw_box(painter, box, 3, "hit" if is_found else None, "rule2")
            text_painting.draw_free(
                painter,
                box.adjusted(7, 0, -7, 0),
                tag,
                font,
                "ink" if is_found else "ink2",
                text_painting.CENTER,
            )
            x = box.right() + 6


class BookmarkActs(Struct, frozen=True):
    """What can be done with a bookmark outside the notebook; `add_to_menu` adds the rest to its menu."""

    open: Callable[[Bookmark], object]
    open_second: Callable[[Bookmark], object]
    add_to_menu: Callable[[QMenu, Bookmark], object]
    copy_citations: Callable[[Sequence[Bookmark]], object]


class BookmarkList(Listing[Bookmark]):
    model: BookmarkModel

    def __init__(self, name: str, tint: str, *, takes_several: bool = True) -> None:
        super().__init__(
            name,
            tint,
            takes_several=takes_several,
            begins_at_first=False,
            model=BookmarkModel(),
            delegate=BookmarkDelegate,
        )

    def key_of(self, row: Bookmark) -> str:
        return row.uuid
