"""The holdings of a library as rows for lists and trees, stored articles with their context, conditions on them, and
fields of the query language for values of articles that are one of a few.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, TypeAlias

from msgspec import Struct
from msgspec.structs import astuple, replace

from reader.i18n import Words, language
from reader.newspaper.article import Article, ArticleKind, LineSpan, Quality, Reading
from reader.newspaper.facts import (
    NO_FACTS,
    Fact,
    IssueFacts,
    Outcome,
    Rule,
    fact_by,
    fact_from_json,
    facts_from_json,
    of_value,
    unknown,
    with_remark,
)
from reader.newspaper.issue import (
    DateOrigin,
    Masthead,
    TitleOrigin,
    facts_of_origins,
    rule_of_day,
    rule_of_title,
)
from reader.newspaper.passage import Passage
from reader.newspaper.printing import Printing

Anchor = int | str
"""Identifies an article and its bookmarks while the catalogue does not change; see `Bookmark.anchor`."""


class NewspaperRow(Struct, frozen=True):
    """A newspaper of the library; `title` is "" for files in which no title was found.

    `origin` is the most reliable evidence for its title among its issues.
    """

    title: str
    issue_count: int
    undated_count: int
    origin: TitleOrigin | None = None

    @property
    def fact(self) -> Fact[str]:
        """The title, and how it is known."""
        return fact_by(rule_of_title(self.origin), self.title or None)


class PeriodRow(Struct, frozen=True):
    """A year, or a month of a year, with the number of issues held."""

    number: int
    issue_count: int


@lru_cache(maxsize=4096)
def _stored_facts_as_of(stored: str, today: dt.date) -> IssueFacts:
    """Return facts of stored JSON, as of a day; lists ask for those of their rows at each painting."""
    return facts_from_json(json.loads(stored)).as_of(today)


class IssueRow(Struct, frozen=True):
    """An issue in the tree. `date` is None for an issue under 日期不详; `label` is then the file's name.

    `newspaper_origin` is the most reliable evidence for the newspaper's name in its files; None if there is
    no name, or an earlier version recorded none. `edition` is "" for the ordinary edition of the day, else
    for example 号外.
    """

    id: int
    newspaper: str
    date: dt.date | None
    month_day: str | None
    date_origin: DateOrigin | None
    number: int | None
    article_count: int
    label: str
    newspaper_origin: TitleOrigin | None = None
    edition: str | None = None
    stored_facts: str = ""
    """What is known of the issue as it is stored: JSON; "" if an earlier version has stored it."""

    @property
    def facts(self) -> IssueFacts:
        """What is known of the issue, and how."""
        today = dt.date.today()
        if self.stored_facts:
            return _stored_facts_as_of(self.stored_facts, today)
        facts = facts_of_origins(
            self.newspaper,
            self.newspaper_origin,
            self.date,
            rule_of_day(self.date_origin),
            self.number,
            self.edition,
        )
        return facts.as_of(today)

    @property
    def year_alone(self) -> Fact[int]:
        """The year of an issue of whose day nothing else is known; unknown of others."""
        if self.date or self.month_day:
            return unknown()
        return self.facts.year

    @property
    def place_by_day(self) -> tuple[dt.date, int]:
        """The place among others, those without a day first."""
        return self.date or dt.date.min, self.id

    def with_edition(self, day: str) -> str:
        """Return the issue's day, written in any way, and the edition of that day: 1936-07-04 晚刊（据文件名）."""
        return " ".join(filter(None, [day, self.edition_in_words]))

    def day_as_told(self, day: str) -> str:
        """Return the issue's day, written in any way, with a mark if it is not printed, and the edition."""
        return self.with_edition(with_remark(day, self.facts.day))

    @property
    def newspaper_as_told(self) -> str:
        """The newspaper with a mark if its name is not printed; "" for none."""
        return with_remark(self.newspaper, self.facts.title)

    @property
    def edition_in_words(self) -> str:
        """The edition, and how it is known; "" for the ordinary one."""
        return with_remark(self.edition or "", self.facts.edition)


class ArticleRow(Struct, frozen=True):
    """An article in a list.

    `title` is its headline or the beginning of its text, `lead` the first words of its text, `names` the
    names in its credits, `length` the number of characters in its blocks. `estimated_page` is, in the list of
    its issue, the page of its file in a row of files; or "1" if it precedes the first head of a page of its file,
    which is that of page 2.
    """

    id: int
    key: str
    issue_id: int
    kind: ArticleKind
    page: str | None
    kicker: str | None
    title: str
    lead: str
    names: tuple[str, ...]
    length: int
    estimated_page: Fact[str] = Fact(None, Outcome.UNKNOWN)
    stored_page: str = ""
    """How the page is known as it is stored: JSON; "" if an earlier version has stored it."""

    @property
    def page_fact(self) -> Fact[str]:
        """The page under which the article is listed, and how it is known."""
        if self.page is None:
            return self.estimated_page
        if self.stored_page:
            stored = fact_from_json(json.loads(self.stored_page), str)
        else:
            stored = None
        if stored is None or stored.value != self.page:
            return fact_by(Rule.NOT_READ_AGAIN, self.page)
        return stored

    @property
    def shown_page(self) -> str | None:
        """The page under which the article is listed: the printed one, or else the estimated one."""
        return self.page or self.estimated_page.value


def with_page(facts: IssueFacts, row: ArticleRow) -> IssueFacts:
    """Return what is known of an issue, with the printed page of one of its articles only."""
    return replace(facts, pages={row.page: row.page_fact} if row.page else {})


class Twin(Struct, frozen=True):
    """A file that has the same page as the file `of`; `is_copy`: its name says that it is a copy of that."""

    of: str
    is_copy: bool = False


class SourceRow(Struct, frozen=True):
    """A file that an article was read from. `is_missing`: the file is gone, but its text is still stored.

    `reading` is how it was read, None for plain text; `position` is the number of articles before this one in
    the file. `is_other`: the text shown is that of another file, which precedes it in lists. `file` is the
    digest of its content (`file_mark`), or "".
    """

    path: str
    encoding: str
    source_lines: tuple[LineSpan, ...]
    is_missing: bool
    reading: Reading | None = None
    position: int = 0
    is_other: bool = False
    file: str = ""

    def __eq__(self, other: object) -> bool:
        """Whether all but `file` is equal: with the same text, it is the same source."""
        return isinstance(other, SourceRow) and astuple(self)[:-1] == astuple(other)[:-1]

    def __hash__(self) -> int:
        return hash(self.path)


class SourceFile(Struct, frozen=True):
    path: str
    is_missing: bool
    masthead: Masthead


class HeldFile(Struct, frozen=True):
    """A file that is present, with the newspaper and the day of its issue. `is_estimated`: the day is not printed.

    `pages` are the facts of its pages as they are stored, JSON by label; "" if none is known.
    """

    path: str
    newspaper: str
    date: dt.date | None = None
    month_day: str | None = None
    is_estimated: bool = False
    stored_pages: str = ""

    def pages(self) -> dict[str, Fact[str]]:
        """Return the pages of the file by their labels, and how each is known."""
        stored = json.loads(self.stored_pages) if self.stored_pages else {}
        return {label: fact_from_json(fact, str) for label, fact in stored.items()}


class MissingFile(Struct, frozen=True):
    """A file that is gone, with its issue, and the number of articles that no other file has."""

    path: str
    newspaper: str
    date: dt.date | None
    month_day: str | None
    article_count: int


class FolderFile(Struct, frozen=True):
    """A file of a folder. `date` is None if the date of its issue is unknown or only inferred."""

    path: str
    issue_id: int
    newspaper: str
    date: dt.date | None


class Proofread(Struct, frozen=True):
    """How many characters an OCR program was not certain of, and how many of these the reader has decided."""

    unsure: int = 0
    decided: int = 0

    @property
    def share(self) -> float:
        if self.unsure:
            return self.decided / self.unsure
        return 0.0


class StoredArticle(Struct, frozen=True):
    """An article with everything that the library knows about it: its issue, masthead and files."""

    id: int
    article: Article
    issue: IssueRow
    masthead: Masthead
    sources: tuple[SourceRow, ...]
    proofread: Proofread | None = None
    """How far it is proofread; None if no OCR program says how certain it was."""

    @property
    def printing(self) -> Printing:
        """The article's printing, to which bookmarks and other marks are attached."""
        file, path = (self.sources[0].file, self.sources[0].path) if self.sources else ("", "")
        issue = self.issue
        return Printing(self.article.key, issue.newspaper, issue.date, self.article.page, file, path)

    @property
    def page_fact(self) -> Fact[str]:
        """The page of the article, and how it is known."""
        return self.masthead.facts.page(self.article.page)

    @property
    def facts(self) -> IssueFacts:
        """How the issue is known by all its files, and the page of the article by this one."""
        page = self.article.page
        return replace(self.issue.facts, pages={page: self.page_fact} if page else {})

    def facts_as_json(self) -> dict[str, object]:
        """Return how the issue and the page of the article are known."""
        return {**self.issue.facts.as_json(), "page": self.page_fact.as_json()}

    @property
    def anchor(self) -> Anchor:
        """The value of `Bookmark.anchor` for a bookmark on this article."""
        return self.id or self.printing.name

    @property
    def is_missing(self) -> bool:
        return all(source.is_missing for source in self.own_sources)

    def sources_present(self) -> tuple[SourceRow, ...]:
        """Return the files that are still there."""
        return tuple(source for source in self.sources if not source.is_missing)

    @property
    def own_sources(self) -> tuple[SourceRow, ...]:
        """The files whose text is shown (`is_other` is false)."""
        return tuple(source for source in self.sources if not source.is_other)

    @property
    def quality(self) -> Quality | None:
        """What the file whose text is shown states of its characters; None if nothing."""
        readings = (source.reading for source in self.own_sources)
        return next((reading.quality for reading in readings if reading is not None), None)


class Bookmark(Struct, frozen=True):
    """A bookmark of an article or of a highlighted `passage`, with a copy of the article as of bookmarking.

    `file` is the digest of the file's content (`file_mark`), "" in bookmarks of earlier versions. `deleted`:
    when it was removed; None if it was not. `tick`: see `logical_clock`. `article_id` is the id of its
    article in the library; 0 if there is none, and then `is_orphan` is true and `elsewhere` is the number of
    other printings with the same text. `is_passage_lost`: the article is there, but the passage is not found
    in it.
    """

    uuid: str
    key: str
    newspaper: str
    date: dt.date | None
    month_day: str | None
    number: int | None
    page: str | None
    path: str
    article: Article
    note: str
    tags: tuple[str, ...]
    created: dt.datetime
    modified: dt.datetime
    passage: Passage | None = None
    deleted: dt.datetime | None = None
    file: str = ""
    tick: int = 0
    is_orphan: bool = False
    is_awaited: bool = False
    """Whether it is an orphan only until now: files of the library are not read yet."""
    is_passage_lost: bool = False
    article_id: int = 0
    elsewhere: int = 0
    facts: IssueFacts = NO_FACTS
    """How the library knows what it says of the article's issue and page; `NO_FACTS` for an orphan."""

    def __eq__(self, other: object) -> bool:
        """Whether all of the bookmark is equal; `article_id`, `elsewhere` and `facts` are of the library."""
        return isinstance(other, Bookmark) and astuple(self)[:-3] == astuple(other)[:-3]

    def __hash__(self) -> int:
        return hash(self.uuid)

    @property
    def printing(self) -> Printing:
        return Printing(self.key, self.newspaper, self.date, self.page, self.file, self.path)

    @property
    def anchor(self) -> Anchor:
        """The id of its article; the name of its printing if the library does not have the article."""
        return self.article_id or self.printing.name

    @property
    def title_fact(self) -> Fact[str]:
        """How the newspaper is known; unknown unless the library has the article under this name."""
        return of_value(self.facts.title, self.newspaper)

    @property
    def day_fact(self) -> Fact[dt.date]:
        return of_value(self.facts.day, self.date)

    @property
    def page_fact(self) -> Fact[str]:
        return of_value(self.facts.pages.get(self.page or "", unknown()), self.page)

    def facts_as_json(self) -> dict[str, object]:
        """Return how newspaper, day and page are known."""
        return {
            "title": self.title_fact.as_json(),
            "day": self.day_fact.as_json(),
            "page": self.page_fact.as_json(),
        }

    def words(self) -> tuple[str, tuple[str, ...]]:
        return self.note, self.tags


def on_printing(bookmark: Bookmark, printing: Printing, month_day: str | None) -> Bookmark:
    """Return the bookmark moved to another printing, in an issue with this `month_day`; its text stays."""
    return replace(
        bookmark,
        key=printing.key,
        newspaper=printing.newspaper,
        date=printing.date,
        month_day=month_day,
        page=printing.page,
        file=printing.file,
        path=printing.path,
    )


def stored_article(bookmark: Bookmark) -> StoredArticle:
    """Return the article stored in a bookmark as a `StoredArticle`, with the id 0."""
    issue = IssueRow(
        id=0,
        newspaper=bookmark.newspaper,
        date=bookmark.date,
        month_day=bookmark.month_day,
        date_origin=None,
        number=bookmark.number,
        article_count=1,
        label=bookmark.path,
    )
    source = SourceRow(bookmark.path, "", bookmark.article.source_lines, is_missing=True)
    return StoredArticle(0, bookmark.article, issue, Masthead(title=bookmark.newspaper), (source,))


Value: TypeAlias = str | int | None


class OneOf(Struct, frozen=True):
    """A condition on a column: the document's number or label is one of `values`."""

    column: str
    values: Sequence[str] | Sequence[int]

    def holds(self, value: Value) -> bool:
        return value in self.values


class Between(Struct, frozen=True):
    """A condition on a column: the document's number is at least `first` and below `beyond`."""

    column: str
    first: int
    beyond: int

    def holds(self, value: Value) -> bool:
        return isinstance(value, int) and self.first <= value < self.beyond


class ValuesTable(Protocol):
    """Queries on a table of a catalogue that has a value of the articles."""

    def is_filled(self) -> bool:
        """Return whether it has the values of all articles but a few, which are quickly asked."""

    def up_to(self) -> int:
        """Return the id up to which the table has the values of all articles; it has none of those after it."""

    def ids_with(self, values: Sequence[Value]) -> set[int]:
        """Return the ids of the articles with one of these values, up to that id."""

    def values_of(self, ids: Sequence[int]) -> Mapping[int, Value]:
        """Return the values of articles up to that id; those that have none are left out."""


class ArticleValue(Struct, frozen=True):
    """A value of articles that a query can ask for and that the index does not have.

    `of` returns it for an article; where a catalogue has a column `name` for it, that is asked instead, and has to be
    if it is a value of the article's issue. `table` makes the queries on the table of a feature that keeps it
    (`CatalogueReading.table`).
    """

    name: str
    of: Callable[[Article], Value] = lambda article: None
    table: Callable[..., ValuesTable] | None = None


class Document(Struct, frozen=True):
    """An article in the index; `text` is `terms.search_text(article)`, `date` is None for an undated issue.

    `values` has those values that the catalogue has as columns, by `ArticleValue.name`; `article` loads the article.
    """

    id: int
    newspaper: str
    date: dt.date | None
    page: str | None
    text: str
    values: Mapping[str, Value] = {}
    article: Callable[[], Article | None] = lambda: None

    def value(self, article_value: ArticleValue) -> Value:
        if article_value.name in self.values:
            return self.values[article_value.name]
        article = self.article()
        if article is None:
            return None
        return article_value.of(article)


class Option(Struct, frozen=True):
    """A value; `names` may be typed for it, of which the first two are its names in Chinese and in English."""

    value: Value
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0 if language() == "zh" else 1]

    @property
    def label(self) -> str:
        """The name as the window shows it."""
        return self.name[:1].upper() + self.name[1:]


class Example(Struct, frozen=True):
    """A line of the help of the query language: how it is typed in Chinese and in English, and what it finds."""

    chinese: str
    english: str
    finds: Words


class NumberField(Struct, frozen=True):
    """A field for a number of each article (字数:>500); what is not explained is as of `ValueField`.

    Attributes:
        value: the number of articles, not negative; an article without one is in no range.
        unit: a word that may follow a number in a query, in simplified characters.
        help: as of `search.query.fields.FieldKind`, in addition to what is said of all numbers.
    """

    name: str
    english: str
    value: ArticleValue
    label: Words
    help: tuple[Example, ...]
    unit: str = ""
    spellings: tuple[str, ...] = ()
    almost: tuple[str, ...] = ()


class ValueField(Struct, frozen=True):
    """A field; the attributes that are not explained are those of `search.query.fields.FieldKind`.

    Attributes:
        value: the value of articles.
        options: all values that an article may have; other articles have none.
        label: returns the name of the field that the window shows.
        rule: how the value of an article is known.
    """

    name: str
    english: str
    value: ArticleValue
    options: tuple[Option, ...]
    label: Words
    help: tuple[Example, ...]
    spellings: tuple[str, ...] = ()
    almost: tuple[str, ...] = ()
    rule: Rule = Rule.OWN_WORDS

    def typed(self, text: str) -> Option | None:
        """Return the option with a name, given in simplified characters and lower case; None if there is none."""
        return next((option for option in self.options if text in option.names), None)

    def of(self, article: Article) -> Option | None:
        """Return the option that is the value of an article; None if it has none."""
        return self.option(self.value.of(article))

    def option(self, value: Value) -> Option | None:
        """Return the option with this value; None if there is none."""
        return next((option for option in self.options if option.value == value), None)

    def heading(self) -> str:
        """Return the label with how the values are known, unless the articles say them."""
        return with_remark(self.label(), fact_by(self.rule, self.english))

    def fact(self, option: Option | None) -> Fact[str]:
        """Return how the option that is the value of an article is known; unknown for none."""
        return fact_by(self.rule, None if option is None else str(option.value))


Values = tuple[tuple[ValueField, Option | None], ...]
"""What features tell of an article: of each field its value, None if it has none."""
