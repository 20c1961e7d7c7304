"""A publication's name in one line with its day is that of the masthead; a headline or a section with a day is none."""

import pytest

from reader import formats
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from reader.parsing.named_days import name_beside_day

ARTICLES = """\
怎样防治棉蚜
棉蚜专吃棉苗的汁水。防治的办法，一是用烟草水喷，二是早晨用手抹。
互助组算细账
我们互助组七户，合用两头牛。算一算账，比单干每户多打一石二斗。
渡口的船票改了价
逢集之日，渡口加开两班，船票每张改为五分。早班天明即开，挑担者请走左边石阶。
"""
"""Three articles with their headings, for the head of a paper above them."""


def below(head: str) -> IssuePart:
    return parse(formats.decode(f"{head}\n{ARTICLES}".encode(), "a.txt"))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("柳城新闻　民国二十三年五月八日　星期二", "柳城新闻"),
        ("江滩晚报副刊　1948年3月2日", "江滩晚报"),
        ("营地新闻（油印）　第四十三期　一九四四年二月九日", "营地新闻"),
        ("人民法院公告　江滩法制报　1996年5月8日　第7版", "江滩法制报"),
        ("江滩文艺　1962年第3期　诗页", "江滩文艺"),
        ("渡口的灯修好了　1987年6月12日", None),
        ("柳城新闻，1934年5月8日", None),
        ("（原载《江滩日报》1987年6月12日第1版）", None),
        ("柳城新闻", None),
        ("国际新闻　1987年6月12日", None),
        ("本市消息　1987年6月12日", None),
        ("县区新闻　1987年6月12日", None),
        ("天气预报　1987年6月12日", None),
        ("国庆特刊　1987年10月1日", None),
        ("健康周刊　1987年6月12日　A8版", None),
        ("县长视察渡口新闻　1987年6月12日", None),
        ("柳湾周刊　1987年6月12日", "柳湾周刊"),
        ("本月八日柳城新闻　说　渡口　的灯　又　亮了　1934年5月8日", None),
    ],
)
def test_the_name_is_that_of_a_publication_before_its_day(line: str, name: str | None) -> None:
    span = name_beside_day(line)
    assert (line[slice(*span)] if span else None) == name


@pytest.mark.parametrize(
    ("head", "title", "number"),
    [
        ("农友\n1950年5月 第3期", "农友", 3),
        ("湖畔文艺\n1985年第6期", "湖畔文艺", 6),
        ("红旗战报\n红星机械学校《红旗》编辑部 第十二期 1967年2月9日", "红旗战报", 12),
        ("小荷尖尖\n城东中心小学红领巾社 2001年6月1日 第14期", "小荷尖尖", 14),
        ("红轴承\n临江轴承厂党委宣传部 1979年10月 第9期", "红轴承", 9),
        ("四海日報·海外版\n1996年11月5日　星期二　農曆丙子年九月廿五", "四海日報·海外版", None),
    ],
)
def test_a_name_without_a_word_for_papers_stands_above_its_number(
    head: str, title: str, number: int | None
) -> None:
    part = below(head)
    assert (part.masthead.title_as_printed, part.masthead.number) == (title, number)
    assert [article.headline for article in part.articles] == [
        "怎样防治棉蚜",
        "互助组算细账",
        "渡口的船票改了价",
    ]


def test_a_name_in_characters_and_letters_is_above_the_articles() -> None:
    part = below("津滨双周 Harbor Biweekly\n1999年8月20日 Issue 33")
    assert [article.source_lines[0][0] for article in part.articles] == [3, 5, 7]


def test_of_a_month_without_its_day_the_day_is_not_told() -> None:
    part = below("农友\n1950年5月 第3期")
    assert part.masthead.date is None
    assert part.masthead.month_day is None
    assert [(warning.line, "1950年5月" in warning.message) for warning in part.warnings] == [(2, True)]


def test_a_day_that_is_printed_behind_its_month_is_told() -> None:
    part = below("农友\n1950年5月12日 第3期")
    assert str(part.masthead.date) == "1950-05-12"
    assert part.warnings == ()


def test_the_marked_name_of_a_paper_above_its_day_is_no_title_of_the_headings_below() -> None:
    articles = "".join(
        f"## {line}\n" if n % 2 == 0 else f"{line}\n" for n, line in enumerate(ARTICLES.splitlines())
    )
    part = parse(formats.decode(f"# 河口新闻\n1987年6月12日\n{articles}".encode(), "a.md"))
    assert (part.masthead.title, part.masthead.source_lines) == ("河口新闻", ((1, 2),))
    assert [article.headline for article in part.articles] == ARTICLES.splitlines()[::2]


def test_below_a_marked_title_that_names_no_paper_headings_are_its_subheads() -> None:
    articles = "".join(
        f"## {line}\n" if n % 2 == 0 else f"{line}\n" for n, line in enumerate(ARTICLES.splitlines())
    )
    part = parse(formats.decode(f"# 农家三件事\n1987年6月12日\n{articles}".encode(), "a.md"))
    assert [article.headline for article in part.articles] == ["农家三件事"]


@pytest.mark.parametrize("name", ["农村商情", "江滩文摘"])
def test_a_paper_of_prices_or_cuttings_is_named_above_a_mere_day(name: str) -> None:
    part = below(f"{name}\n1988年4月6日")
    assert (part.masthead.title, len(part.articles)) == (name, 3)
