"""Finding the articles that printings are: of what a reader has made, of links, and of what is typed as a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.newspaper.printing import (
    PrintedArticle,
    Printing,
    after_move,
    chosen,
    descriptions,
    is_described,
    named_printing,
    surely_chosen,
)

if TYPE_CHECKING:
    from reader.library.derived_data import Derived
    from reader.storage.catalogue_reading import CatalogueReading
    from reader.storage.printing_table import PrintingTable
    from reader.storage.user_data import UserData


class Printings:
    """The printings of a library. Every method raises what the catalogue raises, and UserDataError."""

    def __init__(self, derived: Derived, user_data: UserData) -> None:
        self._derived = derived
        self._table = user_data.printings

    def article_of(self, printing: Printing) -> int | None:
        """Return the id of the article of a printing; None if the library has none."""
        (found,) = self.articles_of([printing])
        return found.id if found else None

    def articles_of(self, printings: Sequence[Printing]) -> list[PrintedArticle | None]:
        """Return for each printing its article, None if the library has none."""
        return articles_of(printings, self._derived.catalogue, self._table)

    def named(self, name: str) -> list[PrintedArticle]:
        """Return the articles with a key (`KEY`), or those of them that are described behind it (`KEY@1987-06-12`).

        Where there are none, those whose printings had such a name before.
        """
        key, *words = name.split("@")
        of_key = self._derived.catalogue.forms.printed([key])
        shown = [each for each in of_key if each.key == each.shown_key] or of_key
        if found := [each for each in shown if is_described(each, words)]:
            return found
        former = self._table.renamed_with_key(key)
        now = {new for old, new in former.items() if set(words) <= set(old.split("@")[1:])}
        return list(
            dict.fromkeys(filter(None, self.articles_of(sorted(map(named_printing, now), key=_order))))
        )

    def names(self, articles: Sequence[PrintedArticle]) -> list[str]:
        """Return for each of these articles of one key what to type for it."""
        return descriptions(articles)


def articles_of(
    printings: Sequence[Printing], catalogue: CatalogueReading, table: PrintingTable
) -> list[PrintedArticle | None]:
    """Return for each printing its article in the catalogue, None if it has none.

    Its own file counts most; then what its name was replaced by, and then what is known of it otherwise (`chosen`).
    """
    known = _by_key(catalogue, {each.key for each in printings})
    found = [surely_chosen(each, known[each.key]) for each in printings]
    unsure = [at for at, article in enumerate(found) if article is None]
    if not unsure:
        return found
    renamed = table.renamed({name for at in unsure for name in (printings[at].name, printings[at].key)})
    moved = {
        at: after_move(printings[at], named_printing(now))
        for at in unsure
        if (now := renamed.get(printings[at].name) or renamed.get(printings[at].key))
    }
    known |= _by_key(catalogue, {each.key for each in moved.values()} - known.keys())
    for at in unsure:
        if at in moved:
            found[at] = chosen(moved[at], known[moved[at].key])
        found[at] = found[at] or chosen(printings[at], known[printings[at].key])
    return found


def ids_of_names(names: Iterable[str], catalogue: CatalogueReading) -> dict[str, list[int]]:
    """Return the articles of names of printings; of the key of a text, as earlier versions stored it, all with it."""
    printings = {name: named_printing(name) for name in names}
    known = _by_key(catalogue, {each.key for each in printings.values()})
    found: dict[str, list[int]] = {}
    for name, printing in printings.items():
        if name == printing.key:
            found[name] = [each.id for each in known[printing.key]]
        else:
            article = chosen(printing, known[printing.key])
            found[name] = [article.id] if article else []
    return found


def _by_key(catalogue: CatalogueReading, keys: Collection[str]) -> defaultdict[str, list[PrintedArticle]]:
    found: defaultdict[str, list[PrintedArticle]] = defaultdict(list)
    for each in catalogue.forms.printed(keys) if keys else ():
        found[each.key].append(each)
    return found


def _order(printing: Printing) -> str:
    return printing.name


def labels_of_articles(labels: Mapping[str, str], catalogue: CatalogueReading) -> dict[int, str]:
    """Return the labels of articles, given by the names of their printings; of several for one the last holds."""
    ids = ids_of_names(labels, catalogue)
    found = {article_id: label for name, label in labels.items() for article_id in ids[name]}
    return {article_id: label for article_id, label in found.items() if label}
