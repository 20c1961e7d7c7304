"""Why two parts are one is told in the reader's language."""

from collections.abc import Iterator

import pytest

from reader.i18n import language
from reader.stitching import Reason, Stitch
from reader.stitching.content_words import for_and_against, in_words


@pytest.fixture(params=["zh", "en"])
def speaking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("READER_LANGUAGE", request.param)
    language.cache_clear()
    yield request.param
    language.cache_clear()


def test_every_reason_has_words(speaking: str) -> None:
    told = [in_words(reason) for reason in Reason]
    assert all(told)
    assert len(set(told)) == len(told)
    assert all(text.isascii() for text in told) == (speaking == "en")


def test_what_speaks_for_it_stands_apart_from_what_speaks_against_it(speaking: str) -> None:
    reasons = (Reason.WORD_CUT, Reason.NO_HEADLINE, Reason.BOTH_MARKED)
    speak_for, against = for_and_against(Stitch(1, 2, 0.97, reasons))
    assert speak_for == [in_words(Reason.WORD_CUT), in_words(Reason.BOTH_MARKED)]
    assert against == [in_words(Reason.NO_HEADLINE)]


def test_what_a_reader_has_told_needs_no_other_reason(speaking: str) -> None:
    speak_for, against = for_and_against(Stitch(1, 2, 1.0, (Reason.NO_HEADLINE,), is_by_reader=True))
    assert len(speak_for) == 1
    assert against == []
