"""The list of the commands, and what is typed without one.

The module of a command is imported when the command is named, not for the help of the program, nor for another one.
"""

import argparse
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

from reader import __version__
from reader.cli.errors import CommandError
from reader.cli.options import Arguments, LibraryPlace, Option, WrongArguments
from reader.cli.parser import Parser, parsed
from reader.cli.terminal import bold, print_json
from reader.i18n import Words, language, later, say
from reader.newspaper.printing import is_link
from reader.plugs import Command, answering, document_of, in_order, library_kind_named, load, plugs

COMMANDS: dict[str, tuple[Command, ...]] = {
    "read": (
        Command("open", later("打开窗口"), "reader.cli.window:Open"),
        Command("sync", later("读入文件夹里新的、改过的文件"), "reader.cli.sync:Sync"),
        Command(
            "unknown",
            later("待核的：日期不详、不合，无法读取，识别置信度低，找不到的收藏"),
            "reader.cli.unknown:Unknown",
        ),
    ),
    "find": (Command("search", later("搜索"), "reader.cli.search:Search"),),
    "keep": (),
    "give": (),
    "mend": (Command("schema", later("命令打印的 JSON 有哪些项"), "reader.cli.schema:Schema"),),
}
"""The commands under the keys of `_HEADINGS`, in the order of the help."""
_HEADINGS: dict[str, Words] = {
    "read": later("读报"),
    "find": later("查找"),
    "keep": later("收藏和笔记"),
    "give": later("引用和送人"),
    "mend": later("更正和检查"),
}


def commands_of(heading: str) -> list[Command]:
    """Return the commands under a heading in the order of the help, those of features included."""
    of_features = []
    for plug in plugs():
        for command in plug.commands:
            if command.heading == heading:
                of_features.append(command)
    return in_order(COMMANDS[heading], of_features)


def all_commands() -> list[Command]:
    return list(chain.from_iterable(commands_of(heading) for heading in COMMANDS))


def _list_of_commands() -> str:
    lines = []
    for heading, title in _HEADINGS.items():
        commands = commands_of(heading)
        if commands:
            lines += ["", say("{title}：", title=title())]
            lines += [f"  {command.name:<13}{command.short()}" for command in commands]
    return "\n".join(lines)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch("([0-9]{2,5})[x×]([0-9]{2,5})", text)
    if not match:
        raise WrongArguments(say("“{text}”无法理解，尺寸应写作 1440x900", text=text))
    return int(match[1]), int(match[2])


def self_test(*, as_json: bool) -> int:
    """Run all checks and print their results. Return the exit status: 0 if all passed, else 1."""
    raise CommandError(say("这里没有自检。"))


_SELF_TEST = later("自检")
_SCREENSHOT = later("截图")


class Program(Arguments, frozen=True):
    """The program without a command: the window, and what is told of the program itself."""

    EXAMPLES = (
        (
            later("reader open ~/旧报"),
            later("打开自己的文件夹；没有图形界面的机器上用 reader sync --library ~/旧报"),
        ),
        (
            later('reader search "{word} 记者:{name}"', word="渡口", name="顾知远"),
            later("在资料库里找同时有“渡口”、由顾知远署名的文章"),
        ),
    )
    whats_new: Annotated[bool, Option("显示这个版本有什么新的")] = False
    library: LibraryPlace = None
    log: Annotated[
        Path | None,
        Option("把做了些什么逐行记到这个文件的末尾，报告故障时有用", metavar="FILE"),
    ] = None
    self_test: Annotated[
        bool,
        Option(
            "在一个临时文件夹里试一遍：读入、搜索、导出、窗口都正常吗；别处一概不动",
            heading=_SELF_TEST,
        ),
    ] = False
    as_json: Annotated[bool, Option("结果打印成一个对象", "--json", heading=_SELF_TEST)] = False
    screenshot: Annotated[
        Path | None,
        Option("不显示窗口，把它画进 PNG 文件", metavar="FILE", heading=_SCREENSHOT),
    ] = None
    size: Annotated[
        tuple[int, int],
        Option("窗口大小，默认 1440x900", metavar="WxH", parse=_size, heading=_SCREENSHOT),
    ] = (1440, 900)
    theme: Annotated[Literal["paper", "white", "dark"], Option("配色，默认 paper", heading=_SCREENSHOT)] = (
        "paper"
    )
    view: Annotated[
        Literal["reading", "page", "search", "typing", "calendar", "bookmarks", "welcome"],
        Option("显示哪个界面，默认 reading", heading=_SCREENSHOT),
    ] = "reading"
    shown_query: Annotated[str, Option("画 search 时搜什么", "--query", "QUERY", heading=_SCREENSHOT)] = ""
    scale: Annotated[Literal[1, 2], Option("缩放倍数，默认 1", heading=_SCREENSHOT)] = 1

    def run(self) -> int:
        if self.self_test:
            return answering(self_test, plugs())(as_json=self.as_json)
        if self.whats_new:
            return self._tell_whats_new()
        if self.screenshot is None:
            run_window: Callable[[Path | str | None], int] = load("reader.cli.window:run")
            return run_window(self.library)
        return self._draw(self.screenshot)

    def _tell_whats_new(self) -> int:
        """Print what this version of the program changed, in its language."""
        from reader import changes

        release = next(candidate for candidate in changes.releases() if candidate.number == __version__)
        if self.as_json:
            day = release.day.isoformat() if release.day else None
            about = {"version": release.number, "date": day, "about": release.about}
            print_json({**about, "points": list(release.points)})
            return 0
        print(bold(changes.title_of(release)))
        print(f"\n{release.about}")
        for group in release.groups:
            if group.heading:
                print(f"\n{bold(group.heading)}")
            for point in group.points:
                print(f"· {point}")
        return 0

    def _draw(self, target: Path) -> int:
        from reader import app
        from reader.cli.libraries import chosen_root

        app.screenshot(
            target,
            library=chosen_root(self.library),
            size=self.size,
            theme=self.theme,
            view=self.view,
            query=self.shown_query,
            scale=self.scale,
        )
        return 0


def parse_arguments(words: Sequence[str]) -> tuple[Arguments, Path | None]:
    """Return the command that was typed, and the file of `--log`.

    Exits with status 2 if it is not valid, with 0 after printing the help or the version (raises SystemExit).
    """
    return parsed(program_parser(language()), with_open_command(words))


def with_open_command(words: Sequence[str]) -> list[str]:
    """Return the command line: `help CMD` as `CMD --help`; with `open --` before it if its first word is a link, or
    names a library or another file that the window opens, or is a whole path, as of a folder that is dropped on the
    program.

    A file manager starts the program with a file alone, a browser with a link. Anybody may have written that link, and
    the browser may have split it at quotation marks: after `--` no part of it is taken for an option.
    """
    first = words[0] if words else ""
    if first == "help":
        return [*words[1:], "--help"]
    is_named = is_link(first) or library_kind_named(first) is not None or document_of(first) is not None
    if is_named or Path(first).is_absolute():
        return ["open", "--", *words]
    return list(words)


@cache
def program_parser(_language: str) -> Parser:
    """Return the parser with its messages in the program's language. Cached by language: tests run many commands."""
    about = say(
        "阅报：把一个文件夹里识别好的旧报文字，变回可以翻、可以搜、可以收藏的报纸。不写命令就打开窗口。"
    )
    parser = Parser("reader", f"{about}\n{_list_of_commands()}", lambda: Program)
    parser.usage = say("reader [命令] [选项]")
    parser.options.add_argument(
        "--version", action="version", version=f"reader {__version__}", help=say("显示版本")
    )
    commands = parser.filled().add_subparsers(
        dest="command", metavar="COMMAND", help=argparse.SUPPRESS, parser_class=Parser
    )
    for command in all_commands():
        commands.add_parser(
            command.name,
            aliases=[command.alias] if command.alias else [],
            prog=f"reader {command.name}",
            short=command.short(),
            struct=partial(load, command.struct),
        )
    return parser
