"""What the neighbours of a line tell of it: lines come with the features of their own, and get those of company."""

from collections.abc import Collection, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from reader.parsing.correction_anchors import NOTHING
from reader.parsing.line_features import HeadingMarks, Line, LineSequence
from reader.parsing.sequence_features import features_of, with_series
from reader.parsing.weights import LineFeature

F = LineFeature
HEAD = F.HEADING_LIKE
SENTENCE = "首班船提前到五点二十分，赶早市的菜农不用再等。"
OPEN = "首班船提前到五点二十分，赶早市的菜农不用"
NO_MARKS = HeadingMarks(0, frozenset(), frozenset(), 0)


class Given(Struct, frozen=True):
    """A line by its text and by what it says alone."""

    text: str
    own: frozenset[LineFeature] = frozenset()
    level: int = 0
    gap: int = 0
    indented: bool = False


def head(text: str = "渡口的灯", *own: LineFeature, level: int = 0, gap: int = 0) -> Given:
    return Given(text, frozenset({HEAD, *own}), level, gap)


def body(*own: LineFeature, text: str = SENTENCE, gap: int = 0) -> Given:
    return Given(text, frozenset(own), 0, gap)


def line_of(number: int, line: Given) -> Line:
    return Line(
        number, line.text, line.text, line.level, line.gap, line.indented, line.own, NOTHING, (number,), (0,)
    )


def features(
    *lines: Given, width: int | None = None, marks: HeadingMarks = NO_MARKS
) -> Sequence[frozenset[LineFeature]]:
    sequence = tuple(line_of(number, line) for number, line in enumerate(lines, 1))
    return features_of(LineSequence(sequence, marks, width))


# -- headings that stand alone between two beginnings of articles

LONE_KINDS = st.lists(st.sampled_from(["heading", "text", "article"]), max_size=14)
OWN_OF = {
    "heading": frozenset({F.LONE}),
    "text": frozenset({F.ENDS_SENTENCE}),
    "article": frozenset({F.DATELINE}),
}


@given(LONE_KINDS)
def test_a_single_heading_of_an_article_is_told_from_one_of_a_series(kinds: list[str]) -> None:
    told = with_series([OWN_OF[kind] for kind in kinds])
    for at, kind in enumerate(kinds):
        begin = max((i + 1 for i in range(at) if kinds[i] == "article"), default=0)
        end = min((i for i in range(at, len(kinds)) if kinds[i] == "article"), default=len(kinds))
        number = kinds[begin:end].count("heading")
        assert (F.LONE_SINGLE in told[at]) is (kind == "heading" and number == 1)
        assert (F.LONE_SERIES in told[at]) is (kind == "heading" and number >= 3)
        assert told[at] >= OWN_OF[kind]


@pytest.mark.parametrize(
    "beginning",
    [F.BEFORE_NEWS, F.BEFORE_CREDIT, F.BEFORE_JUMP, F.PAGE_LINE, F.MASTHEAD, F.NOTICE_LABEL, F.DATELINE],
    ids=lambda feature: feature.name,
)
def test_each_beginning_of_an_article_ends_a_series(beginning: LineFeature) -> None:
    lone = frozenset({F.LONE})
    told = with_series([lone, frozenset({beginning}), lone, lone, lone])
    assert [F.LONE_SINGLE in line for line in told] == [True, False, False, False, False]
    assert [F.LONE_SERIES in line for line in told] == [False, False, True, True, True]


# -- what a heading is above

PROMISES = [
    (body(F.DATELINE), {F.BEFORE_NEWS}),
    (body(F.JUMP_FROM), {F.BEFORE_JUMP}),
    (body(F.NOTICE), {F.BEFORE_NOTICE}),
    (body(F.DATELINE, F.JUMP_FROM, F.NOTICE), {F.BEFORE_NEWS}),
    (body(F.JUMP_FROM, F.NOTICE), {F.BEFORE_JUMP}),
    (body(text="编辑同志：渡口的灯坏了半年，没有人来修。"), {F.BEFORE_GREETING}),
    (body(text="昨天，渡口添了两条船，票价不变。"), {F.BEFORE_DAY}),
    (body(F.MASTHEAD, text="1987年6月12日"), set()),
    (body(), set()),
]
OF_PROMISES = {F.BEFORE_NEWS, F.BEFORE_JUMP, F.BEFORE_NOTICE, F.BEFORE_GREETING, F.BEFORE_DAY}


@pytest.mark.parametrize(("below", "expected"), PROMISES, ids=range(len(PROMISES)))
def test_a_heading_tells_the_text_below_it(below: Given, expected: Collection[LineFeature]) -> None:
    above, _ = features(head(), below)
    assert above & OF_PROMISES == expected


@pytest.mark.parametrize("below", [below for below, _ in PROMISES], ids=range(len(PROMISES)))
def test_a_line_that_is_no_heading_tells_nothing_of_the_text_below_it(below: Given) -> None:
    above, _ = features(body(), below)
    assert above.isdisjoint(OF_PROMISES)


@pytest.mark.parametrize("own", [F.CREDIT_LINE, F.AUTHOR_LINE], ids=lambda feature: feature.name)
def test_a_credit_between_heading_and_text_is_told_and_passed_over(own: LineFeature) -> None:
    above, credit, below = features(head(), body(own, text="何渡生"), body(F.DATELINE))
    assert {F.BEFORE_CREDIT, F.BEFORE_NEWS} <= above
    assert F.AFTER_CREDIT not in credit
    assert F.AFTER_CREDIT in below


@pytest.mark.parametrize("between", [F.CAPTION, F.PHOTO_CREDIT, F.PICTURE, F.RULE, F.PAGE_NUMBER])
def test_pictures_and_rules_between_heading_and_text_are_passed_over(between: LineFeature) -> None:
    above, _, _ = features(head(), body(between), body(F.DATELINE))
    assert F.BEFORE_NEWS in above


@pytest.mark.parametrize("storeys", range(1, 9))
def test_headings_of_up_to_five_storeys_tell_the_text_below_them_and_of_verse_its_last_line(
    storeys: int,
) -> None:
    told = features(*(head(text="渡口" + "的灯" * at) for at in range(storeys)), body(F.DATELINE))
    tell = [F.BEFORE_NEWS in line for line in told[:-1]]
    assert tell == [storeys <= 5] * (storeys - 1) + [True]


@pytest.mark.parametrize("passed_over", range(9))
def test_the_text_of_a_heading_is_among_the_six_lines_below_it(passed_over: int) -> None:
    above = features(head(), *[body(F.CAPTION)] * passed_over, body(F.DATELINE))[0]
    assert (F.BEFORE_NEWS in above) is (passed_over < 6)


# -- runs of headings


@pytest.mark.parametrize("number", range(2, 6))
def test_headings_below_each_other_know_of_each_other(number: int) -> None:
    told = features(*[head()] * number, body())
    assert [F.BEFORE_HEADING in line for line in told] == [True] * (number - 1) + [False, False]
    assert [F.AFTER_HEADING in line for line in told] == [False] + [True] * (number - 1) + [False]


@pytest.mark.parametrize("number", [6, 7, 12])
def test_many_short_lines_are_verse_below_their_first_line(number: int) -> None:
    told = features(*[head()] * number, body())
    assert [F.LONG_RUN in line for line in told] == [False] + [True] * (number - 1) + [False]
    assert [F.ABOVE_LONG_RUN in line for line in told] == [True] + [False] * number


def test_the_label_of_a_section_is_not_the_title_of_the_verse_below_it() -> None:
    told = features(head("副刊", F.SECTION_LABEL), *[head()] * 6, body())
    assert [F.ABOVE_LONG_RUN in line for line in told] == [True, True] + [False] * 6


def test_the_last_short_line_above_a_long_text_is_its_heading() -> None:
    told = features(*[head()] * 6, body(F.LENGTH_90))
    assert [F.BELOW_LONG_RUN in line for line in told] == [False] * 5 + [True, False]
    assert F.LONG_RUN not in told[5]


@pytest.mark.parametrize("own", [F.ENDS_COMMA, F.UNCLOSED], ids=lambda feature: feature.name)
def test_a_heading_that_is_unfinished_runs_on_into_the_next(own: LineFeature) -> None:
    upper, lower, _ = features(head("渡口的灯，", own), head("亮到半夜"), body())
    assert F.RUNNING_ON in upper
    assert F.AFTER_RUNNING_ON in lower
    assert features(head("渡口的灯，", own), body())[0].isdisjoint({F.RUNNING_ON})


def test_headings_are_signed_in_brackets_where_several_are() -> None:
    signed = head("闲话豆腐的做法（老砚）")
    other = head("井边说灯的故事（阿渡）")
    told = features(signed, body(), other, body())
    assert [F.BEFORE_CREDIT in line for line in told] == [True, False, True, False]
    told = features(signed, body(), head(), body())
    assert not any(F.BEFORE_CREDIT in line for line in told)


# -- lists, and what announces them

LISTS = [F.BULLET, F.FIGURES, F.ROWS, F.TABLE_ROW, F.TURN, F.SPEAKER, F.INDEX_ITEM]


@pytest.mark.parametrize("own", LISTS, ids=lambda feature: feature.name)
def test_a_heading_above_a_list_tells_so_and_its_colon_announces_it(own: LineFeature) -> None:
    above, _ = features(head(), body(own))
    assert F.BEFORE_LIST in above
    assert F.ANNOUNCES not in above
    above, _ = features(head("渡口菜价：", F.ENDS_COLON), body(own))
    assert {F.BEFORE_LIST, F.ANNOUNCES} <= above
    above, _ = features(body(F.ENDS_COLON), body(own))
    assert above.isdisjoint({F.BEFORE_LIST, F.ANNOUNCES})


@pytest.mark.parametrize(("length", "is_introduced"), [(2, True), (12, True), (13, False)])
def test_a_few_characters_with_a_colon_introduce_a_heading(length: int, is_introduced: bool) -> None:
    above, _, _ = features(head("渡" * (length - 1) + "：", F.ENDS_COLON), head(), body())
    assert (F.INTRODUCES in above) is is_introduced


@pytest.mark.parametrize(
    ("below", "above"),
    [
        (F.PHOTO_CREDIT, F.BEFORE_PHOTO_CREDIT),
        (F.SEE_PAGE, F.BEFORE_SEE_PAGE),
        (F.TIGHT, F.BEFORE_TIGHT),
    ],
    ids=lambda feature: feature.name,
)
def test_the_first_of_its_kind_is_told_by_the_line_above(below: LineFeature, above: LineFeature) -> None:
    told = features(body(), body(below), body(below))
    assert [above in line for line in told] == [True, False, False]


# -- text that goes on


@pytest.mark.parametrize(
    ("upper", "expected"),
    [
        (OPEN, {F.AFTER_OPEN}),
        (OPEN + "，", {F.AFTER_COMMA}),
        (OPEN + "、", {F.AFTER_COMMA}),
        (SENTENCE, set()),
    ],
)
def test_a_line_goes_on_with_the_sentence_above(upper: str, expected: Collection[LineFeature]) -> None:
    _, below = features(body(text=upper), body(text="再等，票价不变。"))
    assert below & {F.AFTER_OPEN, F.AFTER_COMMA, F.AFTER_OPEN_SHORT} == expected


@pytest.mark.parametrize(
    "own",
    [F.NOTICE, F.BULLET, F.CREDIT_LINE, F.SIGNATURE, F.FIGURES, F.SPEAKER, F.CONTACT, F.TABLE_ROW, F.RULE],
    ids=lambda feature: feature.name,
)
def test_what_is_no_running_text_goes_on_with_nothing(own: LineFeature) -> None:
    _, below = features(body(text=OPEN), body(own, text="再等，票价不变。"))
    assert F.AFTER_OPEN not in below


@pytest.mark.parametrize("between", [F.CAPTION, F.PICTURE, F.RULE, F.MASTHEAD])
def test_a_picture_or_the_head_of_a_page_does_not_end_a_sentence(between: LineFeature) -> None:
    goes_on = body(F.ENDS_SENTENCE, text="再等，票价不变。")
    assert F.AFTER_OPEN in features(body(text=OPEN), body(between), goes_on)[2]


@pytest.mark.parametrize("between", [F.CREDIT_LINE, F.SPONSOR, F.NOTICE_LABEL, F.SECTION_LABEL, F.MARKED])
def test_what_ends_an_article_ends_its_sentence(between: LineFeature) -> None:
    goes_on = body(F.ENDS_SENTENCE, text="再等，票价不变。")
    assert F.AFTER_OPEN not in features(body(text=OPEN), body(between), goes_on)[2]


@pytest.mark.parametrize("is_item", [True, False])
def test_items_of_a_list_may_end_without_a_mark(is_item: bool) -> None:
    own = (F.SERIAL,) if is_item else ()
    _, below = features(body(F.SERIAL, text=OPEN), body(*own, text="二、票价不变。"))
    assert (F.AFTER_OPEN in below) is not is_item


def test_a_telegram_right_below_another_text_is_told() -> None:
    _, below = features(body(), body(F.TELEGRAM))
    assert F.TELEGRAM_BELOW_TEXT in below
    _, below = features(head(), body(F.TELEGRAM))
    assert F.TELEGRAM_BELOW_TEXT not in below


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (F.CREDIT_LINE, {F.AFTER_CREDIT}),
        (F.AUTHOR_LINE, {F.AFTER_CREDIT}),
        (F.SIGNATURE, {F.AFTER_SIGNATURE}),
        (F.SIGNED_END, {F.AFTER_SIGNATURE}),
        (F.ENDS_SENTENCE, set()),
    ],
)
def test_the_line_below_a_credit_or_a_signature_knows_it(
    own: LineFeature, expected: Collection[LineFeature]
) -> None:
    _, below = features(body(own), body())
    assert below & {F.AFTER_CREDIT, F.AFTER_SIGNATURE} == expected


def test_the_author_above_a_credit_is_told() -> None:
    above, _ = features(body(F.AUTHOR_LINE), body(F.CREDIT_LINE))
    assert F.ABOVE_NAME in above


# -- white space, mastheads, marks


@pytest.mark.parametrize("gap", range(4))
def test_two_blank_lines_are_a_gap(gap: int) -> None:
    _, below = features(body(), body(gap=gap))
    assert (F.GAP in below) is (gap >= 2)


@pytest.mark.parametrize("wide", [1, 3])
def test_a_rare_gap_may_be_the_place_of_a_picture(wide: int) -> None:
    caption = body(F.ENDS_SENTENCE, gap=2)
    told = features(body(), body(), body(), body(), *[caption] * wide)
    assert [F.BELOW_PICTURE in line for line in told[4:]] == [wide == 1] * wide


def test_short_lines_near_the_masthead_are_told() -> None:
    short = body(text="第238期")
    told = features(short, short, short, body(F.MASTHEAD), short, short, short, body(text="长" * 31))
    assert [F.NEAR_MASTHEAD in line for line in told] == [False, True, True, False, True, True, False, False]
    assert F.NEAR_MASTHEAD not in features(body(F.MASTHEAD), body(text="长" * 31))[1]


def test_marks_tell_which_headings_are_above_which() -> None:
    marks = HeadingMarks(2, frozenset({2}), frozenset({3}), 2)
    title, headline, subhead, _, other, _ = features(
        head("雁桥日报", level=1),
        head(level=2),
        head(level=3),
        body(F.DATELINE),
        head(level=2),
        body(F.DATELINE),
        marks=marks,
    )
    assert {F.ONLY_TOP, F.ABOVE_DEEPER, F.OTHER_LEVEL} <= title
    assert {
        F.HEADLINE_LEVEL,
        F.LEVEL_OF_NEWS,
        F.LEVEL_OF_ARTICLES,
        F.BELOW_SHALLOWER,
        F.ABOVE_DEEPER,
    } <= headline
    assert {F.OTHER_LEVEL, F.LEVEL_OF_TEXT, F.BELOW_LEVEL_OF_ARTICLES, F.BELOW_SHALLOWER} <= subhead
    assert other.isdisjoint({F.ONLY_TOP, F.ABOVE_DEEPER, F.BELOW_SHALLOWER, F.AFTER_SAME_LEVEL})


def test_headings_of_one_level_right_below_each_other_are_told() -> None:
    told = features(head(level=2), head(level=2), body(), marks=HeadingMarks(2, frozenset(), frozenset(), 0))
    assert [F.AFTER_SAME_LEVEL in line for line in told] == [False, True, False]
    assert [F.UNMARKED in line for line in told] == [False, False, True]


def test_a_heading_without_a_mark_tells_that_it_has_none_where_others_have_one() -> None:
    told = features(head(level=2), head(), body(), head(level=2), body())
    assert [F.UNMARKED in line for line in told] == [False, True, True, False, True]
    assert [F.BELOW_MARKED in line for line in told] == [False, True, False, False, False]
    assert not any(F.UNMARKED in line for line in features(head(), body(), head(), body()))


# -- narrow columns


def test_a_line_of_the_width_of_its_column_goes_on_in_the_next() -> None:
    told = features(body(text="渡" * 20), body(text="口" * 20), body(text="灯。"), width=20)
    assert [F.FULL_WIDTH in line for line in told] == [True, True, False]
    assert [F.AFTER_FULL_WIDTH in line for line in told] == [False, True, True]
    told = features(body(text="渡" * 20), body(text="灯。"))
    assert not any(F.FULL_WIDTH in line or F.AFTER_FULL_WIDTH in line for line in told)


@pytest.mark.parametrize("indented", [2, 3])
def test_indents_tell_where_a_file_has_kept_several(indented: int) -> None:
    paragraphs = [Given(SENTENCE, indented=True)] * indented
    told = features(*paragraphs, Given(SENTENCE), width=24)
    has_kept = indented >= 3
    assert [F.COLUMN_INDENT in line for line in told] == [has_kept] * indented + [False]
    assert [F.NO_COLUMN_INDENT in line for line in told] == [False] * indented + [has_kept]


# -- notices


def test_notices_go_on_until_a_text_that_is_none() -> None:
    told = features(
        body(F.NOTICE_LABEL, text="启事"),
        body(text="遗失声明，身份证作废。"),
        body(text="寻人，有知情者请告。"),
        head(),
        body(F.LENGTH_90, F.SENTENCE_INSIDE),
        body(),
    )
    assert [F.UNDER_NOTICES in line for line in told] == [False, True, True, False, False, False]


@pytest.mark.parametrize("own", [F.CONTACT, F.BULLET, F.NOTICE])
def test_a_long_notice_ends_no_group_of_notices(own: LineFeature) -> None:
    long = body(F.LENGTH_90, F.SENTENCE_INSIDE, own)
    told = features(body(F.NOTICE_LABEL, text="启事"), head(), long)
    assert F.UNDER_NOTICES in told[1]


# -- whatever the lines are

OWN = st.frozensets(st.sampled_from(sorted(F, key=lambda feature: feature.name)), max_size=5)
LINES = st.builds(
    Given,
    st.sampled_from(["渡口的灯", OPEN, SENTENCE, "编辑同志：", "（老砚）", "1987年6月12日"]),
    OWN,
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
)


@given(st.lists(LINES, max_size=9), st.none() | st.integers(4, 30))
def test_no_line_loses_what_it_says_alone(lines: list[Given], width: int | None) -> None:
    told = features(*lines, width=width)
    assert len(told) == len(lines)
    for line, its_features in zip(lines, told, strict=True):
        assert its_features >= line.own
