"""The line of hints below the results' header: what else the search offers."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reader.i18n import count, say
from reader.library.answers import Estimate
from reader.library.article_set import LeftOutUnknown, number_of_unknown
from reader.library.read_share import WHOLE, so_far
from reader.library.searcher import RungResults
from reader.search.answering.ladder import Rung, rung_words
from reader.search.needles import shown
from reader.search.query import Unknown
from reader.ui.widgets import theme
from reader.ui.widgets.controls import Act, Chip, Label, LinkButton, plain
from reader.ui.widgets.menus import MenuChip

_Button = TypeVar("_Button", bound=QPushButton)

# The distance of two buttons, and the height of the line, in pixels.
_HINT_GAP = 6
_HINT_HEIGHT = 24


class HintLine(QWidget):
    """Shows the offered ones of its buttons in their order, the most useful first; without an offer it is hidden.

    Buttons are made once and offered again: a button without parent that is replaced stays a window of its own until
    Qt comes to delete it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.offers: tuple[QPushButton, ...] = ()
        """The offered buttons, those in the menu included."""
        self.more = MenuChip(say("更多"))
        """The menu of the offers that do not fit."""
        self.more.setParent(self)
        self.more.show_choice("…")
        self.more.choices.aboutToShow.connect(self._fill)
        self.hide()

    def added(self, button: _Button) -> _Button:
        """Return a button, which is one of this line from now on, hidden until it is offered."""
        button.setParent(self)
        button.hide()
        return button

    def offer(self, buttons: Sequence[QPushButton], *, stays: bool = False) -> None:
        """Offer buttons in place of others; with `stays`, a line that is shown keeps its height without any."""
        is_shown = bool(buttons) or (stays and not self.isHidden())
        if tuple(buttons) == self.offers and is_shown is not self.isHidden():
            return
        for old_button in self.offers:
            if old_button not in buttons:
                old_button.hide()
        self.offers = tuple(buttons)
        self.setVisible(is_shown)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(200, _HINT_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, _HINT_HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button has other words
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def shown(self) -> Sequence[QPushButton]:
        widths = [offer.sizeHint().width() + _HINT_GAP for offer in self.offers]
        if sum(widths) - _HINT_GAP <= self.width():
            return self.offers
        room = self.width() - self.more.sizeHint().width()
        fitting = (at for at in range(len(widths), 0, -1) if sum(widths[:at]) <= room)
        return self.offers[: next(fitting, 1)]

    def _arrange(self) -> None:
        shown_offers = self.shown()
        x = 0
        for offer in self.offers:
            offer.setVisible(offer in shown_offers)
        self.more.setVisible(len(shown_offers) < len(self.offers))
        room = self.width() - (self.more.sizeHint().width() + _HINT_GAP if self.more.isVisibleTo(self) else 0)
        for button in (*shown_offers, self.more):
            if button is not self.more:
                width = min(button.sizeHint().width(), max(room - x, 0))
            else:
                width = 0
            width = width or button.sizeHint().width()
            button.setGeometry(x, 0, width, _HINT_HEIGHT)
            x += width + _HINT_GAP

    def _fill(self) -> None:
        menu = self.more.choices
        menu.clear()
        for offer in self.offers[len(self.shown()) :]:
            action = menu.addAction(offer.text().replace("&", "&&"), partial(offer.click))
            action.setToolTip(offer.toolTip())
            action.setCheckable(offer.isCheckable())
            action.setChecked(offer.isChecked())


_MOST_FORMS = 12
"""Number of the forms of a rung that its tip lists."""


class HintActs(Struct, frozen=True):
    """What the hints do: `open_rung` shows the results of a rung, `enter_query` searches for a query in words."""

    show_fresh: Callable[[bool], object]
    list_issue: Callable[[], object]
    open_rung: Callable[[Rung], object]
    enter_query: Callable[[str], object]


class ResultHints(HintLine):
    """The hints on a query: rungs, readings, notes, what is left out, how many there may be, what features offer."""

    def __init__(self, acts: HintActs) -> None:
        super().__init__()
        self._acts = acts
        self.fresh_chip = self.added(Chip("", act=acts.show_fresh))
        """Whether only the new articles of a saved search are shown."""
        self.notes_chip = self.added(Chip(""))
        """Whether the reader's matching notes are shown in place of the articles."""
        self.notes_chip.setToolTip(say("您的批注、标签和标出的话里有这些字的；不算在篇数里"))
        self.seams_button = self.added(LinkButton("", px=12))
        """The button that moves the matches over seams to the top or back; connected by the owner."""
        self.apart_button = self.added(
            LinkButton(say("列出正在读的那一期"), quiet=True, px=12, act=acts.list_issue)
        )
        """Offered while the article on the page is not in the results."""
        self.apart_button.setToolTip(say("正在读的这篇不在这些结果里。"))
        how = Label("", theme.sans(12), "ink3", wraps=True)
        self.how = how
        self.missed_button = self.added(
            LinkButton("", quiet=True, px=12, act=lambda: how.setVisible(how.isHidden()))
        )
        """The estimated number of articles in all; a click shows or hides how it was estimated."""
        self.unknown_buttons: dict[Unknown, LinkButton] = {}
        """How many articles the query leaves out because this is not known of them; a click finds them."""
        self._unknown_as: dict[Unknown, str] = {}
        self._rung_chips = {rung: self.added(Chip("", act=self._chooser(rung))) for rung in Rung}
        self._rung_chips[Rung.EXACT].setToolTip(plain(say("各级只数文章；报头只在照原样印着的下面另列")))
        self._readings: list[LinkButton] = []
        self._read_as: tuple[str, ...] = ()
        self._offered: set[QPushButton] = set()
        self.is_awaited = False
        """Whether the rungs of the query are not known yet: the line that offers them keeps its height till then."""
        self._of_features: dict[str, LinkButton] = {}
        """The buttons of features, by the names of these."""

    def show_estimate(self, estimate: Estimate | None) -> None:
        """Offer the estimated number of articles in all; None for no longer."""
        self.how.hide()
        if estimate is not None:
            words = say("约有 {low}–{high} 篇", low=f"{estimate.low:,}", high=f"{estimate.high:,}")
            self.missed_button.setText(words)
            self.missed_button.setAccessibleName(say("{words}，怎么估的", words=words))
            self.missed_button.setToolTip(plain(estimate.how))
            self.how.setText(estimate.how)
        self.put(self.missed_button, estimate is not None)

    def show_left_out(self, left_out: Sequence[LeftOutUnknown]) -> None:
        """Offer the articles that the query may mean, and leaves out because something is not known of them."""
        for button in self.unknown_buttons.values():
            self.put(button, False)
        for part in left_out:
            self.put(self._unknown_button(part), True)

    def _unknown_button(self, part: LeftOutUnknown) -> LinkButton:
        """Return the button that finds these articles. It is made when it is first needed: most queries need none."""
        if part.unknown not in self.unknown_buttons:
            act = partial(self._ask_for_unknown, part.unknown)
            self.unknown_buttons[part.unknown] = self.added(LinkButton("", px=12, act=act, is_free=True))
        self._unknown_as[part.unknown] = part.typed
        button = self.unknown_buttons[part.unknown]
        button.setText(number_of_unknown(part.unknown, part.number))
        button.setToolTip(plain(say("搜索 {query}", query=part.typed)))
        return button

    def _ask_for_unknown(self, unknown: Unknown) -> None:
        self._acts.enter_query(self._unknown_as[unknown])

    def offer_rungs(self, rungs: Sequence[RungResults], exact: str) -> None:
        """Offer rungs that have results; `exact` are the words of the way back to the exact ones."""
        self._offered -= set(self._rung_chips.values())
        self._rung_chips[Rung.EXACT].setText(exact)
        for rung_results in rungs:
            words = [shown(form).replace("\n", "/") for form in rung_results.forms[:_MOST_FORMS]]
            lines = [say("、").join(words)]
            if rung_results.unseen < rung_results.results.total:
                lines.append(say("其中 {count} 篇上面没有", count=rung_results.unseen))
            chip = self._rung_chips[rung_results.rung]
            chip.setToolTip(plain("\n".join(lines)))
            number = f"{rung_words(rung_results.rung)} {rung_results.results.total}"
            chip.setText(so_far(WHOLE.of_analysis(rung_results.analysed), number))
            self._offered.add(chip)

    def show_readings(self, readings: tuple[str, ...]) -> None:
        """Offer other readings of the query."""
        while len(self._readings) < len(readings):
            choose = partial(self._choose_reading, len(self._readings))
            self._readings.append(self.added(LinkButton("", px=12, act=choose, is_free=True)))
        self._offered -= set(self._readings)
        self._read_as = readings
        for button, reading in zip(self._readings, readings, strict=False):
            button.setText(say("也可搜索 {query}", query=reading))
            self._offered.add(button)
        self.put(self.missed_button, self.missed_button in self._offered)

    def show_fresh(self, number: int) -> None:
        """Offer to show only the new articles; hide the offer for 0."""
        self.fresh_chip.setText(say("只看新的 {n}", n=f"{number:,}"))
        self.fresh_chip.setChecked(False)
        self.put(self.fresh_chip, number > 0)

    def show_notes(self, number: int) -> None:
        """Offer to show matching highlights and notes; for 0, show the articles."""
        self.notes_chip.setText(say("笔记 {n}", n=f"{number:,}"))
        self.notes_chip.setAccessibleName(count(number, "另有 {n} 条笔记"))
        self.put(self.notes_chip, number > 0)
        if not number:
            self.notes_chip.setChecked(False)

    def show_opened(self, rung: Rung) -> None:
        for chip_rung, chip in self._rung_chips.items():
            chip.setChecked(chip_rung is rung)
        self.put(self._rung_chips[Rung.EXACT], rung is not Rung.EXACT)

    def offer_of_feature(self, feature: str, words: str, act: Act) -> None:
        """Offer what a feature does with the query, until the next one; "" for no longer."""
        if feature not in self._of_features:
            self._of_features[feature] = self.added(LinkButton("", px=12, act=act, is_free=True))
        button = self._of_features[feature]
        button.setText(words)
        self.put(button, bool(words))

    def withdraw_features(self) -> None:
        for button in self._of_features.values():
            self.put(button, False)

    def put(self, button: QPushButton, is_offered: bool) -> None:
        """Offer a button of this line, in its place, or not any longer."""
        if is_offered:
            self._offered.add(button)
        else:
            self._offered.discard(button)
        order = (
            self.fresh_chip,
            *self._of_features.values(),
            *self._rung_chips.values(),
            *self.unknown_buttons.values(),
            self.notes_chip,
            *self._readings,
            self.seams_button,
            self.apart_button,
            self.missed_button,
        )
        self.offer([hint for hint in order if hint in self._offered], stays=self.is_awaited)

    def _chooser(self, rung: Rung) -> Callable[[bool], object]:
        """Return what opens a rung; a click on the opened one leads back to the exact results.

        No partial, which Qt calls without whether the chip is checked.
        """

        def open_rung(is_on: bool) -> None:
            self._acts.open_rung(rung if is_on else Rung.EXACT)

        return open_rung

    def _choose_reading(self, number: int) -> None:
        self._acts.enter_query(self._read_as[number])
