"""Packs in the window: packing the library, opening a pack, describing it, and following whether its file is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.export.pdf_file import named_file
from reader.features.packs import PACK_SUFFIX
from reader.features.packs.packed_library import PackedLibrary, title_line
from reader.features.packs.packing_up import CouldGo, PackChoice, Packed, Packing
from reader.features.packs.ui.pack_dialog import PackDialog
from reader.i18n import say
from reader.library.library import Library, LibraryError
from reader.library.sync_events import LibraryBusy
from reader.storage.platform_folders import places
from reader.storage.user_data import UserDataError
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle, TaskQueue
from reader.ui.widgets.dialog import ask, ask_for_file
from reader.ui.widgets.services import Handlers, Services
from reader.ui.widgets.state_panel import PanelLink
from reader.ui.window.layout import WindowLayout
from reader.ui.window.library_kinds import KindActions, KindPart

LOOK_MS = 1500


class _Cancelled(Exception):
    """Packing was cancelled."""


class PackActions(KindActions):
    def __init__(self, services: Services, *others: Any) -> None:
        super().__init__(services, *others)
        self._task = ExclusiveTask(self, services.task)
        self.cancel = self._task.cancel

    def finish(self) -> None:
        self.cancel()

    def handlers(self) -> Handlers:
        return {
            "open_pack": self.choose_pack,
            "pack_library": self.ask,
        }

    def choose_pack(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            say("打开资料包"),
            str(places().documents),
            say("阅报的资料包") + f" (*{PACK_SUFFIX})",
        )
        if chosen:
            self._open_library(Path(chosen))

    def ask(self) -> None:
        """Ask for the content of a pack of the current library, then for the file."""
        library = self._current().library
        if words := library.why_unchangeable():
            self._services.message(words)
            return
        self._task.queue.run(
            lambda: Packing(library).could_go(),
            partial(self._ask, library),
            self._services.error,
            (LibraryError, UserDataError),
        )

    def _ask(self, library: Library, could_go: CouldGo) -> None:
        dialog = PackDialog(self._window, library.name, could_go)
        dialog.chosen.connect(lambda choice: self._choose_target(library, choice))
        dialog.open()

    def _choose_target(self, library: Library, choice: PackChoice) -> None:
        name, kind = f"{named_file(library.name)}{PACK_SUFFIX}", say("阅报的资料包") + f" (*{PACK_SUFFIX})"
        if file := ask_for_file(self._window, say("存成文件"), name, kind, [PACK_SUFFIX]):
            self.pack(library, file.path, choice, replaces=file.replaces)

    def pack(self, library: Library, target: Path, choice: PackChoice, *, replaces: bool) -> None:
        """Write a pack on another thread; it can be cancelled."""

        def write(task: TaskHandle) -> Packed:
            told = -1

            def came_on(share: float) -> None:
                nonlocal told
                if task.is_cancelled():
                    raise _Cancelled
                if int(share * 100) != told:
                    told = int(share * 100)
                    task.report(told)

            return Packing(library).pack(target, choice, replaces=replaces, progress=came_on)

        self._task.run(
            write,
            self._done,
            self._fail,
            (_Cancelled, LibraryError, LibraryBusy, UserDataError),
            lambda percent: say("正在打包：{n}%", n=percent),
        )

    def _done(self, packed: Packed) -> None:
        words = say(
            "已打包 {path}：{size} MB。您的指纹 {fingerprint}，请另外告诉对方核对。",
            path=packed.path.name,
            size=f"{packed.size / 1e6:.1f}",
            fingerprint=packed.fingerprint,
        )
        self._services.step(words, say("复制指纹"), partial(_copy, packed.fingerprint))

    def _fail(self, error: Exception) -> None:
        cancelled = say("没有打包，什么文件也没有写。")
        self._services.message(cancelled if isinstance(error, _Cancelled) else str(error))


def show_about(library: PackedLibrary, window: QWidget) -> None:
    """Show a pack's description, and how far its signature can be trusted."""
    first, *others = library.words.about
    kept = say("您自己的收藏、批注存在本机，不在资料包里；下次换了新包，还在。")
    copied = (say("复制指纹"), partial(_copy, library.pack.giver.fingerprint))
    ask(window, "aboutPack", first, "\n\n".join([*others, kept]), [copied], leave=say("关闭"))


def _copy(fingerprint: str) -> None:
    QGuiApplication.clipboard().setText(fingerprint)


class PackController(KindPart):
    """Says above the articles where a pack comes from, and in the strip while its file is away or truncated.

    `returned` is emitted when the file can be read again.
    """

    library: PackedLibrary

    def __init__(
        self, services: Services, library: PackedLibrary, layout: WindowLayout, *others: Any
    ) -> None:
        super().__init__(services, library, layout, *others)
        self._strip = layout.strip
        self._told = ""
        self._tasks = TaskQueue(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        words = [title_line(library.pack), *([library.why_unready()] if library.wants_sync() else [])]
        bar = layout.issues.own_folder
        bar.show_notice(" · ".join(words), [PanelLink("about", say("谁送的，可不可信…"))])
        bar.chosen.connect(lambda _: show_about(library, layout.window()))

    def try_again(self) -> None:
        self.look()

    def look(self) -> None:
        """Check the file; show that it is away, or that it is back."""
        trouble = self.library.trouble()
        if trouble and trouble != self._told:
            self._told = trouble
            words = say("{trouble}好了就接着读，不用重开；打开过的照样能读。", trouble=trouble)
            self._strip.show_failed(words, has_list=False)
        if self._told and self._tasks.is_idle():
            self._tasks.run(self.library.try_again, self._take)

    def _take(self, is_there: bool) -> None:
        if is_there and self._told:
            self._told = ""
            self._strip.show_idle()
            self.returned.emit()


ACTIONS, PART = PackActions, PackController
