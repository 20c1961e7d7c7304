"""Articles that each have fields of their own are read by these: between fences, in a list of YAML, in a table."""

import pytest

from reader import formats, parsing
from reader.formats import text_kinds
from tests.formats.stranger_papers import (
    AUTHORS,
    DAY,
    HEADLINES,
    PAPER,
    PARAGRAPHS,
    articles_in,
    is_whole,
    read,
)

HEADS = (
    f"---\ntitle: {{headline}}\nauthor: {{author}}\nnewspaper: {PAPER}\ndate: {DAY}\npage: {{number}}\n---\n"
)
ITEMS = "  - title: {headline}\n    author: {author}\n    page: {number}\n    text: |\n      {first}\n      {second}\n"
ROWS = "| {number} | {headline} | {author} | {first}<br>{second} |\n"
TABLE = "| 版 | 标题 | 作者 | 正文 |\n|---|:---:|---|---|\n"
FORMS = {
    "a table": f"# {PAPER} {DAY}\n\n{TABLE}{articles_in(ROWS, '')}",
    "a table that states paper and day": f"{TABLE[:-1].replace('正文 |', '正文 | 报名 | 日期 |')}---|---|\n"
    + articles_in(f"{ROWS[:-1]} {PAPER} | {DAY} |\n", ""),
    "heads between fences": articles_in(f"{HEADS}{{text}}\n", "\n"),
    "heads right below the text": articles_in(f"{HEADS}{{text}}\n", ""),
    "a list": f"newspaper: {PAPER}\ndate: {DAY}\narticles:\n{articles_in(ITEMS, '')}",
    "quoted values": f'newspaper: "{PAPER}"\ndate: "{DAY}"\narticles:\n'
    + articles_in(ITEMS.replace("{headline}", '"{headline}"'), ""),
}


@pytest.mark.parametrize("name", FORMS)
def test_each_article_has_what_its_fields_state(name: str) -> None:
    part = read(FORMS[name])
    assert is_whole(part)
    assert [article.page for article in part.articles] == ["1", "2", "3"]
    assert [credit.names for article in part.articles for credit in article.credits] == [
        (each,) for each in AUTHORS
    ]


def test_a_text_keeps_its_lines_of_the_file() -> None:
    text = FORMS["heads between fences"]
    first = read(text).articles[1].blocks[0]
    assert text.split("\n")[first.source_lines[0][0] - 1] == PARAGRAPHS[1][0]


def test_articles_of_several_days_are_several_issues() -> None:
    form = "---\ntitle: {headline}\ndate: 1987-06-0{number}\n---\n{text}\n"
    with pytest.raises(formats.SeveralDays) as raised:
        formats.decode(articles_in(form).encode(), "芦洼.txt")
    assert [day.date for day in raised.value.days] == ["1987-06-01", "1987-06-02", "1987-06-03"]


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: {HEADLINES[0]}\ndate: {DAY}\n---\n{PARAGRAPHS[0][0]}\n---\n{PARAGRAPHS[1][0]}\n---\n",
        f"---\n{HEADLINES[0]}\n---\n{PARAGRAPHS[0][0]}\n---\n{HEADLINES[1]}\n---\n{PARAGRAPHS[1][0]}\n",
        f"记者：{HEADLINES[0]}\n- 佟守田：{PARAGRAPHS[0][0]}\n- 蔺青：{PARAGRAPHS[1][0]}\n",
    ],
    ids=["one head", "rules", "speeches"],
)
def test_rules_and_speeches_are_no_heads(text: str) -> None:
    assert "several-heads" not in {kind.name for kind in text_kinds.kinds_of(text.split("\n"))}


def test_what_stands_around_a_table_is_kept_beside_its_articles() -> None:
    text = f"{PAPER} {DAY}\n抄自剪报本\n\n{TABLE}{articles_in(ROWS, '')}\n抄完于灯下\n"
    source = formats.decode(text.encode(), "芦洼.txt")
    assert list(source.lines[-source.aside :]) == ["抄自剪报本", "抄完于灯下"]
    assert [article.headline for article in parsing.parse(source).articles[: len(HEADLINES)]] == HEADLINES


@pytest.mark.parametrize(
    "table",
    [
        "| 船次 | 开船 | 到岸 |\n|---|---|---|\n| 一 | 五点 | 五点半 |\n",
        "渡口开船的时刻见下表，看表的人把它抄在墙上。\n\n| 标题 | 正文 |\n|---|---|\n",
    ],
    ids=["no text is named", "no row"],
)
def test_a_table_in_an_article_is_none_of_articles(table: str) -> None:
    assert "several-heads" not in {kind.name for kind in text_kinds.kinds_of(table.splitlines())}


UNUSED = {
    "a table": f"# {PAPER} {DAY}\n\n| 标题 | 备注 | 来源 | 正文 |\n|---|---|---|---|\n"
    + articles_in("| {headline} | 待核 | 本报 | {first}<br>{second} |\n", ""),
    "heads": articles_in(f"{HEADS[:-4]}备注: 待核\n来源: 本报\n---\n{{text}}\n", "\n"),
    "a list": f"newspaper: {PAPER}\ndate: {DAY}\narticles:\n"
    + articles_in(ITEMS.replace("    text:", "    备注: 待核\n    来源: 本报\n    text:"), ""),
}


@pytest.mark.parametrize("name", UNUSED)
def test_fields_that_are_not_read_are_told(name: str) -> None:
    source = formats.decode(UNUSED[name].encode(), "芦洼.txt")
    assert is_whole(read(UNUSED[name]))
    assert source.reading is not None
    (left_out,) = source.reading.left_out
    assert left_out.endswith("：备注、来源")


def test_a_cell_without_a_name_is_told() -> None:
    text = (
        FORMS["a table"]
        .replace(" |\n", " | 抄录 |\n")
        .replace("正文 | 抄录 |", "正文 |")
        .replace("--- | 抄录", "---")
    )
    source = formats.decode(text.encode(), "芦洼.txt")
    assert source.reading is not None
    assert source.reading.left_out[0].endswith("：抄录")
