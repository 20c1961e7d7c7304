"""A hit of a search, at a terminal and as JSON."""

from collections.abc import Iterator

from reader.cli.named_articles import PrintingNames
from reader.cli.terminal import bold, faint, marked
from reader.export.article_text import page_in_words
from reader.i18n import say
from reader.library.search_hits import SearchHit
from reader.newspaper.holdings import IssueRow
from reader.search.answering.snippets import Snippet, to_html
from reader.storage.issue_table import KnownMasthead


def article_lines(hit: SearchHit, *, names_newspaper: bool = False) -> Iterator[str]:
    """Yield the lines of a hit: newspaper, if named, day, page, title and key; the snippet; a remark, if any."""
    newspaper = hit.issue.newspaper if names_newspaper else ""
    page = say("第 {page} 版", page=page_in_words(hit.article.page)) if hit.article.page else ""
    yield joined(newspaper, day_of(hit.issue), page, bold(hit.article.title), faint(hit.article.key))
    yield marked_snippet(hit.snippet)
    if remark := hit.remark():
        yield faint(remark)


def hit_to_json(hit: SearchHit, names: PrintingNames) -> dict[str, object]:
    """Return the JSON object of a hit, as in `hits` of `reader search --json`."""
    return {
        "key": hit.article.key,
        "printing": names.get(hit.article.id, hit.article.key),
        "path": hit.path,
        "date": hit.issue.date.isoformat() if hit.issue.date else None,
        "edition": hit.issue.edition,
        "page": hit.article.page,
        "headline": hit.headline,
        "snippet": to_html(hit.snippet),
        "matches": hit.snippet.matches,
        **({"tie": hit.tie} if hit.tie else {}),
        **({"elsewhere": True} if hit.snippet.is_elsewhere else {}),
    }


def joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def day_of(issue: IssueRow | KnownMasthead) -> str:
    day = issue.date.isoformat() if issue.date else say("日期不详")
    return issue.with_edition(day) if isinstance(issue, IssueRow) else day


def marked_snippet(snippet: Snippet) -> str:
    return "    " + " ".join(marked(snippet.text, snippet.marks).split("\n"))
