"""The choices of page styles, and their names."""

from dataclasses import replace

from reader.i18n import say
from reader.language.scripts import Script
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets.fonts import Face

SIZES = (14, 15, 16, 17, 18, 20, 22, 24, 26, 28)
"""The sizes of the body through which 放大 and 缩小 step, in pixels."""

MEASURES = (32, 34, 36, 38, 40)
LEADINGS = (1.6, 1.76, 1.95)


def within_bounds(style: PageStyle) -> PageStyle:
    """Return the style with each measure limited to its bounds."""
    return replace(
        style,
        size=min(max(style.size, SIZES[0]), SIZES[-1]),
        measure=min(max(style.measure, MEASURES[0]), MEASURES[-1]),
        leading=min(max(style.leading, LEADINGS[0]), LEADINGS[-1]),
    )


def next_size(size: int, step: int) -> int:
    """Return the next larger (1) or smaller (-1) size; at the end, the size itself."""
    beyond = [each for each in SIZES if (each - size) * step > 0]
    return size if not beyond else min(beyond) if step > 0 else max(beyond)


def usual_size(style: PageStyle) -> PageStyle:
    """Return the style with the default size of the body."""
    return replace(style, size=PageStyle().size)


def next_script(style: PageStyle) -> PageStyle:
    """Return the style with the next script, cyclically."""
    scripts = [*Script]
    return replace(style, script=scripts[(scripts.index(style.script) + 1) % len(scripts)])


def face_words(face: Face) -> str:
    return {Face.SONG: say("宋体"), Face.HEI: say("黑体"), Face.KAI: say("楷体")}[face]


def leading_words() -> tuple[str, ...]:
    """Return the names of LEADINGS."""
    return say("紧凑"), say("适中"), say("宽松")
