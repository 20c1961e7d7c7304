"""A place as it is shown: the glyphs of the paper, and what stands beside them in their paragraph."""

from dataclasses import dataclass

from reader.language.forms import search_form, search_form_with_offsets
from reader.newspaper.article import Article
from reader.search.concordance.place_table import Place
from reader.search.concordance.places import run_at
from reader.search.terms import SEAM, lines


@dataclass(frozen=True, slots=True)
class Context:
    """What was found, and up to so many shown characters on either side of it."""

    left: str
    node: str
    right: str


def context(article: Article, text: str, place: Place, width: int) -> Context:
    """Return a place of an article with `width` characters on either side; `text` is the article's search text.

    Where the text is no longer that of the article (an older version has written it), the context is in search form.
    """
    begin, end = run_at(text, place.begin)
    form = text[begin:end]
    shown = _shown_run(article, text, begin)
    first, last = place.begin - begin, place.end - begin
    if shown is None or search_form(shown) != form:
        shown = form
    else:
        first, last = search_form_with_offsets(shown, form).original_span(first, last)
    left, right = shown[max(0, first - width) : first], shown[last : last + width]
    return Context(_flat(left), _flat(shown[first:last]), _flat(right))


def _shown_run(article: Article, text: str, begin: int) -> str | None:
    line = text.count("\n", 0, begin)
    run = text.count(SEAM, text.rfind("\n", 0, begin) + 1, begin)
    all_lines = lines(article)
    return all_lines[line][run].text if line < len(all_lines) and run < len(all_lines[line]) else None


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))
