"""Names of persons in credits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.names import is_name, may_begin_with_name, split_names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("周岱青", ["周岱青"]),
        ("周岱青 陆小满", ["周岱青", "陆小满"]),
        ("周岱青、陆小满", ["周岱青", "陆小满"]),
        ("周岱青陆小满", ["周岱青", "陆小满"]),
        ("周岱青陆满", ["周岱青", "陆满"]),
        ("陆满周岱青何平川", ["陆满", "周岱青", "何平川"]),
        ("苏 蕙", ["苏蕙"]),
        ("苏　蕙 周岱青", ["苏蕙", "周岱青"]),
        ("苏 蕙 林 溪", ["苏蕙", "林溪"]),
        ("欧阳修文", ["欧阳修文"]),
        ("欧阳 修", ["欧阳修"]),
        ("古丽·夏提 林溪", ["古丽·夏提", "林溪"]),
        ("老砚", ["老砚"]),
        ("", []),
    ],
)
def test_split(printed: str, names: list[str]) -> None:
    assert list(split_names(printed)) == names


@pytest.mark.parametrize("text", ["周岱青", "苏蕙", "欧阳修文", "古丽·夏提"])
def test_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["蝉声", "读者来信", "渡口的钟点", "", "Smith", "12"])
def test_no_names(text: str) -> None:
    assert not is_name(text)


@given(st.text(st.sampled_from("周岱青苏蕙欧阳修诸葛古丽·夏提渡口的、/ ")))
def test_what_holds_nothing_but_names_may_begin_with_one(text: str) -> None:
    names = split_names(text)
    assert may_begin_with_name(text) or not names or not all(map(is_name, names))


@given(st.text())
def test_splitting_keeps_every_character_but_separators(text: str) -> None:
    kept = "".join(split_names(text))
    assert kept == "".join(c for c in text if not c.isspace() and c not in "、，,;；/／|丨&")
