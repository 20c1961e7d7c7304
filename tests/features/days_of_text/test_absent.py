"""Without the feature, a text of several days is one issue, and nobody is asked at which lines days begin."""

import pytest

from reader import formats, plugs
from tests.features.days_of_text.test_days_of_text import DIVIDED


@pytest.mark.parametrize("text", DIVIDED.values(), ids=DIVIDED)
def test_a_text_of_several_days_is_read_whole(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    with pytest.raises(formats.SeveralDays) as divided:
        formats.decode(text.encode(), "报.txt")
    assert divided.value.whole is not None
    assert formats.can_be_divided(divided.value.whole)
    monkeypatch.setattr(plugs, "FEATURES", tuple(name for name in plugs.FEATURES if name != "days_of_text"))
    whole = formats.decode(text.encode(), "报.txt")
    assert whole.lines == divided.value.whole.lines
    assert not formats.can_be_divided(whole)
