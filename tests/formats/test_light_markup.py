"""Texts in light markup are read with the heading marks that the parser knows, in as many lines."""

from collections.abc import Callable

import pytest

from reader.formats import light_markup
from reader.newspaper.article import SourceText
from tests import growth

ReadText = Callable[[SourceText], SourceText]


def lines_of(read: ReadText, text: str) -> list[str]:
    return [*read(SourceText("a.txt", "utf-8", tuple(text.split("\n")))).lines]


@pytest.mark.parametrize(
    ("read", "text", "lines"),
    [
        (light_markup.with_wiki_headings, "== 渡口 ==\n[[浮桥|那座桥]]'''拆了'''", ["## 渡口", "那座桥拆了"]),
        (light_markup.with_wiki_headings, "== 渡口\n桥 == 船 == 灯", ["## 渡口", "桥 == 船 == 灯"]),
        (light_markup.with_wiki_headings, "{{引用}}\n== 渡口 ==\n[[分类:桥]]", ["", "## 渡口", ""]),
        (
            light_markup.with_wiki_headings,
            "{{專名|渡口}}的{{lang|zh|浮桥}}{{cite|title=桥}}{{main|[[船|渡船]]}}",
            ["渡口的浮桥渡船"],
        ),
        (
            light_markup.with_org_headings,
            "#+TITLE: 柳湾日报\n#+AUTHOR: 抄写人\n:PROPERTIES:\n** TODO 渡口 :桥:",
            ["柳湾日报", "", "", "## 渡口"],
        ),
        (light_markup.with_org_headings, "* 船\n*渡口*是地名\n* * *", ["# 船", "*渡口*是地名", "* * *"]),
        (
            light_markup.without_line_numbers,
            "0001 柳湾日报\n[0002] 渡口\n0003\n0004：桥",
            ["柳湾日报", "渡口", "", "0004：桥"],
        ),
        (
            light_markup.without_line_numbers,
            "0001 渡口\n1987 年的桥\n12:30 开船\n0003 桥\n0001 船",
            ["渡口", "1987 年的桥", "12:30 开船", "桥", "船"],
        ),
        (
            light_markup.without_block_labels,
            "[region: heading]\n渡口\n[正文]\n桥拆了\n[附注]",
            ["", "# 渡口", "", "桥拆了", "[附注]"],
        ),
    ],
)
def test_marks_become_heading_marks_and_all_other_words_stay(
    read: ReadText, text: str, lines: list[str]
) -> None:
    assert lines_of(read, text) == lines


def test_columns_between_bars_are_read_one_below_the_other_and_each_cell_has_its_line() -> None:
    text = "柳湾日报\n　渡口 │ 夜校\n拆桥了│开课了\n┌──┐\n│讣告│\n└──┘"
    source = light_markup.in_columns(SourceText("a.txt", "utf-8", tuple(text.split("\n"))))
    assert [*zip(source.lines, source.spans, strict=True)] == [
        ("柳湾日报", (1, 1)),
        ("渡口", (2, 2)),
        ("拆桥了", (3, 3)),
        ("", (0, 0)),
        (" 夜校", (2, 2)),
        ("开课了", (3, 3)),
        ("", (4, 4)),
        ("讣告", (5, 5)),
        ("", (6, 6)),
    ]


def test_a_drawn_table_stays_in_its_rows() -> None:
    table = ["┌──┬──┐", "│品名│价│", "├──┼──┤", "│白米│四│", "│豆油│九│", "│面粉│一│", "└──┴──┘"]
    assert not light_markup.has_bars(table)
    assert not light_markup.has_bars([line for line in table if "│" in line])
    assert not light_markup.has_bars(["渡口的灯│昨晚又亮", "两岸的人│都来送行"] * 2)
    assert light_markup.has_bars(["东门渡口的浮桥│石坪镇夜校今天", "今天拆除，两岸│开课，有算术、"] * 2)


def test_notes_are_told_by_their_links_remarks_and_callouts() -> None:
    for line in (
        "见[[渡口|老渡口]]",
        "> [!note] 抄自胶卷",
        "桥%%待核%%拆了",
        "%%\n待核\n%%",
        "<!--\n待核\n-->",
    ):
        assert light_markup.has_marks_of_notes(["桥拆了", *line.split("\n"), "夜校开课"])
    for line in ("> 引文", "[图一] 渡口", "[渡口](a.md)", "涨了50%%和20%%", "%%", "<!-- 第二页 -->"):
        assert not light_markup.has_marks_of_notes(["桥拆了", line, "夜校开课"])


def test_notes_at_the_foot_are_no_headings_of_org() -> None:
    assert light_markup.is_org(["* 第一版", "** 渡口", "桥拆了", "** 夜校", "今天开课"])
    assert not light_markup.is_org(["桥拆了", "* 作者是船工。", "** 译者是教员。", "*** 原文有图。"])
    assert not light_markup.is_org(["桥拆了", "* * *", "今天开课", "** 附记", "船还在", "* * *"])


@pytest.mark.slow
def test_a_line_of_a_frame_is_looked_at_once() -> None:
    def of_size(size: int) -> Callable[[], object]:
        lines = [f"{'─' * size}渡口"]
        return lambda: light_markup.has_bars(lines)

    assert growth.grows_with_its_size(of_size, 1_000)
