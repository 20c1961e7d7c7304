"""A value of every field of the query language, taken out of a document, and which documents have it, told anew."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from reader.language.dates.calendar import lunar_date
from reader.newspaper.holdings import Document, ValueField
from reader.search.query.fields import FIELD_KINDS, VALUE_FIELDS
from reader.search.query.nodes import Among, EveryArticle, InDossier
from reader.search.query.number_fields import LENGTH_FIELD
from reader.search.query.string_nodes import Leaf
from reader.search.query.values import EDITION, MONTH_DAY, PICTURE_FIELD


class Sample(Struct, frozen=True):
    """`value` returns what a document has in a field ("" for nothing); `has` whether another has it, too."""

    value: Callable[[Document], str]
    has: Callable[[str, Document], bool]


def _line(number: int) -> Sample:
    def of(document: Document) -> str:
        return document.text.split("\n")[number]

    return Sample(lambda document: of(document)[:2], lambda value, document: value in of(document))


def _length(document: Document) -> int:
    length = document.value(LENGTH_FIELD.value)
    assert isinstance(length, int)
    return length


def _lunar(document: Document) -> str:
    """The lunar day without its year: 农历正月十三."""
    said = lunar_date(document.date) if document.date else None
    return f"农历{said.partition('年')[2]}" if said else ""


def _day(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


_ONE = {
    "": Sample(lambda document: document.text[-4:-1], lambda value, document: value in document.text),
    "标题": _line(0),
    "栏目": _line(1),
    "记者": _line(2),
    "版": Sample(lambda document: document.page or "", lambda value, document: value == document.page),
    "报": Sample(
        lambda document: document.newspaper[-2:], lambda value, document: value in document.newspaper
    ),
    "版次": Sample(
        lambda document: str(document.value(EDITION) or ""),
        lambda value, document: value == document.value(EDITION),
    ),
    "日期": Sample(
        lambda document: str(document.date or "")[:7],
        lambda value, document: str(document.date or "").startswith(value),
    ),
    "before": Sample(
        lambda document: str(document.date or ""),
        lambda value, document: document.date is not None and document.date < _day(value),
    ),
    "after": Sample(
        lambda document: str(document.date or ""),
        lambda value, document: document.date is not None and document.date >= _day(value),
    ),
}
_LENGTHS = (
    Sample(
        lambda document: f">{_length(document)}", lambda value, document: _length(document) > int(value[1:])
    ),
    Sample(
        lambda document: f"<{_length(document)}", lambda value, document: _length(document) < int(value[1:])
    ),
    Sample(lambda document: f"{_length(document)}", lambda value, document: _length(document) == int(value)),
    Sample(
        lambda document: f"{_length(document) - 9}-{_length(document)}",
        lambda value, document: int(value.split("-")[0]) <= _length(document) <= int(value.split("-")[1]),
    ),
)
_YEARLY = (
    Sample(
        lambda document: str(document.value(MONTH_DAY) or ""),
        lambda value, document: value == document.value(MONTH_DAY),
    ),
    Sample(lambda document: _lunar(document), lambda value, document: value == _lunar(document)),
)


def _of_values(field: ValueField) -> Sample:
    """The name of one of its values, in Chinese."""

    def of(document: Document) -> str:
        value = document.value(field.value)
        return next((option.names[0] for option in field.options if option.value == value), "")

    return Sample(of, lambda value, document: value == of(document))


_CHOSEN = {field.name: _of_values(field) for field in (PICTURE_FIELD, *VALUE_FIELDS)}
_UNKNOWN_DAY = Sample(
    lambda document: "不明", lambda value, document: value == "不明" and document.date is None
)
_UNKNOWN_PAGE = Sample(lambda document: "不明", lambda value, document: value == "不明" and not document.page)
_UNKNOWN_NEWSPAPER = Sample(
    lambda document: "不明", lambda value, document: value == "不明" and not document.newspaper
)
SAMPLES = {name: (sample,) for name, sample in (_ONE | _CHOSEN).items()} | {
    "日期": (_ONE["日期"], _UNKNOWN_DAY),
    "版": (_ONE["版"], _UNKNOWN_PAGE),
    "报": (_ONE["报"], _UNKNOWN_NEWSPAPER),
    "字数": _LENGTHS,
    "专题": (),
    "每年": _YEARLY,
}
"""By the name of the field: a new field has none, and `test_every_field_has_a_sample` fails until it gets one.

Which articles are in a dossier is known to a library alone (`tests/library/test_article_set.py`).
"""

NOT_UNDERSTOOD = {
    "日期": (
        "01/06/2023",
        "2023-02-30",
        "2023-13",
        "abc",
        "32 June 2023",
        "2023-02-30..2023-03-05",
        "..",
        "1/6/87",
    ),
    "before": ("x", "2023-02-30"),
    "after": ("x", "2023-06-31"),
    "字数": ("abc", ">", ">abc", "长"),
    "版": ("1-500",),
    **{field.name: ("几张", "3") for field in (PICTURE_FIELD, *VALUE_FIELDS)},
    "每年": ("六月廿一日", "13-01", "02-30", "1987-06-12", "秋天", "6", "农历十三月", "初五"),
}
"""Values that a field does not understand, by its name: of every field that has such values."""
PASSED_OVER = (
    "渡口)",
    "(渡口",
    "渡口 (",
    '"渡口',
    "“渡口",
    "渡口 AND",
    "OR 渡口",
    "渡口 -",
    "渡口 |",
    "日期:",
    "渡口 版:",
)
"""Queries with a part that is not understood, other than a value."""


def not_understood() -> Iterator[tuple[str, str]]:
    """Yield queries with the part in them that is not understood."""
    for field in FIELD_KINDS:
        for name in (field.name, field.english):
            for value in NOT_UNDERSTOOD.get(field.name, ()):
                yield f"{name}:{value} 渡口", f"{name}:{value}"


def written(documents: Sequence[Document]) -> Iterator[tuple[str, set[int]]]:
    """Yield a query of every field for a value of some document, and the ids of those that have it."""
    for field in FIELD_KINDS:
        for sample in SAMPLES.get(field.name, ()):
            values = sorted(filter(None, map(sample.value, documents))) or ["纸船"]
            value = values[len(values) // 2]
            having = {document.id for document in documents if sample.has(value, document)}
            yield f'{field.name or "text"}:"{value}"', having


def kinds_of_leaves(of: type[Leaf] = Leaf) -> set[type[Leaf]]:
    """Return every kind of leaf that a person can write."""
    deeper = {kind for each in of.__subclasses__() for kind in kinds_of_leaves(each)}
    is_written = of.__module__.startswith("reader.search.query.") and not of.__abstractmethods__
    return deeper | {of} if is_written and of not in (Among, EveryArticle, InDossier) else deeper
