"""What is drawn on a sheet of a PDF file: shapes in their colours and widths, words as characters or as shapes."""

import io
import re

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from reader.export.exported_files import About
from reader.features.printing.pdf_file import PdfFile
from reader.features.printing.ui.pdf_device import PdfDevice, elements, metric_of
from reader.ui.widgets import text_painting, theme

SHEET = QSizeF(400, 200)


class Sheet:
    """A sheet that is drawn on, of a file of its own."""

    def __init__(self) -> None:
        self.file = PdfFile(About("渡口", (), "", ()))
        self.device = PdfDevice(self.file)
        self.painter = self.device.begin_sheet(SHEET)

    def operators(self) -> list[str]:
        """End the sheet, and return what was drawn, one drawing a line; without the first, which turns the axes."""
        return self.read().pages[0].get_contents().get_data().decode().splitlines()[1:]  # type: ignore[union-attr]

    def read(self) -> PdfReader:
        self.painter.end()
        self.device.end_sheet()
        return PdfReader(io.BytesIO(self.file.finished()), strict=True)


@pytest.fixture
def sheet(qapp: QApplication) -> Sheet:
    return Sheet()


def numbers_of(drawing: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", drawing)]


def test_a_filled_rectangle_has_the_colour_of_its_brush_and_no_line(sheet: Sheet) -> None:
    sheet.painter.fillRect(QRectF(10, 20, 30, 40), QColor(255, 0, 0))
    (drawing,) = sheet.operators()
    assert "1.000 0.000 0.000 rg" in drawing
    assert " RG " not in drawing
    assert re.search(r"\bf\*? Q$", drawing)
    assert "10.00 20.00 m" in drawing


def test_a_line_is_stroked_in_the_colour_and_the_width_of_its_pen_and_never_filled(sheet: Sheet) -> None:
    sheet.painter.setBrush(QColor("red"))
    sheet.painter.setPen(QPen(QColor(0, 0, 255), 3))
    sheet.painter.drawLine(QLineF(1, 2, 3, 4))
    (drawing,) = sheet.operators()
    assert drawing == "q 0.000 0.000 1.000 RG 3.000 w [] 0 d 1.00 2.00 m 3.00 4.00 l S Q"


def test_dashes_are_as_long_as_the_pen_is_wide(sheet: Sheet) -> None:
    pen = QPen(QColor("black"), 2)
    pen.setDashPattern([3, 4])
    sheet.painter.setPen(pen)
    sheet.painter.drawLine(QLineF(0, 0, 100, 0))
    (drawing,) = sheet.operators()
    assert "[6.00 8.00] 0 d" in drawing


def test_a_shape_that_is_filled_and_stroked_is_one_drawing(sheet: Sheet) -> None:
    sheet.painter.setBrush(QColor("red"))
    sheet.painter.setPen(QPen(QColor("blue"), 1))
    path = QPainterPath(QPointF(0, 0))
    path.lineTo(10, 0)
    path.cubicTo(10, 5, 5, 10, 0, 10)
    path.closeSubpath()
    path.setFillRule(Qt.FillRule.WindingFill)
    sheet.painter.drawPath(path)
    (drawing,) = sheet.operators()
    assert "10.00 5.00 5.00 10.00 0.00 10.00 c" in drawing
    assert drawing.endswith(" B Q")


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_polygon_is_closed_and_filled_a_line_of_points_is_not(sheet: Sheet, is_closed: bool) -> None:
    sheet.painter.setBrush(QColor("red"))
    points = QPolygonF([QPointF(0, 0), QPointF(10, 0), QPointF(5, 8)])
    if is_closed:
        sheet.painter.drawPolygon(points)
    else:
        sheet.painter.drawPolyline(points)
    (drawing,) = sheet.operators()
    assert (" rg " in drawing) is is_closed
    assert drawing.count(" l ") == (3 if is_closed else 2)


def test_what_is_moved_and_enlarged_is_so_on_paper_its_pen_too(sheet: Sheet) -> None:
    sheet.painter.translate(100, 50)
    sheet.painter.scale(2, 2)
    sheet.painter.setPen(QPen(QColor("black"), 3))
    sheet.painter.drawLine(QLineF(0, 0, 10, 0))
    (drawing,) = sheet.operators()
    assert "100.00 50.00 m 120.00 50.00 l" in drawing
    assert " 6.000 w " in drawing


def test_a_sheet_begins_without_what_was_drawn_on_the_one_before(sheet: Sheet) -> None:
    sheet.painter.translate(100, 50)
    sheet.painter.fillRect(QRectF(0, 0, 1, 1), QColor("red"))
    sheet.painter.end()
    sheet.device.end_sheet()
    sheet.painter = sheet.device.begin_sheet(QSizeF(200, 400))
    sheet.painter.fillRect(QRectF(0, 0, 1, 1), QColor("red"))
    first, second = sheet.read().pages
    for page, start in ((first, "100.00 50.00 m"), (second, "0.00 0.00 m")):
        contents = page.get_contents()
        assert contents is not None
        assert contents.get_data().decode().count(" m ") == 1
        assert start in contents.get_data().decode()
    assert (second.mediabox.width, second.mediabox.height) == (150, 300)


def test_a_picture_is_refused_rather_than_left_out(sheet: Sheet) -> None:
    pixmap = QPixmap(4, 4)
    with pytest.raises(NotImplementedError):
        sheet.painter.paintEngine().drawPixmap(QRectF(0, 0, 4, 4), pixmap, QRectF(0, 0, 4, 4))
    with pytest.raises(NotImplementedError):
        sheet.painter.paintEngine().drawTextItem(QPointF(), None)  # type: ignore[arg-type]
    sheet.read()


def draw_words(painter: QPainter, words: str) -> None:
    text_painting.draw_free(painter, QRectF(10, 10, 300, 40), words, theme.serif(20), "ink")


def test_words_are_read_back_and_words_of_a_figure_are_shapes_only(sheet: Sheet) -> None:
    draw_words(sheet.painter, "渡口")
    with sheet.device.as_figures():
        draw_words(sheet.painter, "桥头")
    draw_words(sheet.painter, "江心")
    text = sheet.read().pages[0].extract_text()
    assert "渡口" in text
    assert "江心" in text
    assert "桥头" not in text


def test_words_are_as_large_as_their_font_where_the_painter_enlarges_them(sheet: Sheet) -> None:
    draw_words(sheet.painter, "渡")
    sheet.painter.scale(2, 2)
    draw_words(sheet.painter, "渡")
    sizes = [numbers_of(drawing.partition(" Tf")[0])[-1] for drawing in sheet.operators() if " Tf" in drawing]
    assert sizes[1] == pytest.approx(2 * sizes[0])


def test_the_elements_of_a_path_are_told_in_order() -> None:
    path = QPainterPath(QPointF(1, 2))
    path.lineTo(3, 4)
    path.cubicTo(5, 6, 7, 8, 9, 10)
    assert list(elements(path)) == [(0, 1, 2), (1, 3, 4), (2, 5, 6), (3, 7, 8), (3, 9, 10)]


def test_a_sheet_is_measured_in_pixels_of_which_96_are_an_inch(qapp: QApplication) -> None:
    metric = QPaintDevice.PaintDeviceMetric
    device = PdfDevice(PdfFile(About("渡口", (), "", ())))
    size = QSizeF(960, 192)
    measured = {
        metric.PdmWidth: 960,
        metric.PdmHeight: 192,
        metric.PdmWidthMM: 254,
        metric.PdmHeightMM: 51,
        metric.PdmDpiX: 96,
        metric.PdmPhysicalDpiY: 96,
        metric.PdmDevicePixelRatio: 1,
    }
    assert {name: metric_of(device, size, name) for name in measured} == measured
