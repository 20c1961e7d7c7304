"""The day from which the words of an article count, in a paper of 23 January 1998."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.newspaper.facts import Rule
from reader.parsing import day_bases

PAPER = dt.date(1998, 1, 23)


def article(*paragraphs: str, **heads: str) -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, ((1, 1),)) for text in paragraphs)
    return Article("k", ArticleKind.ARTICLE, blocks=blocks, **heads)  # type: ignore[arg-type]


def days(told: Article, paper: dt.date | None = PAPER) -> list[str]:
    """Return the day from which the end of each paragraph counts; "" if it is unknown."""
    bases = day_bases(told, paper)
    facts = [bases.at(number, len(block.text)) for number, block in enumerate(told.blocks)]
    return [fact.value.isoformat() if fact.value else "" for fact in facts]


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("新华社青石１月２２日电（记者田麦青）", "1998-01-22"),
        ("新华社青石1月22日电", "1998-01-22"),
        ("本报石坪1月20日讯 记者柳叶报道：", "1998-01-20"),
        ("据新华社青石1月21日电（记者石渡、柳叶）", "1998-01-21"),
        ("新华社记者柳叶1月21日电", "1998-01-21"),
        ("（法新社柳湾一月廿一日电）", "1998-01-21"),
        ("〔柳湾廿一日电〕", "1998-01-21"),
        ("【柳灣廿一日電】", "1998-01-21"),
        ("中央社青石三十一日电", "1997-12-31"),
        ("［本报柳湾二十二日下午三时专电］", "1998-01-22"),
        ("新华社青石12月31日电", "1997-12-31"),
        ("新华社青石1997年12月31日电", "1997-12-31"),
        ("新华社青石1月24日电", ""),
        ("新华社青石2月20日电", ""),
        ("新华社青石2月30日电", ""),
        ("石坪1月21日专电", "1998-01-21"),
        ("夜校开学　本报石坪1月20日电（记者柳叶）", "1998-01-20"),
        ("新华社青石1月2曰电", "1998-01-02"),
        ("本报讯（记者柳叶）", "1998-01-23"),
        ("", "1998-01-23"),
    ],
)
def test_it_is_the_day_of_the_dateline_in_the_year_that_fits(dateline: str, day: str) -> None:
    told = article(f"{dateline}石坪镇夜校昨晚开学，九十名学员领到课本。", "教室里添了六盏灯。")
    assert days(told) == [day, day]


def test_a_dateline_may_stand_above_the_text() -> None:
    told = article("粮库昨天建成。", "四乡的人都来看。")
    credit = Credit(Role.AGENCY, ("新华社",), "新华社青石1月20日电")
    assert days(replace(told, credits=(credit,))) == ["1998-01-20"] * 2
    assert days(replace(told, decks=("本报石坪1月21日电",))) == ["1998-01-21"] * 2


def test_each_dateline_counts_until_the_next() -> None:
    told = article(
        "新华社青石1月22日电 粮库昨天建成。",
        "粮库可以存粮三千吨。",
        "本报石坪1月20日电 夜校昨晚开学。",
        "本报讯 渡口昨日加班。",
    )
    assert days(told) == ["1998-01-22", "1998-01-22", "1998-01-20", "1998-01-23"]


def test_datelines_inside_a_paragraph_count_from_where_they_stand() -> None:
    text = "新华社青石1月22日电 粮库昨天建成。本报石坪1月20日电 夜校昨晚开学。"
    bases = day_bases(article(text), PAPER)
    told = [bases.at(0, text.index(words)).value for words in ("粮库", "夜校")]
    assert told == [dt.date(1998, 1, 22), dt.date(1998, 1, 20)]


def test_a_day_named_inside_a_sentence_is_no_dateline() -> None:
    assert days(article("县里1月20日电告各乡，渡口停航。", "渡口1月20日电话不通。")) == ["1998-01-23"] * 2


def test_a_dateline_at_the_end_counts_for_what_is_above_it() -> None:
    told = article("粮库昨天建成。", "四乡的人都来看。（新华社青石1月22日电）", "夜校今天开学。")
    assert days(told) == ["1998-01-22", "1998-01-22", ""]


def test_a_paragraph_with_a_dateline_at_its_end_counts_from_that_whatever_stands_above() -> None:
    told = article(
        "新华社青石1月20日电 夜校昨晚开学。", "九十人到场。", "粮库昨天建成。（本报石坪1月22日电）"
    )
    assert days(told) == ["1998-01-20", "1998-01-20", "1998-01-22"]


def test_what_stands_above_the_first_dateline_of_another_day_is_unknown() -> None:
    assert days(article("编者按：今天再登三则。", "新华社青石1月20日电 夜校昨晚开学。")) == ["", "1998-01-20"]


def test_a_line_with_a_day_counts_for_the_part_below_it() -> None:
    told = article("1月18日 星期日 晴", "昨晚下雪。", "1月19日", "今天停航。")
    assert days(told)[1::2] == ["1998-01-18", "1998-01-19"]


def test_the_day_of_the_section_counts_for_its_article() -> None:
    assert days(article("昨晚下雪。", section="渡口日志（1月18日）")) == ["1998-01-18"]


def test_marks_of_a_list_stand_before_datelines() -> None:
    told = article(
        "◆ 新华社青石1月20日电 粮库昨天建成。", "◆ 本报讯 纱厂昨日投产。", "三、新华社青石1月21日电 停航。"
    )
    assert days(told) == ["1998-01-20", "1998-01-23", "1998-01-21"]


def test_a_day_below_does_not_count_for_what_is_above_the_last_subhead() -> None:
    told = article("昨天渡口停航。", "县长谈春耕", "今天开会。（新华社青石1月22日电）")
    subhead = replace(told.blocks[1], kind=BlockKind.SUBHEAD)
    told = replace(told, blocks=(told.blocks[0], subhead, told.blocks[2]))
    assert days(told) == ["", "1998-01-22", "1998-01-22"]


def test_a_letter_without_a_day_has_none() -> None:
    assert days(article("编辑同志：", "昨天渡口停航。")) == ["", ""]
    assert days(article("昨天渡口停航。", section="读者来信")) == [""]


def test_the_day_below_a_letter_counts_for_it() -> None:
    letter = article("编辑同志：", "昨天渡口停航，我在岸上等到天黑。", "柳叶洲读者 陆小满 1月15日")
    assert days(letter)[1] == "1998-01-15"
    letter = article("编辑同志：昨天渡口停航。", "一九九七年十二月三十日")
    assert days(letter)[0] == "1997-12-30"


@pytest.mark.parametrize("heads", [{"section": "长篇连载"}, {"headline": "渡口（小说）"}, {"jump_from": "1"}])
def test_serials_and_continued_texts_have_no_day(heads: dict[str, str]) -> None:
    assert days(article("昨天渡口停航。", **heads)) == [""]
    assert days(article("新华社青石1月20日电 昨天渡口停航。", **heads)) == ["1998-01-20"]


def test_without_a_day_of_the_paper_only_whole_dates_are_known() -> None:
    assert days(article("新华社青石1月20日电 渡口停航。"), None) == [""]
    assert days(article("新华社青石1998年1月20日电 渡口停航。"), None) == ["1998-01-20"]
    assert days(article("渡口昨天停航。"), None) == [""]


def test_months_of_the_moon_give_no_day_of_a_dateline() -> None:
    assert days(article("〔北京初八日电〕渡口昨日停航。"), dt.date(1905, 6, 12)) == [""]
    assert days(article("〔北京六月八日电〕渡口昨日停航。"), dt.date(1905, 6, 12)) == [""]


_PLACES = st.sampled_from(["青石", "石坪镇", "柳湾", "九曲", ""])
_SENDERS = st.sampled_from(["新华社", "本报", "据中新社", "中央社", "（法新社", "【路透社", "〔"])
_NUMERALS = st.sampled_from(["0123456789", "０１２３４５６７８９"])


@given(_SENDERS, _PLACES, st.dates(dt.date(1912, 1, 1), dt.date(2026, 1, 1)), st.integers(0, 180), _NUMERALS)
def test_no_text_contradicts_its_own_dateline(
    sender: str, place: str, paper: dt.date, delay: int, digits: str
) -> None:
    day = paper - dt.timedelta(days=delay)
    said = f"{day.month}月{day.day}日".translate(str.maketrans("0123456789", digits))
    told = article("渡口停航。", f"{sender}{place}{said}电 渡口昨日停航。", "今天复航。")
    bases = day_bases(told, paper)
    fact = bases.at(2, 0)
    assert fact.value == day
    assert fact.witness is not None
    assert fact.witness.rule is Rule.DATELINE
