"""The plugs: what each feature adds to the program, and the one list of the features.

A feature is a folder of `reader/features/` with everything that only it needs. Its package has a `Plug`, `PLUG`. The
rest of the program names no feature: it asks all plugs, also which kind of library is at a path or an address (a folder
of issue files is of none). To look at a plug imports neither Qt nor the library.

Other packages bring features of their own by an entry point (docs/plugs.md). They are off until a person switches them
on, and one that fails is off again.
"""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

FEATURES = (
    "show",
    "differences",
    "sources",
    "bookmark",
    "correct",
    "export",
    "calendar",
    "query_completion",
    "query_chips",
    "palette",
    "keyness",
    "concordance",
    "reprints",
    "people",
    "offices",
    "saved_searches",
    "suggestions",
    "timeline",
    "chronicle",
    "claims",
    "research_log",
    "dictionaries",
    "profiles",
    "misread",
    "proofread",
    "date_repair",
    "continued",
    "kinds",
    "recognition",
    "importing",
    "foreign_notes",
    "pictures",
    "printing",
    "dossiers",
    "evidence",
    "manifests",
    "epub",
    "tei",
    "web_pages",
    "word",
    "tables",
    "trees",
    "ocr_files",
    "page_cutting",
    "tar_files",
    "days_of_text",
    "parse",
    "backup",
    "check",
    "self_test",
    "completion",
    "pdf",
    "djvu",
    "downloads",
    "packs",
    "room",
)
"""The folders of `reader/features/`, in the order in which their parts follow what the window shows."""
WITH_FACES = ("calendar", "people", "offices", "dossiers")
"""Those of them with a face of a place of the sidebar, which are asked for the first picture of a window."""
WITH_LIBRARIES = ("packs", "room")
"""Those of them that open libraries of a kind of their own, which are asked before a window is made."""
WITH_DOCUMENTS = ("evidence",)
"""Those of them that open files of a kind of their own, other than libraries."""


class Slot(Enum):
    FILES = auto()
    """The main menu, after the update of the library: what adds files to it."""
    LIBRARIES = auto()
    """The dialog that opens something else: a button of it."""
    CHECK = auto()
    """Below the kinds of what is to be checked: what is checked besides, as a link."""
    LIBRARY = auto()
    """The menu of the open library."""
    READING = auto()
    """The part of the main menu for reading."""
    QUERY = auto()
    """The menu of the results, on the query."""
    LATER = auto()
    """A query that finds nothing while the library is still read in: what tells the reader when it does."""
    PAGE = auto()
    """The menu of an article."""
    WORDS = auto()
    """The menu of words of the page; the part does it by `act_on_words`."""
    ARTICLE = auto()
    """The menus of articles and bookmarks; the part adds to them by `offer_on_article` and those like it."""
    LIST = auto()
    """The menus of the reader's own lists of articles; the part adds to them by `offer_on_list`."""
    TEXT = auto()
    """The menus of what the reader has written or drafted; the part adds to them by `offer_on_text`."""
    NOTES = auto()
    """The menu of the bookmarks, where they are imported."""
    PLACES = auto()
    """A click on the number of places in a result."""
    SELECTION = auto()
    """The bar over the selected words of an article, as buttons."""
    CORRECT = auto()
    """What can be corrected in the menu of the selected words of a whole page."""


class Action(Struct, frozen=True):
    """An action of the window.

    The first of `keys` is the one shown. Qt ignores shortcuts of a single letter while text is being typed. The
    command palette finds an action by `words` and by `keywords`, which include its words in the other language.
    `purpose` says what a person wants to do; the list of keys groups the actions by it.
    """

    name: str
    words: str
    keys: tuple[str, ...] = ()
    purpose: str = ""
    keywords: str = ""
    is_switch: bool = False
    after: str = ""
    """The names of actions, after the first of which that is there it is listed; at the end if none is."""
    slots: tuple[Slot, ...] = ()
    icon: str = ""
    leaves_page: bool = False
    """Whether it shows something other than the page, and therefore leaves full screen."""
    refused_by: str = ""
    """The field of a library's `LibraryWords` that says why the action can't be done in it, where it can't."""
    is_former: bool = False
    """Whether it is no action of its own: it was given up in this version, or is a button of a dialog that one opens.

    Its name and its keys still do it, and nothing lists it.
    """
    ways: tuple["Action", ...] = ()
    """What each of its keys does, if it is one control with several of them; the keys of all are also its own."""


class Face(Struct, frozen=True):
    """A face of a place of the sidebar: one of the ways to look at what stands in that place."""

    name: str
    """That of its feature, whose part fills it (`WindowLayout.put_in_tab`)."""
    place: str
    """The name of the place (`ui.frame.Place`)."""
    words: Callable[[], str]
    keywords: str
    """Further words by which its place is found among all actions."""
    keys: tuple[str, ...] = ()
    """The keys that showed it when it was a place of its own."""


class SetView(Struct, frozen=True):
    """A view of the articles that something is asked of, which takes the place of their list.

    Several features may have faces of one view: they give the same `name`, and each the words of its own face.
    """

    name: str
    words: Callable[[], str]
    """Returns its words in the row of views."""
    action: str
    """The name under which it is shown: that of an action, where one leads to it from elsewhere."""
    face: Callable[[], str] = str
    """Returns the words of this face, where the view has several."""
    after: str = ""
    """The view after which it stands in the row; at the end if there is none of that name."""
    of_dossiers: bool = False
    """Whether the row has it for a dossier only, and where it was chosen in another way."""


Value = str | int | float | bool
"""The value of a setting."""
Held = Mapping[str, tuple[Callable[[], Value], Callable[[Any], object]]]
"""Settings that are part of a state: the functions that return and set their values, by name."""


class Preference(Struct, frozen=True):
    """A setting that the user chooses; without `choices` it is a switch, or a line of text if `is_text`."""

    name: str
    """Its name in the file of the settings."""
    group: str
    words: str
    meaning: str
    choices: tuple[tuple[Value, str], ...] = ()
    keywords: str = ""
    """Further words by which the setting is found, also in the other language."""
    is_text: bool = False
    is_feature: bool = False
    """Whether it switches a feature on, of which `name` is the name."""
    after: str = ""
    """The setting after which it is listed; at the end if there is none of that name."""
    default: Value = False
    """Its default, of the type of its values; the core's own are those of `Settings` and `ReadingSettings`."""

    def all_words(self) -> str:
        choices = (words for _, words in self.choices)
        return " ".join((self.words, self.meaning, self.group, self.keywords, *choices))


class Command(Struct, frozen=True):
    """A command: its name, its line in the list of commands, and what is imported when it is wanted."""

    name: str
    short: Callable[[], str]
    """Returns what the command is for, in the program's language."""
    struct: str
    """Its arguments and what it does, a `cli.options.Arguments`, as `module:class`."""
    heading: str = ""
    """The heading of the help under which it is listed; "" for one of the core, which stands under its heading."""
    after: str = ""
    """The command after which it is listed; at the end if there is none of that name."""
    alias: str = ""
    """Another spelling of its name."""


class ExportForm(Struct, frozen=True):
    """A form in which whole articles are exported, from the window and by `reader export`."""

    name: str
    """Its name at the command line."""
    suffix: str
    """That of its file; "" if it is a folder."""
    label: Callable[[], str]
    writer: str
    """The function that writes it, as `module:name`: it takes a path, a title, `export.collection.CollectedIssue`s, and
    whether to replace an existing file; a folder is never replaced.
    """

    @property
    def filter(self) -> str:
        if self.suffix:
            return f"{self.label()} (*{self.suffix})"
        return self.label()


class FileFormat(Struct, frozen=True):
    """A format of issue files."""

    name: str
    """Its name in the catalogue and at the command line."""
    label: Callable[[], str]
    reader: str
    """What makes the `formats.reading.Format`, as `module:class`."""
    endings: tuple[str, ...] = ()
    """Endings of names; without a feature that reads them, such a file is told to be of a format that can't be read."""
    is_package: bool = False
    """Whether its files are no text, but ZIP archives or PDF."""
    may_hold_days: bool = False
    """Whether its text may be divided into several issues."""
    boxes: str = ""
    """The function, as `module:name`, that returns where the words of a file are printed (`page_boxes.boxes_of`)."""
    states_certainty: bool = False
    """Whether OCR programs state in its files how certain they were."""
    can_be_named: bool = True
    """Whether the user can have a file read as this format."""
    program: str = ""
    """The program of others that reads its files where it is installed; "" if none is needed."""


class SelfCheck(Struct, frozen=True):
    """A check of `reader --self-test`; `run` gets an empty folder, returns a message, and raises if it fails."""

    name: str
    title: Callable[[], str]
    run: Callable[[Path], str]


class Elsewhere(Struct, frozen=True):
    """What opens libraries on servers, each of which has an address and a folder on this machine."""

    schemes: tuple[str, ...]
    """The URL schemes of the addresses, with `://`."""
    name_and_address: Callable[[Path], tuple[str, str] | None]
    """Returns the name and the address of the library with this local folder; None for any other folder."""
    folder_of: Callable[[str], Path]
    """Returns the folder of the library, given its address or a file that contains it. Raises LibraryError."""
    open_at_terminal: str
    """The function, as `module:name`, that opens a library, given its address or a file that contains it; it may ask
    for a password on the terminal."""
    why_no_folder: Callable[[], str]
    """Returns the message for a command that requires a folder but got an address."""
    help: Callable[[], str]
    """Returns the paragraph about such addresses in the help of `--library`."""


class LibraryKind(Struct, frozen=True):
    """A kind of libraries other than folders of issue files."""

    suffix: str
    """The suffix of its files, in lower case."""
    holds: Callable[[Path], bool]
    """Returns whether a file or folder is one of its libraries."""
    open: str
    """The function, as `module:name`, that opens one of its libraries, given its path. Raises LibraryError."""
    window: str
    """The full name of the module with its part of the window (`ui.window.library_kinds.load`)."""
    help: Callable[[], str]
    """Returns the paragraph about its libraries in the help of `reader open`."""
    elsewhere: Elsewhere | None = None


class Document(Struct, frozen=True):
    """A kind of files that are opened as libraries are, but by the part of a feature (`Part.open_document`)."""

    suffix: str
    """The suffix of the files, in lower case."""
    help: Callable[[], str]
    """Returns the words about these files in the help of `reader open`."""
    effect: Callable[[], str]
    """Returns what opening such a file does, in a sentence."""
    at_terminal: str
    """The command line that takes such a file without a display, which the path is added to."""


class Plug(Struct, frozen=True):
    """What a feature adds to the program; everything but its words is given by names, and imported when wanted."""

    name: str
    """The name of its folder."""
    title: Callable[[], str] = str
    """Its words in the settings, where the window can do without it; "" if it can't."""
    meaning: Callable[[], str] = str
    """What it is for, a sentence below the title."""
    actions: Callable[[], tuple[Action, ...]] = tuple
    settings: Callable[[], tuple[Preference, ...]] = tuple
    commands: tuple[Command, ...] = ()
    command_actions: Mapping[str, str] = {}
    """Actions of commands of the core: an `Arguments`, as `module:class`, by the name of the command."""
    decided: Callable[[], str] = str
    """What a person decides by it, as a row of the place To check, where its part lists that (`Part.decisions`)."""
    decided_number: str = ""
    """The function, as `module:name`, that returns how many rows this list has, given the library."""
    views: tuple[SetView, ...] = ()
    """Its views of the articles that something is asked of; its part makes them (`Part.set_face`)."""
    part: str = ""
    """Its part of the window, a `ui.desk.Part`, as `module:class`; made when one of its actions is first triggered."""
    follows: bool = False
    """Whether its part is made with the window's other features, as it follows what is shown."""
    face: Face | None = None
    analysis: str = ""
    """What it derives from the articles: a `library.analysis.Analysis` of catalogue and index, as `module:class`."""
    field: str = ""
    """A field of the query language for values of articles, a `newspaper.holdings.ValueField` or `NumberField`, as
    `module:name`."""
    answers: Mapping[str, str] = {}
    """Its answers to what the core asks, as `module:name`, by the names of the functions and classes that answer
    without it."""
    room: str = ""
    """Its side in libraries on a server, as `module:object`: tables, queries and loading (`sides.RoomSide`)."""
    exports: tuple[ExportForm, ...] = ()
    formats: tuple[FileFormat, ...] = ()
    library: LibraryKind | None = None
    document: Document | None = None
    check: SelfCheck | None = None


A = TypeVar("A", bound=Callable[..., object])


def load(what: str) -> Any:
    """Return the object with a name of the form `module:name`."""
    module, _, name = what.partition(":")
    return getattr(import_module(module), name)


@cache
def _plug(name: str) -> Plug | None:
    """Return the plug of a feature; None if its folder is not there, or nothing of Python is left in it."""
    folder = f"reader.features.{name}"
    try:
        feature: Any = import_module(folder)
    except ModuleNotFoundError as error:
        if error.name != folder:
            raise
        return None
    return feature.PLUG if feature.__file__ else None


def _present(names: Iterable[str]) -> list[Plug]:
    """Return the plugs of those features that are there."""
    present = []
    for name in names:
        plug = _plug(name)
        if plug is not None:
            present.append(plug)
    return present


_left_out: set[str] = set()


def leave_out(names: Collection[str]) -> None:
    """Do without the features of these names from now on, in a window; commands and syncs have all."""
    _left_out.clear()
    _left_out.update(names)


def all_plugs() -> list[Plug]:
    return [*_present(FEATURES), *_switched_on().values()]


def plugs() -> list[Plug]:
    return [plug for plug in all_plugs() if plug.name not in _left_out]


def faces_of_features() -> list[Face]:
    """Return the faces that features give to the places of the sidebar."""
    names = [name for name in WITH_FACES if name not in _left_out]
    return [plug.face for plug in _present(names) if plug.face is not None]


def plugs_with_libraries() -> list[Plug]:
    return _present(WITH_LIBRARIES)


def answering(question: A, among: Iterable[Plug]) -> A:
    """Return the function or class by which one of these features answers a question of the core; without one, the
    question itself, which answers that nothing is known.
    """
    return next(iter(all_answering(question, among)), question)


def all_answering(question: A, among: Iterable[Plug]) -> list[A]:
    """Return that by which these features answer a question that each of them answers in its own way."""
    name = question.__name__
    return [load(plug.answers[name]) for plug in among if name in plug.answers]


# Features of other packages
#
# What is on is in the environment: child processes have the same features.


GROUP = "yuebao.features"
"""The group of the entry points; each has the name of its feature, and names its `Plug`."""
SWITCHED_ON = "READER_FEATURES"
"""The environment variable with the names of the features from outside that are on."""
FOLDER = "READER_FEATURES_FOLDER"
"""The environment variable with a folder of packages, besides those of Python: bundles have no others."""
OFFERED = frozenset(
    [
        "name",
        "title",
        "meaning",
        "actions",
        "settings",
        "commands",
        "views",
        "part",
        "follows",
        "field",
        "exports",
        "check",
    ]
)
"""The members of `Plug` that a feature from outside may have; what the core asks by the others may change any day."""


class Outside(Struct, frozen=True):
    """A feature of another package, on or off."""

    name: str
    package: str
    """The name and the version of the package."""
    summary: str


class NotOffered(Exception):
    """A feature from outside has members of `Plug` that are not offered to it; the message lists them."""


class WrongPlug(Exception):
    """What an entry point names is no `Plug` of its name, or has the name of a feature of ours."""


class WrongField(Exception):
    """The field of a feature from outside can't have its names; the message says why, as a part of a sentence."""


class WrongValue(Exception):
    """The field of a feature, the first argument, told of an article what it can't hold; the second says what."""


_failures: dict[str, Exception] = {}
_packages: dict[str, str] = {}
"""The packages of the features from outside that are on, or were, by the names of these."""


def outside_features() -> list[Outside]:
    """Look up the features of other packages, without importing them."""
    found = []
    for point in _entry_points():
        package = point.dist
        if package is None:
            continue
        words = f"{package.name} {package.version}"
        found.append(Outside(point.name, words, package.metadata["Summary"] or ""))
    return sorted(found, key=attrgetter("name"))


def switch_on(names: Iterable[str], folder: Path) -> None:
    """Have these features from outside and no others, here and in child processes; `folder` has packages of its own."""
    os.environ[SWITCHED_ON] = " ".join(names)
    os.environ[FOLDER] = str(folder)
    _failures.clear()
    _packages.clear()
    _switched_on.cache_clear()


def failures() -> Mapping[str, Exception]:
    """Return why features from outside that were switched on can't be used, by their names."""
    _switched_on()
    return _failures


def give_up(name: str, error: Exception) -> None:
    """Do without a feature from outside that has failed."""
    _switched_on().pop(name, None)
    _failures[name] = error


@cache
def _switched_on() -> dict[str, Plug]:
    """Return the plugs of the features from outside that are on, by name."""
    names = os.environ.get(SWITCHED_ON, "").split()
    if not names:
        return {}
    points = {point.name: point for point in _entry_points()}
    plugs: dict[str, Plug] = {}
    for name in names:
        if name not in points:
            _failures[name] = LookupError(name)
            continue
        try:
            plugs[name] = _checked(name, points[name].load())
            _packages[name] = points[name].module.partition(".")[0]
        except Exception as error:
            _failures[name] = error
    return plugs


def feature_of_module(module: str) -> str:
    """Return the name of the feature from outside whose package has a module; "" for any other module."""
    if module.startswith("reader."):
        return ""
    for name, package in _packages.items():
        if module == package or module.startswith(f"{package}."):
            return name
    return ""


def _entry_points() -> "list[EntryPoint]":
    from importlib.metadata import distributions

    folder = os.environ.get(FOLDER, "")
    if folder and folder not in sys.path:
        sys.path.append(folder)
    points: dict[str, EntryPoint] = {}
    for package in distributions():
        for point in package.entry_points:
            if point.group == GROUP:
                points.setdefault(point.name, point)
    return list(points.values())


def _checked(name: str, plug: object) -> Plug:
    """Return a plug if it is one that a package may bring.

    Raises NotOffered, WrongPlug, and whatever its own functions raise.
    """
    if not isinstance(plug, Plug) or plug.name != name or name in FEATURES or not plug.title():
        raise WrongPlug(name)
    defaults = Plug(name)
    others = [
        member
        for member in Plug.__struct_fields__
        if member not in OFFERED and getattr(plug, member) != getattr(defaults, member)
    ]
    if others:
        raise NotOffered(", ".join(others))
    plug.meaning()
    plug.actions()
    plug.settings()
    if plug.field:
        load(plug.field)
    return plug


class Listed(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def after(self) -> str: ...


T = TypeVar("T", bound=Listed)


def in_order(core_parts: Iterable[T], added: Iterable[T]) -> list[T]:
    """Return all, each of `added` after the first of those that it names; at the end if there is none of them."""
    ordered = list(core_parts)
    waiting = list(added)
    while waiting:
        to_come = {waiting_part.name for waiting_part in waiting}
        next_part = next(
            (waiting_part for waiting_part in waiting if to_come.isdisjoint(waiting_part.after.split())),
            waiting[0],
        )
        waiting.remove(next_part)
        names = [other.name for other in ordered]
        places = (names.index(name) + 1 for name in next_part.after.split() if name in names)
        ordered.insert(next(places, len(ordered)), next_part)
    return ordered


def library_kinds() -> list[LibraryKind]:
    return [plug.library for plug in plugs_with_libraries() if plug.library is not None]


def kinds_elsewhere() -> Iterator[Elsewhere]:
    return (kind.elsewhere for kind in library_kinds() if kind.elsewhere is not None)


def library_kind_of(root: Path) -> LibraryKind | None:
    """Return the kind of the library at a path; None for a folder of issue files."""
    return next((kind for kind in library_kinds() if kind.holds(root)), None)


def documents() -> list[tuple[Plug, Document]]:
    """Return the features that open files of a kind of their own, also those that the window does without."""
    return [(plug, plug.document) for plug in _present(WITH_DOCUMENTS) if plug.document is not None]


def document_of(path: str | Path) -> tuple[Plug, Document] | None:
    """Return the feature that opens a file, and its kind, by the ending of its name; None for any other file."""
    name = str(path).lower()
    return next((owned for owned in documents() if name.endswith(owned[1].suffix)), None)


def is_opened(path: Path) -> bool:
    """Return whether a file is opened, as a library or in the part of a feature, and not read as a paper."""
    return library_kind_of(path) is not None or document_of(path) is not None


def library_kind_named(text: str) -> LibraryKind | None:
    """Return the kind for an argument that is an address or a file name with the suffix of a kind, else None."""
    return next(
        (
            kind
            for kind in library_kinds()
            if _is_address(kind.elsewhere, text) or text.lower().endswith(kind.suffix)
        ),
        None,
    )


def is_address(text: str) -> bool:
    """Return whether a text is the address of a library on a server, and not a path."""
    return any(_is_address(kind, text) for kind in kinds_elsewhere())


def _is_address(elsewhere: Elsewhere | None, text: str) -> bool:
    return elsewhere is not None and text.startswith(elsewhere.schemes)


def name_and_address_of(root: Path) -> tuple[str, str] | None:
    """Return the name and the address of the library on a server with this local folder; None for other folders."""
    kind = library_kind_of(root)
    if kind is not None and kind.elsewhere is not None:
        return kind.elsewhere.name_and_address(root)
    return None


def is_elsewhere(root: Path) -> bool:
    """Return whether a library is on a server, which may be unreachable."""
    kind = library_kind_of(root)
    return kind is not None and kind.elsewhere is not None
