"""A text that was encoded twice is read as what it was at first, as a guess; no other text is changed."""

import random
from pathlib import Path

import pytest

from reader.formats.decoding import decoded, decoded_as, guess_words
from reader.formats.encoded_twice import CODECS
from reader.library.doubt_offers import offers_of
from reader.library.doubts import DoubtKind
from reader.library.file_doubts import of_files
from reader.library.library import Library
from reader.newspaper.facts import Outcome
from tests.formats.test_encodings import CLEAR, OF_LANGUAGES

FIRST_CODECS = {
    "Chinese": ("utf-8", "gb18030"),
    "traditional Chinese": ("utf-8", "gb18030", "big5hkscs"),
    "Japanese": ("utf-8", "cp932", "euc_jp"),
    "Japanese in katakana": ("utf-8", "cp932", "euc_jp"),
    "Korean": ("utf-8", "cp949"),
}
PAIRS = [
    (language, codec, taken_for)
    for language, codecs in FIRST_CODECS.items()
    for codec in codecs
    for taken_for in ("latin-1", "cp1252")
]


def encoded_twice(text: str, codec: str, taken_for: str) -> bytes:
    """Return a text in an encoding, whose bytes were then taken for another; those it has not are Latin-1's."""
    signs = []
    for byte in text.encode(codec, "ignore"):
        sign = bytes((byte,)).decode(taken_for, "ignore")
        signs.append(sign or chr(byte))
    return "".join(signs).encode()


@pytest.mark.parametrize(("language", "codec", "taken_for"), PAIRS)
@pytest.mark.parametrize("length", [24, 1000])
def test_law_what_was_encoded_twice_is_read_as_it_was(
    language: str, codec: str, taken_for: str, length: int
) -> None:
    text = OF_LANGUAGES[language]
    chance = random.Random(length)
    for _ in range(3):
        begin = chance.randrange(max(1, len(text) - length))
        part = "\n" + text[begin : begin + length] + "\n"
        found = decoded(encoded_twice(part, codec, taken_for))
        assert found is not None
        assert found.text == part.encode(codec, "ignore").decode(codec)
        assert found.fact.outcome is Outcome.INFERRED


@pytest.mark.parametrize("taken_for", ["latin-1", "cp1252"])
@pytest.mark.parametrize(("times", "name"), [(2, "utf-8-thrice"), (3, "utf-8-four-times")])
def test_what_was_encoded_again_and_again_is_read_as_it_was(times: int, name: str, taken_for: str) -> None:
    text = CLEAR
    for _ in range(times):
        text = encoded_twice(text, "utf-8", taken_for).decode()
    found = decoded(text.encode())
    assert found is not None
    assert (found.encoding, found.text) == (name, CLEAR)
    assert found.fact.outcome is Outcome.INFERRED


WESTERN = (
    *(OF_LANGUAGES[language] for language in ("French", "Russian", "Greek", "Chinese", "Korean")),
    "Où l’on traversait « É » — à pied : le préfet l’a déclaré… « Ça ira ! »\n«À ÉPINAL»",
    "Größe ÄÖÜß über Straße »Öl« ÄÖÜSS; die Fähre – „übermüdet“ – fährt häufiger.",
    "Hôm qua, chiếc cầu phao cũ ở bến đò đã được tháo dỡ; dân làng hai bên bờ đến tiễn đưa.",
    "A ponte não está lá; são três irmãos à espera de órgãos públicos. ¡Qué pasó? ¿Así, sí?",
    "Příliš žluťoučký kůň úpěl ďábelské ódy; zażółć gęślą jaźń.",
    "Prix .......... 12½ ········ 13¾ ········ 14¼ «···»\n§§§§ £££ ±±±±",
    "—————— “——” ’‘ “…” …… ———— ‘’‘’",
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß",
    f"{CLEAR}——“……”——Café “À É”\n",
)


@pytest.mark.parametrize("text", WESTERN)
def test_no_other_text_is_changed(text: str) -> None:
    longer = f"{text}\n" * 5
    found = decoded(longer.encode())
    assert found is not None
    assert (found.encoding, found.text) == ("utf-8", longer)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_lines_that_were_encoded_once_stay_as_they_are(codec: str) -> None:
    """As where files were joined."""
    once = "石坪镇夜校开课，Café Müller。\nPlain words, à la carte.\n"
    found = decoded(once.encode() + encoded_twice(CLEAR, codec, "cp1252") + once.encode())
    assert found is not None
    assert found.text == once + CLEAR + once


def test_a_lost_byte_is_one_damaged_character() -> None:
    data = encoded_twice(CLEAR * 2, "utf-8", "cp1252").decode().replace("\x81", "\ufffd").encode()
    found = decoded(data)
    assert found is not None
    assert found.encoding == "utf-8-twice"
    assert "附近三千亩田地今年可以" in found.text


@pytest.mark.parametrize("name", CODECS)
def test_each_of_these_encodings_can_be_named_and_written(name: str) -> None:
    text = "水道完成，今年可以使用。\nCafé\n"
    told = decoded_as(text.encode(name), name)
    assert told is not None
    assert told.text == text
    assert told.is_corrected


def test_it_is_said_in_a_sentence() -> None:
    found = decoded(encoded_twice(CLEAR, "utf-8", "latin-1"))
    assert found is not None
    assert (
        guess_words("名单.txt", found)
        == "名单.txt 像是编码了不止一次（utf-8-twice），按原来的字读的。不对，请说明它就是 utf-8。"
    )


def test_a_person_says_that_it_was_encoded_once_and_takes_it_back(tmp_path: Path) -> None:
    root = tmp_path / "库"
    root.mkdir()
    data = encoded_twice(CLEAR, "utf-8", "cp1252")
    file = root / "19870612.txt"
    file.write_bytes(data)
    library = Library.open(root)
    library.sync()
    try:
        doubts = of_files(library.derived.catalogue, with_apart=True)
        (doubt,) = [doubt for doubt in doubts if doubt.kind is DoubtKind.GUESSED_ENCODING]
        offers = offers_of(library, doubt)
        assert [offer.words for offer in offers] == ["就是 utf-8-twice", "读作 utf-8"]
        assert library.searcher.search('"附近三千亩田地"').total == 1
        ((path, claims),) = offers[1].statements
        done = library.corrections.correct_issue([path], claims)
        assert library.searcher.search('"附近三千亩田地"').total == 0
        library.corrections.undo_step(done.corrections[0].uuid)
        assert library.searcher.search('"附近三千亩田地"').total == 1
        assert file.read_bytes() == data
    finally:
        library.close()


JOINED = f"\ufeff{CLEAR}\ufeff{CLEAR}"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_in_the_middle_is_no_text(codec: str) -> None:
    found = decoded(JOINED.encode(codec))
    assert found is not None
    assert found.text == CLEAR * 2


def test_nor_is_one_at_the_head_of_lines_in_another_encoding() -> None:
    found = decoded(b"\xef\xbb\xbf" + CLEAR.encode("gb18030") + b"\xef\xbb\xbf" + CLEAR.encode("gb18030"))
    assert found is not None
    assert found.text == CLEAR * 2


@pytest.mark.parametrize("taken_for", ["latin-1", "cp1252"])
@pytest.mark.parametrize("others", [("gb18030",), ("utf-8", "gb18030")])
def test_lines_that_were_encoded_twice_stand_among_lines_in_other_encodings(
    others: tuple[str, ...], taken_for: str
) -> None:
    lines = [
        "渡口加开一班船",
        "逢集之日，渡口加开两班船。早班天明即开，挑担者请走左边石阶。",
        "石桥修好了",
    ] * 3
    written = []
    for at, line in enumerate(lines):
        way = at % (len(others) + 1)
        if way < len(others):
            written.append(line.encode(others[way]))
        else:
            written.append(encoded_twice(line, "utf-8", taken_for))
    found = decoded(b"\n".join(written))
    assert found is not None
    assert found.text.split("\n") == lines
    assert found.fact.outcome is Outcome.INFERRED
