"""A value of every field of the query language, taken out of a document, and which documents have it, told anew."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reader.search.engine import Document
from reader.search.query.fields import FIELD_KINDS
from reader.search.query.leaf import Leaf
from reader.search.query.nodes import Among


@dataclass(frozen=True)
class Sample:
    """`value` returns what a document has in a field ("" for nothing); `has` whether another has it, too."""

    value: Callable[[Document], str]
    has: Callable[[str, Document], bool]


def _line(number: int) -> Sample:
    def of(document: Document) -> str:
        return document.text.split("\n")[number]

    return Sample(lambda document: of(document)[:2], lambda value, document: value in of(document))


def _day(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


SAMPLES = {
    "": Sample(lambda document: document.text[-4:-1], lambda value, document: value in document.text),
    "标题": _line(0),
    "栏目": _line(1),
    "记者": _line(2),
    "版": Sample(lambda document: document.page or "", lambda value, document: value == document.page),
    "报": Sample(
        lambda document: document.newspaper[-2:], lambda value, document: value in document.newspaper
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
    "字数": Sample(
        lambda document: f">{document.length}",
        lambda value, document: (document.length or 0) > int(value[1:]),
    ),
}
"""By the name of the field: a new field has none, and fails every law until it gets one."""


def written(documents: Sequence[Document]) -> Iterator[tuple[str, set[int]]]:
    """Yield a query of every field for a value of some document, and the ids of those that have it."""
    for field in FIELD_KINDS:
        sample = SAMPLES[field.name]
        values = sorted(filter(None, map(sample.value, documents))) or ["纸船"]
        value = values[len(values) // 2]
        having = {document.id for document in documents if sample.has(value, document)}
        yield f'{field.name or "text"}:"{value}"', having


def kinds_of_leaves(of: type[Leaf] = Leaf) -> set[type[Leaf]]:
    """Return every kind of leaf that a person can write."""
    deeper = {kind for each in of.__subclasses__() for kind in kinds_of_leaves(each)}
    is_written = of.__module__.startswith("reader.search.query.") and not of.__abstractmethods__
    return deeper | {of} if is_written and of is not Among else deeper
