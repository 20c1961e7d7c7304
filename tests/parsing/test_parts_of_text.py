"""What heads a part of a text, as an appendix, notes, the next number or somebody's words, begins no article."""

import datetime as dt

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, CorrectedRole, Correction, CorrectionKind
from reader.parsing import anchor_of, parse
from reader.parsing.line_features import lines_of_rows
from reader.parsing.parts_of_text import with_parts
from reader.parsing.rows import rows_of
from reader.parsing.weights import LineRole

NOW = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
ANY = frozenset(LineRole)

TEXT = "河东渡口的木船已经用了三十年，船底漏水，每逢涨水就要停渡，挑菜的农民只好绕道石桥。"
MORE = "管理所上个月请来老木匠，先修船底，再换桅杆，总共用去杉木六根、桐油四十斤，两个星期完工。"
OTHER = "柑橘采摘以前，果农先把竹筐洗净晾干，剪刀磨快，剪下的果子轻放轻装，烂果另放，不得混入好果。"
LAST = "夜校识字班的教员多半是中学毕业生，他们白天教书，晚上提着马灯走六里山路去上课。"


def starts(*lines: str) -> list[int]:
    part = parse(SourceText("a.txt", "utf-8", lines))
    return [article.source_lines[0][0] for article in part.articles]


PAGE = ("渡口修船记", TEXT, MORE)
AFTER = ("果园摘橘", OTHER, OTHER.replace("柑橘", "柚子"), LAST)


@pytest.mark.parametrize(
    "heading",
    [
        *("附：木匠老何的信", "附二：识字班课表", "附录：船工名单", "字库未存字注释：", "参考文献"),
        *("老木匠何大山在信里这样说：", "县志里有一段话写道——", "管理所的答复如下："),
    ],
)
def test_what_heads_a_part_begins_no_article(heading: str) -> None:
    assert starts(*PAGE, heading, LAST, *AFTER) == [1, 6]


def test_the_heading_of_what_is_appended_begins_no_article() -> None:
    assert starts(*PAGE, "附：", "果园摘橘", OTHER, LAST) == [1]


@pytest.mark.parametrize("form", ["（{}）{}", "{}、{}"])
def test_the_next_number_begins_no_article(form: str) -> None:
    first = form.format("一", "旧船怎样修")
    second = form.format("二", "橘子怎样摘")
    third = form.format("三", "夜校怎样教")
    assert starts("三件事", TEXT, first, MORE, second, OTHER, third, LAST) == [1]


@pytest.mark.parametrize("numbers", [("一", "三"), ("二", "四"), ("三", "一")])
def test_a_number_that_is_not_the_next_tells_nothing(numbers: tuple[str, str]) -> None:
    texts = (*PAGE, f"（{numbers[0]}）橘子怎样摘", OTHER, f"（{numbers[1]}）夜校怎样教", LAST)
    lines = lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}).lines
    allowed = [ANY] * len(lines)
    assert with_parts(lines, allowed) == allowed


def test_above_all_text_the_same_words_head_no_part() -> None:
    texts = ("附：木匠老何的信", TEXT, MORE)
    lines = lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}).lines
    assert with_parts(lines, [ANY] * len(lines)) == [ANY] * len(lines)


def test_a_reader_may_call_it_a_headline() -> None:
    source = SourceText("a.txt", "utf-8", (*PAGE, "附：木匠老何的信", LAST, *AFTER))
    claim = Claim(CorrectionKind.ROLE, role=CorrectedRole.HEADLINE)
    headlines = [
        each.headline
        for each in parse(source, [Correction("1", anchor_of(source, 4), claim, NOW, NOW)]).articles
    ]
    assert "附：木匠老何的信" in headlines


def test_a_reader_may_begin_an_article_there() -> None:
    source = SourceText("a.txt", "utf-8", (*PAGE, "附：木匠老何的信", LAST, *AFTER))
    start = Correction("1", anchor_of(source, 4), Claim(CorrectionKind.STARTS), NOW, NOW)
    assert [article.source_lines[0][0] for article in parse(source, [start]).articles] == [1, 4, 6]
