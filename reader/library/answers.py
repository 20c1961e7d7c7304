"""What the core asks features (`Plug.answers`), and the answers where no feature knows any.

Asked about are misread characters, equal texts, the names of people, dates that issues may have, and pictures
without a text. What is in doubt is asked in `doubts`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from msgspec import Struct

from reader.export.article_text import day_in_words
from reader.i18n import Words, count, later, say
from reader.library.derived_data import Derived
from reader.newspaper.correction import Claim
from reader.newspaper.facts import Fact, with_remark
from reader.newspaper.holdings import IssueRow
from reader.newspaper.line_place import LineOnPicture, LineReading
from reader.storage.catalogue import Catalogue
from reader.storage.folder import LibraryFolder
from reader.storage.user_data import UserData

if TYPE_CHECKING:
    from reader.library.character_places import CharacterPlace
    from reader.library.characters import Characters
    from reader.library.page_pictures import PagePicture, PagePictures
    from reader.newspaper.holdings import StoredArticle
    from reader.search.answering.ladder import RungQuery, Statistics
    from reader.search.query import Query
    from reader.storage.catalogue_reading import CatalogueReading
    from reader.storage.file_table import UndatedFile

_VISIBLY = 0.05
"""The least difference between the interval's middle and the number found, as a share of that number."""


class Estimate(Struct, frozen=True):
    """The number of articles that would be found if nothing were misread is between `low` and `high`.

    `how` is an explanation to show.
    """

    low: int
    high: int
    how: str

    def is_worth_showing(self, total: int, below: int = 0) -> bool:
        """Return whether it says more than that `total` articles were found, and `below` further ones on lower rungs.

        It does if it is visibly above the number found, narrow (less than a third of its upper end), and does not
        contradict what the rungs have found.
        """
        return (
            self.low > total
            and self.low + self.high - 2 * total >= 2 * _VISIBLY * total
            and 3 * (self.high - self.low) < self.high
            and total + below <= self.high
        )


class NoEstimate(StrEnum):
    """Why it is not estimated how many articles a search misses. A member has its name in JSON, and its words."""

    _words: Words

    def __new__(cls, name: str, words: Words = str) -> Self:
        reason = str.__new__(cls, name)
        reason._value_ = name
        reason._words = words
        return reason

    NOTHING_FOUND = "nothing found", later("没有找到，无从推算")
    QUERY = "query", later("这样的搜索推算不了：要一到四个词，每个至少两个汉字，都要有")
    FEW_MEASURED = "few measured", later("这里能量的字太少，不知道认错多少")
    HARDLY_MISREAD = "hardly misread", later("量过的字里几乎没有认错的")
    UNSURE = "unsure", later("推算出来的范围太宽，说了也没有用")
    NOTHING_MORE = "nothing more", later("推算出来的不比找到的多")

    @property
    def words(self) -> str:
        """The reason in words."""
        return self._words()

    @property
    def sentence(self) -> str:
        """That there is no estimate, and why."""
        return say("漏了多少未推算：{why}。", why=self._words())


class LikelyCharacter(Struct, frozen=True):
    """A character that is likely to be misread, what it may be, and what speaks for that, in words."""

    place: CharacterPlace
    read_as: str
    because: str


class Misread(Struct):
    """Answers as if nothing were known of misread characters. A feature that knows answers for all (`Plug.answers`)."""

    _derived: Derived

    def rate(self) -> float:
        """Return the share of the library's characters that are misread; the usual share if that is not known."""
        from reader.search import noisy_channel

        return noisy_channel.USUAL_RATE

    def forms(self, string: str) -> Mapping[str, frozenset[int]]:
        """Return the forms in which issues certainly misread a string, with the articles of these issues.

        The string is in search form; the articles are ids. Raises IndexDamaged.
        """
        return {}

    def likely(
        self, article_ids: Sequence[int], same_texts: SameTexts, query: Query | None = None
    ) -> Mapping[int, Sequence[LikelyCharacter]]:
        """Return the characters of each of these articles that are likely to be misread. Raises LibraryError.

        With a query for misread forms, these are the characters because of which the articles match it.
        """
        return {}

    def estimate(self, typed: Query, answered: Query, total: int) -> Estimate | NoEstimate:
        """Return how many articles there are of which `total` were found, or why that is not estimated.

        See `Searcher.estimate`. Raises IndexDamaged.
        """
        return NoEstimate.FEW_MEASURED

    def look(self, pause: Callable[[], object]) -> None:
        """Look for what may wait until a sync has reported; `pause` is called often, and may raise to stop the work.

        Raises LibraryBusy if another process writes, IndexDamaged and CatalogueDamaged.
        """

    def follow_rules(self, characters: Characters) -> None:
        """Correct the characters to which the reader's rules apply in the present articles.

        Raises LibraryError if the index is damaged, or while another process syncs.
        """


class OtherPrinting(Struct, frozen=True):
    """Another printing of an article's text, whole or a piece.

    `share` is how much of the shorter text is in the other, `whole_share` how much of the longer, `likeness` how much
    is equal within the stretch that is in both, all 0 to 1; `alike` is that in words.
    """

    stored: StoredArticle
    share: float
    whole_share: float
    likeness: float
    is_whole: bool
    alike: str


def estimate_shown(estimate: Estimate | NoEstimate, total: int, below: int = 0) -> Estimate | NoEstimate:
    """Return an estimate for a search that found `total` articles, or why none is shown; see `is_worth_showing`."""
    if isinstance(estimate, NoEstimate) or estimate.is_worth_showing(total, below):
        return estimate
    if estimate.low > total and 3 * (estimate.high - estimate.low) >= estimate.high:
        return NoEstimate.UNSURE
    return NoEstimate.NOTHING_MORE


def surest_first(others: Sequence[OtherPrinting]) -> list[OtherPrinting]:
    """Return other printings, those first that a person has proofread."""
    return sorted(others, key=_proofread_share, reverse=True)


def _proofread_share(other: OtherPrinting) -> float:
    proofread = other.stored.proofread
    if proofread is None:
        return 0.0
    return proofread.share


class OtherPrintings(Struct, frozen=True):
    """The other printings of an article's text.

    `is_standing` is whether the text is printed in the paper permanently; its printings are not listed then.
    """

    others: tuple[OtherPrinting, ...] = ()
    is_standing: bool = False
    analysed: float = 1.0
    """The share of the articles that were compared; in the others there may be more."""
    first: str = ""
    """Which of them was the first in print, the article itself included, in words; "" if there are no others."""


class Series(Struct, frozen=True):
    """The parts of a series in order, with the numbers in their headlines, if any."""

    parts: tuple[StoredArticle, ...]
    numbers: tuple[int | None, ...]


class SameTexts(Struct):
    """Answers as if no text were printed twice. A feature that knows answers for all (`Plug.answers`), from any thread.

    No answer fails where the catalogue is damaged: the next sync rebuilds it.
    """

    _derived: Derived

    def of(self, article_id: int) -> OtherPrintings:
        """Return the other printings of an article's text: whole ones first, then by falling share, then by date."""
        return OtherPrintings()

    def pairs(self, article_ids: Collection[int]) -> Sequence[tuple[int, int]]:
        """Return these articles with each article that has their text or a piece of it, the most alike first.

        Texts that are printed permanently are left out.
        """
        return ()

    def folds(self, article_ids: Collection[int], query: Query) -> Mapping[int, frozenset[int]]:
        """Return for each of these matches of a query the ids of all matches with the same text, itself included.

        Articles without another such match are left out.
        """
        return {}

    def analysed(self) -> float:
        """Return the share of the articles that were compared, 0 to 1; about the others all answers are silent."""
        return 1.0


class OfficeOfBody(Struct, frozen=True):
    """An office as tables list it, such as the 代市长 of 江城市.

    Attributes:
        body: what it is an office of, a place for its organs; "" where it is not known.
        name: the organ of the place, the rank and the title, as printed: 市委书记, 代市长.
        post: what is held, in simplified characters: 市长 also for a 代市长.
        is_acting: whether the rank is 代.
        is_former: whether the rank says that somebody has left it.
        is_of_many: whether several people hold such an office at once.
    """

    body: str
    name: str
    post: str
    is_acting: bool
    is_former: bool
    is_of_many: bool


class SeenInOffice(Struct, frozen=True):
    """A person whom articles name with an office.

    `label` is that of one of several people of a name, else "". `spellings` are the names that stand in the articles.
    `days` are those of the articles, such as 20240131, ascending; 0 for no day comes last. `article_ids` go with them.
    `body` tells how the body is known, by the surest of them; `unsure_ids` are the articles that tell it less surely.
    """

    name: str
    label: str
    spellings: Collection[str]
    office: OfficeOfBody
    days: Sequence[int]
    article_ids: Sequence[int]
    body: Fact[str]
    unsure_ids: Collection[int] = frozenset()

    @property
    def person(self) -> str:
        if self.label:
            return say("{name}（{label}）", name=self.name, label=self.label)
        return self.name

    @property
    def in_words(self) -> str:
        """The person, with a mark where the body of the office is not told by words beside it."""
        if not self.body.value or self.body.is_sure:
            return self.person
        return say("{name}（{mark}）", name=self.person, mark=self.body.mark)

    @property
    def first(self) -> dt.date | None:
        """The first day on which the person is seen in the office; None if no article has a date."""
        return _date(self.days[0])

    @property
    def last(self) -> dt.date | None:
        return _date(self.days[-1] or max(self.days))

    @property
    def of_sure_body(self) -> Sequence[tuple[int, int]]:
        """The days, with the ids, of the articles by which the person is surely in the office of this body."""
        seen = zip(self.days, self.article_ids, strict=True)
        return [(day, article_id) for day, article_id in seen if article_id not in self.unsure_ids]


def _date(day: int) -> dt.date | None:
    if day:
        return dt.date(day // 10_000, day // 100 % 100, day % 100)
    return None


class _CountedBody(Protocol):
    """A body, with the number of people seen in its offices, and of the articles that tell so."""

    @property
    def name(self) -> str: ...

    @property
    def people(self) -> int: ...

    @property
    def articles(self) -> int: ...


def place_of_body(body: _CountedBody) -> tuple[bool, int, int, str]:
    """Return the place of a body in a list: that with most people first, the one without a name last."""
    return not body.name, -body.people, -body.articles, body.name


class BodyInOffice(Struct, frozen=True):
    """A body with the number of people seen in its offices, how many articles tell so of each in all, and the offices,
    those that one person holds first; "" for offices of no known body.
    """

    name: str
    people: int
    articles: int
    offices: Sequence[OfficeOfBody]


def other_readings(query: Query, newspapers: Callable[[], Iterable[str]]) -> Iterable[Query]:
    """Return other interpretations of a query; `newspapers` returns the titles of the library's newspapers."""
    return ()


def nothing_similar(_word: str) -> Iterable[str]:
    return ()


def suggestions(
    query: Query,
    finds: Callable[[Query], bool],
    *,
    newspapers: Callable[[], Iterable[str]] = tuple,
    similar: Callable[[str], Iterable[str]] = nothing_similar,
) -> tuple[str, ...]:
    """Return queries that find something, as text to type, for a query that finds nothing."""
    return ()


def next_step(query: Query, catalogue: CatalogueReading, *, is_whole: bool = True) -> str:
    """Return a sentence on what to try, while the library is read in if it is not `is_whole`; "" for none."""
    return ""


def names_as_words(catalogue: CatalogueReading) -> Sequence[str]:
    """Return the names of people, in search form, that are words of the articles of a catalogue, for a new index."""
    return ()


class PersonNames(Struct):
    """Answers as if nobody were known by name. A feature that knows answers for all (`Plug.answers`), from any thread.

    Raises like the catalogue and the engine.
    """

    _derived: Derived
    _user_data: UserData

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        """Return the commonest names that begin with what is typed and are longer."""
        return []

    def alike(self, typed: str, limit: int) -> list[str]:
        """Return the commonest names that differ from what is typed in one character."""
        return []

    def among(self, words: Iterable[str]) -> set[str]:
        """Return those of a few words that are names."""
        return set()

    def certain_forms(self) -> frozenset[str]:
        """Return the search forms of all names that are certain in some article."""
        return frozenset()

    def analysed(self) -> float:
        """Return the share of the articles that were searched for names, 0 to 1; others may name more people."""
        return 1.0

    def bodies_in_office(self) -> Sequence[BodyInOffice]:
        """Return the bodies that people are seen in an office of, that with most people first, "" before all."""
        return ()

    def in_office(self, typed: str | None) -> Sequence[SeenInOffice]:
        """Return who is seen in the offices of a body, else of those whose name contains it, else those of that person.

        For "" they are the offices of no known body, for None all.
        """
        return ()

    def namings(
        self, query: Query, statistics: Statistics, cancelled: Callable[[], bool]
    ) -> RungQuery | None:
        """Return the rung with the other namings of the person searched for; None if the query is not for a person.

        The query `unseen` of the rung finds those of its articles that may be on no rung above.
        """
        return None


class Repair(Struct, frozen=True):
    """A date or a number that is suggested for an issue; without a `claim`, it is only said what does not agree."""

    words: str
    claim: Claim | None
    is_sure: bool
    """Whether it can be taken without looking at it again."""
    date: dt.date | None
    number: int | None
    as_json: Mapping[str, object]
    is_contradiction: bool = False
    """Whether date and number of the issue contradict each other, and this is one way to resolve it."""


class DateExplanation(Struct, frozen=True):
    """The evidence for a date that is not printed, in words; `year` is its year, which the reader may reject.

    `year` is None if the date is unknown; the words say why.
    """

    words: str
    year: int | None = None


class DateRepair(Struct):
    """Answers as if nothing followed from other issues. A feature that knows answers for all (`Plug.answers`)."""

    _catalogue: CatalogueReading

    def placements(self) -> Iterator[tuple[UndatedFile, dt.date | None]]:
        """Yield the files without a printed date whose inferred day differs from their present date, with that day.

        The day is None if the neighbours no longer determine one.
        """
        return iter(())

    def against_numbers(self) -> Mapping[int, str]:
        """Return what contradicts the numbers of issues, by their ids: those of days around, in plain signs."""
        return {}

    def explanation(self, issue_id: int) -> DateExplanation | None:
        """Return the evidence for an issue's date that is not printed, or why that in its file's name is none."""
        return None

    def of(self, issue_id: int) -> tuple[Repair, ...]:
        """Return what is suggested for one issue; it takes milliseconds, whatever the size of the library."""
        return ()

    def all(self) -> Iterator[tuple[IssueRow, tuple[Repair, ...]]]:
        """Yield the issues for which something is suggested, by newspaper; undated issues come last."""
        return iter(())


COMMAND = 'pip install "yuebao-reader[ocr]"'
"""What installs a recogniser."""
LEAST_DPI = 200
"""The resolution in dots per inch below which a recogniser is likely to misread small print."""


class WaitingPicture(Struct, frozen=True):
    """A picture without a text; `dpi` is the resolution that its file states, None if it states none."""

    path: str
    dpi: int | None = None

    @property
    def is_coarse(self) -> bool:
        return self.dpi is not None and self.dpi < LEAST_DPI

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF, whose pages are counted when it is opened, and which states no resolution."""
        return self.path.lower().endswith(".pdf")


class SecondReader(Struct):
    """Answers as if no line could be read again. A feature that recognises lines answers for the library's pictures."""

    _folder: LibraryFolder
    _pictures: PagePictures

    def is_there(self) -> bool:
        """Return whether lines can be read again."""
        return False

    def kept(self, picture: PagePicture, lines: Sequence[LineOnPicture]) -> Sequence[LineReading] | None:
        """Return what the lines of a page say as they were read again before; None if they were not."""
        return None

    def read(self, picture: PagePicture, lines: Sequence[LineOnPicture], pause: Callable[[], object]) -> None:
        """Read the lines of a page again, which takes long, and keep what they say.

        The corners of the lines are shares of the picture's width and height. `pause` is called often, and may raise to
        stop the work. Raises LibraryError.
        """


class WaitingPictures(Struct):
    """Answers as if no picture could be recognised. A feature that recognises them answers for the folder."""

    _folder: LibraryFolder

    def look(self, wordless: Collection[str]) -> tuple[WaitingPicture, ...]:
        """Return the pictures of the library that have no text yet, the latest first.

        `wordless` are the PDFs of which a sync read nothing, as they have no text (`PassedKind.WORDLESS`).
        """
        return ()

    def hint(self) -> str:
        """Return in words what has to be installed first; "" if a recogniser is there."""
        return ""


def waiting_in_words(pictures: Collection[WaitingPicture]) -> str:
    """Return how many pictures wait, and how many of them are likely to be misread; "" if there are none."""
    return say("，").join(_parts(pictures))


def _parts(pictures: Collection[WaitingPicture]) -> Iterator[str]:
    single = sum(not picture.is_pdf for picture in pictures)
    if single:
        yield count(single, "{n} 张图片还没有文字")
    several = len(pictures) - single
    if several:
        yield count(several, "{n} 个 PDF 还没有文字")
    coarse = coarse_in_words(pictures)
    if coarse:
        yield coarse
    unknown = sum(other_picture.dpi is None and not other_picture.is_pdf for other_picture in pictures)
    if unknown:
        yield count(unknown, "{n} 张没有写明分辨率")


def coarse_in_words(pictures: Iterable[WaitingPicture]) -> str:
    """Return how many pictures are likely to be misread, with the lowest resolution; "" if none is."""
    coarse = [picture.dpi for picture in pictures if picture.is_coarse and picture.dpi]
    if not coarse:
        return ""
    return count(len(coarse), "其中 {n} 张分辨率低") + say("（{dpi} dpi，可能读错）", dpi=min(coarse))


def resolution_in_words(row: WaitingPicture) -> str:
    if row.dpi is None:
        if row.is_pdf:
            return "PDF"
        return say("没有写明分辨率")
    if row.is_coarse:
        return say("{dpi} dpi，可能读错", dpi=row.dpi)
    return f"{row.dpi} dpi"


def issue_in_words(issue: IssueRow, *, with_marks: bool = True) -> str:
    """Return an issue in words, each value with a mark if it is not printed, unless that is told beside it."""
    day = day_in_words(issue.date) if issue.date else issue.label
    if not with_marks:
        number = say("第{number}期", number=issue.number) if issue.number else ""
        return " ".join(filter(None, (issue.newspaper, day, issue.edition, number)))
    day = issue.day_as_told(day)
    if issue.number:
        number = with_remark(say("第{number}期", number=issue.number), issue.facts.number)
    else:
        number = ""
    return " ".join(filter(None, (issue.newspaper_as_told, day, number)))


def import_folder(folder: Path, root: Path, catalogue: Catalogue) -> object:
    """Copy the issue files of a folder into the library at `root`; the catalogue is only read.

    Without a feature that does, the texts of missing files, once removed, stay outside the library.
    """
    return None


class NamedCollection(Struct, frozen=True):
    """A named collection of a person's that stands among the dossiers.

    Attributes:
        feature: the feature that keeps it, whose part shows it (`ui.desk.Part.collection_view`).
        kind: what it is, in words.
        about: what a tip says of it.
        number: the number of its parts, in words as `spoken`.
    """

    feature: str
    uuid: str
    name: str
    kind: str
    about: str
    number: int
    spoken: str


def other_collections(user_data: UserData) -> Sequence[NamedCollection]:
    """Return the collections of a feature that stand among the dossiers."""
    return ()
