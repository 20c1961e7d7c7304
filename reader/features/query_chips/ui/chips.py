"""The parsed query as chips, one per part, which can be negated, moved to a field, split or removed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget
from whoosh.query import Not, Or
from whoosh.query import Query as Node

from reader import do_nothing
from reader.features.query_chips.days_around import around
from reader.i18n import count, say
from reader.search.query import (
    EveryArticle,
    Exact,
    Field,
    IgnoredPart,
    Period,
    Query,
    QueryRemark,
    in_a_sentence,
    typed_parts,
    written_date,
)
from reader.search.query.editing import (
    as_period,
    as_text,
    as_word,
    can_be_word,
    can_join,
    field_of,
    joined,
    narrowed,
    parts_of,
    split,
    turned,
    with_field,
    with_string,
    without,
    words_of,
)
from reader.ui.search.result_header import ResultActs, UnderstoodQuery, label_and_text
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import do_at_click, new_menu, open_below, plain
from reader.ui.widgets.flow_layout import FlowLayout

MOST = 24
"""The maximum number of chips; further parts are only counted."""
_WIDEST = 240
_GAP = 6
_CROSS = 16
_MOST_FORMS = 12

if TYPE_CHECKING:
    from reader.library.searcher import ByShape


_DOUBTS = (IgnoredPart.VALUE, IgnoredPart.NO_VALUE, IgnoredPart.BRACKET, IgnoredPart.QUOTE)


def _doubtful(query: Query) -> list[QueryRemark]:
    return [remark for remark in query.remarks if remark.why in _DOUBTS][:MOST]


class QueryChips(UnderstoodQuery):
    def __init__(self, acts: ResultActs) -> None:
        super().__init__(acts)
        self._forms: Mapping[str, str] = {}
        """The misread forms that are searched along with the words."""
        self._by_shape: ByShape = {}
        self._has_all_shapes = True
        self._shows: tuple[object, ...] = ()
        """The query, its remarks and forms, and whether all shapes are found, as the chips show them."""
        self._chips: list[_Chip] = []
        self._doubts: list[_Chip] = []
        self._flow = FlowLayout(_GAP)
        self.setLayout(self._flow)
        self._more = _Chip(self)
        self._more.setEnabled(False)
        self._more.hide()
        self.misread_chip = _Chip(self, crossed=self._close_misread, keyed=self._key_on_misread)
        self.misread_chip.hide()
        self.around_chip = _Chip(self, self._widen, has_cross=False)
        self.around_chip.show_part("", say("± 10 天"), is_wanted=True)
        self.around_chip.set_description(say("前后各十天的报纸也要"))
        self.around_chip.hide()

    def show_query(self, query: Query) -> None:
        if query != self._query:
            self._by_shape = {}
            self.show_misread({})
        self._query = query
        shows = query, query.remarks, self._by_shape, self._has_all_shapes
        if shows == self._shows:
            return
        self._shows = shows
        parts = parts_of(query)
        self._show_parts(parts)
        self._put_last(self.around_chip)
        self.around_chip.setVisible(self._single_day() is not None)
        self._show_number_of_others(len(parts) - MOST)
        self._show_doubts()
        self._put_last(self.misread_chip)
        self._flow.invalidate()
        self.updateGeometry()

    def _show_parts(self, parts: Sequence[Node]) -> None:
        while len(self._chips) < min(len(parts), MOST):
            self._chips.append(self._new_chip())
        for at, chip in enumerate(self._chips):
            if at < len(parts):
                label, text = self._shown(parts[at])
                chip.show_part(label, text, is_wanted=not isinstance(parts[at], Not))
            chip.setVisible(at < len(parts))

    def _show_number_of_others(self, number: int) -> None:
        """Show how many parts have no chip, if any has none."""
        self._flow.removeWidget(self._more)
        if number > 0:
            self._more.show_part("", say("还有 {n} 项", n=number), is_wanted=True)
            self._flow.addWidget(self._more)
        self._more.setVisible(number > 0)

    def _put_last(self, chip: _Chip) -> None:
        self._flow.removeWidget(chip)
        self._flow.addWidget(chip)

    def _single_day(self) -> dt.date | None:
        """Return the day to which the query is narrowed; None if it is to none, or to several."""
        periods = [part for part in parts_of(self._query) if isinstance(part, Period)]
        if len(periods) == 1 and periods[0].first == periods[0].last:
            return periods[0].first
        return None

    def _widen(self) -> None:
        day = self._single_day()
        if day is not None:
            self._acts.ask(narrowed(self._query, Period, around(day)))

    def doubts(self) -> list[QPushButton]:
        return [chip for chip in self._doubts if not chip.isHidden()]

    def menu_of_doubt(self, at: int) -> QMenu:
        """Return the menu of a part that is not understood: why, and the queries that it may mean."""
        remark = _doubtful(self._query)[at]
        menu = new_menu(self, remark.text)
        menu.addAction(in_a_sentence(remark)).setEnabled(False)
        for reading in remark.readings:
            menu.addAction(reading.replace("&", "&&"), partial(self._acts.enter_query, reading))
        menu.addAction(say("删去") + "\tDel", self._drop_doubts)
        return menu

    def _show_doubts(self) -> None:
        remarks = _doubtful(self._query)
        while len(self._doubts) < len(remarks):
            chip = _Chip(
                self, partial(self._open_doubt, len(self._doubts)), self._drop_doubts, self._key_on_doubt
            )
            self._doubts.append(chip)
        for chip in self._doubts:
            self._flow.removeWidget(chip)
        for at, chip in enumerate(self._doubts):
            if at < len(remarks):
                chip.show_part(say("没看懂"), remarks[at].text, is_wanted=False)
                chip.setToolTip(plain(in_a_sentence(remarks[at])))
                chip.setAccessibleDescription(in_a_sentence(remarks[at]))
                self._flow.addWidget(chip)
            chip.setVisible(at < len(remarks))

    def _open_doubt(self, at: int) -> None:
        open_below(self.menu_of_doubt(at), self._doubts[at])

    def _drop_doubts(self) -> None:
        self._acts.ask(Query(self._query.root))

    def _key_on_doubt(self, key: Qt.Key) -> None:
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Up):
            self._acts.enter_field()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._drop_doubts()

    def set_all_shapes(self, are_found: bool) -> None:
        self._has_all_shapes = are_found
        self.show_query(self._query)

    def show_shapes(self, by_shape: ByShape) -> None:
        """Show in how many forms the words are found; the menu of a word has the number of articles of each."""
        self._by_shape = by_shape
        self.show_query(self._query)

    def show_misread(self, forms: Mapping[str, str]) -> None:
        """Show, in one chip that can be closed, the misread forms that are searched along with the words."""
        if forms == self._forms:
            return
        self._forms = forms
        words = say("、").join(f"“{form}”" for form in forms)
        self.misread_chip.show_part(say("也找认错的"), words, is_wanted=True)
        meant = say("、").join(f"“{word}”" for word in dict.fromkeys(forms.values()))
        about = say(
            "有的期把{meant}都印成{forms}，报纸名登记可证。叉或 Del：不找这样的", meant=meant, forms=words
        )
        self.misread_chip.setAccessibleDescription(about)
        self.misread_chip.setToolTip(plain(about))
        self.misread_chip.setVisible(bool(forms))
        self._flow.invalidate()

    def _close_misread(self) -> None:
        self._acts.close_forms(tuple(self._forms))

    def _key_on_misread(self, key: Qt.Key) -> None:
        chips = self.chips()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._acts.enter_field()
            self._close_misread()
        elif key == Qt.Key.Key_Up or not chips:
            self._acts.enter_field()
        elif key == Qt.Key.Key_Left:
            chips[-1].setFocus(Qt.FocusReason.TabFocusReason)

    def chips(self) -> list[QPushButton]:
        return [chip for chip in self._chips if not chip.isHidden()]

    def menu_of(self, at: int) -> QMenu:
        """Return the menu of the part with this number: what it can be changed into, and where."""
        query = self._query
        part = parts_of(query)[at]
        menu = new_menu(self, self.chips()[at].accessibleName())
        if isinstance(part, Not):
            self._add(menu, say("改成要有"), partial(turned, query, at), "-")
        elif not isinstance(part, EveryArticle):
            self._add(menu, say("改成不要"), partial(turned, query, at), "-")
        self._offer_fields(menu, at)
        menu.addSeparator()
        if written_date(part.query if isinstance(part, Not) else part):
            self._add(menu, say("只要那时的报纸"), partial(as_period, query, at))
            self._add(menu, say("只找这几个字"), partial(as_text, query, at))
        self._offer_shapes(menu, at)
        if words_of(part):
            self._add(menu, say("拆成几个词"), partial(split, query, at))
        if can_join(query, at):
            self._add(menu, say("与后一个连成一串"), partial(joined, query, at))
        menu.addAction(say("在搜索框里改"), partial(self._rewrite, at))
        self._add(menu, say("删去"), partial(without, query, at), "Del")
        return menu

    def _offer_fields(self, menu: QMenu, at: int) -> None:
        """Add the fields that a string may be looked for in, with the present one ticked."""
        present_field = field_of(parts_of(self._query)[at])
        if present_field is None:
            return
        menu.addSeparator()
        group = QActionGroup(menu)
        for field in Field:
            words = field.label()
            if field is not Field.ANYWHERE:
                words = say("只在{field}", field=words)
            action = self._add(menu, words, partial(with_field, self._query, at, field))
            action.setCheckable(True)
            action.setChecked(field is present_field)
            group.addAction(action)

    def _offer_shapes(self, menu: QMenu, at: int) -> None:
        """Add whether a string is looked for in all its shapes, and the shapes that were found."""
        part = parts_of(self._query)[at]
        if not can_be_word(part):
            return
        if isinstance(part, Exact) and not part.is_word:
            self._add(menu, say("各种字形一起找"), partial(as_word, self._query, at, is_word=True))
        else:
            self._add(menu, say("只找照原样印着的"), partial(as_word, self._query, at, is_word=False))
        for form, number in self._forms_of(part):
            label = f"“{form}”\t{wording.articles(number)}".replace("&", "&&")
            self._add(menu, label, partial(with_string, self._query, at, form))

    # -- private

    def _forms_of(self, part: Node) -> list[tuple[str, int]]:
        """Return the shapes in which a word was found, those in most articles first, with the numbers of articles."""
        if isinstance(part, Or) and written_date(part):
            word = part.subqueries[0]
        else:
            word = part
        if not (isinstance(word, Exact) and word.is_word and self._has_all_shapes):
            return []
        numbers = {form: number for form, number in self._by_shape.get(word.text, {}).items() if number}
        return Counter(numbers).most_common(_MOST_FORMS)

    def _shown(self, part: Node) -> tuple[str, str]:
        label, text = label_and_text(part)
        if not self._has_all_shapes and isinstance(part, Exact) and part.is_word and not text.isascii():
            return label or say("照原样"), text
        others = sum(form not in self._forms for form, _ in self._forms_of(part)) - 1
        if others > 0:
            text = f"{text} {count(others, '＋{n} 种字形')}"
        return label, text

    def _add(self, menu: QMenu, text: str, edit: Callable[[], Query], key: str = "") -> QAction:
        if key:
            text = f"{text}\t{key}"
        return menu.addAction(text, lambda: self._acts.ask(edit()))

    def _rewrite(self, at: int) -> None:
        pieces = typed_parts(self._query)
        begin = len(" ".join(pieces[:at])) + (1 if at else 0)
        self._acts.rewrite(" ".join(pieces), begin, len(pieces[at]))

    def _new_chip(self) -> _Chip:
        at = len(self._chips)

        def open_menu() -> None:
            open_below(self.menu_of(at), chip)

        def remove() -> None:
            self._acts.ask(without(self._query, at))

        chip = _Chip(self, open_menu, remove, partial(self._key, at))
        self._flow.addWidget(chip)
        if self._chips:
            self.setTabOrder(self._chips[-1], chip)
        return chip

    def _key(self, at: int, key: Qt.Key) -> None:
        chips = self.chips()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            neighbour = at + (1 if key == Qt.Key.Key_Right else -1)
            if 0 <= neighbour < len(chips):
                chips[neighbour].setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Up:
            self._acts.enter_field()
        elif key == Qt.Key.Key_Minus:
            if not isinstance(parts_of(self._query)[at], EveryArticle):
                self._acts.ask(turned(self._query, at))
        else:
            if len(chips) == 1:
                self._acts.enter_field()
            elif at == len(chips) - 1:
                chips[at - 1].setFocus(Qt.FocusReason.TabFocusReason)
            self._acts.ask(without(self._query, at))


_KEYS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Minus,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
)


class _Chip(QPushButton):
    """A part of the query: its label, its text, and a button that removes it; a press opens its menu."""

    def __init__(
        self,
        parent: QWidget,
        clicked: Callable[[], object] | None = None,
        crossed: Callable[[], object] = do_nothing,
        keyed: Callable[[Qt.Key], object] = do_nothing,
        *,
        has_cross: bool = True,
    ) -> None:
        super().__init__(parent)
        self._has_cross = has_cross
        self._crossed = crossed
        self._keyed = keyed
        do_at_click(self, clicked)
        self._role = ""
        self._is_wanted = True
        self.setFont(theme.sans(13))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_part(self, role: str, text: str, *, is_wanted: bool) -> None:
        self._role = role
        self._is_wanted = is_wanted
        self.setText(text)
        name = f"{role} {text}".strip()
        self.setAccessibleName(name)
        self.setAccessibleDescription(say("回车：改；Del：删去；减号：要或不要"))
        self.setToolTip(plain(name))
        self.updateGeometry()
        self.update()

    def set_description(self, words: str) -> None:
        self.setAccessibleDescription(words)
        self.setToolTip(plain(words))

    def sizeHint(self) -> QSize:
        if self._role:
            role = text_painting.width_of(self._role, theme.sans(12)) + _GAP
        else:
            role = 0
        text = text_painting.width_of(self.text(), self.font())
        return QSize(min(round(role + text) + 18 + self._cross_width(), _WIDEST), 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 60), 26)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._keyed(key)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_cross = self._has_cross and self.isDown() and self._cross().contains(event.position())
        if is_cross:
            self.setDown(False)
            self._crossed()
        else:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._is_wanted:
            text_painting.draw_box(painter, rect, 4, "soft", None)
        else:
            text_painting.draw_box(painter, rect, 4, "raised", "accent")
        words = rect.adjusted(8, 0, -8 - self._cross_width(), 0)
        if self._role:
            font = theme.sans(12)
            text_painting.draw_words(painter, words, self._role, font, "accent")
            words.setLeft(words.left() + text_painting.width_of(self._role, font) + _GAP)
        text_painting.draw_free(
            painter, words, self.text(), self.font(), "ink" if self.isEnabled() else "ink3"
        )
        if self._cross_width():
            cross = self._cross()
            theme.draw_icon(painter, "close", "ink3", cross.x() + 2, cross.y() + 2, 12)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)

    def _cross(self) -> QRectF:
        return QRectF(self.width() - _CROSS - 4, (self.height() - _CROSS) / 2, _CROSS, _CROSS)

    def _cross_width(self) -> int:
        if self.isEnabled() and self._has_cross:
            return _CROSS
        return 0
