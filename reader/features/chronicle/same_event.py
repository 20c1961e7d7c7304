"""Whether two lines of one day tell the same event.

They do if one of them, or its clause with the first deed, has no word that the other one lacks. Words for one deed
count as one. Figures, hours, and words that say nothing of what happened, don't count: on figures, accounts of one
event differ.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from reader.features.chronicle.events import CUT, DEED
from reader.language import common_words, names, words
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.patterns import by_first, pattern
from reader.newspaper.decision import ChronicleSource

_DEEDS = """
开工 动工 破土动工 破土 兴工 动土 奠基
建成 落成 竣工 完工 投产 投入使用 投入运行 投入生产 启用 通车 通航 开通 首航 开航 复航 开馆 开业 开张 开播 播音 开放 开炉
开幕 揭幕
展出 参展
闭幕 结束 落幕
逝世 去世 病逝 病故 辞世 长逝 与世长辞
死亡 遇难 丧生 身亡 罹难 殒命
抵达 到达 来到 飞抵
离开 启程 动身
返回 回到 归来
视察 检查 察看 查看 考察 调查 调研 巡视 参观
看望 慰问 探望
会见 会晤 接见
签署 签订 签字 签约 订立 缔结
协议书 协议 协定
研制 试制 制成 制造
首演 首场演出 演出 公演 上演
起火 失火 火灾 大火 着火
沉没 翻沉 沉船
决口 溃决 溃堤
战胜 击败 打败
判处 判决 宣判
逮捕 抓获 被捕 拿获 捕获 落网
捐赠 捐献 捐给 赠送
发布 公布 颁布 发表 印发
获得 荣获 夺得 取得
攻克 攻占 占领 收复
迁到 迁至 迁入 迁往 搬到 搬入
成立 设立 建立 组建 创办 开设
更名 改名 定名 命名 改称
批准 同意 核准 准许
就职 就任 到任
产下 生下
救起 救出 获救
出土 发现 观测到
恢复 重新
相撞 碰撞
第一座 第一个 第一台 首座 首个 首台
"""
_SIGNS = {
    word: f"|{chr(0x1401 + number)}|"
    for number, line in enumerate(_DEEDS.split("\n"))
    for word in line.split()
}
"""For words for one deed, a letter that no Chinese text has."""
_SAYS_NOTHING = [
    "上午",
    "下午",
    "中午",
    "凌晨",
    "清晨",
    "早晨",
    "晚上",
    "傍晚",
    "深夜",
    "当日",
    "当天",
    "当晚",
    "昨日",
    "昨天",
    "昨晚",
    "昨晨",
    "昨夜",
    "今日",
    "今天",
    "今晚",
    "今晨",
    "今早",
    "正式",
    "胜利",
    "隆重",
    "成功",
    "顺利",
    "圆满",
    "全部",
    "首次",
    "公开",
    "一行",
    "先生",
    "同志",
    "着名",
    "自己",
    "各界",
    "各地",
    "期间",
    "之际",
    "进行",
    "举行",
    "召开",
    "举办",
    "发生",
    "开始",
    "大会",
    "典礼",
    "仪式",
    "庆祝",
    "工作",
    "施行",
    "修建",
    "建造",
    "终年",
    "享年",
]
_FREE = "的了在于与和同向由为对从将把被及等并以至到是有其就经已所之则又也而给让使令该此本个一位名件座只条项曾赴抵因做案犯起"
"""Characters that say nothing of what happened either."""
_NUMBER = "0-9０-９一二三四五六七八九十百千万亿两〇零"
_UNIT = (
    "人次|人|名|位|册|件|座|所|吨|户|辆|艘|架|元|亩|公里|公斤|米|岁|票|起|家|个|台|间|具|级|时|点|分|克|种|天|周年|年|月|日|只|头|匹|仔"
    "|张|幅|尾|条|场|小时"
)
_NO_WORD = pattern(
    rf"(?P<figure>(?<![第比])[{_NUMBER}几数][{_NUMBER}.．,]*[多余几]?(?:{_UNIT})(?![厂院校局店级制化队班]))"
    f"|{by_first(sorted((*_SIGNS, *_SAYS_NOTHING), key=len, reverse=True))}"
)
_KERNEL = pattern(f"{DEED.pattern}|{by_first(_SIGNS)}")
_RUN = pattern(rf"[^\W{_FREE}]+")
_DIGITS = str.maketrans("一二三四五六七八九〇零０１２３４５６７８９", "123456789000123456789")
_CLAUSE = pattern("[，；。：]")
_TURN = pattern(
    "[没未无否非勿莫缺副]|不(?![断仅久少同料幸])|免(?!费)|代理|代(?=[省市县区总主院校局])|[原前]任|取消|推迟|延期|改期|失败|中止|停止|暂停"
    "|拒绝|驳回|辟谣|误传|险些|几乎|附近|附属|附设|分[厂校院局店馆]|筹备|筹建"
)
"""Words by which a line may say the opposite of one that has all its other words, or tell of another body."""
_ELECTION = pattern("选举|当选|选出|推选|补选|任命|免去")
_EARLY = pattern("凌晨|清晨|早晨|[今昨]晨|今早|上午")
_LATE = pattern(f"下午|傍晚|晚上|[昨今当]晚|晚[{_NUMBER}]")
_RANKED = pattern(f"([{HAN}]{{2}})([省市县区镇乡村州])")
_LOCAL = pattern(rf"[我本全][省市县区镇乡村厂校院]|(?<![{HAN}])[省市县区镇乡村][委政人长里]")
"""A place that is known only from the paper: 我市, 县人民代表大会."""
_SHARED_NAMES, _SHARED_CHARACTERS = 2, 7


class Telling(Struct, frozen=True):
    """What a line is compared by: its clauses with one sign for each deed, up to the first deed and after it."""

    plain: str
    """The words in simplified characters, without the day."""
    kernel: str
    others: tuple[str, ...]
    text: str
    units: Counter[str]
    newspaper: str
    printed: object
    """The issue in which it stands."""

    @staticmethod
    def of(source: ChronicleSource) -> "Telling":
        plain = simplified(source.words).replace(CUT, "，").replace(simplified(source.said), "", 1)
        printed = [each for each in _CLAUSE.split(plain) if each]
        clauses = [_with_signs(each) for each in printed]
        deed = next((at for at, each in enumerate(printed, 1) if _KERNEL.search(each)), len(printed))
        text = "，".join(clauses)
        issue = source.newspaper, source.date
        return Telling(
            plain,
            "，".join(clauses[:deed]),
            tuple(clauses[deed:]),
            text,
            _units(text),
            source.newspaper,
            issue,
        )

    @property
    def core(self) -> str:
        return "".join(filter(str.isalnum, self.plain))

    def has(self, clause: str) -> bool:
        """Return whether there is no word in a clause that this line lacks."""
        needed = _units(clause)
        for run in _RUN.findall(clause):
            if len(run) == 1:
                if run not in self.text:
                    return False
                continue
            held = [needed[pair] <= self.units[pair] for pair in map("".join, pairwise(run))]
            if not all(before or after for before, after in pairwise([False, *held, False])):
                return False
        return True


def _with_signs(text: str) -> str:
    return _NO_WORD.sub(lambda found: _SIGNS.get(found[0], "|"), text).translate(_DIGITS)


def _units(text: str) -> Counter[str]:
    """Return the pairs of neighbouring characters that count, and those that stand alone."""
    found: Counter[str] = Counter()
    for run in _RUN.findall(text):
        found.update(map("".join, pairwise(run)) if len(run) > 1 else [run])
    return found


def are_same(one: Telling, other: Telling, *, as_a_whole: bool = False) -> bool:
    """Return whether two lines tell the same; `as_a_whole`, and in one issue, one has all words of the other.

    Otherwise it is enough if it has those of the clause with the deed, and if what else they tell is not of one thing.
    """
    shared = names_in(one.plain) | names_in(other.plain)
    shared = {each for each in shared if each in one.plain and each in other.plain}
    is_local = one.newspaper != other.newspaper and _LOCAL.search(f"{one.plain} {other.plain}")
    if is_local and not (len(shared) >= _SHARED_NAMES and any(map(_is_own_name, shared))):
        return False
    if one.core == other.core:
        return True
    if _ELECTION.search(one.plain + other.plain) or _contradict(one, other):
        return False
    count = len(set("".join(one.units)) & set("".join(other.units)))
    if len(shared) < _SHARED_NAMES and not (shared and count >= _SHARED_CHARACTERS):
        return False
    if one.has(other.text) or other.has(one.text):
        return True
    return (
        not as_a_whole
        and one.printed != other.printed
        and (one.has(other.kernel) or other.has(one.kernel))
        and _further(one, other).isdisjoint(_further(other, one))
    )


def _further(one: Telling, other: Telling) -> set[str]:
    """Return what is in the clauses after the deed that tell what the other line does not."""
    return {unit for clause in one.others if not other.has(clause) for unit in _units(clause)}


def _contradict(one: Telling, other: Telling) -> bool:
    if any(_is_turned(*pair) or _is_part_of_thing(*pair) for pair in ((one, other), (other, one))):
        return True
    mine, theirs = _ranks(one.plain), _ranks(other.plain)
    if any(mine[place].isdisjoint(theirs[place]) for place in mine.keys() & theirs.keys()):
        return True
    hours = [(bool(_EARLY.search(each.plain)), bool(_LATE.search(each.plain))) for each in (one, other)]
    return sorted(hours) == [(False, True), (True, False)]


def _is_turned(one: Telling, other: Telling) -> bool:
    """Return whether a clause that tells what the other line does, has a word that may turn it."""
    return any(
        turn not in other.plain and not _units(clause).keys().isdisjoint(other.units)
        for clause in (one.kernel, *one.others)
        for turn in _TURN.findall(clause)
    )


def _is_part_of_thing(one: Telling, other: Telling) -> bool:
    """Return whether what a line tells of its deed only says in the other which thing is meant: 昨日开幕的展览."""
    last = _RUN.findall(one.kernel)[-1:]
    return (
        any(f"{each}{mark}的" in other.text for each in last for mark in ("", "|")) and "的" not in one.kernel
    )


def _ranks(text: str) -> dict[str, set[str]]:
    """Return whether a place is called a town or a county: 江城市, 江城县."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, rank in _RANKED.findall(text):
        found[place].add(rank)
    return found


def candidates(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be the same, the later index first: one has all characters of the other's kernel."""
    having: dict[str, int] = defaultdict(int)
    for at, telling in enumerate(tellings):
        for character in set(telling.text):
            having[character] |= 1 << at
    near: dict[int, set[int]] = defaultdict(set)
    for at, telling in enumerate(tellings):
        found = (1 << len(tellings)) - 1
        for character in set("".join(_RUN.findall(telling.kernel))):
            found &= having[character]
        while found:
            other = found.bit_length() - 1
            found ^= 1 << other
            if other != at:
                near[max(at, other)].add(min(at, other))
    for at in sorted(near):
        yield from ((at, other) for other in sorted(near[at]))


_TITLE = pattern(r"[《“「『]([^》”」』]{2,20})[》”」』]")
_IS_HAN = pattern(f"[{HAN}]+")
_BODIES = frozenset("省市县区镇乡村州国部局厅院校厂社馆站桥路街港矿学店场库堤会队所行台庙寺宫园楼塔城团")
_LONG = 4
"""The length from which on a usual word is a name: 世界卫生组织."""


def _is_own_name(word: str) -> bool:
    """Return whether a word names a person or place, or is none that the dictionary knows."""
    return names.is_place(word) or words.names_person(word) or not words.has_word(word)


@lru_cache(256)
def names_in(text: str) -> frozenset[str]:
    """Return the names of people, places, bodies and works in a text in simplified characters.

    Behind a name, what bodies are called is one, too: 雁桥 大桥.
    """
    found = {each[1] for each in _TITLE.finditer(text)}
    found |= {place for place, _ in _RANKED.findall(text) if not common_words.is_common(place)}
    is_behind = False
    for word in words.words(text):
        is_place = names.is_place(word)
        is_usual = common_words.is_common(word) and not is_place and len(word) < _LONG
        is_body = word[-1] in _BODIES
        may_be_name = _is_own_name(word) or len(word) >= _LONG
        is_behind = (
            len(word) > 1
            and _IS_HAN.fullmatch(word) is not None
            and ((not is_usual and (may_be_name or is_body)) or (is_body and is_behind))
        )
        if is_behind:
            found.add(word)
    return frozenset(found)
