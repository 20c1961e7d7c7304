"""Given what a reader has told of lines, when the file is parsed, then that holds and the rest is decided around it."""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader import assets, formats
from reader.newspaper.article import Article, ArticleKind, BlockKind, Role, SourceText
from reader.newspaper.correction import (
    Anchor,
    Claim,
    CorrectedCredit,
    CorrectedRole,
    Correction,
    CorrectionKind,
)
from reader.newspaper.issue import DateOrigin, IssuePart
from reader.parsing import anchor_of, explain, issue_anchor_of, keys_moved, parse, resolve
from reader.parsing.correction_anchors import LEAST_ALIKE, likeness
from tests.laws import examples
from tests.parsing.laws import broken_laws

FERRY = "本报讯（记者 尤嘉木）1月26日，渡口从今天起加开一班船，票价不变，首班船提前到五点二十分开出。"
FARES = "逢集日另加两班，月票照旧；带自行车的乘客请走下游的跳板，渡口添了两名船工在那里照应。"
TOWER = "本报讯（记者 张维）1月26日，旧钟楼今天围起脚手架，钟停三个月，报时改由渡口的汽笛代劳。"
BELL = "管钟的老人说，钟慢了四十年，这回要把它拨准，街坊们倒有些舍不得。"
PAGE = ("渡口加开一班船", "", FERRY, "", FARES, "", "旧钟楼今起维修", "", TOWER, "", BELL)

HEADLINE = Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE)
STARTS, JOINED = Claim(CorrectionKind.STARTS), Claim(CorrectionKind.JOINED)
GOES_ON, APART = Claim(CorrectionKind.PARAGRAPH_JOINED), Claim(CorrectionKind.PARAGRAPH_APART)
SAMPLES = sorted(
    path for path in assets.sample_library().rglob("*") if path.is_file() and formats.is_issue_file(path)
)


def role(told: CorrectedRole) -> Claim:
    return Claim(CorrectionKind.ROLE, told)


def credit(who: Role, *names: str) -> Claim:
    return Claim(CorrectionKind.CREDIT, credit=CorrectedCredit(who, names))


def source_of(*lines: str, path: str = "a.txt") -> SourceText:
    return SourceText(path, "utf-8", lines)


def correction(source: SourceText, line: int, claim: Claim, order: int = 0) -> Correction:
    time = dt.datetime(2026, 3, 1, 12, order, tzinfo=dt.UTC)
    return Correction(f"{line}-{order}", anchor_of(source, line), claim, time, time)


def corrected(lines: Sequence[str], *told: tuple[int, Claim]) -> IssuePart:
    """The parse of a page of which this was told, in this order."""
    source = source_of(*lines)
    part = parse(source, [correction(source, line, claim, i) for i, (line, claim) in enumerate(told)])
    assert broken_laws(source, part) == []
    return part


def kinds(article: Article) -> list[BlockKind]:
    return [block.kind for block in article.blocks]


def test_without_corrections_the_page_has_two_articles() -> None:
    assert [a.headline for a in corrected(PAGE).articles] == ["渡口加开一班船", "旧钟楼今起维修"]


@pytest.mark.parametrize("told", CorrectedRole)
def test_a_line_is_what_it_is_told_to_be(told: CorrectedRole) -> None:
    source = source_of(*PAGE)
    verdicts = explain(source, [correction(source, 5, role(told))])
    names = {
        CorrectedRole.PARAGRAPH: {"PARAGRAPH", "OPENING", "PARAGRAPH_MORE"},
        CorrectedRole.HEADLINE: {"HEADLINE", "HEADLINE_MORE"},
        CorrectedRole.BYLINE: {"BYLINE", "SIGNATURE"},
        CorrectedRole.SECTION: {"SECTION", "LABEL"},
        CorrectedRole.JUMP: {"JUMP_FROM", "JUMP_TO"},
    }
    assert next(v.role.name for v in verdicts if v.line == 5) in names.get(told, {told.name})
    corrected(PAGE, (5, role(told)))


def test_a_headline_in_the_body_begins_an_article() -> None:
    lines = ("渡口加开一班船", "", FERRY, "", "钟又慢了。", "", TOWER)
    assert len(corrected(lines).articles) < 3
    part = corrected(lines, (5, HEADLINE))
    assert [a.headline for a in part.articles] == ["渡口加开一班船", "钟又慢了。"]


def test_a_headline_that_is_a_subhead_parts_nothing() -> None:
    (article,) = corrected(PAGE, (7, role(CorrectedRole.SUBHEAD)), (9, JOINED)).articles
    assert kinds(article).count(BlockKind.SUBHEAD) == 1


def test_an_article_starts_where_it_is_told_to() -> None:
    first, second, third = corrected(PAGE, (5, STARTS)).articles
    assert second.source_lines == ((5, 5),)
    assert second.kind is ArticleKind.ARTICLE  # told, and so not unplaced
    assert (first.headline, third.headline) == ("渡口加开一班船", "旧钟楼今起维修")


def test_two_articles_are_one_and_keep_the_first_key() -> None:
    before = corrected(PAGE)
    part = corrected(PAGE, (7, JOINED))
    (article,) = part.articles
    assert article.headline == "渡口加开一班船"
    assert kinds(article) == [BlockKind.PARAGRAPH] * 2 + [BlockKind.SUBHEAD] + [BlockKind.PARAGRAPH] * 2
    assert article.key == before.articles[0].key
    assert keys_moved(before, part) == {before.articles[1].key: article.key}


def test_the_first_key_stays_though_the_first_text_is_short() -> None:
    lines = ("旧钟楼今起维修", "", "钟停三个月。", "", "渡口加开一班船", "", FERRY)
    before = corrected(lines, (5, STARTS))
    part = corrected(lines, (5, STARTS), (5, JOINED))
    assert [a.key for a in part.articles] == [before.articles[0].key]


def test_storeys_that_follow_are_joined_too() -> None:
    lines = (*PAGE[:6], "闻砚秋在钟楼调研时强调", "旧钟楼今起维修", "钟停三个月", *PAGE[7:])
    (article,) = corrected(lines, (7, JOINED)).articles
    assert [b.text for b in article.blocks if b.kind is BlockKind.SUBHEAD] == list(lines[6:9])


def test_a_heading_that_has_no_body_yet_is_joined_as_a_heading() -> None:
    lines = ("渡口加开一班船", "把船开到家门口", "", FERRY)
    (article,) = corrected(lines, (1, HEADLINE), (2, HEADLINE), (2, JOINED)).articles
    assert article.headline == "渡口加开一班船 把船开到家门口"


def test_what_stands_behind_a_page_is_joined_past_it() -> None:
    lines = (*PAGE[:5], "▶▶下转02版", "", "第02版 要闻", "", "◀◀上接01版", BELL)
    first, second = corrected(lines).articles
    assert second.kind is ArticleKind.CONTINUATION
    (article,) = corrected(lines, (10, JOINED)).articles
    assert (article.kind, article.page, article.key) == (ArticleKind.ARTICLE, first.page, first.key)


def test_nothing_stands_before_the_first_article() -> None:
    assert corrected(PAGE, (1, JOINED)).articles[0].source_lines == corrected(PAGE).articles[0].source_lines


def test_paragraphs_are_joined_and_parted() -> None:
    first = corrected(PAGE, (5, GOES_ON)).articles[0]
    assert [block.text for block in first.blocks] == [FERRY + FARES]
    broken = ("渡口加开一班船", "", FERRY[:-8], "", FERRY[-8:])
    assert len(corrected(broken).articles[0].blocks) == 1
    assert len(corrected(broken, (5, APART)).articles[0].blocks) == 2


def test_who_wrote_a_paragraph_is_told() -> None:
    article = corrected(PAGE, (9, credit(Role.REPORTER, "章维", "张维"))).articles[1]
    ((who, names, printed),) = [(c.role, c.names, c.as_printed) for c in article.credits]
    assert (who, names) == (Role.REPORTER, ("章维", "张维"))
    assert "张维" in printed
    assert printed.endswith("〔章维〕")  # what is not printed stands in brackets


def test_who_wrote_it_is_told_of_a_line_of_its_own() -> None:
    lines = ("渡口三十年", "文字/弘 维", "", FARES, BELL)
    (article,) = corrected(lines, (2, role(CorrectedRole.BYLINE)), (2, credit(Role.AUTHOR, "张维"))).articles
    assert [(c.role, c.names, c.as_printed) for c in article.credits] == [
        (Role.AUTHOR, ("张维",), "文字/弘 维〔张维〕")
    ]
    assert [block.text for block in article.blocks] == [FARES, BELL]


def test_roles_of_credits_stand_beside_each_other_and_nobody_is_told_by_no_names() -> None:
    told = (
        (9, credit(Role.REPORTER, "章维")),
        (9, credit(Role.PHOTOGRAPHER, "张维")),
        (9, credit(Role.REPORTER)),
    )
    article = corrected(PAGE, *told).articles[1]
    assert [c.role for c in corrected(PAGE, *told[:2]).articles[1].credits] == [
        Role.REPORTER,
        Role.PHOTOGRAPHER,
    ]
    assert [(c.role, c.names) for c in article.credits] == [(Role.PHOTOGRAPHER, ("张维",))]


def test_the_later_of_two_that_contradict_each_other_holds() -> None:
    assert len(corrected(PAGE, (7, JOINED), (7, STARTS)).articles) == 2
    assert len(corrected(PAGE, (7, STARTS), (7, JOINED)).articles) == 1
    part = corrected(PAGE, (5, HEADLINE), (5, role(CorrectedRole.PARAGRAPH)))
    assert part.articles == corrected(PAGE).articles


def test_what_is_undone_is_not_told() -> None:
    source = source_of(*PAGE)
    undone = replace(correction(source, 7, JOINED), undone=True)
    assert parse(source, [undone]) == parse(source)
    assert resolve([undone], source).unresolved == ()


# -- finding the line again


def line_found(anchor: Anchor, *lines: str) -> int | None:
    time = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    told = Correction("one", anchor, STARTS, time, time)
    found = resolve([told], source_of(*lines))
    assert bool(found.lines) != bool(found.unresolved)
    return found.lines.get("one")


def test_the_line_is_found_where_it_has_moved_to() -> None:
    anchor = anchor_of(source_of(*PAGE), 7)
    assert line_found(anchor, "# 雁桥日报", "", *PAGE) == 9
    assert line_found(anchor, *PAGE[6:], *PAGE[:6]) == 1
    assert (
        line_found(anchor, *PAGE[:6], "## 旧钟楼  今起维修", *PAGE[7:]) == 7
    )  # marks and spaces are not its words


def test_a_line_read_otherwise_is_found_by_what_is_alike() -> None:
    anchor = anchor_of(source_of(*PAGE), 9)
    again = TOWER.replace("脚手架", "脚于架").replace("张维", "弘维").replace("汽笛", "气笛")
    assert line_found(anchor, *PAGE[:8], again, *PAGE[9:]) == 9


def test_a_line_that_has_gone_is_unresolved() -> None:
    anchor = anchor_of(source_of(*PAGE), 7)
    assert line_found(anchor, *PAGE[:6], *PAGE[8:]) is None
    assert line_found(anchor) is None


def test_of_equal_lines_the_neighbours_tell_which() -> None:
    notes = ("简讯", "", FERRY, "", "简讯", "", TOWER, "", "简讯", "", BELL)
    anchor = anchor_of(source_of(*notes), 5)
    assert anchor.ordinal == 2
    assert line_found(anchor, *notes[4:8], *notes[:4], *notes[8:]) == 1
    assert line_found(anchor, *notes[8:]) is None  # a short line alone tells nothing


def test_among_equal_lines_with_equal_neighbours_the_place_tells() -> None:
    verse = ("江水长", "江水平", "江水长", "江水平", "江水长", "江水平", "江水长")
    for line in range(1, 8):
        assert line_found(anchor_of(source_of(*verse), line), *verse) == line


@pytest.mark.parametrize("line", [0, 2, 99])
def test_a_line_that_says_nothing_has_no_anchor(line: int) -> None:
    with pytest.raises(ValueError, match=str(line)):
        anchor_of(source_of(*PAGE), line)


def test_likeness_is_between_0_and_1() -> None:
    assert likeness("", "") == likeness("渡口", "渡口") == 1
    assert likeness("", "渡口") == likeness("渡口", "钟楼") == 0
    assert LEAST_ALIKE < likeness("旧钟楼今起维修", "旧钟楼令起维修") < 1


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_line_of_the_samples_is_found_again(path: Path) -> None:
    source = formats.read(path, path.name)
    numbers = [number for number, line in enumerate(source.lines, 1) if line.strip()]
    chance = random.Random(path.stem)
    told = [correction(source, number, STARTS) for number in chance.sample(numbers, 12)]
    assert resolve(told, source).lines == {c.uuid: int(c.uuid.split("-")[0]) for c in told}


# -- laws

CLAIMS = st.one_of(
    st.sampled_from(CorrectedRole).map(role),
    st.sampled_from([STARTS, JOINED, GOES_ON, APART]),
    st.builds(credit, st.sampled_from(Role), st.text(max_size=4), st.sampled_from(["张维", "何渡生"])),
)


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0), CLAIMS), max_size=12), st.randoms())
def test_whatever_is_told_no_line_is_lost_or_doubled(
    path: Path, told: list[tuple[int, Claim]], chance: random.Random
) -> None:
    source = formats.read(path, path.name)
    numbers = [number for number, line in enumerate(source.lines, 1) if line.strip()]
    corrections = [
        correction(source, numbers[place % len(numbers)], claim, i) for i, (place, claim) in enumerate(told)
    ]
    assert broken_laws(source, parse(source, corrections)) == []
    lines = list(source.lines)
    chance.shuffle(lines)
    shuffled = replace(source, lines=tuple(lines))
    assert broken_laws(shuffled, parse(shuffled, corrections)) == []


# -- the issue

HEAD = ("雁桥日报", "1987年1月28日 星期二 第4046期", "")
DAY = Claim(CorrectionKind.DATE, date=dt.date(1987, 1, 27))
NUMBER = Claim(CorrectionKind.NUMBER, number=4045)
TITLE = Claim(CorrectionKind.TITLE, title="江城日报")


def of_issue(source: SourceText, claim: Claim, order: int = 0) -> Correction:
    time = dt.datetime(2026, 3, 1, 12, order, tzinfo=dt.UTC)
    return Correction(f"issue-{order}", issue_anchor_of(source), claim, time, time)


def told(lines: Sequence[str], *claims: Claim) -> IssuePart:
    source = source_of(*lines)
    part = parse(source, [of_issue(source, claim, i) for i, claim in enumerate(claims)])
    assert broken_laws(source, part) == []
    return part


def test_a_reader_tells_what_issue_it_is_and_no_key_changes() -> None:
    before, after = parse(source_of(*HEAD, *PAGE)), told((*HEAD, *PAGE), DAY, NUMBER, TITLE)
    head = after.masthead
    assert (head.date, head.month_day, head.date_origin) == (DAY.date, "01-27", DateOrigin.CORRECTED)
    assert (head.number, head.title, head.title_as_printed) == (4045, "江城日报", "雁桥日报")
    assert after.articles == before.articles


def test_of_a_printed_date_that_was_corrected_nothing_but_that_is_remarked() -> None:
    contradicted = parse(source_of(*HEAD, *PAGE)).warnings
    assert ["星期二" in remark.message for remark in contradicted] == [True]
    (remark,) = told((*HEAD, *PAGE), DAY).warnings
    assert (remark.line, "1987-01-28" in remark.message, "1987-01-27" in remark.message) == (2, True, True)


def test_an_inferred_date_and_none_at_all_give_way_without_a_remark() -> None:
    assert parse(source_of(*PAGE)).masthead.date is None
    part = told(PAGE, DAY)
    assert (part.masthead.date, part.warnings) == (DAY.date, ())


def test_of_two_days_the_later_told_holds() -> None:
    other = Claim(CorrectionKind.DATE, date=dt.date(1988, 1, 27))
    assert told(PAGE, other, DAY).masthead.date == DAY.date
    assert told(PAGE, DAY, other).masthead.date == other.date


def test_what_is_told_of_an_issue_stays_when_its_lines_end_elsewhere() -> None:
    source = source_of(*HEAD, *PAGE)
    correction = of_issue(source, DAY)
    text = "".join(source.lines).replace("渡口", "渡囗")
    columns = source_of(*(text[i : i + 17] for i in range(0, len(text), 17)))
    assert resolve([correction], columns).unresolved == ()
    assert parse(columns, [correction]).masthead.date == DAY.date


def test_it_is_not_told_of_another_issue_of_the_paper() -> None:
    correction = of_issue(source_of(*HEAD, *PAGE), DAY)
    for sample in SAMPLES:
        source = formats.read(sample, "a.txt")
        assert resolve([correction], source).unresolved == (correction,)


def test_a_file_without_words_has_nothing_that_tells_it() -> None:
    with pytest.raises(ValueError, match=r"a\.txt"):
        issue_anchor_of(source_of("", " "))


@given(st.permutations([DAY, NUMBER, TITLE]))
def test_what_is_told_of_different_things_does_not_depend_on_the_order(claims: list[Claim]) -> None:
    assert told((*HEAD, *PAGE), *claims) == told((*HEAD, *PAGE), DAY, NUMBER, TITLE)


def test_the_line_of_another_number_is_another_line() -> None:
    """Of two lines alike but for a number, the one that is left is not the one that was corrected."""
    coal = [
        "第一车间全年节约用煤十二吨，受到公司表扬，奖搪瓷盆四十只。",
        "第二车间全年节约用煤十三吨，受到公司表扬，奖搪瓷盆五十只。",
    ]
    before = source_of(*coal, "其余车间的数目另表公布，食堂为此多蒸了两笼馒头。")
    told = correction(before, 2, STARTS)
    now = source_of(coal[0], "二车间的数字有出入，本报另行更正。")
    assert resolve([told], before).lines == {told.uuid: 2}
    assert resolve([told], now).lines == {}
