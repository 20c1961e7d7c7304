"""The window of chronicles: the list of a chronicle's lines, edited by keys, with their sources beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event

from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QSplitter

from reader.export.article_text import no_date_in_words
from reader.features.chronicle.chronicle_files import ENDINGS, as_bytes
from reader.features.chronicle.chronicles import ChronicleRow, Chronicles, KeptLine, Request, drafted
from reader.features.chronicle.drafting import (
    accounts,
    basis_in_words,
    day_in_words,
    days_typed,
    shown_day,
    source_in_words,
    text_of,
)
from reader.i18n import count, say
from reader.language.dates.date_expressions import days_of
from reader.newspaper.decision import ChronicleLine
from reader.plugs import Slot
from reader.ui.desk import Desk, Part
from reader.ui.search.result_export import file_name
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    Wide,
    fill_with_rules,
    row_layout,
    text_field,
)
from reader.ui.widgets.dialog import Dialog, Files, LongText, ask_for_file, ask_text
from reader.ui.widgets.listing import (
    DOUBLE_CLICK,
    ENTER,
    Heading,
    Listing,
    Nothing,
    RowAct,
    on_row,
    on_rows,
)
from reader.ui.widgets.menus import MenuChip
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.undo_stack import FAULTS

_DAY_WIDTH, _LINE, _SMALL, _MOST_TEXT_LINES = 170, 27, 20, 8
_BOX = 16


class ChroniclePart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tasks = TaskQueue(self, writes=True)

    def handlers(self) -> Handlers:
        return {"chronicle": self._open}

    def is_idle(self) -> bool:
        return self.tasks.is_idle() and self.desk.undo.is_idle()

    def _open(self) -> None:
        ChronicleDialog(self.desk, self.tasks).open()


class LineList(Listing[KeptLine]):
    """The lines of a chronicle; what is not to be kept stays in its place, struck out."""

    def __init__(self, desk: Desk, chronicles: Chronicles, message: Callable[[str], None]) -> None:
        self._desk, self._chronicles = desk, chronicles
        self.chronicle: ChronicleRow | None = None
        self.draft_anew: Callable[[], object] = lambda: None
        super().__init__(say("大事记"), "paper", tell=message)

    # -- what is shown

    def read_rows(self) -> Sequence[KeptLine | Heading]:
        if self.chronicle is None:
            return []
        rows: list[KeptLine | Heading] = []
        year: int | None = None
        for each in self._chronicles.lines(self.chronicle.uuid):
            day = shown_day(each.line)
            if day is not None and day.year != year:
                year = day.year
                rows.append(Heading(say("{year}年", year=day.year)))
            rows.append(each)
        return rows

    def words(self, row: KeptLine) -> str:
        sources = map(source_in_words, row.line.sources)
        kept = "" if row.line.is_kept else say("不留")
        return wording.listed(
            [day_in_words(row.line), text_of(row.line), kept, basis_in_words(row.line), *sources]
        )

    def key_of(self, row: KeptLine) -> object:
        return row.uuid

    def height_of(self, row: KeptLine, width: int) -> int:
        inside = width - _DAY_WIDTH - 32
        lines = text_painting.line_count(text_of(row.line), theme.serif(17), inside, _MOST_TEXT_LINES)
        return 24 + max(lines * _LINE + _SMALL * len(_below(row.line)), _LINE + 2 * _SMALL)

    def paint_row(self, painter: QPainter, rect: QRectF, row: KeptLine) -> None:
        line, y = row.line, rect.y() + 12
        box = QRectF(rect.x(), y + 5, _BOX, _BOX)
        text_painting.draw_box(painter, box, 3, "accent" if line.is_kept else None, "ink3")
        if line.is_kept:
            theme.draw_icon(painter, "check", "on_accent", box.x(), box.y(), _BOX)
        ink = "ink" if line.is_kept else "ink3"
        left, width = rect.x() + _BOX + 10, _DAY_WIDTH - _BOX - 22
        below = text_painting.draw_text(
            painter, left, y, width, day_in_words(line), theme.sans(14, 700), ink, _LINE, 2
        )
        text_painting.draw_text(
            painter, left, below, width, basis_in_words(line), theme.sans(12), "ink2", _SMALL, 2
        )
        font = theme.serif(17)
        font.setStrikeOut(not line.is_kept)
        x, inside = rect.x() + _DAY_WIDTH, rect.width() - _DAY_WIDTH
        y = text_painting.draw_text(painter, x, y, inside, text_of(line), font, ink, _LINE, _MOST_TEXT_LINES)
        for words, token in _below(line):
            place = QRectF(x, y, inside, _SMALL)
            text_painting.draw_free(painter, place, words, theme.sans(12), token if line.is_kept else "ink3")
            y += _SMALL

    def nothing(self) -> Nothing:
        links = [(say("起草…"), self.draft_anew)]
        told = say("从一次搜索、一个专题、一段日子起草；一条一件事，都是报上的原话。")
        if self.chronicle is not None:
            return Nothing(say("这份大事记里还没有一条"), told, links)
        return Nothing(say("还没有大事记"), told, links)

    # -- what is done

    def acts(self) -> Sequence[RowAct[KeptLine]]:
        return [
            on_row(
                say("不留"),
                lambda row: self._change(row, say("留、不留一条"), is_dropped=row.line.is_kept),
                "Space",
                words_of=lambda row: say("不留") if row.line.is_kept else say("留下"),
            ),
            on_row(say("改写…"), self._reword, "E"),
            on_row(say("改日子…"), self._ask_day, "D"),
            on_row(say("并入上条"), self._join, "+", "=", when=lambda row: self._beside(row, -1) is not None),
            on_row(say("拆开"), self._part, "Del", when=lambda row: len(row.line.sources) > 1),
            on_row(
                say("上移"),
                partial(self._move, step=-1),
                "Alt+Up",
                when=partial(self._can_move, step=-1),
                is_menu_only=True,
            ),
            on_row(
                say("下移"),
                partial(self._move, step=1),
                "Alt+Down",
                when=partial(self._can_move, step=1),
                is_menu_only=True,
            ),
            on_row(say("打开文章"), self._open, ENTER, DOUBLE_CLICK),
            on_rows(say("下一条"), lambda _: self._step(1), "J", is_menu_only=True),
            on_rows(say("上一条"), lambda _: self._step(-1), "K", is_menu_only=True),
            on_rows(
                say("撤销"),
                lambda _: self._desk.undo.undo(),
                "Ctrl+Z",
                when=lambda _: True,
                is_menu_only=True,
            ),
        ]

    def add_to_menu(self, menu: QMenu, rows: Sequence[KeptLine]) -> None:
        if self.chronicle is not None:
            kept = [each.line for each in self.rows() if each.line.is_kept]
            printings = [source.printing for line in kept for source in line.sources]
            for part in self._desk.parts.offering(Slot.LIST):
                part.offer_on_list(menu, say("大事记“{name}”", name=self.chronicle.name), printings)

    def act(self, words: str, work: Callable[[], object]) -> None:
        show = self.follow
        self._desk.undo.act(words, work, show, show, lambda error: self.tell(str(error)), waits=self)

    def _change(self, row: KeptLine, told: str, **fields: object) -> None:
        self.act(told, lambda: self._chronicles.change(row, replace(row.line, **fields)))

    def _reword(self, row: KeptLine) -> None:
        def reword(words: str) -> None:
            own = "" if words.strip() == row.line.sources[0].words else words.strip()[:2000]
            self._change(row, say("改写一条"), words=own)

        told = say("报上的原话会留在下面；清空就用原话：\n{words}", words=row.line.sources[0].words)
        ask_text(self, say("改写"), told, text_of(row.line), (say("改写"), reword))

    def _ask_day(self, row: KeptLine) -> None:
        def set_day(text: str) -> None:
            days = days_typed(text, row.line, dt.date.today())
            if days is None:
                self.tell(no_date_in_words(text))
                return
            self._change(row, say("改一条的日子"), first=days.first, last=days.last, basis="by the reader")

        day = day_in_words(row.line) if row.line.first else str(shown_day(row.line) or "")
        ask_text(self, say("改日子"), say("这件事是哪天："), day, (say("改日子"), set_day))

    def _beside(self, row: KeptLine, step: int) -> KeptLine | None:
        keys = [each.uuid for each in self.rows()]
        at = keys.index(row.uuid) + step if row.uuid in keys else -1
        return self.rows()[at] if 0 <= at < len(keys) else None

    def _join(self, row: KeptLine) -> None:
        into = self._beside(row, -1)
        if into is not None:
            self.act(say("并入上条"), lambda: self._chronicles.join(row, into))

    def _part(self, row: KeptLine) -> None:
        self.act(say("拆开一条"), lambda: self._chronicles.part(row))

    def _can_move(self, row: KeptLine, step: int) -> bool:
        other = self._beside(row, step)
        return other is not None and shown_day(other.line) == shown_day(row.line)

    def _move(self, row: KeptLine, step: int) -> None:
        other = self._beside(row, step)
        if other is not None:
            self.act(say("移动一条"), lambda: self._chronicles.exchange(row, other))

    def _step(self, step: int) -> None:
        row = self.current()
        other = self._beside(row, step) if row is not None else None
        if other is not None:
            self.select(other.uuid)

    def _open(self, row: KeptLine) -> None:
        source = row.line.sources[0]
        stored = self._desk.library.articles.article_at(source.printing)
        if stored is None:
            self.tell(say("库里找不到这一篇了；原话还在这里。"))
            return
        self.leave()
        self._desk.reading.open_article(stored.id, [piece for piece in source.words.split("……") if piece][:1])


def _below(line: ChronicleLine) -> list[tuple[str, str]]:
    """Return what stands below the words of a line, each with its colour: the paper's words, its sources, accounts."""
    own = [(say("报上的原话：{words}", words=line.sources[0].words), "ink3")] if line.words else []
    sources = [(source_in_words(each), "accent") for each in line.sources]
    differing = [(say("两说：{figures}", figures=" / ".join(each)), "warn") for each in accounts(line)]
    return [*own, *sources, *differing]


class ChronicleDialog(Dialog):
    def __init__(self, desk: Desk, tasks: TaskQueue) -> None:
        super().__init__(desk.frame.window(), say("大事记"), "chronicle", size=(1080, 700), tint="list")
        self._desk, self._tasks, self._chronicles = desk, tasks, Chronicles(desk.library)
        self._is_closed = Event()
        self.message = Label("", theme.sans(12), "ink2")
        self.lines = LineList(desk, self._chronicles, self.message.setText)
        self.lines.draft_anew = self._draft
        self.choice = MenuChip(say("大事记"))
        self.sources = LongText(say("出处"), theme.serif(15))
        body = QSplitter()
        body.addWidget(self.lines)
        body.addWidget(self.sources)
        body.setSizes([740, 340])
        acts = [self.lines.button(act) for act in self.lines.row_acts if not act.is_menu_only]
        self.draft_button = PushButton(say("起草…"), act=self._draft)
        self.export_button = PushButton(say("导出…"), primary=True, act=self._export)
        self.remove_button = PushButton(say("删除这份"), act=self._remove)
        head = row_layout(
            self.choice,
            Wide(),
            self.draft_button,
            self.remove_button,
            self.export_button,
            margins=(16, 6, 16, 6),
        )
        row = row_layout(*acts, Wide(), margins=(10, 2, 10, 4))
        below = row_layout(Wide(self.message), self.leave_button(), margins=(16, 6, 16, 10))
        fill_with_rules(self, [head, row], body, below)
        for button in self.findChildren(PushButton):
            button.setAutoDefault(False)  # Enter is for the rows
        self.lines.view.selectionModel().currentChanged.connect(lambda *_: self._show_sources())
        self.lines.model.modelReset.connect(self._show_counts)
        self.read()

    def done(self, result: int) -> None:
        self._is_closed.set()
        self.lines.finish()
        super().done(result)

    def read(self, uuid: str = "") -> None:
        """Read the names of the chronicles, and show the one with this UUID, else the one shown, else the first."""
        wanted = uuid or (self.lines.chronicle.uuid if self.lines.chronicle else "")

        def show(rows: list[ChronicleRow]) -> None:
            menu = self.choice.choice_menu()
            menu.clear()
            for row in rows:
                menu.addAction(row.name, partial(self._choose, row))
            self._choose(next((row for row in rows if row.uuid == wanted), rows[0] if rows else None))

        self.lines.tasks.run(self._chronicles.all, show, self._failed, FAULTS)

    def _choose(self, row: ChronicleRow | None) -> None:
        self.lines.chronicle = row
        self.choice.setVisible(row is not None)
        for button in (self.remove_button, self.export_button):
            button.setEnabled(row is not None)
        if row is not None:
            self.choice.show_choice(row.name)
        self.lines.read()
        self.lines.view.setFocus()

    def _show_counts(self) -> None:
        rows = self.lines.rows()
        if not rows or self.lines.chronicle is None:
            return
        kept = count(sum(each.line.is_kept for each in rows), "留 {n} 条")
        made = say("从“{source}”起草；草稿，要自己看过", source=self.lines.chronicle.drafted_from)
        self.message.setText(wording.GAP.join([count(len(rows), "{n} 件事"), kept, made]))
        self._show_sources()

    def _show_sources(self) -> None:
        row = self.lines.current()
        sources = row.line.sources if row is not None else ()
        self.sources.setPlainText("\n\n".join(f"{source_in_words(each)}\n{each.words}" for each in sources))

    # -- making and giving

    def _draft(self) -> None:
        DraftDialog(self, self._desk.searching.text, self._make).open()

    def _make(self, name: str, request: Request) -> None:
        self.message.setText(say("正在起草……"))
        library, is_closed = self._desk.library, self._is_closed
        self.lines.tasks.run(
            lambda: drafted(library, request, cancelled=is_closed.is_set).lines,
            lambda lines: self._keep(name, request, lines),
            self._failed,
            FAULTS,
        )

    def _keep(self, name: str, request: Request, lines: Sequence[ChronicleLine]) -> None:
        chronicles, read = self._chronicles, self.read
        self._desk.undo.act(
            say("新建大事记“{name}”", name=name),
            lambda: chronicles.add(chronicles.free_name(name), request.in_words(), lines),
            lambda row: read(row.uuid),
            lambda _: read(),
            self._failed,
            waits=self,
        )

    def _failed(self, error: Exception) -> None:
        self.message.setText(str(error))

    def _remove(self) -> None:
        row = self.lines.chronicle
        if row is not None:
            work, show = partial(self._chronicles.remove, row.uuid), lambda _: self.read()
            self._desk.undo.act(say("删除大事记“{name}”", name=row.name), work, show, show, waits=self)
            self.message.setText(say("已删除“{name}”；Ctrl+Z 放回", name=row.name))

    def _export(self) -> None:
        row = self.lines.chronicle
        if row is None:
            return
        kinds = ";;".join(f"*{ending}" for ending in ENDINGS)
        file = ask_for_file(
            self, say("导出大事记"), Files.CHRONICLES, f"{file_name(row.name)}.docx", kinds, ENDINGS
        )
        if file is None:
            return
        chronicles, name = self._chronicles, row.name

        def content() -> bytes:
            lines = [each.line for each in chronicles.lines(row.uuid) if each.line.is_kept]
            return as_bytes(lines, name, file.path.suffix.lower())

        self._desk.services.write_file(self._tasks, file.path, content, replaces=file.replaces)


class DraftDialog(Dialog):
    """Asks what a chronicle is drafted from; without anything, it is the whole library."""

    def __init__(self, parent: ChronicleDialog, query: str, make: Callable[[str, Request], object]) -> None:
        super().__init__(parent, say("起草大事记"), "draftChronicle", size=(460, 320))
        self._make = make
        self.query = text_field(say("搜索"), say("搜索；空着就是整个资料库。报:、日期: 同搜索"))
        self.query.setText(query)
        self.dossier = text_field(say("专题"), say("专题的名字；空着就不限"))
        self.first = text_field(say("从哪天起"), say("从哪天起，如 1987-06"))
        self.last = text_field(say("到哪天为止"), say("到哪天为止"))
        self.trouble = Label("", theme.sans(12), "warn", wraps=True)
        draft = PushButton(say("起草"), primary=True, act=self._take)
        self.lay_out(
            self.query,
            self.dossier,
            self.first,
            self.last,
            self.trouble,
            buttons=(Wide(), self.leave_button(), draft),
        )

    def _take(self) -> None:
        today = dt.date.today()
        texts = self.first.text().strip(), self.last.text().strip()
        first, last = (days_of(text, today) if text else None for text in texts)
        for text, days in zip(texts, (first, last), strict=True):
            if text and days is None:
                self.trouble.setText(no_date_in_words(text))
                return
        request = Request(
            self.query.text().strip(),
            self.dossier.text().strip(),
            first.first if first else None,
            last.last if last else None,
        )
        self._make(request.in_words()[:90], request)
        self.accept()
