"""What the panes of articles and of whole pages ask of the window, and how all of them set and copy articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from reader.export.article_text import PageBlock
from reader.export.forms import Wording
from reader.language.scripts import Script
from reader.newspaper.article import CharacterReading
from reader.newspaper.passage import Passage
from reader.storage.settings import Settings
from reader.ui.article.typesetting import LEADINGS, MEASURES, SIZES, PageStyle, next_size
from reader.ui.widgets.background_tasks import do_nothing
from reader.ui.widgets.fonts import Face

if TYPE_CHECKING:
    from reader.issue_dating.suggestions import Suggestion


class PaneCalls(Struct):
    """What a pane asks for; whoever does it sets the function. Articles are given by their ids."""

    step: Callable[[Literal[-1, 1]], object] = do_nothing
    step_page: Callable[[Literal[-1, 1]], object] = do_nothing
    switch_page: Callable[[], object] = do_nothing
    switch_picture: Callable[[], object] = do_nothing
    close: Callable[[], object] = do_nothing
    close_hits: Callable[[], object] = do_nothing
    open_article: Callable[[int], object] = do_nothing
    open_beside: Callable[[int], object] = do_nothing
    offer: Callable[[QMenu, int], object] = do_nothing
    """Add what can be done with an article of a whole page, by its number there, or with the words selected there."""
    make_current: Callable[[int], object] = do_nothing
    """An article of the page is read there, and becomes the current one."""
    open_jump: Callable[[], object] = do_nothing
    open_jump_beside: Callable[[], object] = do_nothing
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
    mark: Callable[[Passage, bool], object] = do_nothing
    """Highlight the selected words; with True, write a note on them."""
    write_note: Callable[[], object] = do_nothing
    edit_note: Callable[[str], object] = do_nothing
    open_highlight: Callable[[str, QPoint], object] = do_nothing
    open_corrected: Callable[[CharacterReading, tuple[int, int], QPoint], object] = do_nothing
    """A corrected character was chosen, in a block of the page and at an index there."""
    on_selection: Sequence[QAction] = ()
    """What features do with the selected words."""
    clip: Callable[[], object] = do_nothing
    take_suggestion: Callable[[Suggestion], object] = do_nothing
    consider_suggestion: Callable[[Suggestion], object] = do_nothing
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


_Choice = TypeVar("_Choice", bound=StrEnum)


def _known(kind: type[_Choice], saved: str, usual: _Choice) -> _Choice:
    return kind(saved) if saved in set(kind) else usual


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

    def restore(self, saved: Settings) -> None:
        self.copies_source = saved.copies_source
        self.wording = _known(Wording, saved.copied_wording, Wording.CORRECTED)
        face = _known(Face, saved.face, Face.SONG)
        script = _known(Script, saved.script, Script.PRINTED)
        self.set_style(PageStyle(saved.body_size, saved.measure, saved.leading, face, script))

    def saved(self, before: Settings) -> Settings:
        style = self.style
        return replace(
            before,
            body_size=style.size,
            measure=style.measure,
            leading=style.leading,
            face=style.face.value,
            script=style.script.value,
            copies_source=self.copies_source,
            copied_wording=self.wording.value,
        )

    def choose(self, name: str, value: object) -> None:
        """Set what is saved under a name, one of those of `saved`."""
        self.restore(replace(self.saved(Settings()), **{name: value}))

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
