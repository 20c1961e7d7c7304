"""HTML → a tree, in time linear to the page's length for any content. Nothing is fetched, no script is run.

The parsing rules of HTML can take quadratic time and cubic memory: formatting elements that are never closed
are opened again in every paragraph. Therefore formatting elements are removed first, and pages with deeper
nesting than real ones are refused.
"""

import html
import re
from functools import cached_property

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from reader.formats.decoding import decoded_file
from reader.formats.reading import SavedFile, UnreadableFile
from reader.formats.xml_tree import root_of
from reader.i18n import say

MOST_CHARACTERS = 8_000_000
"""Maximum length of a page, without embedded pictures, scripts and styles."""
MOST_ELEMENTS = 200_000
DEEPEST = 1_000
HEAD_BYTES = 20_000
"""Number of bytes at the beginning of a page in which browsers write the URL it was saved from."""
_LONGEST_TAG = 4_000
_MOST_BOLD = 20

_DATA = re.compile(r"data:[a-z]{1,20}/[^\"'<>\s)]*", re.IGNORECASE)
_SILENT = re.compile(
    r"<(script|style|svg|template|noscript|textarea|select|object)\b[^<>]{0,4000}>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile("<[!?][^<>]*>")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]*)([^<>]*)>?")
"""A tag: “/” if it is an end tag, the name of the element, the attributes."""
_OF_TYPE = frozenset(
    [
        "font",
        "i",
        "em",
        "u",
        "s",
        "small",
        "big",
        "tt",
        "code",
        "nobr",
        "strike",
        "cite",
        "mark",
        "q",
        "abbr",
        "acronym",
        "ins",
        "del",
        "dfn",
        "kbd",
        "var",
        "samp",
    ]
)
"""Elements that only format text; they are removed."""
_DATED = re.compile(
    rf"<({'|'.join(sorted(_OF_TYPE))})(\s[^<>]{{0,400}}?\b(?:id|class|itemprop)\s?=\s?[\"']?[^<>\"']{{0,80}}(?:time|date)"
    r"[^<>]{0,400})>([^<>]{0,80})</\1\s*>",
    re.IGNORECASE,
)
"""A formatting element that is a field with a day, as of WeChat: `<em id="publish_time">`; it is kept as a `span`."""
_NOT_NESTED = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "param",
        "source",
        "wbr",
        "b",
        "strong",
        "a",
        "tbody",
        "thead",
        "tfoot",
        "colgroup",
    ]
)
"""Elements not counted for the depth: the next element of their kind closes them, or they have no content."""
_SAVED_FROM = (
    re.compile(r"saved from url=\(\d+\)(\S+)"),
    re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)"),
)
_OF_ARCHIVE = re.compile(rb"^(?:Snapshot-)?Content-Location:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_MIRRORED = re.compile(r"Mirrored from (\S+) by HTTrack")
_CANONICAL = re.compile(
    r"<(?:link\b[^<>]{0,90}\brel=[\"']?canonical\b[^<>]{0,90}\bhref|base\b[^<>]{0,90}\bhref"
    r"|meta\b[^<>]{0,90}\bproperty=[\"']?og:url\b[^<>]{0,90}\bcontent)=[\"']?(https?://[^\"'<>\s]+)",
    re.IGNORECASE,
)


class WebPage(Struct, frozen=True, dict=True):
    """The markup of a web page, without scripts, styles and formatting elements.

    `text` is the markup without comments, which are in `comments`. `address` is the URL that the page was
    saved from, "" if unknown.
    """

    name: str
    encoding: str
    address: str
    text: str
    comments: tuple[str, ...]

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return tree_of(self.text)

    @cached_property
    def title(self) -> str:
        """The text of the page's `title` element, "" without one."""
        node = self.tree.css_first("title", None)
        if node:
            return " ".join(node.text().split())
        return ""


def is_markup(data: bytes) -> bool:
    """Return whether bytes contain tags of HTML, in any encoding that contains ASCII."""
    if data.lstrip().startswith(b"<?xml") and root_of(data) != "html":
        return False
    # without NULs, the tags of UTF-16 match, too
    return _HTML.search(data[:200_000].replace(b"\0", b"")) is not None


_HTML = re.compile(rb"<(?:!doctype html|html|head|body|title|div|table|p|meta)\b", re.IGNORECASE)


def page_of(file: SavedFile, *, meant: re.Pattern[str] | None = None) -> WebPage:
    """Return the web page of a file. Comments that match `meant` stay in its `text`.

    Raises UnreadableFile if it is too large or deep, or its encoding is not recognized.
    """
    encoding, text = _decoded(file)
    comments: list[str] = []

    def take(comment: re.Match[str]) -> str:
        if meant is not None and meant.fullmatch(comment[0]):
            return comment[0]
        comments.append(comment[1])
        return ""

    address = file.address or _address_in(text)
    text = _within_limit(_COMMENT.sub(take, _SILENT.sub("", text)))
    return WebPage(file.name, encoding, address, _plain(text), tuple(comments))


def flat_markup_of(file: SavedFile) -> tuple[str, str]:
    """Return the encoding of a web page and its markup without comments and scripts, to be read tag by tag.

    Raises UnreadableFile if it is too large, or its encoding is not recognized.
    """
    encoding, text = _decoded(file)
    return encoding, _within_limit(_DECLARATION.sub("", _COMMENT.sub("", _SILENT.sub("", text))))


def _decoded(file: SavedFile) -> tuple[str, str]:
    decoded_text = decoded_file(file)
    if decoded_text is None:
        raise UnreadableFile(say("认不出网页的编码。请用浏览器打开，另存为 UTF-8 后再试。"))
    return decoded_text.encoding, _DATA.sub("data:", decoded_text.text.replace("\0", ""))


def _within_limit(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise UnreadableFile(say("网页太大，不像报纸的一页。请另存为单页后再放入。"))
    return text


def tree_of(text: str) -> LexborHTMLParser:
    """Return the tree of `WebPage.text`, or of a part of it; other markup is not safe to parse."""
    return LexborHTMLParser(text)


def text_of(markup: str) -> str:
    """Return the text of a short piece of markup, with tags and line ends replaced by spaces."""
    return " ".join(html.unescape(re.sub(r"<[^<>]{0,500}>", " ", markup)).replace("\u3000", " ").split())


def address_in(data: bytes) -> str:
    """Return the URL that a page was saved from, stated at its beginning; "" if it is not."""
    data = data[:HEAD_BYTES]
    if not data.lstrip().startswith(b"<"):
        stated = _OF_ARCHIVE.search(data)
    else:
        stated = None
    if stated is not None:
        return stated[1].decode("utf-8", "replace")
    return _address_in(data.decode("utf-8", "replace"))


def _address_in(text: str) -> str:
    top = text[:20_000]
    for pattern in _SAVED_FROM:
        match = pattern.search(top)
        if match:
            return match[1]
    match = _MIRRORED.search(top) or _MIRRORED.search(text[-5_000:])
    if match:
        return f"http://{match[1]}"
    match = _CANONICAL.search(top)
    if match:
        return html.unescape(match[1])
    return ""


def _plain(text: str) -> str:
    """Return markup without formatting elements, and without the attributes of very long tags.

    Raises UnreadableFile if there are more than `MOST_ELEMENTS` tags, or they are nested deeper than
    `DEEPEST`.
    """
    depth = count = bold = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal depth, count, bold
        name = found[2].lower()
        if name in _OF_TYPE:
            return ""
        count += 1
        if name not in _NOT_NESTED and not found[3].endswith("/"):
            depth = max(0, depth - 1) if found[1] else depth + 1
        if count > MOST_ELEMENTS or depth > DEEPEST:
            raise UnreadableFile(say("网页里的标签多得或套得不像一页报纸，没有读。"))
        if name in ("b", "strong"):
            is_odd = bold == 0 if found[1] else bold == _MOST_BOLD
            bold += 0 if is_odd else -1 if found[1] else 1
            if is_odd:
                return ""
            return f"<{found[1]}{name}>"
        if len(found[3]) > _LONGEST_TAG:
            return f"<{found[1]}{name}>"
        if found[0].endswith(">"):
            return found[0]
        return found[0] + ">"

    return TAG.sub(tag, _DATED.sub(r"<span\2>\3</span>", text))
