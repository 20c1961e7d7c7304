"""The header of a calendar: what it shows, the field for a day, its buttons, and the row of newspapers below them.

Parts that don't fit are hidden.
"""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reader.i18n import count, say
from reader.language.dates.calendar import Days
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    Chip,
    IconButton,
    Label,
    SegmentedControl,
    Wide,
    do_at_click,
    plain,
    row_layout,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.menus import MenuChip

GAP = 10
"""The space between parts of the header, and of the row below the months, in pixels."""
_MARGINS = 40
"""The margins of the header, left and right together, in pixels."""
_BESIDE_TALLY = 20
_LONGEST_DAY = "2000年12月28日"
"""A day as long as any; the field for a date is wide enough for it."""
_MAX_WIDTH = 220
_AROUND = 10
_CROSS = 18


class HitsChip(QPushButton):
    """The chip 命中 闻砚秋 ×: it shows the query whose matches are in the calendar; a click removes them."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        do_at_click(self, act)
        self._query = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_query(self, query: str) -> None:
        self._query = " ".join(query.split())
        description = say("日历上标着“{query}”的命中，点一下去掉", query=self._query)
        self.setAccessibleName(description)
        self.setToolTip(plain(description))
        self.setVisible(bool(self._query))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        label = text_painting.width_of(say("命中"), theme.sans(12, 700)) + 6
        words = text_painting.width_of(self._query, theme.sans(13)) + 1
        return QSize(min(round(label + words), _MAX_WIDTH) + 2 * _AROUND + _CROSS, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 90), 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        text_painting.draw_box(painter, rect, 4, "soft", None)
        inner = rect.adjusted(_AROUND, 0, -_AROUND - _CROSS, 0)
        bold = theme.sans(12, 700)
        text_painting.draw_words(painter, inner, say("命中"), bold, "accent")
        inner.setLeft(inner.left() + text_painting.width_of(say("命中"), bold) + 6)
        words = text_painting.elide(self._query, theme.sans(13), inner.width() + 1)
        text_painting.draw_words(painter, inner.adjusted(0, 0, 2, 0), words, theme.sans(13), "ink")
        theme.draw_icon(painter, "close", "ink3", rect.right() - _CROSS - 5, rect.center().y() - 7, 14)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)


class HeaderActs(Struct, frozen=True):
    """What the parts of the header do: `step` goes that many years or months on, `go_to` to the day that was typed."""

    step: Callable[[int], object]
    show_scale: Callable[[], object]
    go_to: Callable[[str], object]
    list_days: Callable[[], object]
    riffle: Callable[[], object]
    dismiss_hits: Callable[[], object]


class CalendarHeader(QWidget):
    def __init__(self, acts: HeaderActs) -> None:
        super().__init__()
        self.setFixedHeight(44)
        self.setMinimumWidth(1)  # it gives up what does not fit, instead of pushing the sidebar aside
        self.paper = Label("", theme.serif(20, 700), is_free=True)
        self.title = Label("", theme.serif(20, 700))
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.tally = Label("", theme.sans(13), "ink3")
        self._tallies: Sequence[str] = ("",)
        """The numbers of issues, and of matches if there is a query; the last ones are shown where not all fit."""
        self.tally_below = Label("", theme.sans(12), "ink2")
        """The number of matches, where the header has no room for it; the owner places it."""
        self.date_field = QueryField(say("到某一天"), say("到某一天，如“去年春节”"), "Ctrl+D", 30)
        self.date_field.setMinimumWidth(self.date_field.least_width(_LONGEST_DAY))
        self.date_field.setMaximumWidth(300)
        self.date_field.submitted.connect(acts.go_to)
        self.list_button = IconButton("list", "", act=acts.list_days)
        self.riffle_button = IconButton("reel", say("按年翻阅：按住 → 一期期翻过"), act=acts.riffle)
        self.hits_chip = HitsChip(acts.dismiss_hits)
        self.scale = SegmentedControl(say("年或月"), [say("年"), say("月")], acts.show_scale)
        self.scale.setFixedWidth(max(96, self.scale.sizeHint().width()))
        self.before = IconButton("back", say("上一年"), act=partial(acts.step, -1))
        self.after = IconButton("forward", say("下一年"), act=partial(acts.step, 1))
        row = row_layout(
            self.paper, self.title, self.tally, Wide(), of=self, margins=(24, 0, 16, 0), spacing=GAP
        )
        row.addWidget(self.date_field, 8)
        buttons = (self.list_button, self.riffle_button, self.hits_chip)
        for button in (*buttons, self.before, self.after, self.scale):
            row.addWidget(button)
        self.name_step_buttons()

    def is_month(self) -> bool:
        """Return whether a month is shown, not a year."""
        return self.scale.current() == 1

    def show_words(self, paper: str, title: str, tallies: Sequence[str], width: int) -> None:
        """Show the newspaper, the year or month, and the numbers of issues and matches; for `width` see `fit`."""
        self.paper.setText(paper)
        self.title.setText(title)
        self._tallies = tallies
        self.fit(width)

    def name_step_buttons(self) -> None:
        self.before.set_words(say("上一月") if self.is_month() else say("上一年"))
        self.after.set_words(say("下一月") if self.is_month() else say("下一年"))

    def name_list_button(self, days: Days | None) -> None:
        """Say of which days the button lists the articles: several chosen ones, else the year or month shown."""
        if days is not None:
            first = wording.short_day(days.first)
            last = wording.short_day(days.last)
            words = say("列出 {first} 至 {last} 的文章", first=first, last=last)
        elif self.is_month():
            words = say("列出这个月的文章")
        else:
            words = say("列出这一年的文章（按住 Shift 选几天，就列那几天的）")
        self.list_button.set_words(words)

    def fit(self, width: int) -> None:
        """Hide parts that don't fit into a width, so that no word is elided and no button lies over another.

        The newspaper is named below, too, where there are several, and the buttons have keys, or links beside the day.
        """
        self.paper.setMinimumWidth(self.paper.sizeHint().width())
        given_up = [self.paper, self.riffle_button, self.list_button]
        shown_parts = [*given_up]
        while shown_parts and self._space(width, shown_parts, self.hits_chip.minimumSizeHint()) < 0:
            del shown_parts[0]
        for part in given_up:  # none is shown for a moment alone: the header would be laid out by that
            part.setVisible(part in shown_parts)
        space = self._space(width, shown_parts, self.hits_chip.sizeHint()) - _BESIDE_TALLY
        forms = (wording.GAP.join(self._tallies), self._tallies[-1])
        self.tally.setText(text_painting.fitting(forms, self.tally.font(), space))
        self.tally.setHidden(not self.tally.text())
        has_matches_below = self.tally.isHidden() and len(self._tallies) > 1
        self.tally_below.setText(self._tallies[-1] if has_matches_below else "")
        self.tally_below.setVisible(has_matches_below)

    def _space(self, width: int, shown_parts: Sequence[QWidget], chip: QSize) -> int:
        """Return how much wider the header is than its parts but the tally, in pixels.

        `shown_parts` are those that are not given up; the chip has this size.
        """
        parts = (*shown_parts, self.title, self.scale, self.before, self.after)
        sizes = [max(part.sizeHint().width(), part.minimumWidth()) for part in parts]
        if not self.hits_chip.isHidden():
            sizes.append(chip.width())
        sizes.append(self.date_field.minimumWidth())
        return width - _MARGINS - sum(sizes) - GAP * len(sizes)


_MOST_CHIPS = 8
"""The maximum number of newspapers with a chip; others are in a menu."""


class PaperRow(QWidget):
    """The chips of the newspapers, hidden if there is only one; a click calls `choose` with the name."""

    def __init__(self, choose: Callable[[str], object]) -> None:
        super().__init__()
        self._choose = choose
        self.setAccessibleName(say("报纸"))
        self._flow = FlowLayout()
        self._flow.setContentsMargins(24, 6, 16, 6)
        self.setLayout(self._flow)
        self.names: tuple[str, ...] = ()
        self.chips: dict[str, Chip] = {}
        self._others: MenuChip | None = None
        self.hide()

    def show_papers(self, names: Sequence[str], current: str) -> None:
        if tuple(names) != self.names:
            self._make(tuple(names))
        for name, chip in self.chips.items():
            chip.setChecked(name == current)
        if self._others is not None:
            is_there = current in self.chips
            others = count(len(self.names) - len(self.chips), "另外 {n} 种")
            self._others.show_choice(others if is_there else wording.newspaper(current))
        self.setVisible(len(names) > 1)

    def _make(self, names: tuple[str, ...]) -> None:
        self._flow.clear()
        self.names = names
        self._others = None
        self.chips = {
            name: Chip(wording.newspaper(name), act=partial(self._choose, name))
            for name in names[:_MOST_CHIPS]
        }
        for chip in self.chips.values():
            self._flow.addWidget(chip)
        if len(names) > _MOST_CHIPS:
            self._others = MenuChip(say("报纸"))
            for name in names[_MOST_CHIPS:]:
                self._others.choices.addAction(wording.newspaper(name), partial(self._choose, name))
            self._flow.addWidget(self._others)
