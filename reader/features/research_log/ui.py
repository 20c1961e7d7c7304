"""The research log: written if a person has switched it on, and read, saved and cleared in a dialog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from reader import do_nothing
from reader.export import citation
from reader.export.forms import Style
from reader.features.research_log.log_file import (
    LogEntry,
    LogKind,
    ResearchLog,
    as_markdown,
    as_text,
    folder,
    log_of,
    why_no_log,
)
from reader.i18n import count, say
from reader.library.searcher import Results
from reader.newspaper.holdings import StoredArticle
from reader.plugs import Held
from reader.storage.disk_errors import explain
from reader.storage.regular_file import write_whole
from reader.ui.desk import Desk, Part
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Chip, Label, PushButton, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog, Files, ask_for_file, long_text
from reader.ui.widgets.services import Handlers


class LogState(Struct, frozen=True):
    """The entries of a log, whether it is switched on, and why it can't be found ("" if it can)."""

    entries: list[LogEntry]
    is_on: bool
    why_none: str


READ_MS = 2000
"""The time after which an article on the page is logged as read, in milliseconds."""


class ResearchLogPart(Part):
    """Watches searching and reading. The switch is read each time, because windows share it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tasks = TaskQueue(self, writes=True)
        self._last: dict[str, str] = {}
        """The last query and the last article that were logged, by their kinds."""
        self._query = ""
        self._article: StoredArticle | None = None
        self._has_begun = False
        self._reads = QTimer(self, singleShot=True, interval=READ_MS)
        self._reads.timeout.connect(self._note_article)
        desk.results.settled.connect(self._settled)
        desk.searching.answered.connect(self._answered)
        desk.reading.shown.connect(self._shown)
        desk.second.changed.connect(lambda: self._look(desk.frame.area.second.article()))

    @cached_property
    def _log(self) -> ResearchLog:
        return log_of(self._library)

    def handlers(self) -> Handlers:
        return {"research_log": lambda: LogDialog(self.desk.frame.window(), self).open()}

    def settings(self) -> Held:
        return {"keeps_log": (self.is_on, lambda on: self.turn(on=on))}

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and not self._reads.isActive()

    def is_on(self) -> bool:
        return (folder() / "on").exists()

    def turn(self, *, on: bool) -> None:
        def done(_: None) -> None:
            self._services.message(
                say("从现在起记研究日志，只存在这台电脑上。")
                if on
                else say("不再记研究日志；已有记录保留。"),
            )

        self._run(partial(self._log.turn, on=on), done)

    def read(self, done: Callable[[LogState], None]) -> None:
        self._run(lambda: LogState(self._log.entries(), self._log.is_on(), why_no_log(self._library)), done)

    def clear(self, done: Callable[[list[LogEntry]], None]) -> None:
        """Delete the log; `done` is called with its entries, which `restore` writes back."""
        self._last.clear()
        self._run(self._log.clear, done)

    def restore(self, entries: list[LogEntry], done: Callable[[], None]) -> None:
        self._run(partial(self._log.restore, entries), lambda _: done())

    def save(self, target: Path, *, replaces: bool) -> None:
        log = self._log
        name = self._library.name

        def write() -> None:
            write_whole(target, as_markdown(log.entries(), name), replaces=replaces)

        def tell(_: object) -> None:
            self._services.saved(say("已存为 {path}", path=target.name), target)

        self._run(write, tell)

    # -- logging

    def _look(self, stored: StoredArticle | None) -> None:
        """Log an article if it is still on the page after `READ_MS`."""
        self._article = stored
        if stored is not None:
            self._reads.start()

    def _shown(self, stored: StoredArticle | None) -> None:
        """Watch an article on the page; ignore the first one, which was there when the window was opened."""
        is_first = not self._has_begun
        self._has_begun = True
        if not is_first:
            self._look(stored)

    def _note_article(self) -> None:
        stored = self._article
        if stored is not None:
            now = dt.datetime.now(dt.UTC)
            key = stored.article.key
            self._note(
                LogKind.ARTICLE,
                stored.printing.name,
                lambda: LogEntry(now, LogKind.ARTICLE, citation.cite(stored, Style.GB2015), key=key),
            )

    def _settled(self, text: str) -> None:
        self._query = text
        if self.desk.results.results is not None:
            self._answered(self.desk.results.results)

    def _answered(self, results: Results) -> None:
        if self._query and self._query == self.desk.searching.text:
            text = self._query
            self._query = ""
            total = results.total if results.total_is_exact else None
            entry = LogEntry(dt.datetime.now(dt.UTC), LogKind.QUERY, text, total)
            self._note(LogKind.QUERY, " ".join(text.split()), lambda: entry)

    def _note(self, kind: LogKind, what: str, entry: Callable[[], LogEntry]) -> None:
        """Append an entry on `what`, unless that repeats the last one of its kind."""

        def note() -> None:
            if self._last.get(kind) != what and self.is_on():
                self._last[kind] = what
                self._log.add(entry())

        self._run(note, do_nothing)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def failed(error: Exception) -> None:
            if isinstance(error, OSError):
                why = explain(error)
            else:
                why = str(error)
            self._services.message(say("研究日志没有写成。{why}", why=why))

        self._tasks.run(work, done, failed, (OSError,))


class LogDialog(Dialog):
    def __init__(self, parent: QWidget, part: ResearchLogPart) -> None:
        super().__init__(parent, say("研究日志"), "researchLog", size=(640, 560), tint="list")
        self._part = part
        self._cleared: list[LogEntry] = []
        self.explanation = Label(
            say(
                "搜过什么、读过哪些文章，按天记在这台电脑上；不在资料库文件夹里，文件夹借人、拷走都不会带着它。"
                "默认不记：看过什么是私事。"
            ),
            theme.sans(12),
            "ink3",
            wraps=True,
        )
        self.switch = Chip(say("记研究日志"), act=self._turn)
        self.text = long_text(say("研究日志"), theme.sans(13), "paper")
        self.save_button = PushButton(say("存为 Markdown…"), act=self._save)
        self.clear_button = PushButton(say("全部清除"), act=self._clear_or_restore)
        close = PushButton(say("关闭"), primary=True, act=self.accept)
        head = row_layout(Wide(self.explanation), margins=(16, 12, 16, 12), spacing=12)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        buttons = row_layout(self.clear_button, Wide(), self.save_button, close, margins=(16, 8, 16, 10))
        fill_with_rules(self, [head], self.text, buttons)
        self._read()

    def _read(self) -> None:
        self._part.read(self._show)

    def _show(self, log: LogState) -> None:
        entries = log.entries
        self.switch.setChecked(log.is_on)
        if log.is_on:
            nothing = say("还没有记下什么。")
        else:
            nothing = say("没有在记。点右上的“记研究日志”，从那时起记。")
        nothing = log.why_none or nothing
        self.text.setPlainText(as_text(entries) if entries else nothing)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.save_button.setEnabled(bool(entries))
        self.clear_button.setEnabled(bool(entries or self._cleared))
        if self._cleared:
            undo = count(len(self._cleared), "恢复 {n} 条")
        else:
            undo = ""
        self.clear_button.setText(undo or say("全部清除"))
        self.clear_button.updateGeometry()

    def _turn(self, is_wanted: bool) -> None:
        self._part.turn(on=is_wanted)
        self._read()

    def _clear_or_restore(self) -> None:
        if self._cleared:
            entries = self._cleared
            self._cleared = []
            self._part.restore(entries, self._read)
        else:
            self._part.clear(self._forget)

    def _forget(self, entries: list[LogEntry]) -> None:
        self._cleared = entries
        self._read()

    def _save(self) -> None:
        name = f"{say('研究日志')}.md"
        file = ask_for_file(self, say("存为 Markdown…"), Files.LOGS, name, "Markdown (*.md)", [".md"])
        if file:
            self._part.save(file.path, replaces=file.replaces)
