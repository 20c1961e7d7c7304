"""Which articles of a day belong together, and how they read as one."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.stitching import (
    MADE_FROM,
    OFFERED_FROM,
    Part,
    Piece,
    Reason,
    Stitch,
    _best_way,
    seam_text,
    stitched,
    stitches,
)
from tests.benchmarks import bench_stitch
from tests.typesetter.jumps import Case, Half, jump_day

HEADLINE = "渡口添了两口大钟，老街从此不误点"
BEGINNING = "渡口昨天挂起两口大钟，钟面朝着石板坡。站长万春生说，钟是从造船厂的旧库房里找出来的。"
MIDDLE = "船厂的钳工罗阿满修了四十天，换下的齿轮装满一只木盆。"
ENDING = "石板坡的住户听见钟声都出来看。罗阿满站在人群后面，万春生请他上去敲第一下，他不肯。"
OTHERS = (
    ("城南早市萝卜上市", "城南早市今天来了六车萝卜，每斤四角，卖到中午就剩下叶子。"),
    ("学生量影子量了一年", "三年级学生从去年立夏起每天正午到操场量影子，一共记满两个本子。"),
    ("公交二公司招调度员", "公交二公司招调度员八名，要求嗓音清楚，会看地图，能上早班。"),
    ("旧管网改造进入尾声", "望江门一带的旧管网改造进入尾声，工人在巷子里铺最后一段石板。"),
    ("图书馆夜里开到十点", "图书馆本月起延长开放，阅览室的灯亮到晚上十点，热水照常供应。"),
)


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, ((1, 1),))


def jump(text: str) -> Block:
    return Block(BlockKind.JUMP, text, ((1, 1),))


def article(
    headline: str | None, *blocks: Block, jump_to: str | None = None, jump_from: str | None = None
) -> Article:
    kind = ArticleKind.CONTINUATION if jump_from else ArticleKind.ARTICLE
    return Article("", kind, headline=headline, blocks=blocks, jump_to=jump_to, jump_from=jump_from)


def first_part(*blocks: Block, to: str | None = "4", mark: str = "▶▶下转04版") -> Article:
    return article(HEADLINE, *(blocks or (paragraph(BEGINNING),)), *((jump(mark),) if to else ()), jump_to=to)


def second_part(
    *blocks: Block, headline: str | None = HEADLINE[:9], origin: str | None = "1", mark: str = "◀◀上接01版"
) -> Article:
    before = (jump(mark),) if origin else ()
    return article(headline, *before, *(blocks or (paragraph(ENDING),)), jump_from=origin)


def a_day(*placed: tuple[Article, str | None]) -> list[Part]:
    """Parts with the ids 0, 1, …, each from a file of its own, and other articles behind them."""
    others = [(article(headline, paragraph(f"本报讯 {text}")), "2") for headline, text in OTHERS]
    return [Part(n, one, page, f"{page or 9}.txt", n) for n, (one, page) in enumerate((*placed, *others))]


def told(found: Sequence[Stitch]) -> list[tuple[int, int, bool]]:
    return [(stitch.first_id, stitch.second_id, stitch.is_made) for stitch in found]


# -- which belong together


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
    assert made >= 0.3 * every.true
    assert len(every.right) >= 0.6 * every.true


# -- how they read as one


def test_a_sentence_that_runs_on_is_one_paragraph_with_the_seam_marked() -> None:
    first = first_part(paragraph("渡口昨天挂起两口"))
    second = second_part(paragraph("大钟。"), paragraph("钟声很响。"))
    story = stitched(first, second)
    assert [(block.text, block.seams) for block in story.blocks] == [
        ("渡口昨天挂起两口大钟。", (8,)),
        ("钟声很响。", ()),
    ]
    assert story.blocks[0].pieces == (Piece(0, 0, 0), Piece(1, 1, 8))
    assert story.jump_lines == (Piece(0, 1), Piece(1, 0))


@pytest.mark.parametrize(
    ("before", "after", "runs_on"),
    [
        ("渡口昨天挂起两口", "大钟。", True),
        ("钟挂好了，", "住户都出来看。", True),
        ("他说：“钟是旧的。", "修好就是新的。”说完就走。", True),
        ("钟挂好了", "，住户都出来看。", True),
        ("钟挂好了。", "住户都出来看。", False),
        ("他说：“不肯。”", "住户都笑。", False),
        ("钟挂好了", "本报讯（记者 罗秀英）早市今天来了六车萝卜。", False),
    ],
)
def test_where_a_sentence_runs_on(before: str, after: str, runs_on: bool) -> None:
    story = stitched(first_part(paragraph(before)), second_part(paragraph(after)))
    assert len(story.blocks) == (1 if runs_on else 2)


def test_a_subhead_at_the_seam_keeps_the_halves_apart() -> None:
    subhead = Block(BlockKind.SUBHEAD, "第一下", ((1, 1),))
    story = stitched(first_part(paragraph("渡口昨天挂起两口")), second_part(subhead, paragraph(ENDING)))
    assert [block.kind for block in story.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEAD,
        BlockKind.PARAGRAPH,
    ]


def test_pictures_at_the_seam_stand_behind_the_paragraph() -> None:
    caption = Block(BlockKind.CAPTION, "图为渡口的大钟。", ((1, 1),))
    story = stitched(
        first_part(paragraph("渡口昨天挂起两口"), caption), second_part(caption, paragraph("大钟。"))
    )
    assert [block.text for block in story.blocks] == ["渡口昨天挂起两口大钟。", caption.text, caption.text]


def test_a_sentence_may_run_on_over_two_seams() -> None:
    middle = second_part(paragraph("口大"), origin="1")
    story = stitched(
        first_part(paragraph("渡口昨天挂起两")), middle, second_part(paragraph("钟。"), origin="2")
    )
    assert [(block.text, block.seams) for block in story.blocks] == [("渡口昨天挂起两口大钟。", (7, 9))]


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(BlockKind), st.text("钟声，。“”a ", min_size=1)), max_size=5),
        min_size=1,
        max_size=4,
    )
)
def test_every_block_of_every_part_stands_in_the_story_once_and_in_order(
    told: list[list[tuple[BlockKind, str]]],
) -> None:
    articles = [article(None, *(Block(kind, text, ((1, 1),)) for kind, text in blocks)) for blocks in told]
    story = stitched(*articles)
    pieces = [piece for block in story.blocks for piece in block.pieces] + list(story.jump_lines)
    places = [(n, at) for n, one in enumerate(articles) for at in range(len(one.blocks))]
    assert sorted((piece.article, piece.block) for piece in pieces) == places
    for block in story.blocks:
        assert block.text == "".join(articles[p.article].blocks[p.block].text for p in block.pieces)
        assert all(
            block.text.startswith(articles[p.article].blocks[p.block].text, p.start) for p in block.pieces
        )


def test_a_string_that_crosses_the_seam_is_found_in_the_text_of_the_seam() -> None:
    first, second = first_part(paragraph("钳工罗阿 ")), second_part(paragraph("满修了Ｘ型钟。"))
    assert search_form("罗 阿满修了x型") in seam_text(first, second)


def test_where_no_sentence_runs_on_there_is_no_text_of_the_seam() -> None:
    assert seam_text(first_part(paragraph("钟挂好了。")), second_part()) == ""
    assert seam_text(first_part(jump("▶")), second_part()) == ""


@given(st.text("钟声渡口a1 ", min_size=1, max_size=200), st.text("石板坡敲b2 ", min_size=1, max_size=200))
def test_whatever_is_within_reach_of_the_seam_is_found(before: str, after: str) -> None:
    before, after = f"渡{before}口", f"石{after}坡"
    near = seam_text(first_part(paragraph(before)), second_part(paragraph(after)))
    whole = search_form(before + after)
    seam = len(search_form(before))
    for reach in (1, 7, 30, 48):
        assert whole[max(0, seam - reach) : seam + reach] in near
