"""The fields that features bring to the query language.

One of another package is checked to be a field whose names are free, and tells of an article only what it can hold.
"""

import re
from collections.abc import Iterable
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from reader.i18n import say
from reader.language.equality import in_traditional
from reader.newspaper.article import Article
from reader.newspaper.holdings import NumberField, Value, ValueField
from reader.plugs import (
    FEATURES,
    Plug,
    WrongField,
    WrongPlug,
    WrongValue,
    all_plugs,
    give_up,
    load,
)

KEYS_OF_ANSWERS = frozenset(["day", "number", "shape"])
"""What `reader search --json` says of a hit or counts under names that no field has in a query: it would say the value
of a field of such a name instead."""


def in_both_scripts(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words, each with its form in traditional characters."""
    forms: dict[str, None] = {}
    for word in words:
        forms[word] = None
        forms[in_traditional(word)] = None
    return tuple(forms)


class TakenNames:
    """The names that fields have, which a field of another package can't have, too.

    `typed` is what is typed before the colon, in lower case, and the keys of answers; `values` are the names of their
    `ArticleValue`s, and the columns of the index.
    """

    def __init__(self, typed: set[str], values: set[str]) -> None:
        self.typed = typed
        self.values = values

    def add(self, field: NumberField | ValueField) -> None:
        for name in _names(field):
            self.typed.update(_forms(name))
        self.values.add(field.value.name)

    def shared_with(self, field: NumberField | ValueField) -> list[str]:
        """Return the names of a field that are taken."""
        shared = [name for name in _names(field) if not self.typed.isdisjoint(_forms(name))]
        if field.value.name in self.values and field.value.name not in shared:
            shared.append(field.value.name)
        return shared


def _names(field: NumberField | ValueField) -> tuple[str, ...]:
    return (field.name, field.english, *field.spellings)


def _forms(name: str) -> list[str]:
    """Return the forms in which a name is looked up: in both scripts, in lower case."""
    return [form.lower() for form in in_both_scripts([name])]


def fields_of_features(taken_names: TakenNames) -> list[NumberField | ValueField]:
    """Return the fields of all features, ours before those of other packages, and add their names to those taken."""
    fields = []
    for plug in all_plugs():
        if not plug.field:
            continue
        field = field_of(plug, taken_names)
        if field is not None:
            taken_names.add(field)
            fields.append(field)
    return fields


def field_of(plug: Plug, taken_names: TakenNames) -> NumberField | ValueField | None:
    """Return the field that a plug names; None if it is of another package and can't be used: that is given up."""
    field: NumberField | ValueField = load(plug.field)
    if plug.name in FEATURES:
        return field
    try:
        _check(plug.name, field, taken_names)
    except Exception as error:
        give_up(plug.name, error)
        return None
    return checked(field, plug.name)


def _check(feature: str, field: object, taken_names: TakenNames) -> None:
    """Raise WrongPlug for what is no field, WrongField, and whatever its wrong parts raise."""
    if not isinstance(field, NumberField | ValueField):
        raise WrongPlug(feature)
    for name in _names(field):
        if not _WORD.fullmatch(name):
            raise WrongField(say("它的搜索字段的名字“{name}”不是一个词", name=name))
    shared = taken_names.shared_with(field)
    if shared:
        raise WrongField(say("它的搜索字段与已有的同名（{names}）", names=say("、").join(shared)))


_WORD = re.compile(r"\w+")
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
