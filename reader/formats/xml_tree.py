"""XML → a tree of bounded size, without entities, DTDs or network access; names have no namespaces. An ALTO file that
is too large for one tree is read page by page.
"""

import codecs
import gc
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain, islice
from urllib.parse import unquote
from xml.etree.ElementTree import XML, Element, ParseError, XMLParser
from xml.parsers import expat

from msgspec.structs import replace

from reader.formats.decoding import decoded
from reader.formats.reading import SavedFile, UnreadableFile, bomb
from reader.formats.zip_file import is_bomb, opened, unpacked
from reader.i18n import say

MOST_BYTES = 32 * 1024 * 1024
"""Maximum size of a file in UTF-8; a dense page with outlines of all words has some 10 MB."""
MOST_ELEMENTS = 400_000
"""Maximum number of elements of a file; a page with a box for every character has some 200,000."""
MOST_ATTRIBUTES = 1_000_000
_LONG_RUN = 2 << 20
"""Maximum number of bytes without a tag; no word, paragraph or comment of a real file is as long."""
DEEPEST = 50

_DECLARED = re.compile(r"""^\s*<\?xml[^<>?]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_UTF_16 = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_KNOWN = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-\d+|latin-?1|windows-\d+|cp\d+|gb\w+|big5\S*|shift_jis|euc-\w+"
)
"""Declared encodings that are accepted; other Python codecs can be very slow, or don't produce text."""
_JSON = re.compile(r"\ufeff?\s*[\[{]\s*[\[{\"]")
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]{1,40}:)?([\w.-]{1,60})")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[\]<>]{0,400}>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEAD = 20_000
_BASE_64 = re.compile(rb"""(?<=base64["'])>[A-Za-z0-9+/=\s]{1000,}+(?=<)""")
"""The bytes of a picture in a note."""


def root_of(data: bytes) -> str:
    """Return the name of the root element, "" if there is no tag in the first 20,000 bytes, or if it is JSON, which may
    quote some.
    """
    head = data[:_HEAD]
    encoding = _utf_16(head) or "utf-8"
    text = head.decode(encoding, "replace")
    if _JSON.match(text):
        return ""
    match = _ROOT.search(_COMMENT.sub("", text))
    if match:
        return match[1]
    return ""


@contextmanager
def uncollected() -> Iterator[None]:
    """Disable the cyclic garbage collector: a tree has no cycles, and collecting takes as long as parsing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def without_doctype(file: SavedFile) -> SavedFile:
    """Return a file without its DOCTYPE, unless that has an internal subset. The DTD is not fetched."""
    return replace(file, data=_DOCTYPE.sub(b"", file.data, count=1))


def tree_of(file: SavedFile) -> tuple[Element, str]:
    """Return the root element of a file, and its encoding.

    Raises UnreadableFile if it is no well-formed XML, has a DTD or entities, or exceeds the limits of this module.
    """
    data, encoding = _as_utf_8(file.data)
    data = _BASE_64.sub(b">", data)
    if (b"<!DOCTYPE" in data or b"<!ENTITY" in data) and _declares(data):
        raise UnreadableFile(say("XML 里有 DTD 或实体定义，可能有害，没有读。请导出不带 DTD 的文件。"))
    if any(data.find(b"<", at, at + _LONG_RUN) < 0 for at in range(0, len(data) - _LONG_RUN, _LONG_RUN)):
        raise UnreadableFile(say("XML 里有一处文字超过 2 MB，不像一页报纸，没有读。"))
    if has_too_much(data):
        raise too_much()
    try:
        root = XML(data, XMLParser(encoding="utf-8"))
    except ParseError as error:
        line = error.position[0]
        raise UnreadableFile(say("XML 在第 {line} 行坏了，可能没有存完。请重新导出。", line=line)) from None
    _check(root)
    return root, encoding


class _RootReached(Exception):
    """Raised to end reading at the first element."""


def _declares(data: bytes) -> bool:
    """Return whether XML has a DTD before its first element; in its text it may quote one, as notes do."""

    def found(*_: object) -> None:
        raise UnreadableFile("")

    def end(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = found
    parser.StartElementHandler = end
    try:
        parser.Parse(data)
    except _RootReached:
        return False
    except (UnreadableFile, expat.ExpatError):
        return True
    return True


def has_too_much(data: bytes) -> bool:
    """Return whether XML exceeds the limits of this module by its size, or by its number of elements or attributes."""
    if len(data) <= 2 * MOST_ELEMENTS:
        return False
    if len(data) > MOST_BYTES:
        return True
    pieces = sum(data.count(sign) for sign in (b"<", b"&", b"\n", b"\r"))
    return pieces > 2 * MOST_ELEMENTS or data.count(b"=") > MOST_ATTRIBUTES


def too_much() -> UnreadableFile:
    """Return the exception for XML with more or deeper elements than any page has."""
    return UnreadableFile(say("XML 里的元素多得或套得不像一页报纸，没有读。"))


def children(element: Element, *names: str) -> Iterator[Element]:
    """Return an iterator of the children of an element that have one of the names."""
    return (child for child in element if child.tag in names)


def descendants(element: Element, *names: str) -> Iterator[Element]:
    if len(names) == 1:
        return element.iter(names[0])
    return (descendant for descendant in element.iter() if descendant.tag in names)


def number(text: str | None) -> float | None:
    """Return a coordinate as a number; None if it is missing, invalid or out of the range of a page."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    if abs(value) < 1e7:
        return value
    return None


def _check(root: Element) -> None:
    """Remove the namespaces from the names in a tree, in place. Raises UnreadableFile if it is too deep."""
    level = [root]
    bare: Callable[[str], str] = cache(lambda name: name.rpartition("}")[2])  # a file has few different names
    for _ in range(DEEPEST):
        for element in level:
            element.tag = bare(element.tag)
        level = list(chain.from_iterable(level))
        if not level:
            return
    raise too_much()


def _utf_16(data: bytes) -> str | None:
    return next((name for begin, name in _UTF_16 if data.startswith(begin)), None)


def _as_utf_8(data: bytes) -> tuple[bytes, str]:
    """Return XML converted to UTF-8, and its original encoding: UTF-8 if it is valid, else the declared one.

    Some programs declare another encoding and write UTF-8; text in other encodings is rarely valid UTF-8.
    """
    declared = _DECLARED.match(data[:400].decode("latin-1").removeprefix("ï»¿"))
    name = _utf_16(data) or (declared[1].lower() if declared else "utf-8")
    name = {"gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)
    with suppress(UnicodeError):
        if not name.startswith("utf"):
            data.decode()
            return data, "utf-8"
    if _KNOWN.fullmatch(name):
        with suppress(LookupError, UnicodeError):
            return data.decode(name).removeprefix("\ufeff").encode("utf-8"), name
    decoded_text = decoded(data)
    if decoded_text is None:
        raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
    return decoded_text.text.encode("utf-8", "replace"), decoded_text.encoding


UNKNOWN_SCRIPT = "unknown script"
UNDECIDED = "orientation undecided"
"""What is stated in the QUALITY_DETAIL of a page whose script the recogniser does not know."""
_ALTO = re.compile(rb"<alto(?: [^<>]{0,4000})?>")
_ALTO_PAGE = re.compile(rb"<Page(?:[ /][^<>]*)?>")
_MOST_PAGES = 5_000
"""Maximum number of pages of a file whose pages are read one by one."""


def roots_of(file: SavedFile) -> tuple[Element, str, Iterator[Element]]:
    """Return the root of a file, its encoding, and the elements that hold its pages.

    A file too large for one tree is read page by page; its root is then returned without the pages. Raises
    UnreadableFile, for a page also during the iteration.
    """
    begin = _ALTO.search(file.data, 0, 4000)
    if begin is None or not has_too_much(file.data):
        root, encoding = tree_of(file)
        return root, encoding, children(root, "Layout")
    places = list(islice(_places(file.data), _MOST_PAGES + 1))
    if len(places) > _MOST_PAGES:
        raise too_much()
    begins = [begin for begin, _ in places]
    ends = [end for _, end in places]
    rest = b"".join(file.data[at:to] for at, to in zip([0, *ends], [*begins, len(file.data)], strict=True))
    root, encoding = tree_of(replace(file, data=rest))
    return root, encoding, (_root_of_page(file, begin[0], *place) for place in places)


def _places(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each page in the bytes of a file."""
    at = 0
    while match := _ALTO_PAGE.search(data, at):
        if match[0].endswith(b"/>"):
            at = match.end()
        else:
            at = data.find(b"</Page>", match.end()) + len(b"</Page>")
        if at < match.end():  # it has no end
            break
        yield match.start(), at


def _root_of_page(file: SavedFile, root: bytes, begin: int, end: int) -> Element:
    return tree_of(replace(file, data=b"%b%b</alto>" % (root, file.data[begin:end])))[0]


MOST_TOTAL = 64 << 20
"""Maximum number of bytes of all parts that are read."""


class Package:
    """An open package. Methods raise UnreadableFile."""

    def __init__(self, file: SavedFile) -> None:
        try:
            self._zip = opened(io.BytesIO(file.data))
            if is_bomb(self._zip.filelist):
                raise bomb()
        except UnreadableFile:
            raise UnreadableFile(say("文件坏了，或没有下载完，打不开。请重新下载或导出。")) from None
        self._names = {info.filename: info for info in self._zip.filelist}
        self._left = MOST_TOTAL

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def part(self, name: str) -> bytes | None:
        info = self._names.get(name)
        if info is None:
            return None
        self._left -= info.file_size
        if self._left < 0:
            raise UnreadableFile(say("文件展开后超过 64 MB 文字，不像报纸。请分成几个后再放入。"))
        return unpacked(self._zip, info)

    def tree(self, name: str) -> Element | None:
        """Return the root element of a part in XML, None if there is no such part."""
        data = self.part(name)
        if data is None:
            return None
        return tree_of(without_doctype(SavedFile(name, data)))[0]

    def names(self, beginning: str) -> list[str]:
        return [name for name in self._names if name.startswith(beginning)]


def place_of(reference: str, base: str) -> tuple[str, str]:
    """Return the part that a relative URL in the part `base` names, and the fragment, "" if there is none."""
    path, _, place = reference.partition("#")
    parts = base.split("/")[:-1] if path else base.split("/")
    for part in unquote(path).split("/") if path else ():
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts), unquote(place)
