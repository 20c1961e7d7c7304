"""A page of any recogniser is its lines with their boxes: characters and words are joined, and nothing stands twice."""

import json

import pytest

from reader.features.trees.nodes import nodes_of_json
from reader.features.trees.pages import TreePage, pages_in
from reader.formats.reading import SavedFile
from reader.formats.scans.scanned_page import lines_of


def pages_of(value: object) -> list[TreePage]:
    roots, _ = nodes_of_json(SavedFile("a.json", json.dumps(value, ensure_ascii=False).encode()))
    return [*pages_in(roots, is_markup=False)]


def texts(page: TreePage) -> list[str]:
    return [line.text for line in lines_of(page.scanned.blocks)]


def line(text: str, top: float, **more: object) -> dict[str, object]:
    return {"text": text, "box": [10, top, 300, top + 10], **more}


LINES = [line("渡口从今天起", 0), line("加开一班船了", 20), line("票价不变照旧", 40)]


def test_lines_are_read_with_their_boxes() -> None:
    (page,) = pages_of({"image": "a.png", "width": 400, "height": 600, "lines": LINES})
    assert texts(page) == [each["text"] for each in LINES]
    assert [each.box for each in lines_of(page.scanned.blocks)] == [
        (10, 0, 300, 10),
        (10, 20, 300, 30),
        (10, 40, 300, 50),
    ]
    assert (page.picture, page.scanned.width, page.scanned.height) == ("a.png", 400, 600)


def test_each_page_is_a_page() -> None:
    value = {"pages": [{"page_no": 3, "lines": LINES[:1]}, {"page_no": 4, "lines": LINES[1:]}]}
    first, second = pages_of(value)
    assert (texts(first), first.number) == (["渡口从今天起"], 3)
    assert (texts(second), second.number) == (["加开一班船了", "票价不变照旧"], 4)


def test_an_index_of_pages_counts_from_nought() -> None:
    (page,) = pages_of({"pages": [{"page_idx": 3, "lines": LINES}]})
    assert page.number == 4


def word(text: str, left: float) -> dict[str, object]:
    return {"text": text, "box": [left, 0, left + 10, 10]}


@pytest.mark.parametrize(
    ("words", "text"),
    [([word("渡口", 0), word("开船", 20)], "渡口开船"), ([word("The", 0), word("ferry", 20)], "The ferry")],
)
def test_words_are_joined_to_lines_as_their_script_is_written(words: list[object], text: str) -> None:
    (page,) = pages_of({"lines": [{"words": words, "box": [0, 0, 300, 10]}]})
    assert texts(page) == [text]


def test_a_text_that_tells_again_what_the_lines_tell_is_left_out() -> None:
    whole = "渡口从今天起加开一班船了票价不变照旧"
    (page,) = pages_of({"full_text": whole, "lines": LINES})
    assert texts(page) == [each["text"] for each in LINES]


def test_blocks_have_their_kinds_and_the_order_that_is_stated() -> None:
    blocks = [line("票价不变照旧", 40, label="text", order=2), line("渡口开船了", 0, label="title", order=1)]
    (page,) = pages_of({"blocks": blocks})
    assert texts(page) == ["渡口开船了", "票价不变照旧"]
    assert [block.kind for block in page.scanned.blocks] == ["heading", ""]
    assert page.scanned.is_ordered


def test_boxes_between_nought_and_one_are_shares_of_the_page() -> None:
    lines = [
        {"text": "渡口从今天起", "box": [0.1, 0.1, 0.5, 0.2]},
        {"text": "加开一班船了", "box": [0.1, 0.3, 0.5, 0.4]},
    ]
    (page,) = pages_of({"width": 400, "height": 600, "lines": lines})
    boxes = [each.box for each in lines_of(page.scanned.blocks)]
    assert boxes == [pytest.approx((40, 60, 200, 120)), pytest.approx((40, 180, 200, 240))]


def test_boxes_may_be_corners_or_sides_or_points() -> None:
    box = (10, 20, 110, 40)
    forms: list[dict[str, object]] = [
        {"box": [10, 20, 110, 40]},
        {"points": [[10, 20], [110, 20], [110, 40], [10, 40]]},
        {"left": 10, "top": 20, "width": 100, "height": 20},
        {"x0": 10, "y0": 20, "x1": 110, "y1": 40},
    ]
    for form in forms:
        (page,) = pages_of(
            {"image": "a.png", "lines": [{"text": "渡口从今天起", **form}, line("加开一班船了", 90)]}
        )
        assert next(each.box for each in lines_of(page.scanned.blocks)) == box


def test_how_sure_a_line_is_may_be_in_percent() -> None:
    lines = [line("渡口从今天起", 0, confidence=50), line("加开一班船了", 20, confidence=100)]
    (page,) = pages_of({"lines": lines})
    sure = [word.certainty for each in lines_of(page.scanned.blocks) for word in each.words]
    assert sure == [0.5, 1.0]


@pytest.mark.parametrize("value", [{}, {"name": "yuebao"}, {"lines": []}, [1, 2]])
def test_what_has_no_text_has_no_page(value: object) -> None:
    assert not [text for page in pages_of(value) for text in texts(page)]
