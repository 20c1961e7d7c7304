"""The notebook pane: all bookmarks, highlights and notes, filtered, sorted, exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QWidget

from reader import do_nothing
from reader.export.notes import NoteKind, NoteOrder, by_article, matching, tags_of
from reader.i18n import count, say
from reader.language.forms import shortened
from reader.newspaper.holdings import Bookmark
from reader.storage.note_drafts import NoteDraft
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.bookmark_rows import BookmarkActs, BookmarkList
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import theme
from reader.ui.widgets.controls import (
    Chip,
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
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.listing import CHOICE, MIDDLE_CLICK, Heading, Nothing, RowAct, on_row, on_rows
from reader.ui.widgets.menus import DropChip
from reader.ui.widgets.row_list import Index

_MOST_TAGS = 12


class _Notebook(BookmarkList):
    """The list in the pane, whose filter chooses its rows."""

    def __init__(self, pane: BookmarkPane, tint: str) -> None:
        self._pane = pane
        super().__init__(say("收藏夹"), tint)
        self.view.setObjectName("bookmarkList")

    def listed(self, rows: Sequence[Bookmark | Heading]) -> Sequence[Bookmark]:
        bookmarks = [row for row in rows if not isinstance(row, Heading)]
        pane = self._pane
        kind = NoteKind(pane.kind_chip.key)
        return by_article(matching(bookmarks, pane.filter.line.text(), pane.tag, kind, pane.order()))

    def acts(self) -> Sequence[RowAct[Bookmark]]:
        pane = self._pane

        def edit(row: Bookmark) -> None:
            pane.edit(row.uuid)

        def open_second(row: Bookmark) -> None:
            pane.acts.open_second(row)

        def show_versions(row: Bookmark) -> None:
            pane.calls.show_versions(row)

        self.edit: RowAct[Bookmark] = on_row(say("批注与标签"), edit, "F2")
        self.remove = on_rows(say("删除"), pane.remove, "Del")
        return [
            on_row(say("打开"), pane.open, CHOICE),
            on_row(say("在旁边打开"), open_second, MIDDLE_CLICK),
            self.edit,
            on_row(say("以前的版本…"), show_versions, "Shift+F2", when=self.is_replaced),
            on_row(say("换回原来的话"), pane.keep_own, "Alt+Return", when=self.is_replaced),
            self.remove,
        ]

    def is_replaced(self, row: Bookmark) -> bool:
        return row.uuid in self.model.replaced

    def fill_menu(self, menu: QMenu, _index: Index) -> None:
        pane = self._pane
        chosen = self.chosen()
        if len(chosen) == 1:
            (bookmark,) = chosen
            menu.addAction(say("打开"), partial(pane.open, bookmark))
            pane.acts.add_to_menu(menu, bookmark)
            menu.addAction(say("批注与标签"), partial(pane.edit, bookmark.uuid))
        else:
            copied = count(len(chosen), "复制 {n} 条引文")
            menu.addAction(copied, partial(pane.acts.copy_citations, chosen))
        pane.calls.offer_on(menu, chosen)
        menu.addSeparator()
        menu.addAction(count(len(chosen), "删除 {n} 条"), partial(pane.remove, chosen))

    def follow_choice(self) -> None:
        super().follow_choice()
        chosen = len(self.chosen())
        listed = len(self.rows())
        if chosen > 1:
            number = count(chosen, "已选 {n} 条")
        else:
            number = count(listed, "{n} 条")
        self._pane.count.setText(number if self._pane.bookmarks else "")

    def nothing(self) -> Nothing:
        pane = self._pane
        if pane.bookmarks:
            query_text = " ".join(
                filter(None, [pane.filter.line.text().strip(), pane.tag and f"#{pane.tag}"])
            )
            if query_text:
                title = say("没有符合“{query}”的收藏", query=shortened(query_text))
            else:
                title = say("没有符合的收藏")
            links = [(say("显示全部收藏"), pane.show_all)]
            return Nothing(title, say("换一个词，或去掉标签。"), links)
        if pane.trouble:
            return Nothing(say("收藏无法读取"), pane.trouble)
        return Nothing(
            say("还没有收藏"),
            say(
                "读到想留下的文章，右键“收藏”，或按 B；选中的文字，右键“标记所选文字”，或按 H；批注在文章上方，或按 M。"
            ),
        )


class NoteCalls(Struct, frozen=True):
    """What a feature does with many bookmarks at once; without it, nothing of that is offered."""

    offer: Callable[[QMenu], object] = do_nothing
    """Adds to the menu of all bookmarks."""
    offer_on: Callable[[QMenu, Sequence[Bookmark]], object] = do_nothing
    """Adds to the menu of the chosen bookmarks."""
    show_removed: Callable[[], object] = do_nothing
    show_tags: Callable[[], object] = do_nothing
    show_versions: Callable[[Bookmark], object] = do_nothing
    """Shows the former words of a bookmark."""


class BookmarkPane(QWidget):
    """The list of bookmarks (`listing`, whose view is `bookmarkList`) with its filter and the editor of notes.

    Signal: `entered` when a bookmark was opened.
    """

    entered = Signal()

    def __init__(self, tint: str = "sidebar") -> None:
        super().__init__()
        self.bookmarks: list[Bookmark] = []
        self.tag: str | None = None
        self._removed = 0
        self.calls = NoteCalls()
        self.trouble = ""
        self._editor: BookmarkEditor | None = None
        theme.tint(self, tint)
        self.setAccessibleName(say("收藏夹"))
        self.count = Label("", theme.sans(12), "ink3")
        self.edit_button = IconButton("note", say("批注与标签 (F2)"), 28)
        self.remove_button = IconButton("remove", say("删除收藏 (Delete)"), 28)
        self.more_button = MoreButton(say("导出、导入、最近删除"), 28, self.more_menu)
        self.more_button.hide()
        self.filter = QueryField(say("筛选收藏"), say("筛选标题、批注、标签"), height=30)
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
        self.removed_button = LinkButton("", quiet=True, px=12, act=lambda: self.calls.show_removed())
        self._foot = QWidget()
        foot = column_layout(Rule(), of=self._foot, margins=(0, 0, 0, 4), spacing=4)
        foot.addWidget(self.removed_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._foot.hide()
        self._below = column_layout()
        buttons = (self.edit_button, self.remove_button, self.more_button)
        above = (pane_header(say("收藏夹"), self.count, buttons), self._tools, Rule())
        column_layout(*above, Wide(self.listing), self._below, self._foot, of=self, spacing=0)
        self._fill()

    def serve(
        self,
        bookmarks: Bookmarks,
        acts: BookmarkActs,
        come_forward: Callable[[], object],
    ) -> None:
        self._store = bookmarks
        self.acts = acts
        self._come_forward = come_forward
        bookmarks.changed.connect(self._follow)

    def keep_own(self, bookmark: Bookmark) -> None:
        """Bring back what another computer's text has replaced."""
        self._store.keep_own(bookmark)

    def _follow(self, bookmarks: list[Bookmark]) -> None:
        if self.listing.model.replaced != self._store.replaced:
            self.listing.model.replaced = self._store.replaced
            self.bookmarks = []  # all rows are set anew
        self.set_bookmarks(bookmarks)
        self.set_removed(len(self._store.removed))
        if self._store.trouble:
            self.trouble = self._store.trouble
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
        for chip in (self.kind_chip, self.order_chip):
            chip.chosen.connect(lambda _: self._fill())

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        was_troubled = bool(self.trouble)
        self.trouble = ""
        if was_troubled or list(bookmarks) != self.bookmarks:
            self.bookmarks = list(bookmarks)
            self._make_chips()
            self._fill()

    def take_calls(self, calls: NoteCalls) -> None:
        self.calls = calls
        self.more_button.show()
        self.set_removed(self._removed)
        self._make_chips()

    def set_removed(self, number: int) -> None:
        self._removed = number
        self.removed_button.setText(count(number, "最近删除 {n} 条"))
        self._foot.setVisible(number > 0 and self.calls.show_removed is not do_nothing)

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
        self.tag = None
        self._make_chips()
        self._fill()

    def reveal(self, uuid: str) -> None:
        """Select a bookmark without emitting a signal; reset the filter if it hides the bookmark."""
        is_hidden = not self.listing.index_of(uuid).isValid()
        if is_hidden and any(bookmark.uuid == uuid for bookmark in self.bookmarks):
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
        bookmark = next((one for one in self.bookmarks if one.uuid == uuid), None)
        if bookmark is None:
            return None
        stored = NoteDraft.of_bookmark(bookmark)
        new_draft = stored
        if note is not None:
            new_draft = replace(new_draft, note=note)
        if tags is not None:
            new_draft = replace(new_draft, tags=tuple(tags))
        return self._open_editor(new_draft, stored)

    def write_on(self, draft: NoteDraft) -> None:
        bookmark = next((one for one in self.bookmarks if one.uuid == draft.bookmark), None)
        self._open_editor(draft, draft.with_words_of(bookmark) if bookmark else None)

    def finish(self) -> None:
        if self._editor is not None:
            self._editor.finish()

    def _open_editor(self, draft: NoteDraft, stored: NoteDraft | None) -> BookmarkEditor:
        self.finish()
        editor = BookmarkEditor(
            self, self._store, draft, stored, again=self.write_on, go_on=self.write_on, closed=self._closed
        )
        self._editor = editor
        self._below.addWidget(editor)
        editor.show()
        if not self.isVisible():
            self._come_forward()
        editor.begin()
        return editor

    def _closed(self) -> None:
        editor = self._editor
        self._editor = None
        focused = self.window().focusWidget()
        if editor is not None and focused is not None and editor.isAncestorOf(focused):
            self.listing.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def more_menu(self) -> QMenu:
        menu = new_menu(self, self.more_button.accessibleName())
        self.calls.offer(menu)
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

    def _enter_list(self) -> None:
        self._fill()
        self.listing.view.setFocus(Qt.FocusReason.TabFocusReason)

    def show_tag(self, tag: str) -> None:
        self._choose_tag(tag)
        self._make_chips()

    def _choose_tag(self, tag: str | None) -> None:
        self.tag = tag
        self._fill()

    def _make_chips(self) -> None:
        tags = tags_of(self.bookmarks)
        if self.tag not in dict(tags):
            self.tag = None
        for chip in self._group.buttons():
            self._group.removeButton(chip)
        self._flow.clear()
        choices: list[tuple[str | None, str]] = [(None, say("全部"))]
        choices += [
            (tag, f"{tag} {number}")
            for at, (tag, number) in enumerate(tags)
            if at < _MOST_TAGS or tag == self.tag
        ]
        for tag, text in choices if tags else ():
            chip = Chip(text, act=lambda _=False, tag=tag: self._choose_tag(tag))
            chip.setChecked(tag == self.tag)
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        if len(tags) > _MOST_TAGS and self.calls.show_tags is not do_nothing:
            words = count(len(tags), "全部 {n} 个标签…")
            self._flow.addWidget(LinkButton(words, quiet=True, px=12, act=lambda: self.calls.show_tags()))
        self._chips.setVisible(bool(tags))

    def _fill(self) -> None:
        self._tools.setVisible(bool(self.bookmarks))
        self.listing.show_rows(self.bookmarks)
