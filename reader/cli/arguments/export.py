"""The options of `reader export`."""

from reader.cli.arguments.parser import Commands, add_json, add_library, add_shapes, add_target, command
from reader.export.collection import CollectionFormat
from reader.i18n import say


def add_export(commands: Commands) -> None:
    parser = command(
        commands,
        "export",
        say("把文章成批导出，给别的程序读"),
        say(
            "一期、一段时间、一次搜索的全部结果，或整个资料库。EPUB 是一个文件，Markdown 和 TEI 是一个新建的文件夹。\n"
            "导出的 Markdown 放回资料库，读出来还是同样的文章。已有的文件和文件夹不会盖掉。"
        ),
        [
            (say("reader export 日期:1987-06 -o 一九八七年六月.epub"), say("这个月的报纸，做成一本电子书")),
            (
                say("reader export --all --format markdown -o 导出"),
                say("整个资料库，一篇一个 Markdown 文件"),
            ),
        ],
    )
    parser.what.add_argument(
        "query", nargs="*", metavar="QUERY", help=say("同 reader search：日期、报纸、要找的字")
    )
    parser.options.add_argument(
        "--all", action="store_true", dest="is_whole", help=say("整个资料库，不写 QUERY")
    )
    add_target(parser, say("存到哪里：名字是 .epub 就做电子书，否则是要新建的文件夹"), metavar="PATH")
    parser.options.add_argument(
        "--format",
        choices=[form.value for form in CollectionFormat],
        dest="form",
        help=say("格式；不写则看名字：.epub 是电子书，别的是 Markdown"),
    )
    add_shapes(parser)
    add_library(parser)
    add_json(parser, say("打印一个对象：path format issues articles"))
