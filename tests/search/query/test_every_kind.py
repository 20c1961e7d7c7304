"""Every kind of leaf and every field of the query language goes through all that must know it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from whoosh.query import Query as Node

from reader.newspaper.holdings import Document
from reader.search import query
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.query import (
    Near,
    Query,
    UnknownDay,
    UnknownNewspaper,
    UnknownPage,
    as_typed,
    matches,
    parse_query,
    text_test,
    understood_as,
)
from reader.search.query.fields import FIELD_KINDS, NUMBER_FIELDS, VALUE_FIELDS, FieldKind, help_lines
from reader.search.query.nodes import YEAR
from reader.search.query.number_fields import LENGTH_FIELD
from reader.search.query.string_nodes import ColumnLeaf, Leaf
from reader.search.query.values import EDITION, MONTH_DAY, PICTURE_FIELD, EveryYear
from tests.search.library_of_texts import TextTable, a_document
from tests.search.query.samples import SAMPLES, kinds_of_leaves, written

ROOT = Path(__file__).parents[3]
DOCUMENTS = [
    a_document(
        number,
        None if number % 9 == 0 else f"198{number % 5}-0{number % 3 + 1}-12",
        (None, "1", "2", "a4")[number % 4],
        newspaper=("雁桥日报", "雁桥晚报", "河口周刊")[number % 3] if number % 7 else "",
        headline="渡口春灌码头"[number % 4 :],
        section="民生" if number % 4 == 1 else "副刊",
        edition=("晨刊", None, "晚刊", None, "号外")[number % 5],
        pictures=number % 3 // 2,
        **{field.value.name: field.options[0].value if number % 4 == 2 else None for field in VALUE_FIELDS},
        credits=f"{'陆顾陈'[number % 3]}小满",
        body=["板车" * number + "渡口的灯" * (number % 2), f"过河的人{'很' * number}多。"],
    )
    for number in range(1, 41)
]
QUERIES = [
    *written(DOCUMENTS),
    ('"渡口" /3 "的灯"', {each.id for each in DOCUMENTS if "渡口的灯" in each.text}),
]


UNKNOWN = (UnknownDay, UnknownNewspaper, UnknownPage)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    folder = tmp_path_factory.mktemp("kinds")
    texts = TextTable(folder / "texts.sqlite")
    texts.put(DOCUMENTS)
    with closing(WhooshEngine(folder / "index", texts)) as engine:
        engine.update(DOCUMENTS[:15])
        engine.update(DOCUMENTS[15:])
        yield engine


def test_every_field_has_a_sample() -> None:
    without = [f"{field.name}:" for field in FIELD_KINDS if field.name not in SAMPLES]
    assert not without, (
        f"No law takes {', '.join(without)} through what must know it: write a Sample of it, how its value is told of"
        " an article and which articles have it, into SAMPLES of tests/search/query/samples.py."
    )
    gone = SAMPLES.keys() - {field.name for field in FIELD_KINDS}
    assert not gone, f"No field has the name of these in SAMPLES of tests/search/query/samples.py: {gone}"


def repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_no_two_fields_have_a_name_or_a_value_in_common() -> None:
    """The last of them would be understood, and a value be taken from the column of the other."""
    typed = [name.casefold() for field in FIELD_KINDS for name in {*field.names, *field.codes}]
    names = repeated(typed)
    assert not names, f"Two fields are typed {', '.join(names)}: give the new one other names."
    numbers = [field.value for field in (LENGTH_FIELD, *NUMBER_FIELDS)]
    choices = [field.value for field in (PICTURE_FIELD, *VALUE_FIELDS)]
    values = repeated(value.name for value in (*numbers, *choices, EDITION, MONTH_DAY, YEAR))
    assert not values, (
        f"Two values are called {', '.join(values)}: give the ArticleValue of the new one its own name."
    )


def test_the_samples_are_of_every_kind() -> None:
    leaves = {type(leaf) for text, _ in QUERIES for leaf in _root(text).leaves()}
    assert leaves == kinds_of_leaves()
    assert all(0 < len(having) < len(DOCUMENTS) for _, having in QUERIES)


@pytest.mark.parametrize("form", ["<{}", "<={}", ">{}", ">={}", "{}", "..{}", "{}..", "7-{}"])
@pytest.mark.parametrize("number", [0, 1, 500, 999_999_998, 999_999_999])
def test_a_length_is_printed_as_it_is_parsed(form: str, number: int) -> None:
    asked = parse_query("字数:" + form.format(number))
    assert parse_query(as_typed(asked)) == asked


@pytest.mark.parametrize(("text", "having"), QUERIES)
def test_it_is_printed_as_it_is_parsed(text: str, having: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = parse_query(text)
    for typed in (asked, Query(_root(f"-({text}) 灯")), Query(_root(f"({text}) 或 车"))):
        assert parse_query(understood_as(typed)) == typed
        for language in ("zh", "en"):
            monkeypatch.setattr("reader.search.query.editing.language", lambda spoken=language: spoken)
            assert parse_query(understood_as(typed)) == parse_query(as_typed(typed)) == typed


@pytest.mark.parametrize(("text", "having"), QUERIES)
def test_it_finds_what_has_it(engine: WhooshEngine, text: str, having: set[int]) -> None:
    """By index and by the document alone, by itself, refused, beside a string and as one of two."""
    with_lamp = {each.id for each in DOCUMENTS if "的灯" in each.text}
    everything = {each.id for each in DOCUMENTS}
    for typed, expected in (
        (text, having),
        (f"-({text})", everything - having),
        (f"({text}) 的灯", having & with_lamp),
        (f"的灯 -({text})", with_lamp - having),
        (f"({text}) 或 的灯", having | with_lamp),
        (f"({text}) 渡?的灯", having & with_lamp),
    ):
        asked = parse_query(typed)
        assert {each.id for each in DOCUMENTS if matches(asked, each)} == expected
        assert {*engine.matches(asked).tolist()} == expected
        found = engine.search(asked, limit=len(DOCUMENTS), exact=True)
        assert ({*found.ids}, found.total) == (expected, len(expected))
        if test := text_test(asked):
            assert {each.id for each in DOCUMENTS if test(each.text, each.id)} == expected


SNOWY = [
    replace(each, id=1000 + each.id, text=f"{each.text}\n雪夜")
    for each in DOCUMENTS
    if each.id in (8, 11, 22)
]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WhooshEngine, TextTable]]:
    folder = tmp_path_factory.mktemp("many")
    texts = TextTable(folder / "texts.sqlite")
    documents = [*(replace(each, id=each.id + 40 * nth) for nth in range(10) for each in DOCUMENTS), *SNOWY]
    texts.put(documents)
    with closing(WhooshEngine(folder / "index", texts)) as engine:
        engine.update(documents)
        yield engine, texts


@pytest.mark.parametrize(("text", "having"), QUERIES)
@pytest.mark.parametrize("form", ["雪夜 ({})", "雪夜 -({})"])
def test_of_a_field_nothing_is_read_but_of_what_the_words_leave(
    many: tuple[WhooshEngine, TextTable], text: str, having: set[int], form: str
) -> None:
    """At most by both bounds, and to be verified and shown."""
    engine, texts = many
    before, asked = texts.fetched, parse_query(form.format(text))
    found = engine.search(asked, limit=len(DOCUMENTS), exact=True)
    assert {*found.ids} == {each.id for each in SNOWY if matches(asked, each)}
    assert texts.fetched - before <= 4 * len(SNOWY)


@pytest.mark.parametrize("kind", sorted(kinds_of_leaves(), key=str))
def test_what_is_no_article_has_no_column_but_its_own(kind: type[Leaf]) -> None:
    """A text without date, page and length is found by what it has, and nothing fails on it; these are unknown."""
    nothing = Document(0, "", None, None, "\n\n")
    for text, _ in QUERIES:
        root = _root(text)
        if any(type(leaf) is kind for leaf in root.leaves()):
            assert matches(Query(root), nothing) == (kind in UNKNOWN)
            assert (text_test(Query(root)) is None) == issubclass(kind, ColumnLeaf)


@pytest.mark.parametrize("field", FIELD_KINDS, ids=lambda field: field.english)
def test_each_of_its_names_means_it(field: FieldKind) -> None:
    texts = (text for text, _ in QUERIES if text.startswith(f"{field.name or 'text'}:"))
    value = next(texts, ":渡口").partition(":")[2]
    expected = parse_query(f"{field.name or 'text'}:{value}")
    for name in field.names:
        for typed in (f"{name}:{value}", f"{name.upper()}：{value}", f"{name}={value}"):
            assert parse_query(typed) == expected
    for code in field.codes:
        assert parse_query(f"{code}={value}") == expected


@pytest.mark.parametrize(
    "text", ["版次:晚刊", "版次:'晚刊'", "edition:evening", "版次＝晚刊", 'edition:"Evening Edition"']
)
def test_an_edition_is_named_in_either_language(text: str) -> None:
    assert parse_query(text) == parse_query("版次:晚刊")


@pytest.mark.parametrize(("text", "pages"), [("1", "1"), ("第02版", "2"), ("A1-A3", "A1-A3"), ("头版", "1")])
def test_pages_under_the_name_that_databases_have_for_them_are_pages(text: str, pages: str) -> None:
    assert parse_query(f"版次:{text}") == parse_query(f"版:{pages}")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(
            (text, "06-12")
            for text in ("6月12日", "六月十二日", "06-12", "6.12", "June 12", "12th Jun.", "6月12号")
        ),
        *((text, "6月") for text in ("6月", "六月", "June", "06-01..06-30")),
        *((text, "06-10..06-20") for text in ("6月10日..6月20日", "6月10日至20日", "June 10 – June 20")),
        ("12月30日至1月2日", "12-30..01-02"),
        ("2月29日", "02-29"),
    ],
)
def test_a_day_of_every_year_is_written_as_one_writes_it(text: str, days: str) -> None:
    asked = parse_query(f'每年:"{text}"').root
    assert isinstance(asked, EveryYear)
    assert asked.spelled() == days
    assert parse_query(f"yearly:{days}").root == asked


def test_a_day_of_every_year_is_that_of_each_year_and_of_an_unknown_one() -> None:
    days = ("1951-12-31", "1987-01-02", "2024-01-03", None)
    documents = [a_document(number, day) for number, day in enumerate(days, 1)]
    without_year = replace(documents[-1], values={"month_day": "12-30"})
    wanted = parse_query("每年:12-30..01-02")
    assert [matches(wanted, each) for each in (*documents, without_year)] == [True, True, False, False, True]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("五月初五", ("1987-05-31", "1998-05-30", "2024-06-10")),
        ("端午", ("1987-05-31", "1998-05-30", "2024-06-10")),
        ("農曆五月初五", ("1987-05-31", "2024-06-10")),
        ("闰五月初五", ("1998-06-28",)),
        ("农历六月廿一", ("1987-07-16",)),
        ("腊月", ("1988-01-19", "1988-02-16")),
        ("清明", ("1987-04-05", "2024-04-04")),
    ],
)
def test_a_lunar_day_of_every_year_is_another_one_in_each(text: str, days: tuple[str, ...]) -> None:
    wanted = parse_query(f"每年:{text}")
    assert all(matches(wanted, a_document(1, day)) for day in days)
    for day in days:
        before = dt.date.fromisoformat(day) - dt.timedelta(days=31)
        assert not matches(wanted, a_document(1, before.isoformat()))
    assert not matches(wanted, a_document(1, None))
    assert parse_query(as_typed(wanted)) == wanted


OWN = [field for field in FIELD_KINDS if field.name and not field.name.isascii()]
"""The fields of this program; others are what people are used to write elsewhere."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("field", OWN, ids=lambda field: field.english)
def test_help_and_readme_name_it(field: FieldKind, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: language)
    name = f"{field.name if language == 'zh' else field.english}:"
    sheet = [f"{example} {found}" for example, found in help_lines()]
    in_sheet = any(name in line for line in sheet)
    assert in_sheet, f"The help says nothing of {name}: write a line of `help` where its FieldKind is made."
    file = "README.md" if language == "zh" else "README.en.md"
    readme = (ROOT / file).read_text(encoding="utf-8")
    in_readme = any(name in line for line in readme.splitlines() if line.startswith("| `"))
    assert in_readme, f"The table of fields in {file} has no row of {name}: write one."
    described = query.__doc__ or ""
    in_grammar = f"{field.name}:" in described and f"{field.english}:" in described
    assert in_grammar, f"The docstring of reader/search/query/__init__.py does not name {name}: add it."


def test_near_is_of_two_strings() -> None:
    assert isinstance(_root(QUERIES[-1][0]), Near)


def _root(text: str) -> Node:
    root = parse_query(text).root
    assert root is not None
    return root
