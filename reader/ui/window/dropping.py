"""Dragging files and folders onto the window: the effect of a drop, shown before it happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.library import Library
from reader.plugs import library_kind_of
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.row_list import answer, dropped_paths, may_be_copied

_LOOKED_AT = 200
"""The maximum number of paths examined during a drag: their drive may be slow."""


class DropEffect(Enum):
    OPEN = auto()
    """A folder, or a file that a feature can open, is opened as a library."""
    COPY = auto()
    """Files are copied into the library."""
    COPY_INTO_NEW = auto()
    """Files are copied into a new library, after the user has agreed to make it."""
    ASK = auto()
    """The user is asked whether to open a folder or to copy its files."""
    READ_ONLY = auto()
    """The files can't be copied, because the current library can't be changed."""
    NOTHING = auto()
    ONLY_MOVED = auto()
    """Refused: the source of the drag allows only moving, and would delete its files."""


_REFUSED = DropEffect.READ_ONLY, DropEffect.NOTHING, DropEffect.ONLY_MOVED


class DropPlan(Struct, frozen=True):
    """The effect of a drop, and the numbers of folders, files and pictures in it."""

    effect: DropEffect
    folder: Path | None = None
    files: int = 0
    folders: int = 0
    pictures: int = 0


def plan_of(
    paths: Sequence[Path],
    folders: Sequence[Path],
    *,
    is_sample: bool,
    is_empty: bool,
    is_read_only: bool = False,
) -> DropPlan:
    """Return the effect of dropping `paths`."""
    from reader.pictures.page_files import is_picture  # a window that starts needs none

    if len(paths) == 1 and not folders and library_kind_of(paths[0]) is not None:
        return DropPlan(DropEffect.OPEN, paths[0])
    if len(paths) == 1 and folders:
        effect = DropEffect.OPEN if is_sample or is_empty or is_read_only else DropEffect.ASK
        return DropPlan(effect, folders[0])
    from reader import formats

    known_folders = set(folders)
    files = [path for path in paths if path not in known_folders and formats.is_issue_file(path)]
    pictures = [path for path in paths if path not in known_folders | set(files) and is_picture(path.name)]
    if not (files or folders or pictures):
        return DropPlan(DropEffect.NOTHING)
    if is_read_only:
        return DropPlan(DropEffect.READ_ONLY)
    effect = DropEffect.COPY_INTO_NEW if is_sample else DropEffect.COPY
    return DropPlan(effect, None, len(files), len(folders), len(pictures))


def in_words(plan: DropPlan, library: str) -> tuple[str, str]:
    """Return the effect of the drop in words, and a remark on it; `library` is the name of the current library."""
    name = plan.folder.name if plan.folder else ""
    parts = [
        count(plan.files, "{n} 个文件") if plan.files else "",
        count(plan.folders, "{n} 个文件夹里的报纸") if plan.folders else "",
        count(plan.pictures, "{n} 张图片") if plan.pictures else "",
    ]
    what = say("、").join(filter(None, parts))
    match plan.effect:
        case DropEffect.OPEN:
            return (
                say("松手就打开“{folder}”", folder=name),
                say("代替现在的“{library}”；两边的文件都不动。", library=library),
            )
        case DropEffect.ASK:
            return (
                say("打开“{folder}”，还是把里面的报纸复制进“{library}”？", folder=name, library=library),
                say("松手以后选。"),
            )
        case DropEffect.COPY:
            return (
                say("松手就把 {what}复制进“{library}”", what=what, library=library),
                say("图片上的文字随后在这里识别，不用网络。")
                if plan.pictures
                else say("原来的文件不动；已经有的不再复制。"),
            )
        case DropEffect.COPY_INTO_NEW:
            return (
                say("把 {what}放进自己的资料库", what=what),
                say("样本不能添加文件；松手以后先问您。"),
            )
        case DropEffect.READ_ONLY:
            return say("“{library}”只读，不能添加文件", library=library), say(
                "要添加文件，请先打开自己的文件夹。"
            )
        case DropEffect.ONLY_MOVED:
            return say("不能收：那边只肯移动，不肯复制"), say(
                "移动会把原来的文件删掉。请用“导入文件”来选它们，那样只是复制。"
            )
        case DropEffect.NOTHING:
            return say("这里面没有报纸文件"), say(
                "能读的是 .txt、.md、PDF、存下的网页、识别结果（ALTO、PAGE、hOCR）、EPUB、Word、表格、"
                "图片，或装着它们的压缩包、文件夹。"
            )


class DropOverlay(QWidget):
    """Covers the window during a drag, and shows the effect of a drop."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = self._detail = ""
        self._is_refusal = False
        self.hide()

    def show_words(self, title: str, detail: str, *, is_refusal: bool) -> None:
        self._title, self._detail, self._is_refusal = title, detail, is_refusal
        self.setAccessibleName(f"{title} {detail}")
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()
        self.update()

    def words(self) -> tuple[str, str]:
        return self._title, self._detail

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.93)
        painter.fillRect(self.rect(), theme.color("paper"))
        painter.setOpacity(1)
        box = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        pen = QPen(theme.color("rule2" if self._is_refusal else "accent"), 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 12, 12)
        token = "ink3" if self._is_refusal else "accent"
        top = box.center().y() - 74
        theme.draw_icon(
            painter, "warning" if self._is_refusal else "drop", token, box.center().x() - 24, top, 48
        )
        inner = box.adjusted(24, 0, -24, 0)
        title = QRectF(inner.x(), top + 68, inner.width(), 36)
        text_painting.draw_words(
            painter, title, self._title, theme.serif(22, 700), "ink", text_painting.CENTER
        )
        detail = QRectF(inner.x(), top + 110, inner.width(), 24)
        text_painting.draw_free(painter, detail, self._detail, theme.sans(14), "ink2", text_painting.CENTER)


class Dropping(QObject):
    """Accepts drops on a window that takes them."""

    def __init__(
        self,
        window: QWidget,
        library: Callable[[], Library],
        open_library: Callable[[Path], object],
        import_files: Callable[[Sequence[Path]], object],
    ) -> None:
        super().__init__(window)
        self.open_library, self.import_files = open_library, import_files
        self._window = window
        self._library = library
        self._is_wanted = False
        """Whether the current drag would have an effect; computed when it enters the window."""
        self.overlay = DropOverlay(window)

    def move(self, event: QDropEvent) -> None:
        answer(event, is_taken=self._is_wanted)

    def leave(self) -> None:
        self.overlay.hide()

    def enter(self, event: QDragEnterEvent) -> None:
        """Accept or reject a drag that enters the window, and show the effect of a drop."""
        if not dropped_paths(event.mimeData()):
            return
        plan = self._plan(event)
        title, detail = in_words(plan, self._library().name)
        self._is_wanted = plan.effect not in _REFUSED
        self.overlay.show_words(title, detail, is_refusal=not self._is_wanted)
        answer(event, is_taken=self._is_wanted)
        event.accept()  # so that the window gets the leave event; `take` accepts or rejects the drop itself

    def _plan(self, event: QDropEvent) -> DropPlan:
        paths = dropped_paths(event.mimeData())
        if not may_be_copied(event):
            return DropPlan(DropEffect.ONLY_MOVED)
        folders = [path for path in paths[:_LOOKED_AT] if path.is_dir()]
        library = self._library()
        return plan_of(
            paths,
            folders,
            is_sample=library.is_sample,
            is_empty=not library.contents.counts().articles,
            is_read_only=bool(library.why_unchangeable()),
        )

    def take(self, event: QDropEvent) -> None:
        """Carry out a drop: open a folder, copy files, or ask which of both."""
        self.overlay.hide()
        plan, paths = self._plan(event), dropped_paths(event.mimeData())
        if not answer(event, is_taken=plan.effect not in _REFUSED):
            return
        if plan.folder is None:
            self.import_files(paths)
        elif plan.effect is DropEffect.OPEN:
            self.open_library(plan.folder)
        else:
            self._ask(plan.folder)

    def _ask(self, folder: Path) -> None:
        name = self._library().name
        from reader.ui.widgets.dialog import ask

        ask(
            self._window,
            "askDrop",
            say("拿“{folder}”做什么？", folder=folder.name),
            say("打开它，会代替现在的“{library}”；复制，是把里面的报纸加进来。", library=name),
            [
                (say("打开这个文件夹"), lambda: self.open_library(folder)),
                (say("复制进“{library}”", library=name), lambda: self.import_files([folder])),
            ],
        )
