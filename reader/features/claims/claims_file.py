"""A checked text as a file: Word and Markdown with a footnote for each sentence that something is to be said of."""

import io
from collections.abc import Collection, Iterator, Sequence
from typing import cast

from msgspec import Struct

from reader.export.article_text import markdown_escaped
from reader.features.claims.in_words import footnote
from reader.features.claims.witnesses import Checked
from reader.language.forms import for_xml
from reader.library.read_share import ReadSoFar

ENDINGS = (".docx", ".md")


class Piece(Struct, frozen=True):
    """Words of the text, with the footnote behind them; "" for none. A paragraph ends with a line end."""

    words: str
    note: str = ""


def pieces_of(
    text: str, rows: Sequence[Checked], read: ReadSoFar, chosen: Collection[int]
) -> Iterator[Piece]:
    """Yield the whole text in pieces, with the notes of the `chosen` sentences, by their numbers."""
    at = 0
    for number, row in enumerate(rows):
        end = row.sentence.end
        note = footnote(row, read) if number in chosen else ""
        yield Piece(text[at:end], note)
        at = end
    if text[at:]:
        yield Piece(text[at:])


def as_bytes(pieces: Sequence[Piece], name: str, ending: str) -> bytes:
    """Return a checked text as a file with one of the `ENDINGS`."""
    if ending == ".md":
        return as_markdown(pieces).encode()
    return as_docx(pieces, name)


def as_markdown(pieces: Sequence[Piece]) -> str:
    """Return a checked text as Markdown; all its words are escaped."""
    written: list[str] = []
    notes: list[str] = []
    for piece in pieces:
        lines = piece.words.split("\n")
        written.append("\n\n".join(map(markdown_escaped, lines)))
        if piece.note:
            notes.append(piece.note)
            written.append(f"[^{len(notes)}]")
    text = "".join(written).strip("\n")
    footnotes = [f"[^{number}]: {markdown_escaped(note)}" for number, note in enumerate(notes, 1)]
    return "\n\n".join(filter(None, [text, "\n".join(footnotes)])) + "\n"


def as_docx(pieces: Sequence[Piece], name: str) -> bytes:
    from docx.shared import Pt
    from docx.styles.style import ParagraphStyle

    from reader.export.docx_parts import FOOTNOTE, SERIF, add_footnotes, add_reference, new_document, set_face

    document = new_document(name)
    for style, size in (("Normal", 11), (FOOTNOTE, 9)):
        form = cast(ParagraphStyle, document.styles[style])
        set_face(form, SERIF)
        form.font.size = Pt(size)
    notes: list[str] = []
    paragraph = document.add_paragraph()
    for piece in pieces:
        first, *lines = piece.words.split("\n")
        paragraph.add_run(for_xml(first))
        for line in lines:
            paragraph = document.add_paragraph()
            paragraph.add_run(for_xml(line))
        if piece.note:
            notes.append(piece.note)
            add_reference(paragraph, len(notes))
    add_footnotes(document, notes)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
