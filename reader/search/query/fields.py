"""The fields of the query language, each with all its names, its parser and its help.

Also `matches`, which tests a query on a single document.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from msgspec import Struct
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader import i18n
from reader.i18n import Words, later, say
from reader.language.equality import in_simplified
from reader.language.forms import search_form
from reader.language.patterns import pattern
from reader.newspaper.holdings import Document, Example, NumberField, ValueField
from reader.search.needles import needle_of
from reader.search.query.completion_kind import CompletionKind
from reader.search.query.date_reader import DateReader
from reader.search.query.feature_fields import (
    KEYS_OF_ANSWERS,
    TakenNames,
    fields_of_features,
    in_both_scripts,
)
from reader.search.query.nodes import (
    EVERYTHING,
    YEAR,
    InDossier,
    Newspaper,
    Page,
    Period,
    Query,
    UnknownDay,
    UnknownNewspaper,
    UnknownPage,
    any_of,
)
from reader.search.query.number_fields import (
    LENGTH_FIELD,
    NumberRange,
    end_of_number,
    number_readings,
    wanted_numbers,
)
from reader.search.query.string_nodes import Exact, Field, Leaf, TextTest
from reader.search.query.values import (
    EDITION,
    MONTH_DAY,
    MOST_READINGS,
    PICTURE_FIELD,
    Choice,
    Edition,
    EveryYear,
    MovingDays,
)
from reader.search.terms import NUMBER_FIELDS as INDEX_COLUMNS
from reader.search.terms import page_label


def matches(query: Query, document: Document) -> bool:
    return query.root is not None and _holds(query.root, document)


def _holds(node: Node, document: Document) -> bool:
    match node:
        case Leaf():
            return node.holds(document)
        case Not(query=part):
            return not _holds(part, document)
        case And(subqueries=parts):
            return all(_holds(part, document) for part in parts)
        case Or(subqueries=parts):
            return any(_holds(part, document) for part in parts)
        case _:
            raise TypeError(node)


def text_test(query: Query) -> TextTest | None:
    """Return `matches` as a test of text and id alone, which is fast for many documents.

    None if a part of the query needs other attributes of the document.
    """
    if query.root is not None:
        return _test(query.root)
    return None


def _test(node: Node) -> TextTest | None:
    match node:
        case Leaf():
            return node.text_test()
        case Not(query=part):
            inner = _test(part)
            if inner is None:
                return None
            return _negated(inner)
        case And(subqueries=parts) | Or(subqueries=parts):
            tests = list(filter(None, map(_test, parts)))
            if len(tests) < len(parts):
                return None
            return _joined(tests, all if isinstance(node, And) else any)
        case _:
            raise TypeError(node)


def _negated(test: TextTest) -> TextTest:
    def fails(text: str, article: int = 0) -> bool:
        return not test(text, article)

    return fails


def _joined(tests: Sequence[TextTest], hold: Callable[[Iterable[bool]], bool]) -> TextTest:
    def test_all(text: str, article: int = 0) -> bool:
        return hold(test(text, article) for test in tests)

    return test_all


def _end_of_word(_text: str, at: int, _dates: DateReader) -> int:
    return at


def _no_readings(_text: str, _dates: DateReader) -> Sequence[str]:
    return ()


class FieldKind(Struct, frozen=True):
    """A field of the query language, such as 标题: or 日期: with a value after the colon.

    All its names may be typed in traditional characters, too.

    Attributes:
        name: the name in Chinese, as it is printed; "" for the text as a whole, which needs no name.
        english: the name in English.
        parse: returns the query for a value; None if the value is invalid for this field.
        spellings: further names that may be typed before the colon.
        codes: names that newspaper databases use before an equals sign (TI='甲').
        almost: words that people may type before the colon by mistake; the field is then suggested.
        completions: the kinds of completions that are offered while a value is typed.
        end_of_value: returns the end offset of a value that may contain spaces and signs; the offset itself for a word.
        readings: returns what a value may mean that is invalid, as values.
        wanted: returns a sentence that says which values are valid; for fields that have invalid ones.
        help: its lines of the help.
    """

    name: str
    english: str
    parse: Callable[[str, DateReader], Node | None]
    spellings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    almost: tuple[str, ...] = ()
    completions: tuple[CompletionKind, ...] = ()
    end_of_value: Callable[[str, int, DateReader], int] = _end_of_word
    readings: Callable[[str, DateReader], Sequence[str]] = _no_readings
    wanted: Words = str
    help: tuple[Example, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names that may be typed before the colon."""
        return in_both_scripts(filter(None, (self.name, self.english, *self.spellings)))


def _string_in(where: Field) -> Callable[[str, DateReader], Node]:
    def parse(text: str, _dates: DateReader) -> Node:
        return Exact(text, needle_of(text), where)

    return parse


def _page_readings(text: str, _dates: DateReader) -> Sequence[str]:
    return list(dict.fromkeys(re.findall("[0-9]{1,3}", search_form(text))))


def _pages(text: str) -> Iterator[str]:
    """Yield the labels of pages given as a list (1,3) or as a range (A1-A4)."""
    for piece in _COMMA.split(text):
        between = _PAGES.fullmatch(search_form(piece))
        first, last = sorted((int(between[2]), int(between[3]))) if between else (1, 0)
        if between and first < last:
            # too wide a range is none: the query would be one of hundreds of pages
            numbers = range(first, last + 1) if last < first + _MOST_PAGES else ()
            yield from (f"{between[1]}{number}" for number in numbers)
        elif piece in _FRONT_PAGE:
            yield "1"
        elif page_label(piece):
            yield page_label(piece)


_FRONT_PAGE = ("头版", "首版")
_COMMA = pattern("[,，、;；]")
_PAGES = pattern(r"第?([a-z]?)0*([0-9]{1,3})版?(?:-|–|—|~|至|到|\.\.)第?\1?0*([0-9]{1,3})版?")
_MOST_PAGES = 100
"""The maximum number of pages in a range; no issue has so many."""


def _edition(text: str, _dates: DateReader) -> Node | None:
    """Return the query for an edition; that for pages if it names pages, as databases call these 版次, too."""
    pages = list(_pages(text))
    if pages and all(map(_NUMBERED.fullmatch, pages)):
        return any_of(map(Page, pages))
    if text.strip():
        return Edition(text)
    return None


_NUMBERED = pattern("[a-z]?[0-9]+")


def _in_dossier(text: str, dates: DateReader) -> Node:
    return InDossier(text)


def _page(text: str, _dates: DateReader) -> Node | None:
    if _is_unknown(text):
        return UnknownPage()
    return any_of(map(Page, _pages(text)))


def _newspaper(text: str, _dates: DateReader) -> Node:
    if _is_unknown(text):
        return UnknownNewspaper()
    return Newspaper(text, search_form(text))


def _date(text: str, dates: DateReader) -> Period | UnknownDay | None:
    if _is_unknown(text) or search_form(text) == "undated":
        return UnknownDay()
    return dates.period(text)


def _is_unknown(text: str) -> bool:
    return in_simplified(search_form(text)) in _UNKNOWN


_UNKNOWN = ("不明", "不详", "未知", "unknown", "none")


def _end_of_dates(text: str, at: int, dates: DateReader) -> int:
    return dates.end_of_value(text, at)


def _date_readings(text: str, dates: DateReader) -> Sequence[str]:
    return dates.readings(text)


def _before(text: str, dates: DateReader) -> Node | None:
    return dates.period("<" + text)


def _after(text: str, dates: DateReader) -> Node | None:
    return dates.period(">=" + text)


def _every_year(text: str, _dates: DateReader) -> Node | None:
    return EveryYear.of(text) or MovingDays.of(text)


def _end_of_month_day(text: str, at: int, dates: DateReader) -> int:
    match = _SPACED_MONTH_DAY.match(text, at)
    if match:
        return match.end()
    return at


_SPACED_MONTH_DAY = pattern(
    r"[A-Za-z]{3,9}\.? [0-9]{1,2}(?:st|nd|rd|th)?\b|[0-9]{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\b"
)


def _dates_wanted() -> str:
    return say("日期写成 1987、1987-06、1987-06-03、1987年6月3日、1985..1990 都行")


def _of_values(field: ValueField) -> FieldKind:
    def parse(text: str, _dates: DateReader) -> Node | None:
        return Choice.of(field, text)

    def readings(_text: str, _dates: DateReader) -> Sequence[str]:
        return [option.name for option in field.options[:MOST_READINGS]]

    def valid_values() -> str:
        names = (option.name for option in field.options)
        return say("{field}写成 {values}", field=field.label(), values=say("、").join(names))

    return FieldKind(
        field.name,
        field.english,
        parse,
        field.spellings,
        almost=field.almost,
        readings=readings,
        wanted=valid_values,
        help=field.help,
    )


def _of_numbers(field: NumberField) -> FieldKind:
    def parse(text: str, _dates: DateReader) -> Node | None:
        return NumberRange.of(field, text)

    def end_of_value(text: str, at: int, _dates: DateReader) -> int:
        return end_of_number(field, text, at)

    def readings(text: str, _dates: DateReader) -> Sequence[str]:
        return number_readings(text)

    return FieldKind(
        field.name,
        field.english,
        parse,
        field.spellings,
        almost=field.almost,
        end_of_value=end_of_value,
        readings=readings,
        wanted=partial(wanted_numbers, field),
        help=field.help,
    )


_CORE_FIELDS = (
    FieldKind(
        "",
        "text",
        _string_in(Field.ANYWHERE),
        ("intext", "allintext"),
        ("SU", "FT", "KY", "AB", "TKA", "主题", "关键词", "全文"),
        completions=(CompletionKind.NAME, CompletionKind.WORD, CompletionKind.DATE),
    ),
    FieldKind(
        "标题",
        "title",
        _string_in(Field.HEADLINE),
        ("headline", "intitle", "allintitle"),
        ("TI", "题名", "篇名"),
        ("题目", "题名", "篇名"),
        (CompletionKind.NAME, CompletionKind.WORD),
        help=(
            Example(
                "标题:渡口",
                "title:渡口",
                later("只在标题里（连眉题、副题）；记者: 只在署名里，栏目: 只在栏目名里"),
            ),
        ),
    ),
    FieldKind(
        "记者",
        "reporter",
        _string_in(Field.CREDITS),
        ("author", "inauthor", "byline"),
        ("AU", "作者", "责任者"),
        ("作者", "署名", "通讯员", "摄影", "责任者"),
        (CompletionKind.NAME,),
    ),
    FieldKind("栏目", "section", _string_in(Field.SECTION), ("column",)),
    FieldKind(
        "版",
        "page",
        _page,
        readings=_page_readings,
        wanted=later("版写成 1、A4、1-4、1,3 都行"),
        almost=("版面",),
        help=(
            Example(
                "版:1  报:日报", "page:1  paper:日报", later("第一版；名字里有“{word}”的报纸", word="日报")
            ),
            Example("版:不明  报:不明", "page:unknown  paper:unknown", later("不知道是哪一版、哪份报的")),
        ),
    ),
    FieldKind(
        "报",
        "paper",
        _newspaper,
        ("报纸", "报名", "newspaper", "publication"),
        ("LY", "JN", "刊名"),
        ("报纸名称", "刊名", "来源"),
        (CompletionKind.NEWSPAPER,),
    ),
    FieldKind(
        "版次",
        "edition",
        _edition,
        codes=("ED",),
        help=(Example("版次:晚刊", "edition:evening", later("一天出几次的报的晚刊；还有晨刊、号外、增刊")),),
    ),
    FieldKind(
        "日期",
        "date",
        _date,
        ("year",),
        ("YE", "DT", "年份", "年", "时间"),
        ("时间", "年份", "出版日期"),
        (CompletionKind.DATE,),
        end_of_value=_end_of_dates,
        readings=_date_readings,
        wanted=_dates_wanted,
        help=(
            Example(
                "日期:1987-06",
                "date:1987-06",
                later(
                    "那个月的；还有 日期:1987年6月3日、日期:去年春节、日期:民国三十五年五月、"
                    "日期:八十年代、日期:1985..1990、日期:1987-06..（从那时起）、日期:..1990（到那时止）"
                ),
            ),
            Example(
                "1987年6月",
                "1987-06-03",
                later("那个月的报纸，和提到“1987年6月”的文章；加引号就只找这几个字"),
            ),
            Example("日期:不明", "date:unknown", later("不知道是哪一天的报")),
        ),
    ),
    FieldKind(
        "每年",
        "yearly",
        _every_year,
        ("历年", "anniversary"),
        almost=("生日", "纪念日"),
        end_of_value=_end_of_month_day,
        wanted=later("每年写成 6月12日、06-12、6月、6月10日..6月20日、五月初五、端午 都行"),
        help=(
            Example(
                "每年:06-12",
                "yearly:06-12",
                later(
                    "历年这一天的，年份不详的也算；还有 每年:6月12日，每年:6月（那个月的），每年:6月10日..6月20日，"
                    "每年:五月初五、每年:端午（农历的日子，各年各算）"
                ),
            ),
        ),
    ),
    FieldKind(
        "专题",
        "dossier",
        _in_dossier,
        completions=(CompletionKind.DOSSIER,),
        help=(Example("专题:渡口旧事", "dossier:渡口旧事", later("收在这个专题里的文章")),),
    ),
    _of_numbers(LENGTH_FIELD),
    _of_values(PICTURE_FIELD),
)
_DAY_BOUNDS = (
    FieldKind(
        "before",
        "before",
        _before,
        end_of_value=_end_of_dates,
        readings=_date_readings,
        wanted=_dates_wanted,
    ),
    FieldKind(
        "after",
        "after",
        _after,
        end_of_value=_end_of_dates,
        readings=_date_readings,
        wanted=_dates_wanted,
    ),
)


def _names_of_core() -> TakenNames:
    typed = set(KEYS_OF_ANSWERS)
    for field in (*_CORE_FIELDS, *_DAY_BOUNDS):
        typed.update(name.lower() for name in (*field.names, *in_both_scripts(field.codes)))
    values = (LENGTH_FIELD.value, PICTURE_FIELD.value, EDITION, MONTH_DAY, YEAR)
    return TakenNames(typed, {*INDEX_COLUMNS, *(value.name for value in values)})


_FIELDS_OF_FEATURES = fields_of_features(_names_of_core())
VALUE_FIELDS = tuple(field for field in _FIELDS_OF_FEATURES if isinstance(field, ValueField))
"""The fields of features, whose values are told of each article."""
NUMBER_FIELDS = tuple(field for field in _FIELDS_OF_FEATURES if isinstance(field, NumberField))
"""The fields of features for numbers, which are asked for alone."""
FIELD_KINDS = (
    *_CORE_FIELDS,
    *map(_of_values, VALUE_FIELDS),
    *map(_of_numbers, NUMBER_FIELDS),
    *_DAY_BOUNDS,
)
FIELDS: Mapping[str, FieldKind] = {field.name: field for field in FIELD_KINDS}
"""The fields by `FieldKind.name`."""
NAMED: Mapping[str, FieldKind] = {name.lower(): field for field in FIELD_KINDS for name in field.names}
"""The fields by each of their `FieldKind.names`, in lower case."""


def help_lines() -> tuple[tuple[str, str], ...]:
    """Return the lines of the help, each an example and a description of what it finds."""
    examples = chain.from_iterable(field.help for field in FIELD_KINDS)
    return (
        ("渡口 板车", say("两个都有；AND、且 也行")),
        ('"渡口 的灯"', say("正是这一串；“…”「…」『…』也行")),
        (_example("渡口 或 码头", "渡口 OR 码头"), say("有一个就行；OR、| 也行")),
        ("渡口 /10 板车", say("两个词相隔不超过十个字，先后不论，在同一段里；NEAR/10 也行")),
        ("-广告", say("没有这个词；NOT 也行")),
        (_example("(渡口 或 码头) 板车", "(渡口 OR 码头) 板车"), say("先算括号里的")),
        (EVERYTHING, say("整个资料库，一篇不落；要找星号就加引号")),
        ("张?威", say("夹在字中间的 ? 是任意一个字；词末的问号不算，要找它就加引号")),
        *((_example(line.chinese, line.english), line.finds()) for line in examples),
    )


def _example(chinese: str, english: str) -> str:
    """Return the example in the language of the user interface; only operators differ, since the papers are Chinese."""
    if i18n.language() == "zh":
        return chinese
    return english


def help_note() -> str:
    return say("全角、半角的符号都认。怎样写都不会出错：是怎样理解的，总会说明。")
