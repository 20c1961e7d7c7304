"""Entries as paragraphs of safe HTML: a few inline tags, links to other headwords, and nothing that is run or fetched.

What comes out is put together anew, never a cut-out of what came in: tags of `_INLINE` without attributes, `<p>`,
`<br>` and `<a href="entry:…">`.
"""

import html
import re
from urllib.parse import quote, unquote

from reader.i18n import say
from reader.language.control_characters import without_controls

ENTRY = "entry:"
"""What the target of a link to another headword begins with; the word follows, percent-encoded."""
LONGEST_MARKUP = 60_000
"""The most characters of markup that are looked at."""
LONGEST_SHOWN = 12_000
"""The most characters of an entry that are shown."""
_MOST_TAGS = 2000
_DEEPEST = 8

_INLINE = {
    "b": "b", "strong": "b", "k": "b", "i": "i", "em": "i", "ex": "i", "dfn": "i", "u": "u", "sub": "sub", "sup": "sup"
}  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "dd", "def", "details", "div", "dl", "dt", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    {
        "applet", "audio", "canvas", "frameset", "head", "iframe", "math", "noscript", "object", "script", "select",
        "style", "svg", "template", "textarea", "title", "video",
    }
)  # fmt: skip
"""Elements of which nothing is shown, their text neither."""
_LINKS = ("entry://", "bword://", "entry:", "bword:")
_COMMENT = "<!--"
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:_-]*)([^<>]*)>|<!--|<[!?][^<>]*>")
"""A tag, the beginning of a comment, or a declaration. (`html.parser` takes the square of what is not ended.)"""
_HREF = re.compile(r"""\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_HUGE_NUMBER = re.compile("&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
_PLACEHOLDER = re.compile("`[0-9]{1,4}`")
"""A mark in an entry of MDict for a style of its header."""
_SPACES = re.compile(r"[ \t\r\n\f]+")


def as_markup(kind: str, text: str) -> str:
    """Return a field of an entry of StarDict as HTML; `kind` is its letter."""
    if kind in "mtyw":
        return "<br>".join(html.escape(line) for line in text.splitlines())
    return text


def safe_html(markup: str) -> str:
    """Return HTML that shows what an entry says, and can do nothing else."""
    writer = _Writer()
    text = _PLACEHOLDER.sub("", markup[:LONGEST_MARKUP])
    at = 0
    for found in _TAG.finditer(text):
        if found.start() < at:
            continue  # within a comment
        writer.add_text(text[at : found.start()])
        at = found.end()
        if found[0] == _COMMENT:
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
        elif found[2]:
            handle = writer.end if found[1] else writer.begin
            handle(found[2].casefold(), found[3])
    writer.add_text(text[at:])
    return writer.done(is_cut=len(markup) > LONGEST_MARKUP)


class _Writer:
    """Puts the safe HTML together while tags and text come."""

    def __init__(self) -> None:
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._unseen: list[str] = []
        self._tags = self._length = 0
        self._link_text: list[str] | None = None
        self._is_cut = False

    def begin(self, tag: str, attributes: str) -> None:
        self._tags += 1
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if self._unseen or self._tags > _MOST_TAGS:
            return
        if tag in _BLOCKS:
            self._end_paragraph()
            self._add("• " if tag == "li" else "")
        elif tag == "br":
            self._pieces.append("<br>")
        elif tag == "rt":
            self._add("（")
        elif tag == "kref":
            self._link_text = []
        elif len(self._open) < _DEEPEST:
            self._begin(tag, attributes)

    def end(self, tag: str, _attributes: str) -> None:
        if self._unseen:
            if tag in self._unseen:
                del self._unseen[self._unseen.index(tag) :]
        elif tag in _BLOCKS:
            self._end_paragraph()
        elif tag == "rt":
            self._add("）")
        elif tag == "kref":
            self._end_link()
        else:
            self._end("a" if tag == "a" else _INLINE.get(tag, ""))

    def add_text(self, text: str) -> None:
        if text and not self._unseen:
            self._add(html.unescape(_HUGE_NUMBER.sub("\ufffd", text)))

    def _begin(self, tag: str, attributes: str) -> None:
        """Begin an element that may stand in a line, if it is one."""
        if tag == "a" and (word := _word_of(attributes)):
            self._open.append(tag)
            self._pieces.append(_link_to(word))
        elif tag in _INLINE:
            self._open.append(_INLINE[tag])
            self._pieces.append(f"<{_INLINE[tag]}>")

    def _end(self, name: str) -> None:
        """End an element and those that were begun in it."""
        while name in self._open:
            closed = self._open.pop()
            self._pieces.append(f"</{closed}>")
            if closed == name:
                break

    def _end_link(self) -> None:
        """End an element whose text is the headword that it leads to."""
        word, self._link_text = "".join(self._link_text or ()).strip(), None
        if word:
            self._pieces.append(f"{_link_to(word)}{html.escape(word)}</a>")

    def _add(self, text: str) -> None:
        room = LONGEST_SHOWN - self._length
        self._is_cut |= len(text) > room
        shown = without_controls(_SPACES.sub(" ", text[:room]))
        self._length += len(shown)
        if self._link_text is not None:
            self._link_text.append(shown)
        else:
            self._pieces.append(html.escape(shown))

    def _end_paragraph(self) -> None:
        self._pieces += [f"</{name}>" for name in reversed(self._open)]
        self._open.clear()
        said = "".join(self._pieces)
        self._pieces.clear()
        if re.sub("<[^>]*>", "", said).strip():
            self._paragraphs.append(f"<p>{said.strip()}</p>")

    def done(self, *, is_cut: bool) -> str:
        self._end_paragraph()
        if is_cut or self._is_cut or self._tags > _MOST_TAGS:
            self._paragraphs.append(f"<p>{html.escape(say('（词条太长，只显示开头。）'))}</p>")
        return "".join(self._paragraphs)


def _link_to(word: str) -> str:
    return f'<a href="{ENTRY}{quote(word, safe="")}">'


def _word_of(attributes: str) -> str:
    """Return the headword that a link leads to; "" where it leads elsewhere."""
    found = _HREF.search(attributes)
    target = html.unescape(_HUGE_NUMBER.sub("", found[1].strip("\"'"))).strip() if found else ""
    for scheme in _LINKS:
        if target.casefold().startswith(scheme):
            return without_controls(unquote(target[len(scheme) :])).strip("/ ")[:200]
    return ""
