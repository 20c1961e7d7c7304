"""Pages named in the text: their labels, the lines at their heads, and jump marks from one to another.

Recognisers and converters put lines of their own above the text of a picture or a page (`section_mark`): “≦
19860305_01.jpg ≧”, “--- 第3页 ---”, “[Page 3]”.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.parsing import fields, markup

_HEAD = _TAIL = 80
_LATEST_VERB = 20
"""Maximum characters before the verb of a jump mark."""
_LONGEST_PAGE_LINE = 60
_SIGNS = "◀◁◄←⇐《〈<＜«▶▷►→⇒》〉>＞»▲▼△▽↑↓*（(【[〔［「『｜│|"
"""Signs that are used before a jump mark's verb only; those of `_LESSER_SIGNS` are used before other words, too."""
_LESSER_SIGNS = "■□●○◆◇★☆※—–―－~～=＝…·•"
_BEFORE = f"(?P<signs>[{re.escape(_SIGNS + _LESSER_SIGNS)}\\s]{{0,10}})"
_CLOSERS = "）)】\\]〕］」』"
_AFTER = "◀◁◄←⇐》〉>＞»▲▼△▽↑↓*■□●○◆◇★☆※—–―－~～=＝｜│|"
_NAMED = "(?:\\s?(?:《[^《》]{1,40}》|“[^“”]{1,40}”))?"
"""The headline that some papers print after the page."""
_NUMBER = f"(?:[0-9０-９OoＯlIｌ①-⑳]{{1,3}}|{NUMERAL}{{1,3}})"
_LETTERS = "ABCDEFGHTabcdＡＢＣＤ"
_AS_FIGURES = str.maketrans("OoＯlIｌ", "000111")
"""Letters as which OCR misreads digits."""
_LEAF = "版板叛页张面"
"""Words for a page, with the misreadings of 版; overseas papers and those from before 1949 have 页, 张 or 面."""
_LABEL = (
    f"(?:今日|本报|本刊)?\\s?(?:[第弟笫]\\s?)?(?P<label>[{_LETTERS}]\\s?[0-9０-９OoＯlIｌ①-⑳]{{1,3}}|{_NUMBER}|[头首](?=[版页]))"
    f"\\s?[{_LEAF}]?(?:\\s?[·・]\\s?[{HAN}]{{2,4}}(?=[{_CLOSERS}{_AFTER}\\s《]|$))?"
)
"""Includes the misreadings of 第 and 版; the verbs include those of 上接 and 下转."""
_UNREAD = (
    "(?:今日|本报|本刊)?\\s?(?:[第弟笫]\\s?)?[^\\w，。；：、！？（(\\n]{0,3}"
    "[上下前后]?(?P<leaf>[版板叛页]?|(?<=[第弟笫])[张面])"
)
"""A jump mark's page number that OCR could not read."""
_AFTER_LABEL = f"[^{_CLOSERS}\\s，。]{{0,10}}?"
_TEXT = "(?:[正全余下上]文?|本?文|[上下]半部分)?\\s?"
_FROM_VERB = (
    f"(?P<verb>紧\\s?[接按]|[上土]\\s?[接按]|[续绪][接自]|承接|承上|接[自续]|{_TEXT}接|[续承])\\s{{0,3}}"
)
_TO_VERB = (
    "(?:未完\\s?[，,、。]?\\s?)?"
    f"(?P<verb>{_TEXT}(?:[下卞]\\s?[转传接]|紧\\s?[转接按]|转\\s?[入至往]|续转|[转传]))\\s{{0,3}}"
)
_FROM_END = (
    f"(?:{_AFTER_LABEL}{_NAMED}\\s?[{_CLOSERS}]"
    f"|{_AFTER_LABEL}{_NAMED}(?:(?=[{_AFTER}\\s]|$)|(?<=[{_LEAF}])))"
    f"{_NAMED}[{_AFTER}\\s]{{0,6}}"
)
_TO_END = f"{_AFTER_LABEL}{_NAMED}\\s?[{_CLOSERS}]{{0,2}}{_NAMED}[{_AFTER}《〈<＜«\\s。]{{0,6}}$"
_JUMP_FROM = pattern(f"{_BEFORE}{_FROM_VERB}{_LABEL}{_FROM_END}")
_JUMP_TO = pattern(f"{_BEFORE}{_TO_VERB}{_LABEL}{_TO_END}")
_UNREAD_FROM = pattern(
    f"{_BEFORE}{_FROM_VERB}{_UNREAD}(?:\\s?(?P<closed>[{_CLOSERS}｜│|])|(?=[{_AFTER}\\s]|$))[{_AFTER}\\s]{{0,6}}"
)
_UNREAD_TO = pattern(f"{_BEFORE}{_TO_VERB}{_UNREAD}\\s?(?P<closed>[{_CLOSERS}｜│|]?)[{_AFTER}\\s。]{{0,6}}$")
_COMES = pattern("[接按续續承]")
_TURNS = pattern(
    f"[转轉传傳接按入至往]\\s{{0,3}}(?:(?:今日|本[报報刊])?\\s?(?:[第弟笫]\\s?)?"
    f"(?:[{_LETTERS}0-9０-９OＯlIｌ①-⑳头頭首]|{NUMERAL})|[^\\w，。；：、！？\\n]|[今本第弟笫上下前后後版板叛页頁])"
)
"""The end of a verb, followed by the first character of a page number or of an unreadable one: a fast test."""
_UNREAD_ENDS = frozenset("版板叛页頁）)】]〕］」』" + _AFTER + "。")
_PAGE_WORD = pattern("[版板叛页]|[第弟笫][^第]{1,4}[张面]")
_MAY_BE_PAGE, _MAY_BE_NUMBERED = pattern("[版报0A-DＡ-Ｄ]"), pattern("[版0-9０-９]")
_HAS_LABEL_OR_TITLE = pattern(
    "版|报|0[0-9]|[A-DＡ-Ｄ]\\s?[0-9０-９]|" + "|".join({title[-1] for title in fields.TITLES_IN_OTHER_WORDS})
)
_PAGE = pattern(
    f"第\\s?(?P<ordinal>{NUMERAL}{{1,3}})\\s?版|(?P<numbered>[A-Da-dＡ-Ｄ]?\\s?{NUMERAL}{{1,3}})\\s?版"
    "|(?P<lettered>[A-DＡ-Ｄ]\\s?[0-9０-９]{1,2})(?![0-9A-Za-z])|(?P<padded>0[0-9])(?![0-9A-Za-z])"
)
_BARE_LABEL = pattern("[A-DＡ-Ｄ]?\\s?[0-9０-９]{1,2}")
_STAFF = pattern("(?:责任编辑|责编|编辑|美编|版式|校对|审读|组版|值班主任)[/／:：\\s]{0,3}[^\\s]{2,8}")
_VERB = pattern("下转|上接|详见|参见|见$|[原转]载|摘自|选自")
_OF_PAGES = "(?:新闻|副刊|专版|专刊|特刊|周刊|要闻|视点|广告|世界|天地|综合|园地|版)"
_PAGE_NAME = pattern(f"[{HAN}]{{1,4}}|[{HAN}]{{1,6}}{_OF_PAGES}")
_PAGE_NAME_JOINED = pattern(f"[{HAN}]{{2}}|[{HAN}]{{0,4}}{_OF_PAGES}")
"""A page's name right after its label: “第2版要闻”. It is restricted, because a headline may end with “第二版”, too."""
_BETWEEN_NAMES = pattern(r"[\s：:·—|/（）()【】•、-]+")
_AROUND = " 　\0：:·—|/（()）【】[]-*•"


class Jump(Struct, frozen=True):
    """A jump mark: its page, None if that could not be read, and its span in the line."""

    page: str | None
    start: int
    end: int


LABELS = pattern(
    f"第?\\s?[A-DＡ-Ｄ]?[0-9０-９]{{1,3}}\\s?版|第\\s?{NUMERAL}{{1,3}}\\s?[版面页]"
    "|(?<![\\w])(?:[A-DＡ-Ｄ][0-9０-９]{1,2}|0[0-9])(?![0-9])"
)
"""The labels of pages in a line of a page's head."""
_SEVERAL_PAGES = pattern(r"[0-9０-９]\s?[-—·•/／、]\s?$")
"""The first page before the last one: 第1-4版."""
MAY_HAVE_LABEL = pattern("[版0A-DＡ-Ｄ]")


def page_label(text: str) -> str | None:
    """Return the normalised label of a page: “01” → "1", “A04” → "A4", “二” → "2"; None for any other text."""
    text = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    letter, digits = (text[:1], text[1:]) if "A" <= text[:1] <= "Z" else ("", text)
    number = number_of(digits)
    if number is not None and 0 < number < 1000:
        return f"{letter}{number}"
    return None


def jump_from(text: str) -> Jump | None:
    """Return the jump mark at the beginning of a line that continues another page, else None.

    “◀◀上接01版”, “（紧接第一版）”.
    """
    if not _COMES.search(text, 0, _LATEST_VERB):
        return None
    plain = simplified(text[:_HEAD])
    match = _JUMP_FROM.match(plain)
    return (_jump(text, match) if match else None) or _unread(text, _UNREAD_FROM.match(plain))


def jump_to(text: str) -> Jump | None:
    """Return the jump mark at the end of a line that is continued on another page, else None.

    “▶▶下转04版”, “(下转 A4)”.
    """
    start = max(0, len(text) - _TAIL)
    turns = _TURNS.search(text, start)
    if not turns:
        return None
    tail = text[start:]
    plain = simplified(tail)
    earliest = max(0, turns.start() - start - _LATEST_VERB)
    match = _JUMP_TO.search(plain, earliest)
    jump = _jump(tail, match) if match else None
    if jump is None and plain.rstrip()[-1:] in _UNREAD_ENDS:
        jump = _unread(tail, _UNREAD_TO.search(plain, earliest))
    if jump:
        return Jump(jump.page, jump.start + start, jump.end + start)
    return None


def _jump(text: str, match: re.Match[str]) -> Jump | None:
    """Return the jump mark of a match, or None if it may be part of a sentence.

    Evidence is a word for the page, and a sign before the verb or a line of its own. The everyday words 接 and 转 need
    both, other verbs one of these.
    """
    letter = match["label"][:1] if match["label"][0] in _LETTERS else ""
    digits = match["label"].removeprefix(letter).translate(_AS_FIGURES)
    label = "1" if digits in ("头", "首") else page_label(letter + digits)
    if label is None:
        return None
    is_plain, has_sign, is_whole = _witnesses(text, match)
    names_page = _PAGE_WORD.search(match[0]) is not None or label[0].isalpha()
    is_bare = is_whole and match.end("label") == len(text)
    is_jump = (is_plain and (has_sign or is_bare)) or (names_page and (is_plain or has_sign or is_whole))
    if is_jump:
        return Jump(label, match.start(), match.end())
    return None


def _unread(text: str, match: re.Match[str] | None) -> Jump | None:
    """Return the jump mark of a match whose page is not given or could not be read, or None.

    “（下转第版）”, “▶▶下转□版”, “（接上页）”.
    """
    if match is None:
        return None
    is_plain, has_sign, is_whole = _witnesses(text, match)
    names_page = bool(match["leaf"]) and (is_plain or has_sign)
    is_jump = (names_page and (has_sign or is_whole)) or (is_plain and has_sign and bool(match["closed"]))
    if is_jump:
        return Jump(None, match.start(), match.end())
    return None


def _witnesses(text: str, match: re.Match[str]) -> tuple[bool, bool, bool]:
    """Return the evidence for a jump mark: its verb is no everyday word, a sign precedes it, it is the whole line."""
    verb = re.sub(r"\s", "", match["verb"])
    signs = match["signs"].strip()
    has_sign = bool(signs) and (len(verb) > 1 or any(sign in _SIGNS for sign in signs))
    return len(verb) > 1, has_sign, match.end() - match.start() == len(text)


def is_bare_label(text: str) -> bool:
    """Return whether a text has the form of a page's label: “01”, “A04”. Within other text it may be any number."""
    return _BARE_LABEL.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def page_line(text: str) -> str | None:
    """Return the label of the page if a line is the head of a page, else None; cached, as several stages need it.

    “第02版 要闻”, “02版”, “A04”, “要闻 A02版 2024年2月22日 星期四”.
    """
    if len(text) > _LONGEST_PAGE_LINE:
        return None
    if not (_MAY_BE_NUMBERED.search(text) and _MAY_BE_PAGE.search(text) and _HAS_LABEL_OR_TITLE.search(text)):
        return None
    around = text.strip(_AROUND)
    rest = _STAFF.sub(" ", fields.without_month_day(fields.without_date(around))).strip(_AROUND)
    label = _label_by_title(rest)
    if label and not _has_issue_fields(around):
        return label
    match = _PAGE.match(rest) or next((m for m in _PAGE.finditer(rest) if _may_be_label(m)), None)
    if not match:
        return None
    other_words = (rest[: match.start()] + rest[match.end() :]).strip(_AROUND)
    if not _is_furniture(match, other_words) or _has_issue_fields(around):
        return None
    return page_label(next(group for group in match.groups() if group))


def _may_be_label(match: re.Match[str]) -> bool:
    """Return whether a page's label ends its line, or stands between a paper's title and the page's name."""
    text = match.string
    if match.end() == len(text):
        return True
    return _is_parted(match) and fields.is_title(text[: match.start()].strip(_AROUND))


def page_beside_day(text: str) -> str | None:
    """Return the label of the page in a line of a masthead, which has other fields, too; None for none, or two."""
    label = page_line(text)
    if label is not None:
        return label
    left, line_fields = fields.without_fields(text)
    if not line_fields.has_year:
        return None
    matches = [match for match in LABELS.finditer(left) if _is_parted(match)]
    if any(_SEVERAL_PAGES.search(left, 0, match.start()) for match in matches):
        return None
    labels = {page_label(match[0].strip("第版面页 ")) for match in matches}
    if len(labels) == 1:
        return labels.pop()
    return None


def _label_by_title(text: str) -> str | None:
    """Return the label of the page in a running head with the paper's title, else None.

    `text` is the line without its date: “江湾晚报 3”, “03 要闻 江湾晚报”.
    """
    words = [word for word in _BETWEEN_NAMES.split(text) if word]
    labels = [word for word in words if _BARE_LABEL.fullmatch(word)]
    titles = [word for word in words if fields.is_title(word)]
    names = [word for word in words if len(word) > 1 and _PAGE_NAME.fullmatch(word)]
    if len(labels) != 1 or not titles or len({*labels, *titles, *names}) < len({*words}):
        return None
    return page_label(labels[0])


def _has_issue_fields(text: str) -> bool:
    """Return whether a line has fields of a masthead that the head of a page does not have."""
    line_fields = fields.masthead_fields(text)
    return line_fields.number is not None or line_fields.page_count is not None or line_fields.cn is not None


def _is_furniture(match: re.Match[str], beside: str) -> bool:
    """Return whether the text next to a page's label, `beside`, may be the page's name or the paper's title."""
    if any(mark in beside for mark in "，。、！？；") or _VERB.search(beside):
        return False
    if match.string[: match.start()].endswith(("：", ":")):
        return False
    after = match.string[match.end() : match.end() + 1]
    if (match["padded"] or match["lettered"]) and after and after not in _AROUND:
        return False
    if match["padded"]:
        return re.fullmatch(f"[{HAN}]{{2,4}}", beside) is not None
    if match["lettered"]:
        return re.fullmatch(f"[{HAN}]{{0,4}}", beside) is not None
    name = _PAGE_NAME if _is_parted(match) else _PAGE_NAME_JOINED
    return all(fields.is_title(word) or name.fullmatch(word) for word in _BETWEEN_NAMES.split(beside) if word)


def _is_parted(match: re.Match[str]) -> bool:
    """Return whether spaces or punctuation separate a page's label from the text next to it."""
    before = match.string[: match.start()][-1:]
    after = match.string[match.end() :][:1]
    return (not before or before in _AROUND) and (not after or after in _AROUND)


_ENDING = r"\.(?:jpe?g|png|tiff?|bmp|gif|webp|jp2|heic|pdf|djvu?)"
_SIGN = r"[\s=\-—–_*#<>\[\]【】()（）{}|≦≧≤≥~+!:：「」《》〈〉·•/\\]"
_PICTURE_LABEL = r"(?:图[像片]|文件名?|来源|页面|File(?: ?name)?|Image|Picture|Source|Page)"
_NAME = rf"(?P<name>(?:[^\s\"'<>|()\[\]][^\"'<>|()\[\]\n]{{0,110}}?)?[^\s\"'<>|()\[\]]){_ENDING}"
_PAGE_NUMBER = (
    r"(?:第\s?(?P<ordinal>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[页頁]"
    r"|(?:Page|p\.)\s?(?P<page>[0-9]{1,3}))"
)
_OF = r"(?:\s?(?:of|/|,|，|共)\s?(?:共\s?)?[0-9]{1,4}\s?[页頁]?)?"
_PICTURE = pattern(
    rf"{_SIGN}{{0,80}}(?:{_PICTURE_LABEL}(?:\s?[0-9]{{1,4}})?\s?[:：]\s?)?{_NAME}(?P<after>[^0-9\n]{{0,3}}{_PAGE_NUMBER}{_OF}|\s?[\[(][0-9]+/[0-9]+[\])])?"
    rf"{_SIGN}{{0,80}}",
    re.IGNORECASE,
)
_LINKED = pattern(rf"(?P<shown>!?)\[{_NAME}\]\([^()\n]{{1,300}}\)", re.IGNORECASE)
_PAGE_MARK = pattern(
    rf"(?P<before>{_SIGN}{{0,80}}){_PAGE_NUMBER}{_OF}(?P<behind>{_SIGN}{{0,80}})", re.IGNORECASE
)
_SKIPPED = pattern(r"\[OCR skipped on page(?:\(s\)|s)? (?P<pages>[0-9]+(?:[-–, ]+[0-9]+)*)\]", re.IGNORECASE)
_HAS_DAY = pattern(r"(?:1[89]|20)[0-9]{2}[-_.年]?[0-9]{1,2}[-_.月]?[0-9]{1,2}")
_HAS_ENDING = pattern(_ENDING, re.IGNORECASE)
_MAY_BE = pattern(rf"{_ENDING}|[页頁]|page|p\.", re.IGNORECASE)
_LONGEST = 240


class SectionMark(Struct, frozen=True):
    """The mark of a picture or a page. `name` is the file's name without its ending, "" if there is none; `page` is the
    label that the mark itself tells, or None. `unread` are the numbers of pages (“2-3”) that a recogniser says it has
    skipped, so that their text is not there; "" otherwise.
    """

    name: str = ""
    page: str | None = None
    unread: str = ""


def section_mark(text: str) -> SectionMark | None:
    """Return the mark that a line consists of; None for any other line."""
    may_be = "." in text or "页" in text or "頁" in text or "age" in text or "AGE" in text
    if not may_be or len(text) > _LONGEST or not _MAY_BE.search(text):
        return None
    skipped = _SKIPPED.fullmatch(text)
    if skipped:
        return SectionMark(unread=skipped["pages"])
    linked = _LINKED.fullmatch(text)
    if linked:
        name = linked["name"].strip()
        # a picture of an article is shown, too
        if not linked["shown"] or _HAS_DAY.search(name):
            return SectionMark(name)
        return None
    if text[0] == "!" or "<img" in text:
        return None
    named = _PICTURE.fullmatch(text)
    if named:
        # a sentence may end with the name of a file
        name = re.split(r"[/\\]", named["name"].strip())[-1]
        if not re.search("[，。；：？！]", name):
            return SectionMark(name, _label(named))
        return None
    numbered = _PAGE_MARK.fullmatch(text)
    if numbered:
        return SectionMark("", _label(numbered))
    return None


def pictures_in(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield for each mark of a picture the index of its line, and the name of the picture without its ending."""
    for at, line in enumerate(lines):
        if _HAS_ENDING.search(line):
            mark = section_mark(markup.without_markup(line.strip()).text)
            if mark is not None and mark.name:
                yield at, mark.name


def _label(match: re.Match[str]) -> str | None:
    label = match["ordinal"] or match["page"]
    if label:
        return page_label(label)
    return None
