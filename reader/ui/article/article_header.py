"""The header of the article pane, and the bars below it: hits, provenance, suggestions, other characters, progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from reader.export.article_text import day_in_figures, local_day
from reader.i18n import count, say
from reader.language.scripts import Script
from reader.library.library import Library
from reader.library.sync_events import Progress
from reader.newspaper import facts
from reader.newspaper.article import ArticleKind, page_in_words
from reader.newspaper.holdings import Bookmark, IssueRow, SourceRow, StoredArticle
from reader.newspaper.issue import DateOrigin
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    LinkButton,
    MoreButton,
    Rule,
    Wide,
    open_below,
    plain,
    row_layout,
)

if TYPE_CHECKING:
    from reader.library.answers import Repair
    from reader.ui.article.hit_controller import HitNavigator


class SuggestionBar(QWidget):
    """The suggested dates and numbers of an issue, to accept or ignore; once closed, it stays closed for that issue."""

    def __init__(self, calls: PaneCalls) -> None:
        super().__init__()
        self._calls = calls
        self.setObjectName("suggestionBar")
        theme.tint(self, "list")
        self.issue_id: int | None = None
        """The id of the issue whose suggestions were set last."""
        self._closed: int | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.close_button = IconButton("close", say("不理会"), 24, act=self._close)
        row_layout(Wide(self._rows), self.close_button, of=self, margins=(44, 7, 12, 8), spacing=4)
        self.hide()

    def show_suggestions(self, issue: IssueRow | None, suggestions: Sequence[Repair]) -> None:
        while item := self._rows.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        self.issue_id = issue.id if issue else None
        for suggestion in suggestions if issue else ():
            self._rows.addWidget(self._row(suggestion))
        self.setVisible(bool(self._rows.count()) and self.issue_id != self._closed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("rule"))
        theme.draw_icon(painter, "calendar", "ink3", 20, 12, 16)

    def _row(self, suggestion: Repair) -> QWidget:
        words = suggestion.words
        label = Label(words, theme.sans(12), "ink2", wraps=True)
        label.setToolTip(plain(words))
        row = QWidget()
        row.setAccessibleName(words)
        line = row_layout(Wide(label), of=row, spacing=4)
        if suggestion.claim is not None:
            is_sure = suggestion.is_sure
            if is_sure:
                take = self._calls.take_suggestion
            else:
                take = self._calls.consider_suggestion
            name = say("采用") if is_sure else say("采用…")
            button = LinkButton(name, px=12, act=partial(take, suggestion))
            button.setAccessibleDescription(words)
            line.addWidget(button)
        return row

    def _close(self) -> None:
        self._closed = self.issue_id
        self.hide()


class Notice(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._label = Label("", theme.sans(12), "ink2", wraps=True)
        self._is_warning = False
        theme.tint(self, "list")
        row_layout(self._label, of=self, margins=(44, 8, 20, 9))

    def show_words(self, text: str, *, is_warning: bool = False) -> None:
        self._label.setText(text)
        self._is_warning = is_warning
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("rule"))
        icon, token = ("warning", "warn") if self._is_warning else ("file", "ink3")
        theme.draw_icon(painter, icon, token, 20, (self.height() - 17) / 2, 16)


MIN_WIDTH = 420
"""The minimum width of header and strip in pixels, in which what is never left out fits."""
# The sum of the strip's margins and gaps, in pixels.
_AROUND_FILE = 57
_AROUND_ISSUE = 44

_MIN_FILE_WIDTH = 90
"""The file is shown if it has this width, in pixels, or its full width if that is smaller."""


class ProvenanceStrip(QWidget):
    """The line below the page, 34 px high: newspaper, date, number, page; the file; a button for all that is known."""

    def __init__(self, show_lines: Callable[[], object], show_all: Callable[[], object]) -> None:
        """Make the strip; `show_lines` shows the lines of the file, `show_all` what is known."""
        super().__init__()
        self.setFixedHeight(34)
        theme.tint(self, "list")
        self.setMinimumWidth(MIN_WIDTH)
        self._issue = Label("", theme.sans(12), "ink2")
        self.source_button = LinkButton("", quiet=True, px=12, act=partial(show_lines), is_free=True)
        self.source_button.setAccessibleDescription(say("查看原文的行"))
        self.about_button = LinkButton("", px=12, act=partial(show_all))
        self._files: Sequence[str] = [""]
        """The files in words and in short; their names are free text."""
        self._wordings: Sequence[str] = [""]
        """The issue in words, then without its number, then without its newspaper."""
        self._rule = Rule(upright=True)
        parts = (self._issue, self._rule, self.source_button, Wide(), self.about_button)
        row_layout(*parts, of=self, margins=(20, 0, 12, 0), spacing=8)
        self.set_summary("")

    def show_estimated_page(self, page: facts.Fact[str] | None) -> None:
        """Append the estimated page of an article whose source states no page; None for none."""
        if page is not None and page.value:
            estimated = wording.page(page.value, page)
            self._wordings = [wording.GAP.join([words, estimated]) for words in self._wordings]
            self._arrange()

    def show_article(self, stored: StoredArticle, parts: Sequence[StoredArticle]) -> None:
        """Show the issue of an article, and the pages and files of all `parts` of its story, the article included."""
        source = _best_source(stored)
        self._wordings = _issue_words(stored, parts)
        files: dict[str, str] = {}
        for part in parts:
            part_source = _best_source(part)
            if part_source is not None:
                files[part_source.path] = file_in_full(part)
        names = say("、").join(dict.fromkeys(path.rsplit("/", 1)[-1] for path in files))
        in_short = wording.GAP.join(filter(None, [_quality_of(source), names]))
        self._files = [*(files.values() if len(files) == 1 else ()), in_short, names]
        self.source_button.setToolTip(plain(wording.GAP.join(files.values())))
        self.source_button.setEnabled(source is not None and not source.is_missing)
        self._arrange()

    def set_summary(self, words: str) -> None:
        if words:
            button_text = say("关于这一篇：{words}", words=words)
        else:
            button_text = say("关于这一篇")
        if not self.about_button.text().startswith(f"{button_text} "):
            self.about_button.setText(f"{button_text} ▼")
            self.about_button.setAccessibleName(button_text)
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        left = self.width() - self.about_button.sizeHint().width()
        font = self._issue.font()
        self._issue.setText(text_painting.whole(self._wordings, font, left - _AROUND_ISSUE))
        self._issue.setAccessibleName("" if self._issue.text() == self._wordings[0] else self._wordings[0])
        space = left - self._issue.sizeHint().width() - _AROUND_FILE
        file = self.source_button
        words = text_painting.fitting(self._files, file.font(), space - file.around) or self._files[-1]
        file.setText(words)
        file.setMaximumWidth(max(space, 0))
        is_file_shown = bool(words) and space >= min(_MIN_FILE_WIDTH, file.sizeHint().width())
        for widget in (self._rule, file):
            widget.setVisible(is_file_shown)
        self._issue.setToolTip("" if is_file_shown else file.toolTip())


def _quality_of(source: SourceRow | None) -> str:
    """Return in words how well a file was recognised; "" if it does not say."""
    if source is None or source.reading is None or source.reading.quality is None:
        return ""
    from reader.formats.reading_quality import quality_in_words

    return quality_in_words(source.reading.quality)


def _best_source(stored: StoredArticle) -> SourceRow | None:
    """Return the first source whose file is present, else the first missing one; None without any."""
    sources = stored.own_sources
    return next((row for row in sources if not row.is_missing), next(iter(sources), None))


def _issue_words(stored: StoredArticle, parts: Sequence[StoredArticle]) -> list[str]:
    """Return the issue in words: 雁桥日报　1987-06-12　第4181期　02版、04版; then without number, newspaper, remark."""
    issue = stored.issue
    pages = {part.article.page: wording.page(part.article.page) for part in parts}
    page_words = ""
    page_remarks = ""
    if any(pages):
        remarks = dict.fromkeys(facts.page_remark(part.page_fact) for part in parts)
        page_words = say("、").join(pages.values())
        page_remarks = say("、").join(filter(None, remarks))
    number = ""
    if issue.number:
        number = facts.with_remark(wording.issue_number(issue.number), issue.facts.number)
    words = [
        issue.newspaper,
        issue.facts.title_remark,
        day_in_figures(issue),
        _date_origin(stored),
        issue.edition_in_words,
        number,
        page_words,
        page_remarks,
    ]
    return wording.forms(words, (5, 4, 0, 7))


def _date_origin(stored: StoredArticle) -> str:
    """Return how the date of an article is known; "" if it was printed, and the file's name has no other one."""
    origin = stored.issue.facts.day_remark
    other = stored.masthead.other_date
    if not other or stored.masthead.date_origin is not stored.issue.date_origin:
        return origin
    if stored.issue.date_origin is DateOrigin.FILE_NAME:
        return say("{origin}（报头作 {other}）", origin=origin, other=other)
    return say("{origin}（文件名作 {other}）", origin=origin or say("日期据报头"), other=other)


def file_in_full(stored: StoredArticle) -> str:
    """Return the file of an article, its lines and its form in words; "" without a file."""
    source = _best_source(stored)
    if source is None:
        return ""
    spans = source.source_lines
    if len(spans) > 3:
        spans = ((spans[0][0], spans[-1][1]),)
    lines = say("、").join(starmap(_lines_in_words, spans))
    text = say("{path}：{lines} 行", path=source.path, lines=lines)
    if source.reading is not None:
        from reader import formats

        text += wording.GAP + formats.in_words(source.reading)
    if stored.masthead.facts.encoding.remark:
        text += wording.GAP + facts.encoding_in_words(source.encoding, stored.masthead.facts)
    copies = len(stored.own_sources)
    if copies > 1:
        text += wording.GAP + say("共 {n} 份", n=copies)
    return text


def _lines_in_words(first: int, last: int) -> str:
    if first < last:
        return f"{first}–{last}"
    return f"{first}"


def other_formats(stored: StoredArticle) -> list[str]:
    formats: set[str] = set()
    for source in stored.sources:
        if source.is_other:
            formats.add(source.reading.format if source.reading else "text")
    return sorted(formats)


def stored_text_notice(bookmark: Bookmark, away: Library | None = None) -> str:
    """Return why the text stored with a bookmark is shown.

    The article is no longer in the library; or, with `away`, the server of that library can't be reached.
    """
    day = wording.day(local_day(bookmark.created))
    if away is not None:
        return away.about_stored_text(day)
    return say("资料库里已经没有这篇文章。下面是 {day} 收藏时的正文，仍可阅读和引用。", day=day)


def notice_of(stored: StoredArticle, chain: Sequence[StoredArticle] = ()) -> str:
    """Return the remarks on an article and the parts of its story; "" for an ordinary one."""
    article = stored.article
    notices = []
    if stored.is_missing:
        path = stored.sources[0].path if stored.sources else ""
        notices.append(say("原文件已不在：{path}。正文取自目录中的副本，仍可阅读和引用。", path=path))
    if article.kind is ArticleKind.UNPLACED:
        notices.append(say("这段文字没能归入哪一篇文章，照原样列在这里。"))
    proofreading = stored.proofread
    if proofreading is not None and proofreading.decided:
        words = say("识别时存疑的 {n} 字都校对过。", n=proofreading.unsure)
        if proofreading.decided < proofreading.unsure:
            words = say(
                "识别时存疑的 {n} 字校对过 {done} 字。", n=proofreading.unsure, done=proofreading.decided
            )
        notices.append(words)
    if len(chain) > 1 and chain[0].id != stored.id:
        notices.append(say("前文已接在上面。收藏、批注和引用的是这后一部分。"))
    elif article.kind is ArticleKind.CONTINUATION:
        notices.append(
            say("这是转版文章的后一部分，前文在{page}版。", page=page_in_words(article.jump_from))
            if article.jump_from
            else say("这是转版文章的后一部分。")
        )
    return " ".join(notices)


# The space before each part of the header, and the sum of its margins and its wide space, in pixels.
_GAP = 4
_AROUND_ROW = 32
_WORTH = (
    ("page", "picture", "star", "note", "cite", "copy"),  # their words
    ("position",),
    ("hits",),
    ("page", "picture"),
    ("hits",),
    ("copy",),
    ("cite",),
    ("hits",),
    ("note",),
    ("position",),
)
"""What the header gives up, the least worth first: a part twice named has two more forms."""


_FITTED_AT = (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.LayoutRequest)
"""The last comes when a part has other words."""


class ArticleHeader(QWidget):
    def __init__(
        self,
        settings: ReadingSettings,
        calls: PaneCalls,
        navigator: HitNavigator,
        copy: Callable[[], object],
        citation_menu: Callable[[], QMenu],
        more_menu: Callable[[], QMenu],
        open_style_panel: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setFixedHeight(44)
        self.setMinimumWidth(MIN_WIDTH)
        self.previous_button = IconButton("back", say("上一篇 (K)"), 28, act=lambda: calls.step(-1))
        self.next_button = IconButton("forward", say("下一篇 (J)"), 28, act=lambda: calls.step(1))
        self.page_button = IconButton("newspaper", say("整版 (V)"), act=lambda: calls.switch_page())
        self.picture_button = IconButton("picture", say("版面图 (F12)"), act=lambda: calls.switch_picture())
        self._has_picture = False
        self._is_second = False
        self._navigator = navigator
        self._position = Label("", theme.sans(12), "ink3")
        self.star_button = IconButton("star", say("加入收藏 (B)"), act=lambda: calls.bookmark())
        self.note_button = IconButton("note", say("批注 (M)"), act=lambda: calls.write_note())
        self.cite_button = IconButton(
            "quote", say("引用 (Ctrl+Shift+C)；右键选格式"), act=lambda: calls.cite("")
        )
        self.cite_button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.cite_button.customContextMenuRequested.connect(
            lambda: open_below(citation_menu(), self.cite_button)
        )
        self.copy_button = IconButton("copy", say("复制全文 (Ctrl+Shift+X)"), act=copy)
        self.size_button = SizeButton(settings, open_style_panel)
        self.more_button = MoreButton(say("更多"), 32, more_menu)
        self.close_button = IconButton("close", say("关上这一篇 (Ctrl+W)"), act=lambda: calls.close())
        self.close_button.hide()
        self._buttons = {
            "page": (self.page_button, say("整版")),
            "picture": (self.picture_button, say("版面图")),
            "star": (self.star_button, say("收藏")),
            "note": (self.note_button, say("批注")),
            "cite": (self.cite_button, say("引用")),
            "copy": (self.copy_button, say("复制")),
        }
        self._arrange()
        self._fitted: object = None
        """The room and the widths for which the parts were last chosen."""
        self.fit_soon()

    def _arrange(self) -> None:
        row_layout(
            self.previous_button,
            self._position,
            self.next_button,
            self.page_button,
            self.picture_button,
            Wide(),
            self._navigator,
            8,
            *(self.star_button, self.note_button, self.cite_button, self.copy_button),
            *(self.size_button, self.more_button, self.close_button),
            of=self,
            margins=(12, 0, 12, 0),
            spacing=_GAP,
        )

    def make_second(self) -> None:
        """Make this the header of the second article: with a close button, without page view and picture."""
        self._is_second = True
        self.close_button.show()
        self.fit_soon()

    def set_article(self, is_shown: bool) -> None:
        self.set_position("", has_previous=is_shown, has_next=is_shown)
        for button in (*(any_button for any_button, _ in self._buttons.values()), self.more_button):
            button.setEnabled(is_shown)

    def set_position(
        self, position: str, in_short: str = "", *, has_previous: bool = True, has_next: bool = True
    ) -> None:
        self._position.set_forms([position, in_short or position])
        self.previous_button.setEnabled(has_previous)
        self.next_button.setEnabled(has_next)
        self.fit_soon()

    def position(self) -> str:
        return self._position.text()

    def set_has_picture(self, has_picture: bool) -> None:
        self._has_picture = has_picture
        self.fit_soon()

    def set_bookmarked(self, is_bookmarked: bool) -> None:
        if is_bookmarked:
            self.star_button.set_icon("star-filled", "accent")
        else:
            self.star_button.set_icon("star")
        self.star_button.set_words(say("取消收藏 (B)") if is_bookmarked else say("加入收藏 (B)"))

    def event(self, event: QEvent) -> bool:
        if event.type() in _FITTED_AT and self.isVisible():
            self._fit()
        return super().event(event)

    def fit_soon(self) -> None:
        """Choose the parts before the header is painted, once for all that changes until then."""
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _fit(self) -> None:
        """Leave out what is worth least where not all fits; it is in the menu ⋯, too."""
        rest = (self.previous_button, self.next_button, self.size_button, self.more_button, self.close_button)
        absent = {"picture": not self._has_picture, "page": self._is_second}
        widths: dict[str, Sequence[float]] = {
            name: [_GAP + button.width_with(label), _GAP + button.width_with(""), 0]
            for name, (button, label) in self._buttons.items()
            if not absent.get(name)
        }
        widths["position"] = [*(_GAP + width for width in self._position.widths()), 0]
        widths["hits"] = [_GAP + width for width in self._navigator.widths()]
        widths["rest"] = [
            _AROUND_ROW + sum(_GAP + part.sizeHint().width() for part in rest if not part.isHidden())
        ]
        if (self.width(), widths) == self._fitted:
            return
        self._fitted = self.width(), widths
        forms = text_painting.forms_fitting(self.width(), widths, _WORTH)
        for name, (button, label) in self._buttons.items():
            button.set_label("" if forms.get(name) else label)
            button.setVisible(forms.get(name, 2) < 2)
        self._position.setVisible(bool(self.position()) and forms["position"] < 2)
        self._position.setFixedWidth(self._position.widths()[min(forms["position"], 1)])
        self._navigator.take(forms["hits"])


class SizeButton(IconButton):
    """The button of the page style: 字, or a letter; the script in words where the text is not shown as printed."""

    def __init__(self, settings: ReadingSettings, act: Callable[[], object]) -> None:
        super().__init__("", say("字号"), act=act)
        self._settings = settings

    def show_script(self, is_as_printed: bool) -> None:
        """Show whether the text of a page is in another script than printed."""
        if is_as_printed:
            script = Script.PRINTED
        else:
            script = self._settings.style.script
        is_printed = script is Script.PRINTED
        label = "" if is_printed else script_words(script)
        if label != self._label:
            self.set_label(label)
            self.set_words(
                say("字号") if is_printed else wording.listed([say("字号"), script_notice(script)])
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            text_painting.draw_box(
                painter, rect.adjusted(1, 1, -1, -1), 5, "sel" if self.isDown() else "hover", None
            )
        words, font = (self._label, theme.sans(13)) if self._label else (say("字"), theme.serif(15, 700))
        text_painting.draw_words(painter, rect, words, font, "ink2", text_painting.CENTER)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 5)


def script_words(script: Script) -> str:
    return {
        Script.PRINTED: say("原文"),
        Script.SIMPLIFIED: say("简"),
        Script.TRADITIONAL: say("繁"),
    }[script]


def script_shown(script: Script) -> str:
    if script is Script.SIMPLIFIED:
        return say("显示成简体")
    return say("显示成繁体")


def script_notice(script: Script) -> str:
    if script is Script.SIMPLIFIED:
        return say("这里显示成简体，不是报上印的样子；复制、引用、批注都照原文。")
    return say("这里显示成繁体，不是报上印的样子；复制、引用、批注都照原文。")


HEADLINES = 7
"""The maximum number of headlines of an `OpeningProgress`."""


class OpeningProgress(Struct, frozen=True):
    """The progress of the first sync of a library.

    Attributes:
        name: of the library.
        found: the number of files found so far; None before any is found.
        done: the number of files that were read.
        total: the number of files to read; 0 while they are being counted.
        share: that of the work that is done, 0 to 1.
        headlines: lines like 1987年6月12日 渡口的灯亮到后半夜, the latest first.
    """

    name: str
    found: int | None = None
    done: int = 0
    total: int = 0
    headlines: tuple[str, ...] = ()
    share: float = 0.0

    def with_progress(self, progress: Progress) -> OpeningProgress:
        line = headline_of(progress)
        headlines = self.headlines
        if line and line not in headlines[:1]:
            headlines = (line, *headlines)[:HEADLINES]
        done = progress.done
        total = progress.total
        share = progress.share
        return replace(self, done=done, total=total, headlines=headlines, share=share)

    def title(self) -> str:
        return say("正在读入“{name}”", name=self.name)

    def words(self) -> str:
        if self.total:
            return say("读了 {done} 个文件，共 {total} 个", done=f"{self.done:,}", total=f"{self.total:,}")
        if self.found:
            return count(self.found, "找到 {n} 个文件")
        return say("正在找报纸文件")


def headline_of(progress: Progress) -> str:
    """Return the day and the first headline of the file read last; "" if it has no headline."""
    if not progress.headline:
        return ""
    day = wording.issue_day(progress.date(), None)
    return wording.GAP.join(filter(None, [day if progress.day else "", progress.headline]))
