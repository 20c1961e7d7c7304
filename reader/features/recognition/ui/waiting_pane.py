"""The page on pictures without a text: which they are, how long recognising them takes, how well it will go."""

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from reader.features.recognition.pace import in_words
from reader.i18n import count, say
from reader.library.answers import COMMAND, WaitingPicture, coarse_in_words, resolution_in_words
from reader.parsing import origin_of
from reader.ui.frame import InsteadPane
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    FlowLayout,
    Label,
    LinkButton,
    PushButton,
)
from reader.ui.widgets.listing import Heading, Listing


class Waiting(Struct, frozen=True):
    """The pictures without a text, what has to be installed first, the seconds that a page takes, if known, and whether
    the library has nothing to read.
    """

    pictures: Sequence[WaitingPicture] = ()
    hint: str = ""
    seconds: float | None = None
    is_alone: bool = False


class _Pictures(Listing[WaitingPicture]):
    row_height = 44

    def __init__(self, follow: Callable[[], object]) -> None:
        self._changed = follow
        self.left_out: set[object] = set()
        super().__init__(say("还没有文字的图片"), "paper", has_ticks=True)

    def key_of(self, row: WaitingPicture) -> object:
        return row.path

    def is_ticked_at_first(self, row: WaitingPicture) -> bool:
        return row.path not in self.left_out

    def words(self, row: WaitingPicture) -> str:
        return wording.listed([PurePosixPath(row.path).name, resolution_in_words(row)])

    def tip(self, row: WaitingPicture) -> str:
        return row.path

    def paint_row(self, painter: QPainter, rect: QRectF, row: WaitingPicture) -> None:
        small, ink = theme.sans(12, 700 if row.is_coarse else 400), "warn" if row.is_coarse else "ink3"
        taken = text_painting.draw_words(
            painter, rect, resolution_in_words(row), small, ink, text_painting.RIGHT
        )
        name = PurePosixPath(row.path).name
        text_painting.draw_free(painter, rect.adjusted(0, 0, -taken - 12, 0), name, theme.sans(13), "ink")

    def follow_choice(self) -> None:
        super().follow_choice()
        self._changed()


class WaitingPane(InsteadPane):
    def __init__(
        self,
        begin: Callable[[Sequence[str]], object],
        look: Callable[[], object],
        close: Callable[[], object],
    ) -> None:
        """Make the page: it begins to recognise pictures, looks for them again, and is closed."""
        super().__init__()
        self.setObjectName("waitingPictures")
        self._begin_with, self._waiting, self._is_running = begin, Waiting(), False
        lead = say("图片里的字要先识别，才能读、能搜、能摘。")
        self.facts = {name: Label("", theme.sans(13), wraps=True) for name in _facts()}
        self._hint = Label("", theme.sans(13), "warn", wraps=True)
        self.begin_button = PushButton("", "search", primary=True, act=lambda: self._begin())
        self.try_button = PushButton(say("先试 1 个"), act=lambda: self._begin(most=1))
        self.copy_button = PushButton(
            say("复制命令"), "copy", act=lambda: QGuiApplication.clipboard().setText(COMMAND)
        )
        self.again_button = PushButton(say("再看看"), act=look)
        self.skip_link = LinkButton(say("先跳过分辨率低的"), act=self._skip)
        close_link = LinkButton(say("不识别"), quiet=True, act=close)
        self.pictures = _Pictures(self._follow)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for row, (name, label) in enumerate(self.facts.items()):
            grid.addWidget(Label(name, theme.sans(13), "ink2"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1)
        buttons = FlowLayout(8)
        for button in (self.begin_button, self.try_button, self.copy_button, self.again_button):
            buttons.addWidget(button)
        for link in (self.skip_link, close_link):
            buttons.addWidget(link)
        told = Label(lead, theme.sans(14), "ink2", wraps=True)
        above = (told, grid, self._hint, buttons)
        self.number = self.lay_out(say("还没有文字"), self.pictures, *above, close=close)

    def face(self) -> QWidget:
        return self.pictures.view

    def show_waiting(self, waiting: Waiting, *, is_running: bool) -> None:
        self._waiting, self._is_running = waiting, is_running
        shown = set[object](each.path for each in self.pictures.rows())
        self.pictures.left_out = shown - self.pictures.ticked
        self.pictures.show_rows([*_by_day(waiting.pictures)])
        self.number.setText(_number(waiting.pictures))
        self._hint.setText(waiting.hint)
        for widget in (self._hint, self.copy_button, self.again_button):
            widget.setVisible(bool(waiting.hint))
        self._follow()

    def _begin(self, most: int | None = None) -> None:
        self._begin_with([each.path for each in self.pictures.ticked_rows()[:most]])

    def _skip(self) -> None:
        self.pictures.tick([each for each in self.pictures.rows() if each.is_coarse], is_ticked=False)

    def _follow(self) -> None:
        """Show what holds for the pictures that are ticked."""
        if "pictures" not in vars(self):
            return
        chosen = self.pictures.ticked_rows()
        self.begin_button.setText(say("识别 {words}", words=_number(chosen)))
        for button in (self.begin_button, self.try_button):
            button.setVisible(not self._waiting.hint)
            button.setEnabled(bool(chosen) and not self._is_running)
        self.skip_link.setVisible(any(each.is_coarse for each in chosen))
        for name, words in _facts(chosen, self._waiting.seconds).items():
            self.facts[name].setText(words)


def _facts(chosen: Sequence[WaitingPicture] = (), seconds: float | None = None) -> dict[str, str]:
    """Return in words how long recognising pictures takes, how well it will go, and the like."""
    time = say("还不知道；认完第一页就知道")
    if seconds is not None:
        time = say(
            "约 {time}（这台机器认一页约 {page}）",
            time=in_words(len(chosen) * seconds),
            page=in_words(seconds),
        )
    several = any(each.is_pdf for each in chosen)
    unknown = sum(each.dpi is None and not each.is_pdf for each in chosen)
    sure = [
        coarse_in_words(chosen),
        count(unknown, "{n} 张没有写明分辨率") if unknown else "",
        say("PDF 要认了才知道") if several else "",
    ]
    return {
        say("要多久"): wording.listed([time, say("PDF 按一页算，页数打开才知道") if several else ""]),
        say("看得见"): say("认好一页就能读一页，随时可停"),
        say("认得准"): wording.listed(sure) or say("分辨率够用；认完每一篇都写明把握"),
        say("存在哪"): say("文字另存，原图不改，不上传"),
    }


def _number(pictures: Sequence[WaitingPicture]) -> str:
    several = sum(each.is_pdf for each in pictures)
    single = len(pictures) - several
    return wording.listed(
        [
            count(single, "{n} 张图片") if single or not several else "",
            count(several, "{n} 个 PDF") if several else "",
        ]
    )


def _by_day(pictures: Sequence[WaitingPicture]) -> list[WaitingPicture | Heading]:
    """Return the pictures below the days in their names; the latest is first already."""
    rows: list[WaitingPicture | Heading] = []
    for date, group in groupby(pictures, key=lambda each: origin_of(each.path).date):
        own = list(group)
        day = f"{wording.day(date)} {wording.weekday(date)}" if date else say("日期不详")
        rows += [Heading(wording.listed([day, _number(own)])), *own]
    return rows
