"""Typefaces: lists of font families for reading and for the window, Chinese families first.

A Latin family in front would draw “” narrow, as its own quotation marks. Bundles of the program include a serif and a
sans typeface (`resources/typefaces`), for systems without a suitable one.
"""

from enum import StrEnum
from functools import cache

from msgspec import Struct
from PySide6.QtGui import QFont, QFontDatabase

from reader import assets


class Face(StrEnum):
    """The typefaces that articles can be read in."""

    SONG = "song"
    HEI = "hei"
    KAI = "kai"


_KAI = ("Kaiti SC", "STKaiti", "KaiTi", "AR PL UKai CN", "LXGW WenKai")
_SERIF = ("Source Han Serif SC", "Noto Serif CJK SC", "Songti SC")
_OWN_SERIF, _OWN_SANS = "Yuebao Serif", "Yuebao Sans"
_LAST_SERIF = ("SimSun",)
"""The last choice: made for low-resolution screens, its strokes are too thin for a page."""
_SANS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)


def serif(px: int, weight: int = 400) -> QFont:
    """Return the typeface of headlines and text, `px` pixels high; the sans one if no serif is installed."""
    return _font(_families().serif or _families().sans, px, weight)


def reading(face: Face, px: int, weight: int = 400) -> QFont:
    """Return the typeface of text for a face chosen by the reader; that of 宋 if the face is not installed."""
    if face is Face.HEI:
        return sans(px, weight)
    if face is Face.KAI and _families().kai:
        return _font(_families().kai, px, weight)
    return serif(px, weight)


def faces() -> tuple[Face, ...]:
    found = _families()
    return (
        *((Face.SONG,) if found.serif else ()),
        Face.HEI,
        *((Face.KAI,) if found.kai else ()),
    )


def sans(px: int, weight: int = 400) -> QFont:
    return _font(_families().sans, px, weight)


def has_serif() -> bool:
    """Return whether a serif typeface is installed; if not, text is shown in the sans one."""
    return bool(_families().serif)


def is_cjk_missing() -> bool:
    """Return whether no installed typeface has Chinese characters, so that they would be shown as boxes."""
    return not _families().have_chinese


class _Families(Struct, frozen=True):
    """The installed families in order of preference; `sans` is never empty."""

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    kai: tuple[str, ...]
    have_chinese: bool


@cache
def _families() -> _Families:
    installed = set(QFontDatabase.families())
    serif = tuple(name for name in _SERIF if name in installed) or _own(_OWN_SERIF)
    serif += tuple(name for name in _LAST_SERIF if name in installed)
    sans = tuple(name for name in _SANS if name in installed) or _own(_OWN_SANS)
    kai = tuple(name for name in _KAI if name in installed)
    if sans:
        return _Families(serif, sans, kai, have_chinese=True)
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return _Families(serif, (*chinese[:1], system), kai, bool(serif or chinese))


def _own(family: str) -> tuple[str, ...]:
    """Load a typeface of the bundle and return its family as a tuple; () if the program does not include it."""
    file = assets.resource("typefaces") / f"{family.replace(' ', '')}.otf"
    return (family,) if file.is_file() and QFontDatabase.addApplicationFont(str(file)) >= 0 else ()


def _font(families: tuple[str, ...], px: int, weight: int) -> QFont:
    """Return a font of its own: the caller may change it."""
    return QFont(_shared_font(families, px, weight))


@cache
def _shared_font(families: tuple[str, ...], px: int, weight: int) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
