"""Given pages from before 1949 or from overseas, when they are parsed, then they are read as they are meant: pen names
in brackets, serials, columns of several widths, telegrams, years of the republic."""

import datetime as dt

import pytest

from reader.newspaper.article import Role, SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import line_patterns, parse

FERRY = (
    "雁橋西渡、每日往來客商數百、船夫老郭好飲茶、日前有客遺一瓷壺於艙中、壺底有字、老郭不識、持以問塾師、塾師亦不識、"
    "一時渡口傳爲奇事、翌日客返索壺、老郭以空壺還之、客大笑而去、謂壺中本有新茶二兩、想已入君腹矣、"
)
SCHOOL = (
    "城中某女校長、冬日御一大衣、長及地、行時掃雪、學生戲呼爲掃雪先生、校長聞之、明日改御布袍、雪積盈尺、無人掃矣、"
    "校役阿根乃自購一帚、每晨掃之、學生復呼之爲小先生、阿根大喜、謂半生未嘗有人呼我先生也、"
)
RICE = (
    "南門豐泰米店、有學徒名阿根、年十四、能左手撥算盤、右手量米、口中報價、分毫不爽、店主奇之、月給加二元、"
    "同業聞而羡焉、爭欲聘之、阿根皆不往、曰此間米香、他處無有也、"
)
PAGE = (
    ("渡船上之瓷壺", "（砚農）", FERRY),
    ("女校長之大衣", "（癡）", SCHOOL),
    ("米店學徒之算盤", "（如是）", RICE),
)


def part_of(*lines: str, path: str = "a.txt") -> IssuePart:
    return parse(SourceText(path, "utf-8", lines))


def cut(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def headlines_of(part: IssuePart) -> list[str | None]:
    return [article.headline for article in part.articles]


def test_pen_names_in_brackets_sign_the_headlines_above_them() -> None:
    part = part_of(*(line for article in PAGE for line in article))
    assert headlines_of(part) == [headline for headline, _, _ in PAGE]
    signed = [(credit.role, *credit.names) for article in part.articles for credit in article.credits]
    assert signed == [(Role.AUTHOR, name.strip("（）")) for _, name, _ in PAGE]


def test_short_texts_of_a_small_page_that_all_end_with_a_pause() -> None:
    part = part_of(
        *("曉鐘報", "中華民國九年四月三日"),
        *("琴臺秋柳", "舊柳垂垂拂釣磯、行人猶說昔年非、渡頭不見吹簫客、落日西風燕子飛、"),
        *("茶社一則", "昨偕友人某君、品茗於雁橋茶社、座客言近日渡船之盛、爲十年來所未有云、"),
        *("西渡大火", "昨夜二鼓、西渡某米棧失愼、延燒一時許始熄、毀屋三間、"),
    )
    assert headlines_of(part) == ["琴臺秋柳", "茶社一則", "西渡大火"]


@pytest.mark.parametrize("narrow", [12, 15])
@pytest.mark.parametrize("other", [9, 20, 28])
def test_printed_lines_of_several_widths(narrow: int, other: int) -> None:
    page = [PAGE[n] for n in (0, 2, 1, 2, 0)]
    page[2] = (*page[2][:2], SCHOOL + RICE)
    widths = (narrow, narrow, other, narrow, narrow)
    lines = [
        line
        for (headline, name, text), width in zip(page, widths, strict=True)
        for line in (headline, name, *cut(text, width))
    ]
    part = part_of(*lines)
    assert headlines_of(part) == [headline for headline, _, _ in page]
    assert [[block.text for block in article.blocks] for article in part.articles] == [
        [text] for _, _, text in page
    ]


def test_a_serial_that_goes_on_ends_its_article() -> None:
    part = part_of("歸舟記", "（砚農）", FERRY, SCHOOL, "（未完）", "米店學徒之算盤", "（如是）", RICE)
    assert headlines_of(part) == ["歸舟記", "米店學徒之算盤"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("（砚农）", "砚农"),
        ("(癡)", "癡"),
        ("（小 渡）", "小渡"),
        ("（四十二）", None),
        ("（未完）", None),
        ("（续）", None),
        ("（之三）", None),
        ("（附图）", None),
        ("（本报记者陶一苇）", None),
        ("砚农", None),
    ],
)
def test_which_brackets_may_hold_a_pen_name(line: str, name: str | None) -> None:
    assert line_patterns.pen_name_in_brackets(line) == name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（未完）", True),
        ("未完", True),
        ("（待续）", True),
        ("(完)", True),
        ("工程未完", False),
        ("完善", False),
    ],
)
def test_lines_that_say_whether_a_serial_goes_on(line: str, expected: bool) -> None:
    assert line_patterns.states_continuation(line) is expected


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("第四版　中華民國一百零二年二月二十二日", dt.date(2013, 2, 22)),
        ("第三版　民國九年四月六日　社會三日刊　庚申年二月十八日　星期二", dt.date(1920, 4, 6)),
    ],
)
def test_heads_of_pages(head: str, date: dt.date) -> None:
    part = part_of(head, "渡船上之瓷壺", FERRY)
    assert part.masthead.date == date
    assert part.masthead.source_lines == ((1, 1),)


def test_telegrams_under_one_headline_are_one_article() -> None:
    part = part_of(
        "江輪復航在即",
        "［本報漢口十一日電］江輪停航已逾兩月，航政局連日會商，決定本月中旬復航，首批運鹽三千噸。",
        "［中央社宜昌十日下午八時三十分急電］上游水位漸退，第一批木船今晨開出，五日可到。",
        "［路透社九江十二電］此間碼頭正加緊修理，工人日夜趕工。",
    )
    assert headlines_of(part) == ["江輪復航在即"]


def test_telegrams_without_punctuation_are_one_article_too() -> None:
    part = part_of(
        "江輪復航在即",
        "江輪停航已逾兩月航政局連日會商決定本月中旬復航首批運鹽三千噸各埠商人聞訊無不歡慰而船工之待雇者亦陸續回埠聽候點名",
        "〔中央社宜昌十日電〕上游水位漸退第一批木船今晨開出五日可到此間米價已見回跌",
        "〔路透社九江十二日電〕此間碼頭正加緊修理工人日夜趕工預計下旬可供江輪停靠",
    )
    assert headlines_of(part) == ["江輪復航在即"]


def test_a_headline_may_call_out_before_its_end() -> None:
    text = "渡口的老倉庫閒置了二十年，今年春天重新開門，裡面擺了六張木桌，假日常常坐滿了人，店主說祖父當年在這裡管鹽。"
    heads = [
        "第一名！雁橋消防出勤 三分鐘到場",
        "好香！港邊老倉庫變咖啡館 三代人顧店",
        "下雨不收傘錢？車站小店老闆這樣說",
    ]
    part = part_of(*(line for head in heads for line in (head, text, text)))
    assert headlines_of(part) == heads
