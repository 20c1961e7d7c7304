"""The options of `reader clip`."""

from reader.cli.arguments.parser import Commands, add_json, add_key, add_target, command, whole
from reader.i18n import say


def add_clip(commands: Commands) -> None:
    parser = command(
        commands,
        "clip",
        say("把一篇文章、一段话剪成图片"),
        say(
            "带报头、日期和引文，照报纸的样子排。一张放不下就做成几张：剪报.png、剪报 2.png……已有的文件不会盖掉。"
        ),
        [
            (say("reader clip k7qfz2m4yd3xw6ta -o 剪报.png"), say("整篇，像从报上剪下来的")),
            (
                say('reader clip k7qfz2m4yd3xw6ta --text "{words}" --card -o 卡片.png', words="末一辆板车"),
                say("这几个字，做成发在聊天里的卡片"),
            ),
        ],
    )
    add_key(parser)
    add_target(parser, say("存到哪里：.png，放多大都清楚的 .svg，或可以印的 .pdf"))
    parser.options.add_argument(
        "--text", type=whole, dest="quote", metavar="TEXT", help=say("只要文中的这段话；同样的话取第一处")
    )
    parser.options.add_argument(
        "--card", action="store_true", dest="is_card", help=say("三比四的卡片，大字；不写则像一条剪报")
    )
    parser.options.add_argument(
        "--theme", choices=("paper", "white", "dark"), default="paper", help=say("配色，默认 paper")
    )
    parser.options.add_argument(
        "--scale", type=int, choices=(1, 2, 3), default=2, help=say(".png 的一个像素画成几个，默认 2")
    )
    parser.options.add_argument(
        "--marks", action="store_true", dest="has_marks", help=say("画上自己标的颜色；不写则不画")
    )
    add_json(parser, say("打印一个对象：files citation"))
