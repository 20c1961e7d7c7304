"""`reader pack`: a library in one file, to give away."""

from collections.abc import Callable
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import ready
from reader.cli.terminal import print_json, progress_bar
from reader.cli.written_files import new_target
from reader.i18n import count, say
from reader.library.packing_up import GivenNotes, PackChoice
from reader.library.sync_events import Progress
from reader.newspaper.library_path import PACK_SUFFIX

_STEPS = 1000


def run(options: Options) -> int:
    if options.tag and GivenNotes.BOOKMARKS not in options.notes:
        raise CommandError(say("--tag 要和 --notes bookmarks 一起用：标签是收藏的。"))
    target = new_target(options.target, (PACK_SUFFIX,))
    choice = PackChoice(options.giver, frozenset(map(GivenNotes, options.notes)), options.tag or "")
    given = options.root if isinstance(options.root, Path) else options.library
    with ready(given) as library, progress_bar() as draw:
        packed = library.packing.pack(target, choice, progress=_drawn(draw))
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
    return lambda share: draw(Progress(round(share * _STEPS), _STEPS, "", 0))
