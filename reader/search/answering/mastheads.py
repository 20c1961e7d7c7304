"""Search in mastheads, whose words are in no article.

A masthead is a document whose body has the masthead's lines as printed, and which has no headline, section, credits or
page. It is never found by a date or newspaper alone, only by words in it.

Headings that an archive's record labels (“标题：…”) are among its lines, since an article's headline is shown without
its label. Such a line is found only by a string that contains part of the label. So is a field of front matter whose
value an article of the file repeats (`repeated`): who looks for the headline has found it in the article.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from reader.language.forms import search_form, search_form_with_offsets
from reader.newspaper.issue import Masthead
from reader.newspaper.told import SourceText
from reader.search.answering.snippets import Snippet, Span, cut_out
from reader.search.engine import Document
from reader.search.needles import holds, occurrences
from reader.search.query import Field, Query, matches, needles, strings, text_test
from reader.search.terms import ANY, FIRST_BLOCK_LINE

_BETWEEN = "　"
_WITHOUT_LABEL = "\x1d"
"""Separates, in the search text, a labelled line from its words, which are no match by themselves."""


def printed(source: SourceText, masthead: Masthead) -> tuple[str, ...]:
    """Return the masthead's lines as they are in the file."""
    return tuple(
        source.lines[number - 1] for first, last in masthead.source_lines for number in range(first, last + 1)
    )


def repeated(labelled: Sequence[tuple[str, str]], texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the labelled lines whose words are in one of the file's articles; `texts` are their search texts."""
    return tuple(
        (line, words) for line, words in labelled if any(search_form(words) in text for text in texts)
    )


def search_text(lines: Sequence[str], labelled: Sequence[tuple[str, str]] = ()) -> str:
    """Return the search text of a masthead with these lines, and behind them the labelled lines.

    Each labelled line comes with the words behind its label, by which alone it is not found.
    """
    headings = [f"{search_form(line)}{_WITHOUT_LABEL}{search_form(words)}" for line, words in labelled]
    return "\n".join([*[""] * FIRST_BLOCK_LINE, *map(search_form, lines), *headings])


def pieces(query: Query) -> tuple[str, ...]:
    """Return strings, in search form, of which every matching masthead has at least one.

    Where there are none, no masthead matches.
    """
    return tuple(dict.fromkeys(max(needle.split(ANY), key=len) for needle in _able(query)))


def decision(query: Query) -> Callable[[str, dt.date | None, str], bool]:
    """Return a test whether a masthead (newspaper, date, search text) matches the query, and has one of its strings."""
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
    """Return a snippet of the masthead's lines that have a match; `matches` counts all of them."""
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
    """Return whether a line contains a needle, and not only behind its label."""
    if _WITHOUT_LABEL not in text or not holds(text, needle):
        return holds(text, needle)
    parted = (line.partition(_WITHOUT_LABEL) for line in text.split("\n"))
    return any(holds(line, needle) and not holds(words, needle) for line, _, words in parted)


def _able(query: Query) -> list[str]:
    return [phrase.needle for phrase in strings(query) if phrase.where is Field.ANYWHERE]


def _marked(line: str, needles: Sequence[str]) -> list[Span]:
    form = search_form(line)
    found = [span for needle in needles for span in occurrences(form, needle)]
    if not found:
        return []
    with_offsets = search_form_with_offsets(line, form)
    return sorted(with_offsets.original_span(begin, end) for begin, end in found)
