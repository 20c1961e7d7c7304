"""The form that keys digest never changes: what is stored in it stands in links, packs and notes."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from reader.language.forms import key_form
from reader.newspaper.article import keys_of

EVERY_CHARACTER = "9cc4ed70efde5c1616706a9047ab5b10"
"""Digest of the forms of all characters on 2026-11-26."""


def test_the_form_of_every_character_is_what_it_was() -> None:
    told = hashlib.blake2b(digest_size=16)
    for code in range(0x110000):
        told.update(key_form(f"雁{chr(code)} {chr(code)}a").encode("utf-8", "surrogatepass") + b"\n")
    assert told.hexdigest() == EVERY_CHARACTER


def test_what_the_search_form_takes_as_equal_later_stays_apart() -> None:
    assert key_form("⻓桥——马克．吐温…⋯。") == "⻓桥——马克.吐温...⋯。"
    assert key_form("古丽・夏提 “好” ＡＢ") == '古丽·夏提"好" ab'


def test_keys_stay() -> None:
    bodies = ["江上有雾，渡船停了半日——到午后才开。", "马克·吐温", "⻓桥乡⻩泥塘村", "马克·吐温"]
    assert keys_of(map(key_form, bodies)) == [
        "ldk63it2lulubjm7",
        "t4ous4nihprwhqlh",
        "skbcsuxbkmas2bi4",
        "t4ous4nihprwhqlh-2",
    ]


@given(st.text())
def test_it_is_its_own_form(text: str) -> None:
    assert key_form(key_form(text)) == key_form(text)
