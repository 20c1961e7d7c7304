"""The fields of an article by the elements in which digital papers show them, where no comment tells them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.formats.web.lines import WebLine, lines_of
from reader.formats.web.markup import WebPage
from reader.newspaper.told import Part

_BODIES = (
    "#ozoom",
    "#articleContent",
    "#contenttext",
    "#zoom",
    "#news_content",
    "#article_content",
    "#pgcontent",
    ".main-article-con",
    ".article-content",
    ".newsdetatext",
    ".details",
    ".detail-art",
    ".content_tt",
    "#content",
    ".content",
)
_HEADLINES = (
    "founder-title",
    "#Title, #title, #main-title",
    ".bmnr_con_biaoti, .art-title, .detConTit, .BSHARE_TEXT, .main-article-title, .title1",
    "td.font01",
    "td[align=center] > strong, .f-20 > strong",
    "h1",
    ".newsdetatit h3, .main-article-alltitle h2, .totalTitle h2, #ScroLeft h3",
    "h2",
    ".title",
    "h3, h4",
)
_KICKERS = (
    "#PreTitle, #pretitle, #suptitle, .PreTitle, .pretitle, .introtitle, .intro, .bmnr_con_yinti, .yinti,"
    " founder-introtitle"
)
_DECKS = "#SubTitle, #subtitle, .SubTitle, .subtitle, .sub-title, .bmnr_con_fubiaoti, .futi, founder-subtitle"
_AUTHORS = "founder-author, #Author, #author, .author, .bmnr_con_zuozhe, .zuozhe, .sec"
_STOREY = re.compile(r"\b(?:font02|primers|h[2-4]|sub|pretitle|intro)\b", re.IGNORECASE)
_PICTURES = (
    ".attachment, #newspic, .newspic, .main_ar_pic_text, .wztp, .detPic, #article_img_marquee, .pic-list,"
    " .article-pic"
)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-年./]\s?(\d{1,2})\s?[-月./]\s?(\d{1,2})(?!\d)")
_WITH_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_PAGE = re.compile(
    r"第\s?(?P<label>[A-Za-z]?\s?\d{1,3}|[A-Za-z]\d{0,2})\s?版\s*[：:]?\s*(?P<name>[\u4e00-\u9fff·、/A-Za-z]{0,16})"
    r"|(?<![\w第])(?P<label2>[A-Za-z]?\d{1,3})\s?版\s?[：:]\s?(?P<name2>[\u4e00-\u9fff·、/A-Za-z]{0,16})"
)
_PAPER = re.compile(r"《([\u4e00-\u9fff]{2,12}(?:报|时报|周刊|周末))》")
_OF_SITE = re.compile("(?:多媒体)?数字报(?:纸|刊)?(?:平台|系统)?|电子(?:版|报)|数字版|官方网站|首页|·|PC版")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,12}(?:报|周末|周刊)(?:海外版|[\u4e00-\u9fff]{1,4}版)?")
_NOT_A_NAME = re.compile(
    "举报|播报|海报|汇报|简报|情报|预报|通报|电报|返回|本报|上报|下报|读报|订报|投稿|晒报"
)
_BY = re.compile("本报|□|■|●|记者|通讯员|文/|作者|实习")
_LONGEST_DATED, _LONGEST_PAGE = 80, 120
_CITED = re.compile(r"\s*《[^》]{2,14}》\s*[（(].*")
"""Behind an author: “《雁桥日报》（2024年03月05日 第02版）”."""
_LONGEST_STOREY, _LONGEST_AUTHOR, _LONGEST_CAPTION = 160, 60, 300
_MOST_LINKED = 0.5


@dataclass(frozen=True, slots=True)
class Head:
    """The storeys of a headline and who wrote the article, as far as elements tell."""

    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    author: str | None = None


def body_in(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds an article's text; one full of links is a list of others."""
    for selector in _BODIES:
        for node in tree.css(selector):
            lines = lines_of(node)
            length = sum(len("".join(line.text.split())) for line in lines)
            linked = sum(line.linked for line in lines)
            if any(line.pictures for line in lines) and not length:
                return node
            if length and linked <= _MOST_LINKED * length:
                return node
    return None


def without(markup: str, body: LexborNode) -> str:
    """Return markup up to the beginning of a body's text, where the tree has it other than the markup."""
    words = next((line.text for line in lines_of(body) if line.text), "")
    at = markup.find(words[:12]) if words else -1
    return markup[:at] if at > 0 else markup


def head_in(tree: LexborHTMLParser, above: Sequence[WebLine], told: str | None) -> Head:
    """Return the fields that elements of an article tell; `above` are the lines above its text, `told` its headline."""
    headline = told or _headline(tree)
    kicker, deck = _first(tree, _KICKERS), _first(tree, _DECKS)
    author = _first(tree, _AUTHORS, _LONGEST_AUTHOR)
    if headline:
        over, under = _around(above, headline)
        kicker = kicker or " ".join(line.text for line in over) or None
        under = [line for line in under if line.text not in (author, kicker, deck, headline)]
        deck = deck or " ".join(line.text for line in under if not _is_author(line)) or None
        author = author or next((line.text for line in under if _is_author(line)), None)
    author = _CITED.sub("", author) if author else None
    same = {headline, None}
    return Head(headline, None if kicker in same else kicker, None if deck in same else deck, author)


def captions_in(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the captions of the pictures that stand beside an article's text."""
    seen: set[str] = set()
    for node in tree.css(_PICTURES):
        for line in lines_of(node):
            if line.text and not line.linked and len(line.text) <= _LONGEST_CAPTION and line.text not in seen:
                seen.add(line.text)
                yield line.text


def without_repeats(
    texts: Iterable[tuple[Part, str]], head: Iterable[tuple[Part, str]]
) -> Iterator[tuple[Part, str]]:
    """Yield the lines of a text; those above its first paragraph that print the headline once more are left out."""
    printed = {"".join(text.split()) for _, text in head}
    is_begun = False
    for part, text in texts:
        if is_begun or "".join(text.split()) not in printed:
            yield part, text
            is_begun = True


def day_of(text: str) -> dt.date | None:
    """Return the first whole date in a text; None if there is none, or the calendar has no such day."""
    found = _DAY.search(text)
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def day_in(lines: Sequence[WebLine]) -> dt.date | None:
    """Return the day that a page shows: of short lines, one with the day of the week before any other."""
    short = [line.text for line in lines if len(line.text) <= _LONGEST_DATED and _DAY.search(line.text)]
    return next((day for text in sorted(short, key=_without_weekday) if (day := day_of(text))), None)


def _without_weekday(text: str) -> bool:
    return _WITH_WEEKDAY.search(text) is None


def page_in(lines: Sequence[WebLine]) -> tuple[str | None, str | None]:
    """Return label and name of the page that a web page shows as its own: those in links are other pages."""
    for line in lines:
        found = _PAGE.search(line.unlinked) if len(line.unlinked) <= _LONGEST_PAGE else None
        if found:
            label = (found["label"] or found["label2"]).replace(" ", "").upper()
            return label, found["name"] or found["name2"] or None
    return None, None


def paper_in(told: str, page: WebPage, lines: Sequence[WebLine]) -> str | None:
    """Return the paper's name: as told, as a line cites it (《…报》), or as the page's title has it."""
    if _NAME.fullmatch(told):
        return told
    for line in lines:
        if len(line.text) > _LONGEST_DATED or not _DAY.search(line.text):
            continue
        if cited := _PAPER.search(line.text):
            return cited[1]
        if named := next(filter(is_paper, re.split(r"[\s：:|（(]+", line.text)), None):
            return named
    node = page.tree.css_first("title", None)
    for piece in re.split(r"[-_—|–·\s>]+", _OF_SITE.sub(" ", node.text() if node else "")):
        if is_paper(piece):
            return piece
    return None


def is_paper(words: str) -> bool:
    """Return whether words are the name of a paper."""
    return _NAME.fullmatch(words) is not None and _NOT_A_NAME.search(words) is None


def _headline(tree: LexborHTMLParser) -> str | None:
    for selector in _HEADLINES:
        found = _first(tree, selector)
        if found:
            return found
    return None


def _first(tree: LexborHTMLParser, selector: str, longest: int = _LONGEST_STOREY) -> str | None:
    """Return the words of the first such element that has any, its lines joined; links are no headlines."""
    for node in tree.css(selector):
        lines = [line for line in lines_of(node) if line.text]
        text = " ".join(line.text for line in lines)
        if text and len(text) <= longest and not any(line.linked for line in lines):
            return text
    return None


def _around(above: Sequence[WebLine], headline: str) -> tuple[list[WebLine], list[WebLine]]:
    """Return the lines right above the headline, and those below it, that are set as its other storeys are."""
    words = "".join(headline.split())
    at = [i for i, line in enumerate(above) if line.text and "".join(line.text.split()) in words]
    first = next((i for i in reversed(at) if words.startswith("".join(above[i].text.split()))), None)
    if first is None:
        return [], []
    last = first
    while last + 1 in at and "".join(above[last + 1].text.split()) in words:
        last += 1
    over: list[WebLine] = []
    for line in reversed(above[max(0, first - 3) : first]):
        if not _is_storey(line):
            break
        over.insert(0, line)
    under = [line for line in above[last + 1 : last + 6] if _is_storey(line) or _is_author(line)]
    return over, under


def _is_storey(line: WebLine) -> bool:
    if not line.text or line.linked or len(line.text) > _LONGEST_STOREY or not _STOREY.search(line.marks):
        return False
    return not _PAGE.search(line.text) and not _DAY.search(line.text)


def _is_author(line: WebLine) -> bool:
    if not line.text or line.linked or len(line.text) > _LONGEST_AUTHOR:
        return False
    return line.tag == "h4" or _BY.match(line.text) is not None
