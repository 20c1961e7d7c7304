"""A string that a paragraph's end, or a line's end within a word, divides is found by its forms, and by no others."""

from collections.abc import Sequence

import pytest

from reader.search.answering.divided_forms import Split, Torn, divided_forms
from reader.search.query import Exact, Field, Query, matches, parse_query
from tests.search.library_of_texts import a_document


class Texts:
    """Numbers of articles with these bodies that hold a string, as an index has them."""

    def __init__(self, *bodies: Sequence[str]) -> None:
        self.texts = [a_document(1, body=[*body]).text for body in bodies]

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        return [sum(needle in text for text in self.texts) for needle in needles]

    def count(self, query: Query, at_most: int) -> int:
        return min(at_most, sum(matches(query, a_document(1, body=[text])) for text in self.texts))


def exact(text: str) -> Exact:
    root = parse_query(text).root
    assert isinstance(root, Exact)
    return root


def forms_of(text: str, *bodies: Sequence[str]) -> list[Exact]:
    string = exact(text)
    return [*divided_forms(string, [string], Texts(*bodies)).forms]


def holds(text: str, *paragraphs: str) -> bool:
    document = a_document(1, body=[*paragraphs])
    return any(form.test(document.text) for form in forms_of(text, paragraphs))


@pytest.mark.parametrize(
    ("text", "paragraphs", "is_found"),
    [
        ('"渡口开船"', ("今天渡口", "开船了"), True),
        ('"渡口开船"', ("今天渡", "口开船了"), True),
        ('"渡口开船"', ("今天渡口开船了",), False),
        ('"渡口开船"', ("开船", "渡口"), False),
        ('"渡口"', ("渡", "口"), False),
    ],
    ids=["between words", "within one", "not divided", "the other way round", "too short"],
)
def test_a_string_is_found_over_the_end_of_a_paragraph(
    text: str, paragraphs: tuple[str, ...], is_found: bool
) -> None:
    assert holds(text, *paragraphs) is is_found


def test_a_string_is_found_over_the_end_of_the_headlines() -> None:
    document = a_document(1, headline="渡口的船工把缆绳", body=["绕了三圈。", "早班天明即开。"])
    forms = forms_of('"缆绳绕了"', ["渡口的船工把缆绳", "绕了三圈"])
    assert any(form.test(document.text) for form in forms)
    swapped = a_document(1, headline="绕了三圈", body=["缆绳", "绕好。"])
    assert not any(form.test(swapped.text) for form in forms)


def test_where_one_pair_of_its_characters_stands_nowhere_it_can_only_be_divided_there() -> None:
    (form,) = [form for form in forms_of('"渡口开船"', ["今天渡口", "开船了"]) if isinstance(form, Split)]
    assert form.needle == "渡口\n开船"
    assert forms_of('"渡口开船"', ["渡", "船"]) == []


def test_a_word_of_letters_is_torn_only_in_a_text_in_chinese() -> None:
    torn = [
        form for form in forms_of('"tractor"', ["东方红的 trac tor"], ["tractor"]) if isinstance(form, Torn)
    ]
    assert any(form.test(a_document(1, body=["东方红 trac tor 拖拉机"]).text) for form in torn)
    assert not any(form.test(a_document(1, body=["the trac tor stood"]).text) for form in torn)
    latin = forms_of('"tractor"', ["trac tor"], ["tractor"])
    assert not any(isinstance(form, Torn) for form in latin), "a library without Chinese texts has none"


def test_a_field_or_a_wildcard_has_none() -> None:
    string = exact("标题:渡口开船")
    assert string.where is not Field.ANYWHERE
    assert divided_forms(string, [string], Texts(["渡口开船"])).forms == ()
    assert forms_of('"渡?开船"', ["渡口开船"]) == []
