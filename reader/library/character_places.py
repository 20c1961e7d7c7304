"""Locating the character of a decision in an article as parsed now, and describing a character in a decision.

A decision describes a character by its context on both sides, across the texts of the article. The character is found
again after the article was parsed differently, its file was renamed, or other lines of it have changed.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import say
from reader.language.forms import form_as_now, key_form, search_form, search_form_with_offsets
from reader.language.surroundings import agree_after, agree_before, common_beginning
from reader.library.printed_places import places_in
from reader.newspaper.article import (
    Article,
    CharacterReading,
    Fault,
    SourceText,
    Where,
    with_characters,
)
from reader.newspaper.decision import (
    LONGEST_READING,
    CharacterDecision,
    CorrectedCharacter,
    Decision,
    DismissedMisreading,
)
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.logical_clock import order_of
from reader.search.terms import FieldRun, ShownField, lines
from reader.storage.disk_errors import LibraryError
from reader.storage.reading_table import SettledPlace

CONTEXT = 32
"""Number of characters stored of the text on either side."""
_LEAST_ALIKE = 8
"""A context of fewer characters, on both sides together, has to be equal."""


class CharacterPlace(Struct, frozen=True):
    """The character at offset `at` in a text of an article; `index` is the number of the deck, credit or block."""

    where: Where
    index: int
    at: int


class _Run(Struct, frozen=True):
    """A run of the article as printed.

    `begin` is the offset of its search form in the search text. `start` is its offset in the running text, which omits
    runs that repeat other ones.
    """

    shown: FieldRun
    form: str
    begin: int
    start: int

    def place_of(self, number: int) -> CharacterPlace | None:
        """Return the place of the character at an offset in `form`; None if it is not exactly one printed character."""
        begin, end = search_form_with_offsets(self.shown.text, self.form).original_span(number, number + 1)
        for field in self.shown.fields:
            if begin < len(field.text):
                is_one = end == begin + 1 and begin >= 0
                if is_one:
                    return CharacterPlace(field.where, field.index, begin)
                return None
            begin -= len(field.text) + len(self.shown.joint)
            end -= len(field.text) + len(self.shown.joint)
        return None

    def number_of(self, place: CharacterPlace) -> int | None:
        """Return the offset of a character in `form`.

        None if it is not in this run, or does not correspond to exactly one character of `form`.
        """
        at = 0
        for field in self.shown.fields:
            if (field.where, field.index) == (place.where, place.index) and place.at < len(field.text):
                at += place.at
                break
            at += len(field.text) + len(self.shown.joint)
        else:
            return None
        form = search_form_with_offsets(self.shown.text, self.form)
        for number in range(max(0, bisect_right(form.starts, at) - 1), len(self.form)):
            if form.starts[number] > at:
                break
            if form.original_span(number, number + 1) == (at, at + 1):
                return number
        return None


def certainty_in(source: SourceText, article: Article) -> str:
    """Return a mark for each character of the search text of an article in a file; "" if nothing is known."""
    if not source.certainty:
        return ""

    def mark_at(place: tuple[int, int] | None) -> str:
        if place is None:
            return " "
        line, at = place
        return source.certainty[line - 1][at]

    def marks_of(field: ShownField) -> str:
        places = places_in(
            source.lines, article, field.text, field.index if field.where is Where.BLOCK else None
        )
        return "".join(map(mark_at, places))

    return ArticleCharacters(article).marks_in_search_text(marks_of)


def changes(printed: str, read_as: str) -> list[tuple[int, str]]:
    """Return the characters of `printed` that are read otherwise in `read_as`: their offsets and readings.

    A superfluous character is read as "". A missing one is part of the reading of its neighbour.
    """
    cells = list(read_as if len(printed) == len(read_as) else printed)
    if printed and len(printed) != len(read_as):
        for how, a, b, c, d in SequenceMatcher(None, printed, read_as, autojunk=False).get_opcodes():
            read = read_as[c:d]
            if how == "insert" and a:
                cells[a - 1] += read
            elif how == "insert":
                cells[0] = read + cells[0]
            elif how != "equal":
                cells[a:b] = [*read[: b - a], *[""] * (b - a - len(read))]
                cells[b - 1] += read[b - a :]
    return [(at, cell) for at, (one, cell) in enumerate(zip(printed, cells, strict=False)) if cell != one]


class ArticleCharacters:
    """The characters of an article as printed.

    `running` is the running text: the search form of the article, with each run once.
    """

    def __init__(self, article: Article) -> None:
        self._article = replace(article, readings=())
        self._all = list(self._all_runs())
        self._runs = [run for run in self._all if not run.shown.is_repeat]
        self._starts = [run.start for run in self._runs]
        self.running = "".join(run.form for run in self._runs)

    def _all_runs(self) -> Iterator[_Run]:
        begin = 0
        start = 0
        for line in lines(self._article):
            for run in line:
                if run.read_as is not None:
                    continue
                form = search_form(run.text)
                if run.is_elsewhere:
                    begin += len(run.marker) + len(form) + 1
                    continue
                yield _Run(run, form, begin, start)
                start += 0 if run.is_repeat else len(form)
                begin += len(form) + 1
            begin += not line

    def position(self, place: CharacterPlace) -> int | None:
        """Return the offset of a character in the running text; None if it has no single character there."""
        place = self._outside_credits(place)
        for run in self._runs:
            number = run.number_of(place)
            if number is not None:
                return run.start + number
        return None

    def _outside_credits(self, place: CharacterPlace) -> CharacterPlace:
        """Return the place in a block if the character is in a credit that is printed in that block; else `place`."""
        if place.where is Where.CREDIT and place.index < len(self._article.credits):
            printed = self._article.credits[place.index].as_printed
            for index, block in enumerate(self._article.blocks):
                begin = block.text.find(printed)
                if begin >= 0:
                    return CharacterPlace(Where.BLOCK, index, begin + place.at)
        return place

    def place(self, position: int) -> CharacterPlace | None:
        """Return the place of the character at an offset in the running text.

        None if that is not exactly one printed character.
        """
        run = self._run_at(position)
        return run.place_of(position - run.start)

    def in_search_text(self, position: int) -> tuple[int, ...]:
        """Return the offsets in the search text of a character of the running text, one for each run that contains it.

        The search text is that of the article as printed.
        """
        places = [
            CharacterPlace(reading.where, reading.index, reading.at)
            for reading in self.readings(position, "")
        ]
        offsets = []
        for run in self._all:
            for place in places:
                number = run.number_of(place)
                if number is not None:
                    offsets.append(run.begin + number)
        return tuple(offsets)

    def marks_in_search_text(self, marks_of: Callable[[ShownField], str]) -> str:
        marks: list[str] = []
        for run in self._all:
            field_marks = (" " * len(run.shown.joint)).join(map(marks_of, run.shown.fields))
            form = search_form_with_offsets(run.shown.text, run.form)
            marks += " " * (run.begin - len(marks))
            marks += (field_marks[form.starts[number]] for number in range(len(run.form)))
        return "".join(marks).rstrip()

    def at_search_text(self, at: int) -> int | None:
        """Return the offset in the running text of a character of the search text; None if there is none.

        The search text is that of the article as printed.
        """
        for run in self._all:
            if run.begin <= at < run.begin + len(run.form):
                place = run.place_of(at - run.begin)
                if place is None:
                    return None
                return self.position(place)
        return None

    def context(self, begin: int, end: int) -> str:
        """Return a stretch of the running text in the form in which decisions store it."""
        text = ""
        for at in range(max(0, begin), min(end, len(self.running))):
            place = self.place(at)
            text += self.printed(place) if place else self.running[at]
        return key_form(text)

    def printed(self, place: CharacterPlace) -> str:
        return self.text_at(place)[place.at : place.at + 1]

    def text_at(self, place: CharacterPlace) -> str:
        for run in self._all:
            for field in run.shown.fields:
                if (field.where, field.index) == (place.where, place.index):
                    return field.text
        return ""

    def can_be_read_as(self, position: int, read_as: str) -> bool:
        """Return whether replacing the character by `read_as` changes exactly this character of the search form.

        With "" it is left out.
        """
        run = self._run_at(position)
        place = self.place(position)
        if place is None:
            return False
        texts = []
        for field in run.shown.fields:
            if (field.where, field.index) == (place.where, place.index):
                texts.append(with_characters(field.text, {place.at: read_as}))
            else:
                texts.append(field.text)
        read = search_form(run.shown.joint.join(texts))
        number = position - run.start
        form = search_form(read_as)
        return (
            read == run.form[:number] + form + run.form[number + 1 :]
            and read_as != self.printed(place)
            and bool(form) == bool(read_as)
        )

    def found(self, content: CharacterDecision) -> int | None:
        """Return the offset in the running text of the character of a decision; None if it is not in the article.

        At least one side of its context has to agree; of a text too short for that, all of it.
        """
        sign_form = search_form(content.printed)
        words_before = form_as_now(content.before)
        words_after = form_as_now(content.after)
        context_length = len(words_before) + len(words_after)
        best: tuple[int, int, int] | None = None
        at = self.running.find(sign_form) if len(sign_form) == 1 else -1
        while at >= 0:
            before = self.running[max(0, at - CONTEXT) : at]
            after = self.running[at + 1 : at + 1 + CONTEXT]
            alike = common_beginning(before[::-1], words_before[::-1]) + common_beginning(after, words_after)
            is_there = agree_before(words_before, before) or agree_after(words_after, after)
            if is_there or alike == context_length < _LEAST_ALIKE:
                best = max(best or (-1, 0, 0), (alike, -abs(at - content.at), at))
            at = self.running.find(sign_form, at + 1)
        if best:
            return best[2]
        return None

    def readings(
        self, position: int, read_as: str, fault: Fault = Fault.RECOGNISED
    ) -> tuple[CharacterReading, ...]:
        """Return the readings for a corrected character: in its text, and in credits printed in the same block."""
        place = self.place(position)
        if place is None:
            return ()
        readings = [CharacterReading(place.where, place.index, place.at, read_as, fault)]
        if place.where is Where.BLOCK:
            text = self._article.blocks[place.index].text
            for index, credit in enumerate(self._article.credits):
                if credit.as_printed:
                    begin = text.find(credit.as_printed)
                else:
                    begin = -1
                if 0 <= begin <= place.at < begin + len(credit.as_printed):
                    readings.append(CharacterReading(Where.CREDIT, index, place.at - begin, read_as, fault))
        return tuple(readings)

    def _run_at(self, position: int) -> _Run:
        return self._runs[bisect_right(self._starts, position) - 1]


def content_of(
    kind: type[CharacterDecision], stored: StoredArticle, place: CharacterPlace, read_as: str
) -> CharacterDecision:
    """Return the content of a decision about a character.

    Raises LibraryError if the place is not a single character, or cannot be read as `read_as`.
    """
    characters = ArticleCharacters(stored.article)
    position = characters.position(place)
    if position is None:
        raise LibraryError(say("这里不是单独的一个字，不能改正。"))
    if len(read_as) > LONGEST_READING:
        raise LibraryError(say("一处最多改作 {n} 个字。", n=LONGEST_READING))
    is_right = kind is DismissedMisreading and read_as == characters.printed(place)
    if not is_right and not characters.can_be_read_as(position, read_as):
        raise LibraryError(say("“{read_as}”与识别的字是同一个字，或不能放在这里。", read_as=read_as))
    printed = characters.place(position) or place
    printing = stored.printing
    return kind(
        key=printing.key,
        path=printing.path,
        newspaper=printing.newspaper,
        date=printing.date,
        page=printing.page,
        file=printing.file,
        before=characters.context(position - CONTEXT, position),
        printed=characters.printed(printed),
        after=characters.context(position + 1, position + 1 + CONTEXT),
        at=position,
        read_as=read_as,
    )


def resolved(
    article: Article, decisions: Sequence[Decision]
) -> tuple[tuple[CharacterReading, ...], Mapping[str, SettledPlace | None]]:
    """Return the readings of an article under these decisions, and the place of each decision by its UUID.

    The place is None if the character is not found. Of two decisions about a character, the one changed last wins.
    """
    characters = ArticleCharacters(article)
    read: dict[int, tuple[str, Fault]] = {}
    settled: dict[str, SettledPlace | None] = {}
    for decision in sorted(decisions, key=order_of):
        content = decision.content
        if not isinstance(content, CharacterDecision):
            continue
        settled[decision.uuid] = None
        position = characters.found(content)
        is_right = isinstance(content, DismissedMisreading) and content.is_as_recognised
        if position is None or not (is_right or characters.can_be_read_as(position, content.read_as)):
            continue
        if isinstance(content, CorrectedCharacter):
            read[position] = content.read_as, content.fault
        elif is_right or (position in read and read[position][0] == content.read_as):
            read.pop(position, None)
        settled[decision.uuid] = SettledPlace(
            characters.in_search_text(position),
            search_form(content.printed),
            search_form(content.read_as),
            isinstance(content, CorrectedCharacter),
        )
    readings = chain.from_iterable(characters.readings(at, *so) for at, so in sorted(read.items()))
    return tuple(readings), settled


def given_readings(
    article: Article,
    given_places: Iterable[SettledPlace | None],
    own_places: Mapping[str, SettledPlace | None],
) -> tuple[CharacterReading, ...]:
    """Return those readings of the article that come from these places, unless `own_places` decisions
    apply there.
    """
    characters = ArticleCharacters(article)

    def positions(places: Iterable[SettledPlace | None]) -> set[int | None]:
        return {characters.at_search_text(place.at[0]) for place in places if place is not None and place.at}

    given_positions = positions(given_places) - positions(own_places.values())
    return tuple(
        reading
        for reading in article.readings
        if characters.position(CharacterPlace(reading.where, reading.index, reading.at)) in given_positions
    )
