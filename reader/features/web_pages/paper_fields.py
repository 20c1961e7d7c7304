"""Finds the fields of an article in elements that digital papers use for them, if no comment states them."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.features.web_pages.main_text import is_furniture, likely_headline, without_buttons
from reader.formats.markup import WebPage
from reader.formats.page_names import PAPER_NAME, day_in, is_paper
from reader.formats.web_lines import WebLine, lines_of
from reader.language.names import is_name

_BODIES = (
    "#ozoom",
    "cms-content",
    "#articleContent",
    "#contenttext",
    "#zoom",
    "#news_content",
    "#article_content",
    "#pgcontent, #doccontent, #newspapercontent, #newsContent, #zhenwenzone",
    ".main-article-con, .bmnr_con_con, .infoContent, .txt-box, .article-entry, .articleCon, .contenttext",
    ".article-content",
    ".newsdetatext",
    ".content_tt",
)
_LIKELY_BODIES = (".details", ".detail-art", "#content", ".content", ".article .text, .article > .con")
_HEADLINES = (
    "founder-title",
    "#Title, #title, #main-title, #maintitle, #doctitle, #art_title, #wztitle",
    ".bmnr_con_biaoti, .art-title, .detConTit, .BSHARE_TEXT, .main-article-title",
    ".title1, .content-title, .content_title",
    "td.font01",
    "td[align=center] > strong, .f-20 > strong",
    ".newsdetatit h3, .main-article-alltitle h2, .totalTitle h2, #ScroLeft h3",
)
_ANY_HEADLINES = ("h1", "h2", ".title", "h3, h4")
"""Selectors used if no line above the text is styled like a headline."""
_KICKERS = (
    "#PreTitle, #pretitle, #suptitle, #yinti, .PreTitle, .pretitle, .introtitle, .intro, .bmnr_con_yinti, .yinti,"
    " .leading_title, .main-article-pretitle, .yinti_title, founder-introtitle"
)
_DECKS = (
    "#SubTitle, #subtitle, #subdoctitle, .SubTitle, .subtitle, .sub-title, .sub_title, .futi,"
    " .bmnr_con_fubiaoti, .bmnr_con_futi, .main-article-subtitle, founder-subtitle"
)
_AUTHORS = "founder-author, #Author, #author, .author, .bmnr_con_zuozhe, .zuozhe, .sec, .writer, .main-article-author"
_STOREY = re.compile(
    r"\b(?:font02|primers|h[2-6]|sub|intro|\w*(?:pre|sup|sub|intro|lead|yin|fu)[\w-]?(?:title|biaoti|tit|ti)?)\b",
    re.IGNORECASE,
)
_PICTURES = (
    ".attachment, #newspic, .newspic, .main_ar_pic_text, .wztp, .detPic, #article_img_marquee, .pic-list,"
    " .article-pic, .newsdetatext .pic"
)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-年./]\s?(\d{1,2})\s?[-月./]\s?(\d{1,2})(?!\d)")
_LEADING_DAY = re.compile(rf"^{_DAY.pattern}日?[\s,，]*")
_WITH_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_OF_DAY = frozenset({"日", "当前", "今日", "版", "第", "出版", "日期", "版面", "来源", "稿源"})
_PAGE = re.compile(
    r"第\s?0{0,3}(?P<label>[A-Za-z]?\s?\d{1,3}|[A-Za-z]\d{0,2})\s?版\s*[：:]?\s*(?P<name>[\u4e00-\u9fff·、/A-Za-z]{0,16})"
    r"|(?<![\w第])(?P<label2>[A-Za-z]?\d{1,3})\s?版\s?[：:]\s?(?P<name2>[\u4e00-\u9fff·、/A-Za-z]{0,16})"
)
_PAPER = re.compile(r"《([\u4e00-\u9fff]{2,12}(?:报|时报|周刊|周末))》")
_OF_SITE = re.compile("(?:多媒体)?数字报(?:纸|刊)?(?:平台|系统)?|电子(?:版|报)|数字版|官方网站|首页|·|PC版")
_PUBLISHER = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:版权所有|主办(?:单位)?|承办)[\s：:©]*|(?<![\s：:©])[\s：:©]*)([\u4e00-\u9fff]{2,9}?报)(?:社|数字报|电子报|\s?版权所有)"
    r"|版权所有[\s：:©]*([\u4e00-\u9fff]{2,9}?报)(?![\u4e00-\u9fff])"
)
_BY = re.compile("本报|□|■|●|记者|通讯员|文/|作者|实习")
_LONGEST_DATED = 80
_LONGEST_PAGE = 120
_CITED = re.compile(r"(?<!\s)\s*《[^》]{2,14}》\s*[（(].*")
"""A citation after the author: “《雁桥日报》（2024年03月05日 第02版）”."""
_LONGEST_UNMARKED = 40
_OF_ORIGIN = re.compile(r"来源|编辑|责编|点击|阅读|浏览|发布|时间|字号|[:：]\d\d")
_LONGEST_STOREY = 160
_LONGEST_AUTHOR = 60
_LONGEST_CAPTION = 300
_MOST_LINKED = 0.5


class HeadlineFields(Struct, frozen=True):
    """The headline, kicker, deck and author of an article; None for a field that was not found."""

    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    author: str | None = None


def body_in(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element with an article's text, None without one; an element full of links is not taken.

    An empty element is taken only if it is one of `_BODIES`: the article has only pictures.
    """
    empty: LexborNode | None = None
    for selector in (*_BODIES, *_LIKELY_BODIES):
        for node in tree.css(selector):
            lines = lines_of(node)
            length = sum(len("".join(line.text.split())) for line in lines)
            linked = sum(line.linked for line in lines)
            if length and linked <= _MOST_LINKED * length:
                return node
            if not length and selector in _BODIES:
                empty = empty or node
        if empty is not None and selector == _BODIES[-1]:
            return empty
    return None


def without(markup: str, body: LexborNode) -> str:
    """Return the markup above a body's text, for a body that the tree serializes in other markup."""
    words = next((line.text for line in lines_of(body) if line.text), "")
    at = markup.find(words[:12]) if words else -1
    if at > 0:
        return markup[:at]
    return markup


def head_in(
    tree: LexborHTMLParser, above: Sequence[WebLine], stated: str | None, page_title: str = ""
) -> HeadlineFields:
    """Return the fields found in the elements of an article.

    `above` are the lines above its text, `stated` is its headline if it is known already.
    """
    headline = stated or _headline(tree, above, page_title)
    kicker = _first(tree, _KICKERS)
    deck = _first(tree, _DECKS)
    author = _first(tree, _AUTHORS, _LONGEST_AUTHOR)
    if headline:
        over, under = _around(above, headline)
        kicker = kicker or " ".join(line.text for line in over) or None
        under = [line for line in under if line.text not in (author, kicker, deck, headline)]
        deck = deck or " ".join(line.text for line in under if not _is_author(line)) or None
        author = author or next((line.text for line in under if _is_author(line)), None)
    if author:
        author = _LEADING_DAY.sub("", _CITED.sub("", author))
    else:
        author = None
    if kicker == headline:
        kicker = None
    if deck == headline:
        deck = None
    return HeadlineFields(headline, kicker, deck, author)


def below(over: Sequence[WebLine], headline: str | None, used_fields: Sequence[str | None]) -> list[WebLine]:
    """Return the lines of `over`, those above the text, that follow the headline and are no `used_fields` field."""
    at = next((at for at, line in enumerate(over, 1) if line.text == headline), len(over))
    words = "".join("".join(text.split()) for text in used_fields if text)
    return [
        line
        for line in over[at:]
        if line.text and "".join(line.text.split()) not in words and not is_about_issue(line.text)
    ]


def is_about_issue(text: str) -> bool:
    """Return whether a text contains only the date, the page, the newspaper's name or labels of buttons."""
    if len(text) > _LONGEST_DATED:
        return False
    pieces, part_count = _parts_of_issue(text)
    return part_count > 0 and all(
        is_paper(piece) or piece in _OF_DAY or not without_buttons(piece) for piece in pieces
    )


def named_paper(text: str) -> str | None:
    """Return the newspaper's name in a text that `is_about_issue`, or None."""
    return next(filter(is_paper, _parts_of_issue(text)[0]), None)


def _parts_of_issue(text: str) -> tuple[list[str], int]:
    """Return the words of a text besides dates, weekdays and pages, and the number of these."""
    rest = text
    part_count = 0
    for pattern in (_DAY, _WITH_WEEKDAY, _PAGE):
        rest, times = pattern.subn(" ", rest)
        part_count += times
    return [word for word in re.split(r"[\W_]+", rest) if word], part_count


def captions_in(tree: LexborHTMLParser, above: Sequence[WebLine], headline: str | None) -> Iterator[str]:
    """Yield the captions of the pictures outside of an article's text, or between its headline and text."""
    seen: set[str] = set()
    at = next((at for at in range(len(above), 0, -1) if above[at - 1].text == headline), len(above))
    between = [
        line for last, line in pairwise(above[at - 1 :]) if line.pictures or (last.pictures and not last.text)
    ]
    for line in chain(chain.from_iterable(map(lines_of, tree.css(_PICTURES))), between):
        is_caption = line.text and not line.linked and len(line.text) <= _LONGEST_CAPTION
        if is_caption and line.text not in seen and not is_about_issue(line.text) and not is_furniture(line):
            seen.add(line.text)
            yield line.text


def day_among(lines: Sequence[WebLine]) -> dt.date | None:
    """Return the date in a short line of a web page, preferably one with a weekday; None without one."""
    short = [line.text for line in lines if len(line.text) <= _LONGEST_DATED and _DAY.search(line.text)]
    short.sort(key=lambda text: _WITH_WEEKDAY.search(text) is None)
    return next(filter(None, map(day_in, short)), None)


def page_in(lines: Sequence[WebLine]) -> tuple[str | None, str | None]:
    """Return label and name of the newspaper page that a web page shows as its own, or None for each.

    Links are ignored, as they lead to other pages.
    """
    for line in lines:
        if len(line.unlinked) <= _LONGEST_PAGE:
            match = _PAGE.search(line.unlinked)
        else:
            match = None
        if match:
            label = (match["label"] or match["label2"]).replace(" ", "").upper()
            return label, match["name"] or match["name2"] or None
    return None, None


def paper_in(stated: str, page: WebPage, lines: Sequence[WebLine]) -> str | None:
    """Return the newspaper's name: `stated` if valid, else from a dated line, the page's title or imprint."""
    if PAPER_NAME.fullmatch(stated):
        return stated
    for line in lines:
        if len(line.text) > _LONGEST_DATED or not _DAY.search(line.text):
            continue
        cited = _PAPER.search(line.text)
        if cited:
            return cited[1]
        paper = next(filter(is_paper, re.split(r"[\s：:|（(]+", line.text)), None)
        if paper:
            return paper
    for piece in re.split(r"[-_—|–·\s>]+", _OF_SITE.sub(" ", page.title)):
        if is_paper(piece):
            return piece
    for line in reversed([line for line in lines if len(line.text) <= _LONGEST_PAGE]):
        match = _PUBLISHER.search(re.sub(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff]\b)", "", line.text))
        if match and is_paper(name := match[1] or match[2]):
            return name
    return None


def _headline(tree: LexborHTMLParser, above: Sequence[WebLine], page_title: str) -> str | None:
    marked_headline = next(filter(None, (_first(tree, selector) for selector in _HEADLINES)), None)
    captions = [line for last, line in pairwise(above) if last.pictures and not last.text]
    candidates = [
        line for line in above if not (is_about_issue(line.text) or _is_author(line) or line in captions)
    ]
    if marked_headline is None and (likely := likely_headline(candidates, page_title)) is not None:
        return likely
    return marked_headline or next(
        filter(None, (_first(tree, selector) for selector in _ANY_HEADLINES)), None
    )


def _first(tree: LexborHTMLParser, selector: str, longest: int = _LONGEST_STOREY) -> str | None:
    """Return the text of the first element that matches `selector`, has text and has no links; else None."""
    for node in tree.css(selector):
        lines = [line for line in lines_of(node) if line.text]
        text = " ".join(line.text for line in lines)
        if text and len(text) <= longest and not any(line.linked for line in lines):
            return text
    return None


def _around(above: Sequence[WebLine], headline: str) -> tuple[list[WebLine], list[WebLine]]:
    """Return the lines directly above and below the headline that look like its kicker, deck or author."""
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
        if not _is_storey(line) and not (not over and _stands_with(line, above[first])):
            break
        over.insert(0, line)
    under: list[WebLine] = []
    for line in above[last + 1 : last + 6]:
        if line.pictures or (not line.text and under):
            break
        is_stated = _is_storey(line) or _is_author(line)
        if is_stated or (not any(map(_is_author, under)) and _stands_with(line, above[first])):
            under.append(line)
    return over, under


def _stands_with(line: WebLine, headline: WebLine) -> bool:
    """Return whether a line is in the same element as the headline, and may be its kicker or deck."""
    if not line.text or line.linked or line.pictures or not 4 <= len(line.text) <= _LONGEST_UNMARKED:
        return False
    if (
        is_furniture(line)
        or is_about_issue(line.text)
        or line.text.endswith("。")
        or _OF_ORIGIN.search(line.text)
    ):
        return False
    return _around_of(line) == _around_of(headline) or headline.marks.startswith(_around_of(line))


def _around_of(line: WebLine) -> str:
    return line.marks.rpartition(f"{line.tag} ")[0]


def _is_storey(line: WebLine) -> bool:
    if not line.text or line.linked or len(line.text) > _LONGEST_STOREY or not _STOREY.search(line.marks):
        return False
    return not _PAGE.search(line.text) and not _DAY.search(line.text)


def _is_author(line: WebLine) -> bool:
    if not line.text or line.linked or len(line.text) > _LONGEST_AUTHOR:
        return False
    words = _LEADING_DAY.sub("", line.text)
    names = re.split(r"[\s、]+", words)
    return line.tag == "h4" or _BY.match(words) is not None or all(map(is_name, names))
