"""Given downloads of databases with fields, each article is of its own paper and day, whatever the make.

What only looks like a download is none.
"""

from collections.abc import Iterator, Sequence

import pytest

from reader import formats, parsing
from reader.features.downloads.download import issues_in_download
from reader.formats.reading import DayFile, SavedFile
from reader.newspaper.article import SourceText
from tests.features.downloads.made import MAKES, STORIES, Story, download
from tests.formats.stranger_papers import HEADLINES, PAPER, articles_in
from tests.parsing.laws import broken_laws


def sources(text: str, encoding: str = "utf-8", name: str = "下载.txt") -> Iterator[SourceText]:
    """The issues of a file."""
    file = SavedFile(name, text.encode(encoding))
    try:
        formats.decode(file.data, name)
    except formats.SeveralDays as found:
        for day in found.days:
            yield formats.decode(day.data, f"{name}/{day.date}")


def stories(found: Sequence[SourceText]) -> list[Story]:
    """The articles of issues, with what was told of them."""
    told = []
    for source in found:
        part = parsing.parse(source)
        assert broken_laws(source, part) == []
        for each in part.articles:
            names = "、".join(name for credit in each.credits for name in credit.names)
            text = tuple(block.text for block in each.blocks)
            assert part.masthead.date is not None
            told.append(
                Story(
                    each.headline or "",
                    names,
                    part.masthead.date,
                    part.masthead.title or "",
                    each.page or "",
                    each.section or "",
                    text,
                )
            )
            assert each.decks == ()
    return sorted(told, key=lambda story: (story.day, story.title != "茶价回落 茶农盼雨", story.title))


@pytest.mark.parametrize("make", MAKES)
def test_every_make_gives_the_same_articles(make: str) -> None:
    found = [*sources(download(make))]
    assert [(s.stated.title, str(s.stated.date)) for s in found if s.stated] == [
        ("江城晚报", "2024-03-14"),
        ("雁桥日报", "2024-03-05"),
        ("雁桥日报", "2024-03-06"),
        ("雁桥日报", "2024-03-14"),
    ]
    for story, known in zip(stories(found), STORIES, strict=True):
        has_section = "section" if story.section else ""
        assert (story.title, story.author, story.day, story.paper, story.page) == (
            known.title,
            known.author,
            known.day,
            known.paper,
            known.page,
        )
        assert not has_section or story.section == known.section
        assert story.one == known.one


@pytest.mark.parametrize("make", MAKES)
def test_every_line_of_a_download_is_in_one_article_or_masthead_and_its_words_are_in_the_issue(
    make: str,
) -> None:
    lines = download(make).split("\n")
    found: list[int] = []
    for source in sources(download(make)):
        part = parsing.in_file(parsing.parse(source), source)
        spans = [*part.masthead.source_lines, *(span for each in part.articles for span in each.source_lines)]
        numbers = [number for first, last in spans for number in range(first, last + 1)]
        assert {lines[number - 1].strip() for number in numbers} <= {line.strip() for line in source.lines}
        assert part.line_count == len(numbers)
        found += numbers
    assert sorted(found) == [number for number, line in enumerate(lines, 1) if line.strip()]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("make", ["brackets", "Factiva", "Nexis", "RIS"])
def test_the_encoding_of_a_download_changes_nothing(make: str, encoding: str) -> None:
    for text in (download(make), download(make).replace("\n", "\r\n")):
        assert stories([*sources(text, encoding)]) == stories([*sources(download(make))])


def _several(template: str) -> str:
    return "\n\n".join(template.replace("@", str(at)) for at in range(1, 5))


@pytest.mark.parametrize(
    "text",
    [
        "渡口守船四十年\n\n"
        + "记者：您哪一年上的船？\n答：2024年3月5日。\n记者：为什么？\n答：舍不得。\n" * 3,
        _several(
            "会议记录\n时间：2024年3月@日\n地点：镇政府\n主持人：沈若谷\n题目：修桥\n内容：讨论修桥的事。"
        ),
        _several("时间：2024年3月@日\n题目：修桥\n内容：讨论修桥的事。"),
        _several("招领启事\n标题：招领\n日期：2024年3月@日\n联系人：顾知远\n电话：1234567@\n地址：江城路@号"),
        _several("品名：白菜\n价格：@元\n日期：2024年3月@日"),
        _several("菜名：红烧鱼\n配料：鱼一条\n做法：先煎后煮。\n日期：2024年3月@日"),
        _several("题目：江城的桥\n主讲：沈若谷\n时间：2024年3月@日\n地点：图书馆"),
        _several("日期：2024年3月@日\n天气：晴\n今天过河，看见新桥。"),
        _several("编辑同志：\n我家住在江边，每天坐船过河。\n读者 顾知远\n2024年3月@日"),
        _several("甲：来了。\n乙：走吧。\n198@年6月3日\n甲：去哪？"),
        "2024年3月8日 雁桥日报 星期五\n\n第1版：头版\n\n### 船来了\n\n船来了。\n\n### 灯亮了\n\n灯亮了。\n\n"
        "### 公告\n\n渡口停航。\n\n二〇二四年三月六日\n\n### 遗失\n\n遗失船票。\n",
        _several("# 雁桥日报 2024年3月@日\n\n## 船来了@\n\n船来了。\n\n## 灯亮了@\n\n灯亮了。"),
        "---\ntitle: 渡口\ndate: 2024-03-05\nsource: 雁桥日报\npage: 2\n---\n\n船来了。\n\n更新：2024-03-06\n",
        "渡口添了一条船\n来源：雁桥日报\n日期：2024-03-05\n版次：2\n作者：顾知远\n\n船来了。\n",
    ],
)
def test_what_only_looks_labelled_is_no_download(text: str) -> None:
    file = SavedFile("a.txt", text.encode())
    assert issues_in_download(file, formats.decoding.PlainText().read(file)) == ()


def days(text: str) -> list[DayFile]:
    file = SavedFile("a.txt", text.encode())
    return [*issues_in_download(file, formats.decoding.PlainText().read(file))]


def test_a_day_that_is_not_told_is_none() -> None:
    told = download("brackets").replace("【日期】2024-03-06", "【日期】开春").replace("2024年3月6日 ", "")
    assert [day.date for day in days(told)] == ["2024-03-14", "", "2024-03-05", "2024-03-14"]


@pytest.mark.parametrize(
    ("last", "expected"),
    [("13/03/2024", ["2024-03-05", "2024-03-06", "2024-03-13"]), ("07/03/2024", [])],
)
def test_a_day_whose_month_is_not_certain_is_not_guessed(last: str, expected: Sequence[str]) -> None:
    text = "\n\n".join(
        f"Title: 渡口{day}\nNewspaper: 雁桥日报\nDate: {day}\nPage: 2\nText: 船来了。"
        for day in ("05/03/2024", "06/03/2024", last)
    )
    assert [day.date for day in days(text)] == expected


PARAGRAPHS = {story.title: "".join(f"<p>{text}</p>" for text in story.text) for story in STORIES}


@pytest.mark.parametrize(
    "entry",
    [
        "<div><h3>{0.title}</h3><p>{0.paper}　{0.cn}　第{0.page}版</p><p>作者：{0.author}</p>{1}</div><hr>",
        "<h3>{0.title}</h3><div>{0.paper} | {0.day} | {0.page}版 | {0.section} | 作者：{0.author}</div>{1}",
        "<p><b>1. {0.title}</b></p><p>{0.paper}　{0.cn}　第{0.page}版　作者：{0.author}</p>{1}<hr>",
        "<p>{0.paper} {0.cn} 第{0.page}版</p><h3>{0.title}</h3><p>{0.author}</p>{1}",
        "<div class=title>{0.title}</div><div>{0.author}</div><div>{0.paper} {0.day} 第{0.page}版</div>{1}",
        "<table><tr><td>标题</td><td>{0.title}</td></tr><tr><td>作者</td><td>{0.author}</td></tr><tr><td>报纸</td>"
        "<td>{0.paper}</td></tr><tr><td>日期</td><td>{0.day}</td></tr><tr><td>版次</td><td>{0.page}</td></tr>"
        "<tr><td>正文</td><td>{1}</td></tr></table>",
        "<div><div id=hd><span>{0.title}</span></div><div>{0.author}</div><div>75 字</div><div>{0.cn}</div>"
        "<div>{0.paper}</div><div>YQRB</div><div>{0.page}</div><div>(c) 2024 {0.paper}社</div>"
        "{1}<p>文件 YQRB0000202403051</p></div>",
    ],
)
def test_a_list_of_results_in_a_web_page_is_read_so_too(entry: str) -> None:
    body = "".join(entry.format(story, PARAGRAPHS[story.title]) for story in STORIES)
    found = stories(
        [*sources(f"<html><head><title>检索结果</title></head><body>{body}</body></html>", name="a.html")]
    )
    for story, known in zip(found, STORIES, strict=True):
        assert (story.title, story.author, story.day, story.paper, story.page, story.text) == (
            *(known.title, known.author, known.day),
            *(known.paper, known.page, known.text),
        )


LISTS = {
    "day, paper, page and headline in a line": "{day} {paper} 第{number}版 {headline}\n{text}\n\n",
    "the day in brackets": "[{day}] 《{paper}》 第{number}版：{headline}\n{text}\n\n",
    "the source in brackets below the headline": "{headline}"
    "\n【{paper}{day} 第{number}版】\n【作者】{author}\n{text}\n\n",
    "numbered results with labels": "{number}. {headline}"
    "\n作者：{author}\n来源：{paper}\n日期：{day}\n版次：第{number}版\n"
    "正文：{text}\n\n",
    "numbered labels in brackets": "{number}. 【篇名】{headline}\n【作者】{author}\n【刊名】{paper}\n"
    "【出版时间】1987年[第0{number}版, {day}]\n{text}\n\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_what_lists_of_results_state_is_that_of_the_articles(name: str) -> None:
    form = LISTS[name].replace("{day}", "1987.06.07").replace("{paper}", PAPER)
    (source,) = sources(articles_in(form, ""))
    part = parsing.parse(source)
    assert (part.masthead.title, str(part.masthead.date)) == (PAPER, "1987-06-07")
    assert [article.headline for article in part.articles] == HEADLINES


def test_page_lines_of_a_paper_are_no_articles() -> None:
    form = f"1987.06.07 {PAPER} 第{{number}}版 国际新闻\n{{headline}}\n{{text}}\n\n"
    assert [*sources(articles_in(form, ""))] == []
