"""What stands beside the names of authors and is no name of theirs: the place of a report or of work, a teacher."""

from collections.abc import Sequence

from reader.language import words
from reader.language.address import OFFICE_WORDS, TRADE_WORDS
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.names import is_name, split_names, surnames
from reader.language.patterns import pattern
from reader.newspaper.article import Credit, Role
from reader.parsing import datelines

LONGEST_OF_NAMES = 4
_LAST_RUN = pattern(f"[{HAN}]+$")
_LAST_OF_PLACES = frozenset("省市县区州镇乡村")
_PLACE_SIZES = range(2, 6)
_NAME_SIZES = (3, 2, 4)
_USUAL_NAME = 3
_BETWEEN_NAMES = "、，,"
ORGANISATION = pattern(
    "(?:大学|学院|学校|中学|小学|公司|集团|中心|局|部|社|协会|研究院|研究所|委|办|厂|医院|镇|村|乡|街道|县|市|区|省|馆|站|院"
    "|系|班|读者|市民|村民|居民|职工|教师|学生|退休[^ ]{0,6})$"
)
BEFORE_NAME = pattern(
    f"{ORGANISATION.pattern}|(?:书记|市长|省长|县长|区长|镇长|乡长|局长|部长|院长|校长|主任|主席|厂长|馆长|会长|代表|委员|董事长|总经理|科|室|处|所|队|支行|分行|法院|检察院|医师|科长|营|连|局"
    "|年级|车间|工段|班组|小组|公社|农场|林场|庄|屯|寨|[0-9０-９一二三四五六七八九十]岁)$"
)
_OF_FAMILY = pattern(f"[{HAN}]家[村庄屯寨湾沟坡岗店铺]")  # has the form of a person's name
NO_NAMES = frozenset({"注释", "附注", "敬礼", "敬祝", "此致", "此布", "此令", "布告"})
"""Formulas of letters and proclamations that have the form of a name, with or without a space inside."""
_TEACHER = pattern("(?:指导|辅导|推荐)(?:老师|教师|员)?[:：]?")
"""Stands before who taught the author, at a pupil's text."""
_LAST_OF_THINGS = frozenset("营门桥路街宫城楼园馆院树花草菜果帽衣戏剧曲歌舞山河湖海")
"""The last characters of words for things that have the form of a name: 石库门, 夏令营."""


def without_place(text: str) -> str:
    """Remove the place of a report from the end of the names before it: “顾知远雁桥” before “报道” gives “顾知远”.

    A place is a word of the dictionary that is no person's name. One that is in no dictionary is recognised by its
    length and by the name before it, which mostly has three characters. `text` is returned as it is if no place is
    found.
    """
    run = _LAST_RUN.search(text)
    if run is None:
        return text
    last = run[0]
    before = text[: run.start()]
    if before.strip() and before.rstrip()[-1] not in _BETWEEN_NAMES and _is_place(last):
        return before.rstrip()
    for size in _NAME_SIZES:
        if is_name(last[:size]) and _is_place(last[size:]):
            return before + last[:size]
    are_names = is_name(last) or all(map(is_name, split_names(last)))
    rest = len(last) - _USUAL_NAME
    if not are_names and rest in _PLACE_SIZES and is_name(last[:_USUAL_NAME]):
        return before + last[:_USUAL_NAME]
    return text


def _is_place(text: str) -> bool:
    if len(text) not in _PLACE_SIZES:
        return False
    if words.has_word(text):
        return not words.names_person(text)
    return text[-1] in _LAST_OF_PLACES and not is_name(text)


def words_of_names(parts: list[str]) -> list[str]:
    """Return the words of a line of names without those before the first name, and without who taught the author."""
    first = 0
    while first < len(parts) - 1 and _is_place_of_author(parts[first]):
        first += 1
    for at in range(first + 1, len(parts)):
        if _TEACHER.fullmatch(parts[at]):
            return parts[first:at]
    return parts[first:]


def _is_place_of_author(part: str) -> bool:
    """Return whether a word before the name of an author tells where they live, work or learn."""
    if _OF_FAMILY.fullmatch(part):
        return True
    return BEFORE_NAME.search(part) is not None and not is_name(part)


def _is_thing(text: str) -> bool:
    """Return whether a word with such a last character is one of the dictionary, and no name.

    What stands before that character is a word as well: 石库|门, 白杨|树. The dictionary has people, too: 冼星海.
    """
    return len(text) > 2 and words.is_known(text) and words.is_known(text[:-1])


_OF_SENTENCES = pattern("[的们吗呢吧她]|万岁")
"""Characters of sentences and of slogans, which no name has: “敬爱的船工们”."""


def names_nobody(text: str) -> bool:
    """Return whether a line that may have the form of a name is a word, a place, a thing or a part of a sentence."""
    is_word_of_every_day = len(text) == 2 and words.is_known(text)
    is_place = text[-1:] in "县区镇乡市"  # of two or three characters, it has the form of a name
    if is_word_of_every_day or is_place or _OF_SENTENCES.search(text):
        return True
    return text[-1:] in _LAST_OF_THINGS and _is_thing(text)


def are_words(text: str, names: Sequence[str]) -> bool:
    """Return whether a text without a sign or a space, which was split into names, rather consists of words."""
    if len(names) < 2 or not text.isalpha():
        return False
    return any(len(name) == 2 and words.is_known(name) for name in names)


_POST = pattern(
    f"(?:{OFFICE_WORDS}|{TRADE_WORDS}|[省市县区镇乡局部院校厂馆会社所处科司]长|[成会队社]员|教务长|作家|诗人)$"
)
"""The last word of what a person is."""
_MEETS = pattern(
    "[会接]见|会晤|拜会|看望|慰问|[悼怀]念|缅怀|[专采]访|访问|任命|推?选[举为]|当选|聘请|逮捕|[枪处]决|控告|弹劾"
)
"""Verbs of what is done to a person of an office: such a line is a heading."""
_MARKET = pattern("[股都城超车楼夜集门早黑]市$")
_SAID = frozenset({"指出", "强调", "要求", "表示", "提出"})
_OF_OFFICE = pattern(f"[{HAN}、“”《》]{{6,28}}")
_SHORTEST_OFFICE = 4
_NO_OFFICE = frozenset("村乡镇州令访訪记記致给給悼忆憶任")
"""First characters of a row that goes on from the one above, a place without a name; or of what is done to people."""
_LONGEST_OUTLET = 16


def name_behind_office(text: str) -> str | None:
    """Return the name of who signs with post or place of work, without a space between: “水利部部长顾知远”; or None."""
    if (
        text[-_USUAL_NAME : 1 - _USUAL_NAME] not in surnames()
        and text[1 - _USUAL_NAME : -1] not in surnames()
    ):
        return None
    if not _OF_OFFICE.fullmatch(text) or text[0] in _NO_OFFICE or _MEETS.search(text):
        return None
    for size in (_USUAL_NAME, _USUAL_NAME - 1):
        name = text[-size:]
        office = text[:-size]
        if len(office) >= _SHORTEST_OFFICE and _may_sign(name) and _is_office(office, name):
            return name
    return None


def _may_sign(name: str) -> bool:
    begins_with_word = words.is_known(name[:2]) and not words.names_person(name[:2])
    return is_name(name) and not begins_with_word and name[1:] not in _SAID


def _is_office(office: str, name: str) -> bool:
    """Return whether a text names a post; or a place of work or a town, before a name whose end is no word."""
    if _POST.search(office):
        return True
    if not ORGANISATION.search(office) or _MARKET.search(office):
        return False
    given = name[1:]
    return len(set(given)) == 1 or not words.is_known(given)


def may_be_words(name: str) -> bool:
    """Return whether a word of every day stands in a possible name, or more characters than it may have."""
    if not name.isalpha():
        return False
    return len(name) > LONGEST_OF_NAMES or (len(name) > 2 and words.is_known(name[:2]))


_TITLE_AT_END = pattern("《[^《》]{2,12}》$")
_OUTLET = pattern(f"[{HAN}]{{1,8}}(?:[日晚早晨时周]?报|电台|电视台|通讯社|新闻社|杂志社?|[日半]?月刊|网)")
_NAME_AND_OUTLET = pattern(f"[{HAN}]{{4,16}}$")


def without_outlet(text: str) -> str:
    """Remove another paper, whose reporter is named next, from the end of names: “顾知远《江滩工人报》”."""
    titled = _TITLE_AT_END.search(text, max(0, len(text) - _LONGEST_OUTLET))
    if titled:
        return text[: titled.start()]
    run = _NAME_AND_OUTLET.search(text, max(0, len(text) - _LONGEST_OUTLET))
    if run is None:
        return text
    for size in (_USUAL_NAME, _USUAL_NAME - 1):
        outlet = run[0][size:]
        if is_name(run[0][:size]) and _OUTLET.fullmatch(outlet):
            return text[: len(text) - len(outlet)]
    return text


_PAPER = f"(?:《[^《》]{{2,12}}》|[“「][^“”「」]{{2,10}}[”」]|[{HAN}]{{2,8}}报|{datelines.AGENCIES})"
_OF_PAPER = (
    f"(?:杂志)?(?:社|驻[{HAN}]{{2,6}})?(?:本报|特约|特派)?(?:社论|短评|时评|评论员?(?:文章)?|观察家|编辑部(?:文章)?|编[者辑]|编委会|资料室"
    "|记者[站组]?|通讯员|讯|电|消息|报[道导])"
)
_PAPERS = pattern(
    f"{_PAPER}{_OF_PAPER}(?:[/／、\\s]{_PAPER}{_OF_PAPER})?|(?:{datelines.AGENCIES})(?:[/／、\\s]本报讯)?"
)
"""Papers as authors: 《江滩工人报》编辑部, 江滩工人报社论, 新华社/本报讯."""
_PAPER_ALONE = pattern(f"《[{HAN}]{{2,8}}报》|[{HAN}]{{2,8}}报")
_WRITERS = pattern(
    f"(?![{HAN}]*(?:派|成立|设立|组成|进驻|访|率|致|给|向|感谢|慰问|号召))(?:[{HAN}]{{2,24}}(?:通讯[组社]|新闻[处科组]|编辑[部组]|编[辑写]委员会|编委会"
    f"|评论员|调查组|报[道导]组|采访组|写作[组班]|大?批判[组班]|记者[站组]|资料[室组])|[{HAN}]{{4,16}}全体[{HAN}]{{2,8}})"
)
"""Others without a person's name: 江滩大学通讯组, 江滩中学全体师生."""
_AGENCY = pattern(f"(?:{datelines.AGENCIES})(?:[讯电]|消息)?")
_TOLD_BY = pattern("(?:[讯电]|消息|报[道导])$")


def body_credits(text: str, *, is_titled: bool) -> tuple[Credit, ...]:
    """Return the paper or office that a line names as the author of the text below it, as a credit; () for any other.

    `is_titled`: a paper's name alone is no title of the file itself.
    """
    plain = simplified(text)
    is_paper = _PAPERS.fullmatch(plain) is not None or (
        is_titled and _PAPER_ALONE.fullmatch(plain) is not None
    )
    if not is_paper and _WRITERS.fullmatch(plain) is None:
        return ()
    name = text[: len(_TOLD_BY.sub("", plain))]
    if _AGENCY.fullmatch(plain):
        return (Credit(Role.AGENCY, (name,), text),)
    return (Credit(Role.AUTHOR, (name,), text),)
