"""A dossier as a text with footnotes (the reader's notes, articles, clippings), and this text as Markdown."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from reader.export.article_text import (
    PageBlock,
    PageBlockKind,
    block_as_markdown,
    markdown_escaped,
    page_blocks,
    source_in_words,
)
from reader.export.citation import cite
from reader.export.corrected_places import notes_on_passage, printed_passage
from reader.export.forms import Form, Style, Wording
from reader.export.notes import doubt_in_words
from reader.export.readings import as_sentences, notes_on
from reader.features.dossiers.dossiers import Entry
from reader.i18n import say
from reader.language.forms import on_one_line, without_controls
from reader.newspaper.holdings import Bookmark, StoredArticle


class DossierFormat(Form):
    """The formats of a dossier; a writer takes a `DossierText`, and returns the file's content.

    PDF has none: it is typeset, which takes a window system.
    """

    DOCX = "docx", ".docx", lambda: say("Word 文件 (DOCX)"), "reader.features.dossiers.dossier_docx:as_docx"
    PDF = "pdf", ".pdf", "PDF"
    MARKDOWN = "markdown", ".md", "Markdown", "reader.features.dossiers.dossier_text:as_markdown"


class PartKind(StrEnum):
    NOTE = "note"
    ARTICLE = "article"
    CLIPPING = "clipping"


class DossierPart(Struct, frozen=True):
    """An entry of a dossier as blocks of text.

    `footnote` cites the source and states if the library no longer has it; "" for the reader's own notes. `cited` is
    the index of the block after which the reference to the footnote is placed.
    """

    kind: PartKind
    blocks: tuple[PageBlock, ...]
    footnote: str = ""
    cited: int = 0


class DossierText(Struct, frozen=True):
    name: str
    parts: tuple[DossierPart, ...]

    def numbered(self) -> Iterator[tuple[DossierPart, int]]:
        """Yield the parts, each with the number of its footnote, or 0 if it has none."""
        number = 0
        for part in self.parts:
            number += bool(part.footnote)
            yield part, number if part.footnote else 0


_UNPRINTED = (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER, PageBlockKind.JUMP)


def dossier_text(
    name: str,
    entries: Sequence[Entry],
    style: Style,
    story_of: Callable[[Bookmark], Sequence[StoredArticle]],
    wording: Wording = Wording.WITH_NOTES,
) -> DossierText:
    """Return a dossier as text, without empty entries.

    Styles other than GB/T 7714 are replaced by GB/T 7714—2015. `story_of` returns the article of an entry, followed by
    the further parts of its story. `wording` says which characters these have; notes on them are in the footnotes.
    """
    gb = style.as_reference
    parts = (
        _part(entry.kept, story_of(entry.kept), gb, wording)
        if entry.kept
        else DossierPart(PartKind.NOTE, tuple(_paragraphs(entry.text)))
        for entry in entries
    )
    return DossierText(on_one_line(name), tuple(part for part in parts if part.blocks))


def _paragraphs(text: str) -> Iterator[PageBlock]:
    for line in without_controls(text).split("\n"):
        if line.strip():
            yield PageBlock(PageBlockKind.PARAGRAPH, line.strip())


def _part(kept: Bookmark, story: Sequence[StoredArticle], style: Style, wording: Wording) -> DossierPart:
    plain = Wording.RECOGNISED if wording is Wording.RECOGNISED else Wording.CORRECTED
    footnote = without_controls(cite(story[0], style, wording=plain)).strip()
    if doubt := doubt_in_words(kept):
        footnote += say("（{remark}）", remark=doubt)
    passage = kept.passage
    if wording is Wording.WITH_NOTES:
        notes = [note for each in story for note in notes_on(each.article)]
        told = as_sentences(notes if passage is None else notes_on_passage(passage, *story))
        footnote = f"{footnote} {told}".rstrip()
    if passage is not None:
        if wording is not Wording.RECOGNISED:
            passage = printed_passage(passage, *story)
        quoted = tuple(_paragraphs(passage.exact))
        return DossierPart(PartKind.CLIPPING, quoted, footnote, len(quoted) - 1)
    blocks = tuple(block for block in page_blocks(*story, wording=plain) if block.kind not in _UNPRINTED)
    if all(block.kind is not PageBlockKind.HEADLINE for block in blocks):
        title = on_one_line(source_in_words(story[0]))
        blocks = (PageBlock(PageBlockKind.HEADLINE, title), *blocks)
    headline = next(n for n, block in enumerate(blocks) if block.kind is PageBlockKind.HEADLINE)
    return DossierPart(PartKind.ARTICLE, blocks, footnote, headline)


def as_markdown(text: DossierText) -> str:
    """Return a dossier as Markdown with footnotes in the syntax of Pandoc and GitHub.

    All text is escaped, so that none is taken for code, a link or HTML.
    """
    pieces = [f"# {markdown_escaped(text.name)}"]
    for part, number in text.numbered():
        for at, block in sorted(enumerate(part.blocks), key=_is_below_headline):
            reference = f"[^{number}]" if number and at == part.cited else ""
            pieces.append(_markdown(part, block) + reference)
            if part.kind is PartKind.CLIPPING and at < len(part.blocks) - 1:
                pieces[-1] += "\n>"
    pieces += [
        f"[^{number}]: {markdown_escaped(part.footnote)}" for part, number in text.numbered() if number
    ]
    return "\n\n".join(pieces).replace(">\n\n> ", ">\n> ") + "\n"


def _is_below_headline(numbered: tuple[int, PageBlock]) -> bool:
    """Return the sort key that puts the headline first; blocks above it would be part of the preceding section."""
    return numbered[1].kind is not PageBlockKind.HEADLINE


def _markdown(part: DossierPart, block: PageBlock) -> str:
    words = markdown_escaped(block.text.replace("\n", " "))
    if part.kind is PartKind.NOTE:
        return words
    if part.kind is PartKind.CLIPPING:
        return f"> {words}"
    is_heading = block.kind in (PageBlockKind.HEADLINE, PageBlockKind.SUBHEAD)
    return ("#" if is_heading else "") + block_as_markdown(block)
