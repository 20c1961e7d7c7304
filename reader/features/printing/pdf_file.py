"""Writing of PDF files (ISO 32000-1): sheets, fonts, and what those of articles and pages say about themselves.

A font is made of outlines, in which each glyph maps to exactly the characters that it was set for. If a typeface is
embedded with its own glyphs, each glyph maps to one character only: where it draws 日 and the Kangxi radical ⽇ with
the same glyph, one of them is copied as the other. Here a glyph is an outline together with the characters it was set
for and its advance. So text is copied correctly, in any typeface and also beyond the basic plane, and a justified line
has no gaps that a program would take for spaces.

The font program is CFF (Adobe Technical Note 5176) with Type 2 charstrings (5177), keyed by CID. The outlines are
subroutines, shared by the glyphs with the same outline. It has no hints.
"""

import datetime as dt
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain, pairwise

from reader.export.article_text import day_of_issue, source_in_words
from reader.export.citation import author_names
from reader.export.exported_files import About, Heading, file_name
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.newspaper.article import page_in_words
from reader.newspaper.facts import merged, with_remark
from reader.newspaper.holdings import IssueRow, StoredArticle

UNITS = 1000
"""Units per em."""

Segment = tuple[int, ...]
"""A piece of an outline in units, with y upwards: (x, y) moves, (x, y, 1) draws a line, six numbers draw a curve."""

Outline = bytes
"""An outline as a subroutine of Type 2 operators."""

BOX = (-1000, -1000, 3000, 2000)
"""A bounding box for all glyphs: left, bottom, right, top."""

MOST_GLYPHS = 60_000
"""Maximum number of glyphs in a font, as glyph codes have two bytes."""
_STANDARD_STRINGS = 391


class OutlineFont:
    """A font to which each glyph is added when its code is first requested."""

    def __init__(self) -> None:
        self._codes: dict[tuple[Outline, str, int], int] = {}
        # subroutine 0 is the outline of characters without ink, such as a space
        self._subroutines: dict[Outline, int] = {outline_of(()): 0}

    @property
    def is_full(self) -> bool:
        """Whether no more glyphs should be added; `code` does not check it."""
        return len(self._codes) >= MOST_GLYPHS

    def code(self, outline: Outline, text: str, advance: int) -> int:
        """Return the code of the glyph with this outline, for the characters `text`, `advance` units wide."""
        key = (outline, text, advance)
        glyph_code = self._codes.get(key)
        if glyph_code is None:
            self._subroutines.setdefault(outline, len(self._subroutines))
            glyph_code = len(self._codes) + 1
            self._codes[key] = glyph_code
        return glyph_code

    def widths(self) -> str:
        """Return the advances of all glyphs, as the value of /W."""
        return f"[1 [{' '.join(str(advance) for _, _, advance in self._codes)}]]"

    def to_unicode(self) -> bytes:
        """Return the CMap from glyph codes to characters, as the value of /ToUnicode."""
        pairs = [
            f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
            for (_, text, _), code in self._codes.items()
        ]
        parts = [
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        ]
        # the format allows at most a hundred entries in a block
        for at in range(0, len(pairs), 100):
            some = pairs[at : at + 100]
            parts.append(f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar\n")
        parts.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
        return "".join(parts).encode("ascii")

    def program(self, name: str) -> bytes:
        count = len(self._codes) + 1
        bias = _bias(len(self._subroutines))
        # glyph 0 is the one for missing characters, which is never used but has to be there
        glyphs = [_number(0) + b"\x0e"]
        for outline, _, advance in self._codes:
            call = _number(self._subroutines[outline] - bias) + b"\x1d"
            glyphs.append(_number(advance) + call + b"\x0e")
        before = b"\x01\x00\x04\x04" + _index([name.encode("ascii")])
        strings = _index([b"Adobe", b"Identity"])
        routines = _index(list(self._subroutines))
        if count > 1:
            charset = b"\x02" + struct.pack(">HH", 1, count - 2)
        else:
            charset = b"\x00"
        selection = b"\x03" + struct.pack(">HHBH", 1, 0, 0, count)
        strokes = _index(glyphs)
        private = _long(0) + b"\x14" + _long(0) + b"\x15"  # defaultWidthX, nominalWidthX
        # All numbers in the top dictionary have the same length, so its length is known before the offsets in it.
        start = len(before) + len(_index([self._top(count, 0, 0, 0, 0)])) + len(strings) + len(routines)
        at_selection = start + len(charset)
        at_strokes = at_selection + len(selection)
        at_private = at_strokes + len(strokes)
        at_fonts = at_private + len(private)
        fonts = _index([_long(len(private)) + _long(at_private) + b"\x12"])
        top = _index([self._top(count, start, at_selection, at_strokes, at_fonts)])
        return before + top + strings + routines + charset + selection + strokes + private + fonts

    def _top(self, count: int, charset: int, selection: int, strokes: int, fonts: int) -> bytes:
        ordering = _long(_STANDARD_STRINGS) + _long(_STANDARD_STRINGS + 1) + _long(0) + b"\x0c\x1e"
        box = b"".join(map(_long, BOX)) + b"\x05"
        return (
            ordering
            + box
            + (_long(count) + b"\x0c\x22")
            + (_long(charset) + b"\x0f")
            + (_long(strokes) + b"\x11")
            + (_long(fonts) + b"\x0c\x24")
            + (_long(selection) + b"\x0c\x25")
        )


def outline_of(segments: Iterable[Segment]) -> Outline:
    parts = []
    x = 0
    y = 0
    for segment in segments:
        if len(segment) == 6:
            numbers = [(x, y), *zip(segment[::2], segment[1::2], strict=True)]
            for (x0, y0), (x1, y1) in pairwise(numbers):
                parts.append(_number(x1 - x0) + _number(y1 - y0))
            x, y = numbers[-1]
            parts.append(b"\x08")  # rrcurveto
        else:
            parts.append(_number(segment[0] - x) + _number(segment[1] - y))
            x, y = segment[:2]
            parts.append(b"\x15" if len(segment) == 2 else b"\x05")  # rmoveto, rlineto
    return b"".join(parts) + b"\x0b"


def _bias(count: int) -> int:
    if count < 1240:
        return 107
    if count < 33900:
        return 1131
    return 32768


def _number(value: int) -> bytes:
    """Return an integer as an operand of a charstring, limited to 16 bits."""
    if -107 <= value <= 107:
        return bytes((value + 139,))
    if 108 <= value <= 1131:
        high, low = divmod(value - 108, 256)
        return bytes((high + 247, low))
    if -1131 <= value <= -108:
        high, low = divmod(-value - 108, 256)
        return bytes((high + 251, low))
    return b"\x1c" + struct.pack(">h", max(-32768, min(value, 32767)))


def _long(value: int) -> bytes:
    """Return an integer as an operand of a dictionary, always in five bytes."""
    return b"\x1d" + struct.pack(">i", value)


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\x00\x00"
    offsets = list(_offsets(items))
    return struct.pack(">HB", len(items), 4) + struct.pack(f">{len(offsets)}I", *offsets) + b"".join(items)


def _offsets(items: Iterable[bytes]) -> Iterator[int]:
    at = 1
    yield at
    for item in items:
        at += len(item)
        yield at


POINTS = 72 / 96
"""Points (1/72 inch) per logical pixel (1/96 inch)."""


class PdfFile:
    """Builds a PDF file in memory; sheets are added in order."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._objects: list[bytes] = []
        # sheets refer to the tree, which is written when all sheets are known
        self._catalogue = self._reserve()
        self._tree = self._reserve()
        self._sheets: list[tuple[int, float]] = []
        self._fonts: list[tuple[int, OutlineFont]] = []

    def font(self) -> tuple[int, OutlineFont]:
        """Return the number and the font for the next glyphs; a new font if the last one is full."""
        if not self._fonts or self._fonts[-1][1].is_full:
            self._fonts.append((self._reserve(), OutlineFont()))
        return len(self._fonts) - 1, self._fonts[-1][1]

    def add_sheet(self, width: float, height: float, content: bytes) -> None:
        """Add a sheet; its size is in logical pixels, `content` are the operators of its content stream."""
        stream = self._add(_stream(content))
        points = f"{width * POINTS:.3f} {height * POINTS:.3f}"
        # all fonts so far: which of them a sheet uses is not recorded
        fonts = " ".join(f"/F{n} {number} 0 R" for n, (number, _) in enumerate(self._fonts))
        sheet = self._add(
            f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox [0 0 {points}]"
            f" /Resources << /Font << {fonts} >> >> /Contents {stream} 0 R >>".encode()
        )
        self._sheets.append((sheet, height))

    def finished(self, headings: Sequence[Heading] = ()) -> bytes:
        for number, font in self._fonts:
            self._set(number, self._font(font))
        kids = " ".join(f"{number} 0 R" for number, _ in self._sheets)
        self._set(self._tree, f"<< /Type /Pages /Count {len(self._sheets)} /Kids [{kids}] >>".encode())
        if headings:
            outlines = f" /Outlines {self._outlines(headings)} 0 R"
        else:
            outlines = ""
        now = dt.datetime.now().astimezone()
        about = self._about
        xmp = self._add(
            _stream(
                _xmp(about, now).encode("utf-8", "replace"), "/Type /Metadata /Subtype /XML", is_packed=False
            )
        )
        self._set(
            self._catalogue,
            f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang ({about.language}) /Metadata {xmp} 0 R{outlines}"
            " /ViewerPreferences << /DisplayDocTitle true >> >>".encode(),
        )
        entries = {
            "Title": about.title,
            "Author": "、".join(about.authors),
            "Subject": about.subject,
            "Keywords": "、".join(about.keywords),
            "Creator": "阅报",
        }
        stamp = now.strftime("D:%Y%m%d%H%M%S%z")
        words = "".join(f"/{name} {_text(value)} " for name, value in entries.items() if value)
        info = self._add(f"<< {words}/CreationDate ({stamp[:-2]}'{stamp[-2:]}') >>".encode())
        # bytes above 127 in the second line tell other programs that the file is binary
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        for place in places:
            out += b"%010d 00000 n \n" % place
        size = len(places) + 1
        out += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (size, self._catalogue, info)
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)

    def _outlines(self, headings: Sequence[Heading]) -> int:
        root = self._reserve()
        items = [self._reserve() for _ in headings]
        for at, (item, heading) in enumerate(zip(items, headings, strict=True)):
            sheet, height = self._sheets[heading.sheet]
            # PDF measures from the lower edge of the sheet
            up = (height - heading.top) * POINTS
            siblings = f" /Prev {items[at - 1]} 0 R" if at else ""
            siblings += f" /Next {items[at + 1]} 0 R" if at + 1 < len(items) else ""
            words = _text(heading.words)
            target = f"[{sheet} 0 R /XYZ null {up:.1f} null]"
            self._set(item, f"<< /Title {words} /Parent {root} 0 R{siblings} /Dest {target} >>".encode())
        ends = f"/First {items[0]} 0 R /Last {items[-1]} 0 R"
        self._set(root, f"<< /Type /Outlines {ends} /Count {len(items)} >>".encode())
        return root

    def _font(self, font: OutlineFont) -> bytes:
        # six letters and a plus sign mark a subset of a font
        name = "AAAAAA+Yuebao"
        program = self._add(_stream(font.program(name), "/Subtype /CIDFontType0C"))
        unicode = self._add(_stream(font.to_unicode()))
        box = " ".join(map(str, BOX))
        descriptor = self._add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent 880"
            f" /Descent -120 /CapHeight 733 /StemV 80 /FontFile3 {program} 0 R >>".encode()
        )
        descendant = self._add(
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe)"
            f" /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /DW 1000"
            f" /W {font.widths()} >>".encode()
        )
        return (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R >>".encode()
        )

    def _reserve(self) -> int:
        self._objects.append(b"null")
        return len(self._objects)

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _set(self, number: int, body: bytes) -> None:
        self._objects[number - 1] = body


def _stream(content: bytes, entries: str = "", *, is_packed: bool = True) -> bytes:
    if is_packed:
        content = zlib.compress(content)
        entries += " /Filter /FlateDecode"
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries.strip().encode(), len(content), content)


def _text(words: str) -> str:
    """Return words as a PDF text string: hexadecimal UTF-16 with a byte order mark."""
    return f"<FEFF{words.encode('utf-16-be', 'replace').hex().upper()}>"


def _xmp(about: About, now: dt.datetime) -> str:
    def listed(kind: str, words: Sequence[str]) -> str:
        return f"<rdf:{kind}>{''.join(f'<rdf:li>{escape(word, quote=False)}</rdf:li>' for word in words)}</rdf:{kind}>"

    def alternative(words: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(words, quote=False)}</rdf:li></rdf:Alt>'

    stamp = now.isoformat(timespec="seconds")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"<dc:title>{alternative(about.title)}</dc:title>"
        f"<dc:creator>{listed('Seq', about.authors)}</dc:creator>"
        f"<dc:description>{alternative(about.subject)}</dc:description>"
        f"<dc:subject>{listed('Bag', about.keywords)}</dc:subject>"
        f"<dc:language>{listed('Bag', [about.language])}</dc:language>"
        f"<xmp:CreatorTool>阅报</xmp:CreatorTool><xmp:CreateDate>{stamp}</xmp:CreateDate>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )


def about_article(parts: Sequence[StoredArticle]) -> About:
    first = parts[0]
    authors = dict.fromkeys(chain.from_iterable(author_names(part.article) for part in parts))
    return About(
        on_one_line(first.article.title()),
        tuple(authors),
        on_one_line(source_in_words(first)),
        _keywords(first.issue, first.article.corrected().section),
    )


def about_page(issue: IssueRow, label: str | None, articles: Sequence[StoredArticle]) -> About:
    """Return the metadata for the file of a newspaper page, or of the whole issue if `label` is None."""
    authors = dict.fromkeys(chain.from_iterable(author_names(stored.article) for stored in articles))
    titles = "；".join(on_one_line(article.article.title()) for article in articles)
    return About(page_title(issue, label, articles), tuple(authors), titles, _keywords(issue, None))


def page_title(issue: IssueRow, label: str | None, articles: Sequence[StoredArticle]) -> str:
    """Return the title of a page, or of the issue if `label` is None: 雁桥日报 1987年6月12日 第02版."""
    day = with_remark(day_of_issue(issue.date, issue.month_day, issue.label), issue.facts.day)
    if label:
        page = say("第{page}版", page=page_in_words(label))
    else:
        page = ""
    page_fact = merged(article.page_fact for article in articles if article.article.page == label)
    newspaper = with_remark(issue.newspaper, issue.facts.title)
    return on_one_line(
        " ".join(filter(None, [newspaper, issue.with_edition(day), with_remark(page, page_fact)]))
    )


def article_file_name(stored: StoredArticle) -> str:
    """Return the file name of an article, without a suffix: 雁桥日报 1987-06-12 标题."""
    return file_name(_day(stored.issue), stored.article.title(), newspaper=stored.issue.newspaper)


def page_file_name(issue: IssueRow, label: str | None) -> str:
    """Return the file name of a page, without a suffix: 雁桥日报 1987-06-12 第02版; 全期 if `label` is None."""
    if label:
        page = say("第{page}版", page=page_in_words(label))
    else:
        page = say("全期")
    return file_name(_day(issue), page, newspaper=issue.newspaper)


def _day(issue: IssueRow) -> str:
    if issue.date:
        return issue.date.isoformat()
    return issue.month_day or issue.label


def _keywords(issue: IssueRow, section: str | None) -> tuple[str, ...]:
    words = (issue.newspaper, issue.date.isoformat() if issue.date else "", section or "")
    return tuple(filter(None, map(on_one_line, words)))
