"""Given two articles of a day, what is said for and against their being one story, and how such a story reads."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.continued.evidence import Closeness, FoundEvidence, RareWords, bigrams, pairs
from reader.newspaper.article import Article, Block, BlockKind, Credit, Role
from reader.stitching.pairing import BlockPart, DayArticle, Pair, Seam, Story, seams, stitched
from reader.stitching.reasons import Reason
from tests.stitching.invented_story import (
    BEGINNING,
    ENDING,
    HEADLINE,
    MIDDLE,
    OTHERS,
    a_day,
    article,
    first_part,
    jump,
    paragraph,
    second_part,
)

MARKS = frozenset(
    {
        *(Reason.BOTH_MARKED, Reason.FIRST_MARKED, Reason.SECOND_MARKED),
        *(Reason.LEADS_THERE, Reason.LEADS_ELSEWHERE, Reason.COMES_FROM_THERE, Reason.COMES_FROM_ELSEWHERE),
        *(Reason.SAME_NAMED, Reason.SAME_WAY, Reason.BACKWARDS),
    }
)
HEADLINES = frozenset(
    {
        *(Reason.HEADLINE_REPEATED, Reason.HEADLINE_ALIKE, Reason.HEADLINE_TOUCHED),
        *(Reason.HEADLINE_OTHER, Reason.NO_HEADLINE),
    }
)
NAMES = frozenset({Reason.HEADLINE_NAMED, Reason.ANOTHER_NAMED})
SEAM = frozenset({Reason.SEAM_KNOWN, Reason.WORD_CUT, Reason.QUOTATION_RUNS_ON})
CUT = frozenset(
    {
        Reason.BOTH_CUT,
        Reason.BOTH_WHOLE,
        Reason.ONLY_FIRST_CUT,
        Reason.ONLY_SECOND_CUT,
        Reason.QUOTATION_RUNS_ON,
    }
)
RARE = frozenset(reason for reason in Reason if reason.name.startswith("RARE_"))
WORDS = frozenset(reason for reason in Reason if reason.name.endswith("_SHARED"))


def reasons(*placed: tuple[Article, str | None]) -> dict[Pair, frozenset[Reason]]:
    return dict(pairs(a_day(*placed)))


def of_two(
    first: Article, second: Article, pages: tuple[str | None, str | None] = ("1", "4")
) -> frozenset[Reason]:
    return reasons((first, pages[0]), (second, pages[1]))[0, 1]


def test_only_pairs_that_a_jump_line_speaks_for_are_looked_at() -> None:
    found = reasons((first_part(), "1"), (second_part(), "4"))
    count = 2 + len(OTHERS)
    assert set(found) == {(0, other) for other in range(1, count)} | {
        (other, 1) for other in range(count) if other != 1
    }
    assert reasons((first_part(to=None), "1"), (second_part(origin=None), "4")) == {}


@pytest.mark.parametrize(
    ("to", "origin", "pages", "said"),
    [
        ("4", "1", ("1", "4"), {Reason.BOTH_MARKED, Reason.LEADS_THERE, Reason.COMES_FROM_THERE}),
        ("4", None, ("1", "4"), {Reason.FIRST_MARKED, Reason.LEADS_THERE}),
        (None, "1", ("1", "4"), {Reason.SECOND_MARKED, Reason.COMES_FROM_THERE}),
        ("3", "2", ("1", "4"), {Reason.BOTH_MARKED, Reason.LEADS_ELSEWHERE, Reason.COMES_FROM_ELSEWHERE}),
        ("4", "1", (None, None), {Reason.BOTH_MARKED}),
        ("4", "1", ("1", None), {Reason.BOTH_MARKED, Reason.COMES_FROM_THERE}),
        ("4", "1", (None, "4"), {Reason.BOTH_MARKED, Reason.LEADS_THERE}),
        (
            "3",
            "3",
            ("1", "4"),
            {
                Reason.BOTH_MARKED,
                Reason.LEADS_ELSEWHERE,
                Reason.COMES_FROM_ELSEWHERE,
                Reason.SAME_NAMED,
            },
        ),
        (
            "1",
            "4",
            ("4", "1"),
            {Reason.BOTH_MARKED, Reason.LEADS_THERE, Reason.COMES_FROM_THERE, Reason.BACKWARDS},
        ),
        ("4", "1", ("A1", "A4"), {Reason.BOTH_MARKED, Reason.LEADS_THERE, Reason.COMES_FROM_THERE}),
        ("A4", "B1", ("A1", "A4"), {Reason.BOTH_MARKED, Reason.LEADS_THERE, Reason.COMES_FROM_ELSEWHERE}),
        (
            "4",
            "1",
            ("A10", "A4"),
            {Reason.BOTH_MARKED, Reason.LEADS_THERE, Reason.COMES_FROM_ELSEWHERE, Reason.BACKWARDS},
        ),
        ("10", "4", ("4", "10"), {Reason.BOTH_MARKED, Reason.LEADS_THERE, Reason.COMES_FROM_THERE}),
        (
            "A2",
            "B1",
            ("B1", "A2"),
            {Reason.BOTH_MARKED, Reason.LEADS_THERE, Reason.COMES_FROM_THERE, Reason.BACKWARDS},
        ),
    ],
)
def test_jump_lines_are_held_against_the_pages(
    to: str | None, origin: str | None, pages: tuple[str | None, str | None], said: set[Reason]
) -> None:
    assert of_two(first_part(to=to), second_part(origin=origin), pages) & MARKS == said


def is_backwards(first: tuple[str | None, str, int], second: tuple[str | None, str, int]) -> bool:
    parts = [
        DayArticle(n, one, page, file, order)
        for n, (one, (page, file, order)) in enumerate([(first_part(), first), (second_part(), second)])
    ]
    return Reason.BACKWARDS in dict(pairs(parts))[0, 1]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("1", "a.txt", 1), ("1", "a.txt", 2), False),
        (("1", "a.txt", 2), ("1", "a.txt", 1), True),
        (("1", "b.txt", 2), ("1", "a.txt", 1), False),
        ((None, "a.txt", 2), (None, "a.txt", 1), True),
        ((None, "b.txt", 1), (None, "a.txt", 2), True),
        ((None, "a.txt", 1), (None, "b.txt", 0), False),
        (("4", "b.txt", 2), (None, "a.txt", 1), False),
        ((None, "b.txt", 2), ("1", "a.txt", 1), False),
    ],
)
def test_what_certainly_stands_before_another_does_not_go_on_with_it(
    first: tuple[str | None, str, int], second: tuple[str | None, str, int], expected: bool
) -> None:
    assert is_backwards(first, second) == expected


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        (HEADLINE, Reason.HEADLINE_REPEATED),
        (HEADLINE[:5], Reason.HEADLINE_REPEATED),
        ("渡口添了大钟", Reason.HEADLINE_REPEATED),
        ("两口大钟响起来", Reason.HEADLINE_ALIKE),
        ("大钟响了四十天", Reason.HEADLINE_TOUCHED),
        ("钳工和齿轮", Reason.HEADLINE_OTHER),
        (None, Reason.NO_HEADLINE),
        ("", Reason.NO_HEADLINE),
    ],
)
def test_headlines_are_compared(headline: str | None, said: Reason) -> None:
    assert of_two(first_part(), second_part(headline=headline)) & HEADLINES == {said}


def test_a_headline_that_was_lost_on_either_side_is_no_other_headline() -> None:
    lost = article(None, paragraph(BEGINNING), jump("▶▶下转04版"), jump_to="4")
    assert of_two(lost, second_part(headline="钳工和齿轮")) & HEADLINES == {Reason.NO_HEADLINE}


def test_headlines_and_words_are_those_of_all_the_story_as_far_as_it_is_known() -> None:
    middle = article(
        "钳工和齿轮",
        *(jump("◀◀上接01版"), paragraph("城里的人听说了这件事。"), jump("▶▶下转04版")),
        jump_to="4",
        jump_from="1",
    )
    day = FoundEvidence(a_day((first_part(to="2"), "1"), (middle, "2"), (second_part(origin="2"), "4")))
    assert Reason.HEADLINE_OTHER in dict(day.of_pairs())[1, 2]
    stories = {0: Story(behind=(1,)), 1: Story(before=(0,))}
    assert Reason.HEADLINE_REPEATED in dict(day.of_pairs(stories))[1, 2]
    assert day.middles() == {1}


def test_a_part_is_never_held_against_its_own_story() -> None:
    day = FoundEvidence(a_day((first_part(), "1"), (second_part(), "4")))
    assert (1, 0) not in dict(day.of_pairs({1: Story(before=(0,)), 0: Story(behind=(1,))}))


def test_a_headline_may_be_repeated_from_a_kicker_or_a_deck() -> None:
    for storeys in ({"kicker": "钳工和齿轮"}, {"decks": ("钳工和齿轮",)}):
        first = Article(
            "", first_part().kind, headline="旧钟", jump_to="4", blocks=(paragraph(BEGINNING),), **storeys
        )
        assert Reason.HEADLINE_REPEATED in of_two(first, second_part(headline="钳工和齿轮"))


@pytest.mark.parametrize(
    ("first_line", "second_line", "said"),
    [
        ("▶▶下转04版", "◀◀上接01版", set()),
        ("▶▶下转04版《钳工和齿轮》", "◀◀上接01版", {Reason.HEADLINE_NAMED}),
        ("▶▶下转04版“钳工和齿轮”", "◀◀上接01版", {Reason.HEADLINE_NAMED}),
        ("▶▶下转04版", f"◀◀上接01版《{HEADLINE}》", {Reason.HEADLINE_NAMED}),
        ("▶▶下转04版", "◀◀上接01版《旧管网改造进入尾声》", {Reason.ANOTHER_NAMED}),
        ("▶▶下转04版《学生量影子》", "◀◀上接01版", {Reason.ANOTHER_NAMED}),
        ("▶▶下转04版《哪里也没有这样的标题》", "◀◀上接01版", set()),
    ],
)
def test_jump_lines_may_name_a_headline(first_line: str, second_line: str, said: set[Reason]) -> None:
    found = of_two(first_part(mark=first_line), second_part(headline="钳工和齿轮", mark=second_line))
    assert found & NAMES == said


@pytest.mark.parametrize(
    ("blocks", "credits", "is_news"),
    [
        ((paragraph(ENDING),), (), False),
        ((paragraph("本报讯 " + ENDING),), (), True),
        ((paragraph("新华社北京11日电 " + ENDING),), (), True),
        ((paragraph(ENDING),), (Credit(Role.REPORTER, ("罗秀英",), "记者 罗秀英"),), True),
        ((paragraph(ENDING),), (Credit(Role.AGENCY, ("新华社",), "新华社"),), True),
        ((paragraph(ENDING),), (Credit(Role.PHOTOGRAPHER, ("罗秀英",), "罗秀英摄"),), False),
        (
            (paragraph(ENDING), paragraph("（记者 罗秀英）")),
            (Credit(Role.REPORTER, ("罗秀英",), "记者 罗秀英"),),
            False,
        ),
    ],
)
def test_what_has_a_dateline_or_reporters_of_its_own_begins_as_news(
    blocks: tuple[Block, ...], credits: tuple[Credit, ...], is_news: bool
) -> None:
    second = Article("", second_part().kind, headline="旧钟", jump_from="1", blocks=blocks, credits=credits)
    assert (Reason.BEGINS_AS_NEWS in of_two(first_part(), second)) == is_news


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("渡口的钟响了。", "住户都出来看。", set()),
        ("罗阿满换下的齿", "轮装满一只木盆。", {Reason.WORD_CUT}),
        ("万春生说起望江", "门的旧事。", {Reason.SEAM_KNOWN}),
        ("他说：“钟是旧的。", "修好就是新的。”说完就走。", {Reason.QUOTATION_RUNS_ON}),
        ("他说钟响了", "住户都出来看", set()),
    ],
)
def test_what_stands_at_the_seam_is_a_witness(before: str, after: str, said: set[Reason]) -> None:
    assert of_two(first_part(paragraph(before)), second_part(paragraph(after))) & SEAM >= said
    if not said:
        assert of_two(first_part(paragraph(before)), second_part(paragraph(after))) & SEAM == set()


def test_a_subhead_or_a_picture_at_the_seam_is_no_half_of_a_paragraph() -> None:
    subhead = Block(BlockKind.SUBHEAD, "轮", ((1, 1),))
    found = of_two(
        first_part(paragraph("罗阿满换下的齿")), second_part(subhead, paragraph("轮装满一只木盆。"))
    )
    assert found & SEAM == set()


def test_words_that_no_other_article_has_bring_two_together_where_there_are_enough_articles() -> None:
    first, second = first_part(paragraph(BEGINNING + MIDDLE)), second_part(paragraph(MIDDLE + ENDING))
    stranger = second_part(paragraph("萝卜每斤四角，早市卖到中午。"), headline=None)
    assert of_two(first, second) & WORDS == {Reason.MOST_SHARED}
    assert of_two(first, stranger) & WORDS <= {Reason.FEW_SHARED, Reason.HARDLY_SHARED, Reason.NONE_SHARED}
    few = [DayArticle(0, first, "1", "1.txt", 0), DayArticle(1, second, "4", "4.txt", 0)]
    assert dict(pairs(few))[0, 1] & WORDS == {Reason.SOME_SHARED}
    for found in reasons((first, "1"), (second, "4")).values():
        assert len(found & WORDS) == 1


def test_a_jump_line_whose_page_was_not_read_is_one() -> None:
    unread = Article(
        "", first_part().kind, headline=HEADLINE, blocks=(paragraph(BEGINNING), jump("（下转第版）"))
    )
    came = Article("", second_part().kind, blocks=(jump("◀◀上接□版"), paragraph(ENDING)))
    assert of_two(unread, came) & MARKS == {Reason.BOTH_MARKED}
    assert of_two(unread, second_part()) & MARKS == {Reason.BOTH_MARKED, Reason.COMES_FROM_THERE}
    assert of_two(first_part(), came) & MARKS == {Reason.BOTH_MARKED, Reason.LEADS_THERE}


def test_two_that_both_go_on_on_one_page_are_not_one_story() -> None:
    def both(to: str, origin: str) -> Article:
        return article(
            HEADLINE, jump("◀◀上接"), paragraph(MIDDLE), jump("▶▶下转"), jump_to=to, jump_from=origin
        )

    assert Reason.SAME_WAY in of_two(first_part(to="4"), both("4", "1"), ("1", "2"))
    assert Reason.SAME_WAY in of_two(both("3", "1"), second_part(origin="1"), ("2", "3"))
    assert Reason.SAME_WAY not in of_two(first_part(to="2"), both("3", "1"), ("1", "2"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("罗阿满换下的齿", "的轮装满一只木盆。", {Reason.BOTH_CUT}),
        ("渡口的钟响了。", "这口钟是旧的。", {Reason.BOTH_WHOLE}),
        ("渡口的钟响", "这口钟是旧的。", {Reason.ONLY_FIRST_CUT}),
        ("渡口的钟响了。", "们都出来看。", {Reason.ONLY_SECOND_CUT}),
        ("渡口的鐘響了。", "們都出來看。", {Reason.ONLY_SECOND_CUT}),
        ("渡口的钟响了。", "走了。”他说。", {Reason.ONLY_SECOND_CUT}),
        ("他说：“钟是旧的。", "修好就是新的。”说完就走。", {Reason.QUOTATION_RUNS_ON}),
        ("渡口的钟响了。", "石板坡的住户听见了。", set()),
    ],
)
def test_how_both_sides_of_a_seam_break_off_is_compared(before: str, after: str, said: set[Reason]) -> None:
    assert of_two(first_part(paragraph(before)), second_part(paragraph(after))) & CUT == said


def test_rare_words_in_common_bring_two_together() -> None:
    first, second = first_part(paragraph(BEGINNING + MIDDLE)), second_part(paragraph(MIDDLE + ENDING))
    stranger = second_part(paragraph("萝卜每斤四角，早市卖到中午。"), headline=None)
    assert of_two(first, second) & RARE <= {Reason.RARE_MOST, Reason.RARE_MANY}
    assert of_two(first, stranger) & RARE <= {Reason.RARE_FEW, Reason.RARE_NONE}
    for found in reasons((first, "1"), (second, "4")).values():
        assert len(found & RARE) == 1


def test_headline_and_words_together_make_up_for_a_lost_jump_line() -> None:
    first, second = first_part(paragraph(BEGINNING + MIDDLE)), second_part(paragraph(MIDDLE + ENDING))
    unmarked = first_part(paragraph(BEGINNING + MIDDLE), to=None)
    assert Reason.HEADLINE_AND_WORDS in of_two(unmarked, second)
    assert Reason.HEADLINE_AND_WORDS not in of_two(first, second)
    other = second_part(paragraph(MIDDLE + ENDING), headline="钳工和齿轮")
    assert Reason.HEADLINE_AND_WORDS not in of_two(unmarked, other)


FERRY = "渡口的钳工罗阿满修了四十天大钟，罗阿满换下的齿轮装满木盆"
BELL = "住户听见大钟都出来看，罗阿满站在人群后面，齿轮还在木盆里"
RADISH = "城南早市来了六车萝卜，每斤四角，卖到中午就剩下叶子"
SHADOW = "三年级学生量影子量了一年，一共记满两个本子，城南的孩子也来"
UNLIKE = ("公交二公司招调度员八名", "旧管网改造进入尾声，工人铺最后一段石板", "图书馆夜里开到十点")


def closeness(*texts: str) -> Closeness:
    return Closeness([Counter(bigrams(text)) for text in texts])


def test_names_that_no_other_text_has_bring_two_together() -> None:
    of = closeness(FERRY, BELL, RADISH, SHADOW, *UNLIKE).of
    assert of(0, 1) > 1
    assert of(0, 1) == of(1, 0)
    assert all(of(0, other) < 0.5 for other in range(2, 7))


def test_what_everybody_talks_of_brings_nobody_together() -> None:
    feast = "今天是端午，赛龙舟的人很多"
    of = closeness(*(text + feast for text in (FERRY, RADISH, SHADOW, *UNLIKE))).of
    assert all(of(0, other) < 0.7 for other in range(1, 6))


def test_the_commonest_characters_tell_nothing() -> None:
    of = closeness("我们说的是这个人", "我们说的是这个人", RADISH, SHADOW, *UNLIKE).of
    assert of(0, 1) == 0


def test_a_name_that_is_said_again_and_again_tells_more() -> None:
    once = closeness(FERRY, BELL, RADISH, SHADOW, *UNLIKE).of(0, 1)
    often = closeness(FERRY + "罗阿满" * 3, BELL + "罗阿满" * 3, RADISH, SHADOW, *UNLIKE).of(0, 1)
    assert often > once


@given(st.lists(st.text("渡口钟声影子12a的，", max_size=30), min_size=2, max_size=6))
def test_any_texts_have_a_closeness(texts: list[str]) -> None:
    of = closeness(*texts).of
    for one in range(len(texts)):
        for other in range(one + 1, len(texts)):
            assert -10 < of(one, other) < 10


def test_rare_words_are_looked_for_from_the_marked_texts_alone() -> None:
    texts = (FERRY, BELL, RADISH, SHADOW, *UNLIKE)
    one, both = RareWords(texts, [0]).of, RareWords(texts, [0, 1]).of
    assert one(0, 1) > one(0, 2)
    assert one(1, 0) == one(0, 1)
    assert both(0, 1) == both(1, 0) > both(0, 2)
    assert both(2, 3) == 0


def test_common_words_are_not_rare() -> None:
    everyday = ("我们没有，他们也没有", "没有的是我们，他们都有")
    assert RareWords((*everyday, RADISH, SHADOW), [0, 1]).of(0, 1) == 0


def test_a_sentence_that_runs_on_is_one_paragraph_with_the_seam_marked() -> None:
    first = first_part(paragraph("渡口昨天挂起两口"))
    second = second_part(paragraph("大钟。"), paragraph("钟声很响。"))
    story = stitched(first, second)
    assert [(block.text, block.seams) for block in story.blocks] == [
        ("渡口昨天挂起两口大钟。", (8,)),
        ("钟声很响。", ()),
    ]
    assert story.blocks[0].pieces == (BlockPart(0, 0, 0), BlockPart(1, 1, 8))
    assert story.jump_lines == (BlockPart(0, 1), BlockPart(1, 0))


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


def seam_of(before: str, after: str) -> Seam | None:
    (seam,) = seams(first_part(paragraph(before)), second_part(paragraph(after)))
    return seam


def test_where_a_sentence_runs_on_the_whole_paragraph_and_its_seam_are_told() -> None:
    assert seam_of("钳工罗阿", "满修了钟。") == Seam("钳工罗阿满修了钟。", 4)


def test_where_no_sentence_runs_on_nothing_reads_on_over_the_seam() -> None:
    assert seam_of("钟挂好了。", "住户都出来看。") is None
    assert seams(first_part(jump("▶")), second_part()) == (None,)


def test_every_seam_of_a_story_tells_of_itself() -> None:
    middle, last = second_part(paragraph("满修了。")), second_part(paragraph("钟很响。"))
    assert seams(first_part(paragraph("钳工罗阿")), middle, last) == (Seam("钳工罗阿满修了。", 4), None)


def test_a_paragraph_over_two_seams_stands_at_both() -> None:
    middle, last = second_part(paragraph("满修了")), second_part(paragraph("钟。"))
    whole = "钳工罗阿满修了钟。"
    assert seams(first_part(paragraph("钳工罗阿")), middle, last) == (Seam(whole, 4), Seam(whole, 7))
