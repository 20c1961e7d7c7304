"""The options of `reader room`."""

from pathlib import Path

from reader.cli.arguments.parser import Commands, Parser, add_json, command
from reader.i18n import say

_ADDRESS = "postgresql://librarian@archive.example/rooms"


def add_room(commands: Commands) -> None:
    parser = command(
        commands,
        "room",
        say("在 PostgreSQL 上建阅览室，放入报纸"),
        say("许多人同看一份资料库。怎样从空机器开始，见 docs/reading-room.md。"),
        [
            (f"reader room create {_ADDRESS}", say("在空的数据库里建阅览室")),
            (say("reader room add {address} ~/旧报", address=_ADDRESS), say("把文件夹里的报纸放进去")),
        ],
    )
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser, required=True
    )
    create = command(
        actions,
        "create",
        say("在数据库里建阅览室"),
        say("建表，建 yuebao_librarian（放报纸）和 yuebao_reader（只能读）两个角色；已有的不动。"),
        [
            (f"reader room create {_ADDRESS}", say("数据库 rooms 要先建好")),
            (f"reader room create {_ADDRESS} --json", say("打印一个对象：room created")),
        ],
        of="room",
    )
    _add_address(create)
    add_json(create, say("打印一个对象：room created"))
    add = command(
        actions,
        "add",
        say("把一个文件夹里的报纸放进阅览室"),
        say("先更新这个文件夹的资料库，再放入有变化的日子。中断了再运行一次就接着放；放多少次都一样。"),
        [
            (say("reader room add {address} ~/旧报", address=_ADDRESS), say("放入，或补上新的")),
            (
                say("reader room add {address} ~/旧报 --json", address=_ADDRESS),
                say("打印一个对象：days unchanged removed articles"),
            ),
        ],
        of="room",
    )
    _add_address(add)
    add.what.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help=say("放报纸文件的文件夹；不写则放自带的样本")
    )
    add_json(add, say("打印一个对象：days unchanged removed articles"))
    check = command(
        actions,
        "check",
        say("看阅览室里有什么，是否完好"),
        say("也随意取些字串，看是否都搜得到。有问题时以 1 退出。"),
        [
            (f"reader room check {_ADDRESS}", say("只看，不动")),
            (f"reader room check {_ADDRESS} --json", say("打印一个对象，含 problems")),
        ],
        of="room",
    )
    _add_address(check)
    add_json(check, say("打印一个对象，含 problems"))


def _add_address(parser: Parser) -> None:
    parser.what.add_argument(
        "address",
        metavar="ADDRESS",
        help=say("postgresql://用户@主机/数据库，或阅览室文件；密码写在 ~/.pgpass 里"),
    )
