"""Recognising the lines at the head of an issue or of a page: fields, and the decoration printed around them.

A line with any other words becomes part of an article, whatever lines surround it, because words outside of articles
are not shown.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from msgspec import Struct, structs

from reader import assets
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.names import is_name
from reader.language.patterns import pattern
from reader.parsing import (
    fields,
    front_matter,
    latin_mastheads,
    line_patterns,
    masthead_place,
    named_days,
    pages,
)
from reader.parsing.correction_anchors import ANY_ROLE
from reader.parsing.decoration import (
    LATIN_TITLES,
    PAGE_NAME,
    is_decoration,
    is_latin_title,
    is_of_site,
    squeezed,
)
from reader.parsing.line_features import Line, names_periodical
from reader.parsing.masthead_place import HeadPlaces
from reader.parsing.weights import OUTSIDE, LineFeature, LineRole

# Why a name on a masthead's lines needs evidence to be the newspaper's own: a film in 《》, a column or a quoted paper
# may be on lines like a masthead's. Evidence is the fields of a masthead next to it, a record's field for the name, or
# a page number right after it.


_MARKS = "*《》〈〉「」『』\"'“” "
_PUBLISHED = pattern(f"(?<![{HAN}])(?P<title>[{HAN}]{{2,5}}[日晚晨早时商]报)社(?:编辑)?(?:出版|印行|发行)")
# fields next to a name; a source with only its date, as above a clipping, has one
_FULL_MASTHEAD = 2
# 《…》 further down may be a film or a book rather than the paper
_NEAR_TOP = 2
_WORD = pattern(r"[^\s|｜：:]+")
# Words that end with 报 and are no papers, such as 年报; the lookbehinds except names that end with such a word,
# such as 青年报.
_COMMON_NOUN = pattern(
    "[大小党校厂学画友母子一两几读看订办登见买卖送剪旧本该各线]?报|(?:机关|大字|黑板|[每半]?[日月周旬早晚快]|一周)报"
    f"|[{HAN}]*(?:[预通举喜捷汇情填谎电播警瞒回呈禀虚误漏密谍墙壁简季]|(?<![青少老成])年|(?<![上青])海|(?<!大)公|大字|黑板)报"
    f"|[{HAN}]*(?:工作|学习|项目|个人|部门|团队|作业|生产|销售|每[日周月天]|实习|考勤|值班|财务|运营|天气|气象|节目|一周|本周)"
    "[日周月旬快]报"
)
_LIKE_A_COLUMN = pattern("[快周月旬导专速简]报")
_FIELD_OF_SEVERAL = pattern(r"(?P<key>\w{2,12})[:：]\s*(?P<value>[^\s|｜:：]{1,40})(?![^\s|｜])")
_NAME_FIELDS = frozenset(
    {
        *("报纸", "报名", "报纸名称", "newspaper", "paper", "publication"),
        *("newspaper title", "newspaper name", "publication title", "publication name", "paper name"),
    }
)
_SOURCE_FIELDS = frozenset({"来源", "source"})
_TITLE_FIELDS = frozenset({"title", "标题"})
_PLACE_FIELDS = frozenset({"日期", "版次", "版面", "期号", "出版日期", "出版时间", "见报日期", "发布时间"})


class PrintedTitles(Struct, frozen=True):
    """The paper's own name as printed, or None; all names, of which other evidence may identify one as its own;
    the name in a statement of the publisher (“雁桥日报社出版”), or None; and one in Latin letters, or None.
    """

    own: str | None = None
    all: tuple[str, ...] = ()
    publisher: str | None = None
    latin: str | None = None


class _Found(Struct, frozen=True):
    """A newspaper's name in a group of masthead lines.

    Attributes:
        name: The name as printed, without marks and spaces.
        is_own: It is the name of the paper itself.
        heads_page: A page number follows it.
        has_date: One of the group's fields is a date.
        fields: The number of the group's masthead fields.
    """

    name: str
    is_own: bool
    heads_page: bool = False
    has_date: bool = False
    fields: int = _FULL_MASTHEAD


def can_be_name(text: str) -> bool:
    """Whether a title that ends with 报 can be a newspaper's name: it is no common noun and no part of a sentence."""
    name = bare(text)
    noun = re.sub("(?:[·・]?[^·・]{2}版|周刊)$", "", name)
    return named_days.PROSE.search(noun) is None and _COMMON_NOUN.fullmatch(noun) is None


def bare(text: str) -> str:
    """Return a title in simplified characters without quotation marks and spaces, for comparing it with others."""
    return simplified(as_printed(text))


def as_printed(text: str) -> str:
    """Return a title in its own characters, without quotation marks and spaces."""
    return "".join(text.strip(_MARKS).split())


def titles_of(clusters: Sequence[Sequence[Line]], first: int, last: int) -> PrintedTitles:
    """Return the newspaper's names in the groups of masthead lines, those of the group with the most fields first.

    Args:
        clusters: The groups of adjacent masthead lines.
        first: The number of the file's first line.
        last: The number of the file's last line.
    """
    heads = [(lines, fields.masthead_fields("  ".join(line.plain for line in lines))) for lines in clusters]
    heads.sort(key=lambda head: -head[1].count)
    date = next((head.date for _, head in heads if head.date), None)
    printed_names: list[_Found] = []
    repeated: Counter[str] = Counter()
    for lines, head in heads:
        head_names = list(_names_in(lines, head, first, last, is_of_day=head.date in (None, date)))
        printed_names += head_names
        repeated.update({bare(printed_name.name) for printed_name in head_names if printed_name.heads_page})
    several = {name for name, count in repeated.items() if count > 1}
    own_name = next((printed_name for printed_name in printed_names if printed_name.is_own), None)
    if own_name is None and len(several) == 1:
        own_name = next(printed_name for printed_name in printed_names if bare(printed_name.name) in several)
    dated = {bare(printed_name.name) for printed_name in printed_names if printed_name.has_date}
    if own_name and own_name.fields < _FULL_MASTHEAD and len(dated) > 1:
        own_name = None  # clippings from several papers, each with its source
    names = tuple(dict.fromkeys(printed_name.name for printed_name in printed_names))
    stated = (_PUBLISHED.search(line.plain) for lines in clusters for line in lines)
    publisher = next((match["title"] for match in stated if match), None)
    dated_heads = [lines for lines, head in heads if head.is_dated or _has_month_of_issue(lines)]
    latin = next(chain.from_iterable(map(_latin_names, dated_heads)), None)
    return PrintedTitles(own_name.name if own_name else None, names, publisher, latin)


def _has_month_of_issue(lines: Sequence[Line]) -> bool:
    return any(latin_mastheads.is_month_of_issue(line.plain) for line in lines)


def _names_in(
    lines: Sequence[Line], head: fields.MastheadFields, first: int, last: int, *, is_of_day: bool
) -> Iterator[_Found]:
    """Yield the names in one group of lines; `is_of_day`: the group has no date, or that of the masthead."""
    yield from _of_record(lines, has_date=head.date is not None)
    is_on_top = lines[0].number == first
    is_at_foot = lines[-1].number == last and not is_on_top
    is_masthead = head.is_dated or head.number is not None or head.cn is not None or head.lunar is not None
    may_be_own = is_of_day and (not is_at_foot or head.count >= _FULL_MASTHEAD)
    dated = next((i for i, line in enumerate(lines) if fields.masthead_fields(line.plain).has_year), -1)
    for i, line in enumerate(lines):
        if LineFeature.FRONT_MATTER in line.own or fields.is_record_field(line.plain):
            continue
        span = _only_title(line.plain)
        if span is None:
            continue
        plain = line.plain[slice(*span)]
        if len(line.text) == len(line.plain):
            name = line.text[slice(*span)]
        else:
            name = plain
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
            is_own = is_masthead or (is_on_top and i == 0 and (heads_page or len(lines) > 1))
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
    """Return the span of the title on a line; None if there is none or several, or if it is the value of a field."""
    left = fields.without_fields(text)[0].replace(fields.BLANK, " ")
    if fields.is_title(left.strip()):
        return len(left) - len(left.lstrip()), len(left.rstrip())
    words = (word for word in _WORD.finditer(left) if not word[0].endswith("机关报"))
    spans = [word.span() for word in words if fields.is_title(word[0])]
    if not spans:
        return named_days.name_beside_day(text)
    if len({bare(text[slice(*span)]) for span in spans}) != 1:
        return None
    if text[: spans[0][0]].rstrip().endswith((":", "：")):
        return None
    return spans[0]


def _is_over_page(rest: str, below: Sequence[Line]) -> bool:
    """Whether a page number follows a title: in `rest` of its line, or on the line below if `rest` is empty."""
    text = rest.strip() or "".join(line.plain for line in below)
    return pages.page_line(text) is not None or pages.is_bare_label(text)


def _of_record(lines: Sequence[Line], *, has_date: bool) -> Iterator[_Found]:
    """Yield the names in the fields of an archive's record or of front matter, that of the field for the name first.

    The field for the source has the paper's own name in front matter, or if the record also has a date or page;
    otherwise it may be the source of a quotation.
    """
    front = [line for line in lines if LineFeature.FRONT_MATTER in line.own]
    is_front = bool(front)
    front_fields = front_matter.fields_in((line.text, line.indented) for line in front)
    stated = {field.key: field.value for field in reversed(front_fields) if field.value}
    for line in lines:
        is_record = LineFeature.FRONT_MATTER not in line.own and fields.is_record_field(line.plain)
        for match in _FIELD_OF_SEVERAL.finditer(line.plain) if is_record else ():
            stated.setdefault(match["key"].lower(), line.text[slice(*match.span("value"))])
    keys = frozenset(stated)
    for among, is_own in (
        (_NAME_FIELDS, True),
        (_SOURCE_FIELDS, is_front or bool(keys & _PLACE_FIELDS)),
        (
            _TITLE_FIELDS if is_front else frozenset[str](),
            has_date and not keys & (_NAME_FIELDS | _SOURCE_FIELDS),
        ),
    ):
        for key in stated:
            name = stated[key]
            if key in _TITLE_FIELDS:
                name = front_matter.paper_in(name) or name
            if key in among and fields.is_title(bare(name)) and can_be_name(name):
                yield _Found(as_printed(name), is_own)
            elif key in among & _NAME_FIELDS and is_front and latin_mastheads.is_name(name):
                yield _Found(name.strip(), is_own)


def _latin_names(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the titles in Latin letters right above a day, or before it: The Yanqiao Daily."""
    for line, below in pairwise(lines):
        is_title = _LATIN_NAME.search(line.plain) is not None and is_latin_title(line.plain)
        if is_title and fields.masthead_fields(below.plain).is_dated:
            yield line.text.strip()
        elif latin_mastheads.is_line_of_masthead(below.plain) and latin_mastheads.is_name(line.text):
            yield line.text.strip(' .*"“”')
    for at, _ in enumerate(lines):
        named_above = masthead_place.name_above_day(lines, at)
        if named_above is not None:
            yield lines[named_above].text.strip(' .*"“”')
    for line in lines:
        name = latin_mastheads.name_in(line.text)
        if name is not None and latin_mastheads.is_line_of_masthead(line.plain):
            yield name


_NO_TITLE = frozenset(
    {
        LineFeature.RULE,
        LineFeature.PICTURE,
        LineFeature.FURNITURE,
        LineFeature.MASTHEAD,
        LineFeature.PAGE_LINE,
        LineFeature.STAFF,
    }
)


def _large_word(lines: Sequence[Line], head: fields.MastheadFields) -> Iterator[_Found]:
    """Yield the first line above a date or month and an issue number as the paper's name, if it is a short phrase:
    参考消息, 红旗战报; above a date alone, one that has a word for papers, and is here by its place
    (`named_days.is_named_over_day`).
    """
    first = next((line for line in lines if not line.own & _NO_TITLE), None)
    if first is None or first.number >= lines[-1].number:
        return
    if head.date is None and not any(fields.tells_time_of_issue(line.plain) for line in lines):
        return
    word = "".join(first.plain.split())
    if head.number is None and not named_days.is_publication(word):
        return
    if (
        named_days.HAN_WORD.fullmatch(first.plain)
        and (not word.endswith("报") or word.endswith(_BY_HAND))
        and word not in line_patterns.section_labels()
        and named_days.PROSE.search(word) is None
    ):
        yield _Found(as_printed(first.text), is_own=True)


_BY_HAND = ("战报", "喜报", "捷报")
"""What sheets of groups are called, and what news of a battle are."""
_LONGEST_APP = 16
_FRONT_MATTER = LineFeature.FRONT_MATTER
_STAFF = LineFeature.STAFF
_BARE_PAGE = LineFeature.BARE_PAGE
_OF_PAGE = frozenset(
    {
        LineFeature.PAGE_LINE,
        LineFeature.MASTHEAD,
        LineFeature.TITLE,
        LineFeature.BARE_PAGE,
        LineFeature.IMPRINT,
    }
)
_ONLY_PAGE = frozenset({LineRole.PAGE})
_OF_CREDITS = frozenset({LineRole.BYLINE, LineRole.SIGNATURE})
# a longer name counts as a person's only if `is_name` recognizes it
_LONGEST_PEN_NAME = 3
_LONGEST_HEADING = 40
"""A longer line without final punctuation is taken for the first half of a sentence."""
_HEAD = 8
"""Maximum lines from a title to its date and number."""

_LATIN_NAME = pattern(f"[ .·-](?:{LATIN_TITLES})$", re.IGNORECASE)
_APP = pattern(f"[{HAN}]{{2,4}}(?:发布|融媒|云|新闻|在线|网|通|观察|头条|号)")
_ENDS_APP = frozenset("布媒云闻线网通察条号")
_OF_APP = pattern("(?:新闻)?客户端|官方?微[信博]|微信(?:公众号)?|公众号|视频号")
_NAME = pattern(
    f"[{HAN}]{{1,6}}(?:周末|周刊|新闻|商情|文摘|文萃|导刊|画刊|月刊|旬刊|消息|信息|通讯|时讯|电讯|参考)|[{HAN}]{{2,4}}[日晚晨早][{HAN}]"
)
"""The name of a paper that does not end with 报, or whose last character was misread."""
_IN_ARTICLES = ANY_ROLE - OUTSIDE


def allowed(lines: Sequence[Line], features: Sequence[frozenset[LineFeature]]) -> list[frozenset[LineRole]]:
    """Return for each line the roles that it may have.

    A reader's decisions restrict them. Only lines of fields or decoration, or with a role from a reader, may be outside
    of articles; the first line of a file may be recognised as the title by its position. Editors' names belong to the
    page if the file has other lines of a page's head, or if they interrupt a sentence; otherwise to the article, as on
    web pages.
    """
    is_staff = [_STAFF in line.own and _names_people(line) for line in lines]
    is_page = any(
        _STAFF not in line_features
        and not _OF_PAGE.isdisjoint(line_features)
        and not fields.is_record_field(line.plain)
        for line, line_features in zip(lines, features, strict=True)
    ) or any(
        staff and len(above.plain) > _LONGEST_HEADING and LineFeature.ENDS_OPEN in line_features
        for above, line_features, staff in zip(lines, features, is_staff[1:], strict=False)
    )
    may_be_outside = [
        _FRONT_MATTER in line.own
        or staff
        or (_BARE_PAGE in line_features and _is_half_of_page(line.plain))
        or (is_decoration(line.plain) and _is_so_as_printed(line))
        for line, line_features, staff in zip(lines, features, is_staff, strict=True)
    ]
    for i, line in enumerate(lines):
        if (
            not may_be_outside[i]
            and len(line.plain) <= _LONGEST_APP
            and line.plain[-1] in _ENDS_APP
            and _APP.fullmatch(squeezed(line.plain))
        ):
            below = lines[i + 1 : i + 2]
            may_be_outside[i] = any(_OF_APP.fullmatch(squeezed(other.plain)) for other in below)
    if lines and not may_be_outside[0]:
        may_be_outside[0] = _is_first_title(lines, may_be_outside)
    places = _with_heads(lines, may_be_outside)
    of_sites = {at for at, line in enumerate(lines) if is_of_site(line.plain)}
    places = structs.replace(places, certain=places.certain | of_sites)
    if named_days.is_named_over_day(lines, features):
        may_be_outside[:2] = [True, True]
        places = structs.replace(places, certain=places.certain | {0, 1})
    return [
        _allowed_role(
            line, places, at, is_outside=may_be_outside[at], is_article_staff=is_staff[at] and not is_page
        )
        for at, line in enumerate(lines)
    ]


def _with_heads(lines: Sequence[Line], may_be_outside: list[bool]) -> HeadPlaces:
    """Return where mastheads are; what only the place of a line tells is added to the lines that may be outside."""
    page_begins = list(masthead_place.begins_of_pages(lines))
    heads = masthead_place.heads_of(lines, may_be_outside, page_begins)
    names: set[int] = set()
    for at in sorted(heads):
        if latin_mastheads.is_note(lines[at].plain):
            may_be_outside[at] = True
        name = masthead_place.name_above_day(lines, at)
        if name is not None:
            may_be_outside[name : at + 1] = [True] * (at + 1 - name)
            names.add(name)
            names.update(masthead_place.notes_below(lines, at))
            if latin_mastheads.is_month_of_issue(lines[at].plain):
                names.update(range(name, at + 1))
        if at == 0 and named_days.is_head_of_file(lines):
            may_be_outside[at] = True
            names.add(at)
        if not masthead_place.is_line_of_head(lines[at].plain):
            continue
        has_name = at > 0 and at - 1 in heads and _names_paper(lines[at - 1], lines[at])
        if has_name:
            may_be_outside[at - 1] = True
            names.add(at - 1)
        if has_name or latin_mastheads.is_line_of_masthead(lines[at].plain):
            may_be_outside[at] = True
    places = masthead_place.places_of(lines, may_be_outside, page_begins)
    for at in places.of_text:
        may_be_outside[at] = False
    return structs.replace(places, certain=places.certain | names)


def _names_paper(above: Line, dated: Line) -> bool:
    """Whether the line above one with a day and other fields of a masthead is the name of the paper."""
    if fields.is_title(above.plain) or _NAME.fullmatch("".join(above.plain.split())):
        return True
    return latin_mastheads.is_line_of_masthead(dated.plain) and latin_mastheads.is_name(above.text)


def _allowed_role(
    line: Line, places: HeadPlaces, at: int, *, is_outside: bool, is_article_staff: bool
) -> frozenset[LineRole]:
    """Return the roles that a line may have."""
    if line.decisions.names_role:
        return line.decisions.roles
    if LineFeature.SECTION_MARK in line.own:
        return _ONLY_PAGE
    if is_article_staff and line.decisions.roles is ANY_ROLE:
        return _OF_CREDITS
    if at in places.certain and line.decisions.roles is ANY_ROLE:
        return OUTSIDE
    if is_outside:
        return line.decisions.roles
    return _in_articles(line.decisions.roles)


def _is_so_as_printed(line: Line) -> bool:
    """Whether a line of decoration is some as it is printed: a word behind a space is no misread part of a field."""
    if len(line.plain) == len(line.text) or fields.masthead_fields(line.plain).count > _FULL_MASTHEAD:
        return True
    return is_decoration(simplified(line.text))


def _in_articles(roles: frozenset[LineRole]) -> frozenset[LineRole]:
    """Return the roles without those outside of articles; all of `roles` if none is left."""
    if roles is ANY_ROLE:
        return _IN_ARTICLES
    return roles & _IN_ARTICLES or roles


def _names_people(line: Line) -> bool:
    names = [name for credit in line.credits() for name in credit.names]
    return all(len(name) <= _LONGEST_PEN_NAME or is_name(name) for name in names)


def _is_half_of_page(text: str) -> bool:
    """Whether a line is one of the two lines of a page's head: the page's label or its name."""
    return pages.is_bare_label(text) or PAGE_NAME.fullmatch(text) is not None


def _is_first_title(lines: Sequence[Line], may_be_outside: Sequence[bool]) -> bool:
    """Whether the first line is the newspaper's title, by its position.

    It must be a registered name above a date, or have the form of a name above a date and an issue number; there must
    be no other title among these lines. A periodical's name with its number tells by itself.
    """
    if names_periodical(lines):
        return True
    name = "".join(lines[0].plain.split())
    is_known = name in assets.newspapers().values()
    if not is_known and not _NAME.fullmatch(name):
        return False
    head = []
    for line, may in zip(lines[1 : 1 + _HEAD], may_be_outside[1:], strict=False):
        if not may:
            break
        head.append(line.plain)
    head_fields = fields.masthead_fields("  ".join(head))
    is_issue = head_fields.date is not None and (is_known or head_fields.number is not None)
    return is_issue and not any(map(fields.title_in, head))
