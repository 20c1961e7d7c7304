"""An article as a page, in the order it is read; and the same page as text, Markdown and HTML."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.language.calendar import weekday_of
from reader.language.forms import HAN, search_form
from reader.messages import language, say
from reader.newspaper.article import Article, Block, BlockKind, page_as_printed
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import DateOrigin

IDEOGRAPHIC_SPACE = "　"


class PageBlockKind(StrEnum):
    """What is set differently on a page; the last five are those of `BlockKind`."""

    FOLIO = "folio"
    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    NOTICE = "notice"
    JUMP = "jump"


HEAD = frozenset(
    {
        PageBlockKind.SECTION,
        PageBlockKind.KICKER,
        PageBlockKind.HEADLINE,
        PageBlockKind.DECK,
        PageBlockKind.BYLINE,
    }
)
"""What stands above the body."""


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One unit of a page; `index` counts the decks, or the blocks, of the article.

    `parts` are the newspaper, the page and the date of a folio ("" for what is not known). A paragraph's 电头
    (“本报讯”) ends at `dateline`, the bracket behind it (“（记者 …）”) at `credit`; both are 0 where there is
    none. `target_page` is the label of the page a jump leads to.
    """

    kind: PageBlockKind
    text: str
    index: int = 0
    parts: tuple[str, ...] = ()
    dateline: int = 0
    credit: int = 0
    target_page: str | None = None


def page_blocks(stored: StoredArticle) -> tuple[PageBlock, ...]:
    """The whole page of an article: folio, section, kicker, headline, decks, byline, body."""
    article = stored.article
    head = [
        (PageBlockKind.SECTION, article.section, 0),
        (PageBlockKind.KICKER, article.kicker, 0),
        (PageBlockKind.HEADLINE, article.headline, 0),
        *((PageBlockKind.DECK, deck, index) for index, deck in enumerate(article.decks)),
        (PageBlockKind.BYLINE, (2 * IDEOGRAPHIC_SPACE).join(standing_credits(article)), 0),
    ]
    return (
        _folio(stored),
        *(PageBlock(kind, text, index) for kind, text, index in head if text),
        *(_body_block(block, index, article) for index, block in enumerate(article.blocks) if block.text),
    )


def standing_credits(article: Article) -> tuple[str, ...]:
    """The credits that stand on lines of their own, as printed: those that no block's text contains."""
    bodies = [search_form(block.text) for block in article.blocks] if article.credits else []
    standing: list[str] = []
    for credit in article.credits:
        form = search_form(credit.as_printed)
        if form and not any(form in text for text in [*bodies, *map(search_form, standing)]):
            standing.append(credit.as_printed)
    return tuple(standing)


def month_in_words(month: int) -> str:
    """6月, June"""
    return say(f"{month}月")


def day_in_words(date: dt.date) -> str:
    """1987年6月12日, 12 June 1987"""
    return say("{year}年{month}{day}日", year=date.year, month=month_in_words(date.month), day=date.day)


def page_in_words(label: str) -> str:
    """A page's label beside a word for “page”: 02 as Chinese papers print it, 2 in another language."""
    return page_as_printed(label) if language() == "zh" else label


def issue_date(stored: StoredArticle) -> str:
    """The issue's date in words: where it was not printed, it says so."""
    issue = stored.issue
    if issue.date:
        day = say("{day}　{weekday}", day=day_in_words(issue.date), weekday=say(weekday_of(issue.date)))
        origin = {DateOrigin.INFERRED: say("（推定）"), DateOrigin.FILE_NAME: say("（据文件名）")}
        return day + (origin.get(issue.date_origin, "") if issue.date_origin else "")
    if issue.month_day:
        month, number = map(int, issue.month_day.split("-"))
        return say("{month}{day}日", month=month_in_words(month), day=number) + say("（年份不详）")
    return say("日期不详")


def _folio(stored: StoredArticle) -> PageBlock:
    page = page_in_words(stored.article.page) if stored.article.page else ""
    parts = (stored.issue.newspaper, page, issue_date(stored))
    shown = (parts[0], say("第{page}版", page=page) if page else "", parts[2])
    return PageBlock(PageBlockKind.FOLIO, IDEOGRAPHIC_SPACE.join(filter(None, shown)), parts=parts)


def _body_block(block: Block, index: int, article: Article) -> PageBlock:
    kind = PageBlockKind(block.kind.value)
    if block.kind is BlockKind.JUMP:
        return PageBlock(kind, block.text, index, target_page=_target_page(block.text, article))
    if block.kind is BlockKind.PARAGRAPH:
        dateline, credit = _dateline(block.text, article)
        return PageBlock(kind, block.text, index, dateline=dateline, credit=credit)
    return PageBlock(kind, block.text, index)


def _target_page(text: str, article: Article) -> str | None:
    if "接" in text:
        return article.jump_from or article.jump_to
    return article.jump_to or article.jump_from


# 本报讯 · 据新华社电 · 新华社北京6月11日电 · 本报综合消息: who, where and when, the word for news.
# 讯 and 电 also begin other words (通讯员, 电话): not those.
_DATELINE = re.compile(
    rf"(?:据|综合)?(?:本[报社刊台]|中新[社网]|新华[社网]|[{HAN}]{{2,8}}?(?:[日晚早晨时商]报|青年报|通讯社))"
    rf"(?:[{HAN}]{{0,6}}?(?:\d{{1,2}}月)?\d{{1,2}}日|[{HAN}]{{0,4}}?)"
    r"(?:专电|电讯|综合消息|消息|讯(?![员息号])|电(?![话视子力影脑报台站网机大]))"
)
_BRACKET = re.compile(r"\s*[（(][^（）()]{1,80}[）)]")
_CREDIT_WORDS = re.compile("记者|通讯员|特派|作者|撰稿|编译|摄影|报道")


def _dateline(text: str, article: Article) -> tuple[int, int]:
    """Where the 电头 of a paragraph ends, and where the credit in brackets behind it does."""
    dateline = _DATELINE.match(text)
    if not dateline:
        return 0, 0
    bracket = _BRACKET.match(text, dateline.end())
    names = [name for credit in article.credits for name in credit.names]
    if bracket and (_CREDIT_WORDS.search(bracket[0]) or any(name in bracket[0] for name in names)):
        return dateline.end(), bracket.end()
    return dateline.end(), dateline.end()


def as_text(stored: StoredArticle) -> str:
    """Plain text: the folio, the head with a line for each of its storeys, the blocks."""
    return (
        "\n\n".join("\n".join(block.text for block in group) for group in _groups(page_blocks(stored))) + "\n"
    )


def _groups(blocks: Sequence[PageBlock]) -> list[list[PageBlock]]:
    """The blocks, those of the head, and notices that follow each other, taken together."""
    groups: list[list[PageBlock]] = []
    for block in blocks:
        last = groups[-1][-1] if groups else None
        together = last and (
            (block.kind in HEAD and last.kind in HEAD)
            or (block.kind is PageBlockKind.NOTICE and last.kind is PageBlockKind.NOTICE)
        )
        if together:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def as_markdown(stored: StoredArticle) -> str:
    """CommonMark: headline and subheads as headings, kicker and decks in bold, notices as a list."""
    return "\n\n".join(_markdown(block) for block in page_blocks(stored)) + "\n"


def _markdown(block: PageBlock) -> str:
    text = _markdown_escaped(block.text)
    match block.kind:
        case PageBlockKind.HEADLINE:
            return f"# {text}"
        case PageBlockKind.SUBHEAD:
            return f"## {text}"
        case PageBlockKind.KICKER | PageBlockKind.DECK:
            return f"**{text}**"
        case PageBlockKind.CAPTION:
            return f"> {text}"
        case PageBlockKind.NOTICE:
            return f"- {text}"
        case PageBlockKind.PARAGRAPH if block.dateline:
            return f"**{text[: block.dateline]}**{text[block.dateline :]}"
        case _:
            return text


_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>~|&$])")
_MARKDOWN_LINE_SIGNS = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")


def _markdown_escaped(text: str) -> str:
    """`text` with nothing in it that Markdown would take for a sign."""
    text = _MARKDOWN_SIGNS.sub(r"\\\1", text)
    found = _MARKDOWN_LINE_SIGNS.match(text)
    if not found:
        return text
    escaped = f"{found[2]}\\" if found[2].isdigit() else f"\\{found[2]}"
    return escaped + text[found.end() :]


def as_html(stored: StoredArticle) -> str:
    """A standalone fragment: `<article>` with a class for each kind of block, everything escaped."""
    blocks = page_blocks(stored)
    lines = [_html(block) for block in blocks]
    return "\n".join(['<article lang="zh">', *lines, "</article>"]) + "\n"


def _html(block: PageBlock) -> str:
    text = html.escape(block.text)
    match block.kind:
        case PageBlockKind.HEADLINE:
            return f"<h1>{text}</h1>"
        case PageBlockKind.SUBHEAD:
            return f"<h2>{text}</h2>"
        case PageBlockKind.CAPTION:
            return f"<figure><figcaption>{text}</figcaption></figure>"
        case PageBlockKind.PARAGRAPH if block.dateline:
            dateline = html.escape(block.text[: block.dateline])
            return f'<p><b class="dateline">{dateline}</b>{html.escape(block.text[block.dateline :])}</p>'
        case PageBlockKind.PARAGRAPH:
            return f"<p>{text}</p>"
        case _:
            return f'<p class="{block.kind.value}">{text}</p>'
