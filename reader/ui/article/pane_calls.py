"""What the panes of articles and of whole pages ask of the window, and how all of them set and copy articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, ValidationError, convert, to_builtins
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from reader import do_nothing, never
from reader.export.article_text import PageBlock
from reader.export.forms import Style, Wording
from reader.newspaper.article import CharacterReading
from reader.newspaper.passage import Passage
from reader.plugs import Held, Value
from reader.ui.article.typesetting import LEADINGS, MEASURES, SIZES, PageStyle, next_size

if TYPE_CHECKING:
    from reader.library.answers import Repair


class PaneCalls(Struct):
    """What a pane asks for; whoever does it sets the function. Articles are given by their ids."""

    step: Callable[[Literal[-1, 1]], object] = do_nothing
    go_on: Callable[[Literal[-1, 1]], bool] = never
    """Open the next article of the results, or the one before; return whether there is one."""
    scroll_to: Callable[[float], object] = do_nothing
    """Scroll to a share of the whole text (0 to 1), also of a long one that is shown in portions."""
    step_page: Callable[[Literal[-1, 1]], object] = do_nothing
    switch_page: Callable[[], object] = do_nothing
    switch_picture: Callable[[], object] = do_nothing
    close: Callable[[], object] = do_nothing
    close_hits: Callable[[], object] = do_nothing
    open_article: Callable[[int], object] = do_nothing
    open_second: Callable[[int], object] = do_nothing
    offer: Callable[[QMenu, int], object] = do_nothing
    """Add what can be done with an article of a whole page, by its number there, or with the words selected there."""
    make_current: Callable[[int], object] = do_nothing
    """An article of the page is read there, and becomes the current one."""
    open_jump: Callable[[], object] = do_nothing
    open_jump_second: Callable[[], object] = do_nothing
    open_tie: Callable[[PageBlock, QPoint], object] = do_nothing
    """A seam or an offer was chosen; the position is that on the screen, here and below."""
    open_person: Callable[[str], object] = do_nothing
    open_person_at: Callable[[str, int, bool], object] = do_nothing
    """Open the person named at a character of a paragraph; with True, say so if there is none."""
    on_words: Callable[[int], Iterable[tuple[str, Callable[[], object]]]] = lambda _: ()
    """Return what features do with the selected words, or else the word at a position of the document."""
    search: Callable[[str], object] = do_nothing
    bookmark: Callable[[], object] = do_nothing
    cite: Callable[[str], object] = do_nothing
    """Copy a citation in a style, "" for that of the settings."""
    usual_style: Callable[[], Style] = lambda: Style.GB2015
    cite_in: Callable[[Style], object] = do_nothing
    """The style in which citations are copied, and to choose it."""
    mark: Callable[[Passage, bool], object] = do_nothing
    """Highlight the selected words; with True, write a note on them."""
    write_note: Callable[[], object] = do_nothing
    edit_note: Callable[[str], object] = do_nothing
    open_highlight: Callable[[str, QPoint], object] = do_nothing
    open_corrected: Callable[[CharacterReading, tuple[int, int], QPoint], object] = do_nothing
    """A corrected character was chosen, in a block of the page and at an index there."""
    on_selection: Sequence[QAction] = ()
    """What features do with the selected words."""
    take_suggestion: Callable[[Repair], object] = do_nothing
    consider_suggestion: Callable[[Repair], object] = do_nothing
    """Review a suggested date that is not certain."""
    compare_printing: Callable[[int], object] = do_nothing
    compare_sources: Callable[[], object] = do_nothing
    read_lines: Callable[[int, str], object] = do_nothing
    """Read the lines of a text of an article, and give them to the pane of the source."""
    find_faint: Callable[[], object] = do_nothing
    """Find the characters of which an OCR program was not certain, and give them to the pane."""
    open_source: Callable[[], object] = do_nothing
    rescan: Callable[[], object] = do_nothing
    open_settings: Callable[[], object] = do_nothing
    message: Callable[[str], object] = do_nothing


class ReadingSettings(QObject):
    """How the articles of a window are set and copied, in all panes alike. Signal: `styleChanged`."""

    styleChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.style = PageStyle()
        self.copies_source = True
        """Whether copied words are followed by a line with their source."""
        self.wording = Wording.CORRECTED
        """Which characters copied text has."""

    def values(self) -> dict[str, Value]:
        """Return the values as they are saved."""
        copying = {"copies_source": self.copies_source, "copied_wording": self.wording.value}
        return {**to_builtins(self.style), **copying}

    def restore(self, saved: Mapping[str, Value]) -> None:
        """Set the values saved under these names; what is not understood stays as it is."""
        style = to_builtins(self.style)
        for name in style.keys() & saved.keys():
            with suppress(ValidationError):
                style[name] = to_builtins(convert({**style, name: saved[name]}, PageStyle))[name]
        self.copies_source = saved.get("copies_source", self.copies_source) is True
        wording = saved.get("copied_wording")
        if wording in set(Wording):
            self.wording = Wording(str(wording))
        self.set_style(convert(style, PageStyle))

    def held(self) -> Held:

        def value_of(name: str) -> Value:
            return self.values()[name]

        def set_value(name: str, value: Value) -> None:
            self.restore({name: value})

        return {name: (partial(value_of, name), partial(set_value, name)) for name in self.values()}

    def set_style(self, style: PageStyle) -> None:
        style = replace(
            style,
            size=min(max(style.size, SIZES[0]), SIZES[-1]),
            measure=min(max(style.measure, MEASURES[0]), MEASURES[-1]),
            leading=min(max(style.leading, LEADINGS[0]), LEADINGS[-1]),
        )
        if style != self.style:
            self.style = style
            self.styleChanged.emit()

    def step_size(self, step: int) -> None:
        self.set_style(replace(self.style, size=next_size(self.style.size, step)))
