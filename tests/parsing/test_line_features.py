"""What a line is by itself, which rows are one line, and what a file shows of its marks and of its column."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing.line_features import (
    Line,
    LineSequence,
    lines_as_stated,
    lines_of_rows,
    own_features,
    without_wordless,
)
from reader.parsing.rows import rows_of
from reader.parsing.weights import LineFeature

NEWS = "本报讯（记者 尤嘉木）1月26日，渡口从今天起加开一班船，票价不变，首班船提前到五点二十分。"
TEXT = "渡口从今天起加开一班船，票价不变。"
COLUMN = ("渡口从今天起加开一班船票价不变首班船提前到", "五点二十分赶早市的菜农不用再等了渡口的人说")


def sequence(*lines: str) -> LineSequence:
    return lines_of_rows(rows_of(SourceText("a.txt", "utf-8", lines)), {})


def last(*lines: str) -> Line:
    return sequence(*lines).lines[-1]


class TestALine:
    @pytest.mark.parametrize(
        ("text", "is_heading_like"),
        [
            ("渡口开渡", True),
            ("渡口开渡。", False),
            ("图为渡口开渡时的情景", False),
            ("本报讯（记者 尤嘉木）渡口开渡", False),
            ("渡" * 90, False),
        ],
    )
    def test_may_be_a_heading_if_it_is_short_and_nothing_speaks_against_it(
        self, text: str, is_heading_like: bool
    ) -> None:
        assert (LineFeature.HEADING_LIKE in own_features(text, 0, indented=False)) is is_heading_like

    def test_may_be_a_heading_whatever_its_words_if_it_is_marked_as_one(self) -> None:
        features = own_features("渡口开渡。", 2, indented=False)
        assert features >= {LineFeature.MARKED, LineFeature.HEADING_LIKE}

    def test_is_marked_or_indented_but_not_both(self) -> None:
        assert LineFeature.INDENTED in own_features("渡口开渡", 0, indented=True)
        assert LineFeature.INDENTED not in own_features("渡口开渡", 1, indented=True)

    @pytest.mark.parametrize(
        ("text", "feature"),
        [
            ("---", LineFeature.RULE),
            ("* * *", LineFeature.RULE),
            ("![](a.png)", LineFeature.PICTURE),
            ("— 3 —", LineFeature.PAGE_NUMBER),
        ],
    )
    def test_has_one_property_if_it_is_without_words(self, text: str, feature: LineFeature) -> None:
        assert last("渡口开渡", "", text).own == {feature}


class TestRowsOfOneDay:
    def test_are_one_line_and_keep_their_places(self) -> None:
        day, heading = sequence("1986年", "3月5日", "渡口开渡").lines
        assert day.text == "1986年3月5日"
        assert day.printed() == [(1, "1986年"), (2, "3月5日")]
        assert LineFeature.MASTHEAD in day.own
        assert heading.numbers == (3,)

    def test_tell_in_which_of_them_characters_are(self) -> None:
        day, heading = sequence("1986年", "3月5日", "渡口开渡").lines
        assert day.numbers_in(0, 5) == [1]
        assert day.numbers_in(5, 9) == [2]
        assert day.numbers_in(4, 6) == [1, 2]
        assert heading.numbers_in(0, 1) == [3]
        assert heading.numbers_in(4, 9) == []

    def test_are_several_lines_if_together_they_name_none(self) -> None:
        assert [line.text for line in sequence("这一年", "渡口开渡", "春天").lines] == [
            "这一年",
            "渡口开渡",
            "春天",
        ]

    def test_are_several_lines_where_the_file_states_the_part_of_each(self) -> None:
        rows = rows_of(SourceText("a.txt", "utf-8", ("1986年", "3月5日")))
        assert [line.text for line in lines_as_stated(rows, {})] == ["1986年", "3月5日"]


class TestWordlessLines:
    def test_leave_the_text_and_a_gap_in_their_place(self) -> None:
        text, wordless = without_wordless(sequence("渡口开渡", "---", "春到雁桥"))
        assert [(line.text, line.gap) for line in text.lines] == [("渡口开渡", 0), ("春到雁桥", 1)]
        assert [line.text for line in wordless] == ["---"]

    def test_leave_a_wider_gap_if_they_are_pictures(self) -> None:
        """The words below a picture are often its caption, and no part of the text above."""
        text, _ = without_wordless(sequence("渡口开渡", "", "![](a.png)", "春到雁桥"))
        assert text.lines[-1].gap == 2

    def test_are_looked_for_once(self) -> None:
        without = sequence("渡口开渡", "春到雁桥")
        assert without_wordless(without) == (without, ())


class TestTheMarksOfAFile:
    def test_tell_by_what_is_below_them_which_level_is_that_of_headlines(self) -> None:
        page = [line for title in ("甲乙丙丁", "戊己庚辛", "壬癸子丑") for line in (f"## {title}", NEWS, "")]
        levels = sequence("# 雁桥", "", *page, "### 小题", TEXT).levels
        assert levels.headline == 2
        assert levels.article == 2
        assert levels.of_text == {3}

    def test_are_those_of_texts_where_there_is_no_news(self) -> None:
        levels = sequence("# 甲乙丙丁", TEXT, "", "# 戊己庚辛", TEXT).levels
        assert levels.article == 1
        assert levels.of_news == levels.of_text == frozenset()

    def test_may_be_those_of_subheads_where_text_stands_above_the_first(self) -> None:
        page = [line for title in ("甲乙丙丁", "戊己庚辛", "壬癸子丑") for line in (f"# {title}", TEXT, "")]
        assert sequence(*page).levels.article == 1
        assert sequence(TEXT, "", *page).levels.article == 0

    def test_are_none_in_a_file_without(self) -> None:
        levels = sequence("渡口开渡", TEXT).levels
        assert (levels.headline, levels.article) == (0, 0)


class TestANarrowColumn:
    def test_has_the_width_of_most_of_its_lines(self) -> None:
        assert sequence(*COLUMN * 8).width == len(COLUMN[0])

    def test_is_not_told_by_a_few_lines_or_by_lines_of_all_lengths(self) -> None:
        assert sequence(*COLUMN * 5).width is None
        assert sequence(*(TEXT[: 1 + at % 15] for at in range(40))).width is None

    def test_is_not_told_by_the_rules_between_its_lines(self) -> None:
        page = [line for at in range(40) for line in (TEXT[: 1 + at % 15], "＝" * 14)]
        assert sequence(*page).width is None

    def test_is_not_told_by_lines_of_verse_which_pause_at_their_ends(self) -> None:
        assert sequence(*(f"{line[:-1]}，" for line in COLUMN * 8)).width is None

    def test_has_no_headings_within_running_text(self) -> None:
        """All its lines are short: one that goes on from a full line, or is full and goes on, is no heading."""
        lines = sequence("渡口开渡", "", *COLUMN * 8).lines
        assert [line.text for line in lines if line.is_heading_like] == ["渡口开渡"]


class TestANumberBetweenDashes:
    @pytest.mark.parametrize("sign", ["-{}-", "— {} —", "·{}·"])
    def test_is_that_of_a_part_below_the_heading_and_in_order(self, sign: str) -> None:
        page = (
            "渡口的灯",
            sign.format(1),
            TEXT,
            TEXT,
            sign.format(2),
            TEXT,
            "开班以后",
            sign.format(1),
            TEXT,
        )
        text, wordless = without_wordless(sequence(*page))
        assert [line.text for line in text.lines] == [*page[:7], TEXT]
        assert [line.text for line in wordless] == [sign.format(1)]

    @pytest.mark.parametrize(
        "page",
        [
            ("渡口的灯", TEXT, "-1-", TEXT, "-2-", TEXT),
            ("渡口的灯", "-1-", TEXT, "-3-", TEXT),
            ("渡口的灯", "-1-", TEXT, "渡口的灯", "-2-", TEXT),
            ("渡口的灯", "-1-", COLUMN[0], "-2-", COLUMN[1]),
            ("江滩日报 1987年6月12日 星期五", "-1-", TEXT, "-2-", TEXT),
        ],
    )
    def test_is_that_of_a_page_elsewhere(self, page: tuple[str, ...]) -> None:
        _, wordless = without_wordless(sequence(*page))
        assert [line.text for line in wordless] == [line for line in page if line.startswith("-")]
