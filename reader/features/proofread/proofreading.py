"""Proofreading in a library: its pages, what speaks for which character, keeping what the reader says of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import day_of_issue
from reader.features.proofread.candidates import Candidate, Witness, candidates, witnessed
from reader.features.proofread.page import (
    Change,
    Doubt,
    ProofPage,
    ReadAgain,
    Spot,
    page_of,
    page_without_picture,
    places_of,
    read_in,
)
from reader.features.proofread.printed_line import Line
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.answers import LikelyCharacter, Misread, SecondReader
from reader.library.article_set import Shapes
from reader.library.character_places import ArticleCharacters, CharacterPlace, content_of
from reader.library.derived_data import reporting_damaged_data
from reader.library.library import Library
from reader.library.page_pictures import PageScan
from reader.library.read_share import WHOLE, what_is_read
from reader.newspaper.article import FAINT
from reader.newspaper.decision import CorrectedCharacter, Decision, DismissedMisreading
from reader.newspaper.holdings import IssueRow, Proofread, StoredArticle
from reader.newspaper.line_place import LineReading
from reader.plugs import all_plugs, answering
from reader.search.query import Query

_DECISIONS = (CorrectedCharacter, DismissedMisreading)
MOST_PAGES = 500
"""The maximum number of pages in a queue."""
MOST_COUNTED = 1000
"""The number of articles up to which those with a string are counted."""


class Offer(Struct, frozen=True):
    """What a place may be read as, and in how many articles the library has it with its neighbours.

    `held` has the recognised string and that of the first candidate with these numbers, at most `MOST_COUNTED`.
    `analysed` is the share of the articles that were compared; others may have the text, too.
    """

    candidates: tuple[Candidate, ...] = ()
    held: tuple[tuple[str, int], ...] = ()
    analysed: float = 1.0


class Scope(Enum):
    """Which places of its pages a queue asks: all in doubt, likely misreadings, or those of one character."""

    ALL = 1
    LIKELY = 2
    SAME = 3


class Queue(Struct, frozen=True):
    """Pages that are proofread one after another, each with its name and the id of an article on it.

    `words` says which; `sign` is the character in question, if the places of one are asked.
    """

    words: str
    pages: tuple[tuple[str, int], ...] = ()
    scope: Scope = Scope.ALL
    sign: str = ""

    def of(self, page: ProofPage) -> ProofPage:
        """Return a page with only those places in doubt that are asked."""
        match self.scope:
            case Scope.ALL:
                return page
            case Scope.LIKELY:
                doubts = [doubt for doubt in page.doubts if doubt.likely]
            case Scope.SAME:
                doubts = [doubt for doubt in page.doubts if page.recognised(doubt) == self.sign]
        return replace(page, doubts=tuple(doubts))

    def after(self, page: ProofPage) -> tuple[str, int] | None:
        """Return the page after the last one with an article of this page; the first if none has one."""
        article_ids = {article.id for article in page.articles}
        at = max(
            (at for at, (_, article_id) in enumerate(self.pages) if article_id in article_ids), default=-1
        )
        if at + 1 < len(self.pages):
            return self.pages[at + 1]
        return None


class Proofreading:
    """May be called from any thread, one call after another. Methods raise LibraryError and UserDataError."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._characters = library.characters
        self._catalogue = library.local.catalogue
        self._likely: dict[str, Sequence[LikelyCharacter]] = {}
        """The likely misreadings of the articles that were looked through, by the names of their printings."""
        self._witnesses: dict[int, dict[CharacterPlace, list[Witness]]] = {}

    @cached_property
    def _misread(self) -> Misread:
        return answering(Misread, all_plugs())(self._library.local)

    # -- pages

    def page(self, article_id: int) -> tuple[ProofPage, dict[Spot, str]]:
        """Return the page of an article, and what the reader has said of it; the article alone if it has no picture.

        Raises LibraryError if the library does not have the article any more.
        """
        stored = self._characters.stored(article_id)
        self._witnesses = {}
        scan = self._library.pictures.scan(article_id)
        has_picture = scan is not None and scan.page is not None and bool(scan.page.lines)
        if has_picture and scan is not None:
            ids = [page_article.id for page_article in scan.articles]
        else:
            rows = self._library.contents.articles(stored.issue.id)
            label = next((row.shown_page for row in rows if row.id == article_id), None)
            ids = [row.id for row in rows if row.shown_page == label]
        articles = []
        for stored_id in ids:
            stored_article = self._catalogue.article(stored_id)
            if stored_article is not None:
                articles.append(stored_article)
        likely = [self._likely.get(article.printing.name, ()) for article in articles]
        if has_picture and scan is not None:
            page = page_of(scan, articles, likely, self._kept_readings(scan))
        else:
            page = page_without_picture(
                articles, [self._faint(page_article) for page_article in articles], likely
            )
        return page, self.read(page)

    @cached_property
    def _second(self) -> SecondReader:
        return answering(SecondReader, all_plugs())(self._library.folder, self._library.pictures)

    def _kept_readings(self, scan: PageScan) -> ReadAgain:
        def kept(lines: Sequence[Line]) -> Sequence[LineReading] | None:
            return self._second.kept(scan.picture, places_of(lines, scan))

        return kept

    def may_be_read_again(self, page: ProofPage) -> bool:
        """Return whether the lines of a page can be read again, and were not."""
        scan = page.scan
        if scan is None or not page.lines or not self._second.is_there():
            return False
        return self._second.kept(scan.picture, places_of(page.lines, scan)) is None

    def read_again(self, page: ProofPage, pause: Callable[[], object]) -> None:
        """Read the lines of a page again, which takes long. See `SecondReader.read` for `pause`."""
        if page.scan is not None:
            self._second.read(page.scan.picture, places_of(page.lines, page.scan), pause)

    def read(self, page: ProofPage) -> dict[Spot, str]:
        return read_in(page.articles, self._characters.user_data.decisions.all(*_DECISIONS))

    def look(self, page: ProofPage) -> bool:
        """Look for the likely misreadings of a page, which takes long; return whether there are any to be shown."""
        unknown = [article for article in page.articles if article.printing.name not in self._likely]
        ids = [unknown_article.id for unknown_article in unknown]
        with reporting_damaged_data():
            if ids:
                characters_by_article = self._misread.likely(ids, self._library.same_texts)
            else:
                characters_by_article = {}
        self._likely |= {
            unknown_article.printing.name: characters_by_article.get(unknown_article.id, ())
            for unknown_article in unknown
        }
        return any(characters_by_article.values())

    def _faint(self, stored: StoredArticle) -> dict[CharacterPlace, float]:
        marks = self._catalogue.readings.certainty(stored.id)
        characters = ArticleCharacters(stored.article)
        faint = (at for at, mark in enumerate(marks) if mark == FAINT)
        positions = (characters.at_search_text(at) for at in faint)
        places = (characters.place(position) for position in positions if position is not None)
        return dict.fromkeys((place for place in places if place is not None), 0.5)

    # -- queues

    def issue_of(self, article_id: int) -> IssueRow:
        return self._characters.stored(article_id).issue

    def issue(self, article_id: int) -> Queue:
        """Return the pages of the article's issue."""
        issue = self.issue_of(article_id)
        first: dict[str, int] = {}
        for row in self._library.contents.articles(issue.id):
            first.setdefault(row.shown_page or "", row.id)
        day = issue.day_as_told(day_of_issue(issue.date, issue.month_day, issue.label))
        return Queue(day, tuple(first.items()))

    def library(self, sign: str = "") -> Queue:
        """Return the pages of the library with open places, the least certain first; those with a `sign` in doubt."""
        readings = self._catalogue.readings
        proofread_by_id = {
            article_id: some
            for article_id, some in readings.proofread().items()
            if some.decided < some.unsure
        }
        if sign:
            marks = dict(readings.faint(proofread_by_id))
            doubtful_sign = (search_form(sign), FAINT)
            for article_id, text in self._catalogue.search_texts(list(proofread_by_id)):
                if doubtful_sign not in zip(text, marks[article_id], strict=False):
                    del proofread_by_id[article_id]
        sure = self._catalogue.confidences(list(proofread_by_id))
        ids = sorted(
            proofread_by_id,
            key=lambda article_id: (
                sure.get(article_id, 1.0),
                proofread_by_id[article_id].decided - proofread_by_id[article_id].unsure,
            ),
        )
        if sign:
            words = say("全库的“{sign}”", sign=sign)
        else:
            words = say("全库，最没把握的在先")
        return Queue(words, self._pages(ids), Scope.SAME if sign else Scope.ALL, sign)

    def likely(self, article_ids: Sequence[int], words: str, query: Query | None = None) -> Queue:
        """Return the pages of these articles with likely misreadings, which takes long; see `Misread.likely`."""
        with reporting_damaged_data():
            characters_by_article = self._misread.likely(article_ids, self._library.same_texts, query)
            compared = what_is_read(WHOLE.of_analysis(self._library.same_texts.analysed()))
        words = say("，").join(filter(None, [words, compared]))
        for stored_id, stored in self._catalogue.stored(article_ids).items():
            self._likely[stored.printing.name] = characters_by_article.get(stored_id, ())
        return Queue(
            words,
            self._pages([article_id for article_id in article_ids if characters_by_article.get(article_id)]),
            Scope.LIKELY,
        )

    def _pages(self, article_ids: Sequence[int]) -> tuple[tuple[str, int], ...]:
        """Return the pages of articles by their names, each with the first of them, at most `MOST_PAGES`."""
        rows = self._catalogue.article_rows(article_ids)
        first: dict[tuple[int, str | None], int] = {}
        for row in (rows[each] for each in article_ids if each in rows):
            first.setdefault((row.issue_id, row.shown_page), row.id)
        names_newspapers = self._library.contents.has_several_newspapers()
        pages = []
        for (issue_id, label), article_id in list(first.items())[:MOST_PAGES]:
            words = [label or ""]
            issue = self._library.contents.issue(issue_id)
            if issue is not None:
                words.insert(0, issue.day_as_told(day_of_issue(issue.date, issue.month_day, issue.label)))
            if issue is not None and names_newspapers:
                words.insert(0, issue.newspaper_as_told)
            pages.append((" ".join(filter(None, words)), article_id))
        return tuple(pages)

    # -- candidates

    def offer(self, page: ProofPage, doubt: Doubt) -> Offer:
        cell = page.cells(doubt)[0]
        if cell.place is None:
            return Offer()
        stored = page.articles[cell.article]
        engine = self._library.local.engine
        with reporting_damaged_data():
            if stored.id not in self._witnesses:
                self._witnesses[stored.id] = witnessed(stored, self._library.same_texts)
            witness = self._witnesses[stored.id].get(cell.place, ())
            offered = candidates(page, doubt, witness, engine.frequencies)
            counted_strings = []
            if offered:
                before, _, after = page.around(doubt, {}, 1)
                for sign in (offered[0].read_as, cell.sign):
                    string = before + sign + after
                    counted_strings.append((string, self._count(string)))
        return Offer(tuple(offered), tuple(counted_strings), self._library.same_texts.analysed())

    def _count(self, string: str) -> int:
        asked = self._library.sets.of_text(f"“{string}”", Shapes.AS_PRINTED)
        return len(self._library.local.engine.page(asked.query, limit=MOST_COUNTED))

    # -- what the reader says

    def keep(self, page: ProofPage, changes: Iterable[Change]) -> list[Decision]:
        """Keep what characters are read as. It is on the disk then; articles and index have it after `apply`."""
        contents = []
        for change in changes:
            cell = change.cell
            if cell.place is not None:
                kind = DismissedMisreading if change.read_as == cell.sign else CorrectedCharacter
                contents.append(content_of(kind, page.articles[cell.article], cell.place, change.read_as))
        return self._characters.user_data.decisions.add_all(contents)

    def apply(self) -> bool:
        """Apply what was kept to the articles and the index; return False if the next sync has to do it."""
        return self._characters.apply()

    def article_now(self, page: ProofPage) -> int | None:
        """Return the present id of an article of the page, which has another one once its characters have changed."""
        for stored in page.articles:
            article = self._library.articles.article_at(stored.printing)
            if article is not None:
                return article.id
        return None

    def progress(self, article_ids: Collection[int] | None = None) -> Proofread:
        """Return how much of these articles is proofread, or of the whole library."""
        proofread_articles = self._catalogue.readings.proofread(article_ids).values()
        unsure = sum(proofread.unsure for proofread in proofread_articles)
        return Proofread(
            unsure,
            sum(proofread.decided for proofread in proofread_articles),
        )
