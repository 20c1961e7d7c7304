"""Importing files in the window: those that are chosen, and those dropped on it, whose effect is shown before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from reader import do_nothing
from reader.i18n import count, say
from reader.library.library import Library, LibraryError
from reader.plugs import document_of, library_kind_of
from reader.storage.disk_errors import system_words
from reader.storage.platform_folders import default_root
from reader.storage.system_paths import folder_name, for_system
from reader.ui.desk import Desk, Part
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import while_open
from reader.ui.widgets.row_list import answer, dropped_paths, may_be_copied
from reader.ui.widgets.services import Handlers

if TYPE_CHECKING:
    from reader.features.importing.copying import ImportReport

_LOOKED_AT = 200
"""The maximum number of paths examined during a drag: their drive may be slow."""


class DropEffect(Enum):
    OPEN = auto()
    """A folder, or a file that a feature can open, is opened as a library."""
    OPEN_DOCUMENT = auto()
    """A file is opened in the part of the feature that has declared its kind."""
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
    from reader.newspaper.picture_names import is_picture  # a window that starts needs none

    if len(paths) == 1 and not folders and library_kind_of(paths[0]) is not None:
        return DropPlan(DropEffect.OPEN, paths[0])
    if len(paths) == 1 and not folders and document_of(paths[0]) is not None:
        return DropPlan(DropEffect.OPEN_DOCUMENT, paths[0])
    if len(paths) == 1 and folders:
        if is_sample or is_empty or is_read_only:
            effect = DropEffect.OPEN
        else:
            effect = DropEffect.ASK
        return DropPlan(effect, folders[0])
    from reader import formats

    known_folders = set(folders)
    files = [path for path in paths if path not in known_folders and formats.is_issue_file(path)]
    pictures = [path for path in paths if path not in known_folders | set(files) and is_picture(path.name)]
    if not (files or folders or pictures):
        return DropPlan(DropEffect.NOTHING)
    if is_read_only:
        return DropPlan(DropEffect.READ_ONLY)
    if is_sample:
        effect = DropEffect.COPY_INTO_NEW
    else:
        effect = DropEffect.COPY
    return DropPlan(effect, None, len(files), len(folders), len(pictures))


def _what_is_dropped(plan: DropPlan) -> str:
    parts = []
    if plan.files:
        parts.append(count(plan.files, "{n} 个文件"))
    if plan.folders:
        parts.append(count(plan.folders, "{n} 个文件夹里的报纸"))
    if plan.pictures:
        parts.append(count(plan.pictures, "{n} 张图片"))
    return say("、").join(parts)


def in_words(plan: DropPlan, library: str) -> tuple[str, str]:
    """Return the effect of the drop in words, and a remark on it; `library` is the name of the current library."""
    name = folder_name(plan.folder) if plan.folder else ""
    what = _what_is_dropped(plan)
    match plan.effect:
        case DropEffect.OPEN:
            return (
                say("松手就打开“{folder}”", folder=name),
                say("代替现在的“{library}”；两边的文件都不动。", library=library),
            )
        case DropEffect.OPEN_DOCUMENT:
            owned = plan.folder and document_of(plan.folder)
            return say("松手就打开“{folder}”", folder=name), owned[1].effect() if owned else ""
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
        self._title = ""
        self._detail = ""
        self._is_refusal = False
        self.hide()

    def show_words(self, title: str, detail: str, *, is_refusal: bool) -> None:
        self._title = title
        self._detail = detail
        self._is_refusal = is_refusal
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


class ImportingPart(Part):
    """Imports files that are chosen, dropped on the window, or given by another part of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.dropping = Dropping(desk, self.import_files)
        desk.frame.take_files(self.choose_files, self.import_files)

    def handlers(self) -> Handlers:
        return {"import_files": self.choose_files}

    def finish(self) -> None:
        self.desk.window.on_drag = do_nothing

    def choose_files(self) -> None:
        from reader.ui.widgets.dialog import Files, ask_to_open_several

        kinds = say(
            "能读的文件 (*.txt *.md *.pdf *.djvu *.djv *.htm *.html *.xhtml *.shtml *.mht *.mhtml *.xml *.hocr"
            " *manifest*.json *.epub *.docx *.csv *.tsv *.jsonl *.ndjson *.zip *.cbz"
            " *.tar *.tgz *.tar.gz *.tar.xz *.tar.bz2"
            " *.jpg *.jpeg *.png *.tif *.tiff *.jp2 *.j2k *.webp *.avif *.heic *.heif *.gif)"
        )
        chosen = ask_to_open_several(self.desk.frame.window(), say("导入文件"), Files.ISSUES, kinds)
        if chosen:
            self.import_files(chosen)

    def import_files(self, paths: Sequence[Path]) -> None:
        """Copy files into the library; if it is the sample, offer to make a new library first."""
        if self._library.is_sample:
            self._offer_own_library(paths)
            return

        def done(report: ImportReport) -> None:
            if report.copied:
                self.desk.sync.begin_again()
            self.tell(report)

        self._run(partial(_imported, self._library, paths), while_open(self, done, self._tell_number))

    def _run(self, copy: Callable[[], ImportReport], done: Callable[[ImportReport], None]) -> None:
        # what is copied is told, whatever library is open then
        self.desk.window.outlasting.run(copy, done, self._services.error, (LibraryError,))

    def tell(self, report: ImportReport) -> None:
        """Say what was imported; offer to show it when it is read, and have the pictures recognised."""
        self._tell_number(report)
        if report.failed:
            failed = [Path(failure.path) for failure in report.failed]
            self.desk.window.show_failures(report.failed, "import", partial(self.import_files, failed))
        if report.copied:
            self._offer(report)
        for part in self.desk.parts.made.values() if report.wordless else ():
            part.imported(report.wordless)

    def _tell_number(self, report: ImportReport) -> None:
        self._services.message(_report_in_words(report))

    def _offer(self, report: ImportReport) -> None:
        """Offer to show what was imported, when it is read."""

        def look() -> None:
            issue = self._library.contents.newest_of_files(report.copied)
            if issue is None:  # the sync that ended had begun before the import
                self._offer(report)
                return
            self._services.step(
                say("{words}，已读入", words=_report_in_words(report)),
                say("看新读入的"),
                partial(self._show, issue.id),
            )

        self.desk.sync.finished.connect(look, Qt.ConnectionType.SingleShotConnection)

    def _show(self, issue_id: int) -> None:
        if self.desk.frame.are_results_shown():
            self.desk.results.leave_search()
        self.desk.reading.read_issue(issue_id)

    def _offer_own_library(self, paths: Sequence[Path]) -> None:
        root = default_root()
        window = self.desk.window

        def make() -> None:
            try:
                root.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                self._services.message(
                    say("建不了文件夹 {path}：{reason}", path=root, reason=system_words(error))
                )
                return
            self._run(copy, done)

        def copy() -> ImportReport:
            with closing(Library.open(root)) as library:
                return _imported(library, paths)

        def done(report: ImportReport) -> None:
            window.open_library(root, lambda: window.desk().parts.of(ImportingPart).tell(report))

        from reader.ui.widgets.dialog import ask

        ask(
            self.desk.frame.window(),
            "offerLibrary",
            say("样本不能添加文件。要新建自己的资料库吗？"),
            say("文件会复制到 {path}，原来的文件不动。", path=root),
            [(say("新建并导入"), make)],
        )


class Dropping:
    """Accepts drops on the window, and does what its overlay tells."""

    def __init__(self, desk: Desk, import_files: Callable[[Sequence[Path]], object]) -> None:
        self.import_files = import_files
        self._desk = desk
        self._library = desk.library
        self._is_wanted = False
        """Whether the current drag would have an effect; computed when it enters the window."""
        self.overlay = DropOverlay(desk.frame)
        self._window = desk.frame.window()
        self._window.setAcceptDrops(True)
        desk.window.on_drag = self.follow

    def follow(self, event: QEvent) -> None:
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        elif isinstance(event, QDragLeaveEvent):
            self.overlay.hide()
        elif isinstance(event, QDragMoveEvent):
            answer(event, is_taken=self._is_wanted)
        elif isinstance(event, QDropEvent):
            self._take(event)

    def _enter(self, event: QDragEnterEvent) -> None:
        """Accept or reject a drag that enters the window, and show the effect of a drop."""
        if not dropped_paths(event.mimeData()):
            return
        plan = self._plan(event)
        title, detail = in_words(plan, self._library.name)
        self._is_wanted = plan.effect not in _REFUSED
        self.overlay.show_words(title, detail, is_refusal=not self._is_wanted)
        answer(event, is_taken=self._is_wanted)
        event.accept()  # so that the window gets the leave event; `_take` accepts or rejects the drop itself

    def _plan(self, event: QDropEvent) -> DropPlan:
        paths = dropped_paths(event.mimeData())
        if not may_be_copied(event):
            return DropPlan(DropEffect.ONLY_MOVED)
        folders = [path for path in paths[:_LOOKED_AT] if for_system(path).is_dir()]
        library = self._library
        return plan_of(
            paths,
            folders,
            is_sample=library.is_sample,
            is_empty=not library.contents.counts().articles,
            is_read_only=bool(library.why_unchangeable()),
        )

    def _take(self, event: QDropEvent) -> None:
        """Carry out a drop: open a folder, copy files, or ask which of both."""
        self.overlay.hide()
        plan = self._plan(event)
        paths = dropped_paths(event.mimeData())
        if not answer(event, is_taken=plan.effect not in _REFUSED):
            return
        if plan.folder is None:
            self.import_files(paths)
        elif plan.effect is DropEffect.OPEN_DOCUMENT:
            self._desk.window.desk().parts.open_document(plan.folder)
        elif plan.effect is DropEffect.OPEN:
            self._desk.window.open_library(plan.folder, do_nothing)
        else:
            self._ask(plan.folder)

    def _ask(self, folder: Path) -> None:
        name = self._library.name
        from reader.ui.widgets.dialog import ask

        ask(
            self._window,
            "askDrop",
            say("拿“{folder}”做什么？", folder=folder_name(folder)),
            say("打开它，会代替现在的“{library}”；复制，是把里面的报纸加进来。", library=name),
            [
                (say("打开这个文件夹"), partial(self._desk.window.open_library, folder, do_nothing)),
                (say("复制进“{library}”", library=name), partial(self.import_files, [folder])),
            ],
        )


def _imported(library: Library, paths: Sequence[Path]) -> ImportReport:
    from reader.features.importing.copying import import_files

    return import_files(library, paths)


def _report_in_words(report: ImportReport) -> str:
    sentences = (
        (len(report.copied), count(len(report.copied), "已导入 {n} 个文件")),
        (report.pictures, count(report.pictures, "连同各版的图片 {n} 幅")),
        (len(report.wordless), count(len(report.wordless), "{n} 张图片，正在识别")),
        (len(report.same), count(len(report.same), "{n} 个文件资料库里已有")),
        (len(report.same_issue), count(len(report.same_issue), "{n} 个文件与已有的同属一期")),
        (len(report.failed), count(len(report.failed), "{n} 个文件未能导入")),
        (report.left_out, count(report.left_out, "{n} 个文件不含文章")),
        (len(report.led_out), count(len(report.led_out), "{n} 个指向外面的链接未读取")),
    )
    parts = [sentence for number, sentence in sentences if number]
    message = wording.listed(parts)
    others = [file for file in report.passed_over if not file.is_without_article]
    if len(others) == 1:
        told = say("没有放入 {path}：{message}", path=Path(others[0].path).name, message=others[0].message)
        return wording.listed([*parts, told])
    if others and message:
        number = count(len(others), "{n} 个文件没有导入：这里不读这样的文件")
        return wording.listed([*parts, number])
    return message or say(
        "没有可以导入的报纸文件（.txt、.md、PDF、网页、ALTO、PAGE、hOCR、EPUB、Word、表格、压缩包、图片）。"
    )
