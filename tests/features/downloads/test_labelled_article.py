"""An article whose fields stand behind labels in brackets has them, and each line knows whence it is."""

import pytest

from reader import formats
from reader.features.downloads.labelled_article import article_in_labels
from reader.newspaper.article import SourceText
from reader.newspaper.facts import Rule

ARTICLE = """【标题】渡口开船
【报名】渡口日报
【日期】1987-06-12
【版次】第02版
【作者】何渡生
【分类】经济
【正文】
首班船提前到五点二十分。

票价不变。"""


def read(text: str) -> SourceText | None:
    return article_in_labels(SourceText("a.txt", "gb18030", tuple(text.split("\n"))))


def parts(source: SourceText) -> list[tuple[str, str]]:
    assert source.stated is not None
    (article,) = source.stated.articles
    return [(part.name, source.lines[number - 1]) for number, part in article.lines]


def test_it_has_the_fields_of_its_labels_and_all_paragraphs() -> None:
    source = read(ARTICLE)
    assert source is not None
    assert parts(source) == [
        ("HEADLINE", "渡口开船"),
        ("BYLINE", "何渡生"),
        ("PARAGRAPH", "首班船提前到五点二十分。"),
        ("PARAGRAPH", "票价不变。"),
    ]
    assert source.stated is not None
    assert (source.stated.title, str(source.stated.date)) == ("渡口日报", "1987-06-12")
    assert source.stated.rule is Rule.RECORD
    assert source.stated.articles[0].page in ("02", "2")
    assert (source.path, source.encoding) == ("a.txt", "gb18030")


def test_every_line_of_the_file_is_found_in_the_text_with_its_number() -> None:
    source = read(ARTICLE)
    assert source is not None
    assert len(source.spans) == len(source.lines)
    lines = ARTICLE.split("\n")
    for text, (first, last) in zip(source.lines, source.spans, strict=True):
        if first:
            assert first == last
            assert text in lines[first - 1]
    told = {first for first, _ in source.spans} - {0}
    assert told == {number for number, text in enumerate(lines, 1) if text}


def test_lines_with_labels_stand_below_the_article_as_they_are() -> None:
    source = read(ARTICLE)
    assert source is not None
    assert source.lines[-source.aside :] == tuple(
        line for line in ARTICLE.split("\n") if line.startswith("【")
    )


@pytest.mark.parametrize(
    "text",
    ["【标题】渡口开船", "【正文】首班船", "渡口开船\n首班船", "标题：渡口开船\n正文：首班船", ""],
    ids=["no text", "no headline", "no labels", "labels without brackets", "nothing"],
)
def test_without_a_headline_or_a_text_in_brackets_it_is_none(text: str) -> None:
    assert read(text) is None


def test_of_two_labels_of_one_field_the_plainer_holds_and_the_other_is_beside() -> None:
    source = read("【标题】渡口开船\n【标题】夜校\n【正文】首班船")
    assert source is not None
    assert ("HEADLINE", "渡口开船") in parts(source)
    assert "【标题】夜校" in source.lines
    assert ("HEADLINE", "夜校") not in parts(source)


@pytest.mark.parametrize("day", ["不详", "1987-02-31"])
def test_a_day_that_is_none_is_not_told(day: str) -> None:
    source = read(f"【标题】渡口开船\n【日期】{day}\n【正文】首班船")
    assert source is not None
    assert source.stated is not None
    assert source.stated.date is None
    assert source.lines[0] == "渡口开船"


@pytest.mark.parametrize("brackets", ["＜＞", "〈〉", "「」", "『』", "[]"])
def test_labels_stand_in_whatever_brackets(brackets: str) -> None:
    text = ARTICLE.translate(dict(zip(map(ord, "【】"), brackets, strict=True)))
    source = formats.decode(text.encode(), "a.txt")
    assert ("HEADLINE", "渡口开船") in parts(source)
    assert ("PARAGRAPH", "首班船提前到五点二十分。") in parts(source)


def test_speech_in_brackets_is_no_label() -> None:
    text = "「渡口」他说。\n「开船」她说。\n「票价」他问。\n「不变」她答。\n早班天明即开，空手的人走右边。"
    source = formats.decode(text.encode(), "a.txt")
    assert source.lines == tuple(text.split("\n"))
    assert source.stated is None
