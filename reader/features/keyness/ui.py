"""Keyness in the window: two queries, and the words that the articles of one use more often, or less."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader.export.forms import TableFormat
from reader.features.keyness.keyness import (
    Keyness,
    KeyWord,
    headings,
    in_words,
    keyness,
    numbers_of,
    places_query,
    remarks_on,
    table_of,
)
from reader.i18n import say
from reader.library.article_set import ArticleSet, undated_in_words
from reader.library.read_share import all_so_far, so_far
from reader.search.documents import Order, SearchCancelled
from reader.search.query import Query
from reader.ui.controllers.result_export import file_name
from reader.ui.desk import Desk, InsteadPart
from reader.ui.frame import InsteadPane
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue, do_nothing
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
    Rule,
    SegmentedControl,
    Wide,
    column_layout,
    row_layout,
    text_field,
)
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.listing import CHOICE, ENTER, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.text_painting import Painted
from reader.ui.widgets.undo_stack import FAULTS

MOST = 500
"""The maximum number of words listed of either direction; the exported table has all."""
# The width of a column of numbers, and the least width of the words, in pixels.
_NUMBER = 76
_WORD = 110
_WORTH = ((0, 1, 2, 3, 4, 5), (2, 3, 4, 5), (2, 4, 5), (2, 4))
"""The columns of numbers that are shown, the first of these that have room."""


class KeynessPart(InsteadPart["KeynessPane"]):
    is_wide = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._counting, self._writing = TaskQueue(self), TaskQueue(self, writes=True)
        self._token = threading.Event()
        self._searched = ""
        """The search that was taken for the articles here, or that a word has led to."""
        # the queries of the words listed; the second has no parts for all other articles
        self._here = Query()
        self._there = Query()
        self._has_shapes = True

    def handlers(self) -> Handlers:
        return {"keyness": self.open}

    def finish(self) -> None:
        self._token.set()

    def make_pane(self) -> KeynessPane:
        return KeynessPane(self)

    def open(self) -> None:
        """Compare what is searched for with the rest of the library, or what was typed before."""
        text = self.desk.searching.text.strip()
        if text != self._searched:
            self._searched = text
            self.pane.here.setText(text)
        super().open()
        if self.pane.here.text().strip():
            self.count()

    def close(self) -> bool:
        self._token.set()
        return super().close()

    def count(self) -> None:
        library = self._library
        pane = self.pane
        self._token.set()
        self._token = token = threading.Event()
        texts = pane.here.text().strip(), pane.there.text().strip()
        shapes = self.desk.searching.shapes
        self._has_shapes = self.desk.searching.has_all_shapes
        pane.show_progress(0, 0)

        def work() -> tuple[ArticleSet, ArticleSet, Keyness, list[str]]:
            here, there = (library.sets.of_text(text, shapes, token.is_set) for text in texts)
            found = keyness(
                library,
                here,
                None if there.is_empty else there,
                cancelled=token.is_set,
                progress=lambda *numbers: self._counting.tell(token, pane.show_progress, *numbers),
            )
            undated = [library.sets.left_out(each, token.is_set) for each in (here, there)]
            return here, there, found, [undated_in_words(each.undated, each.undated_as) for each in undated]

        def done(result: tuple[ArticleSet, ArticleSet, Keyness, list[str]]) -> None:
            here, there, found, undated = result
            self._here = here.typed
            self._there = there.typed
            read = library.read
            said = [all_so_far(read), *remarks_on(found, read), *undated]
            if all(found.articles):
                own, others = in_words(found)
                said.insert(0, so_far(read, say("这边 {own}；另一边 {others}", own=own, others=others)))
            pane.show_found(found, "\n".join(filter(None, said)))

        def failed(error: Exception) -> None:
            pane.show_failure(str(error))

        self._counting.run(work, done, failed, (SearchCancelled, *FAULTS), token)

    def find(self, word: KeyWord, *, is_there: bool) -> None:
        """Search for a word, exactly so, among the articles of one side."""
        is_rest = is_there and self._there.root is None
        of = self._here if is_rest or not is_there else self._there
        text = places_query(word.word, of, is_rest=is_rest)
        self.close()
        self._searched = text
        self.desk.results.open_in_order(text, Order.OLDEST, all_shapes=self._has_shapes, left=do_nothing)

    def save(self, words: Sequence[KeyWord]) -> None:
        endings = TableFormat.endings()
        name = say("用词对比 {query}", query=self.pane.here.text())
        window = self.desk.frame.window()
        title = say("导出用词对比")
        file = ask_for_file(
            window, title, Files.TABLES, file_name(name) + endings[0], TableFormat.filters(), endings
        )
        if file is not None:
            form = TableFormat.of_file(file.path)
            self._services.write_file(
                self._writing, file.path, lambda: form.writer(table_of(words)), replaces=file.replaces
            )


class KeynessPane(InsteadPane):
    def __init__(self, part: KeynessPart) -> None:
        super().__init__()
        self.setObjectName("keyness")
        self._words: Sequence[KeyWord] = ()
        self.here = text_field(say("这边的文章"), say("搜索，如 日期:1987"))
        self.there = text_field(say("另一边的文章"), say("空着就是其余的"))
        for field in (self.here, self.there):
            field.returnPressed.connect(part.count)
        self.export = LinkButton(say("导出表格…"), act=lambda: part.save(self._words))
        self.export.setEnabled(False)
        self.lead = Label("", theme.sans(13), "ink2", wraps=True)
        meaning = [
            say("只列两个字以上、至少见于三篇的词；Enter 在这边的文章里搜。"),
            say("G²：多肯定不是碰巧，10.83 起很肯定；log ratio：1 是两倍，−1 是一半"),
        ]
        legend = Label("\n".join(meaning), theme.sans(12), "ink3", wraps=True)
        names = [say("用得多"), say("用得少")]
        self.direction = SegmentedControl(say("这边用得多还是少"), names, lambda _: self._show())
        self.listing = _Words(part)
        button = PushButton(say("数一数"), act=part.count)
        fields = row_layout(Wide(self.here), Wide(self.there), button, spacing=8)
        body = QWidget()
        heads = Painted(26, self.listing.paint_headings)
        heads.setAccessibleName(say("，").join(headings()))
        column_layout(heads, Rule(), Wide(self.listing), of=body, spacing=0)
        chosen = row_layout(self.direction, Wide())
        above = (fields, self.lead, legend, chosen)
        self.lay_out(say("用词对比"), body, *above, tools=[self.export], close=part.close)

    def face(self) -> QWidget:
        return self.here

    def show_progress(self, done: int, total: int) -> None:
        numbers = f"{done:,}", f"{total:,}"
        explanation = say(
            "数过 {done} / {total} 篇；数过的留着，下次不用再数。", done=numbers[0], total=numbers[1]
        )
        self._say(say("正在数……"), explanation if total else "")

    def show_failure(self, why: str) -> None:
        self._say(say("没有数出来"), why)

    def show_found(self, found: Keyness, lead: str) -> None:
        self._words = found.words
        self.lead.setText(lead)
        self.export.setEnabled(bool(found.words))
        self.listing.said = None
        self._show()

    def _say(self, title: str, body: str) -> None:
        self._words = ()
        self.lead.setText("")
        self.export.setEnabled(False)
        self.listing.said = Nothing(title, body)
        self.listing.show_rows(())

    def _show(self) -> None:
        is_more = self.direction.current() == 0
        self.listing.show_rows([word for word in self._words if word.is_more is is_more][:MOST])


class _Words(Listing[KeyWord]):
    row_height = 32
    margin = 16

    def __init__(self, part: KeynessPart) -> None:
        self._part = part
        self.said: Nothing | None = Nothing(
            say("写上要比的文章"), say("写法同搜索；另一边空着，就是其余所有的文章。")
        )
        super().__init__(say("用词对比"), "paper")
        self.show_rows(())

    def key_of(self, row: KeyWord) -> object:
        return row.word

    def words(self, row: KeyWord) -> str:
        cells = zip(headings(), numbers_of(row), strict=True)
        return say("，").join([row.word, *(f"{name} {number}" for name, number in cells)])

    def paint_row(self, painter: QPainter, rect: QRectF, row: KeyWord) -> None:
        paint_cells(painter, rect, numbers_of(row), "ink2")
        left = rect.adjusted(0, 0, -_NUMBER * len(_columns(rect.width())), 0)
        text_painting.draw_free(painter, left, row.word, theme.serif(15), "ink")

    def paint_headings(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the headings of the columns of numbers."""
        inside = QRectF(self.margin, 0, self.view.viewport().width() - 2 * self.margin, rect.height())
        paint_cells(painter, inside, headings(), "ink3")

    def tip(self, row: KeyWord) -> str:
        return self.words(row)

    def nothing(self) -> Nothing | None:
        return self.said or Nothing(say("没有这样的词"), say("两边用得一样，或者不到三篇。"))

    def acts(self) -> Sequence[RowAct[KeyWord]]:
        return [
            on_row(say("在这边的文章里搜"), lambda row: self._part.find(row, is_there=False), ENTER, CHOICE),
            on_row(
                say("在另一边的文章里搜"), lambda row: self._part.find(row, is_there=True), is_menu_only=True
            ),
        ]


def _columns(width: float) -> Sequence[int]:
    return next((each for each in _WORTH if _WORD + len(each) * _NUMBER <= width), _WORTH[-1])


def paint_cells(painter: QPainter, rect: QRectF, cells: Sequence[str], token: str) -> None:
    columns = _columns(rect.width())
    for place, column in enumerate(reversed(columns)):
        cell = rect.adjusted(rect.width() - _NUMBER * (place + 1) + 4, 0, -_NUMBER * place, 0)
        text_painting.draw_words(painter, cell, cells[column], theme.sans(12), token, text_painting.RIGHT)
