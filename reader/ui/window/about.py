"""The dialogs about the program: its version, where to get others, its changes, its licences."""

import html
import platform

import PySide6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

import reader
from reader import assets, changes
from reader.changes import ChangeGroup, Release
from reader.i18n import say
from reader.ui.widgets import theme
from reader.ui.widgets.controls import FocusRing, Label, PushButton, column_layout
from reader.ui.window.columns import Wordmark
from reader.ui.window.dialogs import open_dialog

# The margin around the text of a dialog, the margin of a line, and the space below a paragraph, in pixels.
_MARGIN, _LINE, _BELOW = 24, 26, 6


def open_page(address: QUrl) -> None:
    """Open an https page in the system's browser, only when a person has clicked; ignore every other address."""
    if address.scheme() == "https":
        QDesktopServices.openUrl(address)


def show_about(parent: QWidget) -> QDialog:
    """Show the version, where to get others, and links to the changes and the notices."""
    body = QWidget()
    column = column_layout(Wordmark(), of=body, spacing=12)
    for words, token in ((_about_program(), "ink"), (_about_machine(), "ink3")):
        label = Label(words, theme.sans(13 if token == "ink" else 12), token, wraps=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    column.addStretch(1)
    buttons = [
        PushButton(say("有什么新的"), act=lambda: show_changes(dialog)),
        PushButton(say("所用部件和许可"), act=lambda: show_notices(dialog)),
    ]
    if reader.HOMEPAGE:
        page = PushButton(say("打开网页"), act=lambda: open_page(QUrl(reader.HOMEPAGE)))
        buttons.append(page)
    dialog: QDialog = open_dialog(parent, say("关于阅报"), body, (520, 420), buttons)
    return dialog


def show_changes(parent: QWidget, before: str = "") -> QDialog:
    releases = (before and changes.releases_after(before)) or changes.releases()[:1]
    text = _OwnText(say("有什么新的"), "".join(map(_as_html, releases)))
    return open_dialog(parent, say("有什么新的"), text, (680, 620))


def show_notices(parent: QWidget) -> QDialog:
    written = QTextDocument()
    written.setMarkdown(assets.document("NOTICES.md").read_text(encoding="utf-8"))
    text = _OwnText(say("所用部件和许可"), written.toHtml())
    return open_dialog(parent, say("所用部件和许可"), text, (720, 620))


def _about_program() -> str:
    where = (
        say("新版本在 {address}。", address=reader.HOMEPAGE)
        if reader.HOMEPAGE
        else say("新版本在哪里：这一份是从哪里得到的，就到那里去看。")
    )
    return say(
        "版本 {version}，以 MIT 许可发布。\n\n"
        "{where}阅报不联网，不收集任何东西，也不自己更新；您的报纸文件只读，从不改动。\n\n"
        "窗口用 Qt 和 PySide6（LGPL-3.0，作为未改动的共享库随附，可自行替换），搜索用 Whoosh（BSD-2-Clause），"
        "分词用 jieba（MIT）；其余见“所用部件和许可”。",
        version=reader.__version__,
        where=where,
    )


def _about_machine() -> str:
    parts = f"Python {platform.python_version()}", f"PySide6 {PySide6.__version__}", platform.platform()
    return "  ".join((f"reader {reader.__version__}", *parts))


def _as_html(release: Release) -> str:
    groups = "".join(map(_group_as_html, release.groups))
    return f"<h2>{_plain(changes.title_of(release))}</h2><p>{_plain(release.about)}</p>{groups}"


def _group_as_html(group: ChangeGroup) -> str:
    points = "".join(f"<li>{_plain(point)}</li>" for point in group.points)
    heading = f"<h3>{_plain(group.heading)}</h3>" if group.heading else ""
    return f"{heading}<ul>{points}</ul>"


def _plain(words: str) -> str:
    return html.escape(words.replace("`", ""))


class _OwnText(QTextBrowser):
    """A browser for the program's own texts; links open in the system's browser."""

    def __init__(self, name: str, html: str) -> None:
        super().__init__()
        self._html = html
        self.setObjectName("ownText")
        self.setAccessibleName(name)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.anchorClicked.connect(open_page)
        self.document().setDocumentMargin(_MARGIN)
        theme.tint(self, "paper")
        theme.ink(self, "ink")
        theme.slim(self)
        theme.signals.changed.connect(self._set)
        self._set()
        FocusRing(self)

    def _set(self) -> None:
        self.setFont(theme.serif(15))
        self.document().setDefaultStyleSheet(f"a {{ color: {theme.color('accent').name()}; }}")
        self.setHtml(self._html)
        cursor = QTextCursor(self.document())
        is_more = True
        while is_more:
            layout = cursor.blockFormat()
            layout.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            layout.setBottomMargin(_BELOW)
            cursor.setBlockFormat(layout)
            is_more = cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
