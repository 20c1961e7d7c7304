"""The stories of the issues held that go on over several articles: told for an issue when asked, until the catalogue
changes."""

from collections.abc import Iterator

from reader.stitching import Part, Stitch, stitches
from reader.storage.catalogue import Catalogue

_MOST_ISSUES = 64
"""Kept at once: those that somebody has been reading in."""


class Stories:
    """May be asked from any thread."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[tuple[int, int], tuple[Stitch, ...]] = {}

    def chain(self, article_id: int) -> tuple[int, ...]:
        """The articles that are surely one story with this one, in order, itself among them."""
        made = [stitch for stitch in self._stitches_around(article_id) if stitch.is_made]
        after = {stitch.first_id: stitch.second_id for stitch in made}
        before = {second: first for first, second in after.items()}
        chain = [article_id]
        while chain[0] in before:
            chain.insert(0, before[chain[0]])
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        return tuple(chain)

    def other_end(self, article_id: int) -> int | None:
        """The article that goes on with this one, else the one before it: those that are sure before the likely."""
        found = sorted(self._stitches_around(article_id), key=lambda stitch: not stitch.is_made)
        ends = [stitch.second_id for stitch in found if stitch.first_id == article_id]
        ends += [stitch.first_id for stitch in found if stitch.second_id == article_id]
        return next(iter(ends), None)

    def _stitches_around(self, article_id: int) -> tuple[Stitch, ...]:
        row = self._catalogue.article_rows([article_id]).get(article_id)
        if row is None:
            return ()
        key = (self._catalogue.generation(), row.issue_id)
        found = self._known.get(key)
        if found is None:
            found = stitches(list(self._parts(row.issue_id)))
            if len(self._known) >= _MOST_ISSUES:
                self._known.clear()
            self._known[key] = found
        return found

    def _parts(self, issue_id: int) -> Iterator[Part]:
        for row in self._catalogue.articles(issue_id):
            stored = self._catalogue.article(row.id)
            if stored is not None:
                file = stored.sources[0].path if stored.sources else ""
                lines = stored.article.source_lines
                yield Part(row.id, stored.article, stored.article.page, file, lines[0][0] if lines else 0)
