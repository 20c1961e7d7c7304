"""Recognising credits: the roles and names of contributors, on lines of their own and within paragraphs."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import takewhile

from msgspec import Struct

from reader.language.equality import in_ideographs, simplified
from reader.language.forms import HAN
from reader.language.names import is_full_latin_name, is_latin, is_name, may_begin_with_name, split_names
from reader.language.numbers import NUMERAL
from reader.language.patterns import pattern
from reader.newspaper.article import Credit, Role
from reader.parsing import datelines, line_patterns
from reader.parsing.credit_places import (
    BEFORE_NAME,
    NO_NAMES,
    ORGANISATION,
    are_words,
    name_behind_office,
    names_nobody,
    without_outlet,
    without_place,
    words_of_names,
)
from reader.parsing.datelines import by_line_credits
from reader.parsing.photo_credits import photo_tail

_ALONE = {
    "摄影记者": Role.PHOTOGRAPHER,
    "图片记者": Role.PHOTOGRAPHER,
    "记者": Role.REPORTER,
    "实习生": Role.REPORTER,
    "特约通讯员": Role.CORRESPONDENT,
    "通讯员": Role.CORRESPONDENT,
    "特约评论员": Role.AUTHOR,
    "评论员": Role.AUTHOR,
    "特约摄影": Role.PHOTOGRAPHER,
    **dict.fromkeys(("特约撰稿人", "特约撰稿", "撰稿人", "本报主笔", "特约主笔"), Role.AUTHOR),
    **dict.fromkeys(
        (
            "责任编辑",
            "责编",
            "值班主任",
            "值班编委",
            "值班编辑",
            "美术编辑",
            "图片编辑",
            "视觉编辑",
            "文字编辑",
            "本版编辑",
            "本版主编",
            "美编",
            "图编",
            "责校",
            "校对",
        ),
        Role.EDITOR,
    ),
}
_BEFORE_SPACE = {
    "摄影": Role.PHOTOGRAPHER,
    **dict.fromkeys(("撰文", "采写", "口述", "整理", "绘图"), Role.AUTHOR),
} | dict.fromkeys(
    (
        "编辑",
        "版式设计",
        "版式",
        "审读",
        "组版",
        "制图",
        "视觉",
        "设计",
        "编审",
        "审核",
        "统筹",
        "排版",
        "一审",
        "二审",
        "三审",
        "校检",
        "检校",
    ),
    Role.EDITOR,
)
_BEFORE_SIGN = {
    **_BEFORE_SPACE,
    **dict.fromkeys(("图片", "图", "供图", "视频拍摄", "拍摄", "视频", "摄像"), Role.PHOTOGRAPHER),
    **dict.fromkeys(
        ["文图", "图文", "文字", "文", "作者", "撰稿", "撰写", "执笔", "采访", "供稿"], Role.AUTHOR
    ),
    **dict.fromkeys(["讲述人", "讲述", "口述人", "整理人"], Role.AUTHOR),
    **dict.fromkeys(["译者", "翻译", "编译", "主笔", "漫画", "插图", "插画", "题图"], Role.AUTHOR),
    **dict.fromkeys(
        ["总监制", "监制", "总策划", "策划", "总统筹", "主编", "版面设计", "版面", "剪辑"], Role.EDITOR
    ),
    **dict.fromkeys(("栏目主持", "主持人", "主持"), Role.EDITOR),
}


def _spaced(words: Iterable[str]) -> str:
    """Return a pattern for one of the words, also with the spaces that OCR puts between characters."""
    return "|".join("\\s?".join(word) for word in words)


_FIRST = {"编译": Role.AUTHOR, "特派员": Role.REPORTER}
"""Role words at the beginning of a credit only: elsewhere they are a verb, “甲 编译”, or a title."""
_LED = f"^(?P<led>{'|'.join(_FIRST)})(?=[\\s/／]?[{HAN}]{{2,4}}(?:[\\s/／、]|$))"
_ROLE_OF = _BEFORE_SIGN | _ALONE | _FIRST
_KIND = (
    "全媒体|融媒体|融媒|见习|实习|特约|特派|首席|高级|本报|本刊|文字|视频|评论|体育|驻[\u4e00-\u9fff]{1,4}?"
)
_IN_FRONT = f"(?:(?<![^\\s（(、，,：:/／|■□●·;；])[{HAN}·•]{{0,20}}?|(?:{_KIND}){{0,3}})"
_ROLE = pattern(
    f"{_LED}|{_IN_FRONT}(?P<alone>{_spaced(_ALONE)})|(?<![^\\s（(、，,；;■□●])"
    f"(?:本[版组期篇]|稿件|系列|报道|专题){{0,2}}(?P<signed>(?:{'|'.join(_BEFORE_SIGN)})(?=\\s?[/／:：|丨])|(?:{'|'.join(_BEFORE_SPACE)})(?=\\s)|[文图](?=·[{HAN}]{{2,4}}(?:\\s|$)))"
)
_DEEDS = "译述|合著|遗著|著|译|撰|综合报[道导]|摄影|整理|报道|采写|供图|供稿|综合|编译|绘图|制图|报导|传真|翻摄|提供|摄"
_WORKS = "文图绘"
_SHARE = (
    "[，,]?(?:对[此本][文稿篇]|为[此本]文)?[亦也均都]?(?:有|[做作]出了?)(?:一定|重要)?贡献"
    "|[亦也均共同]{0,2}参[与加]了?[此本]?文?(?:采写|采访|写作|报道|整理)"
)
"""What contributors did, as a clause behind their names: “实习生甲、乙对此文亦有贡献”."""
_TRAILING = pattern(
    f"(?:{_SHARE}|(?<=[{HAN}][{HAN}])\\s?[/／]\\s?[{HAN}—－-]{{2,9}}?(?P<report>报[导道]|特稿|专[访电]|外?电)|(?P<sent>(?:{NUMERAL}{{1,3}}月)?{NUMERAL}{{1,3}}日专?电|专访|特稿|特写|电话|\\s发自[{HAN}]{{2,8}})|(?<![\\s/／])[\\s/／]*(?P<deed>{_DEEDS})|(?:[/／]|(?<=[{HAN}][{HAN}])\\s+)(?P<work>[{_WORKS}]))[\\s。.]*$"
)
_MAY_END_WITH_WORK = pattern("[献写访作道导理稿电话述著译撰影图合绘制真摄供文](?=[\\s。.]*$)")
# Every credit matches this; alternatives that begin with a literal let the search skip most texts quickly.
_WORD_OF_CREDIT = pattern(
    "|".join(
        (
            _spaced(_ALONE),
            *(f"{word}(?<=^{word})" for word in _FIRST),
            *(f"{word}\\s?[/／:：|丨]" for word in _BEFORE_SIGN),
            *(f"{word}\\s" for word in _BEFORE_SPACE),
            "文·(?<=^文·)",
            *(f"{deed}[\\s。.]*$" for deed in (*_DEEDS.split("|"), *_WORKS)),
        )
    )
)
_MAY_NAME_ROLE = pattern(
    f"[纪汜涌逋木夲{''.join(word[0] for word in (*_ROLE_OF, *_DEEDS.split('|'), *_WORKS))}]"
)
"""The first characters of the words for roles, with their misreadings."""
_BOTH = pattern(
    f"(?:(?<![\\s/／])(?:[\\s/／]*(?:文并摄|摄影报道)|[\\s/／]+(?:文[/／]?[摄图]|图[/／]?文))|(?<=[{HAN}]{{3}})文[/／][摄图])[\\s。.]*$"
)
_PAIRS = pattern(
    f"([{HAN}·•. A-Za-z\u00c0-\u024f'’-]{{2,40}}?)"
    "(?:[\\s/／]{1,20}(?P<work>文字?|图片?|摄|绘图?|译|著|撰)|[\\s/／]{0,20}(?P<deed>摄影|口述|整理|采写))"
    "(?:[\\s，、；;]+|$)"
)
"""Names, each with its kind of work: “甲/文 乙/图”."""
_MAY_BE_WORK = pattern("[/／\\s][文图摄绘译著撰]|摄影|口述|整理|采写")
_COUNTRY = pattern(f"[［\\[（(〔]?[{HAN}]{{1,4}}[］\\])）〕]\\s?(?=[{HAN}]+[·•])")
_BOTH_BEFORE = pattern("[\\s（(]*(?:文\\s?[/／、]?\\s?图|图\\s?[/／、]?\\s?文)(?=[\\s/／:：])")
_SHORT_NAME = pattern(f"[{HAN}]{{2,4}}")
_PAUSES = frozenset("，、；：。！？,;:!?")
_NICKNAME = pattern(f"[老小阿][{HAN}]")
_SPACED_NAME = pattern(f"[{HAN}] +[{HAN}]")
_PEN_NAME = pattern(f"[{HAN}]{{2,4}}|(?=[{HAN}]*[·•・A-Za-z. '’-])[{HAN}·•・A-Za-z. '’-]{{2,20}}")
_NO_NAMES = frozenset({"文", "图", "摄"})
_PHOTO_VERBS = frozenset({"摄", "摄影", "供图", "传真", "翻摄", "提供"})
_FROM_A_PLACE = frozenset({"报道", "报导", "传真"})
"""Verbs that may have the place of the report before them."""
_SEPARATORS = " \t\u3000/／:：、，,|丨·;；*"
_SENTENCE = pattern("[。！？；]")
_OPENING, _CLOSING = re.compile("[（(【〔]"), re.compile("[）)】〕]")
_SQUARES = "■□●◆▲○◎⊙◇△▽☉"
_OF_ITEMS = frozenset("▲△▽●◆◇◎")
"""Characters of `_SQUARES` that are also bullets in lists of short news: “▲米价续涨”."""
_BRACKETS = f"（()）【】[]〔〕［］{_SQUARES}"
_AROUND = _BRACKETS + " *"
_AROUND_NAMES = _AROUND + "\u3000"
_BEFORE_CREDIT = pattern(
    f"(?:(?:来源|稿源)\\s?[:：]\\s?[^\\s:：]{{2,16}}\\s+|[{HAN}]{{1,7}}报\\s+(?=记者)"
    "|(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\\s+(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\\s+)?)+"
)
"""The source and the date of publication of a web page, on the line of the credit."""
_AFTER_CREDIT = pattern(
    "(?:(?<!\\s)(?:\\s+(?:[·|｜]\\s+)?|[·|｜]\\s+)(?:(?:来源|稿源|出处)\\s?[:：]\\s?[^\\s:：]{2,16}"
    "|(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))+$"
)
"""The same behind the credit."""
_SPACE = pattern(r"\s")
_MAY_PRECEDE_CREDIT = pattern("[源处]\\s?[:：]|报\\s+记者|[0-9日]\\s|\\s[12][0-9]{3}")
_EXCERPTED = ("摘", "摘编", "摘录", "摘译")
_LONGEST_NAME = 12
# characters after the last sentence; more are a sentence without punctuation
_LONGEST_SIGNED = 24
_LONGEST_HEAD = 2 * line_patterns.HEAD
"""Maximum characters from a paragraph's beginning to the end of its credit."""
_MAY_CLOSE = pattern("[）)]")
_ABOUT_AUTHOR = pattern("作者[系为是]|作者单位")
_WHO_IS = pattern(f"作者\\s?(?P<name>[{HAN}]{{2,4}}?)[系为是]")
_REPORTED = pattern(
    f"\\s*本[报刊](?:特约|见习|实习|特派)?(?:记者|通讯员)[{HAN}、 \u3000]{{2,24}}?(?:综合|采访)?报[道导]"
)
"""“本报记者甲、乙报道”: the beginning of a paragraph without a dateline."""
_COMMENTATOR = pattern("本[报刊](?:特约)?评论员(?:文章)?")
_AGENCY_TAIL = pattern(
    f"[（(](?![^（()）]{{0,16}}记者)(?:据|来源[:：]|均?据)?\\s?(?P<agency>{datelines.AGENCIES})[^（()）]{{0,20}}[）)][。]?$"
)
_SOURCE_TAIL = pattern(
    f"[（(](?:据|来源[:：])?[{HAN}]{{1,9}}(?:网|报|社|客户端|电视台|广播)(?:消息|报道)?[）)]$"
)
_BRACKET_TAIL = pattern("[（(](?P<inside>[^（()）]{2,60})[）)][。.]?$")
_OF_ALL_PICTURES = pattern(
    "^(?:本[文版组刊报]|以上|文中|上述)?(?:图片|照片|图|摄影)?(?:除[^由为]{1,8}外)?[，,]?(?:均|都|全部)?[由为]\\s?"
)
"""“本文图片由”: the beginning of a credit for all pictures."""
_UNBRACKETED = pattern(
    "\\s?(?=[^，。,]{0,6}(?:记者|通讯员))[^，。；：,:;（(]{3,50}?(?=[\\s，。：:,]?(?:报道|[，。：:,]|\\d))"
)


class _Segment(Struct, frozen=True):
    """A role word of a credit with its names; `is_clean` if nothing in its text is unrecognised."""

    role: Role
    names: tuple[str, ...]
    as_printed: str
    is_clean: bool


@lru_cache(maxsize=1024)
def line_credits(text: str) -> tuple[Credit, ...]:
    """Return the credits of a line that consists of them, each with the whole line as `as_printed`.

    Return () if none is recognised.
    """
    return _as_printed(_line_credits, text)


def _as_printed(read: Callable[[str], tuple[Credit, ...]], text: str) -> tuple[Credit, ...]:
    """Apply `read` to the text in simplified characters; in its credits, restore the text's own characters."""
    plain = simplified(text)
    if plain is text:
        return read(text)

    squeezed = "".join(plain.split())

    def printed(words: str) -> str:
        at = plain.find(words)
        bare = "".join(words.split())
        if at >= 0 and squeezed.find(bare) == squeezed.rfind(bare):
            return text[at : at + len(words)]
        match = re.search("\\s*".join(map(re.escape, words)), plain)
        if match:
            return text[match.start() : match.end()]
        return words

    return tuple(
        Credit(
            c.role,
            tuple(in_ideographs(_closed_up(printed(name))) for name in c.names),
            printed(c.as_printed),
        )
        for c in read(plain)
    )


def _closed_up(name: str) -> str:
    """Return a name without the spaces that are printed between its characters; a name in Latin script has its own."""
    if is_latin(name):
        return name
    return "".join(name.split())


def _line_credits(text: str) -> tuple[Credit, ...]:
    line = datelines.dateline(text)
    agency = (Credit(Role.AGENCY, (line.agency,), text),) if line and line.agency else ()
    segments = [s for s in _segments(_credit_part(text)) if s.names]
    if segments:
        return agency + tuple(Credit(s.role, s.names, text) for s in segments)
    in_latin = by_line_credits(text)
    if in_latin:
        return in_latin
    commentator = _COMMENTATOR.fullmatch(_credit_part(text))
    authors = (commentator[0],) if commentator else _unmarked_authors(_without_source(text))
    pen_name = None if authors or agency else line_patterns.pen_name_in_brackets(text)
    authors = (pen_name,) if pen_name else authors
    return agency + ((Credit(Role.AUTHOR, authors, text),) if authors else ())


_TO_REPORTERS = pattern(
    "(?:招待|接[见待]|宴请|[对答告语向晤宴]|新闻|外[国籍])(?:各报|各国|外国|中外|新闻|本报)?记者|记者(?:会|团|席|节|公会|协会|招待会)"
)
"""“答记者问”, “招待新闻记者”: words of a headline in which 记者 is no role."""
_OF_NEWS_SITE = pattern("新闻记者(?=[\\s/／:：])")
"""“封面新闻记者 甲”: before a name, 新闻 belongs to the medium's name."""


def is_credit_line(text: str) -> bool:
    """Whether a line consists of a credit with a role word."""
    if by_line_credits(text):
        return True
    if len(text) > 80 or _SENTENCE.search(text) or not _MAY_NAME_ROLE.search(text):
        return False
    if "记者" in text and _TO_REPORTERS.search(_OF_NEWS_SITE.sub("", text)):
        return False
    inside = _credit_part(text)
    is_credit = _ABOUT_AUTHOR.match(inside) or _COMMENTATOR.fullmatch(inside) or _is_credit(inside)
    return bool(is_credit) and len(_OPENING.findall(text)) == len(_CLOSING.findall(text))


def _is_credit(text: str) -> bool:
    segments = _segments(text)
    has_names = any(segment.names for segment in segments)
    return has_names and all(segment.is_clean for segment in segments) and _begins_with_role(text)


def names_staff(text: str) -> bool:
    """Whether a credit names only the page's editors, no contributor to an article."""
    return {credit.role for credit in line_credits(text)} == {Role.EDITOR}


def names_writer(text: str) -> bool:
    """Whether a credit names anyone but photographers."""
    return any(credit.role is not Role.PHOTOGRAPHER for credit in line_credits(text))


def _credit_part(text: str) -> str:
    """Return a line without the dateline before its credit and the brackets around it."""
    line = datelines.dateline(text)
    rest = text[line.end :] if line and not line.credit else text
    return _without_source(rest).strip(_AROUND)


def _without_source(text: str) -> str:
    """Return the line of a credit without the source and the date of publication before and behind the credit."""
    if not _SPACE.search(text) or not _MAY_PRECEDE_CREDIT.search(text):
        return text
    return _AFTER_CREDIT.sub("", _BEFORE_CREDIT.sub("", text, count=1), count=1)


def is_author_line(text: str) -> bool:
    """Whether a line consists of names without a role: “顾知远”, “苏 蕙”, “雁桥师范学校 顾小荇”, “□ 老砚”."""
    if names_nobody(text):
        return False
    authors = _unmarked_authors(_without_source(text))
    return bool(authors) and not are_words(text, authors)


def is_signature(text: str) -> bool:
    """Whether a line is a credit in brackets, as articles have at their end."""
    text = text.strip()
    return (
        text[:1] in "（("
        and text[-1:] in "）)"
        and (is_credit_line(text) or bool(_authors_in_bracket(text[1:-1])))
    )


def photographer_credits(text: str) -> tuple[Credit, ...]:
    return _as_printed(_photographer_credits, text)


def _photographer_credits(text: str) -> tuple[Credit, ...]:
    tail = photo_tail(text[-line_patterns.TAIL :])
    if not tail:
        if is_signature(text):
            signed = text.strip(_BRACKETS)
        else:
            signed = text
        last = _at_the_end(text) or _behind_last_sentence(signed, may_be_all=True)
        return tuple(credit for credit in last if _are_names(credit.names))
    printed = (tail["before"] or tail["after"]).strip()
    signed = _OF_ALL_PICTURES.sub("", printed)
    names = [name for segment in _segments(signed) for name in segment.names]
    names = [name for name in names or split_names(_TRAILING.sub("", signed)) if _is_photographer(name)]
    if names:
        return (Credit(Role.PHOTOGRAPHER, tuple(dict.fromkeys(names)), printed),)
    return ()


def _is_photographer(name: str) -> bool:
    """Whether a name can be a photographer's. “受访者” and “通讯员” provide pictures, too, but are no names."""
    return len(name) <= 8 and not name.endswith(("者", "员", "社发")) and not ORGANISATION.search(name)


def paragraph_credits(text: str, *, is_last: bool) -> tuple[Credit, ...]:
    """Return the credits at the beginning of a paragraph, in or after its dateline.

    With `is_last`, for the last paragraph of an article, also those at its end.
    """
    if not is_last:
        text = text[:_LONGEST_HEAD]
    return _as_printed(partial(_paragraph_credits, is_last=is_last), text)


def _paragraph_credits(text: str, *, is_last: bool) -> tuple[Credit, ...]:
    all_credits: list[Credit] = []
    line = datelines.dateline(text)
    if line:
        if line.agency:
            all_credits.append(Credit(Role.AGENCY, (line.agency,), line.as_printed))
        if line.credit:
            printed = text[line.credit[0] : line.end].strip(_BRACKETS + " ")
            if _may_be_credit(printed):
                alone = []
            else:
                alone = _named_alone(text[slice(*line.credit)])
            all_credits.extend(
                _credits(printed) or [Credit(Role.REPORTER, s.names, s.as_printed) for s in alone]
            )
        else:
            bare = _UNBRACKETED.match(text[line.end : line.end + line_patterns.HEAD])
            if bare:
                all_credits.extend(_strict(_credits(bare[0].strip())))
    elif reported := _REPORTED.match(text):
        all_credits.extend(_strict(_credits(reported[0].strip())))
    if is_last:
        all_credits.extend(_at_the_end(text) or _behind_last_sentence(text))
    return tuple(all_credits)


def ends_signed(text: str) -> bool:
    """Whether a paragraph ends with the author or the source in brackets."""
    return text[-1:] in ("）", ")") and (
        _SOURCE_TAIL.search(text[-24:]) is not None or bool(_at_the_end(text))
    )


def spaced_parts(text: str) -> tuple[int, int]:
    """Return two offsets into a paragraph: the end of its dateline and credit, and the beginning of its final credit.

    Spaces before the first and after the second offset are intended; those between them are OCR's.
    """
    text = simplified(text)
    line = datelines.dateline(text)
    start = line.end if line else 0
    start += len(text[start : start + 8]) - len(text[start : start + 8].lstrip())
    bracket = _BRACKET_TAIL.search(text, max(start, len(text) - line_patterns.TAIL))
    if bracket and (_segments(bracket["inside"]) or _authors_in_bracket(bracket["inside"])):
        return start, bracket.start()
    photograph = photo_tail(text, start)
    return start, photograph.start() if photograph else len(text)


def _at_the_end(text: str) -> list[Credit]:
    """Return the credits in the bracket at a paragraph's end: an agency, role words with names, or bare names."""
    tail = text[-line_patterns.TAIL :]
    if not _MAY_CLOSE.search(tail[-3:]):
        return []
    agency = _AGENCY_TAIL.search(tail)
    if agency:
        return [Credit(Role.AGENCY, (agency["agency"],), agency[0].strip("。"))]
    bracket = _BRACKET_TAIL.search(tail)
    if not bracket or bracket.start() == 0 == len(text) - len(tail):
        return []
    credits = _credits(bracket["inside"])
    if credits or not tail.endswith(("）", ")")):
        return credits
    authors = _authors_in_bracket(bracket["inside"])
    if authors:
        return [Credit(Role.AUTHOR, authors, bracket["inside"])]
    return []


def _behind_last_sentence(text: str, *, may_be_all: bool = False) -> list[Credit]:
    """Return the credits after the last sentence of a paragraph: “……上了船。 甲/摄影”.

    With `may_be_all`, the paragraph may consist of the credit.
    """
    signed = text[max(map(text.rfind, "。！？；")) + 1 :].strip()
    may_be = (may_be_all or signed != text) and len(signed) <= _LONGEST_SIGNED
    segments = _segments(signed) if may_be else ()
    is_credit = segments and all(s.names and s.is_clean for s in segments) and _begins_with_role(signed)
    if is_credit:
        return [Credit(s.role, s.names, s.as_printed) for s in segments]
    return []


def _strict(credits: list[Credit]) -> list[Credit]:
    """Return credits without the words of a following sentence that no punctuation separates from the names."""
    people = [(credit, tuple(takewhile(_is_person, credit.names))) for credit in credits]
    return [
        Credit(c.role, names, c.as_printed[: c.as_printed.rfind(names[-1][-1]) + 1])
        for c, names in people
        if names
    ]


def _credits(text: str) -> list[Credit]:
    return [Credit(s.role, s.names, s.as_printed) for s in _segments(text) if s.names]


@lru_cache(maxsize=1024)
def _segments(text: str) -> tuple[_Segment, ...]:
    """Return the role words of a credit, each with its names; “文/图” gives two roles.

    Cached, as several stages need the segments of the same bracket.
    """
    if not _may_be_credit(text):
        return ()
    both = _of_both(text)
    plain = text[: both.start()] if both else text
    segments = _paired_segments(text) or _marked_segments(plain)
    if not segments:
        if both:
            segments = _named_alone(plain)
        else:
            segments = _unmarked_segments(text)
    match = both or _BOTH_BEFORE.match(text)
    if match and segments:
        segments.append(_Segment(Role.PHOTOGRAPHER, segments[-1].names, match[0].strip(), True))
    return tuple(segments)


def _may_be_credit(text: str) -> bool:
    """Whether the text contains a role word; a fast test that rules out most texts."""
    return _WORD_OF_CREDIT.search(datelines.with_misreadings_corrected(text)) is not None


def _of_both(text: str) -> re.Match[str] | None:
    """Return the match of words for text and pictures at the end of a credit, “文并摄”, or None."""
    may_be = "文" in text or "摄影报道" in text
    if may_be:
        return _BOTH.search(text, max(0, len(text) - line_patterns.TAIL))
    return None


def _marked_segments(text: str) -> list[_Segment]:
    """Return the role words of a text with the names that follow each, and reporters' names before the first."""
    roles = list(_ROLE.finditer(datelines.with_misreadings_corrected(text)))
    if roles:
        before = split_names(text[: roles[0].start()].strip(_SEPARATORS))
    else:
        before = ()
    is_named = bool(before) and all(map(_is_person, before))
    if is_named:
        segments = [_Segment(Role.REPORTER, before, text[: roles[0].start()].strip(), True)]
    else:
        segments = []
    for i, role_match in enumerate(roles):
        if i + 1 < len(roles):
            end = roles[i + 1].start()
        else:
            end = len(text)
        role = _ROLE_OF["".join((role_match["alone"] or role_match["signed"] or role_match["led"]).split())]
        names = text[role_match.end() : end]
        if end < len(text):
            names = without_outlet(names)
        segments.append(_segment(role, names, text[role_match.start() : end]))
    return segments


def _paired_segments(text: str) -> list[_Segment]:
    """Return the names of a text that consists of at least two pairs of name and kind of work: “甲/文 乙/图”."""
    if not _MAY_BE_WORK.search(text):
        return []
    bare = _COUNTRY.sub("", text).strip()
    pairs = list(_PAIRS.finditer(bare))
    if len(pairs) < 2 or sum(len(pair[0]) for pair in pairs) != len(bare):
        return []
    segments = []
    for pair in pairs:
        names = split_names(pair[1].strip())
        if not all(map(_is_person, names)):
            return []
        if (pair["work"] or pair["deed"])[0] in "图摄":
            role = Role.PHOTOGRAPHER
        else:
            role = Role.AUTHOR
        segments.append(_Segment(role, names, pair[0].strip(), True))
    return segments


def _named_alone(text: str) -> list[_Segment]:
    """Return the names of a text that consists of names, as an author's; [] for any other text."""
    names = split_names(text.strip(_SEPARATORS))
    if _are_names(names):
        return [_Segment(Role.AUTHOR, names, text.strip(), True)]
    return []


def _are_names(names: Sequence[str]) -> bool:
    """Whether these are names. One with a rare surname counts if another one is certain: “潘小舟、钞一帆”."""
    is_shaped = all(_SHORT_NAME.fullmatch(name) or is_full_latin_name(name) for name in names)
    return is_shaped and any(map(_is_person, names))


def _is_person(name: str) -> bool:
    return is_name(name) or is_full_latin_name(name)


def _unmarked_segments(text: str) -> list[_Segment]:
    """Return the names of a text that ends with their kind of work: “甲 摄”; [] for any other text."""
    verb = _work_at_end(text) if len(text) <= 30 else None
    if not verb:
        return []
    names = _OF_ALL_PICTURES.sub("", text[: verb.start()]).strip(_SEPARATORS)
    split = split_names(names)
    if not names or not all(map(_is_person, split)):
        return []
    if verb["deed"] in _PHOTO_VERBS or verb["work"] == "图":
        role = Role.PHOTOGRAPHER
    else:
        role = Role.AUTHOR
    return [_Segment(role, split, text.strip(), True)]


def _segment(role: Role, names: str, printed: str) -> _Segment:
    """Return the segment of a role word; `names` is the text after it, `printed` includes the role word."""
    verb = _work_at_end(names)
    if verb:
        names = names[: verb.start()]
        if verb["sent"] or verb["deed"] in _FROM_A_PLACE:
            names = without_place(names)
        if verb["deed"] in _PHOTO_VERBS:
            role = Role.PHOTOGRAPHER
    name, comma, about = names.strip(_SEPARATORS).partition("，")
    if comma and role is Role.AUTHOR and is_name(name) and not any(map(is_name, split_names(about))):
        names = f" {name}"
    is_glued = bool(names) and names[0] not in _SEPARATORS
    is_provided = verb is not None and verb["deed"] == "提供"
    tokens = [t for t in split_names(names.strip(_SEPARATORS + _BRACKETS)) if t not in _NO_NAMES]
    people = tuple(
        token
        for token in tokens
        if _is_person(token) or (not is_glued and not is_provided and _is_pen_name(token))
    )
    is_clean = all(t in people or t.endswith("者") or ORGANISATION.search(t) for t in tokens)
    return _Segment(role, people, printed.strip(" \u3000、，,"), is_clean)


def _work_at_end(text: str) -> re.Match[str] | None:
    """Return the match of what was done, at the end of a credit: “… 摄”, “… 报道”; None if nothing is stated."""
    if not _MAY_END_WITH_WORK.search(text) and "发自" not in text:
        return None
    return _TRAILING.search(text, max(0, len(text) - line_patterns.TAIL))


def _is_pen_name(token: str) -> bool:
    is_somebody = not token.endswith("者") and not ORGANISATION.search(token)
    return is_somebody and _PEN_NAME.fullmatch(token) is not None


def _begins_with_role(text: str) -> bool:
    """Whether a text begins with its first role word, apart from separators; also true without any role word."""
    both = _of_both(text)
    match = _ROLE.search(datelines.with_misreadings_corrected(text[: both.start()] if both else text))
    return match is None or not text[: match.start()].strip(_SEPARATORS)


def _unmarked_authors(text: str) -> tuple[str, ...]:
    """Return the names of a line that consists of names; () for any other line.

    A place of work, a title or a square may precede the first name.
    """
    stripped = text.strip()
    inside = stripped.strip(_AROUND_NAMES)
    if not inside or len(inside) > 30 or stripped[-1] in _PAUSES or inside.endswith(_EXCERPTED):
        return ()
    parts = inside.split()
    if len(parts) > 8 or "".join(parts) in NO_NAMES:
        return ()
    if stripped[0] in _SQUARES and _SHORT_NAME.fullmatch(inside):
        if stripped[0] not in _OF_ITEMS or is_name(inside):
            return (inside,)
        return ()
    if len(parts) == 2 and _SPACED_NAME.fullmatch(inside):
        return ("".join(parts),)
    if "·" in inside and len(inside) > _LONGEST_NAME:
        return ()
    if len(parts) == 2 and _NICKNAME.fullmatch(parts[1]) and BEFORE_NAME.search(parts[0]):
        return (parts[1],)
    if len(parts) > 1:
        parts = words_of_names(parts)
    return _names_alone(" ".join(parts))


_MOST_AUTHORS = 6
"""Names in a row that may sign; more are a list of whom the text tells."""


def _names_alone(text: str) -> tuple[str, ...]:
    """Return the names that a text consists of, or the one behind its post or place of work; else ()."""
    names = split_names(text) if may_begin_with_name(text) else ()
    if 0 < len(names) <= _MOST_AUTHORS and all(map(_is_person, names)):
        return names
    signed = name_behind_office(text)
    if signed is not None:
        return (signed,)
    return ()


def _authors_in_bracket(inside: str) -> tuple[str, ...]:
    """Return the names in a bracket at an article's end, “市民 程 荷”, without the place of work before the name."""
    about = _WHO_IS.match(inside)
    if about and is_name(about["name"]):
        return (about["name"],)
    if any(mark in inside for mark in "，。：:") or line_patterns.states_continuation(inside):
        return ()
    return _unmarked_authors(inside)
