"""Decks without a dash: a second line below a headline that tells how many, since when, or what others say of it.

A deck leaves out the subject, which the headline has just named: “首批十二户搬入新居”, “预计年底前通车”.
"""

from collections.abc import Sequence

from reader.language import names
from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.parsing.line_features import Line
from reader.parsing.weights import LineFeature

_LONGEST = 30
_LONGEST_LABEL = 6
"""Maximum number of characters of a line that may name a section; what is below such a line is a headline."""
_NO_HEADLINE = frozenset(
    {
        LineFeature.SECTION_LABEL,
        LineFeature.LABEL_LIKE,
        LineFeature.NOTICE_LABEL,
        LineFeature.KICKER_TAIL,
        LineFeature.KICKER_TAIL_WEAK,
        LineFeature.ENDS_COLON,
        LineFeature.ENDS_COMMA,
        LineFeature.UNCLOSED,
        LineFeature.MASTHEAD,
        LineFeature.TITLE,
    }
)
_COUNT = "[0-9０-９〇零一二三四五六七八九十百千万亿两数多余近逾半]"
_COUNTED = (
    "[名位户家个项条座台辆艘所间起件例种吨斤亩元米里天日年月岁次场届成倍架株棵头只册套张%％]"
    "|公里|公斤|公顷|平方米|人|小时|分钟"
)
_QUANTITIES = (
    "全[长程线年]|总(?:投资|面积|造价|长|值|额)|耗资|造价|投资[^者]|占地|平均|人均|累计|合计|共[有计建]|其中"
    "|涉[案及]|覆盖|惠及|至少|最[高低多快迟早]|同比|环比|分别|均[为由]|居全|位[居列]|名列|打破|刷新|改写"
    f"|每[{HAN}]{{0,3}}(?:人|户|亩|年|月|吨|斤|天)|{_COUNT}{{1,6}}余?[名位户]|[上数近逾约]{_COUNT}{{1,4}}(?:{_COUNTED})"
)
_TIMES = (
    "首[批期]|已[有造建投完]|未造|目前|至今|迄今|今后|从此|年[内底初]|明年|本月|月底|下[月周年]|本周|近期|不日|有望|可望|预[计料期]|估计"
    "|力争|计划|拟|将[于在从对由分]|仍[在未有]|尚[未待有]|现已|现[有场]|原因|事[因故]|比?[去上往]年同?期?|无人伤亡|死伤|伤亡|有关部门"
)
_OPENS = pattern(f"{_QUANTITIES}|{_TIMES}")
_VOICES = (
    "专家|学者|教授|市民|居民|村民|农民|渔民|群众|家长|学生|师生|教师|业主|店主|商户|商家|摊主|老板|厂商|业界|业者|业内人士|知情人|目击者|受访者"
    "|旅客|乘客|游客|消费者|患者|病人|医生|律师|法官|记者|警方|检方|院方|校方|厂方|店家|公司|当局|政府|官方|官员|部门|议员|代表|委员|商会|工会"
    "|基金会|学会|联合会|研究院|组织|机构|家属|亲属|邻居|网友|球迷|观众|选民|工人|船工|车主|司机|老人|当事人|嫌犯|嫌疑人|多数|各界|外界|双方|各方|教练|买家|卖家|用户|股民|海关|法院|协会"
)
_SAY_OR_DO = (
    "呼吁|吁|促|质疑|建议|提醒|称|说|表示|否认|回应|赞成|赞同|反对|支持|欢迎|期盼|盼|望|忧|担心|叫好|热议|批评|指责|要求|连呼|直言|认为|料|承诺"
    "|透露|介绍|强调|悬赏|提供|介入|展开|调查|已|仍|正|均|不满|受益|满意|须|应|可|将|无|未|不必|不用|拒|愿|获|遭|被"
)
_VOICE = pattern(
    f"[{HAN}]{{0,5}}?(?:{_VOICES})们?(?:[:：]|(?:{_SAY_OR_DO})[^。]{{2}})"
    f"|[{HAN}·]{{1,6}}?(?:称(?![他她它其为号职赞呼霸雄王])|重申)[{HAN}]{{4}}"
)
_FIGURE = pattern(f"{_COUNT}{{1,8}}(?:{_COUNTED})")
_CHANGE = pattern(
    "增[长加收产至]|减[少产至收]|下降|上[升涨]|升至|降至|翻[番倍]|逾|达|超|突破|维持|不变|提前|推迟|延长|缩短|实行|施行|启用|通车|投产|完工|建成"
    f"|动工|停产|受益|受伤|遇难|落网|被[捕拘抓判罚]|被?授予|在逃|获[胜奖救]|增{_COUNT}|减{_COUNT}|实现|占"
)
_POINT = pattern("[●■▲◆]")
"""A sign before a point of a deck: “●产量增一成●成本降一半”."""
_LEAST_POINTS = 2
_MOST_LINES = 6
LONGEST_OF_POINTS = 44
_SHORTEST_TEXT = 36
_ENDS_OF_TEXT = "。；：，;:,"
_LONGEST_OF_RANK = 36
_LONGEST_OF_CLAUSES = 50
_SHORTEST_OF_CLAUSES = 18
_MUCH_LONGER = 1.6
"""How much longer than its headline a deck is that tells something in several clauses."""
_LEADS_ON = pattern("[—－―]{2}$")
"""Behind a deck that leads on to the text."""
_LONGER = 1.2
"""How much longer than a headline a deck is at least, which is set in smaller type."""
_SHORTEST_BELOW_ACTOR = 14
_ALIKE = 4
_NAMES_OF_ACTORS = (2, 3, 4)
_BREAKS_OFF = pattern(
    "(?:公布|发布|宣布|颁布|发出|通报|决定|批准|确定|印发|推出|评出|选出|命名|授予|表彰|通过|签署|签发|转发)$"
)
"""Verbs at the end of a line that tells in the next one what is done: “县政府公布”."""
_ACTOR = pattern(
    "我[国省市县区军]|[全各两][国省市县军]|中国|中共|党中央|中央|国务院|国家|首都"
    f"|[{HAN}]{{1,8}}?(?:[省市县区州镇乡村局部委会厂军队社院]|公司|集团|[大中小]学|法院|银行|机关|政府)"
)
_NAMES = frozenset({LineFeature.AUTHOR_LINE, LineFeature.CREDIT_LINE, LineFeature.STAFF})
_ADDRESSES = pattern(
    "(?:强烈|严厉|高度|充分|热情)?(?:勉励|希望|谴责|号召|敦促|重申|赞扬|祝贺|慰问|感谢|鼓励|呼吁|指责|要求)[^，。]{3}"
    f"|向[{HAN}]{{2,16}}?(?:致以?|祝贺|表示|问好|问候|慰问)"
)
"""A deck tells what was said to whom the headline names; its first word is the verb."""
_TOOK_PART = pattern(
    f"[{HAN}、]{{2,16}}?(?:主持(?:并讲话|讨论|审议|总结|听取|$)|致[信电]|题[词字]"
    "|出席[^，。]{2,12}并(?:讲话|致[辞词]|剪彩|揭[幕牌])|(?:作|做出?|作出)(?:书面)?(?:指示|批示)"
    f"|发来?贺[信电]|[向给为][{HAN}]{{2,20}}(?:颁[奖证]|授[奖旗]|赠书))"
)
"""A deck tells who of high rank took part: “何一舟主持审议草案”, “何一舟致信祝贺”."""


_NO_HEADLINE_ABOVE_RANK = _NO_HEADLINE - {LineFeature.KICKER_TAIL_WEAK}
"""“…会议召开” may be the headline above who presided."""


_NO_HEADLINE_ABOVE_CLAUSES = _NO_HEADLINE_ABOVE_RANK - {LineFeature.SECTION_LABEL, LineFeature.LABEL_LIKE}
_MARK_INSIDE = pattern("[，。；：、]")
_NO_CLAUSES = _NAMES | {LineFeature.OPENER, LineFeature.DATELINE, LineFeature.FIRST_DATE, LineFeature.CAPTION}
_TELLS_NEWS = pattern(
    "[0-9０-９一二三四五六七八九十]{1,3}日(?![本元])|[今昨][天日晨晚]|[每逢][天日周]|消息|获悉|据[悉报]"
)
"""The day or the source of news, which its first sentence tells."""


def features_below(above: Line, line: Line) -> set[LineFeature]:
    """Return the features of a possible heading right below another one that speak for a deck."""
    features = set()
    if tells_detail(above, line):
        features.add(LineFeature.TELLS_DETAIL)
    if tells_who_took_part(above, line):
        features.add(LineFeature.TELLS_WHO)
    return features


def tells_detail(above: Line, line: Line) -> bool:
    """Return whether a possible heading right below another one tells a detail of it, as decks do."""
    if tells_in_clauses(above, line):
        return True
    if line.level or above.level or len(line.plain) > _LONGEST_OF_RANK:
        return False
    if not _may_be_headline(above, line, _NO_HEADLINE) and _ADDRESSES.match(line.plain):
        return True
    if len(line.plain) > _LONGEST or _may_be_headline(above, line, _NO_HEADLINE):
        return False
    if _OPENS.match(line.plain) or _VOICE.match(line.plain):
        return True
    # below a line without halves, one in two halves is rather the headline
    if LineFeature.HALVES in line.own and LineFeature.HALVES not in above.own:
        return False
    if _FIGURE.search(line.plain) and _CHANGE.search(line.plain):
        return True
    return _is_longer(above.plain, line.plain) and _begins_with_actor(above.plain)


def tells_in_clauses(above: Line, line: Line) -> bool:
    """Return whether a line tells in clauses what a much shorter heading above it names: “渡口学堂招生”, “船工的孩子
    免交学费，远处来的另有宿处”.

    A dash that leads on to the text shows it below a heading as short as a section as well.
    """
    if line.level or above.level:
        return False
    if not above.own.isdisjoint(_NO_HEADLINE_ABOVE_CLAUSES) or _MARK_INSIDE.search(above.plain):
        return False
    if not line.own.isdisjoint(_NO_CLAUSES) or _TELLS_NEWS.search(line.plain):
        return False
    length = len(line.plain)
    if not _SHORTEST_OF_CLAUSES <= length <= _LONGEST_OF_CLAUSES or length < _MUCH_LONGER * len(above.plain):
        return False
    if _LEADS_ON.search(line.plain):
        return True
    return "，" in line.plain and len(above.plain) > _LONGEST_LABEL


def _is_longer(above: str, text: str) -> bool:
    """Return whether a line is as much longer than the one above as a deck is; a text may begin like its headline."""
    if len(text) < _SHORTEST_BELOW_ACTOR or " " in above or text[:1].isascii():
        return False
    return len(text) >= _LONGER * len(above) and text[:_ALIKE] != above[:_ALIKE]


def _begins_with_actor(text: str) -> bool:
    """Return whether a line begins with who acts, so that it is a statement of its own: “全县船工学会修船”.

    A kicker that does so ends as kickers do: “…会议强调”.
    """
    if _BREAKS_OFF.search(text, max(0, len(text) - 4)):
        return False
    if _ACTOR.match(text):
        return True
    known = names.known_people()
    return any(text[:size] in known or names.is_place(text[:size]) for size in _NAMES_OF_ACTORS)


def tells_who_took_part(above: Line, line: Line) -> bool:
    """Return whether a possible heading right below another one tells who of high rank took part."""
    if line.level or above.level or len(line.plain) > _LONGEST_OF_RANK:
        return False
    if _may_be_headline(above, line, _NO_HEADLINE_ABOVE_RANK):
        return False
    return _TOOK_PART.match(line.plain) is not None


def lists_points(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line is one of those right below a heading and above its text that list its points: “●…●…”."""
    if _POINT.search(lines[at].plain) is None or not _points(lines[at]):
        return False
    first = at
    while first and at - first < _MOST_LINES and _points(lines[first - 1]):
        first -= 1
    end = at + 1
    while end < len(lines) and end - at < _MOST_LINES and _points(lines[end]):
        end += 1
    if not first or end == len(lines) or sum(map(_points, lines[first:end])) < _LEAST_POINTS:
        return False
    return lines[first - 1].is_heading_like and len(lines[end].plain) >= _SHORTEST_TEXT


def _points(line: Line) -> int:
    """Return the number of points that a line lists as a part of a heading."""
    if line.level or len(line.plain) > LONGEST_OF_POINTS or not line.own.isdisjoint(_NAMES):
        return 0
    if line.plain[-1] in _ENDS_OF_TEXT:
        return 0
    return len(_POINT.findall(line.plain))


def _may_be_headline(above: Line, line: Line, no_headline: frozenset[LineFeature]) -> bool:
    """Return whether a line is rather the headline below a section, a kicker or a slogan; a quotation is, too.

    What is above has none of the features `no_headline` if it may be the headline.
    """
    if _is_couplet(above.plain) and not _is_couplet(line.plain):
        return True
    is_quotation = line.plain[0] in "“「『"
    return is_quotation or len(above.plain) <= _LONGEST_LABEL or not above.own.isdisjoint(no_headline)


def _is_couplet(text: str) -> bool:
    """Return whether a line is a slogan in two halves of the same length, as kickers are: “迎难而上 再立新功”."""
    halves = text.split()
    return len(halves) == 2 and len(halves[0]) == len(halves[1])
