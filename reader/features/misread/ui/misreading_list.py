"""The list of all places of one misreading, each with a tick."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from threading import Event
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QWidget

from reader.features.misread.everywhere import MisreadEverywhere
from reader.features.misread.likely import Misreading
from reader.i18n import count, say
from reader.library.character_places import CharacterPlace
from reader.library.characters import CharacterOutcome
from reader.library.library import Library
from reader.newspaper.article import Fault
from reader.ui.controllers.corrections import CharacterCorrections
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import PushButton
from reader.ui.widgets.listing import (
    ENTER,
    Listing,
    ListingDialog,
    Nothing,
    RowAct,
    on_row,
    on_rows,
)


class Correcting:
    """Corrects characters, as acts of a pane's `CharacterCorrections`."""

    def __init__(self, library: Library, corrections: CharacterCorrections) -> None:
        self._library = library
        self._corrections = corrections
        self.undo = corrections.undo

    def is_idle(self) -> bool:
        return self._corrections.is_idle()

    def correct(
        self,
        article_id: int,
        place: CharacterPlace,
        read_as: str,
        length: int | None = None,
        fault: Fault = Fault.RECOGNISED,
        followers: Sequence[Listing[Any]] = (),
    ) -> None:
        """Correct `length` characters of an article, or as many as `read_as` has; the paper's own errors are noted."""
        if fault is Fault.PRINTED:
            message = say("已加注：原报如此，疑当作“{read_as}”", read_as=read_as)
            words = say("加注：疑当作“{read_as}”", read_as=read_as)
        else:
            message = say("已改作“{read_as}”；识别的字仍能搜到", read_as=read_as)
            words = say("改作“{read_as}”", read_as=read_as)
        work = partial(self._library.characters.correct, article_id, place, read_as, length, fault)
        self._corrections.decide(work, words, message, followers)

    def correct_all(
        self,
        misreadings: Sequence[Misreading],
        dismissed: Sequence[Misreading] = (),
        rule: tuple[str, str] | None = None,
        followers: Sequence[Listing[Any]] = (),
    ) -> None:
        """Correct characters in several articles as one act; the arguments are those of `MisreadEverywhere.correct`."""
        number = len(misreadings)
        message = count(number, "已改正 {n} 处；识别的字仍能搜到")
        words = count(number, "改正 {n} 处")
        if rule is not None:
            message = wording.GAP.join([message, say("以后读进来的期也照此改正")])
        places = MisreadEverywhere(self._library.characters)
        work = partial(places.correct, misreadings, dismissed, rule)
        self._corrections.decide(work, words, message, followers)


OpenArticle = Callable[[int, tuple[str, ...]], object]
"""Opens an article (its id), with the words in question marked."""


class PlaceRow(Struct, frozen=True):
    """A place, the day and title of its article, and whether its context says that it is misread."""

    misreading: Misreading
    title: str
    is_misread: bool

    def why(self) -> str:
        if self.is_misread:
            return self.title
        return wording.GAP.join([say("上下文没有说它认错了"), self.title])


class PlaceList(Listing[PlaceRow]):
    """All places of a printed string that is read as another: Enter corrects those that are ticked."""

    row_height = 60

    def __init__(
        self,
        library: Library,
        correcting: Correcting,
        misread: tuple[str, str],
        open_article: OpenArticle,
    ) -> None:
        """Make the list for a printed string and what it is read as."""
        self._library = library
        self._correcting = correcting
        self._misread = misread
        self._open = open_article
        self._is_left = Event()
        self.later = QCheckBox(say("以后读进来的期也照此改正"))
        self.correct_button = PushButton(say("改正"), primary=True, act=self.correct)
        super().__init__(say("各处一起改正"), has_ticks=True)
        self.later.toggled.connect(self.follow_choice)

    def acts(self) -> Sequence[RowAct[PlaceRow]]:
        return [
            on_rows(say("改正"), lambda _: self.correct(), ENTER, is_menu_only=True),
            on_rows(say("全勾上或全不勾 (A)"), self._turn_all, "A"),
            on_row(say("打开 (O)"), self._open_row, "O"),
        ]

    def _turn_all(self, _: Sequence[PlaceRow]) -> None:
        rows = self.rows()
        self.tick(rows, is_ticked=len(self.ticked_rows()) < len(rows))

    def _open_row(self, row: PlaceRow) -> None:
        printed, _ = self._misread
        self._open(row.misreading.article_id, (printed,))

    def is_idle(self) -> bool:
        return self.tasks.is_idle() and self._correcting.is_idle()

    def correct(self) -> None:
        """Correct the ticked places as one act; if a rule is made too, record the others as no misreadings."""
        misreadings = [row.misreading for row in self.ticked_rows()]
        if self.later.isChecked():
            others = []
            for row in self.rows():
                if row.is_misread and self.key_of(row) not in self.ticked:
                    others.append(row.misreading)
            self._correcting.correct_all(misreadings, others, self._misread, (self,))
        elif misreadings:
            self._correcting.correct_all(misreadings, [], None, (self,))

    def stop(self) -> None:
        self._is_left.set()  # each issue takes a while, and the window waits for the one that is read
        super().stop()

    def read_rows(self) -> Sequence[PlaceRow]:
        everywhere = MisreadEverywhere(self._library.characters)
        misreadings = everywhere.places(*self._misread, cancelled=self._is_left.is_set)
        title_by_id = self._titles({misreading.article_id for misreading, _ in misreadings})
        rows = []
        for misreading, is_misread in misreadings:
            rows.append(PlaceRow(misreading, title_by_id[misreading.article_id], is_misread))
        return sorted(rows, key=lambda row: not row.is_misread)

    def _titles(self, article_ids: Collection[int]) -> Mapping[int, str]:
        """Return the titles of articles with their days, and their newspapers where there are several, by id."""
        has_several_papers = self._library.contents.has_several_newspapers()
        title_by_id: dict[int, str] = {}
        for article_id in article_ids:
            stored = self._library.articles.article(article_id)
            parts: list[str] = []
            if stored and has_several_papers:
                parts.append(stored.issue.newspaper_as_told)
            if stored and stored.issue.date:
                parts.append(stored.issue.day_as_told(stored.issue.date.isoformat()))
            if stored:
                parts.append(stored.article.title())
            title_by_id[article_id] = wording.GAP.join(filter(None, parts))
        return title_by_id

    def key_of(self, row: PlaceRow) -> object:
        return row.misreading.article_id, row.misreading.place

    def is_ticked_at_first(self, row: PlaceRow) -> bool:
        return row.is_misread

    def words(self, row: PlaceRow) -> str:
        misreading = row.misreading
        return f"{misreading.before}{misreading.printed}{misreading.after}　{row.why()}"

    def paint_row(self, painter: QPainter, rect: QRectF, row: PlaceRow) -> None:
        line = QRectF(rect.x(), rect.y() + 8, rect.width(), 26)
        for text, weight, token in (
            (row.misreading.before, 400, "ink"),
            (row.misreading.printed, 700, "accent"),
            (row.misreading.after, 400, "ink"),
        ):
            font = theme.serif(16, weight)
            text_painting.draw_free(painter, line, text, font, token)
            line.setLeft(line.left() + text_painting.width_of(text, font))
        below = QRectF(rect.x(), rect.y() + 34, rect.width() - 10, 22)
        text_painting.draw_free(painter, below, row.why(), theme.sans(12), "ink3")

    def reading(self) -> Nothing:
        return Nothing(say("正在各处找…"))

    def nothing(self) -> Nothing:
        return Nothing(say("没有可以一起改正的地方"), say("改正过的、说过没有认错的，不再列出。"))

    def follow_choice(self) -> None:
        super().follow_choice()
        printed, read_as = self._misread
        number = len(self.rows())
        ticked = len(self.ticked_rows())
        words = say("“{printed}”应是“{read_as}”", printed=printed, read_as=read_as)
        if not read_as:
            words = say("“{printed}”是多出来的", printed=printed)
        if number:
            numbers = [count(number, "{n} 处"), count(ticked, "勾上 {n} 处")]
        else:
            numbers = []
        self.heading.setText(wording.GAP.join([words, *numbers]))
        self.correct_button.setEnabled(bool(ticked) or (self.later.isChecked() and self.tasks.is_idle()))

    def follow(self, outcome: object) -> None:
        """Close once the places are corrected; if another decision was made or undone, search for the places again."""
        if isinstance(outcome, CharacterOutcome) and outcome.decisions and not outcome.decisions[0].undone:
            self.leave()
        elif self.tasks.is_idle():
            self.read()


def open_places(parent: QWidget, places: PlaceList) -> None:
    ListingDialog(
        parent,
        say("各处一起改正"),
        "placeList",
        places,
        lead=(places.later,),
        foot=(places.correct_button,),
        has_heading=True,
    ).open()
