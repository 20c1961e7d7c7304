"""Packs in the window: packing the library, opening a pack, and describing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from reader.export.pdf_file import named_file
from reader.i18n import say
from reader.library.given_pack import in_words, older_in_words, title_line
from reader.library.library import Library, LibraryError
from reader.library.sync_events import LibraryBusy
from reader.newspaper.article_link import PACK_SUFFIX
from reader.storage.platform_folders import places
from reader.storage.user_data import UserDataError
from reader.ui.widgets.background_tasks import Going, SoleTask
from reader.ui.widgets.controls import plain
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.widgets.state_panel import Way
from reader.ui.window.library_controller import LibraryController

if TYPE_CHECKING:
    from reader.library.packing_up import CouldGo, PackChoice, Packed
    from reader.ui.window.pack_follower import PackFollower

_WRITES = frozenset(("rescan", "import_files", "show_failures", "missing_files", "pack_library"))
"""Actions refused for a pack or a reading room, because they write to a library or are about its files."""
_LINES = frozenset(("correct_issue",))
"""Actions that correct lines of files; `why_no_lines` decides."""
_CHARACTERS = frozenset(("correct_character", "misreadings"))
"""Actions refused for a reading room, where they are the librarian's."""


def title_of(library: Library) -> str:
    """Return the title of a window that shows a library."""
    name = library.name if library.pack is None else say("{library}（资料包，只读）", library=library.name)
    if library.line is not None:
        name = say("{library}（阅览室）", library=library.name)
    return say("{library} — 阅报", library=name)


class _Cancelled(Exception):
    """Packing was cancelled."""


class PackDesk(Feature):
    """Makes and opens packs. Signal: `libraryWanted` has a pack to open."""

    libraryWanted = Signal(Path)

    def __init__(
        self, services: Services, window: QWidget, controller: Callable[[], LibraryController]
    ) -> None:
        super().__init__(services, window)
        self._window = window
        self._controller = controller
        self.follower: PackFollower | None = None
        """The follower of the current pack; None if the library is no pack."""
        self._task = SoleTask(self, services.task)
        self.is_idle, self.cancel = self._task.is_idle, self._task.cancel

    def finish(self) -> None:
        self.cancel()

    def handlers(self) -> Handlers:
        return {
            "open_pack": self.choose_pack,
            "pack_library": self.ask,
            "about_pack": lambda: self.show_about(self._controller().library),
        }

    def refuses(self, name: str) -> bool:
        """Return whether an action is refused in the current library; if so, say why."""
        library = self._controller().library
        words = library.why_unchangeable()
        refused = _WRITES if library.line is None else _WRITES | _CHARACTERS
        if words and name in _LINES:
            words = library.corrections.why_no_lines()
        elif not words or name not in refused:
            return False
        self._services.message(words)
        return True

    def choose_pack(self) -> None:
        """Ask which pack to open."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            say("打开资料包"),
            str(places().documents),
            say("阅报的资料包") + f" (*{PACK_SUFFIX})",
        )
        if chosen:
            self.libraryWanted.emit(Path(chosen))

    def ask(self) -> None:
        """Ask for the content of a pack of the current library, then for the file."""
        library = self._controller().library
        self._task.queue.run(
            lambda: library.packing.could_go(),
            partial(self._ask, library),
            self._services.error,
            (LibraryError, UserDataError),
        )

    def _ask(self, library: Library, could_go: CouldGo) -> None:
        from reader.ui.window.pack_dialog import PackDialog

        dialog = PackDialog(self._window, library.name, could_go)
        dialog.chosen.connect(lambda choice: self._choose_target(library, choice))
        dialog.open()

    def _choose_target(self, library: Library, choice: PackChoice) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            say("存成文件"),
            str(places().documents / f"{named_file(library.name)}{PACK_SUFFIX}"),
            say("阅报的资料包") + f" (*{PACK_SUFFIX})",
        )
        if chosen:
            target = Path(chosen)
            is_whole = target.suffix.lower() == PACK_SUFFIX
            # the dialog has asked only about the name that was chosen
            self.pack(library, target if is_whole else Path(chosen + PACK_SUFFIX), choice, replaces=is_whole)

    def pack(self, library: Library, target: Path, choice: PackChoice, *, replaces: bool) -> None:
        """Write a pack on another thread; it can be cancelled."""

        def write(going: Going) -> Packed:
            told = -1

            def came_on(share: float) -> None:
                nonlocal told
                if going.is_given_up():
                    raise _Cancelled
                if int(share * 100) != told:
                    told = int(share * 100)
                    going.tell(told)

            return library.packing.pack(target, choice, replaces=replaces, progress=came_on)

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
        self._services.saved(words, packed.path)

    def _fail(self, error: Exception) -> None:
        cancelled = say("没有打包，什么文件也没有写。")
        self._services.message(cancelled if isinstance(error, _Cancelled) else str(error))

    def show_pack(self, controller: LibraryController) -> None:
        """Show a notice above the articles with a pack's origin, and follow whether its file is there."""
        library, bar = controller.library, controller.layout.issues.own_folder
        self.follower = None
        if library.pack is not None:
            from reader.ui.window.pack_follower import PackFollower

            show = controller.updating.refreshed.emit
            self.follower = PackFollower(library, controller.layout.strip, show, controller)
            words = [title_line(library.pack), *([older_in_words()] if library.wants_sync() else [])]
            bar.show_notice(" · ".join(words), [Way("about", say("谁送的，可不可信…"))])
            bar.chosen.connect(lambda _: self.show_about(library))

    def show_about(self, library: Library) -> None:
        """Show a pack's description, and how far its signature can be trusted."""
        if library.pack is None:
            is_room = library.line is not None
            own = say("现在打开的不是资料包，是您自己的文件夹。")
            self._services.message(say("现在打开的是阅览室，不是资料包。") if is_room else own)
            return
        first, *others = in_words(library.pack)
        box = QMessageBox(self._window)
        box.setObjectName("aboutPack")
        box.setWindowTitle(say("关于这个资料包"))
        box.setText(plain(first))
        kept = say("您自己的收藏、批注存在本机，不在资料包里；下次换了新包，还在。")
        box.setInformativeText(plain("\n\n".join([*others, kept])))
        box.addButton(say("关闭"), QMessageBox.ButtonRole.AcceptRole)
        box.open()
