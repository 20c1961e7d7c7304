"""Pages set in a real typeface, for the recognizers that people have; and how many characters they got wrong."""

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
import pylopdf_fonts_zh_cn
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

from reader.features.recognition.recognizer import RecognizedLine

HEADLINE = "渡口的灯亮到后半夜"
TEXT = (
    "昨夜江上有雾，渡船停了半日。两岸的人隔着水喊话，喊了一夜，谁也没有听清谁。老船工何渡生说，灯是给晚归的人留的，"
    "油钱记在他自己的账上，记了十七年。西门外的老井有十年没有淘过，6月12日淘井的人从渡口来，带了七条绳，"
    "淘出三只木桶：一只是祖父的，一只是父亲的，还有一只没有人认领。桥南修路，茶摊连夜搬到桥北，"
    "老主顾绕了半座城找来，见了面先问水开了没有，再问桥什么时候修好；摆摊的顾婆婆只答前一句。"
    "江城水泵厂的钳工放下手里的活，替她把棚顶的铁皮钉牢，钉子是厂里剩下的，一共用了四十一颗。"
)
TRADITIONAL_HEADLINE = "渡口的燈亮到後半夜"
TRADITIONAL = (
    "昨夜江上有霧，渡船停了半日。兩岸的人隔著水喊話，喊了一夜，誰也沒有聽清誰。老船工何渡生說，燈是給晚歸的人留的，"
    "油錢記在他自己的帳上，記了十七年。西門外的老井有十年沒有淘過，淘井的人從渡口來，帶了七條繩，"
    "淘出三隻木桶。橋南修路，茶攤連夜搬到橋北，老主顧繞了半座城找來，見了面先問水開了沒有。"
)


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    """The serif that comes along."""
    return ImageFont.truetype(str(pylopdf_fonts_zh_cn.serif_path()), size)


def horizontal(text: str = TEXT, headline: str = HEADLINE, size: int = 38, per_line: int = 14) -> "Printed":
    """Two columns under a headline, at 300 dots an inch."""
    lines = [text[at : at + per_line] for at in range(0, len(text), per_line)]
    rows = -(-len(lines) // 2)
    lead, margin, gutter = round(1.45 * size), 3 * size, 2 * size
    page = Image.new(
        "L", (2 * margin + 2 * per_line * size + gutter, 2 * margin + rows * lead + 5 * size), 245
    )
    pen = ImageDraw.Draw(page)
    pen.text((margin, margin), headline, font=face(2 * size), fill=20)
    for number, line in enumerate(lines):
        left = margin + number // rows * (per_line * size + gutter)
        for at, sign in enumerate(line):
            top = margin + 4 * size + number % rows * lead
            pen.text((left + at * size, top), sign, font=face(size), fill=30)
    return Printed(page, (headline, *lines))


def vertical(
    text: str = TRADITIONAL, headline: str = TRADITIONAL_HEADLINE, size: int = 38, per_line: int = 18
) -> "Printed":
    """Columns from right to left, as of before 1956."""
    lines = [text[at : at + per_line] for at in range(0, len(text), per_line)]
    lead, margin = round(1.6 * size), 3 * size
    page = Image.new("L", (2 * margin + len(lines) * lead + 4 * size, 2 * margin + per_line * size), 245)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate((headline, *lines)):
        em = size if number else 2 * size
        left = page.width - margin - 2 * size - bool(number) * (size + number * lead)
        for at, sign in enumerate(line):
            # in the middle, as they were printed: the typeface has them as they are printed today
            aside, below = (0.32 * em, -0.35 * em) if sign in "，。" else (0, 0)
            place = left + aside, margin + at * em + below
            pen.text(place, sign, font=face(em), fill=30)
    return Printed(page, (headline, *lines))


class Printed:
    """A page and the lines that are printed on it."""

    def __init__(self, page: Image.Image, lines: Sequence[str]) -> None:
        self.page = page
        self.lines = lines

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return np.asarray(self.page)

    def worn(self, tilt: float = 1.2, noise: float = 16.0, blur: float = 0.8) -> "Printed":
        """The page as a poor scan: tilted, blurred, in uneven light, with grain and specks."""
        chance = np.random.default_rng(7)
        turned = self.page.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=240)
        grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(blur)), float)
        grey = grey * np.linspace(0.6, 1.0, grey.shape[1])[None, :] + chance.normal(0, noise, grey.shape)
        grey[chance.random(grey.shape) < 0.0004] = 0
        return Printed(Image.fromarray(grey.clip(0, 255).astype(np.uint8)), self.lines)

    def at_150(self) -> "Printed":
        size = self.page.width // 2, self.page.height // 2
        return Printed(self.page.resize(size, Image.Resampling.LANCZOS), self.lines)

    def share_wrong(self, recognized: Sequence[RecognizedLine]) -> float:
        """The share of characters that are wrong or missing, each printed line held against the recognised one nearest
        to it; full and half width are the same, as for the search.
        """
        read = [unicodedata.normalize("NFKC", line.text).replace(" ", "") for line in recognized]
        printed = [unicodedata.normalize("NFKC", line) for line in self.lines]
        wrong = sum(
            min([len(line), *(Levenshtein.distance(line, other) for other in read)]) for line in printed
        )
        return wrong / sum(map(len, printed))
