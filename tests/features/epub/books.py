"""Invented EPUB files: as calibre writes a paper's news, and as others write a book."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from tests.formats.web_pages import AUTHOR, HEADLINE, PARAGRAPHS

LONG = "说来话长。" * 12
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="{opf}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
NAVBAR = (
    '<div class="calibre_navbar"><hr/> | <a href="../article_1/index.html">下一个</a> | '
    '<a href="../index.html">章节菜单</a> | <a href="../../index.html">主菜单</a> | </div>'
)


def packed(files: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def xhtml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">'
        f'<head><title/><script src="x.js"/></head><body class="calibre">{body}</body></html>'
    )


def opf(metadata: str, pages: Sequence[str], others: str = "", toc: str = "") -> str:
    items = "".join(
        f'<item id="p{n}" href="{page}" media-type="application/xhtml+xml"/>' for n, page in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    return (
        '<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}{others}</manifest><spine{toc}>{spine}</spine></package>"
    )


def article(headline: str, body: str = BODY) -> str:
    return xhtml(
        f"{NAVBAR}<h1>{headline}</h1><p>{AUTHOR}</p>{body}<img src='x.jpg'/>"
        "<p>This article was downloaded by <b>calibre</b> from <a href='http://p.example/'>http://p.example/</a></p>"
        + NAVBAR
    )


def news(sections: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """What calibre makes of a paper: a feed a section, an article a page, below index pages."""
    sections = sections or {"第01版：要闻": [HEADLINE, "渡口添了一条船"], "副刊": ["江心的雪"]}
    files: dict[str, str] = {}
    points = []
    for feed, (label, headlines) in enumerate(sections.items()):
        folder = f"feed_{feed}"
        links = "".join(f'<li><a href="article_{n}/index.html">{h}</a></li>' for n, h in enumerate(headlines))
        files[f"{folder}/index.html"] = xhtml(f"<h2>{label}</h2><ul>{links}</ul>")
        inner = []
        for n, headline in enumerate(headlines):
            body = (
                BODY
                if headline == HEADLINE
                else f"<p>{headline}，老人站在岸边看了很久，说今年的水比往年大。</p>"
            )
            files[f"{folder}/article_{n}/index.html"] = article(headline, body)
            inner.append(_ncx_point(headline, f"{folder}/article_{n}/index.html"))
        points.append(_ncx_point(label, f"{folder}/index.html", "".join(inner)))
    files = {
        "index.html": xhtml('<h1>雁桥日报</h1><ul><li><a href="feed_0/index.html">要闻</a></li></ul>')
    } | files
    ncx = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://x/ncx.dtd">'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>' + "".join(points) + "</navMap></ncx>"
    )
    metadata = (
        "<dc:title>雁桥日报 [周二, 05 3月 2024]</dc:title><dc:date>2024-03-04T23:05:00+00:00</dc:date>"
        '<meta name="calibre:publication_type" content="periodical:unknown:雁桥日报"/>'
    )
    others = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    return packed(
        {
            "META-INF/container.xml": CONTAINER.format(opf="content.opf"),
            "content.opf": opf(metadata, list(files), others, ' toc="ncx"'),
            "toc.ncx": ncx,
        }
        | files
    )


def _ncx_point(label: str, page: str, inner: str = "") -> str:
    return f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{page}"/>{inner}</navPoint>'


def book() -> bytes:
    """An EPUB 3 with a nav, two articles on one page, and one that goes on over two pages."""
    first = (
        f'<section id="a1"><h2>{HEADLINE}</h2>{BODY}</section>'
        '<section id="a2"><h2>渡口添了一条船</h2><p>船来了。</p></section>'
    )
    nav = (
        '<nav epub:type="toc"><ol><li><span>乡镇</span><ol><li><a href="text/1.xhtml#a1">三座旧闸门换了新颜</a></li>'
        '<li><a href="text/1.xhtml#a2">渡口添了一条船</a></li></ol></li>'
        '<li><a href="text/2.xhtml">江心的雪</a></li></ol></nav>'
    )
    files = {
        "OEBPS/text/0.xhtml": xhtml("<h1>封面</h1>"),
        "OEBPS/text/1.xhtml": xhtml(first),
        "OEBPS/text/2.xhtml": xhtml("<h2>江心的雪</h2><p>雪下了一夜。</p>"),
        "OEBPS/text/3.xhtml": xhtml("<p>天亮时江面白了。</p>"),
    }
    metadata = "<dc:title>雁桥晚报（2024-03-06）</dc:title><dc:date>2024</dc:date>"
    others = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    return packed(
        {
            "META-INF/container.xml": CONTAINER.format(opf="OEBPS/book.opf"),
            "OEBPS/book.opf": opf(metadata, [name.removeprefix("OEBPS/") for name in files], others),
            "OEBPS/nav.xhtml": xhtml(nav),
        }
        | files
    )


def flat(body: str, contents: str = "", metadata: str = "<dc:title>雁桥日报</dc:title>") -> bytes:
    """A book of one page, as calibre and pandoc make it of a page of headings; its contents name what they name."""
    nav = (
        '<item id="n" href="nav.html" properties="nav" media-type="application/xhtml+xml"/>'
        if contents
        else ""
    )
    files = {
        "META-INF/container.xml": CONTAINER.format(opf="a.opf"),
        "a.opf": opf(metadata, ["1.html"], nav),
        "1.html": xhtml(body),
    }
    if contents:
        files["nav.html"] = xhtml(f'<nav epub:type="toc"><ol>{contents}</ol></nav>')
    return packed(files)


def day(date: str, *headlines: str) -> str:
    """A day under headings: the paper's, its first page's, and those of its articles."""
    articles = "".join(f"<h3>{each}</h3><p>{each}，{LONG}</p>" for each in headlines)
    return f"<h1>雁桥日报 {date}</h1><h2>第01版：要闻</h2>{articles}"
