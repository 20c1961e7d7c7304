"""Recognising the text of a library's pictures, page by page; a finished page is stored, and not recognised again."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from reader import formats
from reader.features.recognition import preparation
from reader.features.recognition.alto_page import RecognizedPage, alto_of
from reader.features.recognition.recognizer import Direction, RecognitionError, RecognizedLine, Recognizer
from reader.formats.containers.container import PDF
from reader.library.files_beside import source_of
from reader.library.page_pictures import listed
from reader.library.recognized_pictures import RecognizedPictures
from reader.library.sync_events import Failure, RecognitionProgress, RecognitionReport
from reader.newspaper.line_place import Box, Corners, Slant
from reader.parsing import origin_of
from reader.pictures import page_files
from reader.pictures.picture_process import PictureError, grey_page
from reader.storage.folder import LibraryFolder, as_stored, reason_of
from reader.storage.recognized_texts import PictureDigest

if TYPE_CHECKING:
    from reader.features.recognition.recognizer import Pixels
if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.features.recognition.recognizer import Pixels


class RecognitionOptions(Struct, frozen=True):
    """How pages are recognised.

    The pages of a PDF are rendered at `dots` per inch. With `is_again`, pages recognised before are recognised once
    more; with `is_prepared`, pictures are straightened first.
    """

    direction: Direction = Direction.AUTO
    dots: int = 300
    is_again: bool = False
    is_prepared: bool = True


class PictureRecognition:
    """Recognises the pictures of a library folder. `progress` is called before each page; it may raise to stop the
    work.
    """

    def __init__(
        self,
        folder: LibraryFolder,
        recognizer: Recognizer,
        options: RecognitionOptions,
        progress: Callable[[RecognitionProgress], None] = lambda _: None,
    ) -> None:
        self._folder = folder
        self._recognizer = recognizer
        self._options = options
        self._progress = progress
        self._pictures = RecognizedPictures(folder)
        self._report = RecognitionReport()
        self._began = time.monotonic()
        self._total = 0

    def run(self, paths: Sequence[str]) -> RecognitionReport:
        """Recognise the pictures at these paths of the library, and in the folders among them, the newest first.

        A picture named in `paths` is recognised even if it has a text file. Raises what `progress` raises.
        """
        named = [path for path in paths if self._folder.file(path).is_file()]
        found = [path for path in paths if path not in named]
        inside = self._inside(found) if found else []
        self._total = len(named) + len(inside)
        try:
            for path in (*named, *inside):
                self._recognize(path)
        finally:
            self._pictures.remember()
        self._tell("")
        return self._report

    def _inside(self, folders: Sequence[str]) -> list[str]:
        """Return the pictures in folders of the library that have no text, the latest first; list the others in the
        report.
        """
        below = tuple("" if folder in ("", ".") else f"{folder}/" for folder in folders)
        pictures = []
        for path, has_text in _pictures_in(self._folder):
            if not path.startswith(below):
                continue
            if has_text or (path.lower().endswith(PDF) and self._has_text(path)):
                self._report.with_text.append(path)
            else:
                pictures.append(path)
        return pictures

    def _has_text(self, path: str) -> bool:
        """Return whether a PDF has text of its own, and no text recognised by this program."""
        with suppress(formats.UnreadableFile, OSError):
            return self._pictures.text_of(path) is None and bool(source_of(self._folder, path).lines)
        return False

    def _recognize(self, path: str) -> None:
        try:
            status = self._folder.file(path).stat()
            picture = self._pictures.digest(path, status.st_size, as_stored(status.st_mtime_ns))
            descriptor = self._folder.open(path)
        except OSError as error:
            self._fail(path, reason_of(error))
            return
        try:
            self._recognize_pages(path, picture, descriptor)
        finally:
            os.close(descriptor)

    def _recognize_pages(self, path: str, picture: PictureDigest, descriptor: int) -> None:
        kept = self._pictures.texts.all.get(picture, {})
        is_kept = kept and not self._options.is_again
        of, number = (max(each.of for each in kept.values()) if is_kept else 1), 0
        self._total += of - 1
        while number < of:
            number += 1
            self._tell(path)
            if is_kept and number in kept:
                self._report.kept += 1
                continue
            try:
                pages = self._recognize_page(path, picture, descriptor, number)
            except (PictureError, RecognitionError) as error:
                self._fail(path if of == 1 else f"{path}#{number}", str(error))
            except OSError as error:
                self._fail(path, reason_of(error))
            else:
                self._total += pages - of
                of = pages

    def _recognize_page(self, path: str, picture: PictureDigest, descriptor: int, number: int) -> int:
        """Recognise a page and store its text; return the number of pages in the file."""
        with tempfile.TemporaryDirectory(prefix="reader-") as folder:
            grey = grey_page(descriptor, number - 1, Path(folder), dots=self._options.dots)
        page = recognized_page(
            self._recognizer,
            grey.pixels,
            (grey.width, grey.height),
            self._options.direction,
            is_prepared=self._options.is_prepared,
        )
        self._pictures.texts.keep(picture, number, grey.pages, alto_of(page))
        self._report.recognized += 1
        name = path if grey.pages == 1 else f"{path}#{number}"
        if not page.lines:
            self._report.blank.append(name)
        if grey.is_damaged:
            self._report.damaged.append(name)
        return grey.pages

    def _fail(self, path: str, message: str) -> None:
        self._report.failed.append(Failure(path, message))

    def _tell(self, path: str) -> None:
        report = self._report
        done = report.recognized + report.kept + len(report.failed)
        left = (time.monotonic() - self._began) / report.recognized if report.recognized else None
        self._progress(
            RecognitionProgress(
                done, self._total, path, left * (self._total - done) if left is not None else None
            )
        )


def waiting(folder: LibraryFolder) -> list[str]:
    """Return the pictures of a library with pages still to be recognised, the latest first.

    These are pictures of which some pages are recognised, and pictures without any text; but not PDFs of which no page
    is recognised. Raises FolderError.
    """
    recognized = RecognizedPictures(folder)
    found = []
    for path, has_text in _pictures_in(folder):
        pages = recognized.pages_of(path)
        is_begun = bool(pages) and len(pages) < max(each.of for each in pages.values())
        if is_begun or not (pages or has_text or path.lower().endswith(PDF)):
            found.append(path)
    return found


def _pictures_in(folder: LibraryFolder) -> list[tuple[str, bool]]:
    """Return the pictures of a library, those of the latest day first, each with whether it has a text file."""
    scan = folder.scan(lambda path: page_files.is_picture(path) or formats.is_issue_path(path))
    folders: dict[str, page_files.Folder] = {}

    def in_folder(path: str) -> page_files.Folder:
        if path not in folders:
            folders[path] = listed(folder, path)
        return folders[path]

    texts = [file.path for file in scan.files if not page_files.is_picture(file.path)]
    pictured = {page_files.picture_of(text, in_folder) for text in texts}
    pictured.update(picture for text in texts for picture in page_files.pictures_of_pages(text, in_folder))
    pictures = [file.path for file in scan.files if page_files.is_picture(file.path)]
    pictures.sort(key=lambda path: str(origin_of(path).date or ""), reverse=True)
    return [(path, path in pictured) for path in pictures]


_LOOKED_AT = 1_700
"""The maximum of the longer side of the copy in which rules are looked for, in pixels."""
# The minimum length of a rule, as a share of the longer side; the minimum share of ink in it.
_SHORTEST, _DARK = 0.04, 0.92
# The maximum thickness of a rule, in pixels of the copy; the minimum share of it with paper on each side.
_THICKEST, _FREE = 5, 0.75
_GAP = 2.0
"""The maximum gap between two parts of a rule, as a multiple of the shortest rule."""
_MOST = 300


def rules_of(pixels: "Pixels") -> list[Box]:
    """Return the boxes of the rules of a page whose lines are level; the longest, if there are very many."""
    step = max(1, -(-max(pixels.shape) // _LOOKED_AT))
    height, width = (side // step for side in pixels.shape)
    if min(height, width) < 4 * _THICKEST:
        return []
    small = pixels[: height * step, : width * step].reshape(height, step, width, step).min(axis=(1, 3))
    dark, light = np.percentile(small, (2, 85))
    ink = small < dark + 0.6 * (light - dark)
    shortest = round(_SHORTEST * max(height, width))
    level = _level_rules(ink, shortest)
    upright = [(top, left, bottom, right) for left, top, right, bottom in _level_rules(ink.T, shortest)]
    found = sorted((*level, *upright), key=lambda box: min(box[0] - box[2], box[1] - box[3]))
    return [
        (left * step, top * step, right * step, bottom * step) for left, top, right, bottom in found[:_MOST]
    ]


def without_strokes(rules: Iterable[Box], lines: Sequence[Box]) -> list[Box]:
    """Return the rules that are not within one of the lines, such as strokes of its characters."""
    return [
        rule
        for rule in rules
        if not any(
            line[0] - slack < rule[0]
            and line[1] - slack < rule[1]
            and rule[2] < line[2] + slack
            and rule[3] < line[3] + slack
            for line in lines
            for slack in (0.2 * min(line[2] - line[0], line[3] - line[1]),)
        )
    ]


def _level_rules(ink: "NDArray[np.bool_]", shortest: int) -> list[Box]:
    ink = np.ascontiguousarray(ink)
    height, width = ink.shape
    if width <= shortest or height <= 2 * _THICKEST:
        return []
    of_rows = _sums(ink, shortest) >= _DARK * shortest
    above, below = np.zeros_like(of_rows), np.zeros_like(of_rows)
    paper = _sums(~ink, shortest) >= _FREE * shortest
    for away in range(2, _THICKEST):  # as thick as the rule may be, and up to the paper beside it
        above[away:] |= paper[:-away]
        below[:-away] |= paper[away:]
    boxes: list[list[int]] = []
    open_ones: list[list[int]] = []
    for row in np.flatnonzero((of_rows & above & below).any(axis=1)).tolist():
        open_ones = [box for box in open_ones if box[3] >= row - 2]
        edges = np.flatnonzero(
            np.diff(np.concatenate([[0], (of_rows[row] & above[row] & below[row]).astype(np.int8), [0]]))
        )
        for left, right in list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)):
            end = right + shortest - 1
            for box in open_ones:
                if left < box[2] + _GAP * shortest and box[0] < end + _GAP * shortest:
                    box[0], box[2], box[3] = min(box[0], left), max(box[2], end), row + 1
                    break
            else:
                boxes.append([left, row, end, row + 1])
                open_ones.append(boxes[-1])
    return [
        (float(left), float(top), float(right), float(bottom))
        for left, top, right, bottom in boxes
        if bottom - top <= _THICKEST + 0.004 * (right - left)
    ]


def _sums(flags: "NDArray[np.bool_]", length: int) -> "NDArray[np.int32]":
    """Return for each place of each row how many of the next `length` flags are set."""
    sums = np.cumsum(flags, axis=1, dtype=np.int32)
    return sums[:, length - 1 :] - np.pad(sums, ((0, 0), (1, 0)))[:, : sums.shape[1] - length + 1]


def recognized_page(
    recognizer: Recognizer,
    pixels: "Pixels",
    size: tuple[int, int],
    direction: Direction = Direction.AUTO,
    *,
    is_prepared: bool = True,
) -> RecognizedPage:
    """Recognise a page; `size` is the width and height of its picture, of which `pixels` may be a smaller copy.

    With `is_prepared`, the picture is first prepared by `preparation.parts_of`. Raises RecognitionError.
    """
    height, width = pixels.shape
    parts = preparation.parts_of(pixels) if is_prepared else [preparation.whole(pixels)]
    scale = size[0] / width, size[1] / height
    lines = [
        _moved(line, part, scale) for part in parts for line in recognizer.lines_of(part.pixels, direction)
    ]
    settings = "; ".join([f"direction: {direction}", *parts[0].what])
    rules = [_scaled(part.in_picture(rule), scale) for part in parts for rule in rules_of(part.pixels)]
    separators = without_strokes(rules, [line.box for line in lines])
    separators += [
        _scaled(part.in_picture((-1.0, 0.0, 1.0, float(part.pixels.shape[0]))), scale) for part in parts[1:]
    ]
    slant = parts[0].slant
    across, down = scale
    corners = slant.corners and cast(Corners, tuple((x * across, y * down) for x, y in slant.corners))
    return RecognizedPage(
        lines,
        *size,
        recognizer.name,
        settings,
        Slant((slant.size[0] * across, slant.size[1] * down), slant.tilt, corners),
        separators,
    )


def _moved(line: RecognizedLine, part: preparation.PagePart, scale: tuple[float, float]) -> RecognizedLine:
    characters = tuple(
        replace(each, box=_scaled(part.in_picture(each.box), scale)) for each in line.characters
    )
    return replace(line, characters=characters, box=_scaled(part.in_picture(line.box), scale))


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    return box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1]
