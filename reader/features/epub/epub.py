"""Issues as an EPUB 3.3 file (https://www.w3.org/TR/epub-33/), with a page for each article.

It also has an NCX table of contents, for reading systems of EPUB 2.
"""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import BinaryIO

from reader.export.article_text import PageBlock, PageBlockKind, page_blocks
from reader.export.collection import CollectedIssue
from reader.i18n import language, say
from reader.language.forms import for_xml
from reader.newspaper.holdings import StoredArticle
from reader.storage.regular_file import whole_file

_IDS = uuid.UUID("5b0e8a76-0c5f-5c0e-9d3a-52a1d5d7c6be")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the ZIP, the earliest that the format allows; the time of the book is in its package."""
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>\
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
_STYLE = """body { line-height: 1.75; margin: 5%; }
h1 { font-size: 1.45em; line-height: 1.35; text-align: center; margin: .4em 0; }
h2 { font-size: 1.05em; text-align: center; }
p { margin: 0; text-indent: 2em; text-align: justify; }
p.folio, p.section, p.kicker, p.deck, p.byline, p.seam { text-indent: 0; text-align: center; }
p.folio { font-size: .8em; margin-bottom: 1.5em; }
p.byline { margin-bottom: 1em; }
p.notice, p.jump { text-indent: 0; }
p.caption { text-indent: 0; font-size: .9em; margin: .6em 2em; }
"""
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="zh" lang="zh">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""


def _in_contents(title: str, pages: Sequence[tuple[str, str]]) -> str:
    """Return an issue in the table of contents; `pages` are the names and the titles of its articles."""
    name_of_first, _ = pages[0]
    items = [f'<li><a href="{name}">{escape(of_page)}</a></li>' for name, of_page in pages]
    return f'<li><a href="{name_of_first}">{escape(title)}</a><ol>{"".join(items)}</ol></li>'


class _Epub:
    """Writes an EPUB into a file, issue by issue; the file is complete after `close`."""

    def __init__(self, file: BinaryIO, title: str, modified: dt.datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self._title = title
        self._modified = modified
        self._issues: list[tuple[str, list[tuple[str, str]]]] = []
        """For each issue its title, and the file name and title of each of its pages."""
        self._count = 0
        self._id = _IDS

    def begin(self) -> None:
        self._write("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        self._write("META-INF/container.xml", _CONTAINER)
        self._write("book/style.css", _STYLE)

    def add(self, collected: CollectedIssue) -> None:
        pages = [(self._add(stored), for_xml(stored.article.title())) for stored in collected.articles]
        self._issues.append((for_xml(collected.title()), pages))

    def close(self) -> None:
        issues = "\n".join(_in_contents(title, pages) for title, pages in self._issues)
        self._write(
            "book/nav.xhtml",
            _PAGE.format(
                title=escape(for_xml(self._title)),
                body=f'<nav epub:type="toc"><h1>{escape(say("目录"))}</h1><ol>\n{issues}\n</ol></nav>',
            ),
        )
        points = io.StringIO()
        order = 0
        for title, pages in self._issues:
            points.write(_point(f"i{order + 1}", order + 1, title, pages[0][0]))
            for name, of_page in pages:
                order += 1
                points.write(_point(f"p{order}", order, of_page, name) + "</navPoint>\n")
            points.write("</navPoint>\n")
        self._write(
            "book/toc.ncx",
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">'
            f'<head><meta name="dtb:uid" content="{self._id.urn}"/></head>'
            f"<docTitle><text>{escape(for_xml(self._title))}</text></docTitle>\n<navMap>\n{points.getvalue()}</navMap></ncx>\n",
        )
        self._write("book/package.opf", self._package())
        self._zip.close()

    def abandon(self) -> None:
        """Leave the file as it is; otherwise the ZIP would be finished when it is collected."""
        self._zip.fp = None

    def _add(self, stored: StoredArticle) -> str:
        self._count += 1
        self._id = uuid.uuid5(self._id, stored.article.key)
        name = f"a{self._count:06}.xhtml"
        body = "\n".join(_block(block) for block in page_blocks(stored))
        self._write(f"book/{name}", _PAGE.format(title=escape(for_xml(stored.article.title())), body=body))
        return name

    def _write(self, name: str, text: str, compression: int = zipfile.ZIP_DEFLATED) -> None:
        entry = zipfile.ZipInfo(name, _EARLIEST)
        entry.compress_type = compression
        self._zip.writestr(entry, text.encode())

    def _package(self) -> str:
        names = []
        for _, pages in self._issues:
            for name, _ in pages:
                names.append(name)
        items = "\n".join(
            f'<item id="{name[:-6]}" href="{name}" media-type="application/xhtml+xml"/>' for name in names
        )
        refs = "".join(f'<itemref idref="{name[:-6]}"/>' for name in names)
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language()}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{self._id.urn}</dc:identifier>
<dc:title>{escape(for_xml(self._title))}</dc:title>
<dc:language>zh</dc:language>
<meta property="dcterms:modified">{self._modified.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine toc="ncx">{refs}</spine>
</package>
"""


def _point(id: str, order: int, title: str, name: str) -> str:
    text = f"<navLabel><text>{escape(title)}</text></navLabel>"
    return f'<navPoint id="{id}" playOrder="{order}">{text}<content src="{name}"/>'


def _block(block: PageBlock) -> str:
    text = escape(for_xml(block.text))
    match block.kind:
        case PageBlockKind.HEADLINE:
            return f"<h1>{text}</h1>"
        case PageBlockKind.SUBHEAD:
            return f"<h2>{text}</h2>"
        case PageBlockKind.PARAGRAPH:
            return f"<p>{text}</p>"
        case _:
            return f'<p class="{block.kind.value}">{text}</p>'


def write(target: Path, title: str, issues: Iterable[CollectedIssue], *, replaces: bool) -> None:
    """Write at least one issue into the file `target`, completely or not at all.

    Raises:
        FileExistsError: the file exists and is not to be replaced.
        OSError: it cannot be written.
    """
    with whole_file(target, replaces=replaces) as file:
        write_epub(file, title, issues, dt.datetime.now(dt.UTC))


def write_epub(file: BinaryIO, title: str, issues: Iterable[CollectedIssue], modified: dt.datetime) -> None:
    """Write at least one issue into an open file as an EPUB; `modified` is the time in its metadata."""
    epub = _Epub(file, title, modified)
    try:
        epub.begin()
        for issue in issues:
            epub.add(issue)
        epub.close()
    except BaseException:  # also KeyboardInterrupt
        epub.abandon()
        raise
