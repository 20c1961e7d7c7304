"""Names in pinyin."""

import pytest

from reader.language.names import other_pinyin_of, pinyin_of, typed_pinyin, without_tones


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
