"""The options of `reader show` and `reader cite`."""

from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_corrected, add_key, command, count
from reader.i18n import say


def add_show(commands: Commands) -> None:
    parser = command(
        commands,
        "show",
        say("显示一篇文章"),
        say(
            "转到别版的文章接成一篇（json 只有这一部分，并写明前后部分的编号）。\n"
            "文件不见了的、只在收藏里还有的，也能显示。"
        ),
        [
            ("reader show k7qfz2m4yd3xw6ta", say("排好的文字")),
            (
                say("reader show k7qfz2m4yd3xw6ta --pdf 整版.pdf --whole-page --paper a3"),
                say("它所在的整版，排在一张 A3 上"),
            ),
        ],
    )
    add_key(parser)
    parser.options.add_argument(
        "--format",
        choices=("text", "markdown", "html", "json"),
        default="text",
        help=say("text（默认）、markdown、html、json"),
    )
    add_corrected(parser)
    parser.options.add_argument(
        "--source", type=count, metavar="N", help=say("它的第 N 种来源里的文字，次序如 reader sources 所列")
    )
    parser.options.add_argument(
        "--pdf", type=Path, metavar="FILE", help=say("排好存成 PDF 文件；已有的文件不会盖掉")
    )
    parser.options.add_argument(
        "--whole-page", action="store_true", dest="is_whole_page", help=say("PDF：整版，不只这一篇")
    )
    parser.options.add_argument(
        "--paper", choices=("a4", "a3"), default="a4", help=say("PDF：a4（默认）、a3")
    )
    parser.options.add_argument(
        "--orientation",
        choices=("auto", "portrait", "landscape"),
        default="auto",
        help=say("PDF：auto（默认，怎样放得下怎样来）、portrait 纵向、landscape 横向"),
    )
    parser.options.add_argument(
        "--no-notes", action="store_false", dest="has_notes", help=say("PDF：不印标记和批注")
    )


def settle_show(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they contradict each other."""
    if options.tells_corrected and (options.pdf is not None or options.format == "json"):
        parser.error(say("--corrected 不能与 --pdf 或 --format json 同用"))
    if options.source is not None and (options.tells_corrected or options.pdf is not None):
        parser.error(say("--source 不能与 --corrected 或 --pdf 同用"))


def add_cite(commands: Commands) -> None:
    parser = command(
        commands,
        "cite",
        say("写出一篇文章的引文"),
        say("推定的日期、据文件名的日期都照规矩注明。"),
        [
            (say("reader cite k7qfz2m4yd3xw6ta --style bibtex >> 参考文献.bib"), say("加进 BibTeX 文件")),
            ("reader cite k7qfz2m4yd3xw6ta --link", say("写出它的 yuebao: 链接，别人有这份报纸就能打开")),
        ],
    )
    add_key(parser)
    parser.options.add_argument(
        "--style",
        choices=("gb2015", "gb2025", "bibtex", "ris", "csl-json"),
        default="gb2015",
        help=say("gb2015（默认）、gb2025、bibtex、ris、csl-json"),
    )
    parser.options.add_argument(
        "--link", action="store_true", dest="as_link", help=say("不写引文，写出这篇文章的链接")
    )
    add_corrected(parser)
