"""Who signs an order, a notice or a letter closes it; who speaks in the text that follows stands above that."""

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from reader.parsing.closing_lines import around_dates
from reader.parsing.line_features import Line, lines_of_rows
from reader.parsing.rows import rows_of
from reader.parsing.weights import LineFeature

HEAD = ("清溪日报", "1988年1月1日 第一版", "各界人士话新年")
ORDER = "本县河堤年久失修，一遇山洪，沿河民田动遭淹没，兹定于本月二十日起征工修筑，不得规避"


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}).lines)


def issue(*texts: str) -> IssuePart:
    return parse(SourceText("a.txt", "utf-8", (*HEAD, *texts)))


def signs(*texts: str, at: int) -> bool:
    return LineFeature.READER_SIGNED in around_dates(lines(*texts), at)


@pytest.mark.parametrize(
    ("texts", "are_signing"),
    [
        ((f"{ORDER}，此令。", "县长 赵维桢", "码头修竣"), True),
        ((f"{ORDER}。", "此布", "县长 赵维桢", "码头修竣"), True),
        ((f"{ORDER}，切切此布。", "县长　赵维桢", "副县长　李小川"), True),
        ((f"{ORDER}。", "县长 赵维桢", "副县长 李小川", "三月十五日"), True),
        ((f"{ORDER}。", "县长 赵维桢", "1950年3月15日"), True),
        ((f"{ORDER}。", "县长 赵维桢", f"{ORDER}。"), False),
        ((f"{ORDER}。", "县长 赵维桢", "修好码头", f"{ORDER}。"), False),
        ((f"{ORDER}，", "县长 赵维桢", "三月十五日"), False),
        (("县长 赵维桢", "三月十五日"), False),
    ],
)
def test_an_order_is_signed_below_its_formula_or_above_its_day(
    texts: tuple[str, ...], are_signing: bool
) -> None:
    offices = [at for at, text in enumerate(texts) if "县长" in text]
    assert [signs(*texts, at=at) for at in offices] == [are_signing] * len(offices)


def test_who_speaks_below_a_name_has_not_signed_what_is_above() -> None:
    part = issue(
        "市长 王大山",
        "新的一年，我们要把东门码头修好，让群众出行更方便。还要把自来水接到每一户人家里去。",
        "厂长 李小川",
        "今年我们厂计划生产水泵三千台，比去年多五百台。工人们的干劲很足，大家都盼着早日完工。",
        "校长 顾文英",
        "学校明年要盖新教学楼，请社会各界多多支持。孩子们很快就能坐进亮堂的教室。",
    )
    assert not any(
        credit.as_printed in {"厂长 李小川", "校长 顾文英"}
        for article in part.articles
        for credit in article.credits
    )


def test_a_list_of_offices_may_be_of_any_length() -> None:
    part = issue("县人大任命下列同志。", *["副县长 王大山"] * 1500)
    told = [span for article in part.articles for span in article.source_lines]
    assert max(last for _, last in told) == len(HEAD) + 1501


@pytest.mark.parametrize(
    ("texts", "is_signing"),
    [
        ((f"{ORDER}。", "布业公会启"), True),
        ((f"{ORDER}。", "本报馆经理部启"), True),
        ((f"{ORDER}。", "黄宅谨启"), True),
        ((f"{ORDER}。", "石癯　梅隐　同启"), True),
        ((f"{ORDER}。", "何渡生鞠躬"), True),
        ((f"{ORDER}。", "总经理向顾客鞠躬"), False),
        ((f"{ORDER}。", "演员谢幕鞠躬"), False),
        ((f"{ORDER}。", "小学生给老师敬上"), False),
        ((f"{ORDER}。", "新闸门今日开启"), False),
        ((f"{ORDER}。", "茶山的门又重启"), False),
        ((f"{ORDER}。", "布业公会启事"), False),
        ((f"{ORDER}，", "布业公会启"), False),
        (("码头修竣", "布业公会启"), False),
    ],
)
def test_who_announces_something_signs_it_right_below(texts: tuple[str, ...], is_signing: bool) -> None:
    assert signs(*texts, at=1) is is_signing


def test_below_who_signs_a_notice_begins_the_next() -> None:
    page = (
        "申江小报",
        "民国二十四年十月三日",
        "闸口布业公会启事",
        "本会定于十月十日下午二时在会所召开会员大会，届时务请拨冗莅临。",
        "布业公会启",
        "失物招领",
        "昨在三马路拾得皮夹一只，内有信件数封，失主可至本报馆认领。",
        "本报馆经理部启",
        "赁屋",
        "今有石库门楼房一幢，三上三下，水电俱全，有意者请函本报二百号信箱。",
        "黄宅谨启",
    )
    part = parse(SourceText("a.txt", "utf-8", page))
    assert [article.source_lines[0][0] for article in part.articles] == [3, 6, 9]


TEXT = "前天在南门菜场买了两斤鲫鱼，回家一称少了三两。市场管理员说公平秤坏了半个月，还没有修。"


@pytest.mark.parametrize(
    ("texts", "is_signing"),
    [
        ((TEXT, "周立言", "菜场的秤", TEXT), True),
        ((TEXT, "小河生产队　罗大顺", "编者按", TEXT), True),
        ((TEXT, "乔木", "市场行情", "今日菜价", TEXT), True),
        ((TEXT, "乔木", "菜场的秤", TEXT), False),
        ((TEXT, "街谈", "市场行情", "今日菜价", TEXT), False),
        ((TEXT, "周立言", TEXT), False),
        ((TEXT, "周立言", "菜场的秤", "市场行情"), False),
        (("菜场的秤", "周立言", "南门", TEXT), False),
    ],
    ids=[
        "a name",
        "with where he is from",
        "a pen name above a label",
        "a word above a heading",
        "a label above a label",
        "above a text",
        "above headings alone",
        "below a heading",
    ],
)
def test_a_name_between_a_text_and_a_heading_signs_the_text(texts: tuple[str, ...], is_signing: bool) -> None:
    assert signs(*texts, at=1) is is_signing


@pytest.mark.parametrize(
    ("heading", "is_signing"), [("关于停电检修的通知", True), ("渡口加开一班早船", False)]
)
def test_an_organisation_signs_a_notice_and_heads_other_texts(heading: str, is_signing: bool) -> None:
    assert signs(heading, f"{ORDER}。", "临江供电局", "菜场的秤", TEXT, at=2) is is_signing


def test_an_english_letter_ends_with_a_formula_who_signs_and_its_day() -> None:
    letter = ("The steps are to be mended soon, I hope.", "I am, etc.,", "RATEPAYER.", "Lower Bund, 4th May.")
    heading = ("THE PRICE OF ICE.", "Last summer ice was sold at two dollars.")
    assert [signs(*letter, *heading, at=at) for at in range(6)] == [False, True, True, True, False, False]
    assert not signs("The steps are to be mended soon.", "Lower Bund, 4th May.", *heading, at=1)
    assert not signs("The steps are to be mended.", "I am of opinion that they are good.", *heading, at=1)


@pytest.mark.parametrize("call", ["特此报喜！", "特此致贺！"])
def test_a_call_below_a_text_is_no_notice_and_neither_is_who_signs_it(call: str) -> None:
    text = "东风农场的青年在盐碱滩上打出了第一口甜水井，水量每小时二十吨，大家奔走相告。"
    lines = ("特大喜讯", text, call, "向农场的战友们学习！", "支边青年联络站", "一九六六年十二月三十日")
    (article,) = parse(SourceText("a.txt", "utf-8", lines)).articles
    assert article.source_lines == ((1, 6),)


HANDBILL = (
    "告全县船工书",
    "县航运局克扣船工口粮已有三年之久，我们忍无可忍，现向县航运局提出三条要求，限两日内答复。",
    "一、立即公布三年来的粮食账目；",
    "二、退还多扣的口粮。",
)


@pytest.mark.parametrize(
    "closing",
    [
        ("江滩航校东风渡口战斗队", "1967.1.18"),
        ("船工们，团结起来！！！", "江滩县油库革命职工", "67年8月29日夜"),
        ("东门渡口文艺宣传队", "一九六七年国庆节"),
        ("渡口区联合总部", "10月4日下午五时"),
        ("航校东风 一中红岩 二中红梅", "船工总部 茶厂风雷", "航标站延安 渡口小学教工", "1967年1月27日于江滩"),
        ("渡口区船工总部代表 郑有福", "渡口区职工总部代表 罗小满", "六七年十月八日"),
        ("此致", "敬礼", "江滩一中高三（二）班", "何一舟 陶一苇 顾知远", "1966年8月2日"),
    ],
)
def test_who_signs_at_the_end_of_a_file_above_its_day_begins_no_article(closing: tuple[str, ...]) -> None:
    part = parse(SourceText("a.txt", "utf-8", (*HANDBILL, *closing)))
    assert [article.headline for article in part.articles] == ["告全县船工书"]
    assert "敬礼" not in [name for credit in part.articles[0].credits for name in credit.names]


def test_a_heading_above_a_text_closes_no_file() -> None:
    texts = (*HANDBILL, "三车间修好夜班食堂", f"{ORDER}。", "六七年十月八日")
    assert LineFeature.CLOSES_FILE not in around_dates(lines(*texts), len(HANDBILL))
    assert LineFeature.CLOSES_FILE in around_dates(lines(*texts), len(texts) - 1)


def test_notices_below_other_texts_keep_who_signs_them() -> None:
    texts = (*HANDBILL, "招标公告", f"{ORDER}。", "江滩县航运局", "2024年3月7日")
    assert LineFeature.CLOSES_FILE not in around_dates(lines(*texts), len(texts) - 2)


def test_who_signs_a_letter_without_a_name_heads_no_other_letter() -> None:
    lamp = ("渡口的灯坏了", "编辑同志：", f"{ORDER}。", "一个过江的人")
    scale = (
        "粮站的秤不准",
        "编辑同志：",
        "柳叶洲粮站的秤少二两，卖粮的人都知道，希望换一杆新秤。",
        "几个卖粮的社员",
    )
    part = issue(*lamp, *scale, "旧桥的栏杆断了", "编辑同志：", f"{ORDER}。")
    assert [article.headline for article in part.articles[-3:]] == [lamp[0], scale[0], "旧桥的栏杆断了"]
    assert signs(*lamp, *scale, at=3)
    assert not signs(*lamp[:3], "读者来信", *scale, at=3)
    assert not signs(f"{ORDER}。", "一个过江的人", *scale, at=1)


TEXT = "渡口的候船室漏雨多年，今年秋天终于换上了新瓦，等船的人不必再撑伞。工钱由船工和沿岸各村分摊。"
NEXT = (
    "东门水塔开始供水",
    "水塔在山坡上，高十二米，能供三条街用水。今早第一批用户拧开龙头，水压很足，孩子们围着看。",
)


@pytest.mark.parametrize(
    "closing",
    [
        "清溪中学全体师生启1957.7.4",
        "县人民委员会县长　何一舟1957年11月19日",
        "清溪船工全体敬上一九五一年二月二十四日",
        "一九五○年三月二十四日写于清溪医院",
        "民国三十八年五月",
        "清溪县东门街全体居民",
        "【原载一九五一年十一月九日青石日报】",
    ],
)
def test_who_signs_and_when_closes_the_text_above_another_heading(closing: str) -> None:
    part = issue("候船室换新瓦", TEXT, closing, *NEXT)
    assert [article.headline for article in part.articles] == ["候船室换新瓦", NEXT[0]]


@pytest.mark.parametrize(
    "heading", ["清溪县工人纪念五一节", "致清溪县全体居民", "清溪县工人一九五七年的愿望"]
)
def test_a_heading_whose_text_follows_closes_nothing(heading: str) -> None:
    part = issue("候船室换新瓦", TEXT, heading, NEXT[1])
    assert [article.headline for article in part.articles] == ["候船室换新瓦", heading]
    assert not signs(TEXT, heading, NEXT[1], at=1)


def test_who_signs_may_stand_below_what_is_called_out() -> None:
    signed = "清溪船工大会全体代表敬上一九五一年二月二十四日"
    part = issue("候船室换新瓦", TEXT, "愿渡口年年平安！", signed, *NEXT)
    assert [article.headline for article in part.articles] == ["候船室换新瓦", NEXT[0]]


def test_who_is_told_is_no_one_who_signs() -> None:
    assert signs(TEXT, "清溪县东门街全体居民", *NEXT, at=1)
    assert not signs(TEXT, "告清溪县东门街全体居民", *NEXT, at=1)
    assert not signs(f"{TEXT[:-1]}，", "清溪县东门街全体居民", *NEXT, at=1)


def test_a_name_above_a_heading_with_its_own_author_signs_the_text_above() -> None:
    part = issue("候船室换新瓦", "顾知远", TEXT, "李小川", NEXT[0], "何一舟", NEXT[1])
    assert [article.headline for article in part.articles] == ["候船室换新瓦", NEXT[0]]
    names = [[name for credit in article.credits for name in credit.names] for article in part.articles]
    assert names == [["顾知远", "李小川"], ["何一舟"]]
