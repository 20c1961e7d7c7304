"""How right is recognition, from the picture of an invented page to its articles, and how long does it take?

    uv run python -m tools.benchmarks.bench_recognition [--style NAME ...] [--wear NAME ...] [--seed 1] [--alone]

Prints for each style of `page_setting` and each state of the picture (`page_picture.WEAR`) the share of wrong
characters, how well articles are told apart (`page_scoring`), and processor seconds with one thread. `--alone`: also
the seconds of RapidOCR called by itself with the same picture.
"""

import argparse
import time
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from reader import formats
from reader.features.recognition.alto_page import alto_of
from reader.features.recognition.page_recognition import recognized_page
from reader.features.recognition.rapid import RapidRecognizer
from reader.features.recognition.recognizer import RecognizedLine
from reader.parsing import parse
from tools.typesetter.page_picture import WEAR, drawn
from tools.typesetter.page_scoring import score_page
from tools.typesetter.page_setting import PAGE_STYLES, SetLine, set_page


def share_wrong(printed: Sequence[SetLine], recognized: Sequence[RecognizedLine]) -> float:
    """Return the share of characters that are wrong or missing, each printed line held against the nearest one."""
    read = [_bare(line.text) for line in recognized]
    wrong = total = 0
    for line in printed:
        text = _bare(line.text)
        others = [*read, *(each[::-1] for each in read)] if line.is_across else read
        wrong += min([len(text), *(_distance(text, other) for other in others)])
        total += len(text)
    return wrong / total


def _distance(text: str, other: str) -> int:
    """Return the distance of a line from the part of another that is most like it: lines may be read in one."""
    if len(other) > len(text) + 2 and (best := fuzz.partial_ratio_alignment(text, other)):
        other = other[best.dest_start : best.dest_end]
    return Levenshtein.distance(text, other)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _alone(pixels: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]") -> float:
    import rapidocr

    params = {"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1}
    engine = rapidocr.RapidOCR(params=params)
    return _seconds(lambda: engine(np.repeat(pixels[:, :, None], 3, axis=2)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--style", nargs="*", default=[style.name for style in PAGE_STYLES])
    parser.add_argument("--wear", nargs="*", default=list(WEAR))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    recognizer = RapidRecognizer(1)
    for style in PAGE_STYLES:
        for wear in options.wear if style.name in options.style else ():
            page = set_page(style, options.seed)
            pixels = np.asarray(WEAR[wear](drawn(page)))
            size = pixels.shape[1], pixels.shape[0]
            began = time.process_time()
            found = recognized_page(recognizer, pixels, size)
            seconds = time.process_time() - began
            part = parse(formats.decode(alto_of(found), "1.xml"))
            scores = score_page(page.articles, part, is_traditional=style.is_traditional)
            cells = "  ".join(f"{name} {value:.2f}" for name, value in scores.items())
            alone = f" (alone {_alone(pixels):.1f} s)" if options.alone else ""
            wrong = 100 * share_wrong(page.lines, found.lines)
            print(
                f"{style.name:34} {wear:22} CER {wrong:4.1f} %  {cells}  {seconds:.1f} s{alone}", flush=True
            )


if __name__ == "__main__":
    main()
