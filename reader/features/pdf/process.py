"""Reads the characters of PDF files in a child process (`pdf_worker`), which may safely crash, hang or run
out of memory.

The child reads one file at a time, as pdfium is not thread-safe. After a crash, the file is tried again in a new child,
unless it was the crashed child's first file, or its time limit was exceeded; then the file is refused.
"""

import atexit
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader import assets
from reader.formats.reading import UnreadableFile
from reader.i18n import say
from reader.own_process import Worker, worker_command
from reader.workers import pdf_worker as worker

# the second time in a child that has read no other file
_TRIES = 2
_FILES = 200
"""Number of files that a child reads before it is replaced, which bounds the memory that pdfium keeps."""


class PdfPage(Struct, frozen=True):
    """A page: its size, and its characters (code points) with their boxes.

    Boxes are (left, top, right, bottom) in points from the upper left corner, NaN for a character without a
    position. `is_unseen`: the text is an invisible OCR layer over a picture.
    """

    width: float
    height: float
    codes: NDArray[np.uint32]
    boxes: NDArray[np.float64]
    is_unseen: bool = False
    angles: NDArray[np.float32] | None = None
    """The angle of each character in degrees; None if it is not told."""
    unseen: NDArray[np.bool_] | None = None
    """Whether each character is invisible; None if it is not told."""


class PdfFile(Struct, frozen=True):
    """The pages of a PDF file, and the title in its metadata, "" if none."""

    title: str
    pages: tuple[PdfPage, ...]


def read(data: bytes) -> PdfFile:
    """Return the characters of a PDF file. Raises UnreadableFile if damaged, encrypted or too complex."""
    with _LOCK:
        for _ in range(_TRIES):
            child = _current()
            try:
                return _answer(child, data)
            except (EOFError, OSError):
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(1)
                was_stopped = child.process.returncode == worker.STOPPED
                # a child that has read others may have crashed because of what these have left behind
                is_its_own_fault = child.files == 1
                close()
                if was_stopped or is_its_own_fault:
                    break
    raise UnreadableFile(say("这个 PDF 读不下去：文件可能坏了，或者一版太复杂。请用别的程序另存后再放入。"))


def close() -> None:
    """Kill the child process, if there is one; the next file starts another."""
    global _child
    child = _child
    _child = None
    if child is not None:
        with suppress(OSError):
            child.process.kill()
        with suppress(OSError):
            child.process.communicate()


class _Child(Struct):
    process: subprocess.Popen[bytes]
    into: IO[bytes]
    out: IO[bytes]
    files: int = 0


_LOCK = threading.Lock()
_child: _Child | None = None
atexit.register(close)


def _current() -> _Child:
    global _child
    if _child is not None and (_child.process.poll() is not None or _child.files >= _FILES):
        close()
    if _child is None:
        process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # a pipe that nobody reads would fill and block the child
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        _child = _Child(process, process.stdin, process.stdout)
    _child.files += 1
    return _child


def _command() -> list[str]:
    return worker_command(Worker.PDF, str(assets.resource("pdf/box.ttf")))


def _answer(child: _Child, data: bytes) -> PdfFile:
    child.into.write(worker.LENGTH.pack(len(data)))
    child.into.write(data)
    child.into.flush()
    title = ""
    pages: list[PdfPage] = []
    for kind, payload in _messages(child.out):
        if kind == worker.DOCUMENT_SENT:
            _, title = json.loads(payload)
        elif kind == worker.PAGE_SENT:
            pages.append(_page(payload))
        elif kind == worker.REFUSED:
            raise UnreadableFile(_reason(*json.loads(payload)))
    return PdfFile(title, tuple(pages))


def _messages(out: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    kind = b""
    while kind not in (worker.END_SENT, worker.REFUSED):
        kind, length = worker.HEAD.unpack(_exactly(out, worker.HEAD.size))
        yield kind, _exactly(out, length)


def _exactly(out: IO[bytes], size: int) -> bytes:
    data = out.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _page(payload: bytes) -> PdfPage:
    left, bottom, right, top, turns, is_unseen, count = worker.PAGE.unpack_from(payload)
    codes = np.frombuffer(payload, np.uint32, count, worker.PAGE.size)
    raw = np.frombuffer(payload, np.float32, 4 * count, worker.PAGE.size + 4 * count).reshape(-1, 4)
    lefts, bottoms, rights, tops = raw.astype(np.float64).T
    corners = np.stack([lefts - left, top - bottoms, rights - left, top - tops], axis=1)
    width = right - left
    height = top - bottom
    for _ in range(turns):
        corners = _turned(corners, height)
        width, height = height, width
    boxes = np.hstack(
        [np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])]
    )
    angles = np.frombuffer(payload, np.float32, count, worker.PAGE.size + 20 * count)
    unseen = np.frombuffer(payload, np.uint8, count, worker.PAGE.size + 24 * count).astype(bool)
    _part_ligatures(codes, boxes)
    return PdfPage(width, height, codes, boxes, bool(is_unseen), angles, unseen)


def _turned(corners: NDArray[np.float64], height: float) -> NDArray[np.float64]:
    """Return two opposite corners of each box after a quarter turn of their page, which had this height."""
    x0, y0, x1, y1 = corners.T
    return np.stack([height - y1, x0, height - y0, x1], axis=1)


def _reason(reason: str, number: int) -> str:
    match reason:
        case worker.LOCKED:
            return say("这个 PDF 有密码。请用密码打开，另存一份没有密码的再放入。")
        case worker.MANY_PAGES:
            return say("这个 PDF 有 {n} 页，不像一期报纸。请按期拆开后再放入。", n=number)
        case worker.MANY_CHARACTERS:
            return say("这个 PDF 第 {n} 页的字太多，不像报纸的一版，没有读。", n=number)
        case worker.SLOW:
            return say("这个 PDF 读得太慢，到第 {n} 页停下了。请用别的程序另存后再放入。", n=number)
    return say("这个 PDF 坏了，打不开。请重新下载或另存后再放入。")


_LIGATED = frozenset(map(ord, "fijltbhksTc"))
"""Letters that typefaces have joined as one glyph, like ffi, which stands for all of them in one box."""
_LONGEST_LIGATURE = 3


def _part_ligatures(codes: NDArray[np.uint32], boxes: NDArray[np.float64]) -> None:
    """Give each letter of a ligature its part of the box, in place."""
    same = (boxes[1:] == boxes[:-1]).all(axis=1)
    begin = 0
    for end in [*(np.flatnonzero(~same) + 1).tolist(), len(boxes)]:
        letters = codes[begin:end].tolist()
        if 1 < len(letters) <= _LONGEST_LIGATURE and _LIGATED.issuperset(letters):
            left = boxes[begin, 0]
            step = (boxes[begin, 2] - left) / len(letters)
            for number in range(len(letters)):
                boxes[begin + number, 0] = left + step * number
                boxes[begin + number, 2] = left + step * (number + 1)
        begin = end
