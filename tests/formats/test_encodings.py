"""An encoding that the bytes do not show is a guess, and is told as one, with the other one that the text may be in."""

import pytest

from reader import formats, parsing
from reader.formats.decoding import decoded
from reader.newspaper.facts import Outcome, encoding_in_words, facts_from_json, facts_to_json
from reader.newspaper.json_format import part_to_json

CLEAR = "水渠修成\n城东水渠昨日通水，附近三千亩田地今年可以灌溉，乡里人都说这是好事。\n"
UNCLEAR = "璎珞蹁跹\n砗磲玳瑁琥珀玛瑙\n鳜鲢鳙鲫鲈鲟\n"
JAPANESE = (
    "用水路が完成した\n町の東の用水路にきのう水が通り、まわりの田んぼがことしから使えるようになった。\n"
)


@pytest.mark.parametrize(
    ("text", "encoding", "outcome"),
    [
        (CLEAR, "utf-8", Outcome.PRINTED),
        (CLEAR, "utf-8-sig", Outcome.PRINTED),
        (CLEAR, "utf-16", Outcome.PRINTED),
        (CLEAR, "utf-16-be", Outcome.INFERRED),
        (CLEAR, "gb18030", Outcome.INFERRED),
        (JAPANESE, "cp932", Outcome.INFERRED),
        (UNCLEAR, "gb18030", Outcome.CONTRADICTED),
        ("A plain text.\n", "ascii", Outcome.PRINTED),
    ],
)
def test_only_an_encoding_that_the_bytes_show_is_sure(text: str, encoding: str, outcome: Outcome) -> None:
    found = decoded(text.encode(encoding))
    assert found is not None
    assert found.fact.outcome is outcome
    assert found.fact.value == found.encoding


def test_a_guess_is_stored_with_the_file_and_told_with_the_other_encoding() -> None:
    source = formats.decode(UNCLEAR.encode("gb18030"), "雁桥日报/19870612.txt")
    part = parsing.parse(source)
    stored = facts_from_json(facts_to_json(part.masthead.facts))
    assert encoding_in_words(part.encoding, stored) == "gb18030（编码为推测，也可能是 big5）"
    told = part_to_json(part)["source"]["facts"]["encoding"]
    assert (told["rule"], told["outcome"]) == ("guessed encoding", "contradicted")


def test_an_encoding_that_is_sure_needs_no_word() -> None:
    part = parsing.parse(formats.decode(CLEAR.encode(), "雁桥日报/19870612.txt"))
    assert encoding_in_words(part.encoding, part.masthead.facts) == "utf-8"
    assert "encoding" not in facts_to_json(part.masthead.facts)
    assert "facts" not in part_to_json(part)["source"]
