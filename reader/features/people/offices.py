"""The offices told with names: in front of a name or a list of them, behind one, or what somebody is elected.

An office belongs to a name by the words between them alone; where these leave a doubt, nobody has it. Texts are in
simplified characters in this module (`equality.simplified`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import NamedTuple

from msgspec.structs import replace

from reader.features.people.office_places import (
    PlacesInArticle,
    Sign,
    StoredOffice,
    body_place,
    level_of,
    split,
)
from reader.features.people.person import Office, ToldOffice
from reader.language import common_words, divisions
from reader.language.address import OFFICE_WORDS, TRADE_WORDS, office_words
from reader.language.equality import in_simplified
from reader.language.forms import HAN
from reader.newspaper.facts import Claim, Rule, decided, unknown

_NO_RANK = re.compile("[时当现古近世年朝唐宋明清元汉]代|[日年目以之先眼从]前|[太中草]原")
# Characters of a title that also end the name of its body (江城副市长 is of 江城市), and those that name a place.
_LEVELS = "省市县区州镇乡村部局厅处科署司"
_PLACES = "省市县"
_LONGEST_TITLE = 6
_LONGEST = 30
_SHARED = re.compile(
    "委员|常委|代表|理事|董事|监事|顾问|秘书|议员|院士|教授|将|尉|校$|员|师|家|手|干事|参赞|博士"
)
_OFFICE_CHARACTERS = f"{HAN}0-9０-９A-Za-z"
_LAST_BREAK = re.compile(f"(?s:.*)[^、{_OFFICE_CHARACTERS}]")
_NUMBER = re.compile("(?<![0-9０-９])[0-9０-９]++[年月日时分点岁名位个人次多余](?!届)")
_TERM = re.compile("第?[0-9０-９一二三四五六七八九十]{1,3}届")
"""What counts the terms of a body, and is none: 十一届议员."""
_SEVERAL_PLACES = re.compile("(?<=[省市县区州])[两二三四][省市县区州]")
_MANY = re.compile("(?:各位?|全体|有关|部分|一些|许多|不少|历任|[几多][位名]|正)[、]?$")
_MADE = re.compile(
    "(?:当选为?|担任|出任|就任|兼任|升任|接任|改任|曾任|选为|聘为|任命为|为|(?<![现新前原时主上历卸候])任)$"
)
_CHANGE = re.compile(
    "(免去|撤销|撤去|免除|罢免|革除|革去|解除|接替|取代|代替|替换)|(提名|建议|候选|推荐|拟)|任命|选举|推[选举]|聘|由|委任|选出|增补|补选|委派"
)
"""Words that say that who follows loses an office, or is proposed for it, or has it now."""
_GONE = 1
_PROPOSED = 2
_BETWEEN = re.compile(
    "(?:[（(][^（）()\n]{1,14}[）)])?(?:同志|先生|女士)?(?:[、 \u3000]{0,3}|和|与|及|以及)"
    f"(?:([{HAN}]{{2,4}})(?:、|和))?"
)
"""What may be between the names of a list; group 1 is an item that was not recognised as a name."""
_NEXT_LINE = re.compile("[ \u3000]*\n[ \u3000]*")
_LINE_END = re.compile("[ \u3000]*(?:\n|$)")
_IN_BRACKETS = re.compile("(?:同志|先生|女士)?[（(]([^（）()\n]{2,40})[）)]")
_AFTER_COMMA = re.compile(f"[，,](?:现任)?([{_OFFICE_CHARACTERS}、]{{2,40}})[，,。；;\n]")
_NOW = re.compile(f"[，,][^。；;\n]{{0,80}}?现任([{_OFFICE_CHARACTERS}]{{2,30}})[，,。；;、\n）)]")
_PREDICATE = re.compile(
    "(?:[（(][^（）()\n]{1,14}[）)])?(?:等?[0-9０-９一二两三四五六七八九十]{1,3}(?:名|位)?(?:同志|人)?|同志|先生|女士|等)?"
    "(?:再次|连续|全票|高票|已|均|都|被|同时|正式|一致|还|也|又|则|继续|再度|重新)*(分别)?(?:被)?"
    "(当选为?|(?:选举|推选|推举|任命|聘请|聘任|聘|选|委任|增补|补选|推)为|担任|出任|就任|兼任?|接任|继任|升任|调任|改任|连任|任|为)"
)
_BY = re.compile("(?:兼任?|担任|出任|任)(?=[，,。；;、\n]|$)")
_GOES_ON = re.compile(
    "会(?![见晤议上谈])|团|馆|台(?!湾)|级|处|室|助理|办公|候选|人选|职务|一职|任内|任期|府|选举|性|奖|杯|阁|热线|信箱|制|国(?!务)|学院|联席|兼?职|的?称号|军衔|衔"
)
"""What makes a title part of another word, or says that nobody holds it."""
_MAY_FOLLOW = re.compile(
    f"$|[^{HAN}]|兼|并|和|及|与|以及|后|以来|等职|等要职|等领导|的(?:决定|决议|议案|消息|任命)"
)
_NEXT = re.compile("(?:[、，,]?(?:并?兼任?|并任|并担任)|[、和及与]|以及)")


_REGULAR = {*f"{OFFICE_WORDS}|{TRADE_WORDS}".split("|")}.difference(office_words("no titles"))
_TITLES = frozenset(office_words("titles")).union(
    chain.from_iterable((word.replace("?", ""), re.sub(".\\?", "", word)) for word in _REGULAR)
)
_RANKS = office_words("ranks")
_FORMER = office_words("former")
_STOPS = frozenset(office_words("stops"))
_FIRST_CHARACTERS = frozenset(word[0] for word in (*_TITLES, *_RANKS))
_LAST_OF_TITLES = frozenset(word[-1] for word in _TITLES)
_LAST_OF_RANKS = frozenset(word[-1] for word in _RANKS)


def _title_before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the ranks and the title begin that end at `end`; None if no title does. The longest title counts."""
    if end - start < len("市长") or text[end - 1] not in _LAST_OF_TITLES:
        return None
    for title in range(max(start, end - _LONGEST_TITLE), end - 1):
        if text[title:end] in _TITLES:
            break
    else:
        return None
    rank = title
    while rank > start and text[rank - 1] in _LAST_OF_RANKS:
        word = next((rank_word for rank_word in _RANKS if text.endswith(rank_word, start, rank)), "")
        if not word or _NO_RANK.fullmatch(text, rank - 2, rank):
            break
        rank -= len(word)
        if word == "兼":
            break
    return rank, title


@lru_cache(1 << 13)
def _body_length(stretch: str) -> int:
    """Return how many characters at the end of a stretch name a body: those behind the last word that can't."""
    begin = len(stretch) - _length_of_words(stretch)
    if not begin and len(stretch) >= _LONGEST:
        return 0  # where a longer one begins is not seen
    return 0 if _TERM.fullmatch(stretch, begin) else len(stretch) - begin


def _length_of_words(stretch: str) -> int:
    """Return how many characters at the end of a stretch are words of a body's name."""
    begin = max((match.end() for match in _NUMBER.finditer(stretch)), default=0)
    begin = max([begin, *(match.end() for match in _SEVERAL_PLACES.finditer(stretch))])
    end = len(stretch)
    is_before_place = False
    is_before_province = False
    words = common_words.cut(stretch[begin:])
    for number, word in reversed([*enumerate(words)]):
        if _joins_fields(words, number):
            end -= len(word)
            continue
        if word in _NEW and _is_body_before(stretch, end - len(word)):
            end -= len(word)
            continue
        is_stop = word in _STOPS or (word == "选举" and not stretch.startswith(("委员", "工作", "办公"), end))
        if is_stop or (end == len(stretch) and word in office_words("stops beside a title")):
            break
        if word in _TITLES and stretch[end : end + 1] not in _OF_TITLE and not _OF_PEOPLE.match(stretch, end):
            break
        if _OURS.fullmatch(word):
            end -= end < len(stretch)  # 市 is the body's in 我市公安局局长, and not in 我市市长
            break
        if is_before_place and divisions.stands_before_places(word):
            break
        if is_before_province and not _MAY_PRECEDE.search(word):
            break
        is_before_province = word == divisions.province_of(word)
        is_before_place = divisions.is_country(word) or divisions.is_division(word)
        end -= len(word)
        if word in _FORMER and not _has_left(stretch, end):
            break
    return len(stretch) - end


def _joins_fields(words: Sequence[str], at: int) -> bool:
    """Return whether a word such as 和 is part of a body's name, between two fields of work (外交和环境部)."""
    if words[at] not in ("和", "与", "及", "暨") or not 0 < at < len(words) - 1:
        return False
    return words[at - 1] in office_words("fields") and words[at + 1] in office_words("fields")


_BEFORE_BODY = ("候任", "前任", "原任", "署理", "代理", "护理", "暂代", "暂署")
"""Ranks that may stand in front of a body: 署理渡口县县长."""
_OURS = re.compile("[我本][省市县区州镇乡]")
_MAY_PRECEDE = re.compile("[共协革盟建进团社行会局院部军党司国央原前]$")
"""The last characters of what may be a body's in front of a province: 中共湖北省委, 新华社湖北省分社."""
_NEW = frozenset(("新任", "首任", "现任", "首位"))
"""Words between a body and an office of it that say nothing of either (渡口公司新任经理)."""
_LEFT = re.compile(
    "[原前]任?(?![子料油始则野生线进哨沿锋])|离任|卸任|候任|代理(?!人|商|店|处|部|行|公司)|署理"
)
_ENDS_BODY = re.compile(f"[{_LEVELS}团司厂院校会社委组所行站国]$")
_LONGEST_COUNTRY = 8


def _has_left(text: str, begin: int) -> re.Match[str] | None:
    """Return the word behind a body that says that somebody has left an office of it (渡口公司原党委书记)."""
    match = _LEFT.match(text, begin)
    if match and _is_body_before(text, begin):
        return match
    return None


def _is_body_before(text: str, end: int) -> bool:
    """Return whether a body or a country ends in a text at `end`."""
    before = text[max(0, end - _LONGEST_COUNTRY) : end]
    if _ENDS_BODY.search(before):
        return True
    return any(divisions.is_country(before[at:]) for at in range(len(before) - 1))


def _left_within(text: str, begin: int, end: int) -> re.Match[str] | None:
    for match in _LEFT.finditer(text, begin, end):
        if match.start() > begin and _has_left(text, match.start()):
            return match
    return None


_OF_TITLE = frozenset("府团部办室助新国会")
"""Characters behind a title that make it part of a body (总统府); "" is none of them."""
_OF_PEOPLE = re.compile(
    "协会|学会|公会|工会|联合会|联谊会|研究会|基金会|总会|联盟|俱乐部|进修|培训|学校|学院|中心"
)
"""Words behind a title that make it part of a body of such people (学者联谊会)."""


@lru_cache(1 << 15)
def office_of(printed: str) -> Office | None:
    """Return the office that a string tells, such as 原江城市副市长; None if it does not end with a title.

    What is in front of a sign is the place, as the article tells it elsewhere (江城·市委书记).
    """
    place, _, words = split(printed)
    plain = in_simplified(words)
    found = _title_before(plain, 0, len(plain))
    if found is None:
        return None
    rank, title = found
    former = next((each for each in (*_BEFORE_BODY, *_FORMER, "兼") if plain.startswith(each, 0, rank)), "")
    if plain.startswith("前苏联"):
        former = ""
    body = words[len(former) : rank]
    behind = _left_within(plain, 0, rank)
    if not former and behind is not None:
        former = behind[0]
        body = words[: behind.start()] + words[behind.end() : rank]
    if _is_named_with_title(place + _without_new(body), plain[title:]):
        body += words[title]
    return Office(former + words[rank:title], words[title:], place + _without_new(body))


def _without_new(body: str) -> str:
    for word in _NEW:
        before, _, after = body.partition(word)
        if before:
            body = before + after
    return body


def _is_named_with_title(body: str, title: str) -> bool:
    """Return whether the first character of a title also ends the name of its body: 江城副市长 is of 江城市."""
    level = title[0]
    if not body or level not in _LEVELS or title.startswith("司令"):
        return False
    plain = in_simplified(body)
    if divisions.is_division(plain + level) and not divisions.is_division(plain):
        return True
    return re.search(f"[{_LEVELS}院委会府团组]$", plain) is None


class _OfficeSpan(NamedTuple):
    """An office in a text: where it is, and a rank and the place of the body that are told elsewhere."""

    begin: int
    end: int
    rank: str = ""
    body: tuple[int, int] = (0, 0)


def offices_among(text: str, printed: str, people: Sequence[tuple[int, int]]) -> list[tuple[str, ...]]:
    """Return for each name, given by begin and end in ascending order, the offices printed with it (`office_of`).

    `text` is `printed` in simplified characters.
    """
    found: list[list[_OfficeSpan]] = [[] for _ in people]
    first = 0
    for last, ((_, end), (next_begin, _)) in enumerate(pairwise([*people, (len(text), 0)])):
        is_near = last + 1 < len(people) and next_begin - end < _LONGEST
        if is_near:
            between = _BETWEEN.fullmatch(text, end, next_begin)
        else:
            between = None
        if between and not (between[1] and _title_before(text, *between.span(1))):
            continue
        if is_near and _goes_on_below(text, people[first][0], end, *people[last + 1]):
            continue
        together = people[first : last + 1]
        if _may_have_office(text, together):
            lowest = people[first - 1][1] if first else 0
            for nth, span in _of_list(text, together, lowest, next_begin):
                found[first + nth].append(span)
        first = last + 1
    for number, ((_, end), (begin, _)) in enumerate(pairwise(people)):
        if found[number + 1]:
            _decide_between(text, end, begin, found[number], found[number + 1])
    return _in_words(text, printed, people, found)


def _in_words(
    text: str, printed: str, people: Sequence[tuple[int, int]], found: Sequence[Sequence[_OfficeSpan]]
) -> list[tuple[str, ...]]:
    """Return the offices that were found for each name as they are stored."""
    places = PlacesInArticle(text, people)
    offices: list[tuple[str, ...]] = [()] * len(people)
    for number, spans in enumerate(found):
        if spans:
            words = (_office_words(places, text, printed, span) for span in spans)
            offices[number] = tuple(dict.fromkeys(words))
    return offices


def _may_have_office(text: str, names: Sequence[tuple[int, int]]) -> bool:
    """Return whether names that stand together may have an office, by the characters beside them: a fast test."""
    begin = names[0][0]
    before = text[begin - 1 : begin]
    if before in _MAY_BE_OFFICE_BEFORE or before == "由":
        return True
    behind = [text[end : end + 1] for _, end in names]
    return behind[-1] in _MAY_BE_MADE or not _MAY_BE_OFFICE_BEHIND.isdisjoint(behind)


def _goes_on_below(text: str, begin: int, end: int, next_begin: int, next_end: int) -> bool:
    """Return whether a name alone on the next line belongs to the list that begins behind a colon at `begin`."""
    is_alone = _NEXT_LINE.fullmatch(text, end, next_begin) and _LINE_END.match(text, next_end)
    return bool(is_alone) and text[max(0, begin - _MOST_BETWEEN) : begin].rstrip(" \u3000\n")[-1:] in {*"：:"}


def _decide_between(
    text: str, end: int, begin: int, one: list[_OfficeSpan], other: list[_OfficeSpan]
) -> None:
    """Leave an office that alone stands between two names to one of them: in doubt, to none (甲市长乙, 甲 市长 乙).

    It is that of the second one if the first has another, and the other way round.
    """
    title = text[end:begin].strip(" \u3000")
    first = end + text[end:begin].find(title)
    span = first, first + len(title)
    is_beside = end == first
    has_it, has_more = (
        [any((office[:2] == span) is it for office in office_spans) for office_spans in (one, other)]
        for it in (True, False)
    )
    if not has_it[1] or (not has_it[0] if is_beside else text[end] not in " \u3000"):
        return
    if has_more[0] or not has_more[1]:
        one[:] = [office for office in one if office[:2] != span]
    if not has_more[0]:
        other[:] = [office for office in other if office[:2] != span]


def _of_list(
    text: str, names: Sequence[tuple[int, int]], lowest: int, limit: int
) -> Iterator[tuple[int, _OfficeSpan]]:
    """Yield the offices of names that stand together, each with the index of its name.

    The names before and after them end at `lowest` and begin at `limit`.
    """
    begin = names[0][0]
    end = names[-1][1]
    size = len(names)
    own = [*_of_each(text, names, limit)]
    offices, is_of_all = _before(text, lowest, begin)
    if (own or offices) and _change(text, "，,。；;！!？?\n", begin) != _GONE:
        yield from own
        if size == 1 or len(offices) == 1 or not _are_of_one_title(text, offices):
            yield from ((0, span) for span in offices)
        is_of_all = is_of_all and "\n" not in text[begin:end]  # 主任：甲, and on the next line somebody else
        if len(offices) == 1 and not own and (is_of_all or _may_be_many(text, offices[0])):
            yield from ((nth, offices[0]) for nth in range(1, size))
    if text[begin - 1 : begin] == "由" and _BY.match(text, end):
        of_all, _ = _before(text, lowest, begin - 1)
    elif text[end : end + 1] in _MAY_BE_MADE and (made := _PREDICATE.match(text, end)) is not None:
        of_all = [*_ahead(text, made.end(), "兼" if made[2].startswith("兼") else "", limit)]
        stops = "。；;！!？?\n" if made[2].endswith("为") else "，,。；;！!？?\n"
        if of_all and _change(text, stops, begin) in (_GONE, _PROPOSED):
            return
        if made[1] and len(of_all) == size:
            yield from enumerate(of_all)
            return
        if made[1]:
            return
    else:
        return
    if size == 1 or len(of_all) == 1:
        yield from product(range(size), of_all)


def _of_each(text: str, names: Sequence[tuple[int, int]], limit: int) -> Iterator[tuple[int, _OfficeSpan]]:
    """Yield the offices behind each single name, with the index of the name."""
    for nth, (_, end) in enumerate(names):
        if text[end : end + 1] in _MAY_BE_OFFICE_BEHIND:
            limit_of_one = names[nth + 1][0] if nth + 1 < len(names) else limit
            for span in _of_one(text, end, limit_of_one):
                yield nth, span


def _change(text: str, stops: str, begin: int) -> int | None:
    """Return which group of `_CHANGE` the last of its words in front of `begin` is in, behind any of the `stops`."""
    before = text[max(0, begin - _LONGEST_CLAUSE) : begin]
    words = [*_CHANGE.finditer(before, 1 + max(map(before.rfind, stops)))]
    if words:
        return words[-1].lastindex
    return None


_LONGEST_CLAUSE = 120
_MAY_BE_MADE = frozenset(
    "（(等同先女0123456789一二两三四五六七八九十再连全高已均都被正还也又则继重分当选推任聘委增补担出就兼接升调改为"
)
"""The characters with which `_PREDICATE` may begin."""


def _are_of_one_title(text: str, offices: Sequence[_OfficeSpan]) -> bool:
    """Return whether offices differ in their ranks only, as in 主任、副主任甲、乙."""
    titled = [office_of(text[office.begin : office.end]) for office in offices]
    return len({titled_office.title for titled_office in titled if titled_office}) < len(titled)


def _may_be_many(text: str, span: _OfficeSpan) -> bool:
    """Return whether several people hold such an office."""
    office = office_of(text[span.begin : span.end])
    return office is not None and is_of_many(office.rank, office.title)


def is_of_many(rank: str, title: str) -> bool:
    """Return whether several people hold an office at once, given in simplified characters: 副市长, 委员."""
    return "副" in rank or _SHARED.search(title) is not None


def is_former(rank: str) -> bool:
    """Return whether a rank, in simplified characters, says that somebody is not in the office now (原副, 退休)."""
    return rank.startswith((*_FORMER, "退休", "离休"))


def _before(text: str, lowest: int, begin: int) -> tuple[list[_OfficeSpan], bool]:
    """Return the offices in front of a name, and whether a colon separates them from it."""
    if text[begin - 1 : begin] not in _MAY_BE_OFFICE_BEFORE:
        return [], False
    end = begin
    while end > lowest and text[end - 1] in _BEFORE_NAME and begin - end < _MOST_BETWEEN:
        end -= 1
    has_colon = not {*"：:"}.isdisjoint(text[end:begin])
    if end == begin and text.startswith("的", end - 1):
        return [*_held_by(text, lowest, end - 1)], False
    if ("\n" in text[end:begin] and not has_colon) or _title_before(text, lowest, end) is None:
        return [], False
    start = max(lowest, end - 2 * _LONGEST)
    last_break = _LAST_BREAK.match(text, start, end)
    if last_break is not None:
        start = last_break.end()
    offices = _stack(text, start, end)
    in_front = text[start : offices[0].begin] if offices else ""
    if _MANY.search(in_front) or _MADE.search(in_front):
        return [], False
    if in_front.endswith("老") and not _may_be_many(text, offices[0]):
        return [], False  # who has grown old in it, or has left it
    gone = _NO_LONGER.search(in_front)
    if gone is not None:
        offices = [office._replace(rank=office.rank or gone[1]) for office in offices]
    if len(offices) > 1 and offices[0].begin == lowest > 0:  # that of the name before: 甲中将、参谋长乙
        del offices[0]
    return offices, has_colon


_NO_LONGER = re.compile("(?<!将)(?<!将要)(卸任|离任|离休|退休)的$")
"""Words in front of an office that say that somebody has left it."""
_MOST_BETWEEN = 4
_BEFORE_NAME = "：: \u3000\n“（("
"""Characters that may stand between an office and a name behind it."""
_MAY_BE_OFFICE_BEFORE = _LAST_OF_TITLES.union(_BEFORE_NAME, "的")
"""The characters directly in front of a name that has an office there."""
_ONCE = re.compile(
    "(?:在[^，。；：、]{1,12})?曾(?:经|先后|一度|两度|多次|长期|连续|前后|[0-9一二两三四五六七八九十]次"
    "|[于在自从]?[0-9０-９一二三四五六七八九〇]{2,4}年(?:[0-9０-９]{1,2}月)?(?:[至到—－-]{1,2}[0-9０-９一二三四五六七八九〇]{2,4}年"
    "(?:[0-9０-９]{1,2}月)?)?[起间后]?)*"
    "(?:(?:担任|出任|就任|接任|任|当选|当|做|是)(?:过|为)?|(?:担任|出任|任|当|做)过)|(?:担任|出任|任|当|做)过"
    "(?:[0-9０-９一二两三四五六七八九十几数]{1,3}[多余]?年[多余]?的?)?"
)
"""Words that say that somebody held the offices that follow, and not that it is so today."""
_HOLDS = re.compile("(?:现任|新任|时任|现担任|担任|(?<![现新前原时主上历卸候曾连出就兼升接改调])任)(?!过)")


def _held_by(text: str, lowest: int, end: int) -> Iterator[_OfficeSpan]:
    """Yield the offices that a clause tells which ends at `end`, in front of 的 and a name: 曾任市长的, 现任会长的."""
    start = max(lowest, end - 2 * _LONGEST)
    once = [*_ONCE.finditer(text, start, end)]
    holds = [*_HOLDS.finditer(text, start, end)]
    verbs = (once or holds)[-1:]
    if not verbs or _PAUSES.search(text, verbs[0].end(), end):
        return
    was = _WAS if once else ""
    if not once and _YEAR.search(text, start, verbs[0].start()):
        return
    if verbs[0][0] == "时任":
        was = "时任"
    for part in _PART.finditer(text, verbs[0].end(), end):
        for office in _whole(text, *part.span()):
            yield office._replace(rank=was)


_WAS = "曾任"
"""The rank of somebody who is told to have held an office."""
_PAUSES = re.compile("[，,。；;：:\n]")
_YEAR = re.compile("年[^，,。；;]{0,8}$")


_OF_ARMS = re.compile("(?:[大上中少准]将|元帅|[大上中少][校尉]|将军)$")
"""Grades that stand behind a name: in front of 、 they are those of a name that was not recognised."""


def _before_rank(text: str, start: int, begin: int) -> int:
    """Return where an office begins that has a rank such as 候任 before `begin`: with the body before that, if any."""
    rank = next((word for word in _BEFORE_BODY if text.endswith(word, start, begin)), "")
    begin -= len(rank)
    if rank and _is_body_before(text, begin):
        begin -= _body_length(text[max(start, begin - _LONGEST) : begin])
    return begin


def _stack(text: str, start: int, end: int) -> list[_OfficeSpan]:
    """Return the offices that end at `end`, joined by 、 or 兼; a rank such as 原 holds for all behind it."""
    found: list[_OfficeSpan] = []
    while (title := _title_before(text, start, end)) is not None:
        rank, at = title
        is_joined = text[rank] == "兼"
        if is_joined:
            begin = rank
        else:
            begin = rank - _body_length(text[max(start, rank - _LONGEST) : rank])
            begin = _before_rank(text, start, begin)
        if _HEADS_OF_STATES.match(text, at, end) and divisions.stands_before_places(text[begin:rank]):
            begin = rank  # what is done with the person: 讨论外长
        if not found or not _OF_ARMS.search(text[begin:end]):
            found.insert(0, _OfficeSpan(begin, end))
        if is_joined:
            end = begin
        elif begin > start and text[begin - 1] in "、兼":
            end = begin - 1
        else:
            break
    former = ""
    for number, (begin, end, *_) in enumerate(found):
        own = next((word for word in _FORMER if text.startswith(word, begin, end)), "")
        behind = _left_within(text, begin, end)
        own = own or (behind[0] if behind else "")
        if number and _HEAD.match(text, begin, end):
            body = _OF_PARTY.match(text, found[0].begin, end)
        else:
            body = None
        found[number] = _OfficeSpan(begin, end, "" if own else former, body.span(1) if body else (0, 0))
        former = own or former
    return found


_HEADS_OF_STATES = re.compile("总统|总理|首相|外长|主席|[省市县]长|书记|大使|国王|国务卿|议长|将军")
_OF_PARTY = re.compile(
    f"(?:{'|'.join(_FORMER)})?([{_OFFICE_CHARACTERS}]{{2,20}}?)[原前]?(?:机关)?党(?:委|组|总支|支部)[{HAN}]*、"
)
"""An office of the party of a body, group 1; the next office is of the body, too, if it is that of a head (`_HEAD`)."""
_HEAD = re.compile(f"(?:{'|'.join(_RANKS)})*(?:[^{_PLACES}]长|董事长|主任|[总副]?经理|总裁|主席)$")


def _of_one(text: str, end: int, limit: int) -> Iterator[_OfficeSpan]:
    """Yield the offices behind a single name, in front of one of `_MAY_BE_OFFICE_BEHIND`: directly, in brackets, or as
    the clause behind a comma.
    """
    yield from _directly_behind(text, end, limit)
    yield from _once_held(text, end, limit)
    bracket = _IN_BRACKETS.match(text, end)
    if bracket is not None:
        for part in _PART.finditer(text, *bracket.span(1)):
            yield from _whole(text, *part.span())
    elif text.startswith(("，", ","), end):
        is_now = text.find("现任", end, end + _LONGEST_CLAUSE) >= 0
        found = _AFTER_COMMA.match(text, end, limit)
        if found is not None:
            parts = [[*_whole(text, *part.span())] for part in _PART.finditer(text, *found.span(1))]
            yield from chain.from_iterable(part for part in parts if all(parts))
        elif is_now and (found := _NOW.match(text, end, limit)) is not None:
            yield from _whole(text, *found.span(1))


def _directly_behind(text: str, end: int, limit: int) -> Iterator[_OfficeSpan]:
    """Yield the office whose title stands directly behind a name (the longest that does)."""
    if text[end : end + 1] not in _FIRST_CHARACTERS:
        return
    for stop in range(min(limit, end + 2 * _LONGEST_TITLE), end + 1, -1):
        title = _title_before(text, end, stop)
        if title is None or title[0] != end:
            continue
        is_verb = text[title[1] : stop] in office_words("verbs behind a name")
        if not is_verb and not _GOES_ON.match(text, stop):
            yield _OfficeSpan(end, stop)
        return


def _once_held(text: str, end: int, limit: int) -> Iterator[_OfficeSpan]:
    """Yield the offices that a name is told to have held, in the clause behind it."""
    earlier = _EARLIER.match(text, end)
    once = _ONCE.match(text, earlier.end()) if earlier else None
    if once is not None:
        yield from _ahead(text, once.end(), _WAS, limit)


_EARLIER = re.compile(
    "(?:同志|先生|女士)?[，,]?(?:(?:早年|先后|生前|以前|过去|当年)|[0-9０-９一二三四五六七八九〇]{2,4}年(?:[0-9０-９]{1,2}月)?"
    "(?:(?:至|到|—|－|-){1,2}[0-9０-９一二三四五六七八九〇]{2,4}年)?[起间后]?)?[，,]?"
)
"""What may stand between a name and `_ONCE`; it always matches."""
_MAY_BE_OFFICE_BEHIND = _FIRST_CHARACTERS.union(
    "（(，,",
    "同先女早生以过当0123456789０１２３４５６７８９一二三四五六七八九〇",
    "在曾担出任当做",
)
"""The characters directly behind a name that has an office there: of titles, brackets, `_EARLIER` and `_ONCE`."""


_PART = re.compile(f"[{_OFFICE_CHARACTERS}]+")


def _whole(text: str, begin: int, end: int) -> Iterator[_OfficeSpan]:
    """Yield the office that a part of a text is, if all of it is one."""
    begin += len("现任") * text.startswith("现任", begin)
    rank = ""
    once = _ONCE.match(text, begin, end)
    if once is not None:
        begin = once.end()
        rank = _WAS
    title = _title_before(text, begin, end)
    if title is not None and title[0] - _body_length(text[begin : title[0]]) == begin:
        yield _OfficeSpan(begin, end, rank)


def _ahead(text: str, at: int, rank: str, limit: int) -> Iterator[_OfficeSpan]:
    """Yield the offices that the words from `at` on tell, behind a verb such as 任."""
    first_rank = rank
    while (run := _PART.match(text, at, min(limit, at + _LONGEST))) is not None:
        ends = (
            end
            for end in range(at + 2, run.end() + 1)
            if _MAY_FOLLOW.match(text, end) and _title_before(text, at, end) is not None
        )
        office = next(chain.from_iterable(_whole(text, at, end) for end in ends), None)
        if office is None:
            return
        yield office._replace(rank=rank)
        more = _NEXT.match(text, office.end, limit)
        if more is None:
            return
        at = more.end()
        if "兼" in more[0]:
            rank = "兼"
        else:
            rank = _WAS if first_rank == _WAS else ""


def _office_words(places: PlacesInArticle, text: str, printed: str, span: _OfficeSpan) -> str:
    """Return an office as printed, with the rank and the place that the text tells elsewhere (`office_of`)."""
    begin, end, rank, body = span
    words = rank + printed[begin:end]
    if body != (0, 0):
        return f"{printed[slice(*body)]}{Sign.CLAUSE}{words}"
    level = _level_of(text[begin:end])
    if level:
        return places.told(begin, level, text[begin:end]) + words
    return words


def office_told(stored: str, newspaper: str) -> ToldOffice:
    """Return the office that is told, and how its body is known; the whole is a title if it is no office."""
    office = office_of(stored)
    if office is None:
        return ToldOffice(Office("", stored, ""), unknown())
    stored_office = split(stored)
    level = _level_of(stored_office.words)
    if level:
        return _of_place(stored_office, level, newspaper)
    if not office.body:
        return ToldOffice(office, unknown())
    return ToldOffice(office, decided([Claim(office.body, Rule.OWN_WORDS, stored_office.words)]))


def _of_place(stored_office: StoredOffice, level: str, newspaper: str) -> ToldOffice:
    """Return an office that says only 市长 or 市委书记, of the place that is known."""
    place = body_place(stored_office, level, newspaper)
    printed = office_of(stored_office.words) or Office("", stored_office.words, "")
    if place.value is None:
        return ToldOffice(replace(printed, body=""), unknown(), organ=printed.body)
    office = office_of(f"{place.value}{Sign.CLAUSE}{stored_office.words}") or printed
    witness = place.witness
    body = decided([replace(witness, value=office.body)] if witness else [])
    return ToldOffice(office, body)


@lru_cache(1 << 15)
def is_without_place(offices: str) -> bool:
    """Return whether the place of one of some offices, separated by spaces, may depend on the newspaper."""
    return any(
        _level_of(split(office).words) and split(office).sign is not Sign.CLAUSE for office in offices.split()
    )


def _level_of(words: str) -> str:
    """Return what kind of place is missing in an office that says only 市长 or 市委书记: 市; "" if none is."""
    office = office_of(words)
    if office:
        return level_of(in_simplified(office.body or office.title))
    return ""
