"""The pane of dossiers: their names, and what is in the chosen one, in an order that is set by dragging or keys."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from reader.export.dossier import DossierFormat
from reader.i18n import count, say
from reader.newspaper.dossier import DossierRow, Entry
from reader.ui.notebook.dossier_rows import DossierView
from reader.ui.search.saved_list import SavedPane, SavedRow
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import IconButton
from reader.ui.widgets.labels import Label, pane_header
from reader.ui.widgets.state_panel import State, StatePanel, Way

_MOST_IN_MENU = 30
"""The most characters of an entry in a menu."""


class DossierPane(QWidget):
    """The dossiers (`names`) and the entries of the chosen one (`view`, objectName `dossierEntries`).

    Nothing changes here before `show_dossiers` and `show_entries` are called again.
    """

    newWanted = Signal()
    chosen = Signal(str)
    """The UUID of a dossier that was clicked or entered."""
    renamed = Signal(str, str)
    removeDossierWanted = Signal(str)
    entryOpened = Signal(object)
    noteWanted = Signal()
    noteWritten = Signal(str, str)
    noteDrafted = Signal(str, str)
    noteCancelled = Signal(str)
    removeWanted = Signal(list)
    moveWanted = Signal(list, str)
    """Entries, and the one before which they are to stand; "" for the end."""
    dropped = Signal(object, str)
    exportWanted = Signal(str)
    restoreWanted = Signal(str, bool)
    """The UUID of something that was removed, and whether it is a dossier."""
    menuOpening = Signal(QMenu, object)
    """The menu of the right button is about to open on an article or a clipping."""

    def __init__(self) -> None:
        super().__init__()
        theme.tint(self, "sidebar")
        self.setAccessibleName(say("专题"))
        self._dossiers: list[DossierRow] = []
        self._current = ""
        self._removed: tuple[Sequence[DossierRow], Sequence[Entry]] = ((), ())
        self._count = Label("", fonts.sans(12), "ink3")
        self.note_button = IconButton("note", say("在专题里写一段 (Ctrl+Shift+N)"), 28)
        self.new_button = IconButton("dossier", say("新专题"), 28)
        self.more_button = IconButton("more", say("导出、改名、找回"), 28)
        self.note_button.clicked.connect(self.noteWanted)
        self.new_button.clicked.connect(self.newWanted)
        self.more_button.clicked.connect(self._open_more)
        self.names = SavedPane(say("专题"), say("专题的名字"), has_heading=False)
        self.names.view.setObjectName("dossierNames")
        self.names.opened.connect(self.chosen)
        self.names.renamed.connect(self.renamed)
        self.names.removeWanted.connect(self.removeDossierWanted)
        self.view = DossierView()
        self.view.opened.connect(self.entryOpened)
        self.view.removeWanted.connect(self._remove_chosen)
        self.view.stepWanted.connect(self._step)
        self.view.row_model.written.connect(self.noteWritten)
        self.view.row_model.moved.connect(self.moveWanted)
        self.view.row_model.dropped.connect(self.dropped)
        self.view.rows.drafted.connect(self.noteDrafted)
        self.view.rows.cancelled.connect(self.noteCancelled)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(
            lambda key: self.newWanted.emit() if key == "new" else self.noteWanted.emit()
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        buttons = (self.note_button, self.new_button, self.more_button)
        column.addWidget(pane_header(say("专题"), self._count, buttons))
        column.addWidget(self.names)
        column.addWidget(self._stack, 1)
        self._show_state([])

    # -- what is shown

    def show_dossiers(self, rows: Sequence[DossierRow], current: str) -> None:
        """Show the dossiers, of which one is chosen; "" for none."""
        self._dossiers, self._current = list(rows), current
        self.names.show_rows(
            [
                SavedRow(row.uuid, row.name, row.name, row.count, spoken=count(row.count, "{n} 条"))
                for row in rows
            ]
        )
        self.names.select(current)
        for button in (self.note_button, self.more_button):
            button.setEnabled(bool(rows) or button is self.more_button)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show what is in the chosen dossier."""
        self.view.show_entries(entries)
        self._show_state(entries)

    def set_removed(self, dossiers: Sequence[DossierRow], entries: Sequence[Entry]) -> None:
        """Set what was removed and can be restored: dossiers, and entries of the chosen one."""
        self._removed = (dossiers, entries)

    def dossiers(self) -> Sequence[DossierRow]:
        return self._dossiers

    def current(self) -> DossierRow | None:
        """Return the chosen dossier."""
        return next((row for row in self._dossiers if row.uuid == self._current), None)

    def face(self) -> QWidget:
        """Return what takes the focus: the entries, or the first thing to do where there are none."""
        return self.view if self._stack.currentWidget() is self.view else self.empty.ways()[0]

    def entries(self) -> Sequence[Entry]:
        return self.view.row_model.rows()

    def _show_state(self, entries: Sequence[Entry]) -> None:
        self._count.setText(count(len(entries), "{n} 条") if self._current else "")
        self._stack.setCurrentWidget(self.view if entries else self.empty)
        if self._current:
            self.empty.show_state(
                say("这个专题还是空的"),
                say("读到要用的文章、一段话，按 A 加进来；也可以从列表里拖进来，或写一段自己的话。"),
                [Way("note", say("写一段"))],
            )
        else:
            self.empty.show_state(
                say("把材料收成专题"),
                say(
                    "文章、剪下的话和自己写的文字，按自己的顺序放在一起，写成带脚注的 Word、PDF 或 Markdown。"
                ),
                [Way("new", say("新专题"))],
            )

    # -- menus

    def more_menu(self) -> QMenu:
        """Return the menu of what can be done with the chosen dossier, and of what was removed."""
        menu = self._menu(self.more_button.accessibleName())
        row = self.current()
        menu.addAction(say("新专题"), self.newWanted.emit)
        if row is not None:
            menu.addAction(say("改名") + "\tF2", partial(self.names.edit, row.uuid))
            menu.addSeparator()
            exports = menu.addMenu(say("导出“{name}”", name=_short(row.name)))
            exports.setEnabled(row.count > 0)
            for form, words in (
                (DossierFormat.DOCX, say("Word 文件 (DOCX)…")),
                (DossierFormat.PDF, "PDF…"),
                (DossierFormat.MARKDOWN, "Markdown…"),
            ):
                exports.addAction(words, partial(self.exportWanted.emit, form.value))
            menu.addSeparator()
            menu.addAction(say("删除这个专题"), partial(self.removeDossierWanted.emit, row.uuid))
        dossiers, entries = self._removed
        back = menu.addMenu(say("找回"))
        back.setEnabled(bool(dossiers or entries))
        for entry in entries:
            back.addAction(
                _short(words_of(entry)) or say("（还没有写）"),
                partial(self.restoreWanted.emit, entry.uuid, False),
            )
        if dossiers and entries:
            back.addSeparator()
        for gone in dossiers:
            words = say("专题“{name}”", name=_short(gone.name))
            back.addAction(words, partial(self.restoreWanted.emit, gone.uuid, True))
        return menu

    def _open_more(self) -> None:
        self.more_menu().popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _open_menu(self, place: QPoint) -> None:
        chosen = self.view.chosen()
        if not chosen:
            return
        menu = self._menu(say("专题里的各条"))
        if len(chosen) == 1:
            (entry,) = chosen
            if entry.kept is None:
                menu.addAction(say("改写") + "\tF2", partial(self.view.write_in, entry.uuid))
            else:
                menu.addAction(say("打开"), partial(self.entryOpened.emit, entry))
                self.menuOpening.emit(menu, entry.kept)
            menu.addSeparator()
            menu.addAction(say("在下面写一段") + "\tCtrl+Shift+N", self.noteWanted.emit)
        menu.addAction(say("上移") + "\tCtrl+↑", partial(self._step, -1))
        menu.addAction(say("下移") + "\tCtrl+↓", partial(self._step, 1))
        menu.addSeparator()
        menu.addAction(count(len(chosen), "删除 {n} 条"), self._remove_chosen)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # -- what is wanted

    def _remove_chosen(self) -> None:
        if chosen := self.view.chosen():
            self.removeWanted.emit([entry.uuid for entry in chosen])

    def _step(self, by: int) -> None:
        """Ask for the selected entries to be moved one place up (-1) or down (1), together."""
        chosen = [entry.uuid for entry in self.view.chosen()]
        order = [entry.uuid for entry in self.entries()]
        rest = [uuid for uuid in order if uuid not in chosen]
        if not chosen or not rest:
            return
        above = sum(uuid in rest for uuid in order[: order.index(chosen[0])])
        at = min(max(above + by, 0), len(rest))
        if [*rest[:at], *chosen, *rest[at:]] != order:
            self.moveWanted.emit(chosen, rest[at] if at < len(rest) else "")


def words_of(entry: Entry) -> str:
    """Return the words of an entry: a note's, a clipping's, or the title of an article."""
    kept = entry.kept
    return entry.text if kept is None else kept.passage.exact if kept.passage else kept.article.title()


def _short(words: str) -> str:
    return wording.shortened(words, _MOST_IN_MENU).replace("&", "&&")
