"""EUC-TW and ISO 2022-CN are read: characters of CNS 11643 by their places in Big5."""

import pytest

from reader.formats import cns_11643
from reader.formats.decoding import decoded
from reader.newspaper.article import DAMAGE


@pytest.mark.parametrize(
    ("code", "sign"), [("4421", "一"), ("4429", "人"), ("2121", "\u3000"), ("2122", "，")]
)
def test_a_code_of_the_first_plane_is_its_character(code: str, sign: str) -> None:
    pair = bytes(byte | 0x80 for byte in bytes.fromhex(code))
    assert cns_11643.euc_tw(pair) == sign


def test_a_code_of_the_second_plane_has_its_plane_before_it() -> None:
    assert cns_11643.euc_tw(b"\x8e\xa2\xa1\xa1") == "乂"


@pytest.mark.parametrize("data", [b"\xa1", b"\x8e\xa5\xa1\xa1", b"\xfe\xfe"])
def test_what_is_no_character_is_damage(data: bytes) -> None:
    assert set(cns_11643.euc_tw(data)) == {DAMAGE}


def _encoded(text: str) -> bytes:
    """A text in EUC-TW, by the first plane alone."""
    pairs: dict[str, bytes] = {}
    for lead in range(0xA1, 0xFF):
        for trail in range(0xA1, 0xFF):
            pairs.setdefault(cns_11643.euc_tw(bytes((lead, trail))), bytes((lead, trail)))
    return b"".join(pairs[sign] if sign >= "\x80" else sign.encode() for sign in text)


TEXT = "昨日清早，渡口的舊木船全部上岸，改建成一座石拱橋。\n孩子上學再也不必等船，學員白天收麥，晚上識字。\n"


def test_a_text_in_euc_tw_is_read_as_a_guess() -> None:
    found = decoded(_encoded(TEXT))
    assert found is not None
    assert (found.encoding, found.text, found.is_guess) == ("euc-tw", TEXT, True)


def test_iso_2022_cn_is_read_with_both_of_its_character_sets() -> None:
    def shifted(sign: bytes, text: bytes) -> bytes:
        return b"\x1b$)" + sign + b"\x0e" + bytes(byte & 0x7F for byte in text) + b"\x0f"

    second = b"\x1b$*H\x0e\x1bN\x21\x21\x0f"
    data = shifted(b"A", "渡口的灯".encode("gb2312")) + b" 1987\n" + shifted(b"G", _encoded("橋")) + second
    found = decoded(data)
    assert found is not None
    assert (found.encoding, found.text) == ("iso2022_cn", "渡口的灯 1987\n橋乂")
