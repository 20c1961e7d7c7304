"""The dialog of a clipping: its two forms in a preview; copying, dragging and saving its pictures."""

import errno
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QWidget

from reader.export.pdf_file import About
from reader.i18n import count, say
from reader.library.clippings import Clipping
from reader.newspaper.holdings import Bookmark
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain
from reader.ui.article.highlights import highlights_on
from reader.ui.printing.clipping_printout import MOST_PICTURES, ClippingForm, ClippingPrintout
from reader.ui.printing.print_dialog import SheetPreview, lay_out_with_preview
from reader.ui.printing.print_job import PdfWork, PictureWork, SlicedJob, SvgWork, as_png
from reader.ui.printing.sheets import Printout
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.controls import Label, PushButton, SegmentedControl
from reader.ui.widgets.dialog import ask_for_file
from reader.ui.widgets.fonts import Face
from reader.ui.widgets.row_list import drag


class PictureMaker(QObject):
    """Makes the pictures of some sheets; making others cancels those not finished.

    Signals: `made` has a list of pairs, the picture and its PNG file as bytes; `failed` has an exception.
    """

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
        """Make the pictures of some sheets of a typeset printout, with `scale` pixels for a logical pixel."""
        self._printout, self._due, self._scale, self._images = printout, list(numbers), scale, []
        self._next()

    def cancel(self) -> None:
        self._job.cancel()
        self._printout = None

    def is_idle(self) -> bool:
        return self._job.is_idle() and self._tasks.is_idle()

    def finish(self) -> None:
        """Cancel, and finish the task queue."""
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


_FORMS = tuple(ClippingForm)
_SCALE = 2.0
_OPTIONS_WIDTH = 236


class ClippingDialog(QDialog):
    """Shows the preview of a clipping; the event loop is never blocked.

    Signals: `copied` when the shown picture was copied to the clipboard; `saved` has the file, the first of several.
    """

    copied = Signal()
    saved = Signal(Path)

    def __init__(
        self,
        parent: QWidget,
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
            clipping: The words, source and citation.
            file_name: The proposed name of a file, without an ending.
            dragged: A temporary folder for the files that are dragged to other programs.
            form: The initial form.
            face: The typeface of the text.
            bookmarks: Those of the article, whose highlights can be drawn.
        """
        super().__init__(parent)
        self._clipping, self._file_name, self._dragged = clipping, file_name, dragged
        self._face, self._bookmarks = face, bookmarks
        self._picture: tuple[QImage, bytes] | None = None
        self._when_made: Callable[[], None] | None = None
        self._target: tuple[Path, bool] | None = None
        self._pressed: QPoint | None = None
        self._maker, self._saver = PictureMaker(self), PictureMaker(self)
        self._maker.made.connect(self._take)
        self._saver.made.connect(lambda made: self._write_pictures([data for _, data in made]))
        self._job, self._tasks = SlicedJob(self), TaskQueue(self)
        for part in (self._maker, self._saver, self._job):
            part.failed.connect(report_fault)
        self.setObjectName("clippingDialog")
        self.setWindowTitle(say("剪报"))
        theme.tint(self, "window")
        self.preview = SheetPreview()
        self.preview.ready.connect(self._ready)
        self.preview.stepped.connect(self._prepare)
        self.preview.job.failed.connect(report_fault)
        self.preview.picture.installEventFilter(self)
        self.preview.picture.setToolTip(say("拖到别处，就是一张图片"))
        self.forms = SegmentedControl(say("样子"), [say("剪报"), say("卡片")])
        self.forms.set_current(_FORMS.index(form))
        self._names = list(theme.themes())
        words = {"paper": say("纸"), "white": say("白"), "dark": say("夜")}
        self.colors = SegmentedControl(say("配色"), [words.get(name, name) for name in self._names])
        self.colors.set_current(self._names.index(theme.current().name))
        self.marks = QCheckBox(say("画上我标的颜色"))
        self.marks.setFont(fonts.sans(13))
        self.marks.setVisible(bool(highlights_on(clipping.blocks, [b for b in bookmarks if b.passage])))
        self.message = Label("", fonts.sans(12), "ink2", wraps=True)
        self.copy_button = PushButton(say("复制图片"), primary=True, act=self.copy)
        self.save_button = PushButton(say("存为图片…"), act=self._choose_file)
        self.close_button = PushButton(say("关闭"), act=self.reject)
        for key, act in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Save, self._choose_file),
        ):
            QShortcut(QKeySequence(key), self, act)
        self.forms.chosen.connect(self._typeset)
        self.colors.chosen.connect(self._typeset)
        self.marks.toggled.connect(self._typeset)
        self._lay_out()
        self.resize(780, 660)
        self.copy_button.setFocus()
        self._typeset()

    def _lay_out(self) -> None:
        lay_out_with_preview(
            self,
            self.preview,
            self._clipping.title,
            ((say("样子"), self.forms), (say("配色"), self.colors)),
            self.marks,
            (self.message, self.copy_button, self.save_button, self.close_button),
            width=_OPTIONS_WIDTH,
        )

    def form(self) -> ClippingForm:
        """Return the chosen form."""
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
            self._maker.make(printout, [self.preview.number], _SCALE)

    def _take(self, made: list[tuple[QImage, bytes]]) -> None:
        self._picture = made[0]
        act, self._when_made = self._when_made, None
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
            self._when_made = self.copy if self.copy_button.isEnabled() else None
            return
        QGuiApplication.clipboard().setMimeData(data)
        self.message.setText(say("图片已复制，连同文字和引文。"))
        self.copied.emit()

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
        file = self._dragged / f"{_numbered(self._file_name, self.preview.number)}.png"
        image = self._picture[1]

        def away(_: object) -> None:
            data.setUrls([QUrl.fromLocalFile(str(file))])
            if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
                drag(self.preview.picture, data, self._clipping.title)

        self._tasks.run(
            lambda: write_whole(file, image, replaces=True), away, self._explain_to(file), (OSError,)
        )

    # -- files

    def _choose_file(self) -> None:
        if not self.save_button.isEnabled():
            return
        kinds = say("图片 (*.png *.svg);;PDF 文件 (*.pdf)")
        name, endings = f"{self._file_name}.png", (".png", ".svg", ".pdf")
        if file := ask_for_file(self, say("存为图片"), name, kinds, endings):
            self.save(file.path, replaces=file.replaces)

    def save(self, path: Path, *, replaces: bool) -> None:
        """Save all pictures, or one PDF file; of several files only the first may replace an existing one."""
        printout = self.preview.printout
        if printout is None or not printout.is_done:
            return
        if path.suffix.lower() == ".pdf":
            work = PdfWork(self._printout(), About(self._clipping.title, subject=self._clipping.source))
            self._job.done.connect(
                lambda: self._write({path: work.data}, replaces), Qt.ConnectionType.SingleShotConnection
            )
            self._job.begin(work)
            return
        self._target = path, replaces
        if path.suffix.lower() == ".svg":
            drawn = SvgWork(self._printout(), self._clipping.title, self._clipping.as_text())
            self._job.done.connect(
                lambda: self._write_pictures(drawn.files), Qt.ConnectionType.SingleShotConnection
            )
            self._job.begin(drawn)
            return
        self._saver.make(printout, range(printout.count), _SCALE)

    def _write_pictures(self, made: Sequence[bytes]) -> None:
        assert self._target is not None
        path, replaces = self._target
        files = {
            path.with_name(f"{_numbered(path.stem, number)}{path.suffix}"): partial(bytes, data)
            for number, data in enumerate(made)
        }
        self._write(files, replaces)

    def _write(self, files: Mapping[Path, Callable[[], bytes]], replaces: bool) -> None:
        first = next(iter(files))

        def write() -> None:
            taken = next((path for path in files if path.exists() and not (replaces and path == first)), None)
            if taken is not None:
                raise FileExistsError(errno.EEXIST, "", str(taken))
            for path, data in files.items():
                write_whole(path, data(), replaces=replaces and path == first)

        def done(_: None) -> None:
            self.saved.emit(first)
            self.accept()

        self._tasks.run(write, done, self._explain_to(first), (OSError,))

    def _explain_to(self, path: Path) -> Callable[[Exception], None]:
        def say_why(error: Exception) -> None:
            if isinstance(error, OSError):
                named = None if isinstance(error, FileExistsError) else path
                self.message.setText(say("图片没有存上。{why}", why=explain(error, named)))

        return say_why

    def done(self, result: int) -> None:
        self.preview.job.cancel()
        self._job.cancel()
        for maker in (self._maker, self._saver):
            maker.finish()
        self._tasks.finish()
        super().done(result)


def _numbered(name: str, number: int) -> str:
    """Return the file name of picture `number`, counted from 0; the first has no number in it."""
    return name if number == 0 else f"{name} {number + 1}"
