"""A clipping as pictures, like a cutting from the paper or as cards for messengers, and the dialog that shows them."""

import errno
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QFont, QGuiApplication, QImage, QKeySequence, QMouseEvent, QPainter, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.export.exported_files import Heading
from reader.features.printing.clippings import Clipping, numbered
from reader.features.printing.ui.preview import PreviewDialog
from reader.features.printing.ui.print_job import (
    PaperWork,
    SlicedJob,
    as_png,
    drawing_svgs,
    making_pdf,
    painting_picture,
)
from reader.features.printing.ui.sheet_flow import SheetFlow, painted
from reader.i18n import count, say
from reader.newspaper.holdings import Bookmark
from reader.storage.disk_errors import explain
from reader.storage.regular_file import write_whole
from reader.storage.system_paths import for_system
from reader.ui.article.highlights import Highlight, highlights_on
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_plan import Rank
from reader.ui.page.page_typesetting import ArticleSetter, Grid, Row, article_faces
from reader.ui.sheets import Marked, Printout, rects_of, saved_state
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, PushButton, SegmentedControl
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.row_list import drag
from reader.ui.widgets.services import Services
from reader.ui.widgets.theme import Face

MOST_PICTURES = 24
"""The maximum number of pictures of a clipping."""


class ClippingForm(StrEnum):
    """PAPER is as narrow as a column and as high as its text, CARD three to four with large type."""

    PAPER = "paper"
    CARD = "card"


class _Measures(Struct, frozen=True):
    """The measures of a form in logical pixels; `height` is that of a card, or the maximum of a paper clipping."""

    size: int
    column: int
    side: int
    top: int
    foot: int
    height: int
    leading: float


_MEASURES = {
    ClippingForm.PAPER: _Measures(17, 24 * 17, 44, 118, 58, 1440, 1.76),
    ClippingForm.CARD: _Measures(24, 18 * 24, 54, 112, 84, 720, 1.7),
}
_BELOW_HEAD = 26
_CITATION = 11
_CITATION_PITCH = 17
_NUMBER = 48
"""The space right of the citation for the number of the picture, in pixels."""


def _highlights_on(clipping: Clipping, bookmarks: Sequence[Bookmark]) -> list[Highlight]:
    """Return the highlights in a clipping. They are looked for in the whole story, which has their context."""
    highlights = (
        replace(highlight, places=clipping.places_here(highlight.places))
        for highlight in highlights_on(clipping.story, bookmarks)
    )
    return [highlight for highlight in highlights if highlight.places]


class ClippingPrintout(Printout):
    def __init__(
        self,
        clipping: Clipping,
        form: ClippingForm,
        colors: str,
        face: Face = Face.SONG,
        bookmarks: Sequence[Bookmark] = (),
    ) -> None:
        """Make the printout; `colors` is the name of a theme, the highlights among `bookmarks` are drawn."""
        self._clipping = clipping
        self._form = form
        self.colors = colors
        measures = _MEASURES[form]
        self._measures = measures
        style = PageStyle(size=measures.size, leading=measures.leading, face=face)
        self._faces = article_faces(style)
        self._grid = Grid(1, measures.column, 0, measures.column // measures.size)
        self._setter = ArticleSetter(clipping.blocks, Rank.LEAD, 1, self._grid, self._faces)
        highlights = _highlights_on(clipping, bookmarks)
        self._marked = [Marked(0, highlight, None) for highlight in highlights]
        if form is ClippingForm.PAPER:
            self._citation = self._set_citation()
        else:
            self._citation = ()
        self._foot = measures.foot + len(self._citation) * _CITATION_PITCH
        self._height = float(measures.height)
        self._flow = self._new_flow()
        self._work = self._typeset()

    @property
    def count(self) -> int:
        return len(self._flow.sheets)

    def headings(self) -> Sequence[Heading]:
        return [Heading(self._clipping.title, 0, 0)]

    def _new_flow(self) -> SheetFlow:
        return SheetFlow(self._grid, self._measures.top, self._height - self._foot)

    def _typeset(self) -> Iterator[None]:
        while not self._setter.is_done:
            self._setter.set_next()
            self.progress = self._setter.progress
            yield
        yield from self._fill()
        if self._form is ClippingForm.PAPER:
            yield from self._fit()
        first = self._flow.sheets[0]
        head = [placed.box.bottom() for placed in first.lines if placed.line.kind in HEAD]
        if head and len(head) < len(first.lines):
            first.rules.append((QRectF(0, head[-1] + _BELOW_HEAD / 2 - 3, 32, 2), "accent"))
        self.paper = QSizeF(self._measures.column + 2 * self._measures.side, round(self._height))

    def _fill(self) -> Iterator[None]:
        self._flow = self._new_flow()
        yield from self._flow.add_band([self._setter], [1], self._faces.pitch, _BELOW_HEAD)

    def _fit(self) -> Iterator[None]:
        """Reduce the height to that of the text; of several pictures, make the heights about equal."""
        around = self._measures.top + self._foot
        count = self.count
        if count > 1:
            full = self._height - around
            text_height = (count - 1) * full + self._flow.end - self._measures.top
            self._height = min(around + math.ceil(text_height / count) + 2 * self._faces.pitch, self._height)
            yield from self._fill()
        else:
            self._height = self._flow.end + self._foot

    # -- painting

    def painted(self, painter: QPainter, number: int) -> Iterator[None]:
        measures = self._measures
        sheet = self._flow.sheets[number]
        with saved_state(painter):
            painter.fillRect(QRectF(0, 0, self.paper.width(), self.paper.height()), theme.color("paper"))
            painter.translate(measures.side, 0)
            if self._form is ClippingForm.PAPER:
                self._paint_masthead(painter)
            else:
                self._paint_line_of_card(painter)
            yield
            marks = [(marked, rects_of(sheet, marked)) for marked in self._marked]
            yield from painted(painter, sheet, marks)
            self._paint_foot(painter, number)

    def _paint_masthead(self, painter: QPainter) -> None:
        newspaper, _, date = self._clipping.folio.parts
        page = self._clipping.folio.text.removeprefix(newspaper).removesuffix(date).strip("　")
        width = self._measures.column
        text_painting.draw_double_rule(painter, 0, 26, width)
        name = QRectF(0, 34, width, 42)
        centre = text_painting.CENTER
        title = newspaper or self._clipping.source
        text_painting.draw_free(painter, name, title, _spaced(26), "ink", centre)
        painter.fillRect(QRectF(0, 78, width, 1), theme.color("press"))
        line = QRectF(0, 79, width, 24)
        text_painting.draw_words(painter, line, date, theme.sans(12), "ink2")
        text_painting.draw_words(painter, line, page, theme.sans(12), "ink2", text_painting.RIGHT)

    def _paint_line_of_card(self, painter: QPainter) -> None:
        newspaper, _, date = self._clipping.folio.parts
        width = self._measures.column
        text_painting.draw_double_rule(painter, 0, 40, width)
        line = QRectF(0, 48, width, 40)
        date_width = text_painting.draw_words(
            painter, line, date, theme.sans(15), "ink2", text_painting.RIGHT
        )
        text_painting.draw_free(
            painter, line.adjusted(0, 0, -date_width - 12, 0), newspaper, _spaced(19), "ink"
        )
        painter.fillRect(QRectF(0, 88, width, 1), theme.color("press"))

    def _paint_foot(self, painter: QPainter, sheet: int) -> None:
        """Paint the source at the foot, and the number of the picture if there are several."""
        width = self._measures.column
        bottom = self.paper.height()
        at = f"{sheet + 1} / {self.count}" if self.count > 1 else ""
        top = bottom - self._foot + 20
        painter.fillRect(QRectF(0, top, width, 1), theme.color("rule"))
        if self._form is ClippingForm.CARD:
            line = QRectF(0, top + 6, width, 28)
            number_width = text_painting.draw_words(
                painter, line, at, theme.sans(14), "ink3", text_painting.RIGHT
            )
            source = line.adjusted(0, 0, -number_width - 12, 0)
            text_painting.draw_free(painter, source, self._clipping.source, theme.sans(14), "ink3")
            return
        line = QRectF(0, top + 8, width, _CITATION_PITCH)
        text_painting.draw_words(painter, line, at, theme.sans(_CITATION), "ink3", text_painting.RIGHT)
        for number, row in enumerate(self._citation):
            origin = QPointF(0, top + 8 + number * _CITATION_PITCH)
            text_painting.draw_line(painter, row.layout, row.number, origin, "ink3")

    def _set_citation(self) -> Sequence[Row]:
        block = PageBlock(PageBlockKind.BYLINE, self._clipping.citation)
        width = float(self._measures.column - _NUMBER)
        faces = article_faces(PageStyle(size=_CITATION + 4))
        setter = ArticleSetter([block], Rank.LEAD, 1, Grid(1, width, 0, int(width / _CITATION)), faces)
        while not setter.is_done:
            setter.set_next()
        for row in setter.head:
            row.layout.lineAt(row.number).setPosition(QPointF())
        return setter.head


def _spaced(px: int) -> QFont:
    font = QFont(theme.serif(px, 700))
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 114)
    return font


_SCALE = 2.0
"""The pixels of a picture for a logical pixel."""


class PictureMaker(QObject):
    def __init__(self, parent: QObject, failed: Callable[[BaseException], None]) -> None:
        super().__init__(parent)
        self._job = SlicedJob(self, failed)
        self._tasks = TaskQueue(self, unexpected=failed)
        self._images: list[QImage] = []

    def make(
        self, printout: Printout, numbers: Sequence[int], done: Callable[[list[tuple[QImage, bytes]]], object]
    ) -> None:
        """Make the pictures of some sheets of a typeset printout; call `done` with each and its PNG file as bytes."""
        images: list[QImage] = []
        self._images = images
        due = iter(numbers)

        def take_next() -> None:
            number = next(due, None)
            if number is None:
                self._tasks.run(lambda: list(map(as_png, images)), finish)
                return
            self._job.begin(PaperWork(painting_picture, printout, number, _SCALE), take)

        def take(image: QImage) -> None:
            images.append(image)
            take_next()

        def finish(files: list[bytes]) -> None:
            if self._images is images:
                done(list(zip(images, files, strict=True)))

        take_next()

    def cancel(self) -> None:
        self._job.cancel()
        self._images = []

    def is_idle(self) -> bool:
        return self._job.is_idle() and self._tasks.is_idle()

    def finish(self) -> None:
        self.cancel()
        self._tasks.finish()


_FORMS = tuple(ClippingForm)


class ClippingDialog(PreviewDialog):
    opened_at = (780, 660)
    options_width = 236

    def __init__(
        self,
        parent: QWidget,
        services: Services,
        clipping: Clipping,
        file_name: str,
        dragged: Path,
        form: ClippingForm = ClippingForm.PAPER,
        face: Face = Face.SONG,
        bookmarks: Sequence[Bookmark] = (),
    ) -> None:
        """Make the dialog.

        Args:
            parent: The window.
            services: Those of the window.
            clipping: The words, source and citation.
            file_name: The proposed name of a file, without an ending.
            dragged: A temporary folder for the files that are dragged to other programs.
            form: The initial form.
            face: The typeface of the text.
            bookmarks: Those of the article, whose highlights can be drawn.
        """
        super().__init__(parent, say("剪报"), "clippingDialog", self._ready, self._prepare)
        self._services = services
        self._clipping = clipping
        self._file_name = file_name
        self._dragged = dragged
        self._face = face
        self._bookmarks = bookmarks
        self._picture: tuple[QImage, bytes] | None = None
        self._when_made: Callable[[], None] | None = None
        self._pressed: QPoint | None = None
        self._maker = PictureMaker(self, self._fail)
        self._saver = PictureMaker(self, self._fail)
        self.preview.picture.installEventFilter(self)
        self.preview.picture.setToolTip(say("拖到别处，就是一张图片"))
        self.forms = SegmentedControl(say("样子"), [say("剪报"), say("卡片")], self._typeset)
        self.forms.set_current(_FORMS.index(form))
        self._names = list(theme.themes())
        words = {"paper": say("纸"), "white": say("白"), "dark": say("夜")}
        self.colors = SegmentedControl(
            say("配色"), [words.get(name, name) for name in self._names], self._typeset
        )
        self.colors.set_current(self._names.index(theme.current().name))
        self.marks = QCheckBox(say("画上我标的颜色"))
        self.marks.setVisible(bool(_highlights_on(clipping, bookmarks)))
        self.message = Label("", theme.sans(12), "ink2", wraps=True)
        self.copy_button = PushButton(say("复制图片"), primary=True, act=self.copy)
        self.save_button = PushButton(say("存为图片…"), act=self._choose_file)
        self.close_button = PushButton(say("关闭"), act=self.reject)
        for key, act in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Save, self._choose_file),
        ):
            QShortcut(QKeySequence(key), self, act)
        foot = (self.message, self.copy_button, self.save_button, self.close_button)
        self._lay_out(clipping.title, (self.forms, self.colors), self.marks, foot)
        self.copy_button.setFocus()

    def form(self) -> ClippingForm:
        return _FORMS[self.forms.current()]

    def is_idle(self) -> bool:
        """Return whether the picture is ready, and nothing is being saved."""
        parts = (self.preview.job, self._maker, self._saver, self._job, self._tasks)
        return all(part.is_idle() for part in parts)

    # -- the picture

    def _printout(self) -> ClippingPrintout:
        colors = self._names[self.colors.current()]
        bookmarks = self._bookmarks if self.marks.isChecked() else ()
        return ClippingPrintout(self._clipping, self.form(), colors, self._face, bookmarks)

    def _typeset(self) -> None:
        self._picture = None
        self._maker.cancel()
        self.message.setText("")
        self.preview.show_printout(self._printout())

    def _ready(self) -> None:
        number = self.preview.count()
        is_too_long = number > MOST_PICTURES
        for button in (self.copy_button, self.save_button):
            button.setEnabled(not is_too_long)
        if is_too_long:
            words = say(
                "这篇太长，要 {n} 张，最多做 {most} 张。选一段话再剪。",
                n=number,
                most=MOST_PICTURES,
            )
            self.message.setText(words)
        elif number > 1:
            words = count(number, "一张放不下，做成 {n} 张：复制的是看着的这一张，保存是全部。")
            self.message.setText(words)
        self._prepare()

    def _prepare(self) -> None:
        """Make the shown picture in full size in advance, for copying and dragging."""
        self._picture = None
        printout = self.preview.printout
        if printout is not None and self.preview.count() <= MOST_PICTURES:
            self._maker.make(printout, [self.preview.number], self._take)

    def _take(self, pictures: list[tuple[QImage, bytes]]) -> None:
        self._picture = pictures[0]
        act = self._when_made
        self._when_made = None
        if act is not None:
            act()

    def mime_data(self) -> QMimeData | None:
        """Return the shown picture and the words with their source as MIME data; None until the picture is made."""
        if self._picture is None:
            return None
        image, file = self._picture
        data = QMimeData()
        data.setImageData(image)
        data.setData("image/png", file)
        data.setText(self._clipping.as_text())
        return data

    def copy(self) -> None:
        """Copy the shown picture to the clipboard, as soon as it is made."""
        data = self.mime_data()
        if data is None:
            if self.copy_button.isEnabled():
                self._when_made = self.copy
            else:
                self._when_made = None
            return
        QGuiApplication.clipboard().setMimeData(data)
        self.message.setText(say("图片已复制，连同文字和引文。"))

    # -- dragging

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            place = event.position().toPoint()
            is_left = bool(event.buttons() & Qt.MouseButton.LeftButton)
            if event.type() is QEvent.Type.MouseButtonPress:
                self._pressed = place if is_left else None
            elif is_left and self._pressed is not None:
                way = (place - self._pressed).manhattanLength()
                if way >= QApplication.startDragDistance():
                    self._pressed = None
                    self._drag()
        return False

    def _drag(self) -> None:
        data = self.mime_data()
        if data is None or self._picture is None:
            return
        file = self._dragged / f"{numbered(self._file_name, self.preview.number)}.png"
        image = self._picture[1]

        def away(_: object) -> None:
            data.setUrls([QUrl.fromLocalFile(str(file))])
            if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
                drag(self.preview.picture, data, self._clipping.title)

        failed = partial(self._explain, file)
        self._tasks.run(partial(write_whole, file, image, replaces=True), away, failed, (OSError,))

    # -- files

    def _choose_file(self) -> None:
        if not self.save_button.isEnabled():
            return
        kinds = say("图片 (*.png *.svg);;PDF 文件 (*.pdf)")
        name = f"{self._file_name}.png"
        endings = (".png", ".svg", ".pdf")
        file = ask_for_file(self, say("存为图片"), Files.PICTURES, name, kinds, endings)
        if file:
            self.save(file.path, replaces=file.replaces)

    def save(self, path: Path, *, replaces: bool) -> None:
        """Save all pictures, or one PDF file; of several files only the first may replace an existing one."""
        printout = self.preview.printout
        if printout is None or not printout.is_done:
            return
        if path.suffix.lower() == ".pdf":
            work = PaperWork(making_pdf, self._printout(), self._clipping.about())
            self._job.begin(work, lambda data: self._write({path: data}, replaces))
            return

        def write(made: Sequence[bytes]) -> None:
            files = {
                path.with_name(f"{numbered(path.stem, number)}{path.suffix}"): partial(bytes, data)
                for number, data in enumerate(made)
            }
            self._write(files, replaces)

        if path.suffix.lower() == ".svg":
            title = self._clipping.title
            words = self._clipping.as_text()
            self._job.begin(PaperWork(drawing_svgs, self._printout(), title, words), write)
        else:

            def write_pictures(pictures: Sequence[tuple[QImage, bytes]]) -> None:
                write([data for _, data in pictures])

            self._saver.make(printout, range(printout.count), write_pictures)

    def _write(self, files: Mapping[Path, Callable[[], bytes]], replaces: bool) -> None:
        first = next(iter(files))

        def write() -> None:
            existing_path = next(
                (path for path in files if for_system(path).exists() and not (replaces and path == first)),
                None,
            )
            if existing_path is not None:
                raise FileExistsError(errno.EEXIST, "", str(existing_path))
            for path, data in files.items():
                write_whole(path, data(), replaces=replaces and path == first)

        def done(_: None) -> None:
            self._services.saved(say("已存为 {path}", path=first.name), first)
            self.accept()

        self._tasks.run(write, done, partial(self._explain, first), (OSError,))

    def _explain(self, path: Path, error: OSError) -> None:
        error_path = None if isinstance(error, FileExistsError) else path
        self.message.setText(say("图片没有存上。{why}", why=explain(error, error_path)))

    def done(self, result: int) -> None:
        for maker in (self._maker, self._saver):
            maker.finish()
        super().done(result)
