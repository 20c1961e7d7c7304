"""The sources of an article, side by side, and the choice of the one that is shown."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from reader import formats
from reader.i18n import say
from reader.newspaper.holdings import StoredArticle
from reader.plugs import answering, plugs
from reader.ui.desk import Desk, Part, comparison
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Chip, Label, PushButton, Wide, column_layout, row_layout
from reader.ui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from reader.comparison.differences import Difference
    from reader.library.sources import ArticleSources


class Choice(Enum):
    HERE = auto()
    """The compared one, for this article."""
    IN_ISSUE = auto()
    """Its format, for the whole issue."""
    NONE = auto()
    """The program's choice again."""


class SourcesBar(QWidget):
    def __init__(
        self,
        sources: ArticleSources,
        number: int,
        compare: Callable[[int], object],
        choose: Callable[[Choice], object],
    ) -> None:
        """Make the bar; `compare` is called with the number of the source to compare, from 2."""
        super().__init__()
        shown_source = sources.sources[0]
        why = Label(
            say(
                "左边是显示的：{format}。{reason}。",
                format=formats.name_of(shown_source.format),
                reason=sources.reason,
            ),
            theme.sans(12),
            "ink2",
            wraps=True,
        )
        self.chips: list[Chip] = []
        for other, source in enumerate(sources.sources[1:], 2):
            short = formats.name_of(source.format).split("（")[0].split(" (")[0]
            chip = Chip(short, act=lambda _=False, to=other: compare(to))
            chip.setChecked(other == number)
            self.chips.append(chip)
        self.choose_button = PushButton(say("这一篇显示右边的"), act=partial(choose, Choice.HERE))
        self.issue_button = PushButton(say("整期显示右边的"), act=partial(choose, Choice.IN_ISSUE))
        self.default_button = PushButton(say("收回所选"), act=partial(choose, Choice.NONE))
        self.default_button.setToolTip(say("由程序取最好的一种"))
        self.default_button.setVisible(sources.is_chosen)
        buttons = (self.choose_button, self.issue_button, self.default_button)
        row = row_layout(*self.chips, Wide(), *buttons, spacing=8)
        column_layout(why, row, of=self, margins=(16, 10, 12, 8), spacing=6)
        theme.tint(self, "list")


def _where_from(stored: StoredArticle) -> str:
    row = stored.sources[0]
    name = formats.name_of(row.reading.format if row.reading else "text")
    return wording.GAP.join([name, row.path.rsplit("/", 1)[-1]])


class SourcesPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tasks = TaskQueue(self)
        self.dialog: Dialog | None = None
        self.bar: SourcesBar | None = None
        """What stands above the compared texts, in the dialog."""
        desk.frame.pane.calls.compare_sources = self.open
        desk.frame.pane.about.compares_sources = True

    def open(self, number: int = 2) -> None:
        """Compare the shown source of the article, number 1, with another one."""
        stored = self.desk.reading.article
        if stored is None or not any(source.is_other for source in stored.sources):
            self._services.message(say("这一篇只有一种来源。"))
            return
        article_id = stored.id
        sources = self._library.sources

        def read() -> tuple[ArticleSources, Difference] | None:
            article_sources = sources.of(article_id)
            if article_sources is None or number > len(article_sources.sources):
                return None
            return article_sources, sources.difference(article_id, number)

        self._tasks.run(read, lambda sources_and_difference: self._show(sources_and_difference, number))

    def _show(self, sources_and_difference: tuple[ArticleSources, Difference] | None, number: int) -> None:
        if sources_and_difference is None:
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        sources, difference = sources_and_difference
        bar = SourcesBar(sources, number, self.open, lambda choice: self._choose(sources, number, choice))
        before = self.dialog
        dialog = answering(comparison, plugs())(self.desk.frame.window(), difference, bar, _where_from)
        if dialog is None:
            return
        dialog.setObjectName("sourcesDialog")
        dialog.setWindowTitle(say("这一篇的几种来源"))
        self.dialog = dialog
        self.bar = bar
        dialog.destroyed.connect(lambda: self._forget(dialog))
        if before is not None:
            dialog.setGeometry(before.geometry())
            before.done(0)
        dialog.open()

    def _choose(self, sources: ArticleSources, number: int, choice: Choice) -> None:
        if self.dialog is not None:
            self.dialog.done(0)
        article_id = sources.stored.id
        library = self._library.sources
        name = formats.name_of(sources.sources[number - 1].format)
        words = {
            Choice.HERE: say("这一篇改为显示{format}。", format=name),
            Choice.IN_ISSUE: say("这一期改为显示{format}。", format=name),
            Choice.NONE: say("已收回所选，显示的是程序取的一种。"),
        }[choice]
        is_none = choice is Choice.NONE
        if is_none:
            act_words = say("收回所选的来源")
        else:
            act_words = say("改为显示{format}", format=name)

        def choose() -> int | None:
            if is_none:
                return library.undo_choice(article_id)
            return library.choose(article_id, number, of_issue=choice is Choice.IN_ISSUE)

        def show(new_id: int | None) -> None:
            self.desk.sync.look()
            if new_id is not None:
                self.desk.reading.open_article(new_id)

        def done(new_id: int | None) -> None:
            show(new_id)
            if new_id is None:
                later = say("已记下；资料库正在更新，更新后就照此显示。")
            else:
                later = ""
            self._services.message(later or words, can_undo=True)

        def turned(_: object) -> None:
            self.desk.undo.run(partial(library.shown_now, sources), show)

        self.desk.undo.act(act_words, choose, done, turned)

    def _forget(self, dialog: Dialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
            self.bar = None
