"""The card beside a word: what the dictionaries say of it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget
from shiboken6 import isValid

from reader.dictionaries.markup import ENTRY
from reader.i18n import count, say
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.controls import IconButton, LinkButton
from reader.ui.widgets.labels import Label, Rule

if TYPE_CHECKING:
    from reader.dictionaries.shelf import Answer, Problem


class EntryBrowser(QTextBrowser):
    """Shows entries; `wordWanted` has the headword that a link leads to."""

    wordWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("释义"))
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(14)
        theme.tint(self, "paper")
        theme.ink(self, "ink")
        theme.slim(self)
        self._html = ""
        self.anchorClicked.connect(self._follow)
        theme.signals.changed.connect(self._show_again)

    def show_html(self, html: str) -> None:
        """Show HTML that was made safe."""
        self._html = html
        self.setFont(fonts.serif(15))
        accent, quiet = theme.color("accent").name(), theme.color("ink3").name()
        sans = ", ".join(f"'{name}'" for name in fonts.sans(12).families())
        self.document().setDefaultStyleSheet(
            f"a {{ color: {accent}; }} h4 {{ color: {quiet}; font-family: {sans}; font-size: 12px;"
            " font-weight: 400; margin-bottom: 2px; } h3 { font-size: 18px; margin-top: 0; margin-bottom: 4px; }"
            " p { margin-top: 2px; margin-bottom: 6px; }"
        )
        self.setHtml(html)

    def _show_again(self) -> None:
        self.show_html(self._html)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing: neither pictures nor styles, from wherever."""
        return None

    def _follow(self, url: QUrl) -> None:
        target = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if target.startswith(ENTRY):
            self.wordWanted.emit(unquote(target.removeprefix(ENTRY)))


_WIDTH, _HEIGHT, _FROM_EDGE, _FROM_WORD = 400, 340, 4, 6
_MOST_TOLD = 3
"""The most dictionaries that can't be read whose reasons are told."""


class LookupCard(QWidget):
    """A card over the window that closes by itself: on Esc, or when the focus goes elsewhere in the window.

    Signals: `wordWanted` has a word to be looked up, `folderWanted` says that dictionaries are to be chosen.
    """

    wordWanted = Signal(str)
    folderWanted = Signal()
    closed = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._focused_before = ground.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("lookupCard")
        self.setAccessibleName(say("词典"))
        self.resize(_WIDTH, _HEIGHT)
        theme.tint(self, "paper")
        self._word = ""
        self._before: list[str] = []
        self.field = QueryField(say("查一个词"), say("查一个词"), "", 30)
        self.field.submitted.connect(self.look_up)
        self.back_button = IconButton("back", say("上一个词 (Alt+←)"), 28)
        self.back_button.clicked.connect(self.go_back)
        self.browser = EntryBrowser()
        self.browser.wordWanted.connect(self.look_up)
        self.browser.installEventFilter(self)
        self.problems = Label("", fonts.sans(12), "warn")
        self.problems.setWordWrap(True)
        self.problems.hide()
        self.folder_button = LinkButton(say("选词典文件夹…"))
        self.folder_button.clicked.connect(self.close)
        self.folder_button.clicked.connect(lambda: self.folderWanted.emit())
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(6)
        head.addWidget(self.back_button)
        head.addWidget(self.field, 1)
        foot.setContentsMargins(14, 4, 10, 6)
        foot.addWidget(self.problems, 1)
        foot.addStretch(0)
        foot.addWidget(self.folder_button, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Rule())
        column.addWidget(self.browser, 1)
        column.addWidget(Rule())
        column.addLayout(foot)
        self.back_button.hide()
        self.hide()

    def word(self) -> str:
        """Return the word that the card is about."""
        return self._word

    def open_beside(self, place: QRect) -> None:
        """Show the card below a place of the ground, or above it where there is no room."""
        bounds = self._ground.rect().adjusted(_FROM_EDGE, _FROM_EDGE, -_FROM_EDGE, -_FROM_EDGE)
        left = max(min(place.left(), bounds.right() - self.width()), bounds.left())
        top = place.bottom() + _FROM_WORD
        if top + self.height() > bounds.bottom():
            top = max(place.top() - _FROM_WORD - self.height(), bounds.top())
        self.move(left, top)
        self.show()
        self.raise_()
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        (self.browser if self._word else self.field).setFocus(Qt.FocusReason.PopupFocusReason)

    def look_up(self, word: str) -> None:
        """Ask for another word; that before can be gone back to."""
        word = word.strip()
        if not word or word == self._word:
            return
        if self._word:
            self._before.append(self._word)
        self._ask(word)

    def go_back(self) -> None:
        if self._before:
            self._ask(self._before.pop())

    def _ask(self, word: str) -> None:
        self._word = word
        self.field.set_text(word)
        self.back_button.setVisible(bool(self._before))
        self.problems.hide()
        self.show_words(say("正在查…"))
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)
        self.wordWanted.emit(word)

    # -- what is said

    def show_words(self, words: str) -> None:
        """Show words of ours in place of an entry."""
        self.browser.show_html(f"<p>{html.escape(words)}</p>")

    def show_reading(self, title: str) -> None:
        """Show that a dictionary is being read for the first time."""
        self.show_words(say("第一次用《{title}》，正在编目，大的要几秒…", title=title))

    def show_no_folder(self) -> None:
        """Show how one comes to have dictionaries."""
        self.show_words(
            say(
                "还没有词典。把 StarDict（.ifo、.idx、.dict）或 MDict（.mdx）的词典放进一个文件夹，再在这里选它。"
                "阅报只读这些文件，不联网。"
            )
        )

    def show_answer(self, answer: Answer, entries: str) -> None:
        """Show what was found; `entries` is the safe HTML of the entries."""
        if answer.word != self._word:
            return
        if entries:
            self.browser.show_html(entries)
        elif not answer.dictionaries:
            self.show_words(say("这个文件夹里没有能读的词典。能读的是 StarDict 和 MDict 的。"))
        else:
            said = say("词典里没有“{word}”。", word=answer.word)
            links = html.escape(say("、")).join(
                f'<a href="{ENTRY}{quote(part, safe="")}">{html.escape(part)}</a>' for part in answer.parts
            )
            apart = f"<p>{html.escape(say('拆开来查：'))}{links}</p>" if links else ""
            self.browser.show_html(f"<p>{html.escape(said)}</p>{apart}")
        self._show_problems(answer.problems)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        told = [say("{name}：{reason}", name=each.name, reason=each.reason) for each in problems[:_MOST_TOLD]]
        if len(problems) > _MOST_TOLD:
            told.append(count(len(problems) - _MOST_TOLD, "还有 {n} 本读不了"))
        self.problems.setText("\n".join(told))
        self.problems.setVisible(bool(told))

    # -- closing, and keys

    def _follow_focus(self, _before: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and focused is not self and not self.isAncestorOf(focused):
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand the focus back to where it was, unless it is elsewhere already, or the card was closed before."""
        if self.isHidden():
            return
        QApplication.instance().focusChanged.disconnect(self._follow_focus)  # type: ignore[union-attr]
        focused, before = self._ground.focusWidget(), self._focused_before
        if focused is not None and self.isAncestorOf(focused) and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before the window's actions do."""
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride):
            return super().event(event)
        event.setAccepted(not event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return event.isAccepted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Alt+Left and Backspace go back to the word before, from the text too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_alt_left = (
                event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier
            )
            if is_alt_left or event.key() == Qt.Key.Key_Backspace:
                self.go_back()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 0, "paper", "rule2")


def html_of(answer: Answer) -> str:
    """Return the entries of an answer as safe HTML; "" where there are none. Takes a while for long ones."""
    from reader.dictionaries.markup import safe_html

    said = []
    for entry in answer.entries:
        text = safe_html(entry.markup)
        if text:
            said.append(f"<h4>{html.escape(entry.dictionary)}</h4><h3>{html.escape(entry.word)}</h3>{text}")
    return "".join(said)
