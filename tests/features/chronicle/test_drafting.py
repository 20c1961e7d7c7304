"""Joining the same event, what differs between papers, and how the chronicle leaves the program."""

import csv
import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from msgspec.structs import replace

from reader.features.chronicle.chronicle_files import as_bytes, entries
from reader.features.chronicle.drafting import (
    NO_SOURCES,
    accounts,
    basis_in_words,
    day_as_json,
    day_in_words,
    days_typed,
    joined,
    other_days,
    part,
    text_behind_day,
)
from reader.newspaper.decision import ChronicleLine, ChronicleSource


def line(words: str, newspaper: str = "雁桥日报", day: int = 11, printed: int = 12) -> ChronicleLine:
    date = dt.date(1987, 6, day)
    source = ChronicleSource(
        "k", newspaper, dt.date(1987, 6, printed), "2", "a.txt", "", "旧报刊", words, "昨日"
    )
    return ChronicleLine("", "", date, date, "inferred", (source,))


HERE = line("昨日，江城图书馆的3.2万册旧报刊由柳叶洲迁到上海路17号。")
THERE = line("江城图书馆昨日把三万余册旧报刊由柳叶洲迁到上海路。", "雁桥晚报")


def test_the_same_event_in_two_papers_is_one_line_with_the_figures_side_by_side() -> None:
    (found,) = joined([HERE, THERE])
    assert [each.newspaper for each in found.sources] == ["雁桥日报", "雁桥晚报"]
    assert accounts(found) == [("3.2万册", "三万余册")]
    assert [each.sources for each in part(found)] == [HERE.sources, THERE.sources]


def test_papers_that_differ_in_figures_alone_tell_one_event() -> None:
    one = line("柳湾渡船昨日翻沉，溺死八人，救起二十二人。")
    other = line("昨日柳湾渡船翻沉，溺死十一人，救起二十人。", "雁桥晚报")
    (found,) = joined([one, other])
    assert accounts(found) == [("八人", "十一人"), ("二十二人", "二十人")]
    of_one_paper = line(other.sources[0].words)
    assert len(joined([one, of_one_paper])) == 2


def test_what_may_be_one_event_with_other_figures_says_so_on_both_lines() -> None:
    one = line("东街昨日大火，延烧二十余家，损失三万元。")
    other = line("青石县东街昨日失火，延烧三十七家，损失五万余元。", "雁桥晚报")
    assert len(joined([one, other])) == 2
    told = [entry.note for entry in entries([one, other], NO_SOURCES)]
    assert told == ["另一处的数目不同，可能是同一件事：二十余家 / 三十七家，三万元 / 五万余元"] * 2
    elsewhere = line("西门昨日大火，延烧三十七家，损失五万余元。", "雁桥晚报")
    assert [entry.note for entry in entries([one, elsewhere], NO_SOURCES)] == ["", ""]


def test_lines_are_not_joined_without_two_names_or_on_other_days() -> None:
    ferry = (
        line("昨日上午，渡口的船开了，来了许多人看热闹。"),
        line("昨日下午，渡口的船开了，来了许多人看热闹。", "雁桥晚报"),
    )
    assert len(joined(ferry)) == 2
    other = line(THERE.sources[0].words, "雁桥晚报", 10)
    assert len(joined([HERE, other])) == 2


def test_other_days_of_the_same_event_are_told_on_both_lines() -> None:
    other = line(HERE.sources[0].words, "雁桥晚报", 10)
    assert other_days([HERE, other]) == {0: [1], 1: [0]}


def test_elections_are_joined_only_if_their_words_are_the_same() -> None:
    one = line("昨日，上海市杨浦区选举何苇为区长，温如岚为副区长。")
    other = line("昨日，上海市杨浦区选举何苇为区长，陆小满为副区长。", "雁桥晚报")
    assert len(joined([one, other])) == 2
    assert len(joined([one, line(one.sources[0].words, "雁桥晚报")])) == 1


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("昨日，雁桥纺织厂在柳叶洲如期投产。", "昨日，雁桥纺织厂在柳叶洲没有投产。", 2),
        ("昨日，雁桥纺织厂在柳叶洲投产典礼举行。", "昨日，雁桥纺织厂在柳叶洲投产典礼推迟举行。", 2),
        ("昨日，船开了，来了许多人看热闹。", "船昨日开了，来了许多人看热闹。", 1),
        ("昨日，船开了，来了许多人看热闹。", "昨日，船开了，没来许多人看热闹。", 2),
        ("昨日，柳叶洲的渡船在雁桥沉没，船工获救。", "昨日，柳叶洲的渡船在雁桥沉没，船工遇难。", 2),
        ("昨日，雁桥与上海在北京签订合同。", "昨日，雁桥与上海在北京解除合同。", 2),
    ],
)
def test_what_may_say_the_opposite_is_not_joined_and_equal_words_are(
    one: str, other: str, count: int
) -> None:
    assert len(joined([line(one), line(other, "雁桥晚报")])) == count


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("昨日，温如岚在上海会见英国客人。", "昨日，温如岚在上海会见法国客人。"),
        ("《渡口法》昨日由上海的代表大会在雁桥通过。", "《义渡法》昨日由上海的代表大会在雁桥通过。"),
        ("昨日，上海与雁桥签署协议。", "昨日，上海与雁桥举行会谈。"),
        ("昨日，上海总工会在北京举行茶话会。", "昨日，妇女联合会在北京举行茶话会，来了上海客人。"),
        ("县人民代表大会昨日开幕。", "县人民代表大会昨日开幕。"),
        ("我市纺织厂昨日投产。", "我市纺织厂昨日投产。"),
        ("江城市法院昨日在雁桥审理马得胜一案。", "江城县法院昨日在雁桥审理马得胜一案。"),
    ],
)
def test_neighbouring_events_are_not_joined(one: str, other: str) -> None:
    """Others are met, another law, another deed, another host; equal words of papers of two places."""
    assert len(joined([line(one), line(other, "江城日报")])) == 2


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("6月10日", ("1987-06-10", "1987-06-10")),
        ("昨日", ("1987-06-10", "1987-06-10")),
        ("1987-06-10 – 1987-06-12", ("1987-06-10", "1987-06-12")),
        ("1987-06-10..1987-06-12", ("1987-06-10", "1987-06-12")),
        ("1987-06-12..1987-06-10", None),
        ("哪天呢", None),
    ],
)
def test_days_are_typed_as_they_are_shown_and_near_the_line(typed: str, days: tuple[str, str] | None) -> None:
    found = days_typed(typed, HERE, dt.date(2026, 11, 27))
    assert (found and (found.first.isoformat(), found.last.isoformat())) == days


def test_a_file_has_each_line_with_its_sources_its_basis_and_what_differs() -> None:
    lines = joined([HERE, THERE])
    sources = "雁桥日报 1987-06-12 02版 《旧报刊》；雁桥晚报 1987-06-12 02版 《旧报刊》"
    note = f"{sources}。据见报日：“昨日”。两处说法不同：3.2万册 / 三万余册。报上的原话：昨日，江城图书馆"
    markdown = as_bytes(lines, "迁址", ".md", NO_SOURCES).decode()
    assert markdown.startswith("# 迁址\n\n## 1987年\n\n**1987-06-11**　江城图书馆的3.2万册")
    assert f"[^1]: {note}" in markdown
    rows = list(csv.reader(io.StringIO(as_bytes(lines, "迁址", ".csv", NO_SOURCES).decode("utf-8-sig"))))
    assert [(row[1], row[5], row[10]) for row in rows[1:]] == [
        ("1987-06-11", "雁桥日报", "两处说法不同：3.2万册 / 三万余册"),
        ("1987-06-11", "雁桥晚报", "两处说法不同：3.2万册 / 三万余册"),
    ]
    word = as_bytes(lines, "迁址", ".docx", NO_SOURCES)
    assert [each.text for each in docx.Document(io.BytesIO(word)).paragraphs][:2] == ["迁址", "1987年"]
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        notes = ElementTree.fromstring(parts.read("word/footnotes.xml"))
    assert note in "".join(notes.itertext())


@pytest.mark.parametrize(
    ("words", "said", "behind_day"),
    [
        ("石坪镇夜校昨晚开学，九十人领到课本。", "昨晚", "石坪镇夜校晚开学，九十人领到课本。"),
        ("石坪镇的新粮库昨天建成。", "1月22日电……昨天", "石坪镇的新粮库建成。"),
        ("昨日上午，雁桥渡口启用。", "昨日", "上午，雁桥渡口启用。"),
        ("今天，雁桥渡口启用。", "今天", "雁桥渡口启用。"),
        ("……昨天，雁桥渡口启用。", "昨天", "……雁桥渡口启用。"),
        ("9日，雁桥渡口启用。", "1月22日电……9日", "雁桥渡口启用。"),
        ("渡口从20日起停航。", "20日", "渡口从20日起停航。"),
        ("到昨日，渡口停航。", "昨日", "到昨日，渡口停航。"),
    ],
)
def test_behind_its_day_a_line_leaves_out_the_words_that_only_tell_it(
    words: str, said: str, behind_day: str
) -> None:
    source = replace(line(words).sources[0], said=said)
    told = replace(line(words), sources=(source,))
    assert text_behind_day(told) == behind_day
    assert text_behind_day(replace(told, words="昨日，我写的。")) == "昨日，我写的。"
    assert text_behind_day(replace(told, basis="stated")) == words


def test_a_month_is_told_as_a_month() -> None:
    april = replace(HERE, first=dt.date(1987, 4, 1), last=dt.date(1987, 4, 30))
    assert day_in_words(april, NO_SOURCES) == "1987-04"
    assert day_as_json(april)["value"] == "1987-04"
    rows = list(csv.reader(io.StringIO(as_bytes([april], "迁址", ".csv", NO_SOURCES).decode("utf-8-sig"))))
    assert rows[1][1:3] == ["1987-04", ""]
    week = replace(april, last=dt.date(1987, 4, 7))
    assert day_in_words(week, NO_SOURCES) == "1987-04-01 – 1987-04-07"


@pytest.mark.parametrize(
    ("basis", "said", "rule", "mark"),
    [
        ("stated", "6月11日", "own words", ""),
        ("inferred", "昨日", "day of the paper", "据见报日：“昨日”"),
        ("inferred", "6月12日电……昨日", "dateline", "据电头：“6月12日电……昨日”"),
        ("inferred", "（江城十二日電……昨日", "dateline", "据电头：“（江城十二日電……昨日”"),
        ("inferred", "6月10日……当天", "day of the section", "据文中日期：“6月10日……当天”"),
        ("inferred", "10日……当天", "day of the paper", "据见报日：“10日……当天”"),
        ("by the reader", "昨日", "reader", "手动指定的日期"),
    ],
)
def test_a_line_tells_how_its_day_is_known(basis: str, said: str, rule: str, mark: str) -> None:
    told = replace(HERE, basis=basis, sources=(replace(HERE.sources[0], said=said),))
    assert day_as_json(told)["rule"] == rule
    assert basis_in_words(told) == mark
