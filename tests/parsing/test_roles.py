"""The roles of all lines together are those of the highest score, as if every sequence had been tried."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import SourceText
from reader.newspaper.issue import Trait, TraitKind
from reader.parsing.line_features import Line, LineSequence, lines_of_rows
from reader.parsing.roles import by_traits, decide, explain, form_of, traits_of, wordless_verdicts
from reader.parsing.rows import rows_of
from reader.parsing.weights import WEIGHTS, LineFeature, LineRole

NEVER = -(10**9)
ROLES = st.frozensets(st.sampled_from(LineRole), min_size=1, max_size=4)
FEATURES = st.frozensets(st.sampled_from(LineFeature), max_size=4)
LINES = st.lists(st.tuples(FEATURES, ROLES), min_size=1, max_size=4)


def score(features: list[frozenset[LineFeature]], roles: tuple[LineRole, ...]) -> int:
    total = WEIGHTS.start.get(roles[0], NEVER) + WEIGHTS.end.get(roles[-1], 0)
    for before, after in itertools.pairwise(roles):
        total += WEIGHTS.steps[before].get(after, NEVER)
    for line_features, role in zip(features, roles, strict=True):
        total += WEIGHTS.own[role]
        total += sum(WEIGHTS.features.get(feature, {}).get(role, 0) for feature in line_features)
    return total


def sequence(*texts: str) -> LineSequence:
    return lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {})


def lines_of(*texts: str) -> tuple[Line, ...]:
    return sequence(*texts).lines


@given(LINES)
def test_no_other_sequence_has_a_higher_score(
    lines: list[tuple[frozenset[LineFeature], frozenset[LineRole]]],
) -> None:
    features = [line_features for line_features, _ in lines]
    allowed = [roles for _, roles in lines]
    decided = decide(features, allowed)
    assert all(role in roles for role, roles in zip(decided, allowed, strict=True))
    best = max(score(features, roles) for roles in itertools.product(*allowed))
    assert score(features, decided) == best


def test_of_no_lines_nothing_is_decided() -> None:
    assert decide([], []) == ()
    assert explain(sequence(), [], []) == []


@given(st.lists(FEATURES, min_size=1, max_size=3))
def test_the_runner_up_is_the_best_other_role_and_the_margin_what_it_lacks(
    features: list[frozenset[LineFeature]],
) -> None:
    text = sequence(*["渡口开船。" for _ in features])
    allowed = [frozenset((LineRole.HEADLINE, LineRole.PARAGRAPH, LineRole.OPENING)) for _ in features]
    decided = decide(features, allowed)
    best = score(features, decided)
    for at, verdict in enumerate(explain(text, features, allowed)):
        assert verdict.role is decided[at]
        others = [
            score(features, roles) for roles in itertools.product(*allowed) if roles[at] is verdict.runner_up
        ]
        assert verdict.runner_up is not verdict.role
        if verdict.runner_up in allowed[at]:
            assert verdict.margin == pytest.approx((best - max(others)) / 10)


def test_what_decides_are_the_features_whose_weights_differ_the_largest_first() -> None:
    features = [frozenset(WEIGHTS.features)]
    (verdict,) = explain(sequence("渡口开船。"), features, [frozenset(LineRole)])
    weights = [weight for _, weight in verdict.decided_by]
    assert weights == sorted(weights, reverse=True)
    assert 0 not in weights
    for feature, weight in verdict.decided_by:
        row = WEIGHTS.features[feature]
        assert weight == (row.get(verdict.role, 0) - row.get(verdict.runner_up, 0)) / 10


def test_a_line_without_words_is_of_the_masthead() -> None:
    (line,) = lines_of("渡口开船")
    (verdict,) = wordless_verdicts(line)
    assert (verdict.role, verdict.margin) == (LineRole.MASTHEAD, 0.0)
    assert {feature for feature, _ in verdict.decided_by} == line.own


@pytest.mark.parametrize(
    ("text", "may_be_of_day", "form"),
    [
        ("◆ 渡口小事 ◆", False, "渡口小事"),
        ("Ferry News", False, "FERRY NEWS"),
        ("1987年6月12日", True, "#年#月#日"),
        ("一九八七年六月十二日 第4181期", True, "#年#月#日第#期"),
        ("1987年6月12日", False, "1987年6月12日"),
        ("第4181期", True, "第4181期"),
        ("渡" * 25, True, ""),
    ],
    ids=["signs", "Latin", "a day", "in numerals", "not of the issue", "one unit", "long"],
)
def test_short_lines_are_compared_without_signs_and_days_without_their_numbers(
    text: str, may_be_of_day: bool, form: str
) -> None:
    (line,) = lines_of(text)
    assert form_of(line, may_be_of_day=may_be_of_day) == form


TEXT = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分。"


def kinds_of(texts: list[str], roles: list[LineRole]) -> dict[str, TraitKind]:
    lines = lines_of(*texts)
    assert len(lines) == len(roles)
    return {trait.text: trait.kind for trait in traits_of(lines, roles)}


def test_a_short_line_is_what_it_was_decided_to_be() -> None:
    roles = [LineRole.MASTHEAD, LineRole.PAGE, LineRole.SECTION, LineRole.HEADLINE, LineRole.OPENING]
    kinds = kinds_of(["渡口日报", "要闻版", "乡间小事", "渡口开船", TEXT], roles)
    assert kinds == {
        "渡口日报": TraitKind.FURNITURE,
        "要闻版": TraitKind.PAGE,
        "乡间小事": TraitKind.COLUMN,
        "渡口开船": TraitKind.OTHER,
    }


@pytest.mark.parametrize(
    ("below", "kind"),
    [
        ([], TraitKind.BARE),
        ([("要闻版", LineRole.PAGE)], TraitKind.BARE),
        ([(TEXT, LineRole.OPENING)], TraitKind.OTHER),
    ],
    ids=["the end", "another page", "a text"],
)
def test_a_heading_without_a_text_is_bare(below: list[tuple[str, LineRole]], kind: TraitKind) -> None:
    texts = ["渡口开船", *(text for text, _ in below)]
    roles = [LineRole.HEADLINE, *(role for _, role in below)]
    assert kinds_of(texts, roles)["渡口开船"] is kind


def test_a_mark_is_that_of_items_if_the_text_below_a_heading_begins_with_it() -> None:
    items = [f"△{TEXT}", f"△{TEXT}"]
    roles = [LineRole.HEADLINE, LineRole.OPENING, LineRole.PARAGRAPH]
    kinds = kinds_of(["渡口开船", *items], roles)
    assert kinds["△"] is TraitKind.ITEM
    assert kinds["渡口开船"] is TraitKind.COLUMN, "a heading above items is that of a column"
    inside = kinds_of(["渡口开船", TEXT, items[0]], roles)
    assert inside["△"] is TraitKind.OTHER


def test_other_issues_tell_the_roles_of_a_short_line_or_an_item() -> None:
    told = {"乡间小事": TraitKind.COLUMN, "△": TraitKind.ITEM}
    lines = lines_of("乡间小事", f"△{TEXT}", TEXT)
    everything = frozenset(LineRole)
    column, item, other = by_traits(lines, [everything] * 3, told)
    assert column == {LineRole.SECTION, LineRole.LABEL}
    assert item == {LineRole.OPENING}
    assert other == everything


def test_a_trait_stands_once_for_each_kind() -> None:
    roles = [LineRole.HEADLINE, LineRole.OPENING, LineRole.HEADLINE, LineRole.OPENING, LineRole.HEADLINE]
    traits = traits_of(lines_of("渡口开船", TEXT, "渡口开船", TEXT, "渡口开船"), roles)
    assert traits == (Trait("渡口开船", TraitKind.OTHER), Trait("渡口开船", TraitKind.BARE))
