"""Recognising the pictures of a library in a child process; finished pages are shown while it goes on."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from pathlib import PurePosixPath

from msgspec import Struct
from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from reader.features.recognition.pace import in_words
from reader.i18n import count, later, say
from reader.library.answers import (
    COMMAND,
    WaitingPicture,
    coarse_in_words,
    resolution_in_words,
    waiting_in_words,
)
from reader.library.sync_events import RecognitionProgress, RecognitionReport
from reader.library.sync_process import PAUSE, RESUME, Event, Failed
from reader.ui.desk import Desk, InsteadPart
from reader.ui.frame import InsteadPane, Tab
from reader.ui.sync.progress_strip import LongWork, time_in_words
from reader.ui.sync.sync_controller import Child
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.listing import Heading, Listing, Nothing
from reader.ui.widgets.services import Change, Handlers


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

    def nothing(self) -> Nothing:
        return Nothing(say("没有等着识别的图片了"))

    def is_ticked_at_first(self, row: WaitingPicture) -> bool:
        return row.path not in self.left_out

    def words(self, row: WaitingPicture) -> str:
        return wording.listed([PurePosixPath(row.path).name, resolution_in_words(row)])

    def tip(self, row: WaitingPicture) -> str:
        return row.path

    def paint_row(self, painter: QPainter, rect: QRectF, row: WaitingPicture) -> None:
        small = theme.sans(12, 700 if row.is_coarse else 400)
        ink = "warn" if row.is_coarse else "ink3"
        words_width = text_painting.draw_words(
            painter, rect, resolution_in_words(row), small, ink, text_painting.RIGHT
        )
        name = PurePosixPath(row.path).name
        text_painting.draw_free(
            painter, rect.adjusted(0, 0, -words_width - 12, 0), name, theme.sans(13), "ink"
        )

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
        self._begin_with = begin
        self._waiting = Waiting()
        self._is_running = False
        lead = say("图片里的字要先识别，才能读、能搜、能摘。")
        self.facts = {name: Label("", theme.sans(13), wraps=True) for name in _facts()}
        self._hint = Label("", theme.sans(13), "warn", wraps=True)
        self.begin_button = PushButton("", "search", primary=True, act=lambda: self._begin())
        self.try_button = PushButton(say("先试 1 个"), act=partial(self._begin, most=1))
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
        label = Label(lead, theme.sans(14), "ink2", wraps=True)
        above = (label, grid, self._hint, buttons)
        self.number = self.lay_out(say("还没有文字"), self.pictures, *above, close=close)

    def face(self) -> QWidget:
        return self.pictures.view

    def show_waiting(self, waiting: Waiting, *, is_running: bool) -> None:
        self._waiting = waiting
        self._is_running = is_running
        paths = set[object](row.path for row in self.pictures.rows())
        self.pictures.left_out = paths - self.pictures.ticked
        self.pictures.show_rows([*_by_day(waiting.pictures)])
        self.number.setText(_number(waiting.pictures))
        self._hint.setText(waiting.hint)
        for widget in (self._hint, self.copy_button, self.again_button):
            widget.setVisible(bool(waiting.hint))
        self._follow()

    def _begin(self, most: int | None = None) -> None:
        self._begin_with([ticked_row.path for ticked_row in self.pictures.ticked_rows()[:most]])

    def _skip(self) -> None:
        self.pictures.tick([row for row in self.pictures.rows() if row.is_coarse], is_ticked=False)

    def _follow(self) -> None:
        """Show what holds for the pictures that are ticked."""
        if "pictures" not in vars(self):
            return
        chosen = self.pictures.ticked_rows()
        self.begin_button.setText(say("识别 {words}", words=_number(chosen)))
        for button in (self.begin_button, self.try_button):
            button.setVisible(not self._waiting.hint)
            button.setEnabled(bool(chosen) and not self._is_running)
        self.skip_link.setVisible(any(picture.is_coarse for picture in chosen))
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
    times = [time]
    doubts = [coarse_in_words(chosen)]
    unknown = sum(picture.dpi is None and not picture.is_pdf for picture in chosen)
    if unknown:
        doubts.append(count(unknown, "{n} 张没有写明分辨率"))
    if any(picture.is_pdf for picture in chosen):
        doubts.append(say("PDF 要认了才知道"))
        times.append(say("PDF 按一页算，页数打开才知道"))
    return {
        say("要多久"): wording.listed(times),
        say("看得见"): say("认好一页就能读一页，随时可停"),
        say("认得准"): wording.listed(doubts) or say("分辨率够用；认完每一篇都写明把握"),
        say("存在哪"): say("文字另存，原图不改，不上传"),
    }


def _number(pictures: Sequence[WaitingPicture]) -> str:
    pdfs = sum(picture.is_pdf for picture in pictures)
    single = len(pictures) - pdfs
    if not pdfs:
        return count(single, "{n} 张图片")
    if not single:
        return count(pdfs, "{n} 个 PDF")
    return wording.listed([count(single, "{n} 张图片"), count(pdfs, "{n} 个 PDF")])


def _by_day(pictures: Sequence[WaitingPicture]) -> list[WaitingPicture | Heading]:
    """Return the pictures below the days in their names; the latest is first already."""
    from reader.parsing import origin_of

    rows: list[WaitingPicture | Heading] = []
    for date, group in groupby(pictures, key=lambda picture: origin_of(picture.path).date):
        day_pictures = list(group)
        if date:
            day = f"{wording.day(date)} {wording.weekday(date)}"
        else:
            day = say("日期不详")
        rows += [Heading(wording.listed([day, _number(day_pictures)])), *day_pictures]
    return rows


_SHOWN_EVERY_MS = 60_000
"""The interval between two syncs that read in the pages recognised so far, in milliseconds."""


_NOTHING_WAITS = later("没有等着识别的图片。")
_PAUSE = 50
"""After a sync, pictures are looked for again when so many times as long has passed as that took."""


class RecognitionPart(InsteadPart["WaitingPane"]):
    """Offers to recognise pictures without a text, runs the child, and shows its progress in the strip."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._strip = desk.frame.strip
        self._rescan = desk.sync.begin_again
        """Starts the sync that reads in the recognised pages."""
        self._paths: list[str] = []
        """The paths to recognise, in the library; those chosen last come first, "." stands for all."""
        self._shown = RecognitionProgress(0, 0, "")
        self._is_paused = False
        self._is_offered = False
        self._asked_in = ""
        """The words in which it was offered to look at them, if it was."""
        self._since_rescan = QElapsedTimer()
        self._looked = QElapsedTimer()
        self._look_again = QTimer(self, singleShot=True)
        self._look_again.timeout.connect(self.look)
        self._took = 0
        self._found: Waiting | None = None
        self._is_wanted = False
        self._look_queue = TaskQueue(self)
        self.process = Child(
            self, self.handle, (RecognitionReport,), lambda _: say("识别中断了。识别好的页都留着。")
        )
        desk.frame.tabShown.connect(self._follow_tab)

    def _follow_tab(self, tab: str) -> None:
        if tab == Tab.CHECK:  # they stand in its list
            self.desk.frame.area.questions.withdraw(self._asked_in)

    def handlers(self) -> Handlers:
        return {"waiting_pictures": self._open_looked}

    def _open_looked(self) -> None:
        if self._may_wait():
            self._is_wanted = True
            self.look()
        else:
            self._services.message(_NOTHING_WAITS())

    def _may_wait(self) -> bool:
        library = self._library
        is_folder = not (library.is_sample or library.is_in_one_file or library.is_elsewhere)
        return is_folder and not library.why_unchangeable()

    def refresh(self, change: Change) -> None:
        if change is not Change.SCAN or not self._may_wait():
            return
        if self._is_offered and not self.is_shown():
            return  # they are in the list of what is not known, and looked for again when their page is opened
        left = _PAUSE * self._took - self._looked.elapsed() if self._looked.isValid() else 0
        if left <= 0:
            self.look()
        elif not self._look_again.isActive():  # for what the last change has brought
            self._look_again.start(left)

    def look(self) -> None:
        self._look_again.stop()
        self._looked.start()
        self._look_queue.run(self._waiting, self._show_waiting)

    def _waiting(self) -> "Waiting":
        from reader.features.recognition.pace import seconds_a_page
        from reader.features.recognition.waiting_pictures import FoundWaiting

        waiting = FoundWaiting(self._library.folder)
        contents = self._library.contents
        pictures = waiting.look(contents.wordless())
        is_alone = not contents.counts().articles
        if not pictures:
            return Waiting(is_alone=is_alone)
        return Waiting(pictures, waiting.hint(), seconds_a_page(), is_alone)

    def _show_waiting(self, waiting: "Waiting") -> None:
        self._took = self._looked.elapsed()
        self._found = waiting
        self._fill()
        is_wanted = self._is_wanted
        self._is_wanted = False
        if not waiting.pictures:
            self.close()
            if is_wanted:
                self._services.message(_NOTHING_WAITS())
        elif is_wanted:
            self._is_offered = True
            self.open()
        elif not self._is_offered and not self.process.is_running():
            self._is_offered = True
            if waiting.is_alone:
                self.open()
            elif self.desk.frame.tab != Tab.CHECK:
                self._asked_in = say("{words}。", words=waiting_in_words(waiting.pictures))
                self._services.ask(self._asked_in, say("看看是哪些"), self.open)

    def make_pane(self) -> "WaitingPane":
        return WaitingPane(self.begin, self.look, self.close)

    def _fill(self) -> None:
        if "pane" in vars(self) and self._found is not None:
            self.pane.show_waiting(self._found, is_running=self.process.is_running())

    def open(self) -> None:
        """Show the page on the pictures that wait, also where the library has no article yet."""
        super().open()
        self._fill()

    def close(self) -> bool:
        """Close the page; `waiting_pictures` opens it again."""
        was_shown = super().close()
        if was_shown and self._found is not None and self._found.is_alone:
            self.desk.frame.show_welcome(True)
        return was_shown

    def follow_reading(self) -> None:
        super().close()

    def imported(self, wordless: Sequence[str]) -> None:
        self.begin(wordless)

    def begin(self, chosen: Sequence[str] = (".",)) -> None:
        """Recognise the pictures at these paths before those of earlier calls; "." stands for all without a
        text.

        Finished pages are kept; the page in work is started again later.
        """
        before = self._paths if self.process.is_running() else []
        self.process.close(waits=False)
        self._paths = list(dict.fromkeys([*chosen, *before]))
        self._shown = RecognitionProgress(0, 0, "")
        self._is_paused = False
        self._since_rescan.start()
        self._show()
        from reader.features.recognition.recognition_process import child_command

        self.process.run(lambda: child_command(self._library.root, self._paths))
        self._fill()

    def finish(self) -> None:
        """End the child; finished pages are kept, and the next run continues after them."""
        self._look_again.stop()
        self.process.close(waits=False)

    def _turn(self) -> None:
        self.process.order(RESUME if self._is_paused else PAUSE)
        self._is_paused = not self._is_paused
        self._show()

    def _end(self, words: str) -> None:
        self.process.close(waits=False)
        self._strip.show_work(None)
        self._rescan()
        self._services.ask(words, say("接着识别"), lambda: self.begin(self._paths))

    def _show(self) -> None:
        now = self._shown
        words = say("在找要识别的图片")
        if now.total:
            words = say("识别图片：第 {page} 页，共 {total} 页", page=now.done + 1, total=now.total)
        if now.seconds_left is not None:
            time = time_in_words(now.seconds_left)
        else:
            time = ""
        words = wording.listed([words, say("已暂停") if self._is_paused else time])
        cancel = partial(self._end, say("停下了。识别好的页都留着。"))
        self._strip.show_work(LongWork(words, now.done, now.total, self._turn, cancel, self._is_paused))

    def handle(self, event: Event) -> None:
        match event:
            case RecognitionProgress():
                self._progressed(event)
            case RecognitionReport():
                self._finish(event)
            case Failed():
                if self._shown.total:
                    self._end(event.message)
                else:
                    self._strip.show_work(None)
                    self._services.message(event.message)
        if not isinstance(event, RecognitionProgress) and self._looked.isValid():
            self.look()

    def _progressed(self, now: RecognitionProgress) -> None:
        if not now.path:
            return
        self._shown = now
        self._show()
        if self._since_rescan.elapsed() > _SHOWN_EVERY_MS:
            self._since_rescan.restart()
            self._rescan()

    def _finish(self, report: RecognitionReport) -> None:
        from reader.features.recognition.recognition_process import MOST_NAMED

        self._strip.show_work(None)
        self._services.message(_in_words(report))
        self._rescan()
        rest = self._paths[MOST_NAMED:]
        if rest and not report.untried:
            self._paths = []
            self.begin(rest)


def _in_words(report: RecognitionReport) -> str:
    words = report.in_words()
    if not report.failed:
        return say("{words}。", words=words)
    first = report.failed[0]
    return words + say("。") + say("{path}：{reason}", path=first.path, reason=first.message)
