"""The user's decisions about a library, apart from bookmarks and corrections of lines; stored with the user's
data.

Each kind of decision is a struct with a tag; all kinds are stored, merged, exported and undone in the same
way.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Literal, get_args

import msgspec

from reader.i18n import count, say
from reader.newspaper.article import Article, Fault
from reader.newspaper.holdings import Bookmark
from reader.newspaper.issue import leads_inside
from reader.newspaper.logical_clock import tick_from_json, tick_to_json
from reader.newspaper.passage import LONGEST_PLACE, Passage
from reader.newspaper.printing import Printing

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Newspaper = Annotated[str, msgspec.Meta(max_length=1000)]
_Page = Annotated[str, msgspec.Meta(max_length=100)] | None
_Path = Annotated[str, msgspec.Meta(max_length=4096)]
_File = Annotated[str, msgspec.Meta(max_length=100)]
_PrintingName = Annotated[str, msgspec.Meta(min_length=1, max_length=5000)]
_Time = Annotated[dt.datetime, msgspec.Meta(tz=True)]
LONGEST_READING = 20
"""The maximum number of characters that one printed character is read as."""


class ColumnChoice(msgspec.Struct, frozen=True):
    """The user's choice which column of a table holds which field, for all tables with these column names.

    `chosen` maps a field to the name of its column. Of a download with labels, the names are those of the labels, and
    `path` is the file about which the choice was made.
    """

    names: tuple[str, ...]
    chosen: dict[str, str]
    path: str = ""


class _Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """The base class of the kinds of decisions. The JSON field `kind` has the tag of the class.

    Attributes:
        applied_as: what has to be applied to the articles (`library.sync.apply`) when a decision of this kind
        changes; None if nothing has to be.
        written: the fields with texts that the user has written, which are preserved if a merge overrides them.
        part_of: the field with the UUID of the named thing that it is a part of; "" for what is no such part.
    """

    applied_as: ClassVar[Literal["characters", "sources", "profiles"] | None] = None
    written: ClassVar[tuple[str, ...]] = ()
    part_of: ClassVar[str] = ""

    @property
    def own_words(self) -> str:
        return "\n".join(getattr(self, name) for name in self.written)


class StruckOutName(_Content, frozen=True, tag="struck-out name", omit_defaults=True):
    """A string that was listed as a person's name is no name, neither in any of its other `forms`."""

    name: _Name
    forms: Annotated[tuple[_Name, ...], msgspec.Meta(max_length=100)] = ()


class MergedName(_Content, frozen=True, tag="merged name"):
    """A name is another spelling of the name `into` of the same person."""

    name: _Name
    into: _Name


class SplitPerson(_Content, frozen=True, tag="split person"):
    """In some articles a name is that of another person than elsewhere, distinguished by a label.

    `keys` identify the articles by `Printing.name`; earlier versions stored the keys of texts, which mean all
    articles with that text. The label "" assigns the articles to the first person again.
    """

    written = ("label",)
    name: _Name
    label: Annotated[str, msgspec.Meta(max_length=100)]
    keys: Annotated[tuple[_PrintingName, ...], msgspec.Meta(min_length=1, max_length=10_000)]


class SavedSearch(_Content, frozen=True, tag="saved search"):
    """A named search: the query as typed, and the options of the search."""

    written = ("name", "query")
    name: _Name
    query: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    order: Literal["relevance", "newest", "oldest"] = "relevance"
    all_shapes: bool = False


class SearchLook(_Content, frozen=True, tag="look at a saved search"):
    """The articles that a saved search had found when the user last opened it on a machine.

    `search` is the UUID of the search, `place` identifies the machine and the folder, `seen` are the
    articles, encoded by `saved_searches.seen_articles`. Each machine has its own record: an article seen on any of
    them counts as seen.
    """

    part_of = "search"
    search: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    place: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    seen: bytes


class Dossier(_Content, frozen=True, tag="dossier"):
    """A named collection of articles, clippings and the user's notes."""

    written = ("name",)
    name: _Name


class _InDossier(_Content, frozen=True):
    """An entry of the dossier with the UUID `dossier`; entries are sorted by `place` (see `passage`)."""

    part_of = "dossier"
    dossier: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    place: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_PLACE, pattern="^[0-9a-z]*[1-9a-z]$")]


class DossierNote(_InDossier, frozen=True, tag="note in a dossier"):
    """A note of the user's own in a dossier."""

    written = ("text",)
    text: Annotated[str, msgspec.Meta(max_length=1_000_000)]


class ClaimFootnote(_Content, frozen=True, tag="footnote to a claim"):
    """Whether a sentence of the user's own in a dossier gets a footnote with what the papers say of it.

    The UUID is derived from both (`claim_footnote_uuid`), so that it is the same on all machines.
    """

    part_of = "dossier"
    dossier: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    sentence: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    is_written: bool


class DossierArticle(_InDossier, frozen=True, tag="article in a dossier"):
    """An article in a dossier, or a passage of it, with its text at the time of adding it, as in a bookmark.

    Key, newspaper, date, page, path and `file` are those of its `Printing`, and are updated with it.
    """

    key: _Key
    newspaper: str
    date: dt.date | None
    month_day: Annotated[str, msgspec.Meta(pattern=r"^\d\d-\d\d$")] | None
    number: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] | None
    page: str | None
    path: _Path
    article: Article
    passage: Passage | None = None
    file: _File = ""

    def __post_init__(self) -> None:
        """Raise ValueError if the fields are not those of an article or a passage."""
        if self.month_day is not None:
            dt.date.fromisoformat(f"2000-{self.month_day}")
        if not leads_inside(self.path):
            raise ValueError("path")
        if not self.article.title() or any(not 0 < a <= b < 2**31 for a, b in self.article.source_lines):
            raise ValueError("article")
        if self.passage is not None and not self.passage.exact.strip():
            raise ValueError("passage")


_Words = Annotated[str, msgspec.Meta(max_length=2000)]


class ChronicleSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a paper that tells an event: its printing, and the words of the article, with `……` where some are cut.

    `said` are the words that tell the day, "" if the article does not tell it.
    """

    key: _Key
    newspaper: _Newspaper
    date: dt.date | None
    page: _Page
    path: _Path
    file: _File
    headline: _Words
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    said: Annotated[str, msgspec.Meta(max_length=100)] = ""

    @property
    def printing(self) -> Printing:
        return Printing(self.key, self.newspaper, self.date, self.page, self.file, self.path)


class Chronicle(_Content, frozen=True, tag="chronicle"):
    """A named chronicle, and in words what its draft was made from."""

    written = ("name",)
    name: _Name
    drafted_from: _Words = ""


class ChronicleLine(_Content, frozen=True, tag="line of a chronicle"):
    """An event in the chronicle with the UUID `chronicle`, with all its sources; the first one's words are shown.

    `words` are the reader's own for it, "" if they are those of the paper. Of equal days, lines are sorted by `place`.
    Without a day that the text tells, `first` and `last` are None.
    """

    written = ("words",)
    part_of = "chronicle"
    chronicle: Annotated[str, msgspec.Meta(max_length=64)]
    place: Annotated[str, msgspec.Meta(max_length=LONGEST_PLACE, pattern="^([0-9a-z]*[1-9a-z])?$")]
    first: dt.date | None
    last: dt.date | None
    basis: Literal["stated", "inferred", "not told", "by the reader"]
    sources: Annotated[tuple[ChronicleSource, ...], msgspec.Meta(min_length=1, max_length=1000)]
    words: _Words = ""
    is_dropped: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError if the days are not in order."""
        if (self.first is None) != (self.last is None) or (
            self.first and self.last and self.first > self.last
        ):
            raise ValueError("last")

    @property
    def is_retained(self) -> bool:
        return not self.is_dropped


class _OfCharacter(_Content, frozen=True):
    """A decision about a character that may be misread: `printed` is the recognised one, `read_as` is the other
    character; "" if there should be none, several if characters beside it were dropped.

    The article is identified by its printing. The place in it is identified by the context on both sides, in
    search form, and by `at`, the number of characters of the article's search forms before it.
    """

    applied_as = "characters"
    key: _Key
    path: _Path
    newspaper: _Newspaper
    date: dt.date | None
    before: Annotated[str, msgspec.Meta(max_length=100)]
    printed: Annotated[str, msgspec.Meta(min_length=1, max_length=1)]
    after: Annotated[str, msgspec.Meta(max_length=100)]
    at: Annotated[int, msgspec.Meta(ge=0)]
    read_as: Annotated[str, msgspec.Meta(max_length=LONGEST_READING)]
    page: _Page = None
    file: _File = ""

    @property
    def is_as_recognised(self) -> bool:
        """Whether the recognised character is the right one, whatever else might come into question."""
        return self.read_as == self.printed


class CorrectedCharacter(_OfCharacter, frozen=True, tag="corrected character", omit_defaults=True):
    """The character was misread by a program, or is misprinted in the paper (`fault`). Searches find both characters.

    Versions that knew only misread characters wrote no `fault`; for these it is left out, so that they can read it.
    """

    fault: Fault = Fault.RECOGNISED


class DismissedMisreading(_OfCharacter, frozen=True, tag="dismissed misreading"):
    """The character was read correctly, and is no longer listed as a possible misreading of the other one.

    Where that is the character itself, it is a misreading of no other one: somebody has compared it with the picture.
    """


class CharacterRule(_Content, frozen=True, tag="rule for characters"):
    """A printed string is a misreading of another one wherever its context allows that, also in articles added later.

    The decisions that follow from a rule are `CorrectedCharacter` ones, which are in effect only while the rule is.
    """

    applied_as = "characters"
    printed: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_READING)]
    read_as: Annotated[str, msgspec.Meta(max_length=LONGEST_READING)]

    @property
    def words(self) -> str:
        """The rule in words: “柳镀”都认错了，应是“柳渡”，以后读进来的也是."""
        return say(
            "“{printed}”都认错了，应是“{read_as}”，以后读进来的也是",
            printed=self.printed,
            read_as=self.read_as,
        )


class ReadArticle(_Content, frozen=True, tag="read article"):
    """The user has read an article.

    The title identifies the article after a change of its text. The UUID is derived from the printing
    (`read_mark_uuid`), so that it is the same on all machines; if the decision is undone, the article is
    unread.
    """

    key: _Key
    newspaper: _Newspaper
    date: dt.date | None
    title: Annotated[str, msgspec.Meta(max_length=1000)]
    page: _Page = None
    path: _Path = ""
    file: _File = ""


class ChosenSource(_Content, frozen=True, tag="chosen source"):
    """The format whose text is shown of an issue that has files in several formats.

    With a `key`, this applies only to the article that has this key in this format. An issue without a known day is
    not told apart by newspaper and day: of such, there are only choices with a `key`.
    """

    applied_as = "sources"
    newspaper: Annotated[str, msgspec.Meta(max_length=1000)]
    date: dt.date | None
    format: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    key: Annotated[str, msgspec.Meta(max_length=200)] = ""


class RefusedTrait(_Content, frozen=True, tag="refused trait"):
    """Files of a newspaper are not told what its issues agree on (`newspaper.issue`) about a line or a mark.

    With the trait "", they are told nothing at all. The UUID is derived from both (`refusal_uuid`).
    """

    applied_as = "profiles"
    newspaper: _Newspaper
    trait: Annotated[str, msgspec.Meta(max_length=100)]


class NamedLibrary(_Content, frozen=True, tag="name of the library"):
    """The user's name for the library, in place of its folder's name; the last of several such decisions counts."""

    written = ("name",)
    name: _Name


class JoinedName(_Content, frozen=True, tag="joined name"):
    """Of two dossiers, saved searches or chronicles of one name, `joined` was put into `into`; both are UUIDs.

    What is written into the first one afterwards, on a machine that does not know it yet, belongs to the second.
    """

    joined: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    into: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


DecisionContent = (
    StruckOutName
    | MergedName
    | SplitPerson
    | SavedSearch
    | SearchLook
    | CorrectedCharacter
    | DismissedMisreading
    | CharacterRule
    | Dossier
    | DossierNote
    | DossierArticle
    | ClaimFootnote
    | Chronicle
    | ChronicleLine
    | ReadArticle
    | ChosenSource
    | RefusedTrait
    | NamedLibrary
    | JoinedName
)
DECISION_KINDS: tuple[type[DecisionContent], ...] = get_args(DecisionContent)
ON_ARTICLE = (CorrectedCharacter, DismissedMisreading, DossierArticle, ReadArticle)
"""The kinds of decisions about one article."""
NAMED = (Dossier, SavedSearch, Chronicle)
"""The kinds of which the user has several, told apart by their names."""
_ANYWHERE = Printing("-")
CharacterDecision = CorrectedCharacter | DismissedMisreading
DossierEntry = DossierNote | DossierArticle


def order_in_dossier(decision: "Decision") -> tuple[str, dt.datetime, str]:
    """Return the key by which the entries of a dossier are sorted: two machines may have given one place."""
    assert isinstance(decision.content, DossierEntry)
    return decision.content.place, decision.created, decision.uuid


PERSON_DECISIONS = (StruckOutName, MergedName, SplitPerson)
"""The kinds of decisions about people."""


class Decision(msgspec.Struct, frozen=True):
    """A decision. Of two versions in a merge, the later one wins.

    `undone`: it is no longer in effect, but stored so that copies of it are not taken for new. `tick`: see
    `logical_clock`.
    """

    uuid: str
    content: DecisionContent
    created: dt.datetime
    modified: dt.datetime
    undone: bool = False
    tick: int = 0


class _Decision(msgspec.Struct, forbid_unknown_fields=True):
    uuid: str
    content: DecisionContent
    created: _Time
    modified: _Time
    undone: bool
    tick: int | None = None


_DECODER = msgspec.json.Decoder(_Decision)


_READ_MARKS = uuids.UUID("1d0e0b52-6a1c-5f0c-9d0b-6d2f6e2b7a41")


def read_mark_uuid(printing: Printing) -> str:
    """Return the UUID of the `ReadArticle` decision for a printing; it is the same on all machines."""
    return str(uuids.uuid5(_READ_MARKS, printing.name))


_REFUSALS = uuids.UUID("7f1f7a3e-5d0a-5b1c-8c55-0e6f8b3f9d27")


def refusal_uuid(refused: RefusedTrait) -> str:
    """Return the UUID of a refusal; it is the same on all machines."""
    return str(uuids.uuid5(_REFUSALS, f"{refused.newspaper}\n{refused.trait}"))


_CLAIM_FOOTNOTES = uuids.UUID("5c0f6f0a-8c1b-5e0e-9a57-2d7d3f1b6c84")


def claim_footnote_uuid(footnote: ClaimFootnote) -> str:
    """Return the UUID of the choice of a footnote; it is the same on all machines."""
    return str(uuids.uuid5(_CLAIM_FOOTNOTES, f"{footnote.dossier}\n{footnote.sentence}"))


_RULE_PART = 18
"""The length of the part of a UUID that differs among the decisions that follow from one rule."""


def uuid_under(rule: Decision, content: CharacterDecision) -> str:
    """Return the UUID of a decision that follows from a rule; it is the same on all machines."""
    name = Printing(
        content.key, content.newspaper, content.date, content.page, content.file, content.path
    ).name
    place = uuids.uuid5(uuids.UUID(rule.uuid), "\n".join((name, content.before, content.after)))
    return str(place)[:_RULE_PART] + rule.uuid[_RULE_PART:]


def in_effect(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that are not undone, and do not follow from a rule among them that is undone."""
    decision_list = list(decisions)
    undone = {
        decision.uuid[_RULE_PART:]
        for decision in decision_list
        if decision.undone and isinstance(decision.content, CharacterRule)
    }
    return [
        decision
        for decision in decision_list
        if not decision.undone and decision.uuid[_RULE_PART:] not in undone
    ]


def homes_in(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return where the parts of each joined thing belong now, by UUIDs; through several, to the last of them."""
    into = {
        decision.content.joined: decision.content.into
        for decision in decisions
        if isinstance(decision.content, JoinedName) and not decision.undone
    }
    homes = {}
    for joined in into:
        home = joined
        passed: set[str] = set()
        while home in into and home not in passed:
            passed.add(home)
            home = into[home]
        homes[joined] = home
    return homes


def at_home(decision: Decision, homes: Mapping[str, str]) -> Decision:
    """Return a decision as part of what it belongs to now."""
    field = decision.content.part_of
    home = homes.get(getattr(decision.content, field)) if field else None
    if home is None:
        return decision
    content = msgspec.structs.replace(decision.content, **{field: home})
    return msgspec.structs.replace(decision, content=content)


class Namesakes(msgspec.Struct, frozen=True):
    """Several of a kind that have one name, as two machines may have given it; the oldest first."""

    name: str
    decisions: tuple[Decision, ...]

    @property
    def kind(self) -> type[DecisionContent]:
        return type(self.decisions[0].content)

    @property
    def uuids(self) -> tuple[str, ...]:
        return tuple(decision.uuid for decision in self.decisions)

    @property
    def words(self) -> str:
        """What they are, with their name: 2 个专题都叫“渡口”."""
        number = len(self.decisions)
        match self.decisions[0].content:
            case Dossier():
                return count(number, "{n} 个专题都叫") + say("“{name}”", name=self.name)
            case SavedSearch():
                return count(number, "{n} 个搜索都叫") + say("“{name}”", name=self.name)
            case _:
                return count(number, "{n} 份大事记都叫") + say("“{name}”", name=self.name)


def namesakes_in(decisions: Iterable[Decision]) -> list[Namesakes]:
    """Return those decisions in effect of each kind that have one name; all machines have them in the same order."""
    of_name: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        content = decision.content
        if isinstance(content, NAMED) and not decision.undone:
            of_name.setdefault((kind_of(content), content.name), []).append(decision)
    namesakes = []
    for (_, name), same in sorted(of_name.items()):
        if len(same) > 1:
            same.sort(key=attrgetter("created", "uuid"))
            namesakes.append(Namesakes(name, tuple(same)))
    return namesakes


_JOININGS = uuids.UUID("0f5c2a8e-6a5c-5a0e-8f0b-2d9f3f6c1b77")


def joining_uuid(joined: JoinedName) -> str:
    """Return the UUID of a joining; it is the same on all machines."""
    return str(uuids.uuid5(_JOININGS, f"{joined.joined}\n{joined.into}"))


def printing_of(content: DecisionContent) -> Printing | None:
    """Return the printing that a decision is about; None if its kind is not about one article."""
    if not isinstance(content, ON_ARTICLE):
        return None
    return Printing(content.key, content.newspaper, content.date, content.page, content.file, content.path)


def moved_to(content: DecisionContent, printing: Printing) -> DecisionContent:
    """Return a decision about one article with its printing replaced by the one that the article has now."""
    if not isinstance(content, ON_ARTICLE):
        return content
    return msgspec.structs.replace(
        content,
        key=printing.key,
        newspaper=printing.newspaper,
        date=printing.date,
        page=printing.page,
        file=printing.file,
        path=printing.path,
    )


def renamed_in(content: SplitPerson, names: Mapping[str, str]) -> SplitPerson:
    """Return the decision with its printings' names replaced; `names` maps old names to new ones."""
    keys = tuple(dict.fromkeys(names.get(key, key) for key in content.keys))
    return msgspec.structs.replace(content, keys=keys)


def decided_in(content: DecisionContent) -> DecisionContent:
    """Return a decision's content without its printing, which each machine determines itself; for
    comparison.
    """
    return moved_to(content, _ANYWHERE)


def kind_of(content: DecisionContent | type[DecisionContent]) -> str:
    return str(content.__struct_config__.tag)


def decision_to_json(decision: Decision) -> dict[str, Any]:
    return {
        "uuid": decision.uuid,
        "content": msgspec.to_builtins(decision.content),
        "created": decision.created.isoformat(),
        "modified": decision.modified.isoformat(),
        "undone": decision.undone,
        **tick_to_json(decision),
    }


def decision_from_json(text: str | bytes | msgspec.Raw) -> Decision:
    """Return the decision that `decision_to_json` wrote; the data may be from an untrusted file.

    Raises ValueError, OverflowError or RecursionError on any other data.
    """
    read = _DECODER.decode(text)
    if str(uuids.UUID(read.uuid)) != read.uuid:
        raise ValueError("uuid")
    created = read.created.astimezone(dt.UTC)
    modified = read.modified.astimezone(dt.UTC)
    tick = tick_from_json(read.tick, modified)
    return Decision(read.uuid, read.content, created, modified, read.undone, tick)


def read_type() -> object:
    """Return the type that `decision_from_json` reads: its schema tells what this program understands."""
    return _DECODER.type


def as_bookmark(decision: Decision, content: DossierArticle) -> Bookmark:
    return Bookmark(
        uuid=decision.uuid,
        key=content.key,
        newspaper=content.newspaper,
        date=content.date,
        month_day=content.month_day,
        number=content.number,
        page=content.page,
        path=content.path,
        article=content.article,
        note="",
        tags=(),
        created=decision.created,
        modified=decision.modified,
        tick=decision.tick,
        passage=content.passage,
        file=content.file,
    )
