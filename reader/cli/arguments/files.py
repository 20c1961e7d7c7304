"""The arguments of the commands on files and on how they are read: sync, import, check, parse, columns, correct,
misreadings.
"""

import argparse
import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, add_json, add_library, whole, whole_number
from reader.i18n import say
from reader.newspaper.article import Role
from reader.newspaper.correction import Claim, CorrectedCredit, CorrectedRole, CorrectionKind, names_in


def add_sync(parser: Parser) -> None:
    parser.explain(
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
    add_library(parser)
    parser.flag("--accept-missing", help=say("文件确实移走了：照样继续"))
    output = parser.options.add_mutually_exclusive_group()
    output.add_argument(
        "--json",
        action="store_true",
        dest="as_json",
        help=say(
            "打印一个对象：added changed missing unchanged failed articles seconds renamed passed_over led_out\n"
            "damaged copies left_out opened formats sources"
        ),
    )
    output.add_argument("--progress-jsonl", action="store_true", help=say("一边读一边打印进度，每行一个对象"))
    parser.flag("--obey-stdin", help=argparse.SUPPRESS)


def add_import(parser: Parser) -> None:
    parser.explain(
        say("按年月放好，绝不覆盖内容不同的文件；库里已有的不再复制。有文件没能放进去时以 1 退出。"),
        [
            (say("reader import 19870612.txt --library ~/旧报"), say("放进 ~/旧报/1987/06/")),
            (say("reader import ~/下载/扫描 --library ~/旧报"), say("文件夹里的报纸文件全部放进去")),
        ],
    )
    parser.argument("paths", nargs="+", type=Path, metavar="PATH", help=say("文件或文件夹"))
    add_library(parser)
    add_json(parser, say("打印一个对象：copied same same_issue failed passed_over led_out pictures sync"))


def add_recognize(parser: Parser) -> None:
    parser.explain(
        say(
            "文件夹里的扫描图、照片（JPEG、PNG、TIFF、JPEG 2000、WebP）和没有文字层的 PDF，一页一页认成文字，\n"
            "然后照常读入。全在这台机器上做，不用网络。识别好的文字放在资料库的 .reader/recognized 里，图片不动；\n"
            "中断了下次接着做，图片移动、改名后也还认得。没能识别的页逐一列出，不妨碍其余的，再运行时再试。\n"
            "手写、印章、表格的格子不识别。已有文字的图片（同名的识别结果、PDF 的文字层）不再识别。"
        ),
        [
            (say("reader recognize ~/旧报扫描"), say("识别这个文件夹里的图片，把它作为资料库")),
            (say("reader recognize 1954/03 --vertical"), say("竖排的报；不写时每一处各自判断")),
            (
                say("reader recognize ~/旧报扫描 --write ~/文字 --as hocr"),
                say("把识别好的文字另存一份，给别的程序用"),
            ),
        ],
    )
    parser.argument("paths", nargs="+", type=Path, metavar="PATH", help=say("图片或文件夹"))
    add_library(parser)
    directions = parser.options.add_mutually_exclusive_group()
    for name, words in (
        ("auto", say("横排、竖排由每一处自己判断（默认）")),
        ("horizontal", say("全是横排")),
        ("vertical", say("全是竖排")),
    ):
        directions.add_argument(
            f"--{name}", dest="direction", action="store_const", const=name, default="auto", help=words
        )
    parser.option(
        "--dpi", type=_dots, default=300, metavar="N", help=say("PDF 的页按每英寸多少点来画（默认 300）")
    )
    parser.flag("--as-it-is", help=say("不摊平，不拉直，不匀光，不分开双页"))
    parser.flag("--again", help=say("识别过的也重新识别"))
    parser.option(
        "--by",
        dest="recognizer",
        choices=["rapidocr", "tesseract"],
        help=say("用哪个识别程序；不写时用装了的"),
    )
    parser.option("--write", type=Path, metavar="DIR", help=say("不识别，把识别好的文字写进这个文件夹"))
    parser.option(
        "--as",
        dest="form",
        choices=["alto", "hocr", "text"],
        default="alto",
        help=say("写成什么（默认 alto）"),
    )
    add_json(parser, say("打印一个对象：recognized kept blank with_text failed"))
    parser.flag("--obey-stdin", help=argparse.SUPPRESS)


def _dots(text: str) -> int:
    number = whole_number(text)
    if not 50 <= number <= 1200:
        raise argparse.ArgumentTypeError(say("每英寸的点数在 50 到 1200 之间"))
    return number


def add_check(parser: Parser) -> None:
    parser.explain(
        say(
            "也从文章里随意取些字串，看是否都搜得到。有问题而没有修好时以 1 退出。\n"
            "没有日期、没有期号、日期与期号不合的各期，列出由前后各期推知的；那只是建议，什么也不改。"
        ),
        [
            (say("reader check --library ~/旧报"), say("只看，不动")),
            (
                say("reader check --library ~/旧报 --repair"),
                say("重建目录和索引；收藏和不见了的文件的文字都留着"),
            ),
        ],
    )
    add_library(parser)
    parser.flag("--repair", help=say("重建目录和索引"))
    parser.option(
        "--forget-missing",
        nargs="*",
        metavar="PATH",
        help=say("移除已不在的文件的文字：写出的那些，不写则全部。文字先另存成文件，收藏、批注、更正都留着"),
    )
    add_json(
        parser,
        say("打印一个对象：problems user_data repaired articles strings suggestions missing forgotten"),
    )


def add_parse(parser: Parser) -> None:
    parser.explain(
        say("不需要资料库，也不存下什么。文件在资料库里的，照那里的更正来读。"),
        [
            ("reader parse 19870612.txt", say("报头和每篇文章的提要")),
            ("reader parse 19870612.txt --json", say("打印一个对象：source issue articles warnings")),
        ],
    )
    parser.argument(
        "file", type=Path, metavar="FILE", help=say("一期、一版或一篇；压缩包和表格里的写作 2024.zip/A1.htm")
    )
    _add_library_of_file(parser)
    parser.flag("--without-corrections", help=say("不用资料库里的更正"))
    parser.option(
        "--as",
        dest="format_of_file",
        choices=[
            "text",
            "alto",
            "page-xml",
            "hocr",
            "mets",
            "tei",
            "xml",
            "iiif",
            "digital-paper",
            "pdf",
            "epub",
            "docx",
            "table",
            "web-page",
        ],
        metavar="FORMAT",
        help=say(
            "当作哪种文件来读：text（纯文本）、alto、page-xml、hocr（识别结果）、"
            "mets、iiif（一期的目录和各页）、tei、xml（别的 XML）、digital-paper（数字报网页）、pdf（PDF 的文字层）、"
            "epub、docx、table（表格）、web-page（一般网页）"
        ),
    )
    add_json(parser, say("打印一个 JSON 对象"))
    parser.flag("--explain", help=say("逐行说明认作什么、为什么"))


def add_columns(parser: Parser) -> None:
    parser.explain(
        say(
            "列名认得出时不必说明。说明记在资料库的 .reader 里，不动表格；列名相同的表格都照它读，下次同步时生效。\n"
            "可以说明：text title date page author paper section kicker deck，"
            "也可以写 正文 标题 日期 版 作者 报名 栏目 眉题 副题。"
        ),
        [
            (say("reader columns 旧报.csv"), say("看有哪些列，各认作什么")),
            (say("reader columns 旧报.csv text=story date=day"), say("说明正文和日期在哪一列")),
        ],
    )
    parser.argument("file", type=Path, metavar="FILE", help=say("资料库里的表格：.csv、.tsv 或 .jsonl"))
    parser.argument(
        "columns", nargs="*", metavar="FIELD=COLUMN", help=say("哪一项在哪一列；等号后不写是没有这一项")
    )
    _add_library_of_file(parser)
    add_json(parser, say("打印一个对象：path columns"))


def _add_library_of_file(parser: Parser) -> None:
    about = say("文件所在的资料库；不写时看它在哪个资料库里")
    parser.option("--library", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=about)


def add_correct(parser: Parser) -> None:
    parser.set_defaults(settle=settle_correct)
    parser.explain(
        say("更正记在资料库旁边，文件本身不动；重读、改名、更新之后仍然有效，随时可以撤销。"),
        [
            (
                "reader correct add 1987/06/19870612.txt 10 --role headline",
                say("第 10 行是标题；行号见 reader parse FILE --explain"),
            ),
            (say("reader correct export 更正.jsonl"), say("存成一个小文件，可以送给别人")),
        ],
    )
    _add_add(parser)
    _add_together(parser)
    _add_apart(parser)
    add_character_actions(parser)
    _add_list_and_undo(parser)
    _add_export_and_import(parser)


def _add_list_and_undo(parser: Parser) -> None:
    shown = parser.add_action(
        "list",
        say("列出更正"),
        say("旧的在前。文件变了、找不到那一行的，会注明。"),
        [
            ("reader correct list", say("在哪个文件的第几行，更正成什么")),
            ("reader correct list --json", say("打印一个数组；line 是 null 的，眼下找不到那一行")),
        ],
    )
    add_library(shown)
    add_json(shown, say("打印一个数组，每条更正一个对象"))
    undo = parser.add_action(
        "undo",
        say("撤销一条更正，或改正的一个字"),
        say("这一行、这个字此前的更正重新有效。"),
        [
            ("reader correct undo 3f1c9a52", say("按 UUID（list 里有），写开头几位即可")),
            ("reader correct undo 3f1c9a52 --json", say("打印一个对象")),
        ],
    )
    undo.argument("uuid", metavar="UUID", help=say("更正的 UUID，或它的开头"))
    add_library(undo)
    undo.flag("--all", dest="everywhere", help=say("与它一起改正的各处，一并撤销"))
    add_json(undo, say("打印一个对象"))


def _add_export_and_import(parser: Parser) -> None:
    export = parser.add_action(
        "export",
        say("导出更正，送给别人"),
        say("别人的文件名字不同也不要紧：更正按那一行的文字来认。已有的文件不会被盖掉。"),
        [
            ("reader correct export", say("打印到标准输出，一行一条")),
            (say("reader correct export 更正.jsonl"), say("存成文件")),
        ],
    )
    export.argument("target", nargs="?", type=Path, metavar="FILE", help=say("存到哪里"))
    add_library(export)
    take = parser.add_action(
        "import",
        say("读入别人导出的更正"),
        say("已有的不重复；同一条有两种改法时，后改的有效。"),
        [
            (say("reader correct import 更正.jsonl"), say("读入，并说明哪些眼下找不到地方")),
            (say("reader correct import 更正.jsonl --json"), say("打印一个数组：新读入的更正")),
        ],
    )
    take.argument("file", type=Path, metavar="FILE", help=say("export 存成的文件"))
    add_library(take)
    add_json(take, say("打印一个数组：新读入的更正"))


def _add_add(parser: Parser) -> None:
    add = parser.add_action(
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
    )
    add.argument(
        "file", type=Path, metavar="FILE", help=say("资料库里的文件：在资料库里的路径，或通常的路径")
    )
    add.argument("line", nargs="?", type=whole_number, metavar="LINE", help=say("行号，从 1 数起，空行也算"))
    add_library(add)
    correction = add.options.add_mutually_exclusive_group(required=True)
    _add_claims(correction)
    add.option(
        "--credit",
        choices=[role.value for role in Role],
        default=Role.REPORTER.value,
        metavar="WHO",
        help=say(
            "与 --names 同用：reporter 记者（默认）、correspondent 通讯员、photographer 摄影、\n"
            "author 作者、editor 编辑、agency 通讯社"
        ),
    )
    add_json(add, say("打印一个对象"))


class _MakeClaim(argparse.Action):
    """Makes a claim from an option of `correct add`; `const` is the claim, or a function of the option's value."""

    def __init__(self, option_strings: list[str], dest: str, const: Any, **more: Any) -> None:
        nargs = 0 if isinstance(const, Claim) else None
        super().__init__(option_strings, "claim", nargs, const, **more)

    def __call__(
        self, _parser: object, options: argparse.Namespace, value: Any, _option: object = None
    ) -> None:
        options.claim = self.const if self.nargs == 0 else self.const(value)


def _add_claims(group: argparse._MutuallyExclusiveGroup) -> None:
    """Add the options by which a correction is made, each with its claim."""
    kind, add = CorrectionKind, partial(group.add_argument, action=_MakeClaim)
    add(
        "--role",
        const=lambda role: Claim(kind.ROLE, CorrectedRole(role)),
        choices=[role.value for role in CorrectedRole],
        metavar="ROLE",
        help=say(
            "这一行是什么：headline 标题、kicker 眉题、deck 副题、section 栏目、byline 署名、\n"
            "paragraph 正文、subhead 小标题、caption 图说、notice 启事、jump 转版、masthead 报头、page 版面号"
        ),
    )
    add("--starts", const=Claim(kind.STARTS), help=say("一篇文章从这一行开始"))
    add("--joins", const=Claim(kind.JOINED), help=say("这一行所在的文章与上一篇是同一篇"))
    add("--same-paragraph", const=Claim(kind.PARAGRAPH_JOINED), help=say("这一行接着上一段，不另起"))
    add("--new-paragraph", const=Claim(kind.PARAGRAPH_APART), help=say("这一行另起一段"))
    add(
        "--names",
        type=whole,
        const=lambda names: Claim(kind.CREDIT, credit=CorrectedCredit(Role.REPORTER, names_in(names))),
        metavar="NAMES",
        help=say('这里署名的是谁，几个人用空格隔开；空的 "" 表示没有署名'),
    )
    add(
        "--date",
        type=_date,
        const=lambda date: Claim(kind.DATE, date=date),
        metavar="DATE",
        help=say("文件是哪天的报，如 1987-06-03"),
    )
    add(
        "--not-year",
        type=_year,
        const=lambda year: Claim(kind.NOT_YEAR, year=year),
        metavar="YEAR",
        help=say("文件不是哪一年的报：推定的年份不取，归入日期不详，或由别的根据推定"),
    )
    add(
        "--number",
        type=_number,
        const=lambda number: Claim(kind.NUMBER, number=number),
        metavar="N",
        help=say("文件是第几期的报"),
    )
    add(
        "--title",
        type=_title,
        const=lambda title: Claim(kind.TITLE, title=title),
        metavar="TITLE",
        help=say("文件是什么报的"),
    )


def _add_together(parser: Parser) -> None:
    together = parser.add_action(
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
    )
    _add_two_keys(together)


def _add_apart(parser: Parser) -> None:
    apart = parser.add_action(
        "apart",
        say("说两篇不是同一篇：程序接错了"),
        say("拆开之后不会再接上；接上的两篇，编号见 show --format json 的 continued_by。"),
        [
            ("reader correct apart 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn", say("后一个编号不接在前一个后面")),
            ("reader correct apart 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn --json", say("打印一个对象")),
        ],
    )
    _add_two_keys(apart)


def _add_two_keys(parser: Parser) -> None:
    parser.argument("key", type=whole, metavar="KEY", help=say("前一篇的编号"))
    parser.argument("second_key", type=whole, metavar="KEY", help=say("后一篇的编号"))
    add_library(parser)
    add_json(parser, say("打印一个对象"))


def settle_correct(parser: Parser, options: Options) -> None:
    """Check the options of `correct`. Exits with status 2 if they contradict each other.

    A correction of a line needs LINE; one of the whole issue (date, year, number, title) must not have it.
    """
    settle_misreadings(parser, options)
    if options.action != "add":
        return
    if (credit := options.claim.credit) is not None:
        options.claim = replace(options.claim, credit=replace(credit, role=Role(options.credit)))
    is_of_issue = options.claim.kind.is_of_issue
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
    number = whole_number(text)
    if not 0 < number < 10**8:
        raise argparse.ArgumentTypeError(say("“{text}”不是期号", text=text))
    return number


def _year(text: str) -> int:
    year = whole_number(text)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise argparse.ArgumentTypeError(say("“{text}”不是年份", text=text))
    return year


def _title(text: str) -> str:
    title = text.strip("《》 ")
    if not title or len(title) > 40 or not title.isprintable():
        raise argparse.ArgumentTypeError(say("“{text}”不是报名", text=text))
    return title


def add_character_actions(parser: Parser) -> None:
    character = parser.add_action(
        "character",
        say("改正一个字：认错了，应是…"),
        say(
            "文件不动；显示、引用、导出都用改正的字，识别的字随时看得到，两种都搜得到。随时可以撤销。\n"
            "这些记录与收藏、批注一起导出和读入（reader bookmark export、import）。"
        ),
        [
            (
                say("reader correct character 3ul4mxdeiyoryyxj 何渡牛 何渡生"),
                say("这篇里的“何渡牛”，其实是“何渡生”"),
            ),
            (
                say("reader correct character 3ul4mxdeiyoryyxj 何渡牛 何渡生 --dismiss"),
                say("没有认错，不再列出"),
            ),
        ],
    )
    character.argument("key", type=whole, metavar="KEY", help=say("文章的编号"))
    character.argument("printed", type=whole, metavar="PRINTED", help=say("识别的字，或带上前后几个字"))
    character.argument("read_as", type=whole, metavar="READ_AS", help=say("应是什么；可以多几个字、少几个字"))
    add_library(character)
    character.option(
        "--nth", type=whole_number, default=1, metavar="N", help=say("文章里的第几处，默认第 1 处")
    )
    character.flag(
        "--misprint",
        dest="is_misprint",
        help=say("报上就是这样印的，是原报的错：报上印的字不动，加注“原报如此，疑当作……”"),
    )
    character.flag("--dismiss", help=say("没有认错：不再当作认错的字列出"))
    character.flag("--all", dest="everywhere", help=say("资料库里各处一起改正；上下文说没有错的不动"))
    character.flag("--later", help=say("与 --all 同用：以后读进来的期也照此改正"))
    character.flag("--dry-run", help=say("与 --all 同用：只列出会改正哪些，不改"))
    add_json(character, say("打印一个对象：decisions key is_applied；用 --all 时另有 places"))
    shown = parser.add_action(
        "characters",
        say("列出改正的字"),
        say("旧的在前；也列出说过没有认错的。撤销用 reader correct undo UUID。"),
        [
            ("reader correct characters", say("哪个字应是哪个字，前后是什么")),
            ("reader correct characters --json", say("打印一个数组；key 是 null 的，眼下找不到地方")),
        ],
    )
    add_library(shown)
    add_json(shown, say("打印一个数组，每条记录一个对象"))


def settle_misreadings(parser: Parser, options: Options) -> None:
    """Check `--nth` of `correct character`. Exits with status 2 if it is 0."""
    if options.action == "character" and options.nth < 1:
        parser.error(say("--nth 从 1 数起"))
    if options.action == "character" and options.dry_run and not options.everywhere:
        parser.error(say("--dry-run 要与 --all 同用"))
    if options.action == "character" and options.later and not options.everywhere:
        parser.error(say("--later 要与 --all 同用"))
    if options.action == "character" and options.everywhere and options.dismiss:
        parser.error(say("--all 不能与 --dismiss 同用"))
    if options.action == "character" and options.is_misprint and (options.everywhere or options.dismiss):
        parser.error(say("--misprint 不能与 --all、--dismiss 同用"))


def add_profile(parser: Parser) -> None:
    parser.explain(
        say(
            "一份报至少三期都这样的，就是它的惯例；别的期里认不准的地方照它来读：栏目的名字不当标题，\n"
            "记号开头的各是一条，报头和版边的字不算文章。少于三期的报照旧一个文件一个文件地读。不对的可以不用，随时改回来。"
        ),
        [
            ("reader profile", say("各份报的惯例，各有多少期这样")),
            ("reader profile 雁桥日报 --refuse 雁桥夜话", say("这一条不用，有关的各期重新读")),
        ],
    )
    parser.argument("newspaper", nargs="?", metavar="NEWSPAPER", help=say("哪份报；不写是全部"))
    add_library(parser)
    decisions = parser.options.add_mutually_exclusive_group()
    decisions.add_argument("--refuse", metavar="TEXT", help=say("不用这一条惯例"))
    decisions.add_argument("--allow", metavar="TEXT", help=say("又用这一条"))
    decisions.add_argument(
        "--off", action="store_false", dest="turned", default=None, help=say("这份报的惯例都不用")
    )
    decisions.add_argument("--on", action="store_true", dest="turned", default=None, help=say("又都用"))
    parser.set_defaults(settle=settle_profile)
    add_json(
        parser,
        say("打印一个数组，每份报一个对象：newspaper is_refused traits（text kind issues is_refused）"),
    )


def settle_profile(parser: Parser, options: Options) -> None:
    """Exit if there is a decision, but no newspaper."""
    if options.newspaper is None and (options.refuse, options.allow, options.turned) != (None, None, None):
        parser.error(say("要写明是哪份报"))


def add_misreadings(parser: Parser) -> None:
    parser.explain(
        say(
            "同一篇文字在别处又登，那里印作形近的另一个字、放进这句话也通的，列出来供校对。没有旁证的不猜，所以常常一个也没有。\n"
            "是不是认错由人来定：reader correct character 改正，或加 --dismiss 说没有认错，就不再列出。"
        ),
        [
            ("reader misreadings 1987-06-12", say("这一天的各期")),
            ("reader misreadings 1987/06/19870612.txt --json", say("一个文件，打印一个数组")),
        ],
    )
    parser.argument("issue", metavar="ISSUE|FILE", help=say("哪一天，如 1987-06-12；或资料库里的文件"))
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个数组，每处一个对象：key path where index at printed read_as form meant before after witness；\n"
            "form 是印着的，meant 是换了字的，witness 是印作那个字的另一处"
        ),
    )
