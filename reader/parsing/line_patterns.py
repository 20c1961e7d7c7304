"""Patterns for single lines: captions, notices, labels, and the typical beginnings and ends of headings and paragraphs.

Every pattern matches a bounded part at the beginning or end of a line and has no unbounded repetition within another,
so that a line of ten million characters takes no longer than one of a hundred.
"""

import re
from functools import cache

from reader import assets
from reader.language.forms import HAN
from reader.language.names import is_name, split_names
from reader.language.numbers import NUMERAL
from reader.language.patterns import pattern
from reader.parsing import pages

HEAD = 120
"""Maximum characters at the beginning of a line that patterns search."""
TAIL = 80
"""Maximum characters at the end of a line that patterns search."""

_GIVERS = (
    "记者|通讯员|摄影|特约|受访|本报|单位|企业|学校|网友|市民|资料|读者|活动"
    f"|[{HAN}]{{2,8}}(?:社|局|馆|院|方|者|司|委|办|部|处)"
)
_CAPTION_TAIL = pattern(
    f"(?:(?:{_GIVERS})[^。！？，；]{{0,30}}(?:摄|供图|摄影|供稿)"
    "|[（(][^（()）。]{1,30}(?:摄|供图|摄影|图)"
    f"|(?:摄影|图)\\s?[/／:：]\\s?[{HAN} 、]{{2,24}}"
    f"|(?:^|[\\s。！？])[{HAN}]{{1,2}}\\s{{0,3}}[{HAN}]{{1,2}}\\s?(?:摄|供图)"
    f'|[“"‘][^”"’]{{1,10}}[”"’]\\s?(?:摄|供图|作)|[{HAN}]{{2,4}}\\s?[/／]\\s?(?:摄|图)'
    f"|[（(](?:国画|油画|版画|水彩画?|水粉画?|书法|摄影|剪纸|漫画|篆刻|素描|速写|雕塑|农民画)[）)]\\s*[^。，]{{0,16}}"
    f"|(?<=\\S)\\s+作者\\s?[:：]\\s?[^。，]{{2,14}}|摄影报道"
    "|(?:新华社|资料)(?:发|照片|图片|资料|图)[^。，]{0,6}|影像中国|视觉中国|人民视觉|东方IC|CFP)"
    f"(?:[（(][^（()）]{{1,12}}[）)]|(?<=摄)[/／][{HAN}]{{2,6}})?[）)\\]】]?[。.]?$"
)
_END_OF_CREDIT = "(?=[（(）)\\]】。.]|$)"
_MAY_BE_CAPTION = pattern(
    f"摄|图(?:(?=\\s?[/／:：])|{_END_OF_CREDIT})|供稿|作(?:(?=者\\s?[:：])|{_END_OF_CREDIT})|画[）)]|书法[）)]|剪纸[）)]|篆刻[）)]|素描[）)]"
    "|速写[）)]|雕塑[）)]|社[发照资图]|料[发照资图]|影像中国|视觉中国|人民视觉|东方IC|CFP"
)
"""A fast test: alternatives that begin with a literal let the search skip most texts quickly."""
_REACH = 48
"""Maximum characters from these words in a picture's credit to the end of the line."""
_LONGEST_CAPTION = 300
_CAPTION_HEAD = pattern(
    "(?:[▲△▼↑↓←→]\\s*)?(?:图为|图[①-⑳]|图[一二三四五六七八1-9][:：为]|上图|下图|左图|右图|题图|图片说明|图[片像]\\s?[:：]$|图说[:：]|图[片中]为|本图为)"
)
# a row of such signs is an ornament
_CAPTION_SIGN = pattern("[▲▼↑↓←→](?![▲▼↑↓←→])")
_CAPTION_SIGNS, _BEFORE_CAPTION = frozenset("▲▼↑↓←→"), frozenset("▲△▼↑↓←→图上下左右题本")
PHOTO_CREDIT = pattern(
    f"(?!.{{31}})[（(]?(?:(?:本[报刊]|[{HAN}]{{1,6}}报|新华社)?\\s?(?:全媒体|融媒体|见习|实习|特约|摄影)?(?:首席)?"
    f"(?:记者|通讯员|摄影|特约摄影)\\s?[/／:：]?\\s?[{HAN}\\s、，]{{0,16}}|[{HAN}]{{1,2}}\\s?[{HAN}]{{1,2}}\\s?[/／]?\\s?"
    f"|(?:受访者|资料|活动方|校方|网友|读者)\\s?)(?:摄影报道|摄影|摄|供图|提供|供稿)[）)]?。?"
)
"""A line that consists of the credit of a picture: “记者/甲 摄”."""

_NOTICE_WORDS = (
    "遗失|丢失|声明|作废|启事|招领|拾得|误提|误领|注销|减资|清算|公告|拍卖|招标|征集|寻找|认领|转让|出租"
    "|招聘|挂失|讣告"
)
_MAY_BE_NOTICE = pattern(_NOTICE_WORDS)
_NOTICE_BULLET = pattern(f"[·•●○◆◇■□▲*\\-]\\s?(?=.{{0,60}}(?:{_NOTICE_WORDS}))")
_NOTICE_HEAD = pattern(f"[{HAN}]{{0,16}}?(?:声明|启事|公告|招领)(?:[（(][^（()）]{{1,12}}[）)])?[\\s:：]")
_NOTICE_LOST = pattern(f"[{HAN}]{{2,20}}?(?:遗失|丢失|拾得)|招领\\s")
_LONGEST_LOST = 160
_LONGEST_NOTICE_TITLE = 40
_NOTICE_TITLE = pattern(
    f"[{HAN}A-Za-z0-9“”（）()〔〕《》、\\s-]{{0,36}}(?:公告|启事|声明|通告|布告|讣告|讣闻|招生简章)"
    f"(?:[（(].{{1,8}}[）)])?|[{HAN}]{{0,4}}(?:告示|招租|招聘|寻人|寻物|寻亲|征婚|鸣谢|谢启|招领|遗失|挂失|更正|致歉)"
)
# news about a notice: “…发布公告”
_NO_NOTICE_TITLE = pattern("发[布表出]|出台|印发|[，。？！]")
FAMILY_NOTICE = pattern(
    "先[父母严慈君夫]|治丧|享年|享寿|吊唁|谨此|特此(?!.{0,2}[喜贺祝庆])|孝[男女]|哀[子女]|泣[谢启告血]"
)
"""Phrases of notices: “特此公告”, “享年81岁”, “孝男 … 泣谢”."""
BULLET = pattern("[·•●○◆◇■□▪△▲★☆▶◎※◘◉⊙]|[-+*]\\s")
"""A bullet at the beginning of a line: “·”, “●”, “- ”."""

_KICKER_TAIL = pattern(
    "(?:显示|表明|确认|证实|认为|透露|呼吁|强调|指出|要求|表示|提出|关切|时说|时|之际|进行时|调研|主持召开|主持会议|会议|发出|通知|致信|致辞"
    "|接受[^，,]{0,20}采访|系列报道|报道之[一二三四五六七八九十]|启动|收尾|闭幕|开幕|举行|召开"
    f"|第{NUMERAL}{{1,3}}[轮场站届]|[^，]{{3}}(?:联赛|锦标赛|决赛|杯赛|邀请赛))[:：]?$"
)
KICKER_ENDS = frozenset(
    "明认实为露吁调出求示切说时际行研开议知信辞访道一二三四五六七八九十动尾幕轮场站届赛:："
)
"""The last characters of the words in `_KICKER_TAIL`."""
_FROM_TO = pattern("从[^到，,]{1,8}到")
_STRONG_KICKER_TAIL = pattern(
    "(?:强调|指出|要求|提出|时说|时表示|(?:调查|报告|研究|统计|数据|专家|人士|专家组|考察团|代表团)(?:显示|表明|确认|证实|认为|透露|呼吁))[:：]?$"
)
_MEETS_DEMAND = pattern("(?:达到|达|符合|满足|适应)[^，]{0,12}要求$")
_DEED = (
    "出席|参加|主持|讲话|致辞|陪同|参会|列席|作报告|宣布|会见|见证|报名|到会|发言|审议|座谈|调研"
    "|授课|颁奖|揭牌|授牌|点评|动员"
)
_MANNER = "交流|表态|典型|主旨|总结|书面|经验|动员|主题|辅导"
_ATTENDANCE = pattern(
    f"(?P<names>.{{2,24}}?)(?:等|等人|等领导)?(?:分别|一同|共同|也|并|作)?(?:{_MANNER})?(?:{_DEED})"
    f"(?:并|会议|活动|仪式|有关|重要|作|{_DEED}){{0,4}}"
)
_MAY_ATTEND = pattern(_DEED)
_OFFICE = pattern(f"^[{HAN}]{{0,12}}(?:[书总]记|[{HAN}]长|主任|主席|经理|总裁|理事)")
_LABEL = pattern(
    "我在.{2,6}|(?:寻找)?最美.{1,4}|(?:走进|行走|走读|印象|发现).{2,6}|(?:一周|每周|本周|昨日|今日|今明|近日|每日).{2,4}"
    "|.{2,6}(?:大讨论|大家谈|热线|直通车|问政|回音壁|播报|速递|视窗|广角|排行榜|之窗|进行时|走基层|夜话|时评|观察|漫笔|随笔|手记|论坛|信箱|茶座"
    "|要情|速览|微博|微语|行情|赛果|开奖|帮办|快评|问诊|影像|素描|剪影|备忘录|晴雨表|风景线|快讯|简讯|短讯|动态|一线|在线|连线|专递|快递|预告|预报|时刻表?|节目|牌价|市价|一览表?)"
    "|.{1,6}(?:角|窗|台|亭|苑|圃|园地|传真|聚焦|博览|纵横|天地|世界|沙龙|讲坛|档案|日历|链接|点滴|拾零|拾贝|集锦|一束|一瞥|之声|来信|来论|谈片)"
    "|.{0,3}(?:气象|天气|股市|彩票|供求|语丝|世相|漫画|连载|脉搏|速写)"
)
_SLOGAN = pattern(f"[{HAN}“”]{{5,16}}·[{HAN}“”]{{2,8}}")
SERIES = pattern(
    f"[^，。：:]{{2,24}}[（(](?:之|系列)?{NUMERAL}{{1,3}}[）)]|连载[·:：\\s].{{2,20}}|.{{2,20}}系列(?:报道|访谈|评论)?.{{0,4}}|[“《].{{2,16}}[”》]专[栏题版]"
)
"""A line that names a series: “连载·我的大棚三十年（之九）”, “走进县域系列报道”."""
_TAKEN_FROM = pattern(
    "[（(](?:均?[摘选据转]自?|原载|来源|节选|本报综合|本刊综合|综合|文[据图/])[^（()）]{0,60}[）)]。?|[（(][^（()）]{0,30}"
    "(?:社|台|报|网|刊|出版社)[^（()）]{0,16}[）)]|[（(](?:以上|本[文报刊版]|上述|数据|资料|信息)[^（()）]{2,40}[）)]"
    "|[（(][^（()）]{0,40}摘[编录译]?[）)]。?|[【〔［[](?:原载|[转选摘][载译]?自?)[^【】〔〕［］]{2,40}[】〕］\\]]"
)
_INDEX_ITEM = pattern(
    "[^，。]{4,40}?[\\s　…·.—-]{0,20}[▶▷►》>→]{0,3}\\s?(?:第|见|详见)?\\s?[A-DＡ-Ｄ]?[0-9０-９]{1,2}[-—~]?[0-9]{0,2}版"
    f"|[{HAN}]{{0,4}}第?[A-DＡ-Ｄ]?[0-9０-９]{{1,2}}版[\\s　:：▶►>》]{{1,4}}[^，。]{{4,40}}"
)
_SIGNED_BY_READER = pattern(
    f"[{HAN}0-9０-９（()）\\s]{{0,20}}(?:读者|工人|战士|农民|社员|干部|会员|住户|业主|居民|里民|市民|村民|网友|家属|学生|家长|职工|教师|用户|乘客|顾客)"
    f"[\\s　]+[{HAN}]{{2,4}}|[（(][{HAN}0-9]{{1,12}}(?:读者|住户|业主|居民|里民|市民|村民|学生|家长|职工|教师)[）)]"
)
_SIGNED_BY_EDITORS = pattern(f"[{HAN}]{{0,8}}报社?(?:编辑部|编委会|编者)|[{HAN}]{{2,6}}[日晚]报社")
DOCUMENT_ENDS = "示单报例法定则见要程划案书开信电词言复历约）)员用知告明事议"
"""The last characters of the words in `DOCUMENT`."""
DOCUMENT = pattern(
    "(?:[^，。！？]{2,44}(?:公示|名单|公报|条例|办法|规定|细则|决定|意见|纲要|章程|规划|方案|倡议书|公开信|慰问信|贺信|贺电|贺词|宣言|通报|批复|简历|守则|公约|拟录用.{0,8})"
    "|[^，。！？]{0,20}关于[^，。！？]{2,40}的(?:通知|通告|公告|布告|声明|启事|说明|建议)|告[^，。！？]{2,20}书)"
    f"(?:[（(].{{1,16}}[）)])?(?<=[{DOCUMENT_ENDS}])"
)
"""The title of an official document: “关于甲等同志任职前公示”, “雁桥市绿化条例”, “告全县茶农书”."""
GENRE = pattern(
    "(?:短评|社论|社评|时评|快评|评论|小评论|本报评论员|小言|杂谈|随笔|小小说|诗歌|散文|通讯|特写|消息|简讯|来信|来函|读者来信|更正|启事|编后)"
    "[：:][^：:，。；]{2,24}[！？?!]?"
)
"""A headline that begins with its kind: “短评：莫误农时”."""
# “第一节课” is a lesson
CHAPTER = pattern(
    f"(?!.{{25}})(?:第{NUMERAL}{{1,3}}[章节编回](?!课)|[一二三四五六七八九十]{{1,3}}、[^，。；]{{2,14}}$|附则$)"
)
"""A line that may be a subhead of an official document: “第一章总则”, “三、存在的问题”."""
_IN_BRACKETS = pattern(f"[（(]\\s?(?P<inside>[{HAN}](?:\\s?[{HAN}]){{0,3}})\\s?[）)]")
_NO_PEN_NAME = pattern(
    f"{NUMERAL}+|[上中下续完又注略补附图表文诗词讯电译前后甲乙丙丁春夏秋冬]|其{NUMERAL}|之{NUMERAL}|号外|[增晨早午晚夜]刊"
    f"|[{HAN}]{{0,3}}(?:完|续|续前|图|表|稿|函|电|讯|转载|摘译|节录|来件|特写|通讯|摘[编录]?|附[注识志]|者[注按]|[日昨今]|第{NUMERAL}+)"
)
ENDS_OF_CONTINUATION = "完续）)。、—–~～·一-"
"""What lines end with that state a continuation; a recogniser reads a dash as 一."""
_CONTINUES = pattern(
    "[（(—–~～·一-]{0,4}\\s?(?:本[篇章节回文]|全[篇文书])?(?:未\\s?完|待\\s?续|下\\s?期\\s?续\\s?完|[已全]?\\s?完)"
    "\\s?[）)—–~～·一-]{0,4}[。、]?"
)
DOCUMENT_NUMBER = pattern(
    f"[（(]?[{HAN}]{{2,16}}[〔\\[（(【]\\s?[0-9０-９]{{4}}\\s?[〕\\]）)】]\\s?(?:第\\s?)?[0-9０-９]{{1,6}}\\s?号[）)]?"
)
"""The number of an official document: “雁土告字〔2018〕6号”."""
_GAP_OR_BRACKET = pattern("[\\s（(]")
_OPENER = pattern(
    "近年来|近日|日前|目前|去年|今年|昨日|昨天|今天|当日|当天|当晚|此外|同时|据悉|据了解|据介绍|其中|随后|会上|会议"
    "|新的一年|让我们|截至|春节期间|为了|为此|随着|作为|对于|如今|此前|接下来|下一步|这是"
)
DAY = pattern(
    f"[^，,。]{{0,14}}(?:{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日|今天|昨天|昨日|今日|近日|日前|前天|昨晚|今晨)"
    "|(?:本报)?记者[^，。]{0,12}?(?:从|获悉|了解到)"
)
"""The first words have a day or the reporter's source, as in news without a dateline."""
FIRST_DATE = pattern(f"{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日")
"""A date at the beginning of a line: “6月12日，…”."""
SERIAL = pattern(
    f"[（(]?{NUMERAL}{{1,2}}[）)]|{NUMERAL}{{1,2}}[、.．]|[一二三四五六七八九十]{{1,2}}[ \u3000]|[①-⑳]"
    f"|第{NUMERAL}{{1,2}}[章节条]"
)
"""A serial number at the beginning of a line: “一、”, “（二）”, “3.”, “四　”."""
_FIGURE = pattern(r"[^\W\d_]{0,3}[:：]?[+\-−]?\d[\d.,:：/%％～~\-－—+]*[^\W\d_℃]{0,4}[%％℃℉°。]?")
_DIGIT = pattern("[0-9]")
_FIGURES_LEAST = 2
SPEAKER = pattern("(?:记者|主持人|问|答|Q|A|[甲乙丙丁])\\s?[：:](?=.{4})")
"""The beginning of a turn of an interview: “记者：…”, “答：…”."""
SEE_PAGE = pattern(
    "[（(]?(?:[▶▷►>》→]{1,3}\\s?(?:详见|参见|见|请看)?|(?:更多[^，。]{0,8})?(?:请)?(?:详见|参见|见|请看)(?:今日|本报)?)第?[A-DＡ-Ｄ]?[0-9０-９一二三四五六七八九十]{1,3}"
    "[-—~～、]?[A-D]?[0-9]{0,2}版[）)]?。?"
)
"""A line that refers to a page: “（详见A03版）”."""
POINTER = pattern(
    "[▲▶↑←→>]?\\s?(?:请)?(?:扫码|扫描|扫一扫|微信扫)[^。]{0,20}(?:看|观看|阅读|了解|收听|视频|更多|关注|二维码)[^。]{0,12}。?"
)
"""A line that refers to other media by a QR code: “扫码看视频”."""
SPONSOR = pattern(f"[{HAN} 　·]{{4,40}}[ 　]宣")
"""A line that names the publishers of a public announcement: “雁桥市文明办 雁桥日报社 宣”."""
_OFFICES = (
    "各?(?:级|[省市县区乡镇村州旗]|[（(][省市县区旗、]{1,9}[）)]|地区?|专区|行政|有关|直属|所属|人民|革命|农民){0,4}"
    "(?:政府|公署|公所|委员会|革委会|党委|党组|支部|公社|大队|[局厅处院]|学校|[中小]学|单位|机关|部门|团体|[工农]会|[省市县区乡镇村]长?)"
)
"""Offices as an order addresses them: 各县人民政府. Other words between tell what happens: 各县农民踊跃认购公债."""
GREETING = pattern(
    "[【\\[（(](?:编者按|编者的话|记者按|编后|编者注)[】\\]）)]|(?:各位|同志们|朋友们|编辑同志|编辑部|编辑先生|尊敬的|敬爱的|亲爱的|编者按|编者的话|本报编辑)[^。]{0,12}?[：:，,]"
    "|[Tt][Oo] [Tt][Hh][Ee] [Ee][Dd][Ii][Tt][Oo][Rr][,:.]? |[Tt][Oo] [Tt][Hh][Ee] [Ee][Dd][Ii][Tt][Oo][Rr][,:.—-]{0,2}$"
    f"|(?:主席团?|首长|代表|委员|来宾|师长)[、，](?:各位|诸位|全体)[{HAN}、，]{{1,20}}[:：]$|[{HAN}、]{{0,18}}(?:同志|战友|工友|农友|同学|乡亲|父老|指战员|首长|组织)们?[:：]$"
    f"|令各[^，。！？：:]{{2,40}}[：:]$|(?=各[^：:]{{2}}){_OFFICES}(?:[、，]{_OFFICES}){{0,8}}[：:]$"
)
"""A greeting at the beginning of a line: “编辑同志：”; whom an order addresses: “各县人民政府、各区公所：”."""
DECK_OPENER = pattern(
    f"[{HAN}]{{2,6}}(?:同比|环比|比上年)|同比|环比|预计|累计|首批|总投资|占地|惠及|涉及|覆盖|最高|最低|其中|共有|居全|位居|位列|均为|系全|为全[国省市]|将于|定于|力争|计划|分别"
    f"|{NUMERAL}{{1,2}}[月日时点][^，。]{{0,8}}起"
)
"""First words that are typical of decks, which leave out the subject: “同比增长…”, “3月1日起实行”."""
WHOM_TO_CALL = pattern(
    "(?:联系|咨询|报名|监督|举报|招聘|应聘|预约|公示|活动|开标|投标|受理)(?:人|电话|地址|地点|方式|时间|热线|邮箱)[：:]"
)
"""The beginning of a line with the contact details of a notice: “联系人：…”, “报名地点：…”."""
_ANY_SPEAKER = pattern(f"([{HAN}]{{1,6}})\\s?[：:](?=.{{2}})")
PAGE_NUMBER = pattern(
    "[-—–·.－•]{1,3}\\s?[0-9０-９]{1,3}\\s?[-—–·.－•]{1,3}|第\\s?[0-9０-９]{1,3}\\s?页(?:\\s?共\\s?[0-9]{1,3}\\s?页)?"
)
"""A page number as printed at the foot of a page: “— 4 —”, “·12·”."""
_LONGEST_READER = 24
_LONGEST_IN_BRACKETS = 10
OFFICE_ALONE = pattern(
    f"[{HAN}“”（）]{{1,15}}(?:[县区镇乡村市局委办院厂馆社站所部会]|街道|社区|公司|集团|中心|大学|学校|[中小]学|园区|政府|编辑部|委员会|法院|大队|支队)[:：]?"
)
"""A line that consists of a place or an authority: “南渡县”, “市公积金中心：”."""
LAST_OF_OFFICES = frozenset("县区镇乡村市局委办院厂馆社站所部会道司团心学校府队")
_RESULT = pattern("[^，。！？]{2,10}?[0-9０-９]{1,3}\\s?(?:比|[:：-])\\s?[0-9０-９]{1,3}[^，。！？]{2,10}")
_VERSUS = pattern("[比：:-]")
_VALUE = pattern(
    f"[0-9]{{1,2}}[:：][0-9]{{2}}|{NUMERAL}{{1,3}}[时點点](?:半|[开開起]|{NUMERAL}|$)"
    f"|(?:{NUMERAL}{{1,8}}(?:[元角分占厘]|便士|先令)){{1,4}}{NUMERAL}?半?$"
)
"""The price or the time of an item in a list."""
_CLAUSE = pattern("[，。！？；]")
_LONGEST_NAME = 3
DASH = pattern("——|—|――|--|－－|──")
"""A Chinese dash, with which many decks begin: “——”."""
_HAN_GAP = pattern(f"[ \\u3000](?<=[{HAN}0-9”’》！？，%％].)[ \\u3000]*(?=[{HAN}0-9A-Za-z“‘《])")

_ATTRIBUTED = pattern("[”’」]\\s?——[^，。]{2,18}$")
"""The attribution of a quotation, which completes a line without a full stop."""
_FINISHED = frozenset("。！？!?…”’」』）)》】]；;：:.*|")


def is_caption(text: str) -> bool:
    """Return whether a line ends with the credit of a picture: “…。记者/甲 摄”, “受访者供图”."""
    if len(text) > _LONGEST_CAPTION or not _MAY_BE_CAPTION.search(text, max(0, len(text) - _REACH)):
        return False
    return _CAPTION_TAIL.search(text[-TAIL:]) is not None


def begins_caption(text: str) -> bool:
    """Return whether a line begins like a caption: “图为…”, “图①：…”."""
    return text[0] in _BEFORE_CAPTION and _CAPTION_HEAD.match(text[:20]) is not None


def begins_with_caption_sign(text: str) -> bool:
    """Return whether a line begins with a sign that points at a picture, such as ▲; it may also be a bullet."""
    if text[0] not in _CAPTION_SIGNS:
        return False
    return _CAPTION_SIGN.match(text) is not None and not pages.jump_from(text) and not pages.jump_to(text)


def is_notice(text: str) -> bool:
    """Return whether a line is a classified notice by its bullet or its first words."""
    if not _MAY_BE_NOTICE.search(text, 0, HEAD):
        return False
    head = text[:HEAD]
    is_lost = len(text) <= _LONGEST_LOST and _NOTICE_LOST.match(head) is not None and "，" not in head[:10]
    return is_lost or _NOTICE_BULLET.match(head) is not None or _NOTICE_HEAD.match(head) is not None


def heads_notices(text: str) -> bool:
    """Return whether a line has the form of a notice's heading: “雁桥市水务局停水公告”."""
    return (
        len(text) <= _LONGEST_NOTICE_TITLE
        and text[-1] in "告事明闻章示租聘人物亲婚谢启领失正歉）)"
        and _NOTICE_TITLE.fullmatch(text) is not None
        and _NO_NOTICE_TITLE.search(text) is None
    )


def has_kicker_tail(text: str) -> bool:
    """Return whether a line may be a kicker by its end, “…时强调”, “…系列报道”; or by its form, “从渡口到大桥”."""
    may_end = text[-1] in KICKER_ENDS
    if may_end and _KICKER_TAIL.search(text, max(0, len(text) - 40)) is not None:
        return _MEETS_DEMAND.search(text, max(0, len(text) - 20)) is None
    return text[0] == "从" and _FROM_TO.match(text) is not None


def has_strong_kicker_tail(text: str) -> bool:
    """Return whether a line has an end that only kickers have: “…强调”."""
    if text[-1:] not in KICKER_ENDS or _STRONG_KICKER_TAIL.search(text, max(0, len(text) - 12)) is None:
        return False
    return _MEETS_DEMAND.search(text, max(0, len(text) - 20)) is None


def is_attendance(text: str) -> bool:
    """Return whether a line only states who attended: “甲出席”, “甲参加审议 乙丙等参加”."""
    if len(text) > 40 or not _MAY_ATTEND.search(text):
        return False
    return _names_attend(text) or all(map(_names_attend, text.split()))


def _names_attend(part: str) -> bool:
    """Return whether a text consists of names, without offices before them, and a word for attending."""
    match = _ATTENDANCE.fullmatch(part)
    return match is not None and all(is_name(_OFFICE.sub("", name)) for name in split_names(match["names"]))


def is_result(text: str) -> bool:
    """Return whether a line may be a result in a list of results: “江口队1比1东平队”."""
    return _VERSUS.search(text) is not None and _RESULT.fullmatch(text) is not None


def is_valued(text: str) -> bool:
    """Return whether a line may be an item of a list of prices or times: “上米每石六十二元”, “新江天　今晚六时开”."""
    return _VALUE.search(text) is not None and _CLAUSE.search(text) is None


def is_framed(text: str) -> bool:
    """Return whether a line stands between two equal signs, as headings of typed papers do: “★ 表扬 ★”."""
    return len(text) > 2 and text[0] == text[-1] and BULLET.match(text) is not None


def is_person_with_post(text: str) -> bool:
    """Return whether a line may be a person in a list of persons with their posts: “何苗 市第一中学教师”."""
    words = text.split(maxsplit=2)
    return len(words) == 2 and len(words[1]) > _LONGEST_NAME and "，" not in words[1] and is_name(words[0])


def begins_as_sentences_do(text: str) -> bool:
    """Return whether the first words are typical of sentences and not of headings: “近年来，…”, “据悉，…”."""
    head = text[:20]
    return ("，" in head or "," in head) and _OPENER.match(head) is not None


def is_figures(text: str) -> bool:
    """Return whether a line may be a row of a table: at least half of its words are numbers."""
    if not _DIGIT.search(text):
        return False
    words = text.split()
    figures = sum(_FIGURE.fullmatch(word) is not None for word in words)
    is_labelled = len(words) == 1 and re.search("[：:]", text) is not None
    return (figures >= _FIGURES_LEAST or is_labelled) and 2 * figures >= len(words)


def headline_halves(text: str) -> list[tuple[int, int]]:
    """Return the spans of the gaps between the parts of a heading: spaces next to Han characters."""
    if " " not in text and "\u3000" not in text:
        return []
    return [match.span() for match in _HAN_GAP.finditer(text)]


def is_open(text: str) -> bool:
    """Return whether a line ends in the middle of a sentence: with a letter, a digit or a comma.

    The attribution of a quotation, “…”——甲, is not open.
    """
    return text[-1:] not in _FINISHED and not ("——" in text[-24:] and _ATTRIBUTED.search(text[-24:]))


_LINKED_FROM = pattern("(?:原文|本文|文章|稿件|信息|新闻)?(?:来自|来源|链接|源自|转自|转载自|首发|出处|地址)")


def states_source(text: str) -> bool:
    """Return whether a line states a text's source: “（摘自《江淮晚钟》）”, “原文来自某报：[…](http://…)”."""
    if text[0] in "（(【〔［[":
        return _TAKEN_FROM.fullmatch(text[:HEAD]) is not None
    return ("](" in text or "://" in text) and _LINKED_FROM.match(text) is not None


def is_index_item(text: str) -> bool:
    """Return whether a line is an item of an index of the issue: “国际金价再创新高　　16版”."""
    return ("版" in text[-4:] or "版" in text[:10]) and _INDEX_ITEM.fullmatch(
        text.strip("（()）")
    ) is not None


def pen_name_in_brackets(text: str) -> str | None:
    """Return the pen name if a line consists of one in brackets, else None: “（砚农）”, “（癡）”.

    Whether the line is a signature depends on the lines around it.
    """
    match = None
    if text[:1] in "（(" and len(text) <= _LONGEST_IN_BRACKETS:
        match = _IN_BRACKETS.fullmatch(text)
    if match is None:
        return None
    name = "".join(match["inside"].split())
    if _NO_PEN_NAME.fullmatch(name):
        return None
    return name


def states_continuation(text: str) -> bool:
    """Return whether a line states that a serial continues or is complete: “（未完）”, “（待续）”, “——完——”."""
    return (
        text[-1:] in ENDS_OF_CONTINUATION
        and len(text) <= _LONGEST_IN_BRACKETS
        and _CONTINUES.fullmatch(text) is not None
    )


def is_signed_by_reader(text: str) -> bool:
    """Return whether a line names the writer of a letter: “南门外　工人家属　葛大嫂”, “雁桥日报编辑部”."""
    if len(text) > _LONGEST_READER:
        return False
    if not _GAP_OR_BRACKET.search(text):
        return _SIGNED_BY_EDITORS.fullmatch(text) is not None
    return _SIGNED_BY_READER.fullmatch(text) is not None


def speaker(text: str) -> str | None:
    """Return the short word before a colon at the beginning of a line, or None.

    It is a speaker if there are similar lines nearby.
    """
    match = _ANY_SPEAKER.match(text)
    if match:
        return match[1]
    return None


def is_label(text: str) -> bool:
    """Return whether a line has the form of a section label: “我在江城”, “雁桥夜话”, “同饮一江水·岸边人家”."""
    return (len(text) <= 10 and _LABEL.fullmatch(text) is not None) or (
        "·" in text and _SLOGAN.fullmatch(text) is not None
    )


@cache
def section_labels() -> frozenset[str]:
    """Return the known section labels: 读者来信, 小资料."""
    return _wordlist("sections")


@cache
def notice_labels() -> frozenset[str]:
    """Return the known headings of notices: 启事, 遗失声明."""
    return _wordlist("notices")


def _wordlist(name: str) -> frozenset[str]:
    text = assets.resource(f"wordlists/{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
