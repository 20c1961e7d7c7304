"""A download of a database as a file of several issues: the articles of each newspaper and day are one."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from reader.features.downloads.entries import Entry, entries_of
from reader.features.downloads.labels import DownloadLine, label_names
from reader.formats.books import encoded, paragraphs_of_word
from reader.formats.decoding import PlainText
from reader.formats.markup import page_of
from reader.formats.page_names import page_stated
from reader.formats.reading import OF_TEXT, DayFile, SavedFile
from reader.formats.text_builder import RecordBuilder
from reader.formats.web_lines import WebLine, lines_of
from reader.newspaper.article import LinePart, SourceText
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.facts import Fact, unknown
from reader.newspaper.field_names import ColumnField
from reader.plugs import all_plugs, answering

_PARTS = {
    ColumnField.SECTION: LinePart.SECTION,
    ColumnField.KICKER: LinePart.KICKER,
    ColumnField.TITLE: LinePart.HEADLINE,
    ColumnField.DECK: LinePart.DECK,
    ColumnField.AUTHOR: LinePart.BYLINE,
    ColumnField.TEXT: LinePart.PARAGRAPH,
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE = re.compile(r"(?<![\w-])[\w-]*(?:title|headline|biaoti)[\w-]*", re.IGNORECASE)
_OF_MARKDOWN = re.compile(r"(#{1,6})\s+")
_LONGEST_DATED = 160
_MAY_BE_DATED = re.compile(
    r"[^。！？]*?(?:(?<!\d)(?:1[89]|20)\d\d(?:\s?[-/.．／年]\s?\d|\d{4}(?!\d))|\d[-/.](?:1[89]|20)\d\d(?!\d)"
    r"|[a-z]{3}[ .,]+(?:\d{1,2}(?:st|nd|rd|th)?[ .,]+)?(?:1[89]|20)\d\d(?!\d)"
    r"|民[国國]|令和|平成|昭和|[一二][〇零○九八])[^。！？]*",
    re.IGNORECASE,
)


def issues_in_download(file: SavedFile, source: SourceText | None) -> Sequence[DayFile]:
    choices = [choice for choice in file.choices if choice.path]
    if file.ending in OF_TEXT and (source is None or not (choices or _may_have_fields(source.lines))):
        return ()
    lines = [*_lines_of(file, source)]
    entries = entries_of(lines, _said(lines, choices))
    if not entries:
        return ()
    issues: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        issues[entry.value(ColumnField.PAPER), entry.value(ColumnField.DATE)].append(entry)
    printed = dict(_all_lines(lines, entries))
    encoding = source.encoding if source else "utf-8"
    encoding_fact: Fact[str] = source.encoding_fact if source else unknown()
    files = []
    for about, issue_entries in sorted(issues.items()):
        text = _issue(file.name, encoding, about, issue_entries, printed)
        files.append(DayFile(*about, encoded(replace(text, encoding_fact=encoding_fact))))
    return files


def labels_in_download(file: SavedFile) -> dict[str, list[str]]:
    if file.ending in OF_TEXT:
        source = PlainText().read(file)
    else:
        source = None
    return label_names([*_lines_of(file, source)])


def _said(lines: Sequence[DownloadLine], choices: Sequence[ColumnChoice]) -> dict[str, ColumnField | None]:
    """Return what the user has said of the labels of these lines: of the last choice about the same labels."""
    names = tuple(label_names(lines)) if choices else ()
    for choice in reversed(choices):
        if choice.names == names:
            fields = {name: ColumnField(field) for field, name in choice.chosen.items()}
            return {name: fields.get(name) for name in names}
    return {}


def _may_have_fields(lines: Sequence[str]) -> bool:
    """Return whether a text may be a download: several of its lines are short and may have a day."""
    return sum(_MAY_BE_DATED.fullmatch(line) is not None for line in lines if len(line) < _LONGEST_DATED) > 1


def _lines_of(file: SavedFile, source: SourceText | None) -> Iterator[DownloadLine]:
    """Yield the lines of a text, a web page or a Word document that are not blank."""
    if file.ending in OF_TEXT:
        gap = 0
        for number, text in enumerate(source.lines if source else (), 1):
            if text.strip():
                heading = _OF_MARKDOWN.match(text)
                style = f"h{len(heading[1])}" if heading else ""
                yield DownloadLine(number, text[heading.end() :] if heading else text, gap, style)
            gap = 0 if text.strip() else gap + 1
    elif file.data.startswith(b"PK"):
        for number, paragraph in enumerate(answering(paragraphs_of_word, all_plugs())(file), 1):
            if paragraph.kind is LinePart.HEADLINE:
                style = f"heading {paragraph.level}"
            else:
                style = ""
            yield DownloadLine(number, " ".join(paragraph.lines), 0, style)
    else:
        for number, line in enumerate(lines_of(page_of(file).tree.body, are_cells_apart=False), 1):
            if line.text:
                yield DownloadLine(number, line.text, 0, _style(line))


def _style(line: WebLine) -> str:
    """Return how a line of a web page is set: as a heading, as a title by the name of its class, or in bold type."""
    if line.tag in _HEADINGS:
        return line.tag
    match = _TITLE.search(line.marks.rpartition(f"{line.tag} ")[2])
    if match:
        return match[0]
    if line.bold >= len("".join(line.text.split())):
        return "bold"
    return ""


def _all_lines(
    lines: Sequence[DownloadLine], entries: Sequence[Entry]
) -> Iterator[tuple[int, list[DownloadLine]]]:
    """Yield the number of each article's first line, and all lines up to the next article.

    The first article also has the lines above it.
    """
    begins = [entry.numbers[0] for entry in entries]
    places = {line.number: at for at, line in enumerate(lines)}
    cuts = [0, *(places[begin] for begin in begins[1:]), len(lines)]
    for begin, (first, last) in zip(begins, pairwise(cuts), strict=True):
        yield begin, list(lines[first:last])


def _issue(
    name: str,
    encoding: str,
    about: tuple[str, str],
    entries: Iterable[Entry],
    printed: Mapping[int, Sequence[DownloadLine]],
) -> SourceText:
    """Return the text of an issue: its articles, and below them the lines of the file that are not in them as they are.

    `about` are the newspaper and the date, `printed` the lines of each article by the number of its first one.
    """
    paper, day = about
    date = dt.date.fromisoformat(day) if day else None
    builder = RecordBuilder(paper=paper, date=date)
    others: list[DownloadLine] = []
    for entry in entries:
        subheads = {line.number for line in printed[entry.numbers[0]] if line.style}
        texts = []
        written: dict[int, str] = {}
        for field, part in _PARTS.items():
            for text, numbers in _texts(entry, field):
                if field is ColumnField.TEXT and subheads.issuperset(numbers):
                    line_part = LinePart.SUBHEAD
                else:
                    line_part = part
                texts.append((line_part, text, (numbers[0], numbers[-1])))
                written |= dict.fromkeys(numbers, text)
        builder.add_record(texts, page_stated(entry.value(ColumnField.PAGE)))
        others += (
            line for line in printed[entry.numbers[0]] if written.get(line.number) != line.text.strip()
        )
    builder.add_rest([(line.number, line.text) for line in others])
    return builder.issue(name, encoding)


def _texts(entry: Entry, field: ColumnField) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the texts of a field: all of the text and the authors, else the one that is most surely right."""
    values = entry.values.get(field, [])
    best = min((rank for rank, _, _ in values), default=0)
    several = field in (ColumnField.TEXT, ColumnField.AUTHOR, ColumnField.DECK)
    of_best = [(text, numbers) for rank, text, numbers in values if rank == best]
    yield from of_best if several else of_best[:1]
