"""Pictures of a printout's sheets as PNG files: painted in slices, packed on another thread."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from reader.ui.printing.print_job import PictureWork, SlicedJob, as_png
from reader.ui.printing.sheets import Printout
from reader.ui.widgets.background_tasks import TaskQueue


class PictureMaker(QObject):
    """Makes the pictures of some sheets; `made` has them with their files. What was not finished is dropped."""

    made = Signal(list)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job = SlicedJob(self)
        self._job.done.connect(self._go_on)
        self._job.failed.connect(self.failed)
        self._tasks = TaskQueue(self, unexpected=self.failed.emit)
        self._printout: Printout | None = None
        self._scale = 1.0
        self._due: list[int] = []
        self._work: PictureWork | None = None
        self._images: list[QImage] = []

    def make(self, printout: Printout, numbers: Sequence[int], scale: float) -> None:
        """Make the pictures of these sheets of a printout that is typeset."""
        self._printout, self._due, self._scale, self._images = printout, list(numbers), scale, []
        self._next()

    def cancel(self) -> None:
        self._job.cancel()
        self._printout = None

    def is_idle(self) -> bool:
        return self._job.is_idle() and self._tasks.is_idle()

    def finish(self) -> None:
        """Drop what is being made, and end the thread."""
        self.cancel()
        self._tasks.finish()

    def _next(self) -> None:
        assert self._printout is not None
        self._work = PictureWork(self._printout, self._due.pop(0), self._scale)
        self._job.begin(self._work)

    def _go_on(self) -> None:
        assert self._work is not None
        self._images.append(self._work.image)
        if self._due:
            self._next()
            return
        printout, images = self._printout, self._images

        def done(files: list[bytes]) -> None:
            if self._printout is printout and self._images is images:
                self.made.emit(list(zip(images, files, strict=True)))

        self._tasks.run(lambda: [as_png(image) for image in images], done)
