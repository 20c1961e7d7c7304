"""The header of the article pane: previous and next article, the hit navigator, the actions."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.i18n import say
from reader.ui.article.hit_navigator import HitNavigator
from reader.ui.widgets import fonts, text_painting
from reader.ui.widgets.controls import IconButton
from reader.ui.widgets.labels import Label

NARROWEST = 420
"""The minimum width of the header in pixels; labels and the position are hidden before it gets narrower."""


class ArticleHeader(QWidget):
    """The header of an article pane, 44 px high; the pane connects its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(44)
        self.setMinimumWidth(NARROWEST)
        self.previous_button = IconButton("back", say("上一篇 (K)"), 28)
        self.next_button = IconButton("forward", say("下一篇 (J)"), 28)
        self.page_button = IconButton("newspaper", say("整版 (V)"))
        self.picture_button = IconButton("picture", say("版面图 (I)"))
        self._has_picture = self._is_tight = False
        self._position = Label("", fonts.sans(12), "ink3")
        self.navigator = HitNavigator()
        self.star_button = IconButton("star", say("加书签 (B)"))
        self.note_button = IconButton("note", say("批注 (M)"))
        self.cite_button = IconButton("quote", say("引用 (Ctrl+Shift+C)"))
        self.copy_button = IconButton("copy", say("复制全文 (Ctrl+Shift+X)"))
        self.size_button = SizeButton()
        self.more_button = IconButton("more", say("更多"))
        self.close_button = IconButton("close", say("关上这一篇 (Ctrl+W)"))
        for later in (self.close_button, self.picture_button):
            later.hide()
        self._is_second = False
        self._labels = {
            self.page_button: say("整版"),
            self.picture_button: say("版面图"),
            self.star_button: say("收藏"),
            self.note_button: say("批注"),
            self.cite_button: say("引用"),
            self.copy_button: say("复制"),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for widget in (self.previous_button, self._position, self.next_button):
            row.addWidget(widget)
        for button in (self.page_button, self.picture_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.navigator)
        row.addSpacing(8)
        for button in (
            self.star_button,
            self.note_button,
            self.cite_button,
            self.copy_button,
            self.size_button,
            self.more_button,
            self.close_button,
        ):
            row.addWidget(button)

    def make_second(self) -> None:
        """Make this the header of the second article: with a close button, without page view and picture."""
        self._is_second = True
        self.page_button.hide()
        self.close_button.show()

    def set_article(self, is_shown: bool, position: str) -> None:
        self.set_position(position, has_previous=is_shown, has_next=is_shown)
        for button in (*self._labels, self.more_button):
            button.setEnabled(is_shown)

    def set_position(self, position: str, *, has_previous: bool, has_next: bool) -> None:
        self._position.setText(position)
        self.previous_button.setEnabled(has_previous)
        self.next_button.setEnabled(has_next)

    def position(self) -> str:
        return self._position.text()

    def set_has_picture(self, has_picture: bool) -> None:
        """Show or hide the button of the page's picture."""
        self._has_picture = has_picture
        self.picture_button.setVisible(has_picture and not self._is_tight)

    def set_bookmarked(self, is_bookmarked: bool) -> None:
        if is_bookmarked:
            self.star_button.set_icon("star-filled", "accent")
        else:
            self.star_button.set_icon("star")
        self.star_button.set_words(say("取消书签 (B)") if is_bookmarked else say("加书签 (B)"))

    def arrange(self, *, has_words: bool, is_tight: bool) -> None:
        for button, label in self._labels.items():
            button.set_label(label if has_words else "")
        self._position.setVisible(not is_tight)
        self.page_button.setVisible(not is_tight and not self._is_second)
        self._is_tight = is_tight
        self.set_has_picture(self._has_picture)
        for button in (self.note_button, self.copy_button):
            button.setVisible(not is_tight)


class SizeButton(IconButton):
    """The button of the page style; its icon is the character 字, or a letter."""

    def __init__(self) -> None:
        super().__init__("", say("字号"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            text_painting.draw_box(
                painter, rect.adjusted(1, 1, -1, -1), 5, "sel" if self.isDown() else "hover", None
            )
        text_painting.draw_words(painter, rect, say("字"), fonts.serif(15, 700), "ink2", text_painting.CENTER)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 5)
