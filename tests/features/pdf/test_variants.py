"""Given invented PDF files, when they are read, then each gives what variants.txt says.

The digests are made as those of `tests/formats/test_variants.py`.
"""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from reader.features.pdf import pdf as pdf_file
from reader.features.pdf import process
from reader.features.pdf.process import PdfFile, PdfPage
from reader.formats.reading import SavedFile
from reader.newspaper.line_place import Box
from tests import digests
from tests.formats.coarse_pages import ODD, SIZE, lines_of, standing
from tests.formats.pdf_pages import column, columns, pdf
from tests.formats.variants import VARIANTS, read

GOLDEN = Path(__file__).with_name("variants.txt")


def coarse_pdf(chance: random.Random) -> PdfFile:
    """Return what is read from a PDF of up to three pages; some are OCR layers, some are printed vertically."""
    is_unseen = chance.random() < 0.3
    pages: list[PdfPage] = []
    for _ in range(chance.randint(1, 3)):
        lines, _ = lines_of(chance)
        place = standing if chance.random() < 0.2 else lambda box: box
        codes: list[int] = []
        boxes: list[Box] = []
        for text, (x0, y0, x1, y1) in lines:
            wide = (x1 - x0) / len(text)
            codes += map(ord, text)
            boxes += (place((x0 + at * wide, y0, x0 + (at + 1) * wide, y1)) for at in range(len(text)))
        for at in chance.sample(range(len(codes)), min(8, len(codes))):
            codes[at] = chance.choice(ODD)
        places = np.array(boxes, np.float64).reshape(-1, 4)
        pages.append(PdfPage(SIZE, SIZE, np.array(codes, np.uint32), places, is_unseen))
    return PdfFile(chance.choice(("", "雁桥日报", "2024年3月5日")), tuple(pages))


def varied_pdf(chance: random.Random) -> bytes:
    """Return a page of one or two columns, lying or standing, with a headline."""
    text = "渡口的马灯亮到后半夜，守船的老人说雪还要下。" * 4
    left, top, size = chance.randint(20, 60), chance.randint(40, 120), chance.choice((8.0, 9.5, 10.0, 12.0))
    headline = column(left, top - 30, "渡口加开夜班船", 20, chance.choice((12.0, 14.0, 18.0, 24.0)))
    width, gap = chance.randint(8, 24), chance.randint(2, 60)
    first = column(left, top, text, width, size)
    other = column(left + width * size + gap, top + chance.randint(-8, 8), text, chance.randint(6, 20), size)
    standing = columns(560, top, text, chance.randint(8, 20), size)
    return pdf(chance.choice(([*headline, *first], [*headline, *first, *other], standing, [*first, *other])))


def of_pdf() -> Iterator[str]:
    chance = random.Random("pdf")
    return (digests.digest_of(read(varied_pdf(chance), "2024030502.pdf")) for _ in range(VARIANTS // 4))


def of_laid_out_pages(seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(VARIANTS // 2):
        document = coarse_pdf(chance)
        with mock.patch.object(process, "read", lambda _, found=document: found):
            yield digests.digest_of(pdf_file.laid_out(SavedFile("02版.pdf", b""))[::2])


ROWS: digests.Rows = {
    "pdf": of_pdf,
    **{f"laid out {seed}": partial(of_laid_out_pages, seed) for seed in range(4)},
}


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_read_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
