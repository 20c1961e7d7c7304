"""What headings, addresses and cells name: a page, a day, a newspaper; and what they do not name."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.page_names import (
    NamedDay,
    PaperAddress,
    address_of,
    cut_at_day,
    day_in,
    day_named,
    day_stated,
    is_day_first,
    is_paper,
    may_be_kicker,
    names_a_place,
    page_named,
    rank_of_headlines,
)

DAY = dt.date(1986, 3, 5)


@pytest.mark.parametrize(
    ("words", "is_name"),
    [
        ("雁桥日报", True),
        ("渡口周刊", True),
        ("渡口晚报海外版", True),
        ("汇报", False),
        ("本报", False),
        ("雁桥日报 2024", False),
        ("雁桥", False),
    ],
)
def test_a_newspaper_is_named_by_words_that_end_as_such_names_do(words: str, is_name: bool) -> None:
    assert is_paper(words) is is_name


class TestTheDayOfAHeading:
    @pytest.mark.parametrize(
        ("words", "paper"),
        [
            ("1986年3月5日", None),
            ("雁桥日报 1986年3月5日 星期三", "雁桥日报"),
            ("1986年3月5日 第12期 今日8版", None),
            ("农历正月廿五 1986年3月5日", None),
        ],
    )
    def test_has_beside_it_nothing_but_what_heads_have(self, words: str, paper: str | None) -> None:
        assert day_named(words) == NamedDay(DAY, paper)

    @pytest.mark.parametrize("words", ["1986年3月5日讯 渡口开渡", "雁桥日报 渡口报 1986年3月5日"])
    def test_is_none_of_a_sentence_or_of_two_papers(self, words: str) -> None:
        assert day_named(words) is None
        assert day_in(words) == DAY

    def test_is_none_of_a_long_line(self) -> None:
        long_line = "1986年3月5日" + " · " * 30
        assert len(long_line) > 60
        assert day_named(long_line) is None
        assert day_in(long_line) == DAY

    def test_is_none_where_it_was_only_inferred_when_it_was_written(self) -> None:
        """What this program marked is never read back as printed."""
        marked = "1986年3月5日（据文件名）"
        assert day_named(marked) is None
        assert day_in(marked) is None


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("第01版：要闻", "01"),
        ("02:要闻", "02"),
        ("A02 国际", "A02"),
        ("03 副刊", "03"),
        ("一版", "一"),
        ("第十二版", "十二"),
        ("3 副刊", None),
        ("A02国际", None),
        ("要闻 第01版", None),
    ],
)
def test_a_page_is_named_at_the_beginning_of_a_heading(words: str, label: str | None) -> None:
    assert page_named(words) == label
    assert names_a_place(words) is (label is not None)


def test_the_headlines_are_the_highest_rank_of_which_there_are_several() -> None:
    assert rank_of_headlines([1, 2, 2, 3, 3]) == 2
    assert rank_of_headlines([3, 2, 4]) == 2
    assert rank_of_headlines([]) is None


@pytest.mark.parametrize(
    ("line", "may_be"),
    [
        ("春到雁桥", True),
        ("春" * 40, True),
        ("春" * 41, False),
        ("渡口开渡。", False),
        ("编辑：顾知远", False),
        ("第二版", False),
        ("", False),
    ],
)
def test_a_kicker_is_short_no_sentence_and_nothing_of_the_masthead(line: str, may_be: bool) -> None:
    assert may_be_kicker(line) is may_be


class TestAnAddressOfADigitalPaper:
    MAY = dt.date(2024, 5, 6)

    @pytest.mark.parametrize(
        ("path", "page", "is_article"),
        [
            ("html/2024-05/06/content_12.htm", None, True),
            ("a\\2024-05\\06\\content_1.htm", None, True),
            ("20240506/20240506_a01_3.html", None, True),
            ("nw.D110000yqrb_20240506_1-03.htm", "03", True),
            ("html/2024-05/06/node_3.htm", None, False),
            ("20240506/20240506_a01.html", None, False),
        ],
    )
    def test_states_the_day_and_whether_it_is_an_article_or_the_list_of_a_page(
        self, path: str, page: str | None, is_article: bool
    ) -> None:
        assert address_of("", path) == PaperAddress(self.MAY, page, is_article, not is_article)

    def test_may_ask_for_day_and_page(self) -> None:
        address = address_of("http://a.cn/detail.html?date=2024-05-06&id=12&page=02", "")
        assert address == PaperAddress(self.MAY, "02", is_article=True)

    def test_is_that_of_the_web_before_that_of_the_file(self) -> None:
        address = address_of("http://a.cn/html/2024-05/06/content_1.htm", "2023-01-01/node_1.htm")
        assert address == PaperAddress(self.MAY, is_article=True)

    @pytest.mark.parametrize("path", ["readme/content_1.htm", "19861301/content.htm", "page=02"])
    def test_is_none_without_a_day_that_there_is(self, path: str) -> None:
        assert address_of("", path) == PaperAddress()


class TestADayWithTheYearLast:
    def test_is_understood_by_a_number_that_can_be_no_month(self) -> None:
        assert is_day_first(["3/5/2024", "13/5/2024"]) is True
        assert is_day_first(["3/5/2024", "5/13/2024"]) is False

    def test_stays_unknown_without_such_a_number_and_with_contrary_ones(self) -> None:
        assert is_day_first([]) is None
        assert is_day_first(["3/5/2024"]) is None
        assert is_day_first(["13/5/2024", "5/13/2024"]) is None

    def test_is_read_in_the_order_that_the_others_show(self) -> None:
        assert day_stated("3/5/2024", day_first=True) == "2024-05-03"
        assert day_stated("3/5/2024", day_first=False) == "2024-03-05"
        assert day_stated("3/5/2024") == ""


class TestTheDayThatACellStates:
    def test_has_the_text_before_and_behind_it(self) -> None:
        assert cut_at_day("渡口 1986年3月5日 开渡") == ("渡口 ", "1986-03-05", " 开渡")
        assert cut_at_day("渡口") == ("渡口", "", "")

    def test_of_midnight_in_china_is_the_next_one(self) -> None:
        """Databases write 5 March in China as 4 March, 16:00 of Greenwich; any other hour is as it is written."""
        assert day_stated("1986-03-04T16:00:00Z") == "1986-03-05"
        assert day_stated("1986-03-04T15:00:00Z") == "1986-03-04"

    @given(st.dates(dt.date(2001, 9, 10), dt.date(2286, 11, 20)))
    def test_may_be_the_seconds_since_1970(self, date: dt.date) -> None:
        """A whole number of days is a date; midnight in China, eight hours before, is a moment of the same day."""
        seconds = (date - dt.date(1970, 1, 1)).days * 86_400
        assert day_stated(str(seconds)) == date.isoformat()
        assert day_stated(str(seconds - 8 * 3_600)) == date.isoformat()
        assert day_stated(f"{seconds}000") == date.isoformat()

    @pytest.mark.parametrize("number", ["99999999999", "12345", "1709596800 x"])
    def test_is_none_of_other_numbers(self, number: str) -> None:
        assert day_stated(number) == ""
