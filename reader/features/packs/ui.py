"""Packs in the window: packing the library, opening a pack, describing it, and following whether its file is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from reader.export.exported_files import named_file
from reader.features.packs import PACK_SUFFIX
from reader.features.packs.packed_library import PackedLibrary, title_line
from reader.features.packs.packing_up import CouldGo, GivenNotes, PackChoice, Packed, pack_up, what_could_go
from reader.i18n import count, say
from reader.library.library import Library, LibraryError
from reader.library.sync_events import LibraryBusy
from reader.storage.user_data import UserDataError
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle, TaskQueue
from reader.ui.widgets.controls import Label, PushButton, Wide, labelled, text_field
from reader.ui.widgets.dialog import Dialog, Files, ask, ask_for_file, ask_to_open, heading
from reader.ui.widgets.services import Handlers, Services
from reader.ui.widgets.state_panel import PanelLink
from reader.ui.window.library_kinds import KindActions, KindPart

_MOST = 100
"""The maximum number of characters of a name."""


class PackDialog(Dialog):
    """Asks for the content of a pack, and calls `pack` with it."""

    def __init__(
        self, parent: QWidget, library: str, could_go: CouldGo, pack: Callable[[PackChoice], object]
    ) -> None:
        super().__init__(parent, say("把资料库打包送人"), "packDialog")
        self._pack = pack
        self.setMinimumWidth(520)
        self.giver = text_field(say("送的人"), say("对方打开时看到的名字，可以不写"), 13)
        self.giver.setMaxLength(_MOST)
        self.boxes = {kind: self._box(kind, could_go) for kind in GivenNotes}
        self.tag = QComboBox()
        self.tag.setFont(theme.sans(13))
        self.tag.setAccessibleName(say("收藏里只带有这个标签的"))
        self.tag.addItem(say("全部收藏"), "")
        for tag in could_go.tags:
            self.tag.addItem(say("只带标签“{tag}”的", tag=tag), tag)
        bookmarks = self.boxes[GivenNotes.BOOKMARKS]
        self.tag.setVisible(bool(could_go.tags))
        self.tag.setEnabled(False)
        bookmarks.toggled.connect(self.tag.setEnabled)
        self.pack_button = PushButton(say("存成文件…"), primary=True, act=self.accept)
        widgets: list[QWidget] = []
        for box in self.boxes.values():
            widgets.append(box)
            if box is bookmarks:
                widgets.append(self.tag)
        self.lay_out(
            heading(say("把“{library}”打成一个文件", library=library)),
            _words(
                say(
                    "里面是全部文章的文字、目录和索引，原来的文件和图片不在内。收到的人双击就能读、能搜，不用解开；"
                    "它是只读的，改动过一个字节就打不开。您的资料库一点也不改。"
                )
            ),
            6,
            labelled(self.giver),
            6,
            Label(say("自己写的，哪些也送（不勾就一条不带）"), theme.sans(13, 600)),
            *widgets,
            _words(say("读过哪些、平时搜过什么，从不带上。已经更正过的字和日期，文章里本来就是改好的。")),
            Wide(),
            buttons=(Wide(), self.leave_button(say("取消")), self.pack_button),
            spacing=10,
        )
        self.giver.setFocus()

    def choice(self) -> PackChoice:
        notes = frozenset(kind for kind, box in self.boxes.items() if box.isChecked())
        if GivenNotes.BOOKMARKS in notes:
            tag = str(self.tag.currentData())
        else:
            tag = ""
        return PackChoice(self.giver.text(), notes, tag)

    def accept(self) -> None:
        self._pack(self.choice())
        super().accept()

    def _box(self, kind: GivenNotes, could_go: CouldGo) -> QCheckBox:
        number = could_go.counts[kind]
        words = say("{kind}（{n}）", kind=_name_of(kind), n=number)
        if kind is GivenNotes.DOSSIERS and could_go.dossiers:
            words = say(
                "{dossiers}，{entries}",
                dossiers=count(could_go.dossiers, "{n} 个专题"),
                entries=count(number, "里面 {n} 条"),
            )
        box = QCheckBox(words)
        box.setFont(theme.sans(13))
        box.setEnabled(bool(number or (kind is GivenNotes.DOSSIERS and could_go.dossiers)))
        return box


def _name_of(kind: GivenNotes) -> str:
    return {
        GivenNotes.BOOKMARKS: say("收藏、标记、批注和标签"),
        GivenNotes.DOSSIERS: say("专题"),
        GivenNotes.CORRECTIONS: say("更正，连同认错的字"),
        GivenNotes.PEOPLE: say("对人物的划掉、合并、分开"),
        GivenNotes.SEARCHES: say("已保存的搜索"),
    }[kind]


def _words(text: str) -> Label:
    return Label(text, theme.sans(12), "ink3", wraps=True)


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
        kinds = say("阅报的资料包") + f" (*{PACK_SUFFIX})"
        chosen = ask_to_open(self._window, say("打开资料包"), Files.PACKS, kinds)
        if chosen:
            self._open_library(chosen)

    def ask(self) -> None:
        library = self._current().library
        words = library.why_unchangeable()
        if words:
            self._services.message(words)
            return
        self._task.queue.run(
            partial(what_could_go, library),
            partial(self._ask, library),
            self._services.error,
            (LibraryError, UserDataError),
        )

    def _ask(self, library: Library, could_go: CouldGo) -> None:
        PackDialog(self._window, library.name, could_go, partial(self._choose_target, library)).open()

    def _choose_target(self, library: Library, choice: PackChoice) -> None:
        name = f"{named_file(library.name)}{PACK_SUFFIX}"
        kind = say("阅报的资料包") + f" (*{PACK_SUFFIX})"
        file = ask_for_file(self._window, say("存成文件"), Files.PACKS, name, kind, [PACK_SUFFIX])
        if file:
            self.pack(library, file.path, choice, replaces=file.replaces)

    def pack(self, library: Library, target: Path, choice: PackChoice, *, replaces: bool) -> None:
        def write(task: TaskHandle) -> Packed:
            percent = -1

            def came_on(share: float) -> None:
                nonlocal percent
                if task.is_cancelled():
                    raise _Cancelled
                if int(share * 100) != percent:
                    percent = int(share * 100)
                    task.report(percent)

            return pack_up(library, target, choice, replaces=replaces, progress=came_on)

        self._task.run(
            write,
            self._done,
            self._fail,
            (_Cancelled, LibraryError, LibraryBusy, UserDataError),
            lambda percent: say("正在打包：{n}%", n=percent),
        )

    def _done(self, packed: Packed) -> None:
        words = say(
            "已打包 {path}：{size}。您的指纹 {fingerprint}，请另外告诉对方核对。",
            path=packed.path.name,
            size=packed.size_in_words(),
            fingerprint=packed.fingerprint,
        )
        self._services.ask(words, say("复制指纹"), partial(_copy, packed.fingerprint))

    def _fail(self, error: Exception) -> None:
        cancelled = say("没有打包，什么文件也没有写。")
        self._services.message(cancelled if isinstance(error, _Cancelled) else str(error))


def show_about(library: PackedLibrary, window: QWidget) -> None:
    first, *others = library.words.about
    notes_words = say("您自己的收藏、批注存在本机，不在资料包里；下次换了新包，还在。")
    copied = (say("复制指纹"), partial(_copy, library.pack.giver.fingerprint))
    ask(window, "aboutPack", first, "\n\n".join([*others, notes_words]), [copied], leave=say("关闭"))


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
        self._trouble = ""
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
        trouble = self.library.trouble()
        if trouble and trouble != self._trouble:
            self._trouble = trouble
            words = say("{trouble}好了就接着读，不用重开；打开过的照样能读。", trouble=trouble)
            self._strip.show_failed(words, has_list=False)
        if self._trouble and self._tasks.is_idle():
            self._tasks.run(self.library.try_again, self._take)

    def _take(self, is_there: bool) -> None:
        if is_there and self._trouble:
            self._trouble = ""
            self._strip.show_idle()
            self.returned.emit()


ACTIONS = PackActions
PART = PackController
