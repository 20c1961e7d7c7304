"""How many bits a character takes in running text of a language: few if it is frequent there, many if it is not.

Bytes are decoded in the encoding in which their text takes the fewest bits (`formats.encodings`).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from reader.language.equality import simplified
from reader.language.patterns import pattern

FREQUENT = frozenset(
    "的一是了在有和人不大中这为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条没结解问意建月公无"
    "系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组"
    "见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增"
    "争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八"
)
"""The characters that running Chinese text is full of: about half of any newspaper."""
_OF_CHINESE = "，。、；：？！（）《》“”‘’「」『』—…·　０１２３４５６７８９"
_OF_JAPANESE = "、。「」『』・（）ー　々？！０１２３４５６７８９"
_FREQUENT_IN_JAPAN = (
    "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西"
    "電校語土木聞食車何南万毎白天母火右読友左休父雨会同事社者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強"
    "公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究"
    "政議民連対部合市内相定回選米実関決全表戦経最現調化当約首法性制治務成期取都和機平加受続進数記初指権支産点報済活原共"
    "得解交資予向際勝面告反判認参利組信在件側任引求所次昨論官増係感情投示変打直両式確果容必演歳争談能位置流格疑過局放常"
)
_FREQUENT_IN_KOREA = (
    "이다는의에을를가고하지은한기로사도리인과서대나자어해아정시부일그라수만니전주상여들보장제구원게있었으면적스성동공선했년"
    "유신비것오내국우소조관거마무경위말던학세화분까와물방계연치안러단요월중문명실모현생통회미발식작할른된건민체두입심양간"
    "남업각행결드품음트려히당운반영력설차되많출감및않없때임려합편후강금진준군김박최북외호개별점론질환터축용추져술향산"
)
_RUSSIAN = "оеаинтсрвлкмдпугяызбйьчхжшюцщэфъё"
_CYRILLIC = "іїєґўђјљњћџѓќѕ"
_LATIN = "éèêëàâáäåãæçíîïìñóôöòõøœúûüùýßÿ"
_OF_POLAND = "ąęłńóśźżćčďěňřšťůžýáéíúőűăîțşţľĺŕ"
_GREEK = "αοιετσνηυρπκμλςωδγχθφβξζψάέήίόύώ"

Class = tuple[float, Iterable[str]]
"""Characters that share a part of a text equally: the part, 0 to 1, and the characters."""
_REST = 24.0
"""The bits of a character that is in no class: of another script, or very rare."""
_ODD = 8.0
"""The bits of two neighbours that no word of the language has."""
_NOT_ITS_OWN = 4.0
"""The bits that each character takes in a text with too few of the letters that each text in the language has."""
_MOST_NOT_ITS_OWN = 100.0
"""The bits that all of them take at most. A name of two characters may have none of these letters."""
DAMAGED = 30.0
"""The bits of a place that can't be decoded."""
_ASCII = frozenset(map(chr, range(0x80)))


class Language(Struct, frozen=True, dict=True):
    """The characters of a language, in classes.

    `odd` matches what its words do not contain; `own` matches letters of which each text has at least `least_own` among
    its characters beyond ASCII.
    """

    name: str
    classes: Callable[[], Iterable[Class]]
    odd: re.Pattern[str]
    own: re.Pattern[str] | None = None
    least_own: float = 0.0

    def bits(self, text: str) -> float:
        """Return how many bits the characters of a text take that are not ASCII."""
        costs = _costs_of(self.name)
        counts = Counter(text)
        total = sum(costs.get(letter, _cost_of_rest(letter)) * number for letter, number in counts.items())
        total += _ODD * len(self.odd.findall(text))
        signs = beyond_ascii(text)
        if self.own is not None and len(self.own.findall(text)) < self.least_own * signs:
            total += min(_NOT_ITS_OWN * signs, _MOST_NOT_ITS_OWN)
        return total


def beyond_ascii(text: str) -> int:
    """Return the number of characters in a text that are not ASCII."""
    return sum(sign >= "\x80" for sign in text)


_OF_ASCII: tuple[tuple[float, str], ...] = (
    (0.6, "etaoinshrdlu "),
    (0.22, "bcfgjkmpqvwxyz"),
    (0.05, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    (0.05, "0123456789"),
    (0.04, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    (0.01, "\n\r\t"),
)
"""ASCII in lines of words and names."""


def bits_of_ascii(text: str) -> float:
    """Return how many bits the ASCII in a text takes; other characters take none.

    It matters where bytes may be other characters altogether: those of 上海 in UTF-16 are a line end and “Nwm”.
    """
    costs = _costs_of_ascii()
    if text.isupper():
        text = text.lower()
    return sum(costs.get(letter, DAMAGED) for letter in text if letter in _ASCII)


@lru_cache(1)
def _costs_of_ascii() -> Mapping[str, float]:
    costs: dict[str, float] = {}
    for share, letters in _OF_ASCII:
        costs.update(dict.fromkeys(letters, math.log2(len(letters) / share)))
    return costs


def _cost_of_rest(sign: str) -> float:
    if sign in _ASCII:
        return 0.0
    if sign == "\ufffd" or "\x80" <= sign < "\xa0":
        return DAMAGED
    return _REST


def _rows(codec: str, leads: range, trails: Iterable[int]) -> set[str]:
    """Return the characters of an encoding whose first byte is among `leads`, and the second among `trails`."""
    ends = [*trails]
    pairs = []
    for lead in leads:
        for trail in ends:
            pairs.append(bytes((lead, trail)).decode(codec, "ignore"))
    return {pair for pair in pairs if len(pair) == 1}


_HIGH = range(0xA1, 0xFF)
_OF_BIG5 = (*range(0x40, 0x7F), *_HIGH)


def _simplified_chinese() -> Iterable[Class]:
    yield 0.12, _OF_CHINESE
    yield 0.53, FREQUENT
    yield 0.32, _rows("gb2312", range(0xB0, 0xD8), _HIGH)
    yield 0.015, _rows("gb2312", range(0xD8, 0xF8), _HIGH)


def _traditional_chinese() -> Iterable[Class]:
    usual = _rows("big5", range(0xA4, 0xC7), _OF_BIG5)
    yield 0.12, _OF_CHINESE
    yield 0.5, {sign for sign in usual if simplified(sign) in FREQUENT}
    yield 0.34, usual
    yield 0.015, _rows("big5", range(0xC9, 0xFA), _OF_BIG5)


def _japanese() -> Iterable[Class]:
    yield 0.08, _OF_JAPANESE
    yield 0.38, _rows("euc_jp", range(0xA4, 0xA5), _HIGH)
    yield 0.09, _rows("euc_jp", range(0xA5, 0xA6), _HIGH)
    yield 0.25, _FREQUENT_IN_JAPAN
    yield 0.18, _rows("euc_jp", range(0xB0, 0xD0), _HIGH)
    yield 0.008, _rows("euc_jp", range(0xD0, 0xF5), _HIGH)


def _korean() -> Iterable[Class]:
    yield 0.72, _FREQUENT_IN_KOREA
    yield 0.2, _rows("euc_kr", range(0xB0, 0xC9), _HIGH)
    yield 0.04, _rows("euc_kr", range(0xCA, 0xFE), _HIGH)
    yield 0.02, _OF_CHINESE


def _shares(letters: str) -> Iterable[Class]:
    """Yield letters, given from the most frequent on, in three classes, and their capitals."""
    third = max(1, len(letters) // 3)
    yield 0.55, letters[:third]
    yield 0.28, letters[third : 2 * third]
    yield 0.11, letters[2 * third :]
    yield 0.04, letters.upper()


def _russian() -> Iterable[Class]:
    yield from _shares(_RUSSIAN)
    yield 0.01, "«»—–“”„№…"
    yield 0.004, _CYRILLIC
    yield 0.001, _CYRILLIC.upper()


def _western() -> Iterable[Class]:
    yield 0.8, _LATIN
    yield 0.05, _LATIN.upper()
    yield 0.14, "«»—–“”‘’„§°…"
    yield 0.002, "£½¼¾×·"


def _eastern() -> Iterable[Class]:
    yield 0.8, _OF_POLAND
    yield 0.05, _OF_POLAND.upper()
    yield 0.12, "«»—–“”‘’„§°…"


def _greek() -> Iterable[Class]:
    yield from _shares(_GREEK)
    yield 0.01, "«»—–“”’…·"
    yield 0.01, "ΆΈΉΊΌΎΏϊϋΐΰ"


_BESIDE_LATIN = r"[A-Za-z][Ͱ-ӿ]|[Ͱ-ӿ][A-Za-z]|[Ͱ-ӿ][\xa1-\xaa\xac-\xb6\xb8-\xba\xbc-\xbf]"
"""A letter of Greek or Russian beside one of Latin, or beside a sign such as ¤."""
_NOT_IN_RUSSIAN = pattern(f"[а-яёіїєґўђјљњћџѓќѕ][А-ЯЁІЇЄҐЎЂЈЉЊЋЏЃЌЅ]|{_BESIDE_LATIN}")
_BETWEEN_LETTERS = pattern(r"[A-Za-z][\u2e80-\uffdc]|[\u2e80-\uffdc][A-Za-z]")
_NOT_IN_WORDS = pattern(
    r"[^\x00-\x7f](?=[^\x00-\x7f])|(?<=[a-z])[^\x00-\x7f\W\d_a-zß-öø-ÿœąęłńóśźżćčďěňřšťůž]"
)
_KANA = pattern("[ぁ-ヺ]")
_HANGUL = pattern("[가-힣]")
_NOT_IN_GREEK = pattern(f"[α-ώ][Α-Ω]|{_BESIDE_LATIN}")

LANGUAGES: Mapping[str, Language] = {
    language.name: language
    for language in (
        Language("zh-Hans", _simplified_chinese, _BETWEEN_LETTERS),
        Language("zh-Hant", _traditional_chinese, _BETWEEN_LETTERS),
        Language("ja", _japanese, _BETWEEN_LETTERS, _KANA, 0.08),
        Language("ko", _korean, _BETWEEN_LETTERS, _HANGUL, 0.2),
        Language("ru", _russian, _NOT_IN_RUSSIAN),
        Language("el", _greek, _NOT_IN_GREEK),
        Language("western", _western, _NOT_IN_WORDS),
        Language("eastern", _eastern, _NOT_IN_WORDS),
    )
}


@lru_cache(len(LANGUAGES))
def _costs_of(name: str) -> Mapping[str, float]:
    """Return the bits of each character that is in a class of a language; of several classes, the fewest."""
    costs: dict[str, float] = {}
    for share, members in LANGUAGES[name].classes():
        signs = {*members} - _ASCII
        bits = math.log2(len(signs) / share)
        for sign in signs:
            costs[sign] = min(bits, costs.get(sign, _REST))
    return costs


def fewest_bits(text: str, names: Iterable[str] = LANGUAGES) -> float:
    """Return the bits that a text takes in the language, of those named, in which it takes the fewest."""
    return min(LANGUAGES[name].bits(text) for name in names)


@lru_cache(8)
def costs_in(names: tuple[str, ...]) -> Mapping[str, float]:
    """Return the bits of each character that is in a class of one of the languages; in several, the fewest."""
    costs: dict[str, float] = {}
    for name in names:
        for sign, bits in _costs_of(name).items():
            costs[sign] = min(bits, costs.get(sign, _REST))
    return costs
