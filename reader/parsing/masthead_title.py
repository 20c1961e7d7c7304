"""The newspaper's own name among the lines of its mastheads, distinguished from other papers' names and other titles.

A film in 《》, a column or a quoted paper may stand on lines like a masthead's. A name is the paper's own if the page
says so: beside the fields of a masthead, in a record's field for it, or over a page number. Elsewhere it needs other
evidence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.language.forms import HAN
from reader.language.variants import simplified
from reader.parsing import fields, line_patterns, pages
from reader.parsing.line_features import Line
from reader.parsing.weights import Feature

_MARKS = "*《》〈〉「」『』\"'“” "
_FULL_MASTHEAD = 2
_NEAR_TOP = 2
_WORD = re.compile(r"[^\s|｜：:]+")
_HAN_WORD = re.compile(f"(?:[{HAN}]\\s{{0,3}}){{2,8}}")
_COMMON_NOUN = re.compile(
    "[大小党校厂学画友母子一两几读看订办登见买卖送剪旧本该各线]?报|(?:机关|大字|黑板|[每半]?[日月周旬早晚快]|一周)报"
    f"|[{HAN}]*(?:[预通举喜捷汇情填谎电播警瞒回呈禀虚误漏密谍墙壁简季]|(?<![青少老成])年|(?<![上青])海|(?<!大)公|大字|黑板)报"
    f"|[{HAN}]*(?:工作|学习|项目|个人|部门|团队|作业|生产|销售|每[日周月天]|实习|考勤|值班|财务|运营|天气|气象|节目|一周|本周)"
    "[日周月旬快]报"
)
_PROSE = re.compile(
    "[的我你他她它这是了被把让给吗呢吧最评与及到]|[一两几每]张|关于|有关|来自|[刊载见]于|发表|[创停复]刊|[原转]载|[摘选]自"
    "|摘编|^[据向致对在看办订买卖送各年月日期号版]|^读(?![者书])|报.*报"
)
_LIKE_A_COLUMN = re.compile("[快周月旬导专速简]报")
_FIELD = re.compile(r"\s*(?P<key>[\w -]{1,24}?)\s*[:：=]\s*(?P<value>.{1,40}?)\s*")
_FIELD_OF_SEVERAL = re.compile(r"(?P<key>\w{2,12})[:：]\s*(?P<value>[^\s|｜:：]{1,40})(?![^\s|｜])")
_NAME_FIELDS = frozenset({"报纸", "报名", "报纸名称", "newspaper", "paper", "publication"})
_SOURCE_FIELDS = frozenset({"来源", "source"})
_TITLE_FIELDS = frozenset({"title", "标题"})
_PLACE_FIELDS = frozenset({"日期", "版次", "版面", "期号", "出版日期", "出版时间", "见报日期", "发布时间"})


@dataclass(frozen=True, slots=True)
class PrintedTitles:
    """The paper's own name as printed, and all names, one of which may be its own if there is other evidence."""

    own: str | None = None
    all: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A name; `fields` is the number of fields beside it, `has_date` if one of them is a date."""

    name: str
    is_own: bool
    heads_page: bool = False
    has_date: bool = False
    fields: int = _FULL_MASTHEAD


def can_be_name(text: str) -> bool:
    """Return whether a title in …报 can be a newspaper's name, and is no common noun and no words of a sentence."""
    name = bare(text)
    noun = re.sub("(?:海外版|周末版|周刊)$", "", name)
    return _PROSE.search(noun) is None and _COMMON_NOUN.fullmatch(noun) is None


def bare(text: str) -> str:
    """Return a title in simplified characters without its marks and spaces, to be compared with others."""
    return simplified(as_printed(text))


def as_printed(text: str) -> str:
    """Return a title as printed without its marks and spaces."""
    return "".join(text.strip(_MARKS).split())


def titles_of(clusters: Sequence[Sequence[Line]], first: int, last: int) -> PrintedTitles:
    """Return the names in the groups of masthead lines, the fullest group first.

    `first` and `last` are the numbers of the file's first and last line.
    """
    heads = [(lines, fields.masthead_fields("  ".join(line.plain for line in lines))) for lines in clusters]
    heads.sort(key=lambda head: -head[1].count)
    date = next((head.date for _, head in heads if head.date), None)
    found: list[_Found] = []
    repeated: Counter[str] = Counter()
    for lines, head in heads:
        here = list(_names_in(lines, head, first, last, is_of_day=head.date in (None, date)))
        found += here
        repeated.update({bare(each.name) for each in here if each.heads_page})
    several = {name for name, count in repeated.items() if count > 1}
    own = next((each for each in found if each.is_own), None)
    if own is None and len(several) == 1:
        own = next(each for each in found if bare(each.name) in several)
    dated = {bare(each.name) for each in found if each.has_date}
    if own and own.fields < _FULL_MASTHEAD and len(dated) > 1:
        own = None  # clippings from several papers, each with its source
    names = tuple(dict.fromkeys(each.name for each in found))
    return PrintedTitles(own.name if own else None, names)


def _names_in(
    lines: Sequence[Line], head: fields.MastheadFields, first: int, last: int, *, is_of_day: bool
) -> Iterator[_Found]:
    """Yield the names in one group of lines; `is_of_day`: its date is not another than the masthead's."""
    yield from _of_record(lines, has_date=head.date is not None)
    is_on_top = lines[0].number == first
    is_at_foot = lines[-1].number == last and not is_on_top
    is_masthead = (
        head.date is not None
        or head.number is not None
        or head.cn is not None
        or (head.month_day is not None and head.weekday is not None)
    )
    may_be_own = is_of_day and (not is_at_foot or head.count >= _FULL_MASTHEAD)
    dated = next((i for i, line in enumerate(lines) if fields.masthead_fields(line.plain).date), -1)
    for i, line in enumerate(lines):
        if Feature.FRONT_MATTER in line.own or fields.is_record_field(line.plain):
            continue
        span = _only_title(line.plain)
        if span is None:
            continue
        plain = line.plain[slice(*span)]
        name = line.text[slice(*span)] if len(line.text) == len(line.plain) else plain
        if not can_be_name(plain):
            continue
        heads_page = span[0] == 0 and _is_over_page(line.plain[span[1] :], lines[i + 1 : i + 2])
        is_in_marks = plain[0] in "《〈" or line.plain[: span[0]].endswith(("《", "〈"))
        is_like_column = _LIKE_A_COLUMN.search(plain) is not None
        if is_in_marks:
            is_own = is_masthead and is_on_top and i <= _NEAR_TOP
        elif is_like_column:
            is_own = is_masthead and i <= dated
        else:
            is_own = is_masthead or (is_on_top and i == 0 and heads_page)
        is_plain = not is_in_marks and not is_like_column
        yield _Found(
            as_printed(name),
            may_be_own and is_own,
            heads_page and is_plain,
            has_date=head.date is not None and not is_in_marks,
            fields=head.count,
        )
    if is_on_top or (head.date is not None and head.number is not None and may_be_own):
        yield from _large_word(lines, head)


def _only_title(text: str) -> tuple[int, int] | None:
    """Return the span of the title on a line; None if there are several, or it is the value of some field."""
    if fields.is_title(text):
        return 0, len(text)
    without_fields, _ = fields.without_fields(text)
    words = _WORD.finditer(without_fields.replace(fields.BLANK, " "))
    found = [word.span() for word in words if fields.is_title(word[0])]
    if len({bare(text[slice(*span)]) for span in found}) != 1:
        return None
    return None if text[: found[0][0]].rstrip().endswith((":", "：")) else found[0]


def _is_over_page(rest: str, below: Sequence[Line]) -> bool:
    """Return whether a page's number stands behind a title, or on the line below."""
    text = rest.strip() or "".join(line.plain for line in below)
    return pages.page_line(text) is not None or pages.is_bare_label(text)


def _of_record(lines: Sequence[Line], *, has_date: bool) -> Iterator[_Found]:
    """Yield the names in the fields of an archive's record or of front matter, the field for it first.

    The source is the paper where the record tells its date or page, too; alone it is that of somebody else's words.
    """
    told: dict[str, str] = {}
    is_front = False
    for line in lines:
        in_front = Feature.FRONT_MATTER in line.own
        is_record = fields.is_record_field(line.plain)
        whole = _FIELD.fullmatch(line.plain) if in_front else None
        for field in [whole] if whole else _FIELD_OF_SEVERAL.finditer(line.plain) if is_record else ():
            is_front = is_front or in_front
            told.setdefault(field["key"].lower(), line.text[slice(*field.span("value"))])
    keys = frozenset(told)
    for among, is_own in (
        (_NAME_FIELDS, True),
        (_SOURCE_FIELDS, is_front or bool(keys & _PLACE_FIELDS)),
        (
            _TITLE_FIELDS if is_front else frozenset[str](),
            has_date and not keys & (_NAME_FIELDS | _SOURCE_FIELDS),
        ),
    ):
        for key in told:
            if key in among and fields.is_title(bare(told[key])) and can_be_name(told[key]):
                yield _Found(as_printed(told[key]), is_own)


_NO_TITLE = frozenset(
    {Feature.RULE, Feature.PICTURE, Feature.FURNITURE, Feature.MASTHEAD, Feature.PAGE_LINE, Feature.STAFF}
)


def _large_word(lines: Sequence[Line], head: fields.MastheadFields) -> Iterator[_Found]:
    """Yield the large word that stands first above a date and a number: 参考消息."""
    first = next((line for line in lines if not line.own & _NO_TITLE), None)
    if first is None or first.number >= lines[-1].number or head.date is None or head.number is None:
        return
    word = "".join(first.plain.split())
    if (
        _HAN_WORD.fullmatch(first.plain)
        and not word.endswith("报")
        and word not in line_patterns.section_labels()
        and _PROSE.search(word) is None
    ):
        yield _Found(as_printed(first.text), is_own=True)
