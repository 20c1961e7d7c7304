"""Texts whose words have their classes beside them are read without these, and each line knows whence it is."""

import pytest

from reader.formats.reading import SeveralDays
from reader.formats.tagged_text import (
    joined_words,
    sentences_in_columns,
    sentences_in_tags,
    without_classes,
    without_classes_in_brackets,
    without_classes_of_names,
    without_lemmas,
)
from reader.newspaper.article import SourceText


def source(text: str) -> SourceText:
    return SourceText("a.txt", "utf-8", tuple(text.split("\n")))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("渡口/n 今天/t 开船/v 。/w", "渡口今天开船。"),
        ("渡口_NN 开船_VV", "渡口开船"),
        ("渡口#n 开船|v2", "渡口开船"),
        ("[渡口/n 日报/n]/nt 说/v", "渡口日报说"),
        ("[渡口/n 日报/n]nt 说/v", "渡口日报说"),
        ("The/DT ferry/NN left/VBD ./.", "The ferry left./."),
        ("渡口/n A/nx 线/n", "渡口A线"),
        ("渡口 开船", "渡口开船"),
        ("", ""),
    ],
)
def test_classes_and_the_brackets_around_names_are_left_out(text: str, plain: str) -> None:
    assert without_classes(source(text)).lines == (plain,)


PLACED = """19980305-01-002-001/m 渡口/n 开船/v
19980305-01-002-002/m 渡口/n 今天/t 开船/v ，/w 人/n 多/a 。/w

19980305-02-001-001/m 夜校/n 开学/v 了/u 。/w"""


def test_lines_that_begin_with_their_place_tell_day_page_and_articles() -> None:
    read = without_classes(source(PLACED))
    assert read.stated is not None
    assert str(read.stated.date) == "1998-03-05"
    assert [article.page for article in read.stated.articles] == ["1", "2"]
    assert [[read.lines[number - 1] for number, _ in article.lines] for article in read.stated.articles] == [
        ["渡口开船", "渡口今天开船，人多。"],
        ["夜校开学了。"],
    ]
    assert [span for span in read.spans if span != (0, 0)] == [(1, 1), (2, 2), (4, 4)]
    assert len(read.spans) == len(read.lines)


def test_a_first_line_is_a_headline_if_it_is_short_and_no_sentence_and_text_follows() -> None:
    read = without_classes(source(PLACED))
    assert read.stated is not None
    first, second = read.stated.articles
    assert [part.name for _, part in first.lines] == ["HEADLINE", "PARAGRAPH"]
    assert [part.name for _, part in second.lines] == ["PARAGRAPH"]


def test_several_days_are_several_issues() -> None:
    with pytest.raises(SeveralDays) as found:
        without_classes(source("19980306-01-001-001/m 夜校/n\n19980305-01-001-001/m 渡口/n"))
    assert [str(day.date) for day in found.value.days] == ["1998-03-05", "1998-03-06"]


def test_where_a_line_has_no_place_all_lines_stay_as_they_are() -> None:
    read = without_classes(source(f"{PLACED}\n渡口/n"))
    assert read.stated is None
    assert read.lines[-1] == "渡口"
    assert len(read.lines) == 5


@pytest.mark.parametrize(
    ("text", "lines", "spans"),
    [
        ("渡口\tn\n开船\tv\n\n夜校\tn", ("渡口开船", "", "夜校"), ((1, 2), (0, 0), (4, 4))),
        ("1 渡口 n\n2 开船 v", ("渡口开船",), ((1, 2),)),
        ("The\nferry", ("The ferry",), ((1, 2),)),
        ("1 渡口", ("1",), ((1, 1),)),
    ],
    ids=["columns", "numbered", "Latin", "two columns"],
)
def test_words_a_line_are_joined_between_blank_lines(
    text: str, lines: tuple[str, ...], spans: tuple[tuple[int, int], ...]
) -> None:
    read = joined_words(source(text))
    assert (read.lines, read.spans) == (lines, spans)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("渡口(Na) 开船（VA）", "渡口开船"),
        ("渡口[n] 开[v]", "渡口开"),
        ("渡口(旧) 开船", "渡口(旧)开船"),
        ("(Na)", "(Na)"),
    ],
)
def test_classes_in_brackets_are_left_out_and_other_brackets_stay(text: str, plain: str) -> None:
    assert without_classes_in_brackets(source(text)).lines == (plain,)


def test_lemmas_and_classes_of_names_are_left_out() -> None:
    assert without_lemmas(source("ferries|ferry|NNS left|leave|VBD")).lines == ("ferries left",)
    assert without_classes_of_names(source("到[柳湾|LOC]去")).lines == ("到柳湾去",)


def test_sentences_of_columns_are_as_their_remark_has_them_or_of_their_words() -> None:
    words = {"1": "渡口", "2-3": "开了", "2": "开", "3": "了", "4": "船"}
    rows = "\n".join(f"{number}\t{word}" + "\t_" * 8 for number, word in words.items())
    read = sentences_in_columns(source(f"# sent_id = 1\n# text = 渡口 开船。\n{rows}\n\n{rows}"))
    assert read.lines == ("渡口 开船。", "渡口开了船")
    assert read.spans == ((1, 7), (9, 13))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<doc>\n<p>\n<s>\n渡口\tn\n</s>\n<s>\n开船\tv\n</s>\n</p>\n</doc>", ("渡口开船",)),
        ("<doc>\n<s>\n渡口\tn\n</s>\n<s>\n开船\tv\n</s>\n</doc>", ("渡口", "开船")),
        ('<doc title="渡口">\n<p>\n开船\tv\n</p>', ("", "# 渡口", "", "开船")),
        ("渡口\tn", ("渡口",)),
    ],
    ids=["paragraphs", "sentences", "a title", "no tags"],
)
def test_sentences_between_tags_are_paragraphs_where_there_are_any(text: str, lines: tuple[str, ...]) -> None:
    read = sentences_in_tags(source(text))
    assert read.lines == lines
    assert len(read.spans) == len(lines)
