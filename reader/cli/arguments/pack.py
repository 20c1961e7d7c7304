"""The options of `reader pack`."""

from pathlib import Path

from reader.cli.arguments.parser import Parser, add_json, add_library, add_target
from reader.i18n import say

NOTES = ("bookmarks", "dossiers", "corrections", "people")


def add_pack(parser: Parser) -> None:
    parser.explain(
        say(
            "一个 .yuebao 文件，里面是全部文章的文字、目录、索引；原来的文件和图片不在内，书签和批注不写明就不带。\n"
            "收到的人双击它，或 reader open 它，就能读、能搜，不用解开；它是只读的。资料库一点也不改。\n"
            "包上有签名：改动过一个字节就打不开；换了签名，指纹就不一样。打完印出的指纹，请另用电话之类告诉对方核对。"
        ),
        [
            (say("reader pack ~/旧报 -o 旧报.yuebao --giver 王芳"), say("打包 ~/旧报，注明是王芳送的")),
            (
                say("reader pack ~/旧报 -o 旧报.yuebao --notes bookmarks dossiers"),
                say("连收藏、标记、批注和专题一起送"),
            ),
        ],
    )
    parser.what.add_argument(
        "root",
        nargs="?",
        type=Path,
        metavar="LIBRARY",
        help=say("资料库文件夹；不写就是上次打开的"),
    )
    add_target(parser, say("存成哪个文件，以 .yuebao 结尾；已经有的不会盖掉"))
    parser.options.add_argument(
        "--giver", default="", metavar="NAME", help=say("送的人：对方打开时看得到的名字")
    )
    parser.options.add_argument(
        "--notes",
        nargs="+",
        choices=NOTES,
        default=[],
        help=say("自己写的也带上：收藏标记批注、专题、更正、人物的认定；不写则一条不带"),
    )
    parser.options.add_argument(
        "--tag", metavar="TAG", help=say("收藏里只带有这个标签的（与 --notes bookmarks 同用）")
    )
    add_library(parser)
    add_json(parser, say("打印一个对象：path size articles notes fingerprint"))
