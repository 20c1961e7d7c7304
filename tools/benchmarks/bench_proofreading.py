"""What does proofreading ask about, and is what it offers right?

    uv run python -m tools.benchmarks.bench_proofreading FACE... [--by tesseract|reader] [--dpi 110 150] [--seed 1 2]

Each `FACE` is the file of a typeface. Pages of invented text are drawn with it, with noise, and read by Tesseract (as
its own hOCR) or by this program; then their lines are read again. Prints of each page how many characters are wrong,
how many of these are asked about, of how many of these the first key is right, or some key, and how many of the
questions are needless; `--each` names what was not asked or has no key.
"""

import argparse
import random
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from msgspec import Struct
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from reader.cli import main as run_command
from reader.features.proofread.page import Doubt, ProofPage
from reader.features.proofread.proofreading import Proofreading
from reader.features.proofread.second_reading import is_same_reading, readings_at
from reader.library.library import Library
from tools.typesetter.words import sentences

_ROWS = 36
_MEASURE = 20
_EM = 36
"""The size of the type in pixels, at 300 dots an inch."""
_LEAD = 54
_NAME = "19870612-01"


class Count(Struct):
    """What was counted on pages: characters, wrong ones, and what is asked."""

    characters: int = 0
    wrong: int = 0
    asked: int = 0
    first: int = 0
    by_key: int = 0
    questions: int = 0
    needless: int = 0

    def add(self, other: "Count") -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def in_words(self) -> str:
        return (
            f"{self.characters} characters, {self.wrong} wrong, asked {_share(self.asked, self.wrong)},"
            f" first key {_share(self.first, self.asked)}, some key {_share(self.by_key, self.asked)},"
            f" needless {_share(self.needless, self.questions)} of questions"
        )


def _share(some: int, all_of_them: int) -> str:
    return f"{some}/{all_of_them} ({some / max(all_of_them, 1):.2f})"


def printed_lines(seed: int) -> list[str]:
    """Return the lines of a page of one column, of invented sentences."""
    chance = random.Random(seed)
    most = _ROWS * _MEASURE
    text = ""
    while len(text) < most:
        text += chance.choice(sentences())
    return [text[at : at + _MEASURE] for at in range(0, most, _MEASURE)]


def drawn(lines: Sequence[str], face: Path, dpi: int, seed: int) -> Image.Image:
    """Return the picture of a page: level lines, softened, with grain."""
    size = 120 + _MEASURE * _EM, _ROWS * _LEAD + 120
    page = Image.new("L", size, 240)
    pen = ImageDraw.Draw(page)
    of_type = ImageFont.truetype(str(face), _EM)
    for number, line in enumerate(lines):
        for at, sign in enumerate(line):
            pen.text((60 + at * _EM, 60 + number * _LEAD), sign, font=of_type, fill=35)
    scale = dpi / 300
    small = page.resize((round(size[0] * scale), round(size[1] * scale)), Image.Resampling.LANCZOS)
    grey = np.asarray(small.filter(ImageFilter.GaussianBlur(0.4)), float)
    grey = grey + np.random.default_rng(seed).normal(0, 14, grey.shape)
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8))


def proofread(folder: Path) -> Iterator[tuple[Proofreading, ProofPage]]:
    """Yield the page of a folder as it is proofread once its lines were read again."""
    with closing(Library.open(folder)) as library:
        library.sync()
        issue = library.contents.newest_issue()
        assert issue is not None
        article = library.contents.articles(issue.id)[0].id
        proofreading = Proofreading(library)
        page, _ = proofreading.page(article)
        proofreading.read_again(page, lambda: None)
        page, _ = proofreading.page(article)
        yield proofreading, page


def counted(proofreading: Proofreading, page: ProofPage, lines: Sequence[str], each: bool) -> Count:
    count = Count()
    truth = _truth(page, lines)
    asked: set[tuple[int, int]] = set()
    for doubt in page.doubts:
        truth_of_line = truth[doubt.line]
        if truth_of_line is None:
            continue
        count.questions += 1
        target = "".join(truth_of_line[doubt.start : doubt.end])
        recognised = page.recognised(doubt)
        if is_same_reading(recognised, target):
            count.needless += 1
            if each:
                print(f"      needless: {_context(page, doubt)}, again {page.again(doubt)!r}")
            continue
        asked.add((doubt.line, doubt.start))
        offered = [one.read_as for one in proofreading.offer(page, doubt).candidates]
        count.asked += 1
        is_first = bool(offered) and is_same_reading(offered[0], target)
        has_key = not target or any(is_same_reading(one, target) for one in offered)
        count.first += is_first
        count.by_key += has_key
        if each and not is_first:
            print(f"      no first key: {_context(page, doubt)} is {target!r}, offered {offered}")
    for number, (line, truth_of_line) in enumerate(zip(page.lines, truth, strict=True)):
        if truth_of_line is None:
            continue
        count.characters += len(line.cells)
        covered = [doubt for doubt in page.doubts if doubt.line == number]
        for doubt in covered:
            if (number, doubt.start) in asked:
                count.wrong += 1
        for at, (cell, target) in enumerate(zip(line.cells, truth_of_line, strict=True)):
            if is_same_reading(cell.sign, target) or any(one.start <= at < one.end for one in covered):
                continue
            count.wrong += 1
            if each:
                around = line.recognised[max(0, at - 3) : at + 4]
                print(
                    f"      not asked: {around} {cell.sign!r} is {target!r}, certainty {cell.certainty:.2f},"
                    f" again {cell.again!r}, as sure {cell.certainty_again:.2f}, placed {cell.place is not None}"
                )
    return count


def _context(page: ProofPage, doubt: Doubt) -> str:
    before, sign, after = page.around(doubt, {}, 3)
    return f"{before}[{sign}]{after}"


def _truth(page: ProofPage, lines: Sequence[str]) -> list[Sequence[str] | None]:
    """Return what is printed at each character of each recognised line; None where that is like no printed line.

    Recognised lines may be parts of a printed one: those of one row are held against it together.
    """
    assert page.scan is not None
    assert page.scan.page is not None
    height = page.scan.page.height
    numbers_by_row: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(page.lines):
        middle = (line.box.top + line.box.bottom) / 2 / height * (_ROWS * _LEAD + 120)
        numbers_by_row[round((middle - 60 - _EM / 2) / _LEAD)].append(number)
    truth: list[Sequence[str] | None] = [None] * len(page.lines)
    for row, numbers in numbers_by_row.items():
        numbers.sort(key=lambda number: page.lines[number].box.left)
        recognised = "".join(page.lines[number].recognised for number in numbers)
        readings = readings_at(recognised, lines[row]) if 0 <= row < len(lines) else None
        begin = 0
        for number in numbers if readings is not None else ():
            end = begin + len(page.lines[number].cells)
            truth[number] = readings[begin:end] if readings is not None else None
            begin = end
    return truth


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("face", nargs="+", type=Path)
    parser.add_argument("--by", choices=("tesseract", "reader"), default="tesseract")
    parser.add_argument("--dpi", nargs="*", type=int, default=[110, 150])
    parser.add_argument("--seed", nargs="*", type=int, default=[1])
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    if options.by == "tesseract" and not shutil.which("tesseract"):
        parser.exit(1, "Tesseract is not installed.\n")
    total = Count()
    for face in options.face:
        for dpi in options.dpi:
            for seed in options.seed:
                lines = printed_lines(seed)
                with tempfile.TemporaryDirectory() as name:
                    folder = Path(name)
                    picture = folder / f"{_NAME}.png"
                    drawn(lines, face, dpi, seed).save(picture, dpi=(dpi, dpi))
                    if options.by == "tesseract":
                        _read_by_tesseract(picture)
                    else:
                        run_command(["recognize", str(folder)])
                    for proofreading, page in proofread(folder):
                        count = counted(proofreading, page, lines, options.each)
                print(f"{face.stem:20} {dpi} dpi, {seed}: {count.in_words()}", flush=True)
                total.add(count)
    print(f"all: {total.in_words()}")


def _read_by_tesseract(picture: Path) -> None:
    command = ["tesseract", str(picture), str(picture.with_suffix("")), "-l", "chi_sim", "hocr"]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
