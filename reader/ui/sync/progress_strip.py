"""The status strip of the window: the counts of the library, and the progress of a sync."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from math import floor

from msgspec import Struct
from PySide6.QtCore import QElapsedTimer, QEvent, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader import do_nothing
from reader.i18n import count, say
from reader.library.contents import Counts
from reader.library.read_share import WHOLE, what_is_read
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.application import announce
from reader.ui.widgets.controls import LINK_PADDING, IconButton, Label, LinkButton, Wide, plain, row_layout
from reader.ui.widgets.text_painting import Painted

# What a message has at least, and the space between two parts and around all, in pixels.
_LEAST_MESSAGE = 240
_SPACING = 10
_AROUND = 62
_MIN_SECONDS = 3.0
_MIN_DONE = 5
"""The time left is estimated after so many seconds and files."""


class Phase(Enum):
    IDLE = auto()
    RUNNING = auto()
    PAUSED = auto()
    DONE = auto()
    FAILED = auto()
    ASKING = auto()


class LongWork(Struct, frozen=True):
    """Work of minutes or hours, shown while no files are read: `words` describe it, its buttons call `turn` and
    `cancel`.
    """

    words: str
    done: int
    total: int
    turn: Callable[[], object]
    """Pauses it, or resumes it if it `is_paused`."""
    cancel: Callable[[], object]
    is_paused: bool = False


def seconds_left(files: int, done: float, work: float, seconds: float) -> float | None:
    """Return the estimated seconds for the remaining work at the pace so far; None while too few files are done."""
    if files < _MIN_DONE or seconds < _MIN_SECONDS or done <= 0:
        return None
    return (work - done) * seconds / done


def time_in_words(seconds: float) -> str:
    """Return the time left in words: 约剩 3 分钟."""
    if seconds < 60:
        return say("不到 1 分钟")
    if seconds < 3600:
        return say("约剩 {n} 分钟", n=round(seconds / 60))
    return say("约剩 {n} 小时", n=f"{seconds / 3600:.1f}")


class StripCalls(Struct):
    pause: Callable[[], object] = do_nothing
    resume: Callable[[], object] = do_nothing
    cancel: Callable[[], object] = do_nothing
    show_failures: Callable[[], object] = do_nothing
    """Lists the files that could not be read."""
    show_missing: Callable[[], object] = do_nothing
    """Lists the missing files."""
    retry: Callable[[], object] = do_nothing
    """Syncs again after a sync that failed as a whole."""
    answer: Callable[[bool], object] = do_nothing
    """Answers a question (True: continue anyway)."""


class ProgressStrip(QWidget):
    """Shows counts at the left, and at the right the progress of a sync, a message or a question.

    Long work is shown while there is none of these.
    """

    def __init__(self) -> None:
        super().__init__()
        self.calls = StripCalls()
        self.setObjectName("progressStrip")
        self.setFixedHeight(28)
        theme.tint(self, "window")
        self.phase = Phase.IDLE
        self.counts: Counts | None = None
        """The counts shown; None before they are read."""
        self._has_message = False
        self._announced_quarter = 0
        self._is_settling = False
        self._done = 0
        self._total = 0
        self._before = 0
        self._share = 0.0
        self._share_before = 0.0
        self.read = WHOLE
        """How much of the library has been read, which is told when no sync runs in this window; set by the owner."""
        self._work: LongWork | None = None
        self._is_work_shown = False
        self._clock = QElapsedTimer()
        self._seconds_before = 0.0
        self.counts_button = LinkButton("", quiet=True, px=12, token="ink3")
        self.counts_button.setToolTip(
            say("报纸名不详的各期不算一种报纸；一天有几个版次的，一个版次算一期。更新 (F5)")
        )
        self.label = Label("", theme.sans(12), "ink2", is_free=True)
        self._part_done = 0.0
        self._bar_token = "accent"
        self._bar = Painted(4, self._paint_bar)
        self._bar.setFixedWidth(120)
        self._part = Label("", theme.sans(12), "ink2")
        self.failures_button = LinkButton(say("查看清单"), px=12, act=lambda: self.calls.show_failures())
        self.missing_button = LinkButton(say("查看"), px=12, act=lambda: self.calls.show_missing())
        self.retry_button = LinkButton(say("再试一次"), px=12, act=lambda: self.calls.retry())
        self.yes_button = LinkButton(say("照样更新"), px=12, act=lambda: self.calls.answer(True))
        self.no_button = LinkButton(say("先不更新"), px=12, act=lambda: self.calls.answer(False))
        self.pause_button = IconButton("pause", say("暂停读入"), 24, act=self._pause_or_resume)
        self.cancel_button = IconButton("close", say("取消读入"), 24, act=self._cancel)
        self.label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        # What is held, and how far the work is, in ever fewer words.
        self._held: Sequence[str] = [""]
        self._parts: Sequence[str] = [""]
        self._work_widgets = self._arrange()
        self._write_counts()
        self.show_idle()

    def _arrange(self) -> tuple[QWidget, ...]:
        """Put the parts beside each other; return those at the right, which tell of a sync or of other work."""
        work_widgets = (
            self.label,
            self.failures_button,
            self.missing_button,
            self.retry_button,
            self.yes_button,
            self.no_button,
            self._bar,
            self._part,
            self.pause_button,
            self.cancel_button,
        )
        row_layout(
            self.counts_button,
            Wide(),
            *work_widgets,
            of=self,
            margins=(16 - LINK_PADDING, 0, 12, 0),
            spacing=_SPACING,
        )
        return work_widgets

    def show_counts(self, counts: Counts) -> None:
        self.counts = counts
        self._write_counts()
        if self.phase is Phase.IDLE and not self._has_message:
            self.show_idle()

    def show_idle(self) -> None:
        failed = self.counts.failed_files if self.counts else 0
        missing = self.counts.missing_files if self.counts else 0
        parts = [what_is_read(self.read)]
        if self.read.is_stopped:
            parts = [say("{read}，按 F5 接着读", read=what_is_read(self.read))]
        if failed:
            parts.append(count(failed, "{n} 个文件无法读取"))
        if missing:
            parts.append(count(missing, "{n} 个文件已不在原处，正文仍可读"))
        if self._work is not None:
            self._show(Phase.IDLE, self._work.words, self._work)
            return
        self._show(Phase.IDLE, wording.listed(parts), None)
        self.failures_button.setVisible(bool(failed))
        self.missing_button.setVisible(bool(missing) and not failed)

    def show_work(self, work: LongWork | None) -> None:
        """Show how far long work is, None for none, as soon as there is nothing else to show."""
        self._work = work
        if self.phase is Phase.IDLE and not self._has_message:
            self.show_idle()

    def show_running(
        self,
        done: int,
        total: int,
        path: str = "",
        before: int = 0,
        headline: str = "",
        share: float | None = None,
    ) -> None:
        """Show the progress of a sync; the time left is estimated from the calls.

        Args:
            done: the number of files that are read.
            total: the number of files to read; 0 while they are counted.
            path: the file read next; "" once all are read, while articles are compared and counted.
            before: how many of the `done` files were read by earlier syncs that were interrupted.
            headline: shown instead of the file's name.
            share: that of the work that is done, 0 to 1; None if each file is the same work.
        """
        name = headline or path.rsplit("/", 1)[-1]
        was_settling = self._is_settling
        self._is_settling = bool(total and not name)
        if self.phase is not Phase.RUNNING or was_settling is not self._is_settling:
            if self.phase is Phase.PAUSED:
                self._seconds_before = self._seconds()
            else:
                self._seconds_before = 0.0
            self._clock.start()
            if share is not None:
                self._share_before = share
            else:
                self._share_before = before / max(total, 1)
        self._done = done
        self._total = total
        self._before = before
        if share is not None:
            self._share = share
        else:
            self._share = done / max(total, 1)
        if self._is_settling:
            words = say("都读入了，正在比对和统计")
        else:
            words = say("正在读入报纸")
        self._show(Phase.RUNNING, say("正在读入：{name}", name=name) if name else words)

    def show_paused(self) -> None:
        if self.phase is Phase.RUNNING:
            self._seconds_before = self._seconds()
            self._clock.invalidate()
        self._show(Phase.PAUSED, say("已暂停；读入的部分可搜"))

    def show_done(self, message: str, *, has_list: bool = False) -> None:
        self._done = self._total = max(self._total, 1)
        self._share = 1.0
        self._show(Phase.DONE, message)
        self.failures_button.setVisible(has_list)

    def show_message(self, message: str) -> None:
        """Show a message while no sync is running, until `show_idle`."""
        self._show(Phase.IDLE, message)
        self._has_message = True

    def show_failed(self, message: str, has_list: bool = True, details: str = "", label: str = "") -> None:
        """Show a message about a failure.

        With `has_list`, single files failed, and a button opens their list. Without it, the whole sync failed, and a
        button named `label` tries it again. `details` are the tool tip and the accessible description.
        """
        self._show(Phase.FAILED, message)
        self.label.setToolTip(plain(details))
        self.setAccessibleDescription(details)
        self.failures_button.setVisible(has_list)
        self.retry_button.setText(label or say("再试一次"))
        self.retry_button.setVisible(not has_list)

    def show_question(self, message: str, yes: str = "", no: str = "") -> None:
        self.yes_button.setText(yes or say("照样更新"))
        self.no_button.setText(no or say("先不更新"))
        self._show(Phase.ASKING, message)

    def sizeHint(self) -> QSize:
        return QSize(600, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 28)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):  # a part comes or has other words
            self._fit()
        return super().event(event)

    def _announce(self, phase: Phase, message: str) -> None:
        """Have a screen reader say what begins or ends, and each quarter of the way."""
        quarter = floor(4 * self._share) if phase is Phase.RUNNING else 0
        is_said_anew = phase is Phase.DONE and message != self.label.text()
        is_news = phase is not self.phase or quarter != self._announced_quarter or is_said_anew
        self._announced_quarter = quarter
        if not is_news or not message:
            return
        if quarter:
            announce(self, say("已读 {n} %", n=25 * quarter))
        else:
            announce(self, message)

    def _show(self, phase: Phase, message: str, work: LongWork | None = None) -> None:
        self._announce(phase, message)
        self.phase = phase
        self._has_message = False
        self._is_work_shown = work is not None
        self.label.setText(message)
        self.label.setToolTip("")
        self.setAccessibleDescription("")
        is_paused = work.is_paused if work else phase is Phase.PAUSED
        is_working = work is not None or phase in (Phase.RUNNING, Phase.PAUSED)
        self._bar.setVisible(is_working or phase is Phase.DONE)
        if is_paused:
            token = "rule2"
        elif phase is Phase.DONE:
            token = "ok"
        else:
            token = "accent"
        if work:
            self._part_done = work.done / max(work.total, 1)
        else:
            self._part_done = self._share
        self._bar_token = token
        self._bar.update()
        self.pause_button.setVisible(is_working)
        self.cancel_button.setVisible(is_working)
        self.failures_button.setVisible(phase is Phase.FAILED)
        self.missing_button.hide()
        self.retry_button.hide()
        self.yes_button.setVisible(phase is Phase.ASKING)
        self.no_button.setVisible(phase is Phase.ASKING)
        self.pause_button.set_icon("play" if is_paused else "pause")
        if work is not None:
            self.pause_button.set_words(say("接着识别") if is_paused else say("暂停识别"))
            self.cancel_button.set_words(say("停止识别"))
        else:
            self.pause_button.set_words(say("继续读入") if is_paused else say("暂停读入"))
            self.cancel_button.set_words(say("取消读入"))
        self._write_part()
        self.setAccessibleName(wording.listed([self.label.text(), self._part.text()]) or self._held[0])

    def _paint_bar(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, theme.color("rule"))
        painter.fillRect(
            QRectF(0, 0, rect.width() * self._part_done, rect.height()), theme.color(self._bar_token)
        )

    def _write_part(self) -> None:
        part = ""
        self._parts = [""]
        if self.phase in (Phase.RUNNING, Phase.PAUSED) and self._total:
            left = seconds_left(
                self._done - self._before,
                self._share - self._share_before,
                1 - self._share_before,
                self._seconds(),
            )
            if self._done or not self._is_settling:
                part = f"{floor(self._share * 100)}%"
            else:
                part = ""
            if left is not None and part and self.phase is Phase.RUNNING:
                self._parts = [part + wording.GAP + time_in_words(left), part]
            else:
                self._parts = [part]
        self._part.setVisible(bool(part))
        self._fit()
        self._part.setToolTip(plain(f"{self._done:,} / {self._total:,}" if part else ""))

    def _write_counts(self) -> None:
        if self.counts is None or not self.counts.issues:  # an empty library does not begin with a zero
            self.counts_button.hide()
            return
        newspapers = wording.newspapers(self.counts.newspapers)
        issues = wording.issues(self.counts.issues)
        self._held = wording.forms([newspapers, issues, wording.articles(self.counts.articles)], [0, 1])
        self.counts_button.show()
        self._fit()

    def _fit(self) -> None:
        """Leave out what is worth least: newspapers, issues, then the time that is left."""
        fitted = (self.label, self._part)
        others = [
            work_widget
            for work_widget in self._work_widgets
            if work_widget not in fitted and not work_widget.isHidden()
        ]
        counts = self.counts_button
        part = self._part
        message = self.label.widths()[0]
        held_widths = text_painting.widths_of(self._held, counts.font())
        widths: dict[str, Sequence[float]] = {
            "counts": [counts.around + width for width in held_widths],
            "message": [message, min(message, _LEAST_MESSAGE)],
            "part": text_painting.widths_of(self._parts, part.font()),
        }
        room = self.width() - _AROUND - sum(_SPACING + other.sizeHint().width() for other in others)
        form_by_name = text_painting.forms_fitting(
            room, widths, [["counts"], ["counts"], ["message"], ["part"]]
        )
        counts.setText(self._held[form_by_name["counts"]])
        part.setText(self._parts[form_by_name["part"]])

    def _seconds(self) -> float:
        return self._seconds_before + (self._clock.elapsed() / 1000 if self._clock.isValid() else 0.0)

    def _pause_or_resume(self) -> None:
        if self._work is not None and self._is_work_shown:
            self._work.turn()
        elif self.phase is Phase.PAUSED:
            self.calls.resume()
        else:
            self.calls.pause()

    def _cancel(self) -> None:
        if self._work is not None and self._is_work_shown:
            self._work.cancel()
        else:
            self.calls.cancel()
