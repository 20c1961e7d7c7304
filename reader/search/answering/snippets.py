"""Marks of the matches in the shown fields of an article, and a snippet around the densest matches."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice, pairwise

from msgspec import Struct
from msgspec.structs import replace

from reader.language.forms import search_form, search_form_with_offsets
from reader.newspaper.article import Article, Where, spans_with_characters
from reader.search.answering.ladder import shapes_of
from reader.search.needles import for_runs, holds, occurrence_count, occurrences, strings_of
from reader.search.query import Exact, Field, Query, text_test
from reader.search.terms import (
    CREDITS_LINE,
    FIRST_BLOCK_LINE,
    HEADLINE_LINE,
    SECTION_LINE,
    FieldRun,
    Line,
    ShownField,
    corrected_run,
    fields,
    headline_line,
    lines,
    unmarked_runs,
)

Span = tuple[int, int]
"""Begin and end in a shown text; the end is exclusive."""

Match = tuple[int, int, str]
"""Begin and end of a match in the shown text of a run, and the needle found there."""


class FieldMarks(Struct, frozen=True):
    """The marked spans of one shown field, ascending, without overlaps."""

    field: ShownField
    spans: tuple[Span, ...]


class Snippet(Struct, frozen=True):
    """A piece of an article's shown text.

    `marks` are the spans of matches in `text`; `matches` is the number of matches in the whole article.
    `is_elsewhere`: only words from another source of the article match, not the article's own.
    """

    text: str
    marks: tuple[Span, ...]
    matches: int
    is_elsewhere: bool = False


def marks(article: Article, needles: Sequence[str]) -> tuple[FieldMarks, ...]:
    """Return the fields with a match or a part of one, in reading order.

    Spans contain whole shown characters. A match across two fields marks its part in each of them.
    """
    spans: dict[ShownField, set[Span]] = {}
    all_lines = lines(replace(article, elsewhere=()))
    forms = _forms(all_lines, None)
    needles_by_line = for_runs(forms, needles)
    run_matches = [
        (run, match)
        for line, line_forms, line_needles in zip(all_lines, forms, needles_by_line, strict=True)
        for run, form, run_needles in zip(line, line_forms, line_needles, strict=True)
        for match in _matches(run, form, run_needles)
    ]
    run_matches += list(chain.from_iterable(_parted(all_lines, needles)))
    for run, match in run_matches:
        for field, span in _parts(run, match):
            spans.setdefault(field, set()).add(span)
    return tuple(FieldMarks(field, _merged(spans[field])) for field in fields(article) if field in spans)


def title_marks(article: Article, needles: Sequence[str]) -> tuple[Span, ...]:
    """Return the spans of matches in `article.title()`, including parts of matches that begin or end outside it.

    Matches of what was recognised are marked on what is printed instead.
    """
    field_spans = []
    for run in headline_line(article):
        for match in _matches(run, search_form(run.text), needles):
            for part in _parts(run, match):
                field_spans.append(part)
    if article.corrected().headline:
        spans = [span for field, span in field_spans if field.where is Where.HEADLINE]
        corrected = article.corrections().get((Where.HEADLINE, 0), {})
        return _merged(spans_with_characters(spans, article.headline or "", corrected))
    title = FieldRun((ShownField(Where.HEADLINE, 0, article.title()),))
    return _merged((begin, end) for begin, end, _ in _matches(title, search_form(title.text), needles))


def snippet(
    article: Article,
    needles: Sequence[str],
    width: int = 60,
    searched: str | None = None,
    *,
    is_recognised: bool = False,
) -> Snippet:
    """Return about `width` characters around the densest matches of the body.

    It is as printed, with the corrected characters; matches of the recognised ones are marked on them. It begins and
    ends at the end of a sentence if one is near. If the body has no match, it contains one from another
    field or source. If only the headline matches, it is a piece of the body around the longest part of a needle (two
    characters or more), without marks. Without such a part, or any match, it is the beginning of the text. `searched`
    is `search_text(article)`, if the caller has it already. If it `is_recognised`, it has no corrected characters.
    """
    all_lines = lines(article)
    forms = _forms(all_lines, searched)
    printed_lines: list[list[_Found]] = []
    runs_elsewhere: list[_Found] = []
    for line, line_forms, line_needles in zip(all_lines, forms, for_runs(forms, needles), strict=True):
        runs = zip(line, line_forms, line_needles, strict=False)
        matched_runs = _as_printed([_found_in(*searched_run, needles) for searched_run in runs])
        printed_lines.append([matched for matched in matched_runs if not matched.run.is_elsewhere])
        runs_elsewhere.extend(matched for matched in matched_runs if matched.run.is_elsewhere)
    matches = sum(map(_count, printed_lines))
    if not matches and article.elsewhere:
        cut = _elsewhere(runs_elsewhere, width)
        if cut is not None:
            return cut
    run = _densest(printed_lines[FIRST_BLOCK_LINE:], width)
    if run is None:
        if any(holds(search_form(article.headline or ""), needle) for needle in needles):
            body = [line for line in all_lines[FIRST_BLOCK_LINE:] if line and not line[0].is_elsewhere]
            run = _around_a_piece(body, needles)
        else:
            run = _densest([printed_lines[i] for i in (HEADLINE_LINE, CREDITS_LINE, SECTION_LINE)], width)
    if matches:
        parted = None
    else:
        parted = next(_parted(all_lines, needles), None)
    shown_article = article.recognised() if is_recognised else article
    spans: Iterable[Span] = ()
    core = (0, 0)
    if run:
        text, (core, *spans) = corrected_run(shown_article, run[0], [run[2], *run[1]])
    elif parted:
        text, spans, core = _over_the_end(shown_article, *parted)
        matches = 1
    else:
        text = shown_article.corrected().beginning() or shown_article.title()
    return cut_out(text, spans, core, width, matches)


def cut_out(text: str, spans: Iterable[Span], core: Span, width: int, matches: int) -> Snippet:
    """Return a snippet of about `width` characters of a text that contains `core`, with those of `spans` in it marked.

    `matches` is copied to the snippet.
    """
    spans = list(spans)
    # the window, narrowed so that it cuts no match before or after `core`
    begin, end = _window(text, core, width)
    for first, last in spans:
        if core[1] <= first < end < last:
            end = first
        if first < begin < last <= core[0]:
            begin = last
    starts_clean = begin == 0 or bool(
        re.search(f"(?:{_SENTENCE_END.pattern})\\s*$", text[max(0, begin - 4) : begin])
    )
    ends_clean = end == len(text) or bool(
        re.search(f"(?:{_SENTENCE_END.pattern})$", text[max(begin, end - 4) : end])
    )
    before = "" if starts_clean else "…"
    after = "" if ends_clean else "…"
    shift = len(before) - begin
    marked_spans = [(max(a, begin) + shift, min(b, end) + shift) for a, b in spans if a < end and b > begin]
    return Snippet(before + text[begin:end] + after, _merged(marked_spans), matches)


def to_html(snippet: Snippet) -> str:
    """Return the snippet as escaped HTML, its marks in `<mark>`."""
    parts: list[str] = []
    at = 0
    for begin, end in snippet.marks:
        parts += [
            html.escape(snippet.text[at:begin]),
            "<mark>",
            html.escape(snippet.text[begin:end]),
            "</mark>",
        ]
        at = end
    return "".join([*parts, html.escape(snippet.text[at:])])


def _forms(all_lines: Sequence[Line], searched: str | None) -> list[list[str]]:
    """Return the search forms of the runs of each line.

    They are taken from `searched` if its lines have the same numbers of runs; an older version may have written others.
    """
    if searched is not None:
        forms = [unmarked_runs(line) for line in searched.split("\n")]
        if list(map(len, forms)) == [max(len(line), 1) for line in all_lines]:
            return forms
    forms = []
    for line in all_lines:
        forms.append([search_form(run.text) for run in line])
    return forms


MOST_PLACED = 5000
"""The maximum number of matches of one needle in a run that have places; further ones are only counted."""


class _Found(Struct, frozen=True):
    """The matches in a run: the first ones of each needle, ascending, and the number of matches of each needle."""

    run: FieldRun
    matches: list[Match]
    counts: Sequence[int]
    needles: Sequence[str]


def _found_in(run: FieldRun, form: str, run_needles: Sequence[str], needles: Sequence[str]) -> _Found:
    """Return the matches of `needles` in a run; `run_needles` are these needles as `needles.for_runs` returns them
    for it.
    """
    counts = [occurrence_count(form, needle) for needle in run_needles]
    present = {
        run_needle: needle
        for run_needle, needle, count in zip(run_needles, needles, counts, strict=True)
        if count
    }
    matches = _matches(run, form, list(present), MOST_PLACED)
    return _Found(
        run, [(begin, end, present[run_needle]) for begin, end, run_needle in matches], counts, needles
    )


def _as_printed(line: Sequence[_Found]) -> list[_Found]:
    """Return the printed runs of a line, with the matches of the runs that are read otherwise (`READ_AS`) added.

    Matches at the same place in both count once.
    """
    printed = [character for character in line if character.run.read_as is None]
    for read in (matched_run for matched_run in line if matched_run.run.read_as is not None):
        for number, printed_run in enumerate(printed):
            is_repeated = (printed_run.run.fields, printed_run.run.joint) == (read.run.fields, read.run.joint)
            if is_repeated or (
                read.run.fields[0] in printed_run.run.fields and read.run.fields != printed_run.run.fields
            ):
                printed[number] = _with_further(printed_run, read)
                break
    return printed


def _with_further(printed: _Found, read: _Found) -> _Found:
    more = set(read.matches)
    if read.run.fields != printed.run.fields:  # a word that goes on in the next paragraph
        first = printed.run.fields.index(read.run.fields[0])
        at = sum(len(field.text) + len(printed.run.joint) for field in printed.run.fields[:first])
        length = len(read.run.fields[0].text)
        more = {(at + begin, at + min(end, length), needle) for begin, end, needle in more if begin < length}
    matches = sorted({*printed.matches, *more})
    further = Counter(needle for *_, needle in more - {*printed.matches})
    counts = [count + further[needle] for count, needle in zip(printed.counts, printed.needles, strict=True)]
    return _Found(printed.run, matches, counts, printed.needles)


def _matches(run: FieldRun, form: str, needles: Sequence[str], most: int | None = None) -> list[Match]:
    """Return the first `most` matches of each needle in a run with the search form `form`, ascending."""
    form_matches = []
    for needle in needles:
        for span in islice(occurrences(form, needle), most):
            form_matches.append((*span, needle))
    if not form_matches:
        return []
    form_matches.sort()
    with_offsets = search_form_with_offsets(run.text, form)
    spans = run.printed_spans(with_offsets.original_span(begin, end) for begin, end, _ in form_matches)
    return sorted((*span, needle) for span, (*_, needle) in zip(spans, form_matches, strict=True))


def _parted(
    all_lines: Sequence[Line], needles: Sequence[str]
) -> Iterator[tuple[tuple[FieldRun, Match], tuple[FieldRun, Match]]]:
    """Yield each match of a needle with a line end: its half at the end of a line, and its half in the next line.

    The lines are those of the section, the headlines and the body, as they follow each other in print.
    """
    parted = [(needle, *needle.split("\n")) for needle in needles if "\n" in needle]
    if not parted:
        return
    printed_lines: list[list[FieldRun]] = []
    for line in (all_lines[SECTION_LINE], all_lines[HEADLINE_LINE], *all_lines[FIRST_BLOCK_LINE:]):
        own_runs = [run for run in line if not run.marker]
        if own_runs:
            printed_lines.append(own_runs)
    for upper, lower in pairwise(printed_lines):
        above = search_form_with_offsets(upper[-1].text)
        below = search_form_with_offsets(lower[0].text)
        for needle, end, beginning in parted:
            if above.text.endswith(end) and below.text.startswith(beginning):
                last = above.original_span(len(above.text) - len(end), len(above.text))
                first = below.original_span(0, len(beginning))
                yield (upper[-1], (*last, needle)), (lower[0], (*first, needle))


def _over_the_end(
    article: Article, upper: tuple[FieldRun, Match], lower: tuple[FieldRun, Match]
) -> tuple[str, tuple[Span, ...], Span]:
    """Return the text of two lines, the marks of a match across their boundary, and the span of the match."""
    (above, ((begin, end),)), (below, ((first, last),)) = (
        corrected_run(article, run, [match[:2]]) for run, match in (upper, lower)
    )
    behind = len(above) + 1
    return (
        f"{above}\n{below}",
        ((begin, end), (behind + first, behind + last)),
        (begin, behind + last),
    )


def _parts(run: FieldRun, match: Match) -> Iterable[tuple[ShownField, Span]]:
    begin, end, _ = match
    for field in run.fields:
        length = len(field.text)
        if begin < length and end > 0:
            yield field, (max(begin, 0), min(end, length))
        begin -= length + len(run.joint)
        end -= length + len(run.joint)


def _count(line: Sequence[_Found]) -> int:
    """Return the number of matches in a line.

    Runs of the same fields with different joints contain the same matches, so the greatest count of each needle is
    taken. Matches can't be compared by their places: a joint may make a match longer, or separate a combining mark from
    its character.
    """
    of_fields: dict[tuple[ShownField, ...], list[Sequence[int]]] = {}
    for character in line:
        if not character.run.is_repeat or len(character.run.fields) > 1:
            of_fields.setdefault(character.run.fields, []).append(character.counts)
    return sum(sum(map(max, zip(*counts, strict=True))) for counts in of_fields.values())


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def _elsewhere(matched_runs: Sequence[_Found], width: int) -> Snippet | None:
    """Return a snippet of the matches in words from other sources of an article; None if there are none either."""
    best = _densest([matched_runs], width)
    if best is None:
        return None
    run, spans, core = best
    return replace(cut_out(run.text, spans, core, width, _count(matched_runs)), is_elsewhere=True)


def _densest(
    choice: Sequence[Sequence[_Found]], width: int
) -> tuple[FieldRun, tuple[Span, ...], Span] | None:
    """Return the run with the best window, its marks, and the span that the snippet must include.

    None without a match. The best window is the first with the most distinct needles, and of these the most matches.
    """
    best: tuple[tuple[int, int], _Found, int] | None = None
    for matched_run in chain.from_iterable(choice):
        for at, worth in enumerate(_worths(matched_run.matches, width)):
            if best is None or worth > best[0]:
                best = worth, matched_run, at
    if best is None:
        return None
    _, matched_run, at = best
    spans = [(begin, end) for begin, end, _ in matched_run.matches]
    begin, end = spans[at]
    limit = max(begin + width, end)
    for next_begin, next_end in spans[at:]:
        if next_begin >= limit:
            break
        if next_end <= limit:
            end = max(end, next_end)
    return matched_run.run, _merged(spans), (begin, end)


def _worths(matches: Sequence[Match], width: int) -> Iterator[tuple[int, int]]:
    """Yield for each match the number of distinct needles, and of matches, in the window that begins with it.

    Matches must be ascending. A window has `width` characters, or as many as its first match if that is longer.
    """
    by_end = sorted(range(len(matches)), key=lambda number: matches[number][1])
    inside: Counter[str] = Counter()
    at = 0
    count = 0
    ended = 0

    def add(number: int, by: int) -> None:
        nonlocal count
        needle = matches[number][2]
        if number >= at:  # those before the window are counted no more
            count += by
            inside[needle] += by
            if not inside[needle]:
                del inside[needle]

    for at, (begin, end, _) in enumerate(matches):
        limit = max(begin + width, end)
        while ended < len(by_end) and matches[by_end[ended]][1] <= limit:
            add(by_end[ended], 1)
            ended += 1
        while matches[by_end[ended - 1]][1] > limit:  # the window before was longer, for its first match was
            ended -= 1
            add(by_end[ended], -1)
        yield len(inside), count
        add(at, -1)


_SENTENCE_END = re.compile('[。！？!?；;…][”’」』）)"]*|[.](?=\\s)')


def _window(text: str, core: Span, width: int) -> Span:
    """Return a span of about `width` characters around `core`, bounded by the ends of sentences if possible."""
    room = max(0, width - (core[1] - core[0]))
    earliest = max(0, core[0] - room * 2 // 3)
    starts = [0, *(m.end() for m in _SENTENCE_END.finditer(text, max(0, earliest - 2), core[0]))]
    begin = next((start for start in reversed(starts) if earliest <= start <= core[0]), None)
    if begin is None:
        begin = _whole_characters(text, core[0] - room // 3)
    latest = min(len(text), max(begin + width, core[1]))
    if latest == len(text):
        return begin, latest
    ends = [m.end() for m in _SENTENCE_END.finditer(text, core[1], latest)]
    if ends and ends[-1] - begin >= width * 2 // 3:
        return begin, ends[-1]
    return begin, max(_whole_characters(text, latest), core[1])


def _whole_characters(text: str, at: int) -> int:
    """Return `at`, or the nearest offset before it that does not split a combined character, Latin word or number."""
    at = max(at, 0)
    # a longer Latin word is cut
    lowest = max(0, at - 12)
    while lowest < at < len(text) and (
        unicodedata.combining(text[at])
        or (text[at - 1].isascii() and text[at - 1].isalnum() and text[at].isascii() and text[at].isalnum())
    ):
        at -= 1
    return at


_MOST_OF_NEEDLE = 24
"""Parts are only made of so many characters from the beginning of a string."""


def _around_a_piece(
    body: Sequence[Line], needles: Sequence[str]
) -> tuple[FieldRun, tuple[Span, ...], Span] | None:
    """Return the run of the body with the longest part of a needle, no marks, and the span of that part.

    None if no text contains any part.
    """
    runs = [(line[0], search_form(line[0].text)) for line in body if line]
    # the parts of needles that have two characters or more, the longest first
    pieces: dict[str, None] = {}
    for string in chain.from_iterable(strings_of(needle) for needle in needles):
        for word in re.findall(r"\w{2,}", string[:_MOST_OF_NEEDLE]):
            pieces |= dict.fromkeys(word[begin:end] for begin, end in combinations(range(len(word) + 1), 2))
    for piece in sorted((piece for piece in pieces if len(piece) > 1), key=len, reverse=True):
        for run, form in runs:
            at = form.find(piece)
            if at >= 0:
                return run, (), search_form_with_offsets(run.text, form).original_span(at, at + len(piece))
    return None


class FewTexts:
    """The frequencies of strings in a few search texts (`ladder.Statistics`)."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return the number of texts with each string."""
        counts: list[int] = []
        for needle in needles:
            counts.append(sum(holds(text, needle) for text in self._texts))
        return counts

    def count(self, query: Query, at_most: int) -> int:
        """Return the number of texts that a query finds, which must not ask for more than a text."""
        test = text_test(query)
        if test:
            return min(at_most, sum(test(text, n) for n, text in enumerate(self._texts)))
        return 0


def shapes_in(text: str, typed: str) -> tuple[str, ...]:
    string = Exact(typed, search_form(typed), Field.ANYWHERE, is_word=True)
    others = shapes_of(string, FewTexts(text))
    return tuple(dict.fromkeys((string.needle, *(other.needle for other in others))))
