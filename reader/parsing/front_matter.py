"""The fields at the beginning of a text: between two lines of --- (YAML), +++ (TOML) or braces (JSON), or in its first
lines as “key:: value”, “#+KEY: value” (Org) or “:key: value” (AsciiDoc, reStructuredText).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates.printed_days import first_day, is_by_program
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.names import latin_names
from reader.language.patterns import pattern
from reader.newspaper.article import Credit, Role, SourceText
from reader.newspaper.field_names import ColumnField, is_other, known_name
from reader.parsing import credits, datelines, fields, pages

_FIELD = pattern(
    r"\s*+(?:[-*]\s*+|#\+|:(?=\w))?\[?[\"']?(?P<key>[\w .-]{1,24}?)[\"']?\s*(?P<sign>::?|[：=])(?P<value>\s*.{0,200})"
)
_ITEM = pattern(r"\s*-\s+(?P<value>.{1,80})")
_INLINE = pattern(
    r"(?:[-*]\s+)?[\[(]?[\w -]{1,24}::\s+\S.{0,200}|(?:#[A-Za-z][\w/-]*\s*)+|\[[!-~ ]{1,60}\]\(https?://[^()\s]{1,300}\)"
)
_UNFENCED = pattern(
    r"(?P<key>(?:(?:newspaper|article|publication|issue|page)[ -])?(?:title|headline|date|name|number|no)"
    r"|author|byline|source|url|link|published|section|page|newspaper|publication|tags)"
    r":\s*\S.*",
    re.IGNORECASE,
)
_ANY_UNFENCED = pattern(r"(?P<key>[A-Za-z][\w -]{0,23}):\s*\S.*")
_KEYWORD = pattern(r"(?:#\+|:)(?P<key>[\w-]{1,24}(?: [\w-]{1,24})?):(?:\s.*)?$")
"""A line of the fields of Org, AsciiDoc or reStructuredText."""
_OTHER = pattern(r"\s*(?:- |#|$)|\s*\[[\w. -]+\]\s*$|\s*[\"'\]]")
_BEGINS_BELOW = pattern(r"(?:[>|][+-]?\d?)?")
"""The value of a field whose text or list is on the lines below."""
_ENDS = {"---": ("---", "..."), "+++": ("+++",), "{": ("}",)}
_MOST_LINES = 80
_MOST_INLINE = 20
_NAMES = frozenset({"name", "title", "名称"})
_PLACE = frozenset({"order", "index", "position", "weight", "no", "序号"})
_DATES = (
    pattern(
        "(?:pub|publication|original|issue|newspaper|paper|print)(?: publication| print| issue)?(?: date| day)"
        "|(?:date )?issued|date (?:of )?(?:issue|publication|original|printed|print)"
        "|(?:报纸|原[文报])?(?:刊[发登载出行]?|见报|出版|登报|印行|发行|原[载刊发])(?:日期|时间|日)"
        "|(?:报纸|原[文报])(?:发表|发布)?(?:日期|时间)"
    ),
    pattern("(?:date )?published|publish ?date|pub ?date|published (?:at|on|time|date)"),
    pattern("date|day|日期|issue|新闻日期"),
    pattern("(?:发布|发表|报道)(?:时间|日期)|时间|time|datetime"),
)
"""The names of fields with the paper's date, the most reliable first; others have days of transcribing, fetching, …"""
_CERTAIN = 1
"""The number of these that can be nothing but the paper's date."""
_BY_TITLE = 2
"""The rank of a title that is the name of the paper and its day."""
_PAGE_VALUE = pattern(
    r"(?:第\s?)?(?P<label>[A-Da-d]?\s?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版?(?:$|[\s：:·—-])"
)
_LONGEST_SECTION = 16
_OF_BLOGS = "category"
"""A field that the section of a paper has in tables, but in front matter a tag."""
_OPENING_BY = pattern("by[ :]+", re.IGNORECASE)
_LATIN_NAME = pattern(r"[A-Za-z][A-Za-z.'’-]*(?: [A-Za-z][A-Za-z.'’-]*){0,5}")
_NAME = pattern(f"[{HAN}A-Za-z·・ ]{{2,12}}")
_QUOTED = pattern(r"\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|“(?P<curved>[^“”]*)”")
_LINK = pattern(r"\[\[(?P<to>[^\[\]|#]+)[^\[\]]*\]\]")


class Field(Struct, frozen=True):
    """A field: its name in lower case, its value, which may be a list, and the index of its first line."""

    key: str
    values: tuple[str, ...]
    at: int

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


class FrontMatter(Struct, frozen=True):
    """The fields about the file's first article; those about the paper are read with the masthead.

    `place` is the position of the article in its issue.
    """

    headline: str | None = None
    page: str | None = None
    section: str | None = None
    authors: tuple[Credit, ...] = ()
    place: int | None = None


class FrontDate(Struct, frozen=True):
    """The most reliable date of the paper in front matter: its field, with the date as in a masthead.

    `is_certain`: the field can have no other date, such as that of a transcription.
    """

    text: str
    at: int
    is_certain: bool


def end_of(source: SourceText) -> int:
    """Return the number of the last line of the block; 0 for a file that does not begin with one."""
    if source.stated is not None:
        return 0
    begin = next((at for at, line in enumerate(source.lines[:_MOST_LINES]) if line.strip()), None)
    if begin is None:
        return 0
    if _UNFENCED.match(source.lines[begin][:240]):
        return _end_of_unfenced(source.lines[begin:], begin)
    if is_keyword(source.lines[begin]):
        return _end_of_keywords(source.lines[begin:], begin)
    ends = _ENDS.get(source.lines[begin].strip())
    return 0 if ends is None else _end_of_fenced(source.lines, begin, ends)


def _end_of_fenced(lines: Sequence[str], begin: int, ends: tuple[str, ...]) -> int:
    """Return the number of the line, one of the `ends`, that closes the fields below the index `begin`; else 0."""
    keys: list[str] = []
    is_spoken = False
    for number, line in enumerate(lines[begin + 1 : begin + _MOST_LINES], begin + 2):
        if line.strip() in ends:
            telling = sum(
                _stands_for(key) is not None or key in ("issue", "url") or _is_other(key) for key in keys
            )
            return number if telling > is_spoken else 0
        field = _FIELD.match(line[:240])
        key = simplified(field["key"].lower()) if field else ""
        if field:
            keys.append(key)
        if ends == _ENDS["---"] and line.startswith(("  ", "\t")):
            continue  # The value above continues, or is a list.
        if not (field or _OTHER.match(line[:240])):
            return 0
        is_spoken = is_spoken or (field is not None and _may_be_spoken(key, field))
    return 0


def _may_be_spoken(key: str, field: re.Match[str]) -> bool:
    """Return whether a line with a colon may be what somebody says, between two rules: “甲：…”."""
    is_known = key.isascii() or _stands_for(key) is not None or _is_other(key)
    return not is_known and (field["sign"] == "：" or not field["value"].startswith((" ", "\t")))


def _stands_for(key: str) -> ColumnField | None:
    """Return the field that the name of a field stands for; a “name” is that of whatever the front matter is about."""
    field_and_rank = known_name(key) if key != "name" else None
    return field_and_rank[0] if field_and_rank else None


def _is_other(key: str) -> bool:
    return not key.isascii() and is_other(key)


def _end_of_unfenced(lines: Sequence[str], above: int) -> int:
    """Return the number of the last line of fields in English at the beginning of a file, without lines of ---.

    Return 0 unless there are at least two known fields, one of them a title, with a blank line after them. `above` is
    the number of lines above.
    """
    keys: list[str] = []
    for number, line in enumerate(lines[:_MOST_LINES], above):
        field = _ANY_UNFENCED.match(line[:240])
        if not field:
            is_end = not line.strip() and len(keys) > 1 and ColumnField.TITLE in map(_stands_for, keys)
            return number if is_end else 0
        if _UNFENCED.match(line[:240]):
            keys.append(field["key"].lower())
    return 0


def is_keyword(text: str) -> bool:
    """Return whether a line has the form of a field of Org and the like, which is no heading of Markdown."""
    return _KEYWORD.match(text[:240]) is not None


def _end_of_keywords(lines: Sequence[str], above: int) -> int:
    """Return the number of the last line of fields of Org and the like at the beginning of a file; 0 if none is known.

    `above` is the number of lines above.
    """
    keys: list[str] = []
    for line in lines[:_MOST_LINES]:
        keyword = _KEYWORD.match(line[:240])
        if keyword is None:
            break
        keys.append(simplified(keyword["key"].lower()))
    return above + len(keys) if any(map(_stands_for, keys)) else 0


def is_of_page(line: str) -> bool:
    """Return whether a line of fields has the page of an article: its number is none of the issue."""
    field = _FIELD.match(line[:240])
    return field is not None and _stands_for(_named(field["key"])) is ColumnField.PAGE


def is_inline(number: int, text: str) -> bool:
    """Return whether a line near the beginning of a file is a field, a tag or a link to where the text is from.

    “newspaper:: [[雁桥日报]]”, “#Omnivore”, “[Read Original](…)”.
    """
    may_be = number <= _MOST_INLINE and ("::" in text or text[0] in "#[")
    return may_be and _INLINE.fullmatch(text) is not None


def fields_in(lines: Iterable[tuple[str, bool]]) -> list[Field]:
    """Return the fields of front matter; `lines` are pairs of the text and whether it is indented."""
    field_list: list[Field] = []
    is_open = is_text = is_json = False
    parent = ""
    for at, (line, is_indented) in enumerate(lines):
        is_json = is_json or line == "{"
        item = _ITEM.match(line)
        field = _FIELD.match(line[:240])
        more = line.strip() if is_text and is_indented else item["value"] if item and is_open else None
        if field_list and more is not None:
            last = field_list[-1]
            values = (f"{last.value}{more}",) if is_text and last.values else (*last.values, bare_value(more))
            field_list[-1] = replace(last, values=values)
        elif field and (parent or not is_indented or is_json):
            value = field["value"].strip()
            key = simplified(field["key"].strip().lower())
            is_open = _BEGINS_BELOW.fullmatch(value) is not None
            is_text = is_open and value != ""
            if not is_indented or is_json:
                parent = key if is_open else ""
            elif parent:
                key = parent if key in _NAMES else f"{parent} {key}"
            field_list.append(Field(key, () if is_open else (bare_value(value),), at))
    return field_list


def fields_of(lines: Iterable[tuple[str, bool]]) -> FrontMatter:
    """Return the fields about the article in the lines of the block, which are pairs as those of `fields_in`."""
    headline = page = section = place = None
    authors: list[Credit] = []
    for field in fields_in(lines):
        value = field.value
        key = _named(field.key)
        column_field = _stands_for(key)
        if column_field is ColumnField.TITLE:
            if value and paper_in(value) is None:
                headline = value
        elif column_field is ColumnField.PAGE:
            match = _PAGE_VALUE.match(value)
            if match:
                page = pages.page_label(match["label"])
            else:
                page = None
        elif column_field is ColumnField.SECTION and key != _OF_BLOGS and 0 < len(value) <= _LONGEST_SECTION:
            section = value
        elif column_field is ColumnField.AUTHOR:
            authors += (credit for author_text in field.values for credit in authors_of(author_text))
        elif key in _PLACE and value.isascii() and value.isdigit() and len(value) < 6:
            place = int(value)
    return FrontMatter(headline, page, section, tuple(authors), place)


_AROUND_NAME = " ()（）[]【】,，:：·-—"


def paper_in(title: str) -> str | None:
    """Return the name of the paper in a title that is nothing but this, or this and a day; "" for a day alone; None for
    any other title.
    """
    if fields.is_title(title):
        return title
    left, head = fields.without_fields(title)
    name = left.replace(fields.BLANK, " ").strip(_AROUND_NAME)
    if head.date is not None and (not name or fields.is_title(name)):
        return name
    return None


def values(source: SourceText) -> tuple[tuple[str, str], ...]:
    """Return the lines of a file's front matter that have a value, each with its value without quotation marks.

    They are fields and items of lists; in a download, all lines whose value is in an article.
    """
    first = len(source.lines) - source.aside
    labelled = zip(source.spans[first:], source.lines[first:], strict=False)
    text_by_span = {
        span: text
        for span, text in zip(source.spans[:first], source.lines[:first], strict=False)
        if any(span)
    }
    pairs = [
        (line, text_by_span[span])
        for span, line in labelled
        if span in text_by_span and text_by_span[span] in line
    ]
    for line in source.lines[: end_of(source)]:
        stated = _ITEM.fullmatch(line) or _FIELD.fullmatch(line)
        if stated and (value := bare_value(stated["value"])):
            pairs.append((line, value))
    return tuple(pairs)


def _named(key: str) -> str:
    """Return the name of a field in lower case, with spaces for _ and -."""
    return re.sub("[_.-]", " ", key.strip().lower())


def bare_value(value: str) -> str:
    """Return a value without the quotation marks around all of it, and with the words of links: [[雁桥日报]].

    Quotation marks inside stay: 他说“过河”.
    """
    value = value.strip().removesuffix(",")
    match = _QUOTED.fullmatch(value)
    if match:
        words = next((group for group in match.groups() if group is not None), value)
    else:
        words = value
    return _LINK.sub(r"\g<to>", words.replace('\\"', '"')).strip()


def authors_of(value: str) -> Iterator[Credit]:
    """Yield the credits in the value of a field for authors: names with or without role words, which may be in [].

    A person in Latin script is named whole: “Brown, Alice; Lee, Thomas” are two.
    """
    for part in re.split("[;；、]", value.strip().strip("[]")):
        names = latin_names(_OPENING_BY.sub("", bare_value(part.strip())))
        if names:
            yield from (Credit(Role.AUTHOR, (name,), name) for name in names)
            continue
        for author in re.split("[,，]", part):
            yield from _author(_OPENING_BY.sub("", bare_value(author.strip())))


def _author(words: str) -> Iterator[Credit]:
    if re.fullmatch(datelines.AGENCIES, words):
        yield Credit(Role.AGENCY, (words,), words)
        return
    if _LATIN_NAME.fullmatch(words):
        yield Credit(Role.AUTHOR, (words,), words)
        return
    stated = credits.line_credits(words) or credits.line_credits(f"作者：{words}")
    if not stated and _NAME.fullmatch(words) and not fields.is_title(words):
        stated = (Credit(Role.AUTHOR, (words,), words),)
    for credit in stated:
        yield replace(credit, as_printed=words)


def date_in(lines: Iterable[tuple[str, bool]]) -> FrontDate | None:
    ranked: list[tuple[int, Field, str]] = []
    for field in fields_in(lines):
        key = _named(field.key)
        text = " ".join(field.values)
        rank = next((n for n, keys in enumerate(_DATES) if keys.fullmatch(key)), None)
        if _stands_for(key) is ColumnField.TITLE and paper_in(text) is not None:
            rank = _BY_TITLE
        day_and_span = first_day(text) if rank is not None else None
        if rank is not None and day_and_span and not is_by_program(f"{key}: {text}", is_first=False):
            date, printed = day_and_span
            ranked.append((rank, field, f"{text[: printed.start]}{date}{text[printed.end :]}"))
    if not ranked:
        return None
    rank, field, text = min(ranked, key=lambda ranked_field: ranked_field[0])
    return FrontDate(text, field.at, rank < _CERTAIN)
