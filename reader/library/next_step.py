"""What a reader may do next where a query finds nothing."""

from collections.abc import Iterator

from whoosh.query import Query as Node

from reader.i18n import say
from reader.search.query import Newspaper, Period, Query
from reader.storage.catalogue_reading import CatalogueReading

_MOST_NAMED = 5


def next_step(query: Query, catalogue: CatalogueReading, *, is_whole: bool = True) -> str:
    """Return a sentence with the next step: what the library has of the newspapers or dates asked for, or advice.

    While the library is read in (not `is_whole`), what it has is not known yet.
    """
    if query.root is None:
        return say("没有要找的字：改一改没有看懂的，或写下要找的词。")
    steps = _steps(query.root, catalogue) if is_whole else iter(())
    return next(steps, say("试试少写几个词、放宽日期，或换一种写法。"))


def _steps(root: Node, catalogue: CatalogueReading) -> Iterator[str]:
    titles = [each.title for each in catalogue.tree.newspapers() if each.title]
    for leaf in root.leaves():
        if isinstance(leaf, Newspaper) and titles and not leaf.column(titles).values:
            more = "…" if len(titles) > _MOST_NAMED else ""
            yield say("库里的报纸是：{names}", names=say("、").join(titles[:_MOST_NAMED]) + more)
    years = sorted({year.number for title in titles for year in catalogue.tree.years(title)})
    for leaf in root.leaves():
        if isinstance(leaf, Period) and years and _is_outside(leaf, years[0], years[-1]):
            yield say("库里的报纸从 {first} 年到 {last} 年：改一改日期。", first=years[0], last=years[-1])


def _is_outside(period: Period, first: int, last: int) -> bool:
    is_before = period.last is not None and period.last.year < first
    return is_before or (period.first is not None and period.first.year > last)
