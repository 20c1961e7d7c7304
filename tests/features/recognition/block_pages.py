"""Pages that a small recognizer can really read: a character is a black block, and its width tells which."""

from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from reader.features.recognition.alto_page import RecognizedPage
from reader.features.recognition.page_recognition import recognized_page
from reader.features.recognition.recognizer import (
    Direction,
    RecognitionError,
    RecognitionOptions,
    RecognizedCharacter,
    RecognizedLine,
    Recognizer,
)
from reader.pictures.picture_process import GreyPage

PAGE = (
    "雁桥日报",
    "渡口的灯亮到后半夜",
    "昨夜江上有雾，渡船停了半日。",
    "两岸的人隔着水喊话，喊了一夜。",
    "老船工说，灯是给晚归的人留的。",
    "西门外的老井有十年没有淘过。",
)
OTHER = ("雁桥日报", "一口井淘出三只木桶", "淘井的人从渡口来，带了七条绳。", "木桶是三代人先后落到井里去的。")
SIGNS = sorted(set("".join(PAGE + OTHER)))
NARROWEST, GAP, TALL, LEADING = 4, 6, 20, 60
UNREADABLE = NARROWEST + len(SIGNS) + 20
"""The width of a block at which the recognizer gives up."""

_ROOT = Path(__file__).parents[2]
CHILD = f"""
import sys, time
sys.path.insert(0, {str(_ROOT)!r})
from reader.features.recognition import recognition_process
from tests.features.recognition.block_pages import BlockRecognizer, here

class Slow(BlockRecognizer):
    def lines_of(self, *given):
        time.sleep(0.3)
        return super().lines_of(*given)

recognition_process.RECOGNIZERS = {{"rapidocr": lambda threads: here(Slow())}}
from reader import cli
root, *paths = sys.argv[1:]
sys.exit(cli.main(["recognize", *[f"{{root}}/{{path}}" for path in paths], "--library", root, "--obey-stdin"]))
"""
"""The program of a child that recognises such pages, slowly; its arguments are a library and paths in it."""


def drawn(lines: tuple[str, ...] = PAGE) -> NDArray[np.uint8]:
    pixels = np.full((LEADING * (len(lines) + 1), 1200), 250, np.uint8)
    for number, line in enumerate(lines, 1):
        at = 40
        for sign in line:
            width = NARROWEST + SIGNS.index(sign)
            pixels[LEADING * number - TALL : LEADING * number, at : at + width] = 10
            at += width + GAP
    return pixels


def save(path: Path, *pages: tuple[str, ...], **options: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    first, *others = (Image.fromarray(drawn(page)) for page in pages or (PAGE,))
    more: dict[str, Any] = {"save_all": True, "append_images": others} if others else {}
    first.save(path, **more, **options)
    return path


class BlockRecognizer:
    """Reads such pages, and counts those that it was given."""

    name = "blocks 1"

    def __init__(self) -> None:
        self.pages = 0

    def lines_of(self, pixels: NDArray[np.uint8], direction: Direction) -> list[RecognizedLine]:
        self.pages += 1
        ink = pixels < 128
        return [
            self._line(ink, rows)
            for rows in _runs([bool(row.any()) for row in ink])
            if rows[1] - rows[0] == TALL
        ]

    def _line(self, ink: NDArray[np.bool_], rows: tuple[int, int]) -> RecognizedLine:
        characters = []
        for begin, end in _runs([bool(each) for each in ink[rows[0]]]):
            if end - begin >= UNREADABLE:
                raise RecognitionError("一个方块太宽了。")
            sign = SIGNS[end - begin - NARROWEST]
            characters.append(RecognizedCharacter(sign, (begin, rows[0], end, rows[1]), 0.9))
        box = characters[0].box[0], rows[0], characters[-1].box[2], rows[1]
        return RecognizedLine(tuple(characters), box)


class Here:
    """Reads pages by a recognizer in this process."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer

    def __call__(self, picture: GreyPage, options: RecognitionOptions) -> RecognizedPage:
        return recognized_page(
            self._recognizer,
            picture.pixels(),
            (picture.width, picture.height),
            options.direction,
            is_prepared=options.is_prepared,
        )


def here(recognizer: Recognizer) -> AbstractContextManager[Here]:
    return nullcontext(Here(recognizer))


def _runs(are_dark: list[bool]) -> list[tuple[int, int]]:
    runs, at = [], 0
    for is_dark, group in groupby(are_dark):
        length = len(list(group))
        if is_dark:
            runs.append((at, at + length))
        at += length
    return runs
