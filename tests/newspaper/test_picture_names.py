"""Which files are pictures, told by the endings of their names alone."""

import pytest

from reader.newspaper.picture_names import (
    ENDINGS,
    OF_SEVERAL,
    WITH_TEXT,
    is_picture,
    may_be_several,
    may_have_text,
)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_picture_is_told_by_its_ending_in_either_case(ending: str) -> None:
    for name in (f"1987/0612-1{ending}", f"1987/0612-1{ending.upper()}"):
        assert is_picture(name)
        assert may_be_several(name) is (ending in OF_SEVERAL)
        assert may_have_text(name) is (ending in WITH_TEXT)


@pytest.mark.parametrize("name", ["", "jpg", "a.txt", "a.jpg.txt", "a.jpgx", "tif.md"])
def test_all_else_is_none(name: str) -> None:
    assert [is_picture(name), may_be_several(name), may_have_text(name)] == [False, False, False]


def test_what_may_have_a_text_may_have_several_pages_and_is_a_picture() -> None:
    assert set(WITH_TEXT) < set(OF_SEVERAL) < set(ENDINGS)
