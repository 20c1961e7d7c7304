"""Collections of articles by issue: the names of their files, and their export as Markdown files."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from msgspec import Struct

from reader.export.article_text import day_of_issue, markdown_escaped, other_fields
from reader.export.exported_files import named_file
from reader.export.forms import Wording
from reader.export.readings import worded
from reader.i18n import later, say
from reader.newspaper.article import (
    CAPTION,
    FENCE,
    JUMP,
    NOTICE,
    SUBHEAD,
    VERSION,
    Block,
    BlockKind,
    Name,
    page_as_printed,
)
from reader.newspaper.facts import exported, with_remark
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import DateOrigin
from reader.plugs import ExportForm, plugs
from reader.storage.regular_file import write_whole_folder

# An article is written as a Markdown file with its fields as front matter, for other programs and `formats.decoding`.
#
# Read again it gives the same article, with the same key unless the beginning of its body is corrected: fields and body
# are as printed, with the reader's corrections.


MARKDOWN = ExportForm(
    "markdown", "", later("Markdown 文件夹，一篇一个文件"), "reader.export.collection:write_markdown"
)


def export_forms() -> list[ExportForm]:
    """Return the forms of whole articles: those of one file, then those that are folders."""
    forms = [MARKDOWN, *chain.from_iterable(plug.exports for plug in plugs())]
    folders = [form for form in forms if not form.suffix]
    return [*(form for form in forms if form.suffix), *folders]


_MARKS = {BlockKind.SUBHEAD: SUBHEAD, BlockKind.CAPTION: CAPTION, BlockKind.NOTICE: NOTICE}


def article_file(stored: StoredArticle, place: int) -> str:
    """Return an article as a Markdown file with front matter; `place` is its number in the issue, from 1."""
    stored = worded(stored, Wording.CORRECTED)
    fields = {name: value for name, value in _fields(stored, place) if value not in (None, "", [], {})}
    head = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    body = [_block(block) for block in stored.article.blocks if block.text]
    return "\n".join([FENCE, *head, FENCE, "", "\n\n".join(body), ""])


def _fields(stored: StoredArticle, place: int) -> Iterator[tuple[Name, object]]:
    article = stored.article
    issue = stored.issue
    yield Name.VERSION, VERSION
    yield Name.TITLE, article.title()
    yield Name.NEWSPAPER, issue.newspaper
    yield Name.DATE, issue.date.isoformat() if issue.date else None
    yield Name.IS_PRINTED, issue.date_origin is DateOrigin.PRINTED if issue.date else None
    yield Name.MONTH_DAY, None if issue.date else issue.month_day
    yield Name.KNOWN_BY, exported(issue.facts, stored.page_fact)
    yield Name.FIELDS, other_fields(stored.masthead)
    yield Name.PAGE, page_as_printed(article.page) if article.page else None
    yield Name.PLACE, place
    yield Name.KEY, article.key
    yield Name.SECTION, article.section
    yield Name.KICKER, article.kicker
    yield Name.HEADLINE, article.headline
    yield Name.DECKS, list(article.decks)
    texts = "\n".join(block.text for block in article.blocks)
    credits = dict.fromkeys(credit.as_printed for credit in article.credits)
    yield Name.AUTHORS, [printed for printed in credits if printed not in texts]


def _block(block: Block) -> str:
    text = markdown_escaped(block.text.replace("\n", " "))
    if block.kind is BlockKind.JUMP:
        return f"{JUMP}{text}{JUMP}"
    return _MARKS.get(block.kind, "") + text


class CollectedIssue(Struct, frozen=True):
    """An issue with all or some of its articles, in reading order; `places` are their numbers in it, from 1."""

    issue: IssueRow
    articles: tuple[StoredArticle, ...]
    places: tuple[int, ...]

    def title(self) -> str:
        facts = self.issue.facts
        day = day_of_issue(self.issue.date, self.issue.month_day, self.issue.label)
        newspaper = with_remark(self.issue.newspaper, facts.title)
        return " ".join(filter(None, [newspaper, self.issue.with_edition(with_remark(day, facts.day))]))

    def path(self) -> str:
        """Return the path of the issue in an exported folder, without a suffix: newspaper/year/day and edition."""
        issue = self.issue
        if issue.date:
            day = issue.date.isoformat()
        else:
            day = issue.month_day or issue.label
        year = f"{issue.date.year}" if issue.date else say("日期不详")
        name = " ".join(filter(None, [day, issue.edition]))
        return "/".join(map(named_file, (issue.newspaper or say("未知报纸"), year, name)))

    def files(self) -> Iterator[tuple[str, StoredArticle, int]]:
        """Yield for each article the path of its file, without a suffix, the article, and its number in the issue."""
        for stored, place in zip(self.articles, self.places, strict=True):
            if stored.article.page:
                page = page_as_printed(stored.article.page)
            else:
                page = "00"
            yield f"{self.path()}/{named_file(f'{page}-{place:03} {stored.article.title()}')}", stored, place


def write_markdown(target: Path, _title: str, issues: Iterable[CollectedIssue], *, replaces: bool) -> None:
    """Write a folder with a Markdown file for each article.

    An existing folder is not replaced, whatever `replaces` is: it raises like `write_whole_folder`.
    """
    files = chain.from_iterable(issue.files() for issue in issues)
    write_whole_folder(target, ((f"{path}.md", article_file(stored, place)) for path, stored, place in files))
