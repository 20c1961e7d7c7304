"""How many pairs of neighbouring lines are not neighbours in what was recognised, on invented pages?

    uv run python -m tools.benchmarks.bench_reading_order [--held-out] [--kind NAME ...] [--wear NAME ...] [--seeds 1 2]
        [--shown] [--keep DIR]

Prints for each kind of page and each state of its picture the pairs, those that are wrong in per cent, those lost, and
wrong characters. `--shown` prints the wrong pairs. `--keep` keeps the recognised pages, and takes those that are there:
then only the reading order is computed anew.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from reader import formats
from reader.features.recognition.alto_page import alto_of
from reader.features.recognition.page_recognition import recognized_page
from reader.features.recognition.rapid import RapidRecognizer
from tools.typesetter.order_errors import order_errors
from tools.typesetter.page_picture import SANS, SERIF, WEAR, drawn
from tools.typesetter.page_setting import Inset, Layout, PageStyle, set_page

KINDS = (
    PageStyle("two columns", columns=2, measure=24, has_rules=False),
    PageStyle("three columns", columns=3, measure=20, has_rules=False),
    PageStyle("four columns, picture", columns=4, measure=18, has_rules=False, inset=Inset.PICTURE),
    PageStyle("five columns, table", columns=5, measure=15, inset=Inset.TABLE),
    PageStyle("five columns, headline of each", layout=Layout.FLOW, columns=5, measure=16, has_rules=False),
    PageStyle("six columns", columns=6, measure=14, has_rules=False),
    PageStyle("seven columns, picture", columns=7, measure=12, inset=Inset.PICTURE, has_rules=False),
)
HELD_OUT = (
    PageStyle("two, gutter 36", columns=2, measure=30, has_rules=False, gutter=36),
    PageStyle(
        "three, gutter 44, table", columns=3, measure=17, has_rules=False, gutter=44, inset=Inset.TABLE
    ),
    PageStyle(
        "four, gutter 34, strips", columns=4, measure=15, layout=Layout.STRIPS, has_rules=False, gutter=34
    ),
    PageStyle(
        "five, gutter 38, picture", columns=5, measure=19, has_rules=False, gutter=38, inset=Inset.PICTURE
    ),
    PageStyle("six, gutter 50", columns=6, measure=11, has_rules=False, gutter=50, is_centred=False),
    PageStyle("seven, gutter 40, boxes, table", columns=7, measure=13, boxed=0.4, inset=Inset.TABLE),
)


def _turned(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=240)


def _half(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


STATES: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "clean": WEAR["clean"],
    "turned 1.7": lambda picture: _turned(picture, 1.7),
    "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(2.0)),
    "200 dpi, JPEG": WEAR["200 dpi, tilted, JPEG"],
    "150 dpi": WEAR["150 dpi, noise"],
    "half size": _half,
}


def _recognized(recognizer: RapidRecognizer, picture: Image.Image, keep: Path | None) -> bytes:
    if keep and keep.exists():
        return keep.read_bytes()
    pixels = np.asarray(picture)
    data = alto_of(recognized_page(recognizer, pixels, (pixels.shape[1], pixels.shape[0])))
    if keep:
        keep.parent.mkdir(parents=True, exist_ok=True)
        keep.write_bytes(data)
        picture.save(keep.with_suffix(".png"))
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--kind", nargs="*", default=[])
    parser.add_argument("--wear", nargs="*", default=list(STATES))
    parser.add_argument("--seeds", nargs="*", type=int, default=[1])
    parser.add_argument("--shown", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    recognizer = RapidRecognizer(1)
    sums: dict[str, list[int]] = {}
    for kind in HELD_OUT if options.held_out else KINDS:
        if options.kind and not any(each in kind.name for each in options.kind):
            continue
        for seed in options.seeds:
            page = set_page(kind, seed)
            picture = drawn(page, SANS if options.held_out else SERIF)
            for wear in options.wear:
                keep = options.keep and options.keep / f"{kind.name}-{seed}-{wear}.xml"
                data = _recognized(recognizer, STATES[wear](picture), keep)
                source = formats.decode(data, "1.xml")
                found = order_errors(page.lines, source.lines)
                total = sums.setdefault(wear, [0, 0, 0])
                for at, more in enumerate((found.pairs, len(found.wrong), found.lost)):
                    total[at] += more
                print(
                    f"{kind.name:34} {seed} {wear:16} {found.pairs:4} pairs {len(found.wrong):3} wrong "
                    f"{found.percent:5.2f} % lost {found.lost:3}",
                    flush=True,
                )
                for one, other in found.wrong if options.shown else ():
                    print("     ", one, "|", other)
    for wear, (pairs, wrong, lost) in sums.items():
        print(f"{wear:16} {pairs:5} pairs, {wrong:3} wrong, {100 * wrong / max(1, pairs):.2f} %, {lost} lost")


if __name__ == "__main__":
    main()
