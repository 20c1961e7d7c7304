"""The command line: what may be said, and the help that teaches it."""

import argparse
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from reader import __version__
from reader.messages import language, say


class Options(argparse.Namespace):
    """What was said; a command finds its own fields set."""

    command: str | None = None
    library: Path | None = None
    as_json: bool = False
    # parse
    file: Path
    explain: bool
    # sync, import
    progress_jsonl: bool
    accept_missing: bool
    obey_stdin: bool
    paths: list[Path]
    # search
    query: list[str]
    batch: str | None
    as_jsonl: bool
    show_all: bool
    limit: int | None
    offset: int
    sort: str
    count: bool
    # show, cite, bookmark
    key: str
    path: str | None
    format: str
    style: str
    action: str
    note: str
    tags: list[str]
    # correct
    line: int
    role: str | None
    starts: bool
    joins: bool
    same_paragraph: bool
    new_paragraph: bool
    names: str | None
    credit: str
    uuid: str
    target: Path | None
    # check
    repair: bool
    # the window
    root: Path | None
    screenshot: Path | None
    size: tuple[int, int]
    theme: str
    view: str
    shown_query: str
    scale: int


def parse_arguments(words: Sequence[str]) -> Options:
    """Ends the process with 2 when the words make no command, with 0 after --help and --version."""
    parser = _parser()
    options = parser.parse_args(list(map(_spared, words)), namespace=Options())
    if options.command == "search":
        options.query = [re.sub(f"^ (?={_NOT})", "", word) for word in options.query]
        if bool(options.query) == bool(options.batch):
            parser.error(say("search 要么给出 QUERY，要么用 --batch FILE"))
        if options.show_all and (options.limit is not None or options.offset):
            parser.error(say("--all 不能与 --limit、--offset 同用"))
    return options


# A search for what does not hold a word begins with a dash. argparse takes no word for an option that has a space
# in it, so such a word gets one. A dash before a Latin letter is an option's, unless a field is meant: -date:1987
_NOT = r"-(?:[^-\sA-Za-z0-9]|[A-Za-z]+[:：])"


def _spared(word: str) -> str:
    return " " + word if re.match(_NOT, word) else word


class _Formatter(argparse.RawTextHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=110)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or say("用法："))


class _Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are in the reader's language."""

    def __init__(self, prog: str, description: str, examples: Sequence[tuple[str, str]]) -> None:
        lines = [f"  {command}\n      {meaning}" for command, meaning in examples]
        super().__init__(
            prog=prog,
            description=description,
            epilog="\n".join([say("例："), *lines]),
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.what = self.add_argument_group(say("参数"))
        self.options = self.add_argument_group(say("选项"))
        self.options.add_argument("-h", "--help", action="help", help=say("显示这段说明"))

    def error(self, message: str) -> NoReturn:
        told = message if language() == "en" else _in_chinese(message)
        hint = say("说明和例子：{command} --help", command=self.prog)
        self.exit(2, say("命令行不对：{message}", message=told) + f"\n{hint}\n")


_COMPLAINTS = (
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} 不能是 {1}，可选：{2}"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 不能是 {1}"),
    (r"argument (.+?): expected at least one argument", "{0} 后面要有值"),
    (r"argument (.+?): expected one argument", "{0} 后面要有一个值"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 不能与 {1} 同用"),
    (r"argument (.+?): ([^a-z].*)", "{0}：{1}"),
    (r"the following arguments are required: (.+)", "缺少 {0}"),
    (r"unrecognized arguments: (.+)", "不认识 {0}"),
)


def _in_chinese(message: str) -> str:
    """What argparse complains of; a complaint it may learn in a later version stays English."""
    for pattern, chinese in _COMPLAINTS:
        if found := re.fullmatch(pattern, message):
            return chinese.format(*found.groups())
    return message


def _parser() -> _Parser:
    parser = _Parser(
        "reader",
        say("阅报：把一个文件夹里识别好的旧报文字，变回可以翻、可以搜、可以收藏的报纸。不写命令就打开窗口。"),
        [
            (
                say("reader open ~/旧报"),
                say("打开自己的文件夹；没有图形界面的机器上用 reader sync --library ~/旧报"),
            ),
            (
                say('reader search "{word} 记者:{name}"', word="渡口", name="顾知远"),
                say("在资料库里找同时有“渡口”、由顾知远署名的文章"),
            ),
        ],
    )
    parser.options.add_argument(
        "--version", action="version", version=f"reader {__version__}", help=say("显示版本")
    )
    parser.options.add_argument("--library", type=Path, metavar="DIR", help=_library_help())
    _add_screenshot(parser)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title=say("命令"), parser_class=_Parser
    )
    _add_open(commands)
    _add_sync(commands)
    _add_import(commands)
    _add_search(commands)
    _add_show(commands)
    _add_cite(commands)
    _add_bookmark(commands)
    _add_correct(commands)
    _add_check(commands)
    _add_parse(commands)
    return parser


_Commands = argparse._SubParsersAction  # argparse has no public name for it


def _command(
    commands: "_Commands[_Parser]",
    name: str,
    short: str,
    more: str,
    examples: Sequence[tuple[str, str]],
    of: str = "",
) -> _Parser:
    return commands.add_parser(
        name,
        help=short,
        prog=" ".join(filter(None, ["reader", of, name])),
        description=f"{short}。{more}" if language() == "zh" else f"{short}. {more}",
        examples=examples,
    )


def _library_help() -> str:
    return say("资料库文件夹；不写时用上次在窗口里打开的，没有则用自带的样本")


def _add_library(parser: _Parser) -> None:
    # no default, which would undo a --library before the command
    parser.options.add_argument(
        "--library", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_library_help()
    )


def _add_json(parser: _Parser, what: str) -> None:
    parser.options.add_argument("--json", action="store_true", dest="as_json", help=what)


def _add_screenshot(parser: _Parser) -> None:
    group = parser.add_argument_group(say("截图"))
    group.add_argument("--screenshot", type=Path, metavar="FILE", help=say("不显示窗口，把它画进 PNG 文件"))
    group.add_argument(
        "--size", type=_size, default=(1440, 900), metavar="WxH", help=say("窗口大小，默认 1440x900")
    )
    group.add_argument(
        "--theme", choices=("paper", "white", "dark"), default="paper", help=say("配色，默认 paper")
    )
    group.add_argument(
        "--view",
        choices=("reading", "search", "bookmarks", "welcome"),
        default="reading",
        help=say("画哪一面，默认 reading"),
    )
    group.add_argument(
        "--query", dest="shown_query", default="", metavar="QUERY", help=say("画 search 时搜什么")
    )
    group.add_argument("--scale", type=int, choices=(1, 2), default=1, help=say("一个像素画成几个，默认 1"))


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch("([0-9]{2,5})[x×]([0-9]{2,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(say("“{text}”不是大小，要像 1440x900", text=text))
    return int(found[1]), int(found[2])


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(say("“{text}”不是个数，要像 50", text=text))
    return int(text)


def _add_open(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "open",
        say("打开窗口"),
        say("没有图形界面、或缺少它要的系统库时，说明缺什么并以 1 退出。"),
        [
            ("reader open", say("打开上次的资料库")),
            (say("reader open ~/旧报"), say("把 ~/旧报 作为资料库打开，下次也从它开始")),
        ],
    )
    parser.what.add_argument("root", nargs="?", type=Path, metavar="PATH", help=say("资料库文件夹"))


def _add_sync(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "sync",
        say("读入文件夹里新的、改过的文件"),
        say(
            "可以随时中断，下次接着读。不见了的文件，文字仍然留着，可看可搜；\n"
            "一下子少了十分之一以上的文件时先不动，问过再说（--accept-missing）。\n"
            "读不了的文件逐一列出，不妨碍其余的。"
        ),
        [
            (say("reader sync --library ~/旧报"), say("读入 ~/旧报，终端里有进度条")),
            (say("reader sync --library ~/旧报 --json"), say("把结果打印成一个 JSON 对象")),
        ],
    )
    _add_library(parser)
    parser.options.add_argument("--accept-missing", action="store_true", help=say("文件确实移走了：照样继续"))
    output = parser.options.add_mutually_exclusive_group()
    output.add_argument(
        "--json",
        action="store_true",
        dest="as_json",
        help=say("打印一个对象：added changed missing unchanged failed articles seconds renamed passed_over"),
    )
    output.add_argument("--progress-jsonl", action="store_true", help=say("一边读一边打印进度，每行一个对象"))
    parser.options.add_argument("--obey-stdin", action="store_true", help=argparse.SUPPRESS)


def _add_import(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "import",
        say("把文件复制进资料库，然后读入"),
        say("按年月放好，绝不覆盖内容不同的文件；库里已有的不再复制。有文件没能放进去时以 1 退出。"),
        [
            (say("reader import 19870612.txt --library ~/旧报"), say("放进 ~/旧报/1987/06/")),
            (say("reader import ~/下载/扫描 --library ~/旧报"), say("文件夹里的 .txt 和 .md 全部放进去")),
        ],
    )
    parser.what.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say("文件或文件夹"))
    _add_library(parser)
    _add_json(parser, say("打印一个对象：copied same same_issue failed passed_over sync"))


def _add_search(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "search",
        say("搜索"),
        say(
            "怎样写都有结果，也会说明是怎样理解的：\n"
            '  甲 乙 两个都有 · 甲 或 乙 · -甲 没有甲 · "甲乙" 正是这一串 · (甲 或 乙) 丙\n'
            "  标题:… 记者:… 栏目:… 版:… 报:… 日期:1987 日期:1987-06..1987-07\n"
            "每个结果后面是文章的编号，供 show、cite、bookmark 使用。"
        ),
        [
            ("reader search 雁桥 渡口 --sort newest", say("同时有“雁桥”和“渡口”的文章，新的在前")),
            (
                say("reader search --batch 词表.txt --jsonl --all"),
                say("词表里每行搜一次，每行打印一个含全部结果的对象"),
            ),
        ],
    )
    parser.what.add_argument("query", nargs="*", metavar="QUERY", help=say("要找什么；几个词用空格隔开"))
    _add_library(parser)
    _add_json(
        parser,
        say(
            "打印一个对象：query understood_as total total_is_exact hits by_year suggestions seconds；\n"
            'by_year 里没有日期的记在 "undated" 下'
        ),
    )
    parser.options.add_argument(
        "--batch", metavar="FILE", help=say("从文件里逐行读要找什么（- 是标准输入），一行一个对象")
    )
    parser.options.add_argument("--jsonl", action="store_true", dest="as_jsonl", help=say("与 --batch 同用"))
    parser.options.add_argument("--all", action="store_true", dest="show_all", help=say("列出全部结果"))
    parser.options.add_argument("--limit", type=_count, metavar="N", help=say("最多列出几个，默认 50"))
    parser.options.add_argument("--offset", type=_count, default=0, metavar="N", help=say("跳过前几个"))
    parser.options.add_argument(
        "--sort",
        choices=("relevance", "newest", "oldest"),
        default="relevance",
        help=say("次序：relevance 最相关（默认）、newest 最新、oldest 最早"),
    )
    parser.options.add_argument("--count", action="store_true", help=say("只要总数"))


def _add_key(parser: _Parser) -> None:
    parser.what.add_argument("key", metavar="KEY", help=say("文章的编号，search 的每个结果都有"))
    _add_library(parser)
    parser.options.add_argument(
        "--path", metavar="PATH", help=say("编号相同而文字不同的文章有几篇时：取这个文件里的")
    )


def _add_show(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "show",
        say("显示一篇文章"),
        say(
            "转到别版的文章接成一篇（json 只有这一部分，并写明前后部分的编号）。\n"
            "文件不见了的、只在收藏里还有的，也能显示。编号相同的有几篇时逐篇显示（json 每行一篇）。"
        ),
        [
            ("reader show k7qfz2m4yd3xw6ta", say("排好的文字")),
            (say("reader show k7qfz2m4yd3xw6ta --format markdown > 文章.md"), say("存成 Markdown")),
        ],
    )
    _add_key(parser)
    parser.options.add_argument(
        "--format",
        choices=("text", "markdown", "html", "json"),
        default="text",
        help=say("text（默认）、markdown、html、json"),
    )


def _add_cite(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "cite",
        say("写出一篇文章的引文"),
        say("推定的日期、据文件名的日期都照规矩注明。"),
        [
            ("reader cite k7qfz2m4yd3xw6ta", say("按 GB/T 7714—2015")),
            (say("reader cite k7qfz2m4yd3xw6ta --style bibtex >> 参考文献.bib"), say("加进 BibTeX 文件")),
        ],
    )
    _add_key(parser)
    parser.options.add_argument(
        "--style",
        choices=("gb2015", "gb2025", "bibtex", "ris", "csl-json"),
        default="gb2015",
        help=say("gb2015（默认）、gb2025、bibtex、ris、csl-json"),
    )


def _add_bookmark(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "bookmark",
        say("收藏文章，写批注，加标签"),
        say("收藏时连全文一起存下：文件改名、移走、不见了，收藏都在。"),
        [
            (say("reader bookmark add k7qfz2m4yd3xw6ta --note 外婆 --tag 家史"), say("收藏，带批注和标签")),
            (say("reader bookmark export > 收藏.md"), say("全部收藏连同文字存成一个文件")),
        ],
    )
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=_Parser, required=True
    )
    add = _command(
        actions,
        "add",
        say("收藏一篇文章"),
        say("已收藏的，批注换成新的，标签加上去。"),
        [
            ("reader bookmark add k7qfz2m4yd3xw6ta", say("收藏它")),
            (say("reader bookmark add k7qfz2m4yd3xw6ta --tag 渡口 --tag 1987"), say("带两个标签")),
        ],
        of="bookmark",
    )
    _add_key(add)
    add.options.add_argument("--note", default="", metavar="TEXT", help=say("批注的文字"))
    add.options.add_argument(
        "--tag", action="append", default=[], dest="tags", metavar="TAG", help=say("标签，可写多次")
    )
    remove = _command(
        actions,
        "remove",
        say("取消收藏"),
        say("批注和标签还留着，restore 可以找回。"),
        [
            ("reader bookmark remove k7qfz2m4yd3xw6ta", say("按文章的编号")),
            ("reader bookmark remove 3f1c9a52-…", say("按收藏的 UUID（list --json 里有）")),
        ],
        of="bookmark",
    )
    restore = _command(
        actions,
        "restore",
        say("找回取消了的收藏"),
        say("批注和标签与取消前一样。"),
        [
            ("reader bookmark restore k7qfz2m4yd3xw6ta", say("按文章的编号")),
            ("reader bookmark restore 3f1c9a52-…", say("按收藏的 UUID")),
        ],
        of="bookmark",
    )
    for parser in (remove, restore):
        parser.what.add_argument("key", metavar="KEY|UUID", help=say("文章的编号，或收藏的 UUID"))
        _add_library(parser)
    shown = _command(
        actions,
        "list",
        say("列出收藏"),
        say("新的在前。库里已找不到的文章会注明，存下的文字用 export 看。"),
        [
            ("reader bookmark list", say("日期、标题、批注、标签")),
            ("reader bookmark list --json", say("打印一个数组，每个收藏一个对象，含存下的全文")),
        ],
        of="bookmark",
    )
    _add_library(shown)
    _add_json(shown, say("打印一个数组，含存下的全文"))
    export = _command(
        actions,
        "export",
        say("导出收藏，连同存下的文字"),
        say("打印到标准输出。"),
        [
            (say("reader bookmark export > 收藏.md"), say("存成 Markdown")),
            (say("reader bookmark export --format json > 收藏.json"), say("存成 JSON")),
        ],
        of="bookmark",
    )
    _add_library(export)
    export.options.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help=say("markdown（默认）、json")
    )


def _add_correct(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "correct",
        say("更正认错的地方：哪行是标题，哪里是另一篇，谁写的"),
        say("更正记在资料库旁边，文件本身不动；重读、改名、重新扫描之后仍然有效，随时可以撤销。"),
        [
            (
                "reader correct add 1987/06/19870612.txt 10 --role headline",
                say("第 10 行是标题；行号见 reader parse FILE --explain"),
            ),
            (say("reader correct export 更正.jsonl"), say("存成一个小文件，可以送给别人")),
        ],
    )
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=_Parser, required=True
    )
    _add_correct_add(actions)
    shown = _command(
        actions,
        "list",
        say("列出更正"),
        say("旧的在前。文件变了、找不到那一行的，会注明。"),
        [
            ("reader correct list", say("在哪个文件的第几行，更正成什么")),
            ("reader correct list --json", say("打印一个数组；line 是 null 的，眼下找不到那一行")),
        ],
        of="correct",
    )
    _add_library(shown)
    _add_json(shown, say("打印一个数组，每条更正一个对象"))
    undo = _command(
        actions,
        "undo",
        say("撤销一条更正"),
        say("这一行此前的更正重新有效。"),
        [
            ("reader correct undo 3f1c9a52", say("按 UUID（list 里有），写开头几位即可")),
            ("reader correct undo 3f1c9a52 --json", say("打印一个对象")),
        ],
        of="correct",
    )
    undo.what.add_argument("uuid", metavar="UUID", help=say("更正的 UUID，或它的开头"))
    _add_library(undo)
    _add_json(undo, say("打印一个对象"))
    export = _command(
        actions,
        "export",
        say("导出更正，送给别人"),
        say("别人的文件名字不同也不要紧：更正按那一行的文字来认。已有的文件不会被盖掉。"),
        [
            ("reader correct export", say("打印到标准输出，一行一条")),
            (say("reader correct export 更正.jsonl"), say("存成文件")),
        ],
        of="correct",
    )
    export.what.add_argument("target", nargs="?", type=Path, metavar="FILE", help=say("存到哪里"))
    _add_library(export)
    take = _command(
        actions,
        "import",
        say("读入别人导出的更正"),
        say("已有的不重复；同一条有两种改法时，后改的有效。"),
        [
            (say("reader correct import 更正.jsonl"), say("读入，并说明哪些眼下找不到地方")),
            (say("reader correct import 更正.jsonl --json"), say("打印一个数组：新读入的更正")),
        ],
        of="correct",
    )
    take.what.add_argument("file", type=Path, metavar="FILE", help=say("export 存成的文件"))
    _add_library(take)
    _add_json(take, say("打印一个数组：新读入的更正"))


def _add_correct_add(actions: "_Commands[_Parser]") -> None:
    add = _command(
        actions,
        "add",
        say("更正文件的一行"),
        say("其余各行照着它重新认过。与以前的更正矛盾时，新的有效。"),
        [
            (
                "reader correct add 1987/06/19870612.txt 24 --joins",
                say("第 24 行那篇与它的上一篇其实是同一篇"),
            ),
            (
                say(
                    'reader correct add 1987/06/19870612.txt 12 --names "{names}" --credit photographer',
                    names="顾知远 贺一舟",
                ),
                say("第 12 行的照片是这两个人拍的"),
            ),
        ],
        of="correct",
    )
    add.what.add_argument(
        "file", type=Path, metavar="FILE", help=say("资料库里的文件：在资料库里的路径，或通常的路径")
    )
    add.what.add_argument("line", type=_count, metavar="LINE", help=say("行号，从 1 数起，空行也算"))
    _add_library(add)
    told = add.options.add_mutually_exclusive_group(required=True)
    told.add_argument(
        "--role",
        choices=(
            "headline",
            "kicker",
            "deck",
            "section",
            "byline",
            "paragraph",
            "subhead",
            "caption",
            "notice",
            "jump",
            "masthead",
            "page",
        ),
        metavar="ROLE",
        help=say(
            "这一行是什么：headline 标题、kicker 眉题、deck 副题、section 栏目、byline 署名、\n"
            "paragraph 正文、subhead 小标题、caption 图说、notice 启事、jump 转版、masthead 报头、page 版次"
        ),
    )
    told.add_argument("--starts", action="store_true", help=say("一篇文章从这一行开始"))
    told.add_argument("--joins", action="store_true", help=say("这一行所在的文章与上一篇是同一篇"))
    told.add_argument("--same-paragraph", action="store_true", help=say("这一行接着上一段，不另起"))
    told.add_argument("--new-paragraph", action="store_true", help=say("这一行另起一段"))
    told.add_argument(
        "--names", metavar="NAMES", help=say('这里署名的是谁，几个人用空格隔开；空的 "" 表示没有署名')
    )
    add.options.add_argument(
        "--credit",
        choices=("reporter", "correspondent", "photographer", "author", "editor", "agency"),
        default="reporter",
        metavar="WHO",
        help=say(
            "与 --names 同用：reporter 记者（默认）、correspondent 通讯员、photographer 摄影、\n"
            "author 作者、editor 编辑、agency 通讯社"
        ),
    )
    _add_json(add, say("打印一个对象"))


def _add_check(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "check",
        say("检查资料库的目录和索引"),
        say("也从文章里随意取些字串，看是否都搜得到。有问题而没有修好时以 1 退出。"),
        [
            (say("reader check --library ~/旧报"), say("只看，不动")),
            (
                say("reader check --library ~/旧报 --repair"),
                say("重建目录和索引；收藏和不见了的文件的文字都留着"),
            ),
        ],
    )
    _add_library(parser)
    parser.options.add_argument("--repair", action="store_true", help=say("重建目录和索引"))
    _add_json(parser, say("打印一个对象：problems repaired articles strings"))


def _add_parse(commands: "_Commands[_Parser]") -> None:
    parser = _command(
        commands,
        "parse",
        say("读一个文件，看它分成哪些文章"),
        say("不需要资料库，也不存下什么。"),
        [
            ("reader parse 19870612.txt", say("报头和每篇文章的提要")),
            ("reader parse 19870612.txt --json", say("打印一个对象：source issue articles warnings")),
        ],
    )
    parser.what.add_argument("file", type=Path, metavar="FILE", help=say("一期或一版的文字：.txt 或 .md"))
    _add_json(parser, say("打印一个 JSON 对象"))
    parser.options.add_argument("--explain", action="store_true", help=say("逐行说明认作什么、为什么"))
