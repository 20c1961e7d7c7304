"""What a text file is, told by its content ahead of plain text: one table, of signs and of what reads such a file.

A text that fits none of them, but is evidently no running text, is not known to be anything, and is told so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from itertools import chain, zip_longest

from msgspec import Struct

from reader.formats import light_markup
from reader.i18n import Words, later
from reader.language.patterns import pattern
from reader.newspaper import other_texts
from reader.newspaper.article import UNKNOWN_TEXT, SourceText
from reader.newspaper.field_names import ColumnField, is_other, known_name

Read = Callable[[SourceText], SourceText | None]
"""Returns a text as it is read; None if it is not of the kind after all. Raises SeveralDays."""


class TextKind(Struct, frozen=True):
    """A kind of text files, named like its format. `words` say what such a file is; that of another format has its own.

    `is_it` tells it by the lines of a file that are not blank, the first ones: as they are if `is_of_indents`, else
    without the space around them. It is read like a file with the `ending`
    by another format, or by the function `reader` (“module:function”), which is a `Read`; that of `LABELLED` is a
    feature's.
    """

    name: str
    is_it: Callable[[Sequence[str]], bool]
    words: Words = str
    ending: str = ""
    reader: str = ""
    is_of_indents: bool = False


# -- signs

_TAG = pattern(r"</?[A-Za-z][\w:.-]{0,40}(?:\s[^<>]{0,400})?/?>")
_END_TAG = pattern(r"</[A-Za-z][\w:.-]{0,40}\s?>")
_OF_HTML = pattern(r"(?:<!doctype html|<html\b|<head\b|<body\b)", re.IGNORECASE)
_FIRST_TAG = pattern(r"(?:<\?.{0,200}?\?>\s*)?<(?P<name>[A-Za-z][\w:.-]{0,40})")
_OTHER_ROOTS = frozenset(
    {"opml", "tei", "tei.2", "teicorpus", "nitf", "newsml", "article", "book", "doc", "map"}
)
"""Elements around all else of files that have a head or a body, too, and are not of HTML."""
_OF_XML = pattern(r"(?:<\?xml\b|<!DOCTYPE\b|<!--)")
_OF_MARKDOWN = frozenset(
    {"<div", "<p", "<a", "<br", "<center", "<img", "<details", "<h1", "<h2", "<h3", "<table"}
)
_MOST_TAGGED = 0.3
"""Least share of lines with a tag in markup."""


def _is_html(lines: Sequence[str]) -> bool:
    if lines[0][:1] != "<" or not any(_OF_HTML.search(line) for line in lines[:20]):
        return False
    root = next(filter(None, map(_FIRST_TAG.match, lines[:20])), None)
    return root is None or root["name"].lower() not in _OTHER_ROOTS


def _is_markup(lines: Sequence[str]) -> bool:
    """Return whether a text begins with a tag, or declares itself, and has tags throughout, with ends."""
    first = lines[0]
    if first[:1] != "<":
        return False
    if _OF_XML.match(first):
        return any(_TAG.match(line) for line in lines)
    if _TAG.match(first) is None or re.split(r"[\s>]", first, maxsplit=1)[0].lower() in _OF_MARKDOWN:
        return False
    tagged = sum(_TAG.search(line) is not None for line in lines)
    ends = sum(len(_END_TAG.findall(line)) for line in lines)
    return ends > 1 and tagged >= _MOST_TAGGED * len(lines)


def _is_json(lines: Sequence[str]) -> bool:
    """Return whether a text is one value of JSON: braces around it, and a name or a value right after the first."""
    return (
        lines[0][:1] in "{["
        and lines[-1][-1:] in "}],"
        and _BEGINS_JSON.match(" ".join(lines[:3])) is not None
        and not _is_lines_of_json(lines)
    )


_BEGINS_JSON = pattern(r'(?:\{\s*"[^"\n]{1,80}"\s*:|\[\s*(?:\{\s*"[^"\n]{1,80}"\s*:|"|\[|\d))')


def _is_lines_of_json(lines: Sequence[str]) -> bool:
    """Return whether each line is an object of JSON, of which there are several."""
    return len(lines) > 1 and all(line[0] == "{" and line[-1] == "}" for line in lines)


class Escape(Enum):
    """How a character beyond ASCII is written in it."""

    NUMBER = "\\u6e21"
    ENTITY = "&#28193;"
    PERCENT = "%E6"
    QUOTED_PRINTABLE = "=E6"


ESCAPES = {
    Escape.NUMBER: pattern(r"(?:\\u|%u)[0-9A-Fa-f]{4}"),
    Escape.ENTITY: pattern(r"&#(?:\d{2,7}|[xX][0-9A-Fa-f]{2,6});"),
    Escape.PERCENT: pattern(r"%[0-9A-Fa-f]{2}"),
    Escape.QUOTED_PRINTABLE: pattern(r"=[0-9A-Fa-f]{2}"),
}
_MOSTLY_ESCAPED = 0.5
_FEWEST_OF_BASE64 = 60
_BASE64 = pattern(r"[A-Za-z0-9+/]{4,120}={0,2}")


def _is_escaped(lines: Sequence[str]) -> bool:
    """Return whether a text is ASCII that says other characters in escapes, for the most part."""
    text = "".join(lines)
    if not text.isascii():
        return False
    least = _MOSTLY_ESCAPED * len(text)
    return any(len("".join(form.findall(text))) >= least for form in ESCAPES.values())


def _is_base64(lines: Sequence[str]) -> bool:
    """Return whether a text is Base64 in lines of one length, the last of which may be shorter."""
    *full, last = lines
    lengths = {len(line) for line in full}
    is_long = len("".join(lines)) >= _FEWEST_OF_BASE64
    if not is_long or len(lengths) > 1 or any(len(last) > length for length in lengths):
        return False
    has_all = any(map(str.isdigit, lines[0])) and any(map(str.isupper, lines[0]))
    return has_all and all(map(_BASE64.fullmatch, lines))


_SEPARATORS = "\t,;|"
_LONGEST_NAME = 40
_LEAST_COLUMNS = 3


def _is_table(lines: Sequence[str]) -> bool:
    """Return whether the first line names columns, among them that of the text, and others have as many cells."""
    if len(lines) < 2:
        return False
    for separator in _SEPARATORS:
        names = [name.strip().strip('"') for name in lines[0].split(separator)]
        if len(names) < _LEAST_COLUMNS or any(len(name) > _LONGEST_NAME for name in names):
            continue
        fields = {known[0] for known in map(known_name, names) if known is not None}
        alike = sum(line.count(separator) >= len(names) - 1 for line in lines[1:])
        if len(fields) > 1 and ColumnField.TEXT in fields and 2 * alike >= len(lines) - 1:
            return True
    return False


_DAY_IN_CELL = pattern(r"(?:1[89]|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?")
_HEAD_OF_CARDS = pattern(r"#separator:.{1,12}", re.IGNORECASE)
_FEWEST_ROWS = 3
_LONG_CELL = 30


def _is_table_without_names(lines: Sequence[str]) -> bool:
    """Return whether tabs part all lines alike, into a day, long texts and others; or cards of Anki begin."""
    if _HEAD_OF_CARDS.fullmatch(lines[0]):
        return True
    rows = [line.split("\t") for line in lines]
    widths = {len(row) for row in rows}
    if len(rows) < _FEWEST_ROWS or len(widths) > 1 or widths == {1} or len(rows[0]) < _LEAST_COLUMNS:
        return False
    columns = [*zip(*rows, strict=True)]
    has_days = any(all(map(_DAY_IN_CELL.fullmatch, column)) for column in columns)
    return has_days and any(sum(map(len, column)) >= _LONG_CELL * len(rows) for column in columns)


_LABELLED = pattern(r"\s*[【〔［\[〖〈<＜「『](?!\d)[^】〕］\]〗〉>＞」』]{1,16}[】〕］\]〗〉>＞」』]")
_FEWEST_LABELS = 4


def _has_labels(lines: Sequence[str]) -> bool:
    """Return whether several lines begin with a label in brackets, each with another."""
    labels = [label[0] for label in map(_LABELLED.match, lines[:40]) if label is not None]
    return len(labels) >= _FEWEST_LABELS and len({*labels}) == len(labels)


_TAGGED_WORD = pattern(r"\[{0,3}[^\s/_#|\]]{1,30}[/_#|][A-Za-z]{1,5}[0-9]?(?:\]{1,3}[/_]?[A-Za-z]{0,5})?")
_FEWEST_WORDS = 16
_MOST_TAGS = 80
_OF_TAGGED = 0.85


def _has_tagged_words(lines: Sequence[str]) -> bool:
    """Return whether nearly each word of a text has its class behind it, one of few: 渡口/n."""
    words = list(chain.from_iterable(line.split() for line in lines[:60]))[:1_000]
    if len(words) < _FEWEST_WORDS:
        return False
    tagged = [word for word in words if _TAGGED_WORD.fullmatch(word)]
    tags = {re.split(r"[/_#|]", word)[-1] for word in tagged}
    return len(tagged) >= _OF_TAGGED * len(words) and len(tags) <= _MOST_TAGS


_CLASS_IN_BRACKETS = pattern(
    r"[^\s\[\]()（）|]{1,30}[\[(（](?P<tag>[A-Za-z]{1,5}(?:_?[0-9])?|[A-Z]{4,20}CATEGORY)[\])）]"
)
_CLASS_BEHIND_LEMMA = pattern(r"[^\s|]{1,30}\|[^\s|]{1,30}\|(?P<tag>[A-Za-z]{1,5}[0-9]?)")


def _has_classes_in_brackets(lines: Sequence[str]) -> bool:
    """Return whether nearly each word of a text has its class in brackets behind it: 渡口(Na)."""
    return _has_classes(lines, _CLASS_IN_BRACKETS)


def _has_classes_behind_lemmas(lines: Sequence[str]) -> bool:
    """Return whether nearly each word of a text has its lemma and its class behind it: ferries|ferry|NNS."""
    return _has_classes(lines, _CLASS_BEHIND_LEMMA)


def _has_classes(lines: Sequence[str], form: re.Pattern[str]) -> bool:
    """Return whether nearly each word has a form with a class, punctuation too: in a list of names, this has none."""
    words = list(chain.from_iterable(line.split() for line in lines[:60]))[:1_000]
    if len(words) < _FEWEST_WORDS:
        return False
    tagged = [match for match in map(form.fullmatch, words) if match is not None]
    has_punctuation = any(not match[0][0].isalnum() for match in tagged)
    tags = {match["tag"] for match in tagged}
    return has_punctuation and len(tagged) >= _OF_TAGGED * len(words) and 1 < len(tags) <= _MOST_TAGS


_FEWEST_NAMES = 2


def _has_tagged_names(lines: Sequence[str]) -> bool:
    """Return whether names in a text are in brackets with their class: [柳湾|LOC]."""
    return sum(len(TAGGED_NAME.findall(line)) for line in lines) >= _FEWEST_NAMES


_FEWEST_NUMBERED = 4


def _has_numbered_columns(lines: Sequence[str]) -> bool:
    """Return whether each line is a numbered word and what is known of it in many columns, as in CoNLL-U."""
    words = [line for line in lines if line[0] != "#"]
    if len(words) < _FEWEST_NUMBERED or not all(NUMBERED_WORD.fullmatch(line) for line in words):
        return False
    with_unknown = sum("\t_" in line for line in words)
    return 2 * with_unknown >= len(words)


_VERTICAL_TAG = pattern(r"</?[A-Za-z][^<>]{0,400}>")
_VERTICAL_WORD = pattern(r"[^\t<>]{1,40}(?:\t[^\t]{1,40}){1,8}")


def _is_vertical(lines: Sequence[str]) -> bool:
    """Return whether each line is a word with its columns, or a tag, those of sentences or paragraphs among them."""
    tags = [line for line in lines if _VERTICAL_TAG.fullmatch(line)]
    words = sum(_VERTICAL_WORD.fullmatch(line) is not None for line in lines)
    has_ends = "</s>" in tags or "</p>" in tags
    return has_ends and words >= _FEWEST_WORDS and words + len(tags) == len(lines)


LEAF_OF_TREE = pattern(r"\((?P<label>[A-Z][A-Z0-9$]{0,7}|-NONE-)\s(?P<word>[^()\s]{1,60})\)")
_REST_OF_TREE = pattern(r"[()\sA-Za-z0-9*=:|_-]*")


def _has_trees(lines: Sequence[str]) -> bool:
    """Return whether a text is nothing but trees of sentences: (IP (NP (NN 渡口)) (VP (VV 通航)))."""
    if lines[0][:1] != "(":
        return False
    leaves = sum(len(LEAF_OF_TREE.findall(line)) for line in lines)
    if leaves < _FEWEST_WORDS:
        return False
    return all(_REST_OF_TREE.fullmatch(LEAF_OF_TREE.sub("", line)) for line in lines)


_TAGGED_LINE = pattern(
    r"\S{1,20}(?:[\t ]+\S{1,20}){0,8}?[\t ]+(?:[A-Z]{1,6}|[BIEMSOLU][-_][A-Za-z_]{1,8}|[a-z]{1,3}[0-9]?)"
)


def _has_word_a_line(lines: Sequence[str]) -> bool:
    """Return whether nearly each line is a character, or a word, with its class: 渡 B-LOC."""
    if len(lines) < _FEWEST_WORDS:
        return False
    matching = [line for line in lines if _TAGGED_LINE.fullmatch(line)]
    words = [line.split() for line in matching]
    classes = Counter(of_line[-1] for of_line in words)
    widths = {len(of_line) for of_line in words}
    return len(matching) >= _OF_TAGGED * len(lines) and len(classes) <= _MOST_TAGS and len(widths) == 1


TAGGED_NAME = pattern(
    r"(?<!\[)\[([^\[\]|\n]{1,40})\|"
    r"(?:PERS?|PERSON|LOC|LOCATION|ORG|ORGANI[SZ]ATION|GPE|FAC|MISC|TIME|DATE|NR|NS|NT)\]",
    re.IGNORECASE,
)
NUMBERED_WORD = pattern(r"\d{1,4}(?:[-.]\d{1,4})?(?:\t[^\t]{1,400}){7,}")

# -- what others have written around a text, and a class before each line

GUTENBERG_BEGINS = pattern(
    r"\*{3}\s?START OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)\b", re.IGNORECASE
)
GUTENBERG_ENDS = pattern(r"\*{3}\s?END OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)\b", re.IGNORECASE)
FIELD_IN_REMARK = pattern(
    r"(?P<sign>[#;%]{1,3}|//|--)\s?(?P<name>[^\W\d_][\w -]{0,20}?)\s?[:：]\s?(?P<value>\S.{0,300})"
)
_FEWEST_FIELDS = 2


def _is_of_gutenberg(lines: Sequence[str]) -> bool:
    return any(map(GUTENBERG_BEGINS.match, lines))


_OF_GALLICA = pattern(r"Rappel de votre demande\b|Identifi(?:ant|er)\s?:.{0,20}ark:/12148/", re.IGNORECASE)
_MOST_ABOVE_TEXT = 40


def is_of_gallica(lines: Sequence[str]) -> bool:
    return any(map(_OF_GALLICA.match, lines[:_MOST_ABOVE_TEXT]))


def _has_fields_in_remarks(lines: Sequence[str]) -> bool:
    """Return whether the first lines are remarks with fields of an article, each with the same sign before it."""
    fields = []
    for line in lines:
        field = FIELD_IN_REMARK.fullmatch(line)
        if field is None:
            break
        fields.append(field)
    signs = {field["sign"] for field in fields}
    known = [known_name(field["name"]) for field in fields]
    is_known = [
        column is not None or is_other(field["name"]) for column, field in zip(known, fields, strict=True)
    ]
    return len(fields) >= _FEWEST_FIELDS and len(signs) == 1 and any(known) and all(is_known[:_FEWEST_FIELDS])


FENCE_OF_HEAD = "---"
FIELD_OF_HEAD = pattern(r"[\"']?(?P<name>[^\W\d_][\w -]{0,23}?)[\"']?\s?[:：](?:\s(?P<value>.{0,4000})|$)")
ITEM_OF_LIST = pattern(r"-\s+[\"']?(?P<name>[^\W\d_][\w -]{0,23}?)[\"']?\s?:(?:\s(?P<value>.{0,4000})|$)")
_FEWEST_HEADS = 2


def _has_several_heads(lines: Sequence[str]) -> bool:
    """Return whether several heads with a title stand between fences, a text below each."""
    if lines[0] != FENCE_OF_HEAD:
        return False
    heads = 0
    columns: list[ColumnField] = []
    for line in lines:
        if line == FENCE_OF_HEAD:
            heads += len(columns) >= _FEWEST_FIELDS and ColumnField.TITLE in columns
            columns = []
            continue
        field = FIELD_OF_HEAD.fullmatch(line)
        column = known_name(field["name"]) if field is not None else None
        if column is not None:
            columns.append(column[0])
    return heads >= _FEWEST_HEADS


def _is_list_of_articles(lines: Sequence[str]) -> bool:
    """Return whether a text is a list of YAML whose items have a title and a text."""
    items = [match for match in map(ITEM_OF_LIST.fullmatch, lines) if match is not None]
    fields = [match for match in map(FIELD_OF_HEAD.fullmatch, lines) if match is not None]
    columns = Counter(
        known[0] for known in (known_name(match["name"]) for match in [*items, *fields]) if known
    )
    fewest = min(columns[ColumnField.TITLE], columns[ColumnField.TEXT])
    is_begun = ITEM_OF_LIST.fullmatch(lines[0]) or FIELD_OF_HEAD.fullmatch(lines[0])
    return is_begun is not None and len(items) >= _FEWEST_HEADS and fewest >= len(items)


BELOW_NAMES = pattern(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?$")
"""The row below the names of the columns of a table of Markdown: |---|:--:|."""
_BETWEEN_CELLS = pattern(r"(?<!\\)\|")
_MOST_ABOVE_TABLE = 4
_OF_ROWS = 0.6


def cells_of(row: str) -> list[str]:
    """Return the cells of a row of a table of Markdown."""
    cells = _BETWEEN_CELLS.split(row.strip().removeprefix("|"))
    if cells and not cells[-1].strip():
        cells.pop()
    return [cell.replace("\\|", "|").strip() for cell in cells]


def _is_table_of_markdown(lines: Sequence[str]) -> bool:
    """Return whether a text is a table of Markdown whose columns are named, among them those of headline and text."""
    below = next((at for at, line in enumerate(lines) if BELOW_NAMES.match(line)), 0)
    if not 0 < below <= _MOST_ABOVE_TABLE + 1 or below + 1 == len(lines):
        return False
    fields = {known[0] for known in map(known_name, cells_of(lines[below - 1])) if known is not None}
    rows = sum(line.startswith("|") for line in lines[below + 1 :])
    return {ColumnField.TITLE, ColumnField.TEXT} <= fields and rows >= _OF_ROWS * (len(lines) - below - 1)


OF_FASTTEXT = pattern(r"(?P<label>__label__[^\s,]{1,60}(?:[\s,]+__label__[^\s,]{1,60})*)[\s,]+(?P<text>\S.*)")
CLASS_BEFORE = pattern(r"(?P<label>[^\W\d_][^\s\d:：]{0,15})\t(?P<text>[^\t]{12,})")
CLASS_BEHIND = pattern(r"^(?P<text>[^\t]{6,})\t(?P<label>\d{1,2}|[\u4e00-\u9fff]{2,4})")
_FEWEST_CLASSIFIED = 6
_FEWEST_A_CLASS = 2
_SHORTEST_CLASSIFIED = 10
"""Least number of characters that half of the lines of a corpus have."""


def _has_classes_before_lines(lines: Sequence[str]) -> bool:
    """Return whether each line is a text with its class before it, one of few: __label__体育 …, 体育⇥…."""
    if all(map(OF_FASTTEXT.fullmatch, lines)):
        return True
    return any(_are_classified(lines, form) for form in (CLASS_BEFORE, CLASS_BEHIND))


def _are_classified(lines: Sequence[str], form: re.Pattern[str]) -> bool:
    matches = [match for match in map(form.fullmatch, lines) if match is not None]
    if len(matches) < len(lines) or len(lines) < _FEWEST_CLASSIFIED:
        return False
    classes = {match["label"] for match in matches}
    lengths = sorted(len(match["text"]) for match in matches)
    is_of_few = _FEWEST_A_CLASS * len(classes) <= len(lines)
    return is_of_few and lengths[len(lengths) // 2] >= _SHORTEST_CLASSIFIED


# -- sources of typesetting

BEGINS_DOCUMENT = pattern(r"\\begin\s?\{document\}")
_OF_LATEX = pattern(r"\\documentclass\b")
_OF_TYPST = pattern(r"#(?:set [a-z.]+\(|show(?:: | [a-z.]+)|import \"|let [\w-]+\s?[=(])")
_HEAD_OF_SOURCE = 40


def _is_latex(lines: Sequence[str]) -> bool:
    head = lines[:_HEAD_OF_SOURCE]
    return any(map(_OF_LATEX.match, head)) or any(map(BEGINS_DOCUMENT.match, head))


def _is_typst(lines: Sequence[str]) -> bool:
    return any(map(_OF_TYPST.match, lines[:_HEAD_OF_SOURCE]))


# -- notes in an outline

_PROPERTY = pattern(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff-]{0,30}::(?:\s|$)")
_FEWEST_BULLETS = 2
_LONGEST_HEADING = 40
_ENDS = frozenset("。！？；，、.!?;,")


def _is_outline(lines: Sequence[str]) -> bool:
    """Return whether each line is a bullet or a property, as outliners write them."""
    bullets = sum(line.startswith(("- ", "-\t")) or line == "-" for line in lines)
    properties = sum(_PROPERTY.match(line) is not None for line in lines)
    is_whole = bullets + properties == len(lines)
    is_of_blocks = properties > 0 or any("{{" in line or "((" in line for line in lines)
    if bullets < _FEWEST_BULLETS:
        return False
    return (is_whole and is_of_blocks) or (not properties and _are_headings(lines))


_BULLETS = ("- ", "* ", "+ ", "• ")


def _are_nested_entries(lines: Sequence[str]) -> bool:
    """Return whether each line is an entry, behind the same bullet, and some are below others or have heading marks."""
    entries = [line.lstrip() for line in lines]
    bullet = entries[0][:2]
    if bullet not in _BULLETS or len(entries) <= _FEWEST_BULLETS:
        return False
    if not all(entry.startswith(bullet) or entry == bullet[0] for entry in entries):
        return False
    has_marks = any(entry.startswith("#", len(bullet)) for entry in entries)
    indents = {len(line) - len(entry) for line, entry in zip(lines, entries, strict=True)}
    return has_marks or len(indents) > 1


def _are_headings(lines: Sequence[str]) -> bool:
    """Return whether each bullet is a short line without a mark at its end, right above a text that has none."""
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        if line.startswith(("- ", "-\t")):
            is_heading = len(line) <= _LONGEST_HEADING and line[-1] not in _ENDS
            is_above_text = not below.startswith("-") and (
                len(below) > _LONGEST_HEADING or below[-1:] in _ENDS
            )
            if not is_heading or not is_above_text:
                return False
    return True


def _has_page_breaks(lines: Sequence[str]) -> bool:
    """Return whether form feeds stand at the beginnings and ends of lines, or behind a remark on pages."""
    breaks = [line for line in lines if "\f" in line]
    return bool(breaks) and all(_AT_PAGE.fullmatch(line) is not None for line in breaks)


_AT_PAGE = pattern(r"\f*(?:\[OCR skipped on page\(s\) [\d, -]{1,40}\]\f*)?[^\f]*\f*", re.IGNORECASE)

_SHAPES = (
    (pattern(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]+"), "字"),
    (pattern(r"[^\W\d_字]+"), "a"),
    (pattern(r"\d+"), "0"),
    (pattern(r"\s+"), " "),
)
_SIGNS = pattern(r"[\t!-/:-@\[-`{-~]")
_RULE = pattern(r"(?P<sign>[-=_*~#.+])(?P=sign){2,}")
"""A rule between articles, drawn with one sign."""
_FEWEST_ALIKE = 6
_OF_ALIKE = 0.7
_FEWEST_SIGNS = 4
_LETTER = pattern(r"[^\W\d_]")
_LEAST_LETTERS = 0.3
_LONG_ENOUGH = 300


def _is_no_running_text(lines: Sequence[str]) -> bool:
    """Return whether most lines are formed alike, of many signs, or hardly any of their characters are letters."""
    lines = [line for line in lines if _RULE.fullmatch(line) is None]
    text = "".join("".join(line.split()) for line in lines)
    if len(text) >= _LONG_ENOUGH and len(_LETTER.findall(text)) < _LEAST_LETTERS * len(text):
        return True
    signs = [line for line in lines if len(_SIGNS.findall(line)) >= _FEWEST_SIGNS]
    if len(lines) < _FEWEST_ALIKE or len(signs) < _OF_ALIKE * len(lines):
        return False
    (_, alike), *_ = Counter(map(_shape, signs)).most_common(1)
    return alike >= _OF_ALIKE * len(lines)


def _shape(line: str) -> str:
    """Return how a line is formed: each run of letters, of digits, of space as one sign."""
    for runs, sign in _SHAPES:
        line = runs.sub(sign, line)
    return line


_READERS = "reader.formats.text_readers"
_MARKUP = "reader.formats.light_markup"
_BESIDE = "reader.formats.beside_text"
TABLE = "table"
LABELLED = "labelled-article"
_TAGGED = "reader.formats.tagged_text"
_FRAMED = "reader.formats.framed_text"
_WORDS_OF_HEADS = later("几篇文章，各有写明题目、日期的字段")
_WORDS_OF_TYPESET = later("排版程序的源文件（去掉了排版命令）")
_ESCAPES = "reader.formats.escapes"
_WORDS_OF_ESCAPED = later("用转义或 Base64 写的文本（已还原成字）")
_WORDS_OF_TAGGED = later("标注语料（去掉了词类）")
_WORDS_OF_UNKNOWN = later("看不出是什么的文字")
_WORDS_OF_OUTLINE = later("大纲笔记（去掉了项目号）")
KINDS = (
    TextKind(
        "gutenberg",
        _is_of_gutenberg,
        later("Project Gutenberg 的文本（去掉了前后的说明）"),
        reader=f"{_FRAMED}:inside_gutenberg",
    ),
    TextKind(
        "gallica",
        is_of_gallica,
        later("Gallica 给出的文本（去掉了前面的说明）"),
        reader=f"{_FRAMED}:below_gallica",
    ),
    TextKind(
        "posts",
        other_texts.has_posts,
        later("论坛、新闻组的帖子"),
        reader="reader.formats.posts:articles_of_posts",
    ),
    TextKind(UNKNOWN_TEXT, other_texts.is_another, _WORDS_OF_UNKNOWN, reader=f"{_READERS}:unknown"),
    TextKind(
        "typeset-text", _is_latex, _WORDS_OF_TYPESET, reader="reader.formats.typeset_text:without_latex"
    ),
    TextKind(
        "typeset-text", _is_typst, _WORDS_OF_TYPESET, reader="reader.formats.typeset_text:without_typst"
    ),
    TextKind(
        "head-of-remarks",
        _has_fields_in_remarks,
        later("开头用注释写着题目、日期的文本"),
        reader=f"{_FRAMED}:with_head_of_remarks",
    ),
    TextKind(
        "several-heads",
        _has_several_heads,
        _WORDS_OF_HEADS,
        reader="reader.formats.several_heads:articles_below_heads",
    ),
    TextKind(
        "several-heads",
        _is_list_of_articles,
        _WORDS_OF_HEADS,
        reader="reader.formats.several_heads:articles_in_list",
    ),
    TextKind(
        "several-heads",
        _is_table_of_markdown,
        _WORDS_OF_HEADS,
        reader="reader.formats.several_heads:articles_in_table",
    ),
    TextKind("tagged-text", _is_vertical, _WORDS_OF_TAGGED, reader=f"{_TAGGED}:sentences_in_tags"),
    TextKind("web-page", _is_html, ending=".html"),
    TextKind("xml", _is_markup, ending=".sgml"),
    TextKind("json", _is_json, ending=".json"),
    TextKind(TABLE, _is_lines_of_json, ending=".jsonl"),
    TextKind(
        "labelled-lines",
        _has_classes_before_lines,
        later("每行一篇、前面标着类别的语料"),
        reader="reader.formats.labelled_lines:articles_a_line",
    ),
    TextKind(TABLE, _is_table, ending=".tsv"),
    TextKind(TABLE, _is_table_without_names, ending=".tsv"),
    TextKind("escaped-text", _is_escaped, _WORDS_OF_ESCAPED, reader=f"{_ESCAPES}:unescaped"),
    TextKind("escaped-text", _is_base64, _WORDS_OF_ESCAPED, reader=f"{_ESCAPES}:from_base64"),
    TextKind(
        "block-labels",
        light_markup.has_block_labels,
        later("各块前面有标签的文本（去掉了标签）"),
        reader=f"{_MARKUP}:without_block_labels",
    ),
    TextKind(LABELLED, _has_labels, later("一篇文章（各项前面有标签）")),
    TextKind(
        "tagged-text", _has_numbered_columns, _WORDS_OF_TAGGED, reader=f"{_TAGGED}:sentences_in_columns"
    ),
    TextKind(
        "tagged-text",
        _has_classes_in_brackets,
        _WORDS_OF_TAGGED,
        reader=f"{_TAGGED}:without_classes_in_brackets",
    ),
    TextKind("tagged-text", _has_trees, _WORDS_OF_TAGGED, reader=f"{_TAGGED}:sentences_in_trees"),
    TextKind("tagged-text", _has_classes_behind_lemmas, _WORDS_OF_TAGGED, reader=f"{_TAGGED}:without_lemmas"),
    TextKind("tagged-text", _has_tagged_words, _WORDS_OF_TAGGED, reader=f"{_TAGGED}:without_classes"),
    TextKind("tagged-text", _has_word_a_line, _WORDS_OF_TAGGED, reader=f"{_TAGGED}:joined_words"),
    TextKind(
        "tagged-text", _has_tagged_names, _WORDS_OF_TAGGED, reader=f"{_TAGGED}:without_classes_of_names"
    ),
    TextKind("outline", _is_outline, _WORDS_OF_OUTLINE, reader=f"{_READERS}:without_bullets"),
    TextKind(
        "outline",
        _are_nested_entries,
        _WORDS_OF_OUTLINE,
        reader=f"{_READERS}:without_bullets",
        is_of_indents=True,
    ),
    TextKind(
        "wiki-text", light_markup.is_wiki, later("维基写法的文本"), reader=f"{_MARKUP}:with_wiki_headings"
    ),
    TextKind("org-text", light_markup.is_org, later("Org 写法的文本"), reader=f"{_MARKUP}:with_org_headings"),
    TextKind(
        "certain-lines",
        light_markup.has_certainties,
        later("各行末尾写着识别把握的文本（去掉了数字）"),
        reader=f"{_MARKUP}:without_certainties",
    ),
    TextKind(
        "numbered-lines",
        light_markup.has_line_numbers,
        later("各行前面有行号的文本（去掉了行号）"),
        reader=f"{_MARKUP}:without_line_numbers",
    ),
    TextKind(
        "barred-columns",
        light_markup.has_bars,
        later("画了栏线的文本（逐栏读）"),
        reader=f"{_MARKUP}:in_columns",
    ),
    TextKind(
        "linked-notes",
        light_markup.has_marks_of_notes,
        later("笔记（链接的记号去掉了，批注、标签列在正文旁边）"),
        reader=f"{_BESIDE}:without_remarks",
    ),
    TextKind(
        "copied-page",
        light_markup.has_words_of_site,
        later("从网页、公众号复制的文章（页面上的字列在正文旁边）"),
        reader=f"{_BESIDE}:without_words_of_site",
    ),
    TextKind("pages-of-text", _has_page_breaks, later("分页的文本"), reader=f"{_READERS}:parted_at_pages"),
    TextKind(UNKNOWN_TEXT, _is_no_running_text, _WORDS_OF_UNKNOWN, reader=f"{_READERS}:unknown"),
)
"""The kinds in the order in which they are tried."""


def kinds_of(lines: Sequence[str]) -> Iterator[TextKind]:
    """Yield the kinds of which the lines of a file have the sign, the surest first; none for running text."""
    sample = other_texts.sample_of(lines)
    if not sample:
        return
    indented = other_texts.indented_sample_of(lines)
    for kind in KINDS:
        if kind.is_it(indented if kind.is_of_indents else sample):
            yield kind
