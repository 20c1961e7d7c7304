"""The fields of features from outside: each is checked to be one, and tells only what it can hold."""

from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from reader.i18n import say
from reader.newspaper.article import Article
from reader.newspaper.holdings import NumberField, Value, ValueField
from reader.plugs import Plug, WrongPlug, WrongValue, give_up


def field_from_outside(plug: Plug, field: object) -> object:
    """Return the field that a plug from outside has loaded, checked; the plug is given up if it is no field."""
    if isinstance(field, NumberField | ValueField):
        return checked(field, plug.name)
    give_up(plug.name, WrongPlug(plug.name))
    return None


_LONGEST_QUOTED = 40
"""So many characters are quoted of a wrong value."""

F = TypeVar("F", bound=NumberField | ValueField)


def checked(field: F, feature: str) -> F:
    """Return the field, which raises WrongValue where it tells what it can't hold: a query would find nothing."""
    value = replace(field.value, of=partial(_value_of, field, feature))
    return replace(field, value=value)


def _value_of(field: NumberField | ValueField, feature: str, article: Article) -> Value:
    value: object = field.value.of(article)
    if value is None or (isinstance(value, str | int) and _holds(field, value)):
        return value
    quoted = repr(value)[:_LONGEST_QUOTED]
    if isinstance(field, NumberField):
        words = say("{field}应是不小于 0 的整数，它说是 {value}", field=field.label(), value=quoted)
    else:
        words = say("{field}没有 {value} 这个值", field=field.label(), value=quoted)
    raise WrongValue(feature, words)


def _holds(field: NumberField | ValueField, value: str | int) -> bool:
    if isinstance(field, NumberField):
        return isinstance(value, int) and value >= 0
    return field.option(value) is not None
