"""The people whom the articles asked for name, with how many of these articles name each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader.features.people.people import MOST_NAMED, People
from reader.features.people.person import Companion
from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.library import Library
from reader.library.read_share import all_so_far
from reader.search.documents import SearchCancelled
from reader.ui.desk import Desk
from reader.ui.frame import SetFace
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.listing import CHOICE, ENTER, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.undo_stack import FAULTS


class NamedPeople(Listing[Companion]):
    """The people, those named in most of the articles first."""

    instead = Nothing("")
    """What is said in place of the rows."""

    def __init__(
        self, open_person: Callable[[str, str], object], search_with: Callable[[str], object]
    ) -> None:
        """Make the list; `search_with` searches for a name among the articles."""
        self._open_person = open_person
        self._search_with = search_with
        super().__init__(say("人物"))
        self.state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def nothing(self) -> Nothing:
        return self.instead

    def key_of(self, row: Companion) -> object:
        return row.name

    def words(self, row: Companion) -> str:
        return wording.listed([say("、").join(_names(row)), wording.articles(row.articles)])

    def paint_row(self, painter: QPainter, rect: QRectF, row: Companion) -> None:
        number = wording.articles(row.articles)
        small = theme.sans(12)
        taken = text_painting.draw_words(painter, rect, number, small, "ink2", text_painting.RIGHT)
        line = rect.adjusted(0, 0, -taken - 12, 0)
        name, *others = _names(row)
        wide = text_painting.draw_free(painter, line, name, theme.serif(16, 700), "ink")
        line.setLeft(line.left() + wide + 8)
        text_painting.draw_free(painter, line, say("、").join(others), theme.serif(13), "ink3")

    def acts(self) -> Sequence[RowAct[Companion]]:
        return [
            on_row(say("打开人物卡片"), self._open, ENTER, CHOICE),
            on_row(say("在这些文章里搜"), self._search, is_menu_only=True),
        ]

    def _open(self, row: Companion) -> None:
        self._open_person(row.name, row.label)

    def _search(self, row: Companion) -> None:
        self._search_with(row.name)


def _names(row: Companion) -> list[str]:
    others = [form for form in row.forms if search_form(form) != search_form(row.name)]
    return [row.name, *others]


class SetPeople(SetFace):
    """The view (objectName `peopleOfSet`), which looks the names up when it comes to be seen."""

    def __init__(self, desk: Desk, people: People, open_person: Callable[[str, str], object]) -> None:
        super().__init__()
        self.setObjectName("peopleOfSet")
        self.setAccessibleName(say("人物"))
        self._desk = desk
        self._library: Library = desk.library
        self._people = people
        self.tasks = TaskQueue(self)
        self._token = threading.Event()
        self._asked: object = None
        """What the people that are shown, or being looked up, are of."""
        self.rows = NamedPeople(open_person, self._search_with)
        self.lead = self.lay_out(self.rows)

    def face(self) -> QWidget:
        return self.rows.currentWidget() or self.rows.view

    def read(self) -> None:
        """Look up who is named in what is asked for, unless that is known already."""
        library = self._library
        articles = self._desk.views.articles()
        question = articles, library.generation(), library.read
        if question == self._asked:
            return
        self._asked = question
        self._token.set()
        token = threading.Event()
        self._token = token
        self._say(say("正在数……"), "")

        def work() -> tuple[int, Sequence[Companion], float]:
            ids = library.sets.ids(articles, cancelled=token.is_set)
            return len(ids), self._people.named_in(ids), self._people.analysed()

        def failed(error: Exception) -> None:
            self._say(say("没有数出来"), str(error))

        self.tasks.run(work, self._show, failed, (SearchCancelled, *FAULTS), token)

    def leave(self) -> None:
        if not self.tasks.is_idle():
            self._asked = None
        self._token.set()

    def _show(self, answer: tuple[int, Sequence[Companion], float]) -> None:
        articles, people, analysed = answer
        if not people:
            self._say(say("没有人名"), count(articles, "{n} 篇里没有认出人名。"))
        else:
            self.rows.show_rows(people)
            number = f"{len(people):,}"
            words = say("{articles}里的 {n} 人", articles=wording.articles(articles), n=number)
            if len(people) == MOST_NAMED:
                words = say("{articles}里最常见的 {n} 人", articles=wording.articles(articles), n=number)
            remark = all_so_far(self._library.read.of_analysis(analysed))
            self.lead.setText("\n".join(filter(None, [words, remark])))

    def _say(self, title: str, body: str) -> None:
        self.lead.setText("")
        self.rows.instead = Nothing(title, body)
        self.rows.show_rows(())

    def _search_with(self, name: str) -> None:
        asked = self._desk.searching.articles
        text = f'"{name}"'
        if not asked.is_whole:
            text = f"{asked.text} {text}"
        self._desk.views.show_list()
        self._desk.results.enter_query(text)
