"""A hit of a search, at a terminal and as JSON: of an article, a seam or a masthead; a bookmark at a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from reader.cli.named_articles import PrintingNames, printing_names
from reader.cli.queries import iso
from reader.cli.terminal import bold, faint, marked
from reader.export.article_text import day_in_figures, day_in_words, local_day
from reader.export.notes import doubt_in_words, quoted
from reader.export.records import Record
from reader.i18n import say
from reader.library.library import Library
from reader.library.search_hits import HITS_AT_ONCE, NoteHit, SeamHit, SearchHit
from reader.newspaper.article import page_in_words
from reader.newspaper.facts import with_remark
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.search.answering import beside_articles
from reader.search.answering.ladder import Rung
from reader.search.answering.snippets import Snippet, to_html
from reader.search.query import VALUE_FIELDS, Choice, Query
from reader.storage.issue_table import KnownMasthead


def article_lines(hit: SearchHit, *, names_newspaper: bool = False) -> Iterator[str]:
    """Yield the lines of a hit: newspaper, if named, day, page, kind, title, key; the snippet; a remark, if any."""
    if names_newspaper:
        newspaper = with_remark(hit.issue.newspaper, hit.issue.facts.title)
    else:
        newspaper = ""
    if hit.article.page:
        page = say("{page}版", page=page_in_words(hit.article.page))
    else:
        page = ""
    page = with_remark(page, hit.article.page_fact)
    values = (value.option.label for value in hit.values)
    yield joined(newspaper, day_of(hit.issue), page, *values, bold(hit.article.title), faint(hit.article.key))
    yield marked_snippet(hit.snippet)
    remark = hit.remark()
    if remark:
        yield faint(remark)


def records_of(
    library: Library, article_ids: Sequence[int], query: Query, rung: Rung | None = None
) -> list[Record]:
    """Return the records of the hits of a query, each with the name by which commands find it."""
    return list(named(library, library.searcher.records(article_ids, query, rung)))


def named(library: Library, records: Iterable[Record]) -> Iterator[Record]:
    """Yield records with the names by which commands find each of their articles; some are read at once."""
    waiting = iter(records)
    while some := list(islice(waiting, HITS_AT_ONCE)):
        names = printing_names(library, {record.stored.article.key for record in some})
        yield from (replace(record, printing=names.get(record.stored.id, "")) for record in some)


def by_value_to_json(counts: Mapping[Choice, int] | None) -> dict[str, object]:
    """Return the counts by the values that features tell of articles; null while these are not known."""
    by_field: dict[str, object] = {f"by_{field.english}": None for field in VALUE_FIELDS}
    if counts is None:
        return by_field
    for field in VALUE_FIELDS:
        by_field[f"by_{field.english}"] = {
            str(choice.option.value): number for choice, number in counts.items() if choice.chosen_in == field
        }
    return by_field


def joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def day_of(issue: IssueRow | KnownMasthead) -> str:
    if isinstance(issue, IssueRow):
        return issue.day_as_told(day_in_figures(issue))
    day = issue.date.isoformat() if issue.date else say("日期不详")
    return with_remark(day, issue.facts.day)


def marked_snippet(snippet: Snippet) -> str:
    return "    " + " ".join(marked(snippet.text, snippet.marks).split("\n"))


def note_count_in_words(hits: Sequence[NoteHit]) -> str:
    if not hits:
        return say("批注、标签和标出的话里没有")
    return say("另有 {count} 条批注、标签或标出的话里有", count=len(hits))


def note_hit_lines(hits: Sequence[NoteHit]) -> Iterator[str]:
    """Yield the lines of the bookmarks that match: article, quotation, note and tags."""
    yield ""
    yield bold(note_count_in_words(hits))
    for hit in hits:
        bookmark = hit.bookmark
        if bookmark.date:
            date = bookmark.date.isoformat()
        else:
            date = bookmark.month_day or say("日期不详")
        if bookmark.page:
            page = say("{page}版", page=page_in_words(bookmark.page))
        else:
            page = ""
        day = with_remark(date, bookmark.day_fact)
        yield ""
        yield joined(
            day, with_remark(page, bookmark.page_fact), bold(bookmark.article.title()), faint(bookmark.key)
        )
        if bookmark.passage:
            yield say("    “{words}”", words=marked(quoted(bookmark), hit.quotation_marks))
        if bookmark.note:
            words = marked(bookmark.note, hit.note_marks)
            yield say("    批注：{note}", note="\n    ".join(words.split("\n")))
        if bookmark.tags:
            yield say("    标签：{tags}", tags=say("，").join(_marked_tags(hit)))


def _marked_tags(hit: NoteHit) -> Iterator[str]:
    for tag in hit.bookmark.tags:
        if tag in hit.tags:
            yield marked(tag, [(0, len(tag))])
        else:
            yield marked(tag, [])


def note_hit_to_json(hit: NoteHit, names: PrintingNames) -> dict[str, object]:
    bookmark = hit.bookmark
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "printing": names.get(bookmark.article_id, bookmark.printing.name),
        "newspaper": bookmark.newspaper,
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "page": bookmark.page,
        "facts": bookmark.facts_as_json(),
        "headline": bookmark.article.corrected().headline,
        "quotation": quoted(bookmark) or None,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "found_in": hit.parts(),
    }


def note_lines(bookmark: Bookmark) -> Iterator[str]:
    """Yield the lines of a bookmark: quotation, whether its article or passage is lost, note, tags, day of deletion."""
    if bookmark.passage:
        yield say("    “{words}”", words=quoted(bookmark))
    if bookmark.is_orphan and not bookmark.elsewhere and not bookmark.is_awaited:
        yield say("    资料库里已没有这篇，文字存在收藏里")
    elif doubt := doubt_in_words(bookmark):
        yield f"    {doubt}"
    if bookmark.elsewhere:
        yield say(
            "    指定是哪一处（会列出各处）：reader bookmark attach {uuid} {key}",
            uuid=bookmark.uuid,
            key=bookmark.key,
        )
    if bookmark.note:
        yield say("    批注：{note}", note=bookmark.note)
    if bookmark.tags:
        yield say("    标签：{tags}", tags=say("，").join(bookmark.tags))
    if bookmark.deleted:
        yield say(
            "    {day}删除，找回它：reader bookmark restore {uuid}",
            day=day_in_words(local_day(bookmark.deleted)),
            uuid=bookmark.uuid,
        )


def seam_lines(seams: Sequence[SeamHit]) -> Iterator[str]:
    """Yield the lines of matches over seams: those between pages first, then those between articles."""
    in_stories = [seam for seam in seams if seam.is_story]
    if in_stories:
        yield ""
        yield bold(say("另有 {count} 处跨版：一半在这一版末尾，一半在接续的版面开头", count=len(in_stories)))
        yield from _listed_seams(in_stories)
    at_cuts = [seam for seam in seams if not seam.is_story]
    if at_cuts:
        yield ""
        yield bold(
            say(
                "另有 {count} 处跨篇：一半在一篇末尾，一半在紧接着的下一篇开头，也许本是一篇",
                count=len(at_cuts),
            )
        )
        yield from _listed_seams(at_cuts)


def _listed_seams(seams: Sequence[SeamHit]) -> Iterator[str]:
    for seam in seams:
        yield ""
        keys = f"{seam.first.key} → {seam.second.key}"
        yield joined(day_of(seam.issue), seam.where(), bold(seam.title), faint(keys))
        yield marked_snippet(seam.snippet)


def seam_to_json(hit: SeamHit, names: PrintingNames) -> dict[str, object]:
    return {
        "key": hit.first.key,
        "printing": names.get(hit.first.id, hit.first.key),
        "continued_by": hit.second.key,
        "continued_by_printing": names.get(hit.second.id, hit.second.key),
        "is_story": hit.is_story,
        "path": hit.path,
        "date": iso(hit.issue.date),
        "edition": hit.issue.edition,
        "page": hit.first.page,
        "headline": hit.headline,
        "snippet": to_html(hit.snippet),
    }


def head_to_json(head: KnownMasthead, query: Query) -> dict[str, object]:
    snippet = beside_articles.masthead_snippet(query, head.lines)
    return {
        "key": None,
        "printing": None,
        "path": head.path,
        "newspaper": head.newspaper or None,
        "date": iso(head.date),
        "edition": head.edition,
        "facts": head.facts.as_json(),
        "page": None,
        "headline": None,
        "snippet": to_html(snippet),
        "matches": snippet.matches,
        "quality": None,
        "kind": "masthead",
    }
