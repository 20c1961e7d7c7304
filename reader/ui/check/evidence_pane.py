"""The words beside a doubt, in place of the article: the lines of the file, and how each thing told of it is known."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser, QWidget

from reader.i18n import say
from reader.library.doubt_evidence import DoubtEvidence, EvidenceLine, EvidenceRow, LineMark
from reader.ui.check.picture_strip import StripView
from reader.ui.frame import InsteadPane
from reader.ui.widgets import theme
from reader.ui.widgets.controls import LinkButton, Wide, column_layout
from reader.ui.widgets.focus_ring import FocusRing

_GROUNDS = {LineMark.WITNESS: "hit", LineMark.OBJECTION: "mark_cyan"}


class EvidencePane(InsteadPane):
    def __init__(self, open_place: Callable[[], object], close: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("checkEvidence")
        self._evidence = DoubtEvidence()
        self.text = QTextBrowser()
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(say("原处"))
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.document().setDocumentMargin(24)
        theme.tint(self.text, "paper")
        theme.slim(self.text)
        FocusRing(self.text)
        self.open_button = LinkButton(say("打开"), act=open_place)
        self.strip = StripView()
        body = QWidget()
        theme.tint(body, "paper")
        column_layout(self.strip, Wide(self.text), of=body, spacing=0)
        self._path = self.lay_out(say("原处"), body, tools=(self.open_button,), close=close)
        theme.signals.changed.connect(self._write)

    def face(self) -> QWidget:
        return self.text

    def show_evidence(self, evidence: DoubtEvidence, *, can_open: bool) -> None:
        self._evidence = evidence
        self._path.setText(evidence.path)
        self.strip.show_image(None)
        self.open_button.setVisible(can_open)
        self._write()

    def _write(self) -> None:
        self.text.setFont(theme.serif(15))
        self.text.setHtml("".join(_as_html(self._evidence)))


def _as_html(evidence: DoubtEvidence) -> Iterator[str]:
    ink = theme.color("ink").name()
    yield f"<body style='color:{ink}'>"
    if evidence.words:
        yield _paragraphs(evidence.words)
    if evidence.why_no_lines:
        yield f"<p style='color:{theme.color('warn').name()}'>{html.escape(evidence.why_no_lines)}</p>"
    if evidence.lines:
        yield "<table cellspacing='0' cellpadding='3'>"
        yield from map(_line_as_html, evidence.lines)
        yield "</table>"
    if evidence.rows:
        yield f"<h4>{html.escape(say('怎么知道的'))}</h4><table cellspacing='0' cellpadding='4'>"
        yield from map(_row_as_html, evidence.rows)
        yield "</table>"
    yield "</body>"


def _paragraphs(words: str) -> str:
    return "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in words.split("\n\n"))


def _line_as_html(line: EvidenceLine) -> str:
    ground = _GROUNDS.get(line.mark)
    style = f" style='background-color:{theme.color(ground).name()}'" if ground else ""
    number = f"<td align='right' style='color:{theme.color('ink3').name()}'>{line.number}&nbsp;&nbsp;</td>"
    return f"<tr>{number}<td{style}>{html.escape(line.text)}</td></tr>"


def _row_as_html(row: EvidenceRow) -> str:
    quiet = theme.color("ink2").name()
    token = theme.color("warn" if row.is_contradicted else "ink2").name()
    return (
        f"<tr><td style='color:{quiet}'>{html.escape(row.what)}&nbsp;&nbsp;</td>"
        f"<td><b>{html.escape(row.value)}</b>&nbsp;&nbsp;</td>"
        f"<td style='color:{token}'>{html.escape(row.how)}</td></tr>"
    )
