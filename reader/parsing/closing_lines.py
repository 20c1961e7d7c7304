"""The lines that close a text: who signs it, what is called out, and its date.

Each of them alone looks like a heading: short, and without a full stop at its end.
"""

from collections.abc import Sequence
from itertools import pairwise

from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.parsing import fields
from reader.parsing.line_features import OF_HEADS, Line
from reader.parsing.masthead_place import is_bare_day
from reader.parsing.weights import LineFeature

_SIGNED_BELOW = 4
_MOST_SIGNING = 5
"""Lines between a text and its date: slogans, and who signs."""
_LONGEST_SLOGAN = 30
ORGANISATION = pattern(
    "^.{2,30}(?:公司|局|委员会|办公室|院|社|厂|校|会|部|馆|中心|政府|大队|支队|站|组|指挥部|总部|兵团|战斗队|全体(?:职工|师生|社员|战士))$"
)
_FORMULA = pattern(
    "(?:此[布令致复覆启告据]|切切此[布令]|特此(?:布告|公告|通告|声明|启事|通知)|敬礼|右[告令]通知|谨启)"
)
"""What closes a proclamation or a letter, above who signs it."""
_ENDS_IN_FORMULA = pattern(f"{_FORMULA.pattern}[。．.！!]?$")
_WHO_ORDERS = pattern(
    f"[{HAN}]{{0,12}}(?:[省市县区乡镇厅局处科院校厂场站所会社部]长|专员|主席|主任|书记|知事|道尹|[司总]令|司令员|督[军办]|都督|大总统|执政)"
    f"[\\s　]+[{HAN}]{{2,3}}"
)
"""Who signs an order: 县长　赵某."""
_WHO_ANNOUNCES = pattern(
    f"[{HAN}\\s　]{{1,18}}?(?:[会部社局馆所宅行号店厂校司家处堂园院坊斋]|[谨敬同公具拜泣哀某]|[{HAN}][\\s　])[启啓啟]"
    f"|(?!.*[向对给朝为幕])[{HAN}\\s　]{{2,18}}?(?:[谨敬同公]白|谨上|敬上|谨告|同叩|拜叩|鞠躬|顿首)"
)
"""Who announces something: 布业公会启, 黄宅谨启; whoever bows to somebody does so in the news: 代表向群众鞠躬."""
_NOTICE = pattern("(?:通知|通告|公告|声明|启事|布告|倡议书?|公开信|来信|更正)$")
_MOST_OF_NOTICE = 6
"""Lines of a notice, its heading among them."""
_ENDS_LETTER = pattern(
    "(?:I am|I remain|We are|We remain|Yours|Believe me|I have the honou?r)[^.]{0,40}(?:[.],|,|&c[.]?|etc[.]?)"
)
_PLACE_AND_DAY = pattern(
    "[A-Z][A-Za-z .'’-]{1,30}, ?(?:[0-9]{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}"
    "|[A-Z][a-z]{2,8}[.]? [0-9]{1,2}(?:st|nd|rd|th)?)(?:,? [12][0-9]{3})?[.]?"
)
_LAST_LATIN = "z"
_MOST_OF_CLOSE = 3
"""Lines of a letter's close above its date: the formula, and who signs."""
_MOST_AT_END = 9
"""Lines at the end of a file that may sign its last text: slogans, several who sign, and the day."""
_NUMBER = "[0-9０-９〇零○一二三四五六七八九十廿卅元]"
_DAY_ALONE = (
    f"[（(]?(?:(?:公元|(?:中华)?民国)?{_NUMBER}{{2,4}}年(?:{_NUMBER}{{1,2}}月(?:{_NUMBER}{{1,3}}[日号號]?)?|[{HAN}]{{2,4}}节|元旦)"
    f"|{_NUMBER}{{1,2}}月{_NUMBER}{{1,3}}[日号號]|{_NUMBER}{{2,4}}[.．、/-]{_NUMBER}{{1,2}}[.．、/-](?:{_NUMBER}{{1,3}}[.．]?)?)"
    f" ?(?:[上下中]午|晚上?|凌晨|清晨|早晨?|夜)? ?(?:{_NUMBER}{{1,3}}[时点時點](?:半|正|{_NUMBER}{{1,3}}分)?)?"
    f" ?(?:(?:[深夜晨]?[写作记草]|脱稿|完稿)?[于於][{HAN}]{{2,12}}|[写作记])?[）)]?[。.]?"
)
"""A day that stands alone: 1967.1.18, 1967年8月9日21时, 六七年五月三日, 一九六七年国庆节, 1967年1月27日写于江滩医院."""
_CLOSING_DAY = pattern(_DAY_ALONE)
_WHO_AND_DAY = pattern(
    f"(?!.{{0,48}}(?:版|[期号]|报[\\s\\d]))(?:[{HAN}\\s]{{2,30}}?\\s?)?(?={_NUMBER}{{2,4}}[年.．/-]|(?:公元|(?:中华)?民国){_NUMBER}){_DAY_ALONE}"
)
"""Who signs, with the day, or the day of a year: 江滩中学全体师生启1957.7.4, 民国三十八年五月."""
_LONGEST_WITH_DAY = 48
_BY_ALL = pattern(f"(?![{HAN}]{{0,20}}[致给告向对为令][{HAN}]{{0,20}}全体)[{HAN}]{{4,20}}全体[{HAN}]{{2,8}}")
_NEAR = 40
"""Lines above and below in which is looked for bylines."""
_AUTHORS = frozenset({LineFeature.AUTHOR_LINE, LineFeature.CREDIT_LINE})
_PEN_NAME = pattern(f"[{HAN}]{{2,4}}")
_LONGEST_SIGNING = 24
_LONGEST_UNNAMED = 12
_ABOVE_SIGNATURES = frozenset(
    {
        LineFeature.ENDS_SENTENCE,
        LineFeature.CONTACT,
        LineFeature.ROWS,
        LineFeature.PRINTED_LONG,
        LineFeature.GOES_ON,
    }
)
_MAY_BEGIN_TEXT = _ABOVE_SIGNATURES | {LineFeature.GREETING}
_ABOVE_CLOSE = _ABOVE_SIGNATURES | {LineFeature.ENDS_EXCLAIMING}
_ENDS_TEXT = frozenset(
    {LineFeature.ENDS_SENTENCE, LineFeature.ENDS_EXCLAIMING, LineFeature.ENDS_QUOTED_SENTENCE}
)
_DATES = frozenset({LineFeature.MASTHEAD, LineFeature.MONTH_DATE})
_SHORT = frozenset(
    {
        LineFeature.LENGTH_4,
        LineFeature.LENGTH_6,
        LineFeature.LENGTH_9,
        LineFeature.LENGTH_16,
        LineFeature.LENGTH_30,
    }
)
_MAY_CLOSE = _DATES | {LineFeature.HEADING_LIKE}
_OF_NOTICES = frozenset({LineFeature.NOTICE_LABEL, LineFeature.NOTICE_TITLE})
_ABOUT_MASTHEADS = OF_HEADS | {LineFeature.IMPRINT}


def _is_lone_date(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether line `i` is a date at the end of a text, as in a letter or a document.

    No line of a masthead may be next to it, and text must be close above; who signs and what is called out may be
    between. Below an organisation's name, only the line above counts.
    """
    if lines[i].own.isdisjoint(_DATES):
        return False
    if LineFeature.MONTH_DATE in lines[i].own:
        # above a text, it is a heading of a chronicle
        if i + 1 < len(lines) and not lines[i + 1].is_heading_like:
            return False
    elif not fields.is_date(lines[i].plain):
        return False
    end = i
    while end and i - end < _MOST_SIGNING and _may_sign(lines[end - 1]):
        end -= 1
    above = lines[max(0, end - _SIGNED_BELOW) : i]
    neighbours = [*above[-1:], *lines[i + 1 : i + 2]]
    if above and ORGANISATION.search(above[-1].plain):
        neighbours = list(above[-1:])
    return not any(line.own & _ABOUT_MASTHEADS for line in neighbours) and any(
        not line.own.isdisjoint(_ABOVE_SIGNATURES) for line in above
    )


def around_dates(lines: tuple[Line, ...], i: int) -> set[LineFeature]:
    """Return the features of lines that close a text: of its date, of who signs it, of what is called out."""
    if len(lines) - i <= _MOST_AT_END and _closes_file(lines, i):
        return _of_text_above(lines, i) | {LineFeature.CLOSES_FILE}
    return _of_text_above(lines, i)


def _closes_file(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether line `i` is one of the short lines at the end of a file whose last one is a day: below these no
    text stands that any of them could head.

    Notices below other texts have their own signatures; a notice may be all that a file has.
    """
    if not _is_closing_day(lines[-1].plain):
        return False
    end = lines[i:]
    if any(len(line.plain) > _LONGEST_SLOGAN or line.level or _is_text_or_head(line) for line in end[:-1]):
        return False
    if any(line.own & _OF_NOTICES and not _FORMULA.fullmatch(line.plain) for line in lines[1:i]):
        return False
    above = lines[max(1, len(lines) - _MOST_AT_END - _SIGNED_BELOW) : i]
    return any(not line.own.isdisjoint(_ABOVE_CLOSE) for line in above)


def _is_text_or_head(line: Line) -> bool:
    """Return whether a line is a sentence that is not called out, a verse that goes on, or one of a masthead's."""
    if not line.own.isdisjoint(_ABOUT_MASTHEADS) or line.plain[-1] in "，,；;：:、":
        return True
    return LineFeature.ENDS_SENTENCE in line.own and LineFeature.ENDS_EXCLAIMING not in line.own


def _is_closing_day(plain: str) -> bool:
    return len(plain) <= _LONGEST_SIGNING and _CLOSING_DAY.fullmatch(plain) is not None


def _of_text_above(lines: tuple[Line, ...], i: int) -> set[LineFeature]:
    """Return the feature of a date at the end of a text, of the heading-like line above, or of who signs an order or
    a notice.
    """
    line = lines[i]
    if (LineFeature.HALVES in line.own and _signs_order(lines, i)) or _signs_notice(lines, i):
        return {LineFeature.READER_SIGNED}
    if i and line.own & _SHORT and (closing := _closing(lines, i)):
        return closing
    if line.own.isdisjoint(_MAY_CLOSE):
        return set()
    if _is_lone_date(lines, i):
        return {LineFeature.LONE_DATE}
    below = i + 1
    while line.is_heading_like and below < len(lines) and below - i <= _MOST_SIGNING:
        if _is_lone_date(lines, below):
            return {LineFeature.ABOVE_DATE}
        if not _may_sign(lines[below]) or not _may_be_called_out(line):
            return set()
        below += 1
    if line.is_heading_like and below == len(lines) and _signs_undated(lines, i):
        return {LineFeature.ABOVE_DATE}
    return set()


def _closing(lines: Sequence[Line], i: int) -> set[LineFeature]:
    """Return the features of a short line that closes a letter, or of who signs a text; none of any other."""
    if not lines[i - 1].own.isdisjoint(_ENDS_TEXT) and _signs_above_heading(lines, i):
        return {LineFeature.LONE_DATE, LineFeature.READER_SIGNED}
    if LineFeature.ENDS_SENTENCE in lines[i - 1].own and signs_text(lines, i):
        return {LineFeature.READER_SIGNED}
    if lines[i].plain[0] > _LAST_LATIN:
        return set()
    if _closes_letter(lines, i):
        return {LineFeature.READER_SIGNED}
    if _dates_letter(lines, i):
        return {LineFeature.LONE_DATE, LineFeature.READER_SIGNED}
    return set()


def _signs_order(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether line `i` is one of those who sign an order, by office and name, right below its text.

    The text ends with a formula, or its date is below: who speaks in the text that follows stands above it as well.
    """
    if not _is_of_office(lines[i]):
        return False
    first = i
    while first and i - first < _MOST_SIGNING and _is_of_office(lines[first - 1]):
        first -= 1
    above = lines[max(0, first - 1)]
    if _ENDS_IN_FORMULA.search(above.plain):
        return True
    below = i + 1
    while below < len(lines) and below - i < _MOST_SIGNING and _is_of_office(lines[below]):
        below += 1
    is_dated = below < len(lines) and is_bare_day(lines[below].plain)
    return is_dated and LineFeature.ENDS_SENTENCE in above.own


def _signs_notice(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether line `i` is who announces the text that ends right above it."""
    line = lines[i]
    if i == 0 or len(line.plain) > _LONGEST_SIGNING or line.level or LineFeature.ENDS_OPEN not in line.own:
        return False
    return LineFeature.ENDS_SENTENCE in lines[i - 1].own and _WHO_ANNOUNCES.fullmatch(line.plain) is not None


def _signs_above_heading(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` tells of the text that ends right above it when it was written, or that all of a school
    or a factory have; and another heading follows: below a heading with such words, its text would.
    """
    line = lines[i]
    if i + 1 == len(lines) or not lines[i + 1].is_heading_like or line.level:
        return False
    is_of_page = LineFeature.PAGE_LINE in line.own or LineFeature.TITLE in line.own
    is_below_heading = lines[i - 1].is_heading_like and LineFeature.ENDS_EXCLAIMING not in lines[i - 1].own
    if is_of_page or is_below_heading or len(line.plain) > _LONGEST_WITH_DAY:
        return False
    return _WHO_AND_DAY.fullmatch(line.plain) is not None or _BY_ALL.fullmatch(line.plain) is not None


def signs_text(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` is who wrote the text that ends right above it, and a heading with a text follows.

    It is a name without an office, above a section any that is short enough, or below a notice an organisation.
    """
    if i == 0 or LineFeature.ENDS_SENTENCE not in lines[i - 1].own:
        return False
    if i + 2 >= len(lines) or len(lines[i].text) > _LONGEST_SIGNING:
        return False
    heading, text = lines[i + 1 : i + 3]
    is_section = LineFeature.SECTION_LABEL in heading.own and text.is_heading_like
    has_author = not text.own.isdisjoint(_AUTHORS)
    may_head = is_section or has_author or not text.own.isdisjoint(_MAY_BEGIN_TEXT)
    if not heading.is_heading_like or not may_head:
        return False
    line = lines[i]
    if has_author and LineFeature.AUTHOR_LINE in line.own and _PEN_NAME.fullmatch(line.plain):
        return True
    if LineFeature.GREETING in text.own and _signs_letter(lines, i):
        return True
    if LineFeature.AUTHOR_LINE not in line.own and not _is_above_section(line, heading):
        return ORGANISATION.search(line.plain) is not None and _is_below_notice(lines, i)
    return not _is_of_office(line) and not _have_bylines(lines, i)


def _signs_letter(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i`, above another letter, is who wrote the one above, without a name: “一个过江的人”."""
    line = lines[i]
    if len(line.plain) > _LONGEST_UNNAMED or LineFeature.SECTION_LABEL in line.own or line.level:
        return False
    return any(LineFeature.GREETING in above.own for above in lines[max(0, i - _MOST_OF_NOTICE) : i])


def _have_bylines(lines: Sequence[Line], i: int) -> bool:
    """Return whether a heading near line `i` has its author below it, so that the one of the next text may be above."""
    near = lines[max(0, i - _NEAR) : i + _NEAR]
    return any(
        LineFeature.HEADING_LIKE in above.own and not below.own.isdisjoint(_AUTHORS)
        for above, below in pairwise(near)
    )


def _is_above_section(line: Line, heading: Line) -> bool:
    """Return whether a line may be a pen name above the label of a section, which no other label stands above."""
    if LineFeature.SECTION_LABEL not in heading.own or line.is_label:
        return False
    return _PEN_NAME.fullmatch(line.plain) is not None


def _is_below_notice(lines: Sequence[Line], i: int) -> bool:
    """Return whether the heading above line `i` is that of a notice."""
    for above in reversed(lines[max(0, i - _MOST_OF_NOTICE) : i]):
        if above.is_heading_like:
            return _NOTICE.search(above.plain) is not None
    return False


def _closes_letter(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` is the formula that a letter closes with, “Yours truly,”, or who signs right below it."""
    if _is_formula(lines[i]):
        return True
    return i > 0 and len(lines[i].plain) <= _LONGEST_SIGNING and _is_formula(lines[i - 1])


def _is_formula(line: Line) -> bool:
    return _ENDS_LETTER.fullmatch(line.plain) is not None


def _dates_letter(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i` tells where and when the letter above was written: “Lower Bund, 4th May.”"""
    if _PLACE_AND_DAY.fullmatch(lines[i].plain) is None:
        return False
    return any(_is_formula(line) for line in lines[max(0, i - _MOST_OF_CLOSE) : i])


def _is_of_office(line: Line) -> bool:
    if len(line.plain) > _LONGEST_SIGNING or LineFeature.ENDS_OPEN not in line.own:
        return False
    return _WHO_ORDERS.fullmatch(line.plain) is not None


def _signs_undated(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether line `i` is one of the few slogans and names at the end of a file, below a text without a date."""
    above = lines[max(0, i - _SIGNED_BELOW - _MOST_SIGNING) : i]
    is_below_text = any(not line.own.isdisjoint(_ABOVE_SIGNATURES) for line in above)
    return is_below_text and len(lines) - i <= _MOST_SIGNING and _may_be_called_out(lines[i])


def _may_sign(line: Line) -> bool:
    """Return whether a line may be between a text and its date."""
    if line.is_heading_like or LineFeature.AUTHOR_LINE in line.own:
        return True
    return len(line.text) <= _LONGEST_SLOGAN and _may_be_called_out(line)


def _may_be_called_out(line: Line) -> bool:
    """Return whether a line may be a slogan or a formula below a text, or the name of an organisation that
    signs it.
    """
    if LineFeature.ENDS_EXCLAIMING in line.own or _FORMULA.fullmatch(line.plain):
        return True
    return ORGANISATION.search(line.plain) is not None
