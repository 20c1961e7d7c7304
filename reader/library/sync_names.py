"""Completing names that were added to the list of names: finding them in earlier articles by the index."""

from reader.search.engine import Engine
from reader.search.needles import needle_of
from reader.search.query import Exact, Query
from reader.storage.catalogue import Catalogue

ARTICLES_A_NAME = 8
"""Reading so many texts takes as long as asking the index for one name."""


class NameCompleter:
    """Completes new names. Requires an index that is up to the catalogue, and no other writer."""

    def __init__(self, catalogue: Catalogue, engine: Engine) -> None:
        self._catalogue = catalogue
        self._engine = engine

    def complete_few(self) -> None:
        """Store the articles with each new name, if the new names are few and every article is counted.

        For many names, reading all texts is faster. Raises what `Catalogue` and `Engine` raise.
        """
        _, _, articles, _, _ = self._catalogue.tree.counts()
        few = articles // ARTICLES_A_NAME
        new = self._catalogue.names.new_names(few + 1)
        if not new or len(new) > few or not self._catalogue.names.are_counted():
            return
        found = {name_id: self._engine.matches(Query(Exact(form, needle_of(form)))) for name_id, form in new}
        with self._catalogue.writing() as writer:
            for name_id, ids in found.items():
                writer.names.complete(name_id, ids.tolist())
