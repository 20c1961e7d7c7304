"""The options of `reader room`."""

from argparse import ArgumentTypeError
from pathlib import Path

from reader.cli.arguments.parser import Commands, Parser, add_json, command
from reader.i18n import say

_ADDRESS = "postgresql://librarian@archive.example/rooms"


def add_room(parser: Parser) -> None:
    parser.explain(
        say("许多人同看一份资料库。怎样从空机器开始，见 docs/reading-room.md。"),
        [
            (f"reader room create {_ADDRESS}", say("在空的数据库里建阅览室")),
            (say("reader room add {address} ~/旧报", address=_ADDRESS), say("把文件夹里的报纸放进去")),
        ],
    )
    actions = parser.add_subparsers(
        dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser, required=True
    )
    _add_action(
        actions,
        "create",
        say("在数据库里建阅览室"),
        say("建表，建 yuebao_librarian（放报纸）和 yuebao_reader（只能读）两个角色；已有的不动。"),
        (f"reader room create {_ADDRESS}", say("数据库 rooms 要先建好")),
        say("打印一个对象：room created"),
    )
    add = _add_action(
        actions,
        "add",
        say("把一个文件夹里的报纸放进阅览室"),
        say("先更新这个文件夹的资料库，再放入有变化的日子。中断了再运行一次就接着放；放多少次都一样。"),
        (say("reader room add {address} ~/旧报", address=_ADDRESS), say("放入，或补上新的")),
        say("打印一个对象：days unchanged removed articles"),
    )
    add.what.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help=say("放报纸文件的文件夹；不写则放自带的样本")
    )
    _add_action(
        actions,
        "check",
        say("看阅览室里有什么，是否完好"),
        say("也随意取些字串，看是否都搜得到。有问题时以 1 退出。"),
        (f"reader room check {_ADDRESS}", say("只看，不动")),
        say("打印一个对象，含 problems"),
    )
    _add_action(
        actions,
        "forget",
        say("忘掉系统的密码库里记着的密码"),
        say("只忘这个地址的；服务器上的密码不变，~/.pgpass 和 PGPASSWORD 不动。"),
        (f"reader room forget {_ADDRESS}", say("下次再问")),
        say("打印一个对象：room forgotten"),
    )
    command(
        actions,
        "rights",
        say("打印一段 SQL：把读者用不着的权都收回"),
        say(
            "reader room create、add、check 会收回当前用户能收的；PostgreSQL 自带的函数要超级用户来收："
            "让他在阅览室的数据库里运行这一段，一次就够。"
        ),
        [("reader room rights | sudo -u postgres psql rooms", say("阅览室的数据库叫 rooms 时"))],
        of="room",
    )
    _add_serve(actions)


def _add_serve(actions: Commands) -> None:
    serve = command(
        actions,
        "serve",
        say("在一个文件夹上开 PostgreSQL，里面是阅览室"),
        say("用这台机器上装的 PostgreSQL：没有数据就建，有就接着用；从不删除。开到 Ctrl+C 为止。"),
        [
            (say("reader room serve ~/阅览室"), say("只给这台机器上的人；地址会打印出来")),
            (
                say("reader room serve ~/阅览室 --listen 0.0.0.0 --reader lan"),
                say("网络上也能来；lan 的密码在终端里问"),
            ),
        ],
        of="room",
    )
    serve.what.add_argument(
        "folder", type=Path, metavar="DIR", help=say("放数据的文件夹：空的，还没有的，或以前用过的")
    )
    serve.options.add_argument(
        "--listen",
        metavar="ADDRESS",
        help=say("也从网络上接受连接：这台机器的一个地址，0.0.0.0 是全部；不写则只在这台机器上"),
    )
    serve.options.add_argument("--port", type=_port, default=5432, metavar="N", help=say("端口，不写则 5432"))
    serve.options.add_argument(
        "--reader",
        dest="readers",
        action="append",
        metavar="NAME",
        help=say("给一位读者开登录，或换密码；密码在终端里问。可以写几次"),
    )
    add_json(serve, say("开好时打印一个对象：folder room readers created encrypted"))


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) < 6 else 0
    if not 1024 <= number <= 65535:
        raise ArgumentTypeError(say("端口要是 1024 到 65535 之间的一个数"))
    return number


def _add_action(
    actions: Commands, name: str, does: str, about: str, example: tuple[str, str], told: str
) -> Parser:
    """Add what is done to a room: it takes an address, and tells the outcome also as JSON."""
    typed, what = example
    parser = command(actions, name, does, about, [(typed, what), (f"{typed} --json", told)], of="room")
    parser.what.add_argument(
        "address",
        metavar="ADDRESS",
        help=say(
            "postgresql://用户@主机/数据库，或阅览室文件；密码不写进去，"
            "在终端里问，或写在 ~/.pgpass 里，或给环境变量 PGPASSWORD"
        ),
    )
    add_json(parser, told)
    return parser
