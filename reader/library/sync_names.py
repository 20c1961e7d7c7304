"""Looking for names that were told only now in the articles from before, by the index."""

from reader.search.engine import Engine
from reader.search.needles import needle_of
from reader.search.query import Exact, Query
from reader.storage.catalogue import Catalogue

FEW = 200
"""Names that are asked of the index one by one; for more of them, reading all texts is faster."""


class NameCompleter:
    """Completes new names. The index holds what the catalogue holds, and nobody else writes."""

    def __init__(self, catalogue: Catalogue, engine: Engine) -> None:
        self._catalogue = catalogue
        self._engine = engine

    def complete_few(self) -> None:
        """Store in which articles the new names stand, if they are few and every article is counted.

        Raises what `Catalogue` and `Engine` raise.
        """
        new = self._catalogue.names.new_names(FEW + 1)
        if not new or len(new) > FEW or not self._catalogue.names.are_counted():
            return
        found = {name_id: self._engine.matches(Query(Exact(form, needle_of(form)))) for name_id, form in new}
        with self._catalogue.writing() as writer:
            for name_id, articles in found.items():
                writer.names.complete(name_id, articles.tolist())
