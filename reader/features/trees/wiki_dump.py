"""Exports of MediaWiki, as of Wikisource: a page is an article; what its templates state are fields, and no text."""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from reader.formats import books, xml_tree
from reader.formats.page_names import day_stated, is_paper
from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.text_builder import RecordBuilder
from reader.i18n import count, say
from reader.language.dates.calendar import day_written
from reader.newspaper.article import LinePart, SourceText
from reader.newspaper.field_names import ColumnField, known_name

_ROOT = "mediawiki"
_DEEPEST = 12
"""Number of templates in each other that are taken apart."""
_LONGEST = 1_000_000
"""Maximum characters of a page that are read."""
_TEMPLATE = re.compile(r"\{\{([^{}]{0,20000})\}\}")
_OF_TYPE = re.compile(
    r"(?:block ?)?(?:center|centre|left|right|c|larger|x+-larger|smaller|x+-smaller|large|small|big|fine|sc|u|color)"
    r"|underline|font|lang|ruby|quote|blockquote|drop ?initial|nowrap|tooltip|僻字|專名|专名|書名|书名|SKchar|YL|參|参",
    re.IGNORECASE,
)
"""Templates that only set their words, which are the text."""
_PARAMETER = re.compile(r"([^=\[\]<>\s](?:[^=\[\]<>]{0,38}[^=\[\]<>\s])?)\s*=\s*(.*)", re.DOTALL)
_HIDDEN = re.compile(
    r"<!--.*?-->|<ref\b[^<>]*/>|<ref\b[^<>]*>.*?</ref>|<(gallery|math|timeline)\b[^<>]*>.*?</\1>|__[A-Z]{3,20}__",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
_NAMED_LINK = re.compile(
    r"\[\[\s*:?(?:category|file|image|media|分类|分類|文件|檔案|档案|图像|圖像|カテゴリ|ファイル|분류|파일)\s*:[^\[\]]{0,1000}\]\]",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,400}\|)?([^\[\]|]{0,400})\]\]")
_OUTER_LINK = re.compile(r"\[https?://[^\s\]]{1,2000}\s?([^\]]{0,400})\]")
_QUOTES = re.compile(r"'{2,5}")
_HEADING = re.compile(r"={1,6}\s*(.*?)\s*={1,6}")
_MARKS = re.compile(r"^[*#:;]+\s*")
_OF_TABLE = re.compile(r"^(?:\{\||\|\}|\|-|[|!])")
_ALIAS = re.compile(r"\s*#(?:redirect|重定向|转向|轉址)", re.IGNORECASE)
_PAPER = re.compile("《([^《》]{2,20})》")
_PAGE = re.compile(r"第?\s?([A-D]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版")
_NOTES = re.compile(
    "notes?|source|from|edition|备注|備註|附注|附註|来源|來源|出处|出處|年代|日期", re.IGNORECASE
)


class WikiPage(Struct, frozen=True):
    """An article of a wiki: its fields, and the lines of its text."""

    paper: str
    day: str
    page: str
    headline: str
    author: str
    section: str
    lines: tuple[tuple[LinePart, str], ...]


class WikiDump:
    """The format of files whose root is `mediawiki`."""

    name = "wiki-dump"

    def certainty(self, file: SavedFile) -> float:
        if xml_tree.root_of(file.data) == _ROOT:
            return 1.0
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        root, encoding = xml_tree.tree_of(file)
        pages: list[WikiPage] = []
        others = 0
        for element in xml_tree.children(root, "page"):
            page = _page_of(element)
            if page is None:
                others += 1
            else:
                pages.append(page)
        if not pages:
            raise NotAnIssue(say("没有文章的维基导出"))
        return books.only(_issues(file.name, encoding, pages, others))


def _page_of(element: Element) -> WikiPage | None:
    """Return the article that a page is; None for a talk, a template, a redirect, and one without text."""
    revisions = [*xml_tree.children(element, "revision")]
    markup = next((_text(revision, "text") for revision in reversed(revisions)), "")[:_LONGEST]
    if _text(element, "ns") not in ("", "0") or _ALIAS.match(markup):
        return None
    text, fields = _without_templates(_HIDDEN.sub("", markup))
    lines = tuple(_lines(text))
    if not lines:
        return None
    return _article(_text(element, "title"), fields, lines)


def _text(element: Element, name: str) -> str:
    texts = (child.text or "" for child in xml_tree.children(element, name))
    return next(texts, "")


def _without_templates(markup: str) -> tuple[str, Mapping[str, str]]:
    """Return markup without its templates, the innermost first, and what they state by name."""
    fields: dict[str, str] = {}

    def taken(template: re.Match[str]) -> str:
        name, *parameters = map(str.strip, template[1].split("|"))
        words = [parameter for parameter in parameters if _PARAMETER.fullmatch(parameter) is None]
        if words and _OF_TYPE.fullmatch(name):
            at = -1 if name.startswith("lang") else 0
            return words[at]
        for parameter in parameters:
            stated = _PARAMETER.fullmatch(parameter)
            if stated is not None and stated[2].strip():
                fields.setdefault(stated[1].strip(), _plain(stated[2]))
        return ""

    for _ in range(_DEEPEST):
        markup, number = _TEMPLATE.subn(taken, markup)
        if not number:
            break
    return markup, fields


def _plain(markup: str) -> str:
    """Return the words of a line of markup: of a link what is shown."""
    for pattern, words in (
        (_NAMED_LINK, ""),
        (_LINK, r"\1"),
        (_OUTER_LINK, r"\1"),
        (_TAG, ""),
        (_QUOTES, ""),
    ):
        markup = pattern.sub(words, markup)
    return " ".join(html.unescape(markup).split())


def _lines(text: str) -> Iterator[tuple[LinePart, str]]:
    for printed in _BREAK.sub("\n", text).split("\n"):
        heading = _HEADING.fullmatch(printed.strip())
        if heading is not None:
            part = LinePart.SUBHEAD
            words = _plain(heading[1])
        else:
            part = LinePart.PARAGRAPH
            words = _plain(_MARKS.sub("", _OF_TABLE.sub("", printed.strip(), count=1), count=1))
        if words:
            yield part, words


def _article(title: str, fields: Mapping[str, str], lines: Sequence[tuple[LinePart, str]]) -> WikiPage:
    """Return an article by its templates, and by the steps of its title: paper, day, headline."""
    stated = _by_field(fields)
    steps = [step.strip() for step in title.split("/") if step.strip()]
    notes = " ".join(value for name, value in fields.items() if _NOTES.search(name))
    titles = [title, *(step for step in steps if not is_paper(step) and not _is_day(step))]
    in_notes = filter(is_paper, _PAPER.findall(notes))
    paper = stated.get(ColumnField.PAPER) or next(filter(is_paper, steps), "") or next(in_notes, "")
    return WikiPage(
        paper,
        day_stated(stated.get(ColumnField.DATE, "")) or day_stated(notes) or day_stated(" ".join(steps)),
        next(iter(_PAGE.findall(notes)), ""),
        stated.get(ColumnField.TITLE) or titles[-1],
        stated.get(ColumnField.AUTHOR, ""),
        stated.get(ColumnField.SECTION, ""),
        tuple(lines),
    )


def _by_field(fields: Mapping[str, str]) -> dict[ColumnField, str]:
    """Return what templates state by the fields that the names of their parameters stand for."""
    stated: dict[ColumnField, str] = {}
    for name, value in fields.items():
        field_and_rank = known_name(name)
        if field_and_rank is not None:
            stated.setdefault(field_and_rank[0], value)
    return stated


def _is_day(step: str) -> bool:
    """Return whether a step of a title is a day and nothing else."""
    return bool(day_stated(step)) and not re.sub(r"[\d年月日号號期第./-]", "", step).strip()


def _issues(name: str, encoding: str, pages: Sequence[WikiPage], others: int) -> list[SourceText]:
    """Return the text of the articles of each paper and day."""
    by_issue: defaultdict[tuple[str, str], list[WikiPage]] = defaultdict(list)
    for page in pages:
        by_issue[page.paper, page.day].append(page)
    issues = []
    left_out = []
    if others:
        left_out.append(count(others, "{n} 个讨论、模板之类的页"))
    for (paper, day), of_issue in sorted(by_issue.items()):
        builder = RecordBuilder(paper=paper, date=day_written(day))
        for page in of_issue:
            head = (
                (LinePart.SECTION, page.section),
                (LinePart.HEADLINE, page.headline),
                (LinePart.BYLINE, page.author),
            )
            builder.add_article([*head, *page.lines], page.page or None)
        issues.append(builder.issue(name, encoding, left_out=left_out))
    return issues
