"""The sources of an article in files of several formats: joining them, listing them, and choosing which is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from itertools import chain, groupby
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.language.forms import search_form
from reader.library.derived_data import Derived, looked_up
from reader.library.printings import articles_of
from reader.library.sync_events import Copy, CopyKind
from reader.newspaper.article import Article, ElsewhereText, Where, digest_of
from reader.newspaper.decision import ChosenSource, Decision
from reader.newspaper.holdings import IssueRow, SourceRow, StoredArticle, Twin
from reader.newspaper.logical_clock import order_of
from reader.newspaper.sync_clients import copy_names, may_name_copies, original_of
from reader.search.terms import CREDITS_LINE, HEADLINE_LINE, SECTION_LINE, lines, search_text
from reader.sources import (
    PLAIN,
    ChosenForms,
    FileText,
    Form,
    FormArticle,
    Standing,
    form_of_file,
    format_of_form,
    join,
    place_of,
    reason,
    twins,
)
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.disk_errors import LibraryError
from reader.storage.form_table import FormFile, FormRow, JoinedArticle, PagedFile
from reader.storage.user_data import UserData

if TYPE_CHECKING:
    from reader.comparison.differences import Difference

# Joining the forms of issues with files of several formats, and choosing the best text of each article.
#
# When a file is added, changed or removed, the issue is split into its forms and joined again from the content of all
# its files, so that the result does not depend on the order in which they were added.


VERSION = "2"
"""Version of the algorithm; issues joined by another version are joined again."""


def join_issues(
    catalogue: Catalogue,
    writer: CatalogueWriter,
    issue_ids: Collection[int],
    chosen: Callable[[], Sequence[Decision] | None],
) -> None:
    """Join the forms of these issues within the transaction of `writer`.

    `chosen` reads the reader's choices, only if there is something to join; None counts as no choices.
    """
    if not issue_ids:
        return
    formats = catalogue.forms.formats_of(issue_ids)
    several = {issue_id for issue_id, names in formats.items() if len(names) > 1}
    may_have_twins = _issues_that_may_have_twins(catalogue.forms.files_of_several(issue_ids))
    due = sorted(several | may_have_twins | catalogue.forms.with_forms(issue_ids))
    decisions = (chosen() or ()) if due else ()
    for issue_id in due:
        writer.take_apart(issue_id)
        issue = catalogue.tree.issue(issue_id)
        if issue is not None and issue_id in several | may_have_twins:
            _join_issue(catalogue, writer, issue, chosen_of(issue, decisions))
    writer.to_join.clear()


def _issues_that_may_have_twins(files: Iterable[PagedFile]) -> set[int]:
    """Return the issues in which two files of one format may have the same page, by their names, sizes and pages."""
    issue_ids = set()
    ordered = sorted(files, key=attrgetter("issue_id", "format", "path"))
    for (issue_id, _), group in groupby(ordered, attrgetter("issue_id", "format")):
        if issue_id not in issue_ids and _may_have_twins([*group]):
            issue_ids.add(issue_id)
    return issue_ids


def _may_have_twins(files: Sequence[PagedFile]) -> bool:
    """Return whether two files may have the same page: a name says so, or neither size nor pages speak against it."""
    paths = {file.path for file in files}
    if any(original_of(path, paths) for path in paths):
        return True
    by_size = sorted(files, key=attrgetter("size"))
    for number, file in enumerate(by_size):
        for other in by_size[number + 1 :]:
            if _LEAST_SIZE * other.size > file.size:
                break
            if not file.pages or not other.pages or file.pages & other.pages:
                return True
    return False


_LEAST_SIZE = 0.8
"""Minimum share of the larger file's bytes that the smaller one has, if both have the same page."""


def _join_issue(
    catalogue: Catalogue, writer: CatalogueWriter, issue: IssueRow, of_issue: ChosenForms
) -> None:
    """Join the forms of an issue that is split, unless there is only one."""
    files = catalogue.forms.files(issue.id)
    rows = catalogue.forms.articles(issue.id)
    twins = twins_of(files, rows)
    forms = forms_of(files, rows, twins)
    if len(forms) < 2:
        return
    form = join(forms, of_issue)
    of_id = {row.id: row for row in rows}
    shown_rows = [of_id[row_id] for row_id in form.shown]
    numbers = {row.id: number for number, row in enumerate(shown_rows)}
    texts_elsewhere: list[tuple[Article, list[int]]] = []
    others_of: dict[int, list[int]] = {row.id: [] for row in shown_rows}
    for other in of_id:
        homes = form.sources_of.get(other)
        if homes is None:
            continue
        texts_elsewhere.append((of_id[other].article, [numbers[home] for home in homes]))
        for home in homes:
            others_of[home].append(other)
    articles = with_elsewhere([row.article for row in shown_rows], texts_elsewhere)
    joined: list[JoinedArticle] = []
    for row, article in zip(shown_rows, articles, strict=True):
        text = row.text if article is row.article else search_text(article)
        joined.append(JoinedArticle(row.id, article, text, tuple(others_of[row.id])))
    writer.put_together(issue.id, joined, _stamp(of_issue), twins)


def twins_of(files: Sequence[FormFile], rows: Sequence[FormRow]) -> dict[str, Twin]:
    """Return the files of an issue that have a page of another file of their format once more."""
    paths = {file.path for file in files}
    articles: defaultdict[int, list[FormArticle]] = defaultdict(list)
    for row in rows:
        articles[row.source_id].append(FormArticle(row.id, row.article))
    of_format: defaultdict[str, list[FileText]] = defaultdict(list)
    for file in files:
        names = [copy_name for copy_name in copy_names(file.path) if copy_name.original in paths]
        pages = frozenset(article.article.page for article in articles[file.id] if article.article.page)
        originals = tuple(name.original for name in names)
        text = FileText(
            file.path,
            tuple(articles[file.id]),
            pages,
            originals,
            any(copied_name.is_certain for copied_name in names),
        )
        of_format[_format_of_file(file)].append(text)
    twin_by_path: dict[str, Twin] = {}
    for texts in of_format.values():
        twin_by_path |= twins(texts)
    return twin_by_path


def _format_of_file(file: FormFile) -> str:
    if file.reading:
        return file.reading.format
    return PLAIN


def issues_to_join(catalogue: Catalogue, chosen: Sequence[Decision]) -> list[int]:
    """Return the ids of the issues that were joined with other choices or by another version."""
    due = []
    for issue_id, stamp in catalogue.forms.stamps().items():
        issue = catalogue.tree.issue(issue_id)
        if issue is not None and _stamp(chosen_of(issue, chosen)) != stamp:
            due.append(issue_id)
    return due


def chosen_of(issue: IssueRow, chosen: Iterable[Decision]) -> ChosenForms:
    """Return the reader's choices for an issue and its articles; a later choice replaces an earlier one."""
    of_issue: str | None = None
    of_articles: dict[str, str] = {}
    for decision in sorted(chosen, key=order_of):
        content = decision.content
        if isinstance(content, ChosenSource) and (content.newspaper, content.date) == (
            issue.newspaper,
            issue.date,
        ):
            if content.key:
                of_articles[content.key] = content.format
            else:
                of_issue = content.format
    return ChosenForms(of_issue, of_articles)


def forms_of(
    files: Sequence[FormFile], rows: Sequence[FormRow], twins: Mapping[str, Twin] = MappingProxyType({})
) -> list[Form]:
    """Return the forms of an issue that is split; an article in several forms is assigned to the first by name.

    Each of the `twins`, by path, is a form of its own.
    """
    of_form: dict[str, list[FormFile]] = {}
    for file in files:
        of_form.setdefault(form_name(file.path, _format_of_file(file), twins), []).append(file)
    seen_ids: set[int] = set()
    forms = []
    for name, form_files in sorted(of_form.items()):
        ids = {file.id for file in form_files}
        articles = {row.id: row.article for row in rows if row.source_id in ids and row.id not in seen_ids}
        seen_ids |= articles.keys()
        forms.append(_form_of(name, form_files, articles, twins))
    return forms


def _form_of(
    name: str, files: Sequence[FormFile], articles: Mapping[int, Article], twins: Mapping[str, Twin]
) -> Form:
    form_articles = tuple(FormArticle(row_id, article) for row_id, article in articles.items())
    tells_articles = any(file.reading is not None and file.reading.tells_articles for file in files)
    has_corrections = any(file.corrections for file in files)
    numbers = frozenset(file.masthead.number for file in files if file.masthead.number is not None)
    cn_numbers = frozenset(file.masthead.cn_number for file in files if file.masthead.cn_number)
    is_copy = any(file.path in twins and twins[file.path].is_copy for file in files)
    return Form(name, form_articles, tells_articles, has_corrections, numbers, cn_numbers, is_copy=is_copy)


def form_name(path: str, format_name: str, twins: Mapping[str, Twin]) -> str:
    """Return the name of the form that a file belongs to."""
    if path in twins:
        return form_of_file(format_name, path)
    return format_name


def all_copies(catalogue: Catalogue) -> list[Copy]:
    """Return the present files with what another one has already, in order of path."""
    copies = [Copy(path, original) for path, original in catalogue.files.copies()]
    for path, twin in catalogue.forms.all_twins().items():
        copies.append(Copy(path, twin.of, CopyKind.CONFLICT if twin.is_copy else CopyKind.SAME_PAGE))
    paths = {copy.path for copy in copies}
    copies += [copy for copy in _copies_by_name(catalogue) if copy.path not in paths]
    return sorted(copies, key=attrgetter("path"))


def _copies_by_name(catalogue: Catalogue) -> Iterator[Copy]:
    """Yield the files of which the name certainly says that they are copies, whatever their text and day are."""
    text = catalogue.files.paths_as_json()
    if not may_name_copies(text):
        return
    paths = {*msgspec.json.decode(text, type=list[str])}
    for path in paths:
        copy = original_of(path, paths)
        if copy is not None and copy.is_certain:
            yield Copy(path, copy.original, CopyKind.APART)


def unread_copies(passed_over: Iterable[str], catalogue: Catalogue) -> list[Copy]:
    """Return those of the files that were passed over whose names certainly say that they are copies of papers."""
    originals_by_path: dict[str, list[str]] = {}
    for path in passed_over:
        names = copy_names(path)
        originals_by_path[path] = [copy_name.original for copy_name in names if copy_name.is_certain]
    present = catalogue.files.digests(chain.from_iterable(originals_by_path.values()))
    copies = []
    for path, originals in originals_by_path.items():
        present_originals = [original for original in originals if original in present]
        if present_originals:
            copies.append(Copy(path, present_originals[0], CopyKind.UNREAD))
    return copies


def joined_formats(catalogue: Catalogue) -> dict[str, int]:
    """Return the number of joined issues by combination of formats, as in `SyncReport.sources`."""
    formats = catalogue.forms.formats_of(catalogue.forms.joined())
    counts = Counter("+".join(sorted(names, key=place_of)) for names in formats.values() if len(names) > 1)
    return dict(counts.most_common())


def _stamp(chosen: ChosenForms) -> str:
    choices = repr((chosen.of_issue, sorted(chosen.of_articles.items())))
    return f"{VERSION} {digest_of(choices.encode(), 8).hex()}"


class Source(Struct, frozen=True):
    """The text of an article in the files of one form, whose name is `form`.

    `article` has the text, joined from its pieces if there are several; `keys` are the keys of the pieces. `is_shown`
    is whether this text is shown.
    """

    format: str
    article: Article
    keys: tuple[str, ...]
    files: tuple[SourceRow, ...]
    is_shown: bool
    form: str
    twin: Twin | None = None
    """Of which file it is a copy, or has the page once more."""


class ArticleSources(Struct, frozen=True):
    """The sources of an article, the shown one first; `reason` is the message why it is shown.

    `is_chosen` is whether the reader has chosen it, for the article or for its issue; `is_issue_chosen` whether for the
    issue.
    """

    stored: StoredArticle
    sources: tuple[Source, ...]
    reason: str
    is_chosen: bool = False
    is_issue_chosen: bool = False


class Sources(Struct, frozen=True):
    """The sources of a library's articles. Every method may be called from any thread.

    `apply` joins the forms of affected issues again, and returns whether that was possible now.
    """

    _derived: Derived
    _user_data: UserData
    _apply: Callable[[], bool]

    def of(self, article_id: int) -> ArticleSources | None:
        try:
            catalogue = self._derived.catalogue
            stored = catalogue.article(article_id)
            if stored is None:
                return None
            has_several = len(stored.sources) > 1
            article_forms = catalogue.forms.of_article(article_id) if has_several else {}
            twins = catalogue.forms.twins(stored.issue.id) if has_several else {}
            standings = self._standings(stored.issue, twins) if article_forms else {}
        except CatalogueDamaged:
            return None
        sources = _sources(stored, article_forms, twins)
        if not sources or not sources[0].is_shown:  # possible in a catalogue that was made by somebody else
            return None
        chosen = self._chosen(stored.issue) if len(sources) > 1 else []
        chosen_forms = chosen_of(stored.issue, chosen)
        keys = set(chain.from_iterable(source.keys for source in sources))
        of_article = any(chosen_forms.of_articles.get(key) == sources[0].form for key in keys)
        of_issue = chosen_forms.of_issue == sources[0].form
        others = [standings[source.form] for source in sources[1:] if source.form in standings]
        is_chosen = of_article or of_issue
        if not is_chosen and all(source.twin and source.twin.is_copy for source in sources[1:]):
            words = say("其余的是它的副本")
        else:
            standing = standings.get(sources[0].form, Standing.READ)
            words = reason(standing, others, is_chosen=is_chosen)
        return ArticleSources(stored, sources, words, is_chosen, of_issue)

    def text(self, article_id: int, number: int) -> StoredArticle:
        """Return an article with the text of the source with this number (from 1).

        Raises LibraryError if there is no such source.
        """
        article_sources = self.of(article_id)
        if article_sources is None or not 1 <= number <= len(article_sources.sources):
            raise LibraryError(say("这篇没有第 {n} 种来源。", n=number))
        return as_in_source(article_sources, article_sources.sources[number - 1])

    def difference(self, article_id: int, number: int) -> Difference:
        """Return the difference between the shown text and the source with this number (from 1).

        Raises LibraryError if there is no such source.
        """
        from reader.comparison.differences import Difference

        article_sources = self.of(article_id)
        other = self.text(article_id, number)
        assert article_sources is not None  # otherwise `text` would have raised LibraryError
        return Difference.of(as_in_source(article_sources, article_sources.sources[0]), other)

    def choose(self, article_id: int, number: int, *, of_issue: bool = False) -> int | None:
        """Choose the source with this number (from 1) to be shown, for the article or for its whole issue.

        Return the id of the article that is shown now. None if the choice cannot be applied immediately, for example
        because another process is syncing the library, or if the article is not found. Raises LibraryError and
        UserDataError.
        """
        self._derived.local()
        article_sources = self.of(article_id)
        if article_sources is None or not 1 <= number <= len(article_sources.sources):
            raise LibraryError(say("这篇没有第 {n} 种来源。", n=number))
        source = article_sources.sources[number - 1]
        issue = article_sources.stored.issue
        if of_issue and issue.date is None:
            raise LibraryError(say("日期不详的一期只能逐篇选：不知道日期，就不能记下是哪一期的。"))
        key = "" if of_issue else source.keys[0]
        with self._user_data.whole():
            self._undo(article_sources, of_issue=of_issue)
            self._user_data.decisions.add(ChosenSource(issue.newspaper, issue.date, source.form, key))
        return self._shown(article_sources)

    def undo_choice(self, article_id: int) -> int | None:
        """Undo the choices for an article and for its issue, so that the program chooses; return like `choose`."""
        self._derived.local()
        article_sources = self.of(article_id)
        if article_sources is None:
            raise LibraryError(say("这篇文章已不在目录中。请重新打开它。"))
        with self._user_data.whole():
            self._undo(article_sources, of_issue=False)
            self._undo(article_sources, of_issue=True)
        return self._shown(article_sources)

    def _undo(self, article_sources: ArticleSources, *, of_issue: bool) -> None:
        if of_issue:
            keys = {""}
        else:
            keys = set(chain.from_iterable(source.keys for source in article_sources.sources))
        due = [
            decision.uuid
            for decision in self._chosen(article_sources.stored.issue)
            if isinstance(decision.content, ChosenSource) and decision.content.key in keys
        ]
        if due:
            self._user_data.decisions.undo(*due)

    def _shown(self, article_sources: ArticleSources) -> int | None:
        if self._apply():
            return looked_up(partial(self.shown_now, article_sources), None)
        return None

    def shown_now(self, article_sources: ArticleSources) -> int | None:
        catalogue = self._derived.catalogue
        printings = []
        for source in article_sources.sources:
            for key in source.keys:
                printings.append(replace(article_sources.stored.printing, key=key))
        articles = articles_of(printings, catalogue, self._user_data.printings)
        return next((article.id for article in articles if article is not None), None)

    def _chosen(self, issue: IssueRow) -> list[Decision]:
        return [
            decision
            for decision in self._user_data.decisions.all(ChosenSource)
            if isinstance(decision.content, ChosenSource)
            and (decision.content.newspaper, decision.content.date) == (issue.newspaper, issue.date)
        ]

    def _standings(self, issue: IssueRow, twins: Mapping[str, Twin]) -> dict[str, Standing]:
        forms: dict[str, Form] = {}
        for file in self._derived.catalogue.forms.files(issue.id):
            name = form_name(file.path, _format_of_file(file), twins)
            before = forms.get(name)
            tells = file.reading is not None and file.reading.tells_articles
            is_corrected = bool(file.corrections)
            if before is not None:
                tells = before.tells_articles or tells
                is_corrected = before.is_corrected or is_corrected
            forms[name] = Form(name, (), tells, is_corrected)
        return {name: form.standing for name, form in forms.items()}


def as_in_source(article_sources: ArticleSources, source: Source) -> StoredArticle:
    return replace(article_sources.stored, article=source.article, sources=source.files)


def _sources(
    stored: StoredArticle, article_by_place: dict[tuple[str, int], Article], twins: Mapping[str, Twin]
) -> tuple[Source, ...]:
    """Return the sources of an article: the shown one first, the others in the order of preference of formats."""
    shown_article = replace(stored.article, elsewhere=())
    of_form: dict[str, list[SourceRow]] = {}
    for row in stored.own_sources:
        of_form.setdefault(form_name(row.path, format_of(row), twins), []).append(row)
    sources = [
        Source(
            format_of_form(name),
            shown_article,
            (shown_article.key,),
            tuple(rows),
            is_shown=True,
            form=name,
            twin=_twin_of(rows, twins),
        )
        for name, rows in of_form.items()
    ][:1]
    others: dict[str, list[SourceRow]] = {}
    for row in stored.sources:
        if row.is_other:
            others.setdefault(form_name(row.path, format_of(row), twins), []).append(row)
    for name in sorted(others, key=place_of):
        rows = sorted(others[name], key=attrgetter("path", "position"))
        # without a text of its own, a file has the shown one
        pieces = [article_by_place.get((row.path, row.position), shown_article) for row in rows]
        keys = tuple(dict.fromkeys(piece.key for piece in pieces))
        article = reduce(_joined, pieces)
        format_name = format_of_form(name)
        sources.append(
            Source(
                format_name, article, keys, tuple(rows), is_shown=False, form=name, twin=_twin_of(rows, twins)
            )
        )
    return tuple(sources)


def _twin_of(rows: Sequence[SourceRow], twins: Mapping[str, Twin]) -> Twin | None:
    return next((twins[row.path] for row in rows if row.path in twins), None)


def _joined(one: Article, other: Article) -> Article:
    """Return two pieces of an article joined; if both have the same text, the first one."""
    texts = [block.text for block in one.blocks]
    if texts == [block.text for block in other.blocks]:
        return one
    return replace(one, headline=one.headline or other.headline, blocks=(*one.blocks, *other.blocks))


def format_of(row: SourceRow) -> str:
    if row.reading:
        return row.reading.format
    return PLAIN


_OF_LINE = {HEADLINE_LINE: Where.HEADLINE, SECTION_LINE: Where.SECTION, CREDITS_LINE: Where.CREDIT}


def _likest(homes: Sequence[Sequence[str]], form: str) -> int:
    """Return the index of the lines that share most character pairs with a text, given in search form."""
    form_pairs = _pairs(form)
    shared = []
    for home in homes:
        pairs = set(chain.from_iterable(_pairs(line) for line in home))
        shared.append(len(form_pairs & pairs))
    return shared.index(max(shared))


def with_elsewhere(
    articles: Sequence[Article], others: Sequence[tuple[Article, Sequence[int]]]
) -> list[Article]:
    """Return the articles, with the texts that only their other sources contain in `Article.elsewhere`.

    `others` are these sources, each with the indices of the articles that it is a source of, the most similar first.
    A text that none of these articles contains is added to the one that shares most of its character pairs.
    """
    forms = [search_text(article).split("\n") for article in articles]
    new_texts: list[dict[tuple[Where, str], str]] = [{} for _ in articles]
    for other, homes in others:
        for number, where, text, form in _runs(other):
            in_homes = []
            for home in homes:
                if number is None:
                    in_homes.append(forms[home])
                else:
                    in_homes.append(forms[home][number : number + 1])
            if not any(form in line for line in chain.from_iterable(in_homes)):
                new_texts[homes[_likest(in_homes, form)]].setdefault((where, form), text)
    with_elsewhere = []
    for article, texts in zip(articles, new_texts, strict=True):
        if texts:
            with_elsewhere.append(replace(article, elsewhere=tuple(_without_pieces(texts))))
        else:
            with_elsewhere.append(article)
    return with_elsewhere


def _runs(article: Article) -> Iterator[tuple[int | None, Where, str, str]]:
    """Yield each run of an article: the index of its line (None for a block's), its kind, read form and search form."""
    for number, line in enumerate(lines(article)):
        where = _OF_LINE.get(number, Where.BLOCK)
        for run in line:
            form = search_form(run.text)
            if form:
                yield (number if number in _OF_LINE else None), where, run.text, form


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _without_pieces(texts: dict[tuple[Where, str], str]) -> Iterator[ElsewhereText]:
    """Yield the texts that are not part of another one of the same kind.

    They are sorted, so that the order of the sources does not change the result.
    """
    for where, form in sorted(texts):
        if not any(
            where is other_where and form != longer and form in longer for other_where, longer in texts
        ):
            yield ElsewhereText(where, texts[where, form])
