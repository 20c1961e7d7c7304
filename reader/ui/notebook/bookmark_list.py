"""The notebook pane: all bookmarks, highlights and notes, filtered, sorted, exported."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QWidget

from reader.export.forms import NoteFormat, RecordFormat
from reader.export.notes import NoteKind, NoteOrder, by_article, matching, tags_of
from reader.i18n import count, say
from reader.newspaper.holdings import Bookmark
from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import MarkColor
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.bookmark_rows import BookmarkView
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import (
    Chip,
    DropChip,
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
    stacked,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.state_panel import PanelLink, State, StatePanel

_MOST_TAGS = 12


class BookmarkPane(QWidget):
    """The list of bookmarks (`view`, objectName `bookmarkList`) with its filter, and the editor of notes below it.

    Signals: `bookmarkActivated` (uuid) on a click or Enter; `removeRequested` (a list of uuids) on Delete or by the
    menu; `noteSaved`, `noteDrafted` and `noteCancelled` are those of the `BookmarkEditor`; `exportWanted` (a list of
    bookmarks, the value of a `NoteFormat` or `RecordFormat`), `archiveWanted`, `importWanted`, `removedWanted`,
    `backupsWanted` and `versionsWanted` (uuid) by the menus. The pane changes only when `set_bookmarks` is called.
    """

    bookmarkActivated = Signal(str)
    removeRequested = Signal(list)
    editorOpened = Signal()
    """Emitted when the editor was opened, so that the tab of this pane is shown."""
    colorWanted = Signal(str, MarkColor)
    """Emitted to give the highlight of a bookmark (its uuid) another colour."""
    noteSaved = Signal(object)
    noteDrafted = Signal(object)
    noteCancelled = Signal(object, bool)
    exportWanted = Signal(list, str)
    archiveWanted = Signal()
    importWanted = Signal()
    removedWanted = Signal()
    backupsWanted = Signal()
    versionsWanted = Signal(str)
    citationsWanted = Signal(list)
    """Emitted to copy the citations of the articles of these bookmarks."""
    menuOpening = Signal(QMenu, object)
    """Emitted before the context menu of one bookmark opens; slots may add actions."""

    def __init__(self, tint: str = "sidebar") -> None:
        super().__init__()
        self._bookmarks: list[Bookmark] = []
        self._tag: str | None = None
        self._removed = 0
        self._editor: BookmarkEditor | None = None
        self._stored: set[str] = set()
        """The uuids of the drafts that this pane has passed on to be stored."""
        theme.tint(self, tint)
        self.setAccessibleName(say("书签"))
        self._count = Label("", fonts.sans(12), "ink3")
        self.edit_button = IconButton("note", say("批注与标签 (F2)"), 28, act=lambda: self._edit_current())
        remove = say("删除书签 (Delete)")
        self.remove_button = IconButton("remove", remove, 28, act=lambda: self._remove_chosen())
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
        self.view = BookmarkView(say("书签"), tint)
        self.view.setObjectName("bookmarkList")
        self.view.opened.connect(lambda bookmark: self.bookmarkActivated.emit(bookmark.uuid))
        self.view.removeWanted.connect(lambda: self._remove_chosen())
        self.view.editWanted.connect(lambda: self._edit_current())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._enable_buttons())
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(lambda: self.show_all())
        self._stack = stacked(self.view, self.empty)
        self.removed_button = LinkButton("", quiet=True, px=12, act=self.removedWanted)
        self._foot = QWidget()
        foot = column_layout(Rule(), of=self._foot, margins=(0, 0, 0, 4), spacing=4)
        foot.addWidget(self.removed_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._foot.hide()
        self._below = column_layout()
        buttons = (self.edit_button, self.remove_button, self.more_button)
        above = (pane_header(say("书签"), self._count, buttons), self._tools, Rule())
        column_layout(*above, Wide(self._stack), self._below, self._foot, of=self, spacing=0)
        self._fill()

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
        self.kind_chip.chosen.connect(lambda _: self._fill())
        self.order_chip.chosen.connect(lambda _: self._fill())

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Set all bookmarks, in any order; the filter, the selection and the scroll position stay."""
        if list(bookmarks) != self._bookmarks:
            self._bookmarks = list(bookmarks)
            self._make_chips()
            self._fill()

    def set_removed(self, number: int) -> None:
        """Set the number of recently removed bookmarks, which is shown at the foot."""
        self._removed = number
        self.removed_button.setText(count(number, "最近删除 {n} 条"))
        self._foot.setVisible(number > 0)

    def face(self) -> QWidget:
        """Return the widget that takes the focus: the list, or a link or button if the list is empty."""
        if self._stack.currentWidget() is self.view:
            return self.view
        return next(iter(self.empty.links()), self.more_button)

    def order(self) -> NoteOrder:
        return NoteOrder(self.order_chip.key)

    def set_order(self, order: NoteOrder) -> None:
        self.order_chip.set_key(order)
        self._fill()

    def show_all(self) -> None:
        """Reset the filter."""
        self.filter.set_text("")
        self.kind_chip.set_key(NoteKind.ALL)
        self._tag = None
        self._make_chips()
        self._fill()

    def reveal(self, uuid: str) -> None:
        """Select a bookmark without emitting a signal; reset the filter if it hides the bookmark."""
        is_hidden = all(row.uuid != uuid for row in self.view.row_model.rows())
        if is_hidden and any(bookmark.uuid == uuid for bookmark in self._bookmarks):
            self.show_all()
        self.view.select(uuid)

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
        """Open the editor with a draft."""
        bookmark = next((one for one in self._bookmarks if one.uuid == draft.bookmark), None)
        self._open_editor(draft, draft.with_words_of(bookmark) if bookmark else None)

    def try_again(self, draft: NoteDraft) -> None:
        """Open the editor again with a note that could not be stored, if it was written in this pane."""
        if draft.uuid in self._stored:
            self._stored.discard(draft.uuid)
            self.write_on(draft)

    def finish(self) -> None:
        """Store the note that is being written, and close the editor."""
        if self._editor is not None:
            self._editor.finish()

    def _open_editor(self, draft: NoteDraft, stored: NoteDraft | None) -> BookmarkEditor:
        self.finish()
        editor = self._editor = BookmarkEditor(self, draft, stored)
        editor.saved.connect(self._save)
        editor.drafted.connect(self.noteDrafted)
        editor.cancelled.connect(self.noteCancelled)
        editor.closed.connect(self._closed)
        if draft.bookmark:
            editor.colorChosen.connect(partial(self.colorWanted.emit, draft.bookmark))
        self._below.addWidget(editor)
        editor.show()
        self.editorOpened.emit()
        editor.begin()
        return editor

    def _save(self, draft: NoteDraft) -> None:
        self._stored.add(draft.uuid)
        self.noteSaved.emit(draft)

    def _closed(self) -> None:
        editor, self._editor = self._editor, None
        focused = self.window().focusWidget()
        if editor is not None and focused is not None and editor.isAncestorOf(focused):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def more_menu(self) -> QMenu:
        """Return the menu of exports of the selected and of the listed bookmarks, and of imports and backups."""
        menu = new_menu(self, self.more_button.accessibleName())
        chosen, listed = self.view.chosen(), list(self.view.row_model.rows())
        if len(chosen) > 1:
            self._add_exports(menu, count(len(chosen), "导出选中的 {n} 条"), chosen)
        self._add_exports(menu, count(len(listed), "导出列出的 {n} 条"), listed)
        menu.addSeparator()
        menu.addAction(say("导出全部收藏与批注…"), self.archiveWanted.emit)
        menu.addAction(say("导入收藏与批注…"), self.importWanted.emit)
        menu.addAction(say("恢复备份…"), self.backupsWanted.emit)
        menu.addSeparator()
        removed = menu.addAction(say("最近删除…"), self.removedWanted.emit)
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

    def _add_exports(self, menu: QMenu, title: str, bookmarks: list[Bookmark]) -> None:
        exports = menu.addMenu(title)
        exports.setAccessibleName(title)
        exports.setEnabled(bool(bookmarks))
        readable = {form.value for form in NoteFormat}
        for form in (*NoteFormat, *(each for each in RecordFormat if each.value not in readable)):
            name = say("{form}…", form=form.label)
            exports.addAction(name, partial(self.exportWanted.emit, bookmarks, form.value))

    def _edit_current(self) -> None:
        if bookmark := self.view.current():
            self.edit(bookmark.uuid)

    def _remove_chosen(self) -> None:
        if chosen := self.view.chosen():
            self.removeRequested.emit([bookmark.uuid for bookmark in chosen])

    def _open_menu(self, place: QPoint) -> None:
        chosen = self.view.chosen()
        if not chosen:
            return
        menu = new_menu(self, say("书签"))
        if len(chosen) == 1:
            (bookmark,) = chosen
            menu.addAction(say("打开"), lambda: self.bookmarkActivated.emit(bookmark.uuid))
            self.menuOpening.emit(menu, bookmark)
            menu.addAction(say("批注与标签"), lambda: self.edit(bookmark.uuid))
            menu.addAction(say("以前的写法…"), lambda: self.versionsWanted.emit(bookmark.uuid))
            menu.addSeparator()
        else:
            copied = count(len(chosen), "复制 {n} 条引文")
            menu.addAction(copied, lambda: self.citationsWanted.emit(chosen))
        self._add_exports(menu, count(len(chosen), "导出选中的 {n} 条"), chosen)
        menu.addSeparator()
        menu.addAction(count(len(chosen), "删除 {n} 条"), self._remove_chosen)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _enter_list(self) -> None:
        self._fill()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

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
        choices += [(tag, f"{tag} {count}") for tag, count in tags[:_MOST_TAGS]]
        for tag, text in choices if tags else ():
            chip = Chip(text, act=lambda _=False, tag=tag: self._choose_tag(tag))
            chip.setChecked(tag == self._tag)
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(tags))

    def _fill(self) -> None:
        kind = NoteKind(self.kind_chip.key)
        rows = by_article(matching(self._bookmarks, self.filter.line.text(), self._tag, kind, self.order()))
        self.view.show_bookmarks(rows)
        self._tools.setVisible(bool(self._bookmarks))
        self._enable_buttons()
        if rows:
            self._stack.setCurrentWidget(self.view)
            return
        if self._bookmarks:
            links = [PanelLink("all", say("显示全部书签"))]
            self.empty.show_state(say("没有符合的书签"), say("换一个词，或去掉标签。"), links)
        else:
            self.empty.show_state(
                say("还没有书签"),
                say("读到想留下的文章，按 B 收藏；选中文字按 H 标出，按 M 写批注。"),
            )
        self._stack.setCurrentWidget(self.empty)

    def _enable_buttons(self) -> None:
        chosen, listed = len(self.view.chosen()), len(self.view.row_model.rows())
        several = count(chosen, "已选 {n} 条")
        number = several if chosen > 1 else count(listed, "{n} 条")
        self._count.setText(number if self._bookmarks else "")
        self.edit_button.setEnabled(chosen == 1)
        self.remove_button.setEnabled(chosen > 0)
