"""Suggestions ask for less, and find something."""

from functools import cache

import pytest

from reader import assets
from reader.features.suggestions.suggestions import MOST_SEARCHES, suggestions
from reader.search.query import Query, as_typed, matches, parse_query, strings
from reader.search.query.editing import Attempt, attempt
from tests.search.library_of_texts import a_document
from tests.search.relevance import Shelf

DOCUMENTS = [
    a_document(1, "2024-01-27", headline="春灌提前开始", body=["水库蓄满，鱼塘清淤"]),
    a_document(2, "1987-06-12", headline="球赛", credits="记者张三", body=["三比二"]),
]


def finds(query: Query) -> bool:
    return any(matches(query, document) for document in DOCUMENTS)


@pytest.mark.parametrize(
    ("asked", "suggested"),
    [
        ("水库 鱼塘 桥梁", ("水库 鱼塘", "水库", "鱼塘")),
        ("水库 桥梁", ("水库",)),
        ("水库 日期:1987", ("水库", "日期:1987")),
        ("水库 -鱼塘", ("水库",)),
        ("标题:水库", ("水库",)),
        ("水库 /1 鱼塘", ("水库 鱼塘", "水库", "鱼塘")),
        ("水库 /9 桥梁", ("水库",)),
        ("标题:水库 /9 鱼塘", ("水库 /9 鱼塘",)),
        ("春灌提前结束", ("春灌提前",)),
        ("全市春灌提前", ("春灌提前",)),
        ("桥梁", ()),
        ("-水 -三", ()),
        ("", ()),
    ],
)
def test_less_is_suggested_where_it_finds_something(asked: str, suggested: tuple[str, ...]) -> None:
    query = parse_query(asked)
    assert not finds(query)
    found = suggestions(query, finds)
    assert found == suggested
    assert all(finds(parse_query(text)) for text in found)


@pytest.mark.parametrize(
    ("asked", "suggested"),
    [
        ("渡口渡口 船工", "渡口 船工"),  # in two pieces
        ("标题:渡口 渡口 船工", "渡口 船工"),  # anywhere
        ("渡囗 渡口 船工", "渡口 船工"),  # a word of the library
        ("渡口、渡口 船工", "渡口 船工"),  # another reading
        ("渡口 /1 渡口", "渡口"),  # not near each other
        ("渡口 (船工渡口 or 老船工)", "渡口 船工"),  # one of several
    ],
)
def test_no_suggestion_says_a_condition_twice(asked: str, suggested: str) -> None:
    query = parse_query(asked)

    def finds(other: Query) -> bool:
        return other != query and all(phrase.text in ("渡口", "船工") for phrase in strings(other))

    def similar(word: str) -> list[str]:
        return ["渡口"] if word == "渡囗" else []

    tips = suggestions(query, finds, similar=similar)
    assert suggested in tips
    assert tips == tuple(as_typed(parse_query(tip)) for tip in tips), "a query that is parsed is flat"
    assert as_typed(query) not in tips


@pytest.mark.parametrize("asked", ["渡口、渡口 船工", "“渡口”渡口", "渡口,船工 渡口", "渡口？ 船工"])
def test_what_was_asked_is_never_suggested(asked: str) -> None:
    query = parse_query(asked)
    assert as_typed(query) not in suggestions(query, lambda _: True)


FAILURES = {
    "in traditional characters": [
        ("圖書館", "图书馆"),
        ("望江門大鐘", "望江门大钟"),
        ("大鐘 七分鐘 -褚良材", "大钟 七分钟 -褚良材"),
    ],
    "a character taken for another": [
        ("何度生", "何渡生"),
        ("贸一舟", "贺一舟"),
        ("自已的名字", "自己的名字"),
        ("未班船", "末班船"),
        ("柳叶州", "柳叶洲"),
        ("雁桥渡囗", "雁桥渡口"),
    ],
    "typed by its sound": [("祝水琴", "祝水芹"), ("搪磁杯", "搪瓷杯"), ("邱远凡", "邱远帆")],
    "too narrow": [
        ("祝水芹 日期:1990", "祝水芹"),
        ("水泵 日期:1987-07-02", "水泵 日期:1987"),
        ("标题:馒头", "馒头"),
        ("记者:祝水芹", "祝水芹"),
        ("版:7 渡口", "渡口"),
        ("报:晚报 渡口", "渡口"),
    ],
    "a word too many": [("邱远帆 口琴 小提琴", "邱远帆 口琴"), ("望江门 流星", "望江门")],
    "a string that nobody printed so": [
        ("祝水芹邱远帆", "祝水芹 邱远帆"),
        ("江城市图书馆", "江城图书馆"),
        ("江城图书馆搬迁公告", "江城图书馆"),
        ("春节联欢晚会", "春节"),
    ],
}


@pytest.mark.parametrize(
    ("asked", "wanted"), [case for cases in FAILURES.values() for case in cases], ids=lambda text: text
)
def test_typical_failures_are_helped_by_few_searches(asked: str, wanted: str) -> None:
    sample = _sample()
    searched: list[Query] = []

    def finds_in_sample(query: Query) -> bool:
        searched.append(query)
        return any(matches(query, document) for document in sample.documents)

    tips = suggestions(parse_query(asked), finds_in_sample)
    assert len(searched) <= MOST_SEARCHES
    assert wanted in tips
    assert all(finds_in_sample(parse_query(tip)) for tip in tips)
    assert not finds_in_sample(parse_query(asked))


@pytest.mark.parametrize(
    "asked", [" ".join("春夏秋冬" * 9), "春夏 " * 9 + "秋冬" * 40, "标题:(甲乙 或 丙丁) -戊"]
)
def test_what_is_nowhere_is_given_up_after_a_dozen_searches(asked: str) -> None:
    searched: list[Query] = []

    def finds_nothing(query: Query) -> bool:
        searched.append(query)
        return False

    assert suggestions(parse_query(asked), finds_nothing) == ()
    assert len(searched) <= MOST_SEARCHES


def test_a_word_that_the_library_knows_is_tried_where_one_character_is_another() -> None:
    known = {"水厍边": ["水库边", "水库"]}
    tips = suggestions(parse_query("水厍边 鱼塘"), finds, similar=lambda word: known.get(word, []))
    assert tips[0] == "水库 鱼塘"


@pytest.mark.parametrize(
    ("asked", "suggested", "what"),
    [
        ("渡口 闻砚湫", "渡口 闻砚秋", Attempt.OTHERWISE),
        ("圖書館", "图书馆", Attempt.OTHERWISE),
        ("渡口 日期:1987-06", "渡口 日期:1987", Attempt.WIDER_DATES),
        ("渡口 日期:1987-06", "渡口", Attempt.WIDER_DATES),
        ("渡口 灯 日期:1987", "渡口 日期:1987", Attempt.FEWER_WORDS),
        ("渡口 灯 日期:1987", "渡口", Attempt.FEWER_WORDS),
        ("标题:渡口", "渡口", Attempt.OTHERWISE),
    ],
)
def test_what_a_suggestion_tries(asked: str, suggested: str, what: Attempt) -> None:
    assert attempt(parse_query(asked), parse_query(suggested)) is what


def test_other_readings_come_first_where_they_find_something() -> None:
    assert suggestions(parse_query("水库、鱼塘"), finds)[:2] == ("水库 鱼塘", "水库 或 鱼塘")
    assert suggestions(parse_query("水库、桥梁"), finds)[0] == "水库 或 桥梁"


def test_suggestions_are_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.search.query.editing.language", lambda: "en")
    assert suggestions(parse_query("title:春灌 日期:2024-03"), finds)[0] == "title:春灌 date:2024"


_sample = cache(lambda: Shelf.of(assets.sample_library()))


def test_what_is_excluded_stays_excluded_in_every_suggestion() -> None:
    asked = parse_query("水库 -(鱼塘 OR 魚塘)")
    assert all("-" not in each for each in suggestions(asked, finds))
