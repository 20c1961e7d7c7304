"""The forms of an invented issue as the files that people have: a saved site, a text, what an OCR program wrote."""

import html
from collections.abc import Sequence

from tests.formats.scanned_pages import tesseract
from tests.formats.web_pages import properties
from tests.sources.issues import TrueArticle

PAPER, DAY = "雁桥日报", "2017-03-05"
HEAD = (PAPER, "2017年3月5日　星期日")


def site(articles: Sequence[TrueArticle], day: str = DAY) -> dict[str, str]:
    """Return the pages of a saved site by their names: an article a page."""
    year, month, date = day.split("-")
    return {
        f"site/html/{year}-{month}/{date}/content_{number}.htm": _page(each, day)
        for number, each in enumerate(articles, 1)
    }


def _page(each: TrueArticle, day: str) -> str:
    body = "".join(f"<P>{html.escape(text)}</P>" for text in each.paragraphs)
    told = properties(
        date=f"{day} 08:00:00",
        author="",
        title=html.escape(each.headline),
        subtitle="",
        introtitle="",
        pagenum=each.page.zfill(2),
    )
    return (
        f"<html><head><title>{PAPER}</title></head><body><div><founder-content><!--enpcontent-->{body}"
        f"<!--/enpcontent--></founder-content></div></body></html>{told}"
    )


def text(articles: Sequence[TrueArticle], day: str = DAY) -> dict[str, str]:
    """Return the issue as one text, page by page."""
    lines = [PAPER, _in_words(day)]
    page = ""
    for each in articles:
        if each.page != page:
            page = each.page
            lines.append(f"第{page.zfill(2)}版")
        lines += [f"# {each.headline}" if each.headline else "", *each.paragraphs, ""]
    return {f"text/{day}.txt": "\n".join(lines)}


def scans(articles: Sequence[TrueArticle], day: str = DAY) -> dict[str, str]:
    """Return the pages as an OCR program wrote them."""
    pages: dict[str, list[list[list[str]]]] = {}
    for each in articles:
        blocks = pages.setdefault(each.page, [[[PAPER], [_in_words(day)], [f"第{each.page.zfill(2)}版"]]])
        if each.headline:
            blocks.append([[each.headline]])
        blocks += [[[line] for line in _lines(paragraph)] for paragraph in each.paragraphs]
    return {f"ocr/{day}/{page.zfill(2)}.hocr": tesseract(*blocks) for page, blocks in pages.items()}


def _lines(paragraph: str) -> list[str]:
    return [paragraph[at : at + 20] for at in range(0, len(paragraph), 20)]


def _in_words(day: str) -> str:
    year, month, date = day.split("-")
    return f"{year}年{int(month)}月{int(date)}日"
