"""`reader pack`: a library in one file, to give away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from reader.cli.arguments.options import STDOUT, Options
from reader.cli.arguments.parser import Parser, add_json, add_library, add_target
from reader.cli.errors import CommandError
from reader.cli.terminal import print_json, progress_bar
from reader.features.packs import PACK_SUFFIX
from reader.i18n import count, say

if TYPE_CHECKING:
    from reader.library.sync_events import Progress

_NOTES = "bookmarks", "dossiers", "corrections", "people"
_STEPS = 1000


class PackOptions(Options):
    giver: str
    notes: list[str]


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
    parser.argument(
        "root", nargs="?", type=Path, metavar="LIBRARY", help=say("资料库文件夹；不写就是上次打开的")
    )
    add_target(parser, say("存成哪个文件，以 .yuebao 结尾；已经有的不会盖掉"))
    parser.option("--giver", default="", metavar="NAME", help=say("送的人：对方打开时看得到的名字"))
    parser.option(
        "--notes",
        nargs="+",
        choices=_NOTES,
        default=[],
        help=say("自己写的也带上：收藏标记批注、专题、更正、人物的认定；不写则一条不带"),
    )
    parser.option("--tag", metavar="TAG", help=say("收藏里只带有这个标签的（与 --notes bookmarks 同用）"))
    add_library(parser)
    add_json(parser, say("打印一个对象：path size articles notes fingerprint"))


def run(given: Options) -> int:
    from reader.cli.libraries import ready
    from reader.cli.written_files import new_target
    from reader.features.packs.packing_up import GivenNotes, PackChoice, Packing

    options = cast(PackOptions, given)
    if options.tag and GivenNotes.BOOKMARKS not in options.notes:
        raise CommandError(say("--tag 要和 --notes bookmarks 一起用：标签是收藏的。"))
    target = new_target(options.target, (PACK_SUFFIX,))
    if target == STDOUT:
        raise CommandError(say("资料包写不到标准输出，请写一个文件名。"))
    choice = PackChoice(options.giver, frozenset(map(GivenNotes, options.notes)), options.tag or "")
    root = options.root if isinstance(options.root, Path) else options.library
    with ready(root) as library, progress_bar() as draw:
        packed = Packing(library).pack(target, choice, progress=_drawn(draw))
    if options.as_json:
        numbers = {"size": packed.size, "articles": packed.articles, "notes": packed.notes}
        print_json({"path": str(packed.path), **numbers, "fingerprint": packed.fingerprint})
        return 0
    print(
        say(
            "已打包 {path}：{articles}，{size} MB，{notes}。",
            path=packed.path,
            articles=count(packed.articles, "{n} 篇"),
            size=f"{packed.size / 1e6:.1f}",
            notes=count(packed.notes, "{n} 条自己的记录") if packed.notes else say("没有带自己的记录"),
        )
    )
    print(say("您的指纹：{fingerprint}。请另外告诉对方，打开时核对。", fingerprint=packed.fingerprint))
    return 0


def _drawn(draw: Callable[[Progress], None]) -> Callable[[float], None]:
    from reader.library.sync_events import Progress

    return lambda share: draw(Progress(round(share * _STEPS), _STEPS, "", 0))
