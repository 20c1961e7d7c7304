"""The measures of the blocks of a newspaper page, and of an article that is set by the same means."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from reader.export.article_text import PageBlockKind
from reader.ui.article.typesetting import BlockSetting, PageStyle, is_full_width_face, settings
from reader.ui.page.page_plan import HEADLINE_SIZES, Rank
from reader.ui.widgets import fonts

_LEADING = 1.6
_LEAST_SIZE = 13
_CAPTION_INDENT = 10


def body_size(style: PageStyle) -> int:
    """Return the size of the body on a newspaper page, which is smaller than that of an article alone."""
    return max(_LEAST_SIZE, style.size - 2)


class Faces:
    """The measures of all blocks whose body is `size` pixels high, and of headlines by their rank."""

    def __init__(
        self, size: int, body: Mapping[PageBlockKind, BlockSetting], headlines: Mapping[Rank, BlockSetting]
    ) -> None:
        caption = replace(body[PageBlockKind.CAPTION], above=6, below=10, left=_CAPTION_INDENT)
        self.size = size
        self._body = {**body, PageBlockKind.CAPTION: caption}
        self._headlines = headlines
        self.is_full_width = is_full_width_face(self._body[PageBlockKind.PARAGRAPH].font)
        self.pitch = self._body[PageBlockKind.PARAGRAPH].line_height

    def of(self, rank: Rank) -> Mapping[PageBlockKind, BlockSetting]:
        return self._body | {PageBlockKind.HEADLINE: self._headlines[rank]}


def page_faces(style: PageStyle, leading: float = _LEADING, below: int | None = None) -> Faces:
    """Return the measures of a newspaper page.

    Args:
        style: Of articles alone, whose type is larger.
        leading: The pitch of lines in times the size.
        below: The space below a paragraph in pixels; None for that of an article alone.
    """
    size = body_size(style)
    face = partial(fonts.reading, style.face, weight=700)
    sizes = {rank: round(size * times) for rank, times in HEADLINE_SIZES.items()}
    headlines = {
        rank: BlockSetting(face(px), "ink", round(px * 1.36), above=1, below=3) for rank, px in sizes.items()
    }
    measures = settings(replace(style, size=size, leading=leading))
    if below is not None:
        measures[PageBlockKind.PARAGRAPH] = replace(measures[PageBlockKind.PARAGRAPH], below=below)
    return Faces(size, measures, headlines)


def article_faces(style: PageStyle) -> Faces:
    """Return the measures of an article alone."""
    measures = settings(style)
    return Faces(style.size, measures, dict.fromkeys(Rank, measures[PageBlockKind.HEADLINE]))
