"""What stands beside an article: a second one, its other sources, and how they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from reader import formats
from reader.comparison.differences import (
    DifferingPart,
    TextChange,
    as_marked_text,
    change_in_words,
    left_out_and_added,
)
from reader.export.article_text import source_line
from reader.i18n import count, say
from reader.language.forms import in_place, without_controls
from reader.library.articles import Story
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.ui.article import article_pane
from reader.ui.article.about_article import where_printed
from reader.ui.article.article_pane import SourceLines
from reader.ui.article.page_geometry import LineStarts
from reader.ui.frame import Frame
from reader.ui.issues.reading_controller import ReadingController, ReadingPosition
from reader.ui.notebook.bookmark_display import Highlights, NotebookFrame
from reader.ui.notebook.bookmark_rows import BookmarkList
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.controls import (
    Chip,
    FocusRing,
    IconButton,
    Label,
    PushButton,
    Rule,
    Wide,
    column_layout,
    plain,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.services import Change, Feature, Handlers, LibraryFeature, Services
from reader.ui.widgets.text_painting import half_empty_marks, hang_of, space, spaced_runs
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.comparison.differences import Difference
    from reader.library.sources import ArticleSources


_UNDERLINES = {
    TextChange.SHAPE: QTextCharFormat.UnderlineStyle.DotLine,
    TextChange.LOOKALIKE: QTextCharFormat.UnderlineStyle.WaveUnderline,
    TextChange.OTHER: QTextCharFormat.UnderlineStyle.SingleUnderline,
    TextChange.LEFT_OUT: QTextCharFormat.UnderlineStyle.DashUnderline,
    TextChange.ADDED: QTextCharFormat.UnderlineStyle.DashUnderline,
}
"""A different underline for each change, for readers who can't tell the colours apart."""


class _Text(QTextBrowser):
    """The view of one of the two texts, read-only, with text that can be copied."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(16)
        theme.slim(self)
        theme.tint(self, "paper")
        FocusRing(self)
        self.line_starts = LineStarts(self.document())

    def set_line_starts(self) -> None:
        self.line_starts.begin_again()
        self.line_starts.set_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_line_starts()

    def show_place(self, begin: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(begin)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        place = QTextEdit.ExtraSelection()
        place.cursor = cursor
        place.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        place.format.setBackground(theme.color("hit_current"))
        place.format.setForeground(theme.color("hit_current_ink"))
        self.setExtraSelections([place])


class DifferenceDialog(Dialog):
    """Shows two texts side by side; F3 and Shift+F3 step through their differences."""

    def __init__(
        self,
        parent: QWidget,
        difference: Difference,
        head: QWidget | None = None,
        origin: Callable[[StoredArticle], str] = where_printed,
    ) -> None:
        super().__init__(parent, say("两处刊登的比较"), "differenceDialog", tint="list")
        self.resize(min(1040, max(640, parent.width() - 120)), min(680, max(420, parent.height() - 120)))
        self._difference = difference
        self._origin = origin
        self._changed = [part for part in difference.parts if part.change is not TextChange.SAME]
        self._at = -1
        self._is_scrolling = False
        self.texts = tuple(
            _Text(wording.listed([origin(stored), stored.article.title()]))
            for stored in (difference.one, difference.other)
        )
        self.count = Label(self._counted(), theme.sans(12), "ink2")
        self.place = Label("", theme.sans(12), "ink3")
        self.previous_button = IconButton("up", say("上一处不同 (Shift+F3)"), 28, act=lambda: self.step(-1))
        self.next_button = IconButton("down", say("下一处不同 (F3)"), 28, act=lambda: self.step(1))
        self.copy_button = PushButton(say("复制比较"), act=self.copy)
        close = self.leave_button()
        for key, by in ((QKeySequence("F3"), 1), (QKeySequence("Shift+F3"), -1)):
            QShortcut(key, self, lambda to=by: self.step(to))
        for button in (self.previous_button, self.next_button):
            button.setEnabled(bool(self._changed))
        self._arrange(close, head)
        for text in self.texts:
            text.verticalScrollBar().valueChanged.connect(lambda _=0, of=text: self._scroll_along(of))
        theme.signals.changed.connect(self._write)
        self._write()
        self.texts[0].setFocus()

    def copy(self) -> None:
        of = self._difference
        marked = as_marked_text(of.text, of.other_text, of.parts)
        sources = "\n".join(map(source_line, (of.one, of.other)))
        QGuiApplication.clipboard().setText(without_controls(f"{marked}\n\n{sources}"))
        self.place.setText(say("已复制比较"))
        self.place.show()

    def step(self, by: Literal[-1, 1] | int) -> None:
        if not self._changed:
            return
        self._at = (self._at + by) % len(self._changed) if self._at >= 0 or by > 0 else len(self._changed) - 1
        part = self._changed[self._at]
        self._is_scrolling = True
        of = self._difference
        for text, words, begin, end in (
            (self.texts[0], of.text, part.begin, part.end),
            (self.texts[1], of.other_text, part.other_begin, part.other_end),
        ):
            text.show_place(text_painting.units(words[:begin]), text_painting.units(words[:end]))
        self._is_scrolling = False
        at = say("第 {at} 处，共 {total} 处", at=self._at + 1, total=len(self._changed))
        self.place.setText(wording.GAP.join([at, change_in_words(part.change)]))
        self.place.show()

    def current(self) -> DifferingPart | None:
        """Return the current difference; None before the first step."""
        return self._changed[self._at] if self._at >= 0 else None

    def _counted(self) -> str:
        if not self._changed:
            return say("两处逐字相同")
        alike = sum(part.change is TextChange.LOOKALIKE for part in self._changed)
        words = count(len(self._changed), "{n} 处不同")
        if alike:
            words = say("{all}，其中形近的字 {n} 处", all=words, n=alike)
        of = self._difference
        cut, added = left_out_and_added(of.text, of.other_text, of.parts)
        return (
            say("{all}；右边少 {cut} 字，多 {added} 字", all=words, cut=cut, added=added)
            if cut or added
            else words
        )

    def _arrange(self, close: QWidget, head: QWidget | None) -> None:
        stored = (self._difference.one, self._difference.other)
        left, right = (
            Wide(_side(text, each, self._origin(each))) for text, each in zip(self.texts, stored, strict=True)
        )
        sides = row_layout(left, Rule(upright=True), right, spacing=0)
        status = column_layout(self.count, self.place, spacing=2)
        self.place.hide()
        steps = (self.previous_button, self.next_button)
        foot = row_layout(*steps, Wide(status), self.copy_button, close, margins=(16, 6, 12, 8), spacing=10)
        above = () if head is None else (head, Rule())
        column_layout(*above, Wide(sides), Rule(), foot, of=self, spacing=0)

    def _write(self) -> None:
        of = self._difference
        parts = of.parts
        _fill(self.texts[0], of.text, [(part.change, part.begin, part.end) for part in parts])
        _fill(
            self.texts[1], of.other_text, [(part.change, part.other_begin, part.other_end) for part in parts]
        )

    def _scroll_along(self, moved: _Text) -> None:
        if self._is_scrolling:
            return
        self._is_scrolling = True
        bar = moved.verticalScrollBar()
        down = bar.value() / bar.maximum() if bar.maximum() else 0.0
        for text in self.texts:
            if text is not moved:
                text.verticalScrollBar().setValue(round(down * text.verticalScrollBar().maximum()))
        self._is_scrolling = False


def _side(text: _Text, stored: StoredArticle, where: str) -> QVBoxLayout:
    title = Label(stored.article.title(), theme.serif(15, 700), is_free=True)
    head = column_layout(Label(where, theme.sans(12), "ink2"), title, margins=(16, 10, 16, 8), spacing=2)
    return column_layout(head, Rule(), Wide(text), spacing=0)


_SIZE = 15
"""The size of the type of compared texts, in pixels."""


def _fill(text: _Text, words: str, parts: list[tuple[TextChange, int, int]]) -> None:
    font = theme.serif(_SIZE)
    marks = half_empty_marks(font)
    usual = QTextCharFormat()
    usual.setFont(font)
    usual.setForeground(theme.color("ink"))
    spaced = QTextBlockFormat()
    spaced.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    text.clear()
    cursor = QTextCursor(text.document())
    cursor.beginEditBlock()
    for change, begin, end in parts:
        form = QTextCharFormat(usual)
        if change is not TextChange.SAME:
            form.setBackground(theme.color("soft"))
            form.setUnderlineStyle(_UNDERLINES[change])
            form.setUnderlineColor(theme.color("accent"))
            form.setToolTip(plain(change_in_words(change)))
        for run, spacing in spaced_runs(words[begin : end + 1], marks):  # the room depends on what follows
            set_in = QTextCharFormat(form)
            space(set_in, spacing, _SIZE)
            cursor.insertText(in_place(run[: end - begin]), set_in)
            begin += len(run)
    block = text.document().begin()
    while block.isValid():
        spaced.setTextIndent(2 * _SIZE - hang_of(font, block.text()[:1]))
        QTextCursor(block).setBlockFormat(spaced)
        block = block.next()
    cursor.endEditBlock()
    text.line_starts = LineStarts(text.document())
    text.set_line_starts()
    text.moveCursor(QTextCursor.MoveOperation.Start)


class Choice(Enum):
    HERE = auto()
    """The compared one, for this article."""
    IN_ISSUE = auto()
    """Its format, for the whole issue."""
    NONE = auto()
    """The program's choice again."""


class SourcesBar(QWidget):
    def __init__(
        self,
        sources: ArticleSources,
        number: int,
        compare: Callable[[int], object],
        choose: Callable[[Choice], object],
    ) -> None:
        """Make the bar; `compare` is called with the number of the source to compare, from 2."""
        super().__init__()
        shown = sources.sources[0]
        why = Label(
            say(
                "左边是显示的：{format}。{reason}。",
                format=formats.name_of(shown.format),
                reason=sources.reason,
            ),
            theme.sans(12),
            "ink2",
            wraps=True,
        )
        self.chips: list[Chip] = []
        for other, source in enumerate(sources.sources[1:], 2):
            short = formats.name_of(source.format).split("（")[0].split(" (")[0]
            chip = Chip(short, act=lambda _=False, to=other: compare(to))
            chip.setChecked(other == number)
            self.chips.append(chip)
        self.choose_button = PushButton(say("这一篇显示右边的"), act=lambda: choose(Choice.HERE))
        self.issue_button = PushButton(say("整期显示右边的"), act=lambda: choose(Choice.IN_ISSUE))
        self.default_button = PushButton(say("收回所选"), act=lambda: choose(Choice.NONE))
        self.default_button.setToolTip(say("由程序取最好的一种"))
        self.default_button.setVisible(sources.is_chosen)
        buttons = (self.choose_button, self.issue_button, self.default_button)
        row = row_layout(*self.chips, Wide(), *buttons, spacing=8)
        column_layout(why, row, of=self, margins=(16, 10, 12, 8), spacing=6)
        theme.tint(self, "list")


class SourcesDialog(DifferenceDialog):
    def __init__(self, parent: QWidget, difference: Difference, bar: SourcesBar) -> None:
        super().__init__(parent, difference, head=bar, origin=_where_from)
        self.setObjectName("sourcesDialog")
        self.setWindowTitle(say("这一篇的几种来源"))
        self.bar = bar


def _where_from(stored: StoredArticle) -> str:
    row = stored.sources[0]
    name = formats.name_of(row.reading.format if row.reading else "text")
    return wording.GAP.join([name, row.path.rsplit("/", 1)[-1]])


class SecondArticle(Feature):
    """Opens articles in the second pane, from every list of articles; they are not part of the history.

    Signal: `changed` when another article is shown there, or none.
    """

    changed = Signal()

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: NotebookFrame,
        bookmarks: Bookmarks,
        needles: Callable[[int], Sequence[str]],
    ) -> None:
        """Make the controller; `needles` returns the needles to mark in an article of the results, by its id."""
        super().__init__(services, frame.widget())
        self._library = library
        self._frame = frame
        self._bookmarks = bookmarks
        self._needles_of_results = needles
        self._needles: Sequence[str] = ()
        self._opening = 0
        self._wanted: int | None = None
        self._articles = TaskQueue(self)
        self.pane = frame.area.second
        self.marking = Highlights(self.pane, bookmarks)
        self._lines = SourceLines(library, self.pane)
        calls = self.pane.calls
        calls.step, calls.close = self.step, self.close
        calls.open_jump = calls.open_jump_beside = lambda: self._open_target(
            article_pane.jump_target(self._library, self.pane)
        )
        frame.pane.calls.open_jump_beside, frame.pane.calls.open_beside = self.open_jump, self.open
        frame.issues.calls.open_beside = frame.area.page.calls.open_beside = self.open

    def handlers(self) -> Handlers:
        return {"open_beside": self.open_focused}

    # -- opening and closing

    def open(
        self, article_id: int, needles: Sequence[str] = (), down: float = 0.0, *, seam: int | None = None
    ) -> None:
        """Show an article in the second pane, with the `needles` marked; the focus does not move."""
        self._frame.show_second(True)
        self._read(
            lambda: self._library.articles.story(article_id),
            lambda story: self._show(story, needles, down, seam),
        )
        self._wanted = article_id

    def _read(
        self,
        read: Callable[[], Story | None],
        show: Callable[[Story | None], None],
        fail: Callable[[Exception], None] | None = None,
        *,
        overtakes: bool = True,
    ) -> None:
        self._opening += overtakes
        opening = self._opening
        if overtakes:
            self._wanted = None

        def read_with_neighbours() -> Story | None:
            story = read()
            if story is not None:  # in advance for `_neighbours`, which must not wait for a server
                self._library.contents.articles(story.opened.issue.id)
            return story

        def arrive(story: Story | None) -> None:
            if opening == self._opening:
                self._wanted = None
                show(story)

        def failed(error: Exception) -> None:
            if opening == self._opening:
                (fail or self._fail)(error)

        self._articles.run(read_with_neighbours, arrive, failed, (LibraryError,))

    def _fail(self, error: Exception) -> None:
        if self.pane.article() is None:
            self._frame.show_second(False)
        report_fault(error)

    def _show(
        self, story: Story | None, needles: Sequence[str], down: float, seam: int | None = None
    ) -> None:
        if story is None:
            if self.pane.article() is None:
                self._frame.show_second(False)
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        self._needles = needles
        article_pane.show(self.pane, story, needles, down, seam)
        self._report()

    def open_focused(self) -> None:
        """Open the focused item: a bookmark, the row of a list, a link, or the target of the page's jump line.

        If the focus is elsewhere, open the article of the first pane also in the second one.
        """
        frame, focused = self._frame, self._frame.widget().focusWidget()
        stored, entry = frame.pane.article(), frame.tree.current_entry()
        are_results = frame.are_results_shown()
        listing = frame.results if are_results else frame.issues
        listed = listing.article_id()
        bookmarks = focused.parent() if focused is not None else None
        if isinstance(bookmarks, BookmarkList) and (bookmark := bookmarks.current()) is not None:
            self.open_bookmark(bookmark)
        elif focused is frame.tree and entry is not None and entry.article is not None:
            self.open(entry.article.id)
        elif focused in (listing.view, frame.search.line) and listed is not None:
            self.open(listed, self._needles_of_results(listed) if are_results else ())
        elif focused is not None and (article_id := focused.property(article_pane.ARTICLE_PROPERTY)):
            self.open(int(article_id))
        elif focused is frame.pane.page and article_pane.jump_target(self._library, frame.pane) is not None:
            self.open_jump()
        elif stored is not None and stored.id:
            self.open(stored.id)

    def open_place(self, place: ReadingPosition) -> None:
        if self._library.articles.may_have(place.printing):
            self._frame.show_second(True)
            self._read(
                lambda: self._library.articles.story_at(place.printing),
                lambda story: self._show(story, place.needles, place.down),
            )

    def open_bookmark(self, bookmark: Bookmark) -> None:
        """Open a bookmarked article at its passage; if it is gone, show the text stored with the bookmark."""

        def show(story: Story | None) -> None:
            if story is None:
                self._show_stored(bookmark)
            else:
                self._show(story, (), 0.0)
                self.pane.notes.go_to(bookmark.uuid)

        self._frame.show_second(True)
        self._read(
            lambda: self._library.articles.story_at(bookmark.printing),
            show,
            (lambda _: self._show_stored(bookmark, self._library)) if self._library.is_elsewhere else None,
        )

    def _show_stored(self, bookmark: Bookmark, away: Library | None = None) -> None:
        self.pane.show_orphan(bookmark, away)
        self.changed.emit()
        self.pane.notes.go_to(bookmark.uuid)

    def open_jump(self) -> None:
        self._open_target(article_pane.jump_target(self._library, self._frame.pane))

    def _open_target(self, target: int | None) -> None:
        if target is not None:
            self.open(target)
        else:
            self._services.message(say("没有找到转接的另一头，它可能在还没有的那一版里。"))

    def close(self) -> None:
        self._frame.show_second(False)
        self.pane.clear()
        self.changed.emit()

    def is_open(self) -> bool:
        return self._frame.area.is_second_shown()

    def place(self) -> ReadingPosition | None:
        """Return the article in the second pane and its scroll position; None if the pane is empty."""
        stored = self.pane.article()
        if stored is None or not self.is_open():
            return None
        return ReadingPosition(stored.printing, tuple(self._needles), self.pane.scroll_fraction())

    # -- moving and refreshing

    def step(self, by: Literal[-1, 1]) -> None:
        ids, at = self._neighbours()
        if at is not None and 0 <= at + by < len(ids):
            self.open(ids[at + by], self._needles)

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self._read_again()

    def _read_again(self) -> None:
        stored = self.pane.article()
        if stored is None or not self.is_open():
            return

        def show(story: Story | None) -> None:
            if self.pane.article() is not stored:
                self._read_again()
                return
            article_pane.refresh(self.pane, story)
            self._report()

        self._read(lambda: article_pane.current_story(self._library, stored), show, overtakes=False)

    def _neighbours(self) -> tuple[list[int], int | None]:
        stored = self.pane.article()
        ids = (
            [row.id for row in self._library.contents.articles(stored.issue.id)]
            if stored and stored.id
            else []
        )
        current = self._wanted or (stored.id if stored else None)
        return ids, ids.index(current) if current in ids else None

    def _report(self) -> None:
        ids, at = self._neighbours()
        words = say("第 {at} 篇，共 {total} 篇", at=at + 1, total=len(ids)) if at is not None else ""
        has_next = at is not None and at + 1 < len(ids)
        self.pane.header.set_position(words, has_previous=bool(at), has_next=has_next)
        self.changed.emit()


class SourcesController(LibraryFeature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: Frame,
        reading: ReadingController,
        undo: UndoStack,
        changed: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._undo = undo
        self._changed = changed
        self._tasks = TaskQueue(self)
        self.dialog: SourcesDialog | None = None
        frame.pane.calls.compare_sources = self.open

    def handlers(self) -> Handlers:
        return {"about_article": self._frame.pane.strip.about_button.click}

    def open(self, number: int = 2) -> None:
        """Compare the shown source of the article, number 1, with another one."""
        stored = self._reading.article
        if stored is None or not any(source.is_other for source in stored.sources):
            self._services.message(say("这一篇只有一种来源。"))
            return
        article_id, sources = stored.id, self._library.sources

        def read() -> tuple[ArticleSources, Difference] | None:
            found = sources.of(article_id)
            if found is None or number > len(found.sources):
                return None
            return found, sources.difference(article_id, number)

        self._tasks.run(read, lambda found: self._show(found, number))

    def _show(self, found: tuple[ArticleSources, Difference] | None, number: int) -> None:
        if found is None:
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        sources, difference = found
        bar = SourcesBar(sources, number, self.open, lambda choice: self._choose(sources, number, choice))
        before = self.dialog
        dialog = self.dialog = SourcesDialog(self._frame.window(), difference, bar)
        dialog.destroyed.connect(lambda: self._forget(dialog))
        if before is not None:
            dialog.setGeometry(before.geometry())
            before.done(0)
        dialog.open()

    def _choose(self, sources: ArticleSources, number: int, choice: Choice) -> None:
        if self.dialog is not None:
            self.dialog.done(0)
        article_id, library = sources.stored.id, self._library.sources
        name = formats.name_of(sources.sources[number - 1].format)
        words = {
            Choice.HERE: say("这一篇改为显示{format}。", format=name),
            Choice.IN_ISSUE: say("这一期改为显示{format}。", format=name),
            Choice.NONE: say("已收回所选，显示的是程序取的一种。"),
        }[choice]
        is_none = choice is Choice.NONE
        named = say("收回所选的来源") if is_none else say("改为显示{format}", format=name)

        def choose() -> int | None:
            if is_none:
                return library.undo_choice(article_id)
            return library.choose(article_id, number, of_issue=choice is Choice.IN_ISSUE)

        def show(shown: int | None) -> None:
            self._changed()
            if shown is not None:
                self._reading.open_article(shown)

        def done(shown: int | None) -> None:
            show(shown)
            later = say("已记下；资料库正在更新，更新后就照此显示。") if shown is None else ""
            self._services.message(later or words, can_undo=True)

        def turned(_: object) -> None:
            self._undo.run(lambda: library.shown_now(sources), show)

        self._undo.act(named, choose, done, turned)

    def _forget(self, dialog: SourcesDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
