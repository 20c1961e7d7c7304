"""The options of `reader check`."""

from reader.cli.arguments.parser import Commands, add_json, add_library, command
from reader.i18n import say


def add_check(commands: Commands) -> None:
    parser = command(
        commands,
        "check",
        say("检查资料库的目录和索引"),
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
    parser.options.add_argument("--repair", action="store_true", help=say("重建目录和索引"))
    parser.options.add_argument(
        "--forget-missing",
        nargs="*",
        metavar="PATH",
        help=say("移除已不在的文件的文字：写出的那些，不写则全部。文字先另存成文件，收藏、批注、更正都留着"),
    )
    add_json(
        parser,
        say("打印一个对象：problems user_data repaired articles strings suggestions missing forgotten"),
    )
