"""Chronicles in the window: drafted from what is asked for, and kept among the dossiers, where keys edit them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from reader.export.article_text import no_date_in_words
from reader.export.exported_files import named_file
from reader.features.chronicle.chronicle_files import ENDINGS, as_bytes, entries
from reader.features.chronicle.chronicles import (
    ChronicleRow,
    Chronicles,
    Request,
    StoredLine,
    drafted,
    drafted_of,
    known_sources,
    rows_of,
)
from reader.features.chronicle.drafting import (
    Drafted,
    days_typed,
    shown_day,
    text_of,
)
from reader.features.chronicle.events import CUT
from reader.features.chronicle.ui.events_face import EventsFace, drafted_in_words, why_none
from reader.features.chronicle.ui.line_list import BOX, PADDING, LineRows
from reader.i18n import count, say
from reader.language.dates.date_expressions import days_of
from reader.library.answers import NamedCollection
from reader.library.article_set import ArticleSet, Shapes
from reader.library.library import Library
from reader.newspaper.decision import ChronicleSource
from reader.plugs import Slot
from reader.search.documents import SearchCancelled
from reader.ui.desk import CollectionView, Desk, OwnText, Part
from reader.ui.frame import FoldingSplitter, SetFace
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle, TaskQueue
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    Wide,
    column_layout,
    labelled,
    row_layout,
    text_field,
)
from reader.ui.widgets.dialog import Dialog, Files, ask_for_file, ask_long_text, ask_text
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Heading, Nothing, RowAct, on_row, on_rows
from reader.ui.widgets.pieced_listing import Piece, PiecedListing
from reader.ui.widgets.undo_stack import FAULTS

_SIDE_BY_SIDE = 860
"""The width from which on the sources stand beside the lines, in pixels."""
_FAULTS = (SearchCancelled, *FAULTS)


class ChroniclePart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tasks = TaskQueue(self, writes=True)
        self.reading = TaskQueue(self)
        self.quoting = TaskQueue(self)
        self._drafting = ExclusiveTask(self, desk.services.task)
        self._drafts = TaskQueue(self)
        self._token = threading.Event()
        self._asked: object = None
        """What the events that are shown, or being drafted, are of."""

    def set_face(self, action: str) -> SetFace:
        return self.events

    def finish(self) -> None:
        self._token.set()
        self._drafting.cancel()

    def is_idle(self) -> bool:
        return super().is_idle() and self.desk.undo.is_idle()

    @cached_property
    def pane(self) -> ChroniclePane:
        return ChroniclePane(self)

    def collection_view(self) -> CollectionView:
        pane = self.pane
        return CollectionView(pane, pane.face, pane.show_chronicle, pane.rename, pane.remove, pane.fill_menu)

    def open_source(self, source: ChronicleSource) -> None:
        stored = self._library.articles.article_at(source.printing)
        if stored is None:
            self._services.message(say("库里找不到这一篇了；原话还在这里。"))
        else:
            self.desk.reading.open_article(stored.id, _pieces_of(source)[:1])

    # -- the events of what is asked for

    @cached_property
    def events(self) -> EventsFace:
        return EventsFace(
            self._read_events,
            self._leave_events,
            self._keep_events,
            self.draft,
            lambda: self.desk.show_collection(""),
            self.open_source,
        )

    def _read_events(self) -> None:
        """Draft what is asked for, unless it is drafted already, or being drafted."""
        library = self._library
        articles = self.desk.views.articles()
        asked = articles, library.generation(), library.read
        if asked == self._asked:
            return
        self._asked = asked
        self._token.set()
        token = threading.Event()
        self._token = token
        events = self.events
        events.show_progress(0)

        def progress(articles_read: int, _: int) -> None:
            self._drafts.tell(token, events.show_progress, articles_read)

        def failed(error: Exception) -> None:
            events.show_failure(str(error))

        def work() -> tuple[Drafted, list[StoredLine]]:
            draft = drafted_of(library, articles, Request(), progress, token.is_set)
            return draft, rows_of(library, draft.lines)

        def done(result: tuple[Drafted, list[StoredLine]]) -> None:
            events.show_draft(*result)

        self._drafts.run(work, done, failed, _FAULTS, token)

    def _leave_events(self) -> None:
        """Give up drafting; what is not drafted to its end is drafted anew when it is looked at again."""
        if not self._drafts.is_idle():
            self._asked = None
        self._token.set()

    def _keep_events(self) -> None:
        draft = self.events.draft
        if draft is None:
            return
        articles = self.desk.views.articles()
        request = Request(_text_of(articles), articles.shapes)
        kept_draft = replace(draft, lines=tuple(self.events.rows.lines()))
        self._keep(request.in_words()[:90], request, kept_draft)

    # -- drafting

    def draft(self) -> None:
        articles = self.desk.views.articles()
        DraftDialog(self.desk.frame.window(), _text_of(articles), articles.shapes, self._make).open()

    def _make(self, name: str, request: Request) -> None:
        library = self._library

        def work(task: TaskHandle) -> Drafted:
            return drafted(library, request, lambda done, _: task.report(done), task.is_cancelled)

        keep = partial(self._keep, name, request)
        self._drafting.run(work, keep, self._failed, _FAULTS, lambda n: say("大事记：已到第 {n} 篇", n=n))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SearchCancelled):
            self._services.error(error)

    def _keep(self, name: str, request: Request, draft: Drafted) -> None:
        chronicles = Chronicles(self._library)
        lines = draft.lines
        if not lines:
            self._services.message(why_none(draft))
            return

        def show(row: ChronicleRow) -> None:
            events = drafted_in_words(draft)
            self._services.message(say("起草了“{name}”：{events}", name=row.name, events=events))
            self.desk.show_collection(row.uuid)

        def show_again(_: object) -> None:
            self.desk.read_collections()

        self.desk.undo.act(
            say("新建大事记“{name}”", name=name),
            lambda: chronicles.add(chronicles.free_name(name), request.in_words(), lines),
            show,
            show_again,
        )


def _text_of(articles: ArticleSet) -> str:
    """Return the search for which a set is asked, as it is typed; "" for the whole library."""
    if articles.is_whole:
        return ""
    return articles.text.strip()


class LineList(LineRows):
    """The lines of the chronicle that is shown among the dossiers."""

    def __init__(self, part: ChroniclePart, chronicles: Chronicles) -> None:
        self._part = part
        self._desk = part.desk
        self._chronicles = chronicles
        self.chronicle: NamedCollection | None = None
        super().__init__(say("大事记"), "sidebar", tell=part.desk.services.message, tasks=part.reading)
        self.view.viewport().installEventFilter(self)

    # -- what is shown

    def read_rows(self) -> Sequence[StoredLine | Heading]:
        if self.chronicle is None:
            return []
        rows: list[StoredLine | Heading] = []
        year: int | None = None
        lines = self._chronicles.lines(self.chronicle.uuid)
        told = [line.line for line in lines]
        known = known_sources(self._desk.library, told)
        notes = [entry.note for entry in entries(told, known)]
        for each, note in zip(lines, notes, strict=True):
            day = shown_day(each.line)
            if day is not None and day.year != year:
                year = day.year
                rows.append(Heading(say("{year}年", year=day.year)))
            rows.append(replace(each, note=note))
        return rows

    def nothing(self) -> Nothing:
        explanation = say("从一次搜索、一个专题、一段日子起草；一条一件事，都是报上的原话。")
        return Nothing(say("还没有条目"), explanation, [(say("起草…"), self._part.draft)])

    # -- what is done

    def acts(self) -> Sequence[RowAct[StoredLine]]:
        move_up = partial(self._move, step=-1)
        move_down = partial(self._move, step=1)
        can_move_up = partial(self._can_move, step=-1)
        can_move_down = partial(self._can_move, step=1)
        return [
            on_row(say("不留"), self._turn, "Space", words_of=self._words_of_turn),
            on_row(say("改写…"), self._reword, "E"),
            on_row(say("改日子…"), self._ask_day, "D"),
            on_row(say("并入上条"), self._join, "+", "Shift++", "=", when=self._has_line_above),
            on_row(say("拆开"), self._take_apart, "Del", when=self._has_several_sources),
            on_row(say("上移"), move_up, "Alt+Up", when=can_move_up, is_menu_only=True),
            on_row(say("下移"), move_down, "Alt+Down", when=can_move_down, is_menu_only=True),
            on_row(say("打开文章"), self._open, ENTER, DOUBLE_CLICK),
            on_rows(say("下一条"), self._go_down, "J", is_menu_only=True),
            on_rows(say("上一条"), self._go_up, "K", is_menu_only=True),
        ]

    def _words_of_turn(self, row: StoredLine) -> str:
        if row.line.is_retained:
            return say("不留")
        return say("留下")

    def _has_line_above(self, row: StoredLine) -> bool:
        return self._neighbour(row, -1) is not None

    def _has_several_sources(self, row: StoredLine) -> bool:
        return len(row.line.sources) > 1

    def _open(self, row: StoredLine) -> None:
        self._part.open_source(row.line.sources[0])

    def add_to_menu(self, menu: QMenu, rows: Sequence[StoredLine]) -> None:
        for row in rows[:1]:
            for part in self._desk.parts.offering(Slot.TEXT):
                part.offer_on_text(menu, OwnText(text_of(row.line)))
        self._part.pane.offer_on_list(menu)

    def act(self, words: str, work: Callable[[], object]) -> None:
        show = self.follow
        self._desk.undo.act(words, work, show, show, self.failed, waits=self)

    def failed(self, error: Exception) -> None:
        self.tell(str(error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            index = self.view.indexAt(event.position().toPoint())
            row = self.model.row(index) if index.isValid() else None
            if isinstance(row, StoredLine) and event.position().x() < self.margin + BOX + 8:
                self._turn(row)
        return super().eventFilter(watched, event)

    def _turn(self, row: StoredLine) -> None:
        self._change(row, say("保留或去掉这一条"), is_dropped=row.line.is_retained)

    def _change(self, row: StoredLine, act: str, **fields: object) -> None:
        self.act(act, lambda: self._chronicles.change(row, replace(row.line, **fields)))

    def _reword(self, row: StoredLine) -> None:
        def reword(words: str) -> None:
            if words.strip() == row.line.sources[0].words:
                new_words = ""
            else:
                new_words = words.strip()[:2000]
            self._change(row, say("改写一条"), words=new_words)

        printed = row.line.sources[0].words
        explanation = say("Ctrl+Enter 改好。报上的原话会留在下面；清空就用原话：\n{words}", words=printed)
        ask_long_text(self, say("改写"), explanation, text_of(row.line), (say("改写"), reword))

    def _ask_day(self, row: StoredLine) -> None:
        def set_day(text: str) -> None:
            days = days_typed(text, row.line, dt.date.today())
            if days is None:
                self.tell(no_date_in_words(text))
                return
            self._change(row, say("改一条的日子"), first=days.first, last=days.last, basis="by the reader")

        if row.line.first:
            day = row.day
        else:
            day = str(shown_day(row.line) or "")
        ask_text(self, say("改日子"), say("这件事是哪天："), day, (say("改日子"), set_day))

    def _neighbour(self, row: StoredLine, step: int) -> StoredLine | None:
        keys = [row.uuid for row in self.rows()]
        at = keys.index(row.uuid) + step if row.uuid in keys else -1
        if 0 <= at < len(keys):
            return self.rows()[at]
        return None

    def _join(self, row: StoredLine) -> None:
        into = self._neighbour(row, -1)
        if into is not None:
            self.select(into.uuid)
            self.act(say("并入上条"), partial(self._chronicles.join, row, into))

    def _take_apart(self, row: StoredLine) -> None:
        self.act(say("拆开一条"), partial(self._chronicles.part, row))

    def _can_move(self, row: StoredLine, step: int) -> bool:
        other = self._neighbour(row, step)
        return other is not None and shown_day(other.line) == shown_day(row.line)

    def _move(self, row: StoredLine, step: int) -> None:
        other = self._neighbour(row, step)
        if other is not None:
            self.act(say("移动一条"), partial(self._chronicles.exchange, row, other))

    def _go_up(self, _: Sequence[StoredLine]) -> None:
        self._step(-1)

    def _go_down(self, _: Sequence[StoredLine]) -> None:
        self._step(1)

    def _step(self, step: int) -> None:
        row = self.current()
        if row is None:
            return
        other = self._neighbour(row, step)
        if other is not None:
            self.select(other.uuid)


def _forms() -> dict[str, str]:
    """Return the words for the forms in which a chronicle is exported, by their endings."""
    return {
        ".docx": say("Word（.docx），脚注写出处"),
        ".md": say("Markdown（.md），脚注写出处"),
        ".xlsx": say("Excel（.xlsx），一个出处一行"),
        ".csv": say("CSV（.csv），一个出处一行"),
    }


class SourceRow(Struct, frozen=True):
    """A source with the paragraphs from which its words are; `marks` are the spans of these in them.

    Without the article, or where it has been read otherwise since, `text` is the words alone.
    """

    source: ChronicleSource
    in_words: str
    text: str
    marks: text_painting.Marks = ()


def _pieces_of(source: ChronicleSource) -> list[str]:
    """Return the words of a source as they stand in the paper, without what is cut between them."""
    return [piece for piece in source.words.split(CUT) if piece]


def quoted(library: Library, source: ChronicleSource, in_words: str) -> SourceRow:
    """Return a source with its paragraphs. Raises LibraryError."""
    stored = library.articles.article_at(source.printing)
    pieces = _pieces_of(source)
    quoted_blocks = []
    for block in stored.article.blocks if stored is not None else ():
        if any(piece in block.text for piece in pieces):
            quoted_blocks.append(block.text)
    text = wording.GAP.join(quoted_blocks)
    if not all(piece in text for piece in pieces):
        return SourceRow(source, in_words, source.words)
    marks = []
    for piece in pieces:
        start = text.index(piece)
        marks.append((start, start + len(piece)))
    return SourceRow(source, in_words, text, marks)


class SourceList(PiecedListing[SourceRow]):
    """The places that tell the event of a line: paper, day, page, article, and the words in their paragraphs."""

    padding = PADDING

    def __init__(self, part: ChroniclePart) -> None:
        self._part = part
        super().__init__(say("出处和原话"), "list", tasks=part.quoting)

    def words(self, row: SourceRow) -> str:
        return wording.listed([row.in_words, row.source.words])

    def key_of(self, row: SourceRow) -> object:
        return row.source

    def pieces(self, row: SourceRow) -> Iterator[Piece]:
        yield Piece(row.in_words, theme.sans(12), "accent", 3)
        yield Piece(row.text, theme.serif(15), "ink2" if row.marks else "ink", 40, 26, row.marks)

    def nothing(self) -> Nothing:
        return Nothing(say("选一条，看它的出处"))

    def acts(self) -> Sequence[RowAct[SourceRow]]:
        return [on_row(say("打开文章"), lambda row: self._part.open_source(row.source), ENTER, DOUBLE_CLICK)]


class ChroniclePane(QWidget):
    """The lines of a chronicle, and below them the sources of the chosen one."""

    def __init__(self, part: ChroniclePart) -> None:
        super().__init__()
        self.setObjectName("chronicle")
        self.setAccessibleName(say("大事记"))
        theme.tint(self, "sidebar")
        self._part = part
        self._desk = part.desk
        self._chronicles = Chronicles(part.desk.library)
        self.lines = LineList(part, self._chronicles)
        self.sources = SourceList(part)
        self.counts = Label("", theme.sans(12), "ink3", wraps=True)
        head = row_layout(Wide(self.counts), margins=(16, 8, 12, 6))
        sources = QWidget()
        theme.tint(sources, "list")
        title = row_layout(Label(say("出处和原话"), theme.sans(13, 700)), margins=(16, 8, 12, 6))
        column_layout(title, Wide(self.sources), of=sources, spacing=0)
        body = FoldingSplitter({self.lines: 3, sources: 2}, least=_SIDE_BY_SIDE)
        column_layout(head, Wide(body), of=self, spacing=0)
        self.lines.view.selectionModel().currentChanged.connect(lambda *_: self._show_sources())
        self.lines.model.modelReset.connect(self._show_counts)

    def face(self) -> QWidget:
        links = self.lines.state.links()
        if self.lines.currentWidget() is not self.lines.view and links:
            return links[0]
        return self.lines.view

    def show_chronicle(self, chronicle: NamedCollection) -> None:
        self.lines.chronicle = chronicle
        self.lines.read()

    def fill_menu(self, menu: QMenu) -> None:
        """Add what can be done with the chronicle that is shown."""
        exports = menu.addMenu(say("导出"))
        for ending, words in _forms().items():
            exports.addAction(words, partial(self._export, ending))
        self.offer_on_list(menu)
        menu.addAction(say("起草另一份…"), self._part.draft)

    def offer_on_list(self, menu: QMenu) -> None:
        """Add what features do with the sources of the lines that are to be kept."""
        retained = [row.line for row in self.lines.rows() if row.line.is_retained]
        printings = [source.printing for line in retained for source in line.sources]
        row = self.lines.chronicle
        if row is not None:
            for part in self._desk.parts.offering(Slot.LIST):
                part.offer_on_list(menu, say("大事记“{name}”", name=row.name), printings)

    def rename(self, chronicle: NamedCollection, name: str) -> None:
        words = say("把大事记“{name}”改名为“{new}”", name=chronicle.name, new=name)
        self._act(words, partial(self._chronicles.rename, chronicle.uuid, name))

    def remove(self, chronicle: NamedCollection) -> None:
        words = say("删除大事记“{name}”", name=chronicle.name)
        self._act(words, partial(self._chronicles.remove, chronicle.uuid))
        self._desk.services.message(say("已删除“{name}”；Ctrl+Z 放回", name=chronicle.name))

    def _act(self, words: str, work: Callable[[], object]) -> None:
        def show(_: object) -> None:
            self._desk.read_collections()

        def failed(error: Exception) -> None:
            self._desk.services.error(error)
            self._desk.read_collections()

        self._desk.undo.act(words, work, show, show, failed)

    def _show_counts(self) -> None:
        rows = self.lines.rows()
        retained = count(sum(row.line.is_retained for row in rows), "留 {n} 条")
        counted = [say("草稿"), count(len(rows), "{n} 件事"), retained]
        self.counts.setText(wording.GAP.join(counted) if rows else "")
        self._show_sources()

    def _show_sources(self) -> None:
        row = self.lines.current()
        library = self._desk.library

        def read() -> list[SourceRow]:
            if row is None:
                return []
            sources = zip(row.line.sources, row.sources, strict=True)
            return [quoted(library, source, words) for source, words in sources]

        self._part.quoting.drop()
        self._part.quoting.run(read, self.sources.show_rows, self.lines.failed, FAULTS)

    def _export(self, ending: str) -> None:
        row = self.lines.chronicle
        if row is None:
            return
        proposed = f"{named_file(row.name)}{ending}"
        title = say("导出大事记")
        kind = f"*{ending}"
        file = ask_for_file(self, title, Files.CHRONICLES, proposed, kind, [ending, *ENDINGS])
        if file is None:
            return
        library = self._desk.library
        chronicles = self._chronicles
        name = row.name

        def content() -> bytes:
            lines = [line.line for line in chronicles.lines(row.uuid) if line.line.is_retained]
            return as_bytes(lines, name, file.path.suffix.lower(), known_sources(library, lines))

        self._desk.services.write_file(self._part.tasks, file.path, content, replaces=file.replaces)


class DraftDialog(Dialog):
    """Asks what a chronicle is drafted from; without anything, it is the whole library."""

    def __init__(
        self, parent: QWidget, query: str, shapes: Shapes, make: Callable[[str, Request], object]
    ) -> None:
        """Ask about a search, typed already, of which these shapes count."""
        super().__init__(parent, say("起草大事记"), "draftChronicle", size=(460, 320))
        self._shapes = shapes
        self._make = make
        self.query = text_field(say("搜索"), say("空着就是整个资料库；报:、日期: 同搜索"))
        self.query.setText(query)
        self.dossier = text_field(say("专题"), say("空着就不限"))
        self.first = text_field(say("从哪天起"), say("如 1987-06；空着就不限"))
        self.last = text_field(say("到哪天为止"), say("如 1988；空着就不限"))
        self.trouble = Label("", theme.sans(12), "warn", wraps=True)
        draft = PushButton(say("起草"), primary=True, act=self._take)
        self.lay_out(
            *map(labelled, (self.query, self.dossier, self.first, self.last)),
            self.trouble,
            buttons=(Wide(), self.leave_button(), draft),
        )

    def _take(self) -> None:
        first = self.first.text().strip()
        last = self.last.text().strip()
        days_of_text = {text: days_of(text, dt.date.today()) for text in (first, last) if text}
        for text, days in days_of_text.items():
            if days is None:
                self.trouble.setText(no_date_in_words(text))
                return
        first_days = days_of_text.get(first)
        last_days = days_of_text.get(last)
        request = Request(self.query.text().strip(), self._shapes, self.dossier.text().strip())
        if first_days is not None:
            request = replace(request, first=first_days.first)
        if last_days is not None:
            request = replace(request, last=last_days.last)
        self._make(request.in_words()[:90], request)
        self.accept()
