"""Finding the systematic misreadings in the issues of a library, for the list of misreadings and for searches.

Those of the newest issues are found after a sync and stored in the catalogue. Those of another issue, or of one whose
articles have changed since, are found when they are asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain

import msgspec
from msgspec import Struct

from reader import assets, do_nothing
from reader.features.misread.forms import (
    SystematicForm,
    Witness,
    differing_pairs,
    misread_forms,
    registered_forms,
    registered_words,
    systematic_forms,
)
from reader.i18n import say
from reader.library.answers import SameTexts
from reader.library.derived_data import Derived, DerivedData, only_writer
from reader.plugs import all_plugs, answering
from reader.search.query import Exact, Query
from reader.search.terms import as_printed, own_text
from reader.storage.analysis_tables import Rows
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.text_table import MakeRows

VERSION = 2
"""Version of what is stored in the catalogue, and of the method; another version counts as not looked at."""
CHANGED = 0.1
"""The share by which the number of a library's articles has to change for an issue to be looked at again: other
issues are evidence, too.
"""
LOOKED_AT = 20
"""The number of issues, the newest, that are looked at after a sync. Each takes up to half a second: all issues of a
large library would take hours.
"""
LONGEST = 300_000
"""The number of characters of the longest issue that is looked at; a file of millions would take minutes."""
SURE = 2
"""Length up to which the index alone determines the number of articles that contain a string."""
MOST_PRINTINGS = 3
"""The maximum number of other printings with which an article is compared."""
MOST_ISSUES = 40
"""The maximum number of issues in which a misread form of a searched string is looked for."""


class _Found(Struct, frozen=True, array_like=True):
    """What was found in an issue with these article ids, when the library had `of_articles` articles.

    `printings` are the ids of other printings of these articles.
    """

    version: int
    of_articles: int
    article_ids: tuple[int, ...]
    printings: tuple[int, ...]
    forms: tuple[SystematicForm, ...]


def look_for_systematic(derived: DerivedData, pause: Callable[[], object] = do_nothing) -> None:
    """Find and store the systematic misreadings of the newest issues for which that is due, the newest issue first.

    Every issue is a step of its own, before which `pause` is called; it may raise to stop the work. Raises LibraryBusy
    if another process writes, IndexDamaged and CatalogueDamaged.
    """
    misreadings = SystematicMisreadings(derived)
    catalogue = derived.catalogue
    gone = catalogue.table(_of_gone_issues)
    if gone:
        with only_writer(derived.lock), catalogue.writing(is_generation=False) as writer:
            for key in gone:
                writer.forget(key)
    _, _, of_articles, _, _ = catalogue.tree.counts()
    for issue in catalogue.tree.newest_issues(LOOKED_AT):
        pause()
        new_forms = misreadings.found_anew(issue.id, of_articles)
        if new_forms is not None:
            with only_writer(derived.lock), catalogue.writing(is_generation=False) as writer:
                writer.keep(_key(issue.id), msgspec.json.encode(new_forms).decode())


def _key(issue_id: int) -> str:
    """Return the key in `meta` of what was found in an issue."""
    return f"systematic {issue_id}"


def _of_gone_issues(rows: Rows, _: MakeRows) -> list[str]:
    key_rows = rows(
        "SELECT key FROM meta WHERE key GLOB 'systematic *'"
        " AND CAST(substr(key, 12) AS INTEGER) NOT IN (SELECT id FROM issue)"
    )
    return [key for (key,) in key_rows]


def issues_with_forms(catalogue: CatalogueReading) -> list[int]:
    """Return the issues in which systematic misreadings were found after a sync, the newest first."""
    rows = catalogue.table(_stored_forms)
    return sorted((issue_id for issue_id, stored in rows if _has_forms(stored)), reverse=True)


def _stored_forms(rows: Rows, _: MakeRows) -> list[tuple[int, str]]:
    return rows(
        "SELECT CAST(substr(key, 12) AS INTEGER), value FROM meta WHERE key GLOB 'systematic *'"
        " AND CAST(substr(key, 12) AS INTEGER) IN (SELECT id FROM issue)"
    )


def _has_forms(stored: str) -> bool:
    try:
        misread = msgspec.json.decode(stored, type=_Found)
    except msgspec.DecodeError:  # of another version
        return False
    return misread.version == VERSION and bool(misread.forms)


def _ids(printings: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(sorted({other_id for _, other_id in printings}))


class SystematicMisreadings:
    """The systematic misreadings of each issue, cached until the catalogue changes. Methods raise IndexDamaged."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._same_texts = answering(SameTexts, all_plugs())(derived)
        self._generation = -1
        self._registered_words: frozenset[str] | None = None
        self._of_issue: dict[int, tuple[SystematicForm, ...]] = {}
        self._certain_in: dict[int, tuple[SystematicForm, ...]] = {}

    def in_issue(self, issue_id: int) -> tuple[SystematicForm, ...]:
        """Return the systematic misreadings of an issue, the most certain first."""
        self._forget_old()
        if issue_id not in self._of_issue:
            article_ids = self._article_ids(issue_id)
            stored = self._stored(issue_id, article_ids)
            self._of_issue[issue_id] = (stored or self._found(issue_id, article_ids, 0)).forms
        return self._of_issue[issue_id]

    def are_compared(self) -> bool:
        """Return whether all articles have been compared with each other."""
        return self._same_texts.analysed() >= 1

    def why_incomplete(self, article_ids: Sequence[int]) -> str:
        """Return in words why misreadings in these articles may be missed; "" if they are not."""
        catalogue = self._derived.catalogue
        is_indexed = len(self._derived.engine) >= catalogue.tree.counts()[2]
        if not is_indexed or not self.are_compared():
            return say("还没有和别的各期都比过，这里会少；更新完再看一次。")
        issues = {row.issue_id for row in catalogue.article_rows(article_ids).values()}
        if any(map(self._is_too_long, issues)):
            return say("这一期太长，没有找处处印错的字。")
        return ""

    def _is_too_long(self, issue_id: int) -> bool:
        return sum(row.length for row in self._derived.catalogue.tree.articles(issue_id)) > LONGEST

    def found_anew(self, issue_id: int, of_articles: int) -> _Found | None:
        """Return what is found in an issue, to be stored; None if what is stored still holds.

        `of_articles` is the number of articles of the library.
        """
        article_ids = self._article_ids(issue_id)
        stored = self._stored(issue_id, article_ids)
        if stored and abs(of_articles - stored.of_articles) <= CHANGED * stored.of_articles:
            return None
        return self._found(issue_id, article_ids, of_articles)

    def _stored(self, issue_id: int, article_ids: tuple[int, ...]) -> _Found | None:
        """Return what is stored of an issue with these articles and printings of them; None if it is of others, or of
        another version.
        """
        stored = self._derived.catalogue.stored_value(_key(issue_id))
        if stored is None:
            return None
        try:
            stored_forms = msgspec.json.decode(stored, type=_Found)
        except msgspec.DecodeError:  # of another version
            return None
        if stored_forms.version != VERSION or stored_forms.article_ids != article_ids:
            return None
        if stored_forms.printings == _ids(self._printings(article_ids)):
            return stored_forms
        return None

    def _found(self, issue_id: int, article_ids: tuple[int, ...], of_articles: int) -> _Found:
        printings = self._printings(article_ids)
        texts = self._texts(article_ids)
        forms: tuple[SystematicForm, ...] = ()
        if not self._is_too_long(issue_id):
            reprinted = self._reprinted(printings)
            forms = systematic_forms(texts, self._registered_in(issue_id), self._elsewhere(texts), reprinted)
        return _Found(VERSION, of_articles, article_ids, _ids(printings), forms)

    def _printings(self, article_ids: Sequence[int]) -> Sequence[tuple[int, int]]:
        """Return articles of an issue, each with another printing of its text in another issue, the most alike first.

        Texts that are printed permanently are left out.
        """
        number: Counter[int] = Counter()
        pairs = []
        for article_id, other_id in self._same_texts.pairs(article_ids):
            if other_id not in article_ids and number[article_id] < MOST_PRINTINGS:
                number[article_id] += 1
                pairs.append((article_id, other_id))
        return pairs

    def _reprinted(self, printings: Sequence[tuple[int, int]]) -> Collection[tuple[str, str]]:
        """Return the pairs of characters that articles and other printings of them print differently."""
        ids = sorted(set(chain.from_iterable(printings)))
        texts = dict(zip(ids, self._texts(ids), strict=True))
        return set(chain.from_iterable(differing_pairs(texts[one], texts[other]) for one, other in printings))

    def _words_of_papers(self) -> frozenset[str]:
        """Return the registered words of all newspapers of the library."""
        self._forget_old()
        words = self._registered_words
        if words is None:
            papers = {row.title for row in self._derived.catalogue.tree.newspapers()}
            words = frozenset(chain.from_iterable(self._registered(paper) for paper in papers))
            self._registered_words = words
        return words

    def _forms_by_register(self, issue_id: int) -> tuple[SystematicForm, ...]:
        """Return those misreadings of `in_issue` for which the register is evidence; this takes little time."""
        self._forget_old()
        if issue_id not in self._certain_in:
            texts = self._texts(self._article_ids(issue_id))
            forms = registered_forms(texts, self._registered_in(issue_id))
            self._certain_in[issue_id] = tuple(forms)
        return self._certain_in[issue_id]

    def _forget_old(self) -> None:
        generation = self._derived.catalogue.generation()
        if generation != self._generation:
            self._generation = generation
            self._registered_words = None
            self._of_issue = {}
            self._certain_in = {}

    def certain(self, string: str) -> Mapping[str, frozenset[int]]:
        """Return the misread forms of a string that contains words of the assets, with the articles of their issues.

        The string is in search form; the articles are ids.
        """
        words = sorted(word for word in self._words_of_papers() if word in string)
        printed = list(chain.from_iterable(map(misread_forms, words)))
        articles_by_form: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
        for form, frequency in zip(printed, self._derived.engine.frequencies(printed), strict=True):
            for issue_id in self._issues_with(form, frequency):
                for meant in self._meanings(form, issue_id):
                    if meant in string:
                        articles_by_form[string.replace(meant, form)] |= {*self._article_ids(issue_id)}
        return articles_by_form

    def _issues_with(self, form: str, frequency: int) -> list[int]:
        """Return issues in which a form stands that so many articles may contain: the newest, at most `MOST_ISSUES`."""
        if not frequency:
            return []
        article_ids = self._derived.engine.page(Query(Exact(form, form)), limit=frequency)
        rows = self._derived.catalogue.article_rows(article_ids)
        return list(dict.fromkeys(row.issue_id for row in rows.values()))[:MOST_ISSUES]

    def _meanings(self, form: str, issue_id: int) -> list[str]:
        """Return what is meant by a form in an issue, as far as the register is evidence of it."""
        register_forms = self._forms_by_register(issue_id)
        return [misread.meant for misread in register_forms if misread.printed == form]

    def _registered_in(self, issue_id: int) -> tuple[str, ...]:
        issue = self._derived.catalogue.tree.issue(issue_id)
        return self._registered(issue.newspaper if issue else "")

    def _registered(self, newspaper: str) -> tuple[str, ...]:
        if newspaper in assets.newspapers().values():
            return registered_words(newspaper)
        return ()

    def _article_ids(self, issue_id: int) -> tuple[int, ...]:
        return tuple(row.id for row in self._derived.catalogue.tree.articles(issue_id))

    def _texts(self, article_ids: Sequence[int]) -> list[str]:
        return [own_text(as_printed(text)) for _, text in self._derived.catalogue.search_texts(article_ids)]

    def _elsewhere(self, texts: Sequence[str]) -> Callable[[Sequence[str]], list[int]]:
        """Return a function that returns for each string how many articles of other issues contain it.

        `texts` are those of the own issue, which are not counted.
        """
        engine = self._derived.engine

        def numbers(strings: Sequence[str]) -> list[int]:
            counts = []
            for string, bound in zip(strings, engine.frequencies(strings), strict=True):
                if not bound:
                    counts.append(0)
                    continue
                own_count = sum(string in text for text in texts)
                if bound > own_count and len(string) > SURE:
                    bound = len(engine.page(Query(Exact(string, string)), limit=own_count + 1))
                counts.append(max(0, bound - own_count))
            return counts

        return numbers


def witness_words(form: SystematicForm) -> str:
    printed = form.printed
    meant = form.meant
    match form.witness:
        case Witness.REGISTER:
            return say("这一期多处识别成“{printed}”，报纸名登记里是“{meant}”", printed=printed, meant=meant)
        case Witness.REPRINTS:
            return say(
                "这一期多处识别成“{printed}”，同一篇文字在别处登的，那里是“{meant}”",
                printed=printed,
                meant=meant,
            )
        case Witness.OTHER_ISSUES:
            return say(
                "这一期多处识别成“{printed}”，别的各期同样的话里是“{meant}”", printed=printed, meant=meant
            )
        case Witness.RECURRENCE:
            return say("这一期里这个字都这样印，换了才成词：“{meant}”", meant=meant)
