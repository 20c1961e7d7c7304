"""Outlines in XML: OPML, and the maps of FreeMind and Freeplane. An entry with others below it is a heading.

dev.opml.org/spec2.html; freeplane.org, “The Freeplane file format”.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.features.trees.nodes import Node, walk, words_of
from reader.formats import books
from reader.formats.books import Cut, Paragraph
from reader.newspaper.article import LinePart, SourceText

_OF_SUBSCRIPTION = "xmlUrl"
_DEEPEST = 6
_LONGEST_HEADING = 60


class _Form(Struct, frozen=True):
    """A form of outlines: its root, its entries, the attribute with the words of one, what holds more text of one, and
    the elements that hold the title of all.
    """

    root: str
    entry: str
    words: str
    text: str
    title: str
    depth: int
    """That of the entries at the top; 0 if the only one is the title of all."""


_FORMS = (
    _Form("opml", "outline", "text", "", "title", 1),
    _Form("map", "node", "TEXT", "richcontent", "", 0),
)


def sources_of(name: str, roots: Sequence[Node]) -> list[SourceText]:
    """Return the issues that an outline holds; none if a tree is no outline, or is a list of subscriptions."""
    tops = [node for root in roots for node in (root, *root.parts) if node.name]
    form = next((form for form in _FORMS if tops and tops[0].name == form.root), None)
    if form is None or any(_OF_SUBSCRIPTION in node.values for node in walk(roots)):
        return []
    paragraphs = [*_paragraphs(tops[0], form, form.depth)]
    level = books.level_of_headlines(paragraphs)
    if not level:
        return []
    cut = Cut(level)
    cut.through(paragraphs)
    return books.sources_of(name, cut.articles, cut.head, title=None, date=None, left_out=())


def _paragraphs(node: Node, form: _Form, depth: int) -> Iterator[Paragraph]:
    """Yield the entries below a node, which are at `depth`, in order: those with others below them as headings."""
    for part in node.parts:
        if part.name == form.entry:
            yield from _of_entry(part, form, depth)
        elif form.title and part.name == form.title:
            yield from _of_words(part.text, LinePart.HEADLINE)
        elif form.text and part.name == form.text:
            yield from _of_words("\n".join(words_of(part)), LinePart.PARAGRAPH)
        else:
            yield from _paragraphs(part, form, depth)


def _of_words(text: str, kind: LinePart) -> Iterator[Paragraph]:
    lines = _lines(text)
    if lines:
        yield Paragraph(lines, kind)


def _of_entry(entry: Node, form: _Form, depth: int) -> Iterator[Paragraph]:
    lines = _lines(entry.values.get(form.words, ""))
    has_more_below = any(part.name in (form.entry, form.text) for part in entry.parts)
    is_short = len(lines) == 1 and len(lines[0]) <= _LONGEST_HEADING
    if lines and has_more_below and is_short and depth <= _DEEPEST:
        yield Paragraph(lines, LinePart.HEADLINE, depth)
    elif lines:
        yield Paragraph(lines)
    yield from _paragraphs(entry, form, depth + 1)


def _lines(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.split("\n"))
    return tuple(filter(None, lines))
