"""Does the window stand still while the picture of a page is opened, panned and zoomed?

    uv run python -m tools.benchmarks.bench_picture [--megapixels 100] [--form tif]

A page of so many million pixels is made (in colour, with noise as a scan has it; as TIFF without packing, 3 bytes a
pixel), opened in a window beside its text, and then dragged, zoomed and scrolled as quickly as a hand does it. Told are
the gaps of the window's loop, how long the page took to be shown, and the memory of the window. (That of the child is
told by `/usr/bin/time` alone: of a child that was started without a copy, the system counts its parent's, too.)
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader import app as composition
from reader.features.pictures.ui.picture_part import PicturePart
from reader.features.pictures.ui.picture_view import PictureView
from reader.ui.window.window import MainWindow
from tests import drawn_page
from tools.benchmarks.watching import Watch, pause, report, report_causes, report_shares, report_worst

WIDTH = 2400
"""Of the page as it is drawn; it is made larger by libvips."""
ROUNDS = 40


def make(root: Path, megapixels: float, form: str) -> Path:
    """The drawn page, as large as wanted."""
    import pyvips

    drawn = drawn_page.write(root, width=WIDTH)
    page = pyvips.Image.new_from_file(str(drawn))
    by = (megapixels * 1e6 / (page.width * page.height)) ** 0.5
    page = page.resize(by)
    noise = pyvips.Image.gaussnoise(page.width, page.height, mean=0, sigma=5)
    target = drawn.with_suffix(f".{form}")
    (page + noise).cast("uchar").write_to_file(str(target))
    if target != drawn:
        drawn.unlink()
    return target


def wait_for(comes: Callable[[], object], seconds: float = 120) -> float:
    began = time.perf_counter()
    while not comes() and time.perf_counter() < began + seconds:
        pause(5)
    return time.perf_counter() - began


def drag(view: PictureView, by: QPoint) -> None:
    """In sixteen moves, one a frame."""
    viewport = view.viewport()
    start = viewport.rect().center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, left, pos=start)
    for step in range(1, 17):
        place = QPointF(start) + QPointF(by) * step / 16
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            QPointF(viewport.mapToGlobal(place)),
            Qt.MouseButton.NoButton,
            left,
            none,
        )
        QApplication.sendEvent(viewport, moved)
        pause(16)
    QTest.mouseRelease(viewport, left, pos=start + by)


def zoom(view: PictureView, by: int) -> None:
    point = QPointF(view.viewport().rect().center())
    control = Qt.KeyboardModifier.ControlModifier
    wheel = QWheelEvent(
        point,
        point,
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        control,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    pause(16)


def use(view: PictureView) -> None:
    """Zooms in and out, and drags the picture about at each scale."""
    for number in range(ROUNDS):
        drag(view, QPoint(220 if number % 4 < 2 else -220, -300 if number % 2 else 260))
        for _ in range(3):
            zoom(view, 120 if number % 10 < 5 else -120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--megapixels", type=float, default=100)
    parser.add_argument("--form", default="tif", choices=("tif", "jpg", "png"))
    options = parser.parse_args()
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["READER_HOME"] = str(Path(folder) / "home")
        root = Path(folder) / "旧报"
        picture = make(root, options.megapixels, options.form)
        print(f"{picture.name}: {picture.stat().st_size / 1e6:.0f} MB")
        window = composition.open_window(root)
        assert isinstance(window, MainWindow)
        window.resize(1440, 900)
        wait_for(lambda: window.controller.reading.article is not None)
        pause(3000)
        before = peak_mb()
        watch = Watch()
        window.controller.features.parts.of(PicturePart).toggle()
        pane = window.controller.features.parts.of(PicturePart).pane
        print(f"shown after {wait_for(pane.is_picture_shown):.1f} s")
        wait_for(lambda: pane.view.marks.outlines and pane.view.store.is_idle())
        watch.stop()
        report("opening", watch.gaps)
        report_causes(watch.gaps)
        report_worst(watch.gaps, 2)
        watch = Watch()
        use(pane.view)
        watch.stop()
        report("dragging and zooming", watch.gaps)
        report_shares(watch.gaps)
        report_causes(watch.gaps)
        print(f"memory of the window: {before:.0f} MB before, {peak_mb():.0f} at most")
        window.close()
        application.processEvents()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
