"""What is packed comes back as it was, or damage is told."""

import base64
import random
from collections.abc import Callable, Iterator

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.language.forms import form_as_now
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.search.terms import search_text
from reader.storage.packing import (
    BY_ITSELF,
    UNPACKED,
    PackDamaged,
    Packer,
    Unpacker,
    _as_frame,
    packed_record,
    trained,
)
from tests import rotation
from tests.corpus import a_paragraph
from tests.invented_article import ARTICLE

TEXTS = [a_paragraph(random.Random(n), 400) for n in range(400)]


def dictionary() -> zstandard.ZstdCompressionDict:
    known = trained(TEXTS)
    assert known is not None
    return known


LEARNED = dictionary()

words = st.text(st.characters(codec=None), max_size=40) | st.text(
    "雁桥日报，,“”\"'（(：:１1\n\ud800", max_size=40
)
maybe = st.none() | words
lines = st.lists(st.tuples(st.integers(1, 999), st.integers(1, 999)), max_size=3).map(tuple)
blocks = st.builds(Block, st.sampled_from(BlockKind), words, lines)
credits = st.builds(Credit, st.sampled_from(Role), st.lists(words, max_size=2).map(tuple), words)
articles = st.builds(
    Article,
    words,
    st.sampled_from(ArticleKind),
    *[maybe] * 4,
    st.lists(words, max_size=2).map(tuple),
    st.lists(credits, max_size=2).map(tuple),
    maybe,
    maybe,
    st.lists(blocks, max_size=3).map(tuple),
    lines,
)


@pytest.mark.slow
@pytest.mark.parametrize("learned", [None, LEARNED])
@pytest.mark.parametrize("text", rotation.in_turn(["渡口\ud800𠮷", "the ferry ", "渡"]))
def test_a_very_large_article_comes_back(text: str, learned: zstandard.ZstdCompressionDict | None) -> None:
    large = replace(ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, text * 500_001, ((1, 1),)),))
    searched = search_text(large)
    packer, unpacker = Packer(learned), Unpacker(lambda _: LEARNED)
    packed, record = packer.text(searched), packed_record(large, searched)
    small = packer.text(TEXTS[0])
    for _ in range(2):  # the second time it is at hand
        assert unpacker.text(packer.dictionary, packed) == searched
        assert unpacker.text(packer.dictionary, small) == TEXTS[0]
    assert unpacker.article(large.key, packer.dictionary, packed, record) == large


@pytest.mark.parametrize("size", [20_000, 32_000, 33_000, 66_000, 140_000])
def test_a_text_longer_than_a_block_comes_back(size: int) -> None:
    long = replace(ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, (TEXTS[1] * 500)[:size], ((1, 1),)),))
    text = search_text(long)
    packer = Packer(None)
    record = packed_record(long, text)
    assert Unpacker(lambda _: LEARNED).article(long.key, BY_ITSELF, packer.text(text), record) == long


@pytest.mark.parametrize("size", [0, 1, (1 << 17) - 1, 1 << 17, (1 << 17) + 1, 3 << 17])
def test_a_frame_that_is_not_compressed_is_read_as_any_other(size: int) -> None:
    data = random.Random(size).randbytes(size)
    assert zstandard.ZstdDecompressor().decompress(_as_frame(data)) == data


def test_a_large_record_of_an_earlier_version_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    large = replace(ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, TEXTS[0] * 20, ((1, 1),)),))
    searched = search_text(large)
    packer = Packer(None)
    packed, record = packer.text(searched), packed_record(large, searched)  # with its text for a prefix
    monkeypatch.setattr("reader.storage.packing._LARGE", 1000)
    assert Unpacker(lambda _: LEARNED).article(large.key, BY_ITSELF, packed, record) == large


@given(articles, words, st.sampled_from([None, LEARNED]))
def test_any_article_comes_back(
    article: Article, text: str, learned: zstandard.ZstdCompressionDict | None
) -> None:
    packer, unpacker = Packer(learned), Unpacker(lambda _: LEARNED)
    packed, record = packer.text(text), packed_record(article, text)
    assert unpacker.text(packer.dictionary, packed) == text
    assert unpacker.article(article.key, packer.dictionary, packed, record) == article


def test_with_a_dictionary_text_and_record_take_less_than_half_of_the_text() -> None:
    packer = Packer(LEARNED)
    body = tuple(Block(BlockKind.PARAGRAPH, text, ((n, n),)) for n, text in enumerate(TEXTS[:5]))
    article = replace(ARTICLE, blocks=body)
    text = search_text(article)
    assert len(packer.text(text)) + len(packed_record(article, text)) < len(text.encode()) / 2


def test_too_little_text_teaches_nothing() -> None:
    assert trained(TEXTS[:20]) is None
    assert trained([]) is None


def test_what_earlier_versions_left_unpacked_is_read() -> None:
    record = zstandard.compress(
        '{"key":"k","kind":"article","page":null,"section":null,"kicker":null,"headline":"雁桥","decks":[],"credits":[],'
        '"jump_from":null,"jump_to":null,"blocks":[],"source_lines":[[1,2]]}'.encode()
    )
    unpacker = Unpacker(lambda _: LEARNED)
    assert unpacker.text(UNPACKED, "雁桥\n\n".encode()) == "雁桥\n\n"
    assert unpacker.article("k", UNPACKED, b"", record).headline == "雁桥"


def test_records_that_are_stored_stay_readable() -> None:
    article = replace(ARTICLE, blocks=ARTICLE.blocks[:3])
    text, record = (base64.b64decode(packed) for packed in (STORED_TEXT, STORED_RECORD))
    unpacker = Unpacker(lambda _: LEARNED)
    assert form_as_now(unpacker.text(BY_ITSELF, text)) == search_text(article)
    assert unpacker.article(article.key, BY_ITSELF, text, record) == article


@pytest.mark.parametrize("learned", [None, LEARNED])
def test_every_flipped_bit_and_every_cut_is_told(learned: zstandard.ZstdCompressionDict | None) -> None:
    packer, unpacker = Packer(learned), Unpacker(lambda _: LEARNED)
    text = search_text(ARTICLE)
    packed, record = packer.text(text), packed_record(ARTICLE, text)
    for damaged in damages(packed):
        assert told(lambda d=damaged: unpacker.text(packer.dictionary, d), text)  # type: ignore[misc]
    for damaged in damages(record):
        assert told(
            lambda d=damaged: unpacker.article(ARTICLE.key, packer.dictionary, packed, d),  # type: ignore[misc]
            ARTICLE,
        )


def test_another_dictionary_is_told() -> None:
    other = trained([text[::-1] for text in TEXTS])
    assert other is not None
    packer = Packer(LEARNED)
    with pytest.raises(PackDamaged):
        Unpacker(lambda _: other).text(packer.dictionary, packer.text(TEXTS[0]))


def damages(packed: bytes) -> Iterator[bytes]:
    for bit in range(len(packed) * 8):
        damaged = bytearray(packed)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bytes(damaged)
    yield from (packed[:length] for length in range(len(packed)))


def told(unpacked: Callable[[], object], whole: object) -> bool:
    """Whether the damage is told, or does none."""
    try:
        return unpacked() == whole
    except PackDamaged:
        return True


STORED_TEXT = (
    "KLUv/WRIAb0QAOZeeEvwrjoHwDiN4PDB5PXTTV9t+CNIAGN+nAv3wxX93Vgugm4FuByvAbBXN8xIAvqu5ZAarL1JjIriK9Wv0ZQo"
    "479BVt3Xkb5OSAcRnQJmAGUAZADrCtMmxLmDxejrYc6Eh2wHQkg1tec5SBIVRDKH3Fthv62TbFqhrL52fxmhxurXohLiEeJB8vLu"
    "t/7obv4Bq8C7X1QIi0k/wH/aPWbUl1uMMDB0UBqwWsvmExVHUahmOWp33q1k1hcvbnITT+Di//RFYVQeLMAGhzRca8F/fnfIcXG0"
    "9MqS39EkeWXpQR+uJQZ1LlgYDZfCcRMX1Ri/VxVrqW/rftcH/KIAOPaSPMMRlCsunWxTjtCZGAMNoXf15MKi1cE2UKWgMx9AAuiO"
    "hlv9XDJrirLkpH9BbvCR37OEa4SL/ITesGoYzDJZT0uwnSYKmTOm734/ZE0pGavRBZoajQUQHQ3drd0eYpBMY5clhsJ+SR4NxyK5"
    "yUd+xy4Gx5TExXHmVzVtIFI4qBBFwBUs0jghpeDT36qMDdnOVscJo0Ut4l0t+TBD+OWYspzwm8K5Dci7XM0p8x8XUXCAN7QHb7he"
    "XDTTPuIiTgLzoEpptwrkoouq1O/PHvT7Ty7C4M9eH35zNa+PB5G82MXgy0ASCIBesLA4cxtY1gw9L4zvGGomaFub7YR3E2mHm378"
    "NTC4ajNqJk991KNdMSWRVDFxZxnLZ8nH"
)
STORED_RECORD = (
    "KLUv/WQKBfUEAEQCezIiIgAwIgAiACIAMAAwADBEZCIANAAwMQA4MTUAMgBdAH0ALKBgqxsgwpQxcva1EMHytDW81HZ8VpJEl4IS"
    "uEvU7ejxKxzSbw4vJIo0gys3ksjqBg3c3CBWCTUygPokyW7DQs7qQ8dxKV+Q1pOliA8Q69urCfMAlnUNmGseZhWAdgdtS7yDpoHY"
    "fsVzQSQzQFQaaEELWYQKnFEHsBp9hw=="
)
