"""Sentences of invented papers with planted offices, made of patterns with gaps (`office_sentences.txt`).

The patterns are not those by which offices are recognised: they vary the order of words, ranks (代, 原, 候任, 署理),
and bodies of provinces, autonomous regions, other countries, armies, universities, companies. A seed fills the gaps.
"""

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
)
_GIVEN = "渡舟麦禾青桥岸柳梅松竹溪泉云雨雪霜星月光亮清远望敬守志建文德仁义礼诚忠孝广宏伟立强勇毅刚健宁静思若谷秋实春华"
_OF_PLACES: Mapping[str, str] = {
    "市": "望川市 青石市 柳湾市 汀江市 石坪市 云麓市 临渡市 松滩市 南陂市 枫桥市",
    "县": "望川县 青溪县 柳河县 石桥县 南坪县 松阳县 临水县 白渡县",
    "省": "浙江省 湖北省 安徽省 江西省 湖南省 四川省 甘肃省 辽宁省 河南省 山东省 云南省 贵州省",
    "国": "法国 美国 英国 俄罗斯 德国 日本 埃及 巴西 印度 墨西哥 泰国 南非 波兰 阿根廷 加拿大 土耳其",
    "洋": "汤普森 杜瓦尔 克莱门斯 哈特曼 贝尔纳多 奥洛夫斯基 卡斯蒂略 韦伯斯特 马尔科维奇 费尔南多",
    "自": "西藏自治区 内蒙古自治区 广西壮族自治区 宁夏回族自治区 新疆维吾尔自治区",
    "军": "南京军区 兰州军区 东海舰队 北京军区 广州军区 海军",
    "企": "望川造船厂 青石纺织公司 临渡钢铁公司 柳湾水泥厂 汀江轮船公司 松滩化肥厂 大丰面粉厂 永安保险公司",
    "校": "雁桥大学 望川师范学院 南陂工学院 临渡医科大学 青石大学 柳湾农学院",
    "区": "渡口区 城东区 南岸区 石板区",
    "镇": "柳湾镇 石坪镇 青石镇 白渡镇",
    "市真": "杭州 武汉 合肥 南昌 长沙 成都 兰州 沈阳 郑州 济南 昆明 贵阳",
}
"""What may stand in a gap; a second one of a kind (市二) is another."""
_PAPERS = {"市报": "{市}日报", "县报": "{县}报", "省报": "{省}日报", "国报": "人民日报", "旧报": "申报"}
_GAP = re.compile(r"\{(\w+)\}")
_TWICE = re.compile("([省市县区])(?=[省市县区]委)")


class Office(Struct, frozen=True):
    """An office of a sentence; any of the `bodies` is right, "" is none that is known. It `may_be` left out."""

    rank: str
    title: str
    bodies: frozenset[str]
    may_be: bool


class Sentence(Struct, frozen=True):
    """A sentence in a newspaper, and the offices of those whom it names."""

    newspaper: str
    text: str
    offices: Mapping[str, list[Office]]


def sentences(seed: int) -> Iterator[Sentence]:
    choice = random.Random(seed)
    for line in Path(__file__).with_name("office_sentences.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, pattern, told = line.split(" | ")
            yield _filled(kind, pattern, told, _words(choice))


def plain_body(body: str) -> str:
    """Return a body as it is compared: 青石委 of 中共青石市市委 is that of 青石市委."""
    return _TWICE.sub("", body.removeprefix("中共"))


def _words(choice: random.Random) -> dict[str, str]:
    words: dict[str, str] = {}
    for gap, texts in _OF_PLACES.items():
        words[gap], words[f"{gap}二"] = choice.sample(texts.split(), 2)
    surnames = choice.sample(_SURNAMES, 4)
    for gap, surname in zip("甲乙丙丁", surnames, strict=True):
        words[gap] = surname + "".join(choice.choices(_GIVEN, k=choice.choice((1, 2, 2))))
    words["市无级"] = words["市"][:-1]
    words["县无级"] = words["县"][:-1]
    return words


def _filled(kind: str, pattern: str, told: str, words: Mapping[str, str]) -> Sentence:
    def filled(text: str) -> str:
        return _GAP.sub(lambda gap: words[gap[1]], text)

    paper = _GAP.sub(lambda gap: words[gap[1]][:-1], _PAPERS[kind])
    offices: dict[str, list[Office]] = {}
    for part in filter(None, (part.strip() for part in told.split(";"))):
        name, colon, office = part.removeprefix("~").partition(": ")
        held = offices.setdefault(words[name], [])
        if colon:
            rank, title, bodies = office.split(",")
            right = frozenset("" if body == "-" else plain_body(filled(body)) for body in bodies.split("/"))
            held.append(Office(rank, title, right, part.startswith("~")))
    return Sentence(paper, filled(pattern), offices)
