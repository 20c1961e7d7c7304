"""The panel behind 字: the style of the page and the theme, applied while a slider moves."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QGridLayout, QRadioButton, QSizePolicy, QSlider, QWidget

from reader.i18n import say
from reader.language.scripts import Script
from reader.ui.article.article_header import script_words
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.article.typesetting import LEADINGS, MEASURES, SIZES, PageStyle, next_size
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    Part,
    Rule,
    SegmentedControl,
    Wide,
    column_layout,
    row_layout,
)
from reader.ui.widgets.popup import Popup
from reader.ui.widgets.theme import Face

_HEIGHT = 32
_MARGIN = 12
_KNOB = 16


class StepSlider(QSlider):
    """A slider with a stop for each choice; a press goes to the nearest stop."""

    def __init__(self, name: str, choices: Sequence[str], stepped: Callable[[int], object]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._stepped = stepped
        self._name = name
        self._choices = choices
        self.setRange(0, len(choices) - 1)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._step)
        self._tell()

    def _step(self, number: int) -> None:
        self._tell()
        self._stepped(number)

    def set_step(self, number: int) -> None:
        self.blockSignals(True)
        self.setValue(number)
        self.blockSignals(False)
        self._tell()

    def words(self) -> str:
        return self._choices[self.value()]

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._name} {self.words()}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: the presses and moves have set the value, and QSlider would step by a page."""

    def _go_to(self, x: float) -> None:
        self.setValue(round((x - _MARGIN) / self._room() * self.maximum()))

    def _room(self) -> float:
        return max(1.0, self.width() - 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        places = [_MARGIN + self._room() * stop / self.maximum() for stop in range(self.maximum() + 1)]
        chosen_place = places[self.value()]
        painter.fillRect(QRectF(places[0], middle - 1, places[-1] - places[0], 2), theme.color("rule2"))
        painter.fillRect(QRectF(places[0], middle - 1, chosen_place - places[0], 2), theme.color("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        for place in places:
            painter.setBrush(theme.color("accent" if place <= chosen_place else "rule2"))
            painter.drawEllipse(QRectF(place - 2.5, middle - 2.5, 5, 5))
        knob = QRectF(chosen_place - _KNOB / 2, middle - _KNOB / 2, _KNOB, _KNOB)
        text_painting.draw_box(painter, knob, _KNOB / 2, "raised", "accent")
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 6)


def face_words(face: Face) -> str:
    return {Face.SONG: say("宋体"), Face.HEI: say("黑体"), Face.KAI: say("楷体")}[face]


def leading_words() -> tuple[str, ...]:
    return say("紧凑"), say("适中"), say("宽松")


_SAMPLE = 40


def theme_words(name: str) -> str:
    return {
        theme.SYSTEM: say("跟随系统"),
        "paper": say("纸"),
        "white": say("白"),
        "dark": say("夜"),
    }[name]


class ThemeSwatch(QRadioButton):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        if name == theme.SYSTEM:
            self._words = say("系统")
        else:
            self._words = theme_words(name)
        self.setAccessibleName(say("主题：{name}", name=theme_words(name)))
        self.setChecked(theme.chosen() == name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def use_if_checked(self, is_checked: bool) -> None:
        if is_checked:
            theme.use(self.name)

    def sizeHint(self) -> QSize:
        return QSize(60, _SAMPLE + 26)

    minimumSizeHint = sizeHint

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sample = QRectF((self.width() - _SAMPLE) / 2, 4, _SAMPLE, _SAMPLE)
        light = theme.themes()[theme.DEFAULT if self.name == theme.SYSTEM else self.name].colors
        self._paint_sample(painter, sample, light["paper"], light["ink"])
        if self.name == theme.SYSTEM:
            dark = theme.themes()["dark"].colors
            painter.save()
            corner = QPolygonF([sample.topRight(), sample.bottomRight(), sample.bottomLeft()])
            painter.setClipRect(sample)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dark["paper"])
            painter.drawPolygon(corner)
            painter.setPen(dark["ink"])
            painter.setFont(theme.serif(14, 700))
            painter.drawText(sample.adjusted(16, 16, -3, -1), text_painting.CENTER, say("字"))
            painter.restore()
        for around in (1, 2) if self.isChecked() else (0,):
            ring = sample.adjusted(-around, -around, around, around)
            text_painting.draw_box(painter, ring, 6, None, "accent" if around else "rule2")
        font = theme.sans(12, 700 if self.isChecked() else 400)
        words = QRectF(0, _SAMPLE + 6, self.width(), 18)
        text_painting.draw_words(
            painter, words, self._words, font, "ink" if self.isChecked() else "ink2", text_painting.CENTER
        )
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 6)

    def _paint_sample(self, painter: QPainter, box: QRectF, paper: QColor, ink: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paper)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(ink)
        is_half = self.name == theme.SYSTEM
        painter.setFont(theme.serif(14 if is_half else 18, 700))
        place = box.adjusted(3, 1, -16, -16) if is_half else box
        painter.drawText(place, text_painting.CENTER, say("字"))


_WIDTH = 356
_SLIDER = 150
_FROM_EDGE = 4


class StylePanel(Popup):
    def __init__(
        self, parent: QWidget, settings: ReadingSettings, open_settings: Callable[[], object]
    ) -> None:
        super().__init__(parent, "stylePanel")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(say("字号与版式"))
        self.setMinimumWidth(_WIDTH)
        self._settings = settings
        self._faces = theme.faces()
        sizes = [say("{size} 像素", size=pixel_size) for pixel_size in SIZES]
        self.size_slider = StepSlider(say("字号"), sizes, partial(self._choose_at, "size", SIZES))
        faces = [*map(face_words, self._faces)]
        self.faces = SegmentedControl(say("字体"), faces, partial(self._choose_at, "face", self._faces))
        measures = [say("每行 {n} 字", n=character_count) for character_count in MEASURES]
        self.measure_slider = StepSlider(say("栏宽"), measures, partial(self._choose_at, "measure", MEASURES))
        self.leadings = SegmentedControl(
            say("行距"), leading_words(), partial(self._choose_at, "leading", LEADINGS)
        )
        scripts = [*map(script_words, Script)]
        self.scripts = SegmentedControl(say("简繁"), scripts, partial(self._choose_at, "script", [*Script]))
        self.swatches = [ThemeSwatch(name) for name in (theme.SYSTEM, *theme.themes())]
        self.usual_button = LinkButton(say("恢复原来的版式"), quiet=True, act=self._choose_usual)
        self.settings_button = LinkButton(say("所有设置…"), act=self.close)
        self.settings_button.clicked.connect(lambda: open_settings())
        self._size_words = Label("", theme.sans(12), "ink2")
        self._measure_words = Label("", theme.sans(12), "ink2")
        self._lay_out()
        for swatch in self.swatches:
            swatch.toggled.connect(swatch.use_if_checked)
        self._show()

    def _lay_out(self) -> None:
        for segmented in (self.faces, self.leadings, self.scripts):
            segmented.setMinimumWidth(sum(segment.sizeHint().width() + 3 for segment in segmented.segments()))
        for slider in (self.size_slider, self.measure_slider):
            slider.setMinimumWidth(_SLIDER)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget, Label | None], ...] = (
            (say("字号"), self.size_slider, self._size_words),
            (say("字体"), self.faces, None),
            (say("栏宽"), self.measure_slider, self._measure_words),
            (say("行距"), self.leadings, None),
            (say("简繁"), self.scripts, None),
        )
        for number, (words, control, value) in enumerate(rows):
            grid.addWidget(Label(words, theme.sans(13), "ink2"), number, 0)
            grid.addWidget(control, number, 1, 1, 1 if value else 2)
            if value:
                value.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(value, number, 2)
        parts: list[Part] = [grid]
        if not theme.has_serif():
            missing = say("这台电脑没有宋体，正文用黑体")
            parts.append(Label(missing, theme.sans(12), "ink3", wraps=True))
        swatches = row_layout(*self.swatches, spacing=8)
        foot = row_layout(self.usual_button, Wide(), self.settings_button)
        parts += [Rule(), swatches, Rule(), foot]
        column_layout(*parts, of=self, margins=(16, 14, 16, 10), spacing=10)

    def open_below(self, button: QWidget) -> None:
        """Show the panel below a button, inside the screen; the size control has the focus."""
        # until the style sheet is applied, the size hint is too small
        self.ensurePolished()
        self.resize(self.sizeHint().expandedTo(self.minimumSize()))
        place = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 2))
        screen = QGuiApplication.screenAt(place) or button.screen()
        bounds = screen.availableGeometry().adjusted(_FROM_EDGE, _FROM_EDGE, -_FROM_EDGE, -_FROM_EDGE)
        left = max(min(place.x(), bounds.right() - self.width()), bounds.left())
        top = max(min(place.y(), bounds.bottom() - self.height()), bounds.top())
        self.move(left, top)
        self.show()
        self.size_slider.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            match event.key():
                case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                    self._choose(size=next_size(self._settings.style.size, 1))
                    return
                case Qt.Key.Key_Minus:
                    self._choose(size=next_size(self._settings.style.size, -1))
                    return
                case Qt.Key.Key_0:
                    self._choose(size=PageStyle().size)
                    return
        super().keyPressEvent(event)

    def _choose_at(self, name: str, choices: Sequence[object], at: int) -> None:
        self._choose(**{name: choices[at]})

    def _choose(self, **changes: object) -> None:
        self._settings.set_style(replace(self._settings.style, **changes))
        self._show()

    def _choose_usual(self) -> None:
        self._settings.set_style(PageStyle())
        self._show()

    def _show(self) -> None:
        style = self._settings.style
        self.size_slider.set_step(_nearest(SIZES, style.size))
        self.measure_slider.set_step(_nearest(MEASURES, style.measure))
        self.leadings.set_current(_nearest(LEADINGS, style.leading))
        self.scripts.set_current([*Script].index(style.script))
        self.faces.set_current(self._faces.index(style.face) if style.face in self._faces else 0)
        self._size_words.setText(self.size_slider.words())
        self._measure_words.setText(self.measure_slider.words())


def _nearest(choices: tuple[float, ...], value: float) -> int:
    return min(range(len(choices)), key=lambda at: abs(choices[at] - value))
