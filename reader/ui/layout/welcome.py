"""The welcome page of a window without articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reader import do_nothing
from reader.i18n import count, say
from reader.library.sync_events import SyncReport
from reader.plugs import is_opened
from reader.storage.system_paths import for_system
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import RING, Label, LinkButton, PushButton, Wide, column_layout, row_layout
from reader.ui.widgets.row_list import answer, dropped_paths
from reader.ui.widgets.text_painting import Painted

if TYPE_CHECKING:
    from reader.ui.layout.recent_libraries import RecentLibraries
    from reader.ui.layout.recent_list import RecentList

_WIDTH = 620
_MOST_RECENT = 3
"""The maximum number of recent libraries shown."""
_HEIGHT_WITHOUT_RECENT = 440
"""The height of the page without the recent libraries, in pixels."""
# The bounds of the height of the drop target, in pixels.
_MIN_DROP = 72
_MAX_DROP = 196
_WITH_ICON = 132
"""The minimum height of a drop target with an icon, in pixels."""


class WelcomeCalls(Struct):
    """What the page asks for; whoever does it sets the function."""

    choose_library: Callable[[], object] = do_nothing
    choose_files: Callable[[], object] = do_nothing
    open_sample: Callable[[], object] = do_nothing
    open_given: Callable[[Path], object] = do_nothing
    import_files: Callable[[Sequence[Path]], object] = do_nothing


class DropTarget(QWidget):
    """A drop target: a single folder, or a file that is no paper, is opened; other files are imported."""

    def __init__(self, calls: WelcomeCalls) -> None:
        super().__init__()
        self._calls = calls
        self.setMinimumHeight(_MIN_DROP)
        self.setMaximumHeight(_MAX_DROP)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setAcceptDrops(True)
        self.setAccessibleName(say("把报纸文件夹拖到这里"))
        self._is_over = False

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _MAX_DROP)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if answer(event, is_taken=bool(dropped_paths(event.mimeData()))):
            self._light(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        answer(event, is_taken=self._is_over)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        paths = dropped_paths(event.mimeData())
        if not answer(event, is_taken=bool(paths)):
            return
        if len(paths) == 1 and (for_system(paths[0]).is_dir() or is_opened(paths[0])):
            self._calls.open_given(paths[0])
        else:
            self._calls.import_files(paths)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("accent" if self._is_over else "rule2"), 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(theme.color("soft" if self._is_over else "list"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        middle = self.height() / 2 - 56
        if self.height() >= _WITH_ICON:
            theme.draw_icon(painter, "drop", "accent", self.width() / 2 - 18, middle, 36)
        else:
            middle -= 25
        for top, height, text, font, token in (
            (middle + 52, 30, say("把报纸文件夹拖到这里"), theme.serif(18, 700), "ink"),
            (
                middle + 84,
                24,
                say("纯文本 .txt、.md，PDF，图片，存下的数字报；按年、月分好最省事"),
                theme.sans(13),
                "ink2",
            ),
        ):
            place = QRectF(12, top, self.width() - 24, height)
            text_painting.draw_words(painter, place, text, font, token, text_painting.CENTER)

    def _light(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


def _within_rings() -> QVBoxLayout:
    """Return a column whose parts stand as far inside as the buttons do, around which there is room for a ring."""
    column = QVBoxLayout()
    column.setContentsMargins(RING, 0, RING, 0)
    column.setSpacing(0)
    return column


def _title() -> Label:
    words = say("从哪一天读起？")
    font = QFont(theme.serif(34, 700))
    if not words.isascii():  # only Han characters are letter-spaced
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 3)
    title = Label(words, font)
    title.setFixedHeight(58)
    return title


class Welcome(QWidget):
    """The page with buttons to open a library, a drop target for files, and the recent libraries."""

    def __init__(self) -> None:
        super().__init__()
        calls = WelcomeCalls()
        self.calls = calls
        self.setObjectName("welcome")
        theme.tint(self, "paper")
        self.recent: RecentLibraries | None = None
        """The recent libraries, which are listed when the page is shown for the first time; set by the owner."""
        self.recent_list: RecentList | None = None
        self._motto = Label("", theme.serif(15), "ink2", wraps=True)
        self._motto.setMinimumHeight(26)
        self.show_words("")
        self.open_button = PushButton(
            say("打开报纸文件夹…"), "folder", primary=True, act=lambda: calls.choose_library()
        )
        self.import_button = PushButton(say("导入文件…"), "file", act=lambda: calls.choose_files())
        self.sample_button = PushButton(say("先看看样本"), "book", act=lambda: calls.open_sample())
        offers = QWidget()
        offers.setMinimumHeight(LinkButton("").sizeHint().height())
        self._offers = row_layout(of=offers)
        self._below = QWidget()
        self._libraries = QVBoxLayout(self._below)
        self._libraries.setContentsMargins(RING, 14, RING, 0)
        self._libraries.setSpacing(2)
        self._below.hide()
        self._lay_out(offers)

    def _lay_out(self, offers: QWidget) -> None:
        """Set the parts below each other, in a box in the middle of the page."""
        box = QWidget()
        box.setMaximumWidth(_WIDTH + 2 * RING)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        foot = _within_rings()
        _add_notes(foot)
        column = column_layout(self._made_head(), self._made_buttons(), 8, of=box, spacing=0)
        column.addWidget(offers, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._below)
        column.addLayout(foot)
        middle = row_layout(Wide(), margins=(24, 24, 24, 24))
        middle.addWidget(box, 1000)
        middle.addStretch(1)
        outer_layout = QVBoxLayout(self)
        outer_layout.addStretch(1)
        outer_layout.addLayout(middle)
        outer_layout.addStretch(1)

    def _made_head(self) -> QVBoxLayout:
        head = _within_rings()
        rule = Painted(6, lambda painter, rect: text_painting.draw_double_rule(painter, 0, 0, rect.width()))
        for widget, below in ((_title(), 4), (self._motto, 12), (rule, 24), (DropTarget(self.calls), 17)):
            head.addWidget(widget)
            head.addSpacing(below)
        return head

    def _made_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.open_button, self.import_button, self.sample_button):
            buttons.addWidget(button, 1)
        return buttons

    def take_files(
        self, choose: Callable[[], object], import_files: Callable[[Sequence[Path]], object]
    ) -> None:
        self.calls.choose_files = choose
        self.calls.import_files = import_files

    def offer(self, actions: Iterable[QAction]) -> None:
        """Offer the actions of features; without one that imports files, there is no button for that."""
        self.import_button.setVisible(self.calls.choose_files is not do_nothing)
        for action in actions:
            self._offers.addWidget(LinkButton(action.text(), act=action.trigger))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.recent is not None and self.recent_list is None:
            from reader.ui.layout.recent_list import RecentList

            self.recent_list = RecentList(self.recent, say("最近打开的资料库"), "paper")
            self._libraries.addWidget(Label(say("最近打开"), theme.sans(13, 700), "ink2"))
            self._libraries.addWidget(self.recent_list)
            self.recent.changed.connect(self._fit_recent)
            self._fit_recent()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_recent()

    def _fit_recent(self) -> None:
        """Show as many libraries as fit, at most `_MOST_RECENT`; without any, hide their heading."""
        from reader.ui.layout.recent_list import ROW

        if self.recent_list is not None:
            most = min(_MOST_RECENT, (self.height() - _HEIGHT_WITHOUT_RECENT) // ROW)
            rows = max(0, min(most, len(self.recent_list.rows())))
            self.recent_list.setFixedHeight(rows * ROW)
            self._below.setVisible(rows > 0)

    def show_words(self, words: str) -> None:
        """Show a message on the open folder below the title; "" restores the default words."""
        self._motto.setText(words or say("离线翻阅旧报，按人名和词语检索，收藏并随手加注。"))


def reason_for_no_articles(report: SyncReport, name: str) -> str:
    """Return in words why the library `name` has no article after a sync, and what to do, if something can be done."""
    if report.pictures:
        return say(
            "“{name}”里有 {pictures}，还没有文字。识别以后就能读、能搜。",
            name=name,
            pictures=count(report.pictures, "{n} 张图片"),
        )
    if report.left_out:
        return say("“{name}”里的文件都不含文章，没有可读的报纸。", name=name)
    if report.passed_over:
        return say(
            "“{name}”里的文件都不是 .txt、.md、PDF、网页、EPUB、Word、表格或压缩包，"
            "也不是 ALTO、PAGE、hOCR，没有可读的报纸。",
            name=name,
        )
    if report.led_out:
        return say("“{name}”里只有指向外面的链接，未读取。请直接打开它们指向的文件夹。", name=name)
    if report.failed:
        return say("“{name}”里的文件一个也没能读入，原因见下面的清单。", name=name)
    return say("“{name}”还是空的。把报纸文件拖进来，或另开一个文件夹。", name=name)


def _add_notes(foot: QVBoxLayout) -> None:
    foot.addSpacing(7)
    for words in (
        say("阅报只读取您的文件，不改动、不上传；索引、收藏和批注都存放在本机。"),
        say("文件名里有日期就能自动归期，例如 19870612-02.txt；没有日期的归在“日期不详”下，照样能读能搜。"),
    ):
        note = Label(words, theme.sans(13), "ink2", wraps=True)
        note.setMinimumHeight(24)
        foot.addWidget(note)
