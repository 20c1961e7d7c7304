"""The window: its actions, its menus, what is dropped on it, and the library it is about."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QMessageBox

from reader import assets
from reader.i18n import count, say
from reader.language.control_characters import on_one_line
from reader.library.library import Library, LibraryError, default_root
from reader.library.sync_events import LibraryBusy
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.storage.settings import Settings
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets import fonts, motion, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.plain_text import plain
from reader.ui.widgets.toast import Toast
from reader.ui.window import error_reports
from reader.ui.window.actions import Menu, fill_menu, make_actions
from reader.ui.window.library_controller import LibraryController
from reader.ui.window.top_bar import Tab
from reader.ui.window.welcome import dropped_paths

if TYPE_CHECKING:
    from reader.library.import_files import ImportReport
    from reader.library.missing_files import RemovedTexts
    from reader.ui.window.command_palette import CommandPalette

SAVE_MS = 3000
_BESIDE_THE_PAGE = frozenset(
    (
        "search",
        "show_papers",
        "show_calendar",
        "show_bookmarks",
        "go_to_date",
        "toggle_sidebar",
        "toggle_list",
    )
)
"""Actions that lead away from the page, and so from reading on the whole screen."""
RECENT = 8


class MainWindow(QMainWindow):
    """Shows one library at a time, as `kept` says; `keep` is given the settings whenever they have changed."""

    libraryOpened = Signal()

    def __init__(self, library: Library, kept: Settings, keep: Callable[[Settings], None]) -> None:
        super().__init__()
        self._settings = kept
        self._keep = keep
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 480)
        self._actions = make_actions(self)
        self._menu = QMenu(self)
        self._menu.setAccessibleName(say("菜单"))
        self._recent_menu = QMenu(say("最近打开"), self)
        self._recent_menu.setAccessibleName(say("最近打开"))
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        files = fill_menu(self._menu, self._actions)[Menu.FILE]
        files.insertMenu(self._actions["import_files"], self._recent_menu)
        self._lane = TaskQueue(self)
        self._lane.broke.connect(self._tell_fault)
        self._saving = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._saving.timeout.connect(self._save)
        self._wear_theme()
        motion.reduce(kept.reduced_motion)
        self._actions["reduced_motion"].setChecked(kept.reduced_motion)
        self.controller = self._furnish(library)
        self.toast = Toast(self)
        self._answer: Callable[[], object] | None = None
        """What the toast's action does, where it is not to undo."""
        self.toast.actionTaken.connect(self._act_on_toast)
        self._connect_actions()
        self._restore_geometry()
        error_reports.watch(self._tell_fault)
        if fonts.is_cjk_missing():
            self.tell(
                "No Chinese typeface is installed. On Debian or Ubuntu: sudo apt install fonts-noto-cjk"
            )
        QTimer.singleShot(0, self, self.controller.start)

    @cached_property
    def palette_of_actions(self) -> CommandPalette:
        from reader.ui.window import command_palette

        return command_palette.CommandPalette(self, self._actions)

    # -- the library

    def open_library(self, root: Path) -> None:
        """Shows another library in this window; the one before stays when this can't be opened."""
        try:
            library = Library.open(root)
        except LibraryError as error:
            self.tell(str(error))
            return
        self._save()
        before = self.controller
        self.controller = self._furnish(library)
        before.close(waits=False)
        before.deleteLater()
        self.toast.raise_()
        self.controller.start()
        self.libraryOpened.emit()

    def tell(self, sentence: str, can_undo: bool = False) -> None:
        """Says something at the foot of the window."""
        self._answer = None
        self.toast.show_words(sentence, None if can_undo else "")

    def tell_absent(self, why: str, root: Path) -> None:
        """Says that the library that was wanted can't be opened, until it can or a person has seen it."""
        self._answer = lambda: self._open_absent(root)
        self.toast.show_words(why, say("再试一次"), stays=True)

    def _open_absent(self, root: Path) -> None:
        try:
            Library.open(root).close()
        except LibraryError as error:
            self.tell_absent(str(error), root)
        else:
            self.open_library(root)

    def _act_on_toast(self) -> None:
        (self._answer or self.controller.bookmarking.undo)()

    def _furnish(self, library: Library) -> LibraryController:
        """A room for the library, in the middle of the window."""
        controller = LibraryController(library, self._actions, self._settings)
        controller.told.connect(self.tell)
        controller.broke.connect(self._tell_fault)
        controller.articleShown.connect(self._saving.start)
        controller.results.completing.changed.connect(self._saving.start)
        layout = controller.layout
        layout.top.menu_button.clicked.connect(self._open_menu)
        layout.top.theme_button.clicked.connect(self._switch_theme)
        layout.strip.failuresClicked.connect(self._show_failures)
        layout.strip.missingClicked.connect(self._show_missing)
        layout.pane.styleChanged.connect(self._saving.start)
        layout.pane.sourceWanted.connect(lambda: self._open_source(layout.pane))
        layout.second.sourceWanted.connect(lambda: self._open_source(layout.second))
        layout.welcome.openClicked.connect(self._choose_library)
        layout.welcome.importClicked.connect(self._choose_files)
        layout.welcome.sampleClicked.connect(lambda: self.open_library(assets.sample_library()))
        layout.welcome.folderDropped.connect(self.open_library)
        layout.welcome.filesDropped.connect(self.import_files)
        self.setCentralWidget(layout)
        self.setWindowTitle(say("{library} — 阅报", library=library.name))
        root = str(library.root)
        self._settings = dataclasses.replace(
            self._settings,
            library=None if library.is_sample else root,
            recent=tuple(dict.fromkeys((root, *self._settings.recent)))[:RECENT],
        )
        self._saving.start()
        return controller

    def _fill_recent(self) -> None:
        """The libraries that were open before and are still there."""
        self._recent_menu.clear()
        here = {self.controller.library.root, assets.sample_library()}
        for root in map(Path, self._settings.recent):
            if root not in here and root.is_dir():
                self._recent_menu.addAction(_short(root), partial(self.open_library, root))
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction(say("还没有别的资料库")).setEnabled(False)

    # -- actions

    def _connect_actions(self) -> None:
        for name, act in self._acts().items():
            self._actions[name].triggered.connect(partial(self._do, name, act))

    def _do(self, name: str, act: Callable[[], object], _checked: bool = False) -> None:
        if name in _BESIDE_THE_PAGE and self.controller.layout.is_page_alone():
            self._switch_full_screen()
        act()

    def _acts(self) -> dict[str, Callable[[], object]]:
        """What every action does, asked of the room that is there when it is done."""
        return {
            "open_library": self._choose_library,
            "open_sample": lambda: self.open_library(assets.sample_library()),
            "import_files": self._choose_files,
            "rescan": lambda: self.controller.updating.begin(),
            "show_failures": self._show_failures,
            "missing_files": self._show_missing,
            "reveal_folder": lambda: _open_outside(self.controller.library.root),
            "close": self.close,
            "close_beside": lambda: (
                self.controller.beside.close() if self.controller.beside.is_open() else self.close()
            ),
            "open_beside": lambda: self.controller.beside.open_here(),
            "back": lambda: self.controller.reading.go(-1),
            "forward": lambda: self.controller.reading.go(1),
            "next_article": lambda: self.controller.step_article(1),
            "previous_article": lambda: self.controller.step_article(-1),
            "next_issue": lambda: self.controller.reading.step_issue(1),
            "previous_issue": lambda: self.controller.reading.step_issue(-1),
            "next_page": lambda: self.controller.pages.step(1),
            "previous_page": lambda: self.controller.pages.step(-1),
            "whole_page": lambda: self.controller.pages.switch(),
            "newest_issue": lambda: self.controller.reading.open_newest(),
            "search": lambda: self.controller.layout.search.begin(),
            "forget_searches": self._forget_searches,
            "find": lambda: self.controller.article_alone().open_find(),
            "next_hit": lambda: self.controller.step_hit(1),
            "previous_hit": lambda: self.controller.step_hit(-1),
            "next_pane": lambda: self.controller.focus_next_pane(),
            "bookmark": lambda: self.controller.toggle_bookmark(),
            "caret": self._switch_caret,
            "highlight": lambda: self.controller.marking_here().highlight(),
            "note": lambda: self.controller.marking_here().write_note(),
            "undo": lambda: self.controller.bookmarking.undo(),
            "source_lines": lambda: self.controller.article_alone().switch_source(),
            "print": self._print,
            "save_pdf": self._save_pdf,
            "copy_article": lambda: self.controller.layout.area.active_pane().copy_article(),
            "copy_source": lambda: self.controller.set_copies_source(
                self._actions["copy_source"].isChecked()
            ),
            "cite": lambda: self.controller.cite(self._settings.citation_style),
            "correct_issue": lambda: self.controller.issue_correcting_here().ask_of_page(),
            "corrections": self._show_corrections,
            "export_notes": lambda: self.controller.note_files.export_all(),
            "import_notes": lambda: self.controller.note_files.import_some(),
            "removed_notes": lambda: self.controller.note_files.show_removed(),
            "show_papers": lambda: self.controller.show_tab(Tab.PAPERS),
            "show_calendar": lambda: self.controller.show_tab(Tab.CALENDAR),
            "go_to_date": lambda: self.controller.calendar.go_to_date(),
            "show_bookmarks": lambda: self.controller.show_tab(Tab.BOOKMARKS),
            "toggle_sidebar": lambda: self.controller.layout.toggle_sidebar(),
            "toggle_list": lambda: self.controller.layout.toggle_list(),
            "larger": lambda: self.controller.layout.pane.zoom_in(),
            "smaller": lambda: self.controller.layout.pane.zoom_out(),
            "normal_size": lambda: self.controller.layout.pane.zoom_usual(),
            "theme_system": lambda: self._choose_theme("system"),
            "theme_paper": lambda: self._choose_theme("paper"),
            "theme_white": lambda: self._choose_theme("white"),
            "theme_dark": lambda: self._choose_theme("dark"),
            "reduced_motion": lambda: self._keep_still(self._actions["reduced_motion"].isChecked()),
            "full_screen": self._switch_full_screen,
            "palette": lambda: self.palette_of_actions.open(),
            "search_help": self._show_search_help,
            "keys": self._show_keys,
            "about": self._show_about,
            "escape": self._escape,
        }

    def _show_search_help(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_search_help(self)

    def _show_keys(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_keys(self)

    def _show_about(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_about(self)

    def _forget_searches(self) -> None:
        self.controller.results.completing.forget_all()
        if self._save():
            self.tell(say("搜索记录已清除。"))

    def _switch_full_screen(self) -> None:
        """The page alone on the whole screen, or the window as it was."""
        is_alone = not self.controller.layout.is_page_alone()
        self.controller.layout.show_page_alone(is_alone)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _switch_caret(self) -> None:
        page = self.controller.article_alone().page
        page.set_caret_shown(not page.is_caret_shown())
        self._actions["caret"].setChecked(page.is_caret_shown())
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _escape(self) -> None:
        if self.controller.layout.is_page_alone() and not self.controller.has_hits():
            self._switch_full_screen()
        else:
            self.controller.escape()

    def _open_menu(self) -> None:
        button = self.controller.layout.top.menu_button
        corner = button.mapToGlobal(button.rect().bottomRight())
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), 0))

    def _choose_library(self) -> None:
        library = self.controller.library
        beside = Path.home() if library.is_sample else library.root.parent
        chosen = QFileDialog.getExistingDirectory(self, say("打开报纸文件夹"), str(beside))
        if chosen:
            self.open_library(Path(chosen))

    def _choose_files(self) -> None:
        kinds = say("报纸文字 (*.txt *.md)")
        chosen, _ = QFileDialog.getOpenFileNames(self, say("导入文件"), str(Path.home()), kinds)
        if chosen:
            self.import_files([Path(name) for name in chosen])

    def _show_failures(self) -> None:
        from reader.ui.window import dialogs

        library = self.controller.library
        failures = library.contents.failures(dialogs.FAILURES_SHOWN)
        if failures:
            dialogs.show_failures(
                self,
                failures,
                max(len(failures), library.contents.counts().failed_files),
                say("前 {count} 个；reader sync --json 列出全部。", count=dialogs.FAILURES_SHOWN),
            )
        else:
            self.tell(say("所有文件都读入了。"))

    def _show_corrections(self) -> None:
        from reader.ui.corrections import correction_list

        controller = self.controller
        listed = correction_list.CorrectionList(self, controller.library)
        listed.openWanted.connect(controller.reading.open_article)
        listed.undone.connect(controller.corrections.show_undone)
        listed.changed.connect(controller.updating.look)
        listed.broke.connect(self._tell_fault)
        listed.finished.connect(self.activateWindow)
        listed.open()

    def _show_missing(self) -> None:
        from reader.ui.sync import missing_files_dialog

        files = self.controller.library.missing_files()
        if not files:
            self.tell(say("所有文件都在。"))
            return
        asked = missing_files_dialog.MissingFiles(self, files)
        asked.forgetWanted.connect(self._forget)
        asked.open()

    def _forget(self, paths: Sequence[str]) -> None:
        """Removes the texts of missing files; importing what was kept of them undoes it."""
        library, controller = self.controller.library, self.controller

        def done(forgotten: RemovedTexts) -> None:
            from reader.library import missing_files

            kept_in = forgotten.kept_in
            if kept_in is not None:
                controller.bookmarking.push_undo(
                    lambda: library.import_files([kept_in]), controller.updating.begin_again
                )
            self.tell(missing_files.in_words(forgotten), can_undo=kept_in is not None)
            controller.updating.look()
            controller.bookmarking.read()

        self._lane.run(
            lambda: library.forget_missing(paths),
            done,
            lambda e: self.tell(str(e)),
            (LibraryError, LibraryBusy),
        )

    def _open_source(self, pane: ArticlePane) -> None:
        stored = pane.article()
        if stored is None or not stored.sources:
            return
        source = stored.sources[0]
        path = self.controller.library.folder.file(source.path)
        if source.is_missing or not path.exists():
            self.tell(say("原文件 {path} 已不在那里；正文取自目录中的副本。", path=source.path))
        else:
            _open_outside(path)

    # -- on paper

    def _print(self) -> None:
        from reader.ui.widgets import printing

        pane = self.controller.seen()
        if pane.article() is not None:
            from PySide6.QtPrintSupport import (  # a library of the system's, hardly ever wanted
                QPrintDialog,
                QPrinter,
            )

            printer = QPrinter()
            dialog = QPrintDialog(printer, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: printing.print_on(printer, pane.on_paper()))
            dialog.setModal(True)
            dialog.show()

    def _save_pdf(self) -> None:
        from reader.ui.widgets import printing

        pane = self.controller.seen()
        title = pane.title_on_paper()
        if not title:
            return
        name = re.sub(r'[\\/:*?"<>|\s]+', " ", on_one_line(title))[:60].strip() + ".pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("存为 PDF"), str(places().documents / name), say("PDF 文件 (*.pdf)")
        )
        if not chosen:
            return
        try:
            printing.save_pdf(Path(chosen), pane.on_paper(), on_one_line(title))
        except OSError as error:
            self.tell(say("PDF 没有存上。{why}", why=explain(error, Path(chosen))))
        else:
            self.tell(say("已存为 {path}", path=Path(chosen).name))

    # -- importing

    def import_files(self, paths: Sequence[Path]) -> None:
        """Copies files into the library; from the sample, offers to make a library of one's own first."""
        if self.controller.library.is_sample:
            self._offer_own_library(paths)
            return
        library = self.controller.library

        def done(report: ImportReport) -> None:
            self._report_import(report)
            if report.copied:
                self.controller.updating.begin()

        self._import(lambda: library.import_files(paths), done)

    def _import(self, copy: Callable[[], ImportReport], done: Callable[[ImportReport], None]) -> None:
        self._lane.run(copy, done, lambda error: self.tell(str(error)), (LibraryError,))

    def _report_import(self, report: ImportReport) -> None:
        from reader.ui.window import dialogs

        self.tell(_import_in_words(report))
        if report.failed:
            dialogs.show_failures(
                self,
                report.failed,
                len(report.failed),
                say("前 {count} 个；reader import --json 列出全部。", count=dialogs.FAILURES_SHOWN),
            )

    def _import_into(self, root: Path, paths: Sequence[Path]) -> None:
        """Imports into a library that is opened when all files are there: so it opens at the newest of them."""

        def copy() -> ImportReport:
            with closing(Library.open(root)) as library:
                return library.import_files(paths)

        def done(report: ImportReport) -> None:
            self.open_library(root)
            self._report_import(report)

        self._import(copy, done)

    def _offer_own_library(self, paths: Sequence[Path]) -> None:
        root = default_root()
        box = QMessageBox(self)
        box.setObjectName("offerLibrary")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(say("样本不能添加文件。要新建自己的资料库吗？"))
        box.setInformativeText(plain(say("文件会复制到 {path}，原来的文件不动。", path=root)))
        make = box.addButton(say("新建并导入"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(say("取消"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(make)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered() -> None:
            if box.clickedButton() is not make:
                return
            try:
                root.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                self.tell(say("建不了文件夹 {path}：{reason}", path=root, reason=error.strerror))
                return
            self._import_into(root, paths)

        box.finished.connect(answered)
        box.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        event.acceptProposedAction()
        if len(paths) == 1 and paths[0].is_dir():
            self.open_library(paths[0])
        elif paths:
            self.import_files(paths)

    # -- themes

    def _wear_theme(self) -> None:
        chosen = self._settings.theme
        hints = QGuiApplication.styleHints()
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
        theme.use(("dark" if dark else "paper") if chosen == "system" else chosen)
        action = self._actions.get(f"theme_{chosen}")
        if action is not None:
            action.setChecked(True)

    def _keep_still(self, is_wanted: bool) -> None:
        self._settings = dataclasses.replace(self._settings, reduced_motion=is_wanted)
        motion.reduce(is_wanted)
        self._saving.start()

    def _choose_theme(self, name: str) -> None:
        self._settings = dataclasses.replace(self._settings, theme=name)
        self._wear_theme()
        self._saving.start()

    def _switch_theme(self) -> None:
        self._choose_theme("paper" if theme.current().is_dark else "dark")

    # -- what Qt tells

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and hasattr(self, "room"):
            self.controller.updating.come_to_front()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        self.controller.close()
        self._lane.finish()
        super().closeEvent(event)

    # -- settings

    def _restore_geometry(self) -> None:
        kept = self._settings
        if not (kept.geometry and self.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode()))):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(1440, screen.width()), min(900, screen.height()))

    def _save(self) -> bool:
        """Whether the settings are on the disk; where not, it is said why."""
        self._saving.stop()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings = dataclasses.replace(self.controller.settings(self._settings), geometry=geometry)
        try:
            self._keep(self._settings)
        except OSError as error:
            self.tell(say("设置没有存上：{reason}", reason=error.strerror or error))
            return False
        return True

    def _tell_fault(self, error: BaseException) -> None:
        self.tell(error_reports.told(error))
        if error_reports.is_damage(error):
            self.controller.mend()


def _short(root: Path) -> str:
    """A folder as one says it: 旧报　~/Documents"""
    above = root.parent
    told = "~" / above.relative_to(Path.home()) if above.is_relative_to(Path.home()) else above
    return f"{root.name}{wording.GAP}{told}".replace("&", "&&")


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _import_in_words(report: ImportReport) -> str:
    """What an import did, in one line."""
    parts = [
        count(len(report.copied), "已导入 {n} 个文件") if report.copied else "",
        count(len(report.same), "{n} 个文件资料库里已有") if report.same else "",
        count(len(report.same_issue), "{n} 个文件与已有的同属一期") if report.same_issue else "",
        count(len(report.failed), "{n} 个文件未能导入") if report.failed else "",
        count(len(report.led_out), "{n} 个指向外面的链接没有跟随") if report.led_out else "",
    ]
    others = count(report.passed_over, "{n} 个不是 .txt、.md 的文件没有导入")
    told = wording.listed([*parts, others if report.passed_over and any(parts) else ""])
    return told or say("没有可以导入的报纸文件（.txt、.md）。")
