"""Correcting the characters that are selected in a pane."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from reader.i18n import say
from reader.language.equality import lookalikes
from reader.newspaper.article import Fault
from reader.ui.article.article_pane import ArticlePane
from reader.ui.controllers.corrections import CharacterCorrections
from reader.ui.desk import Desk, Part
from reader.ui.widgets.dialog import ask_text
from reader.ui.widgets.services import Handlers

if TYPE_CHECKING:
    from reader.features.misread.ui.misreading_list import Correcting

_MOST_OFFERED = 16
"""The maximum number of similar characters that are offered."""
_LONGEST = 20
"""The maximum number of selected characters that can be corrected at once."""


class MisreadPart(Part):
    """Asks what selected characters should read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        panes = desk.frame.pane, desk.frame.area.second
        both_corrections = desk.corrections.characters, desk.corrections.second_characters
        for pane, corrections in zip(panes, both_corrections, strict=True):
            ask = partial(self._ask, pane, corrections)
            corrections.change = ask
            corrections.offer_change = partial(self._offer, ask)

    def handlers(self) -> Handlers:
        return {"correct_character": self._ask_active}

    def _ask_active(self) -> None:
        corrections = self.desk.corrections
        frame = self.desk.frame
        if frame.area.is_second_active:
            self._ask(frame.area.second, corrections.second_characters)
        else:
            self._ask(frame.pane, corrections.characters)

    def _offer(self, ask: Callable[[], None], menu: QMenu, text: str) -> None:
        if len(text) <= _LONGEST:
            menu.addAction(say("认错了，应是…") + "\tCtrl+H", ask)

    def _ask(self, pane: ArticlePane, corrections: CharacterCorrections) -> None:
        """Ask what the selected characters should read, and correct them."""
        chosen = corrections.selected()
        if chosen is None or len(chosen[2]) > _LONGEST:
            self._services.message(say("先选中认错的字，再按 Ctrl+H。"))
            return
        from reader.features.misread.ui.misreading_list import Correcting

        stored, place, text = chosen
        if len(text) == 1:
            offered = lookalikes(text)[:_MOST_OFFERED]
        else:
            offered = ""
        correcting = Correcting(self._library, corrections)

        def correct(fault: Fault, read_as: str) -> None:
            correcting.correct(stored.id, place, read_as, len(text), fault)

        question = say("“{text}”应是（多出来的，留空；文件不改，引用和导出都用改正的字）：", text=text)
        ask_text(
            pane,
            say("认错了，应是…"),
            question,
            text,
            (say("改正"), partial(correct, Fault.RECOGNISED)),
            offered,
            (say("各处一起改正…"), lambda read_as: self._list_places(correcting, text, read_as)),
            (say("原报就印错了，只加注"), partial(correct, Fault.PRINTED)),
        )

    def _list_places(self, correcting: Correcting, printed: str, read_as: str) -> None:
        from reader.features.misread.ui.misreading_list import PlaceList, open_places

        places = PlaceList(self._library, correcting, (printed, read_as), self.desk.reading.open_article)
        open_places(self.desk.frame.window(), places)
