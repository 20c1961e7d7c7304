"""A page as it is proofread: its printed lines, character by character, and the places of it that are in doubt."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import chain, starmap

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reader.features.proofread.marks_in_picture import marks_in_picture
from reader.features.proofread.printed_line import Cell, Line
from reader.features.proofread.second_reading import (
    is_lost_mark,
    is_of_no_word,
    is_same_reading,
    is_supported,
    place_of,
    readings_at,
)
from reader.features.proofread.white_space import lost_in_white
from reader.formats.page_boxes import Box, LineBox, WordBox
from reader.formats.scans.page_source import CERTAIN
from reader.i18n import say
from reader.library.answers import LikelyCharacter
from reader.library.character_places import ArticleCharacters, CharacterPlace, changes
from reader.library.page_pictures import PageScan
from reader.library.printed_places import Place, box_around, piece, places_in
from reader.newspaper.article import Fault, Where
from reader.newspaper.decision import CharacterDecision, CorrectedCharacter, Decision
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.line_place import LineOnPicture, LineReading
from reader.newspaper.logical_clock import order_of
from reader.newspaper.picture_names import is_picture, may_have_text
from reader.search.terms import fields
from reader.storage.disk_errors import LibraryError

NOWHERE = Box(0, 0, 0, 0)
"""The box of what is on no picture."""
# The longest pause between places in seconds, and the numbers of places whose pace is told.
_PAUSE = 60.0
_STEPS = 30
_LEAST_STEPS = 3


class Doubt(Struct, frozen=True):
    """A place in doubt: the characters [start, end) of a line, several if they are a word of Latin letters or digits.

    `certainty` is that of the recogniser, 0 to 1; `likely` is what speaks for other characters.
    """

    line: int
    start: int
    end: int
    certainty: float
    likely: tuple[LikelyCharacter, ...] = ()


Spot = tuple[int, CharacterPlace]
"""A character of a page: the index of its article among those of the page, and its place in the article."""
Read = Mapping[Spot, str]
"""What the reader has said of characters: what each is read as; the recognised character itself where it is right."""


class Change(Struct, frozen=True):
    """What a character is to be read as; the recognised character itself, if it is right."""

    cell: Cell
    read_as: str


class Pace(Struct):
    """How quickly places are decided; pauses of more than a minute don't count."""

    steps: list[float] = msgspec.field(default_factory=list)
    last: float | None = None

    def add(self, now: float) -> None:
        """Count a place that was decided at this time, in seconds."""
        if self.last is not None and now - self.last < _PAUSE:
            self.steps = [*self.steps, now - self.last][-_STEPS:]
        self.last = now

    def a_minute(self, now: float) -> int | None:
        """Return the number of places a minute; None before a few were decided, and after a pause."""
        if self.last is None or now - self.last > _PAUSE or len(self.steps) < _LEAST_STEPS:
            return None
        return round(60 * len(self.steps) / max(sum(self.steps), 1e-3))


class ProofPage(Struct, frozen=True, dict=True):
    """A page with the articles on it; `doubts` are in reading order. `scan` is None where there is no picture."""

    articles: tuple[StoredArticle, ...]
    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...]
    scan: PageScan | None = None

    def cells(self, doubt: Doubt) -> tuple[Cell, ...]:
        return self.lines[doubt.line].cells[doubt.start : doubt.end]

    def recognised(self, doubt: Doubt) -> str:
        return "".join(cell.sign for cell in self.cells(doubt))

    def place_at(self, number: int, at: int) -> Doubt | None:
        """Return the place with a character of a line, in doubt or not; None if it is in no article."""
        near_doubts = (
            near_doubt
            for near_doubt in self.doubts
            if near_doubt.line == number and near_doubt.start <= at < near_doubt.end
        )
        doubt = next(near_doubts, None)
        if doubt is not None:
            return doubt
        line = self.lines[number]
        start, end = next(unit for unit in _units(line) if unit[0] <= at < unit[1])
        cells = line.cells[start:end]
        is_placed = all(cell.place is not None for cell in cells)
        if is_placed:
            return Doubt(number, start, end, min(cell.certainty for cell in cells))
        return None

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        """The line and the first character of each place of the page that is in an article."""
        starts = []
        for number, line in enumerate(self.lines):
            for start, _ in _units(line):
                if line.cells[start].place is not None:
                    starts.append((number, start))
        return starts

    def first(self) -> Doubt | None:
        if self._starts:
            return self.place_at(*self._starts[0])
        return None

    def neighbour(self, doubt: Doubt, *, lines: int = 0, places: int = 0) -> Doubt | None:
        """Return the place one line, or one place, before (-1) or after (1) another; None if there is none."""
        index = bisect_left(self._starts, (doubt.line, doubt.start))
        if places:
            if index + places >= 0:
                starts = self._starts[index + places : index + places + 1]
            else:
                starts = []
        else:
            others = [start[0] for start in self._starts if (start[0] - doubt.line) * lines > 0]
            if lines > 0:
                line = min(others, default=None)
            else:
                line = max(others, default=None)
            starts = [
                place_start
                for place_start in self._starts
                if place_start[0] == line and place_start[1] <= doubt.start
            ][-1:]
        if starts:
            return self.place_at(*starts[0])
        return None

    def again(self, doubt: Doubt) -> str | None:
        """Return what stands at a place as its line was read again; None if it was not."""
        return _again(self.cells(doubt))

    def others(self, doubt: Doubt) -> list[str]:
        """Return what the recogniser would also read at a place, the likeliest first."""
        readings = map("".join, zip(*(cell.others for cell in self.cells(doubt)), strict=False))
        return [
            reading for reading in dict.fromkeys(readings) if reading and reading != self.recognised(doubt)
        ]

    def around(self, doubt: Doubt, read: Read, width: int) -> tuple[str, str, str]:
        """Return the characters before a place, those at it, and those after it, as they are read now."""
        cells = self.lines[doubt.line].cells
        begin = max(0, doubt.start - width)
        end = doubt.end + width
        signs = [shown_in(cell, read) for cell in cells[begin:end]]
        first = doubt.start - begin
        last = doubt.end - begin
        return "".join(signs[:first]), "".join(signs[first:last]), "".join(signs[last:])

    def is_done(self, doubt: Doubt, read: Read) -> bool:
        return all(spot_of(cell) in read for cell in self.cells(doubt))

    def are_all_done(self, read: Read) -> bool:
        return all(self.is_done(doubt, read) for doubt in self.doubts)

    def answer(self, doubt: Doubt, read_as: str) -> list[Change]:
        """Return the changes by which a place is read as this string; those of its characters that stay are right."""
        cells = self.cells(doubt)
        return [Change(*pair) for pair in zip(cells, targets(self.recognised(doubt), read_as), strict=True)]

    def answer_line(self, number: int, typed: str, read: Read) -> list[Change]:
        """Return the changes by which a whole line reads as typed; its places in doubt are decided by that.

        Spaces don't count. Raises LibraryError if a character that is in no article would change.
        """
        line = self.lines[number]
        doubted = set(
            chain.from_iterable(
                range(doubt.start, doubt.end) for doubt in self.doubts if doubt.line == number
            )
        )
        line_changes = []
        read_as = targets(line.recognised, "".join(typed.split()))
        for at, (cell, target) in enumerate(zip(line.cells, read_as, strict=True)):
            is_open = at in doubted and spot_of(cell) not in read
            if target == shown_in(cell, read) and not is_open:
                continue
            if cell.place is None:
                raise LibraryError(say("“{sign}”不在任何一篇文章里，不能改正。", sign=cell.sign))
            line_changes.append(Change(cell, target))
        return line_changes

    def text_of(self, number: int, read: Read) -> str:
        """Return a line as it is read now, with its spaces."""
        cells = self.lines[number].cells
        return "".join(" " * cell.has_space + shown_in(cell, read) for cell in cells)


def targets(recognised: str, read_as: str) -> list[str]:
    """Return what each recognised character is read as, if all of them are read as a string of any length."""
    cells = list(recognised)
    for at, cell in changes(recognised, read_as):
        cells[at] = cell
    return cells


def spot_of(cell: Cell) -> Spot | None:
    if cell.place is None:
        return None
    return (cell.article, cell.place)


def shown_in(cell: Cell, read: Read) -> str:
    spot = spot_of(cell)
    if spot is None:
        return cell.sign
    return read.get(spot, cell.sign)


def read_in(articles: Sequence[StoredArticle], decisions: Iterable[Decision]) -> dict[Spot, str]:
    """Return what the reader has said of the characters of these articles; of two decisions the later one counts."""
    decisions_by_key: dict[str, list[CharacterDecision]] = {}
    for decision in sorted(decisions, key=order_of):
        if isinstance(content := decision.content, CharacterDecision):
            decisions_by_key.setdefault(content.key, []).append(content)
    read: dict[Spot, str] = {}
    for number, stored in enumerate(articles):
        printing = stored.printing
        article_decisions = [
            character_decision
            for character_decision in decisions_by_key.get(printing.key, ())
            if (character_decision.newspaper, character_decision.date) == (printing.newspaper, printing.date)
            and _is_of(character_decision, stored)
        ]
        characters = ArticleCharacters(stored.article) if article_decisions else None
        for content in article_decisions:
            position = characters.found(content) if characters is not None else None
            place = characters.place(position) if characters is not None and position is not None else None
            if place is None:
                continue
            spot = number, place
            if isinstance(content, CorrectedCharacter) and content.fault is Fault.RECOGNISED:
                read[spot] = content.read_as
            elif isinstance(content, CorrectedCharacter) or content.is_as_recognised:
                read[spot] = content.printed
            elif read.get(spot) == content.read_as:
                del read[spot]
    return read


def _is_of(content: CharacterDecision, stored: StoredArticle) -> bool:
    """Return whether a decision on this text in this paper of this day is on this article, if there are several."""
    if content.page == stored.article.page:
        return True
    files = {content.file, content.path}
    return any(source.file in files or source.path in files for source in stored.sources)


def places_of(lines: Sequence[Line], scan: PageScan) -> list[LineOnPicture]:
    """Return where the lines of a page are on its picture; their corners are shares of its width and height."""
    page = scan.page
    assert page is not None
    places = []
    for line in lines:
        boxes = [cell.box for cell in line.cells]
        places.append(place_of(boxes, is_vertical=line.is_vertical, width=page.width, height=page.height))
    return places


ReadAgain = Callable[[Sequence[Line]], Sequence[LineReading] | None]
"""Returns what the lines of a page say as they were read again; None if they were not."""


def page_of(
    scan: PageScan,
    articles: Sequence[StoredArticle],
    likely: Sequence[Sequence[LikelyCharacter]],
    read_again: ReadAgain = lambda lines: None,
) -> ProofPage:
    """Return the page of a scan; `likely` are the likely misreadings of each of the articles."""
    spots = _spots(scan, articles)
    boxes = scan.page.lines if scan.page else ()
    box_counts = Counter(box.line for box in boxes)
    lines = []
    for box in boxes:
        line = _line(box, scan.lines[box.line - 1], spots, is_alone=box_counts[box.line] == 1)
        if line.cells:
            lines.append(line)
    readings = read_again(lines)
    if readings is not None:
        lines = list(starmap(with_reading, zip(lines, readings, strict=True)))
    is_own = is_picture(scan.source) and not may_have_text(scan.source)
    likely = _with_lost_marks(likely, lines, is_own=is_own)
    return ProofPage(tuple(articles), tuple(lines), _doubts(lines, articles, likely, is_own=is_own), scan)


def _with_lost_marks(
    likely: Sequence[Sequence[LikelyCharacter]], lines: Sequence[Line], *, is_own: bool
) -> list[Sequence[LikelyCharacter]]:
    """Return what is likely of each article, with the marks that the picture of its lines shows, and those for which
    white space is left in them.

    Other programs say less exactly where characters are, so that the ink of one may seem to be beside it; there the
    second reading tells the marks.
    """
    by_article = [list(likely_characters) for likely_characters in likely]
    in_picture = marks_in_picture(lines) if is_own else ()
    for cell, readings in chain(in_picture, lost_in_white(lines)):
        by_article[cell.article] += readings
    return [*by_article]


def page_without_picture(
    articles: Sequence[StoredArticle],
    certainties: Sequence[Mapping[CharacterPlace, float]],
    likely: Sequence[Sequence[LikelyCharacter]],
) -> ProofPage:
    """Return articles as a page whose lines are their texts; `certainties` are those of their faint characters."""
    lines = []
    for number, (stored, certainty) in enumerate(zip(articles, certainties, strict=True)):
        for field in fields(replace(stored.article, readings=())):
            cells = []
            for at, sign in enumerate(field.text):
                place = CharacterPlace(field.where, field.index, at)
                has_space = field.text[max(0, at - 1) : at].isspace()
                cells.append(Cell(sign, NOWHERE, certainty.get(place, 1.0), number, place, has_space))
            lines.append(Line(NOWHERE, tuple(cell for cell in cells if not cell.sign.isspace())))
    return ProofPage(tuple(articles), tuple(lines), _doubts(lines, articles, likely))


def with_reading(line: Line, reading: LineReading) -> Line:
    """Return a line with what stands at each of its characters as it was read again."""
    line = replace(line, ink=reading.ink)
    readings = readings_at(line.recognised, reading.text)
    if readings is None:
        return line
    cells = []
    begin = 0
    for cell, again in zip(line.cells, readings, strict=True):
        end = begin + len(again)
        certainty = min(reading.confidences[begin:end], default=0.0)
        cells.append(replace(cell, again=again, certainty_again=certainty))
        begin = end
    return replace(line, cells=tuple(cells))


def _spots(scan: PageScan, articles: Sequence[StoredArticle]) -> dict[Place, Spot]:
    """Return the character of an article at each place in the lines of the file."""
    spot_by_place: dict[Place, Spot] = {}
    for number, stored in enumerate(articles):
        article_fields = fields(replace(stored.article, readings=()))
        # a credit may be printed inside a block, where it is decided about
        for field in sorted(article_fields, key=lambda any_field: any_field.where is not Where.BLOCK):
            if field.where is Where.BLOCK:
                index = field.index
            else:
                index = None
            places = places_in(scan.lines, stored.article, field.text, index)
            for at, place in enumerate(places):
                if place is not None:
                    spot_by_place.setdefault(place, (number, CharacterPlace(field.where, field.index, at)))
    return spot_by_place


def _line(printed: LineBox, text: str, spots: Mapping[Place, Spot], *, is_alone: bool) -> Line:
    words = printed.words
    if not words and is_alone and text:
        words = (WordBox(text, 0, len(text), printed.box),)
    cells: list[Cell] = []
    for word in words:
        word_text = text[word.start : word.end]
        others = [targets(word_text, other) for other in word.others]
        for at, sign in enumerate(word_text):
            if sign.isspace():
                continue
            box = piece(word.box, at, at + 1, word.end - word.start)
            number, place = spots.get((printed.line, word.start + at), (-1, None))
            has_space = bool(cells) and text[word.start + at - 1 : word.start + at].isspace()
            also = tuple(reading[at] for reading in others)
            cells.append(Cell(sign, box, word.certainty, number, place, has_space, also))
    if cells:
        box = reduce(box_around, (cell.box for cell in cells))
    else:
        box = printed.box
    return Line(box, tuple(cells))


def _doubts(
    lines: Sequence[Line],
    articles: Sequence[StoredArticle],
    likely: Sequence[Sequence[LikelyCharacter]],
    *,
    is_own: bool = False,
) -> tuple[Doubt, ...]:
    by_spot: dict[Spot, list[LikelyCharacter]] = {}
    for number, some in enumerate(likely):
        for likely_character in some:
            by_spot.setdefault((number, likely_character.place), []).append(likely_character)
    article_characters = [ArticleCharacters(stored.article) for stored in articles]
    doubts = []
    for number, line in enumerate(lines):
        for start, end in _units(line):
            cells = line.cells[start:end]
            spots = []
            for cell in cells:
                spot = spot_of(cell)
                if spot is not None:
                    spots.append(spot)
            speaks = tuple(chain.from_iterable(by_spot.get(spot, ()) for spot in spots))
            certainty = min(cell.certainty for cell in cells)
            if len(spots) < len(cells):
                continue
            near = _near(article_characters, spots)
            if near is not None and (speaks or _is_asked(cells, certainty, near if is_own else None)):
                doubts.append(Doubt(number, start, end, certainty, speaks))
    return tuple(doubts)


_NEAR = 12
"""The number of characters before and after a place by which it is told what stands there."""


def _near(article_characters: Sequence[ArticleCharacters], spots: Sequence[Spot]) -> tuple[str, str] | None:
    """Return the text before and after characters of a page, each of the article that it is in.

    None if one of the characters is not in the running text.
    """
    positions = [article_characters[article].position(place) for article, place in spots]
    first = positions[0]
    last = positions[-1]
    if first is None or last is None or None in positions:
        return None
    before = article_characters[spots[0][0]].running[max(0, first - _NEAR) : first]
    after = article_characters[spots[-1][0]].running[last + 1 : last + 1 + _NEAR]
    return before, after


def _is_asked(cells: Sequence[Cell], certainty: float, near: tuple[str, str] | None = None) -> bool:
    """Return whether characters are in doubt by themselves: two readings differ, or none was certain.

    `near` is the text before and after them on a page that this program has recognised. There it is right nearly
    everywhere where it was not certain, and only what something supports is asked.
    """
    recognised = "".join(cell.sign for cell in cells)
    again = _again(cells)
    certainty_again = min(cell.certainty_again for cell in cells)
    if near is not None:
        if is_lost_mark(recognised, near):
            return True
        if is_of_no_word(recognised, near, certainty, None if again is None else certainty_again):
            return True
    if again is None:
        return near is None and certainty < CERTAIN
    is_same = is_same_reading(recognised, again)
    if near is not None:
        return not is_same and is_supported(
            recognised, again, near, was_certain=certainty >= CERTAIN, is_certain=certainty_again >= CERTAIN
        )
    return not is_same or (certainty < CERTAIN and certainty_again < CERTAIN)


def _again(cells: Sequence[Cell]) -> str | None:
    readings = [cell.again for cell in cells if cell.again is not None]
    if len(readings) < len(cells):
        return None
    return "".join(readings)


def _units(line: Line) -> Iterator[tuple[int, int]]:
    """Yield the characters [start, end) of a line that are decided together: one, or a word of Latin letters."""
    start = 0
    for end in range(1, len(line.cells) + 1):
        before = line.cells[end - 1]
        cell = line.cells[end] if end < len(line.cells) else None
        is_word = cell is not None and not cell.has_space and cell.certainty == before.certainty
        if not is_word or not all(
            near_cell and near_cell.sign.isascii() and near_cell.sign.isalnum()
            for near_cell in (before, cell)
        ):
            yield start, end
            start = end
