"""A chronicle as a file: Word and Markdown with a footnote for each line, CSV and XLSX with a row for each source."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import cast

import msgspec
from msgspec import Struct

from reader.export.article_text import markdown_escaped
from reader.export.tables import Cell, Table, csv_file, xlsx_file
from reader.features.chronicle.drafting import (
    KnownSources,
    accounts,
    basis_in_words,
    day_as_json,
    day_in_words,
    is_month,
    other_accounts,
    other_days,
    shown_day,
    source_in_words,
    text_behind_day,
    text_of,
)
from reader.i18n import say
from reader.language.forms import for_xml
from reader.newspaper.decision import ChronicleLine, ChronicleSource

ENDINGS = (".docx", ".md", ".csv", ".xlsx")


class Entry(Struct, frozen=True):
    """A line as it leaves the program; `note` is what else is told of it, such as figures that differ.

    `known` is how the library knows its sources.
    """

    line: ChronicleLine
    year: str
    note: str
    known: KnownSources

    @property
    def day(self) -> str:
        return day_in_words(self.line, self.known)

    @property
    def text(self) -> str:
        return text_behind_day(self.line)

    @property
    def footnote(self) -> str:
        return self.footnote_of(self.text)

    def footnote_of(self, shown: str) -> str:
        """Return the sources, how the day is known, what else is told, and the paper's words if others are shown."""
        sources = say("；").join(source_in_words(source, self.known) for source in self.line.sources)
        words = self.line.sources[0].words
        if shown != words:
            printed = say("报上的原话：{words}", words=words)
        else:
            printed = ""
        return say("。").join(filter(None, [sources, basis_in_words(self.line), self.note, printed]))


def entries(lines: Sequence[ChronicleLine], known: KnownSources) -> list[Entry]:
    others = other_days(lines)
    other_figures = other_accounts(lines)
    found = []
    for at, line in enumerate(lines):
        notes = [say("两处说法不同：{figures}", figures=" / ".join(account)) for account in accounts(line)]
        if at in other_figures:
            figures = say("，").join(map(" / ".join, other_figures[at]))
            notes.append(say("另一处的数目不同，可能是同一件事：{figures}", figures=figures))
        notes += [
            say("另一处说是 {day}", day=day_in_words(lines[other], known)) for other in others.get(at, ())
        ]
        day = shown_day(line)
        year = say("{year}年", year=day.year) if day else say("日子不详")
        found.append(Entry(line, year, say("；").join(notes), known))
    return found


_NAMES = (
    "line", "first", "last", "basis", "text", "newspaper", "date", "page", "headline", "words", "note", "kept",
    "source_remark",
)  # fmt: skip
"""The columns of a chronicle as a table, named as in its JSON."""


def as_bytes(lines: Sequence[ChronicleLine], name: str, ending: str, known: KnownSources) -> bytes:
    """Return the chronicle as a file with one of the `ENDINGS`; `known` is how its sources are known."""
    if ending == ".md":
        return as_markdown(entries(lines, known), name).encode()
    if ending == ".docx":
        return as_docx(entries(lines, known), name)
    words = say("条|日子|到|日子的根据|事|报纸|见报|版|标题|报上的原话|注|留下|出处的根据").split("|")
    table = Table(words, _NAMES, list(_rows(entries(lines, known))))
    if ending == ".csv":
        return "".join(csv_file(table)).encode()
    return b"".join(xlsx_file(table))


def _by_year(entries: Sequence[Entry]) -> Iterator[tuple[str, list[tuple[int, Entry]]]]:
    """Yield the years of entries, each with its entries and their numbers, from 1 on through all years."""
    number = 1
    for year, group in groupby(entries, attrgetter("year")):
        year_entries = list(enumerate(group, number))
        number += len(year_entries)
        yield year, year_entries


def as_markdown(entries: Sequence[Entry], name: str) -> str:
    """Return the chronicle as Markdown; all text is escaped."""
    pieces = [f"# {markdown_escaped(name)}"]
    notes = []
    for year, year_entries in _by_year(entries):
        pieces.append(f"## {year}")
        for number, entry in year_entries:
            day = markdown_escaped(entry.day)
            words = markdown_escaped(entry.text)
            pieces.append(f"**{day}**　{words}[^{number}]")
            notes.append(f"[^{number}]: {markdown_escaped(entry.footnote)}")
    return "\n\n".join([*pieces, "\n".join(notes)]) + "\n"


def as_docx(entries: Sequence[Entry], name: str) -> bytes:
    from docx.shared import Pt
    from docx.styles.style import ParagraphStyle

    from reader.export.docx_parts import FOOTNOTE, SERIF, add_footnotes, add_reference, new_document, set_face

    document = new_document(name)
    for style, size in (("Normal", 11), ("Title", 22), ("Heading 1", 14), (FOOTNOTE, 9)):
        form = cast(ParagraphStyle, document.styles[style])
        set_face(form, SERIF)
        form.font.size = Pt(size)
    document.add_paragraph(for_xml(name), "Title")
    for year, year_entries in _by_year(entries):
        document.add_paragraph(year, "Heading 1")
        for number, entry in year_entries:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{entry.day}　").bold = True
            paragraph.add_run(for_xml(entry.text))
            add_reference(paragraph, number)
    add_footnotes(document, [entry.footnote for entry in entries])
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _rows(entries: Sequence[Entry]) -> Iterator[list[Cell]]:
    for number, entry in enumerate(entries, 1):
        line = entry.line
        basis = basis_in_words(entry.line)
        if is_month(line):
            first = entry.day
        else:
            first = _iso(line.first)
        if line.last == line.first or is_month(line):
            last = ""
        else:
            last = _iso(line.last)
        retained = say("是") if line.is_retained else say("否")
        for source in line.sources:
            paper = source.newspaper, _iso(source.date), source.page or "", source.headline, source.words
            remarks = say("；").join(entry.known.remarks(source))
            yield [number, first, last, basis, entry.text, *paper, entry.note, retained, remarks]


def _iso(day: dt.date | None) -> str:
    if day:
        return day.isoformat()
    return ""


def to_json(line: ChronicleLine, known_sources: KnownSources) -> dict[str, object]:
    known: dict[str, object] = {"first": _iso(line.first) or None, "last": _iso(line.last) or None}
    known["basis"] = line.basis
    known["facts"] = {"day": day_as_json(line)}
    words = {"text": text_of(line), "kept": line.is_retained, "differing": list(map(list, accounts(line)))}
    return {**known, **words, "sources": [_source_to_json(source, known_sources) for source in line.sources]}


def _source_to_json(source: ChronicleSource, known: KnownSources) -> dict[str, object]:
    about = msgspec.to_builtins(source)
    fields = {name: about[name] for name in about if name not in ("path", "file")}
    return {"printing": source.printing.name, **fields, "facts": known.as_json(source)}
