"""The sources of an article: the same words in files of several formats, why one of them is shown, and the choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from reader.i18n import say
from reader.library.derived_data import Derived
from reader.library.printings import articles_of
from reader.library.sync_sources import chosen_of
from reader.newspaper.article import Article
from reader.newspaper.decision import ChosenSource, Decision
from reader.newspaper.holdings import IssueRow, SourceRow, StoredArticle
from reader.sources.form import Form, Standing, reason
from reader.sources.order import PLAIN, place_of
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.user_data import UserData

if TYPE_CHECKING:
    from reader.library.similar import Difference


@dataclass(frozen=True, slots=True)
class Source:
    """The text of an article in the files of one format.

    `article` has the text, its pieces joined, and `keys` are the keys of the pieces; `is_shown` if it is the text
    shown.
    """

    format: str
    article: Article
    keys: tuple[str, ...]
    files: tuple[SourceRow, ...]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ArticleSources:
    """The sources of an article, the shown one first; `reason` is why it is shown, in words.

    `is_chosen`: a reader has chosen it for the article, or for the issue (`is_issue_chosen`).
    """

    stored: StoredArticle
    sources: tuple[Source, ...]
    reason: str
    is_chosen: bool = False
    is_issue_chosen: bool = False


class Sources:
    """The sources of a library's articles. Every method may be called from any thread.

    `apply` joins the issues' forms again; it returns whether that was possible now.
    """

    def __init__(self, derived: Derived, user_data: UserData, apply: Callable[[], bool]) -> None:
        self._derived = derived
        self._user_data = user_data
        self._apply = apply

    def of(self, article_id: int) -> ArticleSources | None:
        """Return the sources of an article; None if it has none, no longer exists, or the catalogue is damaged."""
        try:
            catalogue = self._derived.catalogue
            stored = catalogue.article(article_id)
            if stored is None:
                return None
            own = catalogue.forms.of_article(article_id) if len(stored.sources) > 1 else {}
            standings = self._standings(stored.issue) if own else {}
        except CatalogueDamaged:
            return None
        sources = _sources(stored, own)
        if not sources:  # possible in a catalogue that came from somebody else
            return None
        chosen = self._chosen(stored.issue) if len(sources) > 1 else []
        known = chosen_of(stored.issue, chosen)
        keys = {key for source in sources for key in source.keys}
        of_article = any(known.of_articles.get(key) == sources[0].format for key in keys)
        of_issue = known.of_issue == sources[0].format
        others = [standings[source.format] for source in sources[1:] if source.format in standings]
        words = reason(
            standings.get(sources[0].format, Standing.READ), others, is_chosen=of_article or of_issue
        )
        return ArticleSources(stored, sources, words, of_article or of_issue, of_issue)

    def text(self, article_id: int, number: int) -> StoredArticle:
        """Return an article with the text of its source of that number (from 1). Raises LibraryError if it has none."""
        found = self.of(article_id)
        if found is None or not 1 <= number <= len(found.sources):
            raise LibraryError(say("这篇没有第 {n} 种来源。", n=number))
        return as_told(found, found.sources[number - 1])

    def difference(self, article_id: int, number: int) -> Difference:
        """Return how the source with this number (from 1) differs from the shown text. Raises LibraryError."""
        from reader.library.similar import Difference, text_of
        from reader.reprints.differences import differences

        found = self.of(article_id)
        other = self.text(article_id, number)
        assert found is not None  # else `text` would have raised LibraryError
        one = as_told(found, found.sources[0])
        texts = text_of(one.article), text_of(other.article)
        return Difference(one, other, *texts, differences(*texts))

    def choose(self, article_id: int, number: int, *, of_issue: bool = False) -> int | None:
        """Show the source with this number (from 1), of the article or of its whole issue.

        Return the id of the article as it is shown then; None if the choice can't be applied now, for example because
        another process updates the library, or if the article is not found. Raises LibraryError, UserDataError.
        """
        self._derived.kept_here()
        found = self.of(article_id)
        if found is None or not 1 <= number <= len(found.sources):
            raise LibraryError(say("这篇没有第 {n} 种来源。", n=number))
        source, issue = found.sources[number - 1], found.stored.issue
        if issue.date is None:
            raise LibraryError(say("日期不详的一期没有几种来源。"))
        self._undo(found, of_issue=of_issue)
        key = "" if of_issue else source.keys[0]
        self._user_data.decisions.add(ChosenSource(issue.newspaper, issue.date, source.format, key))
        return self._shown(found)

    def undo_choice(self, article_id: int) -> int | None:
        """Undo the choices for an article and for its issue, so that the program chooses; return as `choose`."""
        self._derived.kept_here()
        found = self.of(article_id)
        if found is None:
            raise LibraryError(say("这篇文章已不在目录中。请重新打开它。"))
        self._undo(found, of_issue=False)
        self._undo(found, of_issue=True)
        return self._shown(found)

    def _undo(self, found: ArticleSources, *, of_issue: bool) -> None:
        keys = {""} if of_issue else {key for source in found.sources for key in source.keys}
        due = [
            each.uuid
            for each in self._chosen(found.stored.issue)
            if isinstance(each.content, ChosenSource) and each.content.key in keys
        ]
        if due:
            self._user_data.decisions.undo(*due)

    def _shown(self, found: ArticleSources) -> int | None:
        return self.shown_now(found) if self._apply() else None

    def shown_now(self, found: ArticleSources) -> int | None:
        """Return the id of an article as it is shown now, whichever of its sources that is; None if it is not found."""
        catalogue = self._derived.catalogue
        wanted = [replace(found.stored.printing, key=key) for source in found.sources for key in source.keys]
        articles = articles_of(wanted, catalogue, self._user_data.printings)
        return next((each.id for each in articles if each is not None), None)

    def _chosen(self, issue: IssueRow) -> list[Decision]:
        return [
            each
            for each in self._user_data.decisions.all(ChosenSource)
            if isinstance(each.content, ChosenSource)
            and (each.content.newspaper, each.content.date) == (issue.newspaper, issue.date)
        ]

    def _standings(self, issue: IssueRow) -> dict[str, Standing]:
        """Return the quality of each form of an issue by its kind."""
        forms: dict[str, Form] = {}
        for file in self._derived.catalogue.forms.files(issue.id):
            name = file.reading.format if file.reading else PLAIN
            before = forms.get(name, Form(name, ()))
            tells = file.reading is not None and file.reading.tells_articles
            forms[name] = Form(
                name, (), before.tells_articles or tells, before.is_corrected or bool(file.corrections)
            )
        return {name: form.standing for name, form in forms.items()}


def as_told(found: ArticleSources, source: Source) -> StoredArticle:
    """Return an article with the text of one of its sources."""
    return replace(found.stored, article=source.article, sources=source.files)


def _sources(stored: StoredArticle, own: dict[tuple[str, int], Article]) -> tuple[Source, ...]:
    """Return the sources of an article: the shown one first, the others in the order of preference of formats."""
    shown = replace(stored.article, elsewhere=())
    of_format: dict[str, list[SourceRow]] = {}
    for row in stored.own_sources:
        of_format.setdefault(format_of(row), []).append(row)
    sources = [
        Source(name, shown, (shown.key,), tuple(rows), is_shown=True) for name, rows in of_format.items()
    ][:1]
    others: dict[str, list[SourceRow]] = {}
    for row in stored.sources:
        if row.is_other and (row.path, row.position) in own:
            others.setdefault(format_of(row), []).append(row)
    for name, rows in sorted(others.items(), key=lambda item: place_of(item[0])):
        rows.sort(key=lambda row: (row.path, row.position))
        pieces = [own[row.path, row.position] for row in rows]
        keys = tuple(dict.fromkeys(piece.key for piece in pieces))
        sources.append(Source(name, reduce(_joined, pieces), keys, tuple(rows), is_shown=False))
    return tuple(sources)


def _joined(one: Article, other: Article) -> Article:
    """Return two pieces of an article as one; if both are of the same, one of them."""
    if [block.text for block in one.blocks] == [block.text for block in other.blocks]:
        return one
    return replace(one, headline=one.headline or other.headline, blocks=(*one.blocks, *other.blocks))


def format_of(row: SourceRow) -> str:
    return row.reading.format if row.reading else PLAIN
