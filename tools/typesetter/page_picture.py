"""The picture of a page that was set: drawn in a real typeface, and worn as scans and photographs are."""

import io
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tools.typesetter.page_setting import SetLine, SetPage, width_of

# The numbers of the faces in the files of Noto.
SIMPLIFIED_FACE, TRADITIONAL_FACE = 2, 3
SERIF = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
SANS = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")


@cache
def face(size: int, number: int, name: str) -> ImageFont.FreeTypeFont:
    """Return a typeface of the system. Exits without it."""
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts"):
        for path in sorted(Path(folder).rglob(name)):
            return ImageFont.truetype(str(path), size, index=number)
    sys.exit(f"no typeface {name}: apt install fonts-noto-cjk")


def drawn(page: SetPage, faces: tuple[str, str] = SERIF) -> Image.Image:
    """Return the picture of a page at 300 dpi, in grey; `faces` are the files of its regular and bold typeface."""
    picture = Image.new("L", (round(page.width), round(page.height)), 245)
    pen = ImageDraw.Draw(picture)
    for line in page.lines:
        _draw(pen, line, page, faces)
    for rule in page.rules:
        pen.rectangle(rule, fill=40)
    for box in page.pictures:
        _print_picture(picture, box)
    return picture


def _print_picture(picture: Image.Image, box: tuple[float, float, float, float]) -> None:
    """Print something like a photograph: soft spots of grey, with grain."""
    left, top, right, bottom = map(round, box)
    chance = np.random.default_rng(left + top)
    spots = Image.fromarray(chance.integers(30, 220, (5, 7), dtype=np.uint8))
    picture.paste(
        _grain(spots.resize((right - left, bottom - top), Image.Resampling.BICUBIC), 18), (left, top)
    )


def _draw(pen: ImageDraw.ImageDraw, line: SetLine, page: SetPage, faces: tuple[str, str]) -> None:
    number = TRADITIONAL_FACE if page.style.is_traditional else SIMPLIFIED_FACE
    of_type = face(line.size, number, faces[line.is_bold])
    left, top, right, _ = line.box
    if page.style.is_vertical and not line.is_across:
        pen.text((left, top), line.text, font=of_type, fill=30, direction="ttb", language="zh-TW")
        return
    at = 0.0
    for sign in line.text:
        across = right - (at + width_of(sign)) * line.size if line.is_across else left + at * line.size
        pen.text((across, top), sign, font=of_type, fill=30, anchor="la")
        at += width_of(sign)


def _grain(picture: Image.Image, noise: float, specks: float = 0.0) -> Image.Image:
    chance = np.random.default_rng(7)
    grey = np.asarray(picture, np.float32) + chance.normal(0, noise, (picture.height, picture.width))
    grey[chance.random(grey.shape) < specks] = 0
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8))


def _tilted(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=240)


def _resized(picture: Image.Image, scale: float) -> Image.Image:
    size = round(picture.width * scale), round(picture.height * scale)
    return picture.resize(size, Image.Resampling.LANCZOS)


def _unevenly_lit(picture: Image.Image) -> Image.Image:
    across, down = np.linspace(0.55, 1.0, picture.width), np.linspace(1.0, 0.8, picture.height)
    return Image.fromarray((np.asarray(picture) * across[None, :] * down[:, None]).astype(np.uint8))


def _as_jpeg(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("L")


def photographed(picture: Image.Image) -> Image.Image:
    """Return a page on a dark table, photographed from below its middle and a little from the left."""
    width, height = picture.size
    size = round(width * 1.25), round(height * 1.15)
    corners = ((0.16, 0.09), (0.85, 0.05), (0.93, 0.94), (0.06, 0.91))
    target = [(across * size[0], down * size[1]) for across, down in corners]
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    told = np.linalg.solve(np.array(rows, float), np.array(source, float).reshape(8))
    mapped = picture.transform(
        size, Image.Transform.PERSPECTIVE, told.tolist(), Image.Resampling.BICUBIC, fillcolor=60
    )
    return _grain(_unevenly_lit(mapped), 6)


WEAR: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda picture: picture,
    "200 dpi": lambda picture: _resized(picture, 2 / 3),
    "150 dpi, noise": lambda picture: _grain(_resized(picture, 1 / 2), 10),
    "tilted, speckled": lambda picture: _grain(_tilted(picture, 1.2), 16, 0.0004),
    "blurred, uneven light": lambda picture: _unevenly_lit(picture.filter(ImageFilter.GaussianBlur(1.5))),
    "200 dpi, tilted, JPEG": lambda picture: _as_jpeg(_tilted(_resized(picture, 2 / 3), -0.7), 25),
    "photographed": photographed,
}
"""What happens to a page between the press and the recognizer, by name."""
