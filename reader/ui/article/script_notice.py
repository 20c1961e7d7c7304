"""What a pane says of what it shows: how far a library is read in, that a text is shown in other characters."""

from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.i18n import count, say
from reader.language.scripts import Script
from reader.library.sync_events import Progress
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import LinkButton
from reader.ui.widgets.labels import Label


class ShowsScript(Protocol):
    """A page whose text may be shown in another script."""

    arranged: SignalInstance

    def is_as_printed(self) -> bool:
        """Return whether the text is shown in the printed script."""

    def style_of_page(self) -> PageStyle:
        """Return the style of the page."""


class ScriptNotice(QWidget):
    """The notice, with a link back to the printed script; hidden while this is shown.

    Signal: `styleWanted` has the style of the page with the printed script.
    """

    styleWanted = Signal(PageStyle)

    def __init__(self, page: ShowsScript) -> None:
        super().__init__()
        self.setObjectName("scriptNotice")
        theme.tint(self, "list")
        self._page = page
        self._label = Label("", fonts.sans(12), "ink3")
        self._label.setWordWrap(True)
        self.printed_button = LinkButton(say("看原文"), px=12)
        self.printed_button.clicked.connect(self._want_printed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self.printed_button)
        self.hide()
        page.arranged.connect(self._look)

    def words(self) -> str:
        """Return the words of the notice; "" if it is hidden."""
        return self._label.text()

    def _want_printed(self) -> None:
        self.styleWanted.emit(replace(self._page.style_of_page(), script=Script.PRINTED))

    def _look(self) -> None:
        words = "" if self._page.is_as_printed() else script_notice(self._page.style_of_page().script)
        if words != self._label.text():
            self._label.setText(words)
            self.printed_button.setAccessibleDescription(words)
            self.setAccessibleName(words)
            self.setVisible(bool(words))


def script_words(script: Script) -> str:
    return {
        Script.PRINTED: say("原文"),
        Script.SIMPLIFIED: say("简"),
        Script.TRADITIONAL: say("繁"),
    }[script]


def script_notice(script: Script) -> str:
    """Return the words of the notice for a script."""
    if script is Script.SIMPLIFIED:
        return say("这里显示成简体，不是报上印的样子；复制、引用、批注都照原文。")
    return say("这里显示成繁体，不是报上印的样子；复制、引用、批注都照原文。")


HEADLINES = 7
"""The maximum number of headlines kept."""


@dataclass(frozen=True, slots=True)
class OpeningNews:
    """The progress of a first reading.

    `found` is the number of files found so far, None before any is; `done` of `total` are read; `headlines` are lines
    like 1987年6月12日 渡口的灯亮到后半夜, the latest first.
    """

    name: str
    found: int | None = None
    done: int = 0
    total: int = 0
    headlines: tuple[str, ...] = ()

    def with_progress(self, progress: Progress) -> "OpeningNews":
        """Return the news with the progress of a sync, whose last headline comes first."""
        line = headline_of(progress)
        headlines = self.headlines
        if line and line not in headlines[:1]:
            headlines = (line, *headlines)[:HEADLINES]
        return replace(self, done=progress.done, total=progress.total, headlines=headlines)

    def part(self) -> float:
        """Return the share that is read, 0 to 1."""
        return self.done / self.total if self.total else 0.0

    def title(self) -> str:
        return say("正在读入“{name}”", name=self.name)

    def words(self) -> str:
        """Return a sentence on how many files there are and how many are read."""
        if self.total:
            return say("读了 {done} 个文件，共 {total} 个", done=f"{self.done:,}", total=f"{self.total:,}")
        return count(self.found, "找到 {n} 个文件") if self.found else say("正在找报纸文件")


def headline_of(progress: Progress) -> str:
    """Return the day and the first headline of the file read last; "" for none."""
    if not progress.headline:
        return ""
    day = wording.issue_day(progress.date(), None)
    return wording.GAP.join(filter(None, [day if progress.day else "", progress.headline]))
