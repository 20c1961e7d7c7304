"""Lines beside the articles: what a masthead and the head of a page consist of, and what a site has around an article.

A line of them has fields (a day, a number, a price, an address, the weather, who edits) and hardly anything else.
"""

import re
from functools import lru_cache

from reader.language.dates.printed_days import YEAR
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL
from reader.language.patterns import pattern
from reader.parsing import fields, line_patterns, pages
from reader.parsing.fields import BLANK

_LONGEST = 90
# OCR misreads single characters between fields; they count only next to enough characters of known fields
_MOST_STRAYS = 2
_KNOWN_PER_STRAY = 4
_LONGEST_NUMBER = 3
_MOST_NUMBERS = 3
_MOST_OF_IMPRINT = 0.5
_OF_STAFF = (
    "(?:本版|本期|今日|本报|夜班|首席)?(?:责任|执行|值班|美术|视觉|版式|图片|文字)?"
    "(?:总编辑?|副总编辑?|主编|编辑|编审|编委|责编|美编|图编|版式|版面|校对|校读|审读|审校|审核|[一二三终]审|组版|排版|制版|制图"
    "|视觉|美术|设计|策划|统筹|监制|签发|值班主任|主任|主持|社长|刊头题字|刊头设计|题字)"
)
_PERSON = f"(?!{_OF_STAFF})[{HAN}]{{1,3}}"
_ORGANISATION = f"[{HAN}]{{2,24}}(?:社|会|委|党|政府|部|局|处|厂|集团|公司|中心|院|校|团|机关)"
_CALLED = (
    "(?:本报|新闻|广告|发行|投诉|订报|订阅|服务|举报|监督|总编室|编辑部?|报料|爆料|读者|报社|夜班|部|中心)"
)
_FIGURES = f"(?:[0-9０-９][0-9０-９ ()（）/／.－—-]{{2,40}}|{NUMERAL}{{2,12}})"
_ADDRESS = f"[{HAN}A-Za-z0-9０-９-]{{2,30}}[省市区县镇乡村街路巷道弄里号楼层座室院]"
_LINK = "(?i:https?://|www\\.)[\\w./?=&%#:~-]+|[\\w.-]{2,40}@[\\w.-]{3,40}"
_PRICED = "(?:零售|定价|售价|报费|订价|每[份月季年期]|全年|半年|月订)"
_NAMED = f"(?:掌上[{HAN}]{{2,4}}|[{HAN}]{{2,4}}[日晚早晨时]报|[{HAN}]{{2}}(?:新闻|发布|云|融媒)|新华社)"
_PIECES = (
    f"(?:[{HAN}]{{1,8}}网)?(?:[{HAN}]{{0,4}}(?:网址|邮箱|信箱|电邮|(?i:E-?mail)))?[:： ]{{0,2}}(?:{_LINK})",
    f"(?:官方)?(?:微信(?:公众号)?|公众号|微博|视频号|抖音号?)[:： ]{{1,2}}@?[{HAN}A-Za-z0-9_-]{{2,16}}",
    f"{_OF_STAFF}[ 　/／:：]{{1,3}}{_PERSON}(?:[ 　、/／]{{1,3}}{_PERSON}){{0,7}}(?![{HAN}:：])",
    f"{_CALLED}{{0,3}}(?:电话|热线|专线|传真|邮编|邮政编码|信箱|邮发代号|代号|(?i:QQ)群?)[ 　:：]{{0,2}}{_FIGURES}",
    f"(?:社址|(?:本报|本社|编辑部)?地址)[ 　:：]{{1,2}}{_ADDRESS}",
    f"(?:承印|印刷|印制|发行|(?:本报)?代订处)[ 　:：]{{1,2}}(?:{_ORGANISATION}|全国各地邮局)",
    f"{_ORGANISATION}(?:承印|印刷|印制)",
    f"[{HAN}]{{0,10}}(?:许可证|准印证|登记证)(?:登记为)?[号:： 　]{{0,3}}[{HAN}A-Za-z0-9()（）〔〕-]{{4,24}}",
    f"(?:{_PRICED}[:： ]{{0,2}}){{1,3}}(?:新?[台臺]币|人民币)?"
    f"(?:[0-9]+(?:[.．][0-9]{{1,2}})?|{NUMERAL}{{1,6}})\\s?[元角分]",
    f"(?:中共)?[{HAN}]{{2,20}}(?:委|会|政府|局)机关报",
    f"(?:{_ORGANISATION}[ 　、]{{1,3}}){{0,3}}{_ORGANISATION}[ 　]?"
    "(?:主管|主办|出版|编辑|编印|印行|发行|承办|协办|合办)(?:[ 　、]?(?:主管|主办|出版|发行))?",
    f"(?:(?:主管|主办|承办|协办|出版|编印)(?:单位)?[ 　、/]?){{1,3}}[:：]\\s?{_ORGANISATION}",
    "每(?:[日天旬月]|(?:周|星期|逢)[一二三四五六日、,，和至及]{1,10})(?:出版|发行)",
    f"[{HAN}]{{0,4}}(?:[每三五]?日|周|旬|半?月|定期)刊(?:之创始者)?",
    "(?:今日)?(?:创刊于?|复刊|印完|开印|印毕|开机)|内部资料|免费赠阅|非卖品|新闻纸类|(?:全国)?各地邮局(?:均可|接受)?订阅",
    f"第\\s?{NUMERAL}{{1,5}}\\s?[卷期号张]",
    f"掌上(?!明珠)[{HAN}]{{2,4}}|{_NAMED}?客户端|官方?微[信博]|微信公众号|视频号|抖音号|电子版|数字报|官网"
    f"|扫(?:码|一扫)(?:关注|下载|阅读|订阅|看(?:视频|报|新闻)?|添加)?(?:{_NAMED}?(?:客户端|微信|微博|公众号)|{_NAMED})?",
    "(?<![A-Za-z])(?i:MON|TUES?|WED(?:NES)?|THU(?:RS)?|FRI|SAT(?:UR)?|SUN)(?i:DAY)?(?![A-Za-z])",
    f"{NUMERAL}{{1,3}}[时点]{NUMERAL}{{1,3}}分|[0-2]?[0-9][:：][0-5][0-9]",
    f"(?:{YEAR})\\s?年\\s?{NUMERAL}{{1,3}}\\s?月(?!\\s?(?:{NUMERAL}|[初廿卅]|\\S{{1,3}}[日号號]))",
    f"(?:{YEAR})\\s?年(?!\\s?[{HAN}0-9０-９—―－])",
    "国内统一连续出(?:版物?号?)?",
)
_PIECE = pattern("|".join(f"(?:{piece})" for piece in _PIECES))
_MAY_HAVE_PIECE = pattern(
    "://|@|W[Ww]|w[Ww]|Q[Qq]|q[Qq]|微信|微博|官方?微|公众号|视频号|抖音|主管|主办|社址|日刊|周刊|旬刊|月刊|期刊|创刊|复刊|电话|电子版"
    "|热线|专线|传真|邮编|邮政编码|信箱|代号|代订|地址|承印|印刷|印制|印完|印毕|印行|发行|承办|许可证|准印证|登记证|零售|定价|售价|报费|订价"
    "|每份|每月|每季|每年|每期|全年|半年|月订|机关报|出版|编辑|编印|协办|合办|开印|开机|内部资料|免费赠阅|非卖品|新闻纸类|各地邮局|掌上|客户端"
    f"|官网|数字报|扫码|扫一扫|国内统一|:[0-5]|：[0-5]|第\\s?{NUMERAL}{{1,5}}\\s?[卷期号张]|年(?:\\s?{NUMERAL}{{1,3}}\\s?月(?!\\s?{NUMERAL})|(?!\\s?[{HAN}0-9０-９]))|时{NUMERAL}|点{NUMERAL}|MON|TUE|WED|THU|FRI|SAT|SUN"
)
_AFTER_STAFF = pattern("[编辑委图版式面校对读审核觉术计划筹制发任持长字][ \u3000/／:：]")
"""One of these matches somewhere in every piece; fast tests that skip most texts."""
_WEATHER = (
    "(?>雨夹雪|今[日天晚夜]|明[日天]|白天|夜间|夜里|天气(?:预报)?|气温|最[高低](?:气温)?|湿度|多云|[小中大暴雷阵]{0,2}[雨雪]|冰雹"
    "|[晴阴雾霾][天]?|[间转到有至]|局部|偏?[东南西北]{1,2}风|风[力向]|[-－零下]{0,2}[0-9０-９]{1,2}(?:[~～—至到-]{1,2}[-－]?[0-9０-９]{1,2})?"
    "\\s?(?:℃|°[Cc]?|摄氏度|度|级))"
)
_OF_WEATHER = pattern(f"(?<![{HAN}])(?:{_WEATHER}|[:：，,。；; ])+(?![{HAN}])")
_SEVERAL_OF_WEATHER = pattern(f"(?=.{{0,80}}[晴阴云雨雪雾霾℃风])(?:{_WEATHER}[:：，,。；; ]{{0,2}}){{2,20}}")
_MAY_TELL_WEATHER = pattern("[晴阴云雨雪雾霾℃风]")
_MAY_TELL = pattern("[0-9０-９年月日号期源栏数版报社办辑编校印审址话线价元费证厅客掌扫网星周拜刊分返字]")
_MAY_TELL_BY_MORE = pattern("[A-Za-z]{3}|[上下]一|[首主]页")
_STRAY_SPACE = pattern(f" (?<=[{HAN}] )(?=[{HAN}])")
_SENTENCE = pattern("[，。；！？!?;]")
_TWO_OF_WEATHER = pattern(f"(?:{_WEATHER}[:：，,。；; ]{{0,2}}){{2}}")
_OF_OTHERS = pattern("[原转]载|[摘选]自|[上紧]接|下转")
_BETWEEN = pattern(r"[\s|｜:：/／·•、()（）《》【】\[\]“”*]+")
_FIGURES_ALONE = pattern("[0-9０-９][0-9０-９\\s]*")
_UNIT = pattern("[年月日号期第版张总周]|农历|夏历|旧历|阴历|公历|西历|国历|新历|星期|礼拜|[0-9０-９]+")
_OF_CN = pattern("[国内统一连续出版物刊号]+")
_NO_WORD = pattern(r"[\W_]+")
PAGE_NAME = pattern(
    f"[{HAN}]{{2}}|[{HAN}]{{2,4}}(?:新闻|副刊|专版|专刊|特刊|周刊|要闻|视点|广告|世界|天地|综合)"
)
_LATIN = pattern("[A-Z][A-Za-z .·'’-]{2,40}")
LATIN_TITLES = (
    "daily|news|post|times|weekly|herald|gazette|press|mail|mercury|tribune|[a-z]*zeitung|nachrichten"
)
_LATIN_TITLE = pattern(f"(?:^|[ .·-])(?:[a-z]*bao|{LATIN_TITLES})$", re.IGNORECASE)
_PLACE_OF_DAY = pattern(rf"[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){{0,2}}(?=[.,]?\s*{BLANK})")
"""The place of publication before a day: Shanghai, Thursday, May 2nd, 1872."""
_OF_WEB = pattern("分享到|字号|上一[篇版期]|下一[篇版期]|返回")
_WEB = pattern(
    "分享到?|微信|微博|朋友圈|QQ空间|QQ好友|打印|关闭|收藏|复制链接|字号|[大中小]|[上下]一[篇版期]|放大|缩小|默认|返回(?:首页|目录|列表)?"
)
_SYLLABLE = (
    "(?:[BPMFDTNLGKHJQXRZCSYW]|[ZCS]H)?(?:A(?:I|O|NG?)?|E(?:I|R|NG?)?|I(?:A(?:O|NG?)?|E|U|NG?|ONG)?|O(?:U|NG)?"
    "|U(?:A(?:I|NG?)?|E|I|N|O)?)"
)
_PINYIN = pattern(f"(?:(?:{_SYLLABLE}){{1,4}}[ ·-]{{1,3}}){{1,4}}(?:{_SYLLABLE}){{1,4}}")
_NUMBERED_NAME = pattern(f"[0-9０-９]{{1,2}}[\\s　|｜·]+(?P<name>[{HAN}](?:[\\s　]*[{HAN}]){{1,5}})")
_MAY_BE_OF_SITE = pattern("[首主]页|[上下]一|[0-9]")
_TRAIL = pattern(
    r"(?:(?:您|你)?(?:现在|当前)?(?:所在)?的?位置\s?[:：]?\s*)?(?:网站)?[首主]页(?:\s*[>＞»›/]\s*[^>＞»›/。]{1,16}){1,6}"
)
_NEIGHBOUR = pattern("[上下]一[篇版期条则]\\s?[:：]\\s*[^\\s。][^。]{0,60}")
_COUNT = pattern(
    r"(?:(?:阅读|浏览|点击|点赞|赞|在看|转发|评论|收藏|分享)(?:量|数|次数|人数)?"
    r"\s?[:：]?\s*\d[\d,.]{0,9}\s?[万次人kKwW]?\+?\s*)+"
)


@lru_cache(maxsize=2048)
def is_decoration(text: str) -> bool:
    """Whether a line, in simplified characters, consists of fields of a masthead or of a page's head and decoration.

    At most two characters next to fields may be misread, and there may be stray spaces between Han characters.
    """
    if len(text) > _LONGEST:
        return False
    if _SENTENCE.search(text) and not _may_pause(text):
        return False
    titled = text.split(maxsplit=1)
    if titled and titled[0].strip("《》") in fields.TITLES_IN_OTHER_WORDS:
        return len(titled) == 1 or is_decoration(titled[1])
    if not _MAY_TELL.search(text) and not _MAY_TELL_BY_MORE.search(text):
        return False
    if _is_of_head(text):
        return True
    closed_up = squeezed(text)
    return closed_up != text and _is_of_head(closed_up, may_be_misread=False)


def _may_pause(text: str) -> bool:
    """Whether a line may be decoration in spite of its comma or full stop: the weather, “每周二，五出版”, a URL."""
    if "℃" in text or "出版" in text or "发行" in text or "://" in text:
        return True
    if _TWO_OF_WEATHER.match(text):
        return True
    if "?" not in text and "？" not in text:
        return False
    line_fields = fields.masthead_fields(text)  # a figure that was not recognised: 198?年3月5日
    return line_fields.is_dated and line_fields.rest == 0


def squeezed(text: str) -> str:
    """Return the text without single spaces between Han characters, which OCR inserts."""
    return _STRAY_SPACE.sub("", text)


def _is_of_head(text: str, *, may_be_misread: bool = True) -> bool:
    """Whether a line consists of fields and decoration; two characters may be misread if `may_be_misread`."""
    if _OF_OTHERS.search(text):
        return False
    if text[0].isdigit() and _FIGURES_ALONE.fullmatch(text):
        return len(text) <= _LONGEST_NUMBER or fields.has_number_of_day(text)
    if fields.is_record_field(text) or fields.is_title(text) or is_latin_title(text) or pages.page_line(text):
        return True
    if text[0].isdigit():
        numbered = _NUMBERED_NAME.fullmatch(text)
    else:
        numbered = None
    if numbered and "".join(numbered["name"].split()) in line_patterns.section_labels():
        return True
    if _MAY_TELL_WEATHER.search(text) and _SEVERAL_OF_WEATHER.fullmatch(text):
        return True
    if is_of_site(text):
        return True
    if _OF_WEB.search(text):
        return all(_WEB.fullmatch(word.strip(":：")) for word in _BETWEEN.split(text) if word.strip(":："))
    return _has_only_fields(text, _MOST_STRAYS if may_be_misread else 0)


def is_latin_title(text: str) -> bool:
    """Whether a line is a title in Latin letters: “YANQIAO RIBAO”, “The Yanqiao Daily”, “GUOSHU SHANGQING”."""
    if not text[0].isascii():
        return False
    if _PINYIN.fullmatch(text):
        return True
    is_name = _LATIN.fullmatch(text) and _LATIN_TITLE.search(text)
    return is_name is not None and all(word[0].isupper() for word in re.findall("[A-Za-z'’]{4,}", text))


def _has_only_fields(text: str, most_strays: int) -> bool:
    """Whether a line has fields or decoration, and at most `most_strays` other characters, right next to them."""
    has_pieces = _MAY_HAVE_PIECE.search(text) is not None or _AFTER_STAFF.search(text) is not None
    left, line_fields = fields.without_fields(_PIECE.sub(_blank, text) if has_pieces else text)
    if line_fields.weekday and line_fields.date and (place := _PLACE_OF_DAY.match(left)):
        left = _blank(place) + left[place.end() :]
    if line_fields.count or "℃" in text or "°" in text:
        left = _OF_WEATHER.sub(_blank, left)
    unnumbered, labels = pages.LABELS.subn(_blank, left) if pages.MAY_HAVE_LABEL.search(left) else (left, 0)
    if BLANK not in unnumbered:
        return False
    if fields.is_imprint(text) and left.count(BLANK) >= _MOST_OF_IMPRINT * len(text):
        return True
    if _SENTENCE.search(unnumbered):
        return False
    strays = 0
    words = _BETWEEN.split(unnumbered)
    if sum(word.isdigit() for word in words) + labels > _MOST_NUMBERS:
        return False
    for word in words:
        rest = _UNIT.sub("", word)
        rest = _NO_WORD.sub("", _OF_CN.sub("", rest) if line_fields.cn else rest)
        if not rest or fields.is_title(rest) or (labels and PAGE_NAME.fullmatch(word)):
            continue
        if BLANK not in word:
            return False
        strays += len(rest)
    printed = len(_NO_WORD.sub("", text)) - strays
    return strays == 0 or (
        strays <= most_strays and line_fields.count > 0 and printed >= _KNOWN_PER_STRAY * strays
    )


def _blank(match: re.Match[str]) -> str:
    """Return as many blanks as the match has characters, so that the offsets of the text don't change."""
    return BLANK * (match.end() - match.start())


def is_trail(text: str) -> bool:
    """Return whether a line is the way to a page of a site: 首页 > 新闻 > 本地."""
    return _TRAIL.fullmatch(text) is not None


def is_of_site(text: str) -> bool:
    """Return whether a line is the way to a page, names an article beside this one, or counts its readers."""
    if not _MAY_BE_OF_SITE.search(text):
        return False
    return any(part.fullmatch(text) for part in (_TRAIL, _NEIGHBOUR, _COUNT))
