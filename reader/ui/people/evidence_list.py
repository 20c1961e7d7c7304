"""The evidence for a name: the articles with it, the words around it, and why it was recognized as a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QWidget

from reader.i18n import say
from reader.people.person import (
    Certainty,
    NameEvidence,
    PersonCard,
    certainty_words,
    mark_words,
    name_in_full,
)
from reader.ui.people.people_pane import CERTAINTY_ICON, EvidenceModel, certainty_in_full
from reader.ui.widgets import fonts, icons, text_painting, wording
from reader.ui.widgets.controls import (
    Chip,
    Label,
    LinkButton,
    Wide,
    fill_with_rules,
    plain,
    row_layout,
    stacked,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.widgets.state_panel import Skeleton, State, StatePanel

ROW = 112


class _Delegate(RowDelegate[EvidenceModel]):
    """Paints day and newspaper with the kind of evidence at the right, the headline, and two lines around the name."""

    height = ROW

    def __init__(self, view: RowList, model: EvidenceModel) -> None:
        super().__init__(view, model)
        self.spellings: Sequence[str] = ()

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        if row is None:
            return
        x, width, small = rect.x() + self.margin, rect.width() - 2 * self.margin, fonts.sans(12)
        line = QRectF(x, rect.y() + 10, width, 18)
        evidence = mark_words(row.mark) or certainty_words(row.certainty)
        wide = text_painting.draw_words(painter, line, evidence, small, "ink2", text_painting.RIGHT)
        line.setRight(line.right() - wide - 8)
        icons.draw(painter, CERTAINTY_ICON[row.certainty], "ink3", line.right() - 14, line.y() + 2, 14)
        line.setRight(line.right() - 22)
        when = wording.short_day(row.date) if row.date else say("日期不详")
        text_painting.draw_words(painter, line, f"{when}{wording.GAP}{row.newspaper}", small, "ink3")
        y = text_painting.draw_text(
            painter, x, rect.y() + 30, width, row.headline, fonts.serif(15, 700), "ink", 24
        )
        marks = [(at, at + len(name)) for name in self.spellings for at in _places(row.quote, name)]
        text_painting.draw_text(painter, x, y + 2, width, row.quote, fonts.sans(13), "ink2", 22, 2, marks)


def _places(text: str, name: str) -> list[int]:
    """Return the indexes at which a name begins in a text, without overlapping occurrences."""
    found, at = [], text.find(name)
    while at >= 0:
        found.append(at)
        at = text.find(name, at + len(name))
    return found


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """Which articles of a person are listed: those of a class, with an office, or with a companion; by default all."""

    certainty: Certainty | None = None
    office: str = ""
    companion: str = ""


def _number(card: PersonCard, wanted: EvidenceFilter) -> int:
    """Return the number of a person's articles that pass a filter, from the counts of the card."""
    if wanted.office:
        return next((each.articles for each in card.offices if each.title == wanted.office), 0)
    if wanted.companion:
        return next((each.articles for each in card.companions if each.name == wanted.companion), 0)
    numbers = {
        None: card.articles,
        Certainty.CERTAIN: card.certain,
        Certainty.LIKELY: card.likely,
        Certainty.STRING: card.only_string,
    }
    return numbers[wanted.certainty]


class EvidenceView(RowList):
    """A list in which several articles can be selected. Signal: `opened` has one chosen as the only selected one."""

    opened = Signal(object)

    def __init__(self, model: EvidenceModel) -> None:
        super().__init__(model, follows=False)
        self.setObjectName("evidenceList")
        self.setAccessibleName(say("依据"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self._model = model
        self.chooser.chosen.connect(self._open)

    def chosen(self) -> list[NameEvidence]:
        """Return the selected articles, in the order of the list."""
        rows = (self._model.row(index) for index in sorted(self.selectedIndexes()))
        return [row for row in rows if row is not None]

    def _open(self, index: QModelIndex) -> None:
        if self.selectedIndexes() == [index] and (row := self._model.row(index)) is not None:
            self.opened.emit(row)


class EvidencePanel(QWidget):
    """The evidence with chips for its classes, and a link to separate another person of the same name.

    Signals: `filterChanged`, upon which the owner calls `show_evidence`; `splitWanted` (the ids of the selected
    articles).
    """

    filterChanged = Signal()
    splitWanted = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._card: PersonCard | None = None
        self.wanted = EvidenceFilter()
        """The current filter."""
        self.model = EvidenceModel(self)
        self.view = EvidenceView(self.model)
        self._delegate = _Delegate(self.view, self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._follow_selection())
        self._chips = QWidget()
        self._flow = FlowLayout()
        self._flow.setContentsMargins(16, 8, 16, 8)
        self._chips.setLayout(self._flow)
        self._group = QButtonGroup(self)
        self.empty = StatePanel(State.EMPTY)
        self._skeleton = Skeleton(ROW, 16)
        self._skeleton.setAccessibleName(say("正在读……"))
        self._stack = stacked(self.view, self.empty, self._skeleton)
        self.split_button = LinkButton(
            "", px=13, act=lambda: self.splitWanted.emit([row.article_id for row in self.view.chosen()])
        )
        self._chosen = Label("", fonts.sans(12), "ink3")
        foot = QWidget()
        foot.setFixedHeight(40)
        row_layout(Wide(self._chosen), self.split_button, of=foot, margins=(16, 0, 10, 0))
        fill_with_rules(self, [self._chips], self._stack, foot)

    def number(self) -> int:
        """Return the number of articles that pass the filter, from the counts of the card."""
        return _number(self._card, self.wanted) if self._card else 0

    def begin(self, card: PersonCard, wanted: EvidenceFilter) -> None:
        """Set the person and the filter, and show that the evidence is being read."""
        self._card, self.wanted = card, wanted
        self._delegate.spellings = card.spellings
        self.split_button.setText(
            say("这是另一个{name}…", name=card.name)
            if not card.label
            else say("归到另一个{name}…", name=card.name)
        )
        self._make_chips(card)
        self._stack.setCurrentWidget(self._skeleton)
        self._follow_selection()

    def show_evidence(self, first: Sequence[NameEvidence], total: int) -> None:
        """Show the articles: the first page of them, and their number."""
        with self.view.chooser.quietly():
            self.model.begin(first, total)
        self.view.scrollToTop()
        if total:
            self._stack.setCurrentWidget(self.view)
        else:
            self.empty.show_state(say("这一类没有"), say("换一类看看。"))
            self._stack.setCurrentWidget(self.empty)
        self._follow_selection()

    def focus_rows(self) -> None:
        face = self._stack.currentWidget()
        (self.view if face is not self.empty else self._group.buttons()[0]).setFocus(
            Qt.FocusReason.TabFocusReason
        )

    def _make_chips(self, card: PersonCard) -> None:
        for chip in self._group.buttons():
            self._group.removeButton(chip)
        self._flow.clear()
        choices = {EvidenceFilter(): (say("全部"), say("全部"))}
        choices |= {
            EvidenceFilter(each): (certainty_words(each), certainty_in_full(each)) for each in Certainty
        }
        if self.wanted not in choices:
            words = self.wanted.office or say("与{name}一起", name=self.wanted.companion)
            choices[self.wanted] = words, words
        for wanted, (words, meaning) in choices.items():
            number = _number(card, wanted)
            chip = Chip(f"{words} {number:,}", act=partial(self._choose, wanted))
            chip.setAccessibleName(wording.listed([words, wording.articles(number)]))
            chip.setToolTip(plain(meaning))
            chip.setChecked(wanted == self.wanted)
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        listed = wording.articles(_number(card, self.wanted))
        self.view.setAccessibleDescription(wording.listed([name_in_full(card.name, card.label), listed]))

    def _choose(self, wanted: EvidenceFilter, _checked: bool = False) -> None:
        self.wanted = wanted
        self.filterChanged.emit()

    def _follow_selection(self) -> None:
        number = len(self.view.selectedIndexes()) if self._stack.currentWidget() is self.view else 0
        self._chosen.setText(
            say("已选 {n} 篇", n=number) if number else say("选几篇，可以分出同名的另一个人")
        )
        self.split_button.setEnabled(number > 0)
        self.split_button.setVisible(number > 0)
