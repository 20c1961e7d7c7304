"""The formats of JSON and XML that no other format knows: articles with fields, recognised pages, or running text."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from msgspec.structs import replace

from reader.features.trees import outlines
from reader.features.trees.names import OF_WHOLE_PAGES, folded
from reader.features.trees.nodes import OF_SGML, Node, nodes_of_json, nodes_of_xml, walk
from reader.features.trees.pages import TreePage, pages_in
from reader.features.trees.records import head_in, records_in, sources_of
from reader.formats import books, page_boxes, xml_tree
from reader.formats.decoding import decoded
from reader.formats.page_boxes import LaidOut, PageText, PageWriter
from reader.formats.reading import DayFile, NotAnIssue, SavedFile, UnreadableFile, only_issue
from reader.formats.scans.scanned_page import lines_of
from reader.i18n import say
from reader.language.forms import HAN
from reader.newspaper.article import SourceText, StatedHead
from reader.parsing import dates
from reader.plugs import all_plugs, answering

_MARK = b'{"yuebao":"pages"}\n'
_LOOKED_AT = 50
_LEAST_OF_PAGE = 20
_SENTENCE = re.compile(f"[{HAN}\u3040-\u30ff\uac00-\ud7a3][^。！？]{{10,}}")
_ANY_SENTENCE = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]++[\s,]++){8}[^\W\d_]++[.!?]")
_PARAGRAPHS = frozenset({"p", "para", "paragraph", "articletext", "storytext", "bodytext"})
_OF_NOTES = re.compile(rb'\{"format": "reader notes"')
_OTHERS = frozenset({"html", "svg", "package", "container", "plist"})
_OF_XML = frozenset({".xml", ".enex", ".rss", ".atom", ".rdf", ".opml"})


class JsonFile:
    name = "json"

    def certainty(self, file: SavedFile) -> float:
        if file.ending == ".json" or file.data.startswith(_MARK):
            return 0.9
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        if _OF_NOTES.match(file.data):
            raise NotAnIssue(say("阅报导出的笔记"))
        return _read(file)


class OtherXml:
    """The format of XML and SGML files that no other format recognises."""

    name = "xml"

    def certainty(self, file: SavedFile) -> float:
        if file.ending in OF_SGML:
            return 0.9
        root = xml_tree.root_of(file.data).lower()
        is_xml = file.ending in _OF_XML or file.data.lstrip().startswith(b"<?xml")
        if root and root not in _OTHERS and is_xml:
            return 0.9
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        return _read(file)


def pages_in_lines_of_json(data: bytes) -> Sequence[DayFile]:
    """The day of a page is that in the name of its picture. Each file has the lines of its pages, as they are."""
    decoded_text = decoded(data)
    if decoded_text:
        lines = [line for line in decoded_text.text.splitlines() if line.strip()]
    else:
        lines = []
    if not any(_is_page(line) for line in lines[:_LOOKED_AT]):
        return ()
    days: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        pages = _pages_of(line)
        if not pages:
            continue
        origin = dates.origin_of(pages[0].picture)
        days[origin.title or "", origin.date.isoformat() if origin.date else ""].append(line)
    return [
        DayFile(*about, _MARK + "\n".join(day_lines).encode()) for about, day_lines in sorted(days.items())
    ]


def _is_page(line: str) -> bool:
    """Return whether a line is a page of text, and no article with fields."""
    for page in _pages_of(line):
        if page.picture:
            return True
        for block in page.scanned.blocks:
            if block.kind or any(text_line.box for text_line in block.lines):
                return True
    return False


def _pages_of(line: str) -> Sequence[TreePage]:
    try:
        roots, _ = nodes_of_json(SavedFile("", line.encode("utf-8", "replace")))
    except UnreadableFile:
        return ()
    if records_in(roots)[0]:
        return ()
    return pages_in(roots, is_markup=False)


def _read(file: SavedFile) -> SourceText:
    roots, encoding, is_markup = _nodes_of(file)
    issues = outlines.sources_of(file.name, roots) if is_markup else []
    if issues:
        return books.only(issues)
    records, outside = records_in(roots)
    if records:
        return books.only(sources_of(file.name, encoding, records, outside))
    pages = pages_in(roots, is_markup=is_markup)
    blocks = chain.from_iterable(page.scanned.blocks for page in pages)
    has_kinds = any(block.kind for block in blocks)
    if is_markup:
        are_named = _names_paragraphs(roots)
    else:
        are_named = has_kinds or _is_of_one_page(roots)
    if not _have_text(pages, are_named=are_named):
        raise NotAnIssue(
            say("没有文章的 XML（若是识别结果，请连同文字导出）")
            if is_markup
            else say(
                "没有文字块的 JSON（若是识别结果，请连同文字导出；若是文章，请改存为每行一篇的 .jsonl，"
                "再用 reader columns 说明各项）"
            )
        )
    return answering(only_issue, all_plugs())(_laid_out(file, encoding, roots, pages).source)


def boxes_of(file: SavedFile, source: SourceText) -> tuple[page_boxes.PageBoxes, ...]:
    roots, encoding, is_markup = _nodes_of(file)
    if records_in(roots)[0] or outlines.sources_of(file.name, roots):
        pages = []
    else:
        pages = pages_in(roots, is_markup=is_markup)
    if pages:
        return page_boxes.of_laid_out(_laid_out(file, encoding, roots, pages), source)
    return ()


def _nodes_of(file: SavedFile) -> tuple[list[Node], str, bool]:
    """Return the nodes of a file, its encoding, and whether it is markup."""
    if file.ending == ".json" or file.data.startswith(_MARK):
        return *nodes_of_json(file), False
    return *nodes_of_xml(file), True


def _names_paragraphs(roots: Sequence[Node]) -> bool:
    """Return whether markup has elements that are called paragraphs, or an article's text and title."""
    called = {folded(node.name) for node in walk(roots)}
    return not called.isdisjoint(_PARAGRAPHS) or called >= {"text", "title"}


def _is_of_one_page(roots: Sequence[Node]) -> bool:
    """Return whether an object has the text of one page, and says so by its name: `"full_text": "…"`."""
    texts = 0
    for node in walk(roots):
        texts += sum(folded(name) in OF_WHOLE_PAGES for name in node.values)
    return texts == 1


def _have_text(pages: Sequence[TreePage], *, are_named: bool) -> bool:
    """Return whether pages have the text of a newspaper, and not words of a program.

    `are_named`: names tell what is text, so that it is known in any script.
    """
    blocks = list(chain.from_iterable(page.scanned.blocks for page in pages))
    lines = list(lines_of(blocks))
    texts = [line.text for line in lines]
    are_placed = any(line.box for line in lines)
    if are_placed or any(page.picture for page in pages):
        return sum(map(len, texts)) >= _LEAST_OF_PAGE
    sentences = (_SENTENCE, _ANY_SENTENCE) if are_named else (_SENTENCE,)
    for text in texts:
        for sentence in sentences:
            if sentence.search(text):
                return True
    return False


def _laid_out(file: SavedFile, encoding: str, roots: Sequence[Node], pages: Sequence[TreePage]) -> LaidOut:
    """Return the text of pages, each below the name of its picture, which may tell its day and page.

    Paper and day that the file states beside the text are the issue's.
    """
    texts = [PageText(str(at), [page.scanned], _mark(page)) for at, page in enumerate(pages, 1)]
    writer = PageWriter(texts)
    head = head_in(roots)
    if head is None:
        stated = StatedHead()
    else:
        writer.builder.add_masthead(head.title, head.date)
        stated = replace(head, line_count=len(writer.builder.lines))
    layout = writer.laid_out_by_pages(file.name, encoding, stated)
    aside = list(chain.from_iterable(page.aside for page in pages))
    if not aside:
        return layout
    source = layout.source
    lines = (*source.lines, "", *aside)
    return replace(layout, source=replace(source, lines=lines, aside=len(aside)))


def _mark(page: TreePage) -> str:
    """Return the line above a page: the name of its picture, if that tells day, page or paper, else its number."""
    origin = dates.origin_of(page.picture) if page.picture else None
    if origin and (origin.date or origin.page or origin.title):
        return f"≦ {page.picture} ≧"
    if page.number > 0:
        return f"第{page.number:.0f}页"
    return ""
