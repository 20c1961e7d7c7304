"""The lists of characters that may have been misread, and of all places of one misreading, each with a tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from reader.features.misread.everywhere import MisreadEverywhere
from reader.features.misread.likely import LikelyMisreadings, Misreading, only_witnessed
from reader.i18n import count, say
from reader.library.character_places import CharacterPlace
from reader.library.characters import CharacterOutcome
from reader.library.library import Library
from reader.newspaper.article import Fault
from reader.search.documents import SearchCancelled
from reader.ui.corrections.correction_controller import CharacterCorrections
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import PushButton
from reader.ui.widgets.listing import (
    DOUBLE_CLICK,
    ENTER,
    Listing,
    ListingDialog,
    Nothing,
    RowAct,
    on_row,
    on_rows,
)
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.search.query import Query


class Correcting:
    """Corrects characters, as acts of a pane's `CharacterCorrections`."""

    def __init__(self, library: Library, corrections: CharacterCorrections) -> None:
        self._library, self._corrections = library, corrections
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

    def dismiss(
        self, article_id: int, place: CharacterPlace, read_as: str, followers: Sequence[Listing[Any]]
    ) -> None:
        """State that a character is no misreading of another."""
        message = say("已记下：不是“{read_as}”", read_as=read_as)
        words = say("记下不是“{read_as}”", read_as=read_as)
        work = partial(self._library.characters.dismiss, article_id, place, read_as)
        self._corrections.decide(work, words, message, followers)


OpenArticle = Callable[[int, tuple[str, ...]], object]
"""Opens an article (its id), with the words in question marked."""


class PlaceRow(Struct, frozen=True):
    """A place, the day and title of its article, and whether its context says that it is misread."""

    misreading: Misreading
    title: str
    is_misread: bool

    def why(self) -> str:
        return self.title if self.is_misread else wording.GAP.join([say("上下文没有说它认错了"), self.title])


def draw_in_context(painter: QPainter, rect: QRectF, each: Misreading) -> None:
    """Paint the words around a character in question in the upper line of a row, the character marked."""
    line = QRectF(rect.x(), rect.y() + 8, rect.width(), 26)
    for text, weight, token in (
        (each.before, 400, "ink"),
        (each.printed, 700, "accent"),
        (each.after, 400, "ink"),
    ):
        font = theme.serif(16, weight)
        text_painting.draw_words(painter, line, text, font, token)
        line.setLeft(line.left() + text_painting.width_of(text, font))


class PlaceList(Listing[PlaceRow]):
    """All places of a printed string that is read as another: Enter corrects those that are ticked."""

    row_height = 60

    def __init__(
        self,
        library: Library,
        correcting: Correcting,
        misread: tuple[str, str],
        open_article: OpenArticle,
        over: Listing[MisreadingRow] | None = None,
    ) -> None:
        """Make the list for a printed string and what it is read as; `over` is the list from which it was opened."""
        self._library, self._correcting, self._misread = library, correcting, misread
        self._open, self._followers = open_article, (self,) if over is None else (over, self)
        self.later = QCheckBox(say("以后读进来的期也照此改正"))
        self.correct_button = PushButton(say("改正"), primary=True, act=self.correct)
        super().__init__(say("各处一起改正"), has_ticks=True)
        self.later.toggled.connect(self.follow_choice)

    def acts(self) -> Sequence[RowAct[PlaceRow]]:
        printed = self._misread[0]
        return [
            on_rows(say("改正"), lambda _: self.correct(), ENTER, is_menu_only=True),
            on_rows(say("全勾上或全不勾 (A)"), lambda _: self.tick_all_or_none(), "A"),
            on_row(say("打开 (O)"), lambda row: self._open(row.misreading.article_id, (printed,)), "O"),
        ]

    def is_idle(self) -> bool:
        return self.tasks.is_idle() and self._correcting.is_idle()

    def correct(self) -> None:
        """Correct the ticked places as one act; if a rule is made too, record the others as no misreadings."""
        is_rule, ticked = self.later.isChecked(), self.ticked_rows()
        if ticked or is_rule:
            left = [
                row
                for row in self.rows()
                if is_rule and row.is_misread and self.key_of(row) not in self.ticked
            ]
            self._correcting.correct_all(
                [row.misreading for row in ticked],
                [row.misreading for row in left],
                self._misread if is_rule else None,
                self._followers,
            )

    def read_rows(self) -> Sequence[PlaceRow]:
        found = MisreadEverywhere(self._library.characters).places(*self._misread)
        titles: dict[int, str] = {}
        for each, _ in found:
            if each.article_id not in titles:
                stored = self._library.articles.article(each.article_id)
                day = stored.issue.date.isoformat() if stored and stored.issue.date else ""
                title = stored.article.title() if stored else ""
                titles[each.article_id] = wording.GAP.join(filter(None, [day, title]))
        rows = [PlaceRow(each, titles[each.article_id], is_misread) for each, is_misread in found]
        return sorted(rows, key=lambda row: not row.is_misread)

    def key_of(self, row: PlaceRow) -> object:
        return row.misreading.article_id, row.misreading.place

    def is_ticked_at_first(self, row: PlaceRow) -> bool:
        return row.is_misread

    def words(self, row: PlaceRow) -> str:
        each = row.misreading
        return f"{each.before}{each.printed}{each.after}　{row.why()}"

    def paint_row(self, painter: QPainter, rect: QRectF, row: PlaceRow) -> None:
        draw_in_context(painter, rect, row.misreading)
        below = QRectF(rect.x(), rect.y() + 34, rect.width() - 10, 22)
        text_painting.draw_words(painter, below, row.why(), theme.sans(12), "ink3")

    def reading(self) -> Nothing:
        return Nothing(say("正在各处找…"))

    def nothing(self) -> Nothing:
        return Nothing(say("没有可以一起改正的地方"), say("改正过的、说过没有认错的，不再列出。"))

    def follow_choice(self) -> None:
        super().follow_choice()
        (printed, read_as), number, ticked = self._misread, len(self.rows()), len(self.ticked_rows())
        words = say("“{printed}”应是“{read_as}”", printed=printed, read_as=read_as)
        if not read_as:
            words = say("“{printed}”是多出来的", printed=printed)
        numbers = [count(number, "{n} 处"), count(ticked, "勾上 {n} 处")] if number else []
        self.heading.setText(wording.GAP.join([words, *numbers]))
        self.correct_button.setEnabled(bool(ticked) or (self.later.isChecked() and self.tasks.is_idle()))

    def follow(self, made: object) -> None:
        """Close once the places are corrected; if another decision was made or undone, search for the places again."""
        if isinstance(made, CharacterOutcome) and made.decisions and not made.decisions[0].undone:
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


class MisreadingRow(Struct, frozen=True):
    """A character in question, and the title of its article."""

    misreading: Misreading
    title: str


class Scope(Struct, frozen=True):
    """What is searched for misreadings: articles, and the query if these are the results of a rung of misreadings."""

    words: str
    article_ids: Callable[[], Sequence[int]]
    query: Query | None = None


class MisreadingList(Listing[MisreadingRow]):
    """The characters in question: Enter accepts a row, Delete dismisses it, and the next one is chosen."""

    row_height = 66

    def __init__(
        self, library: Library, correcting: Correcting, scope: Scope, open_article: OpenArticle
    ) -> None:
        self._library, self._correcting, self._scope = library, correcting, scope
        self._open, self._likely = (
            open_article,
            LikelyMisreadings(library.characters.derived, library.same_texts),
        )
        self._waiting: list[int] = []
        self._incomplete = ""
        self._looked_at = self._to_look_at = 0
        self._is_closed = False
        super().__init__(say("可能认错的字"))
        QShortcut(QKeySequence("Ctrl+Z"), self, correcting.undo.undo)

    def acts(self) -> Sequence[RowAct[MisreadingRow]]:
        return [
            on_row(say("改正 (Enter)"), self._correct, ENTER),
            on_row(say("各处一起改正… (A)"), self._list_places, "A"),
            on_row(say("没有认错 (Delete)"), self._dismiss, "Delete"),
            on_row(say("打开 (O)"), self._show_article, "O", DOUBLE_CLICK),
        ]

    def _correct(self, row: MisreadingRow) -> None:
        each = row.misreading
        self._correcting.correct(
            each.article_id, each.place, each.read_as, len(each.printed), followers=(self,)
        )

    def _list_places(self, row: MisreadingRow) -> None:
        """List all places of the library that print the string, to be corrected in one step."""
        misread = row.misreading.form, row.misreading.meant
        open_places(self, PlaceList(self._library, self._correcting, misread, self._open, self))

    def _dismiss(self, row: MisreadingRow) -> None:
        """State that a character is printed as it is read, and is no misreading."""
        each = row.misreading
        self._correcting.dismiss(each.article_id, each.place, each.read_as, (self,))

    def _show_article(self, row: MisreadingRow) -> None:
        self._open(row.misreading.article_id, (row.misreading.form,))

    def is_idle(self) -> bool:
        return self.tasks.is_idle() and self._correcting.is_idle()

    def key_of(self, row: MisreadingRow) -> object:
        return row.misreading.article_id, row.misreading.place

    def words(self, row: MisreadingRow) -> str:
        each = row.misreading
        title = "，".join(filter(None, [row.title, each.because()]))
        return say(
            "“{printed}”或是“{read_as}”：{before}{printed}{after}　{title}",
            printed=each.printed,
            read_as=each.read_as,
            before=each.before,
            after=each.after,
            title=title,
        )

    def paint_row(self, painter: QPainter, rect: QRectF, row: MisreadingRow) -> None:
        each = row.misreading
        draw_in_context(painter, rect, each)
        below = QRectF(rect.x(), rect.y() + 36, rect.width(), 22)
        may_be = wording.listed(
            [say("或是“{read_as}”：{meant}", read_as=each.read_as, meant=each.meant), each.because()]
        )
        text_painting.draw_words(painter, below, may_be, theme.sans(12, 700), "ink2")
        below.setLeft(below.left() + text_painting.width_of(may_be, theme.sans(12, 700)) + 16)
        text_painting.draw_words(painter, below, row.title, theme.sans(12), "ink3")

    # -- looking through the articles

    def read(self) -> None:
        self.show_rows([])
        self._looked_at = 0
        self.tasks.run(self._scope.article_ids, self._begin, self._fail, FAULTS)

    def _begin(self, article_ids: Sequence[int]) -> None:
        self._waiting = list(article_ids)
        self._to_look_at = len(self._waiting)
        if self._scope.query is None:  # those misread everywhere come first
            likely = self._likely
            self.tasks.run(lambda: self._in_rows(likely.systematic(article_ids)), self._add)
            self.tasks.run(lambda: likely.why_incomplete(article_ids), self._tell_incomplete)
        self._read_next()

    def _in_rows(self, found: Sequence[Misreading]) -> list[MisreadingRow]:
        articles = {each.article_id: self._library.articles.article(each.article_id) for each in found}
        return [
            MisreadingRow(each, stored.article.title())
            for each in found
            if (stored := articles[each.article_id]) is not None
        ]

    def _tell_incomplete(self, why: str) -> None:
        self._incomplete = why
        self.show_face()

    def _read_next(self) -> None:
        self.show_face()
        if self._waiting and not self._is_closed:
            article_id = self._waiting.pop(0)
            self.tasks.run(lambda: self._rows_of(article_id), self._add_looked_at, self._fail, FAULTS)

    def _rows_of(self, article_id: int) -> list[MisreadingRow]:
        query = self._scope.query
        if query is not None:
            return self._in_rows(self._likely.found(article_id, query))
        found = self._likely.witnessed([article_id], lambda: self._is_closed)
        return self._in_rows([each for some in found for each in some])

    def _add_looked_at(self, rows: list[MisreadingRow]) -> None:
        self._looked_at += 1
        self._add(rows)
        self._read_next()

    def _add(self, rows: list[MisreadingRow]) -> None:
        known = set(map(self.key_of, self.rows()))
        self.show_rows([*self.rows(), *(row for row in rows if self.key_of(row) not in known)])

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, SearchCancelled):
            self.tell(str(error))
        self.show_face()

    def _is_done(self) -> bool:
        return self._looked_at >= self._to_look_at > 0 or (not self._waiting and self.tasks.is_idle())

    def nothing(self) -> Nothing:
        if not self._is_done():
            return Nothing(say("正在逐篇找…"), self._scope.words)
        how = say("选中文章里的字，按 Ctrl+H 也可以改正；改正过的在文章里有点线。")
        if self._scope.query is not None:
            return Nothing(say("没有可能认错的字"), how)
        why = "\n".join(filter(None, [self._incomplete, only_witnessed(), how]))
        return Nothing(say("没有找到有旁证的错字"), why)

    def show_face(self) -> None:
        super().show_face()
        if self._is_done():
            found = count(number, "{n} 处可能认错的字") if (number := len(self.rows())) else ""
            words = [self._scope.words, found, self._incomplete if number else ""]
            self.heading.setText(wording.GAP.join(filter(None, words)))
        else:
            self.heading.setText(
                say(
                    "{scope}　已看过 {done} 篇，共 {total} 篇",
                    scope=self._scope.words,
                    done=self._looked_at,
                    total=self._to_look_at,
                )
            )

    # -- decisions

    def follow(self, made: object) -> None:
        """Remove a decided row and choose the next one; if a decision was undone, search its article again."""
        if not isinstance(made, CharacterOutcome):
            return
        row = self.current()
        are_places_open = self.findChild(ListingDialog, "placeList") is not None
        if are_places_open or len(made.decisions) > 1:  # in several articles, whose ids have changed
            self.read()
        elif made.decisions and made.decisions[0].undone:
            if made.article_id is not None:
                self._waiting.append(made.article_id)
                self._to_look_at += 1
                self._read_next()
        elif row is not None:
            self.show_rows([self._after(each, row, made) for each in self.rows() if each != row])

    def _after(self, each: MisreadingRow, row: MisreadingRow, made: CharacterOutcome) -> MisreadingRow:
        """Return another row after the decision on `row`; in the same article, it gets the article's present id."""
        if made.article_id is None or each.misreading.article_id != row.misreading.article_id:
            return each
        return replace(each, misreading=replace(each.misreading, article_id=made.article_id))

    def finish(self) -> None:
        """Stop searching, before the base class waits for the search."""
        self._is_closed = True
        self._waiting.clear()
        super().finish()


def open_misreadings(parent: QWidget, misreadings: MisreadingList) -> None:
    ListingDialog(parent, say("可能认错的字"), "misreadingList", misreadings, has_heading=True).open()
