"""The marks of a person's name: an office or a title beside it, a verb of speech behind it, a list it stands in."""

import re
from enum import StrEnum

_OFFICES = (
    "总书记|书记|市长|省长|县长|区长|州长|镇长|乡长|村长|局长|部长|处长|科长|厅长|司长|院长|校长|所长|站长|队长|主任|主席|会长|秘书长"
    "|总理|总统|首相|国王|大使|委员长|委员|常委|代表|经理|董事长|总裁|董事|监事长|厂长|馆长|团长|军长|师长|旅长|连长|排长|班长|司令员?|政委"
    "|参谋长|指挥长|总指挥|组长|理事长|理事|社长|总编辑|总编|主编|台长|行长|关长|庭长|检察长|支书|主管|专员|知事|议员|议长|部长助理"
)
_TRADES = (
    "记者|通讯员|作者|编辑|老师|教授|博士|医生|医师|护士长?|护士|师傅|律师|法官|检察官|民警|辅警|交警|工程师|院士|研究员|专家|学者|教练|导演"
    "|演员|歌手|作家|诗人|画家|书法家|艺术家|选手|队员|志愿者|店主|老板|业主|乘客|司机|驾驶员|船长|战士|烈士|将军|上将|中将|少将"
)
_PEOPLE = (
    "同志|先生|女士|小姐|夫人|老人|工人|农民|村民|居民|市民|读者|学生|教师|干部|党员|员工|职工|嫌疑人|被告人?|妻子|丈夫|儿子|女儿|父亲|母亲"
    "|哥哥|姐姐|弟弟|妹妹|爷爷|奶奶|大爷|大妈|大娘|阿姨|大叔|负责人|领导|成员|青年|男子|女子|网友|患者"
)
_AFTER_ONLY = (
    "总经理|副(?=[书市省县区局部院校所主会总秘])|代表"
    "|等(?=[出参陪领同随到一]|[0-9一二三四五六七八九十两]+人|市领导)|一行|本人|夫妇|家人|烈士"
)
_SPEECH = (
    "说|表示|介绍|告诉|认为|指出|强调|坦言|回忆|宣布|要求|透露|补充|解释"
    "|直言|建议|坦承|感慨|如是|笑着|讲话|致辞|发言|提出|希望|呼吁|谈到|坦露"
)
_DEEDS = (
    "主持|出席|参加|率|陪同|带领|来到|会见|担任|当选|遗失|调研|看望|作报告"
    "|会晤|接见|莅临|赴|签署|摄(?!氏)|前往|走访|慰问|检查|当庭|报道|撰文|供图"
)

_BEFORE = re.compile(f"(?:{_OFFICES}|{_TRADES}|{_PEOPLE}|原名|名叫|叫做?|姓名|[^报]人)[/／:：、，,“\\s]?$")
_BEHIND = re.compile(f"[/／]?(?:{_AFTER_ONLY}|{_OFFICES}|{_TRADES}|{_PEOPLE})")
_SAYS = re.compile(f"[，,]?(?:也|又|还|则|在[^，。]{{1,16}})?(?:{_SPEECH})|(?:{_DEEDS})")
_PLACE = re.compile(
    "[省市县区镇乡村街路桥河江湖山岭巷]|组(?!长)|公司|集团|店(?!主)|厂(?!长)|学校|中学|小学|大学|医院|社区|街道|小区|广场|大厦|庙|寺|墓|故居|家(?!人|属)|氏|某|庄|屯"
    "|湾|坪|冲|坡|塘|站(?!长)|港|洲|岛|队(?!长|员)|族|线(?!索)|型|号|新区|精神|思想|理论|奖|杯"
)
_LONGEST_BEFORE, _LONGEST_BEHIND = 7, 20


class Mark(StrEnum):
    """What tells that a string is a person's name."""

    OFFICE = "office"
    """An office, a trade or a word for people beside it."""
    SPEECH = "speech"
    """A verb of speech, or a deed of officials, behind it."""
    LIST = "list"
    """It stands in a list."""


def marks_of(text: str, begin: int, end: int) -> frozenset[Mark]:
    """Return the marks of the characters from `begin` to `end`, if they are a name."""
    found = set()
    if _BEFORE.search(text, max(0, begin - _LONGEST_BEFORE), begin) or _BEHIND.match(
        text, end, end + _LONGEST_BEHIND
    ):
        found.add(Mark.OFFICE)
    if _SAYS.match(text, end, end + _LONGEST_BEHIND):
        found.add(Mark.SPEECH)
    if "、" in (text[begin - 1 : begin], text[end : end + 1]):
        found.add(Mark.LIST)
    return frozenset(found)


def is_place(text: str, end: int) -> bool:
    """Return whether a word behind a name makes it that of a place, a family or a thing."""
    return _PLACE.match(text, end) is not None
