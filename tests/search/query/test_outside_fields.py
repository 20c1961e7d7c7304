"""A field from outside tells what it can hold, or says that it does not; never is nothing found for it in silence."""

import pytest

from reader import plugs
from reader.newspaper.article import Article, ArticleKind
from reader.newspaper.holdings import ArticleValue, NumberField, Option, ValueField
from reader.plugs import Plug, WrongPlug, WrongValue
from reader.search.query.outside_fields import checked
from reader.search.query.values import field_of
from reader.storage.outside_features import feature_at_fault

ARTICLE = Article("渡口", ArticleKind.ARTICLE)


def number(value: object) -> NumberField:
    told = ArticleValue("paragraphs", lambda _: value)  # type: ignore[arg-type,return-value]
    return checked(NumberField("段数", "paragraphs", told, lambda: "段数", ()), "paragraphs")


def choice(value: object) -> ValueField:
    told = ArticleValue("tone", lambda _: value)  # type: ignore[arg-type,return-value]
    options = (Option("warm", ("暖", "warm")), Option("cold", ("冷", "cold")))
    return checked(ValueField("语气", "tone", told, options, lambda: "语气", ()), "tones")


@pytest.mark.parametrize("field", [number(0), number(12), number(None), choice("warm"), choice(None)])
def test_what_a_field_can_hold_is_told(field: NumberField | ValueField) -> None:
    assert field.value.of(ARTICLE) in (0, 12, None, "warm")


@pytest.mark.parametrize("field", [number(value) for value in ("12", 1.5, -1, [3], b"12", "")])
def test_what_is_no_number_is_an_error_of_its_feature(field: NumberField) -> None:
    with pytest.raises(WrongValue, match="段数应是不小于 0 的整数") as raised:
        field.value.of(ARTICLE)
    assert feature_at_fault(raised.value) == "paragraphs"


@pytest.mark.parametrize("field", [choice(value) for value in ("WARM", "暖", 1, ["warm"], "")])
def test_what_is_no_option_is_an_error_of_its_feature(field: ValueField) -> None:
    with pytest.raises(WrongValue, match="语气没有"):
        field.value.of(ARTICLE)


def test_what_is_no_field_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    failures: dict[str, Exception] = {}
    monkeypatch.setattr(plugs, "_failures", failures)
    assert field_of(Plug("faulty", field=f"{__name__}:ARTICLE")) is None
    assert isinstance(failures["faulty"], WrongPlug)
