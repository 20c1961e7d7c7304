"""Given the fields at the beginning of a file, when it is parsed, then each is what the file says, and no more."""

import datetime as dt

import pytest

from reader.newspaper.article import Role, SourceText
from reader.newspaper.issue import DateOrigin, IssuePart
from reader.parsing import front_matter, parse

BODY = ("", "渡口加开一班船，票价不变，首班船提前。", "", "船工添了两名，在下游的跳板那里照应。")


def part_of(*fields: str, fence: str = "---") -> IssuePart:
    return parse(SourceText("a.md", "utf-8", (fence, "title: 渡口加开一班船", *fields, fence, *BODY)))


@pytest.mark.parametrize(
    "fields",
    [
        ("date: 1987-06-12",),
        ("date: 19870612",),
        ("date: 1987-06-12T06:00:00+08:00",),
        ("fetched: 2024-03-01", "published: 1987-06-12"),
        ("date: 1987-06-12", "updated: 2024-03-01"),
        ("created: 2024-03-01", "date: 1987-06-12"),
        ("抓取时间: 2024-03-01", "见报日期: 1987年6月12日"),
        ("发布时间: 1987-06-13 08:00", "日期: 1987-06-12"),
        ("date: 2024-03-01", "pub_date: 1987-06-12"),
        ("date: 2024-03-01", "original_date: 1987-06-12"),
        ("date: 2024-03-01", "刊发日期: 1987-06-12"),
        ("date: 2024-03-01", "原刊日期: 1987年6月12日", "录入日期: 2024-03-01"),
        ("date_saved: 2024-03-01 09:00:00", "date_published: 1987-06-12 08:00:00"),
        ('published: "[[1987-06-12]]"',),
        ("publication:", "  name: 雁桥日报", "  date: 1987-06-12"),
        ("date: 1987-06-12", "地点: 渡口", "备注:", "  - 已校对", "状态: 完成"),
    ],
)
def test_the_day_is_that_of_the_paper(fields: tuple[str, ...]) -> None:
    assert part_of(*fields).masthead.date == dt.date(1987, 6, 12)


@pytest.mark.parametrize(
    "fields",
    [
        ("报纸: 雁桥日报", "日期: 1987年6月12日", "版次: 3"),
        ("Date: June 12, 1987", "Newspaper: 雁桥日报", "Page: 3"),
    ],
)
def test_fields_below_a_heading_are_those_of_the_issue(fields: tuple[str, ...]) -> None:
    part = parse(SourceText("a.md", "utf-8", ("# 渡口加开一班船", "", *fields, *BODY)))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1987, 6, 12))
    (article,) = part.articles
    assert [block.text for block in article.blocks] == [BODY[1], BODY[3]]


@pytest.mark.parametrize(
    "noted",
    [
        *("Created: March 3, 2024 8:00 AM", "Last edited time: 3 March 2024", "Imported: 2024-03-03"),
        *("导出时间：2024-03-03 08:00", "Created: Mar 3, 2024"),
    ],
)
def test_a_day_on_which_a_program_worked_says_nothing_against_that_of_the_paper(noted: str) -> None:
    lines = ("# 渡口加开一班船", "", noted, "报纸: 雁桥日报", "日期: 1987年6月12日", *BODY)
    masthead = parse(SourceText("a.md", "utf-8", lines)).masthead
    assert masthead.date == dt.date(1987, 6, 12)
    assert masthead.date_origin is DateOrigin.PRINTED


@pytest.mark.parametrize("field", ["scraped_at: 2024-03-01", "url: https://example.org/2024/03/01/7.html"])
def test_the_day_on_which_a_page_was_fetched_is_none(field: str) -> None:
    assert part_of(field).masthead.date is None


@pytest.mark.parametrize(
    ("field", "page"),
    [
        ("page: 3", "3"),
        ("page: 03版：要闻", "3"),
        ("版次: 第3版", "3"),
        ("page: A03", "A3"),
        ("版面: 第三版", "3"),
    ],
)
def test_the_page(field: str, page: str) -> None:
    assert [article.page for article in part_of(field).articles] == [page]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (("author: 周岱青",), ["周岱青"]),
        (("author:", "  - 周岱青", "  - 尤嘉木"), ["周岱青", "尤嘉木"]),
        (('authors: ["周岱青", "尤嘉木"]',), ["周岱青", "尤嘉木"]),
        (("tags:", "  - 渡口"), []),
    ],
)
def test_the_authors(fields: tuple[str, ...], names: list[str]) -> None:
    (article,) = part_of(*fields).articles
    assert [name for credit in article.credits for name in credit.names] == names
    assert {credit.role for credit in article.credits} <= {Role.AUTHOR}


def test_section_and_place() -> None:
    part = part_of("section: 江上", "order: 7")
    assert (part.articles[0].section, part.masthead.place) == ("江上", 7)


def test_fields_between_plus_signs() -> None:
    lines = (
        "+++",
        'title = "渡口加开一班船"',
        "date = 1987-06-12",
        'newspaper = "雁桥日报"',
        "page = 2",
        "+++",
    )
    part = parse(SourceText("a.md", "utf-8", (*lines, *BODY)))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1987, 6, 12))
    assert [(article.headline, article.page) for article in part.articles] == [("渡口加开一班船", "2")]


def test_chinese_fields_keep_their_headline() -> None:
    lines = (
        "---",
        "标题: 渡口加开一班船",
        "日期: 1987年6月12日",
        "报纸: 雁桥日报",
        "版次: 第3版",
        "序号: 2",
        "---",
    )
    part = parse(SourceText("a.md", "utf-8", (*lines, *BODY)))
    assert [(article.headline, article.page) for article in part.articles] == [("渡口加开一班船", "3")]


@pytest.mark.parametrize(
    ("written", "headline"),
    [
        ('"渡口加开夜船"', "渡口加开夜船"),
        ("'渡口加开夜船'", "渡口加开夜船"),
        ("船工说“过河”", "船工说“过河”"),
        ("“过河”以后说“上岸”", "“过河”以后说“上岸”"),
        ('"船工说\\"过河\\""', '船工说"过河"'),
    ],
)
def test_quotation_marks_around_a_value_are_no_part_of_it(written: str, headline: str) -> None:
    assert front_matter.fields_of([(f"title: {written}", False)]).headline == headline


@pytest.mark.parametrize(
    "written",
    [
        "date: Sat, 05 Mar 2022 07:52:05 GMT",
        "published: March 5, 2022",
        "published: 5 March 2022",
        "date: 20220305",
        "date: 2022-03-05T07:52:05.000Z",
    ],
)
def test_dates_as_programs_write_them(written: str) -> None:
    assert part_of(written).masthead.date == dt.date(2022, 3, 5)


def test_a_value_may_go_on_below() -> None:
    part = part_of(
        "date: 2022-03-05", "description: >-", "  来源：江城晚报", "  作者：何渡生", "author:", "  - 周岱青"
    )
    assert part.masthead.date == dt.date(2022, 3, 5)
    (article,) = part.articles
    assert article.headline == "渡口加开一班船"
    assert [credit.names for credit in article.credits] == [("周岱青",)]


@pytest.mark.parametrize(
    "lines",
    [
        ("---", "title: >", "  渡口加开", "  一班船", "newspaper: 雁桥日报", "date: 1987-06-12", "---"),
        ("{", '  "title": "渡口加开一班船",', '  "newspaper": "雁桥日报",', '  "date": "1987-06-12"', "}"),
        ("# 渡口加开一班船", "date:: 1987-06-12", "newspaper:: [[雁桥日报]]", "来处:: 渡口志"),
        ("", "---", "標題: 渡口加开一班船", "報紙: 雁桥日报", "見報日期: 1987-06-12", "備註: 校", "---"),
        ("Title: 渡口加开一班船", "Newspaper: 雁桥日报", "Date: 1987-06-12", "Shelf mark: 12"),
    ],
)
def test_other_forms_of_fields_and_fields_of_any_name(lines: tuple[str, ...]) -> None:
    part = parse(SourceText("a.md", "utf-8", (*lines, *BODY)))
    head = part.masthead
    assert (head.title, head.date, head.date_origin) == ("雁桥日报", dt.date(1987, 6, 12), DateOrigin.STATED)
    (article,) = part.articles
    assert (article.headline, article.decks, len(article.blocks)) == ("渡口加开一班船", (), 2)


def test_what_speakers_say_between_two_rules_is_no_front_matter() -> None:
    lines = ("---", "日期：昨天", "甲：船来了。", "乙：上船。", "---", *BODY)
    assert parse(SourceText("a.md", "utf-8", lines)).masthead.source_lines == ((1, 2), (5, 5))


@pytest.mark.parametrize(
    ("path", "field", "date", "origin"),
    [
        ("a.md", "date: 2024-03-01", "2024-03-01", DateOrigin.STATED),
        ("1987/06/12/a.md", "date: 2024-03-01T08:00:00Z", "1987-06-12", DateOrigin.FILE_NAME),
        ("1987/06/12/a.md", "pub_date: 1987-06-13", "1987-06-13", DateOrigin.STATED),
        ("2024-03-01-a.md", "date: 1987-06-12", "1987-06-12", DateOrigin.STATED),
        ("1987/a.md", "date: 2024-03-01", None, None),
    ],
)
def test_an_earlier_day_in_the_path_comes_before_one_that_may_be_of_transcription(
    path: str, field: str, date: str | None, origin: DateOrigin | None
) -> None:
    part = parse(SourceText(path, "utf-8", ("---", "title: 渡口加开一班船", field, "---", *BODY)))
    assert (part.masthead.date and part.masthead.date.isoformat(), part.masthead.date_origin) == (
        date,
        origin,
    )
    assert bool(part.warnings) is (path != "a.md")


def test_fields_in_english_without_a_fence() -> None:
    lines = ("URL: https://a.example/1", "Title: 渡口加开一班船", "Date: 2022-03-05", "Author: 周岱青", *BODY)
    part = parse(SourceText("a.txt", "utf-8", lines))
    assert (part.articles[0].headline, part.masthead.date) == ("渡口加开一班船", dt.date(2022, 3, 5))


@pytest.mark.parametrize("author", ["Ah Do Kang", "良野村", "雁桥评论员"])
def test_whoever_the_field_names_is_the_author(author: str) -> None:
    (credit,) = part_of(f'author: "{author}"').articles[0].credits
    assert (credit.names, credit.as_printed) == ((author,), author)


SCHOOL = ("", "石坪镇夜校本周开课，首批学员一百二十六人，课程有算术、识字和农技。")


@pytest.mark.parametrize(
    "title", ["雁桥日报 1987年6月12日", "雁桥日报（1987-06-12）", '"1987年6月12日 雁桥日报"']
)
def test_a_title_that_is_a_paper_and_its_day_is_no_headline(title: str) -> None:
    lines = (
        "---",
        f"title: {title}",
        "tags: [旧报]",
        "---",
        "",
        "## 渡口加开一班船",
        *BODY,
        "",
        "## 夜校开课",
        *SCHOOL,
        "",
        "## 船工学字",
        "",
        "摆渡的老人进了识字班，三个月学会了八百个字，如今给女儿写信不求人。",
    )
    part = parse(SourceText("a.md", "utf-8", lines))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1987, 6, 12))
    assert [article.headline for article in part.articles] == ["渡口加开一班船", "夜校开课", "船工学字"]
    assert part.warnings == ()


@pytest.mark.parametrize("title", ["渡口开船 1987年6月12日", "1987年6月12日的渡口"])
def test_a_title_with_a_day_and_other_words_is_a_headline(title: str) -> None:
    part = parse(SourceText("a.md", "utf-8", ("---", f"title: {title}", "tags: [旧报]", "---", *BODY)))
    assert [article.headline for article in part.articles] == [title]


LATIN = (
    "The ferry at Willow Bend ran again yesterday, and thirty villagers took the first boat to the market."
)


@pytest.mark.parametrize(
    "fields",
    [
        ("Newspaper Title: The Willow Advertiser", "Newspaper Date: 1888-06-13", "Page Number: 5"),
        ("Publication: The Willow Advertiser", "Date: 13 June 1888", "Page: 5"),
        ("Newspaper: The Willow Advertiser", "Issue Date: 1888-06-13", "Page No: 5"),
    ],
)
@pytest.mark.parametrize("is_fenced", [True, False])
def test_a_paper_in_latin_letters_and_a_page_are_those_of_the_fields(
    fields: tuple[str, ...], *, is_fenced: bool
) -> None:
    lines = [*fields, "Article Title: THE FERRY"]
    if is_fenced:
        lines = ["---", *lines, "---"]
    part = parse(SourceText("a.txt", "utf-8", (*lines, "", LATIN, LATIN)))
    assert (part.masthead.title, part.masthead.date) == ("The Willow Advertiser", dt.date(1888, 6, 13))
    assert part.masthead.number is None
    (article,) = part.articles
    assert (article.headline, article.page) == ("THE FERRY", "5")


def test_the_number_of_an_issue_is_that_of_its_field() -> None:
    assert part_of("date: 1987-06-12", "期号: 第1204期", "page: 5").masthead.number == 1204


@pytest.mark.parametrize(
    ("line", "is_page"), [("page number: 5", True), ("版次: 2", True), ("期号: 5", False), ("第5版", False)]
)
def test_which_field_is_that_of_the_page(line: str, *, is_page: bool) -> None:
    assert front_matter.is_of_page(line) is is_page
