"""Without the feature, a page is not cut into articles, and every word of it is read all the same."""

import pytest

from reader import parsing, plugs
from tests.features.page_cutting.test_page_cut import BANDS, read, signs, words
from tests.parsing.laws import broken_laws
from tools.typesetter.page_files import FAULTLESS, FORMATS, read_page
from tools.typesetter.page_setting import set_page


@pytest.mark.parametrize("form", FORMATS)
def test_every_word_is_read(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(plugs, "FEATURES", tuple(name for name in plugs.FEATURES if name != "page_cutting"))
    page = read_page(set_page(BANDS, 3), FAULTLESS, 3)
    source = read(page, form)
    assert signs(source) == words(page)
    assert broken_laws(source, parsing.parse(source)) == []
