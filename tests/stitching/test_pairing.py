"""Which articles of a day belong together."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import Article
from reader.stitching import MADE_FROM, OFFERED_FROM, Part, Reason, Stitch, stitches
from reader.stitching.pairing import _best_way
from tests.benchmarks import bench_stitch
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
from tests.typesetter.jumps import Case, Half, jump_day


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


def test_a_day_without_jump_lines_has_no_stitches() -> None:
    assert stitches(a_day((first_part(to=None), "1"), (second_part(origin=None), "4"))) == ()
    assert stitches([]) == ()


def test_a_lonely_continuation_stays_alone() -> None:
    assert stitches(a_day((second_part(), "4"))) == ()


def test_a_lonely_beginning_stays_alone() -> None:
    assert stitches(a_day((first_part(), "1"))) == ()


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
    parts = [Part(n, one, page, "a.txt", n) for n, (one, page) in enumerate(placed)]
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
    """A sample of what `tests.benchmarks.bench_stitch` measures, over stories that no weight was fitted on."""
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
