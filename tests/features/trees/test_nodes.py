"""JSON, XML and SGML are one kind of tree: no word of them is lost, and what is too large or broken is refused."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.trees.nodes import Node, nodes_of_json, nodes_of_xml, walk, words_of
from reader.formats.reading import SavedFile, UnreadableFile

WORDS = st.text("渡口船灯ab", min_size=1, max_size=4)
VALUES = st.recursive(
    WORDS | st.integers(0, 9) | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("甲乙丙丁"), inner, max_size=3)
    ),
    max_leaves=8,
)


def of_json(value: object) -> Node:
    (root,), encoding = nodes_of_json(SavedFile("a.json", json.dumps(value, ensure_ascii=False).encode()))
    assert encoding == "utf-8"
    return root


def of_xml(text: str) -> Node:
    (root,), _ = nodes_of_xml(SavedFile("a.xml", text.encode()))
    return root


def of_sgml(text: str) -> Node:
    (root,), _ = nodes_of_xml(SavedFile("a.sgm", text.encode()))
    return root


def shape(node: Node) -> object:
    """A node without what is empty."""
    if node.parts:
        return node.name, [shape(part) for part in node.parts]
    return node.name, node.text


def strings_in(value: object) -> Counter[str]:
    if isinstance(value, str):
        return Counter([value])
    if isinstance(value, list):
        return sum(map(strings_in, value), Counter())
    if isinstance(value, dict):
        return sum(map(strings_in, value.values()), Counter())
    return Counter()


@given(VALUES)
def test_every_word_of_json_is_in_the_tree(value: object) -> None:
    words: Counter[str] = Counter()
    for node in walk([of_json(value)]):
        words.update([node.text, *node.values.values()])
    assert strings_in(value) <= words


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ([1, 2, 3.5, 4], (1, 2, 3.5, 4)),
        ([[1, 2], [3, 4]], (1, 2, 3, 4)),
        ([{"x": 1, "y": 2}, {"y": 3}], (1, 2, 0, 3)),
        ([1, True], None),
        ([1, "渡"], None),
        ([1e300], None),
        ([{"x": 1, "z": 2}], None),
    ],
    ids=["numbers", "pairs", "points", "a truth", "a word", "nonsense", "no point"],
)
def test_lists_of_numbers_and_points_are_numbers(
    value: list[object], numbers: tuple[float, ...] | None
) -> None:
    assert of_json({"box": value}).numbers.get("box") == numbers


def test_what_a_recogniser_read_stands_with_its_box_whatever_their_order() -> None:
    corners = [[0, 0], [9, 0], [9, 9], [0, 9]]
    flat = (0, 0, 9, 0, 9, 9, 0, 9)
    for pair in ([corners, ["渡口", 0.9]], [corners, "渡口", 0.9]):
        (line,) = of_json([pair]).parts
        assert (line.values, line.numbers) == ({"text": "渡口", "confidence": "0.9"}, {"box": flat})
    (line,) = of_json([[corners, "渡口"]]).parts
    assert line.values == {"text": "渡口"}
    (other,) = of_json([[corners, 3]]).parts
    assert "text" not in other.values


def test_parallel_lists_of_texts_and_boxes_are_lines() -> None:
    root = of_json({"rec_texts": ["渡口", "开船"], "dt_polys": [[0, 0, 9, 9], [0, 10, 9, 19]], "page": 3})
    assert root.values == {"page": "3"}
    assert [(part.name, part.values["text"], part.numbers["dt_polys"]) for part in root.parts] == [
        ("lines", "渡口", (0, 0, 9, 9)),
        ("lines", "开船", (0, 10, 9, 19)),
    ]
    apart = of_json({"rec_texts": ["渡口", "开船"], "scores": ["高", "低"]})
    assert [(part.name, part.text) for part in apart.parts] == [
        ("rec_texts", "渡口"),
        ("rec_texts", "开船"),
        ("scores", "高"),
        ("scores", "低"),
    ]


def test_a_value_a_line_is_a_root_each_and_other_lines_are_none() -> None:
    lines = '{"text": "渡口"}\n\nkein JSON\n["开船"]\n"夜校"\n'
    roots, _ = nodes_of_json(SavedFile("a.jsonl", lines.encode()))
    assert [[*root.values.values(), *words_of(root)] for root in roots] == [["渡口"], ["开船"]]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"kein JSON", b"[" * 60 + b"]" * 60, b"[" * 100_000, b"[]," * 2_000_001],
    ids=["empty", "cut off", "none", "deep", "very deep", "much"],
)
def test_what_is_no_json_or_too_deep_or_too_much_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        nodes_of_json(SavedFile("a.json", data))


def test_an_element_has_its_words_in_order_and_its_attributes() -> None:
    root = of_xml('<page xmlns:a="urn:a" a:n="3">首<b>渡口</b> <i>开</i>船</page>')
    assert root.values == {"n": "3"}
    assert shape(root) == ("page", [("", "首"), ("b", "渡口"), ("i", "开"), ("", "船")])
    assert "".join(words_of(root)) == "首渡口开船"


@given(st.recursive(WORDS, lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=6))
def test_sgml_whose_elements_all_end_is_read_as_xml(value: object) -> None:
    def written(value: object) -> str:
        if isinstance(value, list):
            return "<div>" + "".join(map(written, value)) + "</div>"
        return f"<b>{value}</b>"

    text = f"<doc>{written(value)}</doc>"
    assert shape(of_sgml(text)) == ("", [shape(of_xml(text))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<DOC><P>渡口<P>开船</DOC>", [("DOC", [("P", "渡口"), ("P", "开船")])]),
        ("<DOC>渡口<DOC>开船", [("DOC", "渡口"), ("DOC", "开船")]),
        ("<TITLE>渡口<TEXT>开船</TEXT>", [("TITLE", "渡口"), ("TEXT", "开船")]),
        ("<A>渡口</B></A>", [("A", "渡口")]),
        ("<!-- 没有 --><A>渡&amp;口&#3;</A>", [("A", "渡&口")]),
        ("<A/><B>渡口</B>", [("A", ""), ("B", "渡口")]),
    ],
    ids=["paragraphs", "articles", "never closed", "a stray end", "signs", "an empty one"],
)
def test_ends_that_are_left_out_are_supplied(text: str, expected: list[object]) -> None:
    assert shape(of_sgml(text)) == ("", expected)


def test_attributes_of_sgml_are_with_and_without_quotes() -> None:
    (part,) = of_sgml("""<A one="渡 口" two='开' THREE=3>x</A>""").parts
    assert part.values == {"one": "渡 口", "two": "开", "THREE": "3"}


def test_sgml_that_is_too_deep_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        of_sgml("<a>" * 60 + "</a>" * 60)


def test_all_nodes_are_walked_in_the_order_of_the_file() -> None:
    root = of_xml("<a><b><c/></b><d/></a>")
    assert [node.name for node in walk([root, root])] == ["a", "b", "c", "d"] * 2


def test_the_note_of_an_entry_of_opml_is_text_of_it() -> None:
    entry = of_xml('<outline text="夜校开学" _note="学员三百人。"><outline text="地点在祠堂。"/></outline>')
    assert entry.values == {"text": "夜校开学"}
    assert [part.values["text"] for part in entry.parts] == ["学员三百人。", "地点在祠堂。"]
    alone = of_xml('<outline text="夜校开学" _note="学员三百人。"/>')
    assert [part.values["text"] for part in alone.parts] == ["学员三百人。"]
    assert of_xml('<outline text="夜校开学"/>').parts == []
