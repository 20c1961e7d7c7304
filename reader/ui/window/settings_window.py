"""The settings window: all settings, built from the table of `preferences`, with a filter."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QSizePolicy, QWidget

from reader import i18n
from reader.i18n import say
from reader.plugs import Preference, Value
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import do_nothing
from reader.ui.widgets.controls import (
    DropChip,
    IconButton,
    Label,
    SegmentedControl,
    Wide,
    column_layout,
    fill_with_rules,
    row_layout,
    stacked,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.window.preferences import PreferenceValues, default_of, in_words, matching, preferences

_WIDTH, _HEIGHT, _AROUND = 40, 22, 4


class Switch(QCheckBox):
    """A check box drawn as a switch; `name` is its accessible name. A tick distinguishes on from off without colour."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _AROUND, _HEIGHT + 2 * _AROUND)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        on = self.isChecked()
        text_painting.draw_box(
            painter, box, box.height() / 2, "accent" if on else "track", "rule2" if not on else None
        )
        side = box.height() - 6
        knob = QRectF(box.right() - 3 - side if on else box.left() + 3, box.top() + 3, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if on else "rule2"))
        painter.drawEllipse(knob)
        if on:
            theme.draw_icon(painter, "check", "accent", knob.center().x() - 6, knob.center().y() - 6, 12)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), self.height() / 2)


_SIZE = (760, 620)
_WIDTH_OF_FIELD = 220
"""The width of a line of text, in pixels."""
_MAX_SEGMENTS = 330
"""Choices that are wider than this side by side are offered in a menu, in pixels."""


class SettingsWindow(Dialog):
    """Shows the settings in groups; a change is applied and saved at once."""

    def __init__(self, parent: QWidget, values: PreferenceValues, first: str = "") -> None:
        """Make the window; `first` is the name of the setting that gets the focus, "" gives it to the filter."""
        super().__init__(parent, say("设置"), "settingsWindow", tint="list")
        listed = preferences()
        self.rows = {each.name: PreferenceRow(each, values) for each in listed}
        self.field = QueryField(say("搜索设置"), say("找一项设置，如“字号”“引文”“language”"))
        self.field.line.textChanged.connect(self._filter)
        self.field.line.installEventFilter(self)
        self._groups: list[tuple[QWidget, list[PreferenceRow]]] = []
        self._nothing = Label("", theme.sans(14), "ink2", wraps=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = stacked(self._scrolled(self._list()), self._nothing)
        note = Label(say("改动马上生效，也马上存下。"), theme.sans(12), "ink3")
        close = self.leave_button()
        close.setAutoDefault(False)
        title = Label(say("设置"), theme.serif(18, 700))
        head = row_layout(title, Wide(self.field), margins=(20, 14, 20, 12), spacing=20)
        foot = row_layout(Wide(note), close, margins=(20, 8, 20, 10))
        fill_with_rules(self, [head], self._body, foot)
        space = parent.window().size()
        self.resize(min(_SIZE[0], space.width() - 40), min(_SIZE[1], space.height() - 60))
        theme.signals.changed.connect(self.rows["theme"].refresh)
        if first:
            self.show_setting(first)
        else:
            self.field.line.setFocus()

    def _list(self) -> QWidget:
        listed = QWidget()
        theme.tint(listed, "list")
        column = column_layout(of=listed, margins=(20, 4, 20, 16), spacing=0)
        by_group: dict[str, list[PreferenceRow]] = {}
        for row in self.rows.values():
            by_group.setdefault(row.preference.group, []).append(row)
        for group, rows in by_group.items():
            heading = _Heading(group)
            column.addWidget(heading)
            self._groups.append((heading, rows))
            for row in rows:
                column.addWidget(row)
        column.addStretch(1)
        return listed

    def _scrolled(self, listed: QWidget) -> QScrollArea:
        area = self._area = QScrollArea()
        area.setWidget(listed)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.tint(area, "list")
        theme.slim(area)
        for row in self.rows.values():
            row.focused = partial(area.ensureWidgetVisible, row, 0, 24)
        return area

    def show_setting(self, name: str) -> None:
        self.rows[name].focus()

    def shown(self) -> list[str]:
        return [name for name, row in self.rows.items() if not row.isHidden()]

    def _filter(self, typed: str) -> None:
        found = {each.name for each in matching([row.preference for row in self.rows.values()], typed)}
        for name, row in self.rows.items():
            row.setVisible(name in found)
        for heading, rows in self._groups:
            heading.setVisible(any(row.preference.name in found for row in rows))
        self._nothing.setText(say("没有说到“{words}”的设置。", words=typed.strip()))
        self._body.setCurrentIndex(0 if found else 1)
        self._area.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move from the filter to the first setting on Down, and clear a filter with text on Esc."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.shown():
                self.show_setting(self.shown()[0])
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.line.text():
                self.field.set_text("")
                return True
        return super().eventFilter(watched, event)


class _Heading(Label):
    """The name of a group of settings, with a rule below it."""

    def __init__(self, words: str) -> None:
        super().__init__(words, theme.sans(12, 700), "ink2")
        self.setFixedHeight(40)
        self.setContentsMargins(0, 14, 0, 4)


class PreferenceRow(QWidget):
    """A setting: its name, its meaning, its control, and a button that restores the default."""

    def __init__(self, preference: Preference, values: PreferenceValues) -> None:
        super().__init__()
        self.focused: Callable[[], object] = do_nothing
        self.preference = preference
        self._values = values
        self.setAccessibleName(preference.words)
        self.usual_button = IconButton(
            "undo",
            say(
                "{name}：恢复为“{value}”",
                name=preference.words,
                value=in_words(preference, default_of(preference)),
            ),
            act=self._restore,
        )
        self._show: Callable[[Value], None]
        self.control = self._make_control()
        words = Label(preference.words, theme.sans(14))
        meaning = Label(preference.meaning, theme.sans(12), "ink3", wraps=True)
        policy = self.usual_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.usual_button.setSizePolicy(policy)
        left = column_layout(words, meaning, spacing=2)
        row_layout(Wide(left), 16, self.control, self.usual_button, of=self, margins=(0, 9, 0, 9), spacing=8)
        for widget in (self.usual_button, *self._stops()):
            widget.installEventFilter(self)
        if preference.name == "language" and i18n.is_told_by_environment():
            self.control.setEnabled(False)
        self.refresh()

    def refresh(self) -> None:
        value = self._values.value(self.preference)
        self._show(value)
        self.usual_button.setVisible(value != default_of(self.preference) and self.control.isEnabled())

    def focus(self) -> None:
        stops = self._stops()
        checked = [each for each in stops if getattr(each, "isChecked", bool)()]
        (checked or stops)[0].setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, value: Value) -> None:
        if value != self._values.value(self.preference):
            self._values.choose(self.preference, value)
            self._show(value)
            self.usual_button.setVisible(value != default_of(self.preference))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused()
        return False

    def _stops(self) -> list[QWidget]:
        if isinstance(self.control, SegmentedControl):
            return list(self.control.segments())
        return [self.control]

    def _make_field(self) -> QWidget:
        field = QLineEdit()
        theme.frame(field)
        field.setFont(theme.sans(13))
        field.setFixedWidth(_WIDTH_OF_FIELD)
        field.setAccessibleName(self.preference.words)
        field.setAccessibleDescription(self.preference.meaning)
        field.textEdited.connect(self.choose)

        def show(value: Value) -> None:
            if field.text() != value:
                field.setText(str(value))

        self._show = show
        return field

    def _restore(self) -> None:
        self.choose(default_of(self.preference))
        self.focus()

    def _make_control(self) -> QWidget:
        preference = self.preference
        if preference.is_text:
            return self._make_field()
        values = [value for value, _ in preference.choices]
        if not values:
            switch = Switch(preference.words)
            switch.setAccessibleDescription(preference.meaning)
            switch.clicked.connect(self.choose)
            self._show = lambda value: switch.setChecked(bool(value))
            return switch
        labels = [words for _, words in preference.choices]
        width = sum(text_painting.width_of(each, theme.sans(13, 700)) + 22 for each in labels)
        if width <= _MAX_SEGMENTS:
            segments = SegmentedControl(preference.words, labels, lambda at: self.choose(values[at]))
            segments.setAccessibleDescription(preference.meaning)
            segments.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            segments.setFixedWidth(round(width) + 4)
            self._show = lambda value: segments.set_current(values.index(value))
            return segments
        chip = DropChip(preference.words, [(str(at), words) for at, words in enumerate(labels)])
        chip.setAccessibleDescription(preference.meaning)
        chip.chosen.connect(lambda key: self.choose(values[int(key)]))
        self._show = lambda value: chip.set_key(str(values.index(value)))
        return chip
