"""Corpora: texts whose words, or characters, have their classes beside them; read without these.

A corpus whose lines begin with day, page, article and paragraph (19980305-01-002-003) tells its articles.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.books import only
from reader.formats.text_builder import RecordBuilder
from reader.formats.text_kinds import LEAF_OF_TREE, NUMBERED_WORD, TAGGED_NAME
from reader.language.dates.calendar import day_written
from reader.language.patterns import pattern
from reader.newspaper.article import LinePart, LineSpan, SourceText

_CLASS = pattern(r"[/_#|][A-Za-z]{1,5}[0-9]?$")
_OF_SEVERAL = pattern(r"\][/_]?[A-Za-z]{0,5}$")
_PLACE = pattern(
    r"((?:18|19|20)\d\d)-?(\d\d)-?(\d\d)-(\d{1,3})-(\d{1,4})(?:-(\d{1,4}))?(?:[/_#|][A-Za-z]+)?$"
)
_LONGEST_HEADLINE = 40
_ENDS_OF_SENTENCES = "。！？!?；;，,"
_LATIN = pattern(r"[A-Za-zÀ-ɏЀ-ӿ0-9]")


class _Place(Struct, frozen=True):
    """Where a paragraph of a corpus is from; `day` is YYYY-MM-DD."""

    day: str
    page: str
    article: str


class _Paragraph(Struct, frozen=True):
    number: int
    text: str
    place: _Place


def without_classes(source: SourceText) -> SourceText:
    """Return a text without the classes of its words: cut into days and articles where the lines tell these."""
    paragraphs = [*_placed(source.lines)]
    printed = sum(bool(line.strip()) for line in source.lines)
    if paragraphs and len(paragraphs) == printed:
        return only(_issues(source, paragraphs))
    return replace(source, lines=tuple(_plain(line.split()) for line in source.lines))


def _placed(lines: Sequence[str]) -> Iterator[_Paragraph]:
    """Yield the paragraphs of the lines that begin with their place."""
    for number, line in enumerate(lines, 1):
        words = line.split()
        match = _PLACE.match(words[0]) if words else None
        if match is not None:
            day = f"{match[1]}-{match[2]}-{match[3]}"
            yield _Paragraph(number, _plain(words[1:]), _Place(day, str(int(match[4])), match[5]))


def _plain(words: Sequence[str]) -> str:
    """Return words without their classes, and without the brackets around names of several words."""
    return _joined([_CLASS.sub("", _OF_SEVERAL.sub("", word.lstrip("[") or word)) for word in words])


def _joined(words: Sequence[str]) -> str:
    """Return words as a text: with spaces only between those of letters that are parted so."""
    text = ""
    for word in words:
        is_parted = bool(text) and _LATIN.match(text[-1]) is not None and _LATIN.match(word) is not None
        if is_parted:
            text += " "
        text += word
    return text


def _issues(source: SourceText, paragraphs: Sequence[_Paragraph]) -> list[SourceText]:
    """Return the text of each day: an article of each number on its page, the first short line its headline."""
    issues = []
    for day, of_day in groupby(sorted(paragraphs, key=_day_of), key=_day_of):
        issues.append(_issue(source, day_written(day), [*of_day]))
    return issues


def _day_of(paragraph: _Paragraph) -> str:
    return paragraph.place.day


def _place_of(paragraph: _Paragraph) -> _Place:
    return paragraph.place


def _issue(source: SourceText, date: dt.date | None, paragraphs: Sequence[_Paragraph]) -> SourceText:
    builder = RecordBuilder(date=date)
    for place, of_article in groupby(paragraphs, key=_place_of):
        printed = [paragraph for paragraph in of_article if paragraph.text]
        if printed:
            builder.add_record(_parts(printed), place.page)
    return replace(builder.issue(source.path, source.encoding), encoding_fact=source.encoding_fact)


def _parts(paragraphs: Sequence[_Paragraph]) -> Iterator[tuple[LinePart, str, LineSpan]]:
    first, *rest = paragraphs
    is_headline = len(first.text) <= _LONGEST_HEADLINE and not first.text.endswith(tuple(_ENDS_OF_SENTENCES))
    part = LinePart.HEADLINE if is_headline and rest else LinePart.PARAGRAPH
    yield part, first.text, (first.number, first.number)
    for paragraph in rest:
        yield LinePart.PARAGRAPH, paragraph.text, (paragraph.number, paragraph.number)


_NUMBER = re.compile(r"\d{1,4}")


def joined_words(source: SourceText) -> SourceText:
    """Return a text with a word or a character a line as one whose lines are the runs between blank lines."""
    lines: list[str] = []
    spans: list[LineSpan] = []
    numbered = enumerate(source.lines, 1)
    for is_blank, run in groupby(numbered, key=_is_blank):
        of_run = [*run]
        if is_blank:
            lines.append("")
            spans.append((0, 0))
        else:
            lines.append(_joined([_word_of(line) for _, line in of_run]))
            spans.append((of_run[0][0], of_run[-1][0]))
    return replace(source, lines=tuple(lines), spans=tuple(spans))


def _is_blank(numbered: tuple[int, str]) -> bool:
    return not numbered[1].strip()


def _word_of(line: str) -> str:
    """Return the word of a line: its first column, or the second where the first one counts the words."""
    columns = line.split()
    if len(columns) > 2 and _NUMBER.fullmatch(columns[0]):
        return columns[1]
    return columns[0]


# -- classes in brackets, behind lemmas, and of names alone

_IN_BRACKETS = pattern(r"(?<=.)[\[(（](?:[A-Za-z]{1,5}(?:_?[0-9])?|[A-Z]{4,20}CATEGORY)[\])）]$")
_LEMMA = pattern(r"(?<=.)\|[^\s|]{1,30}\|[A-Za-z]{1,5}[0-9]?$")


def without_classes_in_brackets(source: SourceText) -> SourceText:
    """Return a text without the classes in brackets behind its words: 渡口(Na)."""
    return _without(_IN_BRACKETS, source)


def without_lemmas(source: SourceText) -> SourceText:
    """Return a text without the lemmas and the classes behind its words: ferries|ferry|NNS."""
    return _without(_LEMMA, source)


def _without(form: re.Pattern[str], source: SourceText) -> SourceText:
    lines = [_joined([form.sub("", word) for word in line.split()]) for line in source.lines]
    return replace(source, lines=tuple(lines))


def without_classes_of_names(source: SourceText) -> SourceText:
    """Return a text whose names have lost their brackets and classes: [柳湾|LOC]."""
    return replace(source, lines=tuple(TAGGED_NAME.sub(r"\1", line) for line in source.lines))


# -- sentences whose words are lines, with many columns or between tags

_SENTENCE = pattern(r"#\s*text\s*=\s*(?P<text>\S.*)")


def sentences_in_columns(source: SourceText) -> SourceText:
    """Return the sentences of CoNLL-U, a line each: as its remark has it, or else of the words in the columns."""
    lines: list[str] = []
    spans: list[LineSpan] = []
    for is_blank, run in groupby(enumerate(source.lines, 1), key=_is_blank):
        of_run = [*run]
        if is_blank:
            continue
        lines.append(_sentence([line for _, line in of_run]))
        spans.append((of_run[0][0], of_run[-1][0]))
    return replace(source, lines=tuple(lines), spans=tuple(spans))


def _sentence(lines: Sequence[str]) -> str:
    for line in lines:
        remark = _SENTENCE.match(line)
        if remark is not None:
            return remark["text"].rstrip()
    return _joined([*_words_in_columns(lines)])


def _words_in_columns(lines: Sequence[str]) -> Iterator[str]:
    """Yield the words as they are written: of one that is parted into several (3-4), itself alone."""
    last = 0
    for line in lines:
        if line.startswith("#"):
            continue
        if NUMBERED_WORD.fullmatch(line.strip()) is None:
            yield line.strip()
            continue
        number, word, *_ = line.strip().split("\t")
        _, _, end = number.partition("-")
        if end:
            last = int(end)
            yield word
        elif number.isdecimal() and int(number) > last:
            yield word


def sentences_in_trees(source: SourceText) -> SourceText:
    """Return the sentences of a treebank, a line each; what stands in the tree alone, as traces do, is no word."""
    lines: list[str] = []
    spans: list[LineSpan] = []
    words: list[str] = []
    begin = 0
    depth = 0
    for at, line in enumerate(source.lines, 1):
        if not depth:
            begin = at
        leaves = LEAF_OF_TREE.finditer(line)
        words += [leaf["word"] for leaf in leaves if leaf["label"] != _TRACE]
        depth = max(0, depth + line.count("(") - line.count(")"))
        if words and not depth:
            lines.append(_joined(words))
            spans.append((begin, at))
            words = []
    if words:
        lines.append(_joined(words))
        spans.append((begin, len(source.lines)))
    return replace(source, lines=tuple(lines), spans=tuple(spans))


_TRACE = "-NONE-"
_TAG_LINE = pattern(r"\s*</?(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>[^<>]*)>\s*")
_TITLE = pattern(r"\stitle=\"(?P<title>[^\"]{1,200})\"")
_PARTS = frozenset({"doc", "text", "div", "head", "title", "p"})


def sentences_in_tags(source: SourceText) -> SourceText:
    """Return the paragraphs of a vertical text, a line each; its sentences where it has no paragraphs."""
    ends = _PARTS
    if not any(line.strip() == "</p>" for line in source.lines):
        ends = _PARTS | {"s"}
    lines: list[str] = []
    spans: list[LineSpan] = []
    words: list[str] = []
    begin = 1
    for at, line in enumerate((*source.lines, "</doc>"), 1):
        tag = _TAG_LINE.fullmatch(line)
        if tag is None and line.strip():
            words.append(line.strip().split("\t")[0])
        if tag is None or tag["name"] not in ends:
            continue
        if words:
            lines.append(_joined(words))
            spans.append((begin, at - 1))
        words = []
        begin = at + 1
        title = _TITLE.search(tag["attributes"])
        if title is not None:
            lines += ["", f"# {title['title']}", ""]
            spans += [(0, 0), (at, at), (0, 0)]
    return replace(source, lines=tuple(lines), spans=tuple(spans))
