"""Given several issues of a newspaper, when one of them is parsed with what the others tell, then its columns, items
and furniture are what they are there; by itself it is parsed as ever."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, CorrectedRole, Correction, CorrectionKind
from reader.newspaper.issue import IssuePart, Profile, Trait, TraitKind, decided, may_be_misread
from reader.parsing import anchor_of, parse
from tests.invented_runs import PAPERS, issue, score, source_of
from tests.laws import examples
from tests.parsing.laws import broken_laws

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
COLUMN, PAGE, FURNITURE, BARE, ITEM, OTHER = TraitKind
TEXT = "渡口的老槐树下有一张石桌，夏天的晚上总有人在那里下棋，输的人请喝一碗凉茶。"


def profile_of(parts: Sequence[IssuePart]) -> Profile:
    counts: dict[str, Counter[TraitKind]] = defaultdict(Counter)
    for part in parts:
        for trait in part.traits:
            counts[trait.text][trait.kind] += 1
    kinds = {text: decided(issues) for text, issues in counts.items()}
    return Profile({text: kind for text, kind in kinds.items() if kind})


@pytest.mark.parametrize(
    ("paper", "noise", "alone", "starts", "columns", "outside"),
    [
        ("tabloid", 0.0, 0.6, 0.9, 1.0, 1.0),
        ("tabloid", 0.02, 0.6, 0.9, 0.98, 0.97),
        ("evening", 0.0, 0.8, 0.85, 1.0, 1.0),
        ("evening", 0.02, 0.8, 0.85, 0.98, 0.97),
        ("daily", 0.0, 0.65, 0.9, 1.0, 1.0),
        ("daily", 0.02, 0.65, 0.9, 0.98, 0.95),
    ],
)
def test_issues_are_read_better_by_what_the_others_tell(
    paper: str, noise: float, alone: float, starts: float, columns: float, outside: float
) -> None:
    truths = [issue(paper, number, noise) for number in range(10)]
    sources = [source_of(lines) for lines in truths]
    by_themselves = [parse(source) for source in sources]
    profile = profile_of(by_themselves)
    told = [parse(source, (), lambda _, traits: profile.told(traits)) for source in sources]

    assert score(by_themselves, truths).starts < alone
    reached = score(told, truths)
    assert reached.starts >= starts
    assert reached.columns >= columns
    assert reached.outside >= outside
    for one, other in zip(by_themselves, told, strict=True):
        assert one.traits == other.traits
        assert (one.masthead.title, one.masthead.date) == (other.masthead.title, other.masthead.date)


@pytest.mark.parametrize("paper", PAPERS)
def test_two_issues_tell_nothing(paper: str) -> None:
    parts = [parse(source_of(issue(paper, number))) for number in range(2)]
    assert profile_of(parts).kinds == {}


@pytest.mark.parametrize(
    ("issues", "kind"),
    [
        ({COLUMN: 3}, COLUMN),
        ({COLUMN: 2}, None),
        ({COLUMN: 3, OTHER: 3}, COLUMN),
        ({COLUMN: 3, OTHER: 4}, OTHER),
        ({COLUMN: 3, OTHER: 2, PAGE: 2}, None),
        ({FURNITURE: 2, BARE: 1, OTHER: 2}, FURNITURE),
        ({BARE: 3}, FURNITURE),
        ({ITEM: 5, OTHER: 6}, OTHER),
        ({}, None),
    ],
)
def test_three_issues_and_half_of_all_have_to_agree(
    issues: dict[TraitKind, int], kind: TraitKind | None
) -> None:
    assert decided(issues) is kind


@pytest.mark.parametrize(
    ("printed", "meant", "expected"),
    [
        ("渡口荼话", "渡口茶话", True),
        ("渡口新话", "渡口茶话", False),
        ("渡口荼活", "渡口茶话", False),
        ("听荼", "听茶", False),
        ("渡口茶话", "渡口茶话", False),
        ("社址南门外渡船街卅二号", "社址南门外渡船街三二号", True),
        ("社址南门外渡船街二号", "社址南门外渡船街三二号", True),
        ("社址南门外渡船街一号", "社址南门外渡船街三二号", False),
        ("社址南门外渡船街卅一号楼", "社址南门外渡船街三二号楼", True),
        ("社址西门外渡船街卅一号楼", "社址南门外渡船街三二号楼", False),
    ],
)
def test_which_line_may_be_another_one_misread(printed: str, meant: str, expected: bool) -> None:
    assert may_be_misread(printed, meant) is expected


def test_only_what_a_file_does_not_tell_by_itself_is_told() -> None:
    profile = Profile(
        {"渡口茶话": COLUMN, "第一版要闻": PAGE, "社址南门外": FURNITURE, "◘": ITEM, "晒书": OTHER}
    )
    own = {
        "渡口茶话": COLUMN,
        "渡口荼话": OTHER,
        "第一版要闻": FURNITURE,
        "社址南门外": BARE,
        "◘": ITEM,
        "晒书": COLUMN,
        "水芹": COLUMN,
    }
    told = profile.told(Trait(text, kind) for text, kind in own.items())
    assert told == {"渡口荼话": COLUMN, "社址南门外": FURNITURE, "◘": ITEM}


def traits(*lines: str) -> dict[str, TraitKind]:
    head = ("雁桥日报", "1987年6月12日 星期五 第4181期")
    part = parse(SourceText("a.txt", "utf-8", (*head, "小桥流水人家换新貌", TEXT, *lines)))
    return {trait.text: trait.kind for trait in part.traits}


def test_the_line_of_a_date_is_compared_without_its_numbers() -> None:
    found = traits("石桌与凉茶的故事", TEXT)
    assert found["雁桥日报"] is FURNITURE
    assert found["#年#月#日星期#第#期"] is FURNITURE


def test_marks_below_a_heading_are_those_of_items_and_others_are_not() -> None:
    assert traits("各地点滴", f"◘{TEXT}", f"◘{TEXT}")["◘"] is ITEM
    assert traits("石桌与凉茶的故事", TEXT, f"◘{TEXT}", f"◘{TEXT}")["◘"] is OTHER
    assert "●" not in traits("启事", f"●遗失启事：{TEXT}", f"●遗失启事：{TEXT}")


def test_a_heading_without_a_text_is_bare() -> None:
    found = traits(
        "石桌与凉茶的故事", f"本报讯 {TEXT}", "官方微信请搜索雁桥日报", "第二版 副刊", "晒书的人", TEXT, TEXT
    )
    assert found["官方微信请搜索雁桥日报"] is BARE
    assert found["第二版副刊"] is PAGE
    assert found["晒书的人"] is OTHER


def test_a_column_named_below_a_headline_begins_no_article() -> None:
    page = ("雁桥日报", "1987年6月12日 星期五", "石桌与凉茶的故事", "江边人家", f"本报讯 {TEXT}", TEXT)
    part = parse(SourceText("a.txt", "utf-8", page), (), lambda _, __: {"江边人家": COLUMN})
    (article,) = part.articles
    assert (article.headline, article.section) == ("石桌与凉茶的故事", "江边人家")


def test_a_readers_correction_overrules_what_is_told() -> None:
    page = ("雁桥日报", "1987年6月12日 星期五", "江边人家", f"本报讯 {TEXT}", TEXT, "◘" + TEXT)
    source = SourceText("a.txt", "utf-8", page)
    told = {"江边人家": COLUMN, "◘": ITEM}
    assert [each.headline for each in parse(source, (), lambda _, __: told).articles] == [None, None]
    claims = (Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE), Claim(CorrectionKind.JOINED))
    corrections = [
        Correction(f"{line}", anchor_of(source, line), claim, NOW, NOW)
        for line, claim in zip((3, 6), claims, strict=True)
    ]
    assert [each.headline for each in parse(source, corrections, lambda _, __: told).articles] == ["江边人家"]


def test_the_days_of_a_chronicle_are_not_those_of_mastheads() -> None:
    days = [line for day in ("3月5日这一天", "4月12日这一天") for line in (day, TEXT, TEXT)]
    page = ("雁桥日报", "6月12日", "江边人家一年大事记", f"本报讯 {TEXT}", TEXT, TEXT, TEXT, TEXT, *days)
    source = SourceText("a.txt", "utf-8", page)
    told = parse(source, (), lambda _, __: {"#月#日这一天": FURNITURE})
    assert told.articles == parse(source).articles
    assert {trait.text for trait in told.traits} >= {"#月#日", "3月5日这一天", "4月12日这一天"}


@given(
    st.sampled_from([*PAPERS]),
    st.integers(0, 5),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from([COLUMN, PAGE, FURNITURE, ITEM])), max_size=9),
)
@settings(max_examples=examples(60))
def test_whatever_is_told_no_line_is_lost_and_none_doubled(
    paper: str, number: int, told: list[tuple[int, TraitKind]]
) -> None:
    source = source_of(issue(paper, number, 0.02))

    def tell(_: str | None, traits: Sequence[Trait]) -> dict[str, TraitKind]:
        return {traits[at % len(traits)].text: kind for at, kind in told}

    assert broken_laws(source, parse(source, (), tell)) == []
