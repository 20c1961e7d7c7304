"""What a file claims of its issue is told with its witness, and contradicted by what is printed beside it."""

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from reader import formats
from reader.newspaper.article import LinePart, StatedArticle, StatedIssue
from reader.newspaper.correction import Anchor, Claim, Correction, CorrectionKind
from reader.newspaper.facts import IssueFacts, Outcome, Rule, fact_by
from reader.parsing import anchor_of, parse

NEWS = "本报讯（记者 顾知远）昨天下午，渡口的新船下水，县长到场祝贺，看的人站满了两岸，直到天黑才散。\n"
HEAD = "雁桥日报\n1987年6月18日 {weekday} 第4181期\n"


def facts_in(name: str, text: str, corrections: Sequence[Claim] = ()) -> tuple[IssueFacts, str | None]:
    """Return the facts of a file, and the page of its first article."""
    source = formats.decode(text.encode(), name)
    made = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    anchor: Anchor = anchor_of(source, 1)
    said = [Correction(str(at), anchor, claim, made, made) for at, claim in enumerate(corrections)]
    part = parse(source, said)
    return part.masthead.facts, part.articles[0].page


@pytest.mark.parametrize(
    ("weekday", "outcome", "against"),
    [("星期四", Outcome.PRINTED, []), ("星期五", Outcome.CONTRADICTED, ["星期五"])],
)
def test_a_weekday_that_is_not_that_of_the_day_contradicts_it(
    weekday: str, outcome: Outcome, against: list[str]
) -> None:
    facts, _ = facts_in("a.txt", f"{HEAD.format(weekday=weekday)}渡口新船下水\n\n{NEWS}")
    assert (facts.day.value, facts.day.outcome) == (dt.date(1987, 6, 18), outcome)
    assert [objection.words for objection in facts.day.against] == against
    assert facts.day.witness is not None
    assert (facts.day.witness.rule, facts.day.witness.line) == (Rule.MASTHEAD, 2)


def test_the_printed_day_is_the_value_and_another_day_in_the_name_contradicts_it() -> None:
    facts, _ = facts_in("19870619.txt", f"{HEAD.format(weekday='星期四')}渡口新船下水\n\n{NEWS}")
    assert (facts.day.value, facts.day.outcome) == (dt.date(1987, 6, 18), Outcome.CONTRADICTED)


def test_title_and_number_are_told_with_their_line() -> None:
    facts, _ = facts_in("a.txt", f"{HEAD.format(weekday='星期四')}渡口新船下水\n\n{NEWS}")
    assert facts.title.witness is not None
    assert (facts.title.witness.words, facts.title.witness.line) == ("雁桥日报", 1)
    assert facts.number.witness is not None
    assert (facts.number.value, facts.number.witness.line) == (4181, 2)


@pytest.mark.parametrize(
    ("name", "head", "rule"),
    [
        ("19870618-02.txt", "", Rule.PAGE_IN_NAME),
        ("a.txt", "第2版\n", Rule.PAGE_LINE),
        ("19870618-02.txt", "第2版\n", Rule.PAGE_LINE),
    ],
)
def test_a_page_is_printed_only_by_a_line_of_the_page(name: str, head: str, rule: Rule) -> None:
    facts, page = facts_in(name, f"{HEAD.format(weekday='星期四')}{head}渡口新船下水\n\n{NEWS}")
    witness = facts.page(page).witness
    assert (page, witness and witness.rule) == ("2", rule)


def test_a_page_that_a_reader_tells_holds_against_a_head_above_all_text_and_not_below_another_page() -> None:
    day = HEAD.format(weekday="星期四")
    text = f"{day}第2版\n\n渡口新船下水\n\n{NEWS}\n第4版\n\n老街修好了两座桥\n\n{NEWS}"
    source = formats.decode(text.encode(), "a.txt")
    made = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    said = Correction("1", anchor_of(source, 1), Claim(CorrectionKind.PAGE, page="3"), made, made)
    assert [article.page for article in parse(source).articles] == ["2", "4"]
    assert [article.page for article in parse(source, [said]).articles] == ["3", "4"]


def test_a_page_that_a_reader_tells_holds_against_the_one_that_a_file_states_of_its_first_page() -> None:
    texts = ("渡口新船下水", NEWS.strip(), "老街修好了两座桥", NEWS.strip())
    first = StatedArticle(((1, LinePart.HEADLINE), (2, LinePart.PARAGRAPH)), "02")
    other = StatedArticle(((3, LinePart.HEADLINE), (4, LinePart.PARAGRAPH)), "04")
    written = IssueFacts(pages={"2": fact_by(Rule.PAGE_LINE, "2")})
    source = formats.decode("\n".join(texts).encode(), "a.txt")
    source = replace(source, stated=StatedIssue((first, other), is_parsed=True, facts=written))
    made = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    said = Correction("1", anchor_of(source, 1), Claim(CorrectionKind.PAGE, page="3"), made, made)
    part = parse(source, [said])
    assert [article.page for article in part.articles] == ["3", "4"]
    assert part.masthead.facts.page("3").outcome is Outcome.CORRECTED


def test_a_page_that_a_reader_confirms_is_sure() -> None:
    facts, page = facts_in(
        "19870618-02.txt", f"渡口新船下水\n\n{NEWS}", [Claim(CorrectionKind.PAGE, page="2")]
    )
    assert (page, facts.page(page).outcome) == ("2", Outcome.CORRECTED)
    assert facts.page(page).cited("02") == "02"
