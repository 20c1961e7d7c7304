"""The data model of an article: the parts of its headline, its credits and its blocks."""

import base64
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import accumulate
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import language
from reader.newspaper.facts import Fact, IssueFacts, Outcome, Rule
from reader.newspaper.line_place import LinePlace

# The format of a Markdown file with one article: the names of the fields between the two `---` at its start.
#
# `export.article_file` writes such files, `formats.article_file` reads them. Values are JSON, and so YAML.


FENCE = "---"
VERSION = 1


class Name(StrEnum):
    """The names of the fields, in the order in which they are written."""

    VERSION = "yuebao"
    """Identifies the format, with its version."""
    TITLE = "title"
    """A title for other programs: the headline, or the beginning of the text."""
    NEWSPAPER = "newspaper"
    DATE = "date"
    MONTH_DAY = "month_day"
    """Month and day, written if the year is not known."""
    IS_PRINTED = "date_is_printed"
    KNOWN_BY = "known_by"
    """Of newspaper, date, edition, number and page, how they are known: the name of a rule, and the outcome."""
    FIELDS = "masthead"
    """The other fields of the masthead, as papers print them."""
    PAGE = "page"
    PLACE = "order"
    KEY = "key"
    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECKS = "decks"
    AUTHORS = "authors"


# The marks before a block of each kind but paragraph. A jump line has its mark at the end, too.
SUBHEAD = "### "
CAPTION = "> "
NOTICE = "- "
JUMP = "*"

StatedLine = tuple[int, "LinePart"]
"""The number of a line in its file, from 1, and its part in the article."""


class LinePart(StrEnum):
    SECTION = "section"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    NOTICE = "notice"
    JUMP = "jump"


class StatedArticle(Struct, frozen=True):
    """An article that a file's own markup delimits: its lines in order, and its page label as written
    (“A04”).

    `before` is the number of articles with the same opening before it in the file that it was exported from.
    `page_rule` is how the page is known, if not as whatever else the file states.
    """

    lines: tuple[StatedLine, ...]
    page: str | None = None
    before: int = 0
    page_rule: Rule | None = None


class StatedIssue(Struct, frozen=True):
    """The articles that a file's own markup delimits. Lines that are in none of them are the masthead.

    `is_dated_by_address`: the date is not in the text, but in the file's path or the URL it was saved from.
    `is_parsed`: this program wrote the file, so the parts of lines are those of an earlier parse. `place` is the number
    within the issue of an article that has a file of its own. `rule` is how title, date, number and pages are known: by
    lines of the text that print them, or by a format that states them. `facts` tell it where this program wrote the
    file.
    """

    articles: tuple[StatedArticle, ...]
    title: str | None = None
    date: dt.date | None = None
    is_dated_by_address: bool = False
    is_parsed: bool = False
    place: int | None = None
    facts: IssueFacts | None = None
    rule: Rule = Rule.MASTHEAD

    @property
    def page_rule(self) -> Rule:
        """How the pages of the articles are known."""
        return Rule.PAGE_LINE if self.rule is Rule.MASTHEAD else self.rule


class StatedHead(Struct, frozen=True):
    """What a file states about the issue without delimiting articles; the first lines repeat it.

    `lines` are the numbers of further lines of the masthead. `doubted` is the number of a line with one of several days
    of which it can't be told which is the issue's; else 0. `said` is the date that the user has given. `rule` is how
    what the first lines repeat is known. `page_lines` are the numbers of lines that are on no page: they say where one
    begins that the format states, or that comes next in the file.
    """

    title: str | None = None
    date: dt.date | None = None
    line_count: int = 0
    lines: tuple[int, ...] = ()
    doubted: int = 0
    said: dt.date | None = None
    rule: Rule = Rule.MASTHEAD
    page_lines: tuple[int, ...] = ()

    @property
    def page_rule(self) -> Rule:
        """How the pages are known that such lines tell."""
        return self.rule if self.rule.outcome is Outcome.STATED else Rule.PAGE_IN_ORDER


LOW_QUALITY = 0.2
"""The share of characters, of those with a stated confidence, that are unsure in a text of low quality."""


class Quality(Struct, frozen=True):
    """What a file of recognised pages states of its characters and its pictures; None for what it does not state.

    `characters` is the number of those with a stated confidence, `mean` the mean of it (0 to 1), `unsure` the number of
    those with less than `unsure_below`. `dpi` is the resolution of the coarsest picture, `is_dpi_estimated` if only the
    size of the paper was guessed. `unknown_script` is the number of pages whose script the recogniser does not know,
    `over_columns` that of lines that may go on in the next column, `undecided` that of pages of which it could not be
    told how they lie in their pictures.
    """

    characters: int = 0
    mean: float | None = None
    unsure: int | None = None
    unsure_below: float | None = None
    dpi: int | None = None
    is_dpi_estimated: bool = False
    unknown_script: int = 0
    over_columns: int = 0
    undecided: int = 0

    @property
    def is_low(self) -> bool:
        """Whether much of the text is likely to be misread, as far as that is stated."""
        is_strange = self.unknown_script > 0 or self.undecided > 0
        return is_strange or (self.unsure or 0) > LOW_QUALITY * self.characters

    def and_of(self, other: "Quality") -> "Quality":
        """Return the quality of the pages of both."""
        qualities = [quality for quality in (self, other) if quality.mean is not None]
        characters = sum(quality.characters for quality in qualities)
        with_dpi = [quality for quality in (self, other) if quality.dpi]
        coarsest = min(with_dpi, key=attrgetter("dpi"), default=self)
        mean = None
        unsure = None
        unsure_below = None
        if characters:
            mean = sum((quality.mean or 0.0) * quality.characters for quality in qualities) / characters
        if qualities:
            unsure = sum(quality.unsure or 0 for quality in qualities)
            unsure_below = qualities[0].unsure_below
        return Quality(
            characters,
            mean,
            unsure,
            unsure_below,
            coarsest.dpi,
            coarsest.is_dpi_estimated,
            self.unknown_script + other.unknown_script,
            self.over_columns + other.over_columns,
            self.undecided + other.undecided,
        )


class Reading(Struct, frozen=True):
    """How a file was read: its format, how well the file fits that (0 to 1), and in words what was left out.

    `tells_articles`: the file's markup delimits the articles, not the parser. `quality` is None if the file says
    nothing about its characters or pictures.
    """

    format: str
    certainty: float
    left_out: tuple[str, ...] = ()
    tells_articles: bool = False
    quality: Quality | None = None


UNKNOWN_TEXT = "unknown-text"
"""The format of a text that is evidently no running text, and of no kind that is known."""

# The marks of a character of which an OCR program was certain, and of one of which it was not.
SURE = "+"
FAINT = "?"
DAMAGE = "\ufffd"
"""The character that replaces bytes that can't be decoded."""

LineSpan = tuple[int, int]
"""First and last line number, both inclusive."""


def is_in_spans(line: int, spans: Iterable[LineSpan]) -> bool:
    return any(first <= line <= last for first, last in spans)


class SourceText(Struct, frozen=True):
    """The decoded text of one file.

    `path` is relative to the library, with `/` (as given, outside a library). `lines` holds every line
    without its line end: line `n` of the file is `lines[n - 1]`. For a file that is not plain text, they are
    the lines of the text that its format extracts, and `reading` says how. `stated` has the articles that its
    markup delimits, `head` what its markup states about the issue alone; both are None if there is no such
    markup. `places` is the place of each line, if the file states places for the lines of any page; else it is empty.
    `misplaced` are the numbers of lines without a possible place, on pages that have places. `aside` is the number of
    last lines that are words beside the text of a web page: they are found with the masthead, and tell nothing about
    the issue. `certainty` has for each line a mark for each character, `SURE`, `FAINT`, or " " for neither;
    it is empty if nothing is known. `spans` are, for an issue in a file that holds several, the lines of that file that
    each line is from, (0, 0) for one that is from none; it is empty if they are not told. A text that is a part of such
    a file as it is has `lines_above` lines of the file above it: line `n` of the file is `lines[n - 1 - lines_above]`,
    and the other numbers count its own lines.
    """

    path: str
    encoding: str
    lines: tuple[str, ...]
    stated: StatedIssue | None = None
    reading: Reading | None = None
    head: StatedHead | None = None
    places: tuple[LinePlace | None, ...] = ()
    misplaced: tuple[int, ...] = ()
    aside: int = 0
    certainty: tuple[str, ...] = ()
    spans: tuple[LineSpan, ...] = ()
    lines_above: int = 0
    encoding_fact: Fact[str] = Fact(None, Outcome.UNKNOWN)
    """How the encoding is known; unknown if the format does not tell."""

    def numbers_in_file(self, number: int) -> range:
        """Return the numbers in the file of line `number` of the text; none if it is from no line."""
        if not self.spans:
            return range(number + self.lines_above, number + self.lines_above + 1)
        first, last = self.spans[number - 1]
        if first:
            return range(first, last + 1)
        return range(0)

    @property
    def lines_of_file(self) -> tuple[str, ...]:
        """The lines by their numbers in the file; those that are not in the text are blank."""
        if not self.spans:
            return ("",) * self.lines_above + self.lines
        of_file = [""] * max(last for _, last in self.spans)
        for line, (first, _) in zip(reversed(self.lines), reversed(self.spans), strict=True):
            if first:
                of_file[first - 1] = line
        return tuple(of_file)


def spans_of(lines: list[int]) -> tuple[LineSpan, ...]:
    """Return ascending line numbers as the fewest spans: [3, 4, 5, 9] → ((3, 5), (9, 9))."""
    spans: list[LineSpan] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], line)
        else:
            spans.append((line, line))
    return tuple(spans)


def digest_of(data: bytes, size: int) -> bytes:
    """Return the BLAKE2b digest of `data`, `size` bytes long."""
    from _blake2 import blake2b  # that of `hashlib`, which would load OpenSSL

    return blake2b(data, digest_size=size).digest()


# part of the identity of all texts that readers have marked: never to be changed
KEY_CHARACTERS = 48


MOST_ALIKE = 9
"""Maximum number of articles with the same opening that `keys_alike` lists."""


def opening_of(key: str) -> str:
    """Return a key without its ordinal: what the keys of all articles with this opening have in common."""
    return key.partition("-")[0]


def key_of_lost(key: str) -> str:
    """Return the key for a lost article: with the opening of `key`, but an ordinal that no article has."""
    return f"{opening_of(key)}-0"


def keys_alike(key: str) -> list[str]:
    """Return `key` and the keys that other articles with its opening may have; only `key` for a lost one."""
    opening = opening_of(key)
    if key == key_of_lost(key):
        return [key]
    return list(dict.fromkeys([key, opening, *(f"{opening}-{n}" for n in range(2, MOST_ALIKE + 1))]))


def keys_of(bodies: Iterable[str]) -> list[str]:
    """Return the keys of a file's articles. `bodies` are in key form (`language.forms.key_form`) and in reading order.

    A key is a digest of the first 48 characters of the body, as 16 letters and digits; the second article of
    the file with the same digest has “-2” appended, and so on.
    """
    seen: Counter[str] = Counter()
    keys = []
    for body in bodies:
        digest = digest_of(body[:KEY_CHARACTERS].encode(), 10)
        name = base64.b32encode(digest).decode().lower()
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return keys


class ArticleKind(StrEnum):
    """The kind of an article. CONTINUATION: it continues one of another page; NOTICES: classified notices;
    UNPLACED: lines that could not be assigned to an article.
    """

    ARTICLE = "article"
    CONTINUATION = "continuation"
    NOTICES = "notices"
    UNPLACED = "unplaced"


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    JUMP = "jump"
    NOTICE = "notice"


class Role(StrEnum):
    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    PHOTOGRAPHER = "photographer"
    AUTHOR = "author"
    EDITOR = "editor"
    AGENCY = "agency"


class Credit(Struct, frozen=True):
    """Names that share a role. `as_printed` is the text they were found in (“记者 甲 乙”)."""

    role: Role
    names: tuple[str, ...]
    as_printed: str


class Block(Struct, frozen=True):
    """A unit of the body, in read form; a paragraph divided by the end of a column has several spans."""

    kind: BlockKind
    text: str
    source_lines: tuple[LineSpan, ...]


class Where(StrEnum):
    """The part of an article that contains a text; ELSEWHERE: only another source of the article has it."""

    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    SECTION = "section"
    CREDIT = "credit"
    BLOCK = "block"
    ELSEWHERE = "elsewhere"


class Fault(StrEnum):
    """Whose error a corrected character is: that of a program that read it, or that of the paper itself."""

    RECOGNISED = "recognised"
    PRINTED = "printed"


class CharacterReading(Struct, frozen=True):
    """A person's correction of the recognised character at offset `at` of a text of the article.

    `read_as` is what should be there: none, one or several characters. Where the fault is the paper's, the character
    is printed so, and stays; what was meant is a remark. `index` counts the decks, credits or blocks; it is 0 for the
    other texts.
    """

    where: Where
    index: int
    at: int
    read_as: str
    fault: Fault = Fault.RECOGNISED


def cells(text: str, characters: Mapping[int, str]) -> tuple[str, ...]:
    """Return the characters of a text, with those at the given offsets replaced; offsets outside it are ignored."""
    if characters:
        return tuple(characters.get(at, character) for at, character in enumerate(text))
    return tuple(text)


def with_characters(text: str, characters: Mapping[int, str]) -> str:
    """Return a text with the characters at the given offsets replaced; offsets outside it are ignored."""
    if characters:
        return "".join(cells(text, characters))
    return text


def spans_with_characters(
    spans: Iterable[tuple[int, int]], text: str, characters: Mapping[int, str]
) -> list[tuple[int, int]]:
    """Return spans of a text as those of `with_characters`; one of left out characters is that of their neighbour."""
    if not characters:
        return [*spans]
    begins = [0, *accumulate(map(len, cells(text, characters)))]
    new_spans = []
    for first, last in spans:
        begin = begins[first]
        end = begins[last]
        if begin == end and first < last:
            begin, end = max(0, begin - 1), min(begins[-1], end + (begin == 0))
        new_spans.append((begin, end))
    return new_spans


class ElsewhereText(Struct, frozen=True):
    """A text that only another source of the article has: it is no part of what is shown.

    `where` is the part of the article in which a search finds it; ELSEWHERE for a text of the body.
    """

    where: Where
    text: str


class Article(Struct, frozen=True):
    """One article of one file.

    For `key` see `keys_of`; `page`, `jump_to` and `jump_from` are labels ("2", "A4"). The texts are as recognised:
    keys, marks and offsets refer to these. `readings` are the characters in them that a user has corrected; what is
    shown or leaves the program is `corrected`. `elsewhere` are the texts that only other sources of the issue have;
    searches find the article by all of them.
    """

    key: str
    kind: ArticleKind
    page: str | None = None
    section: str | None = None
    kicker: str | None = None
    headline: str | None = None
    decks: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    jump_from: str | None = None
    jump_to: str | None = None
    blocks: tuple[Block, ...] = ()
    source_lines: tuple[LineSpan, ...] = ()
    readings: tuple[CharacterReading, ...] = ()
    elsewhere: tuple[ElsewhereText, ...] = ()

    def corrected(self) -> "Article":
        """Return the article as it is printed, with the corrected characters in its texts; `readings` is empty then.

        An article without any is returned itself.
        """
        if not self.readings:
            return self
        characters_by_text = self.corrections()

        def printed(where: Where, text: str, index: int = 0) -> str:
            return with_characters(text, characters_by_text.get((where, index), {}))

        section = printed(Where.SECTION, self.section) if self.section else self.section
        kicker = printed(Where.KICKER, self.kicker) if self.kicker else self.kicker
        headline = printed(Where.HEADLINE, self.headline) if self.headline else self.headline
        decks = tuple(printed(Where.DECK, deck, index) for index, deck in enumerate(self.decks))
        blocks = tuple(
            replace(block, text=printed(Where.BLOCK, block.text, index))
            for index, block in enumerate(self.blocks)
        )
        return replace(
            self,
            section=section,
            kicker=kicker,
            headline=headline,
            decks=decks,
            credits=tuple(
                _corrected_credit(credit, characters_by_text.get((Where.CREDIT, index), {}))
                for index, credit in enumerate(self.credits)
            ),
            blocks=blocks,
            readings=(),
        )

    def texts(self) -> Iterator[tuple[Where, int, str]]:
        """Yield its texts as a program read them, in reading order; "" for what it does not have."""
        yield Where.SECTION, 0, self.section or ""
        yield Where.KICKER, 0, self.kicker or ""
        yield Where.HEADLINE, 0, self.headline or ""
        for index, deck in enumerate(self.decks):
            yield Where.DECK, index, deck
        for index, credit in enumerate(self.credits):
            yield Where.CREDIT, index, credit.as_printed
        for index, block in enumerate(self.blocks):
            yield Where.BLOCK, index, block.text

    def text_of(self, where: Where, index: int) -> str:
        return next((text for *place, text in self.texts() if place == [where, index]), "")

    def recognised(self) -> "Article":
        """Return the article as a program read it, without corrections."""
        if self.readings:
            return replace(self, readings=())
        return self

    def corrections(self) -> dict[tuple[Where, int], dict[int, str]]:
        """Return for each text with misread characters what is printed in their place, by offset."""
        characters_by_text: dict[tuple[Where, int], dict[int, str]] = {}
        for reading in self.readings:
            if reading.fault is Fault.RECOGNISED:
                characters_by_text.setdefault((reading.where, reading.index), {})[reading.at] = (
                    reading.read_as
                )
        return characters_by_text

    def has_picture(self) -> bool:
        """Return whether the paper printed a picture with the article, as its captions and photographers tell."""
        if any(block.kind is BlockKind.CAPTION for block in self.blocks):
            return True
        return any(credit.role is Role.PHOTOGRAPHER for credit in self.credits)

    def title(self) -> str:
        """Return the article's title for a list, as printed: its headline, else the beginning of its text."""
        printed = self.corrected()
        if printed.headline:
            return printed.headline
        text = printed.beginning()
        if len(text) <= 24:
            return text
        return text[:24] + "…"

    def beginning(self) -> str:
        """Return the first text that is not a jump line, or a jump line if there is no other text."""
        texts = [block for block in self.blocks if block.text]
        text_block = next((block for block in texts if block.kind is not BlockKind.JUMP), None)
        if text_block:
            return text_block.text
        if texts:
            return texts[0].text
        return ""


def _corrected_credit(credit: Credit, characters: Mapping[int, str]) -> Credit:
    if not characters:
        return credit
    names = []
    end = 0
    for name in credit.names:
        begin = credit.as_printed.find(name, end)
        if begin >= 0:
            end = begin + len(name)
            name = with_characters(name, {at - begin: character for at, character in characters.items()})
        names.append(name)
    return replace(
        credit, names=tuple(filter(None, names)), as_printed=with_characters(credit.as_printed, characters)
    )


def page_as_printed(page: str) -> str:
    """Return a page label in the form that papers print before 版: "2" → "02", "A4" → "A04"."""
    return re.sub(r"\d+", _in_two_figures, page, count=1)


def page_in_words(label: str) -> str:
    """Return a page label as it is written with the word for “page”: 02 in Chinese, 2 in other languages."""
    if language() == "zh":
        return page_as_printed(label)
    return label


def _in_two_figures(number: re.Match[str]) -> str:
    return number[0].zfill(2)
