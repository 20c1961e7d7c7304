"""Which articles of a day belong together."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.continued.evidence import FoundEvidence
from reader.newspaper.article import Article, ArticleKind
from reader.stitching.pairing import MADE_FROM, OFFERED_FROM, DayArticle, Stitch, _best_way, stitches
from reader.stitching.reasons import Reason
from tests.stitching.invented_story import (
    BEGINNING,
    ENDING,
    HEADLINE,
    MIDDLE,
    a_day,
    article,
    first_part,
    jump,
    paragraph,
    second_part,
)
from tools.benchmarks import bench_stitch
from tools.typesetter.jumps import Case, Half, jump_day


def told(found: Sequence[Stitch]) -> list[tuple[int, int, bool]]:
    return [(stitch.first_id, stitch.second_id, stitch.is_made) for stitch in found]


def test_two_parts_whose_jump_lines_and_headlines_agree_are_one_story() -> None:
    found = stitches(a_day((first_part(), "1"), (second_part(), "4")))
    assert told(found) == [(0, 1, True)]
    assert {Reason.LEADS_THERE, Reason.COMES_FROM_THERE, Reason.HEADLINE_REPEATED} <= set(found[0].reasons)


def test_pages_need_not_be_known() -> None:
    assert told(stitches(a_day((first_part(), None), (second_part(), None)))) == [(0, 1, True)]


def test_a_letter_of_a_page_may_go_without_saying() -> None:
    [found] = stitches(a_day((first_part(to="4"), "A1"), (second_part(), "A4")))
    assert Reason.LEADS_THERE in found.reasons


def test_a_day_without_jump_lines_or_with_one_end_of_a_story_has_no_stitches() -> None:
    assert stitches(a_day((first_part(to=None), "1"), (second_part(origin=None), "4"))) == ()
    assert stitches(a_day((second_part(), "4"))) == stitches(a_day((first_part(), "1"))) == stitches([]) == ()


def test_two_strangers_whose_pages_agree_are_not_made_one() -> None:
    """Story A goes on on page 4 and B comes from page 1; their other ends were not read."""
    stranger = second_part(paragraph("萝卜缨子喂鹅，鹅长得快。"), headline="鹅的账本")
    assert not any(stitch.is_made for stitch in stitches(a_day((first_part(), "1"), (stranger, "4"))))


def test_of_two_stories_that_go_on_on_one_page_each_finds_its_own() -> None:
    other = article("萝卜账本", paragraph("早市的萝卜账由摊主自己记。"), jump("▶▶下转04版"), jump_to="4")
    rest = article("萝卜账本", jump("◀◀上接01版"), paragraph("记到月底，送的比卖的多。"), jump_from="1")
    found = stitches(a_day((first_part(), "1"), (rest, "4"), (other, "1"), (second_part(), "4")))
    assert [(stitch.first_id, stitch.second_id) for stitch in found] == [(0, 3), (2, 1)]


def test_what_one_story_takes_is_left_to_no_other() -> None:
    """Neither continuation has a headline: the one whose sentence runs on decides both."""
    cut = first_part(paragraph(BEGINNING), paragraph("罗阿满换下的齿"))
    other = article(
        "萝卜账本", paragraph("早市的萝卜账由摊主罗秀英自己记。"), jump("▶▶下转04版"), jump_to="4"
    )
    runs_on = second_part(paragraph("轮装满一只木盆，" + ENDING), headline=None)
    rest = article(None, jump("◀◀上接01版"), paragraph("罗秀英的萝卜账月底送的比卖的多。"), jump_from="1")
    found = stitches(a_day((cut, "1"), (rest, "4"), (other, "1"), (runs_on, "4")))
    assert (0, 3) in [(stitch.first_id, stitch.second_id) for stitch in found]
    assert (0, 1) not in [(stitch.first_id, stitch.second_id) for stitch in found]


def test_a_story_over_three_pages_is_two_stitches() -> None:
    middle = article(
        HEADLINE[:9], jump("◀◀上接01版"), paragraph(MIDDLE), jump("▶▶下转03版"), jump_to="3", jump_from="1"
    )
    found = stitches(
        a_day((first_part(to="2"), "1"), (middle, "2"), (second_part(origin="2", mark="◀◀上接02版"), "3"))
    )
    assert [(stitch.first_id, stitch.second_id) for stitch in found] == [(0, 1), (1, 2)]


def test_the_third_page_of_a_story_is_known_by_the_first_where_the_middle_tells_nothing() -> None:
    """The middle has another headline and none of the names; the third page has the first's headline and names."""
    middle = article(
        "换下的铜件",
        *(jump("◀◀上接01版"), paragraph("换下的铜件装满一只木"), jump("▶▶下转03版")),
        jump_to="3",
        jump_from="1",
    )
    last = second_part(paragraph("这一回" + ENDING), origin="2", mark="◀◀上接02版")
    other = second_part(
        paragraph("萝卜缨子喂鹅，鹅长得快。"), headline="鹅的账本", origin="2", mark="◀◀上接02版"
    )
    first = first_part(paragraph(BEGINNING), paragraph("罗阿满说，换下的铜件装了一木"), to="2")
    found = stitches(a_day((first, "1"), (middle, "2"), (last, "3"), (other, "3")))
    assert (1, 2) in [(stitch.first_id, stitch.second_id) for stitch in found]
    assert Reason.HEADLINE_REPEATED in next(stitch for stitch in found if stitch.first_id == 1).reasons


def test_the_ends_of_a_story_whose_middle_is_missing_are_only_offered() -> None:
    [found] = stitches(a_day((first_part(to="2"), "1"), (second_part(origin="2"), "3")))
    assert not found.is_made


def test_one_jump_line_alone_wants_the_headline_repeated() -> None:
    unmarked = first_part(paragraph(BEGINNING), paragraph("罗阿满换下的齿"), to=None)
    rest = paragraph("轮装满一只木盆，万春生请他敲第一下。" + ENDING)
    [repeated] = stitches(a_day((unmarked, "1"), (second_part(rest), "4")))
    assert repeated.is_made
    strangers = stitches(a_day((unmarked, "1"), (second_part(rest, headline="旧库房里的齿轮"), "4")))
    assert not any(stitch.is_made for stitch in strangers)


CUT = "万春生每天中午去看一回，罗阿满从来不让他碰扳"
REST = "手，说钟有钟的脾气。罗阿满换下的齿轮还在木盆里，万春生数过。"


def test_without_a_headline_two_jump_lines_want_a_witness_in_the_text() -> None:
    """A sentence that runs on is one, and so are many names; that pages agree is none."""
    first = first_part(paragraph(MIDDLE), paragraph(CUT))
    [cut] = stitches(a_day((first, "1"), (second_part(paragraph(REST), headline=None), "4")))
    assert cut.is_made
    assert Reason.WORD_CUT in cut.reasons
    whole = first_part(paragraph(MIDDLE), paragraph(CUT + "手。"))
    stranger = second_part(paragraph("萝卜缨子喂鹅，鹅长得快，早市上都这么说。"), headline=None)
    found = stitches(a_day((whole, "1"), (stranger, "4")))
    assert not any(stitch.is_made for stitch in found)


def test_what_begins_as_news_is_at_most_offered() -> None:
    news = second_part(paragraph("本报讯（记者 顾知远）" + ENDING), headline=HEADLINE)
    found = stitches(a_day((first_part(), "1"), (news, "4")))
    assert not any(stitch.is_made for stitch in found)


def test_two_parts_that_each_go_on_with_the_other_close_no_circle() -> None:
    one = article(HEADLINE, paragraph(BEGINNING), jump_to="4", jump_from="4")
    other = article(HEADLINE, paragraph(ENDING), jump_to="1", jump_from="1")
    assert len(stitches(a_day((one, None), (other, None)))) <= 1


def test_a_wrong_page_is_outweighed_by_headline_and_words() -> None:
    [found] = stitches(a_day((first_part(to="3"), "1"), (second_part(), "4")))
    assert (found.first_id, found.second_id) == (0, 1)
    assert Reason.LEADS_ELSEWHERE in found.reasons


def test_a_jump_line_may_name_the_headline() -> None:
    named = first_part(mark="▶▶下转04版《钟声里的四十天》")
    found = stitches(a_day((named, "1"), (second_part(headline="钟声里的四十天"), "4")))
    assert told(found) == [(0, 1, True)]
    assert Reason.HEADLINE_NAMED in found[0].reasons


def test_a_jump_line_that_names_another_headline_speaks_against() -> None:
    plain = a_day((first_part(), "1"), (second_part(headline=None), "4"))
    named = a_day((first_part(mark="▶▶下转04版《萝卜账本》"), "1"), (second_part(headline="旧钟"), "4"))
    assert [s.confidence for s in stitches(named)] < [s.confidence for s in stitches(plain)]


def test_a_rival_lowers_the_confidence() -> None:
    [alone] = stitches(a_day((first_part(), "1"), (second_part(), "4")))
    rivals = stitches(a_day((first_part(), "1"), (second_part(), "4"), (second_part(paragraph(MIDDLE)), "4")))
    assert all(alone.confidence > stitch.confidence for stitch in rivals)
    assert not any(stitch.is_made for stitch in rivals)


def test_more_jump_lines_than_any_paper_prints_tell_nothing() -> None:
    table = [(first_part(), "1") for _ in range(40)] + [(second_part(), "4") for _ in range(40)]
    assert stitches(a_day(*table)) == ()


# -- no join where there is none


def a_fair(headline: str | None, text: str, **marks: str) -> Article:
    before = (jump(f"◀◀上接0{marks['jump_from']}版"),) if "jump_from" in marks else ()
    behind = (jump(f"▶▶下转0{marks['jump_to']}版"),) if "jump_to" in marks else ()
    return article(headline, *before, paragraph(text), *behind, **marks)


FAIR = "城东庙会昨天开场，罗秀英的糖画摊前排了四十个人。"
SAME_FAIR = "庙会开场，糖画摊主罗秀英说，今年的糖比去年贵两角。"


def test_of_two_stories_on_one_event_the_one_that_goes_on_nowhere_is_left_alone() -> None:
    whole = a_fair("庙会昨天开场 糖画摊前排长队", FAIR + SAME_FAIR)
    found = stitches(a_day((first_part(), "1"), (whole, "1"), (second_part(), "4")))
    assert told(found) == [(0, 1 + 1, True)]


def test_a_story_on_the_same_event_is_not_the_rest_of_one_that_was_not_read() -> None:
    begun = a_fair("庙会昨天开场 糖画摊前排长队", FAIR, jump_to="4")
    beside = article("糖价小记", paragraph("本报讯（记者 顾知远）" + SAME_FAIR))
    assert not any(stitch.is_made for stitch in stitches(a_day((begun, "1"), (beside, "4"))))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("今天白天晴，偏南风三级，最高气温二十六度。", "明天多云转阴，偏北风四级，最高气温二十一度。"),
        ("萝卜每斤四角，白菜每斤三角，豆腐每块两角。", "鸡蛋每斤九角，鲫鱼每斤一元，冬笋每斤八角。"),
        ("第十一回　渡口夜话　船家说起旧年的水。（待续）", "第四回　石板坡　卖糖人遇见故人。（待续）"),
        ("遗失工作证一本，声明作废。万春生启。", "寻找黄猫一只，尾有白尖，送还者酬谢。"),
    ],
    ids=["weather", "prices", "serials", "notices"],
)
@pytest.mark.parametrize("is_first_marked", [True, False])
def test_columns_that_every_issue_has_are_not_joined(first: str, second: str, is_first_marked: bool) -> None:
    """Their words are those of every such column, and a jump line beside one of them may be its neighbour's."""
    one = a_fair(None, first, **({"jump_to": "4"} if is_first_marked else {}))
    other = a_fair(None, second, **({} if is_first_marked else {"jump_from": "1"}))
    assert not any(stitch.is_made for stitch in stitches(a_day((one, "1"), (other, "4"))))


def test_classified_notices_are_never_part_of_a_story() -> None:
    notices = replace(first_part(), kind=ArticleKind.NOTICES)
    assert stitches(a_day((notices, "1"), (second_part(), "4"))) == ()


def a_large_day(pages: int) -> list[DayArticle]:
    """Twelve articles a page; the first of each goes on on the next but one, as the last but one there."""
    parts = []
    for page in range(1, pages + 1):
        texts = [
            f"第{page}街第{n}号院的{chr(0x5000 + page * 13 + n)}家昨天修好了水管，" * 3 for n in range(12)
        ]
        articles: list[Article] = [article(f"{text[:9]}修好", paragraph(text)) for text in texts]
        goes_on = f"{chr(0x8000 + page)}{chr(0x8400 + page)}渡的钟声"
        articles[0] = a_fair(goes_on, f"{goes_on}响了，{texts[0]}", jump_to=str(page + 2))
        if page > 2:
            came = f"{chr(0x8000 + page - 2)}{chr(0x8400 + page - 2)}渡的钟声"
            articles[10] = a_fair(came, f"大家都说，{came}比去年好听。", jump_from=str(page - 2))
        parts += [
            DayArticle(page * 12 + n, one, str(page), f"{page}.txt", n) for n, one in enumerate(articles)
        ]
    return parts


def test_the_stories_of_a_large_day_are_found_and_the_pairs_to_weigh_grow_with_its_pages() -> None:
    counts = []
    for pages in (20, 80):
        parts = a_large_day(pages)
        found = stitches(parts)
        assert {(s.first_id, s.second_id) for s in found if s.is_made} == {
            (page * 12, (page + 2) * 12 + 10) for page in range(1, pages - 1)
        }
        counts.append(sum(1 for _ in FoundEvidence(parts).of_pairs()))
    assert counts[1] < 5 * counts[0]


PAGES = st.sampled_from([None, "1", "2", "3", "A1", "B2"])
PARTS = st.lists(
    st.builds(
        lambda headline, text, to, origin, page: (
            article(headline, paragraph(text), jump_to=to, jump_from=origin),
            page,
        ),
        st.sampled_from([None, HEADLINE, HEADLINE[:8], "旧钟", ""]),
        st.sampled_from([BEGINNING, MIDDLE, ENDING, BEGINNING[:20], "", "钟"]),
        PAGES,
        PAGES,
        PAGES,
    ),
    max_size=7,
)


@given(PARTS)
def test_no_part_is_on_one_side_of_two_stitches_and_no_story_ends_where_it_begins(
    placed: list[tuple[Article, str | None]],
) -> None:
    parts = [DayArticle(n, one, page, "a.txt", n) for n, (one, page) in enumerate(placed)]
    found = stitches(parts)
    follows = {stitch.first_id: stitch.second_id for stitch in found}
    assert len(follows) == len(found) == len({stitch.second_id for stitch in found})
    assert all(OFFERED_FROM <= stitch.confidence <= 1 for stitch in found)
    for start in follows:
        at, steps = start, 0
        while at in follows:
            at, steps = follows[at], steps + 1
            assert at != start
            assert steps <= len(follows)


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(5, 8)), st.floats(0.1, 9), max_size=12))
def test_the_best_way_adds_up_highest_of_all(scores: dict[tuple[int, int], float]) -> None:
    def best_of(pairs: list[tuple[int, int]], taken: frozenset[int]) -> float:
        if not pairs:
            return 0.0
        (first, second), *rest = pairs
        without = best_of(rest, taken)
        if taken & {first, second}:
            return without
        return max(without, scores[first, second] + best_of(rest, taken | {first, second}))

    assert _best_way(scores)[1] == pytest.approx(best_of(list(scores), frozenset()))


def test_on_generated_days_hardly_a_stitch_that_is_made_is_wrong() -> None:
    """A sample of what `tools.benchmarks.bench_stitch` measures, over stories that no weight was fitted on."""
    rng = random.Random(1)
    every = bench_stitch.Tally()
    for case in Case:
        for style in rng.sample(bench_stitch.able_styles(), 4):
            day = jump_day(style, case, 90, 0.01, Half.HELD_OUT)
            read = bench_stitch.read(day)
            every += bench_stitch.tally(day, read, stitches(read.parts))
    made = sum(confidence >= MADE_FROM for confidence in every.right)
    assert sum(confidence >= MADE_FROM for confidence in every.wrong) <= 1
    assert made >= 0.5 * every.true
    assert len(every.right) >= 0.8 * every.true


# -- what a reader has told


def test_two_parts_that_are_told_apart_stay_apart() -> None:
    day = a_day((first_part(), "1"), (second_part(), "4"))
    assert stitches(day, {(0, 1): False}) == ()


def test_two_parts_that_are_told_to_be_one_are_one_whatever_speaks_against_it() -> None:
    day = a_day((first_part(to=None), "4"), (second_part(paragraph("萝卜每斤四角。"), origin=None), "1"))
    [found] = stitches(day, {(0, 1): True})
    assert (found.first_id, found.second_id, found.is_made, found.is_by_reader) == (0, 1, True, True)


def test_what_is_told_leaves_a_part_to_no_other() -> None:
    day = a_day((first_part(), "1"), (second_part(), "4"))
    assert told(stitches(day, {(0, 5): True})) == [(0, 5, True)]


def test_where_a_part_is_told_to_two_the_later_holds() -> None:
    day = a_day((first_part(), "1"), (second_part(), "4"))
    assert told(stitches(day, {(0, 1): True, (0, 5): True})) == [(0, 5, True)]
    assert told(stitches(day, {(2, 1): True, (0, 1): True})) == [(0, 1, True)]


def test_what_is_told_closes_no_circle() -> None:
    day = a_day((first_part(), "1"), (second_part(), "4"))
    assert told(stitches(day, {(1, 0): True, (0, 1): True})) == [(0, 1, True)]


def test_what_is_told_of_articles_that_are_not_there_tells_nothing() -> None:
    day = a_day((first_part(), "1"), (second_part(), "4"))
    assert stitches(day, {(0, 99): True, (99, 1): False}) == stitches(day)
