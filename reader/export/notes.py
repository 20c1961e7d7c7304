"""Bookmarks and notes: filtering, sorting and export to a file."""

import datetime as dt
import html
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from reader.counts import most_frequent
from reader.export.article_text import (
    IDEOGRAPHIC_SPACE,
    as_html,
    as_markdown,
    as_text,
    day_in_words,
    day_of_issue,
    local_day,
    markdown_escaped,
)
from reader.export.citation import cite
from reader.export.corrected_places import notes_on_passage, printed_passage
from reader.export.exported_files import named_file
from reader.export.forms import NoteFormat, Style, Wording
from reader.export.readings import as_sentences, worded
from reader.export.records import Record
from reader.i18n import count, language, say
from reader.language.forms import on_one_line, search_form, without_controls
from reader.newspaper.article import Article, page_in_words
from reader.newspaper.facts import with_remark
from reader.newspaper.holdings import Anchor, Bookmark, StoredArticle, Values, stored_article
from reader.newspaper.passage import Passage

KEPT_IN_SIGHT = dt.timedelta(days=30)
"""How long restoring a removed bookmark is offered; removed bookmarks are stored forever."""


class NoteKind(StrEnum):
    ALL = "all"
    ARTICLES = "articles"
    """Bookmarks of whole articles."""
    PASSAGES = "passages"
    """Highlights."""


class NoteOrder(StrEnum):
    """The order of a list of bookmarks."""

    ADDED = "added"
    """By time of creation, the latest first."""
    NEWEST = "newest"
    """By date of the newspaper, the latest first."""
    OLDEST = "oldest"
    """By date of the newspaper, the earliest first."""


def source_in_words(bookmark: Bookmark) -> str:
    """Return the source of a bookmark in words: 雁桥日报　1987-06-12　02版."""
    newspaper = with_remark(bookmark.newspaper, bookmark.title_fact)
    if bookmark.date:
        day = bookmark.date.isoformat()
    else:
        day = day_of_issue(None, bookmark.month_day)
    if bookmark.page:
        page = say("{page}版", page=page_in_words(bookmark.page))
    else:
        page = ""
    parts = [newspaper, with_remark(day, bookmark.day_fact), with_remark(page, bookmark.page_fact)]
    return IDEOGRAPHIC_SPACE.join(filter(None, parts))


def quoted(bookmark: Bookmark) -> str:
    """Return the highlighted words as printed, on one line; "" for a bookmark of a whole article."""
    if bookmark.passage is None:
        return ""
    return " ".join(printed_passage(bookmark.passage, stored_article(bookmark)).exact.split())


def in_context(passage: Passage) -> str:
    """Return the words of a passage on one line, in brackets, with some of the text before and after them."""
    before = passage.before.rpartition("\n")[2][-_BESIDE:]
    after = passage.after.partition("\n")[0][:_BESIDE]
    words = f"{before}【{passage.exact}】{after}"
    return on_one_line(words)


_BESIDE = 12


def doubt_in_words(bookmark: Bookmark) -> str:
    """Return a remark if the article or the words of a bookmark can no longer be found, else ""."""
    if bookmark.is_orphan and bookmark.elsewhere:
        return count(bookmark.elsewhere, "说不准标的是哪一处：同样的文字另印在 {n} 处")
    if bookmark.is_awaited:
        return say("这一篇还没读到，仍可读当时的全文")
    if bookmark.is_orphan:
        return say("原文已不在资料库中，仍可读当时的全文")
    if bookmark.is_passage_lost:
        return say("这篇里已找不到这些字，标记留着原话")
    return ""


def tags_of(bookmarks: Iterable[Bookmark]) -> list[tuple[str, int]]:
    """Return the tags with the numbers of their bookmarks, the most used first."""
    counts = Counter(chain.from_iterable(bookmark.tags for bookmark in bookmarks))
    return [(tag, counts[tag]) for tag in most_frequent(counts)]


def matching(
    bookmarks: Iterable[Bookmark],
    text: str = "",
    tag: str | None = None,
    kind: NoteKind = NoteKind.ALL,
    order: NoteOrder = NoteOrder.ADDED,
) -> list[Bookmark]:
    """Return the sorted bookmarks of the kind and with the tag (None: any) that contain every word of `text`.

    The heads of the article, the quotation, the note, the tags and the source are searched. In orders by date,
    bookmarks without one come last.
    """
    sought = [search_form(word) for word in text.split()]

    def is_match(bookmark: Bookmark) -> bool:
        if tag is not None and tag not in bookmark.tags:
            return False
        if kind is not NoteKind.ALL and (bookmark.passage is not None) != (kind is NoteKind.PASSAGES):
            return False
        return all(word in _searched(bookmark) for word in sought)

    matches = list(filter(is_match, bookmarks))
    matches.sort(key=attrgetter("created"), reverse=True)
    match order:
        case NoteOrder.NEWEST:
            matches.sort(key=lambda bookmark: bookmark.date or dt.date.min, reverse=True)
        case NoteOrder.OLDEST:
            matches.sort(key=lambda bookmark: bookmark.date or dt.date.max)
    return matches


def by_article(bookmarks: Iterable[Bookmark]) -> list[Bookmark]:
    """Return the bookmarks grouped by article; the articles are in the order of their first bookmarks.

    In a group, the bookmark of the whole article comes first, then the highlights in the order of the text.
    """
    groups: dict[Anchor, list[Bookmark]] = {}
    for bookmark in bookmarks:
        groups.setdefault(bookmark.anchor, []).append(bookmark)
    return list(chain.from_iterable(sorted(group, key=_place_in_article) for group in groups.values()))


def is_same_article(one: Bookmark, other: Bookmark) -> bool:
    """Return whether two bookmarks belong to the same article, and therefore to one group of `by_article`."""
    return one.anchor == other.anchor


def _place_in_article(bookmark: Bookmark) -> int:
    """Return the offset of the highlighted words in the article's text, as a sort key.

    -1 for a bookmark of the whole article; the length of the text for words that are not found.
    """
    if bookmark.passage is None:
        return -1
    article = bookmark.article
    lines = [article.kicker, article.headline, *article.decks, *(block.text for block in article.blocks)]
    text = "\n".join(filter(None, lines))
    at = text.find(bookmark.passage.before[-8:] + bookmark.passage.exact)
    at = text.find(bookmark.passage.exact) if at < 0 else at
    if at >= 0:
        return at
    return len(text)


def _searched(bookmark: Bookmark) -> str:
    parts = [quoted(bookmark), bookmark.note, *bookmark.tags, source_in_words(bookmark)]
    for article in dict.fromkeys((bookmark.article.corrected(), bookmark.article.recognised())):
        parts += [article.title(), article.kicker or "", *article.decks]
    if bookmark.passage and bookmark.article.readings:
        parts.append(bookmark.passage.exact)
    return search_form("\n".join(filter(None, parts)))


class _Entry(Struct, frozen=True):
    """A bookmark to be exported, with its words, the article stored in it, and its citation."""

    bookmark: Bookmark
    words: str
    stored: StoredArticle
    citation: str
    wording: Wording

    @property
    def title(self) -> str:
        return on_one_line(worded(self.stored, self.wording).article.title())

    def remarks(self) -> Iterator[tuple[str, str]]:
        """Yield label and text of each line below it: citation, note, tags, date of creation and key, warning."""
        bookmark = self.bookmark
        yield say("引文"), self.citation
        if bookmark.passage and self.wording is Wording.WITH_NOTES:
            notes = notes_on_passage(bookmark.passage, self.stored)
            yield from [(say("校注"), as_sentences(notes))] if notes else []
        if bookmark.note:
            yield say("批注"), bookmark.note
        if bookmark.tags:
            yield say("标签"), say("，").join(bookmark.tags)
        day_and_key = say(
            "{day}，编号 {key}", day=day_in_words(local_day(bookmark.created)), key=bookmark.key
        )
        yield say("标于") if bookmark.passage else say("收藏于"), day_and_key
        if bookmark.is_orphan and not bookmark.elsewhere and not bookmark.is_awaited:
            yield say("注意"), say("资料库里已没有这篇，文字存在收藏里")
        elif doubt := doubt_in_words(bookmark):
            yield say("注意"), doubt


def written_out(
    bookmarks: Sequence[Bookmark],
    form: NoteFormat,
    style: Style,
    article_of: Callable[[Bookmark], StoredArticle],
    wording: Wording = Wording.CORRECTED,
) -> str:
    """Return the text of a file of bookmarks: for each the highlighted words or stored article, and its remarks.

    `article_of` returns the article to cite; `wording` says which characters the text has. Styles other than GB/T 7714
    are replaced by GB/T 7714—2015. Text is escaped, so that none is taken for code, a link or HTML, and control
    characters are removed.
    """
    entries = [_entry(bookmark, article_of(bookmark), style.as_reference, wording) for bookmark in bookmarks]
    text: str = form.writer(entries)
    return text


def as_markdown_notes(entries: Sequence[_Entry]) -> str:
    return "\n---\n\n".join(map(_markdown, entries))


def as_text_notes(entries: Sequence[_Entry]) -> str:
    return without_controls(f"\n{'─' * 40}\n\n".join(map(_text, entries)))


def as_html_notes(entries: Sequence[_Entry]) -> str:
    head = _HTML_HEAD.format(language=language(), title=html.escape(say("收藏与批注")))
    return without_controls(head + "".join(map(_html_section, entries)) + "</body>\n</html>\n")


def no_values(_: Article) -> Values:
    """Return what is told of an article where nothing but its notes is wanted."""
    return ()


def records(
    bookmarks: Iterable[Bookmark],
    article_of: Callable[[Bookmark], StoredArticle],
    values_of: Callable[[Article], Values] = no_values,
) -> Iterator[Record]:
    """Yield the bookmarks as data records, grouped as by `by_article`, each with the article of `article_of`, and what
    features tell of that.
    """
    for bookmark in by_article(bookmarks):
        stored = article_of(bookmark)
        yield Record(stored, bookmark=bookmark, values=values_of(stored.article))


def _entry(bookmark: Bookmark, cited: StoredArticle, style: Style, wording: Wording) -> _Entry:
    """Return the entry of a bookmark.

    A bookmark does not store how its newspaper and date are known: this is taken from the cited article if that has
    the same newspaper or date.
    """
    stored = stored_article(bookmark)
    cited_issue = cited.issue
    if cited_issue.newspaper == bookmark.newspaper:
        stored = replace(stored, issue=replace(stored.issue, newspaper_origin=cited_issue.newspaper_origin))
    if cited_issue.date == bookmark.date:
        stored = replace(stored, issue=replace(stored.issue, date_origin=cited_issue.date_origin))
    if (cited_issue.newspaper, cited_issue.date) == (bookmark.newspaper, bookmark.date):
        issue = replace(stored.issue, stored_facts=cited_issue.stored_facts)
        stored = replace(stored, issue=issue, masthead=cited.masthead)
    passage = bookmark.passage
    if passage is not None and wording is not Wording.RECOGNISED:
        passage = printed_passage(passage, stored)
    return _Entry(
        bookmark, passage.exact if passage else "", stored, cite(cited, style, wording=wording), wording
    )


def _markdown(entry: _Entry) -> str:
    bookmark = entry.bookmark
    if bookmark.passage:
        quote = "\n>\n".join(f"> {markdown_escaped(line)}" for line in entry.words.split("\n"))
        body = f"# {markdown_escaped(entry.title)}\n\n{quote}\n"
    else:
        body = as_markdown(entry.stored, wording=entry.wording)
    lines = [body]
    for name, words in entry.remarks():
        escaped = map(markdown_escaped, words.split("\n"))
        lines.append(f"- {name}{say('：')}" + "\\\n  ".join(escaped))
    return "\n".join(lines) + "\n"


def _text(entry: _Entry) -> str:
    bookmark = entry.bookmark
    if bookmark.passage:
        body = f"{entry.title}\n\n{say('“{words}”', words=entry.words)}\n"
    else:
        body = as_text(entry.stored, wording=entry.wording)
    return "\n".join([body, *(f"{name}{say('：')}{words}" for name, words in entry.remarks())]) + "\n"


_HTML_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ max-width: 42em; margin: 2em auto; padding: 0 1em; line-height: 1.7; }}
section {{ border-bottom: 1px solid #bbb; padding-bottom: 1em; }}
blockquote {{ border-left: 3px solid #b33a2b; margin-left: 0; padding-left: 1em; }}
dt {{ float: left; clear: left; color: #555; margin-right: 1em; }}
dd {{ margin-left: 5em; }}
</style>
</head>
<body>
"""


def _html_section(entry: _Entry) -> str:
    bookmark = entry.bookmark
    if bookmark.passage:
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in entry.words.split("\n"))
        body = f'<h1>{html.escape(entry.title)}</h1>\n<blockquote lang="zh">{lines}</blockquote>\n'
    else:
        body = as_html(entry.stored, wording=entry.wording)
    rows = [
        f"<dt>{html.escape(name)}</dt><dd>{html.escape(words).replace(chr(10), '<br>')}</dd>"
        for name, words in entry.remarks()
    ]
    return "\n".join(["<section>", body + "<dl>", *rows, "</dl>", "</section>"]) + "\n"


def file_name(bookmarks: Sequence[Bookmark], suffix: str) -> str:
    """Return a proposed file name: the title of the article if there is one bookmark, else a general name."""
    if len(bookmarks) == 1:
        title = bookmarks[0].article.title()
    else:
        title = say("收藏与批注")
    return named_file(title) + suffix
