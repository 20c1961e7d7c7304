"""Search in mastheads, whose words are in no article.

A masthead is treated as a document whose body has the masthead's lines as printed, and which has no headline,
section, credits or page. It is only found by words in it, never by a date or newspaper alone.

The label of a heading in an archive's record (“标题：…”) is not part of the article's headline, so the whole line
belongs to the masthead's lines. It is only found by a string that contains part of the label, since a search for the
headline finds the article. The same holds for a field of front matter whose value an article repeats.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from reader.language.forms import search_form, search_form_with_offsets
from reader.newspaper.holdings import Document
from reader.search.answering.snippets import Snippet, Span, cut_out
from reader.search.needles import holds, occurrences, parts_between_signs
from reader.search.query import Field, Query, matches, needles, strings, text_test
from reader.search.terms import WITHOUT_LABEL

_BETWEEN = "　"


def pieces(query: Query) -> tuple[str, ...]:
    """Return strings (in search form) of which every matching masthead contains at least one.

    If there are no such strings, no masthead matches.
    """
    return tuple(
        dict.fromkeys(max(parts_between_signs(needle), key=len, default="") for needle in _able(query))
    )


def decision(query: Query) -> Callable[[str, dt.date | None, str], bool]:
    """Return a test whether a masthead matches the query and contains one of its strings.

    The test takes newspaper, date and search text of a masthead.
    """
    able = _able(query)
    of_text = text_test(query)

    def is_found(newspaper: str, date: dt.date | None, text: str) -> bool:
        if not any(_holds(text, needle) for needle in able):
            return False
        return (
            of_text(text) if of_text is not None else matches(query, Document(0, newspaper, date, None, text))
        )

    return is_found


def snippet(query: Query, lines: Sequence[str], width: int = 60) -> Snippet:
    """Return a snippet of the masthead's lines with a match; its `matches` counts the matches of all lines."""
    shown: list[str] = []
    spans: list[Span] = []
    begin = 0
    for line in (line.strip() for line in lines):
        found = _marked(line, needles(query))
        if found:
            shown.append(line)
            spans += [(begin + first, begin + last) for first, last in found]
            begin += len(line) + len(_BETWEEN)
    if not spans:
        shown = [line.strip() for line in lines[:1]]
    return cut_out(_BETWEEN.join(shown), spans, spans[0] if spans else (0, 0), width, len(spans))


def _holds(text: str, needle: str) -> bool:
    """Return whether a masthead's search text contains a needle elsewhere than in the words behind a label."""
    if WITHOUT_LABEL not in text or not holds(text, needle):
        return holds(text, needle)
    parted = (line.partition(WITHOUT_LABEL) for line in text.split("\n"))
    return any(holds(line, needle) and not holds(words, needle) for line, _, words in parted)


def _able(query: Query) -> list[str]:
    """Return the needles that may match in the body: those without a field."""
    return [phrase.needle for phrase in strings(query) if phrase.where is Field.ANYWHERE]


def _marked(line: str, needles: Sequence[str]) -> list[Span]:
    """Return the spans of the needles' occurrences in a shown line, ascending."""
    form = search_form(line)
    found = [span for needle in needles for span in occurrences(form, needle)]
    if not found:
        return []
    with_offsets = search_form_with_offsets(line, form)
    return sorted(with_offsets.original_span(begin, end) for begin, end in found)
