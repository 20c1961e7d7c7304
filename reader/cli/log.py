"""`reader log`: the research log as Markdown or data; on, off, cleared."""

from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, add_json, add_library
from reader.cli.libraries import opened
from reader.cli.terminal import complain, print_json
from reader.cli.written_files import write_or_print
from reader.export.research_log import as_markdown
from reader.i18n import count, say


def add_log(parser: Parser) -> None:
    parser.explain(
        say(
            "默认不记：看过什么是私事，要记的人自己打开。只存在这台电脑上，不在资料库文件夹里，\n"
            "文件夹借人、拷走都不会带着它。打开和关掉对所有资料库和窗口都有效；终端里的命令不记。"
        ),
        [
            ("reader log --on", say("从现在起记")),
            (say("reader log -o 日志.md"), say("存成 Markdown，按天排，读过的文章带引文")),
        ],
    )
    add_library(parser)
    add_json(parser, say("打印一个对象：on entries；每条的 time kind（query 或 article）text total key"))
    does = parser.options.add_mutually_exclusive_group()
    does.add_argument("--on", action="store_true", dest="turned", default=None, help=say("打开"))
    does.add_argument(
        "--off", action="store_false", dest="turned", default=None, help=say("关掉；记下的还在")
    )
    does.add_argument(
        "--clear", action="store_true", dest="clears", help=say("把这个资料库的日志全部删掉，找不回来")
    )
    does.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("存成 Markdown 文件；已有的不覆盖")
    )


def run(options: Options) -> int:
    with opened(options.library) as library:
        log, name = library.research_log, library.name
        if options.turned is not None:
            log.turn(on=options.turned)
            print(_state_in_words(is_on=options.turned))
            return 0
        if options.clears:
            print(count(len(log.clear()), "已删掉 {n} 条日志"))
            return 0
        entries, is_on = log.entries(), log.is_on()
    if options.as_json:
        told = [
            {
                "time": each.time.isoformat(),
                "kind": each.kind,
                "text": each.text,
                "total": each.total,
                "key": each.key,
            }
            for each in entries
        ]
        print_json({"on": is_on, "entries": told})
        return 0
    if not entries:
        complain(say("日志是空的。") + _state_in_words(is_on=is_on))
    if entries or options.output is not None:
        write_or_print(as_markdown(entries, name), options.output)
    return 0


def _state_in_words(*, is_on: bool) -> str:
    return say("正在记研究日志。") if is_on else say("没有记研究日志；打开：reader log --on")
