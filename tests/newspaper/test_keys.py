"""The key of an article is told by the beginning of its text, and by how many in its file begin so before it."""

from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import KEY_CHARACTERS, MOST_ALIKE, key_of_lost, keys_alike, keys_of, opening_of

BODIES = st.lists(
    st.sampled_from("江湾渡口") | st.text(min_size=KEY_CHARACTERS - 1, max_size=KEY_CHARACTERS + 2)
)


@given(BODIES)
def test_articles_that_begin_alike_are_numbered_in_their_order(bodies: list[str]) -> None:
    keys = keys_of(bodies)
    assert len(set(keys)) == len(bodies)
    for at, (body, key) in enumerate(zip(bodies, keys, strict=True)):
        before = [each for each in bodies[:at] if each[:KEY_CHARACTERS] == body[:KEY_CHARACTERS]]
        (alone,) = keys_of([body])
        assert key == (f"{alone}-{len(before) + 1}" if before else alone)
        assert opening_of(key) == alone


@given(st.integers(1, MOST_ALIKE), st.integers(1, MOST_ALIKE))
def test_each_of_those_that_begin_alike_tells_of_all_others(one: int, other: int) -> None:
    keys = keys_of(["江湾渡口"] * MOST_ALIKE)
    assert keys[other - 1] in keys_alike(keys[one - 1])
    assert keys_alike(keys[one - 1])[0] == keys[one - 1]
    lost = key_of_lost(keys[one - 1])
    assert keys_alike(lost) == [lost]
    assert lost not in keys


def test_a_key_that_was_given_once_is_given_for_ever() -> None:
    """What a reader has made hangs on it."""
    body = "".join(chr(0x4E00 + at) for at in range(KEY_CHARACTERS))
    assert keys_of(["江湾渡口", body, body + "渡", body[:-1]]) == [
        "fpm55ow3wuf7o22t",
        "xmyooyaq5kdbesnu",
        "xmyooyaq5kdbesnu-2",
        "ieq5xpucawjujk35",
    ]
