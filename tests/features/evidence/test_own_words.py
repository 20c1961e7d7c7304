"""What evidence says of an article is so by its own words, or it is told that it is not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.evidence.evidence_file import EvidenceArticle
from reader.features.evidence.own_words import are_words_of, has_own_title_and_citation, marks_are_in_text

ARTICLE = EvidenceArticle(
    title="渡口加开夜班船",
    citation="渡口加开夜班船[N]. 雁桥日报, 1987-06-12(2).",
    key="k7qfz2m4yd3xw6ta",
    newspaper="雁桥日报",
    date=dt.date(1987, 6, 12),
    month_day="06-12",
    edition=None,
    page="2",
    file="a1",
    path="a.txt",
    digest="0" * 64,
    marks=((1, 3, 5),),
    text=("headline 渡口加开夜班船", "paragraph 首航载客四十余人。"),
)
SEALED = replace(ARTICLE, salt="0" * 32, text=(), marks=())


@pytest.mark.parametrize(
    ("mark", "is_in"),
    [
        ((0, 0, 1), True),
        ((1, 0, len(ARTICLE.text[1])), True),
        ((1, 0, len(ARTICLE.text[1]) + 1), False),
        ((1, 3, 3), False),
        ((1, 4, 3), False),
        ((1, -1, 3), False),
        ((2, 0, 1), False),
        ((-1, 0, 1), False),
    ],
)
def test_a_mark_is_a_part_of_a_line_of_the_text(mark: tuple[int, int, int], is_in: bool) -> None:
    assert marks_are_in_text(replace(ARTICLE, marks=(*ARTICLE.marks, mark))) is is_in


def test_of_a_sealed_article_no_line_is_known() -> None:
    assert marks_are_in_text(replace(SEALED, marks=((9, 0, 1),)))
    assert has_own_title_and_citation(SEALED)


@pytest.mark.parametrize(
    ("changes", "is_own"),
    [
        ({}, True),
        ({"title": "渡口加开夜…"}, True),
        ({"title": "渡口 加开夜班船"}, True),
        ({"title": "渡口停航"}, False),
        ({"title": "渡口停航", "corrected": ("航",)}, True),
        ({"title": "headline"}, False),
        ({"newspaper": "雁桥晚报"}, False),
        ({"date": dt.date(1987, 6, 13)}, False),
        ({"date": None}, True),
        ({"text": ()}, False),
    ],
)
def test_title_and_citation_are_those_of_the_text_the_newspaper_and_the_day(
    changes: dict[str, object], is_own: bool
) -> None:
    assert has_own_title_and_citation(replace(ARTICLE, **changes)) is is_own


def test_a_sealed_article_is_cited_from_its_newspaper_and_day_too() -> None:
    assert not has_own_title_and_citation(replace(SEALED, newspaper="雁桥晚报"))


@given(st.lists(st.text("甲乙丙丁 -", min_size=1, max_size=8), min_size=1, max_size=5), st.data())
def test_whatever_is_cut_out_of_lines_one_after_the_other_is_of_them(
    lines: list[str], data: st.DataObject
) -> None:
    text = "".join(lines)
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    assert are_words_of(text[begin:end], lines)


@pytest.mark.parametrize(
    ("line", "is_of_lines"),
    [
        ("渡口开船了", True),
        ("渡口开-\u00ad 船了", True),
        ("渡口开船了去江心沙洲", True),
        ("去江心沙洲渡口开船了", True),
        ("渡口开船了甲去江心沙洲", False),
        ("了渡口开船", False),
        ("柳川", False),
        ("", True),
    ],
)
def test_lines_may_stand_apart_but_no_word_may_be_added(line: str, is_of_lines: bool) -> None:
    assert are_words_of(line, ["渡口开船了", "票价不变", "去江心沙洲"]) is is_of_lines
