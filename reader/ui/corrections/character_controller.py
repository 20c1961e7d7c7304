"""The controller of corrected characters: it offers corrections of the selected ones, makes and undoes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from reader.export.article_text import PageBlock
from reader.i18n import count, say
from reader.language.variants import lookalikes
from reader.library.character_places import CharacterPlace
from reader.library.library import Library
from reader.newspaper.article import CharacterReading
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_menu import entries_of
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.page_geometry import place_in_article
from reader.ui.article.typesetting import in_words
from reader.ui.widgets import question, wording
from reader.ui.widgets.services import Feature, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.library.characters import CharacterOutcome, Misreading
    from reader.ui.corrections.place_list import PlaceList

_MOST_OFFERED = 16
"""The maximum number of similar characters that are offered."""
_LONGEST = 20
"""The maximum number of selected characters that can be corrected at once."""


class CharacterController(Feature):
    """Corrects characters in the library; each decision can be undone with all other acts."""

    decided = Signal(object)
    """Emitted with a `CharacterOutcome` after a decision; the catalogue may have changed."""
    turned = Signal(object)
    """Emitted with the `CharacterOutcome` of a decision that was undone or redone, together with `decided`."""
    openWanted = Signal(int, str)
    """Emitted with the id of an article to show, and the words in question."""
    told = Signal(str)
    """Emitted with the message on a decision, for a list dialog that covers the window's own messages."""

    def __init__(
        self, services: Services, library: Library, pane: ArticlePane, undoing: UndoStack, parent: QObject
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._pane = pane
        self._undoing = undoing
        pane.menuOpening.connect(self.offer)

    def is_idle(self) -> bool:
        return self._undoing.is_idle()

    def selected(self) -> tuple[StoredArticle, CharacterPlace, str] | None:
        """Return the article, the place and the text of the selection, or of the character at the caret.

        Return None if the selection spans several blocks, or covers nothing that was printed.
        """
        page, parts = self._pane.page, self._pane.parts()
        ends = page.selected_places() if parts else None
        if ends is None or ends[0][0] != ends[1][0]:
            return None
        (number, first), (_, last) = ends
        block = page.blocks()[number]
        text = block.text[first:last]
        place = place_in_article([part.article for part in parts], block, first) if text.strip() else None
        return (parts[place[0]], place[1], text) if place else None

    def offer(self, menu: QMenu, _: PageBlock | None) -> None:
        """Add the actions on the selected characters, or on the one at the caret, to a menu."""
        chosen = self.selected()
        if chosen is None:
            return
        stored, place, text = chosen
        menu = entries_of(menu).correct
        if self._pane.page.selected_text() and len(text) <= _LONGEST:
            menu.addAction(say("认错了，应是…") + "\tCtrl+H", self.ask)
        for reading in _readings_at(stored, place, text):
            printed = text[reading.at - place.at]
            menu.addSeparator()
            menu.addAction(in_words(printed, reading.read_as)).setEnabled(False)
            one = CharacterPlace(place.where, place.index, reading.at)
            menu.addAction(
                say("仍作“{printed}”", printed=printed), partial(self.take_back, stored, one, reading.read_as)
            )

    def ask(self) -> None:
        """Ask what the selected characters should read, and correct them."""
        chosen = self.selected()
        if chosen is None or len(chosen[2]) > _LONGEST:
            self._services.message(say("先选中认错的字，再按 Ctrl+H。"))
            return
        stored, place, text = chosen
        offered = lookalikes(text)[:_MOST_OFFERED] if len(text) == 1 else ""

        def correct(read_as: str) -> None:
            self.correct(stored.id, place, read_as, len(text))

        def show(places: PlaceList) -> None:
            places.openWanted.connect(lambda article_id, form: self.openWanted.emit(article_id, form))

        told = say("“{text}”应是（多出来的，留空；文件不改，引用和导出仍用印着的字）：", text=text)
        question.ask_text(
            self._pane,
            say("认错了，应是…"),
            told,
            text,
            (say("改认"), correct),
            offered,
            (say("各处一起改认…"), lambda read_as: show(self.list_places(self._pane, text, read_as))),
        )

    def correct(
        self, article_id: int, place: CharacterPlace, read_as: str, length: int | None = None
    ) -> None:
        """Correct `length` characters of an article, or as many as `read_as` has."""
        message = say("已改认作“{read_as}”；原来的写法仍能搜到", read_as=read_as)
        words = say("改认作“{read_as}”", read_as=read_as)
        self._run(
            lambda: self._library.characters.correct(article_id, place, read_as, length), words, message
        )

    def list_places(self, parent: QWidget, printed: str, read_as: str) -> PlaceList:
        """List all places of a string, to be corrected in one step."""
        from reader.ui.corrections.place_list import PlaceList

        places = PlaceList(parent, self._library, self, printed, read_as)
        places.open()
        return places

    def correct_all(
        self,
        misreadings: Sequence[Misreading],
        dismissed: Sequence[Misreading] = (),
        rule: tuple[str, str] | None = None,
    ) -> None:
        """Correct characters in several articles as one act; the arguments are those of the library's method."""
        number = len(misreadings)
        message = count(number, "已改认 {n} 处；原来的写法仍能搜到")
        words = count(number, "改认 {n} 处")
        if rule is not None:
            message = wording.GAP.join([message, say("以后读进来的期也照此改认")])
        self._run(lambda: self._library.characters.correct_all(misreadings, dismissed, rule), words, message)

    def take_back_rule(self, uuid: str, words: str) -> None:
        """Undo a rule and all corrections that follow from it; `words` name it in messages."""
        said = say("已撤销：{claim}", claim=words)
        self._run(lambda: self._library.characters.undo(uuid), say("撤销：{claim}", claim=words), said)

    def undo(self) -> None:
        """Undo the last act."""
        self._undoing.undo()

    def dismiss(self, article_id: int, place: CharacterPlace, read_as: str) -> None:
        """State that a character is no misreading of another."""
        message = say("已记下：不是“{read_as}”", read_as=read_as)
        words = say("记下不是“{read_as}”", read_as=read_as)
        self._run(lambda: self._library.characters.dismiss(article_id, place, read_as), words, message)

    def take_back(self, stored: StoredArticle, place: CharacterPlace, read_as: str) -> None:
        """Undo the correction of a character."""

        def undo() -> CharacterOutcome:
            made = self._library.characters.at(stored, place)
            return self._library.characters.undo(*(each.uuid for each in made))

        words = say("不再作“{read_as}”", read_as=read_as)
        self._run(undo, words, say("已不再作“{read_as}”", read_as=read_as))

    def _run(self, decide: Callable[[], CharacterOutcome], words: str, message: str) -> None:
        def done(made: CharacterOutcome) -> None:
            words = message if made.is_applied else say("{message}。资料库更新之后生效", message=message)
            self._services.message(words, can_undo=True)
            self.told.emit(words)
            self.decided.emit(made)

        def turned(now: CharacterOutcome) -> None:
            self.decided.emit(now)
            self.turned.emit(now)

        def show(made: CharacterOutcome) -> None:
            characters = self._library.characters
            self._undoing.run(lambda: characters.outcome_of(made.decisions), turned)

        def failed(error: Exception) -> None:
            self._services.error(error)
            self.told.emit(str(error))

        self._undoing.do(words, decide, done, show, failed)


def _readings_at(stored: StoredArticle, place: CharacterPlace, text: str) -> list[CharacterReading]:
    """Return the corrected characters within the text that begins at a place of an article."""
    return [
        each
        for each in stored.article.readings
        if (each.where, each.index) == (place.where, place.index)
        and place.at <= each.at < place.at + len(text)
    ]
