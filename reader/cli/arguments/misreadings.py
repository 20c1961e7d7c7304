"""The options of `reader misreadings` and of the actions of `reader correct` on characters."""

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command, count, whole
from reader.i18n import say


def add_misreadings(commands: Commands) -> None:
    parser = command(
        commands,
        "misreadings",
        say("列出一期里可能认错的字"),
        say(
            "同一篇文字在别处又登，那里印作形近的另一个字、放进这句话也通的，列出来供校对。没有旁证的不猜，所以常常一个也没有。\n"
            "是不是认错由人来定：reader correct character 改认，或加 --dismiss 说没有认错，就不再列出。"
        ),
        [
            ("reader misreadings 1987-06-12", say("这一天的各期")),
            ("reader misreadings 1987/06/19870612.txt --json", say("一个文件，打印一个数组")),
        ],
    )
    parser.what.add_argument(
        "issue", metavar="ISSUE|FILE", help=say("哪一天，如 1987-06-12；或资料库里的文件")
    )
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个数组，每处一个对象：key path where index at printed read_as form meant before after witness；\n"
            "form 是印着的，meant 是换了字的，witness 是印作那个字的另一处"
        ),
    )


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
        "--nth", type=count, default=1, metavar="N", help=say("文章里的第几处，默认第 1 处")
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
