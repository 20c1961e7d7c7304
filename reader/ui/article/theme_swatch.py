"""A swatch of a theme, as a radio button: its paper with a character on it, and its name."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from reader.i18n import say
from reader.ui.widgets import fonts, text_painting, theme

_SAMPLE = 40


def theme_words(name: str) -> str:
    """Return the name of a theme in words."""
    return {
        theme.SYSTEM: say("跟随系统"),
        "paper": say("纸"),
        "white": say("白"),
        "dark": say("夜"),
    }[name]


class ThemeSwatch(QRadioButton):
    """A swatch of the theme `name`, or of SYSTEM: half light, half dark. The present theme has a ring."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._words = say("系统") if name == theme.SYSTEM else theme_words(name)
        self.setAccessibleName(say("主题：{name}", name=theme_words(name)))
        self.setChecked(theme.chosen() == name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(60, _SAMPLE + 26)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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
            painter.setFont(fonts.serif(14, 700))
            painter.drawText(sample.adjusted(16, 16, -3, -1), text_painting.CENTER, say("字"))
            painter.restore()
        for around in (1, 2) if self.isChecked() else (0,):
            ring = sample.adjusted(-around, -around, around, around)
            text_painting.draw_box(painter, ring, 6, None, "accent" if around else "rule2")
        font = fonts.sans(12, 700 if self.isChecked() else 400)
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
        painter.setFont(fonts.serif(14 if is_half else 18, 700))
        place = box.adjusted(3, 1, -16, -16) if is_half else box
        painter.drawText(place, text_painting.CENTER, say("字"))
