"""Lines are articles by their roles: each line but those of mastheads and pages is in exactly one, in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import ArticleKind, SourceText
from reader.newspaper.facts import Fact, Rule, fact_by
from reader.parsing.articles import LineGroup, give_first_page, group, kind_of, with_own_headings
from reader.parsing.line_features import Line, lines_of_rows
from reader.parsing.rows import rows_of
from reader.parsing.weights import CODES, LineRole

NO_PAGE: Fact[str] = fact_by(Rule.PAGE_LINE, None)
SECOND: Fact[str] = fact_by(Rule.PAGE_IN_NAME, "2")
CORRECTED: Fact[str] = fact_by(Rule.READER, "5")


def lines_of(*texts: str) -> tuple[Line, ...]:
    return lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}).lines


def grouped(codes: str, page: Fact[str] = NO_PAGE) -> list[LineGroup]:
    """The articles of lines with roles by their codes (`weights.CODES`); a line of a page names its number."""
    texts = []
    for number, code in enumerate(codes, 1):
        if code == "G":
            texts.append(f"第{number}版")
        else:
            texts.append(f"渡口的船第{number}次开了。")
    lines = lines_of(*texts)
    assert len(lines) == len(codes)
    return group(lines, [CODES[code] for code in codes], page)


def codes_of(groups: list[LineGroup]) -> str:
    code_of = {role: code for code, role in CODES.items()}
    return " ".join("".join(code_of[role] for _, role in one.members) for one in groups)


@pytest.mark.parametrize(
    ("codes", "articles"),
    [
        ("", ""),
        ("MHOPHOP", "HOP HOP"),
        ("KHDBOP", "KHDBOP"),
        ("KHKHOP", "KH KHOP"),
        ("HHOP", "H HOP"),
        ("HIOP", "HIOP"),
        ("HOPDP", "HOPDP"),
        ("HOPOP", "HOP OP"),
        ("HOPNNN", "HOP NNN"),
        ("HOPFP", "HOP FP"),
        ("HOPMP", "HOP P"),
        ("HMOP", "HOP"),
        ("HOPMQP", "HOPQP"),
        ("HOPhP", "HOPhP"),
    ],
    ids=[
        "nothing",
        "two",
        "all storeys",
        "a kicker begins another",
        "a headline begins another",
        "more of a headline",
        "a deck does not",
        "an opening",
        "notices are together",
        "the rest of a jump",
        "a masthead ends",
        "but not between headline and text",
        "nor a paragraph in two halves",
        "a subhead",
    ],
)
def test_an_article_begins_where_its_roles_say(codes: str, articles: str) -> None:
    assert codes_of(grouped(codes)) == articles


@given(st.text(st.sampled_from(sorted(CODES)), max_size=12))
def test_each_line_is_in_one_article_in_order_but_those_outside(codes: str) -> None:
    groups = grouped(codes)
    inside = [line.number for one in groups for line, _ in one.members]
    assert sorted(inside) == [number for number, code in enumerate(codes, 1) if code not in "MG"]
    firsts = [one.members[0][0].number for one in groups]
    assert firsts == sorted(firsts)
    for one in groups:
        numbers = [line.number for line, _ in one.members]
        assert numbers == sorted(numbers)
        assert one.roles == {role for _, role in one.members}


def test_a_page_is_that_of_the_head_above() -> None:
    pages = [one.page.value for one in grouped("HOPGHOPGHOP", SECOND)]
    assert pages == ["2", "4", "8"]
    corrected = [one.page.value for one in grouped("GHOPGHOP", CORRECTED)]
    assert corrected == ["5", "5"]


def test_pages_at_the_feet_are_those_of_the_articles_above() -> None:
    lines = lines_of("渡口开船", "渡口开船了。", "第1版", "夜校开学", "夜校开学了。", "第2版")
    roles = [CODES[code] for code in "HOGHOG"]
    assert [one.page.value for one in group(lines, roles, NO_PAGE)] == ["1", "2"]
    above = lines_of("第1版", "渡口开船", "渡口开船了。", "第2版")
    assert [one.page.value for one in group(above, [CODES[code] for code in "GHOG"], NO_PAGE)] == ["1"]


def test_a_corrected_page_is_given_to_all_of_the_first_page() -> None:
    groups = grouped("HOPHOPGHOP", SECOND)
    give_first_page(groups, CORRECTED)
    assert [one.page.value for one in groups] == ["5", "5", "7"]
    give_first_page(groups, NO_PAGE)
    assert groups[0].page.value == "5"


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("HP", ArticleKind.ARTICLE),
        ("H", ArticleKind.UNPLACED),
        ("SP", ArticleKind.ARTICLE),
        ("P", ArticleKind.UNPLACED),
        ("O", ArticleKind.ARTICLE),
        ("PE", ArticleKind.ARTICLE),
        ("C", ArticleKind.ARTICLE),
        ("NN", ArticleKind.NOTICES),
        ("HNP", ArticleKind.ARTICLE),
        ("FP", ArticleKind.CONTINUATION),
    ],
)
def test_the_kind_is_told_by_the_roles(codes: str, kind: ArticleKind) -> None:
    (one,) = grouped(codes)
    assert kind_of(one) is kind
    one.is_by_reader = True
    if kind is ArticleKind.UNPLACED:
        assert kind_of(one) is ArticleKind.ARTICLE


def test_an_article_that_is_joined_has_subheads_for_headlines_below_text() -> None:
    first, second = lines_of("渡口开船", "渡口开船了。")
    one = LineGroup(NO_PAGE)
    one.add(first, LineRole.HEADLINE)
    one.add(second, LineRole.OPENING)
    one.join()
    assert not one.ends_before(first, LineRole.HEADLINE)
    one.add(first, LineRole.HEADLINE)
    one.add(second, LineRole.OPENING)
    assert codes_of([one]) == "HOhO"
    assert (one.seam, one.is_by_reader) == (2, True)
    assert codes_of([one.first_part]) == "HO"
    assert one.of(LineRole.SUBHEAD) == [first]
    assert one.of(LineRole.NOTICE) == []


@pytest.mark.parametrize(
    ("below", "role"),
    [
        ((LineRole.OPENING,), LineRole.HEADLINE),
        ((LineRole.OPENING, LineRole.PARAGRAPH, LineRole.SUBHEAD), LineRole.HEADLINE),
        ((LineRole.OPENING, LineRole.HEADLINE, LineRole.OPENING), LineRole.HEADLINE),
        ((LineRole.OPENING, LineRole.OPENING), LineRole.SECTION),
        ((LineRole.OPENING, LineRole.CAPTION, LineRole.OPENING), LineRole.SECTION),
        ((LineRole.HEADLINE, LineRole.OPENING), LineRole.SECTION),
    ],
)
def test_a_section_has_several_texts(below: tuple[LineRole, ...], role: LineRole) -> None:
    lines = lines_of("码头见闻", *["本报讯　渡口昨天加开一班船。"] * len(below))
    roles = (LineRole.SECTION, *below)
    decided = with_own_headings(lines, roles, [frozenset(LineRole)] * len(lines))
    assert decided == (role, *below)


def test_a_section_of_short_news_with_signs_stays_one() -> None:
    lines = lines_of("码头见闻", "本报讯　▲渡口昨天加开一班船。▲米价每斗涨了两角。")
    roles = (LineRole.SECTION, LineRole.OPENING)
    assert with_own_headings(lines, roles, [frozenset(LineRole)] * 2) == roles
