"""What the arguments of a command are declared with, and the declarations that several commands share.

A command is a frozen struct, `Arguments`: a field for each argument, annotated with an `Argument`, an `Option` or
`Switches`. Its type says what may be given, its default what holds without it; `run` does the work.
"""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias

from msgspec import Struct

from reader.cli.errors import CommandError, Status
from reader.cli.errors import WrongArguments as WrongArguments
from reader.export.forms import TableFormat, Wording
from reader.export.headings import Headings as Headings
from reader.i18n import Words, later, say
from reader.newspaper.printing import BadLink, is_link, link_to, parse_link
from reader.plugs import Elsewhere, is_address, kinds_elsewhere, library_kind_named, load, plugs

if TYPE_CHECKING:
    from reader.language.dates.calendar import Days

STDOUT = Path("-")
"""Given as the file to write, it means standard output, and the first of the forms that the command can write."""

Parse: TypeAlias = Callable[[str], Any]
"""Returns the value of an argument. Raises WrongArguments."""


class Arguments(Struct, frozen=True):
    """What was typed for a command. The fields are its arguments and options, in the order of its help."""

    SHORT: ClassVar[Words] = str
    """What an action is for; that of a command stands in its `plugs.Command`."""
    MORE: ClassVar[Words] = str
    """How it works; called when the help is printed."""
    JSON: ClassVar[Words] = str
    """What `--json` prints."""
    ANSWERS: ClassVar[tuple[str, ...]] = ()
    """What it prints as JSON, of several any one: types as `module:Name`, by which `reader schema` tells it."""
    EXAMPLES: ClassVar[tuple[tuple[str | Words, Words], ...]] = ()
    """Command lines, each with its meaning."""
    ACTIONS: ClassVar[tuple[type["Arguments"], ...]] = ()
    """Its actions (`bookmark add`), each named as its class, in small letters."""
    NEEDS_ACTION: ClassVar[bool] = True

    def is_for_programs(self) -> bool:
        return any(getattr(self, name, False) for name in ("as_json", "as_jsonl", "progress_jsonl"))

    def status(self, *, has_found: bool) -> int:
        """Return the exit status of a search: whether anything was found, if `--quiet` asks for that."""
        if has_found or not getattr(self, "is_quiet", False):
            return Status.DONE
        return Status.NOT_DONE

    def run(self) -> int:
        """Do the work. Return the exit status."""
        raise NotImplementedError


def actions_of(command: str) -> list[type[Arguments]]:
    return [load(plug.command_actions[command]) for plug in plugs() if command in plug.command_actions]


class OneOf(Struct, frozen=True, eq=False):
    """Options that exclude each other: the same object is given to each; `is_needed`: there must be one."""

    is_needed: bool = False


class Argument(Struct, frozen=True):
    """The annotation of an argument by position: several words if its type is a tuple, at least one without a default.

    It may be left out if its default is None.
    """

    metavar: str
    words: str | Words
    """A message in Chinese, or what returns one in the program's language."""
    parse: Parse | None = None


class Option(Struct, frozen=True):
    """The annotation of an option: a switch if its type is bool, with choices if it is a Literal or an enum."""

    words: str | Words | None
    """As an argument's; None: it is not in the help."""
    flags: str = ""
    """As typed, divided by a space; without them `--` and the name of the field."""
    metavar: str | None = None
    parse: Parse | None = None
    nargs: str | None = None
    choices: tuple[str, ...] | None = None
    one_of: OneOf | None = None
    heading: Words | None = None
    """The heading of the help under which it is listed, other than that of the options."""
    is_inherited: bool = False
    """Whether it may also stand before the command or the action."""


class Switches(Struct, frozen=True):
    """The annotation of a field with a switch for each of its values, which exclude each other."""

    each: tuple[tuple[str, object, Words], ...]
    """The switch, the value, and what it means."""
    one_of: OneOf | None = None


class TypedBefore(Struct, frozen=True):
    """The annotation of an option that is the program's, and stands before the command only."""


def library_help() -> str:
    others = "".join(kind.help() for kind in kinds_elsewhere())
    return say(
        "资料库文件夹{others}；不写时用 READER_LIBRARY 的，再是上次在窗口里打开的，都没有则用自带的样本",
        others=others,
    )


def path_given(text: str) -> Path:
    """Return the path of a file or folder. Raises WrongArguments for "", which would be the current folder."""
    if not text.strip():
        raise WrongArguments(say("路径是空的；当前的文件夹写作 ."))
    return Path(text)


def library_place(text: str) -> Path | str:
    """Return the value of `--library`: a path, or a server's address unchanged. Raises WrongArguments for ""."""
    if is_address(text):
        return text
    return path_given(text)


def whole_number(text: str, least: int = 0) -> int:
    """Return the number that an argument consists of.

    Raises WrongArguments unless it is 1 to 9 digits and not below `least`.
    """
    if not re.fullmatch("-?[0-9]{1,9}", text):
        raise WrongArguments(say("“{text}”无法理解，应为整数，如 50", text=text))
    if text.startswith("-") or int(text) < least:
        raise WrongArguments(say("“{text}”太小，至少是 {least}", text=text, least=least))
    return int(text)


def one_or_more(text: str) -> int:
    return whole_number(text, least=1)


def days(text: str) -> "Days":
    """Return the days that an argument means. Raises WrongArguments if it is no date."""
    from reader.export.article_text import no_date_in_words
    from reader.language.dates.date_expressions import days_of

    meant = days_of(text, dt.date.today())
    if meant is None:
        raise WrongArguments(no_date_in_words(text))
    return meant


def whole(text: str) -> str:
    """Return the argument unchanged.

    Raises WrongArguments if it was given in bytes that are no UTF-8 (lone surrogates here): they can't be stored.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise WrongArguments(say("“{text}”不是 UTF-8 的文字", text=text)) from None
    return text


def key_or_link(text: str) -> str:
    """Return the name of an article: the argument unchanged, or the link in its normal form.

    Raises WrongArguments for a link that can't be parsed, and for what `whole` refuses.
    """
    if not is_link(text):
        return whole(text)
    try:
        return link_to(parse_link(text))
    except BadLink as error:
        raise WrongArguments(str(error)) from None


def ending_of(target: Path, first: str) -> str:
    """Return the suffix that tells the form of a file to write, in small letters; `first` for standard output."""
    if target == STDOUT:
        return first
    return target.suffix.lower()


TableFile = Annotated[Path | None, Option("存成 FILE.csv 或 FILE.xlsx；已有的不覆盖", "-o --output", "FILE")]
"""`output`, which `table_only` checks; written by `written_files.write_table`."""


TableHeadings = Annotated[
    Headings, Option("表格的列名：names 固定的英文名（默认），words 界面的语言", "--headings")
]
"""`headings` of the tables that a command writes."""


def table_only(output: Path | None, *, as_json: bool = False) -> None:
    """Raise WrongArguments for a file that is no table, and for one with JSON."""
    if output is not None and as_json:
        raise WrongArguments(say("--json 不能与 -o 同用"))
    if output is not None and ending_of(output, ".csv") not in TableFormat.endings():
        raise WrongArguments(say("-o 的文件要以 .csv 或 .xlsx 结尾"))


AsJson = Annotated[bool, Option("", "--json")]
"""`as_json`, whose words are the `JSON` of its struct."""
Quiet = Annotated[bool, Option("什么也不打印；找到了以 0 退出，没有找到以 1 退出", "-q --quiet")]
"""`is_quiet`, of a command whose `run` returns its `status`."""
LibraryPlace = Annotated[
    Path | str | None, Option(library_help, metavar="DIR", parse=library_place, is_inherited=True)
]
"""`library`: a folder, or the address of a library on a server."""
LibraryOfFile = Annotated[
    Path | str | None,
    Option(
        "文件所在的资料库；不写时看它在哪个资料库里",
        metavar="DIR",
        parse=library_place,
        is_inherited=True,
    ),
]
Key = Annotated[
    str,
    Argument(
        "KEY",
        "文章的编号，search 的每个结果都有；或它的链接。一段文字印在几处时写 编号@1987-06-12",
        key_or_link,
    ),
]
Keys = Annotated[
    tuple[str, ...],
    Argument(
        "KEY",
        "文章的编号，search 的每个结果都有，或它的链接；可写几个，- 是从标准输入读，一行一个。\n"
        "一段文字印在几处时写 编号@1987-06-12@报纸名，search --json 的 printing 就是",
        key_or_link,
    ),
]
InFile = Annotated[str | None, Option("编号相同而文字不同的文章有几篇时：取这个文件里的", metavar="PATH")]
"""`path`: the file of an article."""
_SHAPES = OneOf()
AsPrinted = Annotated[
    bool,
    Option("没加引号的词也只照原样找；不写时连简体、繁体、异体和数字的别种写法一起找", one_of=_SHAPES),
]
Shapes = Annotated[bool, Option("加了引号的也连各种字形一起找", one_of=_SHAPES)]
QueryWords = Annotated[tuple[str, ...], Argument("QUERY", "要找什么；几个词用空格隔开")]
_RECOGNISED = "--as-recognised", Wording.RECOGNISED, later("照识别的原样，不用改正的字")
Recognised = Annotated[Wording, Switches((_RECOGNISED,))]
"""`wording`: the corrected characters, or the recognised ones."""


def _corrected(usual: Words) -> tuple[str, Wording, Words]:
    def words() -> str:
        return say("改正过的字附校注：“渡口”据版面改；识别作“渡囗”") + usual()

    return "--corrected", Wording.WITH_NOTES, words


CorrectedOrRecognised = Annotated[
    Wording, Switches((_corrected(later("；不写就只要改正后的字")), _RECOGNISED))
]
WithNotesOrNot = Annotated[
    Wording,
    Switches(
        (
            _corrected(later("（不写也附）")),
            _RECOGNISED,
            ("--no-notes", Wording.CORRECTED, later("不附校注")),
        )
    ),
]


def characters(words: str) -> Option:
    return Option(words, metavar="N", parse=_width)


def _width(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= 200:
        raise WrongArguments(say("“{text}”不是 1 到 200 的数", text=text))
    return int(text)


def target_option(words: str, metavar: str = "FILE") -> Option:
    """Return the option for the file or folder to create, which `written_files.new_target` checks."""
    return Option(words, "-o --output", metavar)


def elsewhere(location: Path | str | None) -> Elsewhere | None:
    """Return what opens a library on a server if `location` is the address of one; None for a folder or None."""
    kind = None if location is None else library_kind_named(str(location))
    if kind is not None:
        return kind.elsewhere
    return None


def window_root(location: Path | str | None) -> Path | None:
    """Return the folder that a window opens: `location`, or the local folder of a library on a server; None for None.

    Raises LibraryError if there can be no such local folder.
    """
    where = elsewhere(location)
    if where is not None:
        return where.folder_of(str(location))
    if location is None:
        return None
    return Path(location)


def only_folder(location: Path | str | None) -> Path | None:
    """Return `location` as a path; None for None. Raises CommandError if it is the address of a library on a server."""
    where = elsewhere(location)
    if where is not None:
        raise CommandError(where.why_no_folder())
    if location is None:
        return None
    return Path(location)
