"""Invented sentences and names, pieced together at random: material for what is compared with golden digests."""

import random
from collections.abc import Iterator

from tests.corpus import a_name, sentences

NAMES = (
    *("欧阳望舒", "古丽·夏提", "约翰·塞缪尔", "司马青山", "山本一郎", "阿不都热合曼", "苏 蕙"),
    *("何渡生", "陳守燈", "吕", "罗纳德·里根斯", "弗·伊·别洛夫", "中村幸子", "诸葛明"),
    *("赵钱氏", "爱新觉罗", "王小二", "玛丽亚", "尼古拉", "仁增"),
)
TITLES = (
    *("市委书记", "副市长", "站长", "教授", "记者", "通讯员", "嫌疑人", "老", "小", "同志"),
    *("先生", "女士", "等", "氏", "主任、局长", "美国总统", "作家", "患者", "村民", "選手"),
    *("委员长", "县长", "司机", "原籍雁桥的", "陈列馆馆长"),
)
MARKS = (
    *("、", "，", "。", "：", "·", "（", "）", "“", "”", "和", "说，", "表示，"),
    *("主持会议。", "等出席。", " ", "／", "摄", "逝世。", "介绍，", "告诉记者。", "（记者 "),
    *("通讯员/", "与", "及", "之女", "家", "庄", "路", "10人", "1987年"),
)


def texts(chance: random.Random, count: int) -> Iterator[str]:
    """Yield texts of up to a hundred characters, full of names, titles and what may be taken for them."""
    for _ in range(count):
        parts = []
        for _ in range(chance.randint(2, 9)):
            match chance.randrange(6):
                case 0:
                    parts.append(a_name(chance))
                case 1:
                    parts.append(chance.choice(NAMES))
                case 2:
                    parts.append(chance.choice(TITLES))
                case 3 | 4:
                    parts.append(chance.choice(MARKS))
                case _:
                    sentence = chance.choice(sentences())
                    parts.append(sentence[: chance.randint(1, 20)])
        yield "".join(parts)[:100]
