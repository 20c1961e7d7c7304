"""An export of a wiki has an article a page: of its markup nothing but the words, of its templates the fields."""

import pytest

from reader import formats, parsing
from reader.formats import NotAnIssue
from reader.newspaper.issue import IssuePart

ONE = "昨日上午，柳湾渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行。"
TWO = "摆渡工骆长庚说，新桥建成以后，过江只要五分钟，再也不用看水位。"
HEADER = "{{header\n| title = 浮桥拆除\n| author = 骆长庚\n| notes = 《柳湾日报》2024年3月5日第2版\n}}\n"


def page(title: str, text: str, ns: int = 0) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"<page><title>{title}</title><ns>{ns}</ns><id>9</id><revision><id>900</id>"
        "<timestamp>2026-01-11T10:11:33Z</timestamp><contributor><username>Zhuanlu</username></contributor>"
        f"<text>{escaped}</text></revision></page>"
    )


def dump(*pages: str) -> bytes:
    site = "<siteinfo><sitename>Wikisource</sitename></siteinfo>"
    name = "http://www.mediawiki.org/xml/export-0.11/"
    return f'<mediawiki xmlns="{name}">{site}{"".join(pages)}</mediawiki>'.encode()


def read(*pages: str) -> IssuePart:
    return parsing.parse(formats.decode(dump(*pages), "wiki.xml"))


def test_a_template_tells_the_fields_and_is_no_text() -> None:
    part = read(
        page(
            "柳湾日报/2024年3月5日/浮桥拆除",
            HEADER + f"{ONE}\n\n{TWO}\n{{{{PD-old}}}}\n[[Category:柳湾日报]]",
        )
    )
    (article,) = part.articles
    assert (part.masthead.title, str(part.masthead.date)) == ("柳湾日报", "2024-03-05")
    assert (article.headline, article.page) == ("浮桥拆除", "2")
    assert [credit.names for credit in article.credits] == [("骆长庚",)]
    assert [block.text for block in article.blocks] == [ONE, TWO]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (f"[[新桥|{ONE}]]", ONE),
        (f"'''{ONE}'''", ONE),
        (f"{ONE}<ref name=a>原文如此{{{{引}}}}。</ref>", ONE),
        (f"{ONE}<ref name=a />", ONE),
        (f"{{{{center|{{{{larger|{ONE}}}}}}}}}", ONE),
        (f"<poem>{ONE}</poem>", ONE),
        (f"* {ONE}", ONE),
        (f"<!-- 校对 -->{ONE}__NOTOC__", ONE),
        (f"[https://a.example/b {ONE}]", ONE),
        (f"{{{{注|a={{{{深|b=c}}}}}}}}{ONE}[[File:a.jpg|thumb|图]]", ONE),
    ],
)
def test_of_markup_nothing_but_the_words_is_read(markup: str, words: str) -> None:
    (article,) = read(page("柳湾日报/2024年3月5日/浮桥拆除", f"{markup}\n{TWO}")).articles
    assert [block.text for block in article.blocks] == [words, TWO]


def test_pages_of_several_days_are_days() -> None:
    pages = [page(f"柳湾日报/2024年3月{day}日/浮桥拆除", f"{ONE}\n{TWO}") for day in (5, 6)]
    with pytest.raises(formats.SeveralDays) as raised:
        formats.decode(dump(*pages), "wiki.xml")
    assert [(day.paper, day.date) for day in raised.value.days] == [
        ("柳湾日报", "2024-03-05"),
        ("柳湾日报", "2024-03-06"),
    ]


def test_talk_templates_and_redirects_are_left_out_and_told() -> None:
    others = [page("讨论:渡口", ONE, 1), page("Template:引", ONE, 10), page("渡口", "#REDIRECT [[浮桥]]")]
    source = formats.decode(dump(page("渡口/浮桥拆除", f"{ONE}\n{TWO}"), *others), "wiki.xml")
    assert source.reading is not None
    assert source.reading.left_out == ("3 个讨论、模板之类的页",)


def test_a_dump_without_an_article_is_no_issue() -> None:
    with pytest.raises(NotAnIssue):
        read(page("Template:引", ONE, 10))


def test_templates_in_each_other_without_end_take_no_time_without_end() -> None:
    (article,) = read(page("渡口", "{{a|" * 30_000 + f"\n{ONE}\n{TWO}")).articles
    assert ONE in article.blocks[-2].text
