"""An issue as a Markdown file that can be parsed again: for files that are gone themselves."""

from collections.abc import Iterable, Iterator

from reader.export.article_text import standing_credits
from reader.newspaper.article import Article, BlockKind, page_as_printed
from reader.newspaper.issue import DateOrigin, Masthead


def issue_file(masthead: Masthead, articles: Iterable[Article]) -> str:
    """Return the fields of the masthead and every word of the articles, in order, as Markdown.

    The levels of its headings say what the printed heads said. Parsed again it gives articles with the same keys, as
    far as their bodies were not corrected.
    """
    return "\n\n".join([*_head(masthead), *_bodies(articles)]) + "\n"


def _head(masthead: Masthead) -> Iterator[str]:
    """Yield the masthead's lines, without an estimated title or date, which would stand there as if printed."""
    is_estimated = masthead.title_origin is not None and masthead.title_origin.is_estimated
    title = masthead.title_as_printed or (None if is_estimated else masthead.title)
    if title:
        yield f"# {title}"
    fields = [_day(masthead) or "", *other_fields(masthead)]
    if any(fields):
        yield "  ".join(filter(None, fields))
    if masthead.cn_number:
        yield f"国内统一连续出版物号CN {masthead.cn_number}"


def other_fields(masthead: Masthead) -> list[str]:
    """Return what a masthead has beside its title, its day and its CN number, as papers print it."""
    fields = (
        masthead.weekday,
        masthead.lunar_date,
        f"第{masthead.number}期" if masthead.number else None,
        f"今日{masthead.page_count}版" if masthead.page_count else None,
    )
    return [field for field in fields if field]


def _day(masthead: Masthead) -> str | None:
    if masthead.date_origin is DateOrigin.INFERRED:
        return None
    if masthead.date:
        return f"{masthead.date.year}年{masthead.date.month}月{masthead.date.day}日"
    month, _, day = (masthead.month_day or "").partition("-")
    return f"{int(month)}月{int(day)}日" if day else None


def _bodies(articles: Iterable[Article]) -> Iterator[str]:
    page = None
    for article in articles:
        if article.page and article.page != page:
            page = article.page
            yield f"{page_as_printed(page)}版"
        if article.section:
            yield article.section
        if article.kicker:
            yield f"### {article.kicker}"
        if article.headline:
            yield f"## {article.headline}"
        yield from (deck if deck.startswith("—") else f"### {deck}" for deck in article.decks)
        yield from standing_credits(article)
        for block in article.blocks:
            yield f"#### {block.text}" if block.kind is BlockKind.SUBHEAD else block.text
