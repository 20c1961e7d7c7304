"""Recognises days that a program wrote into the name or the head of a file: those of recognising, photographing, saving
or downloading. They are later than the paper, and never its day.
"""

import re

from msgspec import Struct

from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.language.variants import simplified

# no program before 1995 has written such names
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DAY = (
    r"(?<![0-9])(?:(?:199[5-9]|20[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:199[5-9]|20[0-9]{2})(?P<apart>[-_.年/])[0-9]{1,2}[-_.月/][0-9]{1,2}日?"
    rf"|(?:[0-9]{{1,2}} {_MONTH}|{_MONTH} [0-9]{{1,2}}),? (?:199[5-9]|20[0-9]{{2}}))"
)
_HALF = r"(?:上午|下午|AM|PM)?\s?"
_TIME = (
    rf"(?:[ _T-]?{_HALF}(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9](?:[0-9]{{3}})?(?![0-9])"
    rf"|(?:[ _T-]{{1,3}}|T)(?:at )?{_HALF}[0-2]?[0-9](?:[.:：_-]|时|点)[0-5][0-9](?:[.:：_-]|分)[0-5][0-9]秒?(?![0-9])"
    rf"|T[0-2][0-9]:?[0-5][0-9]|[ _-]?{_HALF}[0-2]?[0-9][时点][0-5][0-9]分)"
)
_SHORT_TIME = rf"[ _-]{{1,3}}(?:at )?{_HALF}(?:[01][0-9]|2[0-3])[.:：-]?[0-5][0-9](?![0-9])"
"""Four digits may also be a page and the number of an article on it."""
_STAMP = pattern(f"{_DAY}(?:(?P<time>{_TIME})|(?P<short>{_SHORT_TIME}))?", re.IGNORECASE)
_MAKER = (
    r"\[?(?<![A-Za-z])(?:(?:Umi[ -]?|Paddle|天若)?OCR|Umi|CamScanner|Adobe ?Scan|Office ?Lens|ABBYY|FineReader"
    r"|Scan(?:ned)?|SCN|IMG|DSCN?|PXL|MVIMG|Screen ?shots?|Snipaste|mmexport|WeChat|Photo|Image|Picture|Untitled"
    r"|(?:New ?)?Doc(?:ument)?|Lens|Factiva|Nexis(?: ?Uni)?|Lexis|ProQuest|Wise(?:News|Search)|CNKI|Zotero|EndNote"
    r"|RefWorks|Evernote|Notion|exports?|downloads?|(?:search )?results?|output|backup)(?![A-Za-z])\]?"
    r"|白描|扫描全能王|全能扫描王|夸克扫描|(?:文档)?扫描件?|屏幕(?:截图|快照|录制)|截[图屏]|(?:微信|QQ)(?:图片|截图)"
    r"|拍照|照片|相册|图片|图像|无标题|未命名|新建?文[档件]|文字识别|识别(?:结果)?|慧科|知网|(?:批量)?导出(?:结果)?"
    r"|(?:检索|搜索|查询)结果|下载|剪藏|备份|转换结果"
)
_BY_MAKER = pattern(rf"(?:{_MAKER})[\s_.()（）\[\]-]{{0,3}}$", re.IGNORECASE)
_BEGINS_BY_MAKER = pattern(rf"[\[【(（\s]*(?:{_MAKER})", re.IGNORECASE)
_PAPER = pattern(f"[{HAN}]{{2,8}}报")
_WORK = (
    "(?:导出|识别|扫描|抓取|采集|下载|保存|转录|录入|抄录|整理|校对|生成|创建|拍摄|打印"
    "|检索|上传|访问|收藏|剪藏|制作|转换|存档|OCR)"
)
_LINE = pattern(
    rf"(?:{_WORK}(?:完成)?(?:时间|日期|于)\s*[:：]?\s*.{{0,20}}|(?:本文|文[件档]|结果)?[由于].{{0,24}}{_WORK}.{{0,12}}"
    r"|(?:created|generated|exported|scanned|saved|downloaded|printed|retrieved|accessed|transcribed|digiti[sz]ed|ocr(?:ed|'d)?"
    rf"|converted|clipped|captured|archived|produced)\b.{{0,60}}){_DAY}.{{0,24}}"
    rf"|(?:date|日期|时间)\s*[:：]\s*{_DAY}.{{0,12}}[(（](?:ocr|scan|识别|扫描|录入|转录|导出)[^()（）]{{0,8}}[)）]".replace(
        "?P<apart>", ""
    ),
    re.IGNORECASE,
)
_ALONE = pattern(rf"{_DAY}{_TIME}".replace("?P<apart>", ""), re.IGNORECASE)
_MAY_BE_STAMP = pattern("199[5-9]|20[0-9]{2}")
_LONGEST, _LONGEST_NAME, _LONGEST_MAKER = 100, 255, 24


class NamePart(Struct, frozen=True):
    """A part of a path without the days that a program wrote. `stamp` is the first of these, "" if there is none.

    `is_by_program`: a program has given the name, so that a number in it counts files.
    """

    words: str
    stamp: str = ""
    is_by_program: bool = False


def without_stamps(name: str) -> NamePart:
    """Return a file's or folder's name without the days that only a program writes.

    Beside such a day stands a time of day, or the word of a program or of what it does: “IMG_20240306_101133”,
    “Factiva-20240306”, “导出_2024-03-06”. A paper's name before the day makes it a person's: “扫描 雁桥日报2024-03-06”.
    """
    words = simplified(name)
    if not _MAY_BE_STAMP.search(words):
        return NamePart(name, "", _BEGINS_BY_MAKER.match(words) is not None)
    begins = _BEGINS_BY_MAKER.match(words) is not None
    paper = _PAPER.search(words)
    stamp, end, kept = "", 0, []
    for found in _STAMP.finditer(words, 0, _LONGEST_NAME):
        before = words[max(0, found.start() - _LONGEST_MAKER) : found.start()]
        is_of_paper = paper is not None and paper.end() <= found.start()
        # “2024-03-06-10-11” may be a page and the number on it, “20240306-01-02-03” too
        is_timed = found["time"] is not None and (
            found["apart"] is not None or found["time"].lstrip("_T- ").isdigit()
        )
        is_named = _BY_MAKER.search(before) is not None or (begins and not is_of_paper)
        if is_timed or is_named or (begins and (found["time"] or found["short"])):
            stamp = stamp or found[0]
            kept.append(name[end : found.start()])
            end = found.end()
    return NamePart(" ".join([*kept, name[end:]]), stamp, bool(stamp) or begins)


def is_by_program(text: str, *, is_first: bool) -> bool:
    """Return whether a line tells only when a program or a transcriber has worked: “导出时间：2024-03-06 10:11”.

    A day with its time of day may be when an article was published, unless it `is_first` in its file.
    """
    if len(text) > _LONGEST or not _MAY_BE_STAMP.search(text):
        return False
    return _LINE.fullmatch(text) is not None or (is_first and _ALONE.fullmatch(text) is not None)
