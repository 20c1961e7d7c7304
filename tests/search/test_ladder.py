"""Below an exact answer stands what was asked for in other forms, rung by rung."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.language.equality import lookalikes, shapes
from reader.language.forms import search_form
from reader.newspaper.article import FAINT, SURE
from reader.newspaper.holdings import ArticleValue, Between, Document, OneOf
from reader.search.answering.ladder import Rung, in_each_shape, rungs, with_shapes
from reader.search.answering.misread_readings import Settled
from reader.search.answering.query_leaves import as_words
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.noisy_channel import USUAL_RATE, NoisyChannel
from reader.search.query import Query, parse_query
from tests.laws import examples

HEAD = "\n\n\n"
DAY = dt.date(1990, 3, 6)


class Texts:
    """`engine.Texts` in memory."""

    def __init__(self) -> None:
        self.all: dict[int, Document] = {}

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        return {id: self.all[id] for id in ids if id in self.all}

    def article_ids(self) -> Sequence[int]:
        return list(self.all)

    def with_value(self, value: ArticleValue, condition: OneOf | Between, ids: Sequence[int]) -> set[int]:
        return {id for id, each in self.texts(ids).items() if condition.holds(each.value(value))}

    def known(self, ids: Sequence[int]) -> set[int]:
        return set(ids) & self.all.keys()

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        return ((id, self.all[id].text) for id in sorted(ids) if id in self.all)


class Shelf:
    """An index of bodies, numbered from 1; `ladder.Statistics` of it."""

    def __init__(self, folder: Path, bodies: Sequence[str]) -> None:
        texts = Texts()
        texts.all = {
            number: Document(
                number, "雁桥日报", DAY, "1", HEAD + "\n".join(map(search_form, body.split("\n")))
            )
            for number, body in enumerate(bodies, 1)
        }
        self.texts = texts
        self.decided: dict[tuple[str, str], Settled] = {}
        self.marks: dict[int, str] = {}
        self.engine = WhooshEngine(folder, texts)
        self.engine.update(texts.all.values())

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        return self.engine.frequencies(needles)

    def count(self, query: Query, at_most: int) -> int:
        return len(self.engine.page(query, limit=at_most))

    def settled(self, printed: str, read_as: str) -> Settled:
        return self.decided.get((printed, read_as), {})

    def certainty(self, article: int) -> str:
        return self.marks.get(article, "")

    def channel(self) -> NoisyChannel:
        return NoisyChannel(self.frequencies, len(self.engine), USUAL_RATE)

    def engine_text(self, number: int) -> str:
        """Return the search text of a body."""
        return self.texts.all[number].text

    def found(self, query: Query) -> set[int]:
        return set(self.engine.page(query, limit=1000))

    def ladder(self, typed: str, *, below_shapes: bool = False) -> dict[Rung, set[int]]:
        """Return what stands on each rung; `below_shapes`: on those below the words in all their shapes."""
        query = parse_query(typed)
        below = {each.rung: self.found(each.query) for each in rungs(query, self, with_shapes=below_shapes)}
        return below if below_shapes else {Rung.EXACT: self.found(query), **below}

    def unseen(self, typed: str) -> dict[Rung, set[int]]:
        """Return what stands on each rung and on none above."""
        return {each.rung: self.found(each.unseen) for each in rungs(parse_query(typed), self)}


@pytest.fixture
def shelf(tmp_path: Path) -> Callable[[Sequence[str]], Shelf]:
    return lambda bodies: Shelf(tmp_path / "index", bodies)


def test_every_form_stands_on_its_rung(shelf: Callable[[Sequence[str]], Shelf]) -> None:
    told = shelf(
        [
            "何渡生在渡口。",
            "何渡生又来了。",
            "何渡生說，陳師傅在。何渡生走了。",
            "何渡\n生在这里断开。",
            "何渡牛在渡口。",
            "河边有渡船。",
            "陈师傅在。",
        ]
    )
    assert told.ladder("何渡生") == {
        Rung.EXACT: {1, 2, 3},
        Rung.SHAPES: set(),
        Rung.SPLIT: {4},
        Rung.MISREAD: {5},
    }
    assert told.ladder("陈师傅") == {
        Rung.EXACT: {7},
        Rung.SHAPES: {3},
        Rung.SPLIT: set(),
        Rung.MISREAD: set(),
    }


def test_an_article_with_two_forms_stands_on_two_rungs_and_is_new_on_the_upper(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf(["陈师傅在。", "陈师傅说，陳師傅也在。", "陳師傅在。", "陈师傅，阵师傅。"])
    assert told.ladder("陈师傅") == {
        Rung.EXACT: {1, 2, 4},
        Rung.SHAPES: {2, 3},
        Rung.SPLIT: set(),
        Rung.MISREAD: {4},
    }
    assert told.unseen("陈师傅") == {Rung.SHAPES: {3}, Rung.SPLIT: set(), Rung.MISREAD: set()}


def test_below_all_shapes_stand_the_other_rungs_alone(shelf: Callable[[Sequence[str]], Shelf]) -> None:
    told = shelf(["陳師傅在。", "陈师傅在。", "阵师傅走了。"])
    below = {Rung.SPLIT: set(), Rung.MISREAD: {3}}
    assert told.ladder("陈师傅", below_shapes=True) == below
    assert told.ladder('"陈师傅"', below_shapes=True) == {Rung.SHAPES: {1}, **below}


def test_words_are_found_in_all_shapes_and_what_is_quoted_as_it_is(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf(["陳師傅在渡口。", "陈师傅在渡口。", "陳師傅到了车站。", "陈师傅坐車。"])

    def found(typed: str) -> set[int]:
        return told.found(with_shapes(parse_query(typed), told))

    assert found("陈师傅") == {1, 2, 3, 4}
    assert found('"陈师傅"') == {2, 4}
    assert found('陈师傅 "车"') == {3}
    assert found('"陈师傅" 或 车') == {2, 3, 4}
    assert found("渡口 -陈师傅") == found("渡口 -(车 或 陈师傅)") == set()
    assert found('渡口 -"陈师傅"') == {1}
    assert found("师 -(陈 -车站)") == {3}
    assert found("陈 -(陈 /3 渡口)") == {3, 4}
    assert found('"陈师傅" /3 渡口') == {2}


DAYS = [
    "1987年6月12日",
    "１９８７年６月１２日",
    "一九八七年六月十二日",
    "1987-06-12",
    "1987/6/12",
    "1987.6.12",
    "19870612",
    "民國七十六年六月十二日",
    "1987年6月12號",
]


def test_a_day_is_found_in_every_notation(shelf: Callable[[Sequence[str]], Shelf]) -> None:
    of_june = ["1987年6月1日", "1987-6-1", "1987-6-121", "1987年6月13日"]
    told = shelf(
        [f"那天是{each}，下雨。" for each in (*DAYS, *of_june, "1987年7月", "11987-6-12", "6月12日", "1987")]
    )

    def found(typed: str) -> set[int]:
        return told.found(with_shapes(parse_query(typed), told))

    june_12, june = {*range(1, len(DAYS) + 1)}, {*range(1, len(DAYS) + len(of_june) + 1)}
    for typed in DAYS:
        assert found(typed) == found(f"{typed} /3 下雨") == found(f"(无 或 {typed}) /3 下雨") == june_12
        assert found(f"下雨 -{typed}").isdisjoint(june_12)
    assert found("1987年6月") == found("一九八七年六月") == found("民国76年6月") == june
    assert found("1987年") == found("民国七十六年") == june | {len(june) + 1}
    assert found('"1987年6月12日"') == {1, 2}
    assert found("标题:1987年6月12日") == set()


def test_a_latin_word_is_not_found_inside_a_longer_one_which_has_a_rung_of_its_own(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf(
        ["the mission left", "a commission met", "他们的mission是", "mission2", "missions", "re-mission"]
    )

    def found(typed: str) -> set[int]:
        return told.found(with_shapes(parse_query(typed), told))

    assert found("Mission") == {1, 3, 4, 6}
    assert found('"mission"') == {1, 2, 3, 4, 5, 6}
    assert found("-mission") == {2, 5}
    assert found("mission /9 left") == {1}
    assert told.ladder("mission", below_shapes=True)[Rung.INSIDE] == {2, 5}
    assert Rung.INSIDE not in told.ladder('"mission"', below_shapes=True)
    assert Rung.INSIDE not in told.ladder("渡口", below_shapes=True)


def test_a_number_in_another_notation_is_not_part_of_a_longer_one(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf(["十名", "三十名", "10名", "统一十名", "110名", "第十二期", "第12期"])

    def found(typed: str) -> set[int]:
        return told.found(with_shapes(parse_query(typed), told))

    assert found("10名") == {1, 3, 5}
    assert found("第12期") == {6, 7}


@settings(
    max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    bodies=st.lists(st.text("陈陳十1２0名渡\n", max_size=8), min_size=1, max_size=8),
    asked=st.text("陈陳", min_size=1, max_size=2),
    other=st.sampled_from(["渡", "10名", "(十名 或 渡)", "(陈 /2 渡)", '"陳"', "(陈 -渡)"]),
)
def test_a_word_is_found_with_another_and_without_it_as_often_as_alone(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str], asked: str, other: str
) -> None:
    told = Shelf(tmp_path_factory.mktemp("index"), bodies)

    def found(typed: str) -> set[int]:
        return told.found(with_shapes(parse_query(typed), told))

    with_it, without_it = found(f"{asked} {other}"), found(f"{asked} -{other}")
    assert with_it | without_it == found(asked)
    assert not with_it & without_it


def test_each_shape_of_a_word_has_its_part_of_what_is_found(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf(["陳師傅在渡口。", "陈师傅在渡口。", "陳師傅和陈师傅。"])

    def parts(typed: str) -> dict[str, dict[str, set[int]]]:
        of_words = in_each_shape(parse_query(typed), told).items()
        return {word: {form: told.found(query) for form, query in forms.items()} for word, forms in of_words}

    assert parts("陈师傅") == {"陈师傅": {"陈师傅": {2, 3}, "陳師傅": {1, 3}}}
    assert parts("陈师傅 渡口") == {"陈师傅": {"陈师傅": {2}, "陳師傅": {1}}}
    assert parts('"陈师傅"') == parts("渡口") == parts("") == {}


def test_of_several_words_one_stands_in_a_form_of_the_rung(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf(["陈师傅在渡口。", "陳師傅在渡口。", "陳師傅在渡囗。"])
    assert told.ladder("陈师傅 渡口") == {
        Rung.EXACT: {1},
        Rung.SHAPES: {2},
        Rung.SPLIT: set(),
        Rung.MISREAD: {3},
    }


def test_strings_near_each_other_have_their_forms(shelf: Callable[[Sequence[str]], Shelf]) -> None:
    told = shelf(["陈师傅在渡口。", "陳師傅在渡口。", "陳師傅在那里说了许多话，才到渡口。", "陈师傅在渡囗。"])
    assert told.ladder("陈师傅 /3 渡口") == {
        Rung.EXACT: {1},
        Rung.SHAPES: {2},
        Rung.SPLIT: set(),
        Rung.MISREAD: {4},
    }
    assert told.found(with_shapes(parse_query("陈师傅 /3 渡口"), told)) == {1, 2}


def test_strings_near_each_other_pass_over_what_a_reader_has_decided(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    bodies = [
        "陈师傅在渡口。",
        "陈师傅在渡囗。",
        "陈师傅在渡囗。",
        "渡囗旁，陈师傅在渡囗。",
        "阵师傅在渡囗。",
    ]
    told = shelf([*bodies, *["渡口的灯亮了。"] * 30])
    place = len(HEAD) + len("陈师傅在渡")
    told.decided["囗", "口"] = {3: {place}, 4: {len(HEAD) + 1}, 5: {place}}
    assert told.ladder("陈师傅 /3 渡口")[Rung.MISREAD] == {2, 4}
    told.decided["囗", "口"] = {4: {len(HEAD) + 1, len(HEAD) + len("渡囗旁,陈师傅在渡")}}
    assert told.ladder("陈师傅 /3 渡口")[Rung.MISREAD] == {2, 3, 5}


def test_of_strings_near_each_other_a_word_of_its_own_is_no_misreading(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf([*["太子在渡口。"] * 3, "大子在渡口。", "大家来到渡口。", "大学在渡口。"])
    assert told.ladder("太子 /9 渡口")[Rung.MISREAD] <= {4}


def test_strings_near_each_other_are_not_parted(shelf: Callable[[Sequence[str]], Shelf]) -> None:
    told = shelf(["陈师\n傅在渡口。", "陈师傅在渡口。"])
    found = {each.rung: each.query for each in rungs(parse_query("陈师傅 /3 渡口"), told)}
    assert found[Rung.SPLIT] == Query()


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("陈列", "陳列"),
        ("陳列", "陈列"),
        ("后门", "後門"),
        ("頭髮", "头发"),
        ("为了", "爲了"),
        ("回家", "囘家"),
        ("台灣", "臺湾"),
        ("1987年6月12日", "一九八七年六月十二日"),
        ("一九八七年", "1987年"),
        ("二〇〇四年", "二○○四年"),
        ("第23期", "第二十三期"),
        ("六月廿一日", "6月21日"),
        ("民国35年", "民國三十五年"),
    ],
)
def test_a_word_is_found_in_another_shape(
    shelf: Callable[[Sequence[str]], Shelf], asked: str, printed: str
) -> None:
    told = shelf([f"那时{printed}还在。", "渡口没有人。"])
    assert told.ladder(asked)[Rung.SHAPES] == {1}
    assert told.found(with_shapes(as_words(parse_query(asked)), told)) == {1}
    assert told.found(with_shapes(parse_query(f'"{asked}"'), told)) == set()


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("未来", "末来"),
        ("杭州", "杭洲"),
        ("戊戌", "戍戌"),
        ("自己", "自已"),
        ("何渡生", "何渡牛"),
        ("渡口开船", "渡囗开船"),
        ("持续发展", "待续发展"),
    ],
)
def test_a_character_that_looks_like_it_is_found_as_misread(
    shelf: Callable[[Sequence[str]], Shelf], asked: str, printed: str
) -> None:
    told = shelf([f"那时，{asked}。", f"那时，{asked}，在。", f"那时，{printed}。", "渡口没有人。"])
    assert told.ladder(asked) == {
        Rung.EXACT: {1, 2},
        Rung.SHAPES: set(),
        Rung.SPLIT: set(),
        Rung.MISREAD: {3},
    }


@pytest.mark.parametrize(
    ("asked", "body"),
    [
        ("太子", "大学里的事"),
        ("土地", "士兵和地"),
        ("市长", "公布长江的水位"),
        ("三中", "二中的学生"),
        ("四年", "新四军的老兵"),
        ("生机", "大家抓住机会"),
    ],
)
def test_what_is_a_word_of_its_own_is_no_misreading(
    shelf: Callable[[Sequence[str]], Shelf], asked: str, body: str
) -> None:
    assert shelf([asked, body]).ladder(asked)[Rung.MISREAD] == set()


def test_a_character_that_looks_like_no_other_is_found_where_the_rest_tells_enough(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf([*["大家持续发展渡口。"] * 4, "大家持续龟展渡口。", "大家持续前进。", "渡口没有人。"])
    assert "龟" not in lookalikes("发")
    assert told.ladder("持续发展")[Rung.MISREAD] == {5}
    told.decided["龟", "发"] = {5: [told.engine_text(5).index("龟")]}
    assert told.ladder("持续发展")[Rung.MISREAD] == set()


def test_what_was_asked_in_simplified_is_found_misread_in_a_traditional_library(
    shelf: Callable[[Sequence[str]], Shelf],
) -> None:
    told = shelf(["陳師傅在。"] * 3 + ["陣師傅在。"])
    assert told.ladder("陈师傅") == {
        Rung.EXACT: set(),
        Rung.SHAPES: {1, 2, 3},
        Rung.SPLIT: set(),
        Rung.MISREAD: {4},
    }


def test_another_name_that_is_as_frequent_is_no_misreading(shelf: Callable[[Sequence[str]], Shelf]) -> None:
    told = shelf([*["何渡生在。"] * 4, *["何渡牛也在。"] * 3])
    assert told.ladder("何渡生")[Rung.MISREAD] == set()


def test_what_is_excluded_is_excluded_on_every_rung(shelf: Callable[[Sequence[str]], Shelf]) -> None:
    told = shelf(["陳列渡口", "陳列", "陈列", "陈列渡口"])
    assert told.ladder("陈列 -渡口") == {
        Rung.EXACT: {3},
        Rung.SHAPES: {2},
        Rung.SPLIT: set(),
        Rung.MISREAD: set(),
    }
    assert told.ladder("") == {Rung.EXACT: set()}


@settings(
    max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    bodies=st.lists(st.text("陈陳陣渡口囗生牛\n", max_size=8), min_size=1, max_size=8),
    asked=st.text("陈陳渡口生", min_size=1, max_size=4),
)
def test_no_article_is_new_on_two_rungs_and_every_shape_is_found(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str], asked: str
) -> None:
    told = Shelf(tmp_path_factory.mktemp("index"), bodies)
    ladder, unseen = told.ladder(asked), told.unseen(asked)
    above = set(ladder[Rung.EXACT])
    for rung in unseen:
        assert unseen[rung] == ladder[rung] - above
        above |= ladder[rung]

    def plain(text: str) -> str:
        return text.replace("陳", "陈")

    in_any_shape = ladder[Rung.EXACT] | ladder[Rung.SHAPES]
    assert in_any_shape == {number for number, body in enumerate(bodies, 1) if plain(asked) in plain(body)}
    split = {number for number, body in enumerate(bodies, 1) if plain(asked) in plain(body).replace("\n", "")}
    assert ladder[Rung.SPLIT] <= split


def test_shapes_and_likeness_are_mutual() -> None:
    for character in "发後囘臺陈":
        assert all(character in shapes(other) for other in shapes(character))
    for one, other in ("未末", "己已", "日曰", "洲州", "戊戌"):
        assert other in lookalikes(one)
        assert one in lookalikes(other)


def test_the_recognizer_says_which_place_is_likelier_misread(tmp_path: Path) -> None:
    """What it says of the misread character alone counts, and nothing where it says nothing."""

    def is_misread(printed: str, mark: str, sign: str) -> bool:
        told = Shelf(
            tmp_path / f"{printed}{ord(mark)}{sign}", ["太子在渡口。", "太子走了。", f"{printed}在渡口。"]
        )
        told.marks[3] = "".join(mark if each in sign else " " for each in told.engine_text(3))
        return told.ladder('"太子"')[Rung.MISREAD] == {3}

    assert is_misread("大子", SURE, "子在")
    assert not is_misread("大子", SURE, "大")
    assert is_misread("犬子", FAINT, "犬")
    assert not is_misread("犬子", FAINT, "子在")
