"""What words mean that tell a day: of a paper of 22 June 1987, behind a dateline, in a paper without a day."""

import datetime as dt

import pytest

from reader.newspaper.facts import Claim, Fact, Rule, decided, unknown
from reader.parsing import mentioned_days

PAPER = dt.date(1987, 6, 22)


def of_paper(day: dt.date) -> Fact[dt.date]:
    return decided([Claim(day, Rule.PAPER_DAY, day.isoformat())])


def of_dateline(day: dt.date) -> Fact[dt.date]:
    return decided([Claim(day, Rule.DATELINE, f"{day.month}月{day.day}日电")])


@pytest.mark.parametrize(
    ("said", "first", "last", "rule"),
    [
        ("6月21日", "1987-06-21", "", Rule.OWN_WORDS),
        ("１９８６年１２月３日", "1986-12-03", "", Rule.OWN_WORDS),
        ("民国三十五年五月三日", "1946-05-03", "", Rule.OWN_WORDS),
        ("6月18日至20日", "1987-06-18", "1987-06-20", Rule.OWN_WORDS),
        ("5月30日至6月2日", "1987-05-30", "1987-06-02", Rule.OWN_WORDS),
        ("12月30日", "1986-12-30", "", Rule.OWN_WORDS),
        ("本月3日", "1987-06-03", "", Rule.PAPER_DAY),
        ("上月28日", "1987-05-28", "", Rule.PAPER_DAY),
        ("去年12月30日", "1986-12-30", "", Rule.PAPER_DAY),
        ("去年十二月", "1986-12-01", "1986-12-31", Rule.PAPER_DAY),
        ("16日", "1987-06-16", "", Rule.PAPER_DAY),
        ("30日", "1987-05-30", "", Rule.PAPER_DAY),
        ("昨日", "1987-06-21", "", Rule.PAPER_DAY),
        ("昨晚", "1987-06-21", "", Rule.PAPER_DAY),
        ("今起", "1987-06-22", "", Rule.PAPER_DAY),
        ("上周五", "1987-06-19", "", Rule.PAPER_DAY),
        ("正月初六", "1987-02-03", "", Rule.OWN_WORDS),
        ("农历五月初五", "1987-05-31", "", Rule.OWN_WORDS),
        ("6月8、9日", "1987-06-08", "1987-06-09", Rule.OWN_WORDS),
        ("6月8日和9日", "1987-06-08", "1987-06-09", Rule.OWN_WORDS),
        ("前年今日", "1985-06-22", "", Rule.PAPER_DAY),
        ("于3日", "1987-06-03", "", Rule.PAPER_DAY),
        ("十号", "1987-06-10", "", Rule.PAPER_DAY),
        ("昨（廿一）日", "1987-06-21", "", Rule.PAPER_DAY),
        ("前晚", "1987-06-20", "", Rule.PAPER_DAY),
        ("上个月底", "1987-05-21", "1987-05-31", Rule.PAPER_DAY),
        ("1月底", "1987-01-21", "1987-01-31", Rule.PAPER_DAY),
        ("7月", "1987-07-01", "1987-07-31", Rule.PAPER_DAY),
        ("6月8日20时至9日8时", "1987-06-08", "1987-06-09", Rule.OWN_WORDS),
    ],
)
def test_days_are_those_that_the_words_mean(said: str, first: str, last: str, rule: Rule) -> None:
    (found,) = mentioned_days(f"{said}，渡口开了。", of_paper(PAPER))
    assert found.days is not None
    assert found.fact.witness is not None
    told = found.days.first.isoformat(), found.days.last.isoformat(), found.fact.witness.rule
    assert told == (first, last or first, rule)


@pytest.mark.parametrize(
    "said",
    [
        "去年",
        "2月30日",
        "20号楼",
        "1月至2月",
        "传达中央一号文件",
        "停课3日后复课",
        "3号台风登陆",
        "会期三日",
        "5号井喷油",
        "12号客车翻车",
        "工期30日内",
        "不到3日",
        "每年今日",
        "1月8、20日",
        "一月廿八日",
        "腊月三十一日",
        "上月卅一日",
        "八月中秋",
        "1—9月份",
        "开幕前夜",
    ],
)
def test_what_tells_no_certain_day_has_none(said: str) -> None:
    assert [
        each.days for each in mentioned_days(said, of_paper(dt.date(1987, 3, 1))) if each.days is not None
    ] == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("四月二十日", None),
        ("本月8日", None),
        ("二十日", None),
        ("本月初八日", "1905-06-10"),
        ("初八日", "1905-06-10"),
        ("上月廿八日", "1905-05-31"),
        ("光绪三十一年四月二十日", "1905-05-23"),
        ("1905年6月10日", "1905-06-10"),
        ("昨日", "1905-06-11"),
    ],
)
def test_papers_before_1912_count_by_the_moon_or_it_is_not_known(said: str, day: str | None) -> None:
    (found,) = mentioned_days(f"{said}，渡口开了。", of_paper(dt.date(1905, 6, 12)))
    assert (found.days.first.isoformat() if found.days else None) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("五月十三日", "1936-05-13"),
        ("国历五月十三日", "1936-05-13"),
        ("旧历五月十三日", "1936-07-01"),
        ("废历五月十三日", "1936-07-01"),
        ("旧历本月十三日", None),
    ],
)
def test_papers_from_1912_on_count_by_the_sun_unless_the_moon_is_named(said: str, day: str | None) -> None:
    (found,) = mentioned_days(f"{said}，渡口开了。", of_paper(dt.date(1936, 7, 20)))
    assert (found.days.first.isoformat() if found.days else None) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今天上午", "1987-06-20"),
        ("昨晚", "1987-06-19"),
        ("昨日", "1987-06-19"),
        ("前天", "1987-06-18"),
        ("今晨", "1987-06-20"),
        ("９日", "1987-06-09"),
        ("三十日", "1987-05-30"),
        ("本月3日", "1987-06-03"),
        ("渡口管理所18日决定", "1987-06-18"),
        ("雁桥议会19日批准", "1987-06-19"),
        ("汇市18日再次", "1987-06-18"),
        ("沪上昨日大雪", "1987-06-19"),
    ],
)
def test_behind_a_dateline_days_count_from_it(said: str, day: str) -> None:
    (found,) = mentioned_days(f"{said}停航三天", of_dateline(dt.date(1987, 6, 20)), PAPER)
    assert found.days is not None
    assert (found.days.first.isoformat(), found.days.last.isoformat()) == (day, day)
    assert found.fact.mark == Rule.DATELINE.words
    assert found.fact.witness is not None
    assert found.fact.witness.words.startswith("6月20日电……")


@pytest.mark.parametrize("said", ["停留3日", "访问3日，", "为期五日的", "阴雨五日未停", "休战3日。"])
def test_lengths_are_no_days_behind_a_dateline_either(said: str) -> None:
    told = mentioned_days(f"雁桥队{said}", of_dateline(PAPER), PAPER)
    assert [each.days for each in told if each.days] == []


def test_a_number_alone_is_of_the_month_told_above_and_says_so() -> None:
    month, day = mentioned_days("5月8日渡口停航，9日复航。", of_paper(PAPER))
    assert month.fact.mark == ""
    assert day.days is not None
    assert (day.days.first.isoformat(), day.fact.witness and day.fact.witness.words) == (
        "1987-05-09",
        "5月8日……9日",
    )


def test_that_day_is_the_one_told_above() -> None:
    (day_above,) = mentioned_days("茶市10日开市。", of_dateline(PAPER), PAPER)
    (found,) = mentioned_days("当天，县长到场。", of_dateline(PAPER), PAPER, day_above.fact)
    assert found.days == day_above.days
    assert list(mentioned_days("当天，县长到场。", of_dateline(PAPER), PAPER)) == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024年2月7日", "2024-02-07"),
        ("二〇二四年二月七日", "2024-02-07"),
        ("民国三十五年五月三日", "1946-05-03"),
        ("1986年12月", "1986-12-01"),
        ("2月7日", None),
        ("昨日", None),
        ("9日", None),
        ("去年四月", None),
        ("正月初六", None),
        ("87年6月3日", None),
    ],
)
def test_papers_without_a_day_tell_only_whole_dates(said: str, day: str | None) -> None:
    (found,) = mentioned_days(f"{said}，渡口开了。", unknown())
    assert (found.days.first.isoformat() if found.days else None) == day


def test_where_the_base_is_unknown_the_paper_gives_no_more_than_the_year() -> None:
    told = [each.days for each in mentioned_days("6月3日开工，昨日停工。", unknown(), PAPER)]
    assert [each and each.first.isoformat() for each in told] == ["1987-06-03", None]
