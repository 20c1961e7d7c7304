"""Proofreading in a library: its pages, what speaks for which character, keeping what the reader says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from reader.features.proofread.candidates import Candidate, Witness, candidates, witnessed
from reader.features.proofread.page import (
    Change,
    Doubt,
    ProofPage,
    Spot,
    page_of,
    page_without_picture,
    read_in,
)
from reader.library.answers import LikelyCharacter, Misread
from reader.library.character_places import ArticleCharacters, CharacterPlace, content_of
from reader.library.derived_data import damage_told
from reader.library.library import Library
from reader.newspaper.article import FAINT
from reader.newspaper.decision import CorrectedCharacter, Decision, DismissedMisreading
from reader.newspaper.holdings import StoredArticle
from reader.plugs import all_plugs, answering
from reader.search.query import parse_query

_DECISIONS = (CorrectedCharacter, DismissedMisreading)
MOST_COUNTED = 1000
"""The number of articles up to which those with a string are counted."""


class Offer(Struct, frozen=True):
    """What a place may be read as, and in how many articles the library has it with its neighbours.

    `held` has the recognised string and that of the first candidate with these numbers, at most `MOST_COUNTED`.
    """

    candidates: tuple[Candidate, ...] = ()
    held: tuple[tuple[str, int], ...] = ()


class Progress(Struct, frozen=True):
    """How many characters the recogniser was not certain of, and how many of these the reader has decided."""

    faint: int
    done: int


class Proofreading:
    """May be called from any thread, one call after another. Methods raise LibraryError and UserDataError."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._characters = library.characters
        self._catalogue = library.kept.catalogue
        self._likely: dict[str, Sequence[LikelyCharacter]] = {}
        """The likely misreadings of the articles that were looked through, by the names of their printings."""
        self._witnesses: dict[int, dict[CharacterPlace, list[Witness]]] = {}

    @cached_property
    def _misread(self) -> Misread:
        return answering(Misread, all_plugs())(self._library.kept)

    # -- pages

    def page(self, article_id: int) -> tuple[ProofPage, dict[Spot, str]]:
        """Return the page of an article, and what the reader has said of it; the article alone if it has no picture.

        Raises LibraryError if the library does not have the article any more.
        """
        stored = self._characters.stored(article_id)
        self._witnesses = {}
        scan = self._library.pictures.scan(article_id)
        if scan is None or scan.page is None or not scan.page.lines:
            page = page_without_picture(
                stored, self._faint(stored), self._likely.get(stored.printing.name, ())
            )
        else:
            ids = [each.id for each in scan.articles]
            articles = [found for each in ids if (found := self._catalogue.article(each)) is not None]
            page = page_of(scan, articles, [self._likely.get(each.printing.name, ()) for each in articles])
        return page, self.read(page)

    def read(self, page: ProofPage) -> dict[Spot, str]:
        return read_in(page.articles, self._characters.table.all(*_DECISIONS))

    def look(self, page: ProofPage) -> bool:
        """Look for the likely misreadings of a page, which takes long; return whether there are any to be shown."""
        unknown = [each for each in page.articles if each.printing.name not in self._likely]
        ids = [each.id for each in unknown]
        with damage_told():
            found = self._misread.likely(ids, self._library.same_texts) if ids else {}
        self._likely |= {each.printing.name: found.get(each.id, ()) for each in unknown}
        return any(found.values())

    def _faint(self, stored: StoredArticle) -> dict[CharacterPlace, float]:
        marks = self._catalogue.readings.certainty(stored.id)
        characters = ArticleCharacters(stored.article)
        faint = (at for at, mark in enumerate(marks) if mark == FAINT)
        positions = (characters.at_search_text(at) for at in faint)
        places = (characters.place(each) for each in positions if each is not None)
        return dict.fromkeys((place for place in places if place is not None), 0.5)

    def pages_of_issue(self, article_id: int) -> list[tuple[str, int]]:
        """Return the pages of the article's issue, each with its label and the id of its first article."""
        stored = self._characters.stored(article_id)
        first: dict[str, int] = {}
        for row in self._library.contents.articles(stored.issue.id):
            first.setdefault(row.shown_page or "", row.id)
        return list(first.items())

    # -- candidates

    def offer(self, page: ProofPage, doubt: Doubt) -> Offer:
        cell = page.cells(doubt)[0]
        if cell.place is None:
            return Offer()
        stored, engine = page.articles[cell.article], self._library.kept.engine
        with damage_told():
            if stored.id not in self._witnesses:
                self._witnesses[stored.id] = witnessed(stored, self._library.same_texts)
            witness = self._witnesses[stored.id].get(cell.place, ())
            found = candidates(page, doubt, witness, engine.frequencies)
            before, _, after = page.around(doubt, {}, 1)
            strings = [before + each + after for each in (*(one.read_as for one in found[:1]), cell.sign)]
            held = [(each, self._count(each)) for each in strings] if found else []
        return Offer(tuple(found), tuple(held))

    def _count(self, string: str) -> int:
        query = parse_query(f"“{string}”")
        return len(self._library.kept.engine.page(query, limit=MOST_COUNTED))

    # -- what the reader says

    def keep(self, page: ProofPage, changes: Iterable[Change]) -> list[Decision]:
        """Keep what characters are read as. It is on the disk then; articles and index have it after `apply`."""
        contents = []
        for change in changes:
            cell = change.cell
            if cell.place is not None:
                kind = DismissedMisreading if change.read_as == cell.sign else CorrectedCharacter
                contents.append(content_of(kind, page.articles[cell.article], cell.place, change.read_as))
        return self._characters.table.add_all(contents)

    def apply(self) -> bool:
        """Apply what was kept to the articles and the index; return False if the next sync has to do it."""
        return self._characters.apply()

    def article_now(self, page: ProofPage) -> int | None:
        """Return the present id of an article of the page, which has another one once its characters have changed."""
        for stored in page.articles:
            found = self._library.articles.article_at(stored.printing)
            if found is not None:
                return found.id
        return None

    def progress(self, article_ids: Collection[int] | None = None) -> Progress:
        """Return how much of these articles is proofread, or of the whole library."""
        readings = self._catalogue.readings
        done = {
            (each.article_id, at)
            for each in readings.all()
            if each.place is not None and each.place.is_certain
            for at in each.place.at[:1]
        }
        faint = decided = 0
        for article_id, marks in readings.faint(article_ids):
            faint += marks.count(FAINT)
            decided += sum((article_id, at) in done for at, mark in enumerate(marks) if mark == FAINT)
        return Progress(faint, decided)
