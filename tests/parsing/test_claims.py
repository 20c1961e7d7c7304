"""What a file claims of its issue is told with its witness, and contradicted by what is printed beside it."""

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from reader import formats
from reader.newspaper.article import LinePart, SourceText, StatedArticle, StatedHead, StatedIssue
from reader.newspaper.correction import Anchor, Claim, Correction, CorrectionKind
from reader.newspaper.facts import Claim as FactClaim
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
    ("head", "rule"),
    [
        ("", Rule.PATH),
        (HEAD.format(weekday="星期四"), Rule.MASTHEAD),
        ("雁桥日报\n1987年6月18日\n", Rule.PATH),
    ],
)
def test_a_number_in_the_name_of_a_file_is_told_as_such_unless_it_is_printed(head: str, rule: Rule) -> None:
    facts, _ = facts_in("雁桥日报/第4181期.txt", f"{head}渡口新船下水\n\n{NEWS}")
    assert facts.number.value == 4181
    assert facts.number.witness is not None
    assert facts.number.witness.rule is rule


def test_a_printed_number_is_surer_than_one_in_the_name() -> None:
    facts, _ = facts_in("雁桥日报/第4182期.txt", f"{HEAD.format(weekday='星期四')}渡口新船下水\n\n{NEWS}")
    assert (facts.number.value, facts.number.outcome) == (4181, Outcome.PRINTED)


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


@pytest.mark.parametrize("number", ["第12号", "第 12 号", "No. 12"])
def test_the_number_of_a_proclamation_is_not_that_of_an_issue(number: str) -> None:
    text = f"青石县布告\n{number}\n为保护渡口，特布告如下：一、载重车不得上船。\n县长 何苇\n一九八七年六月三日\n\n"
    facts, _ = facts_in("a.txt", f"{text}渡口新船下水\n\n{NEWS}")
    assert facts.number.value is None


@pytest.mark.parametrize(
    "licence", ["广告经营许可证：雁广字第001号", "准印证号：（雁）内资字第018号", "登記證中字第二十一號"]
)
def test_the_number_of_a_licence_is_not_that_of_an_issue(licence: str) -> None:
    facts, _ = facts_in("a.txt", f"雁桥日报\n1987年6月18日 星期四 {licence}\n\n渡口新船下水\n\n{NEWS}")
    assert (facts.number.value, facts.day.value) == (None, dt.date(1987, 6, 18))


@pytest.mark.parametrize("name", ["a.txt", "19870618-05.txt", "A15.txt"])
@pytest.mark.parametrize(
    "head",
    [
        "雁桥日报 1987年6月18日 星期四 第4版",
        "第4版 雁桥日报 1987年6月18日",
        "雁桥日报\n1987年6月18日 星期四 第4版：要闻",
    ],
)
def test_a_page_in_the_masthead_is_printed_whatever_the_name_says(head: str, name: str) -> None:
    facts, page = facts_in(name, f"{head}\n\n渡口新船下水\n\n{NEWS}")
    assert page == "4"
    assert (facts.page("4").outcome, facts.page("4").witness) == (
        Outcome.PRINTED,
        FactClaim("4", Rule.PAGE_LINE, head.split("\n")[-1], head.count("\n") + 1),
    )


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


@pytest.mark.parametrize(
    ("mark", "rule"),
    [
        ("--- 第2页 ---", Rule.PAGE_IN_ORDER),
        ("[Page 2]", Rule.PAGE_IN_ORDER),
        ("≦ 19870618_02.jpg ≧", Rule.PAGE_IN_NAME),
    ],
)
def test_a_page_that_a_program_has_counted_is_not_said_to_be_in_a_name(mark: str, rule: Rule) -> None:
    facts, page = facts_in("a.txt", f"{mark}\n渡口新船下水\n\n{NEWS}")
    witness = facts.page(page).witness
    assert (page, witness and witness.rule, witness and witness.words) == ("2", rule, mark)


BODY = "昨日上午，渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行，老船工说桥在人在，直到天黑才散。"
STATED = {
    "a.md": f"---\ntitle: 浮桥拆除\nnewspaper: 雁桥日报\ndate: 1987-06-18\n---\n\n{BODY}\n",
    "a.org": f"#+TITLE: 浮桥拆除\n#+NEWSPAPER: 雁桥日报\n#+DATE: <1987-06-18 Thu>\n\n{BODY}\n",
    "b.org": ":PROPERTIES:\n:ID: 0a1b\n:END:\n#+title: 浮桥拆除\n#+newspaper: 雁桥日报\n"
    f"#+date: 1987-06-18\n\n{BODY}\n",
    "a.txt": f":title: 浮桥拆除\n:date: 1987-06-18\n:newspaper: 雁桥日报\n\n{BODY}\n",
    "a.json": f'[{{"title": "浮桥拆除", "newspaper": "雁桥日报", "date": "1987-06-18", "text": "{BODY}"}}]',
    "a.xml": "<TEI><teiHeader><fileDesc><sourceDesc><bibl><title level='j'>雁桥日报</title>"
    "<date when='1987-06-18'/></bibl></sourceDesc></fileDesc></teiHeader><text><body><div type='article'>"
    f"<head>浮桥拆除</head><p>{BODY}</p></div></body></text></TEI>",
}
RULES_STATED = {"a.json": Rule.RECORD, "a.xml": Rule.TEI}


@pytest.mark.parametrize("name", STATED)
def test_what_whoever_made_a_file_wrote_is_stated_by_the_rule_of_its_form(name: str) -> None:
    facts, _ = facts_in(name, STATED[name])
    assert facts.title.value == "雁桥日报"
    assert facts.day.value == dt.date(1987, 6, 18)
    for fact in (facts.title, facts.day):
        assert fact.outcome is Outcome.STATED
        assert fact.witness is not None
        assert fact.witness.rule is RULES_STATED.get(name, Rule.FRONT_MATTER)


def test_the_lines_of_such_fields_are_in_no_article() -> None:
    for name in ("a.md", "a.org", "b.org", "a.txt"):
        (article,) = parse(formats.decode(STATED[name].encode(), name)).articles
        assert (article.headline, [block.text for block in article.blocks]) == ("浮桥拆除", [BODY])


def test_a_page_that_comes_next_in_a_file_is_not_told_as_printed() -> None:
    lines = ("第1版", "", "浮桥拆除", "", BODY, "", "第2版", "", "夜校开课", "", BODY)
    made = SourceText("a.pdf", "PDF", lines, head=StatedHead(page_lines=(1, 7)))
    pages = parse(made).masthead.facts.pages
    assert {label: page.outcome for label, page in pages.items()} == dict.fromkeys("12", Outcome.INFERRED)
    printed = parse(replace(made, head=None)).masthead.facts.pages
    assert {label: page.outcome for label, page in printed.items()} == dict.fromkeys("12", Outcome.PRINTED)


@pytest.mark.parametrize(
    ("day", "outcome", "rule", "against"),
    [
        ("1987年6月18日 星期四", Outcome.PRINTED, Rule.MASTHEAD, []),
        ("1987年6月19日 星期五 第4181期", Outcome.CONTRADICTED, Rule.METS, ["星期五", "1987年6月19日"]),
        ("", Outcome.STATED, Rule.METS, []),
    ],
)
def test_a_day_that_the_format_states_is_printed_if_the_page_has_it_too(
    day: str, outcome: Outcome, rule: Rule, against: list[str]
) -> None:
    lines = ("雁桥日报\u30001987年6月18日", "", "雁桥日报", day, "", "浮桥拆除", "", BODY)
    head = StatedHead("雁桥日报", dt.date(1987, 6, 18), 1, rule=Rule.METS)
    told = parse(SourceText("mets.xml", "utf-8", lines, head=head)).masthead.facts.day
    assert (told.value, told.outcome) == (dt.date(1987, 6, 18), outcome)
    assert told.witness is not None
    assert told.witness.rule is rule
    assert [objection.words for objection in told.against] == against


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
