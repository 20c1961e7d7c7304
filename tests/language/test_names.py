"""Names of persons in credits, and in pinyin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.names import (
    is_name,
    may_begin_with_name,
    other_pinyin_of,
    pinyin_of,
    split_names,
    typed_pinyin,
    without_tones,
)


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


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("单守灯", "shàn shǒu dēng"),
        ("仇小帆", "qiú xiǎo fān"),
        ("区渡生", "ōu dù shēng"),
        ("區渡生", "ōu dù shēng"),
        ("曾水芹", "zēng shuǐ qín"),
        ("解望舒", "xiè wàng shū"),
        ("查三江", "zhā sān jiāng"),
        ("朴静山", "piáo jìng shān"),
        ("尉迟守诚", "yù chí shǒu chéng"),
        ("万俟守诚", "mò qí shǒu chéng"),
        ("萬俟守誠", "mò qí shǒu chéng"),
        ("於小荇", "yū xiǎo xìng"),
        ("于小荇", "yú xiǎo xìng"),
        ("薄江帆", "bó jiāng fān"),
        ("陈小A", "chén xiǎo A"),
        ("", ""),
    ],
)
def test_surnames_are_read_as_surnames(name: str, syllables: str) -> None:
    assert " ".join(pinyin_of(name)) == syllables


@pytest.mark.parametrize(
    ("name", "syllables"),
    [("单守灯", "dān shǒu dēng"), ("查三江", "chá sān jiāng"), ("何渡生", "hé dù shēng")],
)
def test_a_surname_is_also_read_as_in_other_words(name: str, syllables: str) -> None:
    assert " ".join(other_pinyin_of(name)) == syllables


def test_what_is_typed_is_pinyin_without_tones() -> None:
    assert without_tones("Lǚ Shàn") == "lu shan"
    assert (typed_pinyin("Chén Ht"), typed_pinyin("lv"), typed_pinyin("陈"), typed_pinyin("a1")) == (
        "chenht",
        "lu",
        None,
        None,
    )
