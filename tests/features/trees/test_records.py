"""An article of a tree is its innermost part with a headline and a text; what stands around it holds for all in it."""

import json

import pytest

from reader.features.trees.nodes import nodes_of_json, nodes_of_xml
from reader.features.trees.records import Record, head_in, is_of_outer, records_in, sources_of
from reader.formats.reading import SavedFile
from reader.newspaper.article import LinePart
from reader.newspaper.facts import Rule
from reader.newspaper.field_names import ColumnField

TEXT = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分。"
ARTICLE = {"title": "渡口开船", "date": "1987-06-12", "text": TEXT}


def records_of(value: object) -> tuple[list[Record], list[str]]:
    roots, _ = nodes_of_json(SavedFile("a.json", json.dumps(value).encode()))
    return records_in(roots)


def head_of(value: object) -> tuple[str | None, str] | None:
    roots, _ = nodes_of_json(SavedFile("a.json", json.dumps(value).encode()))
    head = head_in(roots)
    if head is None:
        return None
    return head.title, str(head.date or "")


def texts(record: Record) -> list[str]:
    return [text for _, text in record.lines]


def test_a_record_of_csl_names_its_paper_as_what_contains_it() -> None:
    (record,), _ = records_of({"type": "article-newspaper", "container-title": "柳湾日报", **ARTICLE})
    assert record.value(ColumnField.PAPER) == "柳湾日报"


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        ([[1987, 6, 12]], "1987-06-12"),
        ([1987, 6, 12], "1987-06-12"),
        ([[1987, 6]], ""),
        ([[1987]], ""),
        ([[1987, 6, 12], [1987, 6, 14]], ""),
        ([[1987, 13, 40]], ""),
    ],
)
def test_the_day_of_a_record_of_csl_is_a_list_of_numbers(parts: object, day: str) -> None:
    (record,), _ = records_of({"title": "渡口开船", "text": TEXT, "issued": {"date-parts": parts}})
    assert record.day[0] == day


def test_an_article_has_its_fields_and_its_text() -> None:
    (record,), outside = records_of(ARTICLE | {"author": "何渡生", "views": "12"})
    assert record.value(ColumnField.TITLE) == "渡口开船"
    assert record.value(ColumnField.AUTHOR) == "何渡生"
    assert record.day == ("1987-06-12", Rule.RECORD)
    assert texts(record) == [TEXT]
    assert record.others == {"views": "12"}
    assert outside == []


@pytest.mark.parametrize(
    "value",
    [
        {"text": TEXT},
        {"title": "渡口开船"},
        {"title": "渡口开船", "date": "1987-06-12", "text": "短"},
        {"blocks": [{"label": "title", "text": TEXT, "box": [0, 0, 9, 9]}]},
        {},
    ],
    ids=["no headline", "no text", "a short text", "a page", "nothing"],
)
def test_what_has_no_headline_or_no_text_or_is_a_page_is_none(value: object) -> None:
    assert records_of(value)[0] == []


def test_what_stands_around_articles_holds_for_all_but_what_they_state_themselves() -> None:
    value = {
        "paper": "渡口日报",
        "date": "1987-06-12",
        "items": [ARTICLE | {"date": "1987-06-11"}, {"title": "夜校", "text": TEXT}],
        "note": "编辑部",
    }
    (first, second), _ = records_of(value)
    assert (first.value(ColumnField.PAPER), first.day[0]) == ("渡口日报", "1987-06-11")
    assert (second.value(ColumnField.PAPER), second.day[0]) == ("渡口日报", "1987-06-12")


@pytest.mark.parametrize(
    ("around", "column", "outside"),
    [
        ({"title": "渡口日报"}, ColumnField.PAPER, []),
        ({"title": "副刊", "page": "2"}, ColumnField.SECTION, []),
        ({"title": "灯下闲话", "rights": ""}, ColumnField.PAPER, []),
    ],
    ids=["a paper", "a section of a page", "of a feed"],
)
def test_a_title_around_articles_is_that_of_the_paper_or_of_a_section(
    around: dict[str, str], column: ColumnField, outside: list[str]
) -> None:
    (first, _), lines = records_of({**around, "items": [ARTICLE, ARTICLE]})
    assert first.value(column) == around["title"]
    assert first.value(ColumnField.TITLE) == "渡口开船"
    assert lines == outside


def test_of_several_names_of_a_field_the_plainest_holds_and_authors_are_together() -> None:
    record = Record()
    record.add("headline", "大字", "")
    record.add("title", "渡口开船", "")
    for name in ("何渡生", "陆小满", "何渡生"):
        record.add("author", name, "")
    assert record.value(ColumnField.TITLE) == "渡口开船"
    assert record.value(ColumnField.AUTHOR) == "何渡生、陆小满"
    assert record.value(ColumnField.PAGE) == ""


@pytest.mark.parametrize(
    ("name", "value", "around", "column", "expected"),
    [
        ("name", "何渡生", "author", ColumnField.AUTHOR, "何渡生"),
        ("page", "副刊", "", ColumnField.SECTION, "副刊"),
        ("id", "[03]", "page", ColumnField.PAGE, "3"),
        ("id", "rmrb-19870612-1", "", ColumnField.DATE, "1987-06-12"),
        ("paper", "渡口日报（1949-1987）", "", ColumnField.PAPER, "渡口日报"),
        ("title", " 渡口开船 ", "", ColumnField.TITLE, "渡口开船"),
    ],
    ids=[
        "by what is around",
        "a page without a number",
        "a page",
        "a day in a number",
        "years behind",
        "space",
    ],
)
def test_a_value_is_of_the_field_that_its_name_or_what_is_around_says(
    name: str, value: str, around: str, column: ColumnField, expected: str
) -> None:
    record = Record()
    record.add(name, value, around)
    assert record.value(column) == expected
    assert record.others == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "paragraph_title"), ("paper", "web.clip"), ("id", "渡-17"), ("views", "12")],
    ids=["a label", "a program", "a number without a day", "no name"],
)
def test_what_says_nothing_of_an_article_is_kept_beside_it(name: str, value: str) -> None:
    record = Record()
    record.add(name, value, "")
    assert record.fields == {}
    assert record.others == {name: value}


def test_a_name_says_nothing_but_what_is_around_it_if_it_is_of_any_thing() -> None:
    assert is_of_outer("name", "author")
    assert not is_of_outer("name", "渡口")
    assert not is_of_outer("name", "text")
    assert not is_of_outer("dateline", "author")


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ([TEXT], ("2024-01-26", Rule.NOTE)),
        (["1987年6月12日", TEXT], ("1987-06-12", Rule.MASTHEAD)),
        ([TEXT, "1987年6月12日"], ("1987-06-12", Rule.MASTHEAD)),
        (["1987年6月12日", TEXT, "1987年6月13日"], ("2024-01-26", Rule.NOTE)),
        (["2031年6月12日", TEXT], ("2024-01-26", Rule.NOTE)),
        (["1987年6月31日", TEXT], ("2024-01-26", Rule.NOTE)),
        (["他说，1987年6月12日", TEXT], ("2024-01-26", Rule.NOTE)),
    ],
    ids=["none", "above", "below", "two", "later than the note", "no such day", "a sentence"],
)
def test_the_day_of_a_note_is_that_printed_above_or_below_its_text(
    lines: list[str], day: tuple[str, Rule]
) -> None:
    record = Record(lines=[(LinePart.PARAGRAPH, text) for text in lines])
    record.add("created", "2024-01-26", "")
    assert record.day == day
    sure = Record(lines=record.lines)
    sure.add("date", "2024-01-26", "")
    assert sure.day == ("2024-01-26", Rule.RECORD), "a day of the paper is no note's"


def test_a_line_that_is_called_a_title_is_one_by_its_place() -> None:
    record = Record()
    record.add_line("title", "渡口开船")
    record.add_line("title", "渡口开船")
    record.add_line("title", "票价不变")
    record.add_line("p", TEXT)
    record.add_line("title", "夜里的船")
    record.add_line("caption", "渡口的灯")
    record.add_line("p", "")
    assert record.value(ColumnField.TITLE) == "渡口开船"
    assert record.lines == [
        (LinePart.DECK, "票价不变"),
        (LinePart.PARAGRAPH, TEXT),
        (LinePart.SUBHEAD, "夜里的船"),
        (LinePart.CAPTION, "渡口的灯"),
    ]


@pytest.mark.parametrize(
    ("value", "head"),
    [
        ({"paper": "渡口日报", "date": "1987-06-12", "blocks": []}, ("渡口日报", "1987-06-12")),
        ({"date": "1987-06-12"}, (None, "1987-06-12")),
        ({"text": TEXT}, None),
        ({"paper": "渡口日报", "facts": {"day": {"outcome": "sure"}}}, None),
        ({"issue": {"paper": "渡口日报", "facts": {"day": {"outcome": "sure"}}}}, None),
        ([{"paper": "渡口日报", "date": "1987-06-12"}, {"date": "1987-06-12"}], ("渡口日报", "1987-06-12")),
        ([{"paper": "渡口日报", "date": "1987-06-12"}, {"date": "1987-06-13"}], ("渡口日报", "")),
        ([{"paper": "渡口日报"}, {"paper": "柳川晚报"}], None),
    ],
    ids=[
        "both",
        "a day",
        "neither",
        "as this program prints it",
        "inside",
        "one day twice",
        "two days",
        "two papers",
    ],
)
def test_the_head_of_a_tree_is_what_it_states_of_one_paper_and_one_day(
    value: object, head: tuple[str | None, str] | None
) -> None:
    assert head_of(value) == head


def test_articles_of_each_paper_and_day_are_an_issue_and_what_is_outside_stands_once() -> None:
    records, _ = records_of(
        [ARTICLE, ARTICLE | {"date": "1987-06-11", "page": "第02版"}, ARTICLE | {"title": "夜校"}]
    )
    first, second = sources_of("a.json", "utf-8", records, ["编辑部"])
    assert first.stated is not None
    assert second.stated is not None
    assert [str(first.stated.date), str(second.stated.date)] == ["1987-06-11", "1987-06-12"]
    assert [article.page for article in first.stated.articles] == ["02"]
    assert len(second.stated.articles) == 2
    assert "编辑部" in first.lines
    assert "编辑部" not in second.lines


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ({"title": "渡口开船", "description": TEXT}, False),
        ({"title": "渡口开船", "description": TEXT, "date": "1987-06-12"}, True),
        ({"title": "渡口开船", "text": TEXT}, True),
        ([{"title": "渡口开船", "description": TEXT}] * 2, True),
    ],
    ids=["a description", "with a day", "a text", "one of several"],
)
def test_a_description_alone_makes_an_article_only_with_a_day_or_among_others(
    value: object, is_one: bool
) -> None:
    assert bool(records_of(value)[0]) is is_one


def test_an_object_with_a_text_of_its_own_is_no_field_whatever_it_is_called() -> None:
    hits = {"hits": {"hits": [{"_id": "1", "_source": ARTICLE}, {"_id": "2", "_source": ARTICLE}]}}
    records, _ = records_of(hits)
    assert [record.value(ColumnField.TITLE) for record in records] == ["渡口开船"] * 2
    assert [record.day for record in records] == [("1987-06-12", Rule.RECORD)] * 2
    assert [record.value(ColumnField.PAPER) for record in records] == [""] * 2


OF_AN_ARTICLE = {
    "NITF": "<nitf><head/><body><body.head><hedline><hl1>渡口开船</hl1></hedline><dateline>"
    '<story.date norm="19870612"/></dateline></body.head>'
    f"<body.content><p>{TEXT}</p></body.content></body></nitf>",
    "JATS": "<article><front><article-meta><title-group><article-title>渡口开船</article-title></title-group>"
    "<pub-date><day>12</day><month>6</month><year>1987</year></pub-date></article-meta></front>"
    f"<body><p>{TEXT}</p></body></article>",
    "sentences in a headline": "<doc><date>1987-06-12</date><headline><s id='1'>渡口 开船</s></headline>"
    f"<text><p><s id='2'>{TEXT}</s></p></text></doc>",
}


@pytest.mark.parametrize("name", OF_AN_ARTICLE)
def test_a_day_in_parts_or_numbers_and_a_headline_of_sentences_are_its_own(name: str) -> None:
    data = f"<?xml version='1.0'?>{OF_AN_ARTICLE[name]}".encode()
    roots, _ = nodes_of_xml(SavedFile("a.xml", data))
    (record,), _ = records_in(roots)
    assert record.day == ("1987-06-12", Rule.RECORD)
    assert record.value(ColumnField.TITLE).replace(" ", "") == "渡口开船"
    assert texts(record) == [TEXT]


@pytest.mark.parametrize("part", ["year", "month", "day"])
def test_a_day_that_lacks_a_part_is_none(part: str) -> None:
    numbers = {"year": "1987", "month": "6", "day": "12"}
    del numbers[part]
    (record,), _ = records_of({"title": "渡口开船", "pubdate": numbers, "text": TEXT})
    assert record.day[0] == ""


@pytest.mark.parametrize(
    ("row", "cell"),
    [("doc", "str"), ("row", "field"), ("table", "column")],
    ids=["Solr", "MySQL", "phpMyAdmin"],
)
def test_what_is_called_by_its_kind_is_what_its_attribute_says(row: str, cell: str) -> None:
    cells = [f'<{cell} name="{name}">{value}</{cell}>' for name, value in ARTICLE.items()]
    rows = f"<{row}>{''.join(cells)}</{row}>" * 2
    roots, _ = nodes_of_xml(SavedFile("a.xml", f"<?xml version='1.0'?><dump>{rows}</dump>".encode()))
    records, _ = records_in(roots)
    assert [record.value(ColumnField.TITLE) for record in records] == ["渡口开船"] * 2
    assert records[0].day == ("1987-06-12", Rule.RECORD)
    assert texts(records[0]) == [TEXT]
