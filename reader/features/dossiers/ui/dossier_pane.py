"""The pane of dossiers: their names and the entries of the chosen one, which are ordered by dragging or by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QMenu,
    QStyleOptionViewItem,
    QWidget,
)

from reader.export.notes import doubt_in_words, quoted, source_in_words
from reader.features.dossiers.dossier_text import DossierFormat
from reader.features.dossiers.dossiers import DossierRow, Entry
from reader.i18n import count, say
from reader.language.forms import on_one_line
from reader.library.answers import NamedCollection
from reader.newspaper.holdings import Bookmark
from reader.ui.article.highlights import given_words
from reader.ui.desk import CollectionView
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import do_soon
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    MoreButton,
    Wide,
    column_layout,
    new_menu,
    pane_header,
    stacked,
)
from reader.ui.widgets.dialog import WritingField
from reader.ui.widgets.listing import CHOICE, ENTER, Heading, Listing, Nothing, RowAct, on_row, on_rows
from reader.ui.widgets.named_list import NamedActs, NamedPane, NamedRow
from reader.ui.widgets.row_list import (
    ARTICLES,
    BOOKMARKS,
    EditableDelegate,
    Index,
    RowList,
    RowModel,
    dragged_ids,
    set_ids,
)

ENTRIES = "application/x-yuebao-entries"
"""The MIME type of entries (their UUIDs) that are dragged within a dossier."""

_TOP = QModelIndex()
_QUOTE_INDENT = 10
_NOTE_LINES = 12
_QUOTE_LINES = 4
_MIN_EDITOR = 132
"""The minimum height of a row that is being edited, in pixels."""
_DRAFT_MS = 1500
"""The time after the last change of a note before its text is stored as a draft, in milliseconds."""


class DossierActs(Struct, frozen=True, kw_only=True):
    """What is done with dossiers (`str`: a UUID) and entries; "" as the entry before which something is put, the last
    argument, is the end.
    """

    create: Callable[[], None]
    choose: Callable[[str], None]
    rename: Callable[[str, str], None]
    remove_dossier: Callable[[str], None]
    restore_dossier: Callable[[str], None]
    restore_entry: Callable[[str], None]
    export: Callable[[DossierFormat], None]
    open: Callable[[Entry], None]
    list_articles: Callable[[], None]
    """Lists the articles of the chosen dossier as a set."""
    offer_on_entry: Callable[[QMenu, Bookmark], None]
    offer_on_note: Callable[[QMenu, str], None]
    """Adds what can be done with the text of a note."""
    offer_on_dossier: Callable[[QMenu, DossierRow], None]
    write: Callable[[], None]
    write_note: Callable[[str, str], None]
    keep_draft: Callable[[str, str], None]
    cancel: Callable[[str], None]
    """Reverts what was stored of a note while it was being written."""
    remove: Callable[[Sequence[str]], None]
    move: Callable[[list[str], str], None]
    take_drop: Callable[[QMimeData, str], None]


class DossierModel(RowModel[Entry]):
    acts: DossierActs

    def words(self, row: Entry) -> str:
        if row.bookmark is None:
            return row.text
        source = source_in_words(row.bookmark).replace(wording.GAP, " ")
        return "\n".join(filter(None, [row.bookmark.article.title(), source, quoted(row.bookmark)]))

    def spoken(self, row: Entry) -> str:
        if row.bookmark is None:
            return say("自己写的：{text}", text=on_one_line(row.text))
        bookmark = row.bookmark
        return wording.listed(
            [
                bookmark.article.title(),
                *source_in_words(bookmark).split(wording.GAP),
                say("剪下“{words}”", words=quoted(bookmark)) if bookmark.passage else "",
                doubt_in_words(bookmark),
            ]
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_edited = index.isValid() and role == Qt.ItemDataRole.EditRole
        if is_edited:
            return self.row(index).text
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or self.row(index).bookmark is not None:
            return False
        self.acts.write_note(self.row(index).uuid, str(value))
        return True

    # -- dragging

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # between the rows, not on them
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled
        if self.row(index).bookmark is None:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [ENTRIES, ARTICLES, BOOKMARKS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = [self.row(index) for index in sorted(indexes)]
        data = QMimeData()
        data.setText("\n\n".join(map(words_of, rows)))  # for other programs
        set_ids(data, ENTRIES, [row.uuid for row in rows])
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return any(data.hasFormat(form) for form in self.mimeTypes())

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Take what was dropped before a row; return False, so that the view does not remove the source rows."""
        row = row if 0 <= row < len(self._rows) else len(self._rows)
        if not data.hasFormat(ENTRIES):
            self.acts.take_drop(data, self._rows[row].uuid if row < len(self._rows) else "")
            return False
        uuids = dragged_ids(data, ENTRIES)
        if uuids:
            behind = (entry.uuid for entry in self._rows[row:] if entry.uuid not in uuids)
            self.acts.move([str(uuid) for uuid in uuids], next(behind, ""))
        return False


def _lines_of(text: str) -> str:
    """Return a text with line separators (U+2028), at which `QTextLayout` breaks lines."""
    return text.replace("\n", "\u2028")


class NoteField(WritingField):
    def __init__(self, parent: QWidget, done: Callable[[WritingField], object]) -> None:
        super().__init__(parent, say("自己写的文字"), done)
        self.setPlaceholderText(say("写点什么…  Ctrl+Enter 写好，Esc 放弃"))
        self.setFont(theme.sans(13))


class DossierDelegate(EditableDelegate[DossierModel]):
    inset = (10, 6)

    def __init__(self, view: RowList, model: DossierModel) -> None:
        super().__init__(view, model)
        self._written = ""
        """The uuid of the note that is being edited; "" for none."""

    def is_writing(self) -> bool:
        return bool(self._written)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        width = self._view.viewport().width()
        inner = width - 2 * self.margin
        if row.bookmark is None:
            written = (
                text_painting.line_count(line or " ", theme.sans(13), inner - 14, _NOTE_LINES)
                for line in row.text.split("\n")
            )
            height = 20 + 20 * min(sum(written), _NOTE_LINES)
            return QSize(width, max(height, _MIN_EDITOR) if row.uuid == self._written else height)
        titles = text_painting.line_count(row.bookmark.article.title(), theme.serif(15, 700), inner, 2)
        quote = text_painting.line_count(
            quoted(row.bookmark), theme.serif(14), inner - 2 * _QUOTE_INDENT, _QUOTE_LINES
        )
        doubt = 22 if doubt_in_words(row.bookmark) else 0
        return QSize(width, 40 + 22 * titles + (12 + 22 * quote if quote else 0) + doubt)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        x = rect.x() + self.margin
        y = rect.y() + 10
        width = rect.width() - 2 * self.margin
        if row.bookmark is None:
            words, token = (_lines_of(row.text), "ink") if row.text else (say("（还没有写）"), "ink3")
            painter.fillRect(QRectF(x, y + 3, 2, rect.height() - 26), theme.color("rule2"))
            text_painting.draw_text(
                painter, x + 14, y, width - 14, words, theme.sans(13), token, 20, _NOTE_LINES
            )
            return
        bookmark = row.bookmark
        ink = "ink3" if row.bookmark.is_orphan else "ink"
        y = text_painting.draw_text(
            painter, x, y, width, bookmark.article.title(), theme.serif(15, 700), ink, 22, 2
        )
        if bookmark.passage:
            theme.draw_icon(painter, "scissors", "ink3", x, y + 3, 14)
        left = x + (20 if bookmark.passage else 0)
        y = text_painting.draw_text(
            painter, left, y, width - (left - x), source_in_words(bookmark), theme.sans(12), "ink3", 20
        )
        if bookmark.passage:
            words = quoted(bookmark)
            inner = width - 2 * _QUOTE_INDENT
            lines = text_painting.line_count(words, theme.serif(14), inner, _QUOTE_LINES)
            painter.fillRect(QRectF(x, y + 6, 2, 22 * lines), theme.color("accent"))
            text_painting.draw_text(
                painter, x + _QUOTE_INDENT, y + 6, inner, words, theme.serif(14), "ink", 22, _QUOTE_LINES
            )
            y += 12 + 22 * lines
        doubt = doubt_in_words(bookmark)
        if doubt:
            text_painting.draw_text(painter, x, y, width, doubt, theme.sans(12), "warn", 22)

    # -- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        uuid = self._model.row(index).uuid
        self._written = uuid
        self.sizeHintChanged.emit(self._model.index(index.row(), 0))
        writer = NoteField(parent, self._finish)
        clock = QTimer(writer, singleShot=True, interval=_DRAFT_MS)
        writer.textChanged.connect(clock.start)
        has_draft = False

        def keep() -> None:
            """Keep what was written, and what was taken back of that; not what stood there when it was opened."""
            nonlocal has_draft
            has_draft = has_draft or writer.document().isModified()
            if has_draft:
                self._model.acts.keep_draft(uuid, writer.toPlainText())

        clock.timeout.connect(keep)
        return writer

    def _finish(self, writer: WritingField) -> None:
        self.commitData.emit(writer)
        self.closeEditor.emit(writer, QAbstractItemDelegate.EndEditHint.NoHint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_escape and event.key() == Qt.Key.Key_Escape and isinstance(watched, NoteField):  # type: ignore[attr-defined]
            uuid = self._written
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self._model.acts.cancel(uuid)
            return True
        return super().eventFilter(watched, event)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._written = ""
        if index.isValid():
            self.sizeHintChanged.emit(self._model.index(index.row(), 0))
        super().destroyEditor(editor, index)


def _is_article(row: Entry) -> bool:
    return row.bookmark is not None


class DossierEntries(Listing[Entry]):
    model: DossierModel

    def __init__(self, pane: DossierPane) -> None:
        self._pane = pane
        super().__init__(
            say("专题里的各条"),
            "sidebar",
            takes_several=True,
            begins_at_first=False,
            model=DossierModel(),
            delegate=DossierDelegate,
        )
        view = self.view
        painter = self.view.itemDelegate()
        assert isinstance(painter, DossierDelegate)
        view.setObjectName("dossierEntries")
        view.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setDropIndicatorShown(True)
        self._painter = painter
        self._rows_to_show: Sequence[Entry | Heading] | None = None
        painter.closeEditor.connect(lambda *_: do_soon(self._show_waiting, self))

    def key_of(self, row: Entry) -> str:
        return row.uuid

    def show_rows(self, rows: Sequence[Entry | Heading]) -> None:
        """Replace the entries; while a note is edited, do so afterwards."""
        if self._painter.is_writing():
            self._rows_to_show = rows
            return
        self._rows_to_show = None
        super().show_rows(rows)

    def _show_waiting(self) -> None:
        if self._rows_to_show is not None:
            self.show_rows(self._rows_to_show)

    def acts(self) -> Sequence[RowAct[Entry]]:
        pane = self._pane
        return [
            on_row(say("打开"), self._open, CHOICE, when=_is_article),
            on_row(say("改写"), self._write, ENTER, "F2"),
            on_rows(say("删除"), pane.remove, "Del"),
            on_rows(say("上移"), lambda _: pane.step(-1), "Ctrl+Up"),
            on_rows(say("下移"), lambda _: pane.step(1), "Ctrl+Down"),
        ]

    def _open(self, row: Entry) -> None:
        self._pane.acts.open(row)

    def _write(self, row: Entry) -> None:
        self.write_in(row.uuid)

    def fill_menu(self, menu: QMenu, _index: Index) -> None:
        self._pane.fill_menu(menu, self.chosen())

    def nothing(self) -> Nothing:
        return self._pane.nothing()

    def write_in(self, uuid: str) -> None:
        self.select(uuid)
        index = self.index_of(uuid)
        if index.isValid() and self.model.row(index).bookmark is None:
            self.view.edit(self.model.index(index.row(), 0))


_MAX_IN_MENU = 30
"""The maximum number of characters of an entry in a menu."""


class DossierPane(QWidget):
    """The dossiers (`names`) and the entries of the chosen one (`listing`, whose view is `dossierEntries`)."""

    acts: DossierActs

    def __init__(self) -> None:
        super().__init__()
        theme.tint(self, "sidebar")
        self.setAccessibleName(say("专题"))
        self.dossiers: list[DossierRow] = []
        self._collections: dict[str, NamedCollection] = {}
        """Those of other features, by UUID."""
        self._shelf: CollectionView | None = None
        """What shows one of these, in place of the entries."""
        self._chosen = ""
        """The UUID of the chosen row."""
        self.giver_of: Callable[[str], str] = lambda _: ""
        self._current = ""
        self._trouble = ""
        self._removed: tuple[Sequence[DossierRow], Sequence[Entry]] = ((), ())
        self._count = Label("", theme.sans(12), "ink3")
        self.note_button = IconButton("note", say("在专题里写一段 (Ctrl+Shift+N)"), 28, act=self._write)
        self.list_button = IconButton("list", say("列出这个专题的文章"), 28)
        self.new_button = IconButton("dossier", say("新专题"), 28, act=self._create)
        self.more_button = MoreButton(say("导出、改名、找回"), 28, self.more_menu)
        self.names = NamedPane(say("专题"), say("专题的名字"), has_heading=False)
        self.names.view.setObjectName("dossierNames")
        self.listing = DossierEntries(self)
        self._body = stacked(self.listing)
        buttons = (self.list_button, self.note_button, self.new_button, self.more_button)
        header = pane_header(say("专题"), self._count, buttons)
        column_layout(header, self.names, Wide(self._body), of=self, spacing=0)
        self.show_entries([])

    def serve(self, acts: DossierActs) -> None:
        self.acts = self.listing.model.acts = acts
        self.names.model.acts = NamedActs(acts.choose, acts.rename, acts.remove_dossier)
        self.list_button.clicked.connect(acts.list_articles)

    def _write(self) -> None:
        self.acts.write()

    def _create(self) -> None:
        self.acts.create()

    # -- content

    def show_dossiers(
        self,
        rows: Sequence[DossierRow],
        current: str,
        collections: Sequence[NamedCollection] = (),
        collection: str = "",
    ) -> None:
        """Show the names of the dossiers, and below them those of the collections of other features.

        `current` is the uuid of the dossier that was chosen last, `collection` that of what is shown
        in its place; "" for none.
        """
        self.dossiers = list(rows)
        self._collections = {other.uuid: other for other in collections}
        self._current = current
        self._chosen = collection or current

        def shown(row: DossierRow) -> NamedRow:
            spoken = count(row.count, "{n} 条")
            giver = given_words(self.giver_of(row.uuid))
            return NamedRow(row.uuid, row.name, row.name, row.count, spoken=spoken, giver=giver)

        self._count.setText(f"{len(rows):,}" if rows else "")
        self._count.setToolTip(count(len(rows), "{n} 个专题"))
        self.names.show_rows([*map(shown, rows), *map(_row_of, collections)])
        self.names.select(self._chosen)
        self.list_button.setEnabled(bool(rows) and not collection)
        self.note_button.setEnabled(bool(rows))

    def other_collection(self, uuid: str) -> NamedCollection | None:
        """Return the collection of another feature with this UUID; None for a dossier."""
        return self._collections.get(uuid)

    def show_collection(self, shelf: CollectionView | None) -> None:
        """Show the pane of a collection of another feature; None for the entries of the dossier."""
        self._shelf = shelf
        if shelf is None:
            self._body.setCurrentWidget(self.listing)
            return
        if self._body.indexOf(shelf.pane) < 0:
            self._body.addWidget(shelf.pane)
        self._body.setCurrentWidget(shelf.pane)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self._trouble = ""
        self.listing.show_rows(entries)

    def show_trouble(self, words: str) -> None:
        self._trouble = words
        self.listing.show_rows([])

    def set_removed(self, dossiers: Sequence[DossierRow], entries: Sequence[Entry]) -> None:
        self._removed = (dossiers, entries)

    def current(self) -> DossierRow | None:
        return next((row for row in self.dossiers if row.uuid == self._current), None)

    def face(self) -> QWidget:
        """Return the widget that takes the focus: the list of entries, or the link shown if there are none."""
        if self._shelf is not None:
            return self._shelf.face()
        if self.listing.currentWidget() is self.listing.view:
            return self.listing.view
        return next(iter(self.listing.state.links()), self.more_button)

    def nothing(self) -> Nothing:
        if self._trouble:
            return Nothing(say("专题无法读取"), self._trouble)
        if self._current:
            return Nothing(
                say("这个专题还是空的"),
                say(
                    "读到要用的文章、一段话，右键“加进专题”，或按 A；也可以从列表里拖进来，或写一段自己的话。"
                ),
                [(say("写一段"), self._write)],
            )
        return Nothing(
            say("把材料收成专题"),
            say("文章、剪下的话和自己写的文字，按自己的顺序放在一起，写成带脚注的 Word、PDF 或 Markdown。"),
            [(say("新专题"), self._create)],
        )

    # -- menus

    def more_menu(self) -> QMenu:
        menu = new_menu(self, self.more_button.accessibleName())
        row = self.current()
        menu.addAction(say("新专题"), self.acts.create)
        if self._shelf is not None:
            menu.addAction(say("改名") + "\tF2", partial(self.names.edit, self._chosen))
            self._shelf.fill_menu(menu)
            menu.addAction(say("删除"), partial(self.acts.remove_dossier, self._chosen))
        elif row is not None:
            menu.addAction(say("列出这个专题的文章"), self.acts.list_articles)
            menu.addAction(say("改名") + "\tF2", partial(self.names.edit, row.uuid))
            menu.addSeparator()
            exports = menu.addMenu(say("导出“{name}”", name=_short(row.name)))
            exports.setEnabled(row.count > 0)
            for form in DossierFormat:
                exports.addAction(say("{form}…", form=form.label), partial(self.acts.export, form))
            self.acts.offer_on_dossier(menu, row)
            menu.addSeparator()
            menu.addAction(say("删除这个专题"), partial(self.acts.remove_dossier, row.uuid))
        dossiers, entries = self._removed
        back = menu.addMenu(say("找回"))
        back.setEnabled(bool(dossiers or entries))
        for entry in entries:
            back.addAction(
                _short(words_of(entry)) or say("（还没有写）"),
                partial(self.acts.restore_entry, entry.uuid),
            )
        if dossiers and entries:
            back.addSeparator()
        for gone in dossiers:
            words = say("专题“{name}”", name=_short(gone.name))
            back.addAction(words, partial(self.acts.restore_dossier, gone.uuid))
        return menu

    def fill_menu(self, menu: QMenu, chosen: Sequence[Entry]) -> None:
        if len(chosen) == 1:
            (entry,) = chosen
            if entry.bookmark is None:
                menu.addAction(say("改写") + "\tF2", partial(self.listing.write_in, entry.uuid))
                self.acts.offer_on_note(menu, entry.text)
            else:
                menu.addAction(say("打开"), partial(self.acts.open, entry))
                self.acts.offer_on_entry(menu, entry.bookmark)
            menu.addSeparator()
            menu.addAction(say("在下面写一段") + "\tCtrl+Shift+N", self.acts.write)
        menu.addAction(say("上移") + "\tCtrl+↑", partial(self.step, -1))
        menu.addAction(say("下移") + "\tCtrl+↓", partial(self.step, 1))
        menu.addSeparator()
        menu.addAction(count(len(chosen), "删除 {n} 条"), partial(self.remove, chosen))

    def remove(self, entries: Sequence[Entry]) -> None:
        self.acts.remove([entry.uuid for entry in entries])

    def step(self, by: int) -> None:
        chosen = [entry.uuid for entry in self.listing.chosen()]
        order = [entry.uuid for entry in self.listing.rows()]
        rest = [uuid for uuid in order if uuid not in chosen]
        if not chosen or not rest:
            return
        above = sum(uuid in rest for uuid in order[: order.index(chosen[0])])
        at = min(max(above + by, 0), len(rest))
        if [*rest[:at], *chosen, *rest[at:]] != order:
            self.acts.move(chosen, rest[at] if at < len(rest) else "")


def _row_of(collection: NamedCollection) -> NamedRow:
    return NamedRow(
        collection.uuid,
        collection.name,
        collection.about,
        collection.number,
        spoken=collection.spoken,
        kind=collection.kind,
    )


def words_of(entry: Entry) -> str:
    bookmark = entry.bookmark
    if bookmark is None:
        return entry.text
    return quoted(bookmark) or bookmark.article.title()


def _short(words: str) -> str:
    return wording.shortened(words, _MAX_IN_MENU).replace("&", "&&")
