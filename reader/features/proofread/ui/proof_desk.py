"""The desk: the place in question enlarged, what it may be, and the field in which everything is done by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from reader.features.proofread.candidates import MOST, Candidate
from reader.features.proofread.page import Doubt, ProofPage, Read
from reader.features.proofread.proofreading import MOST_COUNTED, Offer
from reader.features.proofread.ui.proof_lines import Strips, draw_strip, mark_on_picture, spans_of
from reader.i18n import count, say
from reader.library.read_share import WHOLE, what_is_read
from reader.newspaper.holdings import Proofread
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    LinkButton,
    Rule,
    Wide,
    column_layout,
    row_layout,
)
from reader.ui.widgets.text_painting import Painted

_SNIPPET = 150
_ENLARGED = 104
_MOST_SEGMENTS = 60

Answers = dict[str, Callable[[], object]]
"""What the keys do, by the names below; those of candidates are their numbers, and Tab is next, Shift+Tab back."""
_ALWAYS = {
    Qt.Key.Key_Return: "right",
    Qt.Key.Key_Enter: "right",
    Qt.Key.Key_Escape: "leave",
    Qt.Key.Key_Up: "line above",
    Qt.Key.Key_Down: "line below",
}
_WHILE_EMPTY = {
    Qt.Key.Key_Space: "line",
    Qt.Key.Key_Delete: "superfluous",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "beside",
    **{Qt.Key(Qt.Key.Key_1 + at): str(at) for at in range(MOST)},
}
_WITH_CTRL = {Qt.Key.Key_R: "everywhere", Qt.Key.Key_Z: "undo"}


class ProofField(QLineEdit):
    """A line in which a correction is typed; while it is empty, digits and other keys answer."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._answers = answers
        self.is_composing = False
        self.setFixedHeight(38)
        self.setFont(theme.serif(16))
        theme.frame(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.is_composing = False

    def focusNextPrevChild(self, is_next: bool) -> bool:
        if not self.is_composing:
            self._answers["next" if is_next else "back"]()
        return True

    def event(self, event: QEvent) -> bool:
        """Take the keys that answer before the window's shortcuts do."""
        is_early = event.type() is QEvent.Type.ShortcutOverride
        if is_early and isinstance(event, QKeyEvent) and self._answer_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = "" if self.is_composing else self._answer_of(event)
        if answer:
            self._answers[answer]()
        else:
            super().keyPressEvent(event)

    def _answer_of(self, event: QKeyEvent) -> str:
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            is_typed = key == Qt.Key.Key_Z and self.isUndoAvailable()
            if is_typed:
                return ""
            return _WITH_CTRL.get(key, "")
        if modifiers:
            return ""
        return _ALWAYS.get(key, "") or ("" if self.text() else _WHILE_EMPTY.get(key, ""))


class _Tile(QPushButton):
    """A key with what it answers."""

    def __init__(self, key: str, height: int, act: Callable[[], object]) -> None:
        super().__init__()
        self._key = key
        self._large = ""
        self._note = ""
        self.is_first = False
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(act)

    def show_answer(self, large: str, note: str, name: str, tip: str = "") -> None:
        self._large = large
        self._note = note
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        text_painting.draw_box(painter, rect, 6, "hover" if self.underMouse() else "raised", "rule2")
        if self.is_first:
            text_painting.draw_box(painter, rect.adjusted(1, 1, -1, -1), 5, None, "accent")
        width = text_painting.width_of(self._key, theme.sans(11)) + 12
        is_tall = rect.height() > 60
        cap = QRectF(8, 8 if is_tall else rect.center().y() - 10, width, 20)
        text_painting.draw_box(painter, cap, 4, "paper", "rule2")
        text_painting.draw_words(painter, cap, self._key, theme.sans(11), "ink2", text_painting.CENTER)
        if is_tall:
            large = rect.adjusted(0, 8, 0, -26)
            weight = 700 if self.is_first else 400
            text_painting.draw_free(
                painter, large, self._large, theme.serif(34, weight), "ink", text_painting.CENTER
            )
            below = QRectF(4, rect.height() - 26, rect.width() - 8, 20)
            text_painting.draw_words(painter, below, self._note, theme.sans(12), "ink3", text_painting.CENTER)
            return
        words = QRectF(cap.right() + 10, 0, rect.width() - cap.right() - 20, rect.height())
        note_width = text_painting.draw_words(painter, words, self._note, theme.sans(13), "ink")
        words.setLeft(words.left() + note_width + 8)
        text_painting.draw_free(painter, words, self._large, theme.serif(20), "ink")


class ProofDesk(QWidget):
    """The right part of the view; it has the focus, in its field."""

    def __init__(self, strips: Strips, answers: Answers, open_article: Callable[[int], object]) -> None:
        super().__init__()
        self._strips = strips
        self._offer = Offer()
        self._page: ProofPage | None = None
        self._doubt: Doubt | None = None
        self._parts = ("", "", "")
        self._tokens = [""]
        theme.tint(self, "list")
        self.setAccessibleName(say("存疑字"))
        self.place = Label("", theme.sans(15, 700))
        self._left = Label("", theme.sans(12), "ink3")
        self._segments = Painted(4, self._paint_segments)
        self.snippet = Painted(_SNIPPET, self._paint_snippet)
        self._sentence = Painted(36, self._paint_sentence)
        self.tiles = [_Tile(str(at + 1), 98, answers[str(at)]) for at in range(MOST)]
        self.tiles[0].is_first = True
        self.right = _Tile("Enter", 44, answers["right"])
        self.field = ProofField(answers)
        self.said = Label("", theme.sans(12, 700), "warn", wraps=True)
        self._why = Label("", theme.sans(12), "ink2", wraps=True)
        self._source = LinkButton("", px=12, act=lambda: open_article(self._first().article_id), is_free=True)
        self.progress = Label("", theme.sans(12), "ink3", wraps=True)
        self.pace = Label("", theme.sans(12, 700), "ok")
        keys = say(
            "Tab 跳过　Shift+Tab 上一处　↑ ↓ ← → 走到别的字　空格 整行　Ctrl+R 同样的都改　Ctrl+Z 撤销　Esc 收工"
        )
        head = QWidget()
        head.setFixedHeight(44)
        undo = IconButton("undo", say("撤销 (Ctrl+Z)"), 30, act=answers["undo"])
        leave = LinkButton(say("收工"), act=answers["leave"])
        name = Wide(Label(say("存疑字"), theme.serif(15, 700)))
        row_layout(name, undo, leave, of=head, margins=(24, 0, 14, 0))
        body = column_layout(
            row_layout(Wide(self.place), self._left),
            self._segments,
            6,
            self.snippet,
            self._sentence,
            row_layout(*self.tiles, spacing=10),
            self.right,
            self.field,
            self.said,
            self._why,
            row_layout(self._source, Wide()),
            Wide(),
            row_layout(Wide(self.progress), self.pace),
            Label(keys, theme.sans(12), "ink3", wraps=True),
            margins=(24, 14, 24, 14),
            spacing=8,
        )
        column_layout(head, Rule(), Wide(body), of=self, spacing=0)

    def show_place(
        self, page: ProofPage, doubt: Doubt | None, read: Read, number: int, tokens: Sequence[str]
    ) -> None:
        """Show a place, the `number`th (from 1) of those in doubt, or 0; without one, how many there were."""
        self._page = page
        self._doubt = doubt
        self._tokens = [*tokens]
        if doubt:
            self._parts = page.around(doubt, read, 6)
        else:
            self._parts = ("", "", "")
        total = len(page.doubts)
        done = sum(token != "rule" for token in tokens)
        changed = sum(token == "accent" for token in tokens)
        if doubt is not None and number:
            self.place.setText(say("存疑第 {n} 处，共 {total} 处", n=number, total=total))
        elif doubt is not None:
            self.place.setText(say("第 {n} 行，通读", n=doubt.line + 1))
        elif total:
            self.place.setText(say("{total} 处看完，改了 {changed} 处", total=total, changed=changed))
        else:
            self.place.setText(say("这一版没有存疑的字"))
        self._left.setText(count(total - done, "还有 {n} 处") if doubt and total else "")
        before, at, after = self._parts
        self.field.setAccessibleName(f"{self.place.text()}：{before}【{at}】{after}")
        recognised = page.recognised(doubt) if doubt else ""
        is_right = say("识别得对，就是{sign}", sign=recognised)
        self.right.show_answer(
            recognised, say("识别得对，就是") if number else say("往下读，这里是"), is_right
        )
        self.say_line(False)
        self.show_offer(Offer())
        for widget in (self._segments, self.snippet, self._sentence):
            widget.update()
        self.right.setEnabled(doubt is not None)

    def _paint_segments(self, painter: QPainter, rect: QRectF) -> None:
        number = max(len(self._tokens), 1)
        gap = 3 if number <= _MOST_SEGMENTS else 0
        wide = (rect.width() - gap * (number - 1)) / number
        for at, token in enumerate(filter(None, self._tokens)):
            painter.fillRect(QRectF(at * (wide + gap), 0, wide, 4), theme.color(token))

    def _paint_snippet(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the place in question with its neighbours, enlarged, in the same position for each."""
        text_painting.draw_box(painter, rect, 5, "paper", "rule2")
        if self._page and self._doubt:
            line = self._page.lines[self._doubt.line]
        else:
            line = None
        strip = self._strips.of(line) if line else None
        if line is None or strip is None or self._doubt is None:
            return
        spans = spans_of(line, _ENLARGED, 1e9)
        begin = spans[self._doubt.start][0]
        end = spans[self._doubt.end - 1][1]
        painter.setClipRect(rect.adjusted(1, 1, -1, -1))
        left = rect.center().x() - (begin + end) / 2
        draw_strip(painter, strip, line, line.cells, spans, QPointF(left, 6), _SNIPPET - 12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(mark_on_picture(), 2))
        top = rect.center().y() - _ENLARGED / 2 - 6
        painter.drawRoundedRect(QRectF(left + begin - 2, top, end - begin + 4, _ENLARGED + 12), 4, 4)

    def _paint_sentence(self, painter: QPainter, rect: QRectF) -> None:
        fonts = theme.serif(20), theme.serif(20, 700), theme.serif(20)
        widths = [
            text_painting.width_of(*part_and_font) for part_and_font in zip(self._parts, fonts, strict=True)
        ]
        x = (rect.width() - sum(widths)) / 2
        for at, (part, font, width) in enumerate(zip(self._parts, fonts, widths, strict=True)):
            part_rect = QRectF(x, 2, width + 1, 32)
            if at == 1:
                text_painting.draw_box(painter, part_rect.adjusted(-1, 0, 1, 0), 3, "hit_current", None)
            text_painting.draw_free(painter, part_rect, part, font, "hit_current_ink" if at == 1 else "ink2")
            x += width

    def show_pace(self, a_minute: int | None) -> None:
        self.pace.setText(say("每分钟 {n} 处", n=a_minute) if a_minute else "")

    def show_progress(self, issue: Proofread, library: Proofread) -> None:
        self.progress.setVisible(bool(library.unsure))  # else no file says how sure it is
        self.progress.setText(
            say(
                "存疑的字看过：这一期 {done}/{faint}，全库 {all_done}/{all_faint}",
                done=issue.decided,
                faint=issue.unsure,
                all_done=library.decided,
                all_faint=library.unsure,
            )
        )

    def say_line(self, is_line: bool) -> None:
        """Say what is typed: a character or several, or a whole line."""
        line_hint = say("整行：改好后按 Enter；Esc 不改")
        several = say("或直接键入：一个字、几个字；Del 是多出的字")
        self.field.setPlaceholderText(line_hint if is_line else several)
        self.warn("")

    def warn(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def show_offer(self, offer: Offer) -> None:
        self._offer = offer
        for at, tile in enumerate(self.tiles):
            is_offered = at < len(offer.candidates)
            tile.setEnabled(is_offered)
            if is_offered:
                self._show_candidate(tile, offer.candidates[at])
            else:
                tile.show_answer("", "", "")
        because = self._first().because
        sentences = []
        for string, number in offer.held:
            articles = str(number)
            if number >= MOST_COUNTED:
                articles += "+"
            sentences.append(say("“{string}” {n} 篇", string=string, n=articles))
        compared = what_is_read(WHOLE.of_analysis(offer.analysed))
        self._why.setText("\n".join(filter(None, [because, say("，").join(sentences), compared])))
        self._source.setText(say("看那一篇"))
        self._source.setVisible(bool(self._first().article_id))

    def _show_candidate(self, tile: _Tile, candidate: Candidate) -> None:
        note = candidate.note
        if not note and tile.is_first:
            note = say("最像")
        if not candidate.read_as:  # the character is superfluous
            note = f"{note} {say('多出的字')}"
        tile.show_answer(candidate.read_as, note, f"{candidate.read_as} {note}".strip(), candidate.because)

    def _first(self) -> Candidate:
        if self._offer.candidates:
            return self._offer.candidates[0]
        return Candidate("")

    def candidate(self, number: int) -> str | None:
        candidates = self._offer.candidates
        if number < len(candidates):
            return candidates[number].read_as
        return None

    def sizeHint(self) -> QSize:
        return QSize(420, 600)
