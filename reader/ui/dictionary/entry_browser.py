"""The text of dictionary entries: sanitised HTML, of which nothing is fetched."""

from urllib.parse import unquote

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QTextBrowser

from reader.dictionaries.markup import ENTRY
from reader.i18n import say
from reader.ui.widgets import fonts, theme


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
