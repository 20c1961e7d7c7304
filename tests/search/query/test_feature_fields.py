"""A field from outside has names of its own, and tells what it can hold; else its feature is given up, and says why."""

import pytest

from reader import plugs
from reader.newspaper.article import Article, ArticleKind
from reader.newspaper.holdings import ArticleValue, NumberField, Option, ValueField
from reader.plugs import Plug, WrongField, WrongPlug, WrongValue
from reader.search.query.feature_fields import TakenNames, checked, field_of
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


def field(
    *,
    name: str = "段数",
    english: str = "paragraphs",
    spellings: tuple[str, ...] = (),
    value: str = "paragraphs",
) -> NumberField:
    return NumberField(name, english, ArticleValue(value), lambda: name, (), spellings=spellings)


TAKEN = TakenNames({"段数", "標題", "title"}, {"length"})
FREE = TakenNames(set(), set())
NO_FIELDS: dict[str, tuple[object, TakenNames, type[Exception]]] = {
    "an article": (ARTICLE, FREE, WrongPlug),
    "a name that is taken": (field(), TAKEN, WrongField),
    "a name that is taken in traditional characters": (field(name="标题"), TAKEN, WrongField),
    "an English name that is taken": (field(name="段", english="Title"), TAKEN, WrongField),
    "a spelling that is taken": (field(name="段", spellings=("title",)), TAKEN, WrongField),
    "a value that is taken": (field(name="段", value="length"), TAKEN, WrongField),
    "no name": (field(name=""), FREE, WrongField),
    "two words": (field(english="number of paragraphs"), FREE, WrongField),
    "a sign": (field(spellings=("段(数",)), FREE, WrongField),
    "a number for a name": (field(name=3), FREE, TypeError),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", NO_FIELDS)
def test_what_can_be_no_field_is_given_up(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    loaded, taken, error = NO_FIELDS[case]
    failures: dict[str, Exception] = {}
    monkeypatch.setattr(plugs, "_failures", failures)
    monkeypatch.setitem(globals(), "LOADED", loaded)
    assert field_of(Plug("faulty", field=f"{__name__}:LOADED"), taken) is None
    assert type(failures["faulty"]) is error


LOADED: object = None


def test_names_that_are_taken_are_told_each_once() -> None:
    shared = TAKEN.shared_with(field(spellings=("TITLE", "节数"), value="length"))
    assert shared == ["段数", "TITLE", "length"]
    assert FREE.shared_with(field()) == []
