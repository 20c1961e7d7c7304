"""Which of two lines above a text is the headline, where no dash, mark or verb of speaking tells."""

import pytest

from reader import formats
from reader.newspaper.article import Article
from reader.parsing import parse

LEADS = {
    "渡口": "本报讯（记者 何一舟）东门渡口的新码头昨天开工，码头建成后可停靠四艘渡船，旧码头改作货运。",
    "茶园": "本报讯（通讯员 田丰）后山茶园今年办起夜校，教社员认秤、记账，已有三个村的人报名。",
}


def _article(lines: str, lead: str) -> Article:
    other = "粮站收麦不过夜\n本报讯 东桥粮站把过秤的时间延长到夜里十点。"
    page = f"江滩日报\n1987年6月12日 第3版\n{lines}\n{LEADS[lead]}\n{other}"
    return parse(formats.decode(page.encode(), "a.txt")).articles[0]


@pytest.mark.parametrize(
    ("headline", "deck", "lead"),
    [
        ("东门渡口新码头开工", "全长六十米 总投资四十万元", "渡口"),
        ("东门渡口新码头开工", "预计年底前停靠渡船", "渡口"),
        ("东门渡口新码头开工", "船工盼早日用上", "渡口"),
        ("东门渡口新码头开工", "居民：过江不用再等", "渡口"),
        ("东门渡口新码头开工", "往来货物增加两成", "渡口"),
        ("后山茶园办起夜校", "涉及记账、认秤两门课", "茶园"),
        ("东门渡口新码头开工", "勉励船工按期完成基础工程", "渡口"),
        ("航运工会致全县船工慰问信", "向节日里守在渡口的船工致以问候", "渡口"),
        ("全县渡口工作会议召开", "何一舟主持讨论新码头建设方案", "渡口"),
        ("东门渡口新码头开工", "何一舟郑有福分别发来贺信", "渡口"),
        ("县渡口管理局公布新码头图样", "旧码头改作货运栈桥岸边另修石阶一百级", "渡口"),
        ("渡口学堂明年招生", "听说船工的孩子免交学费，远处来的另有宿处，邻县也有人来打听", "渡口"),
        ("换一条什么船", "现在添船可以自己拿主意了，只要船坞肯签字就行——", "渡口"),
        ("东门渡口新码头开工", "何一舟题词郑有福出席开工典礼并讲话", "渡口"),
        ("东门渡口新码头开工", "江滩船工学会呼吁早日通船", "渡口"),
        ("今年又有四个渡口达到安全要求", "全县八成渡口实现汽船摆渡", "渡口"),
    ],
)
def test_the_second_line_is_a_deck_if_it_tells_a_detail(headline: str, deck: str, lead: str) -> None:
    article = _article(f"{headline}\n{deck}", lead)
    assert (article.kicker, article.headline, article.decks) == (None, headline, (deck,))


@pytest.mark.parametrize(
    ("above", "headline"),
    [
        ("迎难而上 再立新功", "百余名船工参加码头开工"),
        ("东门渡口的新码头昨天开工", "六十年旧貌改变 四条船并排靠岸"),
        ("东门渡口的新码头昨天开工", "“过江再也不用等了”"),
        ("全县渡口工作会议要求", "首批码头年内建成"),
        ("航运部门对十处渡口的一项调查显示", "新码头使候船的时间少了一半"),
        ("江滩县航运委员会公布", "全县第三届安全渡口和优秀船工名单"),
        ("抓农时，早修船", "东门渡口的新码头昨天开工，四条渡船等着停靠"),
        ("针对旧码头失修多年", "县渡口管理局今年要在东门修起新码头"),
    ],
)
def test_the_second_line_is_the_headline_below_a_slogan_an_occasion_or_if_it_is_a_quotation_or_set_in_halves(
    above: str, headline: str
) -> None:
    article = _article(f"{above}\n{headline}", "渡口")
    assert (article.kicker or article.section, article.headline) == (above, headline)


def test_lines_of_points_below_a_headline_are_its_decks() -> None:
    article = _article("东门渡口开工\n●岸边修石阶一百级\n●旧码头改作货运●新码头泊四船", "渡口")
    assert article.headline == "东门渡口开工"
    assert article.decks == ("●岸边修石阶一百级", "●旧码头改作货运●新码头泊四船")


def test_a_single_point_below_a_heading_is_no_deck() -> None:
    article = _article("简讯\n●东门渡口的新码头开工", "渡口")
    assert article.decks == ()


def test_the_text_of_a_narrow_column_that_begins_like_its_headline_is_no_deck() -> None:
    article = _article("东门渡口管理局换船\n东门渡口管理局定于十四日中午在渡口", "渡口")
    assert article.decks == ()


def test_below_the_name_of_a_section_stands_a_headline() -> None:
    article = _article("记者手记\n预计年底前停靠渡船", "渡口")
    assert (article.section, article.headline, article.decks) == ("记者手记", "预计年底前停靠渡船", ())
