"""Decisions as JSON: read again as they were written, by earlier versions too; what nobody wrote so is refused."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given

from reader.newspaper.decision import (
    Decision,
    DossierArticle,
    StruckOutName,
    decision_from_json,
    decision_to_json,
)
from tests.decisions import DECISIONS
from tests.invented_article import ARTICLE


@given(DECISIONS)
def test_what_is_written_is_read_again_and_cannot_be_changed(decision: Decision) -> None:
    """Of what can be changed there is no hash."""
    assert {decision_from_json(msgspec.json.encode(decision_to_json(decision)))} == {decision}


@pytest.mark.parametrize(
    "changed",
    [
        {"path": "../../etc/passwd"},
        {"path": "/etc/passwd"},
        {"month_day": "02-30"},
        {"number": -1},
        {"place": ""},
        {"place": "k0"},
        {"place": "K;"},
        {"place": "k" * 61},
        {"key": ""},
        {"passage": {"exact": " ", "before": "", "after": "", "color": "yellow"}},
        {"article": {"key": "a", "kind": "article"}},
        {"article": {"key": "a", "kind": "article", "headline": "题", "source_lines": [[0, 2**40]]}},
        {"more": 1},
    ],
    ids=str,
)
def test_an_article_of_a_dossier_that_somebody_made_up_is_refused(changed: dict[str, object]) -> None:
    content = DossierArticle("d", "k", "a", "雁桥日报", None, None, None, None, "a.txt", ARTICLE)
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    written = decision_to_json(Decision("3f1c9a52-0000-4000-8000-000000000000", content, at, at))
    assert decision_from_json(msgspec.json.encode(written)).content == content
    written["content"] |= changed
    with pytest.raises(ValueError, match=r"."):
        decision_from_json(msgspec.json.encode(written))


@given(DECISIONS)
def test_a_field_more_or_less_is_refused(decision: Decision) -> None:
    """But for a clock that earlier versions had not."""
    written: dict[str, Any] = decision_to_json(decision)
    for name in written.keys() - {"tick"}:
        with pytest.raises(ValueError, match=name):
            decision_from_json(msgspec.json.encode({key: written[key] for key in written if key != name}))
    for changed in (written | {"more": 1}, written | {"content": written["content"] | {"more": 1}}):
        with pytest.raises(ValueError, match="more"):
            decision_from_json(msgspec.json.encode(changed))
    for time in ("created", "modified"):
        with pytest.raises(ValueError, match=r"timezone|RFC3339"):
            decision_from_json(msgspec.json.encode(written | {time: "2026-01-01T00:00:00"}))
    with pytest.raises(ValueError, match="uuid"):
        decision_from_json(msgspec.json.encode(written | {"uuid": "{" + decision.uuid + "}"}))


def test_an_earlier_version_reads_what_it_could_have_written() -> None:
    """It refuses fields that it does not know."""
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    decision = Decision("3f1c9a52-0000-4000-8000-000000000000", StruckOutName("渡口"), at, at)
    assert decision_to_json(decision)["content"] == {"kind": "struck-out name", "name": "渡口"}
    assert msgspec.structs.replace(decision, tick=7) == decision_from_json(
        msgspec.json.encode(decision_to_json(decision) | {"tick": 7})
    )
