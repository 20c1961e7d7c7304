"""A dossier as a text with footnotes (the reader's notes, articles, clippings), and this text as Markdown."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import (
    PageBlock,
    PageBlockKind,
    markable_texts,
    markdown_escaped,
    page_blocks,
    source_in_words,
)
from reader.export.citation import cite
from reader.export.corrected_places import notes_on_passage, printed_passage
from reader.export.forms import Form, Style, Wording
from reader.export.notes import doubt_in_words, quoted
from reader.export.readings import as_sentences, notes_on
from reader.features.dossiers.dossiers import Entry
from reader.i18n import later, say
from reader.language.forms import on_one_line, without_controls
from reader.library.quotes import places_of
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import MarkColor, QuoteSpan


class DossierFormat(Form):
    """The formats of a dossier; a writer takes a `DossierText`, and returns the file's content.

    PDF has none: it is typeset, which takes a window system.
    """

    DOCX = "docx", ".docx", later("Word 文件 (DOCX)"), "reader.features.dossiers.dossier_docx:as_docx"
    PDF = "pdf", ".pdf", "PDF"
    MARKDOWN = "markdown", ".md", "Markdown", "reader.features.dossiers.dossier_text:as_markdown"


class PartKind(StrEnum):
    NOTE = "note"
    ARTICLE = "article"
    CLIPPING = "clipping"


class Footnote(Struct, frozen=True):
    """A footnote, referred to after the character `at` of the block with index `block`."""

    block: int
    at: int
    words: str


class Mark(Struct, frozen=True):
    """A passage that the reader marked; `places` are spans of the part's blocks."""

    places: tuple[QuoteSpan, ...]
    color: MarkColor


class DossierPart(Struct, frozen=True):
    """An entry of a dossier as blocks of text.

    The footnotes, in the order of the text, are the source (after the headline, or the end of a clipping), which states
    if the library no longer has it, and the reader's notes on the article and its passages. The reader's own text has
    none.
    """

    kind: PartKind
    blocks: tuple[PageBlock, ...]
    footnotes: tuple[Footnote, ...] = ()
    marks: tuple[Mark, ...] = ()


class Run(Struct, frozen=True):
    """Characters of a block that look alike; `references` are the numbers of the footnotes referred to after them."""

    text: str
    is_dateline: bool
    color: MarkColor | None
    references: tuple[int, ...]


class DossierText(Struct, frozen=True):
    name: str
    parts: tuple[DossierPart, ...]

    def numbered(self) -> Iterator[tuple[DossierPart, Sequence[tuple[int, Footnote]]]]:
        """Yield the parts, each with its footnotes and their numbers, which count on through the dossier."""
        number = 1
        for part in self.parts:
            yield part, list(enumerate(part.footnotes, number))
            number += len(part.footnotes)


_UNPRINTED = (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER, PageBlockKind.JUMP)


def no_bookmarks(_: Sequence[StoredArticle]) -> Sequence[Bookmark]:
    return ()


def dossier_text(
    name: str,
    entries: Sequence[Entry],
    style: Style,
    story_of: Callable[[Bookmark], Sequence[StoredArticle]],
    wording: Wording = Wording.WITH_NOTES,
    bookmarks_of: Callable[[Sequence[StoredArticle]], Sequence[Bookmark]] = no_bookmarks,
) -> DossierText:
    """Return a dossier as text, without empty entries.

    Styles other than GB/T 7714 are replaced by GB/T 7714—2015. `story_of` returns the article of an entry, followed by
    the further parts of its story. `wording` says which characters these have; notes on them are in the footnotes.
    `bookmarks_of` returns the bookmarks of a story, whose marks and notes are taken over; a note that is an entry of
    its own, as when a bookmark was added with its note, is not repeated.
    """
    gb = style.as_reference
    entry_texts = {entry.text for entry in entries}
    parts = []
    for entry in entries:
        if entry.bookmark is None:
            parts.append(DossierPart(PartKind.NOTE, tuple(_paragraphs(entry.text))))
            continue
        story = story_of(entry.bookmark)
        bookmarks = list(bookmarks_of(story))
        for at, bookmark in enumerate(bookmarks):
            if bookmark.note in entry_texts:
                bookmarks[at] = replace(bookmark, note="")
        parts.append(_part(entry.bookmark, story, gb, wording, bookmarks))
    return DossierText(on_one_line(name), tuple(part for part in parts if part.blocks))


def _paragraphs(text: str) -> Iterator[PageBlock]:
    for line in without_controls(text).split("\n"):
        if line.strip():
            yield PageBlock(PageBlockKind.PARAGRAPH, line.strip())


def _part(
    bookmark: Bookmark,
    story: Sequence[StoredArticle],
    style: Style,
    wording: Wording,
    bookmarks: Sequence[Bookmark],
) -> DossierPart:
    if wording is Wording.RECOGNISED:
        plain = Wording.RECOGNISED
    else:
        plain = Wording.CORRECTED
    source = without_controls(cite(story[0], style, wording=plain)).strip()
    doubt = doubt_in_words(bookmark)
    if doubt:
        source += say("（{remark}）", remark=doubt)
    passage = bookmark.passage
    if wording is Wording.WITH_NOTES:
        notes = [note for part in story for note in notes_on(part.article)]
        notes_in_words = as_sentences(notes if passage is None else notes_on_passage(passage, *story))
        source = f"{source} {notes_in_words}".rstrip()
    if passage is not None:
        if wording is not Wording.RECOGNISED:
            passage = printed_passage(passage, *story)
        quoted = tuple(_paragraphs(passage.exact))
        of_passage = [bookmark for bookmark in bookmarks if bookmark.passage == passage]
        words = [source, *(_note(bookmark) for bookmark in of_passage if bookmark.note)]
        last = len(quoted) - 1
        if quoted:
            footnotes = tuple(Footnote(last, len(quoted[last].text), word) for word in words)
        else:
            footnotes = ()
        return DossierPart(PartKind.CLIPPING, quoted, footnotes)
    blocks = tuple(block for block in page_blocks(*story, wording=plain) if block.kind not in _UNPRINTED)
    if all(block.kind is not PageBlockKind.HEADLINE for block in blocks):
        title = on_one_line(source_in_words(story[0]))
        blocks = (PageBlock(PageBlockKind.HEADLINE, title), *blocks)
    headline = next(n for n, block in enumerate(blocks) if block.kind is PageBlockKind.HEADLINE)
    of_article = [bookmark for bookmark in bookmarks if bookmark.passage is None and bookmark.note]
    end = len(blocks[headline].text)
    above = [Footnote(headline, end, _note(bookmark)) for bookmark in of_article]
    marks, below = _marks(blocks, bookmarks, QuoteSpan(headline, end, end))
    first = Footnote(headline, end, source)
    return DossierPart(PartKind.ARTICLE, blocks, tuple(sorted([first, *above, *below], key=_place)), marks)


def _marks(
    blocks: Sequence[PageBlock], bookmarks: Sequence[Bookmark], headline: QuoteSpan
) -> tuple[tuple[Mark, ...], list[Footnote]]:
    """Return the marks that are found in a text, and their notes; the note on a lost one is told at the headline."""
    texts = markable_texts(blocks)
    marks = []
    notes = []
    for bookmark in bookmarks:
        if bookmark.passage is None:
            continue
        places = places_of(bookmark.passage, texts, bookmark.article)
        if places:
            marks.append(Mark(places, bookmark.passage.color))
        if bookmark.note:
            end = places[-1] if places else headline
            notes.append(Footnote(end.text, end.end, _note(bookmark, is_lost=not places)))
    return tuple(marks), notes


def _note(bookmark: Bookmark, *, is_lost: bool = False) -> str:
    words = on_one_line(without_controls(bookmark.note)).strip()
    if is_lost:
        return say("批注（“{words}”找不到了）：{note}", words=quoted(bookmark), note=words)
    return say("批注：{note}", note=words)


def _place(footnote: Footnote) -> tuple[int, int]:
    return footnote.block, footnote.at


def as_markdown(text: DossierText) -> str:
    """Return a dossier as Markdown with footnotes in the syntax of Pandoc and GitHub.

    All text is escaped, so that none is taken for code, a link or HTML.
    """
    pieces = [f"# {markdown_escaped(text.name)}"]
    notes: list[str] = []
    for part, numbered in text.numbered():
        for at, _ in sorted(enumerate(part.blocks), key=_is_below_headline):
            pieces.append(_markdown(part, at, numbered))
            if part.kind is PartKind.CLIPPING and at < len(part.blocks) - 1:
                pieces[-1] += "\n>"
        notes += [f"[^{number}]: {markdown_escaped(note.words)}" for number, note in numbered]
    return "\n\n".join([*pieces, *notes]).replace(">\n\n> ", ">\n> ") + "\n"


def _is_below_headline(numbered: tuple[int, PageBlock]) -> bool:
    """Return the sort key that puts the headline first; blocks above it would be part of the preceding section."""
    return numbered[1].kind is not PageBlockKind.HEADLINE


def runs_of(part: DossierPart, at: int, numbered: Sequence[tuple[int, Footnote]]) -> Iterator[Run]:
    """Yield the runs of the block with index `at`; where marks overlap, the later one has its colour."""
    block = part.blocks[at]
    spans = [(place, mark.color) for mark in part.marks for place in mark.places if place.text == at]
    block_notes = [(number, note) for number, note in numbered if note.block == at]
    ends = {edge for place, _ in spans for edge in (place.start, place.end)}
    cuts = sorted({0, len(block.text), block.dateline, *ends, *(note.at for _, note in block_notes)})
    for start, end in pairwise(cuts):
        colors = [color for place, color in spans if place.start <= start < place.end]
        references = tuple(number for number, note in block_notes if note.at == end or start == note.at == 0)
        yield Run(block.text[start:end], end <= block.dateline, colors[-1] if colors else None, references)


_MARKDOWN_SIGN = {
    PageBlockKind.HEADLINE: "## ",
    PageBlockKind.SUBHEAD: "### ",
    PageBlockKind.CAPTION: "> ",
    PageBlockKind.NOTICE: "- ",
}


def _markdown(part: DossierPart, at: int, numbered: Sequence[tuple[int, Footnote]]) -> str:
    block = part.blocks[at]
    if part.kind is PartKind.NOTE:
        return markdown_escaped(block.text)
    words = "".join(map(_inline, runs_of(part, at, numbered)))
    if part.kind is PartKind.CLIPPING:
        return f"> {words}"
    if block.kind in (PageBlockKind.KICKER, PageBlockKind.DECK):
        return f"**{words}**"
    return _MARKDOWN_SIGN.get(block.kind, "") + words


def _inline(run: Run) -> str:
    """Return a run as Markdown; marked words between `==`, as Pandoc, Obsidian and Typora read them."""
    words = markdown_escaped(run.text.replace("\n", " "))
    sign = "==" * bool(run.color) + "**" * run.is_dateline
    return sign + words + sign[::-1] + "".join(f"[^{number}]" for number in run.references)
