"""The menu that narrows a query: to a field, to pages, newspapers, editions, values of features, years."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from whoosh.query import Query as Node

from reader.i18n import say
from reader.language.forms import search_form
from reader.library.read_share import ReadSoFar
from reader.search.query import (
    VALUE_FIELDS,
    Choice,
    Edition,
    Field,
    Newspaper,
    Page,
    Period,
    Query,
    UnknownDay,
    UnknownNewspaper,
    UnknownPage,
    strings,
)
from reader.search.query.editing import Narrowing, in_field, is_narrowing, narrowed, of_parts, parts_of
from reader.search.ranking import page_place
from reader.search.terms import page_label
from reader.ui.widgets import wording
from reader.ui.widgets.menus import add_heading

_MOST_CHOICES = 40
_FEW = 3
"""So many choices of a filter stand in its menu itself."""


class Counted(Struct, frozen=True):
    """The number of articles found, in all and by each thing that a query can be narrowed to; "" for an unknown one.

    `by_value` is None while that is not counted. `years` and `unknown_days` are of all days.
    """

    total: int
    by_page: Mapping[str, int]
    by_newspaper: Mapping[str, int]
    by_edition: Mapping[str, int]
    by_value: Mapping[Choice, int] | None
    years: Sequence[tuple[Period, int]]
    unknown_days: int


class FilterMenu:
    """Fills a menu with what a query can be narrowed to; in each filter the numbers add up to all."""

    def __init__(
        self,
        menu: QMenu,
        query: Query,
        counted: Counted,
        read: ReadSoFar,
        ask: Callable[[Query], object],
    ) -> None:
        self._menu = menu
        self._query = query
        self._counted = counted
        self._read = read
        self._ask = ask
        self._words_of: Callable[[Node], str] = str

    def fill(self, field: Field | None, words_of: Callable[[Node], str]) -> None:
        """Fill the menu; `field` is that of the strings, None without any; `words_of` words a part that is chosen."""
        self._menu.clear()
        self._words_of = words_of
        if field is not None:
            self._add_fields(field)
        self._add_pages()
        self._add_newspapers()
        self._add_editions()
        self._add_values()
        self._add_years()
        self._menu.addSeparator()

    def add_actions(self, shapes: QAction, folds: QAction) -> None:
        """Add what is switched for all searches; which shapes count, only if there is a string."""
        if next(strings(self._query), None) is not None:
            self._menu.addAction(shapes)
        self._menu.addAction(folds)

    def _add_fields(self, chosen: Field) -> None:
        add_heading(self._menu, say("在哪里找"))
        for field in Field:
            self._add(self._menu, field.label(), partial(self._in_field, field), is_chosen=field is chosen)

    def _in_field(self, field: Field) -> Query:
        return of_parts([in_field(part, field) for part in parts_of(self._query)])

    def _add_pages(self) -> None:
        by_page = self._counted.by_page
        pages = {
            wording.page(page): (Page(page_label(page)), by_page[page])
            for page in sorted(by_page, key=page_place)
            if page
        }
        unknown = UnknownPage(), by_page.get("", 0)
        self._add_choices(say("版面"), Page, _with_unknown(pages, unknown))

    def _add_newspapers(self) -> None:
        by_newspaper = self._counted.by_newspaper
        papers = {
            name: (Newspaper(name, search_form(name)), number)
            for name, number in by_newspaper.items()
            if name
        }
        unknown = UnknownNewspaper(), by_newspaper.get("", 0)
        self._add_choices(say("报纸"), Newspaper, _with_unknown(papers, unknown))

    def _add_editions(self) -> None:
        by_edition = self._counted.by_edition
        editions = {name: (Edition(name), number) for name, number in by_edition.items() if name}
        ordinary = say("平常的一版"), by_edition.get("", 0)
        self._add_choices(say("版次"), Edition, editions, others=ordinary)

    def _add_values(self) -> None:
        """Add the values that features tell of articles; of most articles they tell none, so that one is a choice."""
        by_value = self._counted.by_value
        for field in VALUE_FIELDS:
            counted = (by_value or {}).items()
            values = {
                value_choice.option.label: (value_choice, number)
                for value_choice, number in counted
                if value_choice.chosen_in == field
            }
            of_others = self._counted.total - sum(number for _, number in values.values())
            others = say("其余的"), of_others if values else 0
            self._add_choices(field.heading(), field, values, others=others)
            if by_value is None and self._part(field) is None:
                self._menu.addAction(say("{field}：还没有数", field=field.label())).setEnabled(False)

    def _add_years(self) -> None:
        years: dict[str, tuple[Node, int]] = {
            wording.period(span): (span, number) for span, number in self._counted.years if number
        }
        if self._counted.unknown_days:
            years[say("日期不明")] = UnknownDay(), self._counted.unknown_days
        self._add_choices(say("年份"), Period, years)

    def _part(self, kind: Narrowing) -> Node | None:
        return next((part for part in parts_of(self._query) if is_narrowing(part, kind)), None)

    def _add_choices(
        self,
        name: str,
        kind: Narrowing,
        choices: Mapping[str, tuple[Node, int]],
        *,
        others: tuple[str, int] = ("", 0),
    ) -> None:
        """Add the values that narrow the query, if there is a choice.

        `others` have none of the values, in words and their number.
        """
        chosen = self._part(kind)
        rest = self._rest_of(choices, others)
        if chosen is None and len(choices) + len(rest) < 2:
            return
        inside = self._place_for(name, chosen, is_flat=len(choices) <= _FEW)
        self._add(inside, say("全部"), partial(narrowed, self._query, kind, None), is_chosen=chosen is None)
        if inside is not self._menu:
            inside.addSeparator()
        for text, (part, number) in list(choices.items())[:_MOST_CHOICES]:
            label = self._with_number(text, number)
            self._add(inside, label, partial(narrowed, self._query, kind, part), is_chosen=part == chosen)
        for text, number in rest if chosen is None else ():
            inside.addAction(self._with_number(text, number)).setEnabled(False)

    def _rest_of(
        self, choices: Mapping[str, tuple[Node, int]], others: tuple[str, int]
    ) -> list[tuple[str, int]]:
        """Return what can't be chosen, and its number of articles."""
        not_listed = sum(number for _, number in list(choices.values())[_MOST_CHOICES:])
        rest = [others, (say("没有列出的"), not_listed)]
        return [(text, number) for text, number in rest if number]

    def _place_for(self, name: str, chosen: Node | None, *, is_flat: bool) -> QMenu:
        """Return the menu for the values of a filter: this one under a heading, or one inside it."""
        add_heading(self._menu, name if is_flat else "")
        if is_flat:
            return self._menu
        if chosen is None:
            words = say("全部")
        else:
            words = self._words_of(chosen)
        return self._menu.addMenu(f"{name}：{words}".replace("&", "&&"))

    def _with_number(self, text: str, number: int) -> str:
        number_text = wording.articles(number)
        if not self._read.is_whole:
            number_text = say("目前 {number}", number=number_text)
        return f"{text.replace('&', '&&')}\t{number_text}"

    def _add(self, menu: QMenu, text: str, edit: Callable[[], Query], *, is_chosen: bool) -> None:
        action = menu.addAction(text, lambda: self._ask(edit()))
        action.setCheckable(True)
        action.setChecked(is_chosen)


def _with_unknown(
    choices: Mapping[str, tuple[Node, int]], unknown: tuple[Node, int]
) -> Mapping[str, tuple[Node, int]]:
    """Return the choices with that for the articles of which the value isn't known, if there are any."""
    if not unknown[1]:
        return choices
    return {**choices, say("不明"): unknown}
