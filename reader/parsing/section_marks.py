"""Recognises the lines that recognisers and converters put above the text of a picture or a page.

“≦ 19860305_01.jpg ≧”, “--- 第3页 ---”, “[Page 3]”.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from reader.language.patterns import pattern
from reader.parsing import markup, pages

_ENDING = r"\.(?:jpe?g|png|tiff?|bmp|gif|webp|jp2|heic|pdf|djvu?)"
_SIGN = r"[\s=\-—–_*#<>\[\]【】()（）{}|≦≧≤≥~+!:：「」《》〈〉·•/\\]"
_LABEL = r"(?:图[像片]|文件名?|来源|页面|File(?: ?name)?|Image|Picture|Source|Page)"
_NAME = rf"(?P<name>(?:[^\s\"'<>|()\[\]][^\"'<>|()\[\]\n]{{0,110}}?)?[^\s\"'<>|()\[\]]){_ENDING}"
_NUMBER = r"(?:第\s?(?P<ordinal>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[页頁]|(?:Page|p\.)\s?(?P<page>[0-9]{1,3}))"
_OF = r"(?:\s?(?:of|/|,|，|共)\s?(?:共\s?)?[0-9]{1,4}\s?[页頁]?)?"
_PICTURE = pattern(
    rf"{_SIGN}{{0,80}}(?:{_LABEL}(?:\s?[0-9]{{1,4}})?\s?[:：]\s?)?{_NAME}(?P<after>[^0-9\n]{{0,3}}{_NUMBER}{_OF}|\s?[\[(][0-9]+/[0-9]+[\])])?"
    rf"{_SIGN}{{0,80}}",
    re.IGNORECASE,
)
_LINKED = pattern(rf"(?P<shown>!?)\[{_NAME}\]\([^()\n]{{1,300}}\)", re.IGNORECASE)
_PAGE = pattern(rf"(?P<before>{_SIGN}{{0,80}}){_NUMBER}{_OF}(?P<behind>{_SIGN}{{0,80}})", re.IGNORECASE)
_HAS_DAY = pattern(r"(?:1[89]|20)[0-9]{2}[-_.年]?[0-9]{1,2}[-_.月]?[0-9]{1,2}")
_HAS_ENDING = pattern(_ENDING, re.IGNORECASE)
_MAY_BE = pattern(rf"{_ENDING}|[页頁]|page|p\.", re.IGNORECASE)
_LONGEST = 240


class SectionMark(Struct, frozen=True):
    """The mark of a picture or a page. `name` is the file's name without its ending, "" if there is none; `page` is the
    label that the mark itself tells, or None.
    """

    name: str = ""
    page: str | None = None


def section_mark(text: str) -> SectionMark | None:
    """Return the mark that a line consists of; None for any other line."""
    may_be = "." in text or "页" in text or "頁" in text or "age" in text or "AGE" in text
    if not may_be or len(text) > _LONGEST or not _MAY_BE.search(text):
        return None
    if linked := _LINKED.fullmatch(text):
        name = linked["name"].strip()
        # a picture of an article is shown, too
        return SectionMark(name) if not linked["shown"] or _HAS_DAY.search(name) else None
    if text[0] == "!" or "<img" in text:
        return None
    if named := _PICTURE.fullmatch(text):
        # a sentence may end with the name of a file
        name = re.split(r"[/\\]", named["name"].strip())[-1]
        return SectionMark(name, _label(named)) if not re.search("[，。；：？！]", name) else None
    numbered = _PAGE.fullmatch(text)
    return SectionMark("", _label(numbered)) if numbered else None


def pictures_in(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield for each mark of a picture the index of its line, and the name of the picture without its ending."""
    for at, line in enumerate(lines):
        if _HAS_ENDING.search(line):
            mark = section_mark(markup.without_markup(line.strip()).text)
            if mark is not None and mark.name:
                yield at, mark.name


def _label(found: re.Match[str]) -> str | None:
    label = found["ordinal"] or found["page"]
    return pages.page_label(label) if label else None
