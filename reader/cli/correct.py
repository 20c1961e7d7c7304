"""`reader correct`: corrections of what was parsed."""

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command, whole, whole_number
from reader.cli.errors import CommandError
from reader.cli.libraries import UUID_SHOWN, opened, path_of, ready
from reader.cli.named_articles import are_several, several
from reader.cli.terminal import complain, faint, print_json
from reader.i18n import say
from reader.language.forms import escaped_in_json
from reader.library.corrections import (
    CorrectionOutcome,
    IssueCorrectionOutcome,
    KnownCorrection,
    in_words,
    names_in,
)
from reader.library.library import Library
from reader.newspaper.article import Role
from reader.newspaper.correction import (
    Claim,
    CorrectedCredit,
    CorrectedRole,
    CorrectionKind,
    correction_to_json,
)
from reader.newspaper.holdings import StoredArticle
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain


def add_correct(parser: Parser) -> None:
    parser.set_defaults(settle=settle_correct)
    parser.explain(
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
        "line", nargs="?", type=whole_number, metavar="LINE", help=say("行号，从 1 数起，空行也算")
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


def add_character_actions(actions: Commands) -> None:
    character = command(
        actions,
        "character",
        say("改认一个字：认错了，应是…"),
        say(
            "文件不动，文章照样显示、引用、导出印着的字；改认的字也能搜到，原来的写法仍能搜到。随时可以撤销。\n"
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
        of="correct",
    )
    character.what.add_argument("key", type=whole, metavar="KEY", help=say("文章的编号"))
    character.what.add_argument(
        "printed", type=whole, metavar="PRINTED", help=say("印着的字，或带上前后几个字")
    )
    character.what.add_argument("read_as", type=whole, metavar="READ_AS", help=say("应是什么，一样长"))
    add_library(character)
    character.options.add_argument(
        "--nth", type=whole_number, default=1, metavar="N", help=say("文章里的第几处，默认第 1 处")
    )
    character.options.add_argument(
        "--dismiss", action="store_true", help=say("没有认错：不再当作认错的字列出")
    )
    add_json(character, say("打印一个对象：decisions key is_applied"))
    shown = command(
        actions,
        "characters",
        say("列出改认的字"),
        say("旧的在前；也列出说过没有认错的。撤销用 reader correct undo UUID。"),
        [
            ("reader correct characters", say("哪个字应是哪个字，前后是什么")),
            ("reader correct characters --json", say("打印一个数组；key 是 null 的，眼下找不到地方")),
        ],
        of="correct",
    )
    add_library(shown)
    add_json(shown, say("打印一个数组，每条记录一个对象"))


def settle_misreadings(parser: Parser, options: Options) -> None:
    """Check the number of a place. Ends the process with 2 if it is none."""
    if options.action == "character" and options.nth < 1:
        parser.error(say("--nth 从 1 数起"))


QUOTE_SHOWN = 24


def run(options: Options) -> int:  # noqa: C901, PLR0912 - a case an action
    match options.action:
        case "add":
            with ready(options.library) as library:
                path = path_of(library, options.file)
                claim = _claim(options)
                said = say("已更正：{claim}", claim=in_words(claim))
                if options.line is None:
                    _print_issue_outcome(
                        library, library.corrections.correct_issue([path], [claim]), options, said
                    )
                else:
                    _print_outcome(
                        library, library.corrections.correct_line(path, options.line, claim), options, said
                    )
        case "together" | "apart":
            with ready(options.library) as library:
                first, second = _of_one_day(library, options)
                done = library.corrections.correct_story(
                    first.id, second.id, is_one=options.action == "together"
                )
                said = say("已更正：{claim}", claim=in_words(done.correction.claim))
                _print_outcome(library, done, options, said)
        case "character" | "characters":
            from reader.cli import misreadings

            return (
                misreadings.run_list(options)
                if options.action == "characters"
                else misreadings.run_character(options)
            )
        case "undo":
            with ready(options.library) as library:
                if _undoes_character(library, options):
                    return 0
                done = library.corrections.undo(_uuid(library, options.uuid))
                claim = done.correction.claim
                _print_outcome(library, done, options, say("已撤销：{claim}", claim=in_words(claim)))
        case "list":
            with opened(options.library) as library:
                known = library.corrections.known()
            if options.as_json:
                print_json([_to_json(each) for each in known])
            else:
                print("\n".join(_listed(known)))
        case "export":
            _export(options)
        case "import":
            with ready(options.library) as library:
                new = library.corrections.import_file(options.file)
            if options.as_json:
                print_json([_to_json(each) for each in new])
            else:
                print(say("读入了 {count} 条新的更正", count=len(new)))
                for line in _lines([each for each in new if each.line is None]):
                    print(line)
    return 0


def _undoes_character(library: Library, options: Options) -> bool:
    """Undo the decision about a character with this UUID, if there is one."""
    from reader.cli import misreadings

    uuid = misreadings.uuid_of_character(library, options.uuid)
    if uuid is None:
        return False
    misreadings.undo(library, uuid, options)
    return True


def _of_one_day(library: Library, options: Options) -> tuple[StoredArticle, StoredArticle]:
    """Return the articles of these names; of several printings those of one issue's day. Raises CommandError."""
    names = options.key, options.second_key
    both = [several(library, name) for name in names]
    pairs = [
        (one, other)
        for one, other in product(*both)
        if (one.issue.newspaper, one.issue.date) == (other.issue.newspaper, other.issue.date)
    ]
    for name, articles in zip(names, both, strict=True):
        if len(pairs) != 1 and len(articles) > 1:
            raise CommandError(are_several(library, name, articles))
    return pairs[0] if pairs else (both[0][0], both[1][0])


def _claim(options: Options) -> Claim:
    if options.date is not None:
        return Claim(CorrectionKind.DATE, date=options.date)
    if options.number is not None:
        return Claim(CorrectionKind.NUMBER, number=options.number)
    if options.title is not None:
        return Claim(CorrectionKind.TITLE, title=options.title)
    if options.not_year is not None:
        return Claim(CorrectionKind.NOT_YEAR, not_year=options.not_year)
    if options.role is not None:
        return Claim(CorrectionKind.ROLE, CorrectedRole(options.role))
    if options.names is not None:
        return Claim(
            CorrectionKind.CREDIT, credit=CorrectedCredit(Role(options.credit), names_in(options.names))
        )
    if options.starts:
        return Claim(CorrectionKind.STARTS)
    if options.joins:
        return Claim(CorrectionKind.JOINED)
    return Claim(
        CorrectionKind.PARAGRAPH_JOINED if options.same_paragraph else CorrectionKind.PARAGRAPH_APART
    )


def _uuid(library: Library, given: str) -> str:
    """Return the UUID that begins so. Raises CommandError if none does, or several do."""
    known = [known.correction.uuid for known in library.corrections.known()]
    fitting = [each for each in known if given and each.startswith(given.lower())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise CommandError(
            say("以 {uuid} 开头的更正有 {count} 条，请多写几位。", uuid=given, count=len(fitting))
        )
    raise CommandError(say("没有这条更正：{uuid}。reader correct list 列出全部更正。", uuid=given))


def _print_outcome(library: Library, done: CorrectionOutcome, options: Options, said: str) -> None:
    stored = None if done.article_id is None else library.articles.article(done.article_id)
    if options.as_json:
        print_json(
            correction_to_json(done.correction)
            | {"key": stored.article.key if stored else None, "is_applied": done.is_applied}
        )
        return
    uuid = faint(done.correction.uuid[:UUID_SHOWN])
    quote = _short(done.correction.anchor.quote)
    print(said)
    print(f"    {quote} {uuid}")
    if not done.is_applied:
        complain(say("资料库正由另一个窗口或命令更新，下次更新后生效。"))
    elif stored:
        title = say("现在它在这篇里：{title}", title=stored.article.title())
        print(f"    {title} {faint(stored.article.key)}")


def _print_issue_outcome(library: Library, done: IssueCorrectionOutcome, options: Options, said: str) -> None:
    issue = None if done.issue_id is None else library.contents.issue(done.issue_id)
    (correction,) = done.corrections
    if options.as_json:
        date = issue.date.isoformat() if issue and issue.date else None
        print_json(correction_to_json(correction) | {"issue_date": date, "is_applied": done.is_applied})
        return
    print(said)
    print(f"    {correction.anchor.path} {faint(correction.uuid[:UUID_SHOWN])}")
    if not done.is_applied:
        complain(say("资料库正由另一个窗口或命令更新，下次更新后生效。"))


def _export(options: Options) -> None:
    with opened(options.library) as library:
        text = library.corrections.export_text()
    if options.target is None:
        print(escaped_in_json(text), end="")
        return
    try:
        write_whole(options.target, text, replaces=False)
    except OSError as error:
        raise CommandError(explain(error, options.target)) from error
    print(say("更正已存到 {path}", path=options.target))


def _to_json(known: KnownCorrection) -> dict[str, object]:
    return correction_to_json(known.correction) | {"line": known.line}


def _listed(known: Sequence[KnownCorrection]) -> Iterator[str]:
    lost = sum(each.line is None for each in known)
    yield say("{count} 条更正", count=len(known))
    if lost:
        yield say("其中 {count} 条眼下找不到那一行，文件变回来就会生效", count=lost)
    yield from _lines(known)


def _lines(known: Sequence[KnownCorrection]) -> Iterator[str]:
    for each in known:
        anchor = each.correction.anchor
        place = (
            say("{path} 里没有找到", path=anchor.path)
            if each.line is None
            else say("{path} 第 {line} 行", path=anchor.path, line=each.line)
        )
        if each.line is not None and each.correction.claim.kind.is_of_issue:
            place = anchor.path
        yield ""
        yield f"{place} · {in_words(each.correction.claim)} {faint(each.correction.uuid[:UUID_SHOWN])}"
        yield f"    {_short(anchor.quote)}"


def _short(text: str) -> str:
    return text if len(text) <= QUOTE_SHOWN else text[:QUOTE_SHOWN] + "…"
