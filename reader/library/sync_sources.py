"""Joining the forms of issues that are in files of several formats, and choosing the best text of each article.

Whenever a file is added, changed or removed, the issue is taken apart and joined again from what its files contained,
so that the result does not depend on the order in which they were added.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from reader.newspaper.decision import ChosenSource, Decision
from reader.newspaper.digest import digest_of
from reader.newspaper.holdings import IssueRow
from reader.newspaper.logical_clock import order_of
from reader.search.elsewhere import with_elsewhere
from reader.search.terms import search_text
from reader.sources.form import Form, FormArticle
from reader.sources.joining import ChosenForms, join
from reader.sources.order import PLAIN, place_of
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.form_table import FormFile, FormRow, JoinedArticle

VERSION = "1"
"""Version of the joining; issues joined by another version are joined again."""


def join_issues(
    catalogue: Catalogue,
    writer: CatalogueWriter,
    issue_ids: Collection[int],
    chosen: Sequence[Decision] | None,
) -> None:
    """Join the forms of these issues, within the transaction of `writer`; `chosen` are the readers' decisions."""
    formats = catalogue.forms.formats_of(issue_ids) if issue_ids else {}
    several = {issue_id for issue_id, names in formats.items() if len(names) > 1}
    for issue_id in sorted(several | catalogue.forms.with_forms(issue_ids)):
        writer.take_apart(issue_id)
        issue = catalogue.tree.issue(issue_id)
        if issue_id in several and issue is not None:
            of_issue = chosen_of(issue, chosen or ())
            joined = _joined(catalogue.forms.files(issue_id), catalogue.forms.articles(issue_id), of_issue)
            writer.put_together(issue_id, joined, _stamp(of_issue))
    writer.to_join.clear()


def due_issues(catalogue: Catalogue, chosen: Sequence[Decision]) -> list[int]:
    """Return the issues of several formats that were joined with other choices, or by another version."""
    due = []
    for issue_id, stamp in catalogue.forms.stamps().items():
        issue = catalogue.tree.issue(issue_id)
        if issue is not None and _stamp(chosen_of(issue, chosen)) != stamp:
            due.append(issue_id)
    return due


def chosen_of(issue: IssueRow, chosen: Iterable[Decision]) -> ChosenForms:
    """Return the readers' choices for an issue; of two for the same object the later wins."""
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


def forms_of(files: Sequence[FormFile], rows: Sequence[FormRow]) -> list[Form]:
    """Return the forms of an issue that was taken apart; an article in several forms belongs to the first by name."""
    of_format: dict[str, list[FormFile]] = {}
    for file in files:
        of_format.setdefault(file.reading.format if file.reading else PLAIN, []).append(file)
    known: set[int] = set()
    forms = []
    for name, held in sorted(of_format.items()):
        ids = {file.id for file in held}
        articles = {row.id: row.article for row in rows if row.source_id in ids and row.id not in known}
        known |= articles.keys()
        forms.append(
            Form(
                name,
                tuple(FormArticle(row_id, article) for row_id, article in articles.items()),
                any(file.reading is not None and file.reading.tells_articles for file in held),
                any(file.corrections for file in held),
                frozenset(file.masthead.number for file in held if file.masthead.number is not None),
                frozenset(file.masthead.cn_number for file in held if file.masthead.cn_number),
            )
        )
    return forms


def joined_formats(catalogue: Catalogue) -> dict[str, int]:
    """Return the number of issues by the formats they were joined from, as in `SyncReport.sources`."""
    formats = catalogue.forms.formats_of(catalogue.forms.joined())
    counts = Counter("+".join(sorted(names, key=place_of)) for names in formats.values())
    return dict(counts.most_common())


def _joined(files: Sequence[FormFile], rows: Sequence[FormRow], chosen: ChosenForms) -> list[JoinedArticle]:
    joined = join(forms_of(files, rows), chosen)
    of_id = {row.id: row for row in rows}
    shown = [of_id[row_id] for row_id in joined.shown]
    numbers = {row.id: number for number, row in enumerate(shown)}
    others = [row_id for row_id in of_id if row_id in joined.sources_of]
    articles = with_elsewhere(
        [row.article for row in shown],
        [(of_id[other].article, [numbers[home] for home in joined.sources_of[other]]) for other in others],
    )
    return [
        JoinedArticle(
            row.id,
            article,
            row.text if article is row.article else search_text(article),
            tuple(other for other in others if row.id in joined.sources_of[other]),
        )
        for row, article in zip(shown, articles, strict=True)
    ]


def _stamp(chosen: ChosenForms) -> str:
    told = repr((chosen.of_issue, sorted(chosen.of_articles.items())))
    return f"{VERSION} {digest_of(told.encode(), 8).hex()}"
