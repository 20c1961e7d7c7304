"""Recognising and removing the markup of Markdown, HTML and archives' records."""

import html
import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from reader.language.patterns import pattern

_LOOKED_AT = 400
_MARKS = pattern(r"(?P<quotes>(?:>[ \t]*)*)(?P<hashes>#*)[ \t\u3000]*")
_EMPHASIS = pattern(r"(?P<sign>\*{1,3}|_{1,3}|~~)(?P<inside>(?![\s*_~])[^*_~]{1,300}(?<!\s))(?P=sign)")
_TAGS = pattern(
    r"(?:<(?:h(?P<level>[1-6])|p|div|span|b|strong|em|i|u|font|center|li|td)(?:\s[^<>]{0,80})?>\s*)+"
    r"(?P<inside>[^<>\s][^<>]{0,300}?)\s*(?:</[a-z0-9]{1,8}>\s*)+",
    re.IGNORECASE,
)
_RULE = pattern(r"(?:[-=_*~—─━＝－·•.☆★※]\s?){3,}|<(?:hr|br)\s*/?>|<!--.{0,300}?-->", re.IGNORECASE)
_PICTURE = pattern(r"(?:!\[[^\]]{0,80}\]\([^()]{0,300}\)\s*|<img\s[^<>]{0,300}>\s*){1,4}", re.IGNORECASE)
_PICTURE_WORDS = pattern(r"!\[([^\]]{0,80})\]|\balt=[\"']([^\"']{0,80})", re.IGNORECASE)
_SENTENCE = pattern("[\u4e00-\u9fff]{4}")
_LINKS = pattern(
    r"(?:\[(?::\w{1,16}:)?(?:[上下]一?[篇版期页]|返回\w{0,4}|首页|首頁|主页|目录|版面\w{0,2}|打印|关闭|收藏|分享|顶部|回顶部|返回顶部)\]"
    r"\([^()]{0,200}\)[\s|·/]*){1,8}"
)
_LINKS_BESIDE = pattern(
    r"\[[^\[\]]{1,24}\]\([^()\s]{1,300}\)(?:(?:\s|&nbsp;)*[|·/｜](?:\s|&nbsp;)*\[[^\[\]]{1,24}\]\([^()\s]{1,300}\)){1,12}"
    r"(?:\s|&nbsp;)*[|·/｜]?"
)
"""A line that consists of links with strokes between them, as above or below a web page's text."""
_LINKED = pattern(r"\[([^\[\]]{1,120})\]\([^()\s]{1,300}\)")
_ELEMENT = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|caption|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|footer"
    "|h[1-6]|head|header|hr|html|i|iframe|ins|li|link|main|mark|meta|nav|o:p|ol|p|picture|pre|q|s|script|section|small|source|span"
    "|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|audio|svg"
)
_ATTRIBUTE = r"(?:\s+[a-z][\w:.-]{0,40}\s?=\s?(?:\"[^\"<>]{0,400}\"|'[^'<>]{0,400}'|[^\s\"'<>]{1,200}))"
_TAG = (
    rf"(?:<(?:{_ELEMENT}){_ATTRIBUTE}{{0,12}}\s*/?>|<(?!img\b)[a-z][a-z0-9:-]{{0,15}}{_ATTRIBUTE}{{1,12}}\s*/?>"
    r"|</[a-z][a-z0-9:-]{0,15}\s*>)"
)
"""A tag of HTML, or any tag with attributes, except <img>, which is a picture; “a<b 且 c>d” has no tag."""
_ONLY_TAGS = pattern(rf"(?:{_TAG}\s*){{1,40}}", re.IGNORECASE)
_TITLE = pattern(
    r"(?P<label>[标標][题題]|[题題]目|主[标標]?[题題]|副[标標]?[题題]|[引肩眉][题題])\s?[:：]\s*(?P<words>\S.*)"
)
_FIELD = pattern(r"(?:正文|[内內]容|作者|[来來]源|日期|出版日期|版次|版面|[栏欄]目)\s?[:：]")
_TEXT_FOLLOWS = pattern(r"(?:正文|[内內]容)\s?[:：]")


_INLINE = pattern(_TAG, re.IGNORECASE)
_ENTITY = pattern(r"&(?:#[0-9]{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)


_BEGINS_MARKS = frozenset(">#*_~<")


class UnmarkedLine(NamedTuple):
    """The text of a line without markup, and the level of its heading mark, 0 without one."""

    text: str
    level: int


def without_markup(line: str) -> UnmarkedLine:
    """Return a stripped line without Markdown marks around the whole line and without HTML tags."""
    unmarked = _without_marks_around(line) if line[0] in _BEGINS_MARKS else UnmarkedLine(line, 0)
    words = without_tags(unmarked.text)
    return unmarked if words is unmarked.text else UnmarkedLine(words, unmarked.level)


def without_tags(line: str) -> str:
    """Return a stripped line without HTML tags and with entities decoded; unchanged if nothing would be left."""
    return (_words_between(line) or line) if "<" in line or "&" in line else line


def _words_between(text: str) -> str:
    """Return a line without HTML tags and with entities decoded, stripped; may be empty."""
    if "<" in text:
        text = _INLINE.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text.strip()


def _without_marks_around(line: str) -> UnmarkedLine:
    """Return a line without the marks and tags that enclose all of it, and the level of its heading mark."""
    found = _MARKS.match(line)
    text, level = line, 0
    if found and found.end() < len(line):
        text, level = line[found.end() :].lstrip(), len(found["hashes"])
    if len(text) <= _LOOKED_AT:
        tagged = _TAGS.fullmatch(text)
        if tagged:
            text, level = tagged["inside"], int(tagged["level"] or level)
        linked = _LINKED.fullmatch(text) if level else None
        text = linked[1] if linked else text
        emphasised = _EMPHASIS.fullmatch(text)
        if emphasised:
            text = emphasised["inside"]
    return UnmarkedLine(text, level)


def is_rule(text: str) -> bool:
    """Return whether a line is a rule, or consists of HTML tags or a comment: “---”, “* * *”, “========”, “</div>”."""
    if text[0] == "<":
        is_of_picture = "<img" in text.lower()
        return _RULE.fullmatch(text) is not None or (
            not is_of_picture and _ONLY_TAGS.fullmatch(text) is not None
        )
    return text[0] in "-=_*~—─━＝－·•.☆★※" and _RULE.fullmatch(text) is not None


def is_blank(text: str) -> bool:
    """Return whether a line has no text besides HTML tags and entities of spaces: “<p></p>”, “</div>”, “&nbsp;”."""
    return text[0] in "<&" and not _words_between(text)


def is_picture(text: str) -> bool:
    """Return whether a line consists of picture references: “![](images/1.jpg)”."""
    return text[0] in "!<" and _PICTURE.fullmatch(text) is not None


def has_words(picture: str) -> bool:
    """Return whether a picture reference has a description in Chinese."""
    words = _PICTURE_WORDS.search(picture[:_LOOKED_AT])
    return words is not None and _SENTENCE.search(words[1] or words[2] or "") is not None


def is_links(text: str) -> bool:
    """Return whether a line consists of a web page's navigation: “[上一篇](…) [返回目录](…)”."""
    return text[0] == "[" and (
        _LINKS.fullmatch(text) is not None or _LINKS_BESIDE.fullmatch(text) is not None
    )


def is_table_row(text: str) -> bool:
    """Return whether a line is a row of a table: “| 富士 | 4.60 |”."""
    return text[0] == "|" and text[-1] == "|" and len(text) > 1


class HeadlineLevel(Enum):
    """The part of a headline that a field of a record contains."""

    HEADLINE = "headline"
    DECK = "deck"
    KICKER = "kicker"


class RecordHeading(NamedTuple):
    """A heading of an archive's record."""

    words: str
    storey: HeadlineLevel


_STOREYS = {
    "副": HeadlineLevel.DECK,
    "引": HeadlineLevel.KICKER,
    "肩": HeadlineLevel.KICKER,
    "眉": HeadlineLevel.KICKER,
}


def record_heading(text: str) -> RecordHeading | None:
    """Return the heading in a field of an archive's record, “标题：…”, “副题：…”; None for any other line."""
    found = _TITLE.match(text[:_LOOKED_AT])
    return (
        RecordHeading(text[found.start("words") :], _STOREYS.get(found["label"][0], HeadlineLevel.HEADLINE))
        if found
        else None
    )


def is_record(lines: Sequence[str]) -> bool:
    """Return whether a file is an archive's record: it has labelled headlines and other labelled fields."""
    titles = [line for line in lines if "题" in (head := line[:4]) or "題" in head]
    if not any(_TITLE.match(line[:_LOOKED_AT]) for line in titles):
        return False
    return any(_FIELD.match(line[:12]) for line in lines)


def announces_text(text: str) -> bool:
    """Return whether a line is the label before a record's text: “正文：”, “内容：”."""
    return len(text) <= 4 and _TEXT_FOLLOWS.fullmatch(text) is not None
