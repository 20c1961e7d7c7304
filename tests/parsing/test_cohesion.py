"""A heading begins a new matter if the text below is of it and that above is not; the same words tie them."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse
from reader.parsing.cohesion import with_ties
from reader.parsing.line_features import Line, lines_of_rows
from reader.parsing.rows import rows_of
from reader.parsing.weights import LineFeature

FERRY = (
    "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分，赶早市的菜农不用再等。",
    "渡口的船工说，加开的这班船由两条渡船轮流开，船票在渡口买，首班船的船票前一天也能买。",
)
SCHOOL = (
    "夜校昨天开学，报名的学员有三百多人，教室设在老街小学，每周上三次课，教材由夜校发给。",
    "夜校的教师来自老街小学，学员结业后发给证书，教室里新装了电灯，学员带着孩子来听课。",
)
OF_TIES = {LineFeature.APART, LineFeature.RATHER_APART, LineFeature.TIED, LineFeature.RATHER_TIED}


def lines_of(*texts: str) -> tuple[Line, ...]:
    return lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}).lines


def features_of(*texts: str) -> list[frozenset[LineFeature]]:
    lines = lines_of(*texts)
    assert len(lines) == len(texts)
    return with_ties(lines, [line.own for line in lines])


def tie_of(heading: str, above: tuple[str, ...], below: tuple[str, ...]) -> set[LineFeature]:
    features = features_of("渡口纪事", *above, heading, *below)
    return OF_TIES & features[1 + len(above)]


def test_a_heading_that_names_the_text_below_and_not_that_above_stands_apart() -> None:
    assert tie_of("夜校昨天开学", FERRY, SCHOOL) <= {LineFeature.APART, LineFeature.RATHER_APART}
    assert tie_of("夜校昨天开学", FERRY, SCHOOL)


def test_a_heading_between_texts_of_the_same_words_is_tied() -> None:
    assert tie_of("票价", FERRY[:1], FERRY[1:]) <= {LineFeature.TIED, LineFeature.RATHER_TIED}
    assert not tie_of("票价", FERRY, SCHOOL) & {LineFeature.TIED}


def test_the_day_of_news_below_speaks_for_a_new_matter() -> None:
    school = "夜校{when}开学，报名的学员有三百多人，渡口的船工也来听课，教材由夜校发给，每周上三次课。"
    order = [LineFeature.TIED, LineFeature.RATHER_TIED, None, LineFeature.RATHER_APART, LineFeature.APART]

    def place(when: str) -> int:
        return order.index(next(iter(tie_of("灯下", FERRY, (school.format(when=when),))), None))

    assert place("昨天") > place("正式")


@pytest.mark.parametrize(
    ("above", "below"),
    [(FERRY, ()), ((), FERRY), (FERRY, FERRY)],
    ids=["no text below", "none above", "the same"],
)
def test_without_two_texts_nothing_is_told(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    assert not tie_of("夜校昨天开学", above, below)


def test_what_is_known_of_the_lines_stays() -> None:
    texts = ("渡口纪事", *FERRY, "夜校昨天开学", *SCHOOL)
    own = [line.own for line in lines_of(*texts)]
    for before, after in zip(own, features_of(*texts), strict=True):
        assert before <= after


def briefs(sign: str) -> list[str]:
    texts = []
    for heading, text in (("渡口开船", FERRY[0]), ("夜校开学", SCHOOL[0]), ("票价不变", FERRY[1])):
        texts += [f"{sign}{heading}", text]
    return texts


def test_headings_with_one_sign_that_alternate_with_texts_are_regular() -> None:
    features = features_of(*briefs("■"))
    for at in range(0, 6, 2):
        assert LineFeature.REGULAR in features[at]
        assert LineFeature.REGULAR_TEXT in features[at + 1]
    assert not any(LineFeature.REGULAR in line for line in features_of(*FERRY, *SCHOOL))


_SECTIONS = (
    "渡口的船工说，加开的这班船由两条渡船轮流开，船票在渡口买，首班船的船票前一天也能买，菜农都说方便。",
    "渡船上装了新灯，首班船开船时天还没亮，船工提着灯给菜农照路，菜农的担子靠着船舷放，渡口的人说好。",
    "票价不变，船工的工钱由渡口和菜农各出一半，加开的首班船一个月下来没有赔钱，船票卖了三千张。",
    "等船的人坐在候车亭里，亭子是用旧门板搭的，雨天不漏，雪天生一盆炭火，大家围着说话。",
)
_HEADS = ("东门渡口从今天起加开一班船方便菜农进城", "老街小学办起夜校三百学员昨天开学上课")


def _headlines(*subheads: str, indent: str = "") -> list[str | None]:
    sections = [f"{indent}{text}" for text in _SECTIONS[-len(subheads) :]]
    parts = [text for pair in zip(subheads, sections, strict=True) for text in pair]
    text = f"{indent}{FERRY[0]}船工们说，船票在渡口买。"
    signed = f"{indent}本报记者 何一舟"
    below = [f"{indent}{line}" for line in ("本报记者 顾小满", *SCHOOL, "渡口上的人")]
    page = (_HEADS[0], signed, text, *parts, _HEADS[1], *below[: 4 if indent else 3])
    part = parse(SourceText("a.txt", "utf-8", ("青石日报", "1956年6月12日 第一版", *page)))
    return [article.headline for article in part.articles]


@pytest.mark.parametrize(
    "last", ["过去一年里的许多变化值得村里老人和孩子记住", "炭火旁边的老人和孩子总有说不完的许多话"]
)
def test_a_heading_among_subheads_of_one_article_is_their_like(last: str) -> None:
    assert _headlines("两条渡船轮流开", "首班船上装新灯", "票价不变工钱均摊", last) == [*_HEADS]
    assert _headlines(last) == [_HEADS[0], last, _HEADS[1]]


def test_subheads_that_are_indented_as_little_as_headlines_stay_in_their_article() -> None:
    subheads = ("两条渡船轮流开", "首班船上装新灯", "票价不变工钱均摊", "渡口等船不再淋雨")
    assert _headlines(*subheads, indent="　　") == [*_HEADS]


def test_a_heading_that_surely_names_its_text_begins_an_article_below_subheads_too() -> None:
    last = "旧门板搭的候车亭雪天生起炭火等船的人不再受冻"
    subheads = ("两条渡船轮流开", "首班船上装新灯", "票价不变工钱均摊", last)
    assert _headlines(*subheads) == [_HEADS[0], last, _HEADS[1]]
