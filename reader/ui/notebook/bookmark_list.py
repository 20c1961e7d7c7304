"""The notebook pane: all bookmarks, highlights and notes, filtered, sorted, exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QLineF, QMimeData, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QButtonGroup, QMenu, QStyleOptionViewItem, QWidget

from reader.export.forms import bookmark_formats
from reader.export.notes import (
    NoteKind,
    NoteOrder,
    by_article,
    doubt_in_words,
    is_same_article,
    matching,
    quoted,
    source_in_words,
    tags_of,
)
from reader.i18n import count, say
from reader.language.forms import shortened
from reader.newspaper.holdings import Bookmark
from reader.newspaper.note_draft import NoteDraft
from reader.ui.article.highlights import GiverOf, color_words, given_words, paint_underline
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.notebook.note_files import NoteFiles
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    Chip,
    DropChip,
    FlowLayout,
    IconButton,
    Label,
    LinkButton,
    MoreButton,
    Rule,
    Wide,
    column_layout,
    new_menu,
    pane_header,
    row_layout,
)
from reader.ui.widgets.listing import CHOICE, MIDDLE_CLICK, Heading, Listing, Nothing, RowAct, on_row, on_rows
from reader.ui.widgets.row_list import Index, RowDelegate, RowModel, draggable

if TYPE_CHECKING:
    from reader.library.note_search import NoteHit


_QUOTE_INDENT = 10
_NOTE_LINES = 4
"""The maximum number of lines of a note in a row."""

_Marked: TypeAlias = tuple[str, text_painting.Marks]
"""A text and the spans of it that a search has found."""


class BookmarkModel(RowModel[Bookmark]):
    def __init__(self) -> None:
        super().__init__()
        self._hits: Mapping[str, NoteHit] = {}
        self.giver_of: GiverOf = lambda _: ""

    def giver(self, row: Bookmark) -> str:
        """Return in words who gave a bookmark along with the library; "" for the reader's own."""
        return given_words(self.giver_of(row))

    def set_hits(self, hits: Mapping[str, NoteHit]) -> None:
        self._hits = hits

    def quotation(self, index: Index) -> _Marked:
        row = self.row(index)
        hit = self._hits.get(row.uuid)
        return quoted(row), hit.quotation_marks if hit else ()

    def note(self, index: Index) -> _Marked:
        row = self.row(index)
        hit = self._hits.get(row.uuid)
        return row.note, hit.note_marks if hit else ()

    def found_tags(self, index: Index) -> Sequence[str]:
        hit = self._hits.get(self.row(index).uuid)
        return hit.tags if hit else ()

    def begins_article(self, index: Index) -> bool:
        """Return whether the row above is of another article, so that this row shows title and source."""
        at = index.row()
        return at == 0 or not is_same_article(self._rows[at - 1], self._rows[at])

    def ends_article(self, index: Index) -> bool:
        at = index.row() + 1
        return at >= len(self._rows) or not is_same_article(self._rows[at - 1], self._rows[at])

    def words(self, row: Bookmark) -> str:
        source = source_in_words(row).replace(wording.GAP, " ")
        parts = [row.article.title(), source, quoted(row), row.note, self.giver(row), " ".join(row.tags)]
        return "\n".join(filter(None, parts))

    def spoken(self, row: Bookmark) -> str:
        return wording.listed([_spoken(row), self.giver(row)])

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
    return wording.listed(
        [
            bookmark.article.title(),
            *source_in_words(bookmark).split(wording.GAP),
            say("标出“{words}”", words=quoted(bookmark)) if bookmark.passage else "",
            say("标为{color}色", color=color_words(bookmark.passage.color)) if bookmark.passage else "",
            say("批注：{note}", note=bookmark.note) if bookmark.note else "",
            say("标签：{tags}", tags=say("、").join(bookmark.tags)) if bookmark.tags else "",
            doubt_in_words(bookmark),
        ]
    )


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
        remarks = 26 * (bool(doubt_in_words(row)) + bool(self._model.giver(row)))
        return QSize(width, around + quote + note + remarks + (28 if row.tags else 0))

    def _quote_height(self, quotation: _Marked, width: float) -> int:
        words, _ = _cut_quotation(quotation, width)
        lines = text_painting.line_count(words, _quote_font(), width - 2 * _QUOTE_INDENT, 2)
        return 12 + 22 * lines if lines else 0

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        x, y, width = rect.x() + self.margin, rect.y() + 6, rect.width() - 2 * self.margin
        if self._model.begins_article(index):
            y = self._paint_title(painter, x, y + 6, width, row)
        elif doubt_in_words(row):
            theme.draw_icon(painter, "warning", "warn", x + width - 16, rect.bottom() - 24, 16)
        if row.passage:
            y = self._paint_quote(painter, x, y, width, index)
        if row.note:
            words, marks = text_painting.cut_to(*self._model.note(index), int(width / 13 * _NOTE_LINES) - 3)
            y = text_painting.draw_text(
                painter, x, y + 4, width, words, theme.sans(13), "ink2", 20, _NOTE_LINES, marks
            )
        if doubt := doubt_in_words(row):
            y = text_painting.draw_text(painter, x, y + 4, width, doubt, theme.sans(12), "warn", 22)
        if giver := self._model.giver(row):
            y = text_painting.draw_text(painter, x, y + 4, width, giver, theme.sans(12, 700), "ok", 22)
        self._paint_tags(painter, QRectF(x, y + 8, width, 20), row.tags, self._model.found_tags(index))
        if len(self._view.selectedIndexes()) > 1:
            self.draw_rule(painter, rect, "rule")  # separates adjacent selected rows

    def paint_rule(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        if self._model.ends_article(index):
            super().paint_rule(painter, rect, index)

    def _paint_title(self, painter: QPainter, x: float, y: float, width: float, row: Bookmark) -> float:
        name, token = ("warning", "warn") if doubt_in_words(row) else ("star-filled", "accent")
        has_icon = name == "warning" or row.passage is None
        if has_icon:
            theme.draw_icon(painter, name, token, x + width - 16, y + 3, 16)
        ink, space = ("ink3" if row.is_orphan else "ink"), (24 if has_icon else 0)
        title = row.article.title()
        y = text_painting.draw_text(painter, x, y, width - space, title, theme.serif(15, 700), ink, 24)
        return text_painting.draw_text(painter, x, y, width, source_in_words(row), theme.sans(12), "ink3", 20)

    def _paint_quote(self, painter: QPainter, x: float, y: float, width: float, index: Index) -> float:
        """Paint the highlighted words as on the page: on the background of their colour, with its underline."""
        row, quotation = self._model.row(index), self._model.quotation(index)
        if row.passage is None:
            return y
        color, height = row.passage.color, self._quote_height(quotation, width) - 6
        box = QRectF(x, y + 6, width, height)
        text_painting.draw_box(painter, box, 3, f"mark_{color.value}", None)
        left, inner = x + _QUOTE_INDENT, width - 2 * _QUOTE_INDENT
        words, marks = _cut_quotation(quotation, width)
        text_painting.draw_text(painter, left, y + 8, inner, words, _quote_font(), "ink", 22, 2, marks)
        line = QLineF(x + 2, box.bottom() - 1, box.right() - 2, box.bottom() - 1)
        paint_underline(painter, line, color, has_note=bool(row.note))
        return box.bottom()

    def _paint_tags(self, painter: QPainter, rect: QRectF, tags: Sequence[str], found: Sequence[str]) -> None:
        font = theme.sans(12)
        x = rect.x()
        for tag in tags:
            box = QRectF(
                x, rect.y(), min(text_painting.width_of(tag, font) + 16, rect.right() - x), rect.height()
            )
            if box.width() < 28:
                return
            is_found = tag in found
            text_painting.draw_box(painter, box, 3, "hit" if is_found else None, "rule2")
            text_painting.draw_words(
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
    open_beside: Callable[[Bookmark], object]
    add_to_menu: Callable[[QMenu, Bookmark], object]
    copy_citations: Callable[[Sequence[Bookmark]], object]


class BookmarkList(Listing[Bookmark]):
    model: BookmarkModel

    def __init__(
        self,
        name: str,
        tint: str,
        *,
        takes_several: bool = True,
        delegate: type[BookmarkDelegate] = BookmarkDelegate,
    ) -> None:
        super().__init__(
            name,
            tint,
            takes_several=takes_several,
            begins_at_first=False,
            model=BookmarkModel(),
            delegate=delegate,
        )

    def key_of(self, row: Bookmark) -> str:
        return row.uuid


_MOST_TAGS = 12


class _Notebook(BookmarkList):
    """The list in the pane, whose filter chooses its rows."""

    def __init__(self, pane: BookmarkPane, tint: str) -> None:
        self._pane = pane
        super().__init__(say("书签"), tint)
        self.view.setObjectName("bookmarkList")

    def listed(self, rows: Sequence[Bookmark | Heading]) -> Sequence[Bookmark]:
        return by_article(self._pane.matching([row for row in rows if not isinstance(row, Heading)]))

    def acts(self) -> Sequence[RowAct[Bookmark]]:
        pane = self._pane
        self.edit: RowAct[Bookmark] = on_row(say("批注与标签"), lambda row: pane.edit(row.uuid), "F2")
        self.remove = on_rows(say("删除"), pane.remove, "Del")
        return [
            on_row(say("打开"), pane.open, CHOICE),
            on_row(say("在旁边打开"), lambda row: pane.acts.open_beside(row), MIDDLE_CLICK),
            self.edit,
            self.remove,
        ]

    def fill_menu(self, menu: QMenu, _index: Index) -> None:
        self._pane.fill_menu(menu, self.chosen())

    def follow_choice(self) -> None:
        super().follow_choice()
        self._pane.show_number(len(self.chosen()), len(self.rows()))

    def nothing(self) -> Nothing:
        return self._pane.nothing()


class BookmarkPane(QWidget):
    """The list of bookmarks (`listing`, whose view is `bookmarkList`) with its filter and the editor of notes.

    Signal: `entered` when a bookmark was opened.
    """

    entered = Signal()

    def __init__(self, tint: str = "sidebar") -> None:
        super().__init__()
        self._bookmarks: list[Bookmark] = []
        self._tag: str | None = None
        self._removed = 0
        self._trouble = ""
        self._editor: BookmarkEditor | None = None
        theme.tint(self, tint)
        self.setAccessibleName(say("书签"))
        self._count = Label("", theme.sans(12), "ink3")
        self.edit_button = IconButton("note", say("批注与标签 (F2)"), 28)
        self.remove_button = IconButton("remove", say("删除书签 (Delete)"), 28)
        self.more_button = MoreButton(say("导出、导入、最近删除"), 28, self.more_menu)
        self.filter = QueryField(say("筛选书签"), say("筛选标题、批注、标签"), height=30)
        self.filter.queryEdited.connect(lambda: self._fill())
        self.filter.submitted.connect(lambda: self._enter_list())
        self.filter.leftDownwards.connect(lambda: self._enter_list())
        self._make_choices()
        self._chips = QWidget()
        self._flow = FlowLayout()
        self._flow.setContentsMargins(12, 0, 12, 0)
        self._chips.setLayout(self._flow)
        self._group = QButtonGroup(self)
        self._tools = self._make_tools()
        self.listing = _Notebook(self, tint)
        self.listing.button(self.listing.edit, self.edit_button)
        self.listing.button(self.listing.remove, self.remove_button)
        self.removed_button = LinkButton("", quiet=True, px=12, act=lambda: self._files.show_removed())
        self._foot = QWidget()
        foot = column_layout(Rule(), of=self._foot, margins=(0, 0, 0, 4), spacing=4)
        foot.addWidget(self.removed_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._foot.hide()
        self._below = column_layout()
        buttons = (self.edit_button, self.remove_button, self.more_button)
        above = (pane_header(say("书签"), self._count, buttons), self._tools, Rule())
        column_layout(*above, Wide(self.listing), self._below, self._foot, of=self, spacing=0)
        self._fill()

    def serve(
        self,
        bookmarks: Bookmarks,
        files: NoteFiles,
        acts: BookmarkActs,
        come_forward: Callable[[], object],
    ) -> None:
        self._store = bookmarks
        self._files = files
        self.acts = acts
        self._come_forward = come_forward
        bookmarks.changed.connect(self._follow)

    def _follow(self, bookmarks: list[Bookmark]) -> None:
        self.set_bookmarks(bookmarks)
        self.set_removed(len(self._store.removed))
        if self._store.trouble:
            self.show_trouble(self._store.trouble)

    def _make_choices(self) -> None:
        self.kind_chip = DropChip(
            say("种类"),
            [
                (NoteKind.ALL, say("全部种类")),
                (NoteKind.ARTICLES, say("收藏")),
                (NoteKind.PASSAGES, say("标记与批注")),
            ],
        )
        self.order_chip = DropChip(
            say("排序"),
            [
                (NoteOrder.ADDED, say("新加的在前")),
                (NoteOrder.NEWEST, say("报纸日期 新→旧")),
                (NoteOrder.OLDEST, say("报纸日期 旧→新")),
            ],
        )
        for chip in (self.kind_chip, self.order_chip):
            chip.chosen.connect(lambda _: self._fill())

    def show_trouble(self, words: str) -> None:
        self._trouble = words
        self._fill()

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        was_troubled, self._trouble = bool(self._trouble), ""
        if was_troubled or list(bookmarks) != self._bookmarks:
            self._bookmarks = list(bookmarks)
            self._make_chips()
            self._fill()

    def set_removed(self, number: int) -> None:
        self._removed = number
        self.removed_button.setText(count(number, "最近删除 {n} 条"))
        self._foot.setVisible(number > 0)

    def face(self) -> QWidget:
        """Return the widget that takes the focus: the list, or a link or button if the list is empty."""
        if self.listing.currentWidget() is self.listing.view:
            return self.listing.view
        return next(iter(self.listing.state.links()), self.more_button)

    def order(self) -> NoteOrder:
        return NoteOrder(self.order_chip.key)

    def set_order(self, order: NoteOrder) -> None:
        self.order_chip.set_key(order)
        self._fill()

    def show_all(self) -> None:
        self.filter.set_text("")
        self.kind_chip.set_key(NoteKind.ALL)
        self._tag = None
        self._make_chips()
        self._fill()

    def reveal(self, uuid: str) -> None:
        """Select a bookmark without emitting a signal; reset the filter if it hides the bookmark."""
        is_hidden = not self.listing.index_of(uuid).isValid()
        if is_hidden and any(bookmark.uuid == uuid for bookmark in self._bookmarks):
            self.show_all()
        self.listing.select(uuid)

    def open(self, bookmark: Bookmark) -> None:
        self.acts.open(bookmark)
        self.entered.emit()

    def remove(self, bookmarks: Sequence[Bookmark]) -> None:
        self._store.remove(*bookmarks)

    def edit(
        self, uuid: str, note: str | None = None, tags: Sequence[str] | None = None
    ) -> BookmarkEditor | None:
        """Open the editor of a bookmark below the list, with `note` and `tags` instead of the stored ones if given.

        Return the editor; None if there is no such bookmark.
        """
        bookmark = next((one for one in self._bookmarks if one.uuid == uuid), None)
        if bookmark is None:
            return None
        stored = NoteDraft.of_bookmark(bookmark)
        wanted = replace(
            stored,
            note=bookmark.note if note is None else note,
            tags=bookmark.tags if tags is None else tuple(tags),
        )
        return self._open_editor(wanted, stored)

    def write_on(self, draft: NoteDraft) -> None:
        bookmark = next((one for one in self._bookmarks if one.uuid == draft.bookmark), None)
        self._open_editor(draft, draft.with_words_of(bookmark) if bookmark else None)

    def finish(self) -> None:
        if self._editor is not None:
            self._editor.finish()

    def _open_editor(self, draft: NoteDraft, stored: NoteDraft | None) -> BookmarkEditor:
        self.finish()
        editor = self._editor = BookmarkEditor(
            self, self._store, draft, stored, again=self.write_on, go_on=self.write_on, closed=self._closed
        )
        self._below.addWidget(editor)
        editor.show()
        if not self.isVisible():
            self._come_forward()
        editor.begin()
        return editor

    def _closed(self) -> None:
        editor, self._editor = self._editor, None
        focused = self.window().focusWidget()
        if editor is not None and focused is not None and editor.isAncestorOf(focused):
            self.listing.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def more_menu(self) -> QMenu:
        menu = new_menu(self, self.more_button.accessibleName())
        chosen, listed = self.listing.chosen(), self.listing.rows()
        if len(chosen) > 1:
            self._add_exports(menu, count(len(chosen), "导出选中的 {n} 条"), chosen)
        self._add_exports(menu, count(len(listed), "导出列出的 {n} 条"), listed)
        menu.addSeparator()
        files = self._files
        menu.addAction(say("导出全部收藏与批注…"), files.export_all)
        menu.addAction(say("导入收藏与批注…"), files.import_some)
        menu.addAction(say("备份与恢复…"), files.show_backups)
        tags = menu.addAction(say("标签…"), lambda: self._files.show_tags(self.show_tag))
        tags.setEnabled(any(bookmark.tags for bookmark in self._bookmarks))
        menu.addSeparator()
        removed = menu.addAction(say("最近删除…"), files.show_removed)
        removed.setEnabled(self._removed > 0)
        return menu

    def _make_tools(self) -> QWidget:
        tools = QWidget()
        field = row_layout(self.filter, margins=(12, 0, 12, 0))
        chips = FlowLayout()
        chips.setContentsMargins(12, 0, 12, 0)
        chips.addWidget(self.kind_chip)
        chips.addWidget(self.order_chip)
        column_layout(field, chips, self._chips, of=tools, margins=(0, 0, 0, 8), spacing=8)
        return tools

    def _add_exports(self, menu: QMenu, title: str, bookmarks: Sequence[Bookmark]) -> None:
        exports = menu.addMenu(title)
        exports.setAccessibleName(title)
        exports.setEnabled(bool(bookmarks))
        for form in bookmark_formats():
            name = say("{form}…", form=form.label)
            exports.addAction(name, partial(self._files.export, bookmarks, form))

    def fill_menu(self, menu: QMenu, chosen: Sequence[Bookmark]) -> None:
        if len(chosen) == 1:
            (bookmark,) = chosen
            menu.addAction(say("打开"), partial(self.open, bookmark))
            self.acts.add_to_menu(menu, bookmark)
            menu.addAction(say("批注与标签"), partial(self.edit, bookmark.uuid))
            menu.addAction(say("以前的写法…"), partial(self._files.show_versions, bookmark))
            menu.addSeparator()
        else:
            copied = count(len(chosen), "复制 {n} 条引文")
            menu.addAction(copied, partial(self.acts.copy_citations, chosen))
        self._add_exports(menu, count(len(chosen), "导出选中的 {n} 条"), chosen)
        menu.addSeparator()
        menu.addAction(count(len(chosen), "删除 {n} 条"), partial(self.remove, chosen))

    def _enter_list(self) -> None:
        self._fill()
        self.listing.view.setFocus(Qt.FocusReason.TabFocusReason)

    def show_tag(self, tag: str) -> None:
        self._choose_tag(tag)
        self._make_chips()

    def _choose_tag(self, tag: str | None) -> None:
        self._tag = tag
        self._fill()

    def _make_chips(self) -> None:
        tags = tags_of(self._bookmarks)
        if self._tag not in dict(tags):
            self._tag = None
        for chip in self._group.buttons():
            self._group.removeButton(chip)
        self._flow.clear()
        choices: list[tuple[str | None, str]] = [(None, say("全部"))]
        choices += [
            (tag, f"{tag} {number}")
            for at, (tag, number) in enumerate(tags)
            if at < _MOST_TAGS or tag == self._tag
        ]
        for tag, text in choices if tags else ():
            chip = Chip(text, act=lambda _=False, tag=tag: self._choose_tag(tag))
            chip.setChecked(tag == self._tag)
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        if len(tags) > _MOST_TAGS:
            words = count(len(tags), "全部 {n} 个标签…")
            self._flow.addWidget(
                LinkButton(words, quiet=True, px=12, act=lambda: self._files.show_tags(self.show_tag))
            )
        self._chips.setVisible(bool(tags))

    def matching(self, bookmarks: Sequence[Bookmark]) -> list[Bookmark]:
        kind = NoteKind(self.kind_chip.key)
        return matching(bookmarks, self.filter.line.text(), self._tag, kind, self.order())

    def _fill(self) -> None:
        self._tools.setVisible(bool(self._bookmarks))
        self.listing.show_rows(self._bookmarks)

    def nothing(self) -> Nothing:
        if self._bookmarks:
            asked = " ".join(filter(None, [self.filter.line.text().strip(), self._tag and f"#{self._tag}"]))
            title = say("没有符合“{query}”的书签", query=shortened(asked)) if asked else say("没有符合的书签")
            links = [(say("显示全部书签"), self.show_all)]
            return Nothing(title, say("换一个词，或去掉标签。"), links)
        if self._trouble:
            return Nothing(say("书签读不出来"), self._trouble)
        return Nothing(
            say("还没有书签"),
            say("读到想留下的文章，按 B 收藏；选中文字按 H 标出，按 M 写批注。"),
        )

    def show_number(self, chosen: int, listed: int) -> None:
        number = count(chosen, "已选 {n} 条") if chosen > 1 else count(listed, "{n} 条")
        self._count.setText(number if self._bookmarks else "")
