"""The actions of the window: each key has one meaning."""

from collections import Counter

from reader.ui.window.actions import specs


def test_no_key_has_two_meanings() -> None:
    keys = Counter(key for spec in specs() for key in spec.keys)
    assert [key for key, number in keys.items() if number > 1] == []


def test_at_most_ten_actions_have_a_single_letter() -> None:
    letters = [key for spec in specs() for key in spec.keys if len(key) == 1]
    assert len(letters) <= 10, letters
