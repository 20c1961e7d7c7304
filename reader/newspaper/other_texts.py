"""Texts that are evidently something else than a paper: subtitles, letters, records of references, programs, lists.

Each is told by the form of most of its lines. Its words are kept and found; no articles are looked for in it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from msgspec import Struct

from reader.i18n import Words, later, say
from reader.language.patterns import pattern

_LOOKED_AT = 400
"""Number of lines, of those that are not blank, by which a file is told."""
_LONGEST = 4_000
"""Number of characters of a line that are looked at."""
_MOST_OF_KIND = 0.6
_LEAST_OF_KIND = 3
_TOP = 12
"""The number of lines in which the head of a file is looked for."""

_OF_RIS = pattern(r"[A-Z][A-Z0-9]  ?-(?: .*)?")
_ENTRY_OF_BIBTEX = pattern(r"@[A-Za-z]{3,20}\s?\{[^{},\s]{0,80},.{0,400}")
_FIELD_OF_BIBTEX = pattern(r"[A-Za-z][\w-]{1,20}\s*=\s*[{\"\d].{0,4000}")
_FIELD_OF_ENDNOTE = pattern(r"%[0-9A-Z@] .{1,4000}")
_FIELD_OF_NOTEEXPRESS = pattern(r"\{[A-Z][A-Za-z ]{2,40}\}: ?.{0,4000}")
_FIELD_OF_CNKI = pattern(r"[A-Z][A-Za-z]{2,20}-[\u4e00-\u9fff]{2,8}\s?[:：].{0,4000}")
_FIELD_OF_MARC = pattern(r"=(?:LDR|[0-9]{3})  .{1,4000}")
_LYRIC = pattern(r"(?:\[\d{1,3}:\d\d\.\d{2,3}\])+.{0,400}")
_DIALOGUE = pattern(r"Dialogue: \d{1,3},\d{1,2}:\d\d:\d\d\.\d\d,.{0,2000}")
_CUE = pattern(r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{3} --> (?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{3}.{0,200}")
_NOTE_BESIDE = pattern(r"(?:T\d{1,6}\t[\w-]{1,40} \d{1,8} \d{1,8}|[REAMN#*]\d{0,6}\t[\w-]{1,40} ).{0,2000}")
_FIELD_OF_MAIL = pattern(
    r"(?:From|To|Cc|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Content-Type|Reply-To"
    r"|Content-Transfer-Encoding|X-[A-Za-z-]{1,40}): ?.{0,2000}",
    re.IGNORECASE,
)
_FIRST_OF_MBOX = pattern(r"From \S{1,200} .{0,40}\d{4}")
_FEWEST_OF_MAIL = 3
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
_DAY = r"(?:(?:20\d\d|199\d)[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}/\d{1,2}/(?:20)?\d\d)"
_WHO_SAYS = pattern(
    rf"{_DAY},? {_TIME} (?P<behind>[^\s，。：:]{{1,16}})"
    rf"|(?P<before>[^\s，。：:\d][^\s，。：:]{{0,15}}) {_DAY},? {_TIME}"
    rf"|\[?{_DAY},? {_TIME}(?: ?[AP]M)?\]?(?: -)? (?P<inside>[^:：\[\]]{{1,24}})[:：] ?.{{0,2000}}"
)
_OF_LOG = pattern(
    rf"\[?\d{{4}}[-/]\d\d[-/]\d\d[T ]{_TIME}(?:[.,]\d{{1,9}})?Z?\]?"
    r" ?[\[(]?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL)\b.{0,4000}"
)
_OF_DIFF = pattern(r"(?:---|\+\+\+) \S.{0,400}|@@ -\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@.{0,400}")
_OF_SETTINGS = pattern(r"\[[\w. -]{1,60}\]|[A-Za-z_][\w.-]{0,60}\s?=\s?.{0,400}")
_SECTION = pattern(r"\[[\w. -]{1,60}\]")
_OF_PROGRAM = pattern(
    r"(?:import|from) [\w.]+(?: import .{1,200})?|(?:async )?def \w+\(.{0,200}\).{0,40}:|class \w+(?:\(.{0,100}\))?:"
    r"|(?:if|elif|while|for|with|try|else|except)\b.{0,200}:|return\b.{0,200}|#include\s?[<\"].{1,100}|[\w.]+\(.{0,300}\);?"
    r"|(?:const|let|var|function|public|private|static|void|int)\b.{0,200}|[})\];]{1,4}|.{0,200}[{;]"
)
_BEGINS_PROGRAM = pattern(
    r"(?:import|from) [\w.]+|#include|#!/|def \w+\(|class \w+|package [\w.]+;|function \w+\("
)
_OF_CARD = pattern(r"(?:BEGIN|END|VERSION|[A-Z][A-Z-]{1,20}(?:;[^:]{1,100})?):.{0,2000}")
_HEAD_OF_TESSERACT = ("level", "page_num", "block_num")
_NUMBER = r"-?\d{1,5}(?:\.\d{1,6})?"
_BOXES_BEFORE = pattern(rf"(?:{_NUMBER}\s?[,\t ]\s?){{4,8}}\S.{{0,400}}?[,\t ]\s?[01](?:\.\d{{1,18}})?")
_BOXES_IN_LISTS = pattern(r"[(\[]{2,4}\s?-?\d.{5,200}[])].{1,400}?[01](?:\.\d{1,18})?[)\]]{1,3},?")
_OF_LOST = pattern("(?:锟斤拷|锟斤|锘匡)+")
_FEWEST_LOST = 12
_MOST_LOST = 0.25
_OF_SQL = pattern(
    r"(?:INSERT (?:IGNORE )?INTO|REPLACE INTO|CREATE (?:TABLE|DATABASE)|DROP TABLE|LOCK TABLES|PRAGMA )"
    r".{0,4000}",
    re.IGNORECASE,
)
_BEGINS_SQL = pattern(r"--|/\*|#|PRAGMA|BEGIN|SET |USE |CREATE|INSERT|REPLACE|DROP|COPY", re.IGNORECASE)
_OF_BROWSER = pattern(r'\{\s*"log"\s*:\s*\{\s*"version"')
_OF_KINDLE = pattern(
    r"- (?:您在|你在|Your |Mi |Votre ).{0,80}(?:标注|標註|笔记|書籤|书签|Highlight|Note|Bookmark).{0,120}"
    r"|={10}"
)
_FEWEST_PRINTED = 3
_PRINTED_ROW = pattern(r"(?P<number>\d{1,7})\s{2,}\S.{0,400}\.\.\.(?:\s.{0,200})?")


class OtherText(Struct, frozen=True):
    """A kind of such texts: how it is told by its lines that are not blank, what it is, and what one can do."""

    is_it: Callable[[Sequence[str]], bool]
    words: Words
    to_do: Words = str


def what_it_is(lines: Sequence[str]) -> str | None:
    """Return what a text is, by its lines that are not blank, and what one can do; None if it may be anything."""
    kind = next((other for other in _OTHERS if lines and other.is_it(lines)), None)
    if kind is None:
        return None
    what = kind.words()
    if kind.to_do is str:
        return say("这是{what}，不是报纸的文章：没有分篇，照原样列出，仍能搜到。", what=what)
    return say(
        "这是{what}，不是报纸的文章：没有分篇，照原样列出，仍能搜到。{to_do}", what=what, to_do=kind.to_do()
    )


_SPACE = "\ufeff \t\r\u3000"


def sample_of(lines: Iterable[str]) -> list[str]:
    """Return the first lines that are not blank, without the space around them."""
    return [line.strip(_SPACE) for line in indented_sample_of(lines)]


def indented_sample_of(lines: Iterable[str]) -> list[str]:
    """Return the first lines that are not blank, with the space before them."""
    beginnings = (line[:_LONGEST].lstrip("\ufeff") for line in lines)
    return [*islice((line for line in beginnings if line.strip(_SPACE)), _LOOKED_AT)]


def is_another(lines: Sequence[str]) -> bool:
    return any(other.is_it(lines) for other in _OTHERS)


def _are_mostly(*forms: re.Pattern[str], lines: Sequence[str], least: float = _MOST_OF_KIND) -> bool:
    """Return whether most lines have one of these forms, among them one of the first."""
    if not any(_has_form(forms, line) for line in lines[:_TOP]):
        return False
    alike = sum(_has_form(forms, line) for line in lines)
    return alike >= _LEAST_OF_KIND and alike >= least * len(lines)


def _has_form(forms: Iterable[re.Pattern[str]], line: str) -> bool:
    return any(form.fullmatch(line) for form in forms)


def _is_of_references(lines: Sequence[str]) -> bool:
    """Return whether a text is made of records of a program for references."""
    if lines[0].startswith("TY  -"):
        return _are_mostly(_OF_RIS, lines=lines)
    if _ENTRY_OF_BIBTEX.fullmatch(lines[0]):
        return sum(_FIELD_OF_BIBTEX.fullmatch(line) is not None for line in lines) > 1
    return any(
        _are_mostly(form, lines=lines) for form in (_FIELD_OF_ENDNOTE, _FIELD_OF_NOTEEXPRESS, _FIELD_OF_CNKI)
    )


def _is_of_recording(lines: Sequence[str]) -> bool:
    """Return whether a text belongs to a recording: lyrics, subtitles."""
    cues = 0
    if any(map(_CUE.fullmatch, lines[:_TOP])):
        cues = sum(_CUE.fullmatch(line) is not None for line in lines)
    if cues and (lines[0].startswith("WEBVTT") or 4 * cues >= len(lines)):
        return True
    return _are_mostly(_LYRIC, lines=lines) or _are_mostly(_DIALOGUE, lines=lines)


def _is_mail(lines: Sequence[str]) -> bool:
    is_first = _FIRST_OF_MBOX.match(lines[0]) or _FIELD_OF_MAIL.fullmatch(lines[0])
    if not is_first:
        return False
    names = {line.partition(":")[0].casefold() for line in lines[:_TOP] if _FIELD_OF_MAIL.fullmatch(line)}
    return len(names) >= _FEWEST_OF_MAIL and "from" in names


_BEGINS_POST = pattern(
    r"(?:发信人|發信人|寄信人|作者)\s?[:：]?\s{1,3}\S.{0,60}?\s"
    r"(?:信区|信區|看板|站内|站內|讨论区|討論區)\s?[:：]?\s{0,3}\w"
    r"|Newsgroups: ?\w"
    r"|20\d\d[-/年]\d{1,2}[-/月]\d{1,2}日?\s+\d{1,2}:\d\d(?::\d\d)?\s*(?:来自|來自|发布于|發佈於)\s?.{0,40}$"
)
_MOST_ABOVE_POST = 40


def has_posts(lines: Sequence[str]) -> bool:
    """Return whether a head with the names of a writer and a board is near the beginning, or that of a newsgroup."""
    return any(map(_BEGINS_POST.match, lines[:_MOST_ABOVE_POST]))


def _is_chat(lines: Sequence[str]) -> bool:
    """Return whether a text is a chat: who says something stands with day and time, and the same ones say more."""
    if _WHO_SAYS.fullmatch(lines[0]) is None:
        return False
    names = []
    for line in lines:
        match = _WHO_SAYS.fullmatch(line)
        if match is not None:
            names.append(match["behind"] or match["before"] or match["inside"])
    return len(names) >= max(_LEAST_OF_KIND, len(lines) / 3) and len(set(names)) < len(names)


def _is_settings(lines: Sequence[str]) -> bool:
    return _SECTION.fullmatch(lines[0]) is not None and _are_mostly(_OF_SETTINGS, lines=lines, least=0.9)


def _is_program(lines: Sequence[str]) -> bool:
    return _BEGINS_PROGRAM.match(lines[0]) is not None and _are_mostly(_OF_PROGRAM, lines=lines, least=0.8)


def _is_diff(lines: Sequence[str]) -> bool:
    if not lines[0].startswith(("--- ", "diff ", "Index: ")):
        return False
    return sum(_OF_DIFF.fullmatch(line) is not None for line in lines) >= _LEAST_OF_KIND


def _is_card(lines: Sequence[str]) -> bool:
    return lines[0].startswith(("BEGIN:VCARD", "BEGIN:VCALENDAR")) and _are_mostly(_OF_CARD, lines=lines)


def _is_of_recogniser(lines: Sequence[str]) -> bool:
    """Return whether each line has the boxes of a recogniser beside what it has read."""
    if lines[0].split("\t")[:3] == [*_HEAD_OF_TESSERACT]:
        return True
    return _are_mostly(_BOXES_BEFORE, _BOXES_IN_LISTS, lines=lines, least=0.8)


def _is_destroyed(lines: Sequence[str]) -> bool:
    """Return whether much of a text was lost when it was saved in a wrong encoding: “���”, “锟斤拷”."""
    text = "".join(lines)
    signs = sum(sign >= "\x80" for sign in text)
    lost = text.count("\ufffd") + sum(map(len, _OF_LOST.findall(text)))
    return lost >= _FEWEST_LOST and lost > _MOST_LOST * signs


def _is_of_database(lines: Sequence[str]) -> bool:
    """Return whether a text is what a database was dumped to: SQL that makes tables, or fills them."""
    return _BEGINS_SQL.match(lines[0]) is not None and any(map(_OF_SQL.fullmatch, lines))


def _is_of_browser(lines: Sequence[str]) -> bool:
    return _OF_BROWSER.match(" ".join(lines[:_LEAST_OF_KIND])) is not None


def _is_of_kindle(lines: Sequence[str]) -> bool:
    """Return whether a text is a reading device's list of passages, each between a head and a rule."""
    marks = [line for line in lines if _OF_KINDLE.fullmatch(line)]
    return len(set(marks)) > 1 and 4 * len(marks) >= len(lines) and "==========" in marks


def _is_printed_table(lines: Sequence[str]) -> bool:
    """Return whether a text is a table as a program prints it: rows that it has cut off, counted from nought."""
    numbers = [int(row["number"]) for row in map(_PRINTED_ROW.fullmatch, lines[1:]) if row is not None]
    return (
        len(numbers) >= max(_FEWEST_PRINTED, _MOST_OF_KIND * (len(lines) - 1)) and numbers == sorted(numbers)
    ) and numbers[0] == 0


def _is_catalogued(lines: Sequence[str]) -> bool:
    return _are_mostly(_FIELD_OF_MARC, lines=lines)


def _is_of_notes(lines: Sequence[str]) -> bool:
    return _are_mostly(_NOTE_BESIDE, lines=lines)


def _is_of_programs(lines: Sequence[str]) -> bool:
    return _is_program(lines) or _is_diff(lines) or _is_settings(lines) or _are_mostly(_OF_LOG, lines=lines)


_OTHERS = (
    OtherText(
        _is_destroyed,
        later("编码弄错后又存过的文字（许多字已经丢失）"),
        later("请用没有存坏的原文件。"),
    ),
    OtherText(_is_of_references, later("文献管理软件的题录"), later("要读文章，请导入全文。")),
    OtherText(_is_of_recording, later("字幕或歌词")),
    OtherText(
        _is_of_database,
        later("数据库的转储（SQL）"),
        later("请从数据库导出成 CSV（UTF-8），每篇一行，再放入。"),
    ),
    OtherText(
        _is_of_browser,
        later("浏览器记录的网络请求（HAR）"),
        later("请把要看的网页另存为 .html 再放入。"),
    ),
    OtherText(_is_of_kindle, later("阅读器导出的标注")),
    OtherText(
        _is_printed_table,
        later("程序打印出来的表格（字被截断了）"),
        later("请让程序另存成 CSV（UTF-8）再放入。"),
    ),
    OtherText(_is_mail, later("电子邮件"), later("邮件里的文章，请在邮件软件里另存成 .txt 或 .html。")),
    OtherText(_is_chat, later("聊天记录")),
    OtherText(
        _is_of_recogniser,
        later("识别程序列出的坐标和把握"),
        later("请让它另存成 ALTO、hOCR、PAGE XML 或 .txt。"),
    ),
    OtherText(_is_catalogued, later("图书馆的编目记录")),
    OtherText(_is_of_notes, later("标注软件写在文章旁边的标注"), later("请导入它所标注的文件。")),
    OtherText(_is_card, later("名片或日历")),
    OtherText(_is_of_programs, later("程序、设置或日志")),
)
"""The kinds in the order in which they are tried."""
