"""The context of a place: the match as it is shown, and the text before and after it in its paragraph."""

from msgspec import Struct
from msgspec.structs import replace

from reader.features.concordance.place_table import Place
from reader.language.forms import search_form, search_form_with_offsets
from reader.newspaper.article import Article
from reader.search.answering.places import run_at
from reader.search.terms import SEAM, corrected_run, lines


class Context(Struct, frozen=True):
    """A match (`node`), and the text on either side of it, as printed.

    `shown_in` is the recognised text of the article's field in which the match begins, at offset `at`; None if it is
    unknown.
    """

    left: str
    node: str
    right: str
    shown_in: str | None = None
    at: int = 0


def context(article: Article, text: str, place: Place, width: int) -> Context:
    """Return a place of an article with up to `width` characters on either side.

    `text` is the stored search text that the place refers to. If it differs from the article's, because an older
    program version has written it, the context is in search form.
    """
    begin, end = run_at(text, place.begin)
    form = text[begin:end]
    line = text.count("\n", 0, begin)
    number = text.count(SEAM, text.rfind("\n", 0, begin) + 1, begin)
    all_lines = lines(article)
    run = all_lines[line][number] if line < len(all_lines) and number < len(all_lines[line]) else None
    first, last = place.begin - begin, place.end - begin
    if run is None or search_form(run.text) != form:
        return _cut(form, first, last, width)
    found = search_form_with_offsets(run.text, form).original_span(first, last)
    shown, ((first, last),) = corrected_run(article, run, [found])
    at = found[0]
    for each in run.fields:
        if at < len(each.text):
            return replace(_cut(shown, first, last, width), shown_in=each.text, at=max(at, 0))
        at -= len(each.text) + len(run.joint)
    return _cut(shown, first, last, width)


def _cut(shown: str, first: int, last: int, width: int) -> Context:
    left, right = shown[max(0, first - width) : first], shown[last : last + width]
    return Context(_flat(left), _flat(shown[first:last]), _flat(right))


def _flat(text: str) -> str:
    """Return a text with spaces in place of line ends."""
    return " ".join(text.split("\n"))
