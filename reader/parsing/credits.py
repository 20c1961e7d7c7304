"""Who wrote it: the roles and names of a credit, wherever it stands."""

import re
from dataclasses import dataclass

from reader.language.forms import HAN
from reader.language.names import is_name, split_names
from reader.newspaper.article import Credit, Role
from reader.parsing import marks

_ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    ("摄影记者|图片记者", Role.PHOTOGRAPHER),
    ("记者|实习生|特派员|观察员", Role.REPORTER),
    ("通讯员|报道员|特约通讯", Role.CORRESPONDENT),
    ("摄影报道|摄影|供图|图片|图", Role.PHOTOGRAPHER),
    ("作者|撰文|撰稿|特约评论员|评论员|口述|文", Role.AUTHOR),
    ("责任编辑|责编|编辑|美编|版式|校对|审读|组版|值班主任|编审|主编|制图", Role.EDITOR),
)
_KIND = (
    "全媒体|融媒体|融媒|见习|实习|特约|特派|首席|高级|本报|本刊|文字|视频|评论|体育|驻[\u4e00-\u9fff]{1,4}?"
)
_BEFORE = f"(?:(?<![^\\s（(、，,：:/／|■□●·;；])[{HAN}]{{0,16}}?|(?:{_KIND}){{0,3}})"
_LONG = "摄影记者|图片记者|记者|实习生|特约通讯员|通讯员|特约评论员|评论员|责任编辑|责编|值班主任|值班编辑"
_SHORT = "摄影|图片|图|文图|图文|文|作者|撰文|撰稿|口述|编辑|美编|版式|校对|审读|组版|主编|制图|供图"
_ROLE = re.compile(
    f"{_BEFORE}(?P<long>{_LONG})|(?<![^\\s（(、，,；;■□●])(?P<short>{_SHORT})(?=\\s?[/／:：|])"
)
_TRAILING = re.compile(
    "[\\s/／]*(?P<verb>文并摄|文/图|图/文|文图|摄影报道|综合报道|摄影|整理|报道|采写|供图|供稿|综合|编译|绘图|制图|摄|文|图|绘)[\\s。.]*$"
)
_PHOTO_VERBS = frozenset({"摄", "摄影", "供图"})
_SEPARATORS = " \t\u3000/／:：、，,|·;；*"
_BRACKETS = "（()）【】[]■□●◆▲○◎"
_ORGANISATION = re.compile(
    "(?:大学|学院|学校|中学|小学|公司|集团|中心|局|部|社|协会|研究院|研究所|委|办|厂|医院|镇|村|乡|街道|县|市|区|省|馆|站|院|系|班|读者|市民|村民|居民|职工|教师|学生|退休[^ ]{0,6})$"
)
_SYSTEM_AUTHOR = re.compile("作者[系为是]|作者单位")
_AGENCY_TAIL = re.compile(
    f"[（(](?:据|来源[:：]|均?据)?\\s?(?P<agency>{marks.AGENCIES})[^（()）]{{0,20}}[）)][。]?$"
)
_BRACKET_TAIL = re.compile("[（(](?P<inside>[^（()）]{2,60})[）)][。.]?$")
_UNBRACKETED = re.compile(
    "\\s?(?=[^，。,]{0,6}(?:记者|通讯员))[^，。；：,:;（(]{3,50}?(?=[\\s，。：:,]?(?:报道|[，。：:,]|\\d))"
)


@dataclass(frozen=True, slots=True)
class _Segment:
    role: Role
    names: tuple[str, ...]
    as_printed: str
    is_clean: bool


def in_line(text: str) -> tuple[Credit, ...]:
    """The credits of a line that holds nothing else, each with the whole line as printed."""
    segments = _segments(text.strip(_BRACKETS + " *"))
    if not segments:
        author = _unmarked_author(text)
        return (Credit(Role.AUTHOR, (author,), text),) if author else ()
    return tuple(Credit(s.role, s.names, text) for s in segments if s.names)


def is_credit_line(text: str) -> bool:
    """Whether a line says who wrote it and nothing else, by its role words."""
    if len(text) > 80 or any(mark in text for mark in "。！？；"):
        return False
    inside = text.strip(_BRACKETS + " *")
    if _SYSTEM_AUTHOR.match(inside):
        return True
    segments = _segments(inside)
    return bool(segments) and all(s.is_clean for s in segments) and _before_roles(inside)


def is_author_line(text: str) -> bool:
    """Whether a line is a name without a role: “顾知远”, “苏 蕙”, “湖南师范大学 曾雅璇”, “□ 老砚”."""
    return _unmarked_author(text) is not None


def is_signature(text: str) -> bool:
    """Whether a line is a credit in brackets, as they stand at the end."""
    text = text.strip()
    return (
        text[:1] in "（("
        and text[-1:] in "）)"
        and (is_credit_line(text) or _author_in_bracket(text[1:-1]) is not None)
    )


def of_photograph(text: str) -> tuple[Credit, ...]:
    """Who took the picture that a caption stands under."""
    tail = re.search(
        f"(?:^|[\\s。！？；（(])(?P<credit>[^。！？；（(]{{2,40}}?(?:摄影|摄|供图))[）)。.]*$|(?P<after>摄影\\s?[/／:：]\\s?[{HAN} 、]{{2,24}})[）)。.]*$",
        text[-marks.TAIL :],
    )
    if not tail:
        return ()
    printed = (tail["credit"] or tail["after"]).strip()
    segments = _segments(printed)
    names = tuple(name for segment in segments for name in segment.names)
    if not segments:
        names = tuple(n for n in split_names(_TRAILING.sub("", printed)) if is_name(n))
    names = tuple(name for name in names if not name.endswith("者"))
    return (Credit(Role.PHOTOGRAPHER, names, printed),) if names else ()


def in_paragraph(text: str, *, is_last: bool) -> tuple[Credit, ...]:
    """The credits at a paragraph's head (behind its dateline) and, for an article's last one, at its end."""
    found: list[Credit] = []
    line = marks.dateline(text)
    if line:
        if line.agency:
            found.append(Credit(Role.AGENCY, (line.agency,), line.as_printed))
        if line.credit:
            found.extend(_credits(text[slice(*line.credit)]))
        else:
            bare = _UNBRACKETED.match(text[line.end : line.end + marks.HEAD])
            if bare:
                found.extend(_credits(bare[0].strip()))
    if is_last:
        found.extend(_at_the_end(text))
    return tuple(found)


def _at_the_end(text: str) -> list[Credit]:
    tail = text[-marks.TAIL :]
    agency = _AGENCY_TAIL.search(tail)
    if agency:
        return [Credit(Role.AGENCY, (agency["agency"],), agency[0].strip("。"))]
    bracket = _BRACKET_TAIL.search(tail)
    if not bracket or bracket.start() == 0 == len(text) - len(tail):
        return []
    credits = _credits(bracket["inside"])
    if credits:
        return credits
    author = _author_in_bracket(bracket["inside"])
    return [Credit(Role.AUTHOR, (author,), bracket["inside"])] if author else []


def _credits(text: str) -> list[Credit]:
    return [Credit(s.role, s.names, s.as_printed) for s in _segments(text) if s.names]


def _segments(text: str) -> list[_Segment]:
    """The role words of a credit, each with the names behind it; roles after the names (“甲 摄”) win over none."""
    roles = list(_ROLE.finditer(text))
    if not roles:
        verb = _TRAILING.search(text)
        if not verb or len(text) > 30:
            return []
        names = text[: verb.start()].strip(_SEPARATORS)
        split = split_names(names)
        if not names or not all(map(is_name, split)):
            return []
        role = Role.PHOTOGRAPHER if verb["verb"] in _PHOTO_VERBS | {"图"} else Role.AUTHOR
        return [_Segment(role, split, text.strip(), True)]
    segments = []
    for i, found in enumerate(roles):
        end = roles[i + 1].start() if i + 1 < len(roles) else len(text)
        segments.append(
            _segment(found["long"] or found["short"], text[found.end() : end], text[found.start() : end])
        )
    return segments


def _segment(word: str, names: str, printed: str) -> _Segment:
    role = next(role for words, role in _ROLE_WORDS if re.fullmatch(words, word) or re.search(words, word))
    verb = _TRAILING.search(names)
    if verb:
        names = names[: verb.start()]
        if verb["verb"] in _PHOTO_VERBS:
            role = Role.PHOTOGRAPHER
    tokens = split_names(names.strip(_SEPARATORS + _BRACKETS))
    kept = tuple(
        token for token in tokens if is_name(token) or (len(token) <= 4 and not _ORGANISATION.search(token))
    )
    kept = tuple(token for token in kept if token and re.fullmatch(f"[{HAN}·•・A-Za-z. ]+", token))
    return _Segment(role, kept, printed.strip(" \u3000、，,"), len(kept) == len(tokens))


def _before_roles(text: str) -> bool:
    """Whether nothing but the name of the paper or the place of work stands before the first role word."""
    found = _ROLE.search(text)
    return found is None or found.start() == 0 or not text[: found.start()].strip(_SEPARATORS)


def _unmarked_author(text: str) -> str | None:
    inside = text.strip(" *\u3000" + _BRACKETS)
    marked = inside != text.strip()
    parts = inside.split()
    if not parts or len(inside) > 30 or len(parts) > 5:
        return None
    for take in (1, 2):
        if take > len(parts):
            break
        name, before = "".join(parts[-take:]), parts[:-take]
        spaced = take == 2 and all(len(part) <= 2 for part in parts[-2:]) and len(parts[-2]) == 1
        if take == 2 and not spaced and len(name) > 3:
            break
        spelled = (
            len(parts) == 2 and all(len(part) == 1 for part in parts) and re.fullmatch(f"[{HAN}]+", name)
        )
        if (is_name(name) or spelled) and all(_ORGANISATION.search(part) for part in before):
            return name
    if marked and text.strip()[:1] in "■□●◆▲○◎" and len(inside) <= 4 and re.fullmatch(f"[{HAN}]+", inside):
        return inside
    return None


def _author_in_bracket(inside: str) -> str | None:
    """“市民 程 荷” of a bracket at the end; a place of work before the name."""
    return None if any(mark in inside for mark in "，。：:、") else _unmarked_author(inside)
