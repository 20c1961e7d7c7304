"""The events that an article tells: sentences of it, cut and never written, each with the day that it tells.

A sentence is taken only where nothing speaks against it: statements, figures of statistics, plans, background and
sentences that lean on the one before are no lines of a chronicle. What is not certain is left out, or has no day.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates.calendar import Days
from reader.language.equality import simplified
from reader.language.forms import is_within
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import behind_first, pattern
from reader.newspaper.article import Article, ArticleKind, BlockKind
from reader.newspaper.facts import Fact, unknown
from reader.parsing import BETWEEN, DayBases, MentionedDay, dateline, day_bases, mentioned_days

CUT = "……"
"""What stands for words that were cut."""
LONGEST_LINE = 90
"""Characters of a line from which on clauses at its end are cut."""
_SHORTEST = 10
_SHORTEST_CUT = 12
_LONGEST_SENTENCE = 400
_YEAR = dt.timedelta(days=365)

Piece = tuple[int, int, int]
"""A block of an article, and the characters [start, end) of its text."""


class Event(Struct, frozen=True):
    """A line: the words are those of the `pieces`, in order, with `CUT` for what is cut within the sentence."""

    day: Fact[Days]
    text: str
    pieces: tuple[Piece, ...]
    is_background: bool = False
    """Whether it is more than a year before the paper."""

    @property
    def days(self) -> Days | None:
        return self.day.value

    @property
    def said(self) -> str:
        """The words that tell the day, as printed, with `BETWEEN` between them; "" if none do."""
        return self.day.witness.words if self.day.witness else ""

    @property
    def own_word(self) -> str:
        """The last of these words, which is in the sentence."""
        return self.said.rpartition(BETWEEN)[2]


_HAN_DIGITS = "零〇○一二三四五六七八九十百千廿卅卌"
_MARKS = "。！？!?"
_SENTENCE = pattern(rf"[^{_MARKS}]+(?:[{_MARKS}]+[”’」』）)]*|$)")
_CLOSED = pattern("[”’」』）)]*")
_LEANS = pattern(
    r"(?:[“「『‘\"…]|[他她它其该这那此]|两人|二人|双方|对此|据|为此|因此|所以|但|然而|不过|而|同时|此外"
    r"|另外|另|随后|接着|之后|后来|最后|最终|目前|现在|如今|当[天日晚时年]"
    r"|会[上后议前]|会议|会见|座谈|活动|仪式|现场|有?记者|本[次届场报]|上述|以上|通知|报[道告]|文章|声明"
    r"|公报|消息|其中|有[的些人]|一[些位名方]|并|也|还|又|再|于是|结果|例如|比如|如|由于|因为|虽然|尽管"
    r"|如果"
    r"|来到|走进|在?[^，。]{0,14}(?:期间|之际|以来|来)，|[甲乙丙丁男女](?:方|子)|[我您你](?![国市省县区校军州部党院厂家行社镇乡村])|大家"
    r"|截[至止]|到目前|至今|迄今|近年|近几年|图[为片]|附记|编者|[（(]|本来|原来|按照|根据|针对|预计|以后|今后"
    r"|[0-9０-９]+[.、．]|[^，。；]{1,8}[之以]后，|[^，。；、的]{0,4}(?:仪式|典礼|演出|发布会|会议|大会|座谈会|培训班)(?=[今昨于在0-9０-９]))"
)
_LEANS_IN_LEAD = pattern(
    r"(?:[“「『‘\"…]|[他她它其该这那此但而]|然而|不过|对此|据|因此|图[为片]|附记|编者|记者|[我您你](?![国市省县区校军州部党院厂家行社镇乡村])|如果|[（(]"
    r"|[^，。：]{0,6}(?:同志|先生|编辑)：)"
)
_SUBJECT_LEANS = pattern(
    r"(?:[上下中]午|[凌清早]晨|早上|晚上?|傍晚|深夜|[0-9０-９]+[时点]|[0-9０-９]+分|许|左右|起|，)*"
    r"(?:[他她它]|其(?!他)|该(?!外|间|地区|国)|[这那][一些个位名条座艘家所]|两人|二人|双方|对方|另[一有外]|记者|笔者|与会|会[上后]"
    r"|代表们|大家|[我您你](?![国市省县区校军州部党院厂家行社镇乡村])|咱)"
)
_LACKS_SUBJECT = pattern(
    r"(?:[上下中]午|[凌清早]晨|早上|晚上?|傍晚|深夜|[0-9０-９]+[时点]|[0-9０-９]+分|许|左右|起|，)*"
    r"(?:荣?获(?![救释奖])|当选|荣立|入选|考入|毕业|参加|出席|调任|担任|加入|主办|承办)"
)
"""What follows a day that nothing stands before: 昨日，当选为会长."""
"""What follows a day and its hour in a sentence that can't be understood alone: 6月20日，他来到渡口."""
_STATES = pattern(
    r"(?:说|指出|表示|强调|认为|介绍|声称|(?<![简统又俗堪名号职尊通全人自])称(?![号为职])|透露|呼吁|警告|宣称|告诉|否认|承认|坦[言承]|写道|重申|希望|相信"
    r"|推[估测断算]|估计|预测|预计|预期|猜测|质疑|回答|解释|补充道?|评论|分析|提醒|批评|抨击|谴责|反驳|感叹|回[忆顾]|报道|报导"
    r"|敦促|促请|要求|主张|建议|指控|抱怨|保证|承诺|誓言|不排除|证实|显示|获悉|了解到)"
)
_IN_MEETING = pattern("在(?:会见|会晤|访问|视察|考察|调研|出席|接见|接受|[向与和同对就为给])")
_MEETS = pattern("会见|会晤|会谈|访问|视察|考察|调研|出席")
_SAYS = pattern(
    r"(?:说|指出|表示|强调|认为|声称|(?<![简统又俗堪名号职尊通全人自])称(?![号为职])|透露|介绍|警告|宣称|重申|呼吁|坦[言承]|写道|告诉|报道|报导|承认|否认|证实|敦促|[公发]布(?=[，：]))(?:道|了)?(?:[，,：:“「]|$|。)"
)
_NO_EVENT = pattern(
    r"同比|环比|百分|[%％‰]|增长|增幅|上涨|下跌|涨幅|跌幅|收盘|总值|产值|累计|平均|人均"
    r"|占[^，。]{0,12}(?:成|之|比)|统计|截[至止]|增至|升至|增加到|上升到|已达|比上年|比去年|倍于"
    r"|(?<![投融]资)(?<![0-9.])逾?[0-9.]++亿(?!元的)"
    r"|(?<!成功)[将拟](?!军|帅|士|领|校|官)|计划(?:在|于)|计画|预定|定于|原定|有望|即将|准备|打算|可能|或许|也许"
    r"|大概|假如|如果|倘若|除非|是否|能否|会不会|应该|应当|应[^用邀聘征急]|必须|需要|不[得能会是应该]|未来"
    r"|下[月周年]|明(?:[天日]|年(?!度))|后天"
    r"|[？?]|[我您你咱](?![国市省县区校军州部党院厂家行社镇乡村们方队港台])|我们|咱们|多云|气象台|阵雨|气温|风力"
    r"|最高温|据悉|因为|由于|为什么|是因|比赛|联赛(?!.{0,20}(?:开幕|闭幕|夺冠))|一直|经常|往往|常常"
    r"|总是|每[天年月周日家户人逢到当]|都要|历年|多年来|以来|如下|：$|距[^，。；]{1,20}[还仅只][有剩差]|倒计时"
    r"|[也亦又](?![门纳许新兰])|还(?=[在将有是与同对就到为向]|会见|参加|出席|视察|考察)|没有?[^，。]{0,6}(?:产生|发生|出现)|通货膨胀|率仍?[为达保在]|保持[了在]"
    r"|[掌笑歌欢鞭炮鼓]声|喜气|人头攒动|热[闹烈]|洋溢|忙碌|只见|阳光|欢聚一堂|络绎不绝|聚集着|[坐停站挤挂]满|[静悄][静悄]地|阁下|各位|同志们|[女先]生们|女士们|朋友们|笔者"
    r"|记者(?!协|会|节|站|招待|团)|(?:局势|冲突|战斗)[^，。；]{0,6}(?:持续|愈演愈烈|升级|加剧|恶化)"
    r"|(?:播发|刊[发登载]|发表)[^，。；]{0,14}(?:快评|社论|评论|通讯|综述|述评)|好评|[试力企]图|接受[^，。；]{0,30}(?:采访|专访|报纸访问|电视访问)|平稳|数量|人次|新[高低](?![一二三中的])|同期|(?:高兴|愉快|激动|兴奋|自豪)地"
)
DEED = pattern(
    behind_first(
        r"召开|举行|举办|开幕|闭幕|开工|竣工|落成|通车|通航|成立|揭牌|挂牌|奠基|启用|投产|投入使用|启动|开业|开馆"
        r"|开学|开通|开放|首航|发布|颁布|公布|印发|出台|通过|批准|签署|签订|签约|当选|任命|就任|就职|辞职|免去"
        r"|逝世|去世|病逝|遇难|遇害|身亡|死亡|丧生|爆炸|坠毁|相撞|起火|火灾|地震|袭击|宣布|宣告|抵达|到达|离开"
        r"|访问|会见|会谈|获得?批|获奖|荣获|授予|夺得|破获|抓获|逮捕|判处|判决|查处|查获|移交|发射|升空|着陆|出土"
        r"|发现|复工|复产|停工|罢工|释放|获释|入选|首演|上映|出版|创刊|捐赠|捐款|慰问|视察|调研|考察|检查|督导"
        r"|审议|开庭|宣判|致[电函]|[来复唁贺]电|结束|决定|落幕|揭晓|击败|战胜|夺冠|卫冕|淘汰|晋级|推出|研制|合[龙拢]|动工"
        r"|接受|提名|撤销|关闭|迁[至入往到]|更名|改名|改称|合并|兼并|启程|返回|回到|赴|前往|试航|签字|生效|接管|会师"
        r"|选举(?!权)|选出|推选|推举|公推|补选|增选|改选|票选|[选推举][^，。；的]{2,4}为|连任|蝉联|委任|罢免|调任|出任|升任|改任|兼任|获选|胜出|获胜|就任|到任|卸任|选任"
        r"|发生|失火|延烧|失慎|火警|大火|焚[毁去烧]|烧[毁死伤]|被[盗窃劫抢焚炸毁掳绑刺]|遭[窃劫抢匪火水灾轰袭遇受]|失窃|窃案|抢[走劫去掠]|劫[走去掠案持]|行劫|洗劫|掳[去走掠]"
        r"|倒塌|坍|塌[方陷]|翻[车船沉覆倒]|翻[入下]|决堤|脱轨|出轨|追尾|坠[落崖河江入楼]|滑坡|泥石流|冰雹|降雹|雪崩|大[雪旱雹雾水](?![库利电路])|暴[雨雪风]|洪水|山洪|飓风|台风(?=过|袭|登)|龙卷风|狂风"
        r"|水灾|旱灾|虫灾|蝗虫|轰炸|空袭|炸[毁死伤沉]|炮击|流行(?!歌|音|色|语|的)|霍乱|鼠疫|天花|瘟疫|疫[病情]|中毒|游行|示威|请愿|罢[课市教]|暴动|骚乱|哗变|兵变|械斗|斗殴|绑票|绑架"
        r"|触电|溺[水死毙亡]|淹[没死毙]|失踪|撞[死伤毁沉]|冻[死伤毙]|饿死|枪[杀击决毙]|击毙|遇刺|行刺|刺[杀死]|自[杀缢尽戕]|投[河江井水]自|服毒|凶[杀案]|命案|谋杀|杀[死害]|被杀|毙命|伤亡"
        r"|越狱|停[电水航课](?!费)|断[水流]|告急|失守|沦陷|暴涨|漫[过溢]|吹[倒沉]|冲[毁散垮]"
        r"|起义|占领|收复|攻克|撤退|解放|沉没|决口|溃|中断|恢复|获(?![悉知取救利])|当场|命名|设立|创办|挂职|受理|购[进置]|引进|建成|延伸|迎来|普降|沉船|触礁|出动"
    )
)
_DEED_OR_VERB = pattern(
    f"{DEED.pattern}|[了着把被到出过起开举搬迁修建添进毁断停沉伤亡死倒塌折裂爆炸盗偷窃抢劫绑掳咬砸撞坠救捕杀淹冻焚烧漏困围袭旱涝震疫雹霜产蚀]"
)
_VAGUE_DAY = pattern("(?:近日|日前|最近|日昨|新近)(?![^，。]{0,24}的(?!通知|决定))")
_SOURCE = pattern(
    r"(?:[^，。；]{0,24}?(?:记者|本报|笔者)[^，。；]{0,22}(?:获悉|了解到|得知|看到)"
    r"|据[^，。；]{2,26}(?:报道|消息|透露|介绍|通报|报|称|说|讯)|最新消息)[，,：:]"
)
"""Clauses that tell whose words these are; they are cut."""
_OPEN = pattern(
    r"(?:时|宣布|决定|公布|发布|认定|确认|同意|发现|数据|结果|后|前|中|内|上|下|期间|之际|表示|通过|对|就|因|为了?|：[^，；]{0,40}|[举进召发][行开生]的[^，；了]{1,30}|(?<!的)(?:命令|[统院主]令|发布会|意见|通知|声明|公告|文件|报告|方案|办法))$"
)
"""How words end after which the sentence must go on, as it must within brackets."""
_OPENING = "“「『《（("
_CLOSING = "”」』》）)"
_ONCE = pattern("曾(?![任庆荫国培祥宪经])|先后|已经|早在|[这那][个些项次位名座种起件]")
_FRAMES = pattern("针对|关于|对于?|就|随着|由于|因|鉴于|为了?|除|在[^，。]{0,40}(?:时|后|前|中|下)，")
"""How a sentence begins of which the end, that was cut, is the main clause."""
_HERE = pattern("此间|这里|在此(?![前后之])")
"""A place that only the dateline tells."""
_OF_ANOTHER = pattern("[^，。；]*(?<![其吉帕利排])[他她](?!们?自己|们?的|[人乡国日杀信])")
"""Who can't be the subject of the same clause: 政府允许他们入境."""
_REFERS = pattern(
    r"[^，。；]{0,16}(?:[也亦](?!门|纳|许)|[该此](?!外|间|地区|国)|上述|这[项一次起个些名种位]|那[项一次起个些])"
)
_UNTIL = pattern(
    r"(?:截[至止]|到|至|自|从|由|以[前来]|原定|定于|订于|改[在于期]|[同当次翌那]年?|是[于在]?|侦破了?|破获了?|查处|审理|调查|处理|前往|纪念|庆祝|回顾|关于|针对|对于|[对因])$"
)
_IS_BEGIN = pattern("[^，。；]{0,6}(?:起|开始)")
_AFTER_DEED = pattern("(?<!为)了(?!解)[^，。；、]{0,12}$")
"""Behind the verb of a clause, a day is that of something else: 通报了昨日会谈的经过."""
_TENSE = pattern(
    r"(?:[之以]?前|以来|起至)"
    r"|(?![在于])[^，。；、]{0,10}?(?<![然今此日午])[后前](?![来天日往去排进任线村庄街乡镇路屋院门山坡岭])"
)
_MODIFIES = pattern(
    r"(?:（[^）]{2,10}）|）)?(?:正[是值]|是(?![日次夜])[^，]*$)|"
    r"(?!在[^，。；]{2,24}[举进召][行开]的[^，。；]{2,24}[中上])"
    r"(?:[^，。；、了与和同对向从就把被因为及]{0,10}?(?<!来访)(?<!为期)(?<!新)的|被[^，。；]{1,4}的|已[成经]|被?[定列]为|所(?![有以属在])|里?[这那][个件次场]"
    r"|第[一二三四五六七八九十0-9]+版)"
)
_OTHER_HEAD = pattern(
    r"(?:[（【][^）】]{2,24}?(?:电|讯|综合)[）】]"
    r"|[^，。；！？]{2,28}?[0-9０-９一二三四五六七八九十](?:[日号](?:[^，。；！？]{0,3}?[电讯]|(?=（))|电[）】]?)"
    r"|[^，。；：、]{2,10}消息(?=：))(?:（[^）]{2,60}）)?：?"
)
"""Datelines in which the place has brackets of its own, and those of the papers of other regions."""
_BEFORE_WORDS = pattern(
    r"\s*(?:[^，。；：]{0,12}(?:记者|通讯员)[^，。；：]{1,30}报道：)?\s*"
    r"(?:[▲△●■◆◇○★☆※•·◎□]+|[0-9０-９]{1,2}[、．：]|[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）)?\s*"
)
"""What may stand between a dateline and the first word: 记者顾知远报道：, and the marks of a list."""
_TURNS = pattern(r"[但却未没不无非]|取消|推迟|失败|除了|例外|只有|仅")
_CLAUSE = pattern("[，；]")
_HALF_WIDTH = pattern(r"[,;:?!()](?:(?<![0-9].)|(?![0-9]))")
_FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")


def _plain(text: str) -> str:
    """Return a text of the same length with simplified characters, and marks of full width but within numbers."""
    return _HALF_WIDTH.sub(lambda match: match[0].translate(_FULL_WIDTH), simplified(text))


def events_of(
    article: Article, paper: dt.date | None, *, most: int = 1, marked: Sequence[Piece] = ()
) -> list[Event]:
    """Return at most `most` events of an article in a paper of this day, in reading order.

    With `marked`, each event has one of these pieces of the article in its words. A day goes before a month, a day that
    is stated before 今天, and what has any before what has none.
    """
    if article.kind not in (ArticleKind.ARTICLE, ArticleKind.CONTINUATION):
        return []
    days = _Days(article, paper)
    events: list[Event] = []
    months: set[int | None] = set()
    for sentence in _sentences(article):
        event = _event_in(sentence, article, days, marked)
        if event is not None and not _is_of_another_month(event, months):
            events.append(event)
            if most == 1 and _rank(event) == 0:
                break
        months.update(map(number_of, _MONTH.findall(sentence.plain)))
    best = sorted(events, key=_rank)[:most]
    return [event for event in events if event in best and (event.days is not None or event is best[0])]


class _Sentence(Struct, frozen=True):
    """Words that may tell an event, and where they begin; `plain` has their length, in simplified characters."""

    block: int
    start: int
    plain: str
    is_lead: bool
    """Whether it is the first one of the article."""


class _Days:
    """What the days in an article count from."""

    def __init__(self, article: Article, paper: dt.date | None) -> None:
        self._article = article
        self.paper = paper

    @cached_property
    def bases(self) -> DayBases:
        return day_bases(self._article, self.paper)


def _event_in(sentence: _Sentence, article: Article, days: _Days, marked: Sequence[Piece]) -> Event | None:
    """Return the event that a sentence tells, with one of the marked pieces in its words, if there are any."""
    end = sentence.start + len(sentence.plain)
    marks = [piece for piece in marked if piece[0] == sentence.block and sentence.start <= piece[1] < end]
    if marked and not marks:
        return None
    printed = article.blocks[sentence.block].text
    event = _event(printed, sentence, days, is_marked=bool(marks))
    if event is not None and _HERE.search(sentence.plain):
        if sentence.is_lead:
            event = _with_place(event, printed)
        else:
            event = None
    if event is None or (marks and not any(_has(event, mark) for mark in marks)):
        return None
    return event


def _has(event: Event, piece: Piece) -> bool:
    block, start, end = piece
    return any(
        event_piece[0] == block and event_piece[1] <= start and end <= event_piece[2]
        for event_piece in event.pieces
    )


def _with_place(event: Event, printed: str) -> Event | None:
    """Return an event that was “here” behind the words of the dateline that tell where; None if none do."""
    head = dateline(printed)
    if head is None or not head.as_printed:
        return None
    block, start, _ = event.pieces[0]
    first = printed.index(head.as_printed[0])
    end = first + len(head.as_printed)
    if end == start or event.text.startswith(CUT):
        between = ""
    else:
        between = CUT
    return replace(
        event, text=printed[first:end] + between + event.text, pieces=((block, first, end), *event.pieces)
    )


def _is_of_another_month(event: Event, months: set[int | None]) -> bool:
    """Return whether a day without its month may be one of those told before it in the article, not the paper's."""
    return (
        event.days is not None
        and BETWEEN not in event.said
        and _BARE.match(event.said) is not None
        and bool(months - {event.days.first.month})
    )


_MONTH = pattern(f"({NUMERAL}{{1,3}})月")
_BARE = pattern(f"{NUMERAL}{{1,3}}[日号]")


def _rank(event: Event) -> int:
    if event.days is None:
        return 4
    if event.is_background:
        return 3
    return 2 if _is_month(event.days) else int(event.own_word.startswith("今"))


def _is_month(days: Days | None) -> bool:
    return days is not None and days.last - days.first > dt.timedelta(days=20)


_DAY_SIGN = "[号號](?=[，,、上下中凌清早晨晚夜深傍在于起至到和及与與—–~～－-])"
_MAY_TELL = pattern(
    f"[{NUMERAL[1:-1]}昨今即前本上下當当正臘腊冬周週期拜最新近日](?:"
    rf"(?<!{NUMERAL}.)(?:(?<=[0-9０-９])[0-9０-９]?|(?<=[{_HAN_DIGITS}])[{_HAN_DIGITS}]{{0,2}})(?:[日月]|{_DAY_SIGN})"
    "|(?<=[昨今])[天日晚夜晨午（(]|(?<=昨)[遭被由在赴抵自于]|(?<=今)[早起]|(?<=即)日|(?<=[当當])[天日晚夜]|(?<=前)[天日晚（(]|(?<=[本上下當当])[個个]?月"
    "|(?<=[正臘腊冬])月|(?<=[周週期拜])[一二三四五六日天]|(?<=[最新])近|(?<=近)日|(?<=日)[前昨])"
)
"""A fast test, as all that it finds begin with one class: a day, or words for one that is not told."""
_AGAINST = pattern(f"{_STATES.pattern}|{_NO_EVENT.pattern}")


def _sentences(article: Article) -> Iterator[_Sentence]:
    first = next(
        (at for at, text_block in enumerate(article.blocks) if text_block.kind is BlockKind.PARAGRAPH), 0
    )
    for number, block in enumerate(article.blocks):
        if block.kind is not BlockKind.PARAGRAPH or not _MAY_TELL.search(block.text):
            continue
        plain = _plain(block.text)
        begin = end = _end_of_dateline(plain)
        while (hit := _MAY_TELL.search(plain, end)) is not None:
            stop = max(plain.rfind(mark, end, hit.start()) for mark in _MARKS)
            if stop >= 0:
                closed = _CLOSED.match(plain, stop + 1)
            else:
                closed = None
            sentence_match = _SENTENCE.match(plain, closed.end() if closed is not None else end)
            if sentence_match is None:
                break
            end = sentence_match.end()
            mark = _BEFORE_WORDS.match(plain, sentence_match.start())
            start = mark.end() if mark is not None else sentence_match.start()
            words = plain[start:end].rstrip()
            tells = hit.start() >= start or _MAY_TELL.search(words) is not None
            if tells and len(words) <= _LONGEST_SENTENCE:
                is_lead = number == first and sentence_match.start() == begin
                yield _Sentence(number, start, words, is_lead)


def _end_of_dateline(plain: str) -> int:
    """Return where the dateline of a paragraph ends, also behind the mark of a list; 0 if there is none."""
    mark = _BEFORE_WORDS.match(plain)
    skipped = mark.end() if mark is not None else 0
    end = 0
    head = dateline(plain[skipped:])
    if head is not None:
        end = skipped + head.end
    other_head = _OTHER_HEAD.match(plain)
    if other_head is not None:
        end = max(end, other_head.end())
    return end


def _event(printed: str, sentence: _Sentence, days_of_article: _Days, *, is_marked: bool) -> Event | None:
    """Return the event that a sentence tells; None if it is none, or if that is not certain."""
    plain = sentence.plain
    is_lead = sentence.is_lead
    text = printed[sentence.start : sentence.start + len(plain)]
    source = _SOURCE.match(plain)
    first = source.end() if source else 0
    end = _end_before_statement(plain, first)
    is_of_day_above = is_marked and _SAME_DAY.match(plain) is not None
    begin = _SAME_DAY_LENGTH if is_of_day_above else first
    if end is None or _leans(plain, begin, end, is_lead=is_lead):
        return None
    base = days_of_article.bases.at(sentence.block, sentence.start)
    paper = days_of_article.paper
    above = _day_above(printed, sentence, base, paper) if is_of_day_above else None
    mentions = list(mentioned_days(plain[first:end], base, paper, above))
    days = [mention for mention in mentions if not _is_of_others(plain[first:end], mention)]
    if (not days or days[0].days is None) if mentions else not (is_lead and _VAGUE_DAY.search(plain, first)):
        return None
    other = next((day for day in days[1:] if day.days not in (None, days[0].days)), None)
    if other is not None:
        end = _clause_before(plain, first, first + other.start)
    end = _cut_end(plain, first, _shortened(plain, first, end))
    if end < len(plain) and not _can_end(plain, first, end):
        end = _clause_before(plain, first, end)
        if not _can_end(plain, first, end):
            return None
    line = plain[first:end]
    if len(line) < _SHORTEST or line.count("“") != line.count("”"):
        return None
    if not days:
        is_undated = _VAGUE_DAY.search(line[:40]) and DEED.search(line) and "——" not in line
        return _made(sentence, text, (first, end), unknown(), paper) if is_undated else None
    needs_deed = end < len(plain) or not is_lead or _is_month(days[0].days) or line.startswith("今")
    needed = DEED if needs_deed else _DEED_OR_VERB
    if days[0].end > len(line) or not (is_marked or needed.search(line)):
        return None
    has_no_subject = not any(map(str.isalnum, line[: days[0].start])) and _LACKS_SUBJECT.match(
        line, days[0].end
    )
    if has_no_subject or _SUBJECT_LEANS.match(line, days[0].end):
        return None
    return _made(sentence, text, (first, end), days[0].fact, base.value or paper)


_SAME_DAY = pattern("当[天日晚夜]")
_SAME_DAY_LENGTH = 2


def _day_above(
    printed: str, sentence: _Sentence, base: Fact[dt.date], paper: dt.date | None
) -> Fact[Days] | None:
    """Return the day that was told last above a sentence in its paragraph; None if none was."""
    mentions = mentioned_days(_plain(printed[: sentence.start]), base, paper)
    days = [
        mention.fact
        for mention in mentions
        if mention.days is not None and mention.days.first == mention.days.last
    ]
    return days[-1] if days else None


def _leans(plain: str, first: int, end: int, *, is_lead: bool) -> bool:
    """Return whether a sentence can't be understood without the one before it."""
    if _OF_ANOTHER.match(plain, first) or (first and plain.startswith("在", first)):
        return True
    if is_lead:
        return (_LEANS if first else _LEANS_IN_LEAD).match(plain, first) is not None
    leans = _LEANS.match(plain, first) or _REFERS.match(plain, first) or _ONCE.search(plain, first, end)
    return leans is not None


def _cut_end(plain: str, first: int, end: int) -> int:
    """Return where a sentence ends if the clause is cut from which on it states something or counts."""
    match = _AGAINST.search(plain, first, end)
    return end if match is None else _clause_before(plain, first, match.start())


def _can_end(plain: str, first: int, end: int) -> bool:
    return (
        end - first >= _SHORTEST_CUT
        and _OPEN.search(plain, first, end) is None
        and not is_within(plain, _OPENING, _CLOSING, first, end)
        and _FRAMES.match(plain, first) is None
    )


def _made(
    sentence: _Sentence, text: str, piece: tuple[int, int], day: Fact[Days], written: dt.date | None
) -> Event | None:
    """Return the event; None if it was still to come on the day on which the text was written."""
    first, end = piece
    line = text[first:end]
    if first:
        line = CUT + line
    if end < len(text):
        line += CUT
    pieces = ((sentence.block, sentence.start + first, sentence.start + end),)
    if day.value is None or written is None:
        return Event(day, line, pieces)
    if day.value.last > written:
        return None
    return Event(day, line, pieces, written - day.value.last > _YEAR)


def _end_before_statement(plain: str, first: int) -> int | None:
    """Return where a sentence ends but for a statement at its end: 会见布什时说，…; None if it is a statement."""
    match = _SAYS.search(plain, first)
    if match is None:
        return len(plain)
    before = plain.rfind("时", first, match.start() + 1)
    if (
        before >= 0
        and not _IN_MEETING.search(plain, first, before)
        and match.start() - before <= 2
        and _MEETS.search(plain, first, before)
    ):
        return before
    clause = _clause_before(plain, first, match.start())
    return clause if clause - first >= 2 * _SHORTEST and DEED.search(plain, first, clause) else None


def _clause_before(plain: str, first: int, at: int) -> int:
    """Return the end of the last clause that ends before `at`; `first` if there is none."""
    return max((match.start() for match in _CLAUSE.finditer(plain, first, at)), default=first)


def _shortened(plain: str, first: int, end: int) -> int:
    """Return where a long sentence can end: behind a whole clause, with nothing cut that turns what it says."""
    if end - first <= LONGEST_LINE:
        return end
    for match in _CLAUSE.finditer(plain, first + LONGEST_LINE // 4, first + LONGEST_LINE):
        clause = _clause_before(plain, first, match.start())
        if DEED.search(plain, clause, match.start()) and not _TURNS.search(plain, match.start(), end):
            return match.start()
    return end


def _is_of_others(text: str, mention: MentionedDay) -> bool:
    """Return whether a day is not that of the event: the end of a span, or of a thing (3日发生的事故)."""
    return (
        (
            _UNTIL.search(text, max(0, mention.start - 3), mention.start) is not None
            and not _IS_BEGIN.match(text, mention.end)
        )
        or _AFTER_DEED.search(text, 0, mention.start) is not None
        or text.startswith(("的今", "的昨"), max(0, mention.start - 1))
        or _TENSE.match(text, mention.end) is not None
        or _MODIFIES.match(text, mention.end) is not None
        or is_within(text, "《", "》", 0, mention.start)
        or is_within(text, "“", "”", 0, mention.start)
    )
