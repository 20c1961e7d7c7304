"""A list of names that is pasted into a field is told from a name that is typed there."""

import pytest

from reader.features.people.pasted_names import is_pasted_list


@pytest.mark.parametrize(
    "text", ["闻小树\n祝水芹", "闻小树、祝水芹", "闻小树\t祝水芹", "Wen Xiaoshu; Zhu Shuiqin"]
)
def test_several_names_at_once_are_a_list(text: str) -> None:
    assert is_pasted_list("", text)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("", "闻小树"),
        ("闻小树、祝", "闻小树、祝水"),
        ("", "闻小树、"),
        ("", "Wen Xiaoshu"),
        ("闻小树、", "闻小树、祝水芹"),
    ],
)
def test_a_name_and_what_is_typed_is_none(before: str, text: str) -> None:
    assert not is_pasted_list(before, text)
