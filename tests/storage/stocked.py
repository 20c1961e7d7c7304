"""A catalogue in which a few files of two papers are, for tests of what is asked of it."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from reader.newspaper.article import Article, ArticleKind, BlockKind
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile, digest_of
from tests.invented_article import block

DAILY, EVENING = "雁桥日报", "雁桥晚报"


def head(
    day: str | None = None,
    title: str | None = DAILY,
    number: int | None = None,
    month_day: str | None = None,
    origin: DateOrigin | None = None,
) -> Masthead:
    date = dt.date.fromisoformat(day) if day else None
    return Masthead(
        title=title,
        date=date,
        month_day=month_day or (day[5:] if day else None),
        date_origin=origin or (DateOrigin.PRINTED if date else None),
        number=number,
    )


def an_article(text: str, page: str | None = "1") -> Article:
    body = (block(text, BlockKind.PARAGRAPH, 3),)
    return Article(
        f"key-{text}",
        ArticleKind.ARTICLE,
        page,
        headline=f"{text}的消息",
        blocks=body,
        source_lines=((3, 3),),
    )


def put(
    catalogue: Catalogue, path: str, masthead: Masthead, *articles: Article, version: int = 1
) -> list[int]:
    """Store a file, and return the ids of the articles that are new."""
    part = IssuePart(path, "utf-8", 9, masthead, articles)
    with catalogue.writing() as writer:
        writer.store(FoundFile(path, 10, 20), digest_of(path.encode()), version, part, texts(articles))
        writer.newspapers.settle()
    return list(writer.added)


def texts(articles: Sequence[Article]) -> list[str]:
    return [search_text(article) for article in articles]


def stocked(path: Path) -> Catalogue:
    """Two papers, dated and undated issues, a file that is missing, one that failed, an article of two files."""
    catalogue = Catalogue(path)
    put(
        catalogue,
        "日报/1987-06-12-1.txt",
        head("1987-06-12", number=4181),
        an_article("甲"),
        an_article("乙", "2"),
    )
    put(
        catalogue, "日报/1987-06-12-9.txt", head("1987-06-12"), an_article("丙", "10"), an_article("丁", None)
    )
    put(catalogue, "日报/1987-07-01.txt", head("1987-07-01", number=4200), an_article("戊"))
    put(catalogue, "日报/1990-01-02.txt", head("1990-01-02"), an_article("己"))
    put(catalogue, "日报/散页b.txt", head(month_day="02-01"), an_article("庚", None))
    put(catalogue, "日报/散页a.txt", head(), an_article("辛", None))
    put(catalogue, "晚报/1988-03-05.txt", head("1988-03-05", EVENING), an_article("壬"), an_article("癸"))
    put(catalogue, "晚报/副本.txt", head("1988-03-05", EVENING), an_article("壬"))
    put(
        catalogue,
        "晚报/约1988.txt",
        head("1988-04-01", EVENING, 99, origin=DateOrigin.INFERRED),
        an_article("子"),
    )
    with catalogue.writing() as writer:
        writer.fail(FoundFile("坏.txt", 1, 2), b"", 1, "文件是空的")
        writer.fail(FoundFile("又坏.txt", 1, 2), b"", 1, "不是文字")
        writer.mark_missing(["晚报/1988-03-05.txt"])
    return catalogue
