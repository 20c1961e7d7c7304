"""Keyness in the window: the words that the articles asked for use more often than others, or less."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from itertools import chain, islice

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader import do_nothing
from reader.export.exported_files import named_file
from reader.export.forms import TableFormat
from reader.export.tables import Table
from reader.features.keyness.keyness import (
    Keyness,
    headings,
    in_words,
    keyness,
    measures_in_words,
    numbers_of,
    places_query,
    remarks_on,
    table_of,
)
from reader.features.keyness.ngrams import NGrams, ngrams
from reader.features.keyness.ngrams import headings as headings_of_ngrams
from reader.features.keyness.ngrams import numbers_of as numbers_of_ngram
from reader.features.keyness.ngrams import size_in_words as size_of_ngrams
from reader.features.keyness.ngrams import table_of as table_of_ngrams
from reader.i18n import count, say
from reader.library.article_set import ArticleSet
from reader.library.read_share import all_so_far, so_far
from reader.search.answering.dispersion import spread_in_words
from reader.search.documents import Order, SearchCancelled
from reader.search.query import Query
from reader.ui.desk import Desk, Part
from reader.ui.frame import SetFace
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
    Rule,
    SegmentedControl,
    Wide,
    column_layout,
    label_of,
    row_layout,
    text_field,
)
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.listing import CHOICE, ENTER, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.text_painting import Painted
from reader.ui.widgets.undo_stack import FAULTS

MOST = 500
"""The maximum number of words listed of either direction; the exported table has all."""
# The width of a column of numbers, and the least width of the words, in pixels.
_NUMBER = 76
_WORD = 110
_LENGTHS = (2, 3, 4)
"""The numbers of words of the sequences that can be chosen."""


class _Row(Struct, frozen=True):
    """A word, or a sequence of words, with its numbers as they are shown."""

    word: str
    numbers: tuple[str, ...]
    is_more: bool = True


class _Form(Struct, frozen=True):
    """How rows of one kind are shown.

    `worth` are the columns of numbers that are shown, the first of these that have room.
    """

    headings: Callable[[], tuple[str, ...]]
    worth: tuple[tuple[int, ...], ...]
    legend: Callable[[], str]
    nothing: Callable[[], tuple[str, str]]

    def columns(self, width: float) -> Sequence[int]:
        """Return the columns of numbers for which there is room."""
        fitting = (columns for columns in self.worth if _WORD + len(columns) * _NUMBER <= width)
        return next(fitting, self.worth[-1])


class _Counted(Struct, frozen=True):
    """What was counted: its rows, how they are shown, and the table that is exported."""

    length: int
    rows: tuple[_Row, ...]
    """Those that are listed, at most `MOST` of either direction."""
    form: _Form
    table: Callable[[], Table]


def _legend_of_words() -> str:
    what = say("只列两个字以上、至少见于三篇的词；Enter 在这边的文章里搜。")
    return f"{what}\n{measures_in_words()}"


def _legend_of_ngrams() -> str:
    what = say("只列至少见于三篇的；标点和数目字断开。")
    return f"{what}\n{spread_in_words()}"


def _no_words() -> tuple[str, str]:
    return say("没有这样的词"), say("两边用得一样，或者不到三篇。")


def _no_ngrams() -> tuple[str, str]:
    return say("没有这样的词串"), say("没有几个词连着用、至少见于三篇的。")


_OF_WORDS = _Form(
    headings,
    ((0, 1, 2, 3, 4, 5, 6, 7), (2, 3, 4, 5, 6, 7), (2, 3, 4, 5, 6), (2, 4, 6), (2, 4)),
    _legend_of_words,
    _no_words,
)
_OF_NGRAMS = _Form(headings_of_ngrams, ((0, 1, 2, 3, 4), (0, 2, 3), (0, 3)), _legend_of_ngrams, _no_ngrams)


def _of_words(found: Keyness) -> _Counted:
    """Return what is shown of all words: there may be tens of thousands, of which some hundreds are listed."""
    more_here = (word for word in found.words if word.is_more)
    less_here = (word for word in found.words if not word.is_more)
    listed = chain(islice(more_here, MOST), islice(less_here, MOST))
    rows = tuple(_Row(word.word, numbers_of(word), word.is_more) for word in listed)
    return _Counted(0, rows, _OF_WORDS, partial(table_of, found.words))


def _of_ngrams(found: NGrams) -> _Counted:
    rows = tuple(_Row(row.text, numbers_of_ngram(row)) for row in islice(found.found, MOST))
    return _Counted(found.length, rows, _OF_NGRAMS, partial(table_of_ngrams, found.found))


class KeynessPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._counting = TaskQueue(self)
        self._writing = TaskQueue(self, writes=True)
        self._token = threading.Event()
        self._asked: object = None
        """What the words that are shown, or being counted, are of."""
        # the queries of the words listed; the second has no parts for all other articles
        self._here = Query()
        self._there = Query()
        self._has_shapes = True

    def set_face(self, action: str) -> SetFace:
        return self.pane

    def finish(self) -> None:
        self._token.set()

    @cached_property
    def pane(self) -> KeynessPane:
        return KeynessPane(self)

    def is_shown(self) -> bool:
        return "pane" in vars(self) and self.desk.views.is_shown(self.pane)

    def read(self) -> None:
        """Count the words of what is asked for, unless they are counted already, or being counted."""
        asked = self.desk.views.articles(), self._library.generation(), self._library.read
        if asked == self._asked:
            return
        self.pane.forget()
        self.count()
        self._asked = asked

    def leave(self) -> None:
        """Give up counting; what is not counted to its end is counted anew when it is looked at again."""
        if not self._counting.is_idle():
            self._asked = None
        self._token.set()

    def count(self) -> None:
        """Count what the pane shows: the words of both sides, or the sequences of words of one."""
        self._token.set()
        self._token = threading.Event()
        articles = self.desk.views.articles()
        if articles.is_empty:
            return
        self._has_shapes = self.desk.searching.has_all_shapes
        length = self.pane.length()
        if length:
            self._count_ngrams(articles, length, self._token)
        else:
            self._count_words(articles, self._token)

    def _count_words(self, here: ArticleSet, token: threading.Event) -> None:
        library = self._library
        pane = self.pane
        others = pane.there.text().strip()
        shapes = self.desk.searching.shapes
        pane.show_progress(0, 0)

        def tell_progress(done: int, total: int) -> None:
            self._counting.tell(token, pane.show_progress, done, total)

        def work() -> tuple[ArticleSet, Keyness, list[str]]:
            there = library.sets.of_text(others, shapes, token.is_set)
            compared = None if there.is_empty else there
            result = keyness(library, here, compared, cancelled=token.is_set, progress=tell_progress)
            unknown: list[str] = []
            for articles in (here, there):
                unknown += library.sets.left_out(articles, token.is_set).said_of_unknown()
            return there, result, unknown

        def done(result: tuple[ArticleSet, Keyness, list[str]]) -> None:
            there, found, unknown = result
            self._here = here.typed
            self._there = there.typed
            read = library.read
            said = [all_so_far(read), *remarks_on(found, read), *unknown]
            if all(found.articles):
                own, others = in_words(found)
                said.insert(0, so_far(read, say("这边 {own}；另一边 {others}", own=own, others=others)))
            pane.show_counted(_of_words(found), "\n".join(filter(None, said)))

        self._counting.run(work, done, self._failed, (SearchCancelled, *FAULTS), token)

    def _count_ngrams(self, articles: ArticleSet, length: int, token: threading.Event) -> None:
        library = self._library
        pane = self.pane
        pane.show_progress(0, 0)

        def tell_progress(done: int, total: int) -> None:
            self._counting.tell(token, pane.show_progress, done, total)

        def work() -> tuple[NGrams, list[str]]:
            found = ngrams(library, articles, length, cancelled=token.is_set, progress=tell_progress)
            left_out = library.sets.left_out(articles, token.is_set)
            return found, left_out.said_of_unknown()

        def done(result: tuple[NGrams, list[str]]) -> None:
            found, unknown = result
            self._here = articles.typed
            read = library.read
            said = [so_far(read, size_of_ngrams(found)), all_so_far(read), *unknown]
            pane.show_counted(_of_ngrams(found), "\n".join(filter(None, said)))

        self._counting.run(work, done, self._failed, (SearchCancelled, *FAULTS), token)

    def _failed(self, error: Exception) -> None:
        self.pane.show_failure(str(error))

    def find(self, row: _Row, *, is_there: bool) -> None:
        """Search for a word, exactly so, among the articles of one side."""
        is_rest = is_there and self._there.root is None
        of = self._here if is_rest or not is_there else self._there
        text = places_query(row.word, of, is_rest=is_rest)
        self.desk.views.show_list()
        self.desk.results.open_in_order(text, Order.OLDEST, all_shapes=self._has_shapes, left=do_nothing)

    def save(self, counted: _Counted) -> None:
        endings = TableFormat.endings()
        name = say("用词对比 {query}", query=self.desk.searching.articles.name)
        window = self.desk.frame.window()
        title = say("导出用词对比")
        file = ask_for_file(
            window, title, Files.TABLES, named_file(name) + endings[0], TableFormat.filters(), endings
        )
        if file is not None:
            form = TableFormat.of_file(file.path)
            self._services.write_file(
                self._writing, file.path, lambda: form.writer(counted.table()), replaces=file.replaces
            )


class KeynessPane(SetFace):
    def __init__(self, part: KeynessPart) -> None:
        super().__init__()
        self.setObjectName("keyness")
        self._part = part
        self._counted: dict[int, tuple[_Counted, str]] = {}
        """What was counted of the searches above, each with what is said of it: 0 are the words, others sequences."""
        self.there = text_field(say("与哪些文章比"), say("搜索；空着就是其余的"))
        self.there.returnPressed.connect(part.count)
        self.there.textEdited.connect(self.forget)
        self.export = LinkButton(say("导出表格…"), act=self._export)
        self.export.setEnabled(False)
        self.legend = Label(_OF_WORDS.legend(), theme.sans(12), "ink3", wraps=True)
        names = [say("用得多"), say("用得少"), *(count(each, "{n} 词连用") for each in _LENGTHS)]
        self.direction = SegmentedControl(say("这边用得多还是少，或哪几个词连着用"), names, self._choose)
        self.listing = _Words(part)
        self.there.setMinimumWidth(80)
        button = PushButton(say("比较"), act=part.count)
        fields = column_layout(
            label_of(self.there), row_layout(Wide(self.there), button, spacing=8), spacing=4
        )
        body = QWidget()
        self.heads = Painted(26, self.listing.paint_headings)
        self.heads.setAccessibleName(say("，").join(headings()))
        column_layout(self.heads, Rule(), Wide(self.listing), of=body, spacing=0)
        self.setAccessibleName(say("用词对比"))
        chosen = row_layout(self.direction, Wide())
        self.lead = self.lay_out(body, fields, self.legend, chosen, tools=[self.export])
        self.listing.view.viewport().installEventFilter(self)

    def face(self) -> QWidget:
        return self.listing.currentWidget() or self.listing.view

    def read(self) -> None:
        self._part.read()

    def leave(self) -> None:
        self._part.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.heads.update()  # its columns are those of the rows, whose width is known only now
        return False

    def show_progress(self, done: int, total: int) -> None:
        numbers = f"{done:,}", f"{total:,}"
        explanation = say(
            "数过 {done} / {total} 篇；数过的留着，下次不用再数。", done=numbers[0], total=numbers[1]
        )
        self._say(say("正在数……"), explanation if total else "")

    def show_failure(self, why: str) -> None:
        self._say(say("没有数出来"), why)

    def length(self) -> int:
        """Return the number of words of the sequences that are chosen; 0 for words of both sides."""
        return (0, 0, *_LENGTHS)[self.direction.current()]

    def show_counted(self, counted: _Counted, lead: str) -> None:
        self._counted[counted.length] = counted, lead
        self._show()

    def forget(self) -> None:
        """Forget what was counted of other articles; what is shown stays until it is counted again."""
        self._counted.clear()

    def _choose(self, _: int) -> None:
        """Show what is chosen; what was not counted yet is counted now."""
        length = self.length()
        if length in self._counted:
            self._show()
        else:
            self._part.count()

    def _export(self) -> None:
        self._part.save(self._counted[self.length()][0])

    def _say(self, title: str, body: str) -> None:
        self._counted.pop(self.length(), None)
        self.lead.setText("")
        self.export.setEnabled(False)
        self.listing.said = Nothing(title, body)
        self.listing.show_rows(())

    def _show(self) -> None:
        """Show what was counted of what is chosen."""
        counted, lead = self._counted.get(self.length(), (None, ""))
        if counted is None:
            return
        self.lead.setText(lead)
        self.legend.setText(counted.form.legend())
        self.export.setEnabled(bool(counted.rows))
        self.listing.said = None
        self.listing.form = counted.form
        self.heads.setAccessibleName(say("，").join(counted.form.headings()))
        self.heads.update()
        is_more = self.direction.current() != 1
        self.listing.show_rows([row for row in counted.rows if row.is_more is is_more])


class _Words(Listing[_Row]):
    row_height = 32
    margin = 16

    def __init__(self, part: KeynessPart) -> None:
        self._part = part
        self.form = _OF_WORDS
        self.said: Nothing | None = Nothing("")
        super().__init__(say("用词对比"))
        self.show_rows(())

    def key_of(self, row: _Row) -> object:
        return row.word

    def words(self, row: _Row) -> str:
        cells = zip(self.form.headings(), row.numbers, strict=True)
        return say("，").join([row.word, *(f"{name} {number}" for name, number in cells)])

    def paint_row(self, painter: QPainter, rect: QRectF, row: _Row) -> None:
        columns = self.form.columns(rect.width())
        paint_cells(painter, rect, [row.numbers[column] for column in columns], "ink2")
        left = rect.adjusted(0, 0, -_NUMBER * len(columns), 0)
        text_painting.draw_free(painter, left, row.word, theme.serif(15), "ink")

    def paint_headings(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the headings of the columns of numbers."""
        inside = QRectF(self.margin, 0, self.view.viewport().width() - 2 * self.margin, rect.height())
        names = self.form.headings()
        paint_cells(painter, inside, [names[column] for column in self.form.columns(inside.width())], "ink3")

    def tip(self, row: _Row) -> str:
        return self.words(row)

    def nothing(self) -> Nothing | None:
        return self.said or Nothing(*self.form.nothing())

    def acts(self) -> Sequence[RowAct[_Row]]:
        find_here = partial(self._part.find, is_there=False)
        find_there = partial(self._part.find, is_there=True)
        return [
            on_row(say("在这边的文章里搜"), find_here, ENTER, CHOICE),
            on_row(say("在另一边的文章里搜"), find_there, is_menu_only=True),
        ]


def paint_cells(painter: QPainter, rect: QRectF, cells: Sequence[str], token: str) -> None:
    for place, words in enumerate(reversed(cells)):
        cell = rect.adjusted(rect.width() - _NUMBER * (place + 1) + 4, 0, -_NUMBER * place, 0)
        text_painting.draw_words(painter, cell, words, theme.sans(12), token, text_painting.RIGHT)
