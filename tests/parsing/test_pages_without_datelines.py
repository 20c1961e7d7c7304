"""Where articles begin on pages without datelines: by the page's own regularity, and by the words of its texts."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse
from reader.parsing.pipeline import explain
from reader.parsing.weights import LineFeature

GROUPS = """海港晨报
2023年8月5日

海关关长：绝不允许拖延放行
海关关长星期五在记者会上说，今后进口水果一律当天放行，绝不拖延，请商家放心...

午后谈：小店为何又关门了？
老街上的小店一年换了三个招牌，店主说租金涨得太快，顾客却越来越少，只好再次关门...

渔村一周修好三座桥
渔村的三座石桥经过一周抢修，星期六全部恢复通行，村民不必再绕道两公里..."""
BRACKETS = """# 1901 - 7 - 12345

[茶市近聞]
　　○新茶已到口岸商人爭購每擔值銀十八兩較去年略漲云
[船政告示]
　　○船政局示各船戶知悉自本月十五日起進口船隻須先報明貨色方准起卸
[學堂招考]
　　○本埠學堂擬招新生四十名有志者可於月內報名"""
BRIEFS = """青石日报
1987年6月12日 星期五
渡口的灯又亮了
渡口的船工把缆绳绕了三圈，围观的人站满了石阶，主任说逢集的日子再添一班，夜里点灯到十时。围观的孩子把手掌都拍红了，散会以后还有人不肯走，说要等末班船。
茶园里的路
茶园里的路铺上了石子，挑茶的人雨天也不再滑倒，镇上又派人补栽了两排桑树，来年春天路边就有荫凉，歇脚的石凳也摆好了。
夜校开学
石坪镇夜校上礼拜开学，九十名学员领到课本，教室里添了六盏灯，老师说先教记账，再教读报，冬天炉子由学员轮流生。"""
NEWS = """江东日报
2007年7月2日 第3版
水库开闸
本报讯（记者冯小蕾）水库昨日开闸，下游村庄已全部转移。
渡口停航
本报讯（记者黄小党）渡口因大水停航，恢复时间另行通知。"""
SECOND_AGENCY = """昨日两国商谈渔业
新华社海州3月6日电 两国渔业代表昨天在海州举行第三轮会谈，就明年的捕捞配额交换了意见。
据外电报道，双方还谈到了联合巡逻的办法，预计下月再谈一次。
据新华社海州3月7日电（记者田丰）会谈今天结束，双方签署了备忘录，商定明年在对方港口互设办事处。
图片：
代表们在码头参观新渔船。（附图片1张）"""
TUNNEL = (
    "隧道昨天贯通，施工队在山腹里挖了三年，隧道全长九公里，通车之后山里的木材和药材半天就能运到县城。"
    "施工队长说，渗水最多的一段挖了半年，山腹里的木材都用来支撑洞顶，隧道通车的日子因此推迟到县城的节日。"
    "三年里施工队没有回过家，队长说，通车那天要请县城的人坐车到山里，看看山腹里运木材和药材的隧道。",
    "渗水的地方要先支撑洞顶，施工队长带人在山腹里守了半年，运来的木材不够，就到县城去借。"
    "隧道通车以前，药材要走三天的山路，施工队的人说，挖了三年，山里的药材半天运到县城，值得。",
)
ORCHARD = (
    "果园今年收了梨子八万斤，社员们连夜装筐，筐子不够就用麻袋，合作社请来汽车，把梨子送到罐头工厂。"
    "罐头工厂的师傅说，梨子个大皮薄，社员装筐仔细，麻袋里也垫了稻草，汽车一路没有碰坏果园的收成。"
    "合作社打算明年再种梨子三千棵，汽车由社员自己开，罐头工厂说，果园有多少收多少，筐子由工厂来送。"
)


UNPUNCTUATED = (
    ("茶市近聞", "新茶已到口岸商人爭購每擔值銀十八兩較去年略漲聞後山之茶尚未開採須待雨後方可登市云"),
    ("船政告示", "船政局示各船戶知悉自本月十五日起進口船隻須先報明貨色方准起卸如違定即扣留不貸"),
    ("火警兩則", "昨夜三更西門外柴行失慎延燒六家幸水龍趕到即行撲滅又東街煙店亦因遺火焚去後進一間"),
    ("學堂招考", "本埠學堂擬招新生四十名有志者可於月內報名開考之期定於下月初六日黎明在明倫堂點名"),
    ("江水陡漲", "連日大雨江水陡漲三尺沿岸低處已成澤國渡船停駛三日行旅皆候於東岸茶棚之中"),
    ("米價稍平", "自外米運到以來市價稍平每石跌去二錢貧民皆有喜色聞後幫米船已過三灘不日可到"),
)
ESSAY = (
    ("隧道是怎樣挖成的", "大山隧道挖了三年，施工隊在山腹裡住了三年，隧道通車，木材和藥材半天就運到縣城。"),
    ("山腹裡的施工隊", "施工隊在山腹裡挖隧道，隧道滲水的一段挖了半年，運來的木材都用來支撐隧道的洞頂。"),
    ("滲水的一段", "隧道滲水的一段要先支撐洞頂，施工隊守在山腹裡，木材不夠，就到縣城去運來木材。"),
    ("木材從縣城來", "縣城的木材運到山腹裡，施工隊用木材支撐隧道滲水的洞頂，縣城的人說隧道通車就好。"),
    ("通車的日子", "隧道通車的日子，施工隊請縣城的人到山腹裡看隧道，藥材和木材半天就從隧道運到縣城。"),
)


def headlines_of(*lines: str) -> list[str | None]:
    return [article.headline for article in parse(SourceText("a.txt", "utf-8", lines)).articles]


@pytest.mark.parametrize(
    ("page", "headlines"),
    [
        (GROUPS, ["海关关长：绝不允许拖延放行", "午后谈：小店为何又关门了？", "渔村一周修好三座桥"]),
        (
            GROUPS.replace("渔村一周修", "# 渔村一周修").replace("...", "。"),
            ["海关关长：绝不允许拖延放行", "午后谈：小店为何又关门了？", "渔村一周修好三座桥"],
        ),
        (BRACKETS, ["[茶市近聞]", "[船政告示]", "[學堂招考]"]),
        (NEWS, ["水库开闸", "渡口停航"]),
        (SECOND_AGENCY, ["昨日两国商谈渔业"]),
    ],
    ids=[
        "groups between blank lines",
        "one of them with a stray mark",
        "brackets below a stray mark",
        "words of the text",
        "a second agency",
    ],
)
def test_each_heading_of_the_page_s_own_kind_begins_an_article(page: str, headlines: list[str]) -> None:
    assert headlines_of(*page.split("\n")) == headlines


def test_a_text_that_keeps_to_the_words_above_goes_on_and_one_that_does_not_is_another_s() -> None:
    page = ("大山隧道贯通", TUNNEL[0], "挖得最慢的一段路", TUNNEL[1], "梨子装满一百辆车", ORCHARD)
    told = {
        verdict.text: {*dict(verdict.decided_by)} for verdict in explain(SourceText("a.txt", "utf-8", page))
    }
    assert LineFeature.TIED in told["挖得最慢的一段路"]
    assert told["梨子装满一百辆车"] & {LineFeature.APART, LineFeature.RATHER_APART}
    assert headlines_of(*page) == ["大山隧道贯通", "梨子装满一百辆车"]


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["nowhere", "everywhere"])
def test_a_heading_that_names_what_its_text_tells_begins_an_article_whatever_the_blank_lines(
    between: str,
) -> None:
    assert headlines_of(*BRIEFS.replace("\n", between).split("\n")) == [
        "渡口的灯又亮了",
        "茶园里的路",
        "夜校开学",
    ]


@pytest.mark.parametrize("sign", ["", "# "], ids=["without", "with"])
def test_one_mark_in_the_first_line_tells_nothing_of_the_headings_that_have_none(sign: str) -> None:
    briefs = BRIEFS.partition("星期五\n")[2]
    assert headlines_of(*(sign + briefs).split("\n")) == ["渡口的灯又亮了", "茶园里的路", "夜校开学"]


def test_blank_lines_above_headings_alone_change_nothing() -> None:
    above = BRIEFS
    for headline in headlines_of(*BRIEFS.split("\n")):
        above = above.replace(f"\n{headline}\n", f"\n\n{headline}\n")
    assert headlines_of(*above.split("\n")) == headlines_of(*BRIEFS.split("\n"))


@pytest.mark.parametrize("above", [(), ("# 滬江新聞", "")], ids=["alone", "below a marked title"])
@pytest.mark.parametrize("sign", ["{}", "◎{}", "[{}]"])
def test_on_a_page_where_short_lines_and_texts_strictly_alternate_each_short_line_begins_an_article(
    sign: str, above: tuple[str, ...]
) -> None:
    """Whatever each of them alone looks like: a person's name, a date, a line that goes on."""
    headlines = [sign.format(headline) for headline, _ in UNPUNCTUATED]
    lines = [
        line for headline, (_, text) in zip(headlines, UNPUNCTUATED, strict=True) for line in (headline, text)
    ]
    assert headlines_of(*above, *lines) == headlines


@pytest.mark.parametrize("head", [(), ("江东日报", "1998年3月5日 星期四")], ids=["alone", "below a masthead"])
@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_few_short_headings_each_above_one_short_text_begin_articles(
    number: int, head: tuple[str, ...]
) -> None:
    briefs = (
        ("石桥修好", "村里的石桥昨天修好了，挑担的人不用再绕三里路，桥头还添了一盏灯，夜里也看得清。"),
        ("茶价上涨", "县里的茶价这几天又涨了两成，茶贩天不亮就守在集口，茶农说雨水少，今年采得晚。"),
        ("小学添课", "镇小学开了一门木工课，孩子们做的小板凳摆满走廊，老师说下学期还要学修锄头。"),
        ("渡口停航", "渡口的老船工姓冯，撑了四十年船，桥通了以后，他把船漆成绿色，停在柳树下给人看。"),
    )[:number]
    lines = [line for brief in briefs for line in brief]
    assert headlines_of(*head, *lines) == [headline for headline, _ in briefs]


def test_where_the_texts_below_go_on_with_the_same_words_the_short_lines_are_subheads() -> None:
    lines = [line for heading in ESSAY for line in heading]
    assert headlines_of(*lines) == [ESSAY[0][0]]


def test_a_lone_marked_name_of_a_publication_above_regular_headings_is_none_of_them() -> None:
    lines = ("# 滬江新聞", "", *(line for article in UNPUNCTUATED for line in article))
    part = parse(SourceText("a.txt", "utf-8", lines))
    assert part.masthead.source_lines == ((1, 1),)
    assert [article.source_lines[0][0] for article in part.articles] == [*range(3, 15, 2)]


def test_short_texts_without_punctuation_alternate_with_headings_too() -> None:
    lengths = (21, 28, 23, 19, 26, 29)
    articles = [
        (headline, text[:length]) for (headline, text), length in zip(UNPUNCTUATED, lengths, strict=True)
    ]
    lines = [line for article in articles for line in article]
    assert headlines_of(*lines) == [headline for headline, _ in articles]


def test_who_signs_the_last_article_is_no_heading_among_the_others() -> None:
    lines = (
        *("家属组给工人洗衣裳", "厂里的家属组织了洗衣组，每天收衣裳二百多件，洗好了按房间送回去。"),
        *("三车间换刀只要三分钟", "三车间的工人从前换一次刀要停车二十分钟，现在把两把刀装在一个架子上。"),
        "全厂都来学这个办法，七月份的产量比六月份多了一成半。",
        *("食堂的账目要公布", "我们食堂三个月没有公布账目，大家不知道伙食费花在哪里，请管理员按月贴出来。"),
        "装配组 周有田",
    )
    assert headlines_of("清江工人报", "1952年8月16日", *lines) == [lines[0], lines[2], lines[5]]


INQUIRY = (
    *("谁少算了四年工龄", "退休工人郭师傅发现，自己的退休金比同车间的老伙计少了一百八十元，他开始查账。"),
    "一年里郭师傅走访了四个部门，看到的是一笔糊涂账。",
)
PIECES = (
    ("泡过水的档案", "郭师傅的档案在洪水里泡过，入厂时间写成了一九七一年，郭师傅因此少算了四年工龄。"),
    (
        "四个部门的说法",
        "社保局说要劳动局认定，劳动局说要档案馆证明，档案馆说要厂里盖章，而厂里的公章已经上交。",
    ),
    ("公章在保险柜里", "公章最后在资产公司的保险柜里找到，档案馆这才证明，劳动局这才认定，社保局这才补发。"),
)


@pytest.mark.parametrize("number", ["", "{}　", "{}、"], ids=["plain", "numbered by a space", "numbered"])
def test_headings_below_which_the_matter_of_the_first_article_goes_on_are_its_subheads(number: str) -> None:
    pieces = [
        line
        for n, (heading, text) in zip("一二三", PIECES, strict=True)
        for line in (number.format(n) + heading, text)
    ]
    assert headlines_of("南江周刊", "2004年2月12日", *INQUIRY, *pieces) == [INQUIRY[0]]


def test_a_heading_that_looks_like_names_is_one_below_a_picture_too() -> None:
    lines = (
        *("网吧老板办起图书角", "东桥路的网吧老板在店里摆了两架书，来上网的学生可以免费借阅。"),
        "学生在网吧里看书。 本报记者 汪洋 摄",
        *("江豚又回来了", "渔民上周在江心看见三头江豚跟着渔船跑了半里路，他说八年没有见过这样的情景。"),
    )
    assert headlines_of("江湾都市报", "2001年5月9日", *lines) == ["网吧老板办起图书角", "江豚又回来了"]


def test_below_a_correction_a_heading_above_a_short_text_begins_an_article() -> None:
    lines = (
        *(
            "修桥队里的女工程师",
            "修桥队里只有一个女工程师，二十九岁，大家叫她小方。她在江心一待就是六个钟头。",
        ),
        *("更正", "本报二月六日第一版《全市春节供应充足》中，“猪肉八百吨”应为“八百四十吨”，特此更正。"),
        *(
            "幼儿园收费标准不一",
            "家长来信说，同样是区办的幼儿园，有的一个月收十二元，有的收十八元，不知道按什么标准。",
        ),
        *("下期要目", "《城市的树》《一个推销员的自白》《钓鱼的学问》"),
    )
    part = parse(SourceText("a.txt", "utf-8", ("雁桥日报", "1984年2月8日", *lines)))
    assert [article.source_lines[0][0] for article in part.articles][:3] == [3, 5, 7]
    assert part.articles[2].headline == "幼儿园收费标准不一"
