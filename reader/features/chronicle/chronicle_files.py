"""A chronicle as a file: Word and Markdown with a footnote for each line, CSV and XLSX with a row for each source."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import cast

from msgspec import Struct

from reader.export.article_text import markdown_escaped
from reader.export.tables import Cell, Table, csv_file, xlsx_file
from reader.features.chronicle.drafting import (
    accounts,
    basis_in_words,
    day_in_words,
    other_days,
    shown_day,
    source_in_words,
    text_of,
)
from reader.i18n import say
from reader.language.forms import for_xml
from reader.newspaper.decision import ChronicleLine

ENDINGS = (".docx", ".md", ".csv", ".xlsx")


class Entry(Struct, frozen=True):
    """A line as it leaves the program."""

    day: str
    text: str
    note: str
    """Its footnote: the sources, how the day is known, what else is told of it, and what the paper printed."""
    year: str


def entries(lines: Sequence[ChronicleLine]) -> list[Entry]:
    others = other_days(lines)
    found = []
    for at, line in enumerate(lines):
        shown = shown_day(line)
        said = [say("；").join(map(source_in_words, line.sources))]
        if basis := basis_in_words(line):
            said.append(basis)
        said += [say("两说：{figures}", figures=" / ".join(each)) for each in accounts(line)]
        said += [say("另一说是 {day}", day=day_in_words(lines[other])) for other in others.get(at, ())]
        if line.words:
            said.append(say("报上的原话：{words}", words=line.sources[0].words))
        year = say("{year}年", year=shown.year) if shown else say("日子不详")
        found.append(Entry(day_in_words(line), text_of(line), say("。").join(said), year))
    return found


def as_bytes(lines: Sequence[ChronicleLine], name: str, ending: str) -> bytes:
    """Return the chronicle as a file with one of the `ENDINGS`."""
    if ending == ".md":
        return as_markdown(lines, name).encode()
    if ending == ".docx":
        return as_docx(lines, name)
    table = Table(_heading(), list(_rows(lines)))
    return "".join(csv_file(table)).encode() if ending == ".csv" else b"".join(xlsx_file(table))


def as_markdown(lines: Sequence[ChronicleLine], name: str) -> str:
    """Return the chronicle as Markdown; all text is escaped."""
    pieces, notes = [f"# {markdown_escaped(name)}"], []
    for year, of_year in groupby(enumerate(entries(lines), 1), lambda each: each[1].year):
        pieces.append(f"## {year}")
        for number, entry in of_year:
            pieces.append(f"**{entry.day}**　{markdown_escaped(entry.text)}[^{number}]")
            notes.append(f"[^{number}]: {markdown_escaped(entry.note)}")
    return "\n\n".join([*pieces, "\n".join(notes)]) + "\n"


def as_docx(lines: Sequence[ChronicleLine], name: str) -> bytes:
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt
    from docx.styles.style import ParagraphStyle

    from reader.export.docx_parts import FOOTNOTE, REFERENCE, SERIF, add_footnotes, add_reference, set_face

    document = docx.Document()
    section, styles = document.sections[0], document.styles
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    about = document.core_properties
    about.title, about.author, about.comments, about.language = for_xml(name)[:255], "", "", "zh-CN"
    about.created = about.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    styles.add_style(FOOTNOTE, WD_STYLE_TYPE.PARAGRAPH)
    styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER).font.superscript = True
    for style, size in (("Normal", 11), ("Title", 22), ("Heading 1", 14), (FOOTNOTE, 9)):
        form = cast(ParagraphStyle, styles[style])
        set_face(form, SERIF)
        form.font.size = Pt(size)
    document.add_paragraph(for_xml(name), "Title")
    known = entries(lines)
    for year, of_year in groupby(enumerate(known, 1), lambda each: each[1].year):
        document.add_paragraph(year, "Heading 1")
        for number, entry in of_year:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{entry.day}　").bold = True
            paragraph.add_run(for_xml(entry.text))
            add_reference(paragraph, number)
    add_footnotes(document, [each.note for each in known])
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _heading() -> list[str]:
    return [
        say("条"),
        say("日子"),
        say("到"),
        say("日子的根据"),
        say("事"),
        say("报纸"),
        say("见报"),
        say("版"),
        say("标题"),
        say("报上的原话"),
        say("注"),
        say("留下"),
    ]


def _rows(lines: Sequence[ChronicleLine]) -> Iterator[list[Cell]]:
    others = other_days(lines)
    for at, line in enumerate(lines):
        notes = [say("两说：{figures}", figures=" / ".join(each)) for each in accounts(line)]
        notes += [say("另一说是 {day}", day=day_in_words(lines[other])) for other in others.get(at, ())]
        for source in line.sources:
            yield [
                at + 1,
                line.first.isoformat() if line.first else "",
                line.last.isoformat() if line.last and line.last != line.first else "",
                basis_in_words(line),
                text_of(line),
                source.newspaper,
                source.date.isoformat() if source.date else "",
                source.page or "",
                source.headline,
                source.words,
                say("；").join(notes),
                say("是") if line.is_kept else say("否"),
            ]


def to_json(line: ChronicleLine) -> dict[str, object]:
    return {
        "first": line.first.isoformat() if line.first else None,
        "last": line.last.isoformat() if line.last else None,
        "basis": line.basis,
        "text": text_of(line),
        "kept": line.is_kept,
        "differing": [list(each) for each in accounts(line)],
        "sources": [
            {
                "key": source.key,
                "printing": source.printing.name,
                "newspaper": source.newspaper,
                "date": source.date.isoformat() if source.date else None,
                "page": source.page,
                "headline": source.headline,
                "words": source.words,
                "said": source.said,
            }
            for source in line.sources
        ],
    }
