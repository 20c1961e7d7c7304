"""The options of `reader correct`."""

import argparse
import datetime as dt
from pathlib import Path

from reader.cli.arguments.misreadings import add_character_actions, settle_misreadings
from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command, count, whole
from reader.i18n import say


def add_correct(commands: Commands) -> None:
    parser = command(
        commands,
        "correct",
        say("更正认错的地方：哪行是标题，哪里是另一篇，谁写的，是哪天的报"),
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
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser, required=True
    )
    _add_add(actions)
    _add_together(actions)
    _add_apart(actions)
    add_character_actions(actions)
    shown = command(
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
    add_library(shown)
    add_json(shown, say("打印一个数组，每条更正一个对象"))
    undo = command(
        actions,
        "undo",
        say("撤销一条更正，或改认的一个字"),
        say("这一行、这个字此前的更正重新有效。"),
        [
            ("reader correct undo 3f1c9a52", say("按 UUID（list 里有），写开头几位即可")),
            ("reader correct undo 3f1c9a52 --json", say("打印一个对象")),
        ],
        of="correct",
    )
    undo.what.add_argument("uuid", metavar="UUID", help=say("更正的 UUID，或它的开头"))
    add_library(undo)
    add_json(undo, say("打印一个对象"))
    export = command(
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
    add_library(export)
    take = command(
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
    add_library(take)
    add_json(take, say("打印一个数组：新读入的更正"))


def _add_add(actions: Commands) -> None:
    add = command(
        actions,
        "add",
        say("更正文件的一行，或整个文件的日期、期号、报名"),
        say("其余各行照着它重新认过。与以前的更正矛盾时，新的有效。"),
        [
            (
                say(
                    'reader correct add 1987/06/19870612.txt 12 --names "{names}" --credit photographer',
                    names="顾知远 贺一舟",
                ),
                say("第 12 行的照片是这两个人拍的"),
            ),
            (
                "reader correct add scans/0017.txt --date 1987-06-03",
                say("这个文件是 1987 年 6 月 3 日的报；不写行号"),
            ),
        ],
        of="correct",
    )
    add.what.add_argument(
        "file", type=Path, metavar="FILE", help=say("资料库里的文件：在资料库里的路径，或通常的路径")
    )
    add.what.add_argument(
        "line", nargs="?", type=count, metavar="LINE", help=say("行号，从 1 数起，空行也算")
    )
    add_library(add)
    correction = add.options.add_mutually_exclusive_group(required=True)
    correction.add_argument(
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
    correction.add_argument("--starts", action="store_true", help=say("一篇文章从这一行开始"))
    correction.add_argument("--joins", action="store_true", help=say("这一行所在的文章与上一篇是同一篇"))
    correction.add_argument("--same-paragraph", action="store_true", help=say("这一行接着上一段，不另起"))
    correction.add_argument("--new-paragraph", action="store_true", help=say("这一行另起一段"))
    correction.add_argument(
        "--names",
        type=whole,
        metavar="NAMES",
        help=say('这里署名的是谁，几个人用空格隔开；空的 "" 表示没有署名'),
    )
    correction.add_argument("--date", type=_date, metavar="DATE", help=say("文件是哪天的报，如 1987-06-03"))
    correction.add_argument(
        "--not-year",
        type=_year,
        metavar="YEAR",
        help=say("文件不是哪一年的报：推定的年份不取，归入日期不详，或由别的根据推定"),
    )
    correction.add_argument("--number", type=_number, metavar="N", help=say("文件是第几期的报"))
    correction.add_argument("--title", type=_title, metavar="TITLE", help=say("文件是什么报的"))
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
    add_json(add, say("打印一个对象"))


def _add_together(actions: Commands) -> None:
    together = command(
        actions,
        "together",
        say("说两篇是同一篇：后一篇接在前一篇后面"),
        say("程序没有接上的转版文章，这样接上；编号在 search 和 show 的结果里。两篇要是同一天的。"),
        [
            ("reader correct together 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn", say("后一个编号接在前一个后面")),
            (
                "reader correct together 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn --json",
                say("打印一个对象"),
            ),
        ],
        of="correct",
    )
    _add_two_keys(together)


def _add_apart(actions: Commands) -> None:
    apart = command(
        actions,
        "apart",
        say("说两篇不是同一篇：程序接错了"),
        say("拆开之后不会再接上；接上的两篇，编号见 show --format json 的 continued_by。"),
        [
            ("reader correct apart 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn", say("后一个编号不接在前一个后面")),
            ("reader correct apart 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn --json", say("打印一个对象")),
        ],
        of="correct",
    )
    _add_two_keys(apart)


def _add_two_keys(parser: Parser) -> None:
    parser.what.add_argument("key", type=whole, metavar="KEY", help=say("前一篇的编号"))
    parser.what.add_argument("second_key", type=whole, metavar="KEY", help=say("后一篇的编号"))
    add_library(parser)
    add_json(parser, say("打印一个对象"))


def settle_correct(parser: Parser, options: Options) -> None:
    """Check the options of `correct add`.

    Ends the process with 2 if a line's correction has no line, or an issue's has one.
    """
    settle_misreadings(parser, options)
    if options.action != "add":
        return
    of_issue = (options.date, options.not_year, options.number, options.title)
    is_of_issue = any(each is not None for each in of_issue)
    if is_of_issue == (options.line is not None):
        parser.error(
            say("--date、--not-year、--number、--title 说的是整个文件，不写 LINE")
            if is_of_issue
            else say("要写 LINE")
        )


def _date(text: str) -> dt.date:
    from reader.language.dates.date_expressions import days_of

    days = days_of(text, dt.date.today())
    if days is None or days.first != days.last:
        raise argparse.ArgumentTypeError(say("“{text}”不是日期，要像 1987-06-03", text=text))
    return days.first


def _number(text: str) -> int:
    number = count(text)
    if not 0 < number < 10**8:
        raise argparse.ArgumentTypeError(say("“{text}”不是期号", text=text))
    return number


def _year(text: str) -> int:
    year = count(text)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise argparse.ArgumentTypeError(say("“{text}”不是年份", text=text))
    return year


def _title(text: str) -> str:
    title = text.strip("《》 ")
    if not title or len(title) > 40 or not title.isprintable():
        raise argparse.ArgumentTypeError(say("“{text}”不是报名", text=text))
    return title
