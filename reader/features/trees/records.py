"""Articles with fields in a tree: feeds, exports of sites and notes, databases, crawlers, corpora.

An article is the innermost part of the tree with a headline and running text, whatever it is called, or an element that
is called an article. What the parts around it state of paper, day and page holds for all articles in them.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain, groupby
from operator import itemgetter

from msgspec import Struct, field

from reader.features.trees.names import Level, folded, is_box, is_of_note, kind_of, level_of, of_record
from reader.features.trees.nodes import Node, walk, words_of
from reader.formats.page_names import cut_at_day, day_stated, is_paper, page_stated
from reader.formats.scans.scanned_words import is_written_close, joined_words, without_stray_spaces
from reader.formats.text_builder import RecordBuilder
from reader.formats.web_lines import parts_in
from reader.i18n import say
from reader.language.dates.calendar import day_written
from reader.newspaper.article import LinePart, SourceText, StatedHead
from reader.newspaper.facts import Rule
from reader.newspaper.field_names import ColumnField
from reader.parsing import fields as printed_fields

_ARTICLES = frozenset({"article", "newsitem", "story", "nitf"})
"""Elements that are articles even without a headline."""
_OFTEN_ARTICLES = frozenset({"doc", "reuters", "record", "note", "entry", "item"})
"""Elements that are articles without a headline where there are several with a text."""
_FEEDS = frozenset(
    {"channel", "feed", "publication", "newspaper", "paper", "journal", "source", "", "publisher"}
)
"""Parts whose title is the paper's."""
_ABOUT = frozenset(
    (
        *("image", "textinput", "cloud", "rightsinfo", "catalogref", "resource", "comment", "comments"),
        # EndNote: of what kind a reference is, and where it was kept
        *("reftype", "database", "sourceapp"),
        # MODS: who has catalogued it
        *("recordinfo",),
    )
)
"""Parts beside an article, of which nothing is a field of it."""
_PARTS = {
    ColumnField.SECTION: LinePart.SECTION,
    ColumnField.KICKER: LinePart.KICKER,
    ColumnField.TITLE: LinePart.HEADLINE,
    ColumnField.DECK: LinePart.DECK,
    ColumnField.AUTHOR: LinePart.BYLINE,
}
_HEADINGS = frozenset({ColumnField.KICKER, ColumnField.TITLE, ColumnField.DECK})
_CAPTIONS = frozenset({"caption", "legend", "mediacaption"})
_UNNAMED = frozenset(["value", "name", "title", "text", "term", "norm", "date", "p", "iso", "when", "main"])
_NUMBERS = frozenset(["id", "docno", "docid", "newid", "guid", "url"])
_DAY_IN_NUMBER = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_PAGE_NAMES = frozenset({"id", "n", "no", "number", "label"})
_LABEL = re.compile(r"[A-Za-z]?0*\d{1,3}")
_PAGES = re.compile(r"(?:[A-Za-z]{0,2}\d{1,3}\s*[-–—,;，、]?\s*){1,6}")
"""The pages that an article is on, as a record states them: 1, A4, 1-3."""
_HAS_NUMBER = re.compile("[0-9０-９一二三四五六七八九十]")
_YEARS = re.compile(
    r"(?<!\s)\s*(?:[(（](?:[^()（）:：]{1,40}\s[:：]\s)?\d{4}\s*[-–—]\s*(?:\d{4}|present|至今)?[)）]|\[volume\])$"
)
"""The years of a paper behind its name, also below its place; or that it has volumes."""
_WHOLES = frozenset({"relateditem", "monogr", "host"})
"""Elements that are the paper of an article (MODS, TEI)."""
_OF_CATALOGUES = frozenset({"article", "newspapers & gazettes", "newspaper", "text"})
"""What a catalogue calls all articles of papers: no section of one."""
_CODE = re.compile(r"https?:.*|[a-z0-9._/-]+")
"""An address, or the name of a program: `web.clip`, `olmocr`."""
_OF_SENTENCE = frozenset({"s", "p", "seg", "sentence", "hi", "b", "i", "em", "strong", "lb"})
"""Elements in a heading that are printed with it."""
_PARTS_OF_DAY = ("year", "month", "day")
_OF_TEXT = frozenset({"dateline"})
"""Elements beside the text that are its first line."""
_LABELS = frozenset({"label", "blocklabel", "role", "blocktype", "layouttype"})
_LESS_SURE = 100
"""The rank from which on a name stands for a field only in a record."""
_LEAST_TEXT = 20
_DATE_PARTS = "dateparts"
_OF_ITS_OWN = frozenset({ColumnField.DATE, ColumnField.PAPER, ColumnField.AUTHOR})
"""Fields of which one makes a text without a headline an article."""
_FEWEST_WITH_HEADLINE = 2
_LONGEST_HEADING = 52
_ENDS = re.compile("[。！？…；.!?;][”’」』）)】]?$")
_LONGEST_SOURCE = 40
"""Maximum number of characters of a line with the paper and the day of an article."""
_SENTENCE = re.compile("[，。；！？]")
_AROUND = (ColumnField.PAPER, ColumnField.DATE, ColumnField.PAGE, ColumnField.SECTION)


def is_of_outer(name: str, around: str) -> bool:
    """Return whether the name of a part says nothing but what the part around it is: `"author": {"name": "…"}`."""
    outer = of_record(around)
    return folded(name) in _UNNAMED and outer is not None and outer[0] is not ColumnField.TEXT


class Record(Struct):
    """An article: the values of each field with the ranks of their names, its lines, and what is no field.

    `has_body`: an element of it is called its text, so that no other is. `is_sure`: it has more than a description.
    """

    has_body: bool = False
    is_sure: bool = False
    fields: dict[ColumnField, list[tuple[int, str]]] = field(default_factory=dict)
    lines: list[tuple[LinePart, str]] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)

    def value(self, of: ColumnField) -> str:
        texts = self._plainest(of)
        if of is ColumnField.AUTHOR:
            return say("、").join(dict.fromkeys(texts))
        return texts[0]

    def only_value(self, column: ColumnField) -> str:
        """Return the value of a field; "" if it has several."""
        texts = set(self._plainest(column))
        if len(texts) == 1:
            return texts.pop()
        return ""

    def _plainest(self, column: ColumnField) -> list[str]:
        """Return the values of a field that stand under the plainest of its names, [""] if it has none."""
        values = self.fields.get(column, [(0, "")])
        best = min(rank for rank, _ in values)
        return [text for rank, text in values if rank == best]

    @property
    def day(self) -> tuple[str, Rule]:
        """The date, and how it is known: one below the headline, or at the end, is printed there; the record may state
        another, or only when it was written, as of a note.
        """
        noted = min((rank for rank, _ in self.fields.get(ColumnField.DATE, ())), default=0)
        date = self.value(ColumnField.DATE)
        if not is_of_note(noted) or not date:
            return date, Rule.RECORD
        lines = [text for _, text in self.lines if len(text) <= _LONGEST_SOURCE]
        days = set[str]()
        for text in (*lines[:1], *lines[-1:]):
            if _SENTENCE.search(text):
                printed = None
            else:
                printed = printed_fields.masthead_fields(text).date
            with suppress(ValueError):  # no such day
                days |= {dt.date(*printed).isoformat()} if printed else set()
        if len(days) == 1 and min(days) <= date:
            return min(days), Rule.MASTHEAD
        return date, Rule.NOTE

    def add(self, name: str, value: str, around: str) -> None:
        """Add a value by its name; where that says nothing, by that of the part around it."""
        field_and_rank = of_record(name)
        outer = of_record(around)
        folded_name = folded(name)
        if folded_name in _PAGE_NAMES and outer and outer[0] is ColumnField.PAGE:
            label = value.strip(" []第版")
            field_and_rank, value = (outer, label.lstrip("0")) if _LABEL.fullmatch(label) else (None, value)
        elif is_of_outer(name, around) and outer:
            field_and_rank = outer
        elif folded_name in _NUMBERS:
            match = _DAY_IN_NUMBER.search(value)
            field_and_rank, value = (
                ((ColumnField.DATE, 1_000), "-".join(match.groups())) if match else (None, value)
            )
        if field_and_rank and field_and_rank[0] is ColumnField.DATE:
            value = day_stated(value.strip())
        if field_and_rank and _is_of_paper(field_and_rank[0], value.strip()):
            field_and_rank = (ColumnField.PAPER, field_and_rank[1])
        value = _YEARS.sub("", value.strip())
        if field_and_rank and (
            (field_and_rank[0] is ColumnField.TITLE and kind_of(value) is not None)
            or (field_and_rank[0] is ColumnField.PAPER and _CODE.fullmatch(value))
            or (field_and_rank[0] is ColumnField.SECTION and value.casefold() in _OF_CATALOGUES)
        ):
            field_and_rank = None
        if field_and_rank and field_and_rank[0] is ColumnField.PAGE and not _HAS_NUMBER.search(value):
            field_and_rank = (ColumnField.SECTION, field_and_rank[1])
        if field_and_rank and value:
            self.fields.setdefault(field_and_rank[0], []).append((field_and_rank[1], value))
        elif value:
            self.others[name] = value

    def add_line(self, name: str, line: str) -> None:
        """Add a line of an element, which is a field, or a heading, a caption or a paragraph of the text."""
        field_and_rank = of_record(name)
        is_below = any(part is LinePart.PARAGRAPH for part, _ in self.lines)
        is_titled = ColumnField.TITLE in self.fields
        if not line or line in (text for _, text in self.fields.get(ColumnField.TITLE, ())):
            return
        if field_and_rank and field_and_rank[0] is ColumnField.TITLE and (is_below or is_titled):
            self.lines.append((LinePart.SUBHEAD if is_below else LinePart.DECK, line))
        elif field_and_rank and field_and_rank[0] in _PARTS and not is_below:
            self.fields.setdefault(field_and_rank[0], []).append((field_and_rank[1], line))
        else:
            self.lines.append((LinePart.CAPTION if folded(name) in _CAPTIONS else LinePart.PARAGRAPH, line))


def _is_of_paper(column: ColumnField, value: str) -> bool:
    """Return whether a title has the years of a paper behind it, as libraries write them: it is that of the paper."""
    return column is ColumnField.TITLE and _YEARS.search(value) is not None


def records_in(roots: Sequence[Node]) -> tuple[list[Record], list[str]]:
    """Return the articles in a tree, in order, and the lines outside of them; none if it has no articles."""
    fields = set()
    are_named = False
    for name in set(chain.from_iterable((node.name, *node.values) for node in walk(roots))):
        field_and_rank = of_record(name)
        if folded(name) in _ARTICLES:
            are_named = True
        elif field_and_rank:
            fields.add(field_and_rank[0])
    have_heads = ColumnField.TITLE in fields or not fields.isdisjoint(_OF_ITS_OWN)
    if not are_named and not (have_heads and ColumnField.TEXT in fields):
        return [], []
    records = []
    outside: list[str] = []
    for root in roots:
        records += _records(root, outside, is_one=True, is_text=ColumnField.TEXT not in fields)
    return records, outside


def head_in(roots: Sequence[Node]) -> StatedHead | None:
    """Return the paper and the day that a tree states beside a text; None if it has neither, or several.

    None as well of an object that says how they are known, as `reader show` prints it: nobody has stated them.
    """
    if len(roots) != 1 or any("outcome" in fact.values for fact in _facts_of(roots[0])):
        return None
    record = _record(roots[0])
    date = day_written(record.only_value(ColumnField.DATE))
    title = record.only_value(ColumnField.PAPER) or None
    if date is None and title is None:
        return None
    return StatedHead(title, date, rule=Rule.RECORD)


def _facts_of(root: Node) -> list[Node]:
    facts = (node.parts for node in walk([root]) if node.name == "facts")
    return list(chain.from_iterable(facts))


def _records(node: Node, outside: list[str], *, is_one: bool, is_text: bool) -> list[Record]:
    """Return the articles in a node, which `is_one` of its name in the part around it; add the lines outside of them.

    `is_text`: what has no known name is text.
    """
    is_piece = any(map(is_box, node.numbers)) or any(
        is_box(part.name) and part.numbers for part in node.parts
    )
    if folded(node.name) in _ABOUT or is_piece:
        return []
    times = Counter(part.name for part in node.parts)
    inside: dict[int, list[Record]] = {}
    for part in node.parts:
        if part.parts or part.values:
            part_records = _records(part, outside, is_one=times[part.name] < 2, is_text=is_text)
            if part_records:
                inside[id(part)] = part_records
    if not inside:
        record = _record(node)
        _take_headline(record)
        if _is_article(node, record, is_one=is_one):
            return [record]
        return []
    kinds = {part.name for part in node.parts if id(part) in inside}
    for part in node.parts:
        # one of several that has no headline
        if id(part) not in inside and part.name in kinds and (record := _record(part)).lines:
            inside[id(part)] = [record]
    rest = [part for part in node.parts if id(part) not in inside]
    around = _record(Node(node.name, "", node.values, {}, rest), is_text=is_text)
    outside += (text for _, text in around.lines)
    records = list(chain.from_iterable(inside.get(id(part), ()) for part in node.parts))
    for record in records:
        _take_over(record, around, node.name, outside)
    return records


def _is_article(node: Node, record: Record, *, is_one: bool) -> bool:
    name = folded(node.name)
    if name in _ARTICLES:
        return bool(record.lines)
    length = sum(len(text) for _, text in record.lines)
    names_article = (
        ColumnField.TITLE in record.fields
        or (name in _OFTEN_ARTICLES and not is_one)
        or (not record.fields.keys().isdisjoint(_OF_ITS_OWN) and _is_running_text(record.lines))
    )
    if is_one and not record.is_sure and ColumnField.DATE not in record.fields:
        return False
    return (
        names_article
        and record.has_body
        and length >= _LEAST_TEXT
        and not any(map(_is_of_page, walk(node.parts)))
    )


def _is_running_text(lines: Sequence[tuple[LinePart, str]]) -> bool:
    """Return whether nothing in the text of an article without a headline can be the headline of another one."""
    return all(len(text) > _LONGEST_HEADING or _ENDS.search(text) for _, text in lines)


def _take_headline(record: Record) -> None:
    """Take the only heading in the text of an article, right above it, as its headline, if the article has no other."""
    if record.fields.keys().isdisjoint(_OF_ITS_OWN) or ColumnField.TITLE in record.fields:
        return
    if len(record.lines) < _FEWEST_WITH_HEADLINE:
        return
    (part, words), *text = record.lines
    if part is LinePart.SUBHEAD and _is_running_text(text) and not is_paper(words):
        record.fields[ColumnField.TITLE] = [(0, words)]
        record.lines = text


def _is_of_page(node: Node) -> bool:
    """Return whether a node is a page, a line or a block that a recogniser has labelled; a number of pages is none."""
    if not node.parts and _PAGES.fullmatch(node.text.strip()):
        return False
    label = next((value for name, value in node.values.items() if folded(name) in _LABELS), "")
    return level_of(node.name) in (Level.LINE, Level.PAGE) or kind_of(label) is not None


def _take_over(record: Record, around: Record, name: str, outside: list[str]) -> None:
    """Add what the part around an article states; a title there is the paper's, or that of a page or a section."""
    fields = {of: around.fields[of] for of in _AROUND if of in around.fields}
    day = day_stated(name)
    if day:
        fields.setdefault(ColumnField.DATE, [(0, day)])
    title = around.value(ColumnField.TITLE)
    if title:
        is_of_feed = folded(name) in _FEEDS and ColumnField.PAGE not in fields
        if is_paper(title) or is_of_feed:
            fields.setdefault(ColumnField.PAPER, [(0, title)])
        elif ColumnField.PAGE in fields:
            fields.setdefault(ColumnField.SECTION, [(0, title)])
        elif title not in outside:
            outside.append(title)
    record.fields = {**fields, **record.fields}


def _record(node: Node, *, is_text: bool = False) -> Record:
    record = Record(any(_is_body(part.name) for part in walk(node.parts)) or any(map(_is_body, node.values)))
    _read(record, node, is_text or (folded(node.name) in _ARTICLES and not record.has_body))
    texts = sorted(record.fields.pop(ColumnField.TEXT, []), key=itemgetter(0))
    has_text = any(part is LinePart.PARAGRAPH and text not in _datelines(node) for part, text in record.lines)
    record.is_sure = has_text or any(rank < _LESS_SURE for rank, _ in texts)
    if not has_text:
        record.lines += _best_text(texts)
    titles = record.fields.pop(ColumnField.TITLE, [])
    titles = [(rank, title) for rank, title in titles if not _is_of_issue(title, record)]
    if titles:
        record.fields[ColumnField.TITLE] = titles
    return record


def _is_of_issue(title: str, record: Record) -> bool:
    """Return whether a title is the name of the paper and its day: it is that of an issue."""
    paper = record.only_value(ColumnField.PAPER)
    before, day, behind = cut_at_day(title)
    return bool(paper and day) and before.strip(_AROUND_NAME) == paper and not behind.strip(_AROUND_NAME)


_AROUND_NAME = " ,.;:·()（）[]，-—"


def _best_text(texts: Sequence[tuple[int, str]]) -> list[tuple[LinePart, str]]:
    """Return the lines of the surest texts that have any; `texts` are sorted by their ranks.

    Several of one rank are paragraphs; if they are less sure, an excerpt and the whole.
    """
    for rank, ranked_texts in groupby(texts, key=itemgetter(0)):
        alike = [text for _, text in ranked_texts]
        if rank >= _LESS_SURE:
            full_text = max(alike, key=len)
        else:
            full_text = "\n".join(alike)
        parts = [*parts_in(full_text)]
        if parts:
            return parts
    return []


def _datelines(node: Node) -> set[str]:
    return {_line(part) or "" for part in node.parts if folded(part.name) in _OF_TEXT}


def _is_body(name: str) -> bool:
    field_and_rank = of_record(name)
    return field_and_rank is not None and field_and_rank[0] is ColumnField.TEXT


def _read(record: Record, node: Node, is_text: bool) -> None:
    """Add what a node states of an article; `is_text`: what has no known name in it is text."""
    names = (*node.values, *(part.name for part in node.parts))
    # what has a text of its own is no field of another article, whatever it is called: `_source`
    around = "" if any(map(_is_body, names)) else node.name
    for name, value in node.values.items():
        record.add(name, value, around)
    for part in node.parts:
        field_and_rank = of_record(part.name)
        line = _line(part)
        if folded(part.name) in _ABOUT:
            continue
        if folded(part.name) in _WHOLES:
            _read_whole(record, part)
        elif field_and_rank and field_and_rank[0] is ColumnField.TEXT:
            if part.parts or part.values.keys() - {"type"}:
                _read(record, part, True)
            if part.text or (line and not part.parts):
                record.fields.setdefault(ColumnField.TEXT, []).append((field_and_rank[1], part.text))
        elif line is None:
            _read(record, part, is_text)
        else:
            _add_line(record, part, line, is_line=_is_line(part.name, is_text=is_text), around=around)


def _add_line(record: Record, part: Node, line: str, *, is_line: bool, around: str) -> None:
    """Add a part that is one line: to the lines of an article if it is printed with it, else to its fields."""
    field_and_rank = of_record(part.name)
    is_of_paper = field_and_rank is not None and _is_of_paper(field_and_rank[0], line.strip())
    is_of_catalogue = line.strip().casefold() in _OF_CATALOGUES
    if is_line and not is_of_paper and not is_of_catalogue and not is_of_outer(part.name, around):
        record.add_line(part.name, line)
    else:
        record.add(part.name, line, around)
    if _name_in_parts(part) is None:
        for name, value in part.values.items():
            record.add(name, value, part.name)


def _read_whole(record: Record, node: Node) -> None:
    """Add what is stated of the paper of an article: its title is that of the paper."""
    of_paper = Record()
    _read(of_paper, node, False)
    for column, values in of_paper.fields.items():
        if column is ColumnField.TITLE:
            column = ColumnField.PAPER
        record.fields.setdefault(column, []).extend(values)
    record.others.update(of_paper.others)


def _is_line(name: str, *, is_text: bool) -> bool:
    """Return whether an element is printed with an article, and not only a statement about it."""
    field_and_rank = of_record(name)
    folded_name = folded(name)
    if field_and_rank:
        return field_and_rank[0] in _PARTS
    return (is_text or folded_name in _OF_TEXT) and folded_name not in _NUMBERS


def _line(node: Node) -> str | None:
    """Return the words of a node that is one line; None if it has several, or none of its own."""
    if not node.parts:
        if node.text or not node.values:
            return _day_in_numbers(node) or without_stray_spaces(node.text)
        return _name_in_parts(node)
    levels = [level_of(part.name) for part in node.parts]
    if all(level is not None and level <= Level.WORD for level in levels):
        return joined_words(words_of(node))
    if any(not part.name for part in node.parts) or _is_heading_of_sentences(node):
        return without_stray_spaces(" ".join(words_of(node)))
    return _day_in_parts(node) or _name_in_parts(node)


def _is_heading_of_sentences(node: Node) -> bool:
    """Return whether a node is a heading whose words stand in elements of their own: <HEADLINE><S>…</S></HEADLINE>."""
    field_and_rank = of_record(node.name)
    if field_and_rank is None or field_and_rank[0] not in _HEADINGS:
        return False
    return all(folded(part.name) in _OF_SENTENCE for part in walk(node.parts))


def _day_in_numbers(node: Node) -> str | None:
    """Return the day of a date that is a list of numbers, YYYY-MM-DD: `"issued": {"date-parts": [[1987, 6, 7]]}`.

    None for others; a year, or a year and a month, is no day.
    """
    for name, numbers in node.numbers.items():
        if folded(name) == _DATE_PARTS and len(numbers) == len(_PARTS_OF_DAY):
            year, month, day = map(int, numbers)
            return f"{year}-{month:0>2}-{day:0>2}"
    return None


def _day_in_parts(node: Node) -> str | None:
    """Return the day of a date whose year, month and day are elements of their own, YYYY-MM-DD; None for others."""
    field_and_rank = of_record(node.name)
    if field_and_rank is None or field_and_rank[0] is not ColumnField.DATE:
        return None
    numbers = {folded(part.name): part.text.strip() for part in node.parts}
    if [*numbers] == [_DATE_PARTS] and len(node.parts[0].parts) == len(_PARTS_OF_DAY):
        year, month, day = (part.text.strip() for part in node.parts[0].parts)
    else:
        year, month, day = (numbers.get(name, "") for name in _PARTS_OF_DAY)
    if all(number.isdecimal() for number in (year, month, day)):
        return f"{year}-{month:0>2}-{day:0>2}"
    return None


_FAMILY = "family"
_GIVEN = "given"


def _name_in_parts(node: Node) -> str | None:
    """Return the name of an author whose two parts are stated, as programs for references do; None for others."""
    names = {folded(name): value.strip() for name, value in node.values.items()}
    for part in node.parts:
        names[folded(part.name)] = part.text.strip()
    family = names.get(_FAMILY, "")
    given = names.get(_GIVEN, "")
    if not family or not given:
        return None
    if family.isascii():
        return f"{given} {family}"
    return family + given


def sources_of(
    name: str, encoding: str, records: Iterable[Record], outside: Sequence[str]
) -> list[SourceText]:
    """Return the issues of which a tree has articles: those of each paper and day, sorted."""
    issues: dict[tuple[str, tuple[str, Rule]], list[Record]] = defaultdict(list)
    for record in records:
        issues[record.value(ColumnField.PAPER), record.day].append(record)
    sources = []
    for about in sorted(issues):
        sources.append(_source(name, encoding, about, issues[about], outside))
        outside = ()
    return sources


def _source(
    name: str,
    encoding: str,
    about: tuple[str, tuple[str, Rule]],
    records: Sequence[Record],
    outside: Sequence[str],
) -> SourceText:
    paper, (day, rule) = about
    date = dt.date.fromisoformat(day) if day else None
    builder = RecordBuilder(paper=paper, date=date)
    for text in outside:
        builder.add_masthead(text)
    others: dict[str, list[str]] = defaultdict(list)
    for record in records:
        head = [(part, record.value(column)) for column, part in _PARTS.items() if record.value(column)]
        builder.add_article([*head, *record.lines], page_stated(record.value(ColumnField.PAGE)))
        for other, value in record.others.items():
            others[other].append(value)
    builder.add_aside(filter(is_written_close, chain.from_iterable(others.values())))
    if others:
        unused = say("没有用到的列：{columns}", columns=say("、").join(others))
    else:
        unused = ""
    return builder.issue(name, encoding, rule=rule, left_out=filter(None, [unused]))
