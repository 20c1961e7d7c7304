"""The dialogs of the window: the help, failed and missing files, what is told about the program and its versions."""

import html
import platform
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import PySide6
from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QPainter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QWidget,
)

import reader
from reader import assets, changes
from reader.changes import ChangeGroup, Release
from reader.formats import is_table
from reader.i18n import count, say
from reader.language.forms import on_one_line
from reader.library.sync_events import Failure
from reader.newspaper.holdings import MissingFile
from reader.search.query import help_lines, help_note
from reader.ui.layout.columns import Wordmark
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    SegmentedControl,
    Wide,
    column_layout,
    stacked,
)
from reader.ui.widgets.dialog import Dialog, heading
from reader.ui.widgets.focus_ring import FocusRing
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.outside import show_in_folder
from reader.ui.widgets.row_list import RowFocus
from reader.ui.window.actions import keys_by_purpose

_TABLE = """
QTableWidget { background: $paper; color: $ink; }
QHeaderView::section { background: $list; color: $ink2; border: none;
  border-bottom: 1px solid $rule2; padding: 5px 4px; }
"""


def show_help(parent: QWidget, *, is_on_search: bool) -> QDialog:
    """Show the syntax of the search field, or the keys by what they are for; the other one is a click away."""
    pages = stacked(_keys(), _searching())
    choice = SegmentedControl(say("帮助"), [say("快捷键"), say("怎样搜索")], pages.setCurrentIndex)
    choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    choice.set_current(int(is_on_search))
    pages.setCurrentIndex(int(is_on_search))
    body = QWidget()
    column_layout(choice, Wide(pages), of=body, spacing=10)
    return open_dialog(parent, say("帮助"), body, (680, 620))


def _keys() -> QTableWidget:
    rows = [
        row for purpose, of_purpose in keys_by_purpose() for row in ((purpose, ""), *of_purpose) if of_purpose
    ]
    table = _table([say("做什么"), say("按键")], rows)
    table.setAccessibleName(say("快捷键"))
    for number, (purpose, keys) in enumerate(rows):
        if not keys:
            for heading in filter(None, (table.item(number, 0), table.item(number, 1))):
                heading.setFont(theme.sans(13, 700))
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heading.setData(Qt.ItemDataRole.AccessibleTextRole, purpose)
            table.setSpan(number, 0, 1, 2)
    return table


def _searching() -> QWidget:
    page = QWidget()
    table = _table([say("这样写"), say("找到的")], help_lines())
    table.setAccessibleName(say("怎样搜索"))
    note = Label(help_note(), theme.sans(12), "ink2", wraps=True)
    column_layout(Wide(table), note, of=page)
    return page


FAILURES_SHOWN = 500
"""The maximum number of rows in the table of failures: longer tables are slow to make and not read to the end."""


def show_failures(
    parent: QWidget,
    failures: Sequence[Failure],
    failure_count: int,
    command: str,
    try_again: Callable[[], object] | None = None,
    file_of: Callable[[str], Path] = Path,
    all_of_them: Callable[[], Sequence[Failure]] | None = None,
    ask_columns: Callable[[str], object] | None = None,
) -> QDialog:
    """Show files that could not be read, and why; there are buttons for them if one can `try_again`.

    Args:
        parent: The window.
        failures: The files; at most `FAILURES_SHOWN` are listed.
        failure_count: Their number, 0 if all listed only have no article.
        command: The name of the command that lists them all.
        try_again: Reads them again.
        file_of: Returns the file of a path.
        all_of_them: Returns all of them, to be copied, if `failures` are only the first.
        ask_columns: Asks for the columns of a table.
    """
    rows = [(failure.path, failure.message) for failure in failures[:FAILURES_SHOWN]]
    body = QWidget()
    body.setAccessibleName(say("无法读取的文件"))
    table = _table([say("文件"), say("原因")], rows)
    table.setAccessibleName(say("无法读取的文件"))
    column = column_layout(Wide(table), of=body)
    if failure_count > len(rows):
        more = say("前 {count} 个；reader {command} --json 列出全部。", count=FAILURES_SHOWN, command=command)
        column.addWidget(Label(more, theme.sans(12), "ink2", wraps=True))
    if failure_count:
        title = count(failure_count, "{n} 个文件无法读取，其余不受影响")
    else:
        title = count(len(failures), "{n} 个文件不含文章")
    buttons: tuple[PushButton, ...] = ()
    if try_again is not None:
        buttons = _buttons(
            table, failures, try_again, file_of, all_of_them or (lambda: failures), ask_columns
        )
    return open_dialog(parent, title, body, (720, 420), buttons)


def _buttons(
    table: QTableWidget,
    failures: Sequence[Failure],
    try_again: Callable[[], object],
    file_of: Callable[[str], Path],
    all_of_them: Callable[[], Sequence[Failure]],
    ask: Callable[[str], object] | None,
) -> tuple[PushButton, ...]:
    """Return the buttons of a list of failures; 显示文件 and 说明各列 act on the file of the current row."""

    def path() -> str:
        row = table.currentRow()
        if 0 <= row < len(failures):
            return failures[row].path
        return ""

    def show_file() -> None:
        if path():
            show_in_folder(file_of(path()))

    def copy_list() -> None:
        QGuiApplication.clipboard().setText(
            "".join(
                f"{on_one_line(listed_failure.path)}\t{on_one_line(listed_failure.message)}\n"
                for listed_failure in all_of_them()
            )
        )
        copy.setText(say("已复制"))

    def leave_for(act: Callable[[], object]) -> None:
        dialog = table.window()
        assert isinstance(dialog, QDialog)
        dialog.accept()
        act()

    again = PushButton(say("再试一次"), act=partial(leave_for, try_again))
    show = PushButton(say("显示文件"), act=show_file)
    copy = PushButton(say("复制清单"), act=copy_list)
    again.setObjectName("tryAgain")
    table.setCurrentCell(0, 0)
    if ask is None or not any(is_table(failure.path) for failure in failures):
        return again, show, copy
    columns = PushButton(say("说明各列"), act=lambda: leave_for(partial(ask, path())))
    columns.setObjectName("askColumns")

    def follow() -> None:
        columns.setEnabled(is_table(path()))

    table.currentCellChanged.connect(follow)
    table.setCurrentCell(next(at for at, failure in enumerate(failures) if is_table(failure.path)), 0)
    follow()
    return again, show, copy, columns


class MissingFiles(Listing[MissingFile]):
    row_height = 46

    def __init__(self, files: Sequence[MissingFile], forget: Callable[[Sequence[str]], object]) -> None:
        self._files = files
        self._forget = forget
        self.forget_button = PushButton("", act=self._forget_ticked)
        super().__init__(say("已不在的文件"), has_ticks=True)
        self.show_rows(files)

    def words(self, row: MissingFile) -> str:
        return wording.GAP.join(_lines_of(row))

    def paint_row(self, painter: QPainter, rect: QRectF, row: MissingFile) -> None:
        above = rect.adjusted(0, 4, 0, -rect.height() / 2)
        for words, token in zip(_lines_of(row), ("ink", "ink3"), strict=True):
            text_painting.draw_words(painter, above, words, theme.sans(13), token)
            above.translate(0, 19)

    def follow_choice(self) -> None:
        super().follow_choice()
        ticked = self.ticked_rows()
        articles = sum(file.article_count for file in ticked)
        self.forget_button.setText(count(articles, "移除 {n} 篇的文字"))
        self.forget_button.setEnabled(bool(ticked))
        self.forget_button.updateGeometry()

    def _forget_ticked(self) -> None:
        self.leave()
        self._forget([file.path for file in self.ticked_rows()])


def _lines_of(file: MissingFile) -> tuple[str, str]:
    issue = [file.newspaper, wording.issue_day(file.date, file.month_day)]
    return file.path, wording.GAP.join([*issue, wording.articles(file.article_count)])


def open_missing_files(parent: QWidget, missing: MissingFiles) -> None:
    dialog = Dialog(parent, say("已不在的文件"), "missingFiles", size=(600, 460))
    keep = PushButton(say("留着"), primary=True, act=dialog.reject)
    message = Label(
        say(
            "这些文件已不在原处，它们的文字还在资料库里，可看可搜。移除之后就搜不到了；"
            "移除前会另存成文件，导入就能放回来。收藏和其中的全文、批注、更正都留着。"
        ),
        theme.sans(13),
        "ink2",
        wraps=True,
    )
    dialog.lay_out(
        heading(count(len(missing.rows()), "{n} 个文件已不在原处")),
        message,
        Wide(missing),
        buttons=(Wide(), missing.forget_button, keep),
        spacing=10,
    )
    missing.view.setFocus()
    dialog.open()


def open_dialog(
    parent: QWidget,
    title: str,
    body: QWidget,
    size: tuple[int, int],
    buttons: Sequence[PushButton] = (),
) -> QDialog:
    """Open a dialog with a title above its body and buttons below it; the last button closes it."""
    dialog = Dialog(parent, title, size=size)
    if not body.accessibleName():
        body.setAccessibleName(title)
    close = PushButton(say("关闭"), act=dialog.accept)
    close.setDefault(True)
    row = QHBoxLayout()
    row.setSpacing(6)
    for button in buttons:
        button.setAutoDefault(False)
        row.addWidget(button)
    row.addStretch(1)
    row.addWidget(close)
    column_layout(
        Label(title, theme.serif(16, 700)), Wide(body), row, of=dialog, margins=(20, 16, 20, 16), spacing=12
    )
    dialog.open()
    return dialog


def _table(header: Sequence[str], rows: Sequence[tuple[str, str]]) -> QTableWidget:
    table = QTableWidget(len(rows), 2)
    theme.tint(table, "paper")
    theme.ink(table, "ink")
    table.setHorizontalHeaderLabels(list(header))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    RowFocus(table)
    table.setFrameShape(QTableWidget.Shape.NoFrame)
    theme.style_sheet(table, _TABLE + theme.SLIM_BARS)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setHighlightSections(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setWordWrap(True)
    table.setTabKeyNavigation(False)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.setItem(number, column, QTableWidgetItem(text))
    table.resizeColumnToContents(0)
    table.setColumnWidth(0, min(table.columnWidth(0) + 24, 320))
    table.horizontalHeader().geometriesChanged.connect(table.resizeRowsToContents)
    table.horizontalHeader().sectionResized.connect(lambda *_: table.resizeRowsToContents())
    table.horizontalHeader().setStretchLastSection(True)
    return table


# The margin around the text of a dialog, the margin of a line, and the space below a paragraph, in pixels.
_MARGIN = 24
_LINE = 26
_BELOW = 6


def open_page(address: QUrl) -> None:
    """Open an https page in the system's browser, only when a person has clicked; ignore every other address."""
    if address.scheme() == "https":
        QDesktopServices.openUrl(address)


def show_about(parent: QWidget) -> QDialog:
    """Show the version, where to get others, and links to the changes and the notices."""
    body = QWidget()
    column = column_layout(Wordmark(), of=body, spacing=12)
    machine = f"Python {platform.python_version()}", f"PySide6 {PySide6.__version__}", platform.platform()
    versions = "  ".join((f"reader {reader.__version__}", *machine))
    for words, token in ((_about_program(), "ink"), (versions, "ink3")):
        label = Label(words, theme.sans(13 if token == "ink" else 12), token, wraps=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    column.addStretch(1)

    def open_changes() -> None:
        show_changes(dialog)

    def open_notices() -> None:
        show_notices(dialog)

    buttons = [
        PushButton(say("有什么新的"), act=open_changes),
        PushButton(say("所用部件和许可"), act=open_notices),
    ]
    if reader.HOMEPAGE:
        page = PushButton(say("打开网页"), act=partial(open_page, QUrl(reader.HOMEPAGE)))
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
    if reader.HOMEPAGE:
        where = say("新版本在 {address}。", address=reader.HOMEPAGE)
    else:
        where = say("新版本在哪里：这一份是从哪里得到的，就到那里去看。")
    return say(
        "版本 {version}，以 MIT 许可发布。\n\n"
        "{where}阅报不联网，不收集任何东西，也不自己更新；您的报纸文件只读，从不改动。\n\n"
        "窗口用 Qt 和 PySide6（LGPL-3.0，作为未改动的共享库随附，可自行替换），搜索用 Whoosh（BSD-2-Clause），"
        "分词用 jieba（MIT）；其余见“所用部件和许可”。",
        version=reader.__version__,
        where=where,
    )


def _as_html(release: Release) -> str:
    groups = "".join(map(_group_as_html, release.groups))
    return f"<h2>{_plain(changes.title_of(release))}</h2><p>{_plain(release.about)}</p>{groups}"


def _group_as_html(group: ChangeGroup) -> str:
    points = "".join(f"<li>{_plain(point)}</li>" for point in group.points)
    if group.heading:
        heading = f"<h3>{_plain(group.heading)}</h3>"
    else:
        heading = ""
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
