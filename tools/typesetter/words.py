"""The words of invented articles: sentences of the sample library recombined, headlines and notices from a small
grammar. Nothing here was ever printed.
"""

import datetime as dt
import json
import random
import re
from functools import cache
from pathlib import Path

from reader import assets, formats
from tests.corpus import a_name


def _listed(items: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in items.split(";"))


GOLD = Path(__file__).parents[2] / "tests" / "gold"

PLACES = _listed(
    "雁桥; 江城; 柳叶洲; 望江门; 石板坡; 城南新区; 青枫镇; 白鹭湖; 竹山县; 云溪村; 松岭乡; 临港园区"
)
OFFICES = _listed(
    """市图书馆; 市气象台; 市水文站; 市政养护中心; 市计量所; 航运公司; 市供销社; 粮食局; 市教育局;
    房管所; 邮电支局; 农技推广站; 市交通局; 市文化馆; 公交二公司; 市总工会; 区人民检察院"""
)
FIRMS = _listed(
    """水泵厂; 搪瓷厂; 第三纺织厂; 酱园; 钟表合作社; 金桥电缆公司; 恒远陶瓷公司; 风帆船厂; 农机站;
    晨光面粉厂"""
)
DEEDS = _listed(
    """添置新设备二十台; 提前完成全年任务; 今起试开放; 办起星期日夜校; 延长末班时间; 更新夏令时刻;
    启用新码头; 征集老照片; 全面复工复产; 获省里表扬激励; 举行职工运动会; 为居民修好路灯;
    发放助学金三百万元; 完成旧管网改造; 迎来首批新生; 首次公开选聘站长; 送戏下乡六十场;
    推出便民服务车; 开通夜间门诊; 清理河道十二公里"""
)
OUTCOMES = _listed(
    """居民用水不再愁; 一张图管到底; 三天办完三年事; 群众少跑九里路; 老街换了新模样; 好邻居胜过远亲;
    旧厂房里种出蘑菇; 小站也有大担当; 夜里灯亮到天明; 一碗热汤暖全楼; 秋粮颗粒归仓; 让数据替人跑腿;
    孩子们有了新操场; 渡船又多了一班"""
)
MEETINGS = _listed(
    "调研; 座谈会上; 防汛检查; 现场办公会上; 审议报告; 慰问一线职工; 安全生产督导; 项目推进会上"
)
COUPLETS = _listed(
    """抓细抓实各项准备 办好办成民生实事; 守牢安全底线 筑牢防汛堤坝; 以实干开新局 以改革添活力;
    强化科技支撑 补齐发展短板; 弘扬工匠精神 锻造过硬队伍; 把准方向抢时间 咬定目标抓落实;
    坚定信心再出发 凝聚合力促发展; 群众点题 部门答题; 一手抓生产 一手抓安全; 让老城区活起来 让老手艺传下去"""
)
TITLES = _listed("市长; 副市长; 厂长; 馆长; 站长; 区委书记; 校长; 会长")
SUBHEADS = _listed(
    """第一张条子; 一只铜套; 三个名字; 水账; 板车队走了二十六天; 先过三道关; 打手电的人; 从一粒米说起;
    “钥匙在谁手里”; 练内功 强本领; 补短板 添后劲; 一本账，两代人; 夜里十一点的灯;
    摸清家底 找准路子; 把课堂搬到田头; 算好三笔账; 难在哪里; 出路何在; 他们为什么不走; 一、情况;
    二、办法; （一）从头说起; 老手艺遇上新材料; 谁来守夜"""
)
SECTIONS = _listed(
    "读者来信; 市场一瞥; 体育; 小资料; 新闻链接; 今日谈; 城事; 短评; 副刊; 民生; 记者调查; 简讯"
)
SLOGANS = _listed(
    """我在江城过大年; 奋进新征程 建功新时代; 新春走基层; 解放思想大讨论; 雁桥夜话; 寻找最美渡工;
    我为发展献一策"""
)
TITLES_OF_ESSAYS = _listed(
    "渡口的钟点; 说“等”; 一把蒲扇的户口; 晒书; 水芹; 守岁; 旧信; 屋檐下; 江边的下午; 母亲的针线筐"
)
SCENES = _listed(
    """馆员在新馆清点合订本; 工人在车间检修水泵; 学生在操场上量影子; 市民在码头候船;
    村民在打谷场翻晒稻谷; 志愿者清扫江堤; 渡船驶过雁桥; 演员在乡村戏台上演出; 检修人员攀上钟楼;
    瓜农在船头卖瓜"""
)
NOTICES = (
    "遗失{place}自行车执照{number}号一枚，声明作废。{name}",
    "{name}遗失江城市第二中学毕业证，编号{number}，声明作废",
    "{firm}遗失空白收据一本，号码{number}，作废",
    "拾得蓝布包一只，内有钥匙三把，请失主到{office}认领",
    "{office}定于本月{day}日停水检修，请用户预先储水",
    "寻狗：黄狗一条，左耳白，有见者告{place}豆腐店{name}",
    "出让五斗橱一只，价面议。{place}八号{name}",
    "{firm}股东会决定注销公司，请债权人于见报之日起45日内申报债权",
)
VERSES = _listed(
    """天还没有亮，江已经亮了; 先亮的是船尾的一盏灯; 照见两筐黄瓜; 和一只不肯买票的鹅; 桥那边有人咳嗽;
    雨落在缆绳上; 我们都不说话; 等最后一个人上船; 他数着石阶; 一级一级，像数自己的年纪"""
)
SOBER = (
    "会议指出，要把各项准备工作做在前面，层层压实责任，确保不留死角。",
    "会议强调，要坚持问题导向，聚焦群众反映强烈的突出问题，一件一件抓落实。",
    "他说，要加强统筹协调，完善工作机制，推动重点项目早开工、早见效。",
    "各有关单位要密切配合，形成合力，切实把好事办好、实事办实。",
    "与会人员认为，报告求真务实，总结成绩客观全面，部署工作重点突出。",
    "今年以来，全市规模以上工业增加值同比增长6.2%，固定资产投资增长8.4%。",
    "截至目前，已有23个项目进入设备安装阶段，预计年内全部投产。",
    "要以更大力度改善营商环境，为企业提供全生命周期服务。",
    "据介绍，该工程总投资3.6亿元，计划工期18个月。",
    "有关负责人表示，下一步将加快建立长效机制，巩固整治成果。",
    "市有关部门负责人参加活动。",
    "双方将在技术攻关、人才培养、成果转化等方面开展合作。",
)

_SENTENCE = re.compile(r"[^。！？]+[。！？][”’）]?")
_TELLING = re.compile(r"(?P<day>\d+月\d+日)|(?P<year>(?<!\d)(?:19|20)\d\d年)|\d+")
_FULL_WIDTH = str.maketrans("(),:;!?", "（），：；！？")


@cache
def sentences() -> tuple[str, ...]:
    """Whole sentences of the sample library's paragraphs (told by its annotation), none with a credit."""
    found: dict[str, None] = {}
    for gold in sorted(GOLD.glob("*.json"), key=lambda path: path.name):
        name = gold.stem.replace("__", "/")
        source = formats.read(assets.sample_library() / name, name)
        for article in json.loads(gold.read_text(encoding="utf-8"))["articles"]:
            halves = {line for join in article["joins"] for line in join}
            for line in article["roles"].get("P", []):
                if line not in halves:
                    found.update(dict.fromkeys(_whole_sentences(source.lines[line - 1])))
    return tuple(found)


def _whole_sentences(paragraph: str) -> list[str]:
    return [
        sentence
        for sentence in _SENTENCE.findall(paragraph.strip().translate(_FULL_WIDTH))
        if 8 <= len(sentence) <= 90
        and not re.search(r"讯|^编辑同志|电 |[ 　#（）·△]|记者 ", sentence)
        and sentence.count("“") == sentence.count("”")
        and sentence.count("《") == sentence.count("》")
        and sentence[0] not in "”，、。"
    ]


def a_sentence(rng: random.Random, today: dt.date, sober: float) -> str:
    """`sober`: how often a sentence is of the official kind."""
    if rng.random() < sober:
        return rng.choice(SOBER)
    sentence = rng.choice(sentences())
    if rng.random() < 0.15:
        sentence = f"{a_name(rng)}说，{sentence}"

    def told_anew(found: re.Match[str]) -> str:
        if found["day"]:
            lately = today - dt.timedelta(days=rng.randrange(3))
            return f"{lately.month}月{lately.day}日"
        if found["year"]:
            return f"{today.year - rng.choice((0, 0, 0, 1, 1, 2))}年"
        return str(rng.randrange(2, 10 ** min(len(found[0]), 4) + 2))

    return _TELLING.sub(told_anew, sentence)


def a_day(rng: random.Random, today: dt.date) -> str:
    day = today - dt.timedelta(days=rng.choice((1, 1, 2)))
    return f"{day.month}月{day.day}日{rng.choice(('', '上午', '下午', '晚'))}，"


def a_paragraph(rng: random.Random, today: dt.date, length: int, sober: float) -> str:
    text = a_sentence(rng, today, sober)
    while len(text) < length:
        text += a_sentence(rng, today, sober)
    return text


def a_subject(rng: random.Random) -> str:
    return rng.choice((*OFFICES, rng.choice(PLACES) + rng.choice(FIRMS), rng.choice(PLACES)))


def a_headline(rng: random.Random) -> tuple[str, ...]:
    """The one or two halves of a headline; halves that may stand on two lines are a couplet of equal length."""
    match rng.randrange(8):
        case 0 | 1 | 2:
            return (a_subject(rng) + rng.choice(DEEDS),)
        case 3:
            return (a_subject(rng) + rng.choice(DEEDS), rng.choice(OUTCOMES))
        case 4:
            return a_couplet(rng)
        case 5:
            return (rng.choice(OUTCOMES),)
        case 6:
            return (f"{rng.choice(PLACES)}：{rng.choice(OUTCOMES)}",)
        case _:
            first, second = rng.sample(OUTCOMES, 2)
            return (f"{first}，{second}",)


def a_couplet(rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.choice(COUPLETS).split())


def a_speaking_kicker(rng: random.Random, who: str) -> str:
    return f"{who}在{a_subject(rng)}{rng.choice(MEETINGS)}{rng.choice(('强调', '指出', '要求'))}"


def a_kicker(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{rng.choice(OUTCOMES)}，{a_subject(rng)}有新招",
            f"{a_subject(rng)}{rng.choice(DEEDS)}",
            f"从{rng.choice(PLACES)}到{rng.choice(PLACES)}",
            f"{a_subject(rng)}回应群众关切",
        )
    )


def a_deck(rng: random.Random, who: str) -> str:
    return rng.choice(
        (
            f"——{a_subject(rng)}{rng.choice(DEEDS)}侧记",
            f"——{rng.choice(PLACES)}{rng.choice(('工作综述', '见闻', '调查', '纪事'))}",
            f"{who}{rng.choice(('出席', '主持并讲话', '参加', '致辞'))}",
            f"{who} {a_name(rng)}等{rng.choice(('出席', '参加'))}",
            f"全市累计发放补贴{rng.randrange(2, 90)}.{rng.randrange(1, 9)}亿元",
            f"首批{rng.randrange(20, 400)}户居民昨日迁入",
            f"预计{rng.randrange(2, 12)}月底前全部完工",
        )
    )


def a_scene(rng: random.Random, today: dt.date) -> str:
    scene = rng.choice(SCENES)
    day = today - dt.timedelta(days=1)
    match rng.randrange(3):
        case 0:
            return f"{day.month}月{day.day}日，{scene}。"
        case 1:
            return f"图为{scene}。"
        case _:
            return f"{scene}。"


def a_picture(rng: random.Random, today: dt.date, paragraph: str) -> str:
    """What a picture shows that stands beside a paragraph: a clause of it."""
    clauses = [clause for clause in re.split("[，。！？；：“”]", paragraph) if 6 <= len(clause) <= 30]
    if not clauses:
        return a_scene(rng, today)
    day = today - dt.timedelta(days=1)
    clause = _TELLING.sub("", rng.choice(clauses)) or rng.choice(SCENES)
    date = f"{day.month}月{day.day}日，"
    return rng.choice(
        (f"{date}{clause}。", f"图为{clause}。", f"{clause}。", f"{clause}。{rng.choice(SCENES)}。")
    )


def a_notice(rng: random.Random) -> str:
    return rng.choice(NOTICES).format(
        place=rng.choice(PLACES),
        firm=rng.choice(PLACES) + rng.choice(FIRMS),
        office=rng.choice(OFFICES),
        name=a_name(rng),
        number=rng.randrange(10000, 99999),
        day=rng.randrange(1, 28),
    )
