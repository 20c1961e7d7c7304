"""The lines of a download, each with its label (“【标题】…”, “TI  - …”, “BYLINE: …”) or what it states by itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.page_names import cut_at_day, is_paper
from reader.language.names import is_name
from reader.newspaper.field_names import ColumnField, is_other, known_code, known_name, stands_in

_NAME = r"(?P<name>[^\W\d_](?:[\w 　·/.()（）-]{0,22}[\w)）])?)"
_FORMS = {
    "ris": re.compile(r"(?P<name>[A-Z][A-Z0-9])  ?-(?:\s+|$)(?P<value>.*)"),
    "endnote": re.compile(r"(?P<name>%[0-9A-Z@!#$&*+?~^<>(\[])(?:\s+|$)(?P<value>.*)"),
    "braces": re.compile(rf"\{{{_NAME}\}}\s?[:：]\s*(?P<value>.*)"),
    "bibtex": re.compile(rf"\s*{_NAME}\s*=\s*[{{\"]+(?P<value>.*?)[}}\"]*,?\s*"),
    "brackets": re.compile(
        rf"\s*(?:[(（\[]?\d{{1,4}}(?:[.、．]|[)）\]][.、]?)\s*)?[【〔［\[〖〈<＜「『]\s*{_NAME}\s*[】〕］\]〗〉>＞」』]\s*[:：]?\s*(?P<value>.*)"
    ),
    "code": re.compile(r"(?P<name>[A-Z][A-Z0-9]|IPC|IPD|PUB|ART|CLM)(?:\s+(?P<value>.*)|$)"),
    "colon": re.compile(rf"\s*(?:[■◆●□◇○•*·#＃-]+\s*)?{_NAME}\**\s*[:：]\**\s*(?P<value>.*)"),
    "tab": re.compile(r"(?P<name>[^\W\d_][\w ·/.()（）-]{0,22}?)\s*[\t　=＝]+\s*(?P<value>.*)"),
    "bare": re.compile(rf"\s*{_NAME}\s*(?P<value>$)"),
}
OF_CODES = frozenset({"ris", "endnote", "braces", "bibtex"})
"""The forms in which every line without a label belongs to the label above."""
_OF_CODE = frozenset({"ris", "endnote", "code"})
_ONLY_KNOWN = frozenset({"tab", "code", "bare"})
_IN_TWO = re.compile(r"([A-Za-z ]+)\s?[-/(（]\s?([\u4e00-\u9fff]+)[)）]?")


class Label(Struct, frozen=True):
    """A label: its form, its name, the field that the name stands for, and the value after it.

    `rank` is that of the name among those of its field. `is_known`: the name is that of a field, or of something else
    that databases state. `is_summary`: its value stands for the text where there is none.
    """

    form: str
    name: str
    value: str
    field: ColumnField | None = None
    rank: int = 0
    is_known: bool = False
    is_summary: bool = False


@lru_cache(1_000)  # lines with a day are read twice
def label_of(text: str, *, has_codes: bool = True) -> Label | None:
    """Return the label that a line begins with; None without one. A line may be a label alone if its name is known.

    `has_codes`: codes of two letters (“HD”) are labels, too.
    """
    unknown = None
    for form, pattern in _FORMS.items():
        if has_codes or form != "code":
            match = pattern.fullmatch(text)
        else:
            match = None
        if match is None:
            continue
        name = " ".join(match["name"].split())
        value = (match["value"] or "").strip()
        if form in _OF_CODE:
            code = f"{name}-" if form == "ris" else name
            field_and_rank = known_code(code)
            is_beside = is_other(code)
        else:
            # “Title-题名”, as CNKI writes it
            in_two = _IN_TWO.fullmatch(name)
            names = [name, *(in_two.groups() if in_two else ())]
            is_beside = any(map(is_other, names))
            if is_beside:
                field_and_rank = None
            else:
                field_and_rank = next(filter(None, map(known_name, names)), None)
        is_known = is_beside or field_and_rank is not None
        if not is_known and (unknown is not None or form in _ONLY_KNOWN):
            continue
        field, rank = field_and_rank or (None, 0)
        is_summary = not field and any(map(stands_in, name.split("-")))
        label = Label(form, name, value, field, rank, is_known, is_summary)
        if is_known:
            return label
        unknown = label
    return unknown


_SEPARATOR = re.compile(
    r"(?P<rule>\s*[-=_*~#—─－＿━﹍·.]{3,}\s*)"
    r"|(?P<ordinal>\s*\d{1,3}[.、．]\s*"
    r"|\s*(?:(?:document|item|record|article)\s+)?\d{1,5} (?:of|/) \d{1,5}(?:\s+(?:documents?|items|records))?\s*"
    r"|\s*[(（【\[]?第?\s?\d{1,5}\s?[篇条條][】\])）]?(?:\s*[,，/／]?\s*共\s?\d{1,5}\s?[篇条條][)）]?)?\s*|\s*@\w+\{.*)"
    r"|(?P<end>\s*(?:end of document|end of record|文档结尾|文檔結尾)\s*|\s*\}\s*)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"\s*(?:\(c\)|©|copyright|版权|版權|著作権).{0,120}|.{0,80}(?:all rights reserved|版[权權][所归歸]).{0,60}",
    re.IGNORECASE,
)
_STATED = re.compile(
    rf"(?P<copyright>{_COPYRIGHT.pattern})"
    r"|(?P<number>\s*(?:document|dokument|文件|文档|文檔|ドキュメント)\s+[A-Za-z]*\d[\w-]{6,}\s*|[A-Z]{2,}\d[\w-]{10,})"
    r"|(?P<language>简体中文|繁體中文|繁体中文|中文|英文|日本語|日文|한국어|Chinese(?: - \w+)?|English|Japanese)"
    r"|(?P<edition>(?:[a-z]+ ){1,3}edition(?:\s?[-–]\s?\w+)?|[东東]京?[朝夕]刊|[朝夕早晚]刊|海外版|城市版)"
    r"|(?P<code>(?-i:[A-Z]{1,8}))"
    r"|(?P<medium>报章|報章|报纸|報紙|新闻|新聞|杂志|雜誌|网站|Newspapers?)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"[(（]?(?:全|共|约|約)?\s?\d[\d,，]{0,15}\s{0,9}(?:字(?![\u4e00-\u9fff])|文字|words?\b)[)）]?"
    r"|[(（]?(?:字[数數]|文字数|words?|length)\s{0,9}[:：]\s{0,9}\d[\d,，]{0,15}\s{0,9}字?[)）]?",
    re.IGNORECASE,
)
_OF_COUNTS = re.compile("[字wWlL]")
_PAGE = re.compile(
    r"(?:第\s*|\b(?:pg|page)\b[.:]?\s*|\bp(?:\.\s*|(?=[A-Z]?\d)))(?P<page>[A-Z]{0,2}\s?\d{1,3}|[一二三四五六七八九十]{1,3})(?:\s*[-–~至、]\s*[A-Z]?\d{1,3})?\s*[版页頁面]?(?![\w])"
    r"|(?<![\w.])(?P<page2>[A-Z]{0,2}\d{1,3})\s*(?:版|页|頁|面|ページ)(?![\w])",
    re.IGNORECASE,
)
_BARE_PAGE = re.compile(r"0{0,2}[1-9]\d{0,2}|[A-Z]{1,2}0?\d{1,3}")
_BESIDE = re.compile(
    r"(?:星期|礼拜|週|周)[一二三四五六日天]|[(（][月火水木金土日][)）]|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\s?[ap]\.?m\.?)?|(?<![\u4e00-\u9fff])(?:朝刊|夕刊|早刊|晚刊|日报版)(?![\u4e00-\u9fff])",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:by\s+|(?:本报|本報)?(?:记者|記者|通讯员|通訊員)[\s:：/]*|文[/／])(?P<author>\S.{0,40})",
    re.IGNORECASE,
)
_PIECES = re.compile(r"[|｜\t　;；,，/()（）]+|\s{2,}|\s(?=\w{2,4}[:：])")
_LONGEST_FACTS = 120
_LONGEST_PIECE = 16
_MOST_PIECES = 3
_OF_KEYS = (ColumnField.DATE, ColumnField.PAGE, ColumnField.PAPER, ColumnField.AUTHOR)
_AROUND = " 《》[]【】·-"
_SENTENCE = re.compile("[。！？!?“”…]")


class Facts(Struct, frozen=True):
    """What a line without a label states of its article: the fields, the key of their kind, and the other words.

    `has_count`: it has the number of characters.
    """

    key: str
    fields: Mapping[ColumnField, str] = MappingProxyType({})
    words: tuple[str, ...] = ()
    has_count: bool = False

    @property
    def names_place(self) -> bool:
        return ColumnField.PAPER in self.fields or ColumnField.PAGE in self.fields


def separator_of(text: str) -> str | None:
    """Return the kind of a line between two articles, such as a rule or “2 of 3 DOCUMENTS”; None for any other."""
    match = _SEPARATOR.fullmatch(text)
    if match:
        return f"={match.lastgroup}"
    return None


@lru_cache(1_000)
def facts_of(text: str) -> Facts | None:
    """Return what a line states that has a day, a page, a count, a copyright or the like, and little else; or None."""
    text = text.strip()
    if _SENTENCE.search(text, 0, _LONGEST_FACTS):
        # only these may be sentences
        if _COPYRIGHT.fullmatch(text):
            return Facts("=copyright")
        return None
    stated = _STATED.fullmatch(text)
    if stated:
        return Facts(f"={stated.lastgroup}")
    text = text[: _LONGEST_FACTS + 1]
    counts = 0
    if _OF_COUNTS.search(text):
        text, counts = _COUNT.subn("|", text)
    if len(text) > _LONGEST_FACTS:
        return None
    fields: dict[ColumnField, str] = {}
    above, day, behind = cut_at_day(text)
    rest = f"{above}|{behind}"
    if day:
        fields[ColumnField.DATE] = day
        rest = _BESIDE.sub(" ", rest)
    page = _PAGE.search(rest)
    if page:
        fields[ColumnField.PAGE] = page["page"] or page["page2"]
        rest = f"{rest[: page.start()]}|{rest[page.end() :]}"
    words = list(
        chain.from_iterable(_other_words(piece.strip(_AROUND), fields) for piece in _PIECES.split(rest))
    )
    kinds = len(fields) + bool(counts) + (page is not None and page.start() < _MOST_PIECES)
    longest = len(max(words, key=len, default=""))
    if kinds < 1 + bool(words) or len(words) > _MOST_PIECES or longest > _LONGEST_PIECE:
        return None
    field = next((field for field in _OF_KEYS if field in fields), None)
    key = f"={field}" if field else "=count"
    if field is ColumnField.PAGE and page is None and kinds == 1:
        key = "=figure"
    return Facts(key, fields, tuple(words), counts > 0)


def _other_words(piece: str, fields: dict[ColumnField, str]) -> list[str]:
    """Add what a piece of a line states to the fields; return its other words."""
    paper = next(filter(is_paper, [piece, *piece.split()]), None)
    label = label_of(piece) if ":" in piece or "：" in piece else None
    if label is not None and label.is_known:
        if label.field is not None and label.value:
            fields.setdefault(label.field, label.value)
    elif by := _BY.fullmatch(piece):
        fields.setdefault(ColumnField.AUTHOR, by["author"])
    elif paper is not None:
        fields.setdefault(ColumnField.PAPER, paper)
        return [word for word in piece.split() if word != paper]
    elif ColumnField.PAGE not in fields and _BARE_PAGE.fullmatch(piece):
        fields[ColumnField.PAGE] = piece
    elif piece and not _STATED.fullmatch(piece):
        return [piece]
    return []


_TITLED = re.compile(
    r"[\[【(（]?(?P<day>(?:1[89]|20)\d\d\s?[-./年．]\s?\d{1,2}\s?[-./月．]\s?\d{1,2}日?)[\]】)）]?[\s,，|]+[《【]?(?P<paper>[^\s《》【】|]{2,12})[》】]?"
    r"[\s,，|]*(?P<page>第?\s?[A-Z]?\d{1,3}\s?[版页頁]|[A-Z]\d{1,2})[\s,，:：|]+(?P<title>\S.{1,58}[^\s。，；：])"
)


def titled_facts_of(text: str) -> Facts | None:
    """Return what a line states that has day, paper, page and headline one behind the other; None for any other."""
    match = _TITLED.fullmatch(text.strip())
    if match is None or not is_paper(match["paper"]):
        return None
    _, day, _ = cut_at_day(match["day"])
    page = page_and_rest(match["page"])[0]
    if not day or not page:
        return None
    fields = {
        ColumnField.DATE: day,
        ColumnField.PAPER: match["paper"],
        ColumnField.PAGE: page,
        ColumnField.TITLE: match["title"].strip(),
    }
    return Facts(OF_TITLED, fields)


OF_TITLED = "=titled"


def page_and_rest(text: str) -> tuple[str, str]:
    """Return the page in the text of a field (“要闻; 第2版”, “A02”, “Pg. 2”), "" without one, and the other words."""
    match = _PAGE.search(text)
    if match:
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        return match["page"] or match["page2"], rest.strip(" ;；,，:：|/")
    number = text.split("-")[0].split("–")[0].strip()
    if _BARE_PAGE.fullmatch(number):
        return (number, "")
    return ("", text)


def is_author(text: str) -> bool:
    """Return whether a line consists of names, or begins as those with an author do."""
    return _BY.fullmatch(text) is not None or all(map(is_name, re.split(r"[\s、,，;；]+", text.strip())))


LONGEST_HEAD = 100
_ENDS = ("。", "；", "…", "”。", ".")
ENDS_OF_SPEECH = ("。", "！", "？", "…", "”", "」", "!", "?")
_LABELS = re.compile(r"(?<!\w)[^\W\d]{2,4}\s?[:：]")
_WEAK = (
    "题目 題目 主题 name 时间 時間 time day 内容 內容 content 文字 来源 來源 出处 出處 source media 媒体 媒體 作者"
    " 编辑 期号 期號 星期 刊号 国内刊号 总期号 issn"
)
"""Names of fields that other texts use, too."""
_OF_DATABASES = frozenset({"=copyright", "=number", "=count", "=page"})


class DownloadLine(Struct, frozen=True):
    """A line that is not blank.

    `gap` is the number of blank lines above it, `style` how it is set in a web page or document (“h3”), "" for running
    text. `key` is the same for lines with the same label, or that state the same; "" for any other.
    """

    number: int
    text: str
    gap: int = 0
    style: str = ""
    key: str = ""
    label: Label | None = None
    facts: Facts | None = None

    @property
    def field(self) -> ColumnField | None:
        if self.label:
            return self.label.field
        return None

    @property
    def is_plain(self) -> bool:
        """Whether it has no label and states nothing."""
        return not self.key or self.key.startswith("style:")

    @property
    def is_running(self) -> bool:
        """Whether it is running text by its length or its end."""
        return self.is_plain and (len(self.text) > LONGEST_HEAD or self.text.endswith(_ENDS))

    @property
    def is_bare_label(self) -> bool:
        return self.label is not None and not self.label.value

    @property
    def is_sure(self) -> bool:
        """Whether its label is one that few other texts have."""
        return self.label is not None and self.label.is_known and self.label.name not in _WEAK.split()

    @property
    def is_aside(self) -> bool:
        """Whether it is one that a database writes, and holds no field."""
        of_label = self.label is not None and self.label.is_known and self.label.field is None
        return of_label or self.key in ("=copyright", "=number")

    @property
    def is_of_database(self) -> bool:
        """Whether few other texts have such a line."""
        return (
            self.is_sure
            or self.key in _OF_DATABASES
            or (self.facts is not None and len(self.facts.fields) > 1)
        )

    @property
    def is_stated(self) -> bool:
        if self.label:
            return self.label.is_known
        return self.facts is not None and self.key != "=paper"


def label_names(lines: Sequence[DownloadLine]) -> dict[str, list[str]]:
    """Return the names of the labels that recur, in order, each with its values."""
    values_by_name: dict[str, list[str]] = {}
    for line in lines:
        label = label_of(line.text)
        if label is not None:
            values_by_name.setdefault(label.name, []).append(label.value)
    return {name: values for name, values in values_by_name.items() if len(values) > 1}


def marked(
    lines: Sequence[DownloadLine], field_by_label: Mapping[str, ColumnField | None]
) -> list[DownloadLine]:
    """Return the lines with their labels and what they state; `field_by_label` are the user's words on what labels
    stand for.

    Codes of two letters are labels only where that of the headline is among them.
    """
    marked_lines = marked_alone(lines, field_by_label, has_codes=True)
    codes = {line.label.name for line in marked_lines if line.label and line.label.form == "code"}
    if not codes or codes & {"HD", "T1"}:
        return marked_lines
    return marked_alone(lines, field_by_label, has_codes=False)


def marked_alone(
    lines: Iterable[DownloadLine], field_by_label: Mapping[str, ColumnField | None], *, has_codes: bool
) -> list[DownloadLine]:
    """Return the lines with their labels, `has_codes` also those of two letters, and what they state."""
    return [_marked(line, field_by_label, has_codes=has_codes) for line in lines]


def _marked(
    line: DownloadLine, field_by_label: Mapping[str, ColumnField | None], *, has_codes: bool
) -> DownloadLine:
    kind = separator_of(line.text)
    if kind is not None:
        return DownloadLine(line.number, line.text, line.gap, line.style, kind)
    label = label_of(line.text, has_codes=has_codes)
    facts = titled_facts_of(line.text) or facts_of(line.text)
    if label is not None and label.name in field_by_label:
        label = replace(label, field=field_by_label[label.name], rank=0, is_known=True)
    if label is not None and _is_speech(label):
        label = None
    has_several = facts is not None and len(facts.fields) > 1 and len(_LABELS.findall(line.text)) > 1
    if label is not None and not has_several and (label.is_known or facts is None):
        key = f"{label.form}:{label.name}"
        facts = None
    else:
        if facts:
            key = facts.key
        elif line.style:
            key = f"style:{line.style}"
        else:
            key = ""
        label = None
    return DownloadLine(line.number, line.text, line.gap, line.style, key, label, facts)


def _is_speech(label: Label) -> bool:
    """Return whether a label is the beginning of a sentence: “记者：您为什么留下来？”."""
    may_be_long = label.form in OF_CODES or (label.is_known and label.field is None)
    may_be_long |= label.field in (ColumnField.TEXT, ColumnField.TITLE, ColumnField.KICKER, ColumnField.DECK)
    return not may_be_long and (len(label.value) > LONGEST_HEAD or label.value.endswith(ENDS_OF_SPEECH))
