"""Looking for reprints and parts of series among the articles that a sync has added."""

from collections.abc import Callable

from reader.search.terms import FIRST_BLOCK_LINE, as_printed, own_text
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter

COMPARED_AT_ONCE, COMPARED_CHARACTERS = 4000, 4_000_000
"""Articles that are compared with all others in one transaction, and characters of theirs."""
_LETTERS_KEPT = 2_000_000
"""Letters of former articles that are kept while articles are compared with them."""


def compare_new(catalogue: Catalogue, writer: CatalogueWriter, check: Callable[[], object]) -> int:
    """Compare the next articles with those before them, within the transaction of `writer`. Return how many are left.

    `check` is called often; what it raises ends the work, and the next sync begins this step again.
    """
    from reader.reprints.comparison import Comparison, reprints
    from reader.reprints.postings import Postings
    from reader.reprints.series import MAY_BE_MARKED, MAY_BE_OPEN, mark_of
    from reader.reprints.shingles import SHORTEST, Letters, letters, shingles

    writer.reprints.forget_others()
    table = catalogue.reprints
    ids = table.next_ids(COMPARED_AT_ONCE)
    if not ids:
        return 0
    new: dict[int, Letters] = {}
    marks = []
    up_to, characters = ids[-1], 0
    for article_id, text in catalogue.search_texts(ids):
        if characters > COMPARED_CHARACTERS:
            up_to = max(new)
            break
        characters += len(text)
        check()
        head, body = _head_and_body(text)
        new[article_id] = letters(body)
        if MAY_BE_MARKED.search(head) or MAY_BE_OPEN.search(body):
            stored = table.article(article_id)
            mark = mark_of(stored) if stored else None
            if mark is not None:
                marks.append((article_id, mark))
    lengths = {i: len(found) if len(found) >= SHORTEST else 0 for i, found in new.items()}
    postings = Postings.of((i, shingles(found)) for i, found in new.items())
    comparison = Comparison(postings, table.runs)

    former: dict[int, Letters] = {}

    def letters_of(article_id: int) -> Letters | None:
        check()
        if (known := new.get(article_id, former.get(article_id))) is not None:
            return known
        for _, text in catalogue.search_texts([article_id]):
            if sum(map(len, former.values())) > _LETTERS_KEPT:
                former.clear()
            former[article_id] = letters(_head_and_body(text)[1])
        return former.get(article_id)

    found = reprints(
        comparison.candidates(lambda wanted: table.lengths(wanted - lengths.keys()) | lengths), letters_of
    )
    writer.reprints.add(up_to, lengths.items(), comparison.standing(), found, postings, marks)
    return table.count_left()


def _head_and_body(text: str) -> tuple[str, str]:
    """Return the lines of a search text above the article's blocks, and the blocks, both as printed."""
    lines = as_printed(own_text(text)).split("\n", FIRST_BLOCK_LINE)
    return "\n".join(lines[:FIRST_BLOCK_LINE]), "".join(lines[FIRST_BLOCK_LINE:])
