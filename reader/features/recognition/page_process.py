"""Recognises pages in a child process with a limit of memory, which is started anew after one that failed.

The child imports this module before it is limited, so what takes memory is imported by functions.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import cache
from types import TracebackType
from typing import Self, TypeVar

from msgspec import Struct

from reader.features.recognition import memory_limit
from reader.features.recognition.alto_page import RecognizedPage
from reader.features.recognition.recognizer import (
    ReadsLines,
    RecognitionError,
    RecognitionOptions,
    Recognizer,
)
from reader.i18n import say
from reader.newspaper.line_place import LineOnPicture, LineReading
from reader.pictures.picture_process import GreyPage
from reader.worker_pool import WorkerLost, WorkerPool

_Answer = TypeVar("_Answer")
_LOOK_SECONDS = 0.05
"""The interval of the looks at the child's memory."""
_OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "bad allocation", "Insufficient memory", "Failed to allocate")
"""What the messages of Python, C++, OpenCV and ONNX Runtime have in common when there is no more memory."""


PageReader = Callable[[GreyPage, RecognitionOptions], RecognizedPage]
"""What returns the lines of a page. Raises RecognitionError."""


class PageCall(Struct, frozen=True):
    """What the child is asked: `by` is the name of a recognizer; without a picture, whether there is that.

    With `lines`, only these are read, of which the corners are shares of the picture's width and height.
    """

    by: str
    threads: int
    picture: GreyPage | None = None
    options: RecognitionOptions = RecognitionOptions()
    lines: tuple[LineOnPicture, ...] = ()


Answer = RecognizedPage | list[LineReading] | str | None


def answer(call: PageCall) -> Answer:
    """Recognise a page, in the child; return why it could not be recognised, in words, or None without a picture."""
    try:
        recognizer = _recognizer(call.by, call.threads)
        if call.picture is None:
            return None
        if call.lines:
            return _readings(recognizer, call.picture, call.lines)
        from reader.features.recognition.page_recognition import recognized_page

        picture = call.picture
        options = call.options
        size = picture.width, picture.height
        return recognized_page(
            recognizer, picture.pixels(), size, options.direction, is_prepared=options.is_prepared
        )
    except RecognitionError as error:
        return str(error)
    finally:
        memory_limit.give_back()


def _readings(recognizer: Recognizer, picture: GreyPage, lines: Sequence[LineOnPicture]) -> list[LineReading]:
    if not isinstance(recognizer, ReadsLines):
        return []
    pixels = picture.pixels()
    return recognizer.readings_of(pixels, [line.scaled(picture.columns, picture.rows) for line in lines])


@cache
def _recognizer(name: str, threads: int) -> Recognizer:
    """Return a recognizer, in a process that is limited from now on. Raises RecognitionError."""
    memory_limit.limit_own_memory()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(
        threads
    )  # each has memory of its own
    return _MAKES[name](threads)


def _rapid(threads: int) -> Recognizer:
    from reader.features.recognition.rapid import RapidRecognizer

    return RapidRecognizer(threads)


def _tesseract(threads: int) -> Recognizer:
    from reader.features.recognition import tesseract

    return tesseract.TesseractRecognizer(tesseract.program() or "tesseract", threads)


_MAKES: Mapping[str, Callable[[int], Recognizer]] = {"rapidocr": _rapid, "tesseract": _tesseract}


def _prepare(_: str) -> None:
    """Do nothing: a child that replaces another one is prepared by its first page."""


class _TooLarge(RecognitionError):
    def __init__(self) -> None:
        super().__init__(
            say(
                "认这一页要的内存超过了 {n} MB，没有认。请缩小或者裁开后另存一份。",
                n=memory_limit.MOST_RESIDENT >> 20,
            )
        )


class PageChild:
    """A `PageReader` that has a child process recognise the pages; the child ends with the `with` block."""

    def __init__(self, by: str, threads: int) -> None:
        """Start the child. Raises RecognitionError if the recognizer is damaged."""
        self._by = by
        self._threads = threads
        self._pool: WorkerPool | None = None
        self._has_read = False
        self._ask(PageCall(by, threads))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def readings_of(self, picture: GreyPage, lines: Sequence[LineOnPicture]) -> list[LineReading]:
        """Return what lines of a page say; nothing if the recognizer can't read lines. Raises RecognitionError."""
        self._has_read = True
        readings = self._ask(PageCall(self._by, self._threads, picture, lines=tuple(lines)))
        assert isinstance(readings, list)
        return readings

    def __call__(self, picture: GreyPage, options: RecognitionOptions) -> RecognizedPage:
        call = PageCall(self._by, self._threads, picture, options)
        has_read = self._has_read
        self._has_read = True
        try:
            page = self._ask(call)
        except _TooLarge:
            if not has_read:
                raise
            page = self._ask(call)  # by a child that keeps nothing of earlier pages
        assert isinstance(page, RecognizedPage)
        return page

    def _ask(self, call: PageCall) -> RecognizedPage | list[LineReading] | None:
        """Return what the child answers. Raises RecognitionError; the next page then has a child of its own."""
        if self._pool is None:
            self._pool = WorkerPool(1, _prepare)
        try:
            page_or_reason = self._watched(self._pool.submit(answer, call), self._pool)
        except (WorkerLost, OSError) as lost:
            self._end()
            if isinstance(lost.__cause__, EOFError):
                raise RecognitionError(say("识别程序在这一页上意外中止了，没有认。")) from lost
            if any(words in str(lost) for words in _OUT_OF_MEMORY):
                raise _TooLarge from lost
            raise RecognitionError(say("识别程序在这一页上出错了：{reason}", reason=lost)) from lost
        except BaseException:
            self._end()
            raise
        if isinstance(page_or_reason, str):
            raise RecognitionError(page_or_reason)
        return page_or_reason

    def _watched(self, result: Future[_Answer], pool: WorkerPool) -> _Answer:
        while True:
            try:
                return result.result(timeout=_LOOK_SECONDS)
            except TimeoutError:
                if max(map(memory_limit.resident, pool.processes()), default=0) > memory_limit.MOST_RESIDENT:
                    raise _TooLarge from None

    def _end(self) -> None:
        pool = self._pool
        self._pool = None
        self._has_read = False
        if pool is not None:
            pool.__exit__(None, None, None)
