"""What the words of one line say about it: datelines, jumps, pages, captions, notices, fields of a masthead.

Every pattern looks at a bounded stretch at the head or the tail of a line and repeats nothing without bound inside
a repetition, so that a line of ten million characters costs no more than one of a hundred.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from reader import assets
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of

HEAD = 120
TAIL = 80

_OPEN, _CLOSE = "[（(【\\[〔]", "[）)】\\]〕]"
_OWN = "本报|本刊|本台|本网"
AGENCIES = (
    "新华社|新华网|中新社|中新网|中国新闻社|人民网|央视网|央广网|国际在线|法新社|路透社|美联社|塔斯社|共同社"
)
_SOURCE = (
    f"(?:{_OWN}|{AGENCIES}|[{HAN}A-Za-z·]{{2,10}}?(?:日报|晚报|晨报|早报|时报|商报|快报|都市报|青年报|周报|新报|报"
    "|广播电视台|电视台|融媒体中心|融媒体?|新闻网|新闻客户端|客户端|红网|发布))"
)
_WHERE = f"[{HAN}]{{0,10}}?(?:\\s?{NUMERAL}{{1,2}}\\s?月\\s?{NUMERAL}{{1,3}}\\s?日)?"
_AFTER = "(?=[\\s（(：:，,】\\]）)*]|记者|通讯员|特约|全媒体|见习|$)"

_DATELINE = re.compile(
    f"[*\\s]*{_OPEN}?(?P<from>据?)(?P<source>{_SOURCE})(?P<where>\\s?(?:记者)?{_WHERE})(?P<kind>讯|电|消息|专电){_CLOSE}?(?P<end>{_AFTER})?"
)
_PLACE_DATELINE = re.compile(
    f"[*\\s]*[【\\[〔](?P<from>据?)(?P<source>[{HAN}]{{2,8}})(?P<where>{_WHERE})(?P<kind>讯|电|消息|专电)[】\\]〕](?P<end>)"
)
_MAY_BE_DATELINE = re.compile("[讯电]|消息|记者|通讯员")
_SIGNED_DATELINE = re.compile(
    f"[*\\s]*(?P<from>据?)(?P<source>[{HAN}A-Za-z·]{{2,14}}?)(?P<where>{_WHERE})(?P<kind>讯|电|消息|专电)"
    "(?P<end>(?=\\s?[（(][^（()）]{0,24}(?:记者|通讯员)))"
)
_BRACKETED_CREDIT = re.compile(
    "[*\\s]*[（(](?=[^（()）]{0,20}(?:记者|通讯员))(?P<credit>[^（()）]{2,90})[）)]"
)
_JUMP_SIGNS = "◀◁◄←《〈<＜«▶▷►→》〉>＞»▲▼△▽↑↓\\s"
_LABEL = f"(?:第\\s?)?(?P<label>[A-Da-dＡ-Ｄ]\\s?[0-9０-９]{{1,3}}|{NUMERAL}{{1,3}})"
_JUMP_FROM = re.compile(
    f"[{_JUMP_SIGNS}（(【\\[*]{{0,10}}(?:紧接|上接|续接|承接|接)\\s?{_LABEL}\\s?版?[^）)】\\]\\s，。]{{0,10}}?[）)】\\]]?[{_JUMP_SIGNS}*]{{0,6}}"
)
_JUMP_TO = re.compile(
    f"[（(【\\[{_JUMP_SIGNS}*]{{0,10}}(?:下转|紧转|转)\\s?{_LABEL}\\s?版?[^）)】\\]\\s，。]{{0,10}}[）)】\\]]?[{_JUMP_SIGNS}*。]{{0,6}}$"
)
_PAGE = re.compile(
    f"(?:第\\s?(?P<ordinal>{NUMERAL}{{1,3}})\\s?版|(?P<numbered>[A-Da-dＡ-Ｄ]?\\s?{NUMERAL}{{1,3}})\\s?版"
    "|(?P<lettered>[A-DＡ-Ｄ]\\s?[0-9０-９]{1,2})(?![0-9A-Za-z])|(?P<zero>0[0-9])(?![0-9A-Za-z]))"
)
_CAPTION_TAIL = re.compile(
    f"(?:(?:记者|通讯员|摄影|特约|受访|本报|单位|企业|学校|网友|市民|资料|读者|活动|[{HAN}]{{2,8}}(?:社|局|馆|院|方|者|司|委|办|部|处))"
    f"[^。！？，；]{{0,30}}(?:摄|供图|摄影|供稿)|[（(][^（()）。]{{1,30}}(?:摄|供图|摄影|图)|(?:摄影|图)\\s?[/／:：]\\s?[{HAN} 、]{{2,24}}"
    f"|(?:^|[\\s。！？])[{HAN}]{{1,2}}\\s{{0,3}}[{HAN}]{{1,2}}\\s?(?:摄|供图)|(?:新华社|资料)(?:发|照片|图片|资料|图)[^。，]{{0,6}})(?:[（(][^（()）]{{1,12}}[）)])?[）)\\]】]?[。.]?$"
)
_CAPTION_HEAD = re.compile(
    "(?:[▲△▼↑↓←→]\\s*)?(?:图为|图[①-⑳]|图[一二三四五六七八1-9][:：为]|上图|下图|左图|右图|题图|图片说明|图说[:：])"
)
_CAPTION_SIGN = re.compile("[▲▼↑↓←→](?![▲▼↑↓←→])")
_NOTICE_WORDS = "遗失|丢失|声明|作废|启事|招领|拾得|误提|误领|注销|减资|清算|公告|拍卖|招标|征集|寻找|认领|转让|出租|招聘|挂失|讣告"
_MAY_BE_NOTICE = re.compile(_NOTICE_WORDS)
_NOTICE_BULLET = re.compile(f"[·•●○◆◇■□▲*\\-]\\s?(?=.{{0,60}}(?:{_NOTICE_WORDS}))")
_NOTICE_HEAD = re.compile(
    f"[{HAN}]{{0,12}}(?:遗失|声明|注销|减资|清算|招领|寻人|寻物|寻狗|寻[{HAN}]|招聘|拍卖|招标|更名|迁址|征婚|挂失)?(?:声明|启事|公告|招领)(?:[（(][^（()）]{{1,12}}[）)])?[\\s:：]"
)
_NOTICE_LOST = re.compile(f"(?:[{HAN}]{{2,20}}(?:不慎)?(?:遗失|丢失|拾得)|招领\\s)")
_BULLET = re.compile("[·•●○◆◇■□▪△]")
_DAY = re.compile(
    f"[^，,。]{{0,14}}(?:{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日|今天|昨天|昨日|今日|近日|日前|前天|昨晚|今晨)|(?:本报)?记者[^，。]{{0,12}}?(?:从|获悉|了解到)"
)

_DATE = re.compile(
    f"(?P<year>[12１２]\\s?[0-9０-９]\\s?[0-9０-９]\\s?[0-9０-９]|[一二][〇零○Ｏ0一二三四五六七八九]{{3}})\\s*[年.．/-]\\s*"
    f"(?P<month>{NUMERAL}{{1,3}})\\s*[月.．/-]\\s*(?P<day>{NUMERAL}{{1,3}})(?:\\s*[日号])?"
)
_MONTH_DAY = re.compile(f"(?P<month>{NUMERAL}{{1,2}})\\s?月\\s?(?P<day>{NUMERAL}{{1,3}})\\s?日")
_WEEKDAY = re.compile("(?:星期|礼拜|周)\\s?([一二三四五六日天])")
_MAY_BE_FIELD = re.compile("[0-9０-９年月期号版周刊]|CN|星期|礼拜|代号|ISSN", re.IGNORECASE)
_LUNAR = re.compile(
    "(?:农历|夏历|阴历)?\\s?(?P<lunar>(?:[甲乙丙丁戊己庚辛壬癸]\\s?[子丑寅卯辰巳午未申酉戌亥]\\s?年?\\s?)?"
    "闰?(?:正|腊|冬|十[一二]|[一二三四五六七八九十])月\\s?(?:初[一二三四五六七八九十]|[十廿卅][一二三四五六七八九]|二十[一二三四五六七八九]?|三十|廿|十))"
)
_NUMBER = re.compile(
    f"(?:总\\s?第|总字?第?|第)\\s?(?P<number>[0-9０-９,， ]{{1,8}}|{NUMERAL}{{2,8}})\\s?[期号]"
)
_PAGE_COUNT = re.compile(
    f"(?:今日|本期|本日|今天|共)\\s?(?:共|[{HAN}]{{0,4}})?\\s?(?P<count>{NUMERAL}{{1,3}})\\s?(?:个?版|页|大?张)"
)
_CN = re.compile(
    "(?:CN|ＣＮ|刊号)[\\s:：]*(?:CN|ＣＮ)?\\s*(?P<cn>[0-9０-９]{2}\\s?[-－—–―]\\s?[0-9０-９]{4})",
    re.IGNORECASE,
)
_CN_WORDS = re.compile(
    "国内统一(?:连续)?(?:出版物|刊)号|国际标准刊号|邮发代号|国外发行?代号|代号\\s?[0-9]{1,2}-[0-9]{1,3}|ISSN",
    re.IGNORECASE,
)
_TITLE = re.compile(
    f"(?:[{HAN}]\\s{{0,3}}){{1,7}}(?:日\\s{{0,3}}报|晚\\s{{0,3}}报|晨\\s{{0,3}}报|早\\s{{0,3}}报|时\\s{{0,3}}报|商\\s{{0,3}}报|都\\s?市\\s?报|青\\s?年\\s?报|周\\s?报|快\\s?报|新\\s?报|报)(?:海外版|周末版|周刊)?"
)
_FURNITURE = re.compile(
    "(?:https?:|www\\.|E-?mail|(?:网址|邮箱|电话|热线|传真|社址|地址|邮编|邮政编码|零售|定价|承印|印刷|印张|广告许可证)[^，。]{0,12}[:：0-9])",
    re.IGNORECASE,
)
_SHORT_FURNITURE = re.compile(
    f"(?:掌上[{HAN}]{{2,4}}|[{HAN}]{{0,6}}客户端|官方?微[信博]|微信公众号|视频号|抖音号|扫码[{HAN}]{{0,6}}|扫一扫[{HAN}]{{0,4}}|电子版|数字报|官网"
    f"|[{HAN}]{{2,14}}(?:主管|主办|出版|编辑|承印)(?:主办|出版)?)[:：]?"
)
_METADATA = re.compile(
    "(?:来源|日期|版次|版面|栏目|专栏|期号|报纸|报名|发布时间|发表时间|字数)\\s?[:：].{0,30}"
)
_LATIN_TITLE = re.compile("[A-Z][A-Za-z .·-]{3,40}")
_KICKER_TAIL = re.compile(
    "(?:强调|指出|要求|表示|提出|时说|时|之际|进行时|调研|主持召开|主持会议|会议|发出|通知|致信|致辞|接受[^，,]{0,20}采访|系列报道|报道之[一二三四五六七八九十]|启动|收尾|闭幕|开幕|举行|召开)[:：]?$"
)
_STRONG_KICKER_TAIL = re.compile("(?:强调|指出|要求|提出|时说|时表示)[:：]?$")
_ATTENDANCE = re.compile(
    f"(?:[{HAN}]{{2,4}}[、\\s]?){{1,8}}等?(?:[{HAN}]{{0,4}})?(?:出席|参加|主持|讲话|致辞|陪同|参会|列席|作报告|宣布|会见|见证|报名|到会|发言)"
)
_OPENER = re.compile(
    "(?:近年来|近日|日前|目前|去年|今年|昨日|昨天|今天|当日|当天|当晚|此外|同时|据悉|据了解|据介绍|其中|随后|会上|会议|截至|春节期间|为了|为此|随着|作为|对于|如今|此前|接下来|下一步|这是)"
)
_SERIAL = re.compile(
    f"(?:[（(]?{NUMERAL}{{1,2}}[）)]|{NUMERAL}{{1,2}}[、.．]|[①-⑳]|第{NUMERAL}{{1,2}}[章节条])"
)
_GREETING = re.compile(
    "(?:编辑同志|编辑部|编辑先生|尊敬的|亲爱的|编者按|编者的话|本报编辑)[^。]{0,12}?[：:，,]"
)
_DASH = re.compile("(?:——|—|――|--|－－|──)")
_HAN_GAP = re.compile(f"(?<=[{HAN}0-9”’》！？，%％])[ \\u3000]+(?=[{HAN}0-9A-Za-z“‘《])")

SENTENCE_ENDS = "。！？!?…"
_CLOSERS = "”’」』）)》】]"


@dataclass(frozen=True, slots=True)
class Dateline:
    """“株洲日报讯（全媒体记者/甲）” at the head of a paragraph. `agency` names the agency that is told, if one is.

    `credit` is the span of what the bracket behind it holds.
    """

    source: str | None
    agency: str | None
    as_printed: str
    month_day: tuple[int, int] | None
    credit: tuple[int, int] | None
    end: int


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump mark: the page it names and its span in the line."""

    page: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MastheadFields:
    """What a stretch of a masthead says, each as printed; `rest` counts the characters that say nothing known."""

    date: tuple[int, int, int] | None = None
    month_day: tuple[int, int] | None = None
    weekday: str | None = None
    lunar: str | None = None
    number: int | None = None
    page_count: int | None = None
    cn: str | None = None
    cn_words: bool = False
    rest: int = 0

    @property
    def count(self) -> int:
        told = (self.date or self.month_day, self.weekday, self.lunar, self.number, self.page_count, self.cn)
        return sum(field is not None for field in told) + (self.cn_words and self.cn is None)


def dateline(text: str) -> Dateline | None:
    """The dateline or the bracketed credit that a paragraph begins with."""
    head = text[:HEAD]
    if not _MAY_BE_DATELINE.search(head):
        return None
    found = _DATELINE.match(head) or _PLACE_DATELINE.match(head) or _SIGNED_DATELINE.match(head)
    source = agency = month_day = None
    as_printed = ""
    at = 0
    if found:
        source = found["source"]
        known = re.fullmatch(f"{_OWN}|{AGENCIES}", source) is not None
        if not known and found["end"] is None:
            found = None
    if found:
        source = found["source"]
        if found["from"] or re.fullmatch(AGENCIES, source):
            agency = source
        month_day = month_day_in(found["where"])
        as_printed = found[0].strip()
        at = found.end()
    credit = _BRACKETED_CREDIT.match(head, at)
    if not found and not credit:
        return None
    end = credit.end() if credit else at
    return Dateline(source, agency, as_printed, month_day, credit.span("credit") if credit else None, end)


def jump_from(text: str) -> Jump | None:
    """The mark that an article goes on from another page, at the head of a line."""
    head = text[:60]
    found = _JUMP_FROM.match(head) if "接" in head else None
    return _jump(found) if found else None


def jump_to(text: str) -> Jump | None:
    """The mark that an article goes on on another page, at the tail of a line."""
    start = max(0, len(text) - 40)
    found = _JUMP_TO.search(text, start) if text.find("转", start) >= 0 else None
    return _jump(found) if found else None


def _jump(found: re.Match[str]) -> Jump | None:
    label = page_label(found["label"])
    marked = any(sign in found[0] for sign in "版◀▶◁▷◄►（(【[←→") or (
        label is not None and label[0].isalpha()
    )
    plain = re.search("上接|下转|紧接|紧转", found[0]) is not None
    if label is None or not marked or not (plain or "版" in found[0]):
        return None
    return Jump(label, found.start(), found.end())


def page_label(text: str) -> str | None:
    """“01” → "1", “A04” → "A4", “二” → "2"."""
    text = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    letter, digits = (text[:1], text[1:]) if text[:1].isalpha() and text[:1].isascii() else ("", text)
    number = number_of(digits)
    return f"{letter}{number}" if number is not None and 0 < number < 1000 else None


def page_line(text: str) -> str | None:
    """The page that a line of its own names: “第02版 要闻”, “02版”, “A04”, “要闻 A02版 2024年2月22日 星期四”."""
    if len(text) > 60:
        return None
    rest = text.strip("*-—|·•[]【】 ")
    fields = masthead_fields(rest)
    if fields.number is not None or fields.page_count is not None or fields.cn:
        return None
    for pattern in (_DATE, _WEEKDAY, _LUNAR):
        rest = pattern.sub(" ", rest, count=1)
    rest = re.sub(
        "(?:责任编辑|责编|编辑|美编|版式|校对|审读|组版|值班主任)[/／:：\\s]{0,3}[^\\s]{2,8}", " ", rest
    ).strip()
    found = _PAGE.match(rest) or next((m for m in _PAGE.finditer(rest) if m.end() == len(rest)), None)
    if not found:
        return None
    left = (rest[: found.start()] + rest[found.end() :]).strip(" ：:·—|/（()）【】[]-")
    strict = found["ordinal"] or found["numbered"]
    if len(left) > (8 if strict else 4) or any(mark in left for mark in "，。、！？；下转上接"):
        return None
    if found["lettered"] and left and not re.fullmatch(f"[{HAN}]+", left):
        return None
    if found["zero"] and not re.fullmatch(f"[{HAN}]{{2,4}}", left):
        return None
    return page_label(next(group for group in found.groups() if group))


def page_section(text: str) -> str | None:
    """The name of the page beside its number: “要闻” of “第02版 要闻”."""
    rest = _PAGE.sub(" ", text, count=1)
    found = re.fullmatch(f"[\\s：:·—|/（(【\\[-]*([{HAN}]{{2,8}})[\\s）)】\\]-]*", rest)
    return found[1] if found else None


def is_caption(text: str) -> bool:
    """Whether a line is signed as a picture is: “…。记者/甲 摄”, “受访者供图”."""
    tail = text[-TAIL:]
    return len(text) <= 300 and any(c in tail for c in "摄供图") and _CAPTION_TAIL.search(tail) is not None


def begins_caption(text: str) -> bool:
    return _CAPTION_HEAD.match(text[:20]) is not None


def begins_with_caption_sign(text: str) -> bool:
    """Whether a sign stands first that points at a picture (and is a bullet elsewhere)."""
    return _CAPTION_SIGN.match(text) is not None and jump_from(text) is None and jump_to(text) is None


def is_notice(text: str) -> bool:
    """Whether a line is a classified notice by its bullet or its first words."""
    head = text[:HEAD]
    if not _MAY_BE_NOTICE.search(head):
        return False
    return any(pattern.match(head) is not None for pattern in (_NOTICE_BULLET, _NOTICE_HEAD)) or (
        len(text) <= 160 and _NOTICE_LOST.match(head) is not None and "，" not in head[:10]
    )


def begins_with_bullet(text: str) -> bool:
    return _BULLET.match(text) is not None


def is_title(text: str) -> bool:
    """Whether a line can be a newspaper's title: “株洲日报”, “羊 城 晚 报”."""
    return len(text) <= 24 and _TITLE.fullmatch(text.strip("*《》\"'“” ")) is not None


def is_furniture(text: str) -> bool:
    """Whether a line is what stands around a title: its Latin letters, 客户端, telephone numbers."""
    return len(text) <= 80 and (
        any(pattern.fullmatch(text) is not None for pattern in (_SHORT_FURNITURE, _LATIN_TITLE))
        or _FURNITURE.search(text) is not None
    )


def is_metadata(text: str) -> bool:
    """Whether a line is a field of a digital archive's record: “来源：…”, “版次：…”."""
    return len(text) <= 40 and _METADATA.fullmatch(text) is not None


def title_in(text: str) -> str | None:
    """The newspaper's title that a line holds beside other things."""
    return next((word for word in text.split() if is_title(word)), None)


def masthead_fields(text: str) -> MastheadFields:
    """The fields of a masthead that a short stretch of text holds."""
    text = text[:400]
    if not _MAY_BE_FIELD.search(text):
        return MastheadFields(rest=len(text))
    left = text

    def take(pattern: re.Pattern[str]) -> re.Match[str] | None:
        nonlocal left
        found = pattern.search(left)
        if found:
            left = left[: found.start()] + "\n" * (found.end() - found.start()) + left[found.end() :]
        return found

    cn, cn_words = take(_CN), take(_CN_WORDS)
    date = take(_DATE)
    lunar, weekday, number, pages = take(_LUNAR), take(_WEEKDAY), take(_NUMBER), take(_PAGE_COUNT)
    month_day = None if date else take(_MONTH_DAY)
    return MastheadFields(
        date=_date_numbers(date) if date else None,
        month_day=_month_day_numbers(month_day) if month_day else None,
        weekday=f"星期{weekday[1].replace('天', '日')}" if weekday else None,
        lunar="".join(lunar["lunar"].split()) if lunar else None,
        number=number_of(re.sub("[,， ]", "", number["number"])) if number else None,
        page_count=number_of(pages["count"]) if pages else None,
        cn=re.sub("[－—–―]", "-", unicodedata.normalize("NFKC", "".join(cn["cn"].split()))) if cn else None,
        cn_words=cn_words is not None,
        rest=len(re.sub(r"[\W_]+", "", left)),
    )


def _date_numbers(found: re.Match[str]) -> tuple[int, int, int] | None:
    numbers = [number_of(re.sub(r"\s", "", found[part])) for part in ("year", "month", "day")]
    year, month, day = numbers
    return (year, month, day) if year and month and day else None


def _month_day_numbers(found: re.Match[str]) -> tuple[int, int] | None:
    month, day = number_of(found["month"]), number_of(found["day"])
    return (month, day) if month and day and month <= 12 and day <= 31 else None


def month_day_in(text: str) -> tuple[int, int] | None:
    """The first “1月31日” of a short stretch of text."""
    found = _MONTH_DAY.search(text[:HEAD])
    return _month_day_numbers(found) if found else None


def dates_in(text: str) -> list[tuple[int, int, int]]:
    """Every full date of a text, as printed: nothing says that it exists."""
    return [numbers for found in _DATE.finditer(text) if (numbers := _date_numbers(found))]


def has_kicker_tail(text: str) -> bool:
    return _KICKER_TAIL.search(text, max(0, len(text) - 40)) is not None


def has_strong_kicker_tail(text: str) -> bool:
    return _STRONG_KICKER_TAIL.search(text, max(0, len(text) - 12)) is not None


def is_attendance(text: str) -> bool:
    """Whether a line only says who was there: “甲出席”, “甲参加审议 乙丙等参加”."""
    return len(text) <= 40 and all(
        _ATTENDANCE.match(part) is not None and len(part) <= 16 for part in text.split()
    )


def begins_with_day(text: str) -> bool:
    """Whether the first words tell a day or where the reporter has it from, as news does without a dateline."""
    return _DAY.match(text[:30]) is not None


def begins_with_dash(text: str) -> bool:
    return _DASH.match(text) is not None


def begins_as_paragraphs_do(text: str) -> bool:
    """Whether the first words are those with which sentences begin and headings don't: 近年来，据悉，"""
    found = _OPENER.match(text[:20])
    return found is not None and any(comma in text[:20] for comma in "，,")


def begins_with_serial(text: str) -> bool:
    return _SERIAL.match(text) is not None


def begins_with_greeting(text: str) -> bool:
    return _GREETING.match(text[:40]) is not None


def headline_halves(text: str) -> list[tuple[int, int]]:
    """The gaps between the halves of a heading: spaces beside Han characters."""
    return [found.span() for found in _HAN_GAP.finditer(text)]


def is_open(text: str) -> bool:
    """Whether a line stops in the middle of a sentence: it ends in a letter, a digit, a comma or an opening mark."""
    last = text[-1:]
    return bool(last) and last not in SENTENCE_ENDS and last not in _CLOSERS and last not in "；;：:.*|"


@cache
def section_labels() -> frozenset[str]:
    return _wordlist("sections")


@cache
def notice_labels() -> frozenset[str]:
    return _wordlist("notices")


def _wordlist(name: str) -> frozenset[str]:
    text = assets.resource(f"wordlists/{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
