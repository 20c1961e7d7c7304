"""The actions of the window: each key has one meaning."""

from collections import Counter

import pytest

from reader.ui.window import voices
from reader.ui.window.actions import specs


def test_no_key_has_two_meanings_also_where_a_voice_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "can_be_asked", lambda: True)
    keys = Counter(key for spec in specs() for key in spec.keys)
    assert [key for key, number in keys.items() if number > 1] == []
