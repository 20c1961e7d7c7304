"""The notice above the page of an article, and the strip below it with issue and file."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader import formats
from reader.export.article_text import page_in_words
from reader.i18n import count, say
from reader.library.library import Library
from reader.newspaper.article import ArticleKind
from reader.newspaper.holdings import Bookmark, SourceRow, StoredArticle
from reader.newspaper.source_text import LineSpan
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.controls import LinkButton
from reader.ui.widgets.labels import Label, Rule
from reader.ui.widgets.plain_text import plain


class Notice(QWidget):
    """The line above the page with the remarks on the article."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Label("", fonts.sans(12), "ink2")
        self._label.setWordWrap(True)
        self._is_warning = False
        theme.tint(self, "list")
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 8, 20, 9)
        row.addWidget(self._label)

    def show_words(self, text: str, *, is_warning: bool = False) -> None:
        self._label.setText(text)
        self._is_warning = is_warning
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("rule"))
        icon, token = ("warning", "warn") if self._is_warning else ("file", "ink3")
        icons.draw(painter, icon, token, 20, (self.height() - 17) / 2, 16)


_AROUND_FILE = 57
"""The margins and gaps of the strip, together, in pixels."""

_LEAST_FILE = 90


class ProvenanceStrip(QWidget):
    """The strip below the page, 34 px high: newspaper, date, number, page; the file and its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(34)
        theme.tint(self, "list")
        self._issue = Label("", fonts.sans(12), "ink2")
        self._file = Label("", fonts.sans(12), "ink3")
        self.source_button = LinkButton(say("查看原始文本"))
        self.source_button.setFont(fonts.sans(12))
        self.sources_button = LinkButton("")
        self.sources_button.setFont(fonts.sans(12))
        self.sources_button.hide()
        self._words = ("", "")
        self._is_compact = False
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(8)
        self._rule = Rule(upright=True)
        row.addWidget(self._issue)
        row.addWidget(self._rule)
        row.addWidget(self._file, 1)
        row.addWidget(self.sources_button)
        row.addWidget(self.source_button)

    def show_article(self, stored: StoredArticle, parts: Sequence[StoredArticle]) -> None:
        """Show the issue of an article, and the pages and files of all `parts` of its story, the article included."""
        source = _best_source(stored)
        self._issue.setText(_issue_words(stored, parts))
        files = [
            _file_words(row, len(part.own_sources))
            for part in parts
            if (row := _best_source(part)) is not None
        ]
        names = say("、").join(dict.fromkeys(name for _, name in files))
        self._words = (files[0][0] if len(files) == 1 else names, names)
        self._file.setToolTip(plain(wording.GAP.join(full for full, _ in files)))
        self.source_button.setVisible(source is not None and not source.is_missing)
        others = {row.reading.format if row.reading else "text" for row in stored.sources if row.is_other}
        self.sources_button.setText(count(len(others), "另有 {n} 种来源"))
        self.sources_button.setToolTip(plain(say("、").join(map(formats.name_of, sorted(others)))))
        self.sources_button.setVisible(bool(others))
        self._arrange()

    def set_compact(self, is_compact: bool) -> None:
        self._is_compact = is_compact
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Show the file in the width left by button and issue, or as a tool tip if it does not fit."""
        words = self._words[self._is_compact]
        buttons = [each for each in (self.source_button, self.sources_button) if not each.isHidden()]
        taken = sum(each.sizeHint().width() for each in (self._issue, *buttons))
        space = self.width() - taken - _AROUND_FILE
        is_file_shown = space >= min(_LEAST_FILE, text_painting.width_of(words, self._file.font()))
        self._file.setText(words if is_file_shown else "")
        self._rule.setVisible(is_file_shown)
        self._issue.setToolTip("" if is_file_shown else self._file.toolTip())
        self.source_button.setMinimumWidth(self.source_button.sizeHint().width())


def _best_source(stored: StoredArticle) -> SourceRow | None:
    own = stored.own_sources
    return next((row for row in own if not row.is_missing), next(iter(own), None))


def _issue_words(stored: StoredArticle, parts: Sequence[StoredArticle]) -> str:
    """Return the issue in words: 雁桥日报　1987-06-12　第4181期　02版、04版."""
    issue = stored.issue
    pages = dict.fromkeys(part.article.page for part in parts if part.article.page)
    words = [
        issue.newspaper,
        wording.newspaper_origin(issue.newspaper_origin),
        issue.date.isoformat() if issue.date else wording.issue_day(None, issue.month_day),
        wording.date_origin(issue.date_origin),
        wording.issue_number(issue.number) if issue.number else "",
        say("、").join(map(wording.page, pages)),
    ]
    return wording.GAP.join(filter(None, words))


def _file_words(source: SourceRow, source_count: int) -> tuple[str, str]:
    """Return the source of a text in full (path and lines) and in short (the file's name)."""
    name = source.path.rsplit("/", 1)[-1]
    text = say("{path}：{lines} 行", path=source.path, lines=_line_words(source.source_lines))
    if source.reading is not None:
        text += wording.GAP + formats.in_words(source.reading)
    if source_count > 1:
        text += wording.GAP + say("共 {n} 份", n=source_count)
    return text, name


def _line_words(spans: Sequence[LineSpan]) -> str:
    """Return spans of lines in words: 118–164; of more than three, the first and the last line."""
    if len(spans) > 3:
        spans = [(spans[0][0], spans[-1][1])]
    return say("、").join(f"{first}–{last}" if first < last else f"{first}" for first, last in spans)


def notice_of_kept(bookmark: Bookmark, away: Library | None = None) -> str:
    """Return why the stored text of a bookmark is shown: it is the last one, or the server of a library is `away`."""
    day = wording.day(bookmark.created.date())
    if away is not None:
        return away.about_kept_text(day)
    return say("资料库里已经没有这篇文章。下面是 {day} 存书签时的正文，仍可阅读和引用。", day=day)


def notice_of(stored: StoredArticle, chain: Sequence[StoredArticle] = ()) -> str:
    """Return the remarks on an article; "" for an ordinary one.

    `chain` has the parts of its story, as in `ArticlePane.show_article`.
    """
    article = stored.article
    notices = []
    if stored.is_missing:
        path = stored.sources[0].path if stored.sources else ""
        notices.append(say("原文件已不在：{path}。正文取自目录中的副本，仍可阅读和引用。", path=path))
    if article.kind is ArticleKind.UNPLACED:
        notices.append(say("这段文字没能归入哪一篇文章，照原样列在这里。"))
    if len(chain) > 1 and chain[0].id != stored.id:
        notices.append(say("前文已接在上面。收藏、批注和引用的是这后一部分。"))
    elif article.kind is ArticleKind.CONTINUATION:
        notices.append(
            say("这是转版文章的后一部分，前文在{page}版。", page=page_in_words(article.jump_from))
            if article.jump_from
            else say("这是转版文章的后一部分。")
        )
    return " ".join(notices)
