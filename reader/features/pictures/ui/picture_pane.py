"""The pane with the picture of a page: a header with buttons, the picture, and a remark below it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from reader.features.pictures.ui.picture_view import STEP, Fit, PictureView
from reader.i18n import say
from reader.ui.widgets import theme
from reader.ui.widgets.controls import IconButton, Label, Rule, Wide, column_layout, row_layout, stacked
from reader.ui.widgets.state_panel import PanelLink, State, StatePanel, at_top

if TYPE_CHECKING:
    from reader.pictures.picture_process import Pyramid

_NARROW = 360
"""A narrower pane does not show the scale, in pixels."""
_WAITING_MS = 300
"""The delay before the message that a picture is being opened: most are open sooner."""


class PicturePane(QWidget):
    def __init__(
        self,
        close: Callable[[], object],
        rescan: Callable[[], object],
        open_article: Callable[[int, QPointF], object],
        make_again: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("pictureArea")
        self.setAccessibleName(say("版面图"))
        theme.tint(self, "list")
        view = PictureView(open_article, self._show_scale, make_again)
        self.view = view
        self._title = Label("", theme.sans(13, 700), is_free=True)
        self._scale = Label("", theme.sans(12), "ink3")
        self.smaller = IconButton("zoom-out", say("缩小 (-)"), 28, act=partial(view.zoom, 1 / STEP))
        self.larger = IconButton("zoom-in", say("放大 (+)"), 28, act=partial(view.zoom, STEP))
        self.whole = IconButton("fit-page", say("整页 (0)"), 28, act=partial(view.set_fit, Fit.PAGE))
        self.wide = IconButton("fit-width", say("整宽 (9)"), 28, act=partial(view.set_fit, Fit.WIDTH))
        self.close_button = IconButton("close", say("关上版面图 (F12)"), 28, act=lambda: close())
        head = QWidget()
        head.setFixedHeight(44)
        buttons = (self.smaller, self.larger, self.whole, self.wide, self.close_button)
        row_layout(Wide(self._title), self._scale, *buttons, of=head, margins=(16, 0, 8, 0), spacing=4)
        self.absent = StatePanel(State.MISSING)
        self.absent.chosen.connect(lambda _: rescan())
        self.absent.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.absent.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred
        )  # as high as its words
        self._state_panel = StatePanel(State.EMPTY)
        self._stack = stacked(self.view, at_top(self.absent), self._state_panel)
        self._remark = Label("", theme.sans(12), "warn", wraps=True)
        self._remark.setContentsMargins(16, 6, 16, 6)
        self._remark.hide()
        column_layout(head, Rule(), Wide(self._stack), self._remark, of=self, spacing=0)
        self._soon = QTimer(self, singleShot=True, interval=_WAITING_MS)
        self._soon.timeout.connect(self._show_opening)
        self.setFocusProxy(self.view)

    def show_waiting(self, title: str) -> None:
        """Set the title, and show that a picture is being opened if it is not shown soon."""
        self._title.setText(title)
        self._soon.start()

    def show_picture(self, title: str, pyramid: Pyramid) -> None:
        self._soon.stop()
        self._title.setText(title)
        self.view.setAccessibleName(say("版面图：{title}", title=title))
        self.view.show_pyramid(pyramid)
        remark = _remark_on(pyramid)
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        self._turn_to(0)
        self._enable(True)

    def show_absent(self, title: str, words: str, *, can_look_again: bool = True) -> None:
        self._soon.stop()
        self._title.setText(title)
        self.view.show_pyramid(None)
        self._turn_to(1)
        if can_look_again:
            links = [PanelLink("rescan", say("更新"))]
        else:
            links = []
        self.absent.show_state(say("没有版面图可看"), words, links)
        self._remark.hide()
        self._enable(False)

    def _turn_to(self, face: int) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and (
            self._stack.isAncestorOf(focused) or focused is self.close_button
        )
        self._stack.setCurrentIndex(face)
        if had_focus:
            # what stands in place of the picture takes the letters that it took
            (self.view, self.absent, self.close_button)[face].setFocus(Qt.FocusReason.OtherFocusReason)

    def is_picture_shown(self) -> bool:
        return self._stack.currentIndex() == 0 and self.view.picture_size[0] > 0

    def message(self) -> str:
        """Return the message shown instead of a picture, or the remark below it; "" for none."""
        if self._stack.currentIndex() == 0:
            if not self._remark.isHidden():
                return self._remark.text()
            return ""
        return self.absent.accessibleDescription()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_scale()

    def _show_opening(self) -> None:
        self.view.show_pyramid(None)
        self._state_panel.show_state(say("正在打开版面图…"), say("大图第一次打开要几秒，以后就快了。"))
        self._turn_to(2)
        self._remark.hide()
        self._enable(False)

    def _show_scale(self) -> None:
        ratio = self.view.devicePixelRatioF()
        self._scale.setText(f"{100 * self.view.scale * ratio:.0f}%" if self.view.picture_size[0] else "")
        self._scale.setVisible(self.width() >= _NARROW)

    def _enable(self, is_there: bool) -> None:
        for button in (self.smaller, self.larger, self.whole, self.wide):
            button.setEnabled(is_there)


def _remark_on(pyramid: Pyramid) -> str:
    parts = []
    if pyramid.about.is_damaged:
        parts.append(say("图片文件不完整，缺的部分看不到。"))
    if pyramid.about.halvings:
        parts.append(
            say(
                "这张图太大，只按 1/{n} 的精细度打开。另存为 JPEG 或 TIFF 就能看全。",
                n=2**pyramid.about.halvings,
            )
        )
    return "".join(parts).strip()
