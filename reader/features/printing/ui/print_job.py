"""Making PDF files, prints and pictures in slices, between which the event loop runs, and which can be cancelled."""

from collections.abc import Callable, Generator
from functools import partial
from html import escape
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QSizeF, Qt, QTimer
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

from reader import do_nothing
from reader.export.exported_files import About
from reader.features.printing.pdf_file import PdfFile
from reader.features.printing.ui.pdf_device import (
    BOLD,
    EMBOLDENED,
    PdfDevice,
    Shape,
    ShapeEngine,
    elements,
    glyphs_of,
    metric_of,
)
from reader.language.forms import without_controls
from reader.ui.sheets import Printout
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import SLICE, report_fault, work_for
from reader.ui.widgets.text_painting import TextDevice


class SvgDevice(TextDevice):
    """A paint device that writes an SVG picture, `size` in logical pixels. Clipping is not supported."""

    def __init__(self, size: QSizeF, background: QColor) -> None:
        super().__init__()
        self._size = size
        self._parts = [f'<rect width="100%" height="100%" fill="{background.name()}"/>']
        self._engine = ShapeEngine(lambda shape: self._parts.append(_element(shape)))

    def add_line(self, transform: QTransform, layout: QTextLayout, line: QTextLine, color: QColor) -> None:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for glyph in glyphs_of(transform, line):
            path.addPath(glyph)
        if path.isEmpty():
            return
        runs = line.glyphRuns(-1, -1)
        is_thin = layout.font().weight() >= BOLD > runs[0].rawFont().weight()
        width = runs[0].rawFont().pixelSize() * transform.m22() * EMBOLDENED
        self._parts.append(_element(Shape(path, color, color if is_thin else None, width)))

    def finished(self, title: str, words: str) -> bytes:
        """Return the SVG file, with a title, and with `words` as the description that screen readers say."""
        width = round(self._size.width())
        height = round(self._size.height())
        descriptions = (
            f"<{name}>{escape(without_controls(text), quote=False)}</{name}>"
            for name, text in (("title", title), ("desc", words))
        )
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}">'
        )
        lines = ('<?xml version="1.0" encoding="UTF-8"?>', head, *descriptions, *self._parts, "</svg>")
        return ("\n".join(lines) + "\n").encode()

    # -- QPaintDevice

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return metric_of(self, self._size, metric)


def _element(shape: Shape) -> str:
    steps = (f"{'MLC '[kind]}{x:.2f} {y:.2f}" for kind, x, y in elements(shape.path))
    parts = [f'<path d="{"".join(steps)}"']
    parts.append(f'fill="{shape.fill.name()}"' if shape.fill is not None else 'fill="none"')
    if shape.fill is not None and shape.path.fillRule() is Qt.FillRule.OddEvenFill:
        parts.append('fill-rule="evenodd"')
    if shape.stroke is not None:
        parts.append(f'stroke="{shape.stroke.name()}" stroke-width="{shape.width:.2f}"')
    if shape.dashes:
        parts.append(f'stroke-dasharray="{" ".join(f"{dash:.2f}" for dash in shape.dashes)}"')
    return " ".join(parts) + "/>"


_TYPESETTING = 0.6
"""The share of typesetting in the time of the whole work, for the progress."""


P = ParamSpec("P")
R = TypeVar("R")
Steps = Generator[float, None, R]
"""Steps of work on a printout: they yield the progress, 0 to 1, and return what was made."""


class PaperWork(Generic[R]):
    """Work on a printout in steps, each carried out in its theme; `result` is what was made, when it is done."""

    result: R

    def __init__(
        self,
        steps: Callable[Concatenate[Printout, P], Steps[R]],
        printout: Printout,
        *args: P.args,
        **named: P.kwargs,
    ) -> None:
        self._colors = printout.colors
        self._steps = steps(printout, *args, **named)
        self.is_done = False
        self.progress = 0.0

    def set_next(self) -> None:
        with theme.temporarily(self._colors):
            try:
                self.progress = next(self._steps)
            except StopIteration as end:
                self.result = end.value
                self.is_done = True

    def cancel(self) -> None:
        self._steps.close()


def typesetting(printout: Printout) -> Steps[None]:
    while not printout.is_done:
        printout.set_next()
        yield _TYPESETTING * printout.progress


def _painting(printout: Printout, painter: QPainter, number: int) -> Steps[None]:
    """Paint a sheet."""
    for _ in printout.painted(painter, number):
        yield _painted(printout, number)


def _painted(printout: Printout, sheets: int) -> float:
    """Return the progress when so many sheets are painted."""
    return _TYPESETTING + (1 - _TYPESETTING) * sheets / printout.count


def making_pdf(printout: Printout, about: About) -> Steps[Callable[[], bytes]]:
    """Make a PDF file; what is returned returns it as bytes. Large ones take long, and are made on another thread."""
    file = PdfFile(about)
    yield from typesetting(printout)
    device = PdfDevice(file)
    for number in range(printout.count):
        painter = device.begin_sheet(printout.paper)
        try:
            yield from _painting(printout, painter, number)
        finally:
            painter.end()
        device.end_sheet()
        yield _painted(printout, number + 1)
    return partial(file.finished, printout.headings())


def pdf(printout: Printout, about: About) -> bytes:
    """Return a printout as a PDF file, without slices: the call blocks until it is made."""
    return _finished(PaperWork(making_pdf, printout, about))()


def pictures(printout: Printout, scale: float) -> list[bytes]:
    """Return the sheets of a printout as PNG files, without slices: the call blocks until they are made."""
    _finished(PaperWork(typesetting, printout))
    works = (PaperWork(painting_picture, printout, number, scale) for number in range(printout.count))
    return [as_png(_finished(work)) for work in works]


def as_png(image: QImage) -> bytes:
    """Return a picture as a PNG file; large ones take long, and are made on another thread."""
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(data, "PNG")  # type: ignore[call-overload]
    return bytes(data.data().data())


def _finished(work: PaperWork[R]) -> R:
    while not work.is_done:
        work.set_next()
    return work.result


def printing(printout: Printout, device: QPagedPaintDevice) -> Steps[None]:
    yield from typesetting(printout)
    set_paper(device, printout.paper)
    painter = QPainter(device)
    try:
        painter.scale(device.width() / printout.paper.width(), device.height() / printout.paper.height())
        for number in range(printout.count):
            if number:
                device.newPage()
            yield from _painting(printout, painter, number)
    finally:
        painter.end()


def set_paper(device: QPagedPaintDevice, paper: QSizeF) -> None:
    """Set size and orientation of a device's paper, without margins, since the printout includes its own."""
    is_a3 = max(paper.width(), paper.height()) > 1300
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A3 if is_a3 else QPageSize.PageSizeId.A4))
    is_wide = paper.width() > paper.height()
    orientation = QPageLayout.Orientation
    device.setPageOrientation(orientation.Landscape if is_wide else orientation.Portrait)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def painting_picture(printout: Printout, number: int, scale: float) -> Steps[QImage]:
    """Paint a sheet of a typeset printout as a picture, with `scale` pixels for a logical pixel."""
    image = QImage((printout.paper * scale).toSize(), QImage.Format.Format_RGB32)
    image.fill(theme.themes()[printout.colors].colors["paper"])
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        yield from _painting(printout, painter, number)
    finally:
        painter.end()
    return image


def drawing_svgs(printout: Printout, title: str, words: str) -> Steps[list[bytes]]:
    """Make an SVG file of each sheet; `title` and `words` are for screen readers."""
    files = []
    yield from typesetting(printout)
    for number in range(printout.count):
        device = SvgDevice(printout.paper, theme.color("paper"))
        painter = QPainter(device)
        try:
            yield from _painting(printout, painter, number)
        finally:
            painter.end()
        files.append(device.finished(title, words))
        yield _painted(printout, number + 1)
    return files


def svgs(printout: Printout, title: str, words: str) -> list[bytes]:
    """Return the sheets of a printout as SVG files, without slices: the call blocks until they are made."""
    return _finished(PaperWork(drawing_svgs, printout, title, words))


class SlicedJob(QObject):
    """Does work in slices of a few milliseconds from the event loop."""

    def __init__(self, parent: QObject, failed: Callable[[Exception], object] = report_fault) -> None:
        """Make the job; `failed` is called with an exception of the work, which is cancelled then."""
        super().__init__(parent)
        self._failed = failed
        self._work: PaperWork[Any] | None = None
        self._done: Callable[[Any], object] = do_nothing
        self._came_on: Callable[[float], object] = do_nothing
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def begin(
        self,
        work: PaperWork[R],
        done: Callable[[R], object],
        came_on: Callable[[float], object] = do_nothing,
    ) -> None:
        """Cancel the current work, and begin another; after each slice call `came_on` (0 to 1), at the end `done`
        with what was made.
        """
        self.cancel()
        self._work = work
        self._done = done
        self._came_on = came_on
        self._timer.start()

    def cancel(self) -> None:
        self._timer.stop()
        work = self._work
        self._work = None
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
            self._failed(error)
            return
        # what a piece of work calls may have begun another one, or cancelled
        if self._work is not work:
            return
        self._came_on(work.progress)
        if work.is_done:
            self.cancel()
            self._done(work.result)


def begin_pdf(
    parent: QObject, printout: Printout, about: About, write: Callable[[Callable[[], bytes]], object]
) -> SlicedJob:
    """See `sheets.begin_pdf`."""
    job = SlicedJob(parent)
    job.begin(PaperWork(making_pdf, printout, about), write)
    return job
