"""The making of a PDF file, or of a print, in slices: the window answers meanwhile, and it can be cancelled."""

from collections.abc import Callable, Generator, Iterator, Sequence
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QTextLayout,
    QTextLine,
    QTransform,
)

from reader.export.pdf_file import About, Heading, PdfFile
from reader.language.forms import without_controls
from reader.ui.printing.pdf_device import PdfDevice
from reader.ui.printing.shapes import BOLD, EMBOLDENED, Shape, ShapeEngine, elements, glyphs_of, metric_of
from reader.ui.printing.sheets import PaperChoice, Printout
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import SLICE, work_for
from reader.ui.widgets.text_painting import TextDevice


class SvgDevice(TextDevice):
    """One picture of a size in logical pixels, on a ground of a colour. Clips are not followed."""

    def __init__(self, size: QSizeF, ground: QColor) -> None:
        super().__init__()
        self._size = size
        self._parts = [f'<rect width="100%" height="100%" fill="{ground.name()}"/>']
        self._engine = ShapeEngine(lambda shape: self._parts.append(_element(shape)))

    def add_line(self, transform: QTransform, layout: QTextLayout, line: QTextLine, color: QColor) -> None:
        whole = QPainterPath()
        whole.setFillRule(Qt.FillRule.WindingFill)
        for glyph in glyphs_of(transform, line):
            whole.addPath(glyph)
        if whole.isEmpty():
            return
        runs = line.glyphRuns(-1, -1)
        is_thin = layout.font().weight() >= BOLD > runs[0].rawFont().weight()
        width = runs[0].rawFont().pixelSize() * transform.m22() * EMBOLDENED
        self._parts.append(_element(Shape(whole, color, color if is_thin else None, width)))

    def finished(self, title: str, words: str) -> bytes:
        """Return the file, with its title and its words for whoever can't see it."""
        width, height = round(self._size.width()), round(self._size.height())
        told = (
            f"<{name}>{escape(without_controls(text))}</{name}>"
            for name, text in (("title", title), ("desc", words))
        )
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}">'
        )
        lines = ('<?xml version="1.0" encoding="UTF-8"?>', head, *told, *self._parts, "</svg>")
        return ("\n".join(lines) + "\n").encode()

    # -- Qt's side

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return metric_of(self, self._size, metric)


def _element(shape: Shape) -> str:
    said = [f'<path d="{"".join(_steps(shape.path))}"']
    said.append(f'fill="{shape.fill.name()}"' if shape.fill is not None else 'fill="none"')
    if shape.fill is not None and shape.path.fillRule() is Qt.FillRule.OddEvenFill:
        said.append('fill-rule="evenodd"')
    if shape.stroke is not None:
        said.append(f'stroke="{shape.stroke.name()}" stroke-width="{shape.width:.2f}"')
    if shape.dashes:
        said.append(f'stroke-dasharray="{" ".join(f"{each:.2f}" for each in shape.dashes)}"')
    return " ".join(said) + "/>"


def _steps(path: QPainterPath) -> Iterator[str]:
    for kind, x, y in elements(path):
        yield f"{'MLC '[kind]}{x:.2f} {y:.2f}"


PrintoutMaker = Callable[[PaperChoice], Printout]
"""Begins to typeset something for paper."""

_TYPESETTING = 0.6
"""The share of the typesetting in the whole work."""


class PaperWork:
    """Work on sheets of a printout in steps, done in its colours; `progress` is 0 to 1."""

    def __init__(self, colors: str) -> None:
        self._colors = colors
        self.is_done = False
        self.progress = 0.0
        self._steps = self._made()

    def set_next(self) -> None:
        """Do the next step."""
        with theme.temporarily(self._colors):
            if next(self._steps, self) is self:
                self.is_done = True

    def cancel(self) -> None:
        """Leave the work: a painter at work ends before its device goes."""
        self._steps.close()

    def _made(self) -> Generator[None, None, None]:
        raise NotImplementedError

    def _typeset(self, printout: Printout) -> Iterator[None]:
        while not printout.is_done:
            printout.set_next()
            self.progress = _TYPESETTING * printout.progress
            yield

    def _count(self, sheets: int, of: int) -> None:
        self.progress = _TYPESETTING + (1 - _TYPESETTING) * sheets / of


class TypesetWork(PaperWork):
    """Typesets a printout."""

    def __init__(self, printout: Printout) -> None:
        self.printout = printout
        super().__init__(printout.colors)

    def _made(self) -> Generator[None, None, None]:
        yield from self._typeset(self.printout)


class PdfWork(PaperWork):
    """Makes a PDF file; `data` returns it when it is done."""

    def __init__(self, printout: Printout, about: About) -> None:
        self._file = PdfFile(about)
        self._headings: Sequence[Heading] = ()
        self._printout = printout
        super().__init__(printout.colors)

    def _made(self) -> Generator[None, None, None]:
        printout = self._printout
        yield from self._typeset(printout)
        device = PdfDevice(self._file)
        for number in range(printout.count):
            painter = device.begin_sheet(printout.paper)
            try:
                yield from printout.painted(painter, number)
            finally:
                painter.end()
            device.end_sheet()
            self._count(number + 1, printout.count)
            yield
        self._headings = printout.headings()

    def data(self) -> bytes:
        """Return the file; for a large one to be called on another thread."""
        return self._file.finished(self._headings)


def pdf(printout: Printout, about: About) -> bytes:
    """Return the printout as a PDF file, made at one go."""
    work = PdfWork(printout, about)
    _finish(work)
    return work.data()


def pictures(printout: Printout, scale: float) -> list[bytes]:
    """Return the sheets of a printout as PNG files, made at one go."""
    _finish(TypesetWork(printout))
    found = []
    for number in range(printout.count):
        work = PictureWork(printout, number, scale)
        _finish(work)
        found.append(as_png(work.image))
    return found


def as_png(image: QImage) -> bytes:
    """Return a picture as a PNG file; for a large one to be called on another thread."""
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(data, "PNG")  # type: ignore[call-overload]
    return bytes(data.data().data())


def _finish(work: PaperWork) -> None:
    while not work.is_done:
        work.set_next()


class PaintWork(PaperWork):
    """Paints a printout on the device of a printer."""

    def __init__(self, printout: Printout, device: QPagedPaintDevice) -> None:
        self._printout = printout
        self._device = device
        super().__init__(printout.colors)

    def _made(self) -> Generator[None, None, None]:
        printout, device = self._printout, self._device
        yield from self._typeset(printout)
        set_paper(device, printout.paper)
        painter = QPainter(device)
        try:
            painter.scale(device.width() / printout.paper.width(), device.height() / printout.paper.height())
            for number in range(printout.count):
                if number:
                    device.newPage()
                yield from printout.painted(painter, number)
                self._count(number + 1, printout.count)
        finally:
            painter.end()


def set_paper(device: QPagedPaintDevice, paper: QSizeF) -> None:
    """Set size and orientation of a device's paper, without margins: the printout has its own."""
    is_a3 = max(paper.width(), paper.height()) > 1300
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A3 if is_a3 else QPageSize.PageSizeId.A4))
    is_wide = paper.width() > paper.height()
    orientation = QPageLayout.Orientation
    device.setPageOrientation(orientation.Landscape if is_wide else orientation.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


class PictureWork(PaperWork):
    """Paints a sheet of a printout that is typeset as a picture, `scale` pixels to a logical one."""

    def __init__(self, printout: Printout, number: int, scale: float) -> None:
        self.image = QImage((printout.paper * scale).toSize(), QImage.Format.Format_RGB32)
        self.image.fill(theme.themes()[printout.colors].colors["paper"])
        self._printout = printout
        self._number = number
        self._scale = scale
        super().__init__(printout.colors)

    def _made(self) -> Generator[None, None, None]:
        painter = QPainter(self.image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(self._scale, self._scale)
            yield from self._printout.painted(painter, self._number)
        finally:
            painter.end()


class SvgWork(PaperWork):
    """Makes an SVG picture of each sheet, under a title, with words for whoever can't see it; `files` has them then."""

    def __init__(self, printout: Printout, title: str, words: str) -> None:
        self.files: list[bytes] = []
        self._printout = printout
        self._told = title, words
        super().__init__(printout.colors)

    def _made(self) -> Generator[None, None, None]:
        printout = self._printout
        yield from self._typeset(printout)
        for number in range(printout.count):
            device = SvgDevice(printout.paper, theme.color("paper"))
            painter = QPainter(device)
            try:
                yield from printout.painted(painter, number)
            finally:
                painter.end()
            self.files.append(device.finished(*self._told))
            self._count(number + 1, printout.count)
            yield


def svgs(printout: Printout, title: str, words: str) -> list[bytes]:
    """Return the sheets of a printout as SVG files, made at one go."""
    work = SvgWork(printout, title, words)
    _finish(work)
    return work.files


class SlicedJob(QObject):
    """Does work in slices of a few milliseconds between which the window answers."""

    progressed = Signal(float)
    done = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: PaperWork | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, work: PaperWork) -> None:
        """Begin other work; what was not finished is dropped."""
        self.cancel()
        self._work = work
        self._timer.start()

    def cancel(self) -> None:
        """Drop the work."""
        self._timer.stop()
        work, self._work = self._work, None
        if work is not None:
            work.cancel()

    def is_idle(self) -> bool:
        return self._work is None

    def _go_on(self) -> None:
        work = self._work
        if work is None:
            self._timer.stop()
            return
        try:
            work_for(work, SLICE)
        except Exception as error:
            self.cancel()
            self.failed.emit(error)
            return
        if self._work is not work:
            return
        self.progressed.emit(work.progress)
        if work.is_done:
            self.cancel()
            self.done.emit()
