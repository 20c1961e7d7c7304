"""How many articles are missed because of misreadings: measured and estimated on texts of which it is known."""

import pytest

from reader.features.misread.missed import FoundArticle, estimate, strings_of
from reader.features.misread.rates import measured, misreadings_from_json
from reader.library.answers import Estimate, NoEstimate, estimate_shown
from reader.search.query import parse_query
from tests.search.made_up_texts import MadeUp, made_up, misread

ANY_TIME = "雁桥日报", 198


@pytest.fixture(scope="module")
def library() -> MadeUp:
    return made_up(1, 1500, 250)


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.1])
def test_misreadings_are_measured(library: MadeUp, rate: float) -> None:
    found = measured((ANY_TIME, text) for text in misread(library.texts, rate, 2))
    seen, wrong = found.total
    assert seen > 20_000
    assert found.periods == {ANY_TIME: (seen, wrong)}
    assert 0.7 * rate - 0.001 < wrong / seen < 1.2 * rate + 0.005
    assert misreadings_from_json(found.to_json()).total == (seen, wrong)


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.05, 0.1])
def test_few_texts_tell_how_much_is_misread_on_the_whole(library: MadeUp, rate: float) -> None:
    found = measured((ANY_TIME, text) for text in misread(library.texts[:80], rate, 2))
    assert 0.7 * rate < found.rate(0.05) < 1.3 * rate + 0.01
    assert misreadings_from_json(found.to_json()) == found
    assert measured([]).rate(0.05) == 0.05


def test_periods_are_measured_apart(library: MadeUp) -> None:
    half = len(library.texts) // 2
    clean = [(("甲报", 198), text) for text in library.texts[:half]]
    bad = [(("乙报", 0), text) for text in misread(library.texts[half:], 0.1, 3)]
    found = misreadings_from_json(measured([*clean, *bad]).to_json())
    seen, wrong = found.periods["甲报", 198]
    assert wrong / seen < 0.01
    seen, wrong = found.periods["乙报", 0]
    assert wrong / seen > 0.06
    one = [FoundArticle(("甲报", 198), (1,))] * 100
    other = [FoundArticle(("乙报", 0), (1,))] * 100
    of_clean, of_bad = (estimate(100, each, ["渡桥灯"], found) for each in (one, other))
    assert isinstance(of_clean, Estimate)
    assert isinstance(of_bad, Estimate)
    assert of_clean.high < of_bad.high


@pytest.mark.parametrize("rate", [0.02, 0.05, 0.1])
def test_the_interval_holds_the_truth_and_is_narrow(library: MadeUp, rate: float) -> None:
    texts = list(misread(library.texts, rate, 4))
    found = measured((ANY_TIME, text) for text in texts)
    held = widths = said = 0.0
    for name in library.names:
        truth = sum(name in text for text in library.texts)
        places = [FoundArticle(ANY_TIME, (count,)) for text in texts if (count := text.count(name))]
        told = estimate(len(places), places, [name], found)
        if isinstance(told, Estimate):
            said += 1
            held += told.low <= truth <= told.high
            widths += (told.high - told.low) / truth
            assert told.low >= len(places)
    assert said > 0.9 * len(library.names)
    assert held / said >= 0.9
    assert widths / said < 10 * rate


def test_nothing_is_said_of_few_texts(library: MadeUp) -> None:
    few = measured((ANY_TIME, text) for text in library.texts[:40])
    assert estimate(10, [FoundArticle(ANY_TIME, (1,))], ["渡桥"], few) is NoEstimate.FEW_MEASURED
    assert measured([]).total == (0, 0)
    clean = measured((ANY_TIME, text) for text in library.texts)
    assert estimate(10, [FoundArticle(ANY_TIME, (1,))] * 10, ["渡桥"], clean) is NoEstimate.HARDLY_MISREAD
    enough = measured((ANY_TIME, text) for text in misread(library.texts, 0.02, 2))
    assert estimate(0, [], ["渡桥"], enough) is NoEstimate.NOTHING_FOUND
    assert isinstance(estimate(10, [FoundArticle(ANY_TIME, (1,))] * 10, ["渡桥"], enough), Estimate)


@pytest.mark.parametrize(
    ("low", "high", "total", "below", "is_worth_showing"),
    [
        (33, 34, 33, 0, False),
        (34, 34, 33, 0, False),
        (33, 38, 33, 0, False),
        (36, 40, 33, 0, True),
        (36, 40, 33, 8, False),
        (36, 60, 33, 0, False),
        (1010, 1020, 1000, 0, False),
    ],
)
def test_it_is_told_where_it_differs_is_narrow_and_contradicts_nothing(
    low: int, high: int, total: int, below: int, is_worth_showing: bool
) -> None:
    assert Estimate(low, high, "").is_worth_showing(total, below) is is_worth_showing
    shown = estimate_shown(Estimate(low, high, ""), total, below)
    assert isinstance(shown, Estimate if is_worth_showing else NoEstimate)


@pytest.mark.parametrize(
    ("query", "strings"),
    [
        ("何渡生", 1),
        ("何渡生 渡口", 2),
        ("何渡生 日期:1987", 1),
        ("标题:渡口", 1),
        ("灯", 0),
        ("何渡生 -渡口", 0),
        ("何渡生 或 渡口", 0),
        ("渡口 /5 板车", 0),
        ("何?生", 0),
        ("1987号", 0),
        ("日期:1987", 0),
        ("", 0),
    ],
)
def test_it_is_known_of_which_queries_it_can_be_said(query: str, strings: int) -> None:
    assert len(strings_of(parse_query(query))) == strings
