"""JSON and XML that no other format knows: which files they are, and what in them is no text of a paper."""

import json

import pytest

from reader.features.trees.tree_file import JsonFile, OtherXml, boxes_of, pages_in_lines_of_json
from reader.formats.reading import NotAnIssue, SavedFile
from reader.newspaper.article import SourceText

TEXT = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分。"
ARTICLE = {"title": "渡口开船", "date": "1987-06-12", "text": TEXT}


def line(text: str, top: int) -> dict[str, object]:
    return {"text": text, "box": [10, top, 300, top + 10]}


def page(picture: str, *texts: str) -> dict[str, object]:
    return {"image": picture, "lines": [line(text, 20 * at) for at, text in enumerate(texts)]}


def read_json(value: object) -> SourceText:
    return JsonFile().read(SavedFile("a.json", json.dumps(value, ensure_ascii=False).encode()))


def read_xml(text: str) -> SourceText:
    return OtherXml().read(SavedFile("a.xml", text.encode()))


@pytest.mark.parametrize(
    ("name", "data", "is_json", "is_xml"),
    [
        ("a.json", b"{}", True, False),
        ("a.txt", b'{"yuebao":"pages"}\n{}', True, False),
        ("a.txt", b"{}", False, False),
        ("a.xml", b"<doc/>", False, True),
        ("a.rss", b"<rss/>", False, True),
        ("a.txt", b"<?xml version='1.0'?><doc/>", False, True),
        ("a.txt", b"<doc/>", False, False),
        ("a.xml", b"<html/>", False, False),
        ("a.xml", b"", False, False),
        ("a.sgm", b"<doc>", False, True),
    ],
)
def test_a_file_is_one_by_its_ending_or_its_beginning(
    name: str, data: bytes, is_json: bool, is_xml: bool
) -> None:
    file = SavedFile(name, data)
    assert (JsonFile().certainty(file) > 0.5) is is_json
    assert (OtherXml().certainty(file) > 0.5) is is_xml


def test_an_article_with_fields_is_read_by_them() -> None:
    source = read_json(ARTICLE)
    assert source.stated is not None
    assert str(source.stated.date) == "1987-06-12"
    assert TEXT in source.lines
    assert boxes_of(SavedFile("a.json", json.dumps(ARTICLE).encode()), source) == ()


def test_a_recognised_page_is_read_by_its_lines_below_what_its_picture_tells() -> None:
    source = read_json(page("渡口日报-1987-06-12-02.png", "渡口从今天起加开一班船", "票价不变首班船提前"))
    assert any("渡口从今天起加开一班船" in text for text in source.lines)
    assert any("渡口日报-1987-06-12-02.png" in text for text in source.lines)
    unnamed = read_json(page("a.png", "渡口从今天起加开一班船", "票价不变首班船提前"))
    assert not any("a.png" in text for text in unnamed.lines)


def test_the_boxes_of_a_page_are_those_of_its_lines() -> None:
    data = json.dumps(page("a.png", "渡口从今天起加开一班船", "票价不变首班船提前")).encode()
    file = SavedFile("a.json", data)
    assert boxes_of(file, JsonFile().read(file))


@pytest.mark.parametrize(
    "value",
    [
        {"name": "yuebao", "version": "1.2"},
        page("a.png", "短"),
        {"scripts": {"build": "run the build"}},
        [1, 2, 3],
    ],
    ids=["words of a program", "a few words", "settings", "numbers"],
)
def test_what_has_no_text_of_a_paper_is_no_issue(value: object) -> None:
    with pytest.raises(NotAnIssue):
        read_json(value)


def test_notes_that_this_program_has_written_are_none() -> None:
    with pytest.raises(NotAnIssue, match="笔记"):
        JsonFile().read(SavedFile("a.json", b'{"format": "reader notes", "version": 1}'))


FERRY = "A ferry leaves today at five and the fare stays as it was."


@pytest.mark.parametrize("text", [TEXT, FERRY])
def test_paragraphs_that_are_called_so_are_text_in_any_script(text: str) -> None:
    assert text in read_xml(f"<doc><p>{text}</p></doc>").lines


def test_words_of_another_script_in_elements_of_any_name_are_none() -> None:
    with pytest.raises(NotAnIssue, match="XML"):
        read_xml(f"<doc><x>{FERRY}</x></doc>")


def in_lines(*values: object) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()


def test_pages_a_line_are_divided_by_the_days_of_their_pictures() -> None:
    first = page("渡口日报-1987-06-12-01.png", "渡口开船")
    second = page("渡口日报-1987-06-13-01.png", "夜校开学")
    third = page("渡口日报-1987-06-12-02.png", "灯又亮了")
    data = in_lines(second, first, third)
    earlier, later = pages_in_lines_of_json(data)
    lines = data.decode().split("\n")
    assert (earlier.date, later.date) == ("1987-06-12", "1987-06-13")
    assert earlier.data.decode().split("\n")[1:] == [lines[1], lines[2]]
    assert later.data.decode().split("\n")[1:] == [lines[0]]
    assert JsonFile().certainty(SavedFile("x", earlier.data)) > 0.5


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\xfa", in_lines(ARTICLE), in_lines({"text": "渡口"}), "渡口".encode()]
)
def test_lines_that_are_no_pages_are_not_divided(data: bytes) -> None:
    assert pages_in_lines_of_json(data) == ()
