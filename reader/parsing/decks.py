"""Decks without a dash: a second line below a headline that tells how many, since when, or what others say of it.

A deck leaves out the subject, which the headline has just named: “首批十二户搬入新居”, “预计年底前通车”.
"""

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
    "|家属|亲属|邻居|网友|球迷|观众|选民|工人|船工|车主|司机|老人|当事人|嫌犯|嫌疑人|多数|各界|外界|双方|各方|教练|买家|卖家|用户|股民|海关|法院|协会"
)
_SAY_OR_DO = (
    "呼吁|吁|促|质疑|建议|提醒|称|说|表示|否认|回应|赞成|赞同|反对|支持|欢迎|期盼|盼|望|忧|担心|叫好|热议|批评|指责|要求|连呼|直言|认为|料|承诺"
    "|透露|介绍|强调|悬赏|提供|介入|展开|调查|已|仍|正|均|不满|受益|满意|须|应|可|将|无|未|不必|不用|拒|愿|获|遭|被"
)
_VOICE = pattern(f"[{HAN}]{{0,5}}?(?:{_VOICES})们?(?:[:：]|(?:{_SAY_OR_DO})[^。]{{2}})")
_FIGURE = pattern(f"{_COUNT}{{1,8}}(?:{_COUNTED})")
_CHANGE = pattern(
    "增[长加收产至]|减[少产至收]|下降|上[升涨]|升至|降至|翻[番倍]|逾|达|超|突破|维持|不变|提前|推迟|延长|缩短|实行|施行|启用|通车|投产|完工|建成"
    "|动工|停产|受益|受伤|遇难|落网|被[捕拘抓判罚]|在逃|获[胜奖救]"
)


def tells_detail(above: Line, line: Line) -> bool:
    """Return whether a possible heading right below another one tells a detail of it, as decks do."""
    if line.level or above.level or len(line.plain) > _LONGEST or _may_be_headline(above, line):
        return False
    if _OPENS.match(line.plain) or _VOICE.match(line.plain):
        return True
    # below a line without halves, one in two halves is rather the headline
    if LineFeature.HALVES in line.own and LineFeature.HALVES not in above.own:
        return False
    return _FIGURE.search(line.plain) is not None and _CHANGE.search(line.plain) is not None


def _may_be_headline(above: Line, line: Line) -> bool:
    """Return whether a line is rather the headline below a section, a kicker or a slogan; a quotation is, too."""
    if _is_couplet(above.plain) and not _is_couplet(line.plain):
        return True
    is_quotation = line.plain[0] in "“「『"
    return is_quotation or len(above.plain) <= _LONGEST_LABEL or not above.own.isdisjoint(_NO_HEADLINE)


def _is_couplet(text: str) -> bool:
    """Return whether a line is a slogan in two halves of the same length, as kickers are: “迎难而上 再立新功”."""
    halves = text.split()
    return len(halves) == 2 and len(halves[0]) == len(halves[1])
