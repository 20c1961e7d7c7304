"""The search text of an article: the lines that are searched, and the grams that represent them in the index.

The first line is the headline group (kicker, headline, decks), the second the section, the third the credits. Then
follows one line per block of the body; blocks on the same line of the file share one. A line consists of runs,
separated by `SEAM`. A match lies within one run. A search form contains neither line ends nor `SEAM`, so needles don't
either; no text contains one of `SIGNS`.

A run with characters that a reader has corrected is repeated with the corrections, so that both forms are found. So is
one with words that a line's end divides (fer- ries), with these words whole; a word that a paragraph's end divides is a
run of its own. Such a run begins with `READ_AS`, follows all printed runs of the line, and may be longer or shorter.

Words of the article that only other sources of the issue contain are in runs that begin with `ELSEWHERE`. Those of the
headline, section and credits are at the end of these lines, all others in lines of their own after the blocks. Searches
find the article by them; functions that must ignore them use `own_text`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from msgspec import Struct
from msgspec.structs import replace

from reader.language.forms import search_form
from reader.language.numbers import number_of
from reader.language.patterns import pattern
from reader.newspaper.article import (
    Article,
    Where,
    cells,
    spans_with_characters,
    with_characters,
)

# The fields whose grams are indexed: the whole search text, and three of its lines.
TEXT, HEADLINE, SECTION, CREDITS = GRAM_FIELDS = ("text", "headline", "section", "credits")

WORDS = "words"
"""The field of the words that jieba cuts a text into."""

# Fields with one value per document.
ID, DAY, NEWSPAPER, PAGE = NUMBER_FIELDS = ("id", "day", "newspaper", "page")


@lru_cache(maxsize=1 << 10)
def page_label(text: str) -> str:
    """Return a page's label in one spelling: 第01版, １, 第一版 and 1 are "1", A04版 is "a4"."""
    label = re.sub("^第+|版+$", "", search_form(text)).strip()
    number = re.fullmatch("([a-z]*)0*([0-9]+)", label)
    if number:
        return number[1] + number[2]
    spelled = number_of(label)
    if spelled is None:
        return label
    return str(spelled)


SEAM = "\x1f"
"""Separates the runs of a line; no match crosses it."""

ANY = "\x1e"
"""Matches any one character; only in needles (`search.needles`)."""

EDGE = "\x1a"
"""At an end of a needle: no longer word or number goes on there; only in needles."""

# At the end of a needle: a month in figures follows, or a day, which are not part of the match; only in needles.
MONTH_NEXT = "\x19"
DAY_NEXT = "\x17"

SIGNS = ANY + EDGE + MONTH_NEXT + DAY_NEXT
"""The characters of needles that stand for something else."""

READ_AS = "\x1c"
"""The first character of a run that repeats a printed one as it is read (`FieldRun.read_as`)."""

ELSEWHERE = "\x18"
"""The first character of a run that only another source of the issue contains."""

WITHOUT_LABEL = "\x1d"
"""Separates a labelled line in a masthead's search text from its words without the label, which must not match."""

MARKERS = READ_AS + ELSEWHERE

NO_GRAM = f"\0\n {SEAM}{MARKERS}"
"""The characters of a search text that are not part of any gram; all others are."""

HEADLINE_LINE, SECTION_LINE, CREDITS_LINE, FIRST_BLOCK_LINE = range(4)


class ShownField(Struct, frozen=True):
    """A field's text as it is shown; `index` is the position among the article's fields of that kind."""

    where: Where
    index: int
    text: str


class FieldRun(Struct, frozen=True):
    """Consecutive fields that are searched as one text, with the string `joint` between them.

    `is_repeat`: the same words are in another run (a credit inside a paragraph, the same fields with another joint).
    `read_as` is, for each field, what each of its characters is read as, under a reader's corrections and without the
    hyphens that divide words at the ends of lines; None in a run as printed.
    `is_elsewhere`: only another source of the issue contains it.
    """

    fields: tuple[ShownField, ...]
    joint: str = " "
    is_repeat: bool = False
    read_as: tuple[tuple[str, ...], ...] | None = None
    is_elsewhere: bool = False

    @property
    def marker(self) -> str:
        """The character (one of `MARKERS`) with which the run begins in a search text; "" for none."""
        if self.is_elsewhere:
            return ELSEWHERE
        if self.read_as is not None:
            return READ_AS
        return ""

    @property
    def text(self) -> str:
        if self.read_as is None:
            return self.printed
        return self.joint.join(map("".join, self.read_as))

    @property
    def printed(self) -> str:
        return self.joint.join(field.text for field in self.fields)

    def printed_spans(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the spans of `printed` that correspond to these spans of `text`, none of which is empty."""
        if self.read_as is None:
            return [*spans]
        parts = list(chain.from_iterable((*self.joint, *field) for field in self.read_as))[len(self.joint) :]
        ends = [*accumulate(map(len, parts))]
        return [(bisect_right(ends, begin), bisect_right(ends, end - 1) + 1) for begin, end in spans]


Line = tuple[FieldRun, ...]


def corrected_run(
    article: Article, run: FieldRun, spans: Iterable[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    corrections = article.corrections()
    characters = dict[int, str]()
    begin = 0
    for field in run.fields:
        field_corrections = corrections.get((field.where, field.index), {})
        characters |= {begin + at: character for at, character in field_corrections.items()}
        begin += len(field.text) + len(run.joint)
    return with_characters(run.printed, characters), spans_with_characters(spans, run.printed, characters)


def masthead_text(lines: Sequence[str], labelled: Sequence[tuple[str, str]] = ()) -> str:
    """Return the search text of a masthead with these lines, followed by the labelled lines.

    Each labelled line is given with its words without the label; these alone do not match.
    """
    headings = [f"{search_form(line)}{WITHOUT_LABEL}{search_form(words)}" for line, words in labelled]
    return "\n".join([*[""] * FIRST_BLOCK_LINE, *map(search_form, lines), *headings])


def search_text(article: Article, form: Callable[[str], str] = search_form) -> str:
    r"""Return the article's lines in search form, or another `form`, separated by `"\n"`.

    The runs of a line are separated by `SEAM`.
    """
    written_lines: list[str] = []
    for line in lines(article):
        written_lines.append(SEAM.join(run.marker + form(run.text) for run in line))
    return "\n".join(written_lines)


def unmarked_runs(line: str) -> list[str]:
    """Return the runs of a line of a search text, without their markers."""
    return [run.lstrip(MARKERS) for run in line.split(SEAM)]


def as_printed(text: str) -> str:
    """Return a search text without the runs that repeat printed ones with corrections."""
    if READ_AS in text:
        return _READ_RUN.sub("", text)
    return text


_READ_RUN = pattern(f"{SEAM}{READ_AS}[^\n{SEAM}]*")


def own_text(text: str) -> str:
    """Return a search text without the runs that only other sources of the issue contain."""
    if ELSEWHERE in text:
        return _ELSEWHERE_RUN.sub("", text)
    return text


_ELSEWHERE_RUN = pattern(f"[\n{SEAM}]{ELSEWHERE}[^\n{SEAM}]*")


def fields(article: Article) -> tuple[ShownField, ...]:
    """Return the article's own fields that are shown and searched, in reading order, without duplicates."""
    return tuple(
        dict.fromkeys(
            field for line in lines(article) for run in line if not run.is_elsewhere for field in run.fields
        )
    )


def lines(article: Article) -> tuple[Line, ...]:
    """Return the lines of `search_text` as fields with their shown texts."""
    if article.section:
        section = [ShownField(Where.SECTION, 0, article.section)]
    else:
        section = []
    printed_lines = (
        _printed_headline(article),
        _joined(section),
        _printed_credits(article),
        *map(_joined, _blocks_of_lines(article)),
    )
    article_lines = _with_readings(article, printed_lines)
    if article.elsewhere:
        return _with_elsewhere(article, article_lines)
    return article_lines


def _printed_credits(article: Article) -> Line:
    """Return a run of the credits that are not in the body, and one run for each that is."""
    fields = [ShownField(Where.CREDIT, i, credit.as_printed) for i, credit in enumerate(article.credits)]
    if not 0 < len(fields) <= MOST_CREDITS:
        return _joined(fields)
    body = "\n".join(block.text for block in article.blocks)
    body_form = "\n".join(search_form(block.text) for block in article.blocks)
    outside: list[ShownField] = []
    inside: list[FieldRun] = []
    for field in fields:
        if field.text in body or search_form(field.text) in body_form:
            inside.append(FieldRun((field,), is_repeat=True))
        else:
            outside.append(field)
    return (*_joined(outside), *inside)


def _blocks_of_lines(article: Article) -> list[list[ShownField]]:
    """Return the blocks, grouped so that blocks on the same line of the file are in one group."""
    groups: list[list[ShownField]] = []
    group_of_line: dict[int, list[ShownField]] = {}
    for i, block in enumerate(article.blocks):
        printed_on = list(chain.from_iterable(range(first, last + 1) for first, last in block.source_lines))
        group = next((group_of_line[n] for n in printed_on if n in group_of_line), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(ShownField(Where.BLOCK, i, block.text))
        group_of_line.update(dict.fromkeys(printed_on, group))
    return groups


def _with_elsewhere(article: Article, article_lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines with the runs that only other sources contain added.

    These are never the first run of the headline, section or credits line: an empty one is put before them.
    """
    head = list(article_lines[:FIRST_BLOCK_LINE])
    behind: list[Line] = []
    for index, elsewhere_text in enumerate(article.elsewhere):
        run = FieldRun((ShownField(Where.ELSEWHERE, index, elsewhere_text.text),), is_elsewhere=True)
        if elsewhere_text.where in _LINE_ELSEWHERE:
            number = _LINE_ELSEWHERE[elsewhere_text.where]
            head[number] = (*(head[number] or (FieldRun(()),)), run)
        else:
            behind.append((run,))
    return (*head, *article_lines[FIRST_BLOCK_LINE:], *behind)


_LINE_ELSEWHERE = {
    Where.HEADLINE: HEADLINE_LINE,
    Where.SECTION: SECTION_LINE,
    Where.CREDIT: CREDITS_LINE,
}


def headline_line(article: Article) -> Line:
    """Return the first of `lines`: kicker, headline and decks."""
    return _with_readings(article, (_printed_headline(article),))[0]


def _with_readings(article: Article, printed: tuple[Line, ...]) -> tuple[Line, ...]:
    readings: dict[tuple[Where, int], dict[int, str]] = {}
    for reading in article.readings:
        readings.setdefault((reading.where, reading.index), {})[reading.at] = reading.read_as
    read = [(*line, *_as_read(line, readings)) for line in printed]
    for number, run in _over_the_end(printed):
        read[number] = (*read[number], run)
    return tuple(read)


def _as_read(line: Line, readings: Mapping[tuple[Where, int], Mapping[int, str]]) -> Line:
    """Return copies of those runs of a line that are read otherwise than printed."""
    read = []
    for run in line:
        instead = [_read_instead(run_field, readings) for run_field in run.fields]
        if not any(instead):
            continue
        texts = [run_field.text for run_field in run.fields]
        read_as = tuple(map(cells, texts, instead))
        if read_as != tuple(map(tuple, texts)):
            read.append(replace(run, read_as=read_as))
    return tuple(read)


def _read_instead(
    run_field: ShownField, readings: Mapping[tuple[Where, int], Mapping[int, str]]
) -> dict[int, str]:
    """Return what is read instead of characters of a field: nothing where a line end divides a word, and readings."""
    instead: dict[int, str] = {}
    for cut in _CUT.finditer(run_field.text):
        instead.update(dict.fromkeys(range(*cut.span()), ""))
    instead.update(readings.get((run_field.where, run_field.index), {}))
    return instead


def _over_the_end(printed: Sequence[Line]) -> Iterator[tuple[int, FieldRun]]:
    """Yield each word that begins at the end of a headline or paragraph and goes on in the next, with its line."""
    before: tuple[int, ShownField] | None = None
    for number, line in enumerate(printed):
        for run_field in dict.fromkeys(chain.from_iterable(run.fields for run in line)):
            if run_field.where in (Where.SECTION, Where.CREDIT):
                continue
            if before:
                end = _END_OF_WORD.search(before[1].text)
            else:
                end = None
            rest = _REST_OF_WORD.match(run_field.text) if end else None
            if before and end and rest:
                read_as = (
                    _cells_within(*end.span(1), before[1].text),
                    _cells_within(*rest.span(1), run_field.text),
                )
                yield before[0], FieldRun((before[1], run_field), "", is_repeat=True, read_as=read_as)
            before = number, run_field


def _cells_within(first: int, last: int, text: str) -> tuple[str, ...]:
    """Return a cell for each character of a text, empty outside the range."""
    return (*[""] * first, *text[first:last], *[""] * (len(text) - last))


_HYPHEN = "[-\u2010\u2011\u00ad\u00ac]"  # ¬ is what many programs write at a line's end
_SMALL = "[a-zß-öø-ÿœ]"
_CUT = pattern(f"(?<=[A-Za-zÀ-ÖØ-öø-ÿŒœ]){_HYPHEN}\\s+(?={_SMALL})")
"""Matches what divides a word at the end of a line, where the lines of a paragraph are joined."""
_END_OF_WORD = pattern(f"(?<![A-Za-zÀ-ÖØ-öø-ÿŒœ])([A-Za-zÀ-ÖØ-öø-ÿŒœ]+){_HYPHEN}\\s*$")
_REST_OF_WORD = pattern(f"\\s*({_SMALL}+)")


def _printed_headline(article: Article) -> Line:
    storeys = [(Where.KICKER, 0, article.kicker), (Where.HEADLINE, 0, article.headline)]
    storeys += [(Where.DECK, number, deck) for number, deck in enumerate(article.decks)]
    return _joined([ShownField(where, number, text) for where, number, text in storeys if text])


MOST_CREDITS = 400
"""If an article has more credits, they are not looked up in its text: so many can't be real, and each takes time."""


def _joined(fields: list[ShownField]) -> Line:
    """Return a run of the fields, joined by spaces, and one joined without if the spaces change the search form.

    There is no second run if two letters or digits would meet.
    """
    if not fields:
        return ()
    run = FieldRun(tuple(fields))
    if len(fields) == 1:
        return (run,)
    has_open_seam = False
    for before, behind in pairwise(fields):
        left = before.text[-1:]
        right = behind.text[:1]
        if search_form(f"{left} {right}") == search_form(left + right):
            continue
        if left.isalnum() and right.isalnum():
            return (run,)
        has_open_seam = True
    if has_open_seam:
        return (run, FieldRun(run.fields, joint="", is_repeat=True))
    return (run,)


@lru_cache(maxsize=1 << 14)  # each segment of an index asks for those of the same needles
def grams(needle: str) -> tuple[str, ...]:
    """Return the grams that every text with `needle` has: its pairs of characters, and characters without neighbour.

    `needle` is in search form. If it is itself a gram, it is the only item: every text with that gram contains it.
    """
    words = _words(needle.translate(_SIGN_GAPS))
    return tuple(dict.fromkeys(chain.from_iterable(_pairs(word) or [word] for word in words)))


def no_grams(needle: str) -> tuple[str, ...]:
    """Return (): the grams that texts without an index are known to have."""
    return ()


def all_grams(text: str) -> set[str]:
    """Return all single characters and pairs of neighbouring characters of a search text, as they are indexed."""
    return set(chain.from_iterable((*word, *_pairs(word)) for word in _words(text)))


def _words(text: str) -> list[str]:
    return [word for word in text.translate(_GAPS).split(" ") if word]


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)]


_GAPS = str.maketrans(dict.fromkeys(NO_GRAM, " "))
_SIGN_GAPS = str.maketrans(dict.fromkeys(SIGNS, " "))
