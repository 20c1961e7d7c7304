"""The main window: its menus and actions, and the controller of the open library."""

from __future__ import annotations

import datetime as dt
import platform
import sqlite3
import sys
import traceback
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QByteArray, QEvent, QMargins, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QWidget
from shiboken6 import isValid

import reader
from reader import assets, do_nothing, i18n
from reader.i18n import say
from reader.language.forms import made_visible
from reader.library.library import Library
from reader.library.sync_events import Failure
from reader.own_process import was_replaced
from reader.plugs import Slot, document_of, library_kind_of
from reader.search.documents import IndexDamaged
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError, explain, explain_derived
from reader.storage.outside_features import feature_at_fault
from reader.storage.platform_folders import make_private, places
from reader.storage.settings import Settings
from reader.storage.system_paths import for_system
from reader.ui.article.article_pane import ArticlePane
from reader.ui.controllers.settings_controller import SettingsController
from reader.ui.frame import Tab, place_by_face
from reader.ui.layout.recent_libraries import RecentLibraries
from reader.ui.widgets import menus, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue, finish_all
from reader.ui.widgets.controls import new_menu
from reader.ui.widgets.menus import offered, open_menu_of_focus
from reader.ui.widgets.services import Handlers, Notice, Services
from reader.ui.widgets.toast import Toast
from reader.ui.window.actions import Actions, retranslate, ways_to_open, why_refused
from reader.ui.window.library_controller import LibraryController, offer_own_folder
from reader.ui.window.library_kinds import LibraryKinds
from reader.ui.window.library_opening import LibraryOpener
from reader.ui.window.link_controller import LinkController
from reader.ui.window.listed_files import ListedFiles

if TYPE_CHECKING:
    from reader.ui.desk import DeskWindow
    from reader.ui.layout.recent_libraries import RecentLibraries


def is_damage(error: BaseException) -> bool:
    """Return whether an error means damaged derived data, which the next sync rebuilds."""
    return isinstance(error, CatalogueDamaged | IndexDamaged)


def reported(error: BaseException) -> str:
    """Return the message for an error; for a fault in the program, write its details to a file first."""
    if is_damage(error):
        return say("搜索用的索引损坏了。更新一次资料库就会自动重建。")
    if isinstance(error, LibraryError):  # for instance damage in a library that is one file
        return str(error)
    if isinstance(error, sqlite3.OperationalError):
        return explain_derived(error, places().cache)
    if isinstance(error, OSError):
        return explain(error)
    if was_replaced():
        return wording.replaced()
    return _written_down("".join(traceback.format_exception(error)))


def _written_down(details: str) -> str:
    now = dt.datetime.now()
    text = (
        f"阅报 {reader.__version__}, Python {platform.python_version()}, {platform.platform()}, {now:%Y-%m-%d %H:%M}\n"
        f"{details}\n"
    )
    print(made_visible(text), file=sys.stderr)
    target = places().data / "faults" / f"fault-{now:%Y%m%d-%H%M%S}.txt"
    try:
        make_private(target.parent)
        target.write_text(text, encoding="utf-8")
    except OSError:
        return say("阅报出了差错，细节在终端里。您的文件和收藏没有受影响。")
    return say("阅报出了差错，细节记在 {path}。您的文件和收藏没有受影响。", path=target)


def watch(window: MainWindow) -> None:
    """Have a window report every uncaught exception except KeyboardInterrupt, also those raised in slots.

    If the window is closed by then, the report is only written; the hook does not keep it in memory.
    """
    window_of_then = weakref.ref(window)

    def caught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        window = window_of_then()
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
        elif window is not None and isValid(window):
            window.report_error(error)
        else:
            reported(error)

    sys.excepthook = caught


USUAL = QSize(1440, 900)
_LIKELY_FRAME = QMargins(4, 40, 4, 4)
"""The usual frame of window managers; the actual one is known shortly after the window is shown."""
# The number of checks of the frame after the window was shown, and their interval in milliseconds.
_CHECKS = 8
_CHECK_MS = 125


def fitted(frame: QRect, available: QRect) -> QRect:
    """Return the rectangle of a window with its frame, reduced to the available size and moved inside it."""
    size = frame.size().boundedTo(available.size())
    left = min(max(frame.left(), available.left()), available.left() + available.width() - size.width())
    top = min(max(frame.top(), available.top()), available.top() + available.height() - size.height())
    return QRect(left, top, size.width(), size.height())


class WindowPlace(QObject):
    """Restores the geometry of a window, or sets an initial one, and fits the window into the screen with its frame."""

    def __init__(self, window: QWidget, geometry: str) -> None:
        """Place the window; `geometry` is `QWidget.saveGeometry` in Base64, "" if none is stored."""
        super().__init__(window)
        self._window = window
        self._checks_left = _CHECKS
        self._timer = QTimer(self, interval=_CHECK_MS)
        self._timer.timeout.connect(self._check)
        if not (geometry and window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            inside = window.screen().availableGeometry().marginsRemoved(_LIKELY_FRAME)
            size = USUAL.boundedTo(inside.size())
            window.setGeometry(
                QRect(inside.center() - QRect(0, 0, size.width(), size.height()).center(), size)
            )
        self._size = window.size()
        """The size last set here; if the window has another one, the user has resized it, and checks stop."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            watched.removeEventFilter(self)
            self._check()
            self._timer.start()
        return False

    def _check(self) -> None:
        window = self._window
        self._checks_left -= 1
        if self._checks_left <= 0 or window.size() != self._size:
            self._timer.stop()
            return
        if not (window.isMaximized() or window.isFullScreen() or window.isMinimized()):
            fit_in(window)
            self._size = window.size()


def fit_in(window: QWidget) -> None:
    frame = window.frameGeometry()
    inner = window.geometry()
    place = fitted(frame, window.screen().availableGeometry())
    if place != frame:
        around = QMargins(
            inner.left() - frame.left(),
            inner.top() - frame.top(),
            frame.right() - inner.right(),
            frame.bottom() - inner.bottom(),
        )
        window.setGeometry(place.marginsRemoved(around))


_OF_LIBRARY = "export", "name_library", "reveal_folder"
"""The actions in the menu of the open library, besides those that features have for any library."""


def open_main_menu(button: QWidget, actions: Mapping[str, QAction]) -> None:
    """Open the menu of what no pane shows below a button; everything else is in the command palette."""
    menu = new_menu(button.window(), say("菜单"))
    menu.setObjectName("mainMenu")
    menu.addActions([actions["open_library"], actions["rescan"]])
    menu.addActions(offered(actions, Slot.FILES))
    of_library = menus.named_menu(menu, say("这个资料库"))
    of_library.addActions(offered(actions, Slot.READING))
    of_library.addSeparator()
    of_library.addActions(offered(actions, Slot.LIBRARY))
    of_library.addActions([actions[name] for name in _OF_LIBRARY])
    menu.addSeparator()
    menu.addActions([actions[name] for name in ("palette", "settings") if name in actions])
    about_program = menus.named_menu(menu, say("帮助"))
    about_program.addActions([actions["help"], actions["about"]])
    corner = button.mapToGlobal(button.rect().bottomRight())
    menu.popup(corner - QPoint(menu.sizeHint().width(), 0))


RECENT = 8
"""The number of recent libraries."""


class MainWindow(QMainWindow):
    languageChanged = Signal()
    """Emitted when the language of `i18n` has changed; the window leaves Qt's own translations alone."""

    def __init__(self, library: Library, settings: Settings, save: Callable[[Settings], None]) -> None:
        """Show a library; `save` is called with the settings after they have changed.

        An OSError raised by `save` is shown as a message.
        """
        super().__init__()
        self.open_another: Callable[[MainWindow, str], object] = do_nothing
        """Opens another window on the library, with the link of an article to show, or "" for none."""
        self.closed: Callable[[], object] = do_nothing
        self.setMinimumSize(640, 480)
        self._actions = Actions(self, self._act)
        self.services = Services(self._show)
        self.files = ListedFiles(self.services, self, lambda: self.controller)
        self.settings = SettingsController(
            self.services,
            self,
            settings,
            save,
            lambda before: self.controller.session.settings(before),
            lambda: self.controller.held(),
            lambda: self.controller.held_by_parts(),
            self.speak,
            self._make_again,
        )
        settings_controller = self.settings
        self.recent = RecentLibraries(
            self.services,
            self,
            lambda: self.controller.library.root,
            lambda: settings_controller.saved,
            settings_controller.keep,
        )
        self.recent.libraryWanted.connect(self._open_absent)
        self.library_kinds = LibraryKinds(
            self.services, self, lambda: self.controller.kind_part, self.recent, self.open_library
        )
        self.opener = LibraryOpener(self, self.services.task)
        self.links = LinkController(
            self.services, self, lambda: self.controller, self.recent.link_candidates, self.open_library
        )
        self.controller: LibraryController = self._make_controller(library)
        self._toast_action: Callable[[], object] = do_nothing
        self.toast = Toast(self, self._act_on_toast, self._pane_in_focus)
        WindowPlace(self, settings.geometry)
        watch(self)
        # in English, as Chinese characters would be shown as boxes
        if theme.is_cjk_missing():
            self.services.message(
                "No Chinese typeface is installed. On Debian or Ubuntu: sudo apt install fonts-noto-cjk"
            )
        # once the event loop runs; a child of the controller, so that it is gone if another library is
        # opened before
        begin = QTimer(self.controller, singleShot=True)
        begin.timeout.connect(self.controller.start)
        begin.start()

    # -- the library

    @cached_property
    def _lookups(self) -> TaskQueue:
        """Looks for the library around a file: its disk may be far."""
        return TaskQueue(self)

    @cached_property
    def for_features(self) -> DeskWindow:
        from reader.ui.desk import DeskWindow

        return DeskWindow(
            self.settings,
            lambda: self.controller.features,
            self._choose_library,
            self.open_library,
            self._show_failures,
            lambda link: self.open_another(self, link),
            TaskQueue(self),
        )

    def open_library(
        self, root: Path, then: Callable[[], None] | None = None, fail: Callable[[str], None] | None = None
    ) -> None:
        """Open and show another library, then call `then`.

        If it can't be opened, the current one stays open, and `fail` is called with the reason; without `fail`, it is
        shown as a message.
        """

        def show(library: Library) -> None:
            self.settings.save()
            self.settings.saved = structs.replace(self.settings.saved, sidebar_tab=Tab.PAPERS.value)
            self._show_library(library)
            if then is not None:
                then()

        self._open(root, show, fail or self.services.message)

    def open_given(self, path: Path) -> None:
        """Open a file of a kind of its own in the part of its feature, an issue in its library, else a library."""
        if document_of(path) is not None:
            self.controller.features.parts.open_document(path)
        elif library_kind_of(path) is None and for_system(path).is_file():
            self._open_issue_file(path)
        else:
            self.open_library(path)

    def _choose_file(self) -> None:
        from reader.ui.window.given_files import ask_for_any_file

        path = ask_for_any_file(self)
        if path is not None:
            self.open_given(path)

    def _open_issue_file(self, path: Path) -> None:
        from reader.ui.window.given_files import is_of_papers, library_around

        if not is_of_papers(path):
            self.services.message(say("“{name}”不是报纸，也不是阅报自己的文件。", name=path.name))
            return
        roots = [self.controller.library.root, *self.recent.link_candidates()]
        self._lookups.run(partial(library_around, path, roots), partial(self._show_issue_file, path))

    def _show_issue_file(self, path: Path, root: Path | None) -> None:
        """Show the issue of a file in the library at `root`; without one, ask whether its folder shall become one."""
        from reader.ui.window.given_files import ask_for_library, show_issue_of

        if root == self.controller.library.root:
            show_issue_of(path, self.controller, self.services.message)
            return

        def show() -> None:
            show_issue_of(path, self.controller, self.services.message, is_read=False)

        if root is not None:
            self.open_library(root, show)
        else:
            ask_for_library(self, path, partial(self.open_library, path.parent, show))

    def _open(self, root: Path, show: Callable[[Library], None], fail: Callable[[str], None]) -> None:
        def hide_progress() -> None:
            if self._toast_action == self.opener.cancel:
                self.toast.dismiss()

        def opened(library: Library) -> None:
            hide_progress()
            strip = self.controller.layout.strip
            strip.show_message(say("正在打开“{name}”…", name=library.name))
            strip.repaint()  # what follows blocks the event loop for a moment
            show(library)

        def failed(error: Exception) -> None:
            hide_progress()
            fail(str(error))

        self.opener.open(root, opened, failed)

    def _show_library(self, library: Library) -> None:
        self._drop_offer()
        before = self.controller
        self.controller = self._make_controller(library)
        before.close(waits=False)
        before.deleteLater()
        # the new central widget would cover it
        self.toast.raise_()
        self.controller.start()
        self.links.follow()

    def _show(self, notice: Notice) -> None:
        if notice.is_question:
            self.controller.layout.area.questions.ask(
                notice.words, notice.label, lambda: self.controller.kind_part.when_known(notice.act)
            )
            return
        label = notice.label
        act = notice.act
        if notice.can_undo and not self.controller.features.undo.is_superseded():
            label = say("撤销")
            act = self.controller.features.undo.undo
        elif (path := notice.file) is not None:
            from reader.ui.widgets.outside import show_in_folder

            label = say("显示文件")
            act = partial(show_in_folder, path)
        self._toast_action = act
        self.toast.show_words(notice.words, label, stays=notice.stays)

    def _drop_offer(self) -> None:
        """Hide the toast if its button would undo or redo an act that is no longer the last one."""
        if self._toast_action in (
            self.controller.features.undo.undo,
            self.controller.features.undo.redo,
        ):
            self.toast.dismiss()

    def show_library_absent(self, reason: str, root: Path) -> None:
        self.services.ask(reason, say("再试一次"), partial(self._open_absent, root))

    def _open_absent(self, root: Path) -> None:
        self.open_library(root, fail=lambda reason: self.show_library_absent(reason, root))

    def _pane_in_focus(self) -> QWidget:
        """The list with the focus, else what is read: of that a message speaks."""
        focused = self.focusWidget()
        read = self.controller.layout.area.first_view()
        if isinstance(focused, QAbstractItemView):
            panes = [focused]
        else:
            panes = []
        return next((pane for pane in (*panes, read) if pane.isVisible()), self)

    def _act_on_toast(self) -> None:
        self.controller.kind_part.when_known(self._toast_action)

    def _make_controller(self, library: Library) -> LibraryController:
        controller = LibraryController(
            self.services,
            library,
            self._actions,
            self.settings.saved,
            lambda: self.for_features,
            self._article_shown,
            self._connect_features,
            self,
        )
        layout = controller.layout
        top = layout.top
        top.open_menu = self._open_menu
        top.open_file = self._choose_file
        top.switch_theme = self.settings.switch_theme
        layout.strip.calls.show_failures = self.files.show_failures
        layout.strip.calls.show_missing = self.files.show_missing
        layout.strip.counts_button.clicked.connect(self._actions["rescan"].trigger)
        layout.settings.styleChanged.connect(self.settings.save_soon)
        self._connect_article(layout.pane, library)
        if library.is_sample:
            key = self._actions["open_library"].shortcut().toString()
            offer_own_folder(layout.issues.own_folder, self._choose_library, key)
        layout.welcome.recent = self.recent
        calls = layout.welcome.calls
        calls.choose_library = self._choose_library
        calls.open_given = self.open_given
        calls.open_sample = lambda: self.open_library(assets.sample_library())
        self.setCentralWidget(layout)
        self._show_title(controller)
        root = str(library.root)
        self.settings.saved = structs.replace(
            self.settings.saved,
            library=None if library.is_sample else root,
            recent=tuple(dict.fromkeys((root, *self.settings.saved.recent)))[:RECENT],
        )
        self.settings.save_soon()
        return controller

    def _article_shown(self, controller: LibraryController) -> None:
        self.settings.save_soon()
        self._show_title(controller)

    def _connect_article(self, pane: ArticlePane, library: Library) -> None:
        calls = pane.calls
        calls.open_settings = lambda: self.settings.show()
        calls.open_source = lambda: self._open_source(library, pane)

    def _open_source(self, library: Library, pane: ArticlePane) -> None:
        from reader.ui.widgets.outside import open_source

        open_source(library, pane.article(), self.services.message)

    def _reveal_folder(self) -> None:
        from reader.ui.widgets.outside import reveal

        reveal(self.controller.library, self.services.message)

    def _connect_features(self, controller: LibraryController) -> None:
        controller.features.undo.superseded.connect(self._drop_offer)
        layout = controller.layout
        layout.area.page.calls.open_settings = lambda: self.settings.show()
        self._connect_article(layout.area.second, controller.library)

    # -- actions

    def _act(self, name: str) -> None:
        if self._actions[name].data().leaves_page and self.controller.layout.is_page_alone:
            self._switch_full_screen()
        handler = self.handlers().get(name)
        if handler is None:  # the features are finished already
            return
        words = why_refused(self._actions[name].data(), self.controller.library)
        if words:
            self.services.message(words)
        else:
            self.controller.kind_part.when_known(handler)

    def _show_title(self, controller: LibraryController) -> None:
        """Show the name of the library, after the newspaper that is read if there are several."""
        library = controller.library
        stored = controller.reading.article
        is_one_of_several = stored is not None and controller.layout.tree.tree_model.has_newspapers
        names = [stored.issue.newspaper if stored and is_one_of_several else "", library.words.title]
        self.setWindowTitle(say("{library} — 阅报", library=say(" — ").join(filter(None, names))))

    def handlers(self) -> Handlers:
        window_handlers: Handlers = {
            "reveal_folder": self._reveal_folder,
            "open_library": self._ask_what_to_open,
            "name_library": self._name_library,
            "help": self._show_help,
            "about": self._show_about,
            "new_window": self._open_window,
            "close": self.close,
            "close_beside": self._close_second_or_window,
            "settings": self.settings.show,
            "full_screen": self._switch_full_screen,
            "main_menu": self._open_menu,
            "menu_of_focus": open_menu_of_focus,
            "escape": self._escape,
        }
        return window_handlers | self.services.handlers() | self.controller.handlers()

    def _open_menu(self) -> None:
        open_main_menu(self.controller.layout.top.menu_button, self._actions)

    def _open_window(self) -> None:
        self.open_another(self, "")

    def speak(self, language: str) -> None:
        """Change the language of all windows."""
        before = i18n.language()
        i18n.choose(language)
        if i18n.language() == before:
            return
        self.languageChanged.emit()
        self._show_language()

    def follow(self, other: MainWindow) -> None:
        """Have what was chosen in another window for all of them."""
        changed_names = self.settings.take_over(other.settings)
        if "language" in changed_names:
            self._show_language()
        elif changed_names:
            self._make_again()

    def _show_language(self) -> None:
        """Make all widgets of the library again, in the language that was chosen, here or in another window."""
        retranslate(self._actions)
        self.settings.reopen("language")
        self._make_again()

    def _make_again(self, then: Callable[[], object] = do_nothing) -> None:
        self._actions.complete()
        self.toast.dismiss()
        self.toast.deleteLater()
        self.toast = Toast(self, self._act_on_toast, self._pane_in_focus)
        query = self.controller.layout.search.line.text()
        tab = self.controller.layout.tab

        def show(library: Library) -> None:
            self.settings.save()
            self._show_library(library)
            if query.strip():
                self.controller.features.results.enter_query(query)
            elif tab in place_by_face() and tab != self.controller.layout.tab:
                self.controller.show_tab(tab)
            then()

        self._open(self.controller.library.root, show, self.services.message)

    def _choose_library(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a folder to open; `then` is called when it is open."""
        from reader.ui.widgets.dialog import Files, ask_for_folder

        library = self.controller.library
        if library.is_sample:
            proposed = Path.home()
        else:
            proposed = library.root.parent
        root = ask_for_folder(self, say("打开报纸文件夹"), Files.LIBRARY, proposed)
        if root:
            self.open_library(root, then)

    def _name_library(self) -> None:
        from reader.ui.widgets.dialog import ask_text
        from reader.ui.widgets.undo_stack import FAULTS

        controller = self.controller

        def name(words: str) -> None:
            try:
                controller.library.rename(words)
            except FAULTS as error:
                self.services.message(str(error))
            self._show_title(controller)

        explanation = say("资料库的名字；空着就用文件夹的名字")
        ask_text(self, say("给资料库起名"), explanation, controller.library.name, (say("就叫这个"), name))

    def _ask_what_to_open(self) -> None:
        from reader.ui.layout import recent_list

        of_features = [(spec.words, self._actions[spec.name].trigger) for spec in ways_to_open()]
        ways = [(say("文件…"), self._choose_file), *of_features]
        recent_list.OpenDialog(self, self.recent, self._choose_library, ways).open()

    def _show_help(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_help(self, is_on_search=False)

    def _show_about(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_about(self)

    def _close_second_or_window(self) -> None:
        if self.controller.features.second.is_open():
            self.controller.features.second.close()
        else:
            self.close()

    def _switch_full_screen(self) -> None:
        is_alone = not self.controller.layout.is_page_alone
        self.controller.layout.show_page_alone(is_alone)
        hint = say("按 F11 或 Esc 回到窗口。")
        if is_alone:
            self.services.message(hint)
        elif self.toast.label.text() == hint:
            self.toast.dismiss()
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _escape(self) -> None:
        if self.controller.layout.is_page_alone and not self.controller.features.active.pane().has_hits():
            self._switch_full_screen()
        else:
            self.controller.escape()

    # -- Qt's events

    def focusNextPrevChild(self, is_next: bool) -> bool:
        from reader.ui.widgets import tab_ring

        focused = QApplication.focusWidget()
        if focused is not None and not focused.isVisible() and self.controller.layout.take_focus(focused):
            return True
        return tab_ring.step(self, is_next, self.controller.layout.behind_drawer())

    def dragEnterEvent(self, event: QEvent) -> None:
        self.for_features.on_drag(event)

    dragMoveEvent = dragLeaveEvent = dropEvent = dragEnterEvent

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if (
            event.type() is QEvent.Type.ActivationChange
            and self.isActiveWindow()
            and hasattr(self, "controller")
        ):
            watch(self)
            self.controller.sync.come_to_front()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.services.finish()
        self.opener.cancel()
        self.controller.close()
        finish_all(self)
        super().closeEvent(event)
        self.closed()

    def _show_failures(
        self, failures: Sequence[Failure], command: str, try_again: Callable[[], object]
    ) -> None:
        from reader.ui.window import dialogs

        dialogs.show_failures(self, failures, len(failures), command, try_again)

    def report_error(self, error: BaseException) -> None:
        feature = feature_at_fault(error)
        if feature and isinstance(error, Exception):
            self.settings.give_up(feature, error)
            return
        self.services.message(reported(error))
        if is_damage(error):
            self.controller.repair()
