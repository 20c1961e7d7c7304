"""An article as a sequence of page blocks in reading order, and page blocks as text, Markdown and HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader.export.forms import Wording
from reader.export.readings import note_line, notes_on, worded
from reader.i18n import say
from reader.language.dates.calendar import WEEKDAYS
from reader.language.forms import HAN, search_form, without_controls
from reader.language.patterns import pattern
from reader.newspaper.article import (
    Article,
    Block,
    BlockKind,
    CharacterReading,
    Credit,
    Where,
    page_as_printed,
    page_in_words,
)
from reader.newspaper.facts import Fact, IssueFacts, in_brackets, is_on_paper, unknown, with_remark
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import Masthead

if TYPE_CHECKING:
    from reader.stitching.pairing import BlockPart

IDEOGRAPHIC_SPACE = "　"


class PageBlockKind(StrEnum):
    """The kinds of page block, each with its own style; the last five are those of `BlockKind`.

    A SEAM marks where the next part of a story begins. An OFFER is a part that may belong to the story; `page_blocks`
    never returns one. A CORRECTION is a note on a corrected character.
    """

    FOLIO = "folio"
    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    SEAM = "seam"
    OFFER = "offer"
    CORRECTION = "correction"
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
"""The kinds of block in the head of an article, above the body."""


UNPRINTED = (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER, PageBlockKind.CORRECTION)
"""The kinds of block that the program adds."""


class PageBlock(Struct, frozen=True):
    """A unit of an article as it is set.

    `index` is the number of the deck, or of the block in the article that `read_as_one` returns; else 0.

    `printed` has, for each part of the story in which the block was printed, the index of the part and the offset in
    `text` at which its text begins. It has one item, unless a paragraph crosses a seam. For a SEAM it is the part that
    begins after it.

    `parts` are the newspaper, the page and the date of a folio, in words ("" if unknown). A paragraph's 电头 (“本报讯”)
    ends at the offset `dateline`, the bracket after it (“（记者 …）”) at `credit`; both are 0 if there is none.
    `target_page` is the label of the page that a jump leads to.
    """

    kind: PageBlockKind
    text: str
    index: int = 0
    parts: tuple[str, ...] = ()
    dateline: int = 0
    credit: int = 0
    target_page: str | None = None
    printed: tuple[tuple[int, int], ...] = ((0, 0),)

    def text_in(self, part: int) -> str:
        """Return the piece of the text that was printed in the part with this index; ValueError if it has none."""
        begins = [*(start for _, start in self.printed), len(self.text)]
        at = [place for place, _ in self.printed].index(part)
        return self.text[begins[at] : begins[at + 1]]


def page_blocks(
    first: StoredArticle, *others: StoredArticle, wording: Wording = Wording.CORRECTED
) -> tuple[PageBlock, ...]:
    """Return all page blocks of an article that are written or copied: folio, section, kicker, headline, decks, byline,
    body.

    They have its corrected characters unless `wording` says otherwise; notes on these are blocks at the end. `others`
    are the further parts of a story that begins with `first`. The folio is then that of the first part, and a seam is
    added where each further part begins, after a paragraph that crosses the seam.
    """
    story = (first, *others)
    blocks = list(recognised_blocks(*(worded(part, wording) for part in story)))
    if wording is Wording.WITH_NOTES:
        notes = chain.from_iterable(notes_on(part.article) for part in story)
        blocks += [PageBlock(PageBlockKind.CORRECTION, note_line(note)) for note in notes]
    return tuple(blocks)


def recognised_blocks(first: StoredArticle, *others: StoredArticle) -> tuple[PageBlock, ...]:
    """Return the page blocks of an article as recognised: places, marks and matches refer to these.

    A page in the window is set from them, with the corrected characters in their places.
    """
    parts = tuple(stored.article for stored in (first, *others))
    article, printed = _as_one(*parts)
    head = [
        (PageBlockKind.SECTION, article.section, 0),
        (PageBlockKind.KICKER, article.kicker, 0),
        (PageBlockKind.HEADLINE, article.headline, 0),
        *((PageBlockKind.DECK, deck, index) for index, deck in enumerate(article.decks)),
        (PageBlockKind.BYLINE, (2 * IDEOGRAPHIC_SPACE).join(standing_credits(article)), 0),
    ]
    return (
        _folio(first),
        *(PageBlock(kind, text, index) for kind, text, index in head if text),
        *_body(article, printed, parts),
    )


def markable_texts(blocks: Sequence[PageBlock]) -> list[str]:
    """Return the text of each block, in which words can be highlighted; "" for blocks that were not printed."""
    markable_texts = []
    for block in blocks:
        if block.kind in UNPRINTED:
            markable_texts.append("")
        else:
            markable_texts.append(block.text)
    return markable_texts


HEAD_OF = {
    Where.SECTION: PageBlockKind.SECTION,
    Where.KICKER: PageBlockKind.KICKER,
    Where.HEADLINE: PageBlockKind.HEADLINE,
    Where.DECK: PageBlockKind.DECK,
}


def places_of(blocks: Sequence[PageBlock]) -> dict[tuple[PageBlockKind | None, int], int]:
    """Return the page block of each part of the head, by kind and index, and of each block of the body, by index."""
    places: dict[tuple[PageBlockKind | None, int], int] = {}
    for number, block in enumerate(blocks):
        if block.kind not in UNPRINTED:
            places.setdefault((block.kind if block.kind in HEAD else None, block.index), number)
    return places


def place_of(
    where: Where,
    index: int,
    text: str,
    places: Mapping[tuple[PageBlockKind | None, int], int],
    blocks: Sequence[PageBlock],
) -> tuple[int, int] | None:
    """Return the page block of a text of the article and the offset at which it begins there; None if not on the page.

    `places` are those of `places_of`; the `text` is needed for credits only.
    """
    if where is Where.CREDIT:
        byline = places.get((PageBlockKind.BYLINE, 0))
        if byline is not None:
            at = blocks[byline].text.find(text)
        else:
            at = -1
        if byline is not None and at >= 0:
            return (byline, at)
        return None
    number = places.get((None if where is Where.BLOCK else HEAD_OF[where], index))
    if number is None:
        return None
    return (number, 0)


def read_as_one(first: Article, *others: Article) -> Article:
    """Return a story as one article: with the head of the first part, and the credits and blocks of all.

    Jump lines between the parts are left out; those that lead elsewhere stay. Line numbers are counted on from part to
    part, so that they are no longer those of a file and only show which blocks share a line.
    """
    return _as_one(first, *others)[0]


def _as_one(first: Article, *others: Article) -> tuple[Article, list[tuple[tuple[int, int], ...]]]:
    """Return the story as one article, and for each of its blocks the parts as in `PageBlock.printed`."""
    if not others:
        return first, [((0, 0),)] * len(first.blocks)
    from reader.stitching.pairing import stitched

    story = stitched(first, *others)
    # the printed pieces of each block of the story, without the jump lines between its parts
    last = len(story.articles) - 1
    before: list[tuple[BlockPart, ...]] = []
    behind: list[tuple[BlockPart, ...]] = []
    for jump in story.jump_lines:
        article = story.articles[jump.article]
        leads_back = _leads_back(article.blocks[jump.block].text, article)
        if leads_back and jump.article == 0:
            before.append((jump,))
        elif not leads_back and jump.article == last:
            behind.append((jump,))
    rows = [*before, *(block.pieces for block in story.blocks), *behind]
    ends = [max(chain.from_iterable(part.source_lines), default=0) for part in story.articles]
    shifts = [0, *accumulate(ends)]
    blocks = []
    for row in rows:
        printed = [
            (story.articles[piece.article].blocks[piece.block], shifts[piece.article]) for piece in row
        ]
        spans = tuple((a + shift, b + shift) for block, shift in printed for a, b in block.source_lines)
        blocks.append(Block(printed[0][0].kind, "".join(block.text for block, _ in printed), spans))
    credits = tuple(dict.fromkeys(chain.from_iterable(part.credits for part in story.articles)))
    joined_article = replace(
        first,
        credits=credits,
        blocks=tuple(blocks),
        jump_to=others[-1].jump_to,
        readings=tuple(_readings(story.articles, rows, credits)),
    )
    parts_of_blocks: list[tuple[tuple[int, int], ...]] = []
    for row in rows:
        parts_of_blocks.append(tuple((piece.article, piece.start) for piece in row))
    return joined_article, parts_of_blocks


def _readings(
    parts: Sequence[Article], rows: Sequence[Sequence[BlockPart]], credits: Sequence[Credit]
) -> Iterator[CharacterReading]:
    """Yield the corrected characters of all parts, with their places in the head, credits and blocks of the story.

    Those in the heads of further parts are left out, as these heads are not part of the story.
    """
    for number, part in enumerate(parts):
        for reading in part.readings:
            if reading.where is Where.CREDIT:
                yield replace(reading, index=credits.index(part.credits[reading.index]))
            elif reading.where is Where.BLOCK:
                for index, row in enumerate(rows):
                    for piece in row:
                        if (piece.article, piece.block) == (number, reading.index):
                            yield replace(reading, index=index, at=piece.start + reading.at)
            elif number == 0:
                yield reading


_BACK = pattern("(?<![下转])接")


def _leads_back(text: str, article: Article) -> bool:
    return article.jump_from is not None and (article.jump_to is None or bool(_BACK.search(text)))


def _body(
    article: Article, printed: Sequence[tuple[tuple[int, int], ...]], parts: Sequence[Article]
) -> Iterator[PageBlock]:
    """Yield the page blocks of the body, with a seam before the first block of each further part."""
    crossed = {part for row in printed for part, _ in row[1:]}
    begun = 0
    for index, (block, row) in enumerate(zip(article.blocks, printed, strict=True)):
        while begun < row[0][0]:
            begun += 1
            yield _seam(begun, parts, is_crossed=begun in crossed)
        if block.text:
            yield replace(_body_block(block, index, article), printed=row)
    for number in range(begun + 1, len(parts)):
        yield _seam(number, parts, is_crossed=True)


def _seam(number: int, parts: Sequence[Article], *, is_crossed: bool) -> PageBlock:
    """Return the seam before a part, —— 接 04版　标题 ——, with those lines of its head that the first part lacks."""
    part = parts[number]
    page = page_in_words(part.page) if part.page else ""
    text = say("接 {page}版", page=page) if page else say("接后一部分")
    if is_crossed:
        text += say("（上面有一段跨版）")
    head_forms = [search_form(storey) for storey in _storeys(parts[0])]
    text = IDEOGRAPHIC_SPACE.join([text, *(s for s in _storeys(part) if search_form(s) not in head_forms)])
    return PageBlock(PageBlockKind.SEAM, f"—— {text} ——", printed=((number, 0),))


def _storeys(article: Article) -> list[str]:
    storeys = (article.section, article.kicker, article.headline, *article.decks)
    return [storey for storey in storeys if storey]


def standing_credits(article: Article) -> tuple[str, ...]:
    """Return the credits to be shown in the byline, as printed: those not contained in a block or earlier credit."""
    if len(article.credits) > MOST_CREDITS:
        return tuple(dict.fromkeys(credit.as_printed for credit in article.credits))
    printed = "\n".join(block.text for block in article.blocks)
    others = [credit.as_printed for credit in article.credits if credit.as_printed not in printed]
    if not others:  # as usual: no form has to be made of the text
        return ()
    block_forms = "\n".join(search_form(block.text) for block in article.blocks)
    standing: list[str] = []
    for as_printed in others:
        form = search_form(as_printed)
        if form and form not in block_forms and not any(form in search_form(other) for other in standing):
            standing.append(as_printed)
    return tuple(standing)


MOST_CREDITS = 400
"""Beyond this number, all credits are shown, as looking for each of them in the text would take too long."""


def month_in_words(month: int) -> str:
    """Return the month in words: 6月, June."""
    return say(f"{month}月")


def day_in_words(date: dt.date) -> str:
    """Return the day in words: 1987年6月12日, 12 June 1987."""
    return say("{year}年{month}{day}日", year=date.year, month=month_in_words(date.month), day=date.day)


def no_date_in_words(typed: str) -> str:
    """Return that what was typed is not understood as a date, and what would be."""
    return say("“{text}”不是日期。可以写 1987-06-12、1987年6月、民国三十五年。", text=typed)


def local_day(time: dt.datetime) -> dt.date:
    """Return the day on which the reader did something: the local day of a stored time, which is in UTC."""
    with suppress(OverflowError):  # at the ends of the calendar, as a file from elsewhere may have it
        time = time.astimezone()
    return time.date()


NO_YEAR: Fact[int] = unknown()


def day_of_issue(
    date: dt.date | None, month_day: str | None, label: str = "", year: Fact[int] = NO_YEAR
) -> str:
    """Return the day of an issue in words.

    Without a date it is the month and day if these are known, else `label`, else the year, else 日期不详.
    """
    if date:
        return day_in_words(date)
    if month_day:
        number, day = map(int, month_day.split("-"))
        return say("{month}{day}日 年份不详", month=month_in_words(number), day=day)
    if label:
        return label
    if year.value is not None:
        year_in_words = with_remark(say("{year} 年", year=year.value), year)
        return say("{year}，哪天不详", year=year_in_words)
    return say("日期不详")


def day_in_figures(issue: IssueRow) -> str:
    """Return the day of an issue as 1987-06-12; in words what is known of it if the day is not."""
    if issue.date:
        return issue.date.isoformat()
    return day_of_issue(None, issue.month_day, year=issue.year_alone)


def over_pages(first: str | None, second: str | None) -> str:
    """Return the pages of a story in words: 跨版：01版 → 04版, across pages 1 → 4."""
    return say(
        "跨版：{first}版 → {second}版",
        first=page_in_words(first or "？"),
        second=page_in_words(second or "？"),
    )


def issue_date(stored: StoredArticle) -> str:
    """Return the issue's date in words, with a remark if it was not printed, and its edition."""
    issue = stored.issue
    if issue.date:
        weekday = say("星期" + WEEKDAYS[issue.date.weekday()])
        day = say("{day}　{weekday}", day=day_in_words(issue.date), weekday=weekday)
        return issue.with_edition(with_remark(day, issue.facts.day))
    if issue.month_day:
        month, number = map(int, issue.month_day.split("-"))
        day = say("{month}{day}日", month=month_in_words(month), day=number)
        return issue.with_edition(day + say("（年份不详）"))
    return issue.with_edition(day_of_issue(None, None, year=issue.year_alone))


def source_line(stored: StoredArticle) -> str:
    """Return the line below a quotation: ——《雁桥日报》1987年6月12日第02版."""
    return say("——{where}", where=source_in_words(stored))


def source_in_words(stored: StoredArticle) -> str:
    """Return where an article is printed: 《雁桥日报》1987年6月12日第02版; what is unknown is left out."""
    issue = stored.issue
    facts = issue.facts
    day = day_of_issue(issue.date, issue.month_day, year=issue.year_alone)
    where = issue.with_edition(with_remark(day, facts.day))
    if stored.article.page:
        where = say("{day}第{page}版", day=where, page=page_in_words(stored.article.page))
        where = with_remark(where, stored.page_fact)
    if not issue.newspaper:
        return where
    where = in_brackets(facts.title) + where
    return say("《{newspaper}》{where}", newspaper=issue.newspaper, where=where)


def _folio(stored: StoredArticle) -> PageBlock:
    if stored.article.page:
        page = page_in_words(stored.article.page)
    else:
        page = ""
    newspaper = with_remark(stored.issue.newspaper, stored.issue.facts.title)
    page_with_mark = with_remark(say("第{page}版", page=page) if page else "", stored.page_fact)
    page_apart = with_remark(say("{page}版", page=page) if page else "", stored.page_fact)
    parts = (newspaper, page_apart, issue_date(stored))
    text_parts = (parts[0], page_with_mark, parts[2])
    return PageBlock(PageBlockKind.FOLIO, IDEOGRAPHIC_SPACE.join(filter(None, text_parts)), parts=parts)


def _body_block(block: Block, index: int, article: Article) -> PageBlock:
    kind = PageBlockKind(block.kind.value)
    if block.kind is BlockKind.JUMP:
        return PageBlock(
            kind,
            block.text,
            index,
            target_page=article.jump_from if _leads_back(block.text, article) else article.jump_to,
        )
    if block.kind is BlockKind.PARAGRAPH:
        dateline, credit = _dateline(block.text, article)
        return PageBlock(kind, block.text, index, dateline=dateline, credit=credit)
    return PageBlock(kind, block.text, index)


# 本报讯 · 据新华社电 · 新华社北京6月11日电 · 本报综合消息: who, where and when, the word for news.
# 讯 and 电 also begin other words (通讯员, 电话): not those.
_DATELINE = pattern(
    rf"(?:据|综合)?(?:本[报社刊台]|中新[社网]|新华[社网]|[{HAN}]{{2,8}}?(?:[日晚早晨时商]报|青年报|通讯社))"
    rf"(?:[{HAN}]{{0,6}}?(?:\d{{1,2}}月)?\d{{1,2}}日|[{HAN}]{{0,4}}?)"
    r"(?:专电|电讯|综合消息|消息|讯(?![员息号])|电(?![话视子力影脑报台站网机大]))"
)
_BRACKET = pattern(r"\s*[（(][^（）()]{1,80}[）)]")
_CREDIT_WORDS = pattern("记者|通讯员|特派|作者|撰稿|编译|摄影|报道")


def _dateline(text: str, article: Article) -> tuple[int, int]:
    """Return the end offsets of a paragraph's 电头 and of the credit in brackets after it.

    (0, 0) without a 电头; the same offset twice without a credit.
    """
    dateline = _DATELINE.match(text)
    if not dateline:
        return 0, 0
    bracket = _BRACKET.match(text, dateline.end())
    names = list(chain.from_iterable(credit.names for credit in article.credits))
    if bracket and (_CREDIT_WORDS.search(bracket[0]) or any(name in bracket[0] for name in names)):
        return dateline.end(), bracket.end()
    return dateline.end(), dateline.end()


def as_text(first: StoredArticle, *others: StoredArticle, wording: Wording = Wording.CORRECTED) -> str:
    """Return plain text without control characters: the folio, the lines of the head, the blocks."""
    # the blocks in groups: the head is a group, consecutive notices are one, any other block is its own
    groups: list[list[PageBlock]] = []
    for block in page_blocks(first, *others, wording=wording):
        last = groups[-1][-1] if groups else None
        together = last and (
            (block.kind in HEAD and last.kind in HEAD)
            or (block.kind is last.kind and block.kind in (PageBlockKind.NOTICE, PageBlockKind.CORRECTION))
        )
        if together:
            groups[-1].append(block)
        else:
            groups.append([block])
    paragraphs = []
    for group in groups:
        paragraphs.append("\n".join(block.text for block in group))
    return without_controls("\n\n".join(paragraphs) + "\n")


def as_markdown(first: StoredArticle, *others: StoredArticle, wording: Wording = Wording.CORRECTED) -> str:
    """Return CommonMark: headline and subheads as headings, kicker and decks in bold, notices as a list.

    Special characters are escaped and each block is on one line, so that no text is taken for code, a link or HTML.
    """
    return (
        "\n\n".join(block_as_markdown(block) for block in page_blocks(first, *others, wording=wording)) + "\n"
    )


def block_as_markdown(block: PageBlock) -> str:
    """Return a page block as Markdown, escaped, as in `as_markdown`."""
    text = markdown_escaped(block.text.replace("\n", " "))
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


_MARKDOWN_SIGNS = pattern(r"([\\`*_\[\]<>~|&$])")
_MARKDOWN_LINE_SIGNS = pattern(r"^(\s*)([#+=-]|\d+(?=[.)]))")


def markdown_escaped(text: str) -> str:
    """Return a line of text with Markdown's special characters escaped, and without control characters."""
    text = _MARKDOWN_SIGNS.sub(r"\\\1", without_controls(text))
    match = _MARKDOWN_LINE_SIGNS.match(text)
    if not match:
        return text
    if match[2].isdigit():
        escaped = f"{match[2]}\\"
    else:
        escaped = f"\\{match[2]}"
    return escaped + text[match.end() :]


def as_html(first: StoredArticle, *others: StoredArticle, wording: Wording = Wording.CORRECTED) -> str:
    """Return an HTML fragment: an `<article>` with a class for each kind of block.

    All text is escaped and has no control characters.
    """
    blocks = page_blocks(first, *others, wording=wording)
    lines = [_html(block) for block in blocks]
    return without_controls("\n".join(['<article lang="zh">', *lines, "</article>"]) + "\n")


def _html(block: PageBlock) -> str:
    from html import escape

    text = escape(block.text)
    match block.kind:
        case PageBlockKind.HEADLINE:
            return f"<h1>{text}</h1>"
        case PageBlockKind.SUBHEAD:
            return f"<h2>{text}</h2>"
        case PageBlockKind.CAPTION:
            return f"<figure><figcaption>{text}</figcaption></figure>"
        case PageBlockKind.PARAGRAPH if block.dateline:
            dateline = escape(block.text[: block.dateline])
            return f'<p><b class="dateline">{dateline}</b>{escape(block.text[block.dateline :])}</p>'
        case PageBlockKind.PARAGRAPH:
            return f"<p>{text}</p>"
        case _:
            return f'<p class="{block.kind.value}">{text}</p>'


def issue_file(masthead: Masthead, articles: Iterable[Article]) -> str:
    """Return an issue as one Markdown file: the fields of the masthead, then all texts of the articles in order.

    The levels of the headings distinguish the kinds of printed heads. Parsing the file again gives articles with the
    same keys, unless their bodies were corrected.
    """
    return "\n\n".join([*_head(masthead), *_bodies(masthead.facts, articles)]) + "\n"


def _head(masthead: Masthead) -> Iterator[str]:
    """Yield the lines of the masthead: what is printed. All else would look printed, and come back as such."""
    is_printed = is_on_paper(masthead.facts.title)
    title = masthead.title_as_printed or (masthead.title if is_printed else None)
    if title:
        yield f"# {title}"
    fields = [_day(masthead) or "", *other_fields(masthead)]
    if any(fields):
        yield "  ".join(filter(None, fields))
    if masthead.cn_number:
        yield f"国内统一连续出版物号CN {masthead.cn_number}"


def other_fields(masthead: Masthead) -> list[str]:
    """Return the weekday, lunar date, number and page count of a masthead as papers print them, if known."""
    fields = [masthead.weekday, masthead.lunar_date]
    if is_on_paper(masthead.facts.number):
        fields.append(f"第{masthead.number}期")
    if masthead.page_count:
        fields.append(f"今日{masthead.page_count}版")
    return [field for field in fields if field]


def _day(masthead: Masthead) -> str | None:
    if masthead.date is not None:
        if not is_on_paper(masthead.facts.day):
            return None
        return f"{masthead.date.year}年{masthead.date.month}月{masthead.date.day}日"
    month, _, day = (masthead.month_day or "").partition("-")
    if day:
        return f"{int(month)}月{int(day)}日"
    return None


def _bodies(facts: IssueFacts, articles: Iterable[Article]) -> Iterator[str]:
    page = None
    for article in articles:
        if article.page and article.page != page and is_on_paper(facts.page(article.page)):
            page = article.page
            yield f"{page_as_printed(page)}版"
        if article.section:
            yield article.section
        if article.kicker:
            yield f"### {article.kicker}"
        if article.headline:
            yield f"## {article.headline}"
        for deck in article.decks:
            yield deck if deck.startswith("—") else f"### {deck}"
        yield from standing_credits(article)
        for block in article.blocks:
            yield f"#### {block.text}" if block.kind is BlockKind.SUBHEAD else block.text
